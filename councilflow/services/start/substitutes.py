"""Members who do not come, and in whose place somebody can still be asked (A42, D.1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import aliased

from councilflow.extensions import db
from councilflow.models import Body, Invitation, Invitee, Meeting, Seat, SubstituteCall
from councilflow.process.councils import Category
from councilflow.process.meeting import InvitationAnswer, MeetingState
from councilflow.process.rights import Act
from councilflow.services import visibility
from councilflow.services.start.tasks import MEETING, Task, Waiting, held_on
from councilflow.services.visibility import Viewer, today


def to_call(viewer: Viewer, now: datetime) -> Iterator[Waiting]:
    """For those who send invitations: the meetings with members who have said no, where nobody serves or is
    asked in their place though a substitute is left. One query."""
    rows = db.session.execute(
        select(*MEETING, func.count(Invitee.id).label("places"))
        .join(Body, Body.id == Meeting.council_id)
        .join(Invitation, Invitation.meeting_id == Meeting.id)
        .join(Invitee, Invitee.invitation_id == Invitation.id)
        .where(
            Meeting.council_id.in_(viewer.councils_with(Act.INVITE)),
            Meeting.state == MeetingState.INVITED,
            Body.has_substitutes,
            Invitee.category == Category.MEMBER,
            Invitee.item_id.is_(None),
            Invitee.withdrawn_at.is_(None),
            Invitee.answer == InvitationAnswer.ABSENT,
            ~_holds(SubstituteCall.invitee_id == Invitee.id),
            _somebody_is_left(now),
        )
        .group_by(*MEETING)
        .order_by(Meeting.starts_at)
        .limit(20)
    )
    for row in rows:
        yield Waiting(
            Task.CALL_SUBSTITUTE,
            held_on(row),
            row.council,
            meeting_id=row.meeting_id,
            meeting_on=held_on(row),
            count=row.places,
        )


def _holds(whose: ColumnElement[bool]) -> ColumnElement[bool]:
    """Somebody is asked, or serves."""
    return exists().where(
        whose,
        SubstituteCall.ended_at.is_(None),
        or_(SubstituteCall.answer.is_(None), SubstituteCall.answer.is_(True)),
    )


def _somebody_is_left(now: datetime) -> ColumnElement[bool]:
    """A substitute of the member's organisation who has not said no, and serves for nobody else."""
    other = aliased(Invitee)
    busy = exists().where(
        other.invitation_id == Invitee.invitation_id,
        other.person_id == Seat.person_id,
        or_(other.answer == InvitationAnswer.ABSENT, _holds(SubstituteCall.substitute_id == other.id)),
    )
    return exists().where(
        or_(Seat.body_id == Body.id, Seat.body_id == Body.includes_id),
        Seat.category == Category.SUBSTITUTE,
        Seat.organisation_id == Invitee.organisation_id,
        visibility.held_on(today(now)),
        ~busy,
    )
