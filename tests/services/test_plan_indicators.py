"""Indicators in the tables: targets by grid, values in numbers or words, and what projects report."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import (
    Indicator,
    IndicatorTarget,
    IndicatorValue,
    JournalEntry,
    PlanNode,
    StatusReport,
)
from councilflow.process.errors import RuleBroken
from councilflow.process.plans.values import PlanStatus
from councilflow.services import plans
from councilflow.services.plans import indicators
from councilflow.services.plans.indicators import Aim, Described
from tests.asked import asked
from tests.conftest import NOW
from tests.excerpts import HALLINGDAL

pytestmark = pytest.mark.one_database


@pytest.fixture
def scene(make):
    council = make.council()
    plan = plans.new_plan(council, HALLINGDAL)
    plans.add_document(plan, HALLINGDAL, now=NOW)
    db.session.commit()
    return plan, make.secretary(council)


def named(name):
    return db.session.scalars(sa.select(Indicator).where(Indicator.name == name)).one()


@pytest.mark.both_databases
def test_the_sums_that_do_not_hold_are_counted_and_kept(scene):
    plan, _by = scene
    found = {one.indicator.name: one.differing for one in indicators.indicators_of(plan.id)}
    assert found == {"Nye arbeidsplasser": 0, "Resultatmål 2022": 4, "Kommune NM": 0}


def test_what_projects_report_adds_up(scene):
    _plan, by = scene
    node = db.session.scalars(sa.select(PlanNode).where(PlanNode.key == "vertskap")).one()
    report = StatusReport(node_id=node.id, reported_on=NOW.date(), noted_at=NOW)
    db.session.add(report)
    db.session.flush()
    row = named("Nye arbeidsplasser")
    for value in (3, 2):
        facts = {"report_id": report.id, "year": 2022, "dimension": "Industri", "noted_at": NOW}
        db.session.add(IndicatorValue(indicator_id=row.id, value=value, **facts))
    db.session.commit()
    found = indicators.measured(row)
    assert found.latest.value.value == 5
    assert found.latest.target.value == 40
    assert {one.node_title for one in found.given} == {"Vertskap for tilflyttere"}
    indicators.note_value(row, year=2022, written="6", dimension="", comment="", by=by, now=NOW)
    latest = indicators.measured(row).latest
    assert (latest.value.stated, latest.value.computed, latest.value.missing) == (6, 5, 1)
    with pytest.raises(RuleBroken, match="value-is-reported"):
        indicators.remove_value(db.session.scalars(sa.select(IndicatorValue)).first(), by=by, now=NOW)


def test_a_value_is_a_number_or_words_and_a_newer_one_takes_its_place(scene):
    plan, by = scene
    row = named("Kommune NM")
    plan.status = PlanStatus.ADOPTED  # values go on
    for written in ("plass 134", "plass 120"):
        indicators.note_value(row, year=2022, written=written, dimension="", comment="", by=by, now=NOW)
    indicators.note_value(row, year=2023, written="98,5", dimension="", comment="Foreløpig", by=by, now=NOW)
    db.session.commit()
    found = {one.year: (one.texts, one.value.value) for one in indicators.measured(row).totals}
    assert found == {2022: (("plass 120",), None), 2023: ((), 98.5)}
    before = [one.before for one in db.session.scalars(sa.select(JournalEntry).order_by(JournalEntry.id))]
    assert before[1]["value"] == "plass 134"


def test_a_grid_takes_the_place_of_what_stood_in_it_and_of_nothing_else(scene):
    _plan, by = scene
    row = named("Resultatmål 2022")
    aims = [
        Aim("7", "Industri", 2022),
        Aim("8,5", "Reiseliv", 2023),
        Aim("", "Industri", 2023),
        Aim("7", "Industri", None, is_sum=True),
    ]
    node = db.session.scalars(sa.select(PlanNode).where(PlanNode.key == "A")).one()
    indicators.set_targets(row, node.id, aims, by=by, now=NOW)
    db.session.commit()
    found = indicators.measured(row).indicator.targets
    mine = [(one.dimension, one.year, one.value, one.is_sum) for one in found if one.node == "A"]
    assert mine == [
        ("Industri", 2022, 7, False),
        ("Reiseliv", 2023, 8.5, False),
        ("Industri", None, 7, True),
    ]
    assert sum(1 for one in found if one.node == "C") == 4
    indicators.set_targets(row, None, [], by=by, now=NOW)
    kept = [one for one in indicators.measured(row).indicator.targets if not one.node]
    assert [(one.dimension, one.year) for one in kept] == [("Øvrig n.liv", 2022), ("Industri", 2022)], (
        "a sum of one value in one year has no place in the grid"
    )


def test_what_is_no_figure_is_no_target(scene):
    _plan, by = scene
    with pytest.raises(RuleBroken, match="not-a-figure"):
        indicators.set_targets(named("Kommune NM"), None, [Aim("mange", "", 2022)], by=by, now=NOW)


def test_an_indicator_with_values_stays_and_one_without_goes_with_its_targets(scene):
    _plan, by = scene
    row = named("Nye arbeidsplasser")
    indicators.note_value(row, year=2022, written="6", dimension="", comment="", by=by, now=NOW)
    db.session.flush()
    with pytest.raises(RuleBroken, match="indicator-has-values"):
        indicators.remove_indicator(row, by=by, now=NOW)
    gone = named("Resultatmål 2022")
    indicators.remove_indicator(gone, by=by, now=NOW)
    db.session.commit()
    left = db.session.scalars(sa.select(IndicatorTarget.indicator_id).distinct()).all()
    assert left == [row.id]


def test_an_adopted_plan_keeps_what_it_measures(scene):
    plan, by = scene
    plan.status = PlanStatus.ADOPTED
    row = named("Kommune NM")
    for step in (
        lambda: indicators.add_indicator(plan, Described("Ny"), by=by, now=NOW),
        lambda: indicators.change_indicator(row, Described("Ny"), by=by, now=NOW),
        lambda: indicators.set_targets(row, None, [], by=by, now=NOW),
        lambda: indicators.remove_indicator(row, by=by, now=NOW),
    ):
        with pytest.raises(RuleBroken, match="plan-adopted"):
            step()


def test_a_list_of_indicators_costs_the_same_however_many_there_are(scene):
    plan, by = scene

    def cost():
        db.session.commit()
        plan_id = plan.id
        with asked() as statements:
            found = indicators.indicators_of(plan_id)
        return len(found), len(statements)

    _few, before = cost()
    for number in range(20):
        row = indicators.add_indicator(plan, Described(f"Nummer {number}"), by=by, now=NOW)
        indicators.set_targets(row, None, [Aim("1", "", 2022)], by=by, now=NOW)
    assert cost() == (23, before)
