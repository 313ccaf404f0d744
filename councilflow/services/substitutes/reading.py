"""Who cannot come, who serves instead, and who is next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from councilflow.extensions import db
from councilflow.models import Invitation, Invitee, Meeting, Person, Seat, SubstituteCall
from councilflow.process.councils import Category
from councilflow.process.meeting import InvitationAnswer, local_date
from councilflow.process.substitutes import CallState, Substitute, call_state, next_in_order
from councilflow.services.visibility import held_on


@dataclass(frozen=True, slots=True)
class Stand:
    """One substitute asked in a member's place."""

    id: int
    name: str
    state: CallState
    asked_at: datetime
    invitee_id: int | None


@dataclass(slots=True)
class Place:
    """A member who does not come: the calls so far in their order, and who is next, if anybody."""

    invitee_id: int
    name: str
    organisation_id: int | None
    calls: list[Stand] = field(default_factory=list)
    next: Substitute | None = None

    @property
    def is_settled(self) -> bool:
        """Somebody serves, or is asked and has not answered."""
        return any(one.state in (CallState.ASKED, CallState.SERVES) for one in self.calls)


def places(meeting: Meeting) -> list[Place]:
    """The members who have said no, in the order of the invitation; none where the council has no
    substitutes (H.11). Three queries."""
    if not meeting.council.has_substitutes or meeting.invitation is None:
        return []
    members = [
        one
        for one in _invitees(meeting.id)
        if one.category is Category.MEMBER
        and one.answer is InvitationAnswer.ABSENT
        and one.withdrawn_at is None
    ]
    calls, orders = calls_for(meeting.id), order_of(meeting)
    taken = {one.person_id for one in calls if _holds(one)}
    found = []
    for member in members:
        own = [one for one in calls if one.invitee_id == member.id]
        place = Place(
            invitee_id=member.id,
            name=member.name,
            organisation_id=member.organisation_id,
            calls=[_stand(one) for one in own],
        )
        asked = {one.seat_id for one in own if one.ended_at is None}
        if not place.is_settled:
            place.next = next_in_order(orders[member.organisation_id], asked=asked, serving=taken)
        found.append(place)
    return found


def place_of(meeting: Meeting, invitee: Invitee) -> Place | None:
    """The same of one member."""
    return next((one for one in places(meeting) if one.invitee_id == invitee.id), None)


def calls_for(meeting_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """Every question to a substitute at a meeting, in the order asked: id, invitee_id, substitute_id,
    seat_id, person_id, name, answer, asked_at, ended_at."""
    return db.session.execute(
        select(
            SubstituteCall.id,
            SubstituteCall.invitee_id,
            SubstituteCall.substitute_id,
            SubstituteCall.seat_id,
            Invitee.person_id,
            Invitee.name,
            SubstituteCall.answer,
            SubstituteCall.asked_at,
            SubstituteCall.ended_at,
        )
        .join(Invitee, Invitee.id == SubstituteCall.substitute_id)
        .join(Invitation, Invitation.id == Invitee.invitation_id)
        .where(Invitation.meeting_id == meeting_id)
        .order_by(SubstituteCall.asked_at, SubstituteCall.id)
    ).all()


def asked_to_serve(meeting: Meeting) -> dict[int, str]:
    """The invitee id of each substitute who has not answered → the member in whose place it is asked."""
    if not meeting.council.has_substitutes:
        return {}
    waiting = [one for one in calls_for(meeting.id) if one.answer is None and one.ended_at is None]
    names = {one.id: one.name for one in _invitees(meeting.id)} if waiting else {}
    return {one.substitute_id: names[one.invitee_id] for one in waiting}


def serving_at(meeting_id: int) -> dict[int, int]:
    """The person id of each member who does not come → that of the substitute who has said yes."""
    member = Invitee.__table__.alias("member")
    rows = db.session.execute(
        select(member.c.person_id.label("member_id"), Invitee.person_id)
        .select_from(SubstituteCall)
        .join(member, member.c.id == SubstituteCall.invitee_id)
        .join(Invitee, Invitee.id == SubstituteCall.substitute_id)
        .join(Invitation, Invitation.id == Invitee.invitation_id)
        .where(
            Invitation.meeting_id == meeting_id,
            SubstituteCall.answer.is_(True),
            SubstituteCall.ended_at.is_(None),
        )
    )
    return {row.member_id: row.person_id for row in rows if row.member_id and row.person_id}


def order_of(meeting: Meeting) -> dict[int | None, list[Substitute]]:
    """The substitutes of each organisation on the meeting's date, in the order they serve in (A42)."""
    bodies = [meeting.council_id, meeting.council.includes_id or meeting.council_id]
    answers = (
        select(Invitee.person_id, Invitee.answer)
        .join(Invitation, Invitation.id == Invitee.invitation_id)
        .where(Invitation.meeting_id == meeting.id, Invitee.item_id.is_(None), Invitee.withdrawn_at.is_(None))
        .subquery()
    )
    rows = db.session.execute(
        select(Seat.id, Seat.organisation_id, Person.id.label("person_id"), Person.name, answers.c.answer)
        .join(Person, Person.id == Seat.person_id)
        .outerjoin(answers, answers.c.person_id == Person.id)
        .where(
            Seat.body_id.in_(bodies),
            Seat.category == Category.SUBSTITUTE,
            Person.email != "",
            held_on(local_date(meeting.starts_at, meeting.council.zone)),
        )
        .order_by(Seat.position, Seat.id)
    )
    found: dict[int | None, list[Substitute]] = defaultdict(list)
    for row in rows:
        found[row.organisation_id].append(Substitute(row.id, row.person_id, row.name, row.answer))
    return found


def _invitees(meeting_id: int) -> Sequence[Invitee]:
    return db.session.scalars(
        select(Invitee)
        .join(Invitation, Invitation.id == Invitee.invitation_id)
        .where(Invitation.meeting_id == meeting_id, Invitee.item_id.is_(None))
        .order_by(Invitee.id)
    ).all()


def _holds(row: Row[*tuple[Any, ...]]) -> bool:
    return row.ended_at is None and row.answer is not False


def _stand(row: Row[*tuple[Any, ...]]) -> Stand:
    state = call_state(answer=row.answer, ended=row.ended_at is not None)
    return Stand(row.id, row.name, state, row.asked_at, row.substitute_id)
