"""A plan as a paper to print: its table area by area, or turned, on A4 that lies (B1.4, B3.11, B3.4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from councilflow import i18n
from councilflow.documents import plan_words
from councilflow.documents.finish import finish
from councilflow.documents.gate import approve
from councilflow.documents.layout import H1, H2, LEAD, SIDE, Writer
from councilflow.documents.plan_turned import turned_tables
from councilflow.documents.plan_writer import PlanWriter, Words
from councilflow.documents.sheet import Front
from councilflow.i18n import gettext as _
from councilflow.i18n import speaking
from councilflow.process.plans.document import Indicator, Node, PlanDocument
from councilflow.process.plans.table import Column, Section, heading, sections
from councilflow.process.plans.turned import turned
from councilflow.process.plans.values import MoneyKind
from councilflow.words import word

_SHARES = {Column.PERIOD: 11, Column.PARTIES: 22, Column.BUDGET: 12, Column.FINANCING: 14, Column.GOALS: 24}
_MEASURES, _LEVEL = 34, 22
"""How wide the columns are beside each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPaper:
    """A plan with what the paper says of it: whose it is, and how it stands (B2.21)."""

    document: PlanDocument
    council: str
    standing: str
    """A sentence: adopted when and where, or a draft of which day."""
    acknowledgement: str = ""
    """Who has paid for it (A13)."""
    is_turned: bool = False


def as_pdf(paper: PlanPaper, *, now: datetime) -> bytes:
    """The paper as PDF/A and PDF/UA-1 in the plan's own language. `now` (aware) is the creation date.

    A file that does not pass the gate raises RuleBroken("document-not-approved").
    """
    with speaking(paper.document.language):
        writer = PlanWriter(front_of(paper))
        _write_head(writer, paper)
        if paper.is_turned:
            for one in turned(paper.document):
                for table in turned_tables(one, paper.document):
                    writer.grid(*table)
        else:
            for number, section in enumerate(sections(paper.document), 1):
                _write_section(writer, section, paper.document, number)
        _write_lines(writer, paper.document)
        _write_indicators(writer, paper.document)
        if paper.acknowledgement:
            writer.space(10)
            writer.line(paper.acknowledgement, SIDE)
        return approve(finish(writer.drawn(), now=now))


def front_of(paper: PlanPaper) -> Front:
    document = paper.document
    title = document.title or word(document.kind)
    return Front(
        title=f"{title} – {paper.council}",
        author=paper.council,
        subject=word(document.kind),
        language=document.language if document.language in ("sv", "nb", "nn", "en") else "sv",
        running_head=f"{paper.council} · {title}",
    )


def _write_head(writer: Writer, paper: PlanPaper) -> None:
    document = paper.document
    writer.line(paper.council, LEAD)
    writer.heading(1, document.title or word(document.kind), style=H1)
    writer.line(paper.standing, SIDE)
    facts = [
        (_("Period"), document.period.raw),
        (_("Vision"), document.vision),
        (_("Övergripande mål"), document.overall_goal),
        (_("Värden"), document.core_values.replace("\n", ", ")),
    ]
    if any(told for _what, told in facts):
        writer.facts(facts)
    writer.prose(document.text)


def _write_section(writer: PlanWriter, section: Section, document: PlanDocument, number: int) -> None:
    if section.node:
        writer.heading(2, plan_words.named(section.node), place=f"area-{number}", style=H2)
        writer.prose(section.node.text)
        _write_sums(writer, section.node, document.currency)
    elif loose := _loose(document):
        for level in dict.fromkeys(node.level for node in loose):
            writer.heading(2, level or word(loose[0].kind), style=H2)
            writer.items([plan_words.named(node) for node in loose if node.level == level])
        return
    _write_goals(writer, section.goals)
    rows = [
        [
            Words(
                plan_words.lines_in(cell, head, document.currency),
                section.heads.index(head),
                cell.rows,
                is_head=head.column is None and any(node.measure is None for node in cell.nodes),
            )
            for head, cell in cells
        ]
        for cells in section.laid_out()
    ]
    if rows:
        heads = [[Words([heading(head, document)], place) for place, head in enumerate(section.heads)]]
        writer.grid(heads, rows, _shares(section))


