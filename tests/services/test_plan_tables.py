"""A plan's value goes into the tables and comes out again as it was (B.6)."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from councilflow.extensions import db
from councilflow.models import PlanNode
from councilflow.process.errors import RuleBroken
from councilflow.process.plans.document import (
    Assessment,
    GoalPart,
    Indicator,
    Link,
    Measure,
    Milestone,
    Money,
    Node,
    Party,
    Period,
    Phase,
    PlanDocument,
    StatusNote,
    Target,
    Value,
)
from councilflow.process.plans.values import (
    GoalKind,
    GoalResult,
    LinkKind,
    MeasureState,
    MoneyKind,
    MoneyState,
    NodeKind,
    PartyKind,
    PartyRole,
    PhaseDecision,
    PlanStatus,
    ProjectPhase,
    Season,
    Settlement,
)
from councilflow.services import plans
from tests.conftest import NOW

HALLINGDAL = PlanDocument(
    title="Handlingsplan 2022",
    short_title="Handlingsplan",
    period=Period("2022", 2022, 2022),
    language="nb",
    currency="NOK",
    overall_goal="200 nye arbeidsplasser",
    levels=((NodeKind.AREA, "Innsatsområde"), (NodeKind.STRATEGY, "Strategi"), (NodeKind.MEASURE, "Tiltak")),
    nodes=(
        Node("area", NodeKind.AREA, "Kompetanse", level="Innsatsområde", code="1", grouping="Tematisk"),
        Node(
            "goal",
            NodeKind.GOAL,
            "To prosjekter igangsatt",
            parent="area",
            level="Delmål",
            goal_kind=GoalKind.ACTIVITY,
            goal_parts=(GoalPart("prosjekter igangsatt", 2, 1),),
            assessments=(Assessment(date(2022, 12, 1), GoalResult.PARTLY, "Ett av to", "Programleder"),),
        ),
        Node(
            "strategy",
            NodeKind.STRATEGY,
            "Rekruttering",
            parent="area",
            level="Strategi",
            code="A",
            short_label="A. Rekruttering",
            money=(Money(MoneyKind.BUDGET, MoneyState.AMOUNT, "400.000,-", 400_000, 2022),),
        ),
        Node(
            "measure",
            NodeKind.MEASURE,
            "Støtte opp under andre initiativ",
            parent="strategy",
            level="Tiltak",
            block="rad 1",
            source_line=130,
            measure=Measure(
                period=Period("Vår – sommar 2022", 2022, 2022, Season.SPRING, Season.SUMMER),
                state=MeasureState.ONGOING,
                phase=ProjectPhase.PRE_STUDY,
                settlement=Settlement.STATED,
                parties_raw="Ansvar: SR Deltaking: Kommunane",
                parties=(
                    Party(PartyRole.RESPONSIBLE, "SR"),
                    Party(PartyRole.PARTICIPANT, "Kommunane", PartyKind.ROLE),
                ),
                history=(StatusNote(date(2022, 5, 1), MeasureState.ONGOING, "I gang", "Programleder"),),
                phases=(
                    Phase(ProjectPhase.PRE_STUDY, date(2022, 1, 1), None, PhaseDecision.CONTINUE, None, ""),
                ),
                milestones=(Milestone("Rapport", date(2022, 6, 1)),),
            ),
        ),
        Node(
            "next",
            NodeKind.MEASURE,
            "Ikke konkretisert",
            parent="strategy",
            level="Tiltak",
            measure=Measure(is_placeholder=True, continues="measure"),
        ),
    ),
    links=(Link("goal", "strategy", LinkKind.COVERS, "Cellen er slått sammen"),),
    lines=(
        Money(MoneyKind.BUDGET, MoneyState.AMOUNT, "500 000", 500_000, 2022, title="Administrasjon"),
        Money(MoneyKind.FINANCING, MoneyState.DASH, "-", None, 2022, source="Viken fylkeskommune"),
        Money(
            raw="4,6",
            state=MoneyState.AMOUNT,
            amount=4_600_000,
            title="Sum",
            is_sum=True,
            covers=("area",),
            covers_outside=True,
        ),
    ),
    indicators=(
        Indicator(
            "jobs",
            "Arbeidsplasser",
            unit="arbeidsplasser",
            dimension="Næring",
            targets=(
                Target(5, "5", "Industri", 2022, "strategy"),
                Target(40, "40", "", 2022, "", is_sum=True),
            ),
            values=(Value(2022, 3, "", "Industri", "Foreløpig", "measure"), Value(2022, None, "plass 12")),
        ),
    ),
)


def test_a_plan_comes_out_of_the_tables_as_it_went_in(make):
    plan = plans.new_plan(make.council(), HALLINGDAL)
    plans.add_document(plan, HALLINGDAL, now=NOW)
    db.session.commit()
    assert plans.document_of(plan) == HALLINGDAL


def test_whoever_is_in_the_register_is_found_by_name(make):
    council = make.council(short_name="SR")
    plan = plans.new_plan(council, HALLINGDAL)
    plans.add_document(plan, HALLINGDAL, now=NOW)
    first = plans.document_of(plan).by_key["measure"].measure.parties[0]
    assert first == Party(PartyRole.RESPONSIBLE, "SR", PartyKind.BODY)


def test_what_stands_only_gains(make):
    plan = plans.new_plan(make.council(), HALLINGDAL)
    plans.add_document(plan, HALLINGDAL, now=NOW)
    again = PlanDocument(
        nodes=(
            Node("area", NodeKind.AREA, "Noe annet", text="Ny tekst", code="9"),
            Node("more", NodeKind.STRATEGY, "Kompetanse", parent="area", level="Strategi"),
        )
    )
    gains = plans.add_document(plan, again, now=NOW)
    area = plans.document_of(plan).by_key["area"]
    assert (area.title, area.code, area.text) == ("Kompetanse", "1", "Ny tekst")
    assert gains == [plans.Gain("area", "text")]
    assert [node.key for node in plans.document_of(plan).children["area"]] == ["goal", "strategy", "more"]


def test_an_adopted_plan_takes_nothing_in(make):
    plan = plans.new_plan(make.council(), HALLINGDAL)
    plan.status = PlanStatus.ADOPTED
    with pytest.raises(RuleBroken, match="plan-adopted"):
        plans.add_document(plan, HALLINGDAL, now=NOW)


def test_a_sum_forgets_a_node_that_is_taken_away(make):
    plan = plans.new_plan(make.council(), HALLINGDAL)
    area = Node("area", NodeKind.AREA, "Kompetanse")
    gone = Node("gone", NodeKind.AREA, "Bærekraft")
    stated = Money(state=MoneyState.AMOUNT, amount=5, is_sum=True, covers=("area", "gone"))
    plans.add_document(plan, PlanDocument(nodes=(area, gone), lines=(stated,)), now=NOW)
    db.session.delete(db.session.scalars(select(PlanNode).where(PlanNode.key == "gone")).one())
    db.session.flush()
    assert plans.document_of(plan).lines[0].covers == ("area",)
