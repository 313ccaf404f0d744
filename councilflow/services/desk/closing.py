"""The last gavel: paragraph numbers are given, and the record stands (A70, D.4)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from councilflow.extensions import db
from councilflow.models import AgendaItem, Attendance, Meeting, NumberSeries, Person, Signatory
from councilflow.process.agenda import IssueState, IssueStep
from councilflow.process.consensus import Outcome
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingStep, SignatoryRole, local_date, meeting_after
from councilflow.process.roll import ClosingGap, closing_gaps
from councilflow.services import issues, journal, minutes
from councilflow.services.desk.hold import hold, hold_council

AFTERWARDS = {Outcome.POSTPONED: IssueStep.POSTPONE, Outcome.REFERRED_BACK: IssueStep.REFER_BACK}
"""What becomes of the issue behind an item; any other outcome means that it has been dealt with (H.1)."""


def gaps_before_closing(meeting: Meeting) -> dict[ClosingGap, list[str]]:
    """What is missing before the meeting can be closed, with the titles or names concerned."""
    titles = db.session.scalars(
        select(AgendaItem.title)
        .where(AgendaItem.meeting_id == meeting.id, AgendaItem.outcome.is_(None))
        .order_by(AgendaItem.position, AgendaItem.id)
    ).all()
    lines = db.session.scalars(
        select(Attendance)
        .where(Attendance.meeting_id == meeting.id)
        .order_by(Attendance.position, Attendance.id)
    ).all()
    elected = db.session.scalars(
        select(Signatory.person_id).where(
            Signatory.meeting_id == meeting.id, Signatory.role == SignatoryRole.ELECTED
        )
    ).all()
    return closing_gaps(lines, items_without_outcome=titles, elected=elected)


def close_meeting(meeting: Meeting, by: Person, now: datetime) -> None:
    """Close a meeting: every item gets its §, the issues go on, the draft of the minutes is made from the
    record, and nothing more gets into it.

    Numbers run per council and calendar year of the meeting's local date, without gaps, whoever closes at the
    same time. RuleBroken: meeting-step-not-allowed, or the first of `ClosingGap` (with names).
    """
    hold_council(meeting.council_id)
    hold(meeting)
    state = meeting_after(meeting.state, MeetingStep.CLOSE)
    for gap, names in gaps_before_closing(meeting).items():
        raise RuleBroken(gap.value, names=", ".join(names))
    _number(meeting)
    meeting.state, meeting.closed_at = state, now
    for item in meeting.items:
        if item.issue and item.issue.state is IssueState.ON_AGENDA and item.outcome:
            issues.take(item.issue, AFTERWARDS.get(item.outcome, IssueStep.HANDLE), by=by, now=now)
    numbers = [item.number for item in meeting.items]
    paragraphs = {"first": numbers[0], "last": numbers[-1]} if numbers else {}
    journal.note(
        "meeting-closed", by=by, now=now, meeting=meeting, after={"number": meeting.number} | paragraphs
    )
    db.session.flush()
    minutes.begin(meeting, by=by, now=now)


def _number(meeting: Meeting) -> None:
    """Give the meeting and its items the next numbers of the council's year."""
    series = _series(meeting)
    series.last_meeting += 1
    meeting.number = series.last_meeting
    db.session.expire(meeting, ["items"])
    for item in meeting.items:
        series.last_paragraph += 1
        item.number = series.last_paragraph


def _series(meeting: Meeting) -> NumberSeries:
    """The council's numbers of the year, made on first use. Whoever comes here holds the council, so two who
    close the year's first meetings cannot both make them."""
    year = local_date(meeting.starts_at, meeting.council.zone).year
    series = db.session.scalar(
        select(NumberSeries)
        .where(NumberSeries.council_id == meeting.council_id, NumberSeries.year == year)
        .execution_options(populate_existing=True)
    )
    if series is None:
        series = NumberSeries(council_id=meeting.council_id, year=year, last_paragraph=0, last_meeting=0)
        db.session.add(series)
    return series
