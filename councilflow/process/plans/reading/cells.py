"""What the cells of one row say of a measure or of a point of the plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from councilflow.process.plans import money, parties, periods
from councilflow.process.plans.columns import Meaning
from councilflow.process.plans.document import Measure, Money, Period
from councilflow.process.plans.parties import Parties
from councilflow.process.plans.placeholders import is_placeholder, phase_in
from councilflow.process.plans.reading.desk import Desk
from councilflow.process.plans.reading.funding import Paid, paid_by
from councilflow.process.plans.reading.headings import Column
from councilflow.process.plans.reading.rows import names_several
from councilflow.process.plans.reading.wording import state_of
from councilflow.process.plans.values import MoneyKind, MoneyState, PartyRole, Settlement

ROLES = {
    Meaning.PARTIES: None,
    Meaning.RESPONSIBLE: PartyRole.RESPONSIBLE,
    Meaning.PARTICIPANTS: PartyRole.PARTICIPANT,
    Meaning.EXECUTOR: PartyRole.EXECUTOR,
}


@lru_cache(maxsize=4096)
def _parties(role: PartyRole | None, cell: str) -> Parties:
    """The same few cells come back in every row of a plan."""
    return parties.read_as(role, cell) if role else parties.read(cell)


@lru_cache(maxsize=4096)
def _period(cell: str) -> tuple[Period, str]:
    return periods.read(cell)


def measure_of(title: str, cells: Sequence[tuple[Column, str]], line: int, desk: Desk) -> Measure:
    """The measure with its period, its parties, its state and its phase."""
    measure = Measure(phase=phase_in(title), is_placeholder=is_placeholder(title))
    for column, cell in cells:
        if column.meaning == Meaning.PERIOD:
            period, doubt = _period(cell)
            if doubt:
                desk.doubt(doubt, line, cell, column=column.place + 1)
            measure = replace(measure, period=period)
        elif column.meaning == Meaning.STATE and cell:
            measure = _with_state(measure, cell, line, column, desk)
        elif column.meaning == Meaning.PHASE and cell:
            measure = replace(measure, phase=phase_in(cell) or measure.phase)
    return _with_parties(measure, cells, line, desk)


def _with_state(measure: Measure, cell: str, line: int, column: Column, desk: Desk) -> Measure:
    state = state_of(cell)
    if state is None:
        desk.doubt("state-unknown", line, cell, column=column.place + 1)
        return measure
    return replace(measure, state=state)


def _with_parties(measure: Measure, cells: Sequence[tuple[Column, str]], line: int, desk: Desk) -> Measure:
    said = [(column, cell) for column, cell in cells if column.meaning in ROLES and cell]
    found: list[Parties] = []
    for column, cell in said:
        role = ROLES[Meaning(column.meaning)]
        read = _parties(role, cell)
        for doubt in read.doubts or (("one-or-several",) if names_several(cell) else ()):
            desk.doubt(doubt, line, cell, column=column.place + 1)
        found.append(read)
    if not found:
        return measure
    settlements = [one.settlement for one in found]
    settled = next(
        (one for one in (Settlement.STATED, Settlement.NOT_SETTLED) if one in settlements), settlements[0]
    )
    return replace(
        measure,
        settlement=settled,
        parties_raw=said[0][1]
        if len(said) == 1
        else "\n".join(f"{column.heading}: {cell}" for column, cell in said),
        parties=tuple(party for one in found for party in one.parties),
    )


def money_of(column: Column, cell: str, line: int, desk: Desk) -> tuple[Money, ...]:
    """What a cell of money says; a cell of financing may name sources instead (B2.13)."""
    kind = MoneyKind.FINANCING if column.meaning in (Meaning.FINANCING, Meaning.SOURCE) else MoneyKind.BUDGET
    paid = paid_by(cell) if kind is MoneyKind.FINANCING else ()
    if any(one.source and one.amount for one in paid):
        return tuple(_paid(kind, column, cell, one, line, desk) for one in paid)
    read = money.read(cell, unit=column.unit)
    if kind is MoneyKind.FINANCING and read.state in (MoneyState.UNREAD, MoneyState.NOT_STATED):
        named = dict.fromkeys(one.source for one in paid)
        return tuple(Money(kind, raw=cell, year=column.year, source=source) for source in named)
    _doubt_money(read, line, cell, column, desk)
    return (Money(kind, read.state, cell, read.amount, column.year),)


def _paid(kind: MoneyKind, column: Column, cell: str, paid: Paid, line: int, desk: Desk) -> Money:
    """One source of a cell that says how much each of them pays; each keeps the whole cell."""
    if not paid.amount:
        return Money(kind, raw=cell, year=column.year, source=paid.source)
    read = money.read(paid.amount)
    _doubt_money(read, line, cell, column, desk)
    return Money(kind, read.state, cell, read.amount, column.year, source=paid.source)


def _doubt_money(read: money.Amount, line: int, cell: str, column: Column, desk: Desk) -> None:
    if read.doubt:
        made = "" if read.amount is None else str(read.amount)
        desk.doubt(f"money-{read.doubt}", line, cell, made, column.place + 1)
