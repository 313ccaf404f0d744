"""What those invited answer, and how the invitation has reached them."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import RowMapping, func, select

from councilflow.extensions import db
from councilflow.models import AgendaItem, ExtraInvitee, Invitation, Invitee, Organisation, Person
from councilflow.process.councils import INVITED, Category
from councilflow.process.errors import RuleBroken
from councilflow.process.invitation import check_answers_open
from councilflow.process.meeting import InvitationAnswer
from councilflow.services import journal, mail, substitutes
from councilflow.services.mail import Mailing
from councilflow.services.meetings import locked


def behind(secret: str) -> Invitee | None:
    """Whose link this is; None when it is nobody's.

    The invitation is found by the number in front. What follows is compared in constant time with each of its
    links, so that how long the answer takes says nothing about how close a guess was.
    """
    number, dash, _rest = secret.partition("-")
    if not (dash and number.isascii() and number.isdigit() and len(number) < 10):
        return None
    invitees = db.session.scalars(select(Invitee).where(Invitee.invitation_id == int(number))).all()
    found = [one for one in invitees if hmac.compare_digest(one.secret.encode(), secret.encode())]
    return found[0] if found else None


def answer(
    invitee: Invitee,
    choice: InvitationAnswer,
    *,
    now: datetime,
    sequence: int | None = None,
    note: str = "",
) -> None:
    """Answer the invitation or change the answer, until the meeting opens; `note` is a word to those who
    invite. When a member cannot come, the question goes to the substitutes (D.1).

    `sequence` is the one of the invitation that was read: nobody answers about a time not seen (A69).
    RuleBroken: answers-are-closed, meeting-is-cancelled, no-longer-invited, somebody-moved-first.
    """
    meeting = locked(invitee.invitation.meeting_id)
    db.session.refresh(invitee)
    db.session.refresh(invitee.invitation)
    check_answers_open(meeting.state)
    if invitee.withdrawn_at is not None:
        raise RuleBroken("no-longer-invited")
    if sequence not in (None, invitee.invitation.sequence):
        raise RuleBroken("somebody-moved-first")
    before = invitee.answer
    invitee.answer_note = _word(invitee, choice, note.strip())
    invitee.answer, invitee.answered_at = choice, now
    if before is not choice:
        journal.note(
            "invitation-answered",
            by=db.session.get(Person, invitee.person_id) if invitee.person_id else None,
            now=now,
            meeting=meeting,
            about=invitee.name,
            before={"answer": before},
            after={"answer": choice},
        )
        db.session.flush()
        substitutes.after_answer(meeting, invitee, now=now)


def _word(invitee: Invitee, choice: InvitationAnswer, note: str) -> str:
    """The word with the answer. One that only stood in its field was about the answer before: why somebody
    does not come is no word of one who does."""
    absent = InvitationAnswer.ABSENT
    turned = invitee.answer is not None and (invitee.answer is absent) != (choice is absent)
    return "" if turned and note == invitee.answer_note else note


@dataclass(frozen=True, slots=True)
class Answering:
    """One person invited: what they answered, and how the mail fares that told them. `item` is the title of
    the only item a presenter is invited to; `answer_before` was given to a time the meeting is moved from."""

    id: int
    name: str
    email: str
    organisation: str
    category: Category | None
    item: str
    answer: InvitationAnswer | None
    answered_at: datetime | None
    answer_note: str
    answer_before: InvitationAnswer | None
    withdrawn_at: datetime | None
    is_extra: bool
    """Invited to this meeting alone, without a seat (A55)."""
    mail: Mailing | None


def overview(meeting_id: int) -> list[Answering]:
    """Everybody invited to a meeting, in the order of the attendance list, presenters last. Two queries."""
    latest: dict[int, Mailing] = {}
    for mailing in mail.log_of(meeting_id):  # newest first
        if mailing.invitee_id is not None:
            latest.setdefault(mailing.invitee_id, mailing)
    found = [Answering(**row, mail=latest.get(row["id"])) for row in _invitees(meeting_id)]
    rank = {category: at for at, category in enumerate(INVITED)}
    return sorted(found, key=lambda one: (rank[one.category] if one.category else len(rank), one.id))


def _invitees(meeting_id: int) -> Sequence[RowMapping]:
    return (
        db.session.execute(
            select(
                Invitee.id,
                Invitee.name,
                Invitee.email,
                Invitee.category,
                Invitee.answer,
                Invitee.answered_at,
                Invitee.answer_note,
                Invitee.answer_before,
                Invitee.withdrawn_at,
                ExtraInvitee.id.is_not(None).label("is_extra"),
                func.coalesce(Organisation.name, "").label("organisation"),
                func.coalesce(AgendaItem.title, "").label("item"),
            )
            .join(Invitation, Invitation.id == Invitee.invitation_id)
            .outerjoin(Organisation, Organisation.id == Invitee.organisation_id)
            .outerjoin(AgendaItem, AgendaItem.id == Invitee.item_id)
            .outerjoin(ExtraInvitee, ExtraInvitee.invitee_id == Invitee.id)
            .where(Invitation.meeting_id == meeting_id)
        )
        .mappings()
        .all()
    )
