"""Writing the minutes: every passage on one page, beside what the record says."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from councilflow.i18n import gettext as _
from councilflow.process.errors import RuleBroken
from councilflow.process.minutes import MinutesState
from councilflow.process.profiles import PROFILES
from councilflow.process.rights import Act
from councilflow.services import minutes
from councilflow.services.minutes import Clash, SavedFirst, beside, comments
from councilflow.services.minutes import reading as texts
from councilflow.services.minutes.passages import (
    COURSE,
    DISCUSSION,
    NOTHING,
    PARTS,
    SUMMARY,
    TIMES,
    key_of,
    offers,
)
from councilflow.services.minutes.places import ATTENDANCE, OF_ITEM, place_of
from councilflow.services.minutes.record import Record, Rows, read
from councilflow.web.access import can, me, now, requires, viewer
from councilflow.web.errors import refuse
from councilflow.web.minutes.blueprint import bp
from councilflow.web.minutes.facts import Standpoint, head_of, standpoint
from councilflow.web.minutes.forms import PassagesForm, form_for
from councilflow.web.minutes.placing import place_names
from councilflow.web.numbers import number_in
from councilflow.web.pages import Link, render, tell


def passage_names(items: Rows, closed: Container[int] = ()) -> dict[str, str]:
    """What each passage of these items is called: "Sammanfattning, § 70". The paragraphs in `closed` have a
    document of their own and are written no more."""
    names = {TIMES: _("Ajournering")}
    for item in items:
        if item.number in closed:
            continue
        number = item.number or item.position
        names[key_of(item.id, SUMMARY)] = _("Sammanfattning, § %(number)s", number=number)
        names[key_of(item.id, COURSE)] = _("Behandling på mötet, § %(number)s", number=number)
        names[key_of(item.id, DISCUSSION)] = _("Diskussion, § %(number)s", number=number)
    return names


@bp.route("/edit", methods=["GET", "POST"])
@requires(Act.WRITE_MINUTES)
def edit(meeting_id: int) -> ResponseReturnValue:
    at = standpoint(meeting_id)
    if at.state is not MinutesState.DRAFT:
        return _refuse(meeting_id, RuleBroken("minutes-not-draft", state=at.state))
    record, newest = read(meeting_id), texts.draft(at.document.id)
    form = form_for(passage_names(record.items, record.approved), newest.passages, newest.number)
    if form.validate_on_submit():
        return _save(meeting_id, at, record, form)
    return _page(at, record, form, newest), 422 if form.errors else 200


def _save(meeting_id: int, at: Standpoint, record: Record, form: PassagesForm) -> ResponseReturnValue:
    document = minutes.hold(meeting_id)
    base = number_in(form.base.data)
    try:
        minutes.save(document, _written(form, at), base=base, by=me(), now=now())
    except SavedFirst as first:
        form.base.data = str(first.clash.newest)
        for key, text in first.clash.merged.items():
            if key in form:
                form[key].data = text
        return _page(at, record, form, texts.draft(at.document.id), first.clash), 409
    tell(_("Utkastet är sparat"))
    return redirect(url_for("minutes.edit", meeting_id=meeting_id))


def _written(form: PassagesForm, at: Standpoint) -> dict[str, str]:
    """The texts as they were sent; where the record's text was asked back, that one."""
    made = texts.draft(at.document.id).passages
    return {
        key: made.get(key, NOTHING)["made"]
        if (back := _back(form, key)) is not None and back.data
        else form[key].data or ""
        for key in passage_keys(form)
    }


def passage_keys(form: PassagesForm) -> list[str]:
    """The keys of the passages that the form has."""
    return [name for name in form._fields if name == TIMES or name.startswith("item-")]


def _back(form: PassagesForm, key: str) -> Any:
    """The choice to take the record's text; only passages that differ from it have one."""
    return form._fields.get(f"back-{key}")


def _page(at: Standpoint, record: Record, form: PassagesForm, newest: Any, clash: Clash | None = None) -> str:
    """`newest` is the row of the newest revision."""
    paragraphs = texts.draft_text(record, newest.passages).paragraphs
    offered, noted = offers(newest.passages, record), beside.of_items(record)
    open_comments = [one for one in comments.listed(at.document.id) if one.settled_at is None]
    return render(
        "minutes/edit.html",
        form=form,
        called=PROFILES[record.meeting.minutes_profile].outcome,
        clash=clash,
        keeper=viewer().person_id,
        newest=newest,
        opening=form[TIMES],
        differs=len(offered),
        changed_since=sum(one.record_changed for one in offered),
        comments_left=len(open_comments),
        parts=[
            (
                paragraph,
                [
                    _field(form, newest.passages, clash, key_of(item.id, part), open_comments)
                    for part in PARTS
                    if key_of(item.id, part) in form
                ],
            )
            for item, paragraph in zip(record.items, paragraphs, strict=True)
        ],
        beside=[noted[item.id] for item in record.items],
        said_of_attendance=[one for one in open_comments if one.passage == ATTENDANCE],
        said_of_record=[
            [one for one in open_comments if one.passage in {place_of(item.id, place) for place in OF_ITEM}]
            for item in record.items
        ],
        place_names=place_names(record.items),
        items=[item.id for item in record.items],
        sees_stances=can(Act.SEE_STANCES),
        **head_of(at),
    )


def _field(
    form: PassagesForm, held: dict[str, Any], clash: Clash | None, key: str, said: list[Any]
) -> dict[str, Any]:
    """A passage on the page: its field, the record's and somebody else's text where they differ, and the
    comments that wait."""
    one = held.get(key, NOTHING)
    return {
        "field": form[key],
        "back": _back(form, key),
        "made": one["made"],
        "asks": bool(one.get("asks")),
        "said": [comment for comment in said if comment.passage == key],
        "theirs": clash.theirs.get(key) if clash else None,
    }


def _refuse(meeting_id: int, refused: RuleBroken) -> ResponseReturnValue:
    return refuse(refused, Link(url_for("minutes.show", meeting_id=meeting_id), _("Till protokollet")))
