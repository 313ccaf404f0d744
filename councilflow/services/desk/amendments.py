"""Other wordings, suggested and settled while the meeting works on what it is about to say (A77, A79)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select

from councilflow.extensions import db
from councilflow.models import AgendaItem, Amendment, Organisation, Person
from councilflow.process.agenda import ItemKind
from councilflow.process.amendments import check_suggestion, settled
from councilflow.process.consensus import STANDPOINT_TAKEN
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import PRESENT
from councilflow.process.rights import Act, Right, with_right
from councilflow.process.sitting import AmendmentState
from councilflow.services import attendance, journal, secrecy, visibility
from councilflow.services.desk.hold import hold_open
from councilflow.services.dissents import plain

Found = Row[*tuple[Any, ...]]


def wording_of(item: AgendaItem) -> str:
    """What the council is about to say: as it has been worked on, else as it was proposed."""
    return item.adopted or item.proposal


def proposers(item: AgendaItem) -> list[Found]:
    """The lines of the roll that may propose: with the right, not noted as away, without jäv (KL 6:28)."""
    roll = attendance.read(item.meeting_id)
    serving = roll.serving.get(item.id, {})
    may, recused = with_right(Right.PROPOSE, item.meeting.council.rights), roll.recused.get(item.id, ())
    return [
        line
        for line in roll.lines
        if (line.category in may or line.id in serving)
        and line.id not in recused
        and (line.presence is None or line.presence in PRESENT)
    ]


def own_line(item: AgendaItem, person_id: int) -> Found | None:
    """The acting person's own line, when it may propose."""
    return next((line for line in proposers(item) if line.person_id == person_id), None)


def suggest(
    item: AgendaItem, text: str, *, line_id: int | None = None, by: Person, now: datetime
) -> Amendment:
    """Suggest another wording. `line_id`: whose it is, when who keeps the record writes it in on request.

    RuleBroken: meeting-not-ongoing, amendment-not-here, outcome-already-stated, may-not-propose,
    amendment-without-text, amendment-changes-nothing.
    """
    _hold_undecided(item)
    line = _proposer(item, line_id, by=by, now=now)
    base = wording_of(item)
    check_suggestion(base, text)
    made = Amendment(
        item_id=item.id,
        organisation_id=line.organisation_id,
        suggested_by=line.name,
        suggested_by_id=by.id,
        base=base,
        text=plain(text).strip(),
        suggested_at=now,
    )
    db.session.add(made)
    db.session.flush()
    note_on("wording-suggested", item, made.suggested_by, by=by, now=now, after={"text": made.text})
    return made


def take_in(amendment: Amendment, text: str, *, by: Person, now: datetime) -> None:
    """Let the wording be the one that was suggested, or what became of it when it was talked over.

    RuleBroken: meeting-not-ongoing, outcome-already-stated, amendment-is-settled, amendment-without-text.
    """
    item = db.session.get_one(AgendaItem, amendment.item_id)
    _hold_undecided(item)
    db.session.refresh(amendment)
    if not text.strip():
        raise RuleBroken("amendment-without-text")
    amendment.state = settled(amendment.state, AmendmentState.TAKEN_IN)
    amendment.settled_at = now
    before, item.adopted = wording_of(item), plain(text).strip()
    note_on(
        "wording-taken-in",
        item,
        amendment.suggested_by,
        by=by,
        now=now,
        before={"wording": before},
        after={"wording": item.adopted},
    )


def leave_all_out(item: AgendaItem, *, by: Person, now: datetime) -> None:
    """Keep every suggestion that waits as left out. RuleBroken: as `leave_out`."""
    still = select(Amendment).where(Amendment.item_id == item.id, Amendment.state == AmendmentState.SUGGESTED)
    for one in db.session.scalars(still.order_by(Amendment.id)).all():
        leave_out(one, by=by, now=now)


def leave_out(amendment: Amendment, *, by: Person, now: datetime) -> None:
    """Keep it as left out. RuleBroken: meeting-not-ongoing, outcome-already-stated, amendment-is-settled."""
    _settle(amendment, AmendmentState.LEFT_OUT, "wording-left-out", by=by, now=now)


