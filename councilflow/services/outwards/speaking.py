"""Who may speak for the council, on everything or on one subject, and from when until when (B1.19)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select

from councilflow.extensions import db
from councilflow.models import Body, Person, Spokesperson
from councilflow.process.outwards import check_period, is_current
from councilflow.services import journal
from councilflow.services.outwards.keeping import hold, put


def listed(council_id: int) -> Sequence[Any]:
    """Everybody who may speak or might, who began last first: columns of Spokesperson and `name`, `title`."""
    return db.session.execute(
        select(Spokesperson.__table__, Person.name, Person.title)
        .join(Person, Person.id == Spokesperson.person_id)
        .where(Spokesperson.body_id == council_id)
        .order_by(Spokesperson.starts_on.desc(), Person.name, Spokesperson.id)
        .limit(200)
    ).all()


def current(council_id: int, day: date, *, kept: int | None = None) -> Sequence[Any]:
    """Those who have the right on a day, and `kept`, by name: id, name, title, topic."""
    holds = (Spokesperson.starts_on <= day) & or_(Spokesperson.ends_on.is_(None), Spokesperson.ends_on >= day)
    return db.session.execute(
        select(Spokesperson.id, Person.name, Person.title, Spokesperson.topic)
        .join(Person, Person.id == Spokesperson.person_id)
        .where(Spokesperson.body_id == council_id, or_(holds, Spokesperson.id == (kept or 0)))
        .order_by(Person.name, Spokesperson.id)
    ).all()


def current_names(council_id: int, day: date) -> list[str]:
    """As one signs: the name, with the title after a comma."""
    return list(dict.fromkeys(signed(row) for row in current(council_id, day)))


def signed(row: Any) -> str:
    """Eva Berg, regionråd; once for somebody who is named by the office."""
    return ", ".join(dict.fromkeys(filter(None, (row.name, row.title))))


def one(speaker_id: int, council_id: int) -> Spokesperson | None:
    return db.session.scalar(
        select(Spokesperson).where(Spokesperson.id == speaker_id, Spokesperson.body_id == council_id)
    )


def holds_right(speaker_id: int | None, council_id: int, day: date) -> bool:
    """Whether somebody has the right to speak for the council on a day."""
    found = one(speaker_id, council_id) if speaker_id else None
    return found is not None and is_current(found.starts_on, found.ends_on, day)


def write(
    council: Body,
    standing: Spokesperson | None,
    facts: Mapping[str, Any],
    *,
    version: str = "",
    by: Person,
    now: datetime,
) -> Spokesperson:
    """Give somebody the right to speak, or change it from `version` of it. `facts` are the columns by name.
    RuleBroken: somebody-saved-first (who), ends-before-it-begins."""
    if standing is not None:
        hold(standing, facts, version)
    check_period(facts["starts_on"], facts["ends_on"])
    name = db.session.get_one(Person, facts["person_id"]).name
    made = standing or Spokesperson(body_id=council.id)
    changed = put(made, facts)
    if changed.is_any:
        journal.note(
            "speaker-added" if changed.is_new else "speaker-changed",
            by=by,
            now=now,
            council=council,
            about=name,
            before=changed.before,
            after=changed.after,
        )
    return made
