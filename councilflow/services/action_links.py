"""Working by mail: a link by which one person does one thing for the organisation, once (A73, A37).

What stands in the mail is a secret of which the table keeps the SHA-256 alone. It names the person, the item
and the organisation, and opens nothing by itself: the password is asked for before anything private is shown
or anything is handed in, and the seat and the rules are those of the moment when it is used. Looking changes
nothing, so that programs which follow every link in a mail hand in nothing.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from councilflow.extensions import db
from councilflow.models import ActionLink, AgendaItem, Organisation, Person, Submission
from councilflow.process.agenda import ItemKind
from councilflow.process.errors import RuleBroken
from councilflow.process.links import LIVES, LinkPurpose
from councilflow.process.meeting import local_date
from councilflow.services import journal, mail, visibility
from councilflow.services.preparation import handing_in, room
from councilflow.services.preparation.room import Content
from councilflow.services.preparation.summary import Found, asked_on

PURPOSES = {
    ItemKind.STANDPOINT: LinkPurpose.HAND_IN_STANCE,
    ItemKind.CONSULTATION: LinkPurpose.ANSWER_CONSULTATION,
}
"""What can be done by mail about an item of this kind."""


def purpose_of(kind: ItemKind | None, *, is_secret: bool) -> LinkPurpose | None:
    """What a link about such an item is for; None when there can be none. What falls under secrecy leaves the
    house in no mail."""
    return None if is_secret or kind is None else PURPOSES.get(kind)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def recipients(item: AgendaItem, *, now: datetime) -> list[tuple[Person, Found]]:
    """Who can be sent a link: those who carry the stance of an organisation that has handed in nothing.
    Nobody about an item that no link may be made for."""
    if purpose_of(item.kind, is_secret=item.is_secret) is None:
        return []
    answered = set(
        db.session.scalars(select(Submission.organisation_id).where(Submission.item_id == item.id))
    )
    waiting = [one for one in asked_on(item) if one.id not in answered]
    day = visibility.today(now)
    found = []
    for one in waiting:
        inside = [row.id for row in room.people(item.meeting.council_id, one.id, day)]
        people = db.session.scalars(select(Person).where(Person.id.in_(inside)).order_by(Person.name))
        found += [(person, one) for person in people if _carries(person, item, one.id, now=now)]
    return found


def _carries(person: Person, item: AgendaItem, organisation_id: int, *, now: datetime) -> bool:
    who = visibility.viewer(person.id, person.session_key, now=now)
    return who is not None and organisation_id in who.stance_homes(item.meeting.council_id)


def send(item: AgendaItem, *, by: Person, now: datetime) -> Sequence[Person]:
    """Mail a link to everybody in `recipients`; links sent before about the item end at once.

    RuleBroken: nothing-by-mail, secret-by-mail, preparation-not-begun, preparation-is-closed,
    meeting-is-closed, meeting-is-cancelled, nobody-to-write-to.
    """
    check_sendable(item)
    handing_in.check_open(item)
    found = recipients(item, now=now)
    if not found:
        raise RuleBroken("nobody-to-write-to")
    for person, organisation in found:
        secret = make(person, item, organisation.id, now=now)
        _write(person, item, organisation.name, secret, by=by, now=now)
    journal.note("links-sent", by=by, now=now, meeting=item.meeting, about=item.title)
    return [person for person, _organisation in found]


def check_sendable(item: AgendaItem) -> LinkPurpose:
    """What a link about the item is for. RuleBroken: secret-by-mail, nothing-by-mail."""
    purpose = purpose_of(item.kind, is_secret=item.is_secret)
    if purpose is None:
        raise RuleBroken("secret-by-mail" if item.is_secret else "nothing-by-mail")
    return purpose


def make(person: Person, item: AgendaItem, organisation_id: int, *, now: datetime) -> str:
    """The secret of a new link; earlier ones of the person about the item hold no longer.

    RuleBroken: those of `check_sendable`.
    """
    purpose = check_sendable(item)
    same = (ActionLink.person_id == person.id, ActionLink.item_id == item.id)
    earlier = (*same, ActionLink.organisation_id == organisation_id, ActionLink.expires_at > now)
    db.session.execute(update(ActionLink).where(*earlier).values(expires_at=now))
    secret = secrets.token_urlsafe(32)
    link = ActionLink(
        secret_hash=_hash(secret),
        purpose=purpose,
        person_id=person.id,
        meeting_id=item.meeting_id,
        item_id=item.id,
        organisation_id=organisation_id,
        made_at=now,
        expires_at=now + LIVES,
    )
    db.session.add(link)
    return secret


def _write(
    person: Person, item: AgendaItem, organisation: str, secret: str, *, by: Person, now: datetime
) -> None:
    council = item.meeting.council
    facts = {
        "council": council.name,
        "organisation": organisation,
        "day": local_date(item.meeting.starts_at, council.zone),
        "title": item.title,
        "is_consultation": item.kind is ItemKind.CONSULTATION,
        "question": item.consultation,
        "until": local_date(now + LIVES, council.zone),
        "asked_by": by.name,
        "url": mail.address_of(f"/act/{secret}"),
    }
    mail.queue(
        "action-link",
        to=mail.Recipient.of(person),
        template="action_link",
        facts=facts,
        sender=mail.Sender(by.name, by.email),
        meeting=item.meeting,
        now=now,
    )


def behind(secret: str) -> ActionLink | None:
    """The link of a secret; None when it was never made. Whether it still holds `check` says."""
    return db.session.scalar(select(ActionLink).where(ActionLink.secret_hash == _hash(secret)))


def check(link: ActionLink, *, now: datetime) -> AgendaItem:
    """The item of a link that can be used now.

    RuleBroken: link-used, link-too-old, link-withdrawn (the seat or the account has ended, or the item is
    another than it was), and those of the item's preparation: preparation-not-begun, preparation-is-closed,
    meeting-is-closed, meeting-is-cancelled, consultation-is-over.
    """
    if link.used_at is not None:
        raise RuleBroken("link-used")
    if now >= link.expires_at:
        raise RuleBroken("link-too-old")
    item = db.session.get(AgendaItem, link.item_id) if link.item_id else None
    person = db.session.get_one(Person, link.person_id)
    if item is None or purpose_of(item.kind, is_secret=item.is_secret) is not link.purpose:
        raise RuleBroken("link-withdrawn")
    if not _carries(person, item, organisation_of(link).id, now=now):
        raise RuleBroken("link-withdrawn")
    handing_in.check_open(item)
    handing_in.check_day(item, organisation_of(link).id, now=now)
    return item


def organisation_of(link: ActionLink) -> Organisation:
    return db.session.get_one(Organisation, link.organisation_id)


def use(
    link: ActionLink, content: Content, *, draft_version: int, text_version: int, now: datetime
) -> Submission:
    """Hand in `content` as the link's person, all of it or nothing, and once. The draft says the same then.

    `draft_version` and `text_version` are those that were read (0: nothing is written). The caller has asked
    for the password. RuleBroken: those of `check`, of `room.save` and of `preparation.submit`.
    """
    with db.session.begin_nested():
        db.session.refresh(link, with_for_update=True)
        item, person = check(link, now=now), db.session.get_one(Person, link.person_id)
        organisation_id = organisation_of(link).id
        row = room.own_row(item, organisation_id)
        if row is None or row.version != draft_version or not content.says_the_same(Content.of(row)):
            columns = content.as_columns() | {"answers": content.answers or {}}
            saved = room.save(item, organisation_id, **columns, version=draft_version, by=person, now=now)
            draft_version = saved.version
        made = handing_in.submit(
            item, organisation_id, by=person, now=now, version=draft_version, text_version=text_version
        )
        link.used_at = now
    return made


def forget(item_id: int, *, now: datetime) -> None:
    """An item goes: the links about it stay as links that hold no longer."""
    same = ActionLink.item_id == item_id
    db.session.execute(update(ActionLink).where(same, ActionLink.expires_at > now).values(expires_at=now))
    db.session.execute(update(ActionLink).where(same).values(item_id=None))
