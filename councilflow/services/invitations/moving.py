"""Moving a meeting that people are invited to, so that it moves in their calendars as well (A69).

Everybody gets the new time under the same UID and a higher sequence, and is asked again: what somebody
answered was about another day. The seats are those of the new day, so some may be invited for the first
time, and others no longer. What the organisations have handed in stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from councilflow.extensions import db
from councilflow.models import Invitation, Invitee, Meeting, Person, SubstituteCall
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingForm, MeetingState
from councilflow.process.timetable import Night
from councilflow.services import journal
from councilflow.services.invitations import news
from councilflow.services.invitations.guests import Guest, Guests, Mailbox, PresentingGuest, expected
from councilflow.services.invitations.issue import caller, write_to_all
from councilflow.services.invitations.own_item import place_and_time
from councilflow.services.meetings import check_not_cancelled, check_when, facts_of, locked, what_differs


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Where a meeting is moved, and why. The instants are aware."""

    starts_at: datetime
    ends_at: datetime
    nights: tuple[Night, ...] = ()
    form: MeetingForm
    place: str
    link: str
    reason: str

    def facts(self) -> dict[str, Any]:
        return {
            "starts_at": self.starts_at,
            "ends_at": self.ends_at,
            "nights": self.nights,
            "form": self.form,
            "place": self.place.strip(),
            "link": self.link.strip(),
        }


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom a move reaches: those who stay invited, the first invitation, and those it lets go."""

    staying: list[tuple[Invitee, Guest | PresentingGuest]]
    coming: Guests
    leaving: list[Invitee]
    mailboxes: list[Mailbox]

    @property
    def people(self) -> int:
        """How many different people get a mail."""
        addresses = [guest.email for _invitee, guest in self.staying]
        addresses += [one.email for one in self.coming.guests]
        addresses += [one.email for one in self.coming.presenters]
        addresses += [one.email for one in self.leaving]
        return len({address.lower() for address in addresses})


def check_move(meeting: Meeting, move: Move, *, now: datetime) -> None:
    """RuleBroken: meeting-cannot-be-moved (state), meeting-is-cancelled, why-missing, nothing-moved, and the
    codes of `check_when`."""
    invitation_of(meeting)
    if not move.reason.strip():
        raise RuleBroken("why-missing")
    if all(getattr(meeting, name) == value for name, value in move.facts().items()):
        raise RuleBroken("nothing-moved")
    check_when(meeting.council, move.starts_at, move.ends_at, move.nights, now=now)


def reach_of(meeting: Meeting, move: Move) -> Reach:
    """Whom the move would reach. Changes nothing."""
    before = expected(meeting).mailboxes
    kept = {name: getattr(meeting, name) for name in move.facts()}
    with db.session.no_autoflush:
        _set(meeting, move.facts())
        try:
            guests = expected(meeting)
        finally:
            _set(meeting, kept)
    return _reach(meeting, guests, before)


def _set(meeting: Meeting, facts: dict[str, Any]) -> None:
    for name, value in facts.items():
        setattr(meeting, name, value)


def _reach(meeting: Meeting, guests: Guests, mailboxes_before: Iterable[Mailbox]) -> Reach:
    invitation = meeting.invitation
    invitees = {_key(one): one for one in invitation.invitees} if invitation else {}
    called: list[Guest | PresentingGuest] = [*guests.guests, *guests.presenters]
    wanted = {_key(one): one for one in called}
    boxes = {one.address.lower(): one for one in (*mailboxes_before, *guests.mailboxes)}
    taken = {one.email.lower() for one in wanted.values()}
    return Reach(
        staying=[(invitees[key], one) for key, one in wanted.items() if key in invitees],
        coming=replace(
            guests,
            guests=[one for one in guests.guests if _key(one) not in invitees],
            presenters=[one for one in guests.presenters if _key(one) not in invitees],
            mailboxes=[],
        ),
        leaving=[one for key, one in invitees.items() if key not in wanted and one.withdrawn_at is None],
        mailboxes=[one for address, one in boxes.items() if address not in taken],
    )


def _key(one: Invitee | Guest | PresentingGuest) -> tuple[object, object]:
    """Whom an invitation is for: a person, or an address without an account; and to which item, if one."""
    item_id = getattr(one, "item_id", None)
    who = one.email.lower() if item_id is not None or one.person_id is None else one.person_id
    return item_id, who


def move(
    meeting: Meeting,
    where: Move,
    *,
    sequence: int,
    by: Person,
    now: datetime,
    on_order: str = "",
) -> Reach:
    """Move a meeting and tell everybody, in the running transaction.

    `sequence` is the one of the invitation that the mover saw: of two who move at once the second is told so,
    and nobody gets two mails. Who moves on the chair's order says it in words, as with the invitation.

    RuleBroken: somebody-moved-first, only-the-chair-invites, order-of-chair-missing, council-without-chair,
    nobody-to-invite, and as `check_move`.
    """
    meeting = locked(meeting.id)
    invitation = invitation_of(meeting)
    db.session.refresh(invitation)
    if invitation.sequence != sequence:
        raise RuleBroken("somebody-moved-first")
    check_move(meeting, where, now=now)
    chair = caller(meeting, by=by, on_order=on_order, now=now)
    before, was = facts_of(meeting, meeting.council), place_and_time(meeting)
    reach = reach_of(meeting, where)
    if not (reach.coming.guests or any(one.item_id is None for one, _guest in reach.staying)):
        raise RuleBroken("nobody-to-invite")
    _set(meeting, where.facts())
    invitation.sequence += 1
    letter = news.News(
        invitation=invitation,
        chair=chair,
        reply_to=by.email,
        reason=where.reason.strip(),
        was=was,
        now=now,
    )
    _tell(letter, reach)
    _note(meeting, where, reach, before, on_order="" if chair is by else on_order.strip(), by=by, now=now)
    return reach


def _tell(letter: news.News, reach: Reach) -> None:
    for invitee, guest in reach.staying:
        _ask_again(invitee, guest)
    for invitee in reach.leaving:
        invitee.withdrawn_at = letter.now
    _end_calls(letter)
    db.session.flush()
    letter.moved([invitee for invitee, _guest in reach.staying])
    letter.withdrawn(reach.leaving)
    letter.copies(reach.mailboxes, "moved-copy")
    if reach.coming.guests or reach.coming.presenters:
        invitation, chair = letter.invitation, letter.chair
        write_to_all(invitation, reach.coming, chair=chair, reply_to=letter.reply_to, now=letter.now)


def _end_calls(letter: news.News) -> None:
    """Who serves for whom was about the other day; substitutes are asked anew as well (D.1)."""
    invited = select(Invitee.id).where(Invitee.invitation_id == letter.invitation.id)
    db.session.execute(
        update(SubstituteCall)
        .where(SubstituteCall.invitee_id.in_(invited), SubstituteCall.ended_at.is_(None))
        .values(ended_at=letter.now)
    )


def stands(meeting: Meeting) -> Reach:
    """Whom the invitation should reach as seats and lists stand now, against whom it has reached."""
    return _reach(meeting, expected(meeting), [])


def _ask_again(invitee: Invitee, guest: Guest | PresentingGuest) -> None:
    """The answer was about another time; it is shown, and asked for anew. The mail goes to where the person
    has it today."""
    invitee.answer_before = invitee.answer or invitee.answer_before
    invitee.answer, invitee.answered_at, invitee.withdrawn_at = None, None, None
    invitee.answer_note = ""
    invitee.name, invitee.email, invitee.language = guest.name, guest.email, guest.language


def _note(
    meeting: Meeting,
    where: Move,
    reach: Reach,
    before: dict[str, Any],
    *,
    on_order: str,
    by: Person,
    now: datetime,
) -> None:
    was, became = what_differs(before, facts_of(meeting, meeting.council))
    counted = {
        "told": len(reach.staying),
        "newly_invited": len(reach.coming.guests) + len(reach.coming.presenters),
        "no_longer_invited": len(reach.leaving),
    }
    journal.note(
        "meeting-moved",
        by=by,
        now=now,
        meeting=meeting,
        before=was,
        after=became
        | {"reason": where.reason.strip()}
        | {name: n for name, n in counted.items() if n}
        | ({"on_order": on_order} if on_order else {}),
    )


def invitation_of(meeting: Meeting) -> Invitation:
    """The invitation of a meeting that can be moved. RuleBroken: meeting-is-cancelled,
    meeting-cannot-be-moved."""
    check_not_cancelled(meeting)
    if meeting.state is not MeetingState.INVITED or meeting.invitation is None:
        raise RuleBroken("meeting-cannot-be-moved", state=meeting.state)
    return meeting.invitation
