"""What the pages of the meeting desk show: rows, no objects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, and_, or_, select
from sqlalchemy.orm.attributes import set_committed_value

from councilflow.extensions import db
from councilflow.models import (
    DEALT_WITH,
    AgendaItem,
    Attendance,
    Body,
    Dissent,
    ExtraInvitee,
    Invitation,
    Invitee,
    Meeting,
    Organisation,
    Presenter,
    Seat,
    Signatory,
    Submission,
)
from councilflow.process.agenda import ItemKind, StandingItem
from councilflow.process.consensus import Outcome
from councilflow.process.councils import Side
from councilflow.process.meeting import MeetingForm, MeetingState, local_date
from councilflow.process.rights import Right, Settled, with_right
from councilflow.process.roll import suggested
from councilflow.services.visibility import Viewer, held_on, submissions_for

Found = Row[*tuple[Any, ...]]
Rows = Sequence[Found]


@dataclass(frozen=True, slots=True)
class Sitting:
    """The meeting at the desk; its instants are in the council's own zone."""

    id: int
    council_id: int
    council: str
    host: int
    form: MeetingForm
    state: MeetingState
    starts_at: datetime
    ends_at: datetime
    opened_at: datetime | None
    closed_at: datetime | None
    zone: ZoneInfo
    members_see_stances: bool
    rights: Settled

    @property
    def day(self) -> date:
        return local_date(self.starts_at, self.zone)


def sitting(meeting_id: int) -> Sitting:
    """The meeting with its council. NoResultFound when there is none."""
    row = db.session.execute(
        select(
            Meeting.id,
            Meeting.council_id,
            Body.name.label("council"),
            Body.host_id,
            Body.time_zone,
            Body.members_see_stances,
            Body.rights,
            Meeting.form,
            Meeting.state,
            Meeting.starts_at,
            Meeting.ends_at,
            Meeting.opened_at,
            Meeting.closed_at,
        )
        .join(Body, Body.id == Meeting.council_id)
        .where(Meeting.id == meeting_id)
    ).one()
    return _sitting(row, row)


def sitting_of(meeting: Meeting) -> Sitting:
    """The same of a meeting that has been read already."""
    return _sitting(meeting, meeting.council, council=meeting.council.name)


def _sitting(row: Any, body: Any, *, council: str = "") -> Sitting:
    zone = ZoneInfo(body.time_zone)
    return Sitting(
        id=row.id,
        council_id=row.council_id,
        council=council or body.council,
        host=body.host_id,
        form=row.form,
        state=row.state,
        starts_at=row.starts_at.astimezone(zone),
        ends_at=row.ends_at.astimezone(zone),
        opened_at=row.opened_at.astimezone(zone) if row.opened_at else None,
        closed_at=row.closed_at.astimezone(zone) if row.closed_at else None,
        zone=zone,
        members_see_stances=body.members_see_stances,
        rights=body.rights,
    )


@dataclass(frozen=True, slots=True)
class Stop:
    """One item on the rail of the desk."""

    id: int
    position: int
    number: int | None
    title: str
    kind: ItemKind | None
    standing: StandingItem | None
    minutes: int | None
    outcome: Outcome | None
    outcome_at: datetime | None
    immediate_approval_at: datetime | None
    state: str = "next"
    """done, now or next, as the rail draws it."""


def course(meeting_id: int, *, current: int | None = None) -> list[Stop]:
    """The items of the meeting in order, `current` marked as the one on the table; headings are not dealt
    with."""
    rows = db.session.execute(
        select(
            AgendaItem.id,
            AgendaItem.number,
            AgendaItem.title,
            AgendaItem.kind,
            AgendaItem.standing,
            AgendaItem.minutes,
            AgendaItem.outcome,
            AgendaItem.outcome_at,
            AgendaItem.immediate_approval_at,
        )
        .where(AgendaItem.meeting_id == meeting_id, DEALT_WITH)
        .order_by(AgendaItem.position, AgendaItem.id)
    ).all()

    def state(row: Found) -> str:
        if row.id == current:
            return "now"
        return "done" if row.outcome else "next"

    return [
        Stop(position=position, state=state(row), **row._mapping)
        for position, row in enumerate(rows, start=1)
    ]


def next_after(stops: Sequence[Stop], item_id: int) -> Stop | None:
    """The next item without an outcome: the first after this one, else the first of all."""
    place = next(index for index, stop in enumerate(stops) if stop.id == item_id)
    rest = [*stops[place + 1 :], *stops[:place]]
    return next((stop for stop in rest if stop.outcome is None), None)


def roll(meeting_id: int) -> Rows:
    """The roll in order, with each person's answer to the invitation."""
    answers = (
        select(Invitee.person_id, Invitee.answer, ExtraInvitee.id.label("extra_id"))
        .join(Invitation, Invitation.id == Invitee.invitation_id)
        .outerjoin(ExtraInvitee, ExtraInvitee.invitee_id == Invitee.id)
        .where(Invitation.meeting_id == meeting_id, Invitee.item_id.is_(None), Invitee.withdrawn_at.is_(None))
        .subquery()
    )
    by_seat = and_(Attendance.extra_id.is_(None), answers.c.person_id == Attendance.person_id)
    return db.session.execute(
        select(
            Attendance.id,
            Attendance.person_id,
            Attendance.organisation_id,
            Attendance.name,
            Attendance.organisation,
            Attendance.category,
            Attendance.side,
            Attendance.party,
            Attendance.office,
            Attendance.function,
            Attendance.presence,
            answers.c.answer,
        )
        .outerjoin(answers, or_(by_seat, answers.c.extra_id == Attendance.extra_id))
        .where(Attendance.meeting_id == meeting_id)
        .order_by(Attendance.position, Attendance.id)
    ).all()


