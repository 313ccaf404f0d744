"""An invitation that goes out after the others, and one that is called off (A55).

Both speak of the same meeting to people's calendars: the same UID, and the sequence as it stands.
"""

from __future__ import annotations

from datetime import datetime

from councilflow.documents.calendar import Contact
from councilflow.extensions import db
from councilflow.i18n import speaking
from councilflow.models import Invitation, Invitee, Meeting, Person
from councilflow.services import mail
from councilflow.services.invitations import letters
from councilflow.services.invitations.guests import Guests
from councilflow.services.invitations.issue import enter
from councilflow.services.invitations.own_item import own_item, place_and_time, planned_times
from councilflow.services.invitations.papers import (
    Call,
    agenda_file,
    calendar_of_item,
    calendar_of_meeting,
)
from councilflow.services.mail import Recipient, Sender


def call_as_well(invitation: Invitation, guests: Guests, *, now: datetime, seated: bool = False) -> None:
    """Send the invitation to these guests as it went to the others, in the same name."""
    meeting, call = invitation.meeting, call_of(invitation, now)
    facts = letters.agenda_facts(meeting)
    paper = agenda_file(meeting, chair=invitation.in_name_of, now=now)
    for invitee in enter(invitation, guests):
        letters.write_to_guest(invitee, meeting, facts, paper, call, sender_of(call), seated=seated)


def call_off(invitee: Invitee, meeting: Meeting, *, now: datetime, reason: str = "") -> None:
    """Tell somebody that the invitation no longer holds, and take the meeting out of the calendar; of a
    presenter the own item alone (A68)."""
    invitee.withdrawn_at = now
    invitation = invitee.invitation
    invitation.sequence += 1  # a calendar takes the later word
    call = call_of(invitation, now, cancels=True)
    with speaking(invitee.language):
        to, item = Contact(name=invitee.name, email=invitee.email), invitee.item
        calendar = (
            calendar_of_meeting(meeting, call, to=to, text="")
            if item is None
            else calendar_of_item(item, planned_times(meeting)[item.id], call, to=to, text="")
        )
    own = own_item(item) if item is not None else place_and_time(meeting) | {"item": ""}
    mail.queue(
        "invitation-withdrawn",
        to=Recipient(invitee.name, invitee.email, invitee.language, invitee.person_id, invitee.id),
        template="invitation-withdrawn",
        facts={**own, "name": invitee.name, "chair": invitation.in_name_of, "reason": reason},
        sender=sender_of(call),
        calendar=calendar,
        meeting=meeting,
        now=now,
    )


def call_of(invitation: Invitation, now: datetime, *, cancels: bool = False) -> Call:
    """The chair's call once more; answers go to whoever sent the first, whom the calendars know."""
    issuer = db.session.get_one(Person, invitation.issued_by_id)
    chair = Contact(name=invitation.in_name_of, email=issuer.email)
    return Call(chair, invitation.uid, invitation.sequence, now, cancels)


def sender_of(call: Call) -> Sender:
    return Sender(call.chair.name, call.chair.email)
