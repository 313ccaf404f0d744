"""What waits for a person, by date: one line for each thing that only they, or their seat, can do.

Each query asks for one kind of thing in all of the person's councils at once, so that the page costs the
same with one council and with a hundred.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, and_, exists, false, func, or_, select

from councilflow.extensions import db
from councilflow.models import (
    AgendaItem,
    Attachment,
    Body,
    Invitation,
    Invitee,
    Issue,
    Mail,
    Meeting,
    MinutesDocument,
    MinutesReview,
    MinutesRevision,
    Presenter,
    Question,
    Signatory,
    SignedFile,
    StrategyLink,
    Submission,
)
from councilflow.process.agenda import IssueState, ItemKind, gaps
from councilflow.process.mail import MailState
from councilflow.process.meeting import AGENDA_OPEN, DOCUMENTS_OUT, MeetingState, SignatoryRole, local_date
from councilflow.process.minutes import MinutesState
from councilflow.process.rights import Act
from councilflow.services.visibility import Viewer

ANSWER_WITHIN = timedelta(days=14)
"""How soon the preparatory group owes a proposal its answer."""


class Task(StrEnum):
    ANSWER_ISSUE = "answer-issue"
    COMPLETE_ITEMS = "complete-items"
    SET_AGENDA = "set-agenda"
    INVITE = "invite"
    ANSWER_INVITATION = "answer-invitation"
    PREPARE_AT_HOME = "prepare-at-home"
    PRESENT = "present"
    OPEN_MEETING = "open-meeting"
    GO_TO_MEETING = "go-to-meeting"
    CLOSE_MEETING = "close-meeting"
    WRITE_MINUTES = "write-minutes"
    LOCK_MINUTES = "lock-minutes"
    REVIEW_MINUTES = "review-minutes"
    SIGN_MINUTES = "sign-minutes"
    LOOK_AT_MAIL = "look-at-mail"


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits. `due` is a local date; the ids say where it is done."""

    task: Task
    due: date
    council: str
    meeting_id: int | None = None
    item_id: int | None = None
    issue_id: int | None = None
    meeting_on: date | None = None
    title: str = ""
    count: int = 0
    secret: str = ""


def waiting(viewer: Viewer, *, now: datetime) -> list[Waiting]:
    """Everything that waits for the viewer, the most urgent first."""
    found = [
        *_issues(viewer),
        *_agendas(viewer),
        *_invitations(viewer, now),
        *_home(viewer, now),
        *_presenting(viewer, now),
        *_meetings(viewer, now),
        *_minutes(viewer),
        *_signing(viewer),
        *_mail(viewer),
    ]
    return sorted(found, key=lambda one: (one.due, one.task))


_MEETING = (
    Meeting.id.label("meeting_id"),
    Meeting.starts_at,
    Meeting.ends_at,
    Meeting.state,
    Meeting.council_id,
    Body.name.label("council"),
    Body.time_zone,
)


def _on(row: Row[*tuple[Any, ...]]) -> date:
    return local_date(row.starts_at, ZoneInfo(row.time_zone))


def _ended_on(row: Row[*tuple[Any, ...]]) -> date:
    return local_date(row.ends_at, ZoneInfo(row.time_zone))


def _issues(viewer: Viewer) -> Iterator[Waiting]:
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


def _agendas(viewer: Viewer) -> Iterator[Waiting]:
    """Items to complete, agendas to set and invitations to send (A65, A69, A87)."""
    councils = viewer.councils_with(Act.PREPARE_AGENDA, Act.SET_AGENDA, Act.INVITE)
    meetings = db.session.execute(
        select(*_MEETING, Body.invitation_days)
        .join(Body, Body.id == Meeting.council_id)
        .where(Meeting.council_id.in_(councils), Meeting.state.in_([*AGENDA_OPEN, MeetingState.SET]))
        .order_by(Meeting.starts_at)
        .limit(20)
    ).all()
    lacking = _lacking([row.meeting_id for row in meetings])
    for row in meetings:
        acts = viewer.acts_in(row.council_id)
        due = _on(row) - timedelta(days=row.invitation_days)
        facts: dict[str, Any] = {"meeting_id": row.meeting_id, "meeting_on": _on(row)}
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
            counted(StrategyLink).label("links"),
            counted(Question).label("questions"),
            counted(Attachment).label("attachments"),
        ).where(AgendaItem.meeting_id.in_(meeting_ids))
    )
    lacking: dict[int, int] = {}
    for row in rows:
        missing = gaps(
            row.kind,
            strategy_links=row.links,
            strategy_sentence=row.strategy_sentence,
            background=row.background,
            questions=row.questions,
            attachments=row.attachments,
            proposal=row.proposal,
        )
        lacking[row.meeting_id] = lacking.get(row.meeting_id, 0) + bool(missing)
    return lacking


