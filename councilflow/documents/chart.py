"""Pictures of figures: bars and lines as SVG, drawn here so that no script is needed.

Values in, text out. A picture is read in black and white as well: series differ by pattern, shape and dash,
never by colour alone. It takes the typeface and the colour of where it stands, unless `font` names one, and
has only presentation attributes, so that a page may forbid inline styles. Its title and description stand in
it; the table beside it is the whole alternative. Widths and heights are in pixels, text is 16 high.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from textwrap import wrap
from xml.sax.saxutils import escape, quoteattr

SIZE = 16
LINE = 22  # from one line of text to the next
_LETTER = 8.4  # the usual width of a letter at that size
_SWATCH = 18
_WIDEST = 72  # of a bar
_MOST_TICKS = 5
GROUNDS = ("hatch", "full", "empty", "dots", "cross")
"""The patterns, in the order that series take them."""

Written = Callable[[float], str]


@dataclass(frozen=True, slots=True)
class Series:
    """What is drawn in one pattern: a value for each label, None where there is none. `ground` names the
    pattern where it means something; otherwise the series take theirs in turn."""

    name: str
    values: tuple[float | None, ...]
    ground: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """`labels` stand along the axis, one for each value of every series; `notes`, where there are any, one
    for each label, stand below the parted bars of `shares`. `key` names the parts of the picture
    and is unique on its page; `number` writes a value as its reader does."""

    title: str
    description: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    notes: tuple[str, ...] = ()
    key: str = "chart"
    number: Written = field(default=lambda value: f"{value:g}")

    @property
    def values(self) -> list[float]:
        return [one for series in self.series for one in series.values if one is not None]


def bars(chart: Chart, *, width: int = 640, height: int = 320, font: str = "") -> str:
    """Bars standing beside each other over each label: for years."""
    plot = _Plot(chart, width, height)
    parts = [*_patterns(chart), *_legend(chart, width), *plot.grid(), *plot.names()]
    slot = min(plot.step * 0.8 / max(len(chart.series), 1), _WIDEST)
    for place, series in enumerate(chart.series):
        for index, value in enumerate(series.values):
            if value is None:
                continue
            left = plot.middle(index) + (place - len(chart.series) / 2) * slot
            top, bottom = sorted((plot.y(value), plot.y(0)))
            parts.append(_box(chart, place, left, top, max(slot - 2, 1), bottom - top))
            if _width(chart.number(value)) <= slot + 4:
                parts.append(_text(left + slot / 2, top - 6, chart.number(value), anchor="middle"))
    return _picture(chart, width, height, parts, font)


def rows(chart: Chart, *, width: int = 640, font: str = "") -> str:
    """Bars lying under each label, with the value at their end: for names, at any width and in any number."""
    head = _legend_height(chart, width)
    room = max((_width(chart.number(value)) for value in chart.values), default=0) + 10
    most = max([*chart.values, 0.0]) or 1.0
    parts, y = [*_patterns(chart), *_legend(chart, width)], float(head)
    for index, label in enumerate(chart.labels):
        parts.append(_text(0, y + SIZE, _short(label, width)))
        y += LINE + 4
        for place, series in enumerate(chart.series):
            value = series.values[index]
            if value is not None:
                length = max(value, 0) / most * (width - room - 2)
                parts.append(_box(chart, place, 1, y, max(length, 1), LINE - 4))
                parts.append(_text(length + 8, y + SIZE - 2, chart.number(value)))
            y += LINE
        y += LINE / 2
    return _picture(chart, width, math.ceil(y), parts, font)


def shares(chart: Chart, *, width: int = 640, font: str = "") -> str:
    """A bar under each label that is parted among the series, each part with its value: for how many stand
    where. All bars are equally long; nothing is drawn for a value that is 0."""
    parts, y = [*_patterns(chart), *_legend(chart, width)], float(_legend_height(chart, width))
    for index, label in enumerate(chart.labels):
        parts.append(_text(0, y + SIZE, _short(label, width)))
        y += LINE + 4
        values = [series.values[index] or 0 for series in chart.series]
        left, whole = 1.0, sum(values) or 1
        for place, value in enumerate(values):
            length = value / whole * (width - 2)
            if value:
                parts += _share(chart, place, left, y, length, chart.number(value))
            left += length
        if chart.notes and chart.notes[index]:
            y += LINE + 4
            parts.append(_text(0, y + SIZE, _short(chart.notes[index], width)))
        y += LINE * 2
    return _picture(chart, width, math.ceil(y), parts, font)


def _share(chart: Chart, place: int, x: float, y: float, width: float, words: str) -> Iterator[str]:
    """A part of a bar, with its value on a ground of its own so that no pattern runs through it."""
    yield _box(chart, place, x, y, width, LINE + 4)
    room = _width(words) + 6
    yield (
        f'<rect x="{x + (width - room) / 2:.1f}" y="{y + 3:.1f}" width="{room:.1f}" height="{LINE - 2}" '
        'fill="#fff"/>'
    )
    yield _text(x + width / 2, y + SIZE + 3, words, anchor="middle")


def lines(chart: Chart, *, width: int = 640, height: int = 320, font: str = "") -> str:
    """A line for each series, with its own mark at each value; a missing value breaks it: for many years."""
    plot = _Plot(chart, width, height)
    parts = [*_legend(chart, width, as_lines=True), *plot.grid(), *plot.names()]
    for place, series in enumerate(chart.series):
        points = [
            None if value is None else (plot.middle(index), plot.y(value))
            for index, value in enumerate(series.values)
        ]
        parts += [_path(place, piece) for piece in _pieces(points)]
        parts += [_mark(place, *point) for point in points if point is not None]
    return _picture(chart, width, height, parts, font)


class _Plot:
    """Where values and labels stand in a picture with an axis to the left and one below."""

    def __init__(self, chart: Chart, width: int, height: int) -> None:
        self.chart, self.width = chart, width
        self.ticks = _ticks(chart.values)
        self.left = max((_width(chart.number(tick)) for tick in self.ticks), default=0.0) + 8
        self.top = _legend_height(chart, width) + LINE
        self.bottom = height - LINE - 4
        self.step = (width - self.left) / max(len(chart.labels), 1)

    def y(self, value: float) -> float:
        least, most = self.ticks[0], self.ticks[-1]
        return self.bottom - (value - least) / (most - least) * (self.bottom - self.top)

    def middle(self, index: int) -> float:
        return self.left + (index + 0.5) * self.step

    def grid(self) -> Iterator[str]:
        for tick in self.ticks:
            y, strength = self.y(tick), "1" if tick == 0 else "0.25"
            yield (
                f'<line x1="{self.left:.1f}" y1="{y:.1f}" x2="{self.width}" y2="{y:.1f}" '
                f'stroke="currentColor" stroke-opacity="{strength}"/>'
            )
            yield _text(self.left - 6, y + SIZE / 3, self.chart.number(tick), anchor="end")

    def names(self) -> Iterator[str]:
        """The labels below, each where there is room for all, else every second, third …"""
        widest = max((_width(label) for label in self.chart.labels), default=0) + 6
        every = max(1, math.ceil(min(widest, self.width / 2) / self.step))
        for index, label in enumerate(self.chart.labels):
            if index % every == 0:
                y = self.bottom + LINE
                yield _text(self.middle(index), y, _short(label, self.step * every), anchor="middle")


def _ticks(values: list[float]) -> list[float]:
    """Even steps of 1, 2 or 5 times a power of ten, from nothing or below to the largest value."""
    least, most = min([*values, 0.0]), max([*values, 0.0])
    if least == most:
        most = least + 1
    rough = (most - least) / (_MOST_TICKS - 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * one for one in (1, 2, 5, 10) if power * one >= rough * 0.999)
    first, last = math.floor(least / step), math.ceil(most / step)
    return [round(step * place, 10) for place in range(first, last + 1)]


def _legend_height(chart: Chart, width: int) -> int:
    rows = max((row + len(name) for _, row, name in _places(chart, width)), default=1)
    return rows * (LINE + 4) + 6


def _places(chart: Chart, width: int) -> Iterator[tuple[float, int, list[str]]]:
    """Where the name of each series stands: x, row, and its words on one line or, where it is long, more."""
    x, row, room = 0.0, 0, width - _SWATCH - 8
    for series in chart.series:
        name = [_short(line, room) for line in _folded(series.name, room)]
        needed = _SWATCH + 8 + max(_width(line) for line in name) + 24
        if x and (x + needed - 24 > width or len(name) > 1):
            x, row = 0.0, row + 1
        yield x, row, name
        if len(name) > 1:
            x, row = 0.0, row + len(name)
        else:
            x += needed


def _legend(chart: Chart, width: int, *, as_lines: bool = False) -> Iterator[str]:
    for place, (x, row, name) in enumerate(_places(chart, width)):
        y = row * (LINE + 4) + 1
        if as_lines:
            yield _path(place, [(x, y + 9), (x + _SWATCH, y + 9)])
            yield _mark(place, x + _SWATCH / 2, y + 9)
        else:
            yield _box(chart, place, x + 1, y + 1, _SWATCH - 2, _SWATCH - 2)
        for below, line in enumerate(name):
            yield _text(x + _SWATCH + 8, y + SIZE - 1 + below * LINE, line)


def _patterns(chart: Chart) -> Iterator[str]:
    """The grounds that are neither filled nor empty."""
    yield "<defs>"
    for name, drawn in (
        ("hatch", '<path d="M0 8L8 0M-2 2L2 -2M6 10L10 6" stroke="currentColor" stroke-width="2"/>'),
        ("dots", '<circle cx="4" cy="4" r="1.7" fill="currentColor"/>'),
        ("cross", '<path d="M0 4H8M4 0V8" stroke="currentColor" stroke-width="1.2"/>'),
    ):
        yield (
            f'<pattern id="{_id(chart)}-{name}" width="8" height="8" patternUnits="userSpaceOnUse">'
            f'<rect width="8" height="8" fill="#fff"/>{drawn}</pattern>'
        )
    yield "</defs>"


def _box(chart: Chart, place: int, x: float, y: float, width: float, height: float) -> str:
    ground = chart.series[place].ground or GROUNDS[place % len(GROUNDS)]
    fill = {"full": "currentColor", "empty": "#fff"}.get(ground, f"url(#{_id(chart)}-{ground})")
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" '
        f'fill="{fill}" stroke="currentColor" stroke-width="1.5"/>'
    )


def _path(place: int, points: list[tuple[float, float]]) -> str:
    dash = ("7 5", "", "2 4", "12 4 2 4", "1 6")[place % 5]
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{drawn}" fill="none" stroke="currentColor" stroke-width="2"{dashes}/>'


def _mark(place: int, x: float, y: float) -> str:
    ends = 'stroke="currentColor" stroke-width="2"/>'
    match place % 5:
        case 0:
            return f'<rect x="{x - 5:.1f}" y="{y - 5:.1f}" width="10" height="10" fill="#fff" {ends}'
        case 1:
            return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="currentColor" {ends}'
        case 2:
            return f'<path d="M{x:.1f} {y - 6:.1f}l6 11h-12z" fill="#fff" {ends}'
        case 3:
            return f'<path d="M{x:.1f} {y - 6:.1f}l6 6l-6 6l-6 -6z" fill="currentColor" {ends}'
        case _:
            return f'<path d="M{x - 5:.1f} {y - 5:.1f}l10 10m0 -10l-10 10" fill="none" {ends}'


def _pieces(points: list[tuple[float, float] | None]) -> Iterator[list[tuple[float, float]]]:
    """What hangs together of a line."""
    piece: list[tuple[float, float]] = []
    for point in [*points, None]:
        if point is not None:
            piece.append(point)
        elif piece:
            yield piece
            piece = []


def _text(x: float, y: float, words: str, *, anchor: str = "start") -> str:
    where = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'<text x="{x:.1f}" y="{y:.1f}"{where}>{escape(words)}</text>'


def _width(words: str) -> float:
    return len(words) * _LETTER


def _folded(words: str, room: float) -> list[str]:
    """On as many lines as the words need."""
    return wrap(words, max(int(room / _LETTER), 2), break_long_words=False) or [words]


def _short(words: str, room: float) -> str:
    """As much as there is room for."""
    most = max(int(room / _LETTER), 2)
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def _id(chart: Chart) -> str:
    return re.sub(r"[^A-Za-z0-9_-]", "-", chart.key)


def _picture(chart: Chart, width: int, height: int, parts: list[str], font: str) -> str:
    family = f" font-family={quoteattr(font)}" if font else ""
    key = _id(chart)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{key}-title {key}-desc" '
        f'viewBox="0 0 {width} {height}" width="{width}" height="{height}" font-size="{SIZE}" '
        f'fill="currentColor"{family}>'
        f'<title id="{key}-title">{escape(chart.title)}</title>'
        f'<desc id="{key}-desc">{escape(chart.description)}</desc>'
        f"{''.join(parts)}</svg>"
    )
