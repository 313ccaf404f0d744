"""A plan's money in the tables: every level's sums, what is moved, where it comes from."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import FundApplication, FundingSource, JournalEntry, PlanMoney, PlanNode
from councilflow.process.errors import RuleBroken
from councilflow.process.plans.values import (
    ApplicationState,
    ContributionKind,
    MoneyKind,
    MoneyState,
    PlanStatus,
)
from councilflow.services import plans
from councilflow.services.plans import money
from councilflow.services.plans.money import Application, Decision, Written
from tests.asked import asked
from tests.conftest import NOW
from tests.excerpts import HALLINGDAL, SOGN

pytestmark = pytest.mark.one_database


@pytest.fixture
def council(make):
    return make.council()


@pytest.fixture
def by(make, council):
    return make.secretary(council)


def planned(council, document):
    plan = plans.new_plan(council, document)
    plans.add_document(plan, document, now=NOW)
    db.session.commit()
    return plan


@pytest.fixture
def plan(council):
    return planned(council, HALLINGDAL)


def cell_of(plan, title):
    """The plan's own cell on the node, or the line, of that title; not its sums."""
    return db.session.scalars(
        sa.select(PlanMoney)
        .outerjoin(PlanNode, PlanNode.id == PlanMoney.node_id)
        .where(
            PlanMoney.plan_id == plan.id,
            PlanMoney.is_sum.is_(False),
            sa.or_(PlanNode.title == title, PlanMoney.title == title),
        )
    ).one()


def level(plan, key):
    return next(one for one in money.book_of(plan).levels if one.node.key == key)


def decided(amount, **facts):
    return Decision(amount, **{"moved_on": date(2022, 6, 1), "case_no": "Sak 12/22"} | facts)


@pytest.mark.both_databases
def test_every_level_adds_up_what_stands_on_it_and_below_it(plan):
    book = money.book_of(plan)
    sums = {one.node.key: (one.depth, one.total.budget) for one in book.levels}
    assert sums == {
        "1": (0, 800_000),
        "A": (1, 400_000),
        "vertskap": (2, 0),
        "B": (1, 400_000),
        "2": (0, 1_200_000),
        "C": (1, 1_200_000),
        "4": (0, 0),
        "I": (1, 0),
    }
    assert (book.total.budget, book.total.financing) == (2_500_000, 2_500_000)
    assert [cell.money.title or cell.money.source for cell in book.lines] == [
        "Administrasjon",
        "Viken fylkeskommune",
        "Kommunene",
    ]


def test_the_plans_own_sums_stand_beside_what_adds_up_and_are_never_mended(plan):
    found = [(one.cell.money.amount, one.computed, one.missing) for one in money.book_of(plan).stated]
    assert found == [
        (800_000, 800_000, 0),
        (1_200_000, 1_200_000, 0),
        (3_000_000, 2_500_000, 500_000),
    ]


def test_a_dash_and_an_empty_cell_are_told_apart(council):
    book = money.book_of(planned(council, SOGN))
    assert (book.total.amounts, book.total.dashes, book.total.not_stated) == (2, 1, 1)
    assert [one.node.key for one in book.without_financing] == ["hr"]
    assert book.is_in_millions
    assert not book.states_financing


@pytest.mark.both_databases
def test_moving_changes_what_is_in_force_and_nothing_that_the_plan_says(plan, by):
    before = plans.document_of(plan)
    giver, taker = cell_of(plan, "Proaktivt arbeid"), cell_of(plan, "Rekruttering")
    money.reallocate(plan, giver, taker, decided(200_000), by=by, now=NOW)
    db.session.commit()
    assert plans.document_of(plan) == before
    assert (level(plan, "A").total.budget, level(plan, "A").in_force.budget) == (400_000, 600_000)
    assert level(plan, "2").in_force.budget == 1_000_000
    assert [money.moved_on(cell.node_id) for cell in (giver, taker)] == [-200_000, 200_000]
    assert [one.missing for one in money.book_of(plan).stated] == [0, 0, 500_000], (
        "the plan as it was written"
    )
    assert money.book_of(plan).now == money.book_of(plan).total
    [row] = money.reallocations_of(plan.id)
    assert (row.from_title, row.to_title, row.amount, row.case_no, row.by) == (
        "Proaktivt arbeid",
        "Rekruttering",
        200_000,
        "Sak 12/22",
        by.name,
    )


