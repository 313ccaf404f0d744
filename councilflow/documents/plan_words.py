"""What the cells and headings of a plan's table say, in the language being spoken.

A plan's own words stand as they were written: a period, a cell of money and the cell of who is responsible
are printed as in the source where it says something, and otherwise from what was entered here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from councilflow.i18n import number
from councilflow.process.plans.document import Money, Node, PlanDocument
from councilflow.process.plans.table import Cell, Head
from councilflow.process.plans.values import MoneyKind, MoneyState
from councilflow.words import word
from councilflow.words.plans import currency_word


def named(node: Node) -> str:
    """The code and the title as people say them: A. Rekruttering."""
    if not node.code or node.title.casefold().startswith(node.code.casefold()):
        return node.title
    return f"{node.code}. {node.title}"


def lines_in(cell: Cell, head: Head, currency: str) -> list[str]:
    """What a cell says, a line for each thing and none twice; amounts of several years say theirs."""
    if cell.money:
        years = {one.year for one in cell.money}
        told = ((one.year if len(years) > 1 else None, money(one, currency)) for one in cell.money)
        lines = (f"{year}: {words}" if year else words for year, words in told if words)
        return list(dict.fromkeys(lines))
    return [*cell.words, *(line for node in cell.nodes for line in _of_node(node))]


def _of_node(node: Node) -> Iterator[str]:
    yield named(node)
    if node.text and node.text.strip() != node.title.strip():
        yield node.text


def money(one: Money, currency: str) -> str:
    """A cell of money: as written, or its amount; a dash is a dash, and an empty cell is empty."""
    told = one.raw
    if told and _says_less(one):
        told = f"{told} ({amount(one.amount or 0, one.currency or currency)})"
    if not told and one.state is MoneyState.AMOUNT and one.amount is not None:
        told = amount(one.amount, one.currency or currency)
    if not told and one.state is MoneyState.DASH:
        told = "–"
    source = one.source if one.source and one.source.casefold() not in told.casefold() else ""
    return ": ".join(part for part in (source, told) if part)


def _says_less(one: Money) -> bool:
    """A bare "4,0" that is of millions says so only in the heading of a column that is not here."""
    bare = re.fullmatch(r"[\d\s.,]+(?:,?-)?", one.raw)
    said = re.sub(r"\D", "", one.raw)
    return bool(bare) and one.amount is not None and int(said or 0) not in (one.amount, one.amount * 100)


def amount(crowns: int, currency: str) -> str:
    """4 600 000 kr, or with the code of another currency."""
    return f"{number(crowns)} {currency_word(currency)}"


def line_title(line: Money) -> str:
    """What a line beside the tree is called."""
    return line.title or line.source or word(line.kind)


def beside(document: PlanDocument, kind: MoneyKind) -> list[Money]:
    """The lines beside the tree of one kind, in the order of the plan."""
    return [line for line in document.lines if line.kind is kind]
