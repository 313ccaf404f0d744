"""The mails about what changed after the invitation: each says what it is about, and that alone.

A presenter reads of the own item and no word of any other (A68); somebody who handed in for an organisation
reads which of those items changed. What falls under secrecy is named by its mark.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from councilflow.documents.calendar import Contact
from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import speaking
from councilflow.models import AgendaItem, Invitation, Invitee, Person
from councilflow.process.late_changes import WITHDRAWN
from councilflow.process.timetable import Slot
from councilflow.services import mail, secrecy
from councilflow.services.invitations import letters, slots
from councilflow.services.invitations.guests import Guests, Mailbox
from councilflow.services.invitations.issue import enter
from councilflow.services.invitations.own_item import own_item, place_and_time, planned_times
from councilflow.services.invitations.papers import Call, agenda_file, calendar_of_item, prepare_by
from councilflow.services.mail import Recipient, Sender
from councilflow.services.meetings import joint
from councilflow.words.agenda import fact_words

Lines = Sequence[tuple[AgendaItem, list[str]]]
"""Items with the names of what changed in each."""


@dataclass
class Letters:
    """One round of changes, in the chair's name."""

    invitation: Invitation
    chair: str
    reply_to: str
    words: str
    now: datetime

    def __post_init__(self) -> None:
        meeting = self.invitation.meeting
        self.numbers, self.names = meeting.numbers, joint.names_of(meeting)
        self.facts = place_and_time(meeting) | {
            "chair": self.chair,
            "words": self.words,
            "prepare_by": prepare_by(meeting),
        }
        self.meeting_url = mail.address_of(f"/meetings/{meeting.id}")
        self.sender = Sender(self.chair, self.reply_to)
        issuer = db.session.get(Person, self.invitation.issued_by_id)
        # Calendars follow nobody but the organizer that the entry began with.
        self.organizer = Contact(
            name=self.invitation.in_name_of, email=issuer.email if issuer else self.reply_to
        )
        self.paper = agenda_file(meeting, chair=self.chair, now=self.now)

    def to_guest(self, invitee: Invitee, lines: Lines, stale: Sequence[AgendaItem]) -> None:
        """All that changed, with the agenda as it is now, and which own hand-ins it has passed by."""
        with speaking(invitee.language):
            own = {"items": self._told(lines), "stale": [self._title(one) for one in stale]}
        self._queue(
            "changes",
            invitee,
            own | {"meeting_url": self.meeting_url if invitee.person_id else "", "organisation": ""},
            enclosed=True,
        )

    def copy(self, mailbox: Mailbox, lines: Lines) -> None:
        """The same to an organisation's official address, with nothing to do (D.1)."""
        language = self.invitation.meeting.council.document_language
        with speaking(language):
            own = {"items": self._told(lines), "stale": [], "name": mailbox.organisation}
        mail.queue(
            "copy",
            to=Recipient(mailbox.organisation, mailbox.address, language),
            template="changes",
            facts={**self.facts, **own, "meeting_url": "", "organisation": mailbox.organisation},
            sender=self.sender,
            enclosures=[self.paper],
            meeting=self.invitation.meeting,
            now=self.now,
        )

    def to_presenter(self, invitee: Invitee, what: Sequence[str]) -> None:
        """The own item as it stands now, and its time in the calendar."""
        item = invitee.item
        if item is None:
            return
        with speaking(invitee.language):
            own: dict[str, Any] = {"what": fact_words(what), "withdrawn": False}
        planned = planned_times(item.meeting)[item.id]
        slots.keep(invitee, planned)
        entry = self._calendar(invitee, item, planned)
        self._queue("presenting_changed", invitee, own_item(item) | own, calendar=entry)

    def to_leaving(self, invitee: Invitee) -> None:
        """The item is withdrawn, or somebody else presents it: the time leaves the calendar."""
        item = invitee.item
        if item is None:
            return
        invitee.withdrawn_at = self.now
        planned = planned_times(item.meeting)[item.id]
        entry = self._calendar(invitee, item, planned, cancels=True)
        own = own_item(item) | {"what": [], "withdrawn": True}
        self._queue("presenting_changed", invitee, own, calendar=entry)

    def to_new_presenters(self, guests: Guests) -> None:
        """Those who were named after the invitation get their own (A68)."""
        meeting = self.invitation.meeting
        items = {item.id: item for item in meeting.items}
        for invitee in enter(self.invitation, guests):
            if invitee.item_id is not None:
                letters.write_to_presenter(invitee, items[invitee.item_id], self._call(), self.sender)

    def to_organisation(self, person: Person, items: Sequence[AgendaItem]) -> None:
        """To whoever handed in for an organisation without being invited: which of it has been passed by."""
        with speaking(person.language):
            own = {"items": [], "stale": [self._title(one) for one in items], "organisation": ""}
        mail.queue(
            "changes",
            to=Recipient.of(person),
            template="changes",
            facts={**self.facts, **own, "name": person.name, "meeting_url": self.meeting_url},
            sender=self.sender,
            meeting=self.invitation.meeting,
            now=self.now,
        )

    def _told(self, lines: Lines) -> list[tuple[str, list[str]]]:
        """3. Länstransportplanen, and what changed in it, in words; a secret item says only that it did."""
        return [
            (
                self._title(item),
                fact_words(what if not item.is_secret else [one for one in what if one == WITHDRAWN]),
            )
            for item, what in lines
        ]

    def _title(self, item: AgendaItem) -> str:
        title, number = secrecy.title_outside(item, self.names), self.numbers.get(item.id)
        return f"{number}. {title}" if number else title

    def _call(self, *, cancels: bool = False) -> Call:
        return Call(self.organizer, self.invitation.uid, self.invitation.sequence, self.now, cancels)

    def _calendar(
        self, invitee: Invitee, item: AgendaItem, planned: Slot | None, *, cancels: bool = False
    ) -> bytes:
        url = mail.address_of(letters.path_of_answer(invitee.secret))
        with speaking(invitee.language):
            text = "" if cancels else _("Svara på inbjudan: %(url)s", url=url)
            to = Contact(name=invitee.name, email=invitee.email)
            return calendar_of_item(item, planned, self._call(cancels=cancels), to=to, text=text)

    def _queue(
        self,
        template: str,
        invitee: Invitee,
        own: dict[str, Any],
        *,
        calendar: bytes | None = None,
        enclosed: bool = False,
    ) -> None:
        mail.queue(
            "changes",
            to=Recipient(invitee.name, invitee.email, invitee.language, invitee.person_id, invitee.id),
            template=template,
            facts={**self.facts, **own, "name": invitee.name},
            sender=self.sender,
            enclosures=[self.paper] if enclosed else [],
            calendar=calendar,
            meeting=self.invitation.meeting,
            now=self.now,
        )
