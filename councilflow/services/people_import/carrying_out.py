"""Doing what a plan says, in the transaction of the caller: all of it, or nothing when anything fails."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from councilflow.extensions import db
from councilflow.models import Body, Person
from councilflow.process.imports import Column, PersonFate, SeatFate
from councilflow.services import journal, seats
from councilflow.services.people_import.planning import PERSONAL, Plan, Step
from councilflow.services.people_import.register import bodies_of
from councilflow.services.people_import.rows import Said
from councilflow.services.seats import Many, SeatEntry


def hold(council: Body) -> None:
    """Keep others from seating anybody in the council and its bodies until this transaction ends."""
    ids = sorted(body.id for body in bodies_of(council))
    db.session.execute(select(Body.id).where(Body.id.in_(ids)).order_by(Body.id).with_for_update())


def carry_out(council: Body, plan: Plan, *, file_name: str, by: Person | None, now: datetime) -> None:
    """Do everything that a plan without flaws says. The caller `hold`s the council and made the plan since.

    `by` None: the installation itself. A person is added without a password, and never as an administrator.
    """
    if not plan.holds:
        raise ValueError("a plan with flaws is not carried out")
    after = {name: count for name, count in plan.counts.items() if name in _TOLD}
    journal.note("people-imported", by=by, now=now, council=council, about=file_name, after=after)
    people = plan.register.people | _add_people(council, plan.steps, by=by, now=now)
    _correct_people(plan.steps, people, by=by, now=now)
    seats.enter_many(_many(plan.steps, people), by=by, now=now)


_TOLD = ("rows", "people_new", "people_changed", "seats_new", "seats_changed", "seats_filled", "seats_ended")


def _add_people(
    council: Body, steps: Iterable[Step], *, by: Person | None, now: datetime
) -> dict[str, Person]:
    """The people who are in no register yet, by address."""
    steps = list(steps)
    new = {step.said.email for step in steps if step.person is PersonFate.NEW}
    facts: dict[str, dict[Column, str]] = {email: {} for email in new}
    for step in steps:
        if step.said.email in new:
            facts[step.said.email] |= _personal(step.said)
    added = {}
    for email, known in facts.items():
        language = known.pop(Column.LANGUAGE, "") or council.document_language
        added[email] = Person(
            email=email,
            language=language,
            session_key=secrets.token_urlsafe(24),
            created_at=now,
            **{column.value: words for column, words in known.items()},
        )
    db.session.add_all(added.values())
    db.session.flush()
    for person in added.values():
        journal.note("person-added", by=by, now=now, about=person.name)
    return added


def _personal(said: Said) -> dict[Column, str]:
    return {column: getattr(said, column) for column in PERSONAL if getattr(said, column)}


def _correct_people(
    steps: Iterable[Step], people: dict[str, Person], *, by: Person | None, now: datetime
) -> None:
    changed: dict[str, dict[Column, tuple[str, str]]] = {}
    for step in steps:
        if step.changes:
            changed.setdefault(step.said.email, {}).update(step.changes)
    for email, changes in changed.items():
        person = people[email]
        about = person.name
        before = {column.value: pair[0] for column, pair in changes.items()}
        after = {column.value: pair[1] for column, pair in changes.items()}
        for name, words in after.items():
            setattr(person, name, words)
        journal.note("person-changed", by=by, now=now, about=about, before=before, after=after)


def _many(steps: Iterable[Step], people: dict[str, Person]) -> Many:
    many = Many([], [], [])
    for step in steps:
        said, entry = step.said, _entry(step.said, people)
        if step.fate is SeatFate.NEW and said.body:
            many.added.append((said.body, entry))
        elif step.fate in (SeatFate.CHANGED, SeatFate.FILLED) and step.seat:
            many.changed.append((step.seat, entry))
        elif step.fate is SeatFate.ENDED and step.seat and said.ends_on:
            many.ended.append((step.seat, said.ends_on))
    return many


def _entry(said: Said, people: dict[str, Person]) -> SeatEntry:
    if said.category is None or said.starts_on is None:
        raise ValueError("a row is entered when it has been understood")
    return SeatEntry(
        category=said.category,
        starts_on=said.starts_on,
        ends_on=said.ends_on,
        person_id=people[said.email].id if said.email else None,
        organisation_id=said.organisation.id if said.organisation else None,
        side=said.side,
        party=said.party,
        office=said.office,
        function=said.function,
        ground=said.ground,
    )
