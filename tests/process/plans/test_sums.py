"""What a plan adds up to on every level, and the sums that it states itself (B3.15, B3.16, H.14)."""

from __future__ import annotations

from dataclasses import replace

from councilflow.process.plans.document import Indicator, Money, Node, PlanDocument, Target
from councilflow.process.plans.sums import Total, balance, differences, totals
from councilflow.process.plans.values import MoneyKind, MoneyState, NodeKind


def kroner(
    amount: int, *, year: int | None = 2022, kind: MoneyKind = MoneyKind.BUDGET, **more: object
) -> Money:
    return replace(Money(kind, MoneyState.AMOUNT, str(amount), amount, year), **more)  # type: ignore[arg-type]


def point(key: str, parent: str = "", *money: Money) -> Node:
    return Node(key, NodeKind.AREA, key, parent, money=money)


PLAN = PlanDocument(
    currency="NOK",
    nodes=(
        point("area", "", kroner(999, is_sum=True)),
        point("strategy", "area", kroner(100), kroner(7, currency="EUR")),
        point("measure", "strategy", kroner(50), kroner(30, year=2023), Money(state=MoneyState.DASH)),
        point("empty", "", Money()),
    ),
    lines=(
        kroner(20, title="Administrasjon"),
        kroner(150, title="Sum områder", is_sum=True, covers=("area", "strategy")),
        kroner(170, title="Sum totalt", is_sum=True, covers=("area",), covers_outside=True),
        kroner(200, kind=MoneyKind.FINANCING, source="Fylket"),
        kroner(210, kind=MoneyKind.FINANCING, is_sum=True, covers_outside=True),
    ),
)


def test_every_level_adds_up_each_cell_once_and_no_stated_sum() -> None:
    found = totals(PLAN)

    assert found["measure"] == Total(budget=80, amounts=2, dashes=1)
    assert found["area"] == Total(budget=180, amounts=4, dashes=1, foreign={"EUR": 7})
    assert found["empty"] == Total(not_stated=1)
    assert found[""] == Total(
        budget=200, financing=200, amounts=6, dashes=1, not_stated=1, foreign={"EUR": 7}
    )


def test_a_source_without_an_amount_is_no_empty_cell() -> None:
    plan = PlanDocument(nodes=(point("a", "", Money(MoneyKind.FINANCING, source="Drift")),))

    assert totals(plan)[""] == Total()


def test_a_stated_sum_is_held_against_its_year_and_what_it_covers() -> None:
    found = [(one.node, one.title, one.stated, one.computed, one.missing) for one in differences(PLAN)]

    assert found == [("area", "area", 999, 150, 849), ("", "", 210, 200, 10)]


def test_budget_and_financing_are_compared_by_year() -> None:
    found = [(one.year, one.budget, one.financing, one.difference) for one in balance(PLAN)]

    assert found == [(2022, 170, 200, 30), (2023, 30, 0, -30)]


def test_targets_add_up_over_what_the_sum_leaves_empty() -> None:
    cells = (
        Target(2, dimension="Fisk", year=2022, node="strategy"),
        Target(3, dimension="Fisk", year=2023, node="measure"),
        Target(4, dimension="Skog", year=2022, node="empty"),
    )
    stated = (
        Target(5, dimension="Fisk", is_sum=True),
        Target(6, year=2022, is_sum=True),
        Target(5, node="area", is_sum=True),
        Target(10, is_sum=True),
    )
    plan = replace(
        PLAN, nodes=PLAN.nodes, lines=(), indicators=(Indicator("i", "Jobber", targets=cells + stated),)
    )

    found = [(one.title, one.stated, one.computed) for one in differences(plan) if one.of == "indicator"]

    assert found == [("Jobber", 10, 9)]
