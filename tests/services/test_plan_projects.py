"""A project goes on in phases, and what its leader reports adds up to the figures of the programme (B3.8)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import (
    Indicator,
    IndicatorValue,
    Measure,
    MeasureParty,
    Person,
    PhaseStep,
    Plan,
    PlanNode,
    StatusReport,
)
from councilflow.process.councils import Category
from councilflow.process.errors import RuleBroken
from councilflow.process.plans.values import (
    ContributionKind,
    MeasureState,
    NodeKind,
    PartyKind,
    PartyRole,
    PhaseDecision,
    PlanStatus,
    ProjectPhase,
)
from councilflow.services.plans import projects
from councilflow.services.plans.access import works_on
from councilflow.services.plans.indicators import indicators_of
from councilflow.services.plans.money import contributed
from councilflow.services.plans.projects import Milestones, Told
from councilflow.services.visibility import viewer
from tests.conftest import NOW, Make

pytestmark = pytest.mark.one_database
TODAY = NOW.date()


class Programme:
    """An adopted plan that counts jobs, with two projects."""

    def __init__(self, make: Make) -> None:
        self.council = make.council("Hallingdal regionråd")
        self.leader: Person = make.seat(self.council, name="Åse Øverland")
        self.plan = make.save(
            Plan(
                body_id=self.council.id,
                title="Sats på Hallingdal",
                short_title="Sats",
                status=PlanStatus.ADOPTED,
            )
        )
        self.jobs = make.save(Indicator(plan_id=self.plan.id, name="Nye arbeidsplasser", dimension="Næring"))
        self.first, self.second = self._project(make, "Reiseliv"), self._project(make, "Landbruk")

    def _project(self, make: Make, title: str) -> PlanNode:
        node = PlanNode(plan_id=self.plan.id, kind=NodeKind.MEASURE, level="Tiltak", title=title)
        node.measure = Measure(state=MeasureState.ADOPTED)
        return make.save(node)

    def report(self, node: PlanNode, **figures: float) -> StatusReport:
        said = {(self.jobs.id, dimension): value for dimension, value in figures.items()}
        told = Told(text="Det går.", state=MeasureState.ONGOING, year=2022, figures=said)
        return projects.report(node, told, by=self.leader, now=NOW)

    def total(self, dimension: str = "") -> float | None:
        [jobs] = indicators_of(self.plan.id)
        found = [one for one in jobs.comparisons if one.dimension == dimension and one.year == 2022]
        return found[0].value.computed if found else None


@pytest.fixture
def programme(make: Make) -> Programme:
    return Programme(make)


def refused(code: str) -> Any:
    return pytest.raises(RuleBroken, match=f"^{code}$")


def test_the_next_phase_opens_when_it_is_decided_to_go_on(programme: Programme) -> None:
    node, by = programme.first, {"by": programme.leader, "now": NOW}
    days = {"starts_on": TODAY, "ends_on": None}
    projects.open_phase(node, ProjectPhase.PRE_PROJECT, **days, **by)
    with refused("phase-waits-for-decision"):
        projects.open_phase(node, ProjectPhase.MAIN_PROJECT, **days, **by)
    decided = {"decided_on": TODAY, "item_id": None}
    with refused("phase-decided-nowhere"):
        projects.decide_phase(node, PhaseDecision.CHANGE, **decided, note=" ", **by)
    projects.decide_phase(node, PhaseDecision.CHANGE, **decided, note="Sak 29/22", **by)
    with refused("no-phase-to-decide"):
        projects.decide_phase(node, PhaseDecision.STOP, **decided, note="Sak 30/22", **by)
    projects.open_phase(node, ProjectPhase.MAIN_PROJECT, **days, **by)
    steps = db.session.scalars(sa.select(PhaseStep).order_by(PhaseStep.id)).all()
    assert [(one.phase, one.decision, one.note) for one in steps] == [
        (ProjectPhase.PRE_PROJECT, PhaseDecision.CHANGE, "Sak 29/22"),
        (ProjectPhase.MAIN_PROJECT, None, ""),
    ]
    assert node.measure is not None
    assert node.measure.phase is ProjectPhase.MAIN_PROJECT


def test_a_stopped_project_opens_no_phase(programme: Programme) -> None:
    node, by = programme.first, {"by": programme.leader, "now": NOW}
    projects.open_phase(node, ProjectPhase.PRE_STUDY, starts_on=None, ends_on=None, **by)
    projects.decide_phase(node, PhaseDecision.STOP, decided_on=TODAY, item_id=None, note="Sak 3", **by)
    with refused("phase-not-open"):
        projects.open_phase(node, ProjectPhase.PRE_PROJECT, starts_on=None, ends_on=None, **by)


def test_what_projects_report_adds_up_to_the_programme(programme: Programme) -> None:
    programme.report(programme.first, Reiseliv=3, Industri=2.5)
    programme.report(programme.second, Reiseliv=4)
    programme.report(programme.first, Reiseliv=1)
    assert programme.total("Reiseliv") == 8
    assert programme.total() == 10.5
    assert programme.first.measure is not None
    assert programme.first.measure.state is MeasureState.ONGOING


def test_a_project_reports_to_the_goals_of_the_plan_and_not_to_those_of_other_areas(
    programme: Programme, make: Make
) -> None:
    aim = make.save(
        PlanNode(plan_id=programme.plan.id, kind=NodeKind.GOAL, level="Hovedmål", title="200 jobber")
    )
    area = make.save(PlanNode(plan_id=programme.plan.id, kind=NodeKind.AREA, level="Område", title="Kultur"))
    other = make.save(
        PlanNode(plan_id=programme.plan.id, parent_id=area.id, kind=NodeKind.GOAL, level="Mål", title="Kor")
    )
    make.save(Indicator(plan_id=programme.plan.id, name="Jobber", node_id=aim.id))
    make.save(Indicator(plan_id=programme.plan.id, name="Sangere", node_id=other.id))
    asked = [one.indicator.name for one in projects.measured_for(programme.plan, programme.first)]
    assert asked == ["Nye arbeidsplasser", "Jobber"]


def test_a_correction_is_a_row_of_its_own(programme: Programme) -> None:
    wrong = programme.report(programme.first, Reiseliv=30)
    programme.report(programme.second, Reiseliv=4)
    right = {(programme.jobs.id, "Reiseliv"): 3.0}
    by = {"by": programme.leader, "now": NOW}
    with refused("figures-without-reason"):
        projects.correct(programme.first, 2022, right, reason=" ", **by)
    made = projects.correct(programme.first, 2022, right, reason="Tastefeil.", **by)
    assert programme.total("Reiseliv") == 7
    values = sa.select(IndicatorValue.report_id, IndicatorValue.value, IndicatorValue.noted_by_id)
    kept = {row.report_id: (row.value, row.noted_by_id) for row in db.session.execute(values)}
    assert kept[wrong.id] == (30, programme.leader.id)
    assert kept[made.id] == (-27, programme.leader.id)
    with refused("nothing-to-correct"):
        projects.correct(programme.first, 2022, right, reason="Igjen.", **by)


def test_hours_of_a_report_are_contributions(programme: Programme) -> None:
    told = Told(year=2022, hours={programme.council.host_id: 40})
    for _time in range(2):
        projects.report(programme.first, told, by=programme.leader, now=NOW)
    [row] = contributed(programme.plan.id)
    assert (row.kind, row.amount) == (ContributionKind.HOURS, 80)


def test_a_report_that_says_nothing_is_refused(programme: Programme) -> None:
    with refused("report-says-nothing"):
        projects.report(programme.first, Told(text=" "), by=programme.leader, now=NOW)


def test_measures_without_a_report_in_the_period_are_named(programme: Programme) -> None:
    programme.report(programme.first)
    for changes in ({"state": MeasureState.DONE}, {"is_placeholder": True}):
        node = PlanNode(plan_id=programme.plan.id, kind=NodeKind.MEASURE, level="Tiltak", title="Ferdig")
        node.measure = Measure(**changes)
        db.session.add(node)
    first, last = TODAY - timedelta(days=30), TODAY
    assert [one.title for one in projects.waiting(programme.plan.id, first, last)] == ["Landbruk"]
    later = [last + timedelta(days=1), last + timedelta(days=90)]
    assert [one.title for one in projects.waiting(programme.plan.id, *later)] == ["Reiseliv", "Landbruk"]


def test_whoever_is_named_project_leader_works_on_the_project(programme: Programme) -> None:

    who = viewer(programme.leader.id, programme.leader.session_key, now=NOW)
    assert who is not None
    assert not works_on(who, programme.first.id)
    names = {PartyRole.PROJECT_LEADER: ["åse øverland"], PartyRole.PROJECT_GROUP: ["En fra hver kommune"]}
    projects.set_roles(programme.first, names, by=programme.leader, now=NOW)
    assert works_on(who, programme.first.id)
    kinds = {row.role: row.kind for row in db.session.scalars(sa.select(MeasureParty))}
    assert kinds == {
        PartyRole.PROJECT_LEADER: PartyKind.PERSON,
        PartyRole.PROJECT_GROUP: PartyKind.TEXT,
    }


def test_a_name_that_two_people_have_is_nobody(programme: Programme, make: Make) -> None:
    make.seat(programme.council, Category.ADJUNCT, name="Åse Øverland")
    names = {PartyRole.PROJECT_LEADER: ["Åse Øverland"]}
    projects.set_roles(programme.first, names, by=programme.leader, now=NOW)
    [party] = db.session.scalars(sa.select(MeasureParty))
    assert party.person_id is None


def test_the_roles_of_the_plan_itself_stay(programme: Programme) -> None:
    node = programme.first
    db.session.add(MeasureParty(node_id=node.id, role=PartyRole.RESPONSIBLE, name="Gol kommune"))
    by = {"by": programme.leader, "now": NOW}
    projects.set_roles(node, {PartyRole.OWNER: ["Regionrådet"]}, **by)
    projects.set_roles(node, {PartyRole.STEERING_GROUP: ["Hallingdal regionråd"]}, **by)
    rows = db.session.scalars(sa.select(MeasureParty).order_by(MeasureParty.position)).all()
    assert [(row.role, row.name) for row in rows] == [
        (PartyRole.RESPONSIBLE, "Gol kommune"),
        (PartyRole.STEERING_GROUP, "Hallingdal regionråd"),
    ]
    assert rows[1].body_id == programme.council.id


def test_milestones_are_planned_and_reached(programme: Programme) -> None:
    said = Milestones((("Oppstart", date(2022, 2, 1), None),), "Sluttrapport", date(2025, 1, 1))
    projects.set_milestones(programme.first, said, by=programme.leader, now=NOW)
    reached = Milestones((("Oppstart", date(2022, 2, 1), date(2022, 2, 14)),), "Sluttrapport", None)
    projects.set_milestones(programme.first, reached, by=programme.leader, now=NOW)
    at = projects.project_of(programme.first)
    assert [(row.title, row.reached_on) for row in at.milestones] == [("Oppstart", date(2022, 2, 14))]
    assert at.measure.follow_up_on is None
