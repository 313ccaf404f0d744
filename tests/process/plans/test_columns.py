"""What a column is about, what a cell stands for, and what a number counts, by the words of plans."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from councilflow.process.plans import columns, placeholders
from councilflow.process.plans.columns import Meaning
from councilflow.process.plans.values import GoalKind, ProjectPhase


@pytest.mark.parametrize(
    ("heading", "meaning"),
    [
        ("Satsingsområde", Meaning.FOCUS_AREA),
        ("Innsatsområde", Meaning.FOCUS_AREA),
        ("Tematisk innsatsområde", Meaning.FOCUS_AREA),
        ("FOKUSOMRÅDE", Meaning.FOCUS_AREA),
        ("Delmål", Meaning.GOAL),
        ("Delmål 2022 <sup>1)</sup>", Meaning.GOAL),
        ("Resultat mål", Meaning.GOAL),
        ("Strategi (korleis)", Meaning.STRATEGY),
        ("**Strategier**", Meaning.STRATEGY),
        ("Tiltak /prosjekt - realisering av strategi", Meaning.MEASURE),
        ("Tiltak og prosjekter", Meaning.MEASURE),
        ("Hovedaktiviteter", Meaning.MEASURE),
        ("Åtgärd", Meaning.MEASURE),
        ("Insatser:", Meaning.MEASURE),
        ("Dato/tid", Meaning.PERIOD),
        ("Når", Meaning.PERIOD),
        ("Tidsplan", Meaning.PERIOD),
        ("Ansvar og deltaking", Meaning.PARTIES),
        ("Ansvar/deltakere", Meaning.PARTIES),
        ("Ansvar", Meaning.RESPONSIBLE),
        ("Ansvarlig org.", Meaning.RESPONSIBLE),
        ("Deltagare", Meaning.PARTICIPANTS),
        ("Budsjett 2022", Meaning.BUDGET),
        ("Buds. 2022", Meaning.BUDGET),
        ("Ramme 2022", Meaning.BUDGET),
        ("Kostnad (tkr)", Meaning.BUDGET),
        ("Finansiering", Meaning.FINANCING),
        ("Finansieringskilde", Meaning.SOURCE),
        ("Status", Meaning.STATE),
        ("Prioriterte næringer/år:", Meaning.DIMENSION),
        ("2022", Meaning.YEAR),
        ("Sum", Meaning.TOTAL),
        ("Responsible", Meaning.RESPONSIBLE),
        ("Hva?", Meaning.MEASURE),
        ("Hva sier utviklingsplanen?", None),
        ("", None),
        ("Reiseliv", None),
        ("0,1 mill", None),
        ("Ansvar: SR Deltaking: Kommunane", None),
        ("Støtta destinasjonsselskapet Visit Sognefjord AS som verktøy for reisemålsutvikling " * 2, None),
    ],
)
def test_a_heading_is_guessed_in_every_language_of_the_plans(heading, meaning):
    assert columns.guess(heading) is meaning


def test_no_word_means_two_things():
    words = [word for of_meaning in columns.WORDS.values() for word in of_meaning]

    assert len(words) == len(set(words))


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Delmål 2022", GoalKind.SUB_GOAL),
        ("Resultat mål", GoalKind.RESULT),
        ("Effektmål", GoalKind.EFFECT),
        ("Overordna langsiktig mål", GoalKind.LONG_TERM),
        ("Overordnet mål", GoalKind.MAIN),
        ("Mål", None),
        ("Tiltak", None),
    ],
)
def test_the_kind_of_a_goal_stands_in_its_heading(heading, kind):
    assert columns.goal_kind(heading) is kind


@pytest.mark.parametrize(
    ("heading", "year"),
    [("Budsjett 2022", 2022), ("2024", 2024), ("2022-2024", None), ("Budsjett", None), ("Nr 20221", None)],
)
def test_a_heading_names_one_year_or_none(heading, year):
    assert columns.year_in(heading) == year


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("… er fundert på (tall i millioner):", 1_000_000),
        ("Budsjett (mnkr)", 1_000_000),
        ("i tusen kroner", 1_000),
        ("Kostnad tkr", 1_000),
        ("Beløp i 1000 kr", 1_000),
        ("Budsjett 2022", None),
    ],
)
def test_the_words_of_a_table_say_what_its_numbers_count(text, unit):
    assert columns.money_unit(text) == unit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ikke konkretisert", True),
        ("Ikkje konkretisert.", True),
        ("Ej konkretiserat", True),
        ("TBD", True),
        ("Kjem seinare", True),
        ("Identifisere og gjennomføre tiltak", False),
        ("", False),
    ],
)
def test_a_placeholder_is_no_measure(text, expected):
    assert placeholders.is_placeholder(text) is expected


@pytest.mark.parametrize(
    ("text", "phase"),
    [
        ("Forstudie SMB-utvikling", ProjectPhase.PRE_STUDY),
        ("Förstudie om tågtrafik", ProjectPhase.PRE_STUDY),
        ("Gjennomføre forstudie på samordning av næringsapparatet", ProjectPhase.PRE_STUDY),
        (
            "Gjennomføra forprosjekt grøn næring som skal munne ut i ein plan for hovudprosjektet",
            ProjectPhase.PRE_PROJECT,
        ),
        ("Gjennomføra eit forprosjekt for offentlege arbeidsplassar", ProjectPhase.PRE_PROJECT),
        ("Starte hovedprosjekt", ProjectPhase.MAIN_PROJECT),
        ("Definera korleis rådet vil arbeide når rapport frå forprosjekt føreligg.", None),
        ("Søkbare midler, fortrinnsvis til forstudier og forprosjekter", None),
        ("Dialog med etablerere", None),
    ],
)
def test_a_measure_is_in_the_phase_that_it_carries_out_and_not_in_one_that_it_speaks_of(text, phase):
    assert placeholders.phase_in(text) is phase


def test_a_measure_goes_on_from_the_one_before_it_by_its_letter():
    first = "Bruka kunnskapsgrunnlaget som reiskap for a) å realisera potensialet for grøn vekst"
    second = "b) politisk påverknadsarbeid for å sikra regionen sin posisjon"

    assert (placeholders.part_letter(first), placeholders.part_letter(second)) == ("a", "b")
    assert placeholders.continues(first, second)
    assert not placeholders.continues(second, first)
    assert not placeholders.continues("Dialog med etablerere", second)
    assert placeholders.part_letter("Kommunane (a) og fylket") == ""


@given(st.text(max_size=80))
def test_no_heading_and_no_measure_breaks_the_reading(text):
    columns.guess(text)
    columns.goal_kind(text)
    columns.year_in(text)
    columns.money_unit(text)
    placeholders.phase_in(text)
    placeholders.part_letter(text)
    placeholders.is_placeholder(text)
