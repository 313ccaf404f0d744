"""What happened, in whole sentences: the words of the draft, in the language being spoken.

Lists, votes, noted views and conflicts of interest have places of their own in the minutes and are not told
here again. A wording that was suggested is told by what became of it, never word for word (A79).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Row

from councilflow.i18n import clock, listed, ngettext, weekday_date
from councilflow.i18n import gettext as _
from councilflow.process.agenda import StandingItem
from councilflow.process.consensus import STANDPOINT_TAKEN, Outcome
from councilflow.process.councils import Category
from councilflow.process.meeting import PRESENT, Presence, SignatoryRole
from councilflow.process.presence import Move
from councilflow.process.profiles import PROFILES, OutcomeWord
from councilflow.process.sitting import AmendmentState
from councilflow.services.minutes.record import Record

Item = Row[*tuple[Any, ...]]


def of_standing(record: Record, item: Item) -> list[str] | None:
    """What is said under an item that every meeting has; None for one that has no sentences."""
    told = {
        StandingItem.OPENING: opening,
        StandingItem.ELECTION: election,
        StandingItem.AGENDA: agenda,
        StandingItem.CLOSING: closing,
    }.get(item.standing)
    return told(record) if told else None


def opening(record: Record) -> list[str]:
    """What is said at the opening: also who adjusts the minutes and that the agenda is approved, unless these
    have items of their own."""
    apart = {item.standing for item in record.items}
    told = [_("Ordföranden öppnar mötet klockan %(clock)s.", clock=clock(record.began_at))]
    if record.holder(SignatoryRole.SECRETARY):
        told.append(_("%(name)s är mötets sekreterare.", name=record.holder(SignatoryRole.SECRETARY)))
    if roll := roll_call(record):
        told.append(roll)
    if StandingItem.ELECTION not in apart:
        told += election(record)
    if StandingItem.AGENDA not in apart:
        told += agenda(record)
    return told


def roll_call(record: Record) -> str:
    """How many were there when the roll was called, one paragraph for each day that it was; or nothing."""
    days = record.roll.called_on
    return "\n".join(_called(record, day, is_only=len(days) == 1) for day in days)


def _called(record: Record, day: date, *, is_only: bool) -> str:
    roll = record.roll
    answered = roll.called(day)
    members = [line.id for line in roll.lines if line.category is Category.MEMBER]
    there = [line for line in members if answered.get(line) in PRESENT]
    told = [_("Upprop förrättas.") if is_only else _("Upprop förrättas %(day)s.", day=weekday_date(day))]
    told.append(
        ngettext(
            "Av rådets %(all)s ledamöter är en närvarande.",
            "Av rådets %(all)s ledamöter är %(n)s närvarande.",
            len(there),
            all=len(members),
        )
    )
    if remote := sum(answered[line] is Presence.REMOTE for line in there):
        told.append(ngettext("En av dem deltar på distans.", "%(n)s av dem deltar på distans.", remote))
    first = roll.first_of(day)
    if first is not None and (serving := len(roll.serving[first])):
        told.append(ngettext("En ersättare tjänstgör.", "%(n)s ersättare tjänstgör.", serving))
    return " ".join(told)


def election(record: Record) -> list[str]:
    if not record.elected:
        return []
    return [_("%(names)s väljs att jämte ordföranden justera protokollet.", names=listed(record.elected))]


def agenda(record: Record) -> list[str]:
    """That the agenda is approved, and what was put on it; by number, for a title may be under secrecy."""
    added = [
        _("§ %(number)s", number=item.number or item.position)
        for item in record.items
        if item.added_at_meeting
    ]
    if not added:
        return [_("Dagordningen godkänns.")]
    return [_("Dagordningen godkänns med tillägg av %(paragraphs)s.", paragraphs=listed(added))]


def rests(record: Record) -> list[str]:
    """Why the meeting rested, when it was recorded on another day than its own and no hour can be told."""
    return [
        _("Mötet ajourneras. Skäl: %(reason)s.", reason=one.reason.rstrip("."))
        for one in record.adjournments
        if one.reason and record.roll.day_of(one.begun_at) is None
    ]


def closing(record: Record) -> list[str]:
    told = []
    if record.next_meeting:
        told.append(
            _(
                "Nästa möte är %(day)s klockan %(clock)s.",
                day=weekday_date(record.next_meeting),
                clock=clock(record.next_meeting),
            )
        )
    told.append(_("Ordföranden avslutar mötet klockan %(clock)s.", clock=clock(record.ended_at)))
    return told


def course(record: Record, item: Item) -> list[str]:
    """How the item was dealt with, in the order it happened; empty when there is nothing to tell."""
    return [
        *_moves(record, before=item.id),
        *([_("Punkten läggs till på dagordningen under mötet.")] if item.added_at_meeting else []),
        *_presentation(record, item),
        *_speakers(record, item),
        *_amendments(record, item),
        *_read_out(record, item),
        *_goes_to(record, item),
        *([_("Paragrafen justeras omedelbart.")] if item.immediate_approval_at else []),
        *_moves(record, after=item.id),
    ]


def _moves(record: Record, *, before: int | None = None, after: int | None = None) -> list[str]:
    """Who came and went before the item, or after the last one of all (KL 5:66)."""
    roll = record.roll
    found = [
        one
        for one in roll.movements
        if one.move in (Move.ARRIVES, Move.LEAVES)
        and (one.before == before if before is not None else one.before is None and one.after == after)
    ]
    return [_move(record, roll.by_id[one.line].name, one) for one in found]


def _move(record: Record, name: str, one: Any) -> str:
    if record.roll.day_of(one.at) is None:
        return (
            _("%(name)s kommer till mötet.", name=name)
            if one.move is Move.ARRIVES
            else _("%(name)s lämnar mötet.", name=name)
        )
    facts = {"name": name, "clock": clock(one.at.astimezone(record.zone))}
    if one.move is Move.ARRIVES:
        return _("%(name)s kommer till mötet klockan %(clock)s.", **facts)
    return _("%(name)s lämnar mötet klockan %(clock)s.", **facts)


def _presentation(record: Record, item: Item) -> list[str]:
    if item.presented_at is None:
        return []
    names = [one.name for one in record.presenters.get(item.id, [])]
    if not names:
        return [_("Frågan föredras.")]
    return [
        ngettext("%(names)s föredrar frågan.", "%(names)s föredrar frågan.", len(names), names=listed(names))
    ]


def _speakers(record: Record, item: Item) -> list[str]:
    """Only where the council keeps them; each once, in the order they spoke."""
    names = list(dict.fromkeys(one.name for one in record.speakers.get(item.id, [])))
    return [_("I samtalet yttrar sig %(names)s.", names=listed(names))] if names else []


def _amendments(record: Record, item: Item) -> list[str]:
    """What became of other wordings. One that was taken back leaves no trace, nor one of a question put
    off before anybody had said whether it was taken in."""
    found = record.amendments.get(item.id, [])
    told = []
    if taken := _proposers(found, AmendmentState.TAKEN_IN):
        told.append(_("Förslaget till lydelse ändras efter synpunkter från %(names)s.", names=listed(taken)))
    left = [one for one in found if one.state is AmendmentState.LEFT_OUT]
    if left:
        told.append(
            ngettext(
                "Ett annat förslag till lydelse, från %(names)s, tas inte in.",
                "Andra förslag till lydelse, från %(names)s, tas inte in.",
                len(left),
                names=listed(_proposers(left, AmendmentState.LEFT_OUT)),
            )
        )
    return told


def _proposers(found: list[Item], *states: AmendmentState) -> list[str]:
    """By name and organisation, each once."""
    return list(
        dict.fromkeys(
            _("%(name)s (%(organisation)s)", name=one.suggested_by, organisation=one.organisation)
            if one.organisation and one.organisation not in one.suggested_by
            else one.suggested_by
            for one in found
            if one.state in states
        )
    )


def _read_out(record: Record, item: Item) -> list[str]:
    """That the wording was read out, and what the chair stated; a vote is told where the votes are."""
    if item.outcome not in STANDPOINT_TAKEN or item.outcome is Outcome.DECIDED or not item.adopted:
        return []
    told = []
    called = PROFILES[record.meeting.minutes_profile].outcome
    if called is OutcomeWord.DECISION:
        if item.id not in record.voting:
            told.append(_("Ordföranden läser upp förslaget och finner att det antas."))
    elif item.outcome is Outcome.CONSENSUS:
        told.append(_("Ordföranden läser upp lydelsen och konstaterar konsensus."))
    else:
        told.append(
            _("Ordföranden läser upp lydelsen och konstaterar konsensus med antecknad avvikande synpunkt.")
        )
    if item.proposal.strip() and item.proposal.strip() != item.adopted.strip():
        told.append(_("Lydelsen är en annan än i det utsända förslaget."))
    return told


def _goes_to(record: Record, item: Item) -> list[str]:
    """Where a question goes that the meeting put off."""
    if item.outcome is Outcome.POSTPONED and record.next_meeting:
        return [_("Punkten tas upp på nästa möte, %(day)s.", day=weekday_date(record.next_meeting))]
    if item.outcome is Outcome.REFERRED_BACK and record.meeting.prepared_by:
        return [
            _("Frågan går tillbaka till %(body)s för fortsatt beredning.", body=record.meeting.prepared_by)
        ]
    return []
