"""Tables whose rows are what is to be done: merged cells, moved rows, blocks, money and parties."""

from __future__ import annotations

from typing import Any

import pytest

from councilflow.process.plans.values import GoalKind, MeasureState, MoneyKind, MoneyState, NodeKind
from tests.process.plans.reading.documents import MOUNTAINS, table
from tests.process.plans.reading.reader import codes, doubts, of_kind, one, parent, read_text, titles

PLAN = table(
    "Satsingsområde | Strategi | Tiltak | Tid | Ansvar | Budsjett 2024",
    "Reiseliv | Flere gjester | Ny brosjyre | 2024 | Regionrådet | 100 000",
    "| | Ny nettside | Vår 2024 | Visit Dalen | -",
    "| Flere overnattinger | Kurs for vertskap | | | ",
    "Samferdsel | Bedre veger | Befaring | 2024-2025 | Samferdselsgruppa | 0,2 mill",
)


def test_empty_cells_of_a_level_continue_what_stands_above() -> None:
    draft = read_text(PLAN)

    measures = of_kind(draft, NodeKind.MEASURE)

    assert [parent(draft, node) for node in measures] == [
        *("Flere gjester", "Flere gjester", "Flere overnattinger", "Bedre veger"),
    ]
    filled = [(fill.line, fill.column, fill.text) for fill in draft.fills if fill.rule == "filled-down"]
    assert filled == [(3, 1, "Reiseliv"), (3, 2, "Flere gjester"), (4, 1, "Reiseliv")]


def test_a_new_area_without_a_strategy_does_not_inherit_one() -> None:
    draft = read_text(PLAN + "\n" + table("Kultur | | Festival | 2024 | Kommunen | 50 000"))

    assert parent(draft, one(draft, "Festival")) == "Kultur"
    assert doubts(draft, "level-empty") == [6]
    filled = read_text(
        PLAN + "\n" + table("Kultur | | Festival | 2024 | Kommunen |"), {"line-6.fill.2": "down"}
    )
    assert parent(filled, one(filled, "Festival")) == "Bedre veger"


def test_amounts_dashes_and_empty_cells_are_told_apart() -> None:
    counts = read_text(PLAN).counts

    assert (counts.amounts, counts.dashes, counts.empty, counts.budget) == (2, 1, 1, 300_000)


def test_a_row_that_moved_left_is_moved_back_and_said_so() -> None:
    draft = read_text(MOUNTAINS)

    moved = one(draft, "Møte vegforum")

    assert moved.measure is not None
    assert parent(draft, moved) == "Samarbeid med nabofylker"
    assert [party.name for party in moved.measure.parties] == ["Regionrådgiver"]
    assert doubts(draft, "shifted") == [moved.source_line]
    assert {fill.text for fill in draft.fills if fill.rule == "shifted"} == {
        moved.title,
        "Regionrådgiver",
        "Drift",
    }


def test_where_a_row_belongs_can_be_answered() -> None:
    line = one(read_text(MOUNTAINS), "Møte vegforum").source_line

    draft = read_text(MOUNTAINS, {f"line-{line}.shift": "0"})

    assert of_kind(draft, NodeKind.GOAL)[-2].title == "Møte vegforum to ganger i året"


def test_whole_areas_in_one_row_are_a_block_without_a_one_to_one() -> None:
    draft = read_text(MOUNTAINS)
    area = one(draft, "Kultur og oppvekst")

    nodes = [node for node in draft.document.children[area.key] if node.block]

    assert [node.kind for node in nodes] == [
        *[NodeKind.GOAL] * 3,
        *[NodeKind.STRATEGY] * 3,
        *[NodeKind.MEASURE] * 4,
    ]
    assert len({node.block for node in nodes}) == 1
    assert not any(node.key in draft.document.children for node in nodes)


def test_goals_beside_strategies_never_own_them() -> None:
    draft = read_text(MOUNTAINS)

    assert all(node.key not in draft.document.children for node in of_kind(draft, NodeKind.GOAL))
    assert [node.goal_kind for node in of_kind(draft, NodeKind.GOAL)].count(GoalKind.LONG_TERM) == 2
    assert draft.document.overall_goal.startswith("Regionen skal ha vekst")


def test_sources_of_funding_are_no_amounts_and_their_lack_is_counted() -> None:
    draft = read_text(MOUNTAINS)

    money = one(draft, "Felles kalender").money

    assert [(cell.kind, cell.source, cell.state) for cell in money] == [
        (MoneyKind.FINANCING, "Drift", MoneyState.NOT_STATED),
        (MoneyKind.FINANCING, "prosjekt", MoneyState.NOT_STATED),
    ]
    assert (draft.counts.without_responsible, draft.counts.without_financing, draft.counts.empty) == (1, 2, 0)


