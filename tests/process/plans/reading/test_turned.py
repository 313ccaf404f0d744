"""Tables that lie on their side: strategies are columns, what is said of them rows (B3.11–B3.15)."""

from __future__ import annotations

from councilflow.process.plans.document import GoalPart
from councilflow.process.plans.reading.goal_parts import goal_parts
from councilflow.process.plans.values import GoalKind, MoneyKind, NodeKind
from tests.process.plans.reading.documents import table
from tests.process.plans.reading.reader import codes, doubts, of_kind, one, parent, read_text

TURNED = table(
    "| 1. Fjord | | 2. Fjell | |",
    "Strategier | A. Reise | B. Fiske | C. Beite | |",
    "Tiltak | Båtrute | Kai | Gjerde | Ikke konkretisert |",
    "| Skilting | | | |",
    "Delmål 2024 | To ruter, hvorav en ny | | Ett beitelag | |",
    "Ansvar | Rådet | Havna | Beitelaget | |",
    "Budsjett 2024 | 100.000,- | 50.000,- | 30.000,- | |",
    "Sum | 150.000,- | | 40.000,- | | 190.000,-",
    "Resultatmål | 2 | 3 | 1 | 6 | Jobber",
    "| 1 | | 1 | 3 | Lærlinger",
    "Sum | 6 | | 2 | 8 |",
)
TURNED = TURNED.replace("Sum\t150.000,-\t\t40.000,-\t\t190.000,-", "Sum\t150.000,-\t\t40.000,-\t190.000,-\t")


def test_columns_are_turned_into_strategies_under_their_areas() -> None:
    draft = read_text(TURNED)

    strategies = [(node.code, node.title, parent(draft, node)) for node in of_kind(draft, NodeKind.STRATEGY)]
    measures = [(node.title, parent(draft, node)) for node in draft.document.measures]

    assert codes(draft) == []
    assert strategies == [("A", "Reise", "Fjord"), ("B", "Fiske", "Fjord"), ("C", "Beite", "Fjell")]
    assert measures == [("Båtrute", "Reise"), ("Skilting", "Reise"), ("Kai", "Fiske"), ("Gjerde", "Beite")]
    assert [parent(draft, node) for node in draft.document.placeholders] == ["Fjell"]
    assert {"turned", "filled-right", "filled-down"} <= {fill.rule for fill in draft.fills}


def test_what_is_said_below_a_measure_is_its_own() -> None:
    draft = read_text(TURNED)

    measure = one(draft, "Kai").measure

    assert measure is not None
    assert [party.name for party in measure.parties] == ["Havna"]
    assert set(doubts(draft, "said-of-all")) == {1}


def test_stated_sums_of_money_and_of_targets_are_held_against_the_cells() -> None:
    draft = read_text(TURNED)

    found = [(one.of, one.stated, one.computed, one.dimension) for one in draft.differences]

    assert draft.counts.budget == 180_000
    assert found == [
        ("money", 40_000, 30_000, ""),
        ("money", 190_000, 180_000, ""),
        ("indicator", 3, 2, "Lærlinger"),
    ]
    assert {money.kind for money in draft.document.lines} == {MoneyKind.BUDGET}


def test_a_cell_of_a_turned_table_can_be_left_out_or_said_to_be_another_kind() -> None:
    draft = read_text(TURNED, {"lines": {"3.4": {"as": "ignore"}, "5.2": {"goal_kind": "activity"}}})

    kinds = [node.goal_kind for node in of_kind(draft, NodeKind.GOAL)]

    assert kinds == [GoalKind.ACTIVITY, GoalKind.SUB_GOAL]
    assert "Gjerde" not in [node.title for node in draft.document.nodes]
    assert [line.text for line in draft.unread] == ["Gjerde"]


def test_a_row_may_be_answered_to_mean_something_else() -> None:
    draft = read_text(TURNED, {"table-1.rows.5": "goal:result"})

    assert {node.goal_kind for node in of_kind(draft, NodeKind.GOAL)} == {GoalKind.RESULT}


def test_a_budget_that_comes_before_what_it_is_of_states_its_sums_all_the_same() -> None:
    budget = table(
        "Område | Ramme 2024", "1. Fjord | 150 000", "2. Fjell | 30 000", "Kontor | 20 000", "Sum | 200 000"
    )
    areas = table("Område | Strategi", "1. Fjord | A. Reise", "2. Fjell | C. Beite")

    draft = read_text(f"{areas}\n\nBudsjett\n\n{budget}\n\nHandling\n\n{TURNED}")

    assert draft.counts.budget == 200_000
    assert [money.is_sum for money in one(draft, "Fjord").money] == [True, True]


def test_countable_parts_of_a_goal() -> None:
    assert goal_parts("To prosjekter igangsatt, hvorav ett gjennomført. Fem bedrifter med") == (
        GoalPart("To prosjekter igangsatt", 2),
        GoalPart("hvorav ett gjennomført", 1),
        GoalPart("Fem bedrifter med", 5),
    )
    assert goal_parts("Minimum ett tiltak gjennomført") == (GoalPart("Minimum ett tiltak gjennomført", 1),)
    assert goal_parts("Regionen skal vokse innen 2030") == ()


def test_amounts_of_nobody_knows_what_have_to_be_answered() -> None:
    text = table("Finansieringskilde | 2024", "Fylket | 4,0", "Kommunene | 0,6", "Sum | 4,6")

    asked = read_text(text)
    said = read_text(f"Alle tall i millioner kroner.\n\n{text}")
    answered = read_text(text, {"table-1.unit": "1000000"})

    assert [question.id for question in asked.waiting] == ["table-1.unit"]
    assert (said.waiting, answered.waiting) == ((), ())
    assert said.counts.financing == answered.counts.financing == 4_600_000
