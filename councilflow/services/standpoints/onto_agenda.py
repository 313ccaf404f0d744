"""The standing item *uppföljning* of a coming meeting, filled from the register and filled anew (A74)."""

from __future__ import annotations

from datetime import datetime

from councilflow import i18n
from councilflow.extensions import db
from councilflow.models import AgendaItem, Meeting, Person
from councilflow.process.agenda import ItemKind, StandingItem
from councilflow.process.errors import RuleBroken
from councilflow.services import journal
from councilflow.services.agenda import late, moving
from councilflow.services.agenda.noted import outside
from councilflow.services.meetings import check_editable
from councilflow.services.standpoints import following_up
from councilflow.words import word

MINUTES = 10
"""Planned for an item that is put on the agenda this way."""


def item_of(meeting: Meeting) -> AgendaItem | None:
    """The item that follows up on this agenda, when there is one."""
    return next((item for item in meeting.items if item.standing is StandingItem.FOLLOW_UP), None)


def put(meeting: Meeting, *, by: Person, now: datetime) -> AgendaItem:
    """Let the item say what there is to follow up, in place of what it said; one that is missing is put
    before other business and the closing. The meeting is held by who calls.

    RuleBroken: nothing-to-follow-up, and those of `check_editable`.
    """
    check_editable(meeting)
    text = following_up.words(meeting, now=now)
    if not text:
        raise RuleBroken("nothing-to-follow-up")
    with late.watching(meeting, by=by, now=now):
        item = item_of(meeting)
        if item is None:
            item = _new(meeting)
            journal.note(
                "item-added", by=by, now=now, meeting=meeting, about=item.title, after={"item": item.id}
            )
        if item.background != text:
            before = {"background": item.background}
            item.background, item.version = text, item.version + 1
            journal.note(
                "item-changed",
                by=by,
                now=now,
                meeting=meeting,
                about=item.title,
                before=outside(before, item),
                after=outside({"background": text}, item) | {"item": item.id, "version": item.version},
            )
            db.session.flush()
    return item


def _new(meeting: Meeting) -> AgendaItem:
    with i18n.speaking(meeting.council.document_language):
        title = str(word(StandingItem.FOLLOW_UP))
    place = moving.usual_place(meeting, is_standing=False)
    order = moving.ordered(meeting)
    item = AgendaItem(
        kind=ItemKind.STANDING, standing=StandingItem.FOLLOW_UP, title=title, minutes=MINUTES, version=1
    )
    moving.settle([*order[:place], item, *order[place:]])
    meeting.items.append(item)
    db.session.flush()
    return item
