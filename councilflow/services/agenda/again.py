"""An item that a meeting put off, on an agenda once more: with everything it had (A.8, A94).

What was bordlagt goes on where it was; what was återremitterat has been prepared further in between, and its
group changes what it needs to. The files are the same bytes, so nothing is stored twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, or_, select

from councilflow.extensions import db
from councilflow.models import AgendaItem, Attachment, Earlier, Issue, Meeting
from councilflow.process.agenda import NOT_ASKED_AT_HOME, IssueState, Purpose
from councilflow.process.meeting import MeetingState
from councilflow.process.restating import AFTERWARDS
from councilflow.services.agenda.noted import TEXTS
from councilflow.services.issues import concerned
from councilflow.services.plans import choosing

PUT_OFF = tuple(AFTERWARDS)


def left_from(issue: Issue) -> AgendaItem | None:
    """The last item of an issue, when a meeting put it off or it was withdrawn; None when there is none."""
    return db.session.scalar(
        select(AgendaItem)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(
            AgendaItem.issue_id == issue.id,
            or_(
                AgendaItem.withdrawn_kind.is_not(None),
                and_(Meeting.state == MeetingState.HELD, AgendaItem.outcome.in_(PUT_OFF)),
            ),
        )
        .order_by(Meeting.starts_at.desc(), AgendaItem.id.desc())
        .limit(1)
    )


def secret_by(issue: Issue, before: AgendaItem | None) -> str | None:
    """The section by which an issue falls under secrecy when it comes back; None when it does not."""
    if before is None:
        return issue.secrecy_section
    return before.secrecy_section if before.is_secret else None


def facts_of(before: AgendaItem, meeting: Meeting, *, is_prepared: bool, today: date) -> dict[str, Any]:
    """What a draft of the same item holds for another meeting; a day that has passed is left out."""
    keeps_day = before.answers_by is not None and before.answers_by > today
    links = [link.node_id for link in before.strategy_links]
    lists = {"purposes": [Purpose(one) for one in before.purposes], "agenda_2030": list(before.agenda_2030)}
    own = before.of_council_id if before.of_council_id in _councils(meeting) else None
    return (
        {name: getattr(before, name) for name in TEXTS}
        | lists
        | {
            "kind": before.withdrawn_kind or before.kind,
            "minutes": before.minutes,
            "reach": before.reach,
            "answers_by": before.answers_by if keeps_day else None,
            "recommending_id": before.recommending_id,
            "of_council_id": own,
            "is_prepared": is_prepared or before.is_prepared,
            "node_ids": choosing.permitted(meeting.council_id, links),
            "questions": [question.text for question in before.questions],
            "presenters": [(p.name, p.title, p.organisation, p.email) for p in before.presenters],
            "concerned": {row.organisation_id: row.contribution for row in concerned.of(item_id=before.id)},
        }
    )


def _councils(meeting: Meeting) -> Sequence[int | None]:
    return (meeting.council_id, meeting.council.includes_id) if meeting.is_joint else ()


def carry(before: AgendaItem, item: AgendaItem, *, now: datetime) -> None:
    """Let the item have the files, the secrecy and the earlier handling of the one before."""
    item.is_secret, item.secrecy_section = before.is_secret, before.secrecy_section
    there = {one.sha256 for other in item.meeting.items for one in other.attachments}
    item.attachments += [_same(one, now) for one in before.files if one.sha256 not in there]
    if before.meeting.state is MeetingState.HELD:
        known = set(db.session.scalars(select(Earlier.earlier_id).where(Earlier.item_id == item.id)))
        if before.id not in known:
            db.session.add(Earlier(item_id=item.id, earlier_id=before.id))


def _same(one: Attachment, now: datetime) -> Attachment:
    """A reference to the same bytes, as a first version."""
    kept = (
        *("position", "title", "file_name", "media_type", "size", "sha256"),
        *("uploaded_by_id", "is_knowledge", "is_secret", "secrecy_section"),
    )
    return Attachment(**{name: getattr(one, name) for name in kept}, uploaded_at=now)


def keep_issue(item: AgendaItem, *, by_id: int, now: datetime) -> Issue | None:
    """The issue behind an item that a meeting puts off. One that was written straight onto the agenda gets an
    issue of its own, so that it comes back to the pool; None for what is no question."""
    if item.issue is not None or item.kind in NOT_ASKED_AT_HOME:
        return item.issue
    made = Issue(
        council_id=item.of_council_id or item.meeting.council_id,
        proposed_by_id=by_id,
        proposed_at=now,
        title=item.title,
        challenge=item.summary or item.background or item.title,
        why=item.shared_value or item.strategy_sentence,
        background=item.background if item.summary else "",
        purposes=list(item.purposes),
        reach=item.reach,
        reach_text=item.reach_text,
        state=IssueState.ON_AGENDA,
    )
    db.session.add(made)
    item.issue = made
    db.session.flush()
    concerned.concern(
        {row.organisation_id: row.contribution for row in concerned.of(item_id=item.id)}, issue_id=made.id
    )
    return made
