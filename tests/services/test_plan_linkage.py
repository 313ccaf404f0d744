"""What touched a part of a plan, and who may know it; links with a reason; areas; measures that go on."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import (
    AdvocacyIssue,
    JournalEntry,
    Measure,
    MeasureParty,
    NodeLink,
    NodeMention,
    Plan,
    PlanNode,
    PlanReport,
    PlanShare,
    Statement,
    StrategyLink,
)
from councilflow.process.consensus import Outcome
from councilflow.process.councils import BodyKind, Category
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingState
from councilflow.process.plans.criteria import Criteria
from councilflow.process.plans.linkage import TouchKind
from councilflow.process.plans.values import (
    LinkKind,
    MeasureState,
    NodeKind,
    PartyRole,
    PlanStatus,
    ReportKind,
    ReportState,
    StatementState,
    TargetLevel,
)
from councilflow.services import visibility
from councilflow.services.plans import areas, choosing, linkage, links, rolling
from tests.asked import asked
from tests.conftest import NOW

WHOLE = Criteria(True, "Kräver pengar", True, "Nu", date(2026, 12, 31))


def viewer(person):
    return visibility.viewer(person.id, person.session_key, now=NOW)


def seen(person, *nodes):
    """The titles that somebody finds, by kind."""
    found = linkage.touched(viewer(person), [node.id for node in nodes])
    return {(one.kind, one.title) for _year, lines in found.years for one in lines}


def linked(make, node, meeting, **facts):
    item = make.item(meeting, strategy=False, **facts)
    return make.save(StrategyLink(item_id=item.id, node_id=node.id))


@pytest.fixture
def county(make):
    """A council with a plan, and what its members, preparers and neighbours look like."""

    class County:
        council = make.council()
        node = make.node(council)
        member = make.seat(council)
        secretary = make.secretary(council)
        preparer = make.preparer(council)

    return County


def test_an_item_is_told_once_its_agenda_is_out(make, county):
    draft = make.meeting(county.council, state=MeetingState.PREPARING)
    called = make.meeting(county.council, state=MeetingState.INVITED)
    held = make.meeting(county.council, state=MeetingState.HELD)
    linked(make, county.node, draft, title="Hemligt")
    linked(make, county.node, called, title="Kallat")
    linked(make, county.node, held, title="Enigt", outcome=Outcome.CONSENSUS, number=6)
    known = {(TouchKind.ITEM, "Kallat"), (TouchKind.STANDPOINT, "Enigt")}
    assert seen(county.member, county.node) == known
    for who in (county.secretary, county.preparer):
        assert seen(who, county.node) == known | {(TouchKind.ITEM, "Hemligt")}


def test_a_cancelled_meeting_that_nobody_was_called_to_stays_hidden(make, county):
    unknown = make.meeting(county.council, state=MeetingState.CANCELLED)
    known = make.meeting(county.council, state=MeetingState.CANCELLED, invited_at=NOW)
    linked(make, county.node, unknown, title="Aldrig kallat")
    linked(make, county.node, known, title="Kallat och inställt")
    assert seen(county.member, county.node) == {(TouchKind.ITEM, "Kallat och inställt")}


def test_who_reads_the_plan_is_not_told_of_another_councils_items(make, county):
    """A council that shares the plan reads the plan, and what its own council did with it."""
    neighbour = make.council("Grannrådet")
    make.save(PlanShare(plan_id=county.node.plan_id, body_id=neighbour.id))
    linked(make, county.node, make.meeting(county.council, state=MeetingState.HELD), title="Länets")
    linked(make, county.node, make.meeting(neighbour, state=MeetingState.HELD), title="Grannens")
    assert seen(make.seat(neighbour), county.node) == {(TouchKind.ITEM, "Grannens")}
    assert seen(county.member, county.node) == {(TouchKind.ITEM, "Länets")}
    register = make.person(is_administrator=True)
    assert seen(register, county.node) == set()


def test_an_actor_of_the_wider_council_knows_that_councils_items_only(make, county):
    wide = make.council("Stora rådet", kind=BodyKind.WIDE_COUNCIL, includes_id=county.council.id)
    linked(make, county.node, make.meeting(county.council, state=MeetingState.HELD), title="Inre")
    linked(make, county.node, make.meeting(wide, state=MeetingState.HELD), title="Yttre")
    actor = make.seat(wide, Category.ACTOR)
    assert seen(actor, county.node) == {(TouchKind.ITEM, "Yttre")}
    assert seen(county.member, county.node) == {(TouchKind.ITEM, "Inre"), (TouchKind.ITEM, "Yttre")}


def test_drafts_of_statements_and_reports_are_not_told(make, county):
    for title, state in (("Utkast", StatementState.DRAFT), ("Skickat", StatementState.SENT)):
        said = make.save(Statement(body_id=county.council.id, title=title, state=state))
        make.save(NodeMention(node_id=county.node.id, statement_id=said.id))
        reported = ReportState.DRAFT if state is StatementState.DRAFT else ReportState.SUBMITTED
        facts = {"plan_id": county.node.plan_id, "kind": ReportKind.STATUS, "made_at": NOW}
        make.save(PlanReport(node_id=county.node.id, title=f"Rapport: {title}", state=reported, **facts))
    issue = AdvocacyIssue(body_id=county.council.id, title="Tåg", target_level=TargetLevel.EU)
    make.save(NodeMention(node_id=county.node.id, advocacy_id=make.save(issue).id))
    known = {
        (TouchKind.STATEMENT, "Skickat"),
        (TouchKind.REPORT, "Rapport: Skickat"),
        (TouchKind.ADVOCACY, "Tåg"),
    }
    assert seen(county.member, county.node) == known
    assert seen(county.secretary, county.node) == known | {(TouchKind.STATEMENT, "Utkast")}


def test_parts_of_other_plans_are_told_both_ways_to_who_reads_them(make, county):
    goal = make.node(county.council, "Målet", kind=NodeKind.GOAL)
    hidden = make.node(make.council("Grannrådet"), "Grannens område")
    for first in (county.node, hidden):
        make.save(NodeLink(first_id=first.id, second_id=goal.id, kind=LinkKind.SERVES, reason="Bär"))
    assert seen(county.member, goal) == {(TouchKind.NODE, county.node.title)}
    assert seen(county.member, county.node) == {(TouchKind.NODE, "Målet")}


def test_what_lies_below_is_told_when_asked_for_and_costs_the_same(make, county):
    plan = county.node.plan
    meeting = make.meeting(county.council, state=MeetingState.HELD)

    def deep():
        above = county.node
        for _ in range(3):
            above = make.save(PlanNode(plan=plan, parent_id=above.id, level="Insats", title="Under"))
        linked(make, above, meeting)

    def cost():
        who, below = viewer(county.member), choosing.below(county.node.id)
        with asked() as statements:
            found = linkage.touched(who, below)
        return len(statements), found.count

    deep()
    assert seen(county.member, county.node) == set()
    before, count = cost()
    assert count == 1
    for _ in range(4):
        deep()
    after, count = cost()
    assert (after, count) == (before, 5)


def test_the_year_is_the_one_on_the_councils_clock(make, county):
    late = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)  # half past midnight in Sundsvall
    linked(make, county.node, make.meeting(county.council, starts_at=late, state=MeetingState.HELD))
    ((year, _lines),) = linkage.touched(viewer(county.member), [county.node.id]).years
    assert year == 2027


def test_an_area_serves_goals_of_the_strategy_above_for_a_reason(make, county):
    goals = [make.node(county.council, title, kind=NodeKind.GOAL) for title in ("Ett", "Två")]
    for goal in goals:
        goal.plan.status = PlanStatus.ADOPTED  # the strategy above is; only where the link begins counts
    ids = [goal.id for goal in goals]
    links.link(county.node, ids, LinkKind.SERVES, "Skapar kapacitet", by=county.secretary, now=NOW)
    db.session.commit()
    found = links.links_of(county.node.id, viewer(county.member))
    assert [(one.title, one.reason, one.is_ahead) for one in found] == [
        ("Ett", "Skapar kapacitet", True),
        ("Två", "Skapar kapacitet", True),
    ]
    assert links.links_of(goals[0].id, viewer(county.member))[0].is_ahead == 0
    links.link(county.node, ids[:1], LinkKind.SERVES, "Av andra skäl", by=county.secretary, now=NOW)
    db.session.commit()
    reasons = db.session.scalars(sa.select(NodeLink.reason).order_by(NodeLink.id)).all()
    assert reasons == ["Av andra skäl", "Skapar kapacitet"]
    assert db.session.scalars(sa.select(JournalEntry.event)).all() == ["node-linked"] * 2


def test_links_that_make_no_sense_are_refused(make, county):
    goal = make.node(county.council, "Målet")
    step = {"by": county.secretary, "now": NOW}
    with pytest.raises(RuleBroken, match="link-to-itself"):
        links.link(county.node, [county.node.id], LinkKind.SERVES, "x", **step)
    links.link(county.node, [goal.id], LinkKind.SERVES, "x", **step)
    db.session.flush()
    with pytest.raises(RuleBroken, match="link-goes-round"):
        links.link(goal, [county.node.id], LinkKind.SERVES, "x", **step)
    (link_id,) = db.session.scalars(sa.select(NodeLink.id)).all()
    with pytest.raises(RuleBroken, match="link-gone"):
        links.unlink(goal, link_id, **step)
    county.node.plan.status = PlanStatus.ADOPTED
    with pytest.raises(RuleBroken, match="plan-adopted"):
        links.unlink(county.node, link_id, **step)


def test_an_area_says_why_it_was_chosen_until_the_plan_is_adopted(make, county):
    area = county.node
    step = {
        "other_plan": "Länstransportplanen",
        "agenda_2030": [9, 4, 99],
        "by": county.secretary,
        "now": NOW,
    }
    areas.choose(area, WHOLE, **step)
    db.session.commit()
    (found,) = areas.areas_of(area.plan_id, NOW.date())
    assert (found.criteria, found.agenda_2030, found.gaps) == (WHOLE, (4, 9), ())
    areas.choose(area, WHOLE, **step)
    db.session.commit()
    assert db.session.scalars(sa.select(JournalEntry.event)).all() == ["area-chosen"]
    area.plan.status = PlanStatus.ADOPTED
    with pytest.raises(RuleBroken, match="plan-adopted"):
        areas.choose(area, WHOLE, **step)
    measure = make.save(PlanNode(plan=area.plan, kind=NodeKind.MEASURE, level="Insats", title="Insats"))
    with pytest.raises(RuleBroken, match="no-area"):
        areas.area_of(measure, NOW.date())


@pytest.fixture
def two_years(make, county):
    """Last year's action plan with an area and three measures, and the empty plan of the next year."""
    old, new = (
        make.save(Plan(body_id=county.council.id, title=f"Plan {year}", short_title="P", first_year=year))
        for year in (2026, 2027)
    )
    area = make.save(PlanNode(plan=old, title="Näringsliv", level="Område", code="1"))
    states = (MeasureState.ONGOING, MeasureState.ADOPTED, MeasureState.DONE)
    for place, state in enumerate(states):
        facts = {"parent_id": area.id, "kind": NodeKind.MEASURE, "level": "Insats", "position": place}
        node = PlanNode(plan=old, title=f"Insats {state}", **facts)
        node.measure = Measure(state=state, period="2026–2027", first_year=2026, last_year=2027 - place)
        make.save(node)
        make.save(MeasureParty(node_id=node.id, role=PartyRole.RESPONSIBLE, name="Regionen"))
    return old, new


