"""Four kinds of other opinion: who may have each in the minutes, and until when (D.2): one table.

A reservation is for the elected who took part in the item; it is notified before the meeting ends, and its
reasons may follow until the minutes are approved (KL 4:27). A separate statement is handed in by then too.
A note to the minutes is asked for in connection with the item. A dissenting view is an organisation's, or a
member's own, until the meeting ends (A86, H.2). The profile of the body says which of them it knows.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import IntEnum

from councilflow.process.councils import Category
from councilflow.process.errors import RuleBroken
from councilflow.process.profiles import DissentKind


class Moment(IntEnum):
    """How far the item has come, in the order of time."""

    BEFORE = 0  # the invitation is out
    ON_THE_TABLE = 1  # the meeting goes on, and nothing later has been settled
    LEFT = 2  # the meeting goes on, with a later item
    CLOSED = 3  # the minutes are written and reviewed
    APPROVED = 4  # justerat: nothing gets in


@dataclass(frozen=True, slots=True)
class DissentRule:
    """`first` and `last` are the moments between which it is asked for; both count."""

    last: Moment
    first: Moment = Moment.BEFORE
    by_organisation: bool = False
    takes_part: bool = False
    """Only who took part in the item: present, with the right, without jäv."""
    reasons_until: Moment | None = None
    """Until when its words may be written; None: together with asking for it."""
    stands_against: bool = True
    """Whether it keeps the outcome from being shown as one that all stand behind."""


DISSENTS: dict[DissentKind, DissentRule] = {
    DissentKind.DISSENTING_VIEW: DissentRule(last=Moment.LEFT, by_organisation=True),
    DissentKind.RESERVATION: DissentRule(
        first=Moment.ON_THE_TABLE, last=Moment.LEFT, takes_part=True, reasons_until=Moment.CLOSED
    ),
    DissentKind.SEPARATE_STATEMENT: DissentRule(
        first=Moment.ON_THE_TABLE, last=Moment.CLOSED, stands_against=False
    ),
    DissentKind.MINUTE_NOTE: DissentRule(last=Moment.ON_THE_TABLE, by_organisation=True),
}

SPEAK_FOR_THEMSELVES = frozenset({Category.MEMBER, Category.SUBSTITUTE})
"""The elected: of them a note may be taken in also without a settled right, when the chair lets it (D.2)."""

STAND_AGAINST = frozenset(kind for kind, rule in DISSENTS.items() if rule.stands_against)


def usual_kind(known: Collection[DissentKind]) -> DissentKind:
    """What a view handed in from home becomes: the organisation's own kind among those the body knows."""
    view = DissentKind.DISSENTING_VIEW
    return view if view in known else DissentKind.MINUTE_NOTE


def offered(known: Collection[DissentKind], moment: Moment, *, recorded: bool = False) -> list[DissentKind]:
    """The kinds that may be asked for now, in the order of the table; `recorded`: by who keeps the record."""
    return [kind for kind in DISSENTS if kind in known and _is_open(kind, moment, recorded=recorded)]


def may_add_reasons(kind: DissentKind, moment: Moment) -> bool:
    """Whether the words of what was notified in time may still be written or changed."""
    rule = DISSENTS[kind]
    return moment <= (rule.reasons_until or rule.last)


def _is_open(kind: DissentKind, moment: Moment, *, recorded: bool) -> bool:
    """The chair decides about a note when the meeting has gone on; who keeps the record enters it then."""
    rule = DISSENTS[kind]
    last = Moment.LEFT if recorded and rule.last is Moment.ON_THE_TABLE else rule.last
    return rule.first <= moment <= last


def check_kind(
    kind: DissentKind,
    known: Collection[DissentKind],
    moment: Moment,
    *,
    text: str,
    by_organisation: bool,
    took_part: bool,
    recorded: bool = False,
) -> None:
    """Refuse what D.2 does not allow.

    RuleBroken: dissent-kind-unknown-here (kind), dissent-only-by-person (kind), dissent-without-text,
    dissent-too-early (kind), dissent-too-late (kind), dissent-only-who-took-part (kind).
    """
    rule = DISSENTS[kind]
    if kind not in known:
        raise RuleBroken("dissent-kind-unknown-here", kind=kind)
    if by_organisation and not rule.by_organisation:
        raise RuleBroken("dissent-only-by-person", kind=kind)
    if not text.strip() and rule.reasons_until is None:
        raise RuleBroken("dissent-without-text")
    if not _is_open(kind, moment, recorded=recorded):
        raise RuleBroken("dissent-too-early" if moment < rule.first else "dissent-too-late", kind=kind)
    if rule.takes_part and not took_part:
        raise RuleBroken("dissent-only-who-took-part", kind=kind)
