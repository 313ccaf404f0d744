"""What leaves the room: exactly that, read once more before it does, and every version of it (A73, A85)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import ngettext
from councilflow.models import AgendaItem, Meeting, Organisation
from councilflow.process import wording
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import local_date
from councilflow.process.rights import Act
from councilflow.services import preparation
from councilflow.services.preparation import handing_in
from councilflow.services.preparation import room as inside
from councilflow.services.preparation.overview import PREPARED
from councilflow.services.preparation.room import Content
from councilflow.web.access import me, now, requires, viewer
from councilflow.web.errors import refuse
from councilflow.web.pages import render, tell
from councilflow.web.preparation.blueprint import bp
from councilflow.web.preparation.entrance import (
    choose,
    item_at,
    meeting_at,
    must_write,
    own_organisation,
    ready_words,
    room_url,
    way_back,
    way_to_room,
)
from councilflow.web.preparation.forms import stated


@dataclass(frozen=True, slots=True)
class Leaving:
    """One item with all that is about to leave the room."""

    item: AgendaItem
    draft: Any
    stated: list[tuple[str, str]]
    again: bool
    """Whether something was handed in about it before."""
    unanswered: int
    """How many of the questions to the homes have no answer."""


@bp.route("/items/<int:item_id>/preparation/review", methods=["GET", "POST"])
@requires(Act.SET_STANCE)
def review(item_id: int) -> ResponseReturnValue:
    """Exactly what leaves the room about one item, before it does."""
    found = item_at(item_id)
    home = must_write(found.meeting.council_id)
    try:
        if request.method == "POST":
            seen = {found.id: _versions_seen(found.id)}
            preparation.submit_several(found.meeting, home.id, seen, by=me(), now=now())
            return _received(found.meeting, home, 1)
        leaving = [_leaving(found, home)]
    except RuleBroken as broken:
        return refuse(broken, way_back(found, home))
    return _show(found.meeting, home, leaving, url_for("preparation.review", item_id=item_id))


@bp.route("/meetings/<int:meeting_id>/preparation/review", methods=["GET", "POST"])
@requires(Act.SET_STANCE)
def review_several(meeting_id: int) -> ResponseReturnValue:
    """Exactly what leaves the room about several items, before they do."""
    meeting = meeting_at(meeting_id)
    home = must_write(meeting.council_id)
    chosen = request.values.getlist("item", type=int)
    try:
        if request.method == "POST":
            seen = {one: _versions_seen(one) for one in chosen}
            made = preparation.submit_several(meeting, home.id, seen, by=me(), now=now())
            return _received(meeting, home, len(made))
        leaving = [_leaving(item, home) for item in _items(meeting, chosen)]
        if not leaving:
            raise RuleBroken("nothing-chosen")
    except RuleBroken as broken:
        return refuse(broken, way_to_room(meeting_id, home))
    return _show(meeting, home, leaving, url_for("preparation.review_several", meeting_id=meeting_id))


def _items(meeting: Meeting, chosen: Sequence[int]) -> Sequence[AgendaItem]:
    return db.session.scalars(
        select(AgendaItem)
        .where(AgendaItem.meeting_id == meeting.id, AgendaItem.id.in_(chosen), AgendaItem.kind.in_(PREPARED))
        .options(selectinload(AgendaItem.questions))
        .order_by(AgendaItem.position, AgendaItem.id)
    ).all()


def _versions_seen(item_id: int) -> tuple[int, int]:
    """The draft's and the text's, as they stood on the page; what is missing fits nothing."""
    form = request.form
    return form.get(f"version_{item_id}", -1, type=int), form.get(f"text_{item_id}", -1, type=int)


def _leaving(item: AgendaItem, home: Organisation) -> Leaving:
    council_id = item.meeting.council_id
    draft = inside.draft(viewer(), council_id, item.id, home.id)
    handing_in.check_open(item)
    handing_in.check_asked(item, home.id)
    handing_in.check_day(item, home.id, now=now())
    if draft is None:
        raise RuleBroken("nothing-to-hand-in")
    handing_in.check_complete(item, Content.of(draft))
    again = inside.handed_in(viewer(), council_id, item.id, home.id) is not None
    content = Content.of(draft)
    answered = content.answers or {}
    unanswered = sum(str(question.id) not in answered for question in item.questions)
    return Leaving(item, draft, stated(content, item.questions, kind=item.kind), again, unanswered)


def _show(meeting: Meeting, home: Organisation, leaving: list[Leaving], url: str) -> str:
    return render(
        "preparation/review.html",
        meeting=meeting,
        day=local_date(meeting.starts_at, meeting.council.zone),
        home=home,
        host=meeting.council.host,
        leaving=leaving,
        again=any(one.again for one in leaving),
        ready_words=ready_words(len(leaving), sum(one.unanswered > 0 for one in leaving)),
        url=url,
    )


def _received(meeting: Meeting, home: Organisation, count: int) -> ResponseReturnValue:
    title = ngettext("Ni har lämnat in en punkt", "Ni har lämnat in %(n)s punkter", count)
    tell(title, _("Ordföranden, sekreteraren och beredningsgruppen ser det nu."))
    return redirect(room_url(meeting.id, home))


@bp.post("/items/<int:item_id>/preparation/confirm")
@requires(Act.SET_STANCE)
def confirm(item_id: int) -> ResponseReturnValue:
    """What was handed in holds for the item as it reads now."""
    found = item_at(item_id)
    home = must_write(found.meeting.council_id)
    text = request.form.get("text", -1, type=int)
    try:
        preparation.confirm(found, home.id, by=me(), now=now(), text_version=text)
    except RuleBroken as broken:
        return refuse(broken, way_back(found, home))
    tell(_("Er hållning står fast"), _("Den gäller nu punkten som den ser ut efter ändringen."))
    return redirect(url_for("preparation.item", item_id=item_id, organisation=home.id))


@dataclass(frozen=True, slots=True)
class Version:
    """One version as it was handed in, and what it says otherwise than the one before."""

    row: Any
    stated: list[tuple[str, str]]
    requested: bool
    changed: list[tuple[str, str, str, list[wording.Piece]]]
    """What; how it was; how it became; the pieces of both."""
    confirms: bool
    """Whether it says the same words of a text that had changed."""


@bp.get("/items/<int:item_id>/preparation/history")
@requires(Act.PREPARE_AT_HOME)
def history(item_id: int) -> ResponseReturnValue:
    """Every version that the own organisation has handed in, the last first."""
    found = item_at(item_id)
    home = own_organisation()
    if home is None:
        return choose("preparation.history", item_id=item_id)
    council = found.meeting.council
    rows = inside.versions(viewer(), council.id, found.id, home.id)
    earlier = [*rows[1:], None][: len(rows)]
    return render(
        "preparation/history.html",
        item=found,
        home=home,
        council=council,
        zone=council.zone,
        versions=[_version(row, was, found) for row, was in zip(rows, earlier, strict=True)],
    )


def _version(row: Any, was: Any, item: AgendaItem) -> Version:
    now_says = _said(row, item)
    before = dict(_said(was, item)) if was is not None else {}
    changed = []
    if was is not None:
        after = dict(now_says)
        for name in dict.fromkeys([*before, *after]):
            old, new = before.get(name, ""), after.get(name, "")
            if old != new:
                changed.append((name, old, new, wording.between(old, new)))
    confirms = was is not None and not changed and row.item_version != was.item_version
    return Version(
        row, stated(Content.of(row), item.questions, kind=item.kind), row.dissent_requested, changed, confirms
    )


def _said(row: Any, item: AgendaItem) -> list[tuple[str, str]]:
    """What a version says, with whether its view is wanted in the minutes."""
    said = stated(Content.of(row), item.questions, kind=item.kind)
    wanted = _("Ja") if row.dissent_requested else _("Nej")
    return [*said, (_("Önskas till protokollet"), wanted)]
