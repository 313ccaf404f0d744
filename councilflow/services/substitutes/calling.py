"""Asking a substitute to serve, and telling one that it is not needed after all."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import select

from councilflow.documents.calendar import Contact
from councilflow.extensions import db
from councilflow.i18n import speaking
from councilflow.models import Invitation, Invitee, Meeting, Person, SubstituteCall
from councilflow.process.councils import Category
from councilflow.process.errors import RuleBroken
from councilflow.process.invitation import check_answers_open
from councilflow.process.substitutes import Substitute
from councilflow.services import journal, mail
from councilflow.services.invitations.letters import agenda_facts, path_of_answer, ways_to_answer
from councilflow.services.invitations.own_item import place_and_time
from councilflow.services.invitations.papers import Call, agenda_file, calendar_of_meeting
from councilflow.services.mail import Recipient, Sender
from councilflow.services.meetings import locked
from councilflow.services.substitutes.reading import place_of


def call(invitee: Invitee, *, by: Person | None, now: datetime) -> SubstituteCall:
    """Ask the next in the order of the organisation to serve for a member who does not come (A42, D.1).

    The substitute gets an own mail with the agenda and is asked anew, whatever was answered before. `by` None
    means that the council lets it happen by itself. RuleBroken: meeting-is-cancelled, answers-are-closed,
    no-place-to-fill (the member comes, or somebody is asked already), no-substitute-left.
    """
    meeting = locked(invitee.invitation.meeting_id)
    check_answers_open(meeting.state)
    place = place_of(meeting, invitee)
    if place is None or place.is_settled:
        raise RuleBroken("no-place-to-fill", name=invitee.name)
    if place.next is None:
        raise RuleBroken("no-substitute-left", name=invitee.name)
    substitute = _ask(meeting, invitee, place.next)
    made = SubstituteCall(
        invitee_id=invitee.id,
        substitute_id=substitute.id,
        seat_id=place.next.seat_id,
        position=len(place.calls) + 1,
        asked_at=now,
    )
    db.session.add(made)
    db.session.flush()
    _write(meeting, substitute, invitee, by=by, now=now)
    journal.note(
        "substitute-called",
        by=by,
        now=now,
        meeting=meeting,
        about=substitute.name,
        after={"serves_for": invitee.name},
    )
    return made


def take_back(one: SubstituteCall, *, by: Person | None, now: datetime) -> None:
    """The member comes after all: the substitute is told, and stays invited without serving."""
    if one.ended_at is not None or one.answer is False:
        return
    one.ended_at = now
    member = db.session.get_one(Invitee, one.invitee_id)
    substitute = db.session.get(Invitee, one.substitute_id) if one.substitute_id else None
    meeting = member.invitation.meeting
    if substitute is not None:
        mail.queue(
            "substitute-not-needed",
            to=_recipient(substitute),
            template="substitute_not_needed",
            facts=_facts(meeting, substitute, member),
            sender=_sender(meeting, by),
            meeting=meeting,
            now=now,
        )
    journal.note(
        "substitute-not-needed",
        by=by,
        now=now,
        meeting=meeting,
        about=substitute.name if substitute else "",
        after={"serves_for": member.name},
    )


def _ask(meeting: Meeting, member: Invitee, chosen: Substitute) -> Invitee:
    """The substitute's own invitation, asked anew; made when there is none yet."""
    person = db.session.get_one(Person, chosen.person_id)
    found = db.session.scalar(
        select(Invitee).where(
            Invitee.invitation_id == member.invitation_id,
            Invitee.person_id == person.id,
            Invitee.item_id.is_(None),
        )
    )
    if found is None:
        found = Invitee(
            invitation=db.session.get_one(Invitation, member.invitation_id),
            person_id=person.id,
            name=person.name,
            email=person.email,
            language=person.language,
            category=Category.SUBSTITUTE,
            organisation_id=member.organisation_id,
            secret=f"{member.invitation_id}-{secrets.token_urlsafe(32)}",
        )
    else:
        # What was answered before was about coming as a substitute, not about another time of the meeting.
        found.answer, found.answer_before, found.answer_note = None, None, ""
        found.answered_at, found.withdrawn_at = None, None
        found.name, found.email, found.language = person.name, person.email, person.language
    db.session.add(found)
    db.session.flush()
    return found


def _write(
    meeting: Meeting, substitute: Invitee, member: Invitee, *, by: Person | None, now: datetime
) -> None:
    invitation, sender = substitute.invitation, _sender(meeting, by)
    issuer = db.session.get_one(Person, invitation.issued_by_id)
    organizer = Contact(name=invitation.in_name_of, email=issuer.email)
    request = Call(organizer, invitation.uid, invitation.sequence, now)
    url = mail.address_of(path_of_answer(substitute.secret))
    with speaking(substitute.language):
        ways = ways_to_answer(url, meeting.form)
        to = Contact(name=substitute.name, email=substitute.email)
        calendar = calendar_of_meeting(meeting, request, to=to, text=url)
    mail.queue(
        "substitute",
        to=_recipient(substitute),
        template="substitute",
        facts=agenda_facts(meeting) | _facts(meeting, substitute, member) | {"ways": ways},
        sender=sender,
        enclosures=[agenda_file(meeting, chair=invitation.in_name_of, now=now)],
        calendar=calendar,
        meeting=meeting,
        now=now,
    )


def _facts(meeting: Meeting, substitute: Invitee, member: Invitee) -> dict[str, Any]:
    invitation = member.invitation
    return place_and_time(meeting) | {
        "name": substitute.name,
        "member": member.name,
        "chair": invitation.in_name_of,
        "meeting_url": mail.address_of(f"/meetings/{meeting.id}"),
    }


def _recipient(one: Invitee) -> Recipient:
    return Recipient(one.name, one.email, one.language, one.person_id, one.id)


def _sender(meeting: Meeting, by: Person | None) -> Sender:
    """In the name of the chair who called; answers go to who does it, or to who sent the invitation."""
    invitation = meeting.invitation
    if invitation is None:
        return Sender()
    answers_to = by or db.session.get(Person, invitation.issued_by_id)
    return Sender(invitation.in_name_of, answers_to.email if answers_to else "")
