"""What waits at a meeting, and which meeting comes next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select

from councilflow.extensions import db
from councilflow.models import (
    DEALT_WITH,
    AgendaItem,
    Body,
    Mail,
    Meeting,
)
from councilflow.process.agenda import ItemKind
from councilflow.process.mail import MailState
from councilflow.process.meeting import COMING, DOCUMENTS_OUT, MeetingState
from councilflow.process.rights import Act
from councilflow.services.start.tasks import MEETING, Task, Waiting, held_on
from councilflow.services.visibility import Viewer, meetings_that_invite


def meetings(viewer: Viewer, now: datetime) -> Iterator[Waiting]:
    """Meetings to open and to close, and meetings that are going on."""
    rows = db.session.execute(
        select(*MEETING)
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
        yield Waiting(task, held_on(row), row.council, meeting_id=row.meeting_id, meeting_on=held_on(row))


def mail(viewer: Viewer) -> Iterator[Waiting]:
    rows = db.session.execute(
        select(*MEETING, func.count(Mail.id).label("failed"))
        .join(Body, Body.id == Meeting.council_id)
        .join(Mail, Mail.meeting_id == Meeting.id)
        .where(
            Meeting.council_id.in_(viewer.councils_with(Act.SEE_MAIL)),
            Mail.state == MailState.FAILED,
            Meeting.state == MeetingState.INVITED,
        )
        .group_by(*(column for column in MEETING))
    )
    for row in rows:
        yield Waiting(
            Task.LOOK_AT_MAIL,
            held_on(row),
            row.council,
            meeting_id=row.meeting_id,
            meeting_on=held_on(row),
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
    """The viewer's next meeting that is not over, in any council, or one that invites them alone (A55)."""
    items = select(func.count(AgendaItem.id)).where(AgendaItem.meeting_id == Meeting.id, DEALT_WITH)
    row = db.session.execute(
        select(
            *MEETING,
            Meeting.form,
            items.scalar_subquery().label("items"),
            items.where(AgendaItem.kind == ItemKind.STANDPOINT).scalar_subquery().label("standpoints"),
        )
        .join(Body, Body.id == Meeting.council_id)
        .where(
            or_(
                Meeting.council_id.in_(viewer.councils_with(Act.READ_MEETING)),
                meetings_that_invite(viewer),
            ),
            Meeting.ends_at >= now,
            Meeting.state.in_(COMING),
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
