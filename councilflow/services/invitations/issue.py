"""Sending the chair's invitation (A69)."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime

from sqlalchemy import ColumnElement, case, or_, select, update
from sqlalchemy.orm import selectinload

from councilflow.documents.calendar import Contact
from councilflow.extensions import db
from councilflow.models import AgendaItem, Body, ExtraInvitee, Invitation, Invitee, Meeting, Person, Seat
from councilflow.process.agenda import Gap
from councilflow.process.councils import Office
from councilflow.process.errors import RuleBroken
from councilflow.process.invitation import check_complete, check_issuer, is_the_chair
from councilflow.process.meeting import MeetingStep, meeting_after
from councilflow.process.rights import Holding
from councilflow.services import journal
from councilflow.services.agenda import files as versioned
from councilflow.services.invitations import letters
from councilflow.services.invitations.guests import Guests, expected
from councilflow.services.invitations.papers import Call, agenda_file
from councilflow.services.mail import Sender
from councilflow.services.meetings import locked
from councilflow.services.visibility import held_on, today


def invite(meeting: Meeting, *, by: Person, now: datetime, on_order: str = "") -> Invitation:
    """Send the chair's invitation (A69); from here on the members can prepare at home.

    The vice chair or the secretary sends it on the chair's order, which `on_order` says in words. Mail goes
    into the outbox in this transaction: to everybody with a seat on the meeting's date, to each presenter
    about the own item (A68), and a copy to each organisation's official mailbox.

    RuleBroken: meeting-step-not-allowed (also when it is already sent), only-the-chair-invites,
    order-of-chair-missing, items-incomplete, council-without-chair, nobody-to-invite.
    """
    meeting = locked(meeting.id)
    before, meeting_state = meeting.state, meeting_after(meeting.state, MeetingStep.INVITE)
    chair = caller(meeting, by=by, on_order=on_order, now=now)
    check_complete(gaps_of(meeting))
    guests = expected(meeting)
    if not guests.guests:
        raise RuleBroken("nobody-to-invite")
    meeting.state, meeting.invited_at = meeting_state, now
    versioned.pin(meeting, now=now)
    order = "" if chair is by else on_order.strip()
    invitation = _issued(meeting, chair, by=by, on_order=order, now=now)
    write_to_all(invitation, guests, chair=chair, reply_to=by.email, now=now)
    journal.note(
        "invitation-sent",
        by=by,
        now=now,
        meeting=meeting,
        before={"state": before},
        after={"state": meeting_state, "in_name_of": chair.name, "invited": len(guests.guests)}
        | ({"on_order": order} if order else {})
        | ({"presenters": len(guests.presenters)} if guests.presenters else {}),
    )
    return invitation


def caller(meeting: Meeting, *, by: Person, on_order: str, now: datetime) -> Person:
    """The chair in whose name `by` calls people to the meeting, moves it or cancels it (A69).

    RuleBroken: only-the-chair-invites, order-of-chair-missing, council-without-chair.
    """
    held = _holdings(meeting, by, now)
    check_issuer(held, on_order)
    chair = by if is_the_chair(held) else chair_of(meeting, now)
    if chair is None:
        raise RuleBroken("council-without-chair", council=meeting.council.name)
    return chair


def _issued(meeting: Meeting, chair: Person, *, by: Person, on_order: str, now: datetime) -> Invitation:
    invitation = Invitation(
        meeting=meeting,
        in_name_of=chair.name,
        issued_by_id=by.id,
        on_order=on_order,
        issued_at=now,
        uid=f"{uuid.uuid4()}@councilflow",
        sequence=0,
    )
    db.session.add(invitation)
    db.session.flush()
    return invitation


def gaps_of(meeting: Meeting) -> dict[str, list[Gap]]:
    """What each item still lacks (A88–A90), by its number and title; items that lack nothing are left out."""
    numbers = meeting.numbers
    parts = (AgendaItem.strategy_links, AgendaItem.questions, AgendaItem.attachments)
    items = db.session.scalars(
        select(AgendaItem)
        .where(AgendaItem.meeting_id == meeting.id)
        .options(*(selectinload(part) for part in parts))
        .order_by(AgendaItem.position, AgendaItem.id)
    )
    return {f"{numbers[item.id]}. {item.title}": gaps for item in items if (gaps := item.gaps)}


def _holdings(meeting: Meeting, by: Person, now: datetime) -> list[Holding]:
    """The seats that the acting person holds today in the council, or in the narrower one it includes."""
    rows = db.session.execute(
        select(Seat.category, Seat.side, Seat.office, Seat.organisation_id).where(
            Seat.person_id == by.id, _in_council(meeting.council), held_on(today(now))
        )
    )
    return [
        Holding(meeting.council_id, row.organisation_id, row.category, row.side, row.office) for row in rows
    ]


def _in_council(council: Body) -> ColumnElement[bool]:
    return Seat.body_id.in_([council.id, council.includes_id or council.id])


def chair_of(meeting: Meeting, now: datetime) -> Person | None:
    """Who leads the council today: its own chair, else that of the narrower council it includes."""
    council = meeting.council
    return db.session.scalar(
        select(Person)
        .join(Seat, Seat.person_id == Person.id)
        .where(
            Seat.office == Office.CHAIR,
            or_(Seat.body_id == council.id, Seat.body_id == council.includes_id),
            held_on(today(now)),
        )
        .order_by(case((Seat.body_id == council.id, 0), else_=1), Seat.position, Seat.id)
        .limit(1)
    )


def write_to_all(
    invitation: Invitation, guests: Guests, *, chair: Person, reply_to: str, now: datetime
) -> None:
    """Enter these guests and send each of them the invitation as it stands."""
    meeting = invitation.meeting
    call = Call(Contact(name=chair.name, email=reply_to), invitation.uid, invitation.sequence, now)
    sender = Sender(chair.name, reply_to)
    facts = letters.agenda_facts(meeting)
    paper = agenda_file(meeting, chair=chair.name, now=now)
    items = {item.id: item for item in meeting.items}
    seatless = {one.email for one in guests.guests if one.extra_id is not None}
    for invitee in enter(invitation, guests):
        if invitee.item_id is None:
            seated = invitee.email not in seatless
            letters.write_to_guest(invitee, meeting, facts, paper, call, sender, seated=seated)
        else:
            letters.write_to_presenter(invitee, items[invitee.item_id], call, sender)
    for mailbox in guests.mailboxes:
        letters.write_copy(mailbox, meeting, facts, paper, call, sender)


def enter(invitation: Invitation, guests: Guests) -> list[Invitee]:
    """One row and one secret link for each, in the order of the attendance list; a line of the invitation
    list says from here on which is its own (A55)."""
    invitees = [
        Invitee(
            person_id=guest.person_id,
            name=guest.name,
            email=guest.email,
            language=guest.language,
            category=guest.category,
            organisation_id=guest.organisation_id,
            secret=_secret(invitation),
        )
        for guest in guests.guests
    ] + [
        Invitee(
            person_id=guest.person_id,
            item_id=guest.item_id,
            name=guest.name,
            email=guest.email,
            language=guest.language,
            secret=_secret(invitation),
        )
        for guest in guests.presenters
    ]
    invitation.invitees.extend(invitees)
    db.session.flush()
    lines = zip(guests.guests, invitees, strict=False)  # the presenters come after
    without_seat = [(guest.extra_id, made.id) for guest, made in lines if guest.extra_id is not None]
    if without_seat:
        db.session.execute(
            update(ExtraInvitee), [{"id": line, "invitee_id": made} for line, made in without_seat]
        )
    return invitees


def _secret(invitation: Invitation) -> str:
    """What stands in the link: whose invitation it is, then 256 bits that nobody guesses."""
    return f"{invitation.id}-{secrets.token_urlsafe(32)}"
