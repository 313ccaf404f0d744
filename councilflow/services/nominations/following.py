"""What the one who manages a body reads: its requests, and how each organisation answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, and_, func, or_, select
from sqlalchemy.orm import joinedload

from councilflow.extensions import db
from councilflow.models import Body, NominationAnswer, NominationRequest, Organisation, Person, Seat
from councilflow.process.nominations import AnswerState, Nominee, answer_state
from councilflow.services.bodies import is_open_on


def bodies_around(council_id: int, day: date) -> Sequence[Body]:
    """The council and the groups that belong to it, those that stand on a day; the council first."""
    return db.session.scalars(
        select(Body)
        .where(or_(Body.id == council_id, Body.council_id == council_id), is_open_on(day))
        .order_by(Body.id != council_id, Body.name)
    ).all()


def requests_around(council_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """The requests of a council and its groups, the latest first: id, title, body, due_on, closed_at, asked
    and answered (how many organisations)."""
    return db.session.execute(
        select(
            NominationRequest.id,
            NominationRequest.title,
            Body.name.label("body"),
            NominationRequest.due_on,
            NominationRequest.closed_at,
            func.count(NominationAnswer.id).label("asked"),
            func.count(NominationAnswer.answered_at).label("answered"),
        )
        .join(Body, Body.id == NominationRequest.body_id)
        .join(NominationAnswer, NominationAnswer.request_id == NominationRequest.id)
        .where(or_(Body.id == council_id, Body.council_id == council_id))
        .group_by(NominationRequest.id, Body.name)
        .order_by(NominationRequest.asked_at.desc(), NominationRequest.id.desc())
    ).all()


def request_in(council_id: int, request_id: int) -> NominationRequest | None:
    """The request, when it is one of this council or of a group that belongs to it."""
    return db.session.scalar(
        select(NominationRequest)
        .join(Body, Body.id == NominationRequest.body_id)
        .where(
            NominationRequest.id == request_id,
            or_(Body.id == council_id, Body.council_id == council_id),
        )
        .options(joinedload(NominationRequest.body))
    )


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody who is named, as the one who gives the seats sees it. `number` counts from 0; `known_as` is
    the name in the register of whoever has the address, empty for somebody new."""

    number: int
    nominee: Nominee
    is_seated: bool
    known_as: str


@dataclass(frozen=True, slots=True)
class Answered:
    """One organisation's row."""

    id: int
    organisation: str
    state: AnswerState
    named: list[Named]
    note: str
    by: str
    at: datetime | None


def answers_to(request: NominationRequest, day: date) -> list[Answered]:
    """Every organisation asked, by name, with what it answers."""
    rows = db.session.execute(
        select(NominationAnswer, Organisation.name.label("organisation"), Person.name.label("by"))
        .join(Organisation, Organisation.id == NominationAnswer.organisation_id)
        .outerjoin(Person, Person.id == NominationAnswer.answered_by_id)
        .where(NominationAnswer.request_id == request.id)
        .order_by(Organisation.name)
    ).all()
    nominees = {row[0].id: [Nominee.of(one) for one in row[0].nominees] for row in rows}
    everybody = [one for named in nominees.values() for one in named]
    seats, known = seats_of(request.body_id, everybody), _known(everybody)
    return [
        Answered(
            id=answer.id,
            organisation=organisation,
            state=answer_state(
                is_answered=answer.answered_at is not None,
                declines=answer.declines,
                due_on=request.due_on,
                day=day,
            ),
            named=[
                Named(number, one, (one.seat_id, one.person_id) in seats, known.get(one.email, ""))
                for number, one in enumerate(nominees[answer.id])
            ],
            note=answer.note,
            by=by or "",
            at=answer.answered_at,
        )
        for answer, organisation, by in rows
    ]


def seats_of(body_id: int, nominees: Iterable[Nominee]) -> set[tuple[int | None, int | None]]:
    """The seats given to these that still stand, each with its person: one entered by mistake may be gone."""
    given = [one.seat_id for one in nominees if one.seat_id]
    rows = db.session.execute(
        select(Seat.id, Seat.person_id).where(and_(Seat.id.in_(given), Seat.body_id == body_id))
    )
    return {(row.id, row.person_id) for row in rows}


def seated_in(answer: NominationAnswer) -> list[Nominee]:
    """Those an organisation has named who have been given a seat; they stay named."""
    named = [Nominee.of(one) for one in answer.nominees]
    seats = seats_of(answer.request.body_id, named)
    return [one for one in named if (one.seat_id, one.person_id) in seats]


def _known(nominees: Iterable[Nominee]) -> dict[str, str]:
    addresses = [one.email for one in nominees]
    rows = db.session.execute(select(Person.email, Person.name).where(Person.email.in_(addresses)))
    return {row.email: row.name for row in rows}
