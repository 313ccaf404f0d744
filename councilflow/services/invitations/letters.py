"""The mails of an invitation: to those invited, to presenters of one item, and to the official mailboxes.

All go out in the chair's name, each in the language of its reader. A presenter's mail holds the own item
and no word of any other (A68); it is made from `own_item` alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from councilflow.documents.calendar import Contact
from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import speaking
from councilflow.models import AgendaItem, Invitee, Meeting, WorkingPrinciples
from councilflow.process.councils import Category
from councilflow.process.meeting import InvitationAnswer, MeetingForm
from councilflow.services import mail, secrecy
from councilflow.services.invitations import slots
from councilflow.services.invitations.guests import Mailbox
from councilflow.services.invitations.own_item import own_item, place_and_time, planned_times
from councilflow.services.invitations.papers import (
    Call,
    calendar_of_item,
    calendar_of_meeting,
    prepare_by,
)
from councilflow.services.mail import Enclosure, Recipient, Sender
from councilflow.services.meetings import joint
from councilflow.words import word


def path_of_answer(secret: str) -> str:
    return f"/answer/{secret}"


def ways_to_answer(url: str, form: MeetingForm) -> list[tuple[str, str]]:
    """Each answer in words with the link that proposes it, in the language being spoken. A link shows a page
    with a button: programs that follow the links of a mail answer for nobody."""
    choices = [one for one in InvitationAnswer if form is not MeetingForm.DIGITAL or one not in _NOT_DIGITAL]
    return [(word(one), f"{url}?answer={one}") for one in choices]


_NOT_DIGITAL = (InvitationAnswer.REMOTELY,)
"""At a digital meeting everybody who comes does so at a distance."""


def agenda_facts(meeting: Meeting) -> dict[str, Any]:
    """What those invited to the whole meeting read."""
    names, numbers = joint.names_of(meeting), meeting.numbers
    with speaking(meeting.council.document_language):
        titles = {item.id: secrecy.title_outside(item, names) for item in meeting.items}
    return place_and_time(meeting) | {
        "items": [(numbers[item.id] or "", titles[item.id], item.kind) for item in meeting.items],
        "prepare_by": prepare_by(meeting),
        "principles": _principles(meeting),
        "joint_with": names.get(meeting.council.includes_id, ""),
        "meeting_url": mail.address_of(f"/meetings/{meeting.id}"),
    }


def _principles(meeting: Meeting) -> str:
    """The title of the council's budkavle in force, or of the narrower council's (A92)."""
    council = meeting.council
    return (
        db.session.scalar(
            select(WorkingPrinciples.title)
            .where(
                WorkingPrinciples.body_id.in_([council.id, council.includes_id or council.id]),
                WorkingPrinciples.valid_from <= meeting.starts_at.astimezone(council.zone).date(),
            )
            .order_by(WorkingPrinciples.body_id == council.id, WorkingPrinciples.version.desc())
            .limit(1)
        )
        or ""
    )


def write_to_guest(
    invitee: Invitee,
    meeting: Meeting,
    facts: Mapping[str, Any],
    paper: Enclosure,
    call: Call,
    sender: Sender,
    *,
    seated: bool = True,
) -> None:
    """The invitation itself, with the agenda and the request to the calendar. Who is not `seated` is invited
    to this meeting alone (A55), and without an account has the agenda in the letter only."""
    url = mail.address_of(path_of_answer(invitee.secret))
    stands_in = seated and invitee.category is Category.SUBSTITUTE
    facts = {**facts, "seated": seated, "stands_in": stands_in}
    if not invitee.person_id:
        facts["meeting_url"] = ""
    with speaking(invitee.language):
        text = _("Svara på kallelsen: %(url)s", url=url)
        calendar = calendar_of_meeting(
            meeting, call, to=Contact(name=invitee.name, email=invitee.email), text=text
        )
        ways = ways_to_answer(url, meeting.form)
    mail.queue(
        "invitation",
        to=_recipient(invitee),
        template="invitation",
        facts={**facts, "chair": call.chair.name, "name": invitee.name, "ways": ways},
        sender=sender,
        enclosures=[paper],
        calendar=calendar,
        meeting=meeting,
        now=call.now,
    )


def write_to_presenter(invitee: Invitee, item: AgendaItem, call: Call, sender: Sender) -> None:
    """The invitation to present one item, with that item alone (A68)."""
    meeting, url = item.meeting, mail.address_of(path_of_answer(invitee.secret))
    with speaking(invitee.language):
        text = _("Svara på inbjudan: %(url)s", url=url)
        to = Contact(name=invitee.name, email=invitee.email)
        planned = planned_times(meeting)[item.id]
        calendar = calendar_of_item(item, planned, call, to=to, text=text)
        ways = ways_to_answer(url, meeting.form)
    slots.keep(invitee, planned)
    mail.queue(
        "presenting",
        to=_recipient(invitee),
        template="presenting",
        facts={**own_item(item), "chair": call.chair.name, "name": invitee.name, "ways": ways},
        sender=sender,
        calendar=calendar,
        meeting=meeting,
        now=call.now,
    )


def write_copy(
    mailbox: Mailbox, meeting: Meeting, facts: Mapping[str, Any], paper: Enclosure, call: Call, sender: Sender
) -> None:
    """A copy to an organisation's official address: the papers, and nothing to answer."""
    mail.queue(
        "copy",
        to=Recipient(mailbox.organisation, mailbox.address, meeting.council.document_language),
        template="invitation-copy",
        facts={**facts, "chair": call.chair.name, "organisation": mailbox.organisation},
        sender=sender,
        enclosures=[paper],
        meeting=meeting,
        now=call.now,
    )


def _recipient(invitee: Invitee) -> Recipient:
    return Recipient(invitee.name, invitee.email, invitee.language, invitee.person_id, invitee.id)
