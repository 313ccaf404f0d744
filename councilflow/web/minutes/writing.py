"""Writing the minutes: every passage on one page, beside what the record says."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from councilflow.i18n import gettext as _
from councilflow.process.errors import RuleBroken
from councilflow.process.minutes import MinutesState
from councilflow.process.rights import Act
from councilflow.services import minutes
from councilflow.services.minutes import Clash, SavedFirst
from councilflow.services.minutes import reading as texts
from councilflow.services.minutes.passages import DISCUSSION, SUMMARY, TIMES, key_of
from councilflow.services.minutes.record import Record, Rows, read
from councilflow.web.access import me, now, requires
from councilflow.web.errors import refuse
from councilflow.web.minutes.blueprint import bp
from councilflow.web.minutes.facts import Standpoint, head_of, standpoint
from councilflow.web.minutes.forms import PassagesForm, form_for
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
        key: one["made"] if (back := _back(form, key)) is not None and back.data else form[key].data or ""
        for key, one in made.items()
        if key in form
    }


def _back(form: PassagesForm, key: str) -> Any:
    """The choice to take the record's text; only passages that differ from it have one."""
    return form._fields.get(f"back-{key}")


def _page(at: Standpoint, record: Record, form: PassagesForm, newest: Any, clash: Clash | None = None) -> str:
    """`newest` is the row of the newest revision."""
    paragraphs = texts.draft_text(record, newest.passages).paragraphs
    return render(
        "minutes/edit.html",
        form=form,
        clash=clash,
        newest=newest,
        opening=form[TIMES],
        parts=[
            (
                paragraph,
                [
                    _field(form, newest.passages, clash, key_of(item.id, part))
                    for part in (SUMMARY, DISCUSSION)
                    if key_of(item.id, part) in form
                ],
            )
            for item, paragraph in zip(record.items, paragraphs, strict=True)
        ],
        **head_of(at),
    )


def _field(form: PassagesForm, held: dict[str, Any], clash: Clash | None, key: str) -> dict[str, Any]:
    """A passage on the page: its field, and the record's and somebody else's text where they differ."""
    one = held[key]
    return {
        "field": form[key],
        "back": _back(form, key),
        "made": one["made"],
        "asks": bool(one.get("asks")),
        "theirs": clash.theirs.get(key) if clash else None,
    }


@bp.post("/remake")
@requires(Act.WRITE_MINUTES)
def remake(meeting_id: int) -> ResponseReturnValue:
    """Make the draft anew from the record. Nothing that somebody has written is overwritten."""
    document = minutes.hold(meeting_id)
    try:
        revision = minutes.remake(document, by=me(), now=now())
    except RuleBroken as refused:
        return _refuse(meeting_id, refused)
    asks = sum(bool(one.get("asks")) for one in revision.passages.values())
    tell(
        _("Utkastet är gjort på nytt av mötets anteckningar"),
        _("Det du har skrivit står kvar. Där anteckningarna har ändrats väljer du text.")
        if asks
        else _("Det du har skrivit står kvar."),
    )
    return redirect(url_for("minutes.edit", meeting_id=meeting_id))


def _refuse(meeting_id: int, refused: RuleBroken) -> ResponseReturnValue:
    return refuse(refused, Link(url_for("minutes.show", meeting_id=meeting_id), _("Till protokollet")))
