"""The same plan written in other ways: what is left of headings, tables and lists."""

from __future__ import annotations

import pytest

from councilflow.process.plans.values import GoalKind, MeasureState, NodeKind
from tests.process.plans.reading.documents import table
from tests.process.plans.reading.reader import codes, doubts, of_kind, one, parent, read_text, titles

HEADINGS = "Delmål | Strategier | Hovedaktiviteter | Ansvar | Finansiering"
ROADS = (
    "Trygge veger | Samle kommunene | Delta i vegforum | Regionrådgiver | Drift",
    "| | Kartlegge ulykker | Prosjektleder | Prosjekt",
    (
        "Raskt bredbånd | Felles utbygging | Søke støtte hvert år | Prosjektleder (gjennomføring RNH) | "
        "Prosjekt Tynset & Røros"
    ),
    "| | Kartlegge dekning hvert annet år | Høyskolemedarbeider | Prosjekt Grønne jobber (og drift)",
)
SCHOOLS = ("Flere fagbrev | Gi voksne en sjanse | Kveldskurs | Regionrådet | Drift",)


def areas_of(text: str) -> list[tuple[str, int, int, int]]:
    """Of every area its title, goals, strategies and measures."""
    document = read_text(text).document
    found = []
    for node in document.children[""]:
        kinds = [one.kind for one in document.under(node.key)]
        counts = [kinds.count(kind) for kind in (NodeKind.GOAL, NodeKind.STRATEGY, NodeKind.MEASURE)]
        found.append((node.title, counts[0], counts[1], counts[2]))
    return found


EXPECTED = [("Samferdsel", 2, 2, 4), ("Kompetanse", 1, 1, 1)]


@pytest.mark.parametrize(
    "text",
    [
        f"## 4.1 Samferdsel\n\n{table(HEADINGS, *ROADS)}\n\n## 4.2 Kompetanse\n\n{table(HEADINGS, *SCHOOLS)}",
        f"**Samferdsel**\n\n{table(HEADINGS, *ROADS)}\n\n**Kompetanse**\n\n{table(*SCHOOLS)}",
        f"Samferdsel\n\n{table(HEADINGS, *ROADS)}\n\nKompetanse\n\n{table(HEADINGS, *SCHOOLS)}",
        (
            f"### 4.1 Innsatsområde: Samferdsel\n\n{table(HEADINGS, *ROADS)}\n\n"
            f"### 4.2 Innsatsområde: Kompetanse\n\n{table(HEADINGS, *SCHOOLS)}"
        ),
        table(HEADINGS, "**1 Samferdsel** | | | | ", *ROADS, "**2 Kompetanse** | | | | ", *SCHOOLS),
        (
            f"## Samferdsel\n\n{table(HEADINGS, *ROADS[:3])}\n\n{table(HEADINGS, ROADS[3])}\n\n"
            f"## Kompetanse\n\n{table(HEADINGS, *SCHOOLS)}"
        ),
    ],
    ids=["numbered", "headings-once", "plain", "labelled", "rows", "cut-by-a-page"],
)
def test_areas_and_headings_may_stand_in_several_ways(text: str) -> None:
    assert areas_of(f"Strategisk plan 2017–2021\n\n{text}\n") == EXPECTED
    assert codes(read_text(text)) == []


def test_headings_that_stand_once_are_said_to_be_used_again() -> None:
    draft = read_text(
        f"Strategisk plan\n\n## Samferdsel\n\n{table(HEADINGS, *ROADS)}\n\n## Kompetanse\n\n{table(*SCHOOLS)}"
    )

    assert doubts(draft, "headings-above") == [13]


def test_a_goal_without_a_strategy_ends_the_one_before_it() -> None:
    rows = ("Flere læreplasser | | Lærlingdag | Regionrådet | Drift", "| | Oversikt over bedrifter | | Drift")
    draft = read_text(f"Strategisk plan\n\n## Kompetanse\n\n{table(HEADINGS, *SCHOOLS, *rows)}")

    assert [parent(draft, one(draft, title)) for title in ("Lærlingdag", "Oversikt")] == ["Kompetanse"] * 2


def test_a_block_of_short_sentences_is_divided_and_a_single_long_text_is_not() -> None:
    block = "Flere hit. Unge hjem. Godt rykte. | Felles profil. Gode historier. | Messer. Nettside. Fest. | |"
    draft = read_text(f"Strategisk plan\n\n## Omdømme\n\n{table(HEADINGS, block)}")

    assert areas_of(f"Strategisk plan\n\n## Omdømme\n\n{table(HEADINGS, block)}") == [("Omdømme", 3, 2, 3)]
    assert len(doubts(draft, "split")) == 3
    row = "Flere hit | Felles profil | Delta på messer. Drive nettside. Ta initiativ til fest. | |"
    assert areas_of(f"Strategisk plan\n\n## Omdømme\n\n{table(HEADINGS, row)}") == [("Omdømme", 1, 1, 1)]


@pytest.mark.parametrize(
    "line",
    [
        "Følgende hovedaktiviteter er gjennomført:\n\n- Oppstart\n- Analyse\n- Sluttrapport",
        "Hovedaktiviteter som er gjennomført: oppstart, analyse og sluttrapport.",
        table("Hovedaktivitet | Status", "1. Oppstart | Gjennomført", "2. Analyse | ferdig")
        + "\n"
        + table("3. Sluttrapport | Gjennomført"),
    ],
    ids=["list", "sentence", "table"],
)
def test_activities_that_are_announced_as_done_are_done(line: str) -> None:
    draft = read_text(f"Prosjektrapport\n\nOm arbeidet.\n\n{line}\n")

    found = [(node.title, node.measure and node.measure.state) for node in draft.document.measures]

    assert found == [(title, MeasureState.DONE) for title in ("Oppstart", "Analyse", "Sluttrapport")]