def _invitations(viewer: Viewer, now: datetime) -> Iterator[Waiting]:
    rows = db.session.execute(
        select(*_MEETING, Invitee.secret)
        .join(Invitation, Invitation.meeting_id == Meeting.id)
        .join(Invitee, Invitee.invitation_id == Invitation.id)
        .join(Body, Body.id == Meeting.council_id)
        .where(
            Invitee.person_id == viewer.person_id,
            Invitee.answer.is_(None),
            Meeting.state == MeetingState.INVITED,
            Meeting.starts_at >= now,
        )
        .limit(20)
    )
    for row in rows:
        yield Waiting(
            Task.ANSWER_INVITATION,
            _on(row),
            row.council,
            meeting_id=row.meeting_id,
            meeting_on=_on(row),
            secret=row.secret,
        )


def _home(viewer: Viewer, now: datetime) -> Iterator[Waiting]:
    """Standpoint items that the own organisation has not handed in a stance on (A73, A85)."""
    homes = {council: viewer.stance_homes(council) for council in viewer.councils_with(Act.SET_STANCE)}
    asked = [
        and_(Meeting.council_id == council, ~_submitted(organisation))
        for council, organisations in homes.items()
        for organisation in organisations
    ]
    rows = db.session.execute(
        select(*_MEETING, Body.preparation_days, func.count(AgendaItem.id).label("open_items"))
        .join(Body, Body.id == Meeting.council_id)
        .join(AgendaItem, AgendaItem.meeting_id == Meeting.id)
        .where(
            Meeting.state == MeetingState.INVITED,
            Meeting.starts_at >= now,
            AgendaItem.kind == ItemKind.STANDPOINT,
            AgendaItem.preparation_closed_at.is_(None),
            or_(false(), *asked),
        )
        .group_by(*(column for column in _MEETING), Body.preparation_days)
    )
    for row in rows:
        due = _on(row) - timedelta(days=row.preparation_days)
        yield Waiting(
            Task.PREPARE_AT_HOME,
            due,
            row.council,
            meeting_id=row.meeting_id,
            meeting_on=_on(row),
            count=row.open_items,
        )


def _submitted(organisation_id: int) -> Any:
    return exists().where(Submission.item_id == AgendaItem.id, Submission.organisation_id == organisation_id)


def _presenting(viewer: Viewer, now: datetime) -> Iterator[Waiting]:
    rows = db.session.execute(
        select(*_MEETING, AgendaItem.id.label("item_id"), AgendaItem.title)
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
            Task.PRESENT, _on(row), row.council, item_id=row.item_id, meeting_on=_on(row), title=row.title
        )


def _meetings(viewer: Viewer, now: datetime) -> Iterator[Waiting]:
    """Meetings to open and to close, and meetings that are going on."""
    rows = db.session.execute(
        select(*_MEETING)
        .join(Body, Body.id == Meeting.council_id)
        .where(
            Meeting.council_id.in_(viewer.councils_with(Act.READ_MEETING)),
            Meeting.state.in_([MeetingState.INVITED, MeetingState.ONGOING]),
            Meeting.starts_at <= now + timedelta(days=1),
        )
        .limit(20)
    )
    for row in rows:
        records = Act.RECORD_MEETING in viewer.acts_in(row.council_id)
        if row.state is MeetingState.INVITED and records:
            task = Task.OPEN_MEETING
        elif row.state is MeetingState.ONGOING:
            task = Task.CLOSE_MEETING if records else Task.GO_TO_MEETING
        else:
            continue
        yield Waiting(task, _on(row), row.council, meeting_id=row.meeting_id, meeting_on=_on(row))


def _minutes(viewer: Viewer) -> Iterator[Waiting]:
    """Drafts to write and approved drafts to lock (D.1)."""
    approvals = (
        select(func.count(func.distinct(MinutesReview.person_id)))
        .where(
            MinutesReview.document_id == MinutesDocument.id,
            MinutesReview.approved,
            MinutesReview.revision == _latest_revision(),
        )
        .scalar_subquery()
    )
    elected = (
        select(func.count(Signatory.id))
        .where(Signatory.meeting_id == Meeting.id, Signatory.role == SignatoryRole.ELECTED)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(
            *_MEETING,
            Body.draft_days,
            Body.signing_days,
            MinutesDocument.state.label("minutes"),
            (approvals >= elected).label("approved"),
        )
        .join(Body, Body.id == Meeting.council_id)
        .join(MinutesDocument, MinutesDocument.meeting_id == Meeting.id)
        .where(
            Meeting.council_id.in_(viewer.councils_with(Act.WRITE_MINUTES)),
            MinutesDocument.state.in_([MinutesState.DRAFT, MinutesState.IN_REVIEW]),
        )
        .limit(20)
    )
    for row in rows:
        facts: dict[str, Any] = {"meeting_id": row.meeting_id, "meeting_on": _on(row)}
        if row.minutes is MinutesState.DRAFT:
            due = _ended_on(row) + timedelta(days=row.draft_days)
            yield Waiting(Task.WRITE_MINUTES, due, row.council, **facts)
        elif row.approved:
            due = _ended_on(row) + timedelta(days=row.signing_days)
            yield Waiting(Task.LOCK_MINUTES, due, row.council, **facts)