def withdraw(amendment: Amendment, *, by: Person, now: datetime) -> None:
    """Take back one's own suggestion, or somebody's on request.

    RuleBroken: meeting-not-ongoing, outcome-already-stated, amendment-is-settled, may-not-propose.
    """
    item = db.session.get_one(AgendaItem, amendment.item_id)
    if not _is_own(amendment, item, by) and not _records(item, by=by, now=now):
        raise RuleBroken("may-not-propose")
    _settle(amendment, AmendmentState.WITHDRAWN, "wording-withdrawn", by=by, now=now)


def _is_own(amendment: Amendment, item: AgendaItem, by: Person) -> bool:
    """Whether the person made it, or somebody wrote it in for them; a namesake from elsewhere is another."""
    own = own_line(item, by.id)
    return amendment.suggested_by_id == by.id or (
        own is not None
        and (own.name, own.organisation_id) == (amendment.suggested_by, amendment.organisation_id)
    )


def listed(item_id: int, *states: AmendmentState) -> Sequence[Found]:
    """The suggestions in the order they came, all of them or those of some states: id, suggested_by,
    suggested_by_id, organisation, base, text, state, suggested_at, settled_at."""
    return db.session.execute(
        select(
            Amendment.id,
            Amendment.suggested_by,
            Amendment.suggested_by_id,
            Organisation.name.label("organisation"),
            Amendment.base,
            Amendment.text,
            Amendment.state,
            Amendment.suggested_at,
            Amendment.settled_at,
        )
        .outerjoin(Organisation, Organisation.id == Amendment.organisation_id)
        .where(Amendment.item_id == item_id, Amendment.state.in_(states or tuple(AmendmentState)))
        .order_by(Amendment.id)
    ).all()


def waiting(item_id: int) -> int:
    """How many suggestions nobody has settled."""
    counted = select(func.count()).where(
        Amendment.item_id == item_id, Amendment.state == AmendmentState.SUGGESTED
    )
    return db.session.scalar(counted) or 0


def _settle(amendment: Amendment, to: AmendmentState, happened: str, *, by: Person, now: datetime) -> None:
    item = db.session.get_one(AgendaItem, amendment.item_id)
    _hold_unsettled(item)
    db.session.refresh(amendment)
    amendment.state, amendment.settled_at = settled(amendment.state, to), now
    note_on(happened, item, amendment.suggested_by, by=by, now=now)


def _proposer(item: AgendaItem, line_id: int | None, *, by: Person, now: datetime) -> Found:
    """Whose suggestion it is. RuleBroken: may-not-propose."""
    if line_id is None:
        own = own_line(item, by.id)
        if own is None:
            raise RuleBroken("may-not-propose")
        return own
    named = next((line for line in proposers(item) if line.id == line_id), None)
    if named is None or not (named.person_id == by.id or _records(item, by=by, now=now)):
        raise RuleBroken("may-not-propose")
    return named


def _records(item: AgendaItem, *, by: Person, now: datetime) -> bool:
    who = visibility.viewer(by.id, by.session_key, now=now)
    return who is not None and Act.RECORD_MEETING in who.acts_in(item.meeting.council_id)


def _hold_undecided(item: AgendaItem) -> None:
    _hold_unsettled(item)
    if item.outcome is not None:
        raise RuleBroken("outcome-already-stated", outcome=item.outcome)


def _hold_unsettled(item: AgendaItem) -> None:
    """Also a question that was put off, whose suggestions wait: it may yet be taken up again."""
    hold_open(item.meeting)
    db.session.refresh(item)
    if item.kind is not ItemKind.STANDPOINT:
        raise RuleBroken("amendment-not-here")
    if item.outcome in STANDPOINT_TAKEN:
        raise RuleBroken("outcome-already-stated", outcome=item.outcome)


def note_on(
    happened: str,
    item: AgendaItem,
    about: str,
    *,
    by: Person,
    now: datetime,
    before: dict[str, str] | None = None,
    after: dict[str, str] | None = None,
) -> None:
    """A line in the journal about what somebody proposed on the item; of a secret one only its mark."""
    journal.note(
        happened,
        by=by,
        now=now,
        meeting=item.meeting,
        about=", ".join(part for part in (about, secrecy.title_outside(item)) if part),
        before=secrecy.words_outside(item, before or {}),
        after=secrecy.words_outside(item, after or {}),
    )
