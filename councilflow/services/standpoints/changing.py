"""What the secretariat says of a standpoint afterwards. Its wording and its § stand in the signed minutes."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from councilflow.extensions import db
from councilflow.models import Body, Person, Standpoint
from councilflow.process.errors import RuleBroken
from councilflow.process.standpoints import check_carried_out, check_replacement
from councilflow.services import journal
from councilflow.services.desk.hold import hold_council
from councilflow.services.register import plain
from councilflow.services.standpoints.naming import paragraph_of
from councilflow.services.visibility import today


def replace(old: Standpoint, newer_id: int | None, *, by: Person, now: datetime) -> None:
    """Say that a later standpoint has taken the place of this one; None takes that back.

    Two who say so at once wait for each other, so that no circle comes about between them.
    RuleBroken: standpoint-of-another-council, and those of `check_replacement`.
    """
    hold_council(old.council_id)
    db.session.refresh(old)
    if old.replaced_by_id == newer_id:
        return
    before = {"replaced_by": _name(old.replaced_by_id)}
    if newer_id is not None:
        _check(old, newer_id)
    old.replaced_by_id = newer_id
    old.replaced_on = today(now) if newer_id is not None else None
    _note(
        "standpoint-replaced" if newer_id is not None else "standpoint-not-replaced",
        old,
        by,
        now,
        before=before,
        after={"replaced_by": _name(newer_id)},
    )


def _check(old: Standpoint, newer_id: int) -> None:
    rows = db.session.execute(
        select(Standpoint.id, Standpoint.replaced_by_id, Standpoint.taken_on).where(
            Standpoint.council_id == old.council_id
        )
    ).all()
    taken_on = {row.id: row.taken_on for row in rows}
    if newer_id not in taken_on:
        raise RuleBroken("standpoint-of-another-council")
    replaced_by = {row.id: row.replaced_by_id for row in rows if row.id != old.id}
    check_replacement(old.id, newer_id, replaced_by=replaced_by, taken_on=taken_on)


def carry_out(
    standpoint: Standpoint, carried_out_on: date | None, how: str, *, by: Person, now: datetime
) -> None:
    """Say that it is carried out, since when and how; without a day, that it is not.

    RuleBroken: those of `check_carried_out`.
    """
    day = db.session.get_one(Body, standpoint.council_id).zone
    check_carried_out(carried_out_on, in_force_on=standpoint.in_force_on, today=now.astimezone(day).date())
    before = _facts(standpoint)
    standpoint.carried_out_on = carried_out_on
    standpoint.carried_out = how.strip() if carried_out_on else ""
    if before != _facts(standpoint):
        _note("standpoint-carried-out", standpoint, by, now, before=before, after=_facts(standpoint))


def follow_up(standpoint: Standpoint, on: date | None, *, by: Person, now: datetime) -> None:
    """Say which day the council looks at it again."""
    before = {"follow_up_on": plain(standpoint.follow_up_on)}
    standpoint.follow_up_on = on
    after = {"follow_up_on": plain(on)}
    if before != after:
        _note("standpoint-follow-up", standpoint, by, now, before=before, after=after)


def say(standpoint: Standpoint, message: str, *, by: Person, now: datetime) -> None:
    """Put it in a sentence that everybody understands (A98)."""
    message = " ".join(message.split())
    if message == standpoint.message:
        return
    before = {"message": standpoint.message}
    standpoint.message = message
    _note("standpoint-message", standpoint, by, now, before=before, after={"message": message})


def _facts(standpoint: Standpoint) -> dict[str, str]:
    return {
        "carried_out_on": plain(standpoint.carried_out_on) or "",
        "carried_out": standpoint.carried_out,
    }


def _name(standpoint_id: int | None) -> str:
    return paragraph_of(db.session.get_one(Standpoint, standpoint_id)) if standpoint_id else ""


def _note(
    happened: str,
    standpoint: Standpoint,
    by: Person,
    now: datetime,
    *,
    before: dict[str, str],
    after: dict[str, str],
) -> None:
    journal.note(
        happened,
        by=by,
        now=now,
        council=standpoint.council_id,
        about=paragraph_of(standpoint),
        before=before,
        after=after,
    )
