"""A samråd: a question with a day, and one answer from each organisation (A37).

The answer is written in the organisation's own room as its note and handed in through the same door as a
stance, with the same versions and the same wall (H.4, H.5). Here it is read, and told in the minutes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from councilflow.extensions import db
from councilflow.i18n import speaking
from councilflow.models import AgendaItem, Meeting, Organisation, Person, Submission
from councilflow.process.consultations import Answer, ConsultationPaper, Unanswered
from councilflow.process.meeting import MeetingState, local_date
from councilflow.process.preparation import due_on
from councilflow.services import secrecy, visibility
from councilflow.services.preparation import extensions
from councilflow.services.preparation.summary import Found, asked_on
from councilflow.services.preparation.summary import is_open_to as stances_open_to
from councilflow.services.visibility import Viewer, today


@dataclass(frozen=True, slots=True)
class Waiting:
    """An organisation that has not answered."""

    name: str
    due: date
    """Its local day, more time counted."""
    is_late: bool


@dataclass(frozen=True, slots=True)
class Consultation:
    """A samråd as one viewer may see it."""

    answers: Sequence[Found]  # organisation, text, version, submitted_at, submitter
    waiting: list[Waiting]
    asked: int
    is_open: bool
    """Whether the viewer sees everybody's answers; else the own organisation's alone, and who waits is
    not told."""


def read(who: Viewer, item: AgendaItem, *, now: datetime) -> Consultation:
    """The answers handed in, and who is waited for when the viewer may know it (H.4)."""
    meeting, council = item.meeting, item.meeting.council
    members_see = council.members_see_stances or meeting.state is MeetingState.HELD
    is_open = stances_open_to(who, meeting, members_see=council.members_see_stances)
    wanted = visibility.submissions_for(who, council.id, members_see=members_see)
    rows = db.session.execute(
        select(
            Submission.organisation_id,
            Organisation.name.label("organisation"),
            Submission.note.label("text"),
            Submission.version,
            Submission.submitted_at,
            Person.name.label("submitter"),
        )
        .join(Organisation, Organisation.id == Submission.organisation_id)
        .join(Person, Person.id == Submission.submitted_by_id)
        .where(Submission.item_id == item.id, Submission.note != "", wanted)
        .order_by(Organisation.name)
    ).all()
    asked = asked_on(item)
    waiting = _waiting(item, meeting, asked, {row.organisation_id for row in rows}, now) if is_open else []
    return Consultation(rows, waiting, len(asked), is_open)


def _waiting(
    item: AgendaItem, meeting: Meeting, asked: Sequence[Found], answered: set[int], now: datetime
) -> list[Waiting]:
    granted = extensions.granted_until(meeting.id)
    usual = item.answers_by or extensions.usual_due(meeting)
    told = []
    for one in asked:
        if one.id not in answered:
            extra = granted.get((item.id, one.id))
            due = due_on(usual, [extra] if extra else [])
            told.append(Waiting(one.name, due, today(now) > due))
    return sorted(told, key=lambda one: not one.is_late)


def paper_of(who: Viewer, item: AgendaItem, *, now: datetime) -> ConsultationPaper:
    """The samråd as a value, as the viewer may see it, in the language of the council's papers (H.16)."""
    meeting, council, found = item.meeting, item.meeting.council, read(who, item, now=now)
    with speaking(council.document_language):
        mark = secrecy.told(item.secrecy_section) if item.is_secret else ""
    return ConsultationPaper(
        council=council.name,
        host=council.host.name,
        language=council.document_language,
        meeting_on=local_date(meeting.starts_at, council.zone),
        as_of=today(now),
        due=item.answers_by,
        position=meeting.numbers[item.id],
        title=item.title,
        secrecy=mark,
        question=item.consultation,
        asked=found.asked,
        is_whole=found.is_open,
        answers=tuple(
            Answer(row.organisation, row.text, local_date(row.submitted_at, council.zone), row.submitter)
            for row in found.answers
        ),
        unanswered=tuple(Unanswered(one.name, one.due, one.is_late) for one in found.waiting),
    )
