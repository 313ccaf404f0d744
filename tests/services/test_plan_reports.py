"""A report is written from a template, filled in by itself, and kept as it was once submitted (B4.1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import GoalAssessment, Measure, Plan, PlanMoney, PlanNode, PlanReport
from councilflow.process.errors import RuleBroken
from councilflow.process.plans import document as value
from councilflow.process.plans.reports import ReportGap, ReportPart, Table
from councilflow.process.plans.values import (
    GoalKind,
    GoalResult,
    MeasureState,
    MoneyKind,
    MoneyState,
    NodeKind,
    ReportState,
)
from councilflow.services.plans import money, report_templates, reports
from councilflow.services.plans.report_templates import Form, Heading
from councilflow.services.plans.writing import add_document, new_plan
from tests.asked import asked
from tests.conftest import NOW, Make

pytestmark = pytest.mark.one_database

LATER = NOW + timedelta(days=30)


def plan_value(measures: int = 1) -> value.PlanDocument:
    """A project plan with goals of four kinds (B4.2), money that balances and a sum that does not hold."""
    goals = [
        value.Node(f"g{kind}", NodeKind.GOAL, f"Mål {kind}", parent="p", level="Mål", goal_kind=kind)
        for kind in (GoalKind.EFFECT, GoalKind.MAIN, GoalKind.RESULT, GoalKind.SUB_GOAL)
    ]
    budget = value.Money(MoneyKind.BUDGET, MoneyState.AMOUNT, "400.000,-", 400_000, 2022)
    done = [
        value.Node(
            f"m{number}",
            NodeKind.MEASURE,
            f"Aktivitet {number}",
            parent="p",
            level="Tiltak",
            money=(budget,),
            measure=value.Measure(state=MeasureState.ONGOING),
        )
        for number in range(measures)
    ]
    project = value.Node("p", NodeKind.MEASURE, "Utviklingskraft", level="Prosjekt", measure=value.Measure())
    other = value.Node("o", NodeKind.MEASURE, "Et annet prosjekt", level="Prosjekt", measure=value.Measure())
    return value.PlanDocument(
        title="Utviklingsplan",
        language="nb",
        currency="NOK",
        nodes=(project, *goals, *done, other),
        lines=(
            value.Money(MoneyKind.FINANCING, MoneyState.AMOUNT, "4,0", 4_000_000, 2022, source="Viken"),
            value.Money(amount=9, raw="9", state=MoneyState.AMOUNT, is_sum=True, covers=("m0",), title="Sum"),
        ),
        indicators=(
            value.Indicator(
                "i",
                "Nye arbeidsplasser",
                dimension="Næring",
                targets=(
                    value.Target(35, "35", "Reiseliv", 2022),
                    value.Target(40, "40", "", 2022, is_sum=True),
                ),
            ),
        ),
    )


class Written:
    """A plan and a final report about it, begun from the ready-made template."""

    def __init__(self, make: Make, *, about: str = "", measures: int = 1) -> None:
        self.council = make.council(f"Sør-Troms regionråd {measures}")
        self.by = make.secretary(self.council)
        self.plan: Plan = new_plan(self.council, plan_value(measures))
        add_document(self.plan, plan_value(measures), now=NOW)
        [_status, self.form] = report_templates.ready_made("nb")
        node = db.session.scalar(sa.select(PlanNode).where(PlanNode.key == about)) if about else None
        self.report = self.begin(node)
        db.session.commit()

    def begin(self, node: PlanNode | None = None) -> PlanReport:
        facts = {"title": "Sluttrapport", "funder": "Troms fylkeskommune", "node": node}
        days = {"from_on": date(2015, 9, 1), "to_on": date(2017, 12, 31)}
        return reports.begin(self.plan, self.form, **facts, **days, by=self.by, now=NOW)

    def submit(self, report: PlanReport | None = None, **changes: Any) -> None:
        given = report or self.report
        facts = {"version": given.version, "by": self.by, "now": NOW} | changes
        reports.submit(given, **facts)

    def tables(self) -> dict[str, Table]:
        built = reports.edition(self.report)
        return {table.title: table for section in built.sections for table in section.tables}


@pytest.fixture
def written(make: Make) -> Written:
    return Written(make)


def refused(code: str) -> Any:
    return pytest.raises(RuleBroken, match=f"^{code}$")


def test_the_ready_made_templates_come_in_the_language_of_the_documents() -> None:
    for language in ("sv", "nb", "nn", "en"):
        status, final = report_templates.ready_made(language)
        assert len(final.headings) == 6
        filled = {part for form in (status, final) for one in form.headings for part in one.parts}
        assert filled == set(ReportPart)


def test_goals_are_told_by_kind_with_their_newest_assessment(written: Written) -> None:
    goals = reports.goals_of(written.report)
    assert [goal.kind for goal in goals] == [
        GoalKind.MAIN,
        GoalKind.SUB_GOAL,
        GoalKind.RESULT,
        GoalKind.EFFECT,
    ]
    by = {"by": written.by, "now": NOW}
    assert reports.assess(written.report, {goals[0].id: (GoalResult.PARTLY, "Halvveis.")}, **by) == 1
    later = {goals[0].id: (GoalResult.MET, "Nådd."), goals[3].id: (GoalResult.TOO_EARLY, "")}
    assert reports.assess(written.report, later, **by) == 2
    assert reports.assess(written.report, later, **by) == 0
    assert [goal.result for goal in reports.goals_of(written.report)] == [
        GoalResult.MET,
        None,
        None,
        GoalResult.TOO_EARLY,
    ]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(GoalAssessment)) == 3


def test_what_is_missing_is_told_before_submitting(written: Written) -> None:
    gaps = reports.missing(written.report, reports.build(written.report))
    found = [one.gap for one in gaps]
    assert found.count(ReportGap.GOAL_NOT_ASSESSED) == 4
    assert ReportGap.NO_EVALUATION in found
    assert ReportGap.NO_FUNDER not in found
    written.submit()  # and yet it is no lock


def test_stated_and_computed_sums_stand_beside_each_other(written: Written) -> None:
    rows = [row for table in written.tables().values() for row in table.rows]
    assert any(row[2:] == (40, 35, 5) for row in rows)
    assert any(row[1:3] == (400_000, None) for row in rows)
    assert any(row[1:] == (400_000, 4_000_000, 3_600_000) for row in rows)  # budget, financing, difference


def test_the_funder_sees_what_was_moved_after_the_plan_was_written(written: Written) -> None:
    giver = db.session.scalars(sa.select(PlanMoney).where(PlanMoney.amount == 400_000)).one()
    taker = db.session.scalars(sa.select(PlanNode).where(PlanNode.key == "o")).one()
    decision = money.Decision(100_000, date(2022, 5, 2), case_no="Sak 14/22")
    money.reallocate(written.plan, giver, taker, decision, by=written.by, now=NOW)
    [row] = written.tables()["Omfordelinger"].rows
    assert row == (date(2022, 5, 2), "Aktivitet 0", "Et annet prosjekt", 100_000, "Sak 14/22")


def test_a_report_about_one_project_holds_nothing_of_the_others(make: Make) -> None:
    built = reports.build(Written(make, about="p").report)
    told = str(built)
    assert "Aktivitet 0" in told
    assert "Et annet prosjekt" not in told
    assert built.project == "Utviklingskraft"


def test_a_project_without_goals_answers_to_those_that_hang_on_its_area(make: Make) -> None:
    """B1.3: a measure reaches its sub-goals through the area."""
    report = Written(make, about="m0").report
    assert len(reports.goals_of(report)) == 4
    other = db.session.scalar(sa.select(PlanNode.id).where(PlanNode.key == "o"))
    report.node_id = other
    assert reports.goals_of(report) == []


def test_what_is_submitted_stays_whatever_becomes_of_the_plan(written: Written) -> None:
    reports.write_section(written.report, 0, "Slik var det.", version=1, by=written.by, now=NOW)
    written.submit()
    before = reports.edition(written.report)
    assert before.day == NOW.date()
    assert before.submitted_by == written.by.name
    db.session.execute(sa.update(Measure).values(state=MeasureState.DONE))
    db.session.execute(sa.update(PlanNode).values(title="Et annet navn"))
    db.session.commit()
    assert reports.edition(written.report) == before
    for change in (
        lambda: reports.write_section(written.report, 0, "Nei.", version=2, by=written.by, now=NOW),
        lambda: reports.set_evaluations(written.report, [], by=written.by, now=NOW),
        lambda: reports.assess(written.report, {}, by=written.by, now=NOW),
        lambda: reports.remove(written.report, by=written.by, now=NOW),
        written.submit,
    ):
        with refused("report-submitted"):
            change()


def test_nobody_writes_over_a_newer_text(written: Written, make: Make) -> None:
    other = make.person("Åse Øverland")
    reports.write_section(written.report, 0, "Åses tekst.", version=1, by=other, now=NOW)
    with refused("somebody-saved-first") as why:
        reports.write_section(written.report, 0, "Min tekst.", version=1, by=written.by, now=NOW)
    assert why.value.facts["who"] == "Åse Øverland"
    reports.write_section(written.report, 1, "Under en annen.", version=1, by=written.by, now=NOW)
    assert [one["text"] for one in written.report.sections[:2]] == ["Åses tekst.", "Under en annen."]


def test_what_is_submitted_is_what_was_read(written: Written) -> None:
    seen = written.report.version
    reports.write_section(written.report, 0, "Ny tekst.", version=1, by=written.by, now=NOW)
    with refused("report-changed-since"):
        written.submit(version=seen)


def test_an_empty_report_is_not_submitted(written: Written) -> None:
    bare = Form("Tom", written.form.kind, headings=(Heading("Bakgrunn"), Heading("Økonomi")))
    report = reports.begin(written.plan, bare, title="Tom", by=written.by, now=NOW)
    with refused("report-empty"):
        written.submit(report)


def test_a_withdrawn_report_is_a_draft_and_keeps_what_was_submitted(written: Written) -> None:
    written.submit()
    first = reports.edition(written.report)
    with refused("withdrawal-without-reason"):
        reports.withdraw(written.report, " ", by=written.by, now=LATER)
    reports.withdraw(written.report, "Et tall var feil.", by=written.by, now=LATER)
    assert written.report.state is ReportState.DRAFT
    [kept] = reports.earlier_editions(written.report)
    assert (kept.report, kept.reason) == (first, "Et tall var feil.")
    with refused("report-submitted"):  # what was submitted once is never thrown away
        reports.remove(written.report, by=written.by, now=LATER)
    written.submit(now=LATER)
    assert reports.edition(written.report) == replace(first, day=LATER.date())
    assert len(reports.earlier_editions(written.report)) == 1


def test_a_report_that_a_later_one_builds_on_stays(written: Written) -> None:
    written.submit()
    following = written.begin()
    written.submit(following, now=LATER)
    with refused("later-report-submitted"):
        reports.withdraw(written.report, "Feil.", by=written.by, now=LATER)
    reports.withdraw(following, "Feil.", by=written.by, now=LATER)
    reports.withdraw(written.report, "Feil.", by=written.by, now=LATER)


def test_a_template_keeps_the_order_and_reports_keep_their_headings(written: Written) -> None:
    headings = (Heading("Økonomi", parts=(ReportPart.BUDGET,)), Heading("Bakgrunn"))
    by = {"by": written.by, "now": NOW}
    made = report_templates.add_template(
        written.council, Form("Vår", written.form.kind, headings=headings), **by
    )
    said = report_templates.form_of(made)
    assert said.headings == headings
    report = reports.begin(written.plan, said, title="Rapport", template_id=made.id, **by)
    report_templates.change_template(made, replace(said, headings=headings[:1]), **by)
    assert [one["title"] for one in report.sections] == ["Økonomi", "Bakgrunn"]
    with refused("template-without-headings"):
        report_templates.change_template(made, replace(said, headings=()), **by)
    report_templates.remove_template(made, **by)
    db.session.commit()
    assert report.template_id is None


def test_a_report_asks_the_same_however_large_the_plan_is(make: Make) -> None:
    def statements(measures: int) -> int:
        report = Written(make, measures=measures).report
        with asked() as statements_made:
            reports.build(report)
        return len(statements_made)

    assert statements(1) == statements(40)
