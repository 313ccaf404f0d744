"""What the cells and headings of a plan's table say, in the language being spoken.

A plan's own words stand as they were written: a period, a cell of money and the cell of who is responsible
are printed as in the source where it says something, and otherwise from what was entered here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from councilflow.i18n import gettext as _
from councilflow.i18n import number
from councilflow.process.plans.document import Money, Node, Party, PlanDocument
from councilflow.process.plans.grid import Column, Says, Slot
from councilflow.process.plans.values import MoneyKind, MoneyState, NodeKind, PartyRole, Settlement
from councilflow.words import word

_CROWNS = frozenset({"SEK", "NOK", "DKK"})


def named(node: Node) -> str:
    """The code and the title as people say them: A. Rekruttering."""
    if not node.code or node.title.casefold().startswith(node.code.casefold()):
        return node.title
    return f"{node.code}. {node.title}"


def heading(column: Column) -> str:
    """Above a column: the plan's own word for a level, ours for the rest."""
    if column.says is Says.PERIOD:
        return _("Tid")
    if column.says is Says.PARTIES:
        return _("Ansvar och deltagande")
    if column.money:
        called = word(column.money)
        return f"{called} {column.year}" if column.year else called
    return column.word or word(NodeKind.OTHER)


def lines_in(slot: Slot, column: Column, currency: str) -> list[str]:
    """What a cell says, a line for each thing."""
    if column.money:
        return [line for one in slot.money for line in [money(one, currency)] if line]
    if column.says is Says.PERIOD:
        return [node.measure.period.raw for node in slot.nodes if node.measure and node.measure.period.raw]
    if column.says is Says.PARTIES:
        return [line for node in slot.nodes for line in who(node)]
    return [line for node in slot.nodes for line in _of_node(node)]


def _of_node(node: Node) -> Iterator[str]:
    yield named(node)
    if node.text and node.text.strip() != node.title.strip():
        yield node.text


def who(node: Node) -> list[str]:
    """Who is responsible and who takes part, as written or by role."""
    measure = node.measure
    if measure is None:
        return []
    if measure.parties_raw:
        return [measure.parties_raw]
    told = list(_by_role(measure.parties))
    if not told and measure.settlement is Settlement.NOT_SETTLED:
        told = [word(Settlement.NOT_SETTLED)]
    return told


def _by_role(parties: Iterable[Party]) -> Iterator[str]:
    names: dict[PartyRole, list[str]] = {}
    for party in parties:
        names.setdefault(party.role, []).append(party.name)
    for role, all_of_them in names.items():
        yield f"{word(role)}: {', '.join(all_of_them)}"


def money(one: Money, currency: str) -> str:
    """A cell of money: as written, or its amount; a dash is a dash, and an empty cell is empty."""
    told = one.raw
    if not told and one.state is MoneyState.AMOUNT and one.amount is not None:
        told = amount(one.amount, one.currency or currency)
    if not told and one.state is MoneyState.DASH:
        told = "–"
    source = one.source if one.source and one.source != told else ""
    return ": ".join(part for part in (source, told) if part)


def amount(crowns: int, currency: str) -> str:
    """4 600 000 kr, or with the code of another currency."""
    return f"{number(crowns)} {_('kr') if currency in _CROWNS else currency}"


def line_title(line: Money) -> str:
    """What a line beside the tree is called."""
    return line.title or line.source or word(line.kind)


def beside(document: PlanDocument, kind: MoneyKind) -> list[Money]:
    """The lines beside the tree of one kind, in the order of the plan."""
    return [line for line in document.lines if line.kind is kind]