@pytest.mark.parametrize(
    ("cell", "sources"),
    [
        ("1:1-medel 200 000, egna medel 0,1 mkr", [("1:1-medel", 200_000), ("egna medel", 100_000)]),
        ("Region Västernorrland 50 %, ERUF 50 %", [("Region Västernorrland", None), ("ERUF", None)]),
        ("400.000,- från Fylket", [("Fylket", 400_000)]),
        ("ERUF: 250 tkr; Projekt 2022", [("ERUF", 250_000), ("Projekt 2022", None)]),
        ("Statligt bidrag", [("Statligt bidrag", None)]),
        ("300 000 kr", [("", 300_000)]),
        ("ca 300 000 kr", [("", 300_000)]),
    ],
)
def test_a_cell_of_financing_says_who_pays_and_how_much(
    cell: str, sources: list[tuple[str, int | None]]
) -> None:
    draft = read_text(
        table("Mål | Åtgärd | Budget | Finansiering", f"Ett mål | En åtgärd | 400 000 | {cell}")
    )

    found = [money for money in one(draft, "En åtgärd").money if money.kind is MoneyKind.FINANCING]

    assert [(money.source, money.amount) for money in found] == sources
    assert {money.raw for money in found} == {cell}


SENTENCES = table(
    "Delmål | Strategier | Hovedaktiviteter | Ansvar",
    "Flere blir. Flere kommer. | Bygge boliger. Selge tomter. | Boligmesse om våren. Tomtekart. | Rådet",
)


@pytest.mark.parametrize(
    ("answers", "goals", "measures"),
    [
        ({}, 1, 1),
        ({"table-1.split": "sentences"}, 2, 2),
        ({"table-1.split.3": "sentences"}, 1, 2),
        ({"line-2.split": "capitals"}, 2, 2),
        ({"line-2.split.3": ["Boligmesse", "Tomtekart"]}, 1, 2),
        ({"table-1": {"split": "sentences", "kind": "plan"}, "line-2": {"split": {"1": "none"}}}, 1, 2),
    ],
)
def test_how_cells_are_divided_is_answered_by_table_column_or_row(
    answers: dict[str, Any], goals: int, measures: int
) -> None:
    draft = read_text(SENTENCES, answers)

    assert codes(draft) == []
    assert (len(of_kind(draft, NodeKind.GOAL)), len(of_kind(draft, NodeKind.MEASURE))) == (goals, measures)


def test_a_part_that_is_not_in_the_cell_is_refused() -> None:
    assert codes(read_text(SENTENCES, {"line-2.split.3": ["Noe helt annet"]})) == ["part-not-in-cell"]


def test_responsible_go_one_by_one_where_there_are_as_many() -> None:
    text = table("Mål | Tiltak | Ansvar", "Vekst | Kurs<br>Messe | Anne AS<br>Per AS")

    draft = read_text(text)
    everybody = read_text(text, {"line-2.shared.3": "all"})

    parties = [
        [party.name for party in node.measure.parties] for node in draft.document.measures if node.measure
    ]
    assert parties == [["Anne AS"], ["Per AS"]]
    assert doubts(draft, "one-by-one") == [2]
    assert all(node.measure and len(node.measure.parties) == 2 for node in everybody.document.measures)


def test_money_that_stands_once_for_several_measures_counts_once() -> None:
    draft = read_text(table("Strategi | Tiltak | Budsjett", "Vekst | Kurs<br>Messe | 100 000"))

    assert draft.counts.budget == 100_000
    assert [money.amount for money in one(draft, "Vekst").money] == [100_000]


def test_stated_sums_are_kept_and_the_difference_is_shown() -> None:
    draft = read_text(PLAN + "\n" + table("Sum | | | | | 400 000"))

    (line,) = draft.document.lines
    (difference,) = draft.differences

    assert (line.is_sum, line.amount, len(line.covers)) == (True, 400_000, 2)
    assert (difference.stated, difference.computed) == (400_000, 300_000)
    assert draft.counts.budget == 300_000


def test_a_row_that_names_an_area_begins_it() -> None:
    text = table(
        "Strategi | Tiltak | Ansvar", "Satsingsområde 1: Kultur | |", "Se hverandre | Festival | Rådet"
    )

    draft = read_text(text)

    assert parent(draft, one(draft, "Se hverandre")) == "Kultur"
    assert doubts(draft, "row-as-area") == [2]


def test_what_a_column_is_for_can_be_answered() -> None:
    text = table("Tema | Tiltak | Rekkefølge", "Kultur | Festival | Først")

    draft = read_text(text, {"table-1.columns.3": "period", "table-1.level.1": "Arbeidsområde"})

    assert one(draft, "Festival").measure
    assert draft.document.levels[0] == (NodeKind.AREA, "Arbeidsområde")
    assert "Først" in one(read_text(text), "Festival").text


