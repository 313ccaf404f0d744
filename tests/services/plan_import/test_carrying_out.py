"""An import comes in whole, and goes again whole: afterwards everything is as it was before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import (
    Base,
    Body,
    GoalAssessment,
    Milestone,
    Person,
    Plan,
    PlanImport,
    PlanNode,
    StatusReport,
    StrategyLink,
)
from councilflow.process.errors import RuleBroken
from councilflow.process.plans import exchange
from councilflow.process.plans.document import PlanDocument
from councilflow.process.plans.values import GoalResult, NodeKind, PlanStatus
from councilflow.services import plans
from councilflow.services.plans import importing
from tests.conftest import NOW, Make
from tests.services.plan_import import sources

LATER = NOW + timedelta(hours=1)
OTHERS = {"plan_import", "journal_entry", "journal_head"}
"""An import that was undone is remembered, and so is that somebody did it."""


@pytest.fixture
def council(make: Make, database: None) -> Body:
    return make.council("Sogn regionråd", document_language="nn")


@pytest.fixture
def secretary(make: Make, council: Body) -> Person:
    return make.secretary(council)


def rows() -> Mapping[str, list[Any]]:
    db.session.flush()
    return {
        table.name: db.session.execute(sa.select(table).order_by(*table.primary_key)).all()
        for table in Base.metadata.sorted_tables
        if table.name not in OTHERS
    }


def taken_in(council: Body, by: Person, text: str = sources.PASTED, **facts: Any) -> tuple[PlanImport, Plan]:
    draft = importing.keep(council, text.encode(), by=by, now=NOW, **facts)
    return draft, importing.carry_out(draft, by=by, now=NOW)


def test_a_dash_and_an_empty_cell_come_in_as_two_things(council: Body, secretary: Person) -> None:
    draft, plan = taken_in(council, secretary)
    assert (plan.title, plan.language, plan.currency) == (sources.TITLE, "nn", "NOK")
    found = plans.document_of(plan)
    assert [node.title for node in found.nodes if node.kind is NodeKind.AREA] == ["Kompetanse", "Samferdsle"]
    assert len(found.measures) == 4
    counts = draft.found["counts"]
    told = {name: counts[name] for name in ("amounts", "dashes", "empty", "budget")}
    assert told == {"amounts": 2, "dashes": 1, "empty": 1, "budget": 4_900_000}


def test_a_new_plan_goes_again_with_everything_that_came_with_it(council: Body, secretary: Person) -> None:
    before = rows()
    draft, _plan = taken_in(council, secretary)
    assert rows() != before
    importing.undo(draft, by=secretary, now=LATER)
    assert rows() == before


ADDED = """Strategi\tTiltak\tTid\tAnsvar\tFinansieringskilde
Rekruttering\tKartlegge behov\t2023\tAnsvar: Dagleg leiar\tFylkeskommunen
Rekruttering\tArbeidsreiser for alle\t2023\tAnsvar: SR\tKommunane
"""


def test_what_an_import_adds_to_a_plan_that_stands_goes_and_what_stood_stays(
    council: Body, secretary: Person
) -> None:
    _first, plan = taken_in(council, secretary)
    before, stood = rows(), plans.document_of(plan)
    draft, same = taken_in(council, secretary, ADDED, plan=plan)
    assert same.id == plan.id
    grown = plans.document_of(plan)
    assert [node for node in grown.nodes if node.key in stood.by_key and not node.money] == [
        node for node in stood.nodes if not grown.by_key[node.key].money
    ]
    assert "Arbeidsreiser for alle" in [node.title for node in grown.measures]
    importing.undo(draft, by=secretary, now=LATER)
    assert plans.document_of(plan) == stood
    assert rows() == before


def test_reading_the_same_again_adds_nothing(council: Body, secretary: Person) -> None:
    _draft, plan = taken_in(council, secretary)
    stood = plans.document_of(plan)
    taken_in(council, secretary, plan=plan)
    assert plans.document_of(plan) == stood


def test_a_plan_of_our_own_comes_back_exactly_as_it_left(council: Body, secretary: Person) -> None:
    _draft, plan = taken_in(council, secretary)
    left = plans.document_of(plan)
    _again, back = taken_in(council, secretary, exchange.to_json(left))
    assert back.id != plan.id
    assert plans.document_of(back) == left


def use(make: Make, council: Body, node: PlanNode, how: str) -> None:
    if how == "plan-import-linked":
        item = make.item(make.meeting(council))
        db.session.add(StrategyLink(item_id=item.id, node_id=node.id))
    elif how == "plan-import-reported":
        facts = {"reported_on": date(2026, 12, 1), "text": "I gang", "author": "Dagleg leiar"}
        db.session.add(StatusReport(node_id=node.id, noted_at=LATER, **facts))
    elif how == "assessed":
        facts = {"assessed_on": date(2026, 12, 1), "result": GoalResult.MET, "text": "", "author": ""}
        db.session.add(GoalAssessment(node_id=node.id, noted_at=LATER, **facts))
    else:
        child = PlanNode(plan_id=node.plan_id, parent_id=node.id, title="For hand", level="Tiltak")
        db.session.add(child)
    db.session.flush()


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ("plan-import-linked", "plan-import-linked"),
        ("plan-import-reported", "plan-import-reported"),
        ("assessed", "plan-import-reported"),
        ("by hand", "plan-import-in-use"),
    ],
)
def test_an_import_stays_where_somebody_has_gone_on_from_it(
    make: Make, council: Body, secretary: Person, how: str, code: str
) -> None:
    draft, plan = taken_in(council, secretary)
    node = db.session.scalars(sa.select(PlanNode).where(PlanNode.plan_id == plan.id)).all()[-1]
    use(make, council, node, how)
    before = rows()
    with pytest.raises(RuleBroken) as refused:
        importing.undo(draft, by=secretary, now=LATER)
    assert refused.value.code == code
    assert rows() == before


def test_the_last_import_goes_first_and_an_adopted_plan_keeps_all(council: Body, secretary: Person) -> None:
    first, plan = taken_in(council, secretary)
    second, _same = taken_in(council, secretary, ADDED, plan=plan)
    with pytest.raises(RuleBroken, match="plan-import-later"):
        importing.undo(first, by=secretary, now=LATER)
    importing.undo(second, by=secretary, now=LATER)
    plan.status = PlanStatus.ADOPTED
    for refused in (
        lambda: importing.undo(first, by=secretary, now=LATER),
        lambda: importing.keep(council, b"x", plan=plan, by=secretary, now=NOW),
    ):
        with pytest.raises(RuleBroken, match="plan-adopted"):
            refused()
    plan.status = PlanStatus.DRAFT
    importing.undo(first, by=secretary, now=LATER)
    assert db.session.scalars(sa.select(Plan)).all() == []


def test_what_people_wrote_on_an_imported_measure_goes_with_it_only_where_it_is_no_report(
    council: Body, secretary: Person
) -> None:
    """A milestone is a part of the measure; it is no work that others rely on."""
    before = rows()
    draft, plan = taken_in(council, secretary)
    node = next(node for node in plan.nodes if node.measure)
    db.session.add(Milestone(node_id=node.id, position=1, title="Start"))
    importing.undo(draft, by=secretary, now=LATER)
    assert rows() == before


@pytest.mark.parametrize(
    ("text", "answers", "code"),
    [
        ("Strategi\tTiltak\tTiltak\nA\tB\tC\n", {}, "plan-import-flawed"),
        ("Strategi\tTiltak\nA\tB\n", {"table-1.columns.1": "king"}, "plan-import-flawed"),
        (exchange.to_json(PlanDocument(title="Tom")), {}, "plan-import-nothing"),
    ],
)
def test_nothing_is_stored_of_what_does_not_hold(
    council: Body, secretary: Person, text: str, answers: dict[str, Any], code: str
) -> None:
    before = rows()
    with pytest.raises(RuleBroken, match=code):
        taken_in(council, secretary, text, answers=answers)
    assert rows() == before


def test_an_answer_overrules_a_guess(council: Body, secretary: Person) -> None:
    answers = {"table-1": {"columns": {"4": "note"}}, "plan.title": "Plan for Sogn"}
    _draft, plan = taken_in(council, secretary, answers=answers)
    assert plan.title == "Plan for Sogn"
    assert {node.measure.period.raw for node in plans.document_of(plan).measures if node.measure} == {""}


def test_an_import_is_done_once_and_undone_once(council: Body, secretary: Person) -> None:
    draft, _plan = taken_in(council, secretary)
    with pytest.raises(RuleBroken, match="plan-import-done"):
        importing.carry_out(draft, by=secretary, now=LATER)
    with pytest.raises(RuleBroken, match="plan-import-done"):
        importing.drop(draft)
    importing.undo(draft, by=secretary, now=LATER)
    with pytest.raises(RuleBroken, match="plan-import-not-done"):
        importing.undo(draft, by=secretary, now=LATER)


def test_a_draft_is_kept_for_two_weeks_and_no_other_council_reaches_it(
    make: Make, council: Body, secretary: Person
) -> None:
    draft = importing.keep(council, sources.PASTED.encode(), by=secretary, now=NOW)
    other = make.council("Hallingdal")
    assert importing.import_at(council.id, draft.id, now=NOW + timedelta(days=13)) is draft
    assert importing.import_at(other.id, draft.id, now=NOW) is None
    assert importing.import_at(council.id, draft.id, now=NOW + timedelta(days=15)) is None
    importing.keep(council, b"Mal\tTiltak\n", by=secretary, now=NOW + timedelta(days=15))
    left = db.session.scalars(sa.select(PlanImport.made_at)).all()
    assert left == [NOW + timedelta(days=15)]
