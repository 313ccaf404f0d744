"""Views that somebody wants in the minutes, word for word (A86, H.2).

An organisation has its view noted through whoever holds its stance right, before the meeting by handing in
its preparation and during it until it closes. A single member, and anybody else to whose seat the council has
given that right (A.7), may have a view of their own noted, printed with name, organisation and side. What
nobody asked to have noted is not here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, or_, select

from councilflow.extensions import db
from councilflow.models import (
    AgendaItem,
    Attendance,
    Body,
    Dissent,
    Meeting,
    Organisation,
    Person,
    Seat,
    Submission,
)
from councilflow.process.consensus import with_dissents
from councilflow.process.councils import Category, Side
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import DOCUMENTS_OUT, MeetingState, local_date
from councilflow.process.rights import Act, Right, with_right
from councilflow.services import journal, visibility
from councilflow.services.visibility import held_on


def plain(text: str) -> str:
    """Text exactly as it was written; only the ends of its lines are made the same everywhere."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def check_under_way(meeting: Meeting) -> None:
    """Views and stances are taken in from the invitation until the meeting closes (A73, A86)."""
    if meeting.state is MeetingState.CANCELLED:
        raise RuleBroken("meeting-is-cancelled")
    if meeting.state not in DOCUMENTS_OUT:
        raise RuleBroken("preparation-not-begun")
    if meeting.state is MeetingState.HELD:
        raise RuleBroken("meeting-is-closed")