@pytest.mark.parametrize(
    "text",
    [
        "Egne satsingsområder for Kystregionen:\n\n- Havbruk\n- Kultur",
        "### Egne satsingsområder\n\n• Havbruk\n• Kultur",
        "I tillegg har regionen egne satsingsområder:\n\n1. Havbruk\n2. Kultur",
        "Egne satsingsområder\n\nHavbruk\nKultur\n\n## Evaluering",
        "Egne satsingsområder\t<ul>• Havbruk• Kultur</ul>",
    ],
)
def test_areas_of_ones_own_are_a_group(text: str) -> None:
    found = of_kind(read_text(f"Prosjektrapport\n\nOm arbeidet.\n\n{text}\n"), NodeKind.AREA)

    assert titles(found) == ["Havbruk", "Kultur"]
    assert all("gne satsingsområder" in node.grouping for node in found)


@pytest.mark.parametrize(
    "text",
    [
        "1. Reiseliv\nMål 1: Flere gjester\n2. Kompetanse\nMål 2A: Læreplasser\nMål 2B: Studieplasser",
        (
            "De felles satsingsområdene er:\n\n1. Reiseliv\n2. Kompetanse\n\n"
            "Mål 1: Flere gjester\n\nMål 2A: Læreplasser\n\nMål 2B: Studieplasser"
        ),
        "- Reiseliv: Mål 1: Flere gjester\n- Kompetanse: Mål 2A: Læreplasser Mål 2B: Studieplasser",
        "**Reiseliv**\n\nMål 1: Flere gjester\n**Kompetanse**\n\nMål 2A: Læreplasser\nMål 2B: Studieplasser",
    ],
)
def test_goals_with_codes_stand_under_their_area_and_results_are_said_of_them(text: str) -> None:
    draft = read_text(f"Prosjektrapport\n\n{text}\n\nResultat så langt: Mål 2B Det er blitt flere.\n")

    goals = [(node.code, node.title, parent(draft, node)) for node in of_kind(draft, NodeKind.GOAL)]

    assert goals == [
        ("1", "Flere gjester", "Reiseliv"),
        ("2A", "Læreplasser", "Kompetanse"),
        ("2B", "Studieplasser", "Kompetanse"),
    ]
    assert one(draft, "Studieplasser").text == "Resultat så langt: Det er blitt flere."


def test_a_code_that_comes_back_in_other_words_is_said_of_the_goal_that_has_it() -> None:
    draft = read_text("Prosjektrapport\n\nMål 3B: Studieplasser\n\nTekst.\n\nMål 3B: Det er blitt flere.\n")

    assert one(draft, "Studieplasser").text == "Det er blitt flere."
    assert doubts(draft, "other-name") == [7]


@pytest.mark.parametrize(
    "text",
    [
        "Prosjekteier (PE)\tRegionrådet\nProsjektleder (PL)\tPer Vik\n",
        "Rolle\tNavn\nProsjekteier (PE)\tRegionrådet\nProsjektleder (PL)\tPer Vik\n",
        "**Prosjekteier (PE):** Regionrådet\n\n**Prosjektleder (PL):** Per Vik\n",
        "- Prosjekteier (PE): Regionrådet\n- Prosjektleder (PL): Per Vik\n",
    ],
)
def test_roles_of_a_project_are_kept_in_its_text(text: str) -> None:
    draft = read_text(f"Prosjektrapport\n\nDelmål\n\n- Et mål\n\nProsjektorganisering:\n\n{text}")

    assert draft.document.text == "Prosjekteier (PE): Regionrådet\nProsjektleder (PL): Per Vik"
    assert len(doubts(draft, "role-in-text")) == 1


def test_a_table_of_two_columns_may_name_the_kinds_of_goals() -> None:
    rows = table("Delmål | <ul>• Kartlegge• Samarbeide</ul>", "Effektmål | Flere arbeidsplasser")
    draft = read_text(f"Prosjektrapport\n\n{rows}\n")

    found = [(node.goal_kind, node.title) for node in of_kind(draft, NodeKind.GOAL)]

    assert found == [
        *[(GoalKind.SUB_GOAL, title) for title in ("Kartlegge", "Samarbeide")],
        (GoalKind.EFFECT, "Flere arbeidsplasser"),
    ]


@pytest.mark.parametrize(
    ("cell", "is_doubtful"),
    [
        ("Regionrådgiver Regionkoordinator", True),
        ("Regionrådgiver Regionale næringssjefer", True),
        ("Rørosregionen Næringshage", False),
        ("Region Nord", False),
        ("Prosjektleder (gjennomføring RNH)", False),
    ],
)
def test_two_names_side_by_side_are_doubted(cell: str, is_doubtful: bool) -> None:
    row = f"Trygge veger | Samle kommunene | Delta i vegforum | {cell} | Drift"
    draft = read_text(f"Strategisk plan\n\n## Samferdsel\n\n{table(HEADINGS, row)}")

    assert doubts(draft, "one-or-several") == ([6] if is_doubtful else [])
