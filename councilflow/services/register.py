"""What every change in the register does: names are unique, what differs is noted, nothing goes round."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import func, select

from councilflow.extensions import db
from councilflow.models import Body, Organisation, Person
from councilflow.process.errors import RuleBroken
from councilflow.services import journal

Kept = TypeVar("Kept", Organisation, Body)


def refuse_taken(kind: type[Organisation | Body], name: str, *, but: int | None = None) -> None:
    """RuleBroken("name-taken") when another of the kind has the name, in whatever case."""
    found = db.session.scalar(
        select(kind.id).where(func.lower(kind.name) == name.lower(), kind.id != (but or 0))
    )
    if found:
        raise RuleBroken("name-taken", name=name)


def change(
    event: str, thing: Any, facts: dict[str, Any], *, by: Person, now: datetime, council: int | None = None
) -> None:
    """Set what differs, and note it; nothing is noted when nothing differs."""
    about = thing.name
    changed = {name: value for name, value in facts.items() if getattr(thing, name) != value}
    before = {name: plain(getattr(thing, name)) for name in changed}
    for name, value in changed.items():
        setattr(thing, name, value)
    if changed:
        after = {name: plain(value) for name, value in changed.items()}
        journal.note(event, by=by, now=now, council=council, about=about, before=before, after=after)


def successor(kind: type[Kept], thing: Kept, successor_id: int | None) -> Kept | None:
    """Whoever carries on after something in the register (H.17, B4.10).

    RuleBroken: successor-goes-round, when the way from one successor to the next comes back to it.
    """
    first = found = db.session.get_one(kind, successor_id) if successor_id else None
    while found is not None:
        if found.id == thing.id:
            raise RuleBroken("successor-goes-round", name=thing.name)
        found = db.session.get(kind, found.successor_id) if found.successor_id else None
    return first


def close(
    event: str,
    thing: Organisation | Body,
    on: date,
    after: Organisation | Body | None,
    *,
    by: Person,
    now: datetime,
    council: int | None = None,
) -> None:
    """Let something end on its last day, and name whoever carries on."""
    before = {"closed_on": plain(thing.closed_on)} if thing.closed_on else {}
    thing.closed_on, thing.successor_id = on, after.id if after else None
    said = {"closed_on": on.isoformat()} | ({"successor": after.name} if after else {})
    journal.note(event, by=by, now=now, council=council, about=thing.name, before=before, after=said)


def plain(value: Any) -> Any:
    """A value as the journal keeps it."""
    return value.isoformat() if isinstance(value, date) else value