def hold(meeting: Meeting) -> None:
    """Let nobody close the meeting while this step decides by its state."""
    db.session.scalars(
        select(Meeting)
        .where(Meeting.id == meeting.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one()


def note_dissent(
    item: AgendaItem,
    *,
    organisation_id: int,
    person: Person | None = None,
    text: str,
    by: Person,
    now: datetime,
) -> Dissent:
    """Put a view on the record, exactly as worded (A86); a second one by the same replaces the first.

    `person` None: the organisation's own view. `by` is whoever asks, or records it at the desk. RuleBroken:
    preparation-not-begun, meeting-is-closed, dissent-without-text, not-your-view, may-not-have-noted.
    """
    hold(item.meeting)
    db.session.refresh(item)
    check_under_way(item.meeting)
    if not text.strip():
        raise RuleBroken("dissent-without-text")
    _check_speaks_for(item, organisation_id, person, by=by, now=now)
    side = _right_to_have_noted(item.meeting, organisation_id, person)
    noted = _of(item, organisation_id, person) or Dissent(
        item_id=item.id, organisation_id=organisation_id, person_id=person.id if person else None
    )
    before = {"text": noted.text} if noted.id else {}
    noted.organisation = db.session.get_one(Organisation, organisation_id).name
    noted.person, noted.side = (person.name, side) if person else ("", None)
    noted.text, noted.from_preparation = plain(text), False
    noted.requested_by_id, noted.requested_at = by.id, now
    db.session.add(noted)
    _record("dissent-noted", noted, item, by=by, now=now, before=before, after={"text": noted.text})
    return noted


def withdraw(noted: Dissent, *, by: Person, now: datetime) -> None:
    """Take a view off the record before the meeting closes. RuleBroken: meeting-is-closed, not-your-view."""
    item = noted.item
    hold(item.meeting)
    db.session.refresh(item)
    check_under_way(item.meeting)
    person = db.session.get(Person, noted.person_id) if noted.person_id else None
    _check_speaks_for(item, noted.organisation_id, person, by=by, now=now)
    db.session.delete(noted)
    _record("dissent-withdrawn", noted, item, by=by, now=now, before={"text": noted.text}, after={})


def follow_submission(submission: Submission, organisation: Organisation) -> None:
    """Let the organisation's view in the minutes be the one it handed in last, or none (A86).

    Called while the meeting is held still, as a part of handing in: the journal has that step's entry.
    """
    item = db.session.get_one(AgendaItem, submission.item_id)
    noted = _of(item, organisation.id, None)
    if submission.dissent_requested:
        noted = noted or Dissent(item_id=item.id, organisation_id=organisation.id)
        noted.organisation, noted.text, noted.from_preparation = organisation.name, submission.dissent, True
        noted.requested_by_id, noted.requested_at = submission.submitted_by_id, submission.submitted_at
        db.session.add(noted)
    elif noted is not None and noted.from_preparation:
        db.session.delete(noted)
    _follow_outcome(item)


def _of(item: AgendaItem, organisation_id: int, person: Person | None) -> Dissent | None:
    whose = Dissent.person_id == person.id if person else Dissent.person_id.is_(None)
    return db.session.scalar(
        select(Dissent).where(Dissent.item_id == item.id, Dissent.organisation_id == organisation_id, whose)
    )


def _record(
    happened: str,
    noted: Dissent,
    item: AgendaItem,
    *,
    by: Person,
    now: datetime,
    before: dict[str, Any],
    after: dict[str, Any],
) -> None:
    """The journal shows whose view it was, its words, and the outcome when that changed with it."""
    stated = item.outcome
    _follow_outcome(item)
    if item.outcome is not stated:
        before, after = before | {"outcome": stated}, after | {"outcome": item.outcome}
    whose = f"{noted.person}, {noted.organisation}" if noted.person else noted.organisation
    journal.note(
        happened,
        by=by,
        now=now,
        meeting=item.meeting,
        about=f"{whose}, {item.title}",
        before=before,
        after=after,
    )


def _follow_outcome(item: AgendaItem) -> None:
    """A standpoint already stated reads with or without a noted view, as the record now does."""
    db.session.flush()
    count = db.session.scalar(select(func.count()).where(Dissent.item_id == item.id)) or 0
    item.outcome = with_dissents(item.outcome, count)


def _check_speaks_for(
    item: AgendaItem, organisation_id: int, person: Person | None, *, by: Person, now: datetime
) -> None:
    """The record is kept by those who record; others ask for themselves or for whom they may speak (H.2)."""
    council_id = item.meeting.council_id
    who = visibility.viewer(by.id, by.session_key, now=now)
    if who is None:
        raise RuleBroken("not-your-view")
    if Act.RECORD_MEETING in who.acts_in(council_id):
        return
    own = person.id == by.id if person else organisation_id in who.stance_homes(council_id)
    if not own:
        raise RuleBroken("not-your-view")


def _right_to_have_noted(meeting: Meeting, organisation_id: int, person: Person | None) -> Side | None:
    """Whether the seats give the right to have a view noted; for a single member, on which side it is."""
    may_have_noted = with_right(Right.HAVE_NOTED, meeting.council.rights)
    for category, side, person_id in _seats(meeting, organisation_id):
        if category in may_have_noted and (person is None or person_id == person.id):
            return side
    raise RuleBroken("may-not-have-noted")


def _seats(meeting: Meeting, organisation_id: int) -> Sequence[Row[Category, Side | None, int | None]]:
    """The organisation's seats at the meeting: as the roll has them, before it the seats of its date."""
    roll = db.session.execute(
        select(Attendance.category, Attendance.side, Attendance.person_id)
        .where(Attendance.meeting_id == meeting.id, Attendance.organisation_id == organisation_id)
        .order_by(Attendance.position)
    ).all()
    if roll:
        return roll
    included = select(Body.includes_id).where(Body.id == meeting.council_id).scalar_subquery()
    return db.session.execute(
        select(Seat.category, Seat.side, Seat.person_id)
        .where(
            or_(Seat.body_id == meeting.council_id, Seat.body_id == included),
            Seat.organisation_id == organisation_id,
            held_on(local_date(meeting.starts_at, meeting.council.zone)),
        )
        .order_by(Seat.position, Seat.id)
    ).all()
