"""The plans of the sources, pasted whole and by the table, against the facts read by hand (C, B.1, B.3)."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from councilflow.process.plans import sums
from councilflow.process.plans.reading import Draft
from councilflow.process.plans.values import (
    GoalKind,
    LinkKind,
    MoneyKind,
    MoneyState,
    NodeKind,
    PartyRole,
    PlanKind,
    Settlement,
)
from tests.process.plans.reading.reader import codes, of_kind, one, parent, read_text, titles

SHARED = Path(__file__).parents[5] / "shared"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the sources are not here")

STATES = {"amount": MoneyState.AMOUNT, "dash_none": MoneyState.DASH, "not_stated": MoneyState.NOT_STATED}


def source(number: str) -> str:
    (path,) = (SHARED / "seeds").glob(f"{number}_*.txt")
    return path.read_text("utf-8")


def facts(name: str) -> dict[str, Any]:
    yaml = pytest.importorskip("yaml")
    found: dict[str, Any] = yaml.safe_load((SHARED / "data" / f"{name}.yaml").read_text("utf-8"))
    return found


@pytest.fixture(scope="module")
def sogn() -> Draft:
    return read_text(source("000"), language="nn")


@pytest.fixture(scope="module")
def hallingdal() -> Draft:
    return read_text(source("003"))


# Sogn


def test_sogn_is_read_whole_without_a_single_answer(sogn: Draft) -> None:
    council = facts("sogn")["council"]

    plan = sogn.document

    assert (sogn.flaws, sogn.waiting) == ((), ())
    assert plan.title == "Regionalplan for Sogn - handlingsplan 2022"
    assert (plan.kind, plan.period.first_year, plan.currency) == (PlanKind.ACTION_PLAN, 2022, "NOK")
    assert plan.vision == council["vision"]
    assert plan.overall_goal == council["overall_goal"]
    assert council["values_raw"].endswith(plan.core_values)


def test_sogn_has_the_tree_of_the_facts(sogn: Draft) -> None:
    plan = facts("sogn")["plan"]
    areas = {area["id"]: area["title"] for area in plan["areas"]}
    focus = {one["id"]: one["title"] for one in plan["focus_areas"]}
    strategies = {one["id"]: one["title"] for one in plan["strategies"]}

    found = {(node.kind, node.title, parent(sogn, node)) for node in sogn.document.nodes}

    expected = {(NodeKind.AREA, title, "") for title in areas.values()}
    expected |= {
        (NodeKind.GOAL, goal["text"], area["title"]) for area in plan["areas"] for goal in area["subgoals"]
    }
    expected |= {(NodeKind.AREA, one["title"], areas[one["area"]]) for one in plan["focus_areas"]}
    expected |= {(NodeKind.STRATEGY, one["title"], focus[one["focus_area"]]) for one in plan["strategies"]}
    expected |= {(NodeKind.MEASURE, one["title"], strategies[one["strategy"]]) for one in plan["measures"]}
    assert found == expected


def test_sogn_s_measures_say_what_the_facts_say(sogn: Draft) -> None:
    for fact in facts("sogn")["plan"]["measures"]:
        node = one(sogn, fact["title"])
        assert node.measure is not None
        (money,) = node.money
        period = node.measure.period
        parties = Counter((party.role, party.name) for party in node.measure.parties)
        assert node.source_line == fact["source_line"]
        assert (period.raw, period.first_year, period.last_year) == (
            fact["period"]["raw"],
            fact["period"]["start_year"],
            fact["period"]["end_year"],
        )
        assert (money.raw, money.state, money.amount) == (
            fact["budget"]["raw"],
            STATES[fact["budget"]["state"]],
            fact["budget"]["amount"],
        )
        assert node.measure.parties_raw == fact["responsibility_raw"]
        expected = Counter((PartyRole.RESPONSIBLE, name) for name in fact["responsible"])
        assert {party for party in parties if party[0] is PartyRole.RESPONSIBLE} == set(expected)
        not_settled = fact.get("responsible_to_be_clarified", False)
        assert (node.measure.settlement is Settlement.NOT_SETTLED) == not_settled


def test_sogn_s_money_adds_up_and_its_three_kinds_of_cells_are_told_apart(sogn: Draft) -> None:
    derived = facts("sogn")["derived"]

    counts = sogn.counts

    assert (counts.measures, counts.placeholders) == (21, 0)
    assert (counts.amounts, counts.dashes, counts.empty) == (11, 8, 2)
    assert counts.budget == derived["budget_total_nok"] == 8_250_000
    assert [area.amount for area in counts.areas] == list(derived["budget_by_area_nok"].values())
    assert [area.measures for area in counts.areas] == [4, 5, 11, 1]
    assert counts.without_period == 4


def test_a_measure_of_sogn_goes_on_beside_another_strategy(sogn: Draft) -> None:
    first, second = one(sogn, "Bruka kunnskapsgrunnlaget"), one(sogn, "b) politisk")

    assert second.measure is not None
    assert second.measure.continues == first.key
    assert first.parent != second.parent


def test_nothing_of_sogn_is_lost_and_working_forms_are_no_measures(sogn: Draft) -> None:
    read = {node.source_line for node in sogn.document.nodes} | {one.line for one in sogn.unread}
    headings = {17, 33, 48, 69, 25, 39, 53, 75}
    front = {5, 7, 9, 11}

    lines = {number for number, text in enumerate(source("000").split("\n"), 1) if text.strip()}

    assert lines - read - headings - front == set()
    assert {80, 88, 98, 101} <= {one.line for one in sogn.unread}


@pytest.mark.parametrize(
    ("first", "last", "area", "measures"),
    [(25, 29, "1. Attraktiv buregion", 4), (53, 65, "3. Næringsutvikling", 11)],
)
def test_one_table_of_sogn_alone_needs_only_its_area(first: int, last: int, area: str, measures: int) -> None:
    text = "\n".join(source("000").split("\n")[first - 1 : last])

    draft = read_text(text, {"table-1.area": area}, language="nn")

    assert (draft.flaws, draft.waiting, draft.counts.measures) == ((), (), measures)
    (top,) = draft.document.children[""]
    assert f"{top.code}. {top.title}" == area


def test_a_table_pasted_into_the_plan_again_adds_nothing(sogn: Draft) -> None:
    draft = read_text(source("000"), standing=sogn.document, language="nn")

    assert draft.document.nodes == sogn.document.nodes


# Hallingdal


def test_hallingdal_is_read_whole_without_a_single_answer(hallingdal: Draft) -> None:
    counts = hallingdal.counts

    assert (hallingdal.flaws, hallingdal.waiting) == ((), ())
    assert hallingdal.document.title == "Handlingsplan 2022"
    assert (counts.measures, counts.placeholders, counts.goals["sub_goal"]) == (20, 2, 10)
    assert len(of_kind(hallingdal, NodeKind.AREA)) == 6
    assert len(of_kind(hallingdal, NodeKind.STRATEGY)) == 13


def test_hallingdal_has_the_tree_of_the_facts(hallingdal: Draft) -> None:
    plan = facts("hallingdal")["plan"]
    areas = {area["id"]: area for area in plan["areas"]}
    strategies = {one["id"]: one["name"] for one in plan["strategies"]}

    found_areas = {(one.code, one.title, one.grouping) for one in of_kind(hallingdal, NodeKind.AREA)}
    found = {
        (one.code, one.title, one.text, f"{one.code}. {one.short_label}", parent(hallingdal, one))
        for one in of_kind(hallingdal, NodeKind.STRATEGY)
    }
    measures = Counter((one.title, parent(hallingdal, one)) for one in of_kind(hallingdal, NodeKind.MEASURE))
    goals = Counter(
        (one.title, parent(hallingdal, one)) for one in of_kind(hallingdal, NodeKind.GOAL, "Delmål 2022")
    )

    assert found_areas == {(str(one["number"]), one["title"], one["group"]) for one in plan["areas"]}
    assert found == {
        (one["id"], one["name"], one["text"], one["short_label_in_matrix"], areas[one["area"]]["title"])
        for one in plan["strategies"]
    }
    assert measures == Counter(
        (one["title"], strategies.get(one["strategy"], areas[one["area"]]["title"]))
        for one in plan["measures"]
    )
    assert goals == Counter((one["text"], strategies[one["strategy"]]) for one in plan["targets_2022"])


def test_hallingdal_s_budget_is_its_financing(hallingdal: Draft) -> None:
    plan = hallingdal.document
    totals = sums.totals(plan)

    (balance,) = sums.balance(plan)

    assert (balance.year, balance.budget, balance.financing, balance.difference) == (
        2022,
        4_600_000,
        4_600_000,
        0,
    )
    areas = facts("hallingdal")["plan"]["areas"]
    assert [totals[one.key].budget for one in of_kind(hallingdal, NodeKind.AREA)] == [
        one["budget_2022"]["amount"] for one in areas
    ]
    assert [
        (line.source, line.amount)
        for line in plan.lines
        if line.kind is MoneyKind.FINANCING and not line.is_sum
    ] == [
        ("Viken fylkeskommune", 4_000_000),
        ("kommunene", 600_000),
    ]
    beside = [line.title for line in plan.lines if line.kind is MoneyKind.BUDGET and not line.is_sum]
    assert beside == ["Administrasjon", "Prosjektledelse/prosjektarbeid"]
    stated = [
        (line.title, line.amount) for line in plan.lines if line.kind is MoneyKind.BUDGET and line.is_sum
    ]
    assert stated == [
        ("Sum", 3_200_000),
        ("Sum", 400_000),
        ("Sum innsatsområder", 3_600_000),
        ("Sum totalt", 4_600_000),
    ]
    assert all(
        [money.is_sum for money in node.money] == [True, True] for node in of_kind(hallingdal, NodeKind.AREA)
    )


def test_hallingdal_s_jobs_add_up_and_its_matrix_does_not(hallingdal: Draft) -> None:
    jobs, matrix = (one for one in hallingdal.document.indicators if one.targets)

    cells = [target for target in jobs.targets if not target.is_sum]
    by_year = Counter(
        {year: int(sum(one.value or 0 for one in cells if one.year == year)) for year in (2022, 2023, 2024)}
    )
    differences = [(one.dimension, one.node, one.stated, one.computed) for one in hallingdal.differences]

    assert (jobs.unit, by_year) == ("arbeidsplasser", {2022: 40, 2023: 60, 2024: 100})
    assert {one.dimension for one in cells} == {
        one["industry"] for one in facts("hallingdal")["goals"]["job_targets"]
    }
    assert hallingdal.document.by_key[jobs.node].goal_kind is GoalKind.MAIN
    assert jobs.definition.startswith("Arbeidsplasser skal regnes som bruttoarbeidsplasser.")
    assert jobs.counting_rule.startswith("Arbeidsplassene skal måles via innrapportering")
    first, second = (one.key for one in of_kind(hallingdal, NodeKind.AREA)[:2])
    assert matrix.name == "Resultat mål"
    assert differences == [
        ("Øvrig n.liv", "", 15, 10),
        ("", first, 13, 10),
        ("", second, 21, 19),
        ("", "", 40, 35),
    ]


def test_hallingdal_s_yearly_indicators_are_told_from_its_effects(hallingdal: Draft) -> None:
    indicators = [one for one in hallingdal.document.indicators if not one.targets]

    assert [one.name for one in indicators] == facts("hallingdal")["indicators"]["items"]
    assert {one.cadence for one in indicators} == {"årlige"}
    effects = [one for one in of_kind(hallingdal, NodeKind.GOAL) if one.goal_kind is GoalKind.EFFECT]
    assert titles(effects) == facts("hallingdal")["indicators"]["effect_goals"]


def test_goals_that_are_probably_merged_cover_more_only_when_somebody_says_so(hallingdal: Draft) -> None:
    merged = [(doubt.column, doubt.made) for doubt in hallingdal.doubts if doubt.code == "maybe-merged"]

    answered = read_text(source("003"), {"table-3.covers": "next"})

    assert hallingdal.document.links == ()
    assert merged == [(6, "F. Bedriftsrettede tiltak"), (8, "H. Logistikk"), (10, "J. Konkurranseskraft")]
    assert {link.kind for link in answered.document.links} == {LinkKind.COVERS}
    assert sorted(answered.document.by_key[link.second].code for link in answered.document.links) == [
        "F",
        "H",
        "J",
    ]


def test_a_placeholder_in_a_column_without_a_strategy_stands_on_the_area(hallingdal: Draft) -> None:
    placeholders = hallingdal.document.placeholders

    assert [parent(hallingdal, node) for node in placeholders] == [
        "Bostedsattraktivitet",
        "Kultur og samfunn",
    ]


def test_the_plan_of_vasternorrland_has_no_table_and_loads_by_saying_what_its_lines_are() -> None:
    text = source("002")
    lines = {title: str(number) for number, title in enumerate(text.split("\n"), 1) if title.strip()}
    titles_of_areas = (
        [one["title"] for one in facts("vasternorrland")["strategy"]["focus_areas"]]
        if "focus_areas" in facts("vasternorrland").get("strategy", {})
        else [
            "Sammanhållet etablerings- och företagsfrämjande",
            "Påverkansagenda",
            "Matchning på arbetsmarknaden",
            "Strategisk finansiering",
        ]
    )

    answers = {"lines": {lines[title]: {"as": "area", "level": "Fokusområde"} for title in titles_of_areas}}
    draft = read_text(text, answers, language="sv")

    assert codes(draft) == []
    assert titles(of_kind(draft, NodeKind.AREA, "Fokusområde")) == titles_of_areas
