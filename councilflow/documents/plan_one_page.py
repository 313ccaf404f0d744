"""A plan on one page for a meeting: every area with its goals, its measures and its money."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from reportlab.lib.styles import ParagraphStyle

from councilflow.documents import plan_words
from councilflow.documents.finish import finish
from councilflow.documents.gate import approve
from councilflow.documents.layout import CELL, H1, LEAD, SIDE
from councilflow.documents.plan_table import PlanPaper, front_of
from councilflow.documents.plan_writer import PlanWriter, Words
from councilflow.documents.text import shortened
from councilflow.i18n import gettext as _
from councilflow.i18n import ngettext, speaking
from councilflow.process.plans.document import Node, PlanDocument
from councilflow.process.plans.sums import Total, totals
from councilflow.process.plans.values import MeasureState, NodeKind
from councilflow.words import word

_ROOM = 24
"""Lines that fit on the page, all areas together; an area has two at the least."""
_LONG = 66
"""Signs on a line of a goal."""
_SMALL = ParagraphStyle("small-cell", parent=CELL, fontSize=8.5, leading=11)


class _OnePage(PlanWriter):
    cell_style = _SMALL


def as_one_page(paper: PlanPaper, *, now: datetime) -> bytes:
    """The summary as PDF/A and PDF/UA-1. RuleBroken("document-not-approved")."""
    document = paper.document
    with speaking(document.language):
        writer = _OnePage(front_of(paper))
        writer.line(" · ".join(part for part in (paper.council, document.period.raw) if part), LEAD)
        writer.heading(1, document.title or word(document.kind), style=H1)
        if document.overall_goal or document.vision:
            writer.line(shortened(document.overall_goal or document.vision, 300))
        rows = list(_rows(document))
        if rows:
            heads = (_("Område"), _("Mål"), _("Insatser"), _("Budget"), _("Finansiering"))
            above = [[Words([words], place) for place, words in enumerate(heads)]]
            writer.grid(above, rows, (24, 44, 24, 14, 14))
        writer.line(paper.standing, SIDE)
        return approve(finish(writer.drawn(), now=now))


def _rows(document: PlanDocument) -> Iterator[list[Words]]:
    amounts = totals(document)
    areas = [node for node in document.children.get("", ()) if document.children.get(node.key)]
    most = max(2, _ROOM // max(len(areas), 1))
    for area in areas:
        lines = [
            [shortened(plan_words.named(area), 60)],
            list(_goals(document, area, most)),
            list(_measures(document, area)),
            *_money(amounts[area.key], document.currency),
        ]
        yield [Words(told, place, is_head=place == 0) for place, told in enumerate(lines)]
    if areas:
        whole = _money(amounts[""], document.currency)
        count = Counter(node.measure.state for node in document.measures if node.measure)
        lines = [[_("Hela planen")], [], list(_counted(count)), *whole]
        yield [Words(told, place, is_head=place == 0) for place, told in enumerate(lines)]


def _goals(document: PlanDocument, area: Node, most: int) -> Iterator[str]:
    goals = [node for node in document.under(area.key) if node.kind is NodeKind.GOAL]
    shown = goals if len(goals) <= most else goals[: most - 1]
    for goal in shown:
        yield shortened(plan_words.named(goal), _LONG)
    if len(goals) > len(shown):
        yield ngettext("och ett mål till", "och %(n)s mål till", len(goals) - len(shown))


def _measures(document: PlanDocument, area: Node) -> Iterator[str]:
    below = (node.measure for node in document.under(area.key))
    yield from _counted(Counter(one.state for one in below if one and not one.is_placeholder))


def _counted(states: Counter[MeasureState]) -> Iterator[str]:
    """9 insatser: 4 pågår, 5 klara – only the states that there are."""
    if states:
        told = ", ".join(f"{states[state]} {word(state).lower()}" for state in MeasureState if states[state])
        count = ngettext("En insats", "%(n)s insatser", states.total())
        yield f"{count}: {told}"


def _money(total: Total, currency: str) -> list[list[str]]:
    told = (total.budget, total.financing)
    return [[plan_words.amount(crowns, currency)] if crowns else [] for crowns in told]