def measures(plan):
    query = sa.select(PlanNode).where(PlanNode.plan_id == plan.id, PlanNode.kind == NodeKind.MEASURE)
    return db.session.scalars(query.order_by(PlanNode.position, PlanNode.id)).all()


def test_measures_go_on_in_the_next_plan_under_the_same_area(county, two_years):
    old, new = two_years
    offered, more = rolling.offered(old.id, new.id)
    assert [(one.title, one.rolls) for one in offered] == [
        ("Insats ongoing", True),
        ("Insats adopted", True),
        ("Insats done", False),
    ]
    assert not more
    step = {"by": county.secretary, "now": NOW}
    for one in offered[:2]:  # one at a time: the area is made once
        rolling.roll_over(old, new, [one.id], **step)
        db.session.commit()
    (area,) = db.session.scalars(sa.select(PlanNode).where(PlanNode.plan_id == new.id, PlanNode.code == "1"))
    going, starting = measures(new)
    assert going.parent_id == starting.parent_id == area.id
    assert (going.measure.state, starting.measure.state) == (MeasureState.ONGOING, MeasureState.POSSIBLE)
    assert (going.measure.period, starting.measure.period) == ("2026–2027", "")
    parties = sa.select(MeasureParty.name).where(MeasureParty.node_id == going.id)
    assert db.session.scalars(parties).all() == ["Regionen"]
    assert [one.measure.state for one in measures(old)][:2] == [MeasureState.ONGOING, MeasureState.ADOPTED]
    assert (TouchKind.NODE, "Insats ongoing") in seen(county.member, going)
    with pytest.raises(RuleBroken, match="nothing-to-roll"):
        rolling.roll_over(old, new, [offered[0].id], **step)


def test_nothing_is_rolled_over_into_a_plan_that_is_adopted_or_of_others(make, county, two_years):
    old, new = two_years
    ids, step = [one.id for one in measures(old)], {"by": county.secretary, "now": NOW}
    other = make.node(make.council("Grannrådet")).plan
    with pytest.raises(RuleBroken, match="roll-over-elsewhere"):
        rolling.roll_over(other, new, ids, **step)
    new.status = PlanStatus.ADOPTED
    with pytest.raises(RuleBroken, match="plan-adopted"):
        rolling.roll_over(old, new, ids, **step)
    assert measures(new) == []
