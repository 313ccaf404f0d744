"""Outside the room: what the organisations have handed in, side by side (A76, H.4).

Made from submissions alone. An organisation that has not handed in is silent here, whatever it does at home.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, case, func, or_, select

from councilflow.extensions import db
from councilflow.models import AgendaItem, Body, Meeting, Organisation, Question, Seat, Submission
from councilflow.process.agenda import ANSWERED_BY_EACH, ItemKind
from councilflow.process.councils import Category
from councilflow.process.meeting import MeetingState, local_date
from councilflow.process.preparation import Stance, StanceSummary, summarise
from councilflow.process.rights import Act
from councilflow.services.meetings.joint import asked_councils
from councilflow.services.numbering import place_on_agenda
from councilflow.services.visibility import Viewer, held_on, submissions_for

Found = Row[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Summary:
    """Everything the summary page shows. Rows are plain: no draft is anywhere behind them."""

    organisations: Sequence[Found]  # id, name, short_name; those asked for a stance on any item
    items: Sequence[Found]  # id, position, title, kind, version, of_council_id, is closed at, secrecy
    submissions: dict[tuple[int, int], Found]  # (item id, organisation id) → the latest
    questions: Sequence[Found]  # id, item_id, text
    asked_on: dict[int, frozenset[int]]  # item id → the organisations that count in a standpoint on it (H.8)

    @property
    def standpoints(self) -> list[Found]:
        return [item for item in self.items if item.kind is ItemKind.STANDPOINT]

    def stance(self, item_id: int, organisation_id: int) -> Stance | None:
        row = self.submissions.get((item_id, organisation_id))
        return row.stance if row else None

    def is_of_earlier_text(self, item_id: int, organisation_id: int) -> bool:
        """Whether the item reads otherwise than when the organisation handed in, and it has not confirmed."""
        row = self.submissions.get((item_id, organisation_id))
        return row is not None and row.item_version != self._versions[item_id]

    def of_earlier_text(self, item_id: int) -> int:
        """How many of the organisations asked have said something of an earlier text alone."""
        return sum(self.is_of_earlier_text(item_id, one) for one in self.asked_on[item_id])

    @property
    def _versions(self) -> dict[int, int]:
        return {item.id: item.version for item in self.items}

    def counted(self, item_id: int) -> StanceSummary:
        stances = [self.stance(item_id, one) for one in self.asked_on[item_id]]
        return summarise(len(stances), [stance for stance in stances if stance])

    def submitted_items(self, organisation_id: int) -> list[Found]:
        """What the organisation has handed in on the standpoint items that it is asked on."""
        wanted = self.standpoints_of(organisation_id)
        return [row for item in wanted if (row := self.submissions.get((item.id, organisation_id)))]

    def standpoints_of(self, organisation_id: int) -> list[Found]:
        """The standpoint items that the organisation is asked for a stance on (H.8)."""
        return [item for item in self.standpoints if organisation_id in self.asked_on[item.id]]

    def awaited_from(self, organisation_id: int) -> list[Found]:
        """The items that still wait for a stance or an answer of the organisation's (A37, A73)."""
        return [
            item
            for item in self.items
            if item.kind in ANSWERED_BY_EACH
            and item.preparation_closed_at is None
            and organisation_id in self.asked_on[item.id]
            and (item.id, organisation_id) not in self.submissions
        ]

    def has_handed_in(self, organisation_id: int) -> bool:
        """Whether a stance has come on every standpoint item that the organisation is asked on."""
        return len(self.submitted_items(organisation_id)) == len(self.standpoints_of(organisation_id))


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
            place_on_agenda().label("position"),
            AgendaItem.title,
            AgendaItem.kind,
            AgendaItem.version,
            AgendaItem.of_council_id,
            AgendaItem.preparation_closed_at,
            AgendaItem.answers_by,
            AgendaItem.is_secret,
            AgendaItem.secrecy_section,
        )
        .where(
            AgendaItem.meeting_id == meeting.id,
            AgendaItem.kind.in_([*ANSWERED_BY_EACH, ItemKind.INFORMATION]),
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
    members = asked(meeting, council)
    asked_on = {
        item.id: frozenset(one.id for one in members if _counts(one, meeting, council, item.of_council_id))
        for item in items
    }
    return Summary(
        organisations=_in_any(members, asked_on, items),
        asked_on=asked_on,
        items=items,
        submissions={(row.item_id, row.organisation_id): row for row in rows},
        questions=questions,
    )


def _counts(member: Found, meeting: Meeting, council: Body, of_council_id: int | None) -> bool:
    councils = asked_councils(meeting, council.includes_id, of_council_id)
    return council.id in councils or bool(member.in_narrower)


def _in_any(
    members: Sequence[Found], asked_on: dict[int, frozenset[int]], items: Sequence[Found]
) -> Sequence[Found]:
    """The organisations that are asked on at least one item that waits for them, while there are such."""
    waiting = [asked_on[item.id] for item in items if item.kind in ANSWERED_BY_EACH]
    return [one for one in members if not waiting or any(one.id in some for some in waiting)]


def counts_on(item: AgendaItem, organisation_id: int) -> bool:
    """Whether the organisation is asked for a stance on an item (H.8)."""
    return any(one.id == organisation_id for one in asked_on(item))


def asked_on(item: AgendaItem) -> list[Found]:
    """The organisations that are asked on an item (H.8): the same columns as `asked`."""
    meeting = item.meeting
    members = asked(meeting, meeting.council)
    return [one for one in members if _counts(one, meeting, meeting.council, item.of_council_id)]


def asked(meeting: Meeting, council: Body) -> Sequence[Found]:
    """The organisations of the meeting's members on its date (A45): id, name, short_name, and in_narrower,
    how many of their members sit in the council that this one includes (A54)."""
    inner = func.sum(case((Seat.body_id == council.includes_id, 1), else_=0))
    return db.session.execute(
        select(Organisation.id, Organisation.name, Organisation.short_name, inner.label("in_narrower"))
        .join(Seat, Seat.organisation_id == Organisation.id)
        .where(
            or_(Seat.body_id == council.id, Seat.body_id == council.includes_id),
            Seat.category == Category.MEMBER,
            held_on(local_date(meeting.starts_at, council.zone)),
        )
        .group_by(Organisation.id, Organisation.name, Organisation.short_name)
        .order_by(func.min(Seat.position), Organisation.id)
    ).all()
