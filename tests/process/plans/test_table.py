"""A plan as its source's table, in both directions (B1.4, B2.10, B3.11)."""

from __future__ import annotations

from councilflow.process.plans.document import (
    Indicator,
    Link,
    Measure,
    Money,
    Node,
    Party,
    Period,
    PlanDocument,
    Target,
)
from councilflow.process.plans.table import Column, heading, money_cell, sections
from councilflow.process.plans.turned import turned
from councilflow.process.plans.values import LinkKind, MoneyKind, MoneyState, NodeKind, PartyRole

LEVELS = (
    (NodeKind.AREA, "Område"),
    (NodeKind.GOAL, "Delmål"),
    (NodeKind.STRATEGY, "Strategi (korleis)"),
    (NodeKind.MEASURE, "Tiltak"),
)


def area(key: str, title: str, **facts) -> Node:
    return Node(key, NodeKind.AREA, title, level="Område", **facts)


def strategy(key: str, parent: str, **facts) -> Node:
    return Node(key, NodeKind.STRATEGY, key, parent=parent, level="Strategi (korleis)", **facts)


def goal(key: str, parent: str, **facts) -> Node:
    return Node(key, NodeKind.GOAL, key, parent=parent, level="Delmål", **facts)


def measure(key: str, parent: str, *, raw: str = "", block: str = "", **facts) -> Node:
    money = (Money(raw=raw, state=MoneyState.AMOUNT, amount=100_000, year=2022),) if raw else ()
    return Node(
        key,
        NodeKind.MEASURE,
        key,
        parent=parent,
        level="Tiltak",
        block=block,
        money=money,
        measure=Measure(period=Period("2022", 2022, 2022), **facts),
    )


def plan(*nodes: Node, **facts) -> PlanDocument:
    return PlanDocument(language="nn", currency="NOK", levels=LEVELS, nodes=nodes, **facts)


SOGN = plan(
    area("buregion", "Attraktiv buregion", code="1"),
    goal("rekruttering", "buregion"),
    strategy("omdømme", "buregion"),
    measure("messer", "omdømme", raw="0,1 mill", parties_raw="Ansvar: SR Deltaking: Kommunane"),
    measure("merkevare", "omdømme"),
    strategy("stad", "buregion"),
)


def laid_out(document: PlanDocument, at: int = 0) -> list[list[str]]:
    """The cells of a section's table as words, each with how many rows it reaches over."""
    return [
        [
            " + ".join(node.key for node in cell.nodes) + "; ".join(cell.words) + f" ×{cell.rows}"
            for _head, cell in row
        ]
        for row in sections(document)[at].laid_out()
    ]


def test_a_strategy_stands_in_one_cell_over_its_measures():
    assert laid_out(SOGN) == [
        ["omdømme ×2", "messer ×1", "2022 ×1", "Ansvar: SR Deltaking: Kommunane ×1", "0,1 mill ×1"],
        ["merkevare ×1", "2022 ×1", " ×1", " ×1"],
        ["stad ×1", " ×1", " ×1", " ×1", " ×1"],
    ]


def test_the_columns_have_the_words_of_the_plan():
    (section,) = sections(SOGN)
    assert [heading(head, SOGN) for head in section.heads] == [
        "Strategi (korleis)",
        "Tiltak",
        "Dato/tid",
        "Ansvar og deltaking",
        "Budsjett 2022",
    ]
    assert [one.key for one in section.goals] == ["rekruttering"], "goals of the area stand over its table"


def test_a_block_is_merged_and_makes_no_pairs():
    document = plan(
        area("samferdsel", "Samferdsel"),
        *(goal(name, "samferdsel", block="1") for name in ("bane", "vei", "fly")),
        *(strategy(name, "samferdsel", block="1") for name in ("allianser", "dialog")),
        *(measure(name, "samferdsel", block="1") for name in ("forum", "konferanse")),
    )
    assert laid_out(document) == [
        ["bane + vei + fly ×2", "allianser + dialog ×2", "forum ×1", "2022 ×1"],
        ["konferanse ×1", "2022 ×1"],
    ]


