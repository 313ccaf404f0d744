"""Whom one meeting invites without a seat (A55, B1.23, B4.17).

Everybody here is invited like those who sit in the council, answers by the link in the invitation and stands
in the roll. Who is added once the invitation is out is invited at once; who is then removed is told so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select

from councilflow.extensions import db
from councilflow.models import ExtraInvitee, Invitee, Meeting, Organisation, Person
from councilflow.process.councils import Category, OrganisationKind
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import InvitationAnswer, MeetingState, local_date
from councilflow.process.rights import Act
from councilflow.services import journal
from councilflow.services.invitations import late
from councilflow.services.invitations.guests import expected
from councilflow.services.meetings import locked

CATEGORIES = (Category.ACTOR, Category.ADJUNCT, Category.SPEAKING_FUNCTION, Category.OBSERVER)
"""What somebody without a seat can be invited as."""

OPEN = frozenset({MeetingState.PREPARING, MeetingState.PREPARED, MeetingState.SET, MeetingState.INVITED})
"""Until the meeting opens and the roll is laid out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is written about somebody. The organisation is one of the register, else named in words."""

    name: str
    email: str
    category: Category
    organisation_id: int | None = None
    organisation: str = ""
    function: str = ""


def check_changeable(meeting: Meeting, granted: frozenset[Act]) -> None:
    """Who plans the meeting writes the list until the invitation is sent; from then on only those who may
    invite do. RuleBroken: invitation-list-closed, only-those-who-invite-add."""
    meeting = locked(meeting.id)  # nobody sends the invitation between this question and the step
    if meeting.state not in OPEN:
        raise RuleBroken("invitation-list-closed")
    if meeting.state is MeetingState.INVITED and Act.INVITE not in granted:
        raise RuleBroken("only-those-who-invite-add")


def add(meeting: Meeting, entry: Entry, *, by: Person, now: datetime) -> ExtraInvitee:
    """Put somebody on the meeting's list; when the invitation is out it is sent to this one at once.

    RuleBroken: invitation-list-closed, not-invited-as, already-invited (name).
    """
    meeting = locked(meeting.id)
    _check_open(meeting)
    if entry.category not in CATEGORIES:
        raise RuleBroken("not-invited-as", category=entry.category)
    if entry.email.strip().lower() in _addresses(meeting):
        raise RuleBroken("already-invited", name=entry.name.strip())
    made = _enter(meeting, [entry])
    journal.note(
        "extra-invitee-added", by=by, now=now, meeting=meeting, about=_name(entry), after=_facts(entry)
    )
    _invite(meeting, made, now=now)
    return made[0]


def copy(meeting: Meeting, earlier: Meeting, *, by: Person, now: datetime) -> int:
    """Put everybody on an earlier meeting's list on this one's, but those who are invited already. Gives how
    many came. RuleBroken: invitation-list-closed, list-of-another-council."""
    meeting = locked(meeting.id)
    _check_open(meeting)
    if earlier.council_id != meeting.council_id:
        raise RuleBroken("list-of-another-council")
    rows = db.session.scalars(
        select(ExtraInvitee)
        .where(ExtraInvitee.meeting_id == earlier.id)
        .order_by(ExtraInvitee.position, ExtraInvitee.id)
    )
    entries = [
        Entry(
            name=row.name,
            email=row.email,
            category=row.category,
            organisation_id=row.organisation_id,
            organisation=row.organisation,
            function=row.function,
        )
        for row in rows
    ]
    return _add_several(meeting, entries, by=by, now=now)


def add_kind(
    meeting: Meeting, kind: OrganisationKind, category: Category, *, by: Person, now: datetime
) -> int:
    """Give every organisation of a kind a line, at its official mailbox; those without one, and those that
    are closed on the day of the meeting, get none. Gives how many came.

    RuleBroken: invitation-list-closed, not-invited-as.
    """
    meeting = locked(meeting.id)
    _check_open(meeting)
    if category not in CATEGORIES:
        raise RuleBroken("not-invited-as", category=category)
    day = local_date(meeting.starts_at, meeting.council.zone)
    rows = db.session.scalars(
        select(Organisation)
        .where(
            Organisation.kind == kind,
            Organisation.mailbox != "",
            Organisation.closed_on.is_(None) | (Organisation.closed_on >= day),
        )
        .order_by(Organisation.name)
    )
    entries = [
        Entry(name=row.name, email=row.mailbox, category=category, organisation_id=row.id) for row in rows
    ]
    return _add_several(meeting, entries, by=by, now=now)


def remove(line: ExtraInvitee, *, by: Person, now: datetime) -> None:
    """Take somebody off the list; who has the invitation already gets word that it no longer holds. Whoever
    takes off somebody who is off already changes nothing. RuleBroken: invitation-list-closed.
    """
    meeting = locked(line.meeting_id)
    _check_open(meeting)
    still = select(ExtraInvitee).where(ExtraInvitee.id == line.id)
    if db.session.scalar(still.execution_options(populate_existing=True)) is None:
        return
    invitee = db.session.get(Invitee, line.invitee_id) if line.invitee_id else None
    about = ", ".join(part for part in (line.name, line.organisation) if part)
    db.session.delete(line)
    db.session.flush()
    if invitee is not None:
        late.call_off(invitee, meeting, now=now)
    journal.note("extra-invitee-removed", by=by, now=now, meeting=meeting, about=about)


def _check_open(meeting: Meeting) -> None:
    if meeting.state not in OPEN:
        raise RuleBroken("invitation-list-closed")


def _addresses(meeting: Meeting) -> set[str]:
    """The addresses of everybody who is invited to the whole meeting as things stand."""
    return {one.email.lower() for one in expected(meeting).guests}


def _add_several(meeting: Meeting, entries: Sequence[Entry], *, by: Person, now: datetime) -> int:
    taken, new = _addresses(meeting), []
    for entry in entries:
        if (address := entry.email.strip().lower()) not in taken:
            taken.add(address)
            new.append(entry)
    if new:
        made = _enter(meeting, new)
        journal.note("extra-invitees-added", by=by, now=now, meeting=meeting, after={"invited": len(new)})
        _invite(meeting, made, now=now)
    return len(new)


def _enter(meeting: Meeting, entries: Sequence[Entry]) -> list[ExtraInvitee]:
    last = db.session.scalar(
        select(func.max(ExtraInvitee.position)).where(ExtraInvitee.meeting_id == meeting.id)
    )
    addresses = {entry.email.strip().lower() for entry in entries}
    people: dict[str, int] = dict(
        db.session.execute(
            select(func.lower(Person.email), Person.id).where(func.lower(Person.email).in_(addresses))
        ).all()
    )
    made = [
        ExtraInvitee(
            meeting_id=meeting.id,
            person_id=people.get(entry.email.strip().lower()),
            name=entry.name.strip(),
            email=entry.email.strip(),
            organisation_id=entry.organisation_id,
            organisation="" if entry.organisation_id else entry.organisation.strip(),
            category=entry.category,
            function=entry.function.strip(),
            position=position,
        )
        for position, entry in enumerate(entries, (last or 0) + 1)
    ]
    db.session.add_all(made)
    db.session.flush()
    return made


def _invite(meeting: Meeting, made: Sequence[ExtraInvitee], *, now: datetime) -> None:
    """The invitation that is out already goes to these as well."""
    if meeting.state is not MeetingState.INVITED or meeting.invitation is None:
        return
    lines = {line.id for line in made}
    everybody = expected(meeting)
    guests = replace(
        everybody,
        guests=[one for one in everybody.guests if one.extra_id in lines],
        presenters=[],
        mailboxes=[],
    )
    late.call_as_well(meeting.invitation, guests, now=now)


def _name(entry: Entry) -> str:
    return ", ".join(part for part in (entry.name.strip(), entry.organisation.strip()) if part)


def _facts(entry: Entry) -> dict[str, Any]:
    found = {"category": entry.category, "function": entry.function.strip(), "email": entry.email.strip()}
    return {name: value for name, value in found.items() if value}


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody on the list, as its page shows it."""

    id: int
    name: str
    email: str
    category: Category
    organisation: str
    function: str
    is_invited: bool
    answer: InvitationAnswer | None


