"""What changed after the invitation, sent once more to those it concerns (A.8).

Everybody who is invited to the whole meeting gets all of it; a presenter the own item alone, with its time
(A68); whoever has handed in something for an organisation is told which of those items have changed since.
All of it goes out once, in the chair's name, after somebody has seen what goes to whom.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import select

from councilflow.extensions import db
from councilflow.models import AgendaItem, Invitation, Invitee, LateChange, Meeting, Person, Submission
from councilflow.process.errors import RuleBroken
from councilflow.process.invitation import check_complete
from councilflow.process.late_changes import SLOT, together
from councilflow.services import journal
from councilflow.services.agenda import late
from councilflow.services.invitations import slots
from councilflow.services.invitations.guests import Guests, Mailbox, PresentingGuest, expected
from councilflow.services.invitations.issue import caller, gaps_of
from councilflow.services.invitations.letters_of_changes import Letters
from councilflow.services.invitations.moving import invitation_of
from councilflow.services.meetings import locked, touch


@dataclass(frozen=True, slots=True)
class Changed:
    """An item with what has changed since people were last told; `what` are names of `words.ITEM_FACTS`."""

    item: AgendaItem
    what: list[str]
    first_at: datetime
    last_at: datetime
    by: list[str]

    @property
    def is_withdrawn(self) -> bool:
        return self.item.withdrawn_kind is not None


@dataclass(frozen=True, slots=True)
class HandedIn:
    """Somebody who has handed in something that was about an older text."""

    person: Person
    items: list[AgendaItem]


@dataclass(frozen=True, slots=True)
class Round:
    """What would go out now, and to whom. `seen` names it: somebody who read an older one sends nothing."""

    seen: int
    items: list[Changed]
    guests: list[Invitee] = field(default_factory=list)
    presenters: list[tuple[Invitee, list[str]]] = field(default_factory=list)
    """With what they are told has changed in their own item, its time as well."""
    coming: list[PresentingGuest] = field(default_factory=list)
    """Presenters who were named after the invitation, and get their own now."""
    leaving: list[Invitee] = field(default_factory=list)
    """Presenters whose item was withdrawn, or whom it names no more."""
    handed_in: list[HandedIn] = field(default_factory=list)
    mailboxes: list[Mailbox] = field(default_factory=list)

    @property
    def people(self) -> int:
        """How many different people get a mail."""
        addresses = [one.email for one in self.guests] + [one.email for one, _what in self.presenters]
        addresses += [one.email for one in self.coming] + [one.email for one in self.leaving]
        addresses += [one.person.email for one in self.handed_in]
        return len({address.lower() for address in addresses})


def pending(meeting: Meeting) -> Round:
    """What nobody has been told of yet, and whom it would reach. Changes nothing."""
    rows = late.unsent(meeting.id)
    seen, items = (rows[-1].id if rows else 0), _by_item(meeting, rows)
    invitation = meeting.invitation
    if invitation is None or not rows:
        return Round(seen, items)
    standing = [one for one in invitation.invitees if one.withdrawn_at is None]
    guests = [one for one in standing if one.item_id is None]
    expecting = expected(meeting)
    coming, leaving, staying = _presenters(meeting, standing, expecting)
    return Round(
        seen=seen,
        items=items,
        guests=guests if items else [],
        presenters=_told(meeting, staying, items),
        coming=coming,
        leaving=leaving,
        handed_in=_handed_in(items),
        mailboxes=expecting.mailboxes if items else [],
    )


def _told(
    meeting: Meeting, staying: Sequence[Invitee], items: Sequence[Changed]
) -> list[tuple[Invitee, list[str]]]:
    """The presenters whose own item or time has changed."""
    what = {one.item.id: one.what for one in items}
    shifted = {one.invitee.id for one in slots.shifted(meeting)}
    each = [(one, what.get(one.item_id or 0, []) + ([SLOT] if one.id in shifted else [])) for one in staying]
    return [(one, names) for one, names in each if names]


def _by_item(meeting: Meeting, rows: Sequence[LateChange]) -> list[Changed]:
    people = select(Person.id, Person.name).where(Person.id.in_({row.by_id for row in rows}))
    names = {row.id: row.name for row in db.session.execute(people)}
    found = []
    for item in meeting.items:
        own = [row for row in rows if row.item_id == item.id]
        if what := together([row.what for row in own]):
            by = list(dict.fromkeys(names[row.by_id] for row in own))
            found.append(Changed(item, what, own[0].at, own[-1].at, by))
    return found


def _presenters(
    meeting: Meeting, standing: Sequence[Invitee], expecting: Guests
) -> tuple[list[PresentingGuest], list[Invitee], list[Invitee]]:
    """Those who are new, those who are let go, and those who stay."""
    withdrawn = {item.id for item in meeting.items if item.withdrawn_kind is not None}
    wanted = {
        (one.item_id, one.email.lower()): one for one in expecting.presenters if one.item_id not in withdrawn
    }
    invited = {(one.item_id, one.email.lower()): one for one in standing if one.item_id is not None}
    return (
        [one for key, one in wanted.items() if key not in invited],
        [one for key, one in invited.items() if key not in wanted],
        [one for key, one in invited.items() if key in wanted],
    )


def _handed_in(items: Sequence[Changed]) -> list[HandedIn]:
    """Who handed in something before the items changed; the organisations' own people, and nobody else."""
    changed = {one.item.id: one for one in items}
    rows = db.session.execute(
        select(Submission.item_id, Person)
        .join(Person, Person.id == Submission.submitted_by_id)
        .join(AgendaItem, AgendaItem.id == Submission.item_id)
        .where(
            Submission.item_id.in_(changed),
            Submission.is_latest,
            Submission.item_version < AgendaItem.version,
        )
        .order_by(Person.name, AgendaItem.position)
    )
    found: dict[int, HandedIn] = {}
    for item_id, person in rows:
        found.setdefault(person.id, HandedIn(person, [])).items.append(changed[item_id].item)
    return list(found.values())


