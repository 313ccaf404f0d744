"""What happened to a plan between two versions of it (A8)."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings

from councilflow.process.plans.differences import Aspect, Differences, differences
from councilflow.process.plans.document import Measure, Money, Node, Party, PlanDocument, Target
from councilflow.process.plans.values import MeasureState, MoneyKind, MoneyState, NodeKind, PartyRole
from tests.process.plans.anyplan import plans
from tests.services.test_plan_tables import HALLINGDAL


def amount(crowns: int) -> tuple[Money, ...]:
    return (Money(MoneyKind.BUDGET, MoneyState.AMOUNT, str(crowns), crowns, 2022),)


def with_node(document: PlanDocument, node: Node) -> PlanDocument:
    return replace(document, nodes=tuple(node if one.key == node.key else one for one in document.nodes))


def with_measure(document: PlanDocument, **facts: object) -> PlanDocument:
    node = document.by_key["measure"]
    assert node.measure is not None
    return with_node(document, replace(node, measure=replace(node.measure, **facts)))  # type: ignore[arg-type]  # facts of a measure


def aspects(found: Differences, key: str) -> set[Aspect]:
    return {change.aspect for one in found.changed if one.thing.key == key for change in one.changes}


@settings(max_examples=15)
@given(plans())
def test_a_plan_is_the_same_as_itself(document):
    assert differences(document, document).is_none


@settings(max_examples=15)
@given(plans(), plans())
def test_any_two_plans_can_be_held_against_each_other(one, other):
    found, turned = differences(one, other), differences(other, one)
    assert {branch.node.key for branch in found.added} == {branch.node.key for branch in turned.removed}


def test_words_of_the_plan_itself():
    [change] = differences(HALLINGDAL, replace(HALLINGDAL, vision="Et robust Hallingdal")).plan
    assert (change.aspect, change.before, change.after) == (Aspect.VISION, "", "Et robust Hallingdal")


def test_what_came_is_told_from_its_top():
    more = (
        Node("new", NodeKind.AREA, "Bærekraft"),
        Node("below", NodeKind.MEASURE, "Miljøfyrtårn", parent="new", measure=Measure()),
    )
    found = differences(HALLINGDAL, replace(HALLINGDAL, nodes=(*HALLINGDAL.nodes, *more)))
    assert [(one.node.key, one.below) for one in found.added] == [("new", 1)]
    assert not found.removed
    assert not found.changed


def test_what_went_is_told_with_its_place():
    found = differences(HALLINGDAL, replace(HALLINGDAL, nodes=HALLINGDAL.nodes[:-1]))
    assert [(one.node.title, one.path) for one in found.removed] == [
        ("Ikke konkretisert", ("Kompetanse", "Rekruttering"))
    ]


def test_states_parties_and_money():
    node = HALLINGDAL.by_key["strategy"]
    after = with_measure(
        with_node(HALLINGDAL, replace(node, money=amount(500_000))),
        state=MeasureState.DONE,
        parties=(Party(PartyRole.RESPONSIBLE, "Gol kommune"),),
    )
    found = differences(HALLINGDAL, after)
    assert aspects(found, "measure") == {Aspect.STATE, Aspect.PARTIES}
    assert aspects(found, "strategy") == {Aspect.MONEY}


def test_a_move_is_told_and_a_new_name_above_is_no_move():
    area = HALLINGDAL.by_key["area"]
    assert (
        aspects(differences(HALLINGDAL, with_node(HALLINGDAL, replace(area, title="Nytt"))), "goal") == set()
    )
    moved = with_node(HALLINGDAL, replace(HALLINGDAL.by_key["measure"], parent="area"))
    assert Aspect.PLACE in aspects(differences(HALLINGDAL, moved), "measure")


def test_another_order_is_told_where_it_is():
    turned = replace(HALLINGDAL, nodes=(*HALLINGDAL.nodes[:3], *reversed(HALLINGDAL.nodes[3:])))
    found = differences(HALLINGDAL, turned)
    assert aspects(found, "strategy") == {Aspect.ORDER}


def test_money_beside_the_tree_by_its_name():
    first, *rest = HALLINGDAL.lines
    found = differences(HALLINGDAL, replace(HALLINGDAL, lines=(replace(first, amount=600_000), *rest[:1])))
    assert [(before and before.title, after and after.amount) for before, after in found.lines] == [
        ("Administrasjon", 600_000),
        ("Sum", None),
    ]


def test_targets_of_an_indicator():
    jobs = HALLINGDAL.indicators[0]
    after = replace(HALLINGDAL, indicators=(replace(jobs, targets=(Target(6, "6", "Industri", 2022),)),))
    [changed] = differences(HALLINGDAL, after).indicators_changed
    assert [change.aspect for change in changed.changes] == [Aspect.TARGETS]
