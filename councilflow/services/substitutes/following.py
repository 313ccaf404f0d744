"""What follows when somebody answers: a place to fill, one that is filled, one that is taken again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from councilflow.extensions import db
from councilflow.models import Invitee, Meeting, SubstituteCall
from councilflow.process.councils import Category
from councilflow.process.meeting import InvitationAnswer
from councilflow.services.substitutes.calling import call, take_back
from councilflow.services.substitutes.reading import place_of


def after_answer(meeting: Meeting, invitee: Invitee, *, now: datetime) -> None:
    """Carry an answer to the invitation on to the substitutes. The meeting is held by the caller."""
    if not meeting.council.has_substitutes or invitee.item_id is not None:
        return
    absent = invitee.answer is InvitationAnswer.ABSENT
    if invitee.category is Category.MEMBER:
        if absent:
            _fill(meeting, invitee, now)
        else:
            for one in _open_calls(SubstituteCall.invitee_id == invitee.id):
                take_back(one, by=None, now=now)
        return
    for one in _open_calls(SubstituteCall.substitute_id == invitee.id):
        one.answer, one.answered_at = not absent, now
        if absent:
            db.session.flush()
            _fill(meeting, db.session.get_one(Invitee, one.invitee_id), now)


def _open_calls(whose: object) -> list[SubstituteCall]:
    return list(
        db.session.scalars(
            select(SubstituteCall)
            .where(whose, SubstituteCall.ended_at.is_(None), SubstituteCall.answer.is_not(False))  # type: ignore[arg-type]
            .order_by(SubstituteCall.id)
        )
    )


def _fill(meeting: Meeting, member: Invitee, now: datetime) -> None:
    """Ask the next by itself, where the council has said so and somebody is left to ask."""
    if not meeting.council.calls_substitutes:
        return
    db.session.flush()
    place = place_of(meeting, member)
    if place is not None and not place.is_settled and place.next is not None:
        call(member, by=None, now=now)