def suggestions(lines: Rows, form: MeetingForm) -> dict[int, object]:
    """By attendance id: what is recorded, else what the answer makes likely."""
    return {line.id: line.presence or suggested(line.answer, form) for line in lines}


def item_with_meeting(item_id: int) -> AgendaItem:
    """An item with its meeting and council, in one query. NoResultFound when there is none."""
    item, meeting, council = db.session.execute(
        select(AgendaItem, Meeting, Body)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .join(Body, Body.id == Meeting.council_id)
        .where(AgendaItem.id == item_id)
    ).one()
    # No options of a loader: whoever holds the meeting later locks its own row and no other.
    set_committed_value(meeting, "council", council)
    set_committed_value(item, "meeting", meeting)
    return item


def signatories(meeting_id: int) -> Rows:
    return db.session.execute(
        select(Signatory.person_id, Signatory.role, Signatory.name, Signatory.organisation)
        .where(Signatory.meeting_id == meeting_id)
        .order_by(Signatory.position)
    ).all()


def dissents(item_id: int) -> Rows:
    """The views asked into the minutes of an item, word for word, in the order they were asked for."""
    return db.session.execute(
        select(
            Dissent.id,
            Dissent.kind,
            Dissent.organisation_id,
            Dissent.organisation,
            Dissent.person_id,
            Dissent.person,
            Dissent.side,
            Dissent.text,
            Dissent.requested_at,
            Dissent.from_preparation,
        )
        .where(Dissent.item_id == item_id)
        .order_by(Dissent.id)
    ).all()


def presenters(item_id: int) -> Rows:
    return db.session.execute(
        select(Presenter.id, Presenter.name, Presenter.title, Presenter.organisation)
        .where(Presenter.item_id == item_id)
        .order_by(Presenter.id)
    ).all()


def stances(who: Viewer, meeting: Sitting, item_id: int) -> Rows:
    """What the organisations that take part in the standpoint have handed in on an item, as far as the viewer
    may see it (H.4): each such organisation of the roll, its stance or None."""
    handed_in = and_(
        Submission.organisation_id == Attendance.organisation_id,
        Submission.item_id == item_id,
        submissions_for(who, meeting.council_id, members_see=meeting.members_see_stances),
    )
    return db.session.execute(
        select(
            Attendance.organisation_id,
            Attendance.organisation,
            Submission.stance,
            Submission.dissent_requested,
            Submission.at_meeting,
            Submission.submitted_at,
        )
        .outerjoin(Submission, handed_in)
        .where(
            Attendance.meeting_id == meeting.id,
            Attendance.category.in_(with_right(Right.TAKE_PART, meeting.rights)),
            Attendance.organisation_id.is_not(None),
            _counts_on(meeting, item_id),
        )
        .group_by(
            Attendance.organisation_id,
            Attendance.organisation,
            Submission.stance,
            Submission.dissent_requested,
            Submission.at_meeting,
            Submission.submitted_at,
        )
        .order_by(Attendance.organisation)
    ).all()


def _counts_on(meeting: Sitting, item_id: int) -> ColumnElement[bool]:
    """In a joint meeting: the organisations of the council that the item belongs to (A62, H.8)."""
    narrower = (
        select(Seat.organisation_id)
        .join(Body, Body.includes_id == Seat.body_id)
        .where(
            Body.id == meeting.council_id,
            Seat.category.in_(with_right(Right.TAKE_PART, meeting.rights)),
            Seat.organisation_id.is_not(None),
            held_on(meeting.day),
        )
    )
    everybody = (
        select(AgendaItem.id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(
            AgendaItem.id == item_id,
            or_(Meeting.is_joint.is_(False), AgendaItem.of_council_id == Meeting.council_id),
        )
    )
    return or_(everybody.exists(), Attendance.organisation_id.in_(narrower))


@dataclass(frozen=True, slots=True)
class Voice:
    """For whom a view can be noted: an organisation, or a single member of it (H.2)."""

    organisation_id: int
    organisation: str
    person_id: int | None = None
    person: str = ""
    side: Side | None = None

    @property
    def key(self) -> str:
        return f"{self.organisation_id}-{self.person_id or 0}"


def voices_at_the_table(lines: Sequence[Any], settled: Settled | None = None) -> list[Voice]:
    """Everybody for whom the desk can note a view: each organisation with that right, then each of its people
    who has it (A.7)."""
    found: dict[str, Voice] = {}
    may_have_noted = frozenset(with_right(Right.HAVE_NOTED, settled))
    for line in lines:
        if line.organisation_id is None or line.category not in may_have_noted:
            continue
        organisation = Voice(line.organisation_id, line.organisation)
        found.setdefault(organisation.key, organisation)
        if line.person_id is not None:
            voice = Voice(line.organisation_id, line.organisation, line.person_id, line.name, line.side)
            found[voice.key] = voice
    return list(found.values())


def own_voices(who: Viewer, council_id: int) -> list[Voice]:
    """For whom the viewer may ask: the organisations whose stance the viewer sets, and the viewer alone where
    the seat gives that right (H.2, A83)."""
    seats = [held for held in who.held_in(council_id) if held.has(Right.HAVE_NOTED)]
    homes = {held.organisation_id for held in seats} | set(who.stance_homes(council_id))
    names = {
        row.id: row.name
        for row in db.session.execute(
            select(Organisation.id, Organisation.name).where(Organisation.id.in_([h for h in homes if h]))
        )
    }
    voices = [Voice(one, names[one]) for one in sorted(who.stance_homes(council_id)) if one in names]
    voices += [
        Voice(held.organisation_id, names[held.organisation_id], who.person_id, who.name, held.side)
        for held in seats
        if held.organisation_id is not None
    ]
    return voices
