"""The mails that follow an invitation: the meeting is moved, is cancelled, or is no longer somebody's.

Each goes out in the chair's name, in the language of its reader, with the calendar entry it changes. A
presenter reads of the own item and of no other (A68).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from councilflow.documents.calendar import Contact
from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import speaking
from councilflow.models import Invitation, Invitee, Meeting, Person
from councilflow.process.councils import Category
from councilflow.services import mail
from councilflow.services.invitations import letters, slots
from councilflow.services.invitations.guests import Mailbox
from councilflow.services.invitations.own_item import own_item, place_and_time, planned_times
from councilflow.services.invitations.papers import (
    Call,
    agenda_file,
    calendar_of_item,
    calendar_of_meeting,
    prepare_by,
)
from councilflow.services.mail import Enclosure, Recipient, Sender


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What there is to tell about a meeting that people are invited to.

    `was` is its `place_and_time` before; the meeting itself stands as it is now, and the sequence of the
    invitation has risen already.
    """

    invitation: Invitation
    chair: Person
    reply_to: str
    reason: str
    was: Mapping[str, Any]
    now: datetime

    @property
    def meeting(self) -> Meeting:
        return self.invitation.meeting

    @property
    def sender(self) -> Sender:
        return Sender(self.chair.name, self.reply_to)

    def moved(self, invitees: Iterable[Invitee]) -> None:
        """The new time and place, beside the old, and the question whether one comes, asked again."""
        meeting, call = self.meeting, self._call()
        facts = self._facts() | {
            "was": self.was,
            "prepare_by": prepare_by(meeting),
            "meeting_url": mail.address_of(f"/meetings/{meeting.id}"),
        }
        paper = agenda_file(meeting, chair=self.chair.name, now=self.now)
        for invitee in invitees:
            url = mail.address_of(letters.path_of_answer(invitee.secret))
            with speaking(invitee.language):
                ways = letters.ways_to_answer(url, meeting.form)
            own: dict[str, Any] = {"ways": ways, "answered": invitee.answer_before}
            if invitee.person_id is None:
                own["meeting_url"] = ""  # has no account to open it with
            self._write("moved", invitee, facts | own, call, url=url, paper=paper)

    def cancelled(self, invitees: Iterable[Invitee]) -> None:
        """The meeting is not held, and leaves the calendar."""
        call, facts = self._call(cancels=True), self._facts()
        for invitee in invitees:
            self._write("cancelled", invitee, facts, call)

    def withdrawn(self, invitees: Iterable[Invitee]) -> None:
        """The meeting has moved to a day on which the reader is not called to it."""
        call, facts = self._call(cancels=True), self._facts() | {"was": self.was}
        for invitee in invitees:
            self._write("withdrawn", invitee, facts, call)

    def copies(self, mailboxes: Iterable[Mailbox], template: str) -> None:
        """A copy to each organisation's official address, with nothing to answer (D.1)."""
        facts = self._facts() | {"was": self.was}
        for mailbox in mailboxes:
            language = self.meeting.council.document_language
            mail.queue(
                "copy",
                to=Recipient(mailbox.organisation, mailbox.address, language),
                template=template,
                facts={**facts, "organisation": mailbox.organisation},
                sender=self.sender,
                meeting=self.meeting,
                now=self.now,
            )

    def _facts(self) -> dict[str, Any]:
        return place_and_time(self.meeting) | {"chair": self.chair.name, "reason": self.reason, "item": ""}

    def _call(self, *, cancels: bool = False) -> Call:
        """The entry keeps the organizer it began with: calendars follow nobody else's changes of it."""
        invitation = self.invitation
        issuer = db.session.get(Person, invitation.issued_by_id)
        organizer = Contact(name=invitation.in_name_of, email=issuer.email if issuer else self.reply_to)
        return Call(organizer, invitation.uid, invitation.sequence, self.now, cancels)

    def _write(
        self,
        kind: str,
        invitee: Invitee,
        facts: Mapping[str, Any],
        call: Call,
        *,
        url: str = "",
        paper: Enclosure | None = None,
    ) -> None:
        """One mail with its calendar entry; a presenter's is about the own item, and has no agenda."""
        item = invitee.item
        own = own_item(item) if item is not None else {}
        with speaking(invitee.language):
            to, words = Contact(name=invitee.name, email=invitee.email), _answer_words(url) if url else ""
            if item is None:
                entry = calendar_of_meeting(self.meeting, call, to=to, text=words)
            else:
                planned = planned_times(self.meeting)[item.id]
                slots.keep(invitee, planned)
                entry = calendar_of_item(item, planned, call, to=to, text=words)
        mail.queue(
            kind,
            to=Recipient(invitee.name, invitee.email, invitee.language, invitee.person_id, invitee.id),
            template=kind,
            facts={**facts, **own, "name": invitee.name, "prepares": invitee.category is Category.MEMBER},
            sender=self.sender,
            enclosures=[paper] if paper and item is None else [],
            calendar=entry,
            meeting=self.meeting,
            now=self.now,
        )


def _answer_words(url: str) -> str:
    return _("Svara på kallelsen: %(url)s", url=url)
