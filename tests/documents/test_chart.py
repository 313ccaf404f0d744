"""Pictures of figures: well-formed, with a text alternative, readable without colour."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from councilflow.documents import chart
from councilflow.documents.chart import Chart, Series

SVG = "{http://www.w3.org/2000/svg}"
YEARS = Chart(
    "Nye <arbeidsplasser> & mer",
    "2022: mål 40, värde 6.",
    ("2022", "2023", "2024"),
    (Series("Mål", (40, 60, 100)), Series("Värde", (6, None, 0))),
    key='a"b',
)
NAMES = Chart(
    "Næringer",
    "…",
    ("Opplevelsesnæring", "Bygg og anlegg"),
    (Series("Mål", (30, 50)), Series("Värde", (1, 2))),
)
DRAWN = {"bars": chart.bars, "lines": chart.lines, "rows": chart.rows}


def parsed(drawn):
    return ElementTree.fromstring(drawn)


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
@pytest.mark.parametrize("width", [284, 760])
def test_a_picture_says_what_it_shows_and_lies_within_its_frame(draw, width):
    picture = parsed(draw(YEARS, width=width))
    title, description = picture.find(f"{SVG}title"), picture.find(f"{SVG}desc")
    assert (title.text, description.text) == (YEARS.title, YEARS.description)
    assert picture.get("role") == "img"
    assert picture.get("aria-labelledby").split() == [title.get("id"), description.get("id")]
    height = float(picture.get("height"))
    assert picture.get("viewBox") == f"0 0 {width} {height:g}"
    for box in picture.findall(f"{SVG}rect"):
        assert 0 <= float(box.get("x")) <= float(box.get("x")) + float(box.get("width")) <= width
        assert 0 <= float(box.get("y")) <= float(box.get("y")) + float(box.get("height")) <= height


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_a_page_may_forbid_inline_styles_and_the_typeface_is_its_own(draw):
    drawn = draw(YEARS)
    assert "style=" not in drawn
    assert "font-family" not in drawn
    assert 'font-family="Source Sans"' in draw(YEARS, font="Source Sans")


def bars_of(picture, fill):
    """The bars with this ground, without the mark in the legend, which comes first."""
    return [box for box in picture.findall(f"{SVG}rect") if fill in box.get("fill")][1:]


def test_bars_are_as_long_as_their_values_and_differ_without_colour():
    picture = parsed(chart.bars(YEARS, height=400))
    aims = [float(box.get("height")) for box in bars_of(picture, "hatch")]
    assert aims[2] / aims[0] == pytest.approx(100 / 40, rel=0.01)
    assert aims[1] / aims[0] == pytest.approx(60 / 40, rel=0.01)
    were = bars_of(picture, "currentColor")
    assert len(were) == 2, "a missing value has no bar, and nothing has one of no height"
    assert float(were[1].get("height")) == 0
    grounds = {box.get("fill") for box in picture.findall(f"{SVG}rect")}
    assert len(grounds) == 2
    assert all(ground in ("currentColor", "#fff") or ground.startswith("url(#") for ground in grounds)


def test_lying_bars_keep_their_names_whole_where_it_is_narrow():
    texts = [one.text for one in parsed(chart.rows(NAMES, width=284)).findall(f"{SVG}text")]
    assert {"Opplevelsesnæring", "Bygg og anlegg", "30", "50"} <= set(texts)


def test_a_missing_value_breaks_the_line():
    one = Chart("T", "D", tuple("abcde"), (Series("Mål", (1, 2, None, 4, 5)),))
    drawn = parsed(chart.lines(one)).findall(f"{SVG}polyline")
    assert [len(line.get("points").split()) for line in drawn] == [2, 2, 2], "the legend's and two pieces"


@pytest.mark.parametrize("values", [(), (None,), (0,), (-5, 10), (1e-3, 2e-3), (1e12, 3), (7,) * 40])
@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_odd_figures_are_drawn_all_the_same(draw, values):
    odd = Chart("T", "D", tuple(str(n) for n in range(len(values))), (Series("Mål", values),))
    assert parsed(draw(odd)).tag == f"{SVG}svg"


def test_a_long_name_in_the_key_takes_more_lines_and_is_never_cut():
    names = ("Ställer sig bakom", "Ställer sig bakom och avstår något som kostar", "Avvikande synpunkt")
    one = Chart("Hållningar", "…", ("Punkt 1",), tuple(Series(name, (1.0,)) for name in names))
    drawn = parsed(chart.shares(one, width=284))
    texts = [(text.text, float(text.get("y"))) for text in drawn.iter(f"{SVG}text")]
    assert " ".join(names) in " ".join(text for text, _y in texts)
    key = texts[:4]
    assert sorted({y for _text, y in key}) == [y for _text, y in key], "each on a line of its own"
