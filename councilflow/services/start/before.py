"""What waits before a meeting: answers to proposals, the agenda, the invitation, preparing at home."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, exists, false, func, or_, select

from councilflow.extensions import db
from councilflow.models import (
    AgendaItem,
    Attachment,
    Body,
    Invitation,
    Invitee,
    Issue,
    Meeting,
    Presenter,
    Question,
    StrategyLink,
    Submission,
)
from councilflow.process.agenda import IssueState, ItemKind, gaps
from councilflow.process.joint import must_be_prepared
from councilflow.process.meeting import AGENDA_OPEN, MeetingState, local_date
from councilflow.process.rights import Act
from councilflow.services.meetings.joint import is_asked
from councilflow.services.start.tasks import MEETING, Task, Waiting, held_on
from councilflow.services.visibility import Viewer

ANSWER_WITHIN = timedelta(days=14)
"""How soon the preparatory group owes a proposal its answer."""


def issues(viewer: Viewer) -> Iterator[Waiting]:
    councils = viewer.councils_with(Act.PREPARE_AGENDA)
    rows = db.session.execute(
        select(Issue.id, Issue.title, Issue.proposed_at, Body.name, Body.time_zone)
        .join(Body, Body.id == Issue.council_id)
        .where(Issue.council_id.in_(councils), Issue.state == IssueState.PROPOSED)
        .order_by(Issue.proposed_at)
        .limit(20)
    )
    for row in rows:
        due = local_date(row.proposed_at + ANSWER_WITHIN, ZoneInfo(row.time_zone))
        yield Waiting(Task.ANSWER_ISSUE, due, row.name, issue_id=row.id, title=row.title)


def agendas(viewer: Viewer) -> Iterator[Waiting]:
    """Items to complete, agendas to set and invitations to send (A65, A69, A87)."""
    councils = viewer.councils_with(Act.PREPARE_AGENDA, Act.SET_AGENDA, Act.INVITE)
    meetings = db.session.execute(
        select(*MEETING, Body.invitation_days)
        .join(Body, Body.id == Meeting.council_id)
        .where(Meeting.council_id.in_(councils), Meeting.state.in_([*AGENDA_OPEN, MeetingState.SET]))
        .order_by(Meeting.starts_at)
        .limit(20)
    ).all()
    lacking = _lacking([row.meeting_id for row in meetings])
    for row in meetings:
        acts = viewer.acts_in(row.council_id)
        due = held_on(row) - timedelta(days=row.invitation_days)
        facts: dict[str, Any] = {"meeting_id": row.meeting_id, "meeting_on": held_on(row)}
        if (count := lacking.get(row.meeting_id, 0)) and Act.PREPARE_AGENDA in acts:
            yield Waiting(Task.COMPLETE_ITEMS, due, row.council, count=count, **facts)
        elif row.state is MeetingState.PREPARED and Act.SET_AGENDA in acts:
            yield Waiting(Task.SET_AGENDA, due, row.council, **facts)
        elif row.state is MeetingState.SET and Act.SET_AGENDA in acts:
            yield Waiting(Task.INVITE, due, row.council, **facts)


def _lacking(meeting_ids: list[int]) -> dict[int, int]:
    """How many items of each meeting fail A88–A90."""

    def counted(table: type[StrategyLink | Question | Attachment]) -> Any:
        return (
            select(func.count(table.id))
            .where(table.item_id == AgendaItem.id)
            .correlate(AgendaItem)
            .scalar_subquery()
        )

    rows = db.session.execute(
        select(
            AgendaItem.meeting_id,
            AgendaItem.kind,
            AgendaItem.strategy_sentence,
            AgendaItem.background,
            AgendaItem.proposal,
            AgendaItem.is_prepared,
            AgendaItem.of_council_id,
            Body.kind.label("council_kind"),
            Body.includes_id,
            counted(StrategyLink).label("links"),
            counted(Question).label("questions"),
            counted(Attachment).label("attachments"),
        )
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .join(Body, Body.id == Meeting.council_id)
        .where(AgendaItem.meeting_id.in_(meeting_ids))
    )
    lacking: dict[int, int] = {}
    for row in rows:
        waits = must_be_prepared(row.council_kind, row.includes_id, of_council_id=row.of_council_id)
        missing = gaps(
            row.kind,
            strategy_links=row.links,
            strategy_sentence=row.strategy_sentence,
            background=row.background,
            questions=row.questions,
            attachments=row.attachments,
            proposal=row.proposal,
            is_prepared=row.is_prepared or not waits,
        )
        lacking[row.meeting_id] = lacking.get(row.meeting_id, 0) + bool(missing)
    return lacking


def invitations(viewer: Viewer, now: datetime) -> Iterator[Waiting]:
    rows = db.session.execute(
        select(*MEETING, Invitee.secret)
        .join(Invitation, Invitation.meeting_id == Meeting.id)
        .join(Invitee, Invitee.invitation_id == Invitation.id)
        .join(Body, Body.id == Meeting.council_id)
        .where(
            Invitee.person_id == viewer.person_id,
            Invitee.answer.is_(None),
            Invitee.withdrawn_at.is_(None),
            Meeting.state == MeetingState.INVITED,
            Meeting.starts_at >= now,
        )
        .limit(20)
    )
    for row in rows:
        yield Waiting(
            Task.ANSWER_INVITATION,
            held_on(row),
            row.council,
            meeting_id=row.meeting_id,
            meeting_on=held_on(row),
            secret=row.secret,
        )


def home(viewer: Viewer, now: datetime) -> Iterator[Waiting]:
    """Standpoint items that the own organisation has not handed in a stance on (A73, A85)."""
    homes = {council: viewer.stance_homes(council) for council in viewer.councils_with(Act.SET_STANCE)}
    asked = [
        and_(Meeting.council_id == council, ~_submitted(organisation), is_asked(organisation))
        for council, organisations in homes.items()
        for organisation in organisations
    ]
    rows = db.session.execute(
        select(*MEETING, Body.preparation_days, func.count(AgendaItem.id).label("open_items"))
        .join(Body, Body.id == Meeting.council_id)
        .join(AgendaItem, AgendaItem.meeting_id == Meeting.id)
        .where(
            Meeting.state == MeetingState.INVITED,
            Meeting.starts_at >= now,
            AgendaItem.kind == ItemKind.STANDPOINT,
            AgendaItem.preparation_closed_at.is_(None),
            or_(false(), *asked),
        )
        .group_by(*(column for column in MEETING), Body.preparation_days)
    )
    for row in rows:
        due = held_on(row) - timedelta(days=row.preparation_days)
        yield Waiting(
            Task.PREPARE_AT_HOME,
            due,
            row.council,
            meeting_id=row.meeting_id,
            meeting_on=held_on(row),
            count=row.open_items,
        )


def _submitted(organisation_id: int) -> Any:
    return exists().where(Submission.item_id == AgendaItem.id, Submission.organisation_id == organisation_id)


def presenting(viewer: Viewer, now: datetime) -> Iterator[Waiting]:
    rows = db.session.execute(
        select(*MEETING, AgendaItem.id.label("item_id"), AgendaItem.title)
        .join(Body, Body.id == Meeting.council_id)
        .join(AgendaItem, AgendaItem.meeting_id == Meeting.id)
        .join(Presenter, Presenter.item_id == AgendaItem.id)
        .where(
            func.lower(Presenter.email) == viewer.email,
            Meeting.state.in_([MeetingState.INVITED, MeetingState.ONGOING]),
            Meeting.ends_at >= now,
        )
        .limit(20)
    )
    for row in rows:
        yield Waiting(
            Task.PRESENT,
            held_on(row),
            row.council,
            item_id=row.item_id,
            meeting_on=held_on(row),
            title=row.title,
        )
