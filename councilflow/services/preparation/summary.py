"""Outside the room: what the organisations have handed in, side by side (A76, H.4).

Made from submissions alone. An organisation that has not handed in is silent here, whatever it does at home.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, or_, select

from councilflow.extensions import db
from councilflow.models import AgendaItem, Body, Meeting, Organisation, Question, Seat, Submission
from councilflow.process.agenda import ItemKind
from councilflow.process.councils import Category
from councilflow.process.meeting import MeetingState, local_date
from councilflow.process.preparation import Stance, StanceSummary, summarise
from councilflow.process.rights import Act
from councilflow.services.visibility import Viewer, held_on, submissions_for

Found = Row[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Summary:
    """Everything the summary page shows. Rows are plain: no draft is anywhere behind them."""

    organisations: Sequence[Found]  # id, name, short_name; those asked for a stance
    items: Sequence[Found]  # id, position, title, kind, is closed at
    submissions: dict[tuple[int, int], Found]  # (item id, organisation id) → the latest
    questions: Sequence[Found]  # id, item_id, text

    @property
    def standpoints(self) -> list[Found]:
        return [item for item in self.items if item.kind is ItemKind.STANDPOINT]

    def stance(self, item_id: int, organisation_id: int) -> Stance | None:
        row = self.submissions.get((item_id, organisation_id))
        return row.stance if row else None

    def counted(self, item_id: int) -> StanceSummary:
        stances = [self.stance(item_id, one.id) for one in self.organisations]
        return summarise(len(stances), [stance for stance in stances if stance])

    def submitted_items(self, organisation_id: int) -> list[Found]:
        """What the organisation has handed in on the standpoint items."""
        found = [self.submissions.get((item.id, organisation_id)) for item in self.standpoints]
        return [row for row in found if row]

    def has_handed_in(self, organisation_id: int) -> bool:
        """Whether a stance has come on every standpoint item."""
        return len(self.submitted_items(organisation_id)) == len(self.standpoints)


def is_open_to(who: Viewer, meeting: Meeting, *, members_see: bool) -> bool:
    """Who sees the stances: those who prepare and lead, members after the meeting or by a setting (H.4)."""
    granted = who.acts_in(meeting.council_id)
    opened = members_see or meeting.state is MeetingState.HELD
    return Act.SEE_STANCES in granted or (opened and Act.PREPARE_AT_HOME in granted)


def of_meeting(who: Viewer, meeting: Meeting, council: Body) -> Summary:
    """The latest submissions of a meeting, as the viewer may see them, in four queries."""
    opened = council.members_see_stances or meeting.state is MeetingState.HELD
    items = db.session.execute(
        select(
            AgendaItem.id,
            AgendaItem.position,
            AgendaItem.title,
            AgendaItem.kind,
            AgendaItem.preparation_closed_at,
        )
        .where(
            AgendaItem.meeting_id == meeting.id,
            AgendaItem.kind.in_([ItemKind.STANDPOINT, ItemKind.INFORMATION]),
        )
        .order_by(AgendaItem.position, AgendaItem.id)
    ).all()
    rows = db.session.execute(
        select(*Submission.__table__.c)
        .join(AgendaItem, AgendaItem.id == Submission.item_id)
        .where(
            AgendaItem.meeting_id == meeting.id,
            submissions_for(who, meeting.council_id, members_see=opened),
        )
    ).all()
    questions = db.session.execute(
        select(Question.id, Question.item_id, Question.text)
        .join(AgendaItem, AgendaItem.id == Question.item_id)
        .where(AgendaItem.meeting_id == meeting.id)
        .order_by(Question.item_id, Question.position)
    ).all()
    return Summary(
        organisations=asked(meeting, council),
        items=items,
        submissions={(row.item_id, row.organisation_id): row for row in rows},
        questions=questions,
    )


def asked(meeting: Meeting, council: Body) -> Sequence[Found]:
    """The organisations that are asked for a stance: those with members on the meeting's date (A45, H.8)."""
    return db.session.execute(
        select(Organisation.id, Organisation.name, Organisation.short_name)
        .join(Seat, Seat.organisation_id == Organisation.id)
        .where(
            or_(Seat.body_id == council.id, Seat.body_id == council.includes_id),
            Seat.category == Category.MEMBER,
            held_on(local_date(meeting.starts_at, council.zone)),
        )
        .group_by(Organisation.id, Organisation.name, Organisation.short_name)
        .order_by(func.min(Seat.position), Organisation.id)
    ).all()