def test_no_more_is_moved_than_is_left_after_what_was_moved_before(plan, by):
    giver, taker = cell_of(plan, "Rekruttering"), cell_of(plan, "Kompetanse")
    money.reallocate(plan, giver, taker, decided(300_000), by=by, now=NOW)
    with pytest.raises(RuleBroken, match="reallocation-too-much"):
        money.reallocate(plan, giver, taker, decided(100_001), by=by, now=NOW)
    money.reallocate(plan, giver, taker, decided(100_001, beyond=True), by=by, now=NOW)
    assert level(plan, "A").in_force.budget == -1


def test_money_moves_to_a_point_that_had_none(plan, by):
    node = db.session.scalars(sa.select(PlanNode).where(PlanNode.title == "Grønn kompetanse")).one()
    money.reallocate(plan, cell_of(plan, "Administrasjon"), node, decided(50_000), by=by, now=NOW)
    assert level(plan, "4").in_force.budget == 50_000
    [cell] = level(plan, "I").cells
    assert (cell.money.state, cell.money.raw, cell.in_force) == (MoneyState.NOT_STATED, "", 50_000)
    with pytest.raises(RuleBroken, match="money-moved"):
        money.remove_cell(db.session.get_one(PlanMoney, cell.id), by=by, now=NOW)


def test_a_move_names_its_decision(plan, by):
    ends = cell_of(plan, "Rekruttering"), cell_of(plan, "Kompetanse")
    with pytest.raises(RuleBroken, match="reallocation-undecided"):
        money.reallocate(plan, *ends, decided(1, case_no=" "), by=by, now=NOW)


def test_an_adopted_plan_keeps_its_budget_but_goes_on_being_followed(plan, by):
    plan.status = PlanStatus.ADOPTED
    cell = cell_of(plan, "Rekruttering")
    written = Written(MoneyKind.BUDGET, "1", node_id=cell.node_id)
    for step in (
        lambda: money.add_cell(plan, written, by=by, now=NOW),
        lambda: money.change_cell(cell, written, by=by, now=NOW),
        lambda: money.remove_cell(cell, by=by, now=NOW),
    ):
        with pytest.raises(RuleBroken, match="plan-adopted"):
            step()
    money.reallocate(plan, cell, cell_of(plan, "Kompetanse"), decided(5), by=by, now=NOW)
    money.add_application(plan, Application("Hol kommune", applied=100_000), by=by, now=NOW)
    db.session.commit()
    assert len(money.reallocations_of(plan.id)) == len(money.applications_of(plan.id)) == 1


@pytest.mark.parametrize(
    ("raw", "state", "amount"),
    [
        ("0,4 mill", MoneyState.AMOUNT, 400_000),
        ("-", MoneyState.DASH, None),
        ("", MoneyState.NOT_STATED, None),
    ],
)
def test_a_cell_written_by_hand_is_read_as_one_of_a_document_is(plan, by, raw, state, amount):
    cell = cell_of(plan, "Rekruttering")
    money.change_cell(cell, Written(MoneyKind.BUDGET, raw, node_id=cell.node_id), by=by, now=NOW)
    assert (cell.raw, cell.state, cell.amount) == (raw, state, amount)


def test_what_could_not_be_read_stays_as_long_as_its_words_do(plan, by):
    cell = cell_of(plan, "Rekruttering")
    cell.raw, cell.state, cell.amount = "etter avtale", MoneyState.UNREAD, None
    kept = Written(MoneyKind.BUDGET, "etter avtale", node_id=cell.node_id, note="Spør Viken")
    money.change_cell(cell, kept, by=by, now=NOW)
    assert (cell.state, cell.note) == (MoneyState.UNREAD, "Spør Viken")
    with pytest.raises(RuleBroken, match="money-unread"):
        money.change_cell(cell, replace(kept, raw="mye"), by=by, now=NOW)


def test_two_spellings_of_a_source_become_one(council, plan, by):
    first = money.source_named(council.id, "VIKEN  fylkeskommune")
    assert first.name == "Viken fylkeskommune", "found again whatever its letters"
    second = money.add_source(council, name="Viken", organisation_id=None, text="Fylket", by=by, now=NOW)
    written = Written(MoneyKind.FINANCING, "0,1 mill", title="Tillegg", source="viken")
    money.add_cell(plan, written, by=by, now=NOW)
    money.merge_sources(second, first, by=by, now=NOW)
    db.session.commit()
    assert [(row.name, row.plans) for row in money.sources_of(council.id)] == [
        ("Kommunene", 1),
        ("Viken fylkeskommune", 1),
    ]
    assert [row.amount for row in money.uses_of(first.id)] == [2_000_000, 100_000]
    assert first.text == "Fylket"
    with pytest.raises(RuleBroken, match="source-same"):
        money.merge_sources(first, first, by=by, now=NOW)
    with pytest.raises(RuleBroken, match="source-named-so"):
        money.add_source(council, name="KOMMUNENE", organisation_id=None, text="", by=by, now=NOW)


