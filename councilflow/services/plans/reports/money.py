"""The money of a report: budget against financing, by area, by source and by year (B3.15, B3.16)."""

from __future__ import annotations

from collections.abc import Iterator

from councilflow.i18n import gettext as _
from councilflow.i18n import ngettext
from councilflow.process.plans.document import Money, Node, PlanDocument
from councilflow.process.plans.reports import Cell, CellKind, Column, Table
from councilflow.process.plans.sums import Total, balance, differences, totals
from councilflow.process.plans.values import MoneyKind
from councilflow.services.plans.money import reallocations_of
from councilflow.services.plans.reports.named import named

_MONEY = CellKind.MONEY


def budget_tables(document: PlanDocument, top: str) -> Iterator[Table]:
    """Of the plan, or of the part of it below the node with the key `top`."""
    yield _by_post(document, top)
    nodes = list(document.under(top))
    cells = [money for node in nodes for money in node.money]
    if not top:
        cells += document.lines
    if sources := _by_source(cells, document.currency):
        yield sources
    if not top:
        yield from _of_whole(document)


def _by_post(document: PlanDocument, top: str) -> Table:
    sums = totals(document)
    parts = document.children.get(top, ())
    rows: list[tuple[Cell, ...]] = []
    if top and document.by_key[top].money:
        own = document.by_key[top]
        rows += [_cell(money, own) for money in own.money if not money.is_sum]
    rows += [_line(named(node.code, node.title), sums[node.key]) for node in parts if _has(sums[node.key])]
    if not top:
        rows += [_cell(money) for money in document.lines if not money.is_sum]
    count = len(rows)
    if count:
        rows.append(_line(_("Summa"), sums[top]))
    currency = document.currency
    columns = (
        Column(_("Post"), share=44),
        Column(_("Budget (%(currency)s)", currency=currency), _MONEY, 18),
        Column(_("Finansiering (%(currency)s)", currency=currency), _MONEY, 18),
        Column(_("Anmärkning"), share=24),
    )
    note = "" if count else _("Inga belopp är inskrivna.")
    return Table(_("Budget och finansiering"), columns, tuple(rows), note, 1 if count else 0)


def moved_tables(plan_id: int, currency: str) -> Iterator[Table]:
    """What was moved after the plan was written, the oldest first; its own amounts stand (B3.17)."""
    rows = tuple(
        (
            row.moved_on,
            named(row.from_code or "", row.from_title),
            named(row.to_code or "", row.to_title),
            row.amount,
            row.case_no or (f"§ {row.number}" if row.number else ""),
        )
        for row in reversed(reallocations_of(plan_id))
    )
    columns = (
        Column(_("När"), CellKind.DAY, 15),
        Column(_("Från"), share=26),
        Column(_("Till"), share=26),
        Column(_("Belopp (%(currency)s)", currency=currency), _MONEY, 18),
        Column(_("Beslut"), share=15),
    )
    said = _("Pengar som har flyttats mellan planens rader efter beslut. Det planen själv säger står kvar.")
    if rows:
        yield Table(_("Omfördelningar"), columns, rows, said)


def _has(total: Total) -> bool:
    return bool(total.amounts or total.dashes or total.unread)


def _line(title: str, total: Total) -> tuple[Cell, ...]:
    said = []
    if total.dashes:
        said.append(ngettext("%(n)s streck", "%(n)s streck", total.dashes))
    if total.not_stated:
        said.append(ngettext("%(n)s ej angivet", "%(n)s ej angivna", total.not_stated))
    said += [f"{amount} {currency}" for currency, amount in total.foreign.items()]
    return title, total.budget or None, total.financing or None, ", ".join(said)


def _cell(money: Money, node: Node | None = None) -> tuple[Cell, ...]:
    title = money.title or money.source or (named(node.code, node.title) if node else _("Utan namn"))
    shown: Cell = money.amount if money.amount is not None else money.raw
    year = str(money.year or "")
    if money.kind is MoneyKind.BUDGET:
        return title, shown, None, year
    return title, None, shown, year


def _by_source(cells: list[Money], currency: str) -> Table | None:
    sums: dict[str, int] = {}
    for money in cells:
        counts = not money.is_sum and money.amount is not None and money.currency in ("", currency)
        if money.kind is MoneyKind.FINANCING and counts:
            name = money.source or money.title or _("Utan källa")
            sums[name] = sums.get(name, 0) + (money.amount or 0)
    if not sums:
        return None
    rows = ((name, amount) for name, amount in sums.items())
    columns = (
        Column(_("Källa"), share=70),
        Column(_("Belopp (%(currency)s)", currency=currency), _MONEY, 30),
    )
    whole = (_("Summa"), sum(sums.values()))
    return Table(_("Finansiering efter källa"), columns, (*rows, whole), sums=1)


def _of_whole(document: PlanDocument) -> Iterator[Table]:
    columns = (
        Column(_("År"), share=16),
        Column(_("Budget (%(currency)s)", currency=document.currency), _MONEY, 28),
        Column(_("Finansiering (%(currency)s)", currency=document.currency), _MONEY, 28),
        Column(_("Skillnad"), _MONEY, 28),
    )
    years = tuple(
        (str(one.year or _("Utan år")), one.budget, one.financing, one.difference)
        for one in balance(document)
    )
    if years:
        yield Table(_("Budget mot finansiering"), columns, years)
    wrong = [one for one in differences(document) if one.of == "money"]
    if wrong:
        rows = tuple(
            (
                one.title or _node(document, one.node),
                str(one.year or ""),
                int(one.stated),
                int(one.computed),
                int(one.missing),
            )
            for one in wrong
        )
        heads = (
            Column(_("Summa för"), share=40),
            Column(_("År"), share=10),
            Column(_("Enligt planen"), _MONEY, 18),
            Column(_("Delarna ger"), _MONEY, 18),
            Column(_("Skillnad"), _MONEY, 18),
        )
        yield Table(_("Summor som inte går ihop"), heads, rows)


def _node(document: PlanDocument, key: str) -> str:
    node = document.by_key.get(key)
    return named(node.code, node.title) if node else _("Hela planen")