def test_two_measures_of_the_same_words_stay_two() -> None:
    draft = read_text(table("Strategi | Tiltak", "Vekst | Kurs", "| Kurs"))

    assert titles(of_kind(draft, NodeKind.MEASURE)) == ["Kurs", "Kurs"]


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    (PLAN + "\nA\tB\tC\t2024\tD\t1\tfor mye", {}, "too-many-cells"),
    (table("Tiltak | Ansvar | Ansvar", "Kurs | Anne | Per"), {}, "same-column-twice"),
    (table("Tiltak | Budsjett 2022 | Budsjett 2022", "Kurs | 1 | 2"), {}, "same-column-twice"),
    (table("Tiltak | Budsjett", "Kurs | =SUM(B2:B9)"), {}, "formula"),
    ("Bare litt tekst.", {}, "nothing-read"),
    ("", {}, "nothing-read"),
    (table("Tiltak | Ansvar", "Kurs | Anne"), {"table-1.columns.1": "noe"}, "answer-not-an-option"),
    (table("Tiltak | Ansvar", "Kurs | Anne"), {"lines": {"2": {"as": "noe"}}}, "lines-word-unknown"),
    (table("Tiltak | Ansvar", "Kurs | Anne"), {"table-1.columns.1": "note"}, "no-level"),
]


@pytest.mark.parametrize(("text", "answers", "code"), REFUSED)
def test_what_cannot_be_stored_is_said_by_its_code(text: str, answers: dict[str, Any], code: str) -> None:
    assert code in codes(read_text(text, answers))


def test_two_columns_for_the_same_are_allowed_when_somebody_says_so() -> None:
    text = table("Tiltak | Ansvar | Ansvar", "Kurs | Anne AS | Per AS")

    assert codes(read_text(text, {"table-1.columns.3": "responsible"})) == []


def test_two_budgets_of_different_years_are_two_columns() -> None:
    draft = read_text(table("Tiltak | Budsjett 2022 | Budsjett 2023", "Kurs | 100 000 | 200 000"))

    assert [(money.year, money.amount) for money in one(draft, "Kurs").money] == [
        (2022, 100_000),
        (2023, 200_000),
    ]


def test_numbers_in_words_are_kept_as_written_and_doubtful() -> None:
    draft = read_text(table("Tiltak | Budsjett", "Kurs | hundre tusen"))

    (money,) = one(draft, "Kurs").money

    assert (money.state, money.raw, money.amount) == (MoneyState.UNREAD, "hundre tusen", None)
    assert doubts(draft, "money-words") == [2]


def test_an_answer_that_nothing_asked_for_is_told() -> None:
    draft = read_text(PLAN, {"table-9.kind": "plan"})

    assert [doubt.raw for doubt in draft.doubts if doubt.code == "answer-unused"] == ["table-9.kind"]


def test_what_stands_in_the_plan_only_gains() -> None:
    before = read_text(
        table("Satsingsområde | Strategi | Tiltak", "Reiseliv | Flere gjester | Ny brosjyre")
    ).document

    after = read_text(PLAN, standing=before).document

    old = {node.title: node.key for node in before.nodes}
    new = {node.title: node for node in after.nodes}
    assert {title: new[title].key for title in old} == old
    assert new["Ny brosjyre"].money[0].amount == 100_000
    assert new["Ny brosjyre"].measure is not None
    assert new["Ny brosjyre"].measure.period.raw == "2024"
    assert "Befaring" in new


def test_a_long_table_is_read_to_its_end() -> None:
    rows = [
        f"Område {number // 50} | Strategi {number // 5} | Tiltak {number} | 2024 | Rådet | 1 000"
        for number in range(5000)
    ]

    counts = read_text(table("Satsingsområde | Strategi | Tiltak | Tid | Ansvar | Budsjett", *rows)).counts

    assert (counts.measures, counts.budget, len(counts.areas)) == (5000, 5_000_000, 100)


def test_a_title_above_the_headings_is_no_row() -> None:
    draft = read_text(table("Handlingsplan 2024 | | ", "Strategi | Tiltak | Frist", "Vekst | Kurs | 2024"))

    assert titles(of_kind(draft, NodeKind.MEASURE)) == ["Kurs"]
    assert draft.unread[0].text == "Handlingsplan 2024"


def test_a_table_without_headings_is_read_by_what_its_columns_are_said_to_be() -> None:
    answers = {"table-1": {"header": "none", "kind": "plan", "columns": {"1": "strategy", "2": "measure"}}}

    draft = read_text(table("Vekst | Kurs", "Vekst | Messe"), answers)

    assert [(node.title, parent(draft, node)) for node in draft.document.measures] == [
        ("Kurs", "Vekst"),
        ("Messe", "Vekst"),
    ]