def send(
    meeting: Meeting, *, seen: int, words: str = "", by: Person, now: datetime, on_order: str = ""
) -> Round:
    """Send what has changed, in the running transaction, and mark it as told.

    `seen` is that of the round the sender read; `words` is a word of one's own to all who get it. RuleBroken:
    nothing-new-to-send (also for the second of two who send), changes-since-preview, items-incomplete,
    only-the-chair-invites, order-of-chair-missing, council-without-chair, and those of `invitation_of`.
    """
    meeting = locked(meeting.id)
    invitation = invitation_of(meeting)
    chair = caller(meeting, by=by, on_order=on_order, now=now)
    found = pending(meeting)
    if not found.seen:
        raise RuleBroken("nothing-new-to-send")
    if found.seen != seen:
        raise RuleBroken("changes-since-preview")
    check_complete(gaps_of(meeting))
    for row in late.unsent(meeting.id):
        row.told_at = now
    if found.people:
        invitation.sequence += 1  # the calendars of presenters take the later word
        _write(invitation, found, chair=chair, reply_to=by.email, words=words.strip(), now=now)
    touch(meeting)
    journal.note(
        "changes-sent",
        by=by,
        now=now,
        meeting=meeting,
        after={"told": found.people}
        | ({"reason": words.strip()} if words.strip() else {})
        | ({"on_order": on_order.strip()} if chair is not by else {}),
    )
    return found


def _write(
    invitation: Invitation, found: Round, *, chair: Person, reply_to: str, words: str, now: datetime
) -> None:
    letters = Letters(invitation, chair.name, reply_to, words, now)
    lines = [(one.item, one.what) for one in found.items]
    stale = {one.person.id: one.items for one in found.handed_in}
    for invitee in found.guests:
        letters.to_guest(invitee, lines, stale.pop(invitee.person_id, []) if invitee.person_id else [])
    for invitee, what in found.presenters:
        letters.to_presenter(invitee, what)
    letters.to_new_presenters(replace(_nobody(), presenters=found.coming))
    for invitee in found.leaving:
        letters.to_leaving(invitee)
    for one in found.handed_in:
        if one.person.id in stale:
            letters.to_organisation(one.person, one.items)
    for mailbox in found.mailboxes:
        letters.copy(mailbox, lines)


def _nobody() -> Guests:
    return Guests(guests=[], presenters=[], mailboxes=[], without_mail=[], vacant=0)
