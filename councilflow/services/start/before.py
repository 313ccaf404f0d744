"""What waits before a meeting: answers to proposals, the agenda, the invitation, preparing at home."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, case, exists, false, func, or_, select

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
from councilflow.process.agenda import ANSWERED_BY_EACH, NOT_ASKED_AT_HOME, IssueState, ItemKind, gaps
from councilflow.process.joint import must_be_prepared
from councilflow.process.meeting import AGENDA_OPEN, COMING, MeetingState, local_date
from councilflow.process.profiles import THAT_WAIT
from councilflow.process.rights import Act
from councilflow.services.agenda import comments as agenda_comments
from councilflow.services.agenda import late
from councilflow.services.meetings.joint import is_asked
from councilflow.services.preparation.room import is_marked_ready
from councilflow.services.start.tasks import MEETING, Task, Waiting, held_on
from councilflow.services.visibility import ZONE, Viewer

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


def resting(viewer: Viewer, now: datetime) -> Iterator[Waiting]:
    """Issues that rest until a day that has come: they are asked about again (A72)."""
    rows = db.session.execute(
        select(Issue.id, Issue.title, Issue.rests_until, Body.name)
        .join(Body, Body.id == Issue.council_id)
        .where(
            Issue.council_id.in_(viewer.councils_with(Act.PREPARE_AGENDA)),
            Issue.state == IssueState.RESTING,
            Issue.rests_until <= local_date(now, ZONE),
        )
        .order_by(Issue.rests_until, Issue.id)
        .limit(20)
    )
    for row in rows:
        yield Waiting(Task.WAKE_ISSUE, row.rests_until, row.name, issue_id=row.id, title=row.title)


SOON = timedelta(days=14)
"""How long before the day of the invitation an agenda that lacks nothing is asked for, and the invitation of
those who send it only when the chair says so."""


def agendas(viewer: Viewer, now: datetime) -> Iterator[Waiting]:
    """Items to complete, agendas to finish and to set, and invitations to send (A65, A69, A87)."""
    councils = viewer.councils_with(Act.PREPARE_AGENDA, Act.SET_AGENDA, Act.INVITE)
    meetings = db.session.execute(
        select(*MEETING, Body.invitation_days)
        .join(Body, Body.id == Meeting.council_id)
        .where(Meeting.council_id.in_(councils), Meeting.state.in_([*AGENDA_OPEN, MeetingState.SET]))
        .order_by(Meeting.starts_at)
        .limit(20)
    ).all()
    counted = _counted([row.meeting_id for row in meetings])
    for row in meetings:
        items, lacking = counted.get(row.meeting_id, (0, 0))
        due = held_on(row) - timedelta(days=row.invitation_days)
        task = _of_agenda(row.state, viewer.acts_in(row.council_id), lacking=lacking)
        near = due <= local_date(now, ZoneInfo(row.time_zone)) + SOON
        if task is not None and (near or task not in _WHEN_NEAR):
            yield Waiting(
                task,
                due,
                row.council,
                meeting_id=row.meeting_id,
                meeting_on=held_on(row),
                count=lacking if task is Task.COMPLETE_ITEMS else items,
            )


_WHEN_NEAR = frozenset({Task.FINISH_PREPARING, Task.INVITE_ON_ORDER})
"""What would be asked of somebody long before it can be done."""


def _of_agenda(state: MeetingState, acts: frozenset[Act], *, lacking: int) -> Task | None:
    """What an agenda that is not out yet waits for from somebody who may do this."""
    leads = Act.SET_AGENDA in acts
    if lacking and Act.PREPARE_AGENDA in acts:
        return Task.COMPLETE_ITEMS
    if state is MeetingState.SET and Act.INVITE in acts:
        return Task.INVITE if leads else Task.INVITE_ON_ORDER
    if state is MeetingState.PREPARED and leads:
        return Task.SET_AGENDA
    if state is MeetingState.PREPARING and Act.PREPARE_AGENDA in acts and not leads:
        return Task.FINISH_PREPARING
    return None


def _counted(meeting_ids: list[int]) -> dict[int, tuple[int, int]]:
    """For each meeting how many items it has beside the standing ones, and how many fail A88–A90."""

    def hanging(table: type[StrategyLink | Question | Attachment]) -> Any:
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
            AgendaItem.consultation,
            AgendaItem.answers_by,
            AgendaItem.is_prepared,
            AgendaItem.of_council_id,
            Body.kind.label("council_kind"),
            Body.includes_id,
            hanging(StrategyLink).label("links"),
            hanging(Question).label("questions"),
            hanging(Attachment).label("attachments"),
        )
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .join(Body, Body.id == Meeting.council_id)
        .where(AgendaItem.meeting_id.in_(meeting_ids))
    )
    counted: dict[int, tuple[int, int]] = {}
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
            consultation=row.consultation,
            answers_by=row.answers_by,
            is_prepared=row.is_prepared or not waits,
        )
        items, lacking = counted.get(row.meeting_id, (0, 0))
        is_question = row.kind not in NOT_ASKED_AT_HOME
        counted[row.meeting_id] = items + is_question, lacking + bool(missing)
    return counted


def changes(viewer: Viewer, now: datetime) -> Iterator[Waiting]:
    """Agendas changed after the invitation, while nobody has been told: due the day they changed (A.8)."""
    councils = viewer.councils_with(Act.INVITE, Act.PREPARE_AGENDA)
    meetings = _before_the_meeting(councils, [MeetingState.INVITED])
    untold = late.waits([row.meeting_id for row in meetings])
    for row in meetings:
        if row.meeting_id in untold:
            count, since = untold[row.meeting_id]
            yield Waiting(
                Task.SEND_CHANGES,
                max(local_date(since, ZoneInfo(row.time_zone)), local_date(now, ZoneInfo(row.time_zone))),
                row.council,
                meeting_id=row.meeting_id,
                meeting_on=held_on(row),
                count=count,
            )


def comments(viewer: Viewer, now: datetime) -> Iterator[Waiting]:
    """What others have said about an agenda that one prepares, until it is settled (A65)."""
    councils = viewer.councils_with(Act.PREPARE_AGENDA)
    open_ones = agenda_comments.by_others(viewer, councils)
    meetings = _before_the_meeting(councils, [*COMING]) if open_ones else []
    for row in meetings:
        if row.meeting_id in open_ones:
            yield Waiting(
                Task.READ_COMMENTS,
                max(held_on(row) - timedelta(days=row.invitation_days), local_date(now, ZONE)),
                row.council,
                meeting_id=row.meeting_id,
                meeting_on=held_on(row),
                count=open_ones[row.meeting_id],
            )


def _before_the_meeting(councils: list[int], states: list[MeetingState]) -> Any:
    return db.session.execute(
        select(*MEETING, Body.invitation_days)
        .join(Body, Body.id == Meeting.council_id)
        .where(Meeting.council_id.in_(councils), Meeting.state.in_(states))
        .order_by(Meeting.starts_at)
        .limit(20)
    ).all()


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
    """Items that the own organisation has not handed in a stance or an answer on (A37, A73, A85)."""
    homes = {council: viewer.stance_homes(council) for council in viewer.councils_with(Act.SET_STANCE)}
    asked = [
        and_(Meeting.council_id == council, ~_submitted(organisation), is_asked(organisation))
        for council, organisations in homes.items()
        for organisation in organisations
    ]
    is_asked_about = AgendaItem.kind == ItemKind.CONSULTATION
    answer_by = func.min(case((is_asked_about, AgendaItem.answers_by))).label("answer_by")
    marked = [and_(Meeting.council_id == one, is_marked_ready(viewer, one)) for one in homes if homes[one]]
    ready = func.count(case((or_(false(), *marked), AgendaItem.id))).label("ready")
    open_items = func.count(AgendaItem.id).label("open_items")
    rows = db.session.execute(
        select(*MEETING, Body.preparation_days, open_items, answer_by, ready)
        .join(Body, Body.id == Meeting.council_id)
        .join(AgendaItem, AgendaItem.meeting_id == Meeting.id)
        .where(
            Meeting.state == MeetingState.INVITED,
            Meeting.starts_at >= now,
            AgendaItem.kind.in_(ANSWERED_BY_EACH),
            AgendaItem.preparation_closed_at.is_(None),
            or_(false(), *asked),
        )
        .group_by(*(column for column in MEETING), Body.preparation_days)
    )
    for row in rows:
        usual = held_on(row) - timedelta(days=row.preparation_days)
        due = min(usual, row.answer_by) if row.answer_by else usual
        yield Waiting(
            Task.PREPARE_AT_HOME,
            due,
            row.council,
            meeting_id=row.meeting_id,
            meeting_on=held_on(row),
            count=row.open_items,
            ready=row.ready,
        )


def _submitted(organisation_id: int) -> Any:
    return exists().where(Submission.item_id == AgendaItem.id, Submission.organisation_id == organisation_id)


def closing(viewer: Viewer, now: datetime) -> Iterator[Waiting]:
    """Preparation to close once its last day has passed, where no standpoint is taken before that (A81)."""
    rows = db.session.execute(
        select(*MEETING, Body.preparation_days, func.count(AgendaItem.id).label("open_items"))
        .join(Body, Body.id == Meeting.council_id)
        .join(AgendaItem, AgendaItem.meeting_id == Meeting.id)
        .where(
            Meeting.council_id.in_(viewer.councils_with(Act.RECORD_MEETING)),
            Meeting.state == MeetingState.INVITED,
            AgendaItem.kind == ItemKind.STANDPOINT,
            AgendaItem.preparation_closed_at.is_(None),
            Body.minutes_profile.in_(THAT_WAIT),
        )
        .group_by(*(column for column in MEETING), Body.preparation_days)
        .order_by(Meeting.starts_at)
        .limit(20)
    )
    for row in rows:
        last_day = held_on(row) - timedelta(days=row.preparation_days)
        if last_day < local_date(now, ZoneInfo(row.time_zone)):
            yield Waiting(
                Task.CLOSE_PREPARATION,
                held_on(row),
                row.council,
                meeting_id=row.meeting_id,
                meeting_on=held_on(row),
                count=row.open_items,
            )


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
