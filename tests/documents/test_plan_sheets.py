"""A plan as a workbook and as a separated file: what people see there, and that it loads again as it was."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from openpyxl import load_workbook

from councilflow.documents.plan_sheets import as_separated, as_workbook
from councilflow.process.errors import RuleBroken
from councilflow.process.plans.document import Measure, Milestone, Money, Node, Period, PlanDocument
from councilflow.process.plans.reading import read
from councilflow.process.plans.source import blocks_of
from councilflow.process.plans.values import MoneyKind, MoneyState, NodeKind
from councilflow.services.plans.importing import exported
from tests.process.plans.anyplan import plans

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"

SOGN = PlanDocument(
    title="Handlingsplan 2022",
    language="nn",
    currency="NOK",
    levels=(
        (NodeKind.AREA, "Område"),
        (NodeKind.STRATEGY, "Strategi (korleis)"),
        (NodeKind.MEASURE, "Tiltak"),
    ),
    nodes=(
        Node("a", NodeKind.AREA, "Attraktiv buregion", level="Område", code="1"),
        Node("g", NodeKind.GOAL, "Sogn skal lukkast", parent="a", level="Delmål"),
        Node("s", NodeKind.STRATEGY, "Stadutvikling", parent="a", level="Strategi (korleis)"),
        Node(
            "m1",
            NodeKind.MEASURE,
            "Identifisera behov",
            parent="s",
            level="Tiltak",
            money=(Money(MoneyKind.BUDGET, MoneyState.AMOUNT, "0,1 mill", 100_000, 2022),),
            measure=Measure(Period("Haust 2022", 2022, 2022), milestones=(Milestone("x", date(2022, 9, 1)),)),
        ),
        Node(
            "m2",
            NodeKind.MEASURE,
            "=HYPERLINK(evil)",
            parent="s",
            level="Tiltak",
            money=(Money(MoneyKind.BUDGET, MoneyState.DASH, "-", None, 2022),),
            measure=Measure(),
        ),
    ),
)


@settings(max_examples=30)
@given(plans())
def test_a_plan_comes_back_from_a_workbook_as_it_was(document):
    assert exported.in_workbook(as_workbook(document), "plan.xlsx") == document


@settings(max_examples=50)
@given(plans())
def test_a_plan_comes_back_from_a_separated_file_as_it_was(document):
    assert exported.in_text(as_separated(document).decode("utf-8")) == document


@pytest.mark.skipif(not SEEDS.exists(), reason="the sources are not here")
@pytest.mark.parametrize(("number", "language", "measures"), [("000", "nn", 21), ("003", "nb", 20)])
def test_the_plans_of_the_sources_go_out_and_come_in(number, language, measures):
    [path] = SEEDS.glob(f"{number}_*.txt")
    found = read(blocks_of(path.read_text("utf-8")), standing=None, answers={}, language=language).document
    assert len(found.measures) == measures
    assert exported.in_workbook(as_workbook(found), "plan.xlsx") == found
    assert exported.in_text(as_separated(found).decode("utf-8")) == found


def test_the_first_sheet_is_the_table_that_people_know():
    sheet = load_workbook(BytesIO(as_workbook(SOGN))).worksheets[0]
    assert sheet.title == "1. Attraktiv buregion"
    assert sheet["A3"].value == "Delmål: Sogn skal lukkast"
    assert [cell.value for cell in sheet[5]] == ["Strategi (korleis)", "Tiltak", "Dato/tid", "Budsjett 2022"]
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A6:A7"]
    assert [cell.value for cell in sheet[6]] == ["Stadutvikling", "Identifisera behov", "Haust 2022", 100_000]
    assert [cell.value for cell in sheet[7]][1:] == ["=HYPERLINK(evil)", None, "-"]


def test_nothing_in_it_is_a_formula():
    book = load_workbook(BytesIO(as_workbook(SOGN)))
    assert {cell.data_type for sheet in book for row in sheet for cell in row} <= {"s", "n", "d", "b"}
    assert "'=HYPERLINK(evil)" in as_separated(SOGN).decode()


def test_days_are_days():
    sheet = load_workbook(BytesIO(as_workbook(SOGN)))["milestone"]
    assert sheet["D2"].is_date or sheet["C2"].is_date


def test_a_formula_that_somebody_put_in_is_refused():
    book = load_workbook(BytesIO(as_workbook(SOGN)))
    book["money"]["A2"].value = "money"
    book["node"]["D2"].value = "=1+1"
    file = BytesIO()
    book.save(file)
    with pytest.raises(RuleBroken, match="plan-file-formula"):
        exported.in_workbook(file.getvalue(), "plan.xlsx")


def test_other_tables_are_not_ours():
    assert exported.in_text("Tiltak;Ansvar\nA;B\n") is None
    with pytest.raises(RuleBroken, match="plan-file-newer"):
        exported.in_text("councilflow-plan/2;of\n")
