"""The two mails of a reminder. Each is in the language of its reader, in the name of who sends it, and says
what is waited for and by when – never what anybody has written at home (H.5)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from councilflow.extensions import db
from councilflow.i18n import speaking
from councilflow.models import Meeting, Person
from councilflow.process.reminders import ReminderKind
from councilflow.services import action_links, mail, secrecy
from councilflow.services.invitations import latecomers, own_item, place_and_time
from councilflow.services.invitations.letters import ways_to_answer
from councilflow.services.reminders.waiting import MAILED_AS, Asked, Awaited, Waiting

TEMPLATES = {ReminderKind.ANSWER: "answer_reminder", ReminderKind.PREPARATION: "preparation_reminder"}


@dataclass(frozen=True, slots=True)
class Preview:
    """The mail as one recipient would read it, with no link that works."""

    name: str
    subject: str
    text: str


def preview(meeting: Meeting, kind: ReminderKind, one: Waiting, *, sender: mail.Sender) -> Preview:
    """What the mail would say. Makes no link, and changes nothing."""
    facts = facts_of(meeting, kind, one, sender, link=lambda _awaited: "…", answer_link=lambda _secret: "…")
    subject, text, _html = mail.written(TEMPLATES[kind], facts, language=one.language)
    return Preview(one.name, mail.one_line(subject), text)


def write(meeting: Meeting, kind: ReminderKind, one: Waiting, *, sender: mail.Sender, now: datetime) -> None:
    """Put the mail to one recipient into the outbox; for each item a link by which it is handed in."""
    facts = facts_of(
        meeting,
        kind,
        one,
        sender,
        link=lambda awaited: _link(one, awaited, now),
        answer_link=lambda secret: mail.address_of(f"/answer/{secret}"),
    )
    invitee_id = one.asked[0].invitee_id if one.asked else None
    mail.queue(
        MAILED_AS[kind],
        to=mail.Recipient(one.name, one.address, one.language, one.person_id, invitee_id),
        template=TEMPLATES[kind],
        facts=facts,
        sender=sender,
        meeting=meeting,
        now=now,
    )


def facts_of(
    meeting: Meeting,
    kind: ReminderKind,
    one: Waiting,
    sender: mail.Sender,
    *,
    link: Callable[[Awaited], str],
    answer_link: Callable[[str], str],
) -> dict[str, Any]:
    """What the template is filled with."""
    facts = place_and_time(meeting) | {"name": one.name, "sender": sender.name}
    if kind is ReminderKind.PREPARATION:
        return facts | _of_preparation(meeting, one, link)
    with speaking(one.language):
        asked = [
            _own_item(each) | {"ways": ways_to_answer(answer_link(each.secret), meeting.form)}
            for each in one.asked
        ]
    sits = any(each.item is None for each in one.asked)
    return facts | {
        "asked": asked,
        "sits": sits,
        "late_papers": latecomers.titles_outside(meeting) if sits else [],
        "meeting_url": mail.address_of(f"/meetings/{meeting.id}") if sits and one.person_id else "",
    }


def _own_item(asked: Asked) -> dict[str, Any]:
    """What is told of the item that the reader presents, its title and its planned time (A68); or of the
    member for whom the reader is asked to serve."""
    if asked.item is None:
        return {"item": "", "serves_for": asked.serves_for}
    own = own_item(asked.item)
    return {name: own[name] for name in ("item", "slot_starts", "slot_ends")}


def _of_preparation(meeting: Meeting, one: Waiting, link: Callable[[Awaited], str]) -> dict[str, Any]:
    with speaking(meeting.council.document_language):
        titles = {each.item.id: secrecy.title_outside(each.item) for each in one.awaited}
    numbers = meeting.numbers
    waiting = [
        {
            "number": numbers[each.item.id] or "",
            "title": titles[each.item.id],
            "kind": each.item.kind,
            "organisation": each.organisation,
            "due": each.due,
            "url": "" if each.item.is_secret else link(each),
        }
        for each in one.awaited
    ]
    return {
        "waiting": waiting,
        "several": len({each.organisation_id for each in one.awaited}) > 1,
        "organisation": one.organisation,
        "due": min((each.due for each in one.awaited), default=None),
        "room_url": mail.address_of(f"/meetings/{meeting.id}/preparation"),
    }


def _link(one: Waiting, awaited: Awaited, now: datetime) -> str:
    person = one.person_id
    carrier = db.session.get(Person, person) if person else None
    if carrier is None:
        return ""
    secret = action_links.make(carrier, awaited.item, awaited.organisation_id, now=now)
    return mail.address_of(f"/act/{secret}")


def sender_of(meeting: Meeting, by: Person | None) -> mail.Sender:
    """Whoever sends it; by itself it goes in the name of the chair who called, and answers go to who sent
    the invitation."""
    if by is not None:
        return mail.Sender(by.name, by.email)
    invitation = meeting.invitation
    issuer = db.session.get(Person, invitation.issued_by_id) if invitation else None
    return mail.Sender(invitation.in_name_of if invitation else "", issuer.email if issuer else "")