def test_a_node_under_one_of_its_own_level_is_not_lost():
    document = plan(
        area("a", "Område"), strategy("stor", "a"), strategy("liten", "stor"), measure("m", "liten")
    )
    assert laid_out(document) == [["stor ×1", " ×1", " ×1"], ["liten ×1", "m ×1", "2022 ×1"]]


def test_who_is_responsible_stands_by_name_where_the_plan_was_written_by_hand():
    parties = (Party(PartyRole.PARTICIPANT, "Kommunane"), Party(PartyRole.RESPONSIBLE, "SR"))
    document = plan(area("a", "Område"), measure("m", "a", parties=parties))
    assert laid_out(document) == [["m ×1", "2022 ×1", "SR, Kommunane ×1"]]


def jobs(*targets: Target) -> Indicator:
    return Indicator("jobs", "Arbeidsplasser", dimension="Næring", targets=targets)


HALLINGDAL = plan(
    area("kompetanse", "Kompetanse", grouping="Tematisk"),
    strategy("A", "kompetanse", money=(Money(raw="400.000,-", state=MoneyState.AMOUNT, amount=400_000),)),
    goal("to prosjekter", "A"),
    measure("støtte", "A"),
    measure("behov", "A"),
    strategy("B", "kompetanse", money=(Money(raw="200.000,-", state=MoneyState.AMOUNT, amount=200_000),)),
    area("kultur", "Kultur", grouping="Støtte"),
    strategy("M", "kultur"),
    measure("ikke konkretisert", "M", is_placeholder=True),
    links=(Link("to prosjekter", "B", LinkKind.COVERS),),
    indicators=(
        jobs(
            Target(2, "2", "Industri", 2022, "A"),
            Target(1, "1", "Industri", 2022, "B"),
            Target(5, "5", "Industri", 2022, "", is_sum=True),
        ),
    ),
)


def test_turned_the_strategies_are_columns_in_a_table_for_each_grouping():
    first, second = turned(HALLINGDAL)
    assert (first.grouping, second.grouping) == ("Tematisk", "Støtte")
    assert [[node.key for node in one.nodes] for one in first.strategies] == [["A"], ["B"]]
    assert [[node and node.key for node in row] for row in first.measures] == [
        ["støtte", None],
        ["behov", None],
    ]
    assert [cell.words for cell in first.budget] == [("400.000,-",), ("200.000,-",)]
    assert [(one.computed, one.columns) for one in first.sums] == [(600_000, 2)]


def test_turned_a_goal_that_covers_two_strategies_reaches_over_both():
    first, _second = turned(HALLINGDAL)
    assert [[(cell.nodes[0].key, cell.columns) for cell in row] for row in first.goals] == [
        [("to prosjekter", 2)]
    ]


def test_turned_a_stated_sum_stands_beside_what_adds_up():
    first, second = turned(HALLINGDAL)
    ((name, values, total),) = first.targets[0].rows
    assert (name, values) == ("Industri", [2, 1])
    assert (total.computed, total.stated) == (3, 5)
    assert second.targets == []


def test_a_column_for_money_is_there_when_the_plan_has_money_of_the_kind():
    financed = Money(MoneyKind.FINANCING, MoneyState.NOT_STATED, source="Drift")
    node = Node("m", NodeKind.MEASURE, "m", parent="a", level="Tiltak", money=(financed,), measure=Measure())
    (section,) = sections(plan(area("a", "Område"), node))
    assert [head.column for head in section.heads] == [None, Column.FINANCING]


def test_a_cell_that_names_several_sources_stands_once():
    shared = tuple(
        Money(MoneyKind.FINANCING, raw="Drift/prosjekt", source=one) for one in ("Drift", "prosjekt")
    )
    assert money_cell(shared, MoneyKind.FINANCING).words == ("Drift/prosjekt",)
