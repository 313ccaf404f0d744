"""What somebody whom one meeting alone invites may read of it (A55)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from councilflow.extensions import db
from councilflow.models import Body, ExtraInvitee, Invitee, Meeting
from councilflow.services.visibility import Viewer, invited_without_seat


def seen_by(who: Viewer, meeting_id: int) -> Any:
    """When and where the meeting is, its council's name and clock, in a joint meeting the other council, and
    the secret of the viewer's own answer, if any. One query."""
    other = Body.__table__.alias("other")
    secret = (
        select(Invitee.secret)
        .join(ExtraInvitee, ExtraInvitee.invitee_id == Invitee.id)
        .where(ExtraInvitee.meeting_id == Meeting.id, invited_without_seat(who))
        .limit(1)
        .correlate(Meeting)
        .scalar_subquery()
    )
    return db.session.execute(
        select(
            Meeting.id,
            Meeting.council_id,
            Meeting.kind,
            Meeting.title,
            Meeting.form,
            Meeting.place,
            Meeting.link,
            Meeting.starts_at,
            Meeting.ends_at,
            Meeting.nights,
            Meeting.is_joint,
            Meeting.state,
            Meeting.cancelled_at,
            Meeting.cancel_reason,
            Body.name.label("council"),
            Body.time_zone,
            Body.cost_rule,
            func.coalesce(Meeting.minutes_profile, Body.minutes_profile).label("minutes_profile"),
            Body.short_name,
            Body.includes_id,
            other.c.name.label("other"),
            other.c.short_name.label("other_short_name"),
            secret.label("secret"),
        )
        .join(Body, Body.id == Meeting.council_id)
        .outerjoin(other, other.c.id == Body.includes_id)
        .where(Meeting.id == meeting_id)
    ).one()