def _latest_revision() -> Any:
    return (
        select(func.max(MinutesRevision.number))
        .where(MinutesRevision.document_id == MinutesDocument.id)
        .correlate(MinutesDocument)
        .scalar_subquery()
    )


def _signing(viewer: Viewer) -> Iterator[Waiting]:
    """Minutes to review as justerare, and minutes to sign (H.6)."""
    reviewed = exists().where(
        MinutesReview.document_id == MinutesDocument.id,
        MinutesReview.person_id == viewer.person_id,
        MinutesReview.revision == _latest_revision(),
    )
    signed = exists().where(
        SignedFile.document_id == MinutesDocument.id, SignedFile.person_id == viewer.person_id
    )
    rows = db.session.execute(
        select(*_MEETING, Body.signing_days, MinutesDocument.state.label("minutes"))
        .join(Body, Body.id == Meeting.council_id)
        .join(MinutesDocument, MinutesDocument.meeting_id == Meeting.id)
        .join(Signatory, Signatory.meeting_id == Meeting.id)
        .where(
            Signatory.person_id == viewer.person_id,
            or_(
                and_(
                    MinutesDocument.state == MinutesState.IN_REVIEW,
                    Signatory.role == SignatoryRole.ELECTED,
                    ~reviewed,
                ),
                and_(MinutesDocument.state == MinutesState.LOCKED, ~signed),
            ),
        )
        .limit(20)
    )
    for row in rows:
        task = Task.SIGN_MINUTES if row.minutes is MinutesState.LOCKED else Task.REVIEW_MINUTES
        due = _ended_on(row) + timedelta(days=row.signing_days)
        yield Waiting(task, due, row.council, meeting_id=row.meeting_id, meeting_on=_on(row))


def _mail(viewer: Viewer) -> Iterator[Waiting]:
    rows = db.session.execute(
        select(*_MEETING, func.count(Mail.id).label("failed"))
        .join(Body, Body.id == Meeting.council_id)
        .join(Mail, Mail.meeting_id == Meeting.id)
        .where(
            Meeting.council_id.in_(viewer.councils_with(Act.SEE_MAIL)),
            Mail.state == MailState.FAILED,
            Meeting.state == MeetingState.INVITED,
        )
        .group_by(*(column for column in _MEETING))
    )
    for row in rows:
        yield Waiting(
            Task.LOOK_AT_MAIL,
            _on(row),
            row.council,
            meeting_id=row.meeting_id,
            meeting_on=_on(row),
            count=row.failed,
        )


@dataclass(frozen=True, slots=True)
class NextMeeting:
    id: int
    council: str
    starts_at: datetime  # in the council's zone
    ends_at: datetime
    form: StrEnum
    state: MeetingState
    items: int | None  # None until the invitation is out: the agenda is not the members' before that
    standpoints: int


def next_meeting(viewer: Viewer, *, now: datetime) -> NextMeeting | None:
    """The viewer's next meeting that is not over, in any council."""
    items = select(func.count(AgendaItem.id)).where(AgendaItem.meeting_id == Meeting.id)
    row = db.session.execute(
        select(
            *_MEETING,
            Meeting.form,
            items.scalar_subquery().label("items"),
            items.where(AgendaItem.kind == ItemKind.STANDPOINT).scalar_subquery().label("standpoints"),
        )
        .join(Body, Body.id == Meeting.council_id)
        .where(
            Meeting.council_id.in_(viewer.councils_with(Act.READ_MEETING)),
            Meeting.ends_at >= now,
            Meeting.state != MeetingState.HELD,
        )
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    zone = ZoneInfo(row.time_zone)
    return NextMeeting(
        id=row.meeting_id,
        council=row.council,
        starts_at=row.starts_at.astimezone(zone),
        ends_at=row.ends_at.astimezone(zone),
        form=row.form,
        state=row.state,
        items=row.items if row.state in DOCUMENTS_OUT else None,
        standpoints=row.standpoints,
    )


def urgent(tasks: Iterable[Waiting], today: date) -> int:
    """How many of the tasks should have been done already."""
    return sum(1 for task in tasks if task.due < today)
