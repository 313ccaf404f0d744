"""A draft changed by hand: whoever saves later is told, and what has a history stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import (
    JournalEntry,
    Measure,
    MeasureParty,
    PlanNode,
    StrategyLink,
)
from councilflow.process.councils import Category
from councilflow.process.errors import RuleBroken
from councilflow.process.plans.values import (
    GoalResult,
    MeasureState,
    NodeKind,
    PartyKind,
    PartyRole,
    PlanKind,
    PlanStatus,
    Season,
    Settlement,
)
from councilflow.services import plans, visibility
from councilflow.services.plans import editing, following, making
from councilflow.services.plans.editing import MeasureFacts, NodeFacts
from councilflow.services.plans.making import PlanFacts
from councilflow.services.plans.parties import Named
from councilflow.services.plans.writing import DEEPEST
from tests.conftest import NOW

pytestmark = pytest.mark.one_database

PLAN = PlanFacts(
    title="Handlingsplan 2026",
    short_title="HP",
    kind=PlanKind.ACTION_PLAN,
    period="våren 2026 – 2027",
    language="sv",
    currency="SEK",
    parent_id=None,
    levels=[(NodeKind.AREA, "Fokusområde"), (NodeKind.MEASURE, "Insats")],
)
AREA = NodeFacts(NodeKind.AREA, "Fokusområde", "Matchning")
MEASURE = NodeFacts(
    NodeKind.MEASURE, "Insats", "Kartlägg behoven", measure=MeasureFacts(period="hösten 2026")
)


class Draft:
    """A council with a draft: one area, one measure under it."""

    def __init__(self, make) -> None:
        self.make, self.council = make, make.council(short_name="RSR")
        self.secretary = make.secretary(self.council)
        self.by = {"by": self.secretary, "now": NOW}
        self.plan = making.make_plan(self.council, PLAN, **self.by)
        self.area = editing.add_node(self.plan, None, AREA, **self.by)
        self.measure = editing.add_node(self.plan, self.area, MEASURE, **self.by)

    def change(self, node: PlanNode, **facts) -> None:
        now = editing.facts_of(node)
        editing.change_node(node, replace(now, **facts), seen=editing.mark_of(now), **self.by)


@pytest.fixture
def draft(make) -> Draft:
    return Draft(make)


def test_a_period_stays_as_written_beside_what_was_read_of_it(draft):
    assert (draft.plan.period, draft.plan.first_year, draft.plan.last_year) == (
        "våren 2026 – 2027",
        2026,
        2027,
    )
    row = draft.measure.measure
    assert (row.period, row.first_year, row.last_season) == ("hösten 2026", 2026, Season.AUTUMN)
    draft.change(draft.measure, measure=MeasureFacts(period="när pengarna kommer"))
    assert (row.period, row.first_year) == ("när pengarna kommer", None)


def test_whoever_is_in_the_register_is_found_by_name_or_chosen(draft):
    timra = draft.make.organisation("Timrå kommun")
    person = draft.make.seat(draft.council, name="Eva Ek")
    named = (
        Named(PartyRole.RESPONSIBLE, "timrå KOMMUN"),
        Named(PartyRole.EXECUTOR, "Projektledaren", who=f"p{person.id}"),
        Named(PartyRole.PARTICIPANT, "", who=f"b{draft.council.id}"),
        Named(PartyRole.PARTICIPANT, "Alla som vill"),
    )
    draft.change(draft.measure, measure=MeasureFacts(parties=named))
    rows = db.session.scalars(sa.select(MeasureParty).order_by(MeasureParty.position)).all()
    assert [(row.name, row.kind, row.organisation_id, row.person_id, row.body_id) for row in rows] == [
        ("timrå KOMMUN", PartyKind.ORGANISATION, timra.id, None, None),
        ("Projektledaren", PartyKind.PERSON, None, person.id, None),
        (draft.council.name, PartyKind.BODY, None, None, draft.council.id),
        ("Alla som vill", PartyKind.TEXT, None, None, None),
    ]


@pytest.mark.parametrize(
    ("facts", "settlement"),
    [
        (MeasureFacts(is_settled=False), Settlement.NOT_SETTLED),
        (MeasureFacts(parties=(Named(PartyRole.RESPONSIBLE, "SR"),)), Settlement.STATED),
        (MeasureFacts(parties=(Named(PartyRole.PARTICIPANT, "SR"),)), Settlement.NOT_STATED),
    ],
)
def test_who_is_responsible_is_settled_by_what_is_said(draft, facts, settlement):
    draft.change(draft.measure, measure=facts)
    assert draft.measure.measure.settlement is settlement


def test_of_two_who_save_the_later_is_told(draft):
    seen = editing.mark_of(editing.facts_of(draft.measure))
    draft.change(draft.measure, title="Kartlägg kompetensen")
    with pytest.raises(RuleBroken, match="node-changed-meanwhile"):
        editing.change_node(draft.measure, MEASURE, seen=seen, **draft.by)
    assert draft.measure.title == "Kartlägg kompetensen"


def test_moving_never_makes_a_circle(draft):
    under = editing.add_node(draft.plan, draft.area, replace(AREA, title="Under"), **draft.by)
    with pytest.raises(RuleBroken, match="node-under-itself"):
        editing.move(draft.area, under, **draft.by)
    with pytest.raises(RuleBroken, match="node-under-measure"):
        editing.move(under, draft.measure, **draft.by)
    editing.move(draft.measure, under, **draft.by)
    assert draft.measure.parent is under


@pytest.mark.both_databases
def test_sisters_change_places(draft):
    last = editing.add_node(draft.plan, draft.area, replace(MEASURE, title="Sist"), **draft.by)
    draft.measure.position = last.position  # as an old plan may have it
    editing.shift(last, -1, **draft.by)
    assert [node.title for node in editing.sisters(last)] == ["Sist", "Kartlägg behoven"]
    editing.shift(last, -1, **draft.by)
    assert [node.title for node in editing.sisters(last)] == ["Sist", "Kartlägg behoven"]


def test_what_is_used_or_has_a_history_is_not_taken_away(draft):
    with pytest.raises(RuleBroken, match="node-has-children"):
        editing.remove_node(draft.area, **draft.by)
    item = draft.make.item(draft.make.meeting(draft.council), strategy=False)
    link = draft.make.save(StrategyLink(item=item, node_id=draft.measure.id))
    with pytest.raises(RuleBroken, match="node-in-use"):
        editing.remove_node(draft.measure, **draft.by)
    db.session.delete(link)
    db.session.flush()
    following.report_status(
        draft.measure, on=date(2026, 11, 1), state=MeasureState.ONGOING, text="", **draft.by
    )
    with pytest.raises(RuleBroken, match="node-has-history"):
        editing.remove_node(draft.measure, **draft.by)


def test_a_node_goes_with_what_is_its_own(draft):
    facts = MeasureFacts(parties=(Named(PartyRole.RESPONSIBLE, "SR"),))
    draft.change(draft.measure, measure=facts)
    editing.remove_node(draft.measure, **draft.by)
    assert db.session.scalars(sa.select(PlanNode.title)).all() == ["Matchning"]
    assert db.session.scalars(sa.select(Measure.id)).all() == []
    assert db.session.scalars(sa.select(MeasureParty.id)).all() == []


def test_an_adopted_plan_is_locked_but_followed(draft):
    draft.plan.status = PlanStatus.ADOPTED
    refused = [
        lambda: editing.add_node(draft.plan, None, AREA, **draft.by),
        lambda: draft.change(draft.measure, title="Ny"),
        lambda: editing.move(draft.measure, None, **draft.by),
        lambda: editing.shift(draft.measure, 1, **draft.by),
        lambda: editing.remove_node(draft.measure, **draft.by),
        lambda: making.change_plan(draft.plan, PLAN, **draft.by),
        lambda: making.remove_plan(draft.plan, **draft.by),
    ]
    for step in refused:
        with pytest.raises(RuleBroken, match="plan-adopted"):
            step()
    following.report_status(draft.measure, on=NOW.date(), state=MeasureState.DONE, text="", **draft.by)
    assert draft.measure.measure.state is MeasureState.DONE


def test_the_newest_day_is_how_a_measure_stands_and_nothing_is_written_over(draft):
    reports = [
        (date(2026, 10, 1), MeasureState.ONGOING, "Igång"),
        (date(2026, 11, 1), MeasureState.PAUSED, "Väntar"),
        (date(2026, 10, 15), MeasureState.DONE, "Inskrivet i efterhand"),
        (date(2026, 11, 10), None, "Bara text"),
    ]
    for on, state, text in reports:
        following.report_status(draft.measure, on=on, state=state, text=text, **draft.by)
    assert draft.measure.measure.state is MeasureState.PAUSED
    assert [row.text for row in following.history(draft.measure.id)] == [
        "Bara text",
        "Väntar",
        "Inskrivet i efterhand",
        "Igång",
    ]


@pytest.mark.parametrize(
    ("on", "state", "text", "code"),
    [
        (date(2026, 11, 21), MeasureState.DONE, "", "status-in-future"),
        (date(2026, 11, 20), None, "", "status-says-nothing"),
    ],
)
def test_a_report_says_something_of_a_day_that_has_been(draft, on, state, text, code):
    with pytest.raises(RuleBroken, match=code):
        following.report_status(draft.measure, on=on, state=state, text=text, **draft.by)


def test_only_measures_are_reported_and_only_goals_assessed(draft):
    with pytest.raises(RuleBroken, match="no-measure"):
        following.report_status(draft.area, on=NOW.date(), state=None, text="x", **draft.by)
    with pytest.raises(RuleBroken, match="no-goal"):
        following.assess_goal(draft.area, on=NOW.date(), result=GoalResult.MET, text="", **draft.by)


def test_only_an_empty_draft_is_removed(draft):
    with pytest.raises(RuleBroken, match="plan-not-empty"):
        making.remove_plan(draft.plan, **draft.by)
    empty = making.make_plan(draft.council, replace(PLAN, title="Tom"), **draft.by)
    making.remove_plan(empty, **draft.by)
    assert plans.plan_of(draft.council.id) is draft.plan


def test_a_plan_stands_under_one_of_the_councils_own_and_never_in_a_circle(draft):
    below = making.make_plan(draft.council, replace(PLAN, parent_id=draft.plan.id), **draft.by)
    with pytest.raises(RuleBroken, match="plan-under-itself"):
        making.change_plan(draft.plan, replace(PLAN, parent_id=below.id), **draft.by)
    other = making.make_plan(draft.make.council("Annat råd"), PLAN, **draft.by)
    with pytest.raises(RuleBroken, match="plan-parent-elsewhere"):
        making.make_plan(draft.council, replace(PLAN, parent_id=other.id), **draft.by)


def test_a_reference_group_is_one_of_the_councils(draft):
    group = draft.make.council("Referensgruppen", council_id=draft.council.id)
    following.set_reference_group(draft.area, group.id, **draft.by)
    assert draft.area.reference_body_id == group.id
    with pytest.raises(RuleBroken, match="no-such-group"):
        following.set_reference_group(draft.area, draft.make.council("Annat").id, **draft.by)


@pytest.mark.both_databases
def test_what_one_answers_for_comes_by_person_organisation_and_group(draft):
    timra = draft.make.organisation("Timrå kommun")
    member = draft.make.seat(draft.council, organisation_id=timra.id)
    group = draft.make.council("Arbetsgruppen", council_id=draft.council.id)
    draft.make.seat(group, Category.MEMBER, person=member)
    parties = {
        "Som person": Named(PartyRole.RESPONSIBLE, "Jag", who=f"p{member.id}"),
        "Genom kommunen": Named(PartyRole.EXECUTOR, "Timrå kommun"),
        "I gruppen": Named(PartyRole.PROJECT_LEADER, "Arbetsgruppen"),
        "Bara deltar": Named(PartyRole.PARTICIPANT, "Timrå kommun"),
    }
    for title, party in parties.items():
        period = "2025" if title == "I gruppen" else "2027"
        facts = MeasureFacts(period=period, parties=(party,))
        editing.add_node(draft.plan, draft.area, replace(MEASURE, title=title, measure=facts), **draft.by)
    db.session.commit()
    who = visibility.viewer(member.id, member.session_key, now=NOW)
    found = following.mine(who, NOW)
    assert [(one.title, one.is_late) for one in found] == [
        ("I gruppen", True),
        ("Som person", False),
        ("Genom kommunen", False),
    ]


def test_every_step_leaves_a_line_in_the_journal(draft):
    draft.change(draft.measure, title="Ny rubrik")
    making.publish(draft.plan, **draft.by)
    making.withdraw(draft.plan, **draft.by)
    db.session.commit()
    events = db.session.scalars(sa.select(JournalEntry.event).order_by(JournalEntry.id)).all()
    assert events[-6:] == [
        "plan-made",
        "node-added",
        "node-added",
        "node-changed",
        "plan-published",
        "plan-withdrawn",
    ]


def test_a_plan_is_no_deeper_than_a_page_can_show(draft):
    above = None
    for _level in range(DEEPEST):
        above = editing.add_node(draft.plan, above, AREA, **draft.by)
    with pytest.raises(RuleBroken, match="plan-too-deep"):
        editing.add_node(draft.plan, above, MEASURE, **draft.by)
