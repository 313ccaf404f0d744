"""Many seats at once, as an import enters them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from councilflow.extensions import db
from councilflow.models import Body, Person, Seat
from councilflow.services import journal
from councilflow.services.bodies import council_of
from councilflow.services.register import plain
from councilflow.services.seats.entry import SeatEntry, columns_of, in_words, name_of


@dataclass(frozen=True, slots=True)
class Many:
    """Seats that begin, that others follow, and that end on a day, all at once."""

    added: list[tuple[Body, SeatEntry]]
    changed: list[tuple[Seat, SeatEntry]]
    ended: list[tuple[Seat, date]]


def enter_many(many: Many, *, by: Person | None, now: datetime) -> None:
    """Enter many seats with a number of queries that does not grow with them.

    The caller holds the bodies and has asked about each what `add`, `change` and `end` ask.
    """
    highest = _highest_positions({body.id for body, _entry in many.added})
    entered: list[tuple[str, Seat, dict[str, Any]]] = []
    for seat, on in many.ended:
        before, seat.ends_on = {"ends_on": plain(seat.ends_on)}, on
        entered.append(("seat-ended", seat, before))
    for old, entry in many.changed:
        before = in_words(old)
        day_before = entry.starts_on - timedelta(days=1)
        old.ends_on = min(day_before, old.ends_on or day_before)
        facts = columns_of(entry) | {"rule_id": entry.rule_id or old.rule_id}
        new = Seat(body_id=old.body_id, position=old.position, **facts)
        entered.append(("seat-changed", new, before))
    for body, entry in many.added:
        highest[body.id] = highest.get(body.id, 0) + 1
        new = Seat(body_id=body.id, position=highest[body.id], **columns_of(entry))
        entered.append(("seat-added", new, {}))
    db.session.add_all([seat for _event, seat, _before in entered])
    db.session.flush()
    _note_many(entered, by=by, now=now)


def _note_many(
    entered: Iterable[tuple[str, Seat, dict[str, Any]]], *, by: Person | None, now: datetime
) -> None:
    for happened, seat, before in entered:
        facts: dict[str, Any] = {"by": by, "now": now, "about": name_of(seat), "before": before}
        facts["council"] = council_of(db.session.get_one(Body, seat.body_id))
        if happened == "seat-added":
            journal.note("seat-added", **facts, after=in_words(seat))
        elif happened == "seat-changed":
            journal.note("seat-changed", **facts, after=in_words(seat))
        else:
            journal.note("seat-ended", **facts, after={"ends_on": plain(seat.ends_on)})


def _highest_positions(body_ids: set[int]) -> dict[int, int]:
    rows = db.session.execute(
        select(Seat.body_id, func.max(Seat.position)).where(Seat.body_id.in_(body_ids)).group_by(Seat.body_id)
    )
    return {row.body_id: row[1] for row in rows}
