"""The last gavel: paragraph numbers are given, and the record stands (A70, D.4)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from councilflow.extensions import db
from councilflow.models import DEALT_WITH, AgendaItem, Meeting, Person
from councilflow.process.agenda import IssueState, ItemKind
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingStep, local_date, meeting_after
from councilflow.process.restating import AFTERWARDS, step_of
from councilflow.process.roll import ClosingGap, closing_gaps
from councilflow.services import attendance, issues, journal, minutes, numbers
from councilflow.services.agenda import again
from councilflow.services.desk import notes, signing, table
from councilflow.services.desk.hold import hold, hold_council
from councilflow.services.desk.presence import keep_told
from councilflow.services.issues import earlier
from councilflow.services.standpoints import beginning


def gaps_before_closing(meeting: Meeting) -> dict[ClosingGap, list[str]]:
    """What is missing before the meeting can be closed, with the titles or names concerned."""
    titles = db.session.scalars(
        select(AgendaItem.title)
        .where(AgendaItem.meeting_id == meeting.id, AgendaItem.outcome.is_(None), DEALT_WITH)
        .order_by(AgendaItem.position, AgendaItem.id)
    ).all()
    # Whoever left before the end was there all the same.
    lines = attendance.read(meeting.id).attended()
    elected = signing.elected(meeting)
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
    table.clear(meeting, now)
    notes.tell_journal(meeting, meeting.items, by=by, now=now)
    keep_told(meeting)
    meeting.state, meeting.closed_at = state, now
    for item in meeting.items:
        if item.outcome in AFTERWARDS and (issue := again.keep_issue(item, by_id=by.id, now=now)):
            earlier.name(issue.id, item.id)
        if item.issue and item.issue.state is IssueState.ON_AGENDA and item.outcome:
            issues.take(item.issue, step_of(item.outcome), by=by, now=now)
    given = [item.number for item in meeting.items if item.number]
    paragraphs = {"first": given[0], "last": given[-1]} if given else {}
    journal.note(
        "meeting-closed", by=by, now=now, meeting=meeting, after={"number": meeting.number} | paragraphs
    )
    db.session.flush()
    beginning.begin(meeting)
    minutes.begin(meeting, by=by, now=now)


def _number(meeting: Meeting) -> None:
    """Give the meeting and its items the next numbers of the council's year. Who calls holds the council."""
    held_in = local_date(meeting.starts_at, meeting.council.zone).year
    series = numbers.series(meeting.council_id, held_in)
    series.last_meeting += 1
    meeting.number = series.last_meeting
    db.session.expire(meeting, ["items"])
    for item in meeting.items:
        if item.kind is ItemKind.HEADING:
            continue
        series.last_paragraph += 1
        item.number = series.last_paragraph
