"""A plan on paper: tagged tables with merged cells, over as many pages as it takes (B1.4, B3.11)."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings

from councilflow.documents import plan_words
from councilflow.documents.gate import findings
from councilflow.documents.plan_one_page import as_one_page
from councilflow.documents.plan_table import PlanPaper, as_pdf
from councilflow.process.plans.document import Measure, Money, Node, Period, PlanDocument
from councilflow.process.plans.table import Cell, Column, Head
from councilflow.process.plans.values import MoneyKind, MoneyState, NodeKind
from tests.documents.test_plan_sheets import SOGN
from tests.process.plans.anyplan import plans

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def paper(document: PlanDocument = SOGN, *, is_turned: bool = False) -> PlanPaper:
    return PlanPaper(document=document, council="Sogn regionråd", standing="Utkast", is_turned=is_turned)


def many(measures: int, *, text: str = "Insats") -> PlanDocument:
    """One strategy with so many measures under it."""
    under = tuple(
        Node(
            f"m{number}",
            NodeKind.MEASURE,
            f"{text} {number}",
            parent="s",
            level="Tiltak",
            money=(Money(MoneyKind.BUDGET, MoneyState.AMOUNT, "1", 1),),
            measure=Measure(period=Period("2022")),
        )
        for number in range(measures)
    )
    return replace(SOGN, nodes=(*SOGN.nodes[:3], *under))


def cells(content: bytes, role: str) -> list[dict[str, Any]]:
    """What the cells of a role say of themselves, in reading order."""
    found: list[dict[str, Any]] = []

    def walk(element: Any) -> None:
        if element.get("/S") == role:
            found.append(dict(element.get("/A", {}).items()))
        for kid in element.get("/K", []):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                walk(kid)

    with pikepdf.open(io.BytesIO(content)) as pdf:
        walk(pdf.Root.StructTreeRoot.K[0])
    return found


@settings(max_examples=15)
@given(plans())
def test_any_plan_can_be_printed(document):
    """A file that keeps to the standards comes, or `approve` raises."""
    for is_turned in (False, True):
        assert as_pdf(paper(document, is_turned=is_turned), now=NOW)
    assert as_one_page(paper(document), now=NOW)


@pytest.mark.parametrize("is_turned", [False, True])
def test_the_paper_keeps_to_the_standards_and_lies(is_turned):
    content = as_pdf(paper(is_turned=is_turned), now=NOW)
    assert findings(content) == []
    with pikepdf.open(io.BytesIO(content)) as pdf:
        _, _, width, height = (float(edge) for edge in pdf.pages[0].MediaBox)
    assert width > height


def test_a_strategy_reaches_over_its_measures():
    heads = cells(as_pdf(paper(), now=NOW), "/TH")
    assert [int(head["/RowSpan"]) for head in heads if "/RowSpan" in head] == [2]
    assert {str(head["/Scope"]) for head in heads} == {"/Column", "/Row"}


def test_a_strategy_reaches_over_pages_and_is_one_cell():
    content = as_pdf(paper(many(120)), now=NOW)
    assert findings(content) == []
    heads = cells(content, "/TH")
    assert [int(head["/RowSpan"]) for head in heads if "/RowSpan" in head] == [120]
    assert len([head for head in heads if head["/Scope"] == "/Column"]) == 4
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert len(pdf.pages) > 3


def test_a_cell_longer_than_a_page_goes_on():
    document = many(2, text="En mycket lång beskrivning. " * 400)
    assert findings(as_pdf(paper(document), now=NOW)) == []


def test_a_long_text_over_short_rows_goes_on():
    strategy = replace(SOGN.nodes[2], text="Varför strategin behövs. " * 500)
    document = replace(many(3), nodes=(*SOGN.nodes[:2], strategy, *many(3).nodes[3:]))
    assert findings(as_pdf(paper(document), now=NOW)) == []


def test_an_empty_plan_is_a_paper_too():
    for make in (as_pdf, as_one_page):
        assert findings(make(paper(PlanDocument(title="Tom")), now=NOW)) == []


def test_the_summary_is_one_page():
    areas = [replace(SOGN.nodes[0], key=f"a{number}", code=str(number)) for number in range(10)]
    goals = [
        replace(SOGN.nodes[1], key=f"g{number}", parent=f"a{number % 10}", title="Ett mål " * 20)
        for number in range(60)
    ]
    content = as_one_page(paper(replace(SOGN, nodes=(*areas, *goals))), now=NOW)
    assert findings(content) == []
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert len(pdf.pages) == 1


@pytest.mark.parametrize(
    ("raw", "amount", "told"),
    [
        ("4,0", 4_000_000, "4,0 (4 000 000 kr)"),
        ("800", 800_000, "800 (800 000 kr)"),
        ("400.000,-", 400_000, "400.000,-"),
        ("4 600 000,00", 4_600_000, "4 600 000,00"),
        ("0,1 mill", 100_000, "0,1 mill"),
    ],
)
def test_an_amount_whose_unit_stood_in_a_heading_is_told_in_full(raw: str, amount: int, told: str) -> None:
    money = Money(MoneyKind.BUDGET, MoneyState.AMOUNT, raw, amount)
    assert " ".join(plan_words.money(money, "NOK").split()) == told


def test_a_cell_that_names_its_sources_is_printed_once():
    paid = MoneyKind.FINANCING
    shared = tuple(Money(paid, raw="Drift/prosjekt", source=one) for one in ("Drift", "prosjekt"))
    cell = Cell(words=("Drift/prosjekt",), money=shared)
    assert plan_words.lines_in(cell, Head(column=Column.FINANCING), "NOK") == ["Drift/prosjekt"]
