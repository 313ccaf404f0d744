"""Plans of nearly nothing but text, and lines that somebody says what they are."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from councilflow.process.plans.reading import Draft
from councilflow.process.plans.values import GoalKind, GoalResult, MeasureState, NodeKind, PlanKind
from tests.process.plans.reading.documents import COAST, MOUNTAINS, table
from tests.process.plans.reading.reader import codes, of_kind, one, parent, read_text, titles


def line_of(text: str, beginning: str) -> str:
    (line,) = [number for number, said in enumerate(text.split("\n"), 1) if said.startswith(beginning)]
    return str(line)


def test_goals_of_four_kinds_are_found_under_the_headings_of_a_report() -> None:
    draft = read_text(COAST)

    assert codes(draft) == []
    assert draft.document.kind is PlanKind.PROJECT
    assert dict(draft.counts.goals) == {"main": 1, "sub_goal": 3 + 7, "result": 2, "effect": 3}
    measures = [(node.title, node.measure.state) for node in draft.document.measures if node.measure]
    assert measures == [
        ("Kartlegging av næringslivet", MeasureState.DONE),
        ("Møter i alle kommuner", MeasureState.DONE),
        ("Felles næringskonferanse", MeasureState.DONE),
        ("Utarbeide tiltaksoversikt", MeasureState.POSSIBLE),
    ]


def test_codes_are_split_off_and_goals_stand_under_their_area() -> None:
    draft = read_text(COAST)

    found = [(node.code, parent(draft, node)) for node in of_kind(draft, NodeKind.GOAL, "Mål")]

    assert found == [
        *[
            ("1", "Reiseliv"),
            ("2", "Sjømat"),
            ("3A", "Kompetanse"),
            ("3B", "Kompetanse"),
            ("3C", "Kompetanse"),
        ],
        *[("4A", "Samferdsel"), ("4B", "Samferdsel")],
    ]


def test_every_line_that_nothing_was_made_of_is_told() -> None:
    draft = read_text(COAST)

    lost = [line.text for line in draft.unread if line.why == "text"]

    assert lost[-2:] == ["PA: Arbeidet har gått godt.", "PL: Kommunene har bidratt."]


def test_what_a_line_is_can_be_said() -> None:
    answers: dict[str, Any] = {
        "lines": {
            line_of(COAST, "Effektene vil"): {
                "as": "goal",
                "goal_kind": "effect",
                "code": "9",
                "under": "Satsingsområde 2",
            },
            line_of(COAST, "Resultat så langt"): {
                "as": "assessment",
                "under": "Mål 3B",
                "result": "partly",
                "on": "2017-12-31",
            },
            line_of(COAST, "Regionrådet har"): {"as": "vision"},
            f"{line_of(COAST, 'a) Økt')}-{line_of(COAST, 'c) Bedre')}": {"as": "measure", "state": "ongoing"},
            line_of(COAST, "PA: "): {"as": "measure", "under": "Sjømat", "state": "cancelled"},
            line_of(COAST, "PL: "): "ignore",
        }
    }

    draft = read_text(COAST, answers)

    effect = one(draft, "Effektene vil")
    assert codes(draft) == []
    assert (effect.goal_kind, effect.code, parent(draft, effect)) == (GoalKind.EFFECT, "9", "Sjømat")
    (assessment,) = one(draft, "Felles kunnskapsbank").assessments
    assert (assessment.result, assessment.on) == (GoalResult.PARTLY, date(2017, 12, 31))
    assert draft.document.vision.startswith("Regionrådet har sju")
    states = [node.measure.state for node in draft.document.measures if node.measure]
    assert (states.count(MeasureState.ONGOING), states.count(MeasureState.CANCELLED)) == (3, 1)
    assert parent(draft, one(draft, "PA:")) == "Sjømat"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            {"as": "goal", "split": "sentences"},
            ["Regionrådet har sju kommuner.", "Prosjektet startet høsten 2015."],
        ),
        ({"as": "goal", "titles": ["Prosjektet startet høsten 2015."]}, ["Prosjektet startet høsten 2015."]),
        ({"as": "goal"}, ["Regionrådet har sju kommuner. Prosjektet startet høsten 2015."]),
    ],
)
def test_a_line_may_be_several_things(words: dict[str, Any], expected: list[str]) -> None:
    draft = read_text(COAST, {"lines": {line_of(COAST, "Regionrådet har"): words}})

    assert titles(of_kind(draft, NodeKind.GOAL))[: len(expected)] == expected


def test_a_place_that_is_read_later_can_be_named_and_a_circle_is_refused() -> None:
    text = "Først\n\nSist\n"

    later = read_text(text, {"lines": {"1": {"as": "goal", "under": "Sist"}, "3": {"as": "area"}}})
    circle = read_text(
        text, {"lines": {"1": {"as": "area", "under": "Sist"}, "3": {"as": "area", "under": "Først"}}}
    )
    nowhere = read_text(text, {"lines": {"1": {"as": "goal", "under": "Ingensteds"}}})

    assert parent(later, one(later, "Først")) == "Sist"
    assert titles(later.document.nodes) == ["Sist", "Først"]
    assert codes(circle) == ["cycle"]
    assert codes(nowhere) == ["under-unknown"]


def test_a_section_and_an_area_can_be_answered() -> None:
    section = line_of(COAST, "Hovedaktiviteter")

    draft = read_text(COAST, {f"line-{section}.section": "ignore"})
    flat = read_text(MOUNTAINS, {f"line-{line_of(MOUNTAINS, '## 1.')}.area": "no"})

    assert draft.counts.measures == 0
    assert [node.title for node in flat.document.nodes if node.kind is NodeKind.AREA] == ["Samferdsel"]


def test_areas_that_a_heading_announces_have_the_text_under_their_names() -> None:
    words = ("Kompetens", "Vi har alla rätt kunskap.", "Det kräver skola.", "Resor", "Tåg går ofta.")
    text = "\n\n".join(("Plan", "Fokusområden", *words))

    draft = read_text(text, language="sv")

    assert [(node.title, node.text, node.level) for node in draft.document.nodes] == [
        ("Kompetens", "Vi har alla rätt kunskap.\nDet kräver skola.", "Fokusområden"),
        ("Resor", "Tåg går ofta.", "Fokusområden"),
    ]


PIECES = st.sampled_from(
    (
        *(
            "1. Kultur",
            "Delmål",
            "Mål 3B: Vekst",
            "- et punkt",
            "Visjon: Fram",
            "Tiltak",
            "Sum\t1\t2",
            "\t\t",
            "",
            " ",
        ),
        *(
            "Satsingsområde\tStrategi\tTiltak\tBudsjett",
            "A\tB\tC\t-",
            "\t\tD\t1,5 mill",
            "Sum\t\t\t4",
            "x\ty",
        ),
        *(
            "\tA. Ett\tB. To\t",
            "Tiltak\tKurs\t\t",
            "Delmål 2022\tTo kurs\t\t",
            "Buds. 2022\t100\t200\t300",
            "Sum\t1\t\t",
        ),
        *(
            "Resultatmål\t1\t2\t3\tFisk",
            "Kilde\t2022",
            "Staten\t4,0",
            "Næring\t2022\t2023",
            "Fisk\t1\t=A1",
            "**Fet**",
        ),
        *(
            "Satsingsområde 1: By",
            "Effektmål:",
            "Årlige indikatorer:",
            "<b>x</b>\t<ul>• a• b",
            "..... 3",
            "\x00\ud800",
        ),
    )
)


def whole(draft: Draft) -> bool:
    """What every draft promises, whatever was read: a tree that is one, and sums that can be made."""
    keys = [node.key for node in draft.document.nodes]
    seen: set[str] = set()
    for node in draft.document.nodes:
        assert node.parent in seen | {""}
        seen.add(node.key)
    assert all(link.first in seen and link.second in seen for link in draft.document.links)
    return len(keys) == len(seen)


@given(st.lists(PIECES, max_size=25), st.sampled_from(["nb", "nn", "sv", "en"]))
def test_any_lines_give_a_draft_or_a_flaw(lines: list[str], language: str) -> None:
    draft = read_text("\n".join(lines), language=language)

    assert whole(draft)
    assert draft.flaws or draft.document.nodes or draft.document.lines or draft.document.indicators
    again = read_text("\n".join(lines), standing=draft.document, language=language)
    assert whole(again)


@given(st.text(max_size=400))
def test_any_text_gives_a_draft_or_a_flaw(text: str) -> None:
    assert whole(read_text(text))


ANSWERS = st.dictionaries(
    st.sampled_from(
        ("table-1.kind", "table-1.columns.2", "line-2.shift", "lines", "table-1", "plan.kind", "line-3.split")
    ),
    st.one_of(
        st.text(max_size=8),
        st.none(),
        st.integers(),
        st.lists(st.text(max_size=4), max_size=3),
        st.dictionaries(
            st.sampled_from(("1", "2-4", "3.2", "kind")),
            st.sampled_from(("goal", "ignore", {"as": "area"}, 7)),
        ),
    ),
)


@given(st.lists(PIECES, max_size=12), ANSWERS)
def test_any_answers_give_a_draft_or_a_flaw(lines: list[str], answers: dict[str, Any]) -> None:
    assert whole(read_text("\n".join(lines), answers))


def test_a_turned_table_can_be_read_as_rows_when_somebody_says_so() -> None:
    text = table(
        "| A. Rekruttering | B. Kompetanse", "Tiltak | Messe | Kurs", "Budsjett 2024 | 100 000 | 200 000"
    )

    turned = read_text(text)

    assert [(node.title, parent(turned, node)) for node in turned.document.measures] == [
        ("Messe", "Rekruttering"),
        ("Kurs", "Kompetanse"),
    ]
    assert turned.counts.budget == 300_000
    assert codes(read_text(text, {"table-1.orientation": "rows"})) == ["no-level"]


def test_goals_that_are_headings_have_the_text_under_them() -> None:
    bank = ("### Mål 3B: Felles bank", "Den er i gang.", "- og tatt i bruk")
    text = "\n\n".join(("## 2. Mål", *bank, "### Mål 4", "Tryggere veger.", "Vi er på vei."))

    draft = read_text(text)

    found = [(node.code, node.title, node.text) for node in of_kind(draft, NodeKind.GOAL)]
    assert found == [("3B", "Felles bank", "Den er i gang.\nog tatt i bruk"), ("4", "Tryggere veger.", "")]
    assert draft.unread[-1].text == "Vi er på vei."


def test_a_stretch_of_lines_may_be_one_thing_or_a_line_several_numbered_ones() -> None:
    text = "Rapport\n\n1. kartlegge 2. møtes 3. skrive\n\nEn lang tekst.\nMed en fortsettelse.\n"

    draft = read_text(
        text, {"lines": {"3": {"as": "measure", "split": "numbers"}, "5-6": {"as": "goal", "joined": True}}}
    )

    assert titles(draft.document.measures) == ["kartlegge", "møtes", "skrive"]
    assert one(draft, "En lang tekst.").text == "Med en fortsettelse."


def test_a_line_before_a_list_says_what_its_points_are() -> None:
    text = (
        "Prosjektrapport\n\n2 Måloppnåelse\n\n"
        "Hovedaktivitetene i prosjektet har vært:\n\n1) Oppstart, gjennomført\n2) Analyse\n\n"
        "Egne satsingsområder\n\n- Landbruk\n- Energi\n\n"
        "Hva gjør vi videre\n\n- Vi møtes"
    )

    draft = read_text(text)

    assert titles(draft.document.measures) == ["Oppstart", "Analyse"]
    assert titles(of_kind(draft, NodeKind.AREA)) == ["Landbruk", "Energi"]
    assert draft.unread[-1].text == "Vi møtes"


def test_effects_of_a_project_are_its_own_whatever_area_was_spoken_of_before() -> None:
    text = "Prosjektrapport\n\n1. Havbruk\n\nMål 1: Mer fisk\n\nEffektmål\n\nFlere i arbeid.\n"

    draft = read_text(text)

    assert parent(draft, one(draft, "Mer fisk")) == "Havbruk"
    assert parent(draft, one(draft, "Flere i arbeid")) == ""


@pytest.mark.parametrize("code", ["1", "3B", "A", "A1", "2.1", "1.2.3"])
def test_codes_of_every_form_are_read(code: str) -> None:
    draft = read_text(f"Plan\n\nMål {code}: Flere gjester\n")

    assert [(node.code, node.title) for node in of_kind(draft, NodeKind.GOAL)] == [(code, "Flere gjester")]
