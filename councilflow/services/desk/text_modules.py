"""Sentences that the secretary uses again, with places that the record fills in.

A council has its own; one that has none yet is offered those of its rules and language. What stands within
braces is filled in from the record: {ordförande} becomes the name of whoever leads the meeting in the item.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from councilflow.extensions import db
from councilflow.i18n import clock, listed
from councilflow.models import AgendaItem, Body, Person, TextModule
from councilflow.process.errors import RuleBroken
from councilflow.process.text_modules import Place, Starter, fill, starters, unknown
from councilflow.services import journal
from councilflow.services.attendance import Roll
from councilflow.services.desk.course import Rows

MOST = 60
"""More sentences than this nobody finds the right one among."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A sentence with its places filled in from the record."""

    title: str
    text: str


def of_council(council: Body) -> Sequence[TextModule]:
    return db.session.scalars(
        select(TextModule)
        .where(TextModule.body_id == council.id)
        .order_by(TextModule.position, TextModule.id)
    ).all()


def offered(council: Body) -> list[Starter]:
    """The council's own, or those that one starts with."""
    own = [Starter(one.title, one.text) for one in of_council(council)]
    return own or list(starters(council.document_language, council.minutes_profile))


def filled(item: AgendaItem, roll: Roll, *, presenters: Rows, dissents: Rows, now: datetime) -> list[Ready]:
    """What may be put into the note of an item, from what the page of the item has read of it."""
    known = _known(item, roll, presenters, dissents, now)
    return [Ready(one.title, fill(one.text, known)) for one in offered(item.meeting.council)]


def _known(
    item: AgendaItem, roll: Roll, presenters: Rows, dissents: Rows, now: datetime
) -> Mapping[Place, str]:
    leader = roll.leader(item.id)
    return {
        Place.CHAIR: leader.name if leader else "",
        Place.PRESENTER: listed([one.name for one in presenters]),
        Place.TITLE: item.title,
        Place.CLOCK: clock(now.astimezone(item.meeting.council.zone)),
        Place.DISSENTING: listed(list(dict.fromkeys(one.organisation for one in dissents))),
    }


def begin_own(council: Body, *, by: Person, now: datetime) -> None:
    """Make the sentences that one starts with the council's own, to change; once."""
    if of_council(council):
        return
    for position, one in enumerate(offered(council)):
        db.session.add(TextModule(body_id=council.id, title=one.title, text=one.text, position=position))
    db.session.flush()


def save(
    council: Body, title: str, text: str, *, module: TextModule | None = None, by: Person, now: datetime
) -> TextModule:
    """Add a sentence, or change one. RuleBroken: text-module-with-unknown-place (with the places),
    too-many-text-modules."""
    if strange := unknown(text):
        raise RuleBroken("text-module-with-unknown-place", places=", ".join(strange))
    begin_own(council, by=by, now=now)
    own = of_council(council)
    if module is None:
        if len(own) >= MOST:
            raise RuleBroken("too-many-text-modules")
        module = TextModule(body_id=council.id, title="", text="", position=len(own))
        db.session.add(module)
    before = {"title": module.title, "text": module.text} if module.title else {}
    module.title, module.text = title.strip(), text.strip()
    after = {"title": module.title, "text": module.text}
    if before != after:
        journal.note(
            "text-module-saved",
            by=by,
            now=now,
            council=council,
            about=module.title,
            before=before,
            after=after,
        )
    db.session.flush()
    return module


def remove(council: Body, module: TextModule, *, by: Person, now: datetime) -> None:
    """Take a sentence away. With the last one the council is back at those it started with."""
    db.session.delete(module)
    journal.note(
        "text-module-removed",
        by=by,
        now=now,
        council=council,
        about=module.title,
        before={"title": module.title, "text": module.text},
    )
    db.session.flush()