def _loose(document: PlanDocument) -> list[Node]:
    """Goals and themes of the plan as a whole, when nothing to do stands beside them."""
    loose = [node for node in document.children.get("", ()) if not document.children.get(node.key)]
    return loose if all(node.measure is None for node in loose) else []


def _shares(section: Section) -> list[float]:
    last = max((place for place, head in enumerate(section.heads) if head.column is None), default=0)
    return [
        _SHARES[head.column] if head.column else _MEASURES if place == last else _LEVEL
        for place, head in enumerate(section.heads)
    ]


def _write_sums(writer: Writer, node: Node, currency: str) -> None:
    """What stands on an area of money; a sum that the plan states twice is told once."""
    told = {
        (one.kind, one.amount, one.source): f"{word(one.kind)}: {plan_words.money(one, currency)}"
        for one in reversed(node.money)
        if one.raw or one.amount is not None
    }
    if told:
        writer.lead_in(" · ".join(reversed(told.values())))


def _write_goals(writer: Writer, goals: Sequence[Node]) -> None:
    for level in dict.fromkeys(goal.level for goal in goals):
        named = [plan_words.named(goal) for goal in goals if goal.level == level]
        writer.labelled_items(level or word(goals[0].kind), named)


def _write_lines(writer: PlanWriter, document: PlanDocument) -> None:
    """Money beside the tree: administration, financing, the sums that the plan states."""
    if not document.lines:
        return
    writer.heading(2, _("Budget och finansiering"), place="money", style=H2)
    has_notes = any(line.note for line in document.lines)
    rows = [
        [
            Words([plan_words.line_title(line)], 0, is_head=True),
            Words([word(line.kind)], 1),
            Words([str(line.year or "")], 2),
            Words([plan_words.money(replace(line, source=""), document.currency)], 3),
            *([Words([line.note], 4)] if has_notes else []),
        ]
        for kind in MoneyKind
        for line in plan_words.beside(document, kind)
    ]
    heads = [_("Vad"), _("Slag"), _("År"), _("Belopp"), *([_("Anmärkning")] if has_notes else [])]
    _write_list(writer, heads, rows, (34, 18, 10, 18, 34)[: len(heads)])


def _write_indicators(writer: PlanWriter, document: PlanDocument) -> None:
    """What is measured, how it is counted, and what it should reach (B3.5–B3.7, B3.19)."""
    if not document.indicators:
        return
    writer.heading(2, _("Indikatorer"), place="indicators", style=H2)
    rows = [
        [
            Words([one.name], 0, is_head=True),
            Words([text for text in (one.definition, one.counting_rule) if text], 1),
            Words(list(_goals_of(one)), 2),
            Words([text for text in (one.source, one.cadence) if text], 3),
        ]
        for one in document.indicators
    ]
    heads = [_("Indikator"), _("Så räknas den"), _("Målvärde"), _("Källa och hur ofta")]
    _write_list(writer, heads, rows, (30, 40, 24, 24))


def _goals_of(indicator: Indicator) -> Iterator[str]:
    """A line for each year: what the plan states, else what its targets add up to."""
    unit = f" {indicator.unit}" if indicator.unit else ""
    for year in dict.fromkeys(target.year for target in indicator.targets):
        of_year = [one for one in indicator.targets if one.year == year and one.value is not None]
        stated = [one for one in of_year if one.is_sum and not one.node and not one.dimension]
        single = [one.value or 0 for one in of_year if not one.is_sum]
        value = stated[0].value if stated else sum(single) if single else None
        if value is not None:
            yield f"{f'{year}: ' if year else ''}{i18n.number(value)}{unit}"


def _write_list(
    writer: PlanWriter, heads: Sequence[str], rows: Sequence[Sequence[Words]], shares: Sequence[float]
) -> None:
    writer.grid([[Words([words], place) for place, words in enumerate(heads)]], rows, shares)