def listed(meeting_id: int) -> list[Line]:
    """The meeting's list in order. One query, at any length."""
    rows = db.session.execute(
        select(
            ExtraInvitee.id,
            ExtraInvitee.name,
            ExtraInvitee.email,
            ExtraInvitee.category,
            func.coalesce(Organisation.name, ExtraInvitee.organisation).label("organisation"),
            ExtraInvitee.function,
            ExtraInvitee.invitee_id.is_not(None).label("is_invited"),
            Invitee.answer,
        )
        .outerjoin(Organisation, Organisation.id == ExtraInvitee.organisation_id)
        .outerjoin(Invitee, Invitee.id == ExtraInvitee.invitee_id)
        .where(ExtraInvitee.meeting_id == meeting_id)
        .order_by(ExtraInvitee.position, ExtraInvitee.id)
    )
    return [Line(**row._mapping) for row in rows]


def earlier_lists(meeting: Meeting) -> Sequence[Row[*tuple[Any, ...]]]:
    """The council's other meetings that have a list, the latest first: id, starts_at, people. One query."""
    return db.session.execute(
        select(Meeting.id, Meeting.starts_at, func.count(ExtraInvitee.id).label("people"))
        .join(ExtraInvitee, ExtraInvitee.meeting_id == Meeting.id)
        .where(Meeting.council_id == meeting.council_id, Meeting.id != meeting.id)
        .group_by(Meeting.id, Meeting.starts_at)
        .order_by(Meeting.starts_at.desc())
        .limit(20)
    ).all()


def kinds_with_mailbox() -> Sequence[Row[OrganisationKind, int]]:
    """The kinds of organisation that can be invited all at once, and how many have a mailbox. One query."""
    return db.session.execute(
        select(Organisation.kind, func.count(Organisation.id).label("organisations"))
        .where(Organisation.mailbox != "", Organisation.closed_on.is_(None))
        .group_by(Organisation.kind)
        .order_by(Organisation.kind)
    ).all()
