"""Who is responsible, who takes part and who carries it out (B1.6, B1.7, B2.11, B2.12)."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from councilflow.process.plans import parties
from councilflow.process.plans.signs import on_one_line
from councilflow.process.plans.values import PartyKind, PartyRole, Settlement

SOGN = Path(__file__).parents[4] / "shared" / "data" / "sogn.yaml"
R, P, E = PartyRole.RESPONSIBLE, PartyRole.PARTICIPANT, PartyRole.EXECUTOR


def named(cell):
    return [(party.role, party.name) for party in parties.read(cell).parties]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Ansvar: SR Deltaking: Kommunane (HR-nettverket)", [(R, "SR"), (P, "Kommunane (HR-nettverket)")]),
        (
            "Ansvar: SR/styringsgruppa Sogn for alle Deltaking: Kommunane, næringsliv",
            [(R, "SR"), (R, "styringsgruppa Sogn for alle"), (P, "Kommunane"), (P, "næringsliv")],
        ),
        ("Ansvar: SR og kommunane", [(R, "SR"), (R, "kommunane")]),
        ("Ansvar: SR/VS", [(R, "SR"), (R, "VS")]),
        (
            "Deltaking: SR, kommunane, andre regionar m.fl.",
            [(P, "SR"), (P, "kommunane"), (P, "andre regionar")],
        ),
        ("Deltaking: PPT, hvl, m.fl", [(P, "PPT"), (P, "hvl")]),
        ("Regionrådgiver og prosjektleder", [(R, "Regionrådgiver"), (R, "prosjektleder")]),
        ("Prosjektleder\nRegionale næringssjefer", [(R, "Prosjektleder"), (R, "Regionale næringssjefer")]),
        ("NHO, LO och länsstyrelsen", [(R, "NHO"), (R, "LO"), (R, "länsstyrelsen")]),
        ("Prosjektleder (gjennomføring RNH)", [(R, "Prosjektleder"), (E, "RNH")]),
        ("Ansvar - SR", [(R, "SR")]),
        ("Ansvarig: Regionen; Utförare: Kommunförbundet", [(R, "Regionen"), (E, "Kommunförbundet")]),
        ("Rørosregionen Næringshage", [(R, "Rørosregionen Næringshage")]),
    ],
)
def test_a_cell_is_divided_at_its_labels_and_between_its_names(cell, expected):
    assert named(cell) == expected
    assert parties.read(cell).doubts == ()


@pytest.mark.parametrize(
    "name",
    [
        "Kommunane v/ næringsnettverket",
        "Samferdslegruppa i samarbeid med Visit Sognefjord",
        "Prosjektleder og kommunane og eksterne v/ styringsgruppe",
        "samarbeid med Hardanger og Voss (arbeidsgruppe)",
        "Kommunane (vidaregåande skular, næringa/opplæringskontor)",
    ],
)
def test_those_who_act_as_one_stay_one(name):
    assert named(f"Deltaking: {name}") == [(P, name)]


@pytest.mark.parametrize("name", ["Tynset & Røros", "Tynset og Røros"])
def test_what_may_be_one_name_or_two_is_left_as_one_with_a_doubt(name):
    found = parties.read(name)

    assert [party.name for party in found.parties] == [name]
    assert found.doubts == ("one-or-several",)


def test_a_missing_label_is_guessed_and_said():
    cell = "Ansvar: SR Prosjektleder og styringsgruppe med representantar frå kommunane"

    assert named(cell) == [
        (R, "SR"),
        (P, "Prosjektleder og styringsgruppe med representantar frå kommunane"),
    ]
    assert parties.read(cell).doubts == ("participants-unmarked",)


@pytest.mark.parametrize(
    ("cell", "settlement", "names"),
    [
        ("", Settlement.NOT_STATED, []),
        ("–", Settlement.NOT_STATED, []),
        ("Deltaking: Kommunane", Settlement.NOT_STATED, ["Kommunane"]),
        ("Ansvar: SR", Settlement.STATED, ["SR"]),
        (
            "Ansvar og deltaking blir avklart gjennom handsaming av sluttrapport /prosjektplan",
            Settlement.NOT_SETTLED,
            [],
        ),
        ("Ansvar: avklares senere Deltaking: Kommunene", Settlement.NOT_SETTLED, ["Kommunene"]),
        ("Ej beslutat", Settlement.NOT_SETTLED, []),
    ],
)
def test_whether_somebody_is_responsible_is_stated_open_or_unsaid(cell, settlement, names):
    found = parties.read(cell)

    assert (found.settlement, [party.name for party in found.parties]) == (settlement, names)


def test_a_column_of_one_role_gives_its_role_unless_the_cell_says_another():
    assert named("SR") == [(R, "SR")]
    assert [(one.role, one.name) for one in parties.read_as(P, "NHO, LO Ansvar: SR").parties] == [
        (P, "NHO"),
        (P, "LO Ansvar: SR".removesuffix(" Ansvar: SR")),
        (R, "SR"),
    ]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Regionrådgiver", PartyKind.ROLE),
        ("Regionale næringssjefer", PartyKind.ROLE),
        ("Prosjektleiari", PartyKind.ROLE),
        ("Arbeidsutvalget", PartyKind.BODY),
        ("styringsgruppa Sogn for alle", PartyKind.BODY),
        ("regionrådet", PartyKind.BODY),
        ("HR-nettverket", PartyKind.NETWORK),
        ("Kommunane", PartyKind.ORGANISATION),
        ("Visit Sognefjord AS", PartyKind.ORGANISATION),
        ("länsstyrelsen", PartyKind.ORGANISATION),
        ("SR", PartyKind.TEXT),
        ("frivillig sektor", PartyKind.TEXT),
        ("Prosjektleder og kommunane", PartyKind.TEXT),
    ],
)
def test_what_somebody_is_follows_from_the_words_of_the_name(name, kind):
    assert parties.kind_of(name) is kind


@pytest.mark.skipif(not SOGN.exists(), reason="the sources are not here")
def test_the_parties_of_sogn_are_those_that_were_read_by_hand():
    yaml = pytest.importorskip("yaml")
    measures = yaml.safe_load(SOGN.read_text("utf-8"))["plan"]["measures"]

    def without_others(names):
        return [
            name for name in (one.removesuffix(".").removesuffix("m.fl").strip() for one in names) if name
        ]

    for measure in measures:
        found = named(measure["responsibility_raw"])
        assert [name for role, name in found if role is R] == measure["responsible"]
        assert [name for role, name in found if role is P] == without_others(measure["participants"])
    assert len(measures) == 21


@given(st.text(max_size=60) | st.text("ABab /,;:&()\n.v", max_size=60))
def test_no_cell_breaks_the_reading_and_no_name_is_made_up(cell):
    for party in parties.read(cell).parties:
        assert party.name
        assert all(word in on_one_line(cell) for word in party.name.split())


def test_nobody_is_looked_for_in_a_text_as_long_as_a_page():
    """Whoever sends such a cell would otherwise keep everybody else waiting for minutes."""
    [party] = parties.read("Region Väst m.fl. " * 10_000).parties
    assert party.kind is PartyKind.TEXT