def test_codes_states_and_remarks_have_columns_of_their_own() -> None:
    draft = read_text(table("Nr | Tiltak | Status | Merknad", "1.2 | Kurs | Pågår | Se møtebok"))

    node = one(draft, "Kurs")

    assert node.measure is not None
    assert (node.code, node.measure.state, node.text) == ("1.2", MeasureState.ONGOING, "Merknad: Se møtebok")


def test_a_single_row_can_be_said_to_be_something_else() -> None:
    text = table("Hei | Vi møtes fire ganger i året.", "Hå | Vi møtes ikke.")

    draft = read_text(text, {"lines": {"1": {"as": "measure", "state": "done"}, "77": "ignore"}})

    node = one(draft, "Hei")
    assert node.measure is not None
    assert (node.measure.state, node.text) == (MeasureState.DONE, "Vi møtes fire ganger i året.")
    assert [line.text for line in draft.unread] == ["Hå\tVi møtes ikke."]
    assert [doubt.raw for doubt in draft.doubts if doubt.code == "answer-unused"] == ["lines.77"]


def test_who_is_responsible_for_which_of_several_activities_can_be_listed() -> None:
    text = table("Mål | Tiltak | Ansvar", "Vekst | 1. Kurs 2. Messe 3. Avis | Anne AS Per AS")

    draft = read_text(text, {"line-2.shared.3": ["Anne AS", "", "Per AS"]})
    short = read_text(text, {"line-2.shared.3": ["Anne AS"]})

    parties = [
        [party.name for party in node.measure.parties] for node in draft.document.measures if node.measure
    ]
    assert parties == [["Anne AS"], [], ["Per AS"]]
    assert draft.counts.without_responsible == 1
    assert codes(short) == ["parts-not-as-many"]


def test_codes_with_their_word_are_read_in_cells_too() -> None:
    draft = read_text(
        table("Satsingsområde | Mål", "Satsingsområde 1: Hav | Mål 1A: Mer fisk", "| Mål 1B: Flere båter")
    )

    found = [(node.code, node.title, parent(draft, node)) for node in of_kind(draft, NodeKind.GOAL)]
    assert found == [("1A", "Mer fisk", "Hav"), ("1B", "Flere båter", "Hav")]


def test_the_area_and_its_goal_may_stand_over_the_headings_of_the_table() -> None:
    text = table(
        "Kultur og oppvekst | |",
        "Overordna langsiktig mål: Et godt sted å vokse opp. | |",
        "Delmål | Strategier | Hovedaktiviteter",
        "Flere blir | Bygge | Boligmesse",
    )

    draft = read_text(text)

    assert titles(draft.document.children[""]) == ["Kultur og oppvekst"]
    assert [node.goal_kind for node in of_kind(draft, NodeKind.GOAL)] == [
        GoalKind.LONG_TERM,
        GoalKind.SUB_GOAL,
    ]
    assert parent(draft, one(draft, "Boligmesse")) == "Bygge"


def test_a_budget_pasted_afterwards_is_held_against_what_stands() -> None:
    standing = read_text(PLAN).document
    budget = table(
        "Satsingsområde | Ramme 2024", "Reiseliv | 150 000", "Samferdsel | 200 000", "Kontor | 50 000"
    )

    draft = read_text(budget, standing=standing)

    assert [(money.amount, money.is_sum) for money in one(draft, "Reiseliv").money] == [(150_000, True)]
    assert [(one.title, one.stated, one.computed) for one in draft.differences] == [
        ("Reiseliv", 150_000, 100_000)
    ]


APART = table(
    "Delmål | Strategier | Hovedaktiviteter | Ansvar",
    "Mer tog | Være samlet | Møte i mai | Rådet",
    "Bedre veg | Være synlig | Brev til staten | Rådet",
    "Rask fiber | | Søknad | ",
    "| | Befaring | Rådet",
)


@pytest.mark.parametrize("answers", [{"table-1.block": "whole"}, {"lines": {"2-5": {"block": "samferdsel"}}}])
def test_a_block_in_several_rows_can_be_named_and_then_nothing_owns_anything(answers: dict[str, Any]) -> None:
    draft = read_text(APART, answers)

    kinds = [node.kind for node in draft.document.nodes]

    assert codes(draft) == []
    assert [kinds.count(kind) for kind in (NodeKind.GOAL, NodeKind.STRATEGY, NodeKind.MEASURE)] == [3, 2, 4]
    assert len({node.block for node in draft.document.nodes}) == 1
    assert {node.parent for node in draft.document.nodes} == {""}
    assert draft.counts.without_responsible == 1