def test_sources_of_one_council_are_not_those_of_another(make, council, plan):
    other = make.council("Et annet råd")
    assert money.source_named(other.id, "Kommunene").body_id == other.id
    assert db.session.scalar(sa.select(sa.func.count(FundingSource.id))) == 3


@pytest.mark.parametrize(
    ("state", "granted", "code"),
    [
        (ApplicationState.SENT, 100, "application-not-granted"),
        (ApplicationState.GRANTED, None, "application-without-grant"),
        (ApplicationState.PARTLY, 0, "application-without-grant"),
    ],
)
def test_what_is_granted_goes_with_the_state_that_says_so(plan, by, state, granted, code):
    said = Application("Hol kommune", applied=200, granted=granted, state=state)
    with pytest.raises(RuleBroken, match=code):
        money.add_application(plan, said, by=by, now=NOW)
    row = money.add_application(plan, Application("Hol kommune"), by=by, now=NOW)
    with pytest.raises(RuleBroken, match=code):
        money.change_application(row, said, by=by, now=NOW)


def test_an_application_is_changed_and_taken_away_and_the_journal_tells(plan, by):
    row = money.add_application(plan, Application("Hol kommune", applied=200), by=by, now=NOW)
    granted = Application("Hol kommune", applied=200, granted=150, state=ApplicationState.PARTLY)
    money.change_application(row, granted, by=by, now=NOW)
    money.remove_application(row, by=by, now=NOW)
    db.session.commit()
    assert db.session.scalars(sa.select(FundApplication)).all() == []
    events = db.session.scalars(sa.select(JournalEntry).order_by(JournalEntry.id)).all()
    assert [one.event.rpartition("-")[2] for one in events] == ["added", "changed", "removed"]
    assert events[-1].before["granted"] == 150


@pytest.mark.both_databases
def test_hours_and_kroner_are_summed_apart(make, plan, by):
    node = db.session.scalars(sa.select(PlanNode).where(PlanNode.key == "vertskap")).one()
    gol, hol = make.organisation("Gol kommune"), make.organisation("Hol kommune")
    for organisation, kind, amount in (
        (gol, ContributionKind.HOURS, 40),
        (gol, ContributionKind.HOURS, 60),
        (gol, ContributionKind.MONEY, 5_000),
        (hol, ContributionKind.PERSON, None),
    ):
        facts = {"organisation": organisation, "kind": kind, "amount": amount, "year": 2022}
        money.add_contribution(node, **facts, text="Etter avtale", by=by, now=NOW)
    db.session.commit()
    found = {(row.organisation, row.kind): row.amount for row in money.contributed(plan.id)}
    assert found == {
        ("Gol kommune", ContributionKind.HOURS): 100,
        ("Gol kommune", ContributionKind.MONEY): 5_000,
        ("Hol kommune", ContributionKind.PERSON): None,
    }
    assert money.summed(money.contributions_to(node.id)) == {
        ContributionKind.HOURS: 100,
        ContributionKind.MONEY: 5_000,
    }


def test_an_overview_costs_the_same_however_large_the_plan_is(plan):
    def cost():
        db.session.commit()
        with asked() as statements:
            found = money.overview(plan.id)
        return len(statements), found

    few, found = cost()
    assert (found.whole.budget, found.difference, found.differences) == (2_500_000, 0, 1)
    for number in range(60):
        node = PlanNode(plan_id=plan.id, level="Strategi", title=f"Strategi {number}")
        db.session.add(node)
        db.session.flush()
        facts = {"kind": MoneyKind.BUDGET, "state": MoneyState.AMOUNT, "amount": 1, "raw": "1"}
        db.session.add(PlanMoney(plan_id=plan.id, node_id=node.id, **facts))
    many, found = cost()
    assert (many, found.whole.budget) == (few, 2_500_060)


def test_only_what_has_its_paragraph_is_a_decision(make, council):
    meeting = make.meeting(council, starts_at=datetime(2022, 5, 1, 8, tzinfo=UTC))
    make.item(meeting, number=12, title="Omfordeling")
    make.item(meeting, title="Utkast")
    make.item(make.meeting(make.council("Et annet råd")), number=3)
    assert [(row.number, row.title) for row in money.decided_items(council.id)] == [(12, "Omfordeling")]
