"""A pasted document as headings, paragraphs, lists and tables. Nothing of it is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from councilflow.process.plans.source import BlockKind, blocks_of, labelled
from councilflow.process.plans.source.markup import clean

SEEDS = Path(__file__).parents[4] / "shared" / "seeds"
seeds = pytest.mark.skipif(not SEEDS.exists(), reason="the sources are not here")


def seed(number):
    [path] = SEEDS.glob(f"{number}_*.txt")
    return path.read_text("utf-8")


def kinds(text):
    return [block.kind.value for block in blocks_of(text)]


def tables(text):
    return [block.rows for block in blocks_of(text) if block.kind is BlockKind.TABLE]


def cells(text):
    return [[row.cells for row in rows] for rows in tables(text)]


def headings(text):
    return [(block.text, block.depth) for block in blocks_of(text) if block.kind is BlockKind.HEADING]


def points(text):
    return [
        [(item.mark, item.text) for item in block.items]
        for block in blocks_of(text)
        if block.kind is BlockKind.LIST
    ]


@seeds
def test_the_plan_of_sogn_is_four_tables_below_four_headings_and_what_follows():
    text = seed("000")
    found = tables(text)

    assert [(rows[0].line, len(rows), {len(row.cells) for row in rows}) for rows in found] == [
        (25, 5, {6}),
        (39, 6, {6}),
        (53, 12, {6}),
        (75, 2, {6}),
        (80, 9, {2}),
        (98, 4, {2}),
    ]
    assert [row.line for row in found[2]] == [53, 54, 55, 56, 57, 58, 60, 61, 62, 63, 64, 65]
    assert [title for title, depth in headings(text) if depth == 1] == [
        "1. Attraktiv buregion",
        "2. Kompetanse",
        "3. Næringsutvikling",
        "4. Samferdsle",
    ]
    assert [title for title, depth in headings(text) if depth == 0].count("Delmål") == 4
    assert found[5][1].cells[1].split("\n")[0] == "Sekretariat for Sogn regionråd"


@seeds
def test_the_plan_of_hallingdal_keeps_its_empty_cells_and_leaves_its_contents_alone():
    text = seed("003")
    found = tables(text)

    assert [(rows[0].line, len(rows)) for rows in found] == [
        (66, 6),
        (93, 14),
        (128, 12),
        (149, 7),
        (163, 4),
        (170, 11),
    ]
    assert {len(row.cells) for row in found[2]} == {13}
    assert [cell for cell in found[2][-1].cells if cell] == ["Sum", "13", "21", "0", "6", "40"]
    assert found[1][1].cells[2].startswith("A. Rekruttering. Sikre næringslivet")
    assert ("1. Innledning", 1) in headings(text)
    assert [title for title, _depth in headings(text)].count("2. Mål") == 1
    assert points(text)[0] == [
        ("1", "Kompetanse og rekruttering"),
        ("2", "Innovasjonskultur og satsing på nyetablerere og gründere"),
        ("3", "Kommunikasjoner og samferdsel inkl. transport og logistikk"),
        ("4", "Bærekraft - det grønne skiftet"),
    ]


@seeds
def test_a_plan_without_tables_is_its_paragraphs_and_lists():
    found = blocks_of(seed("002"))

    assert not tables(seed("002"))
    assert [len(block.items) for block in found if block.kind is BlockKind.LIST] == [2, 7, 3, 2, 4, 3, 6]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A\tB\n1\t2\n", [[("A", "B"), ("1", "2")]]),
        ("A\tB\r\n1\t2\r\n", [[("A", "B"), ("1", "2")]]),
        ("A\tB\n\n1\t2", [[("A", "B"), ("1", "2")]]),
        ("A\tB\t\n\t2\t", [[("A", "B", ""), ("", "2", "")]]),
        ("A\tB\tC\n1\t2\n1\t2\t3\t4", [[("A", "B", "C"), ("1", "2"), ("1", "2", "3", "4")]]),
        ("A\tB\n\nSå kommer noko anna.\n\n1\t2", [[("A", "B")], [("1", "2")]]),
        (
            "Tiltak\tBudsjett\nVeg\t1\n\nTiltak\tBudsjett\nBane\t2",
            [[("Tiltak", "Budsjett"), ("Veg", "1")], [("Tiltak", "Budsjett"), ("Bane", "2")]],
        ),
        ('Veg\t"ein\nto"\t3', [[("Veg", "ein\nto", "3")]]),
        ('"Han sa ""ja""\nog gjekk"\t2', [[('Han sa "ja"\nog gjekk', "2")]]),
        ('"Veg" og bane\t2', [[('"Veg" og bane', "2")]]),
        ("<b>Sum</b>\t<b>4,6</b>\n13 <sup>2)</sup>\t40 m<sup>2</sup>", [[("Sum", "4,6"), ("13", "40 m2")]]),
        ("Delmål 2022 1)\t13 2)\n(a 1)\tTo 1) og 2)", [[("Delmål 2022", "13"), ("(a 1)", "To 1) og 2)")]]),
        (
            "Veg\t<ul><li>ein</li><li>to</li></ul>\nBane\tein<br>to",
            [[("Veg", "ein\nto"), ("Bane", "ein\nto")]],
        ),
        ("Veg\t• ein• to", [[("Veg", "ein\nto")]]),
        ("Veg\t[sida](https://example.org/a_(b))\nBane\t**feit**", [[("Veg", "sida"), ("Bane", "feit")]]),
        ("4\N{NO-BREAK SPACE}600\N{THIN SPACE}000\tså\N{SOFT HYPHEN}nn", [[("4 600 000", "sånn")]]),
        ("\N{ZERO WIDTH NO-BREAK SPACE}A\tB\N{ZERO WIDTH SPACE}", [[("A", "B")]]),
        ("A\t-\n– 500\t<5 år", [[("A", "-"), ("– 500", "<5 år")]]),
        ("| A | B |\n|---|---|\n| 1 |  |", [[("A", "B"), ("1", "")]]),
    ],
)
def test_a_table_is_read_as_it_was_pasted(text, expected):
    assert cells(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Delmål\tStrategi\tAnsvar\nD1\nD2\tS1\nS2\tSR\n\tS3\tLO",
            [("D1\nD2", "S1\nS2", "SR"), ("", "S3", "LO")],
        ),
        ("Delmål\tStrategi\tTiltak\n1. Ein\n2. To\tS\tT", [("1. Ein\n2. To", "S", "T")]),
        (
            "Tiltak\tNår\tAnsvar\nVeg\t2022\tSR\nNHO\nBane\t2023\tLO",
            [("Veg", "2022", "SR\nNHO"), ("Bane", "2023", "LO")],
        ),
        ("Tiltak\tNår\tBudsjett\nVeg\t2022\nBane\t2023\t1", [("Veg", "2022"), ("Bane", "2023", "1")]),
        ("Tiltak\tNår\tBudsjett\nVeg\t2022\t1\n2. Kompetanse", [("Veg", "2022", "1")]),
    ],
)
def test_a_row_that_a_word_processor_broke_is_put_together_and_says_so(text, expected):
    [rows] = tables(text)

    assert [row.cells for row in rows[1:]] == expected
    assert [row.is_joined for row in rows[1:]] == [any("\n" in cell for cell in row) for row in expected]


def test_the_line_of_a_row_is_the_one_in_the_document():
    [rows] = tables('Tiltak\tNår\nVeg\t"ein\nto"\n\nBane\t2022')

    assert [row.line for row in rows] == [1, 2, 5]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("## 2. Mål\n", [("2. Mål", 1)]),
        ("### Ramme og finansiering\n", [("Ramme og finansiering", 3)]),
        ("2.1 Hovedmål for arbeidet\n\nTekst.", [("2.1 Hovedmål for arbeidet", 2)]),
        ("1.1\tHva sier planen?\n\nTekst.", [("1.1 Hva sier planen?", 2)]),
        ("1. Attraktiv buregion\n\nDelmål\n\nTekst.", [("1. Attraktiv buregion", 1), ("Delmål", 0)]),
        ("Overordna langsiktig mål:", [("Overordna langsiktig mål:", 0)]),
        ("Delmål 2022", [("Delmål 2022", 0)]),
        ("**Støtteområder for planen**", [("Støtteområder for planen", 0)]),
        ("Visjon: Saman gjer vi Sogn attraktiv.", []),
        ("2.1 Hovedmål ..... 4\n2.2 Strategier\t.......\t5", []),
        ("Innhold\n\n1. Innledning\t3\n2. Mål\t4", [("Innhold", 0)]),
        ("1. Kompetanse\n2. Innovasjon\n3. Samferdsel", []),
        ("1. februar 2022 tek arbeidet til.", []),
        ("Regionen skal ha eit koordinert næringsapparat", []),
    ],
)
def test_a_heading_is_marked_numbered_or_a_word_that_plans_use(text, expected):
    assert headings(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- ein\n- to", [[("", "ein"), ("", "to")]]),
        ("•\tein\n•\tto", [[("", "ein"), ("", "to")]]),
        ("1.\tein\n2.\tto", [[("1", "ein"), ("2", "to")]]),
        ("a. ein\n\nb. to", [[("a", "ein"), ("b", "to")]]),
        (
            "1) Delmål er delvis konkrete.\n\n2) Måltall er knyttet til næringer.",
            [[("1", "Delmål er delvis konkrete."), ("2", "Måltall er knyttet til næringer.")]],
        ),
        ("- 1) Administrasjon", [[("1", "Administrasjon")]]),
        ("– 500 000 er sett av", [[("", "500 000 er sett av")]]),
    ],
)
def test_points_in_a_run_are_a_list(text, expected):
    assert points(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Visjon: Saman gjer vi Sogn attraktiv.", ("Visjon", "Saman gjer vi Sogn attraktiv.")),
        ("MÅL: Vi skal vera ein pådrivar", ("MÅL", "Vi skal vera ein pådrivar")),
        ("Styringsgruppe (SG): Regionrådet", ("Styringsgruppe (SG)", "Regionrådet")),
        ("Verdiar: Driftig, raus og ekte.", ("Verdiar", "Driftig, raus og ekte.")),
        ("Periodisert vil målet se slik ut:", None),
        ("Stora samverkansrådet: en mötesplats", None),
    ],
)
def test_a_known_label_is_divided_from_what_it_says(text, expected):
    assert labelled(text) == expected


def said(block):
    return [
        *([block.text] if block.text else []),
        *(part for item in block.items for part in (item.mark, item.text)),
        *(cell for row in block.rows for cell in row.cells),
    ]


WORDS = st.sampled_from(
    (
        *("Delmål", "Innhold", "Tiltak", "Ansvar", "2022", "0,1 mill", "=SUM(A1)", "Veg", "ein to", "3"),
        *("1.", "2.1", "a)", "-", "•", "o", ".....", "#", "##", "**", "*", '"', '""', "|"),
        *("<b>", "</b>", "<br>", "<li>", "[a](b)", "<sup>1)</sup>", "&amp;"),
    )
)
LINES = st.lists(
    st.lists(WORDS, max_size=4).map(" ".join)
    | st.lists(WORDS, max_size=5).map("\t".join)
    | st.text(max_size=20)
)


@given(LINES.map("\n".join))
def test_no_word_of_the_document_is_lost(text):
    found = "".join("".join(part.split()) for block in blocks_of(text) for part in said(block))

    for line in text.splitlines():
        for word in "".join(sign if sign.isalnum() else " " for sign in clean(line)).split():
            assert word in found or word == "o"  # the hollow dot of a word processor


def test_five_thousand_rows_are_one_table():
    rows = "Tiltak\tNår\tBudsjett\n" + "".join(f"Tiltak {n}\t2022\t0,1 mill\n" for n in range(5_000))

    assert [len(one) for one in tables(rows)] == [5_001]


@pytest.mark.parametrize("signs", ["#" * 100_000, "**a " * 25_000])
def test_a_line_of_nothing_but_marks_is_read_like_any_other(signs):
    """Whoever sends such a thing would otherwise keep everybody else waiting for minutes."""
    [heading] = blocks_of(f"## Mål {signs}!x")
    assert heading.text.startswith("Mål")
