"""Targets against values as pictures, in a form for wide pages and one for narrow ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from councilflow import i18n
from councilflow.documents import chart
from councilflow.documents.chart import Chart, Series
from councilflow.i18n import gettext as _
from councilflow.services.plans.indicators import Measured

WIDE, NARROW = 760, 284
MANY = 8
"""More years than this are lines and not bars."""


@dataclass(frozen=True, slots=True)
class Picture:
    """The same picture twice; a page shows the one that fits."""

    caption: str
    wide: Markup
    narrow: Markup


def pictures(found: Measured) -> list[Picture]:
    """One of the years, and one of the values of the dimension when it has several."""
    made = [_of_years(found), _of_dimensions(found)]
    return [one for one in made if one is not None]


def _of_years(found: Measured) -> Picture | None:
    shown = [one for one in found.totals if one.target.value is not None or one.value.value is not None]
    if not shown:
        return None
    labels = tuple(str(one.year) for one in shown)
    aims = tuple(one.target.value for one in shown)
    were = tuple(one.value.value for one in shown)
    caption = _caption(were, _("Mål och värde år för år."), _("Mål år för år."))
    return _drawn(found, "years", caption, labels, aims, were)


def _of_dimensions(found: Measured) -> Picture | None:
    names = [name for name in found.dimensions if any(one.dimension == name for one in found.comparisons)]
    if len(names) < 2:
        return None
    aims, were = [], []
    for name in names:
        mine = [one for one in found.comparisons if one.dimension == name]
        aims.append(_sum([one.target.value for one in mine]))
        were.append(_sum([one.value.value for one in mine]))
    if not any(value is not None for value in (*aims, *were)):
        return None
    both = _("Mål och värde för alla år tillsammans.")
    caption = _caption(were, both, _("Mål för alla år tillsammans."))
    return _drawn(found, "dimensions", caption, tuple(names), tuple(aims), tuple(were))


def _caption(were: Sequence[float | None], both: str, aims: str) -> str:
    shown = both if any(value is not None for value in were) else aims
    return shown + " " + _("Siffrorna står i tabellerna nedanför.")


def _sum(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


Values = tuple[float | None, ...]


def _drawn(
    found: Measured, what: str, caption: str, labels: tuple[str, ...], aims: Values, were: Values
) -> Picture:
    name = found.indicator.name
    title = f"{name}, {found.indicator.unit}" if found.indicator.unit else name
    series = [Series(_("Mål"), aims)]
    if any(value is not None for value in were):
        series.append(Series(_("Värde"), were))
    drawn = []
    for width in (WIDE, NARROW):
        one = Chart(
            title=title,
            description=_in_words(labels, aims, were),
            labels=labels,
            series=tuple(series),
            key=f"{what}-{width}",
            number=i18n.number,
        )
        drawn.append(Markup(_draw(one, what, width)))  # noqa: S704 – our own drawing, its texts escaped
    return Picture(caption, *drawn)


def _draw(one: Chart, what: str, width: int) -> str:
    if what == "dimensions":
        return chart.rows(one, width=width)
    draw = chart.lines if len(one.labels) > MANY else chart.bars
    return draw(one, width=width, height=340 if width == WIDE else 280)


def _in_words(labels: tuple[str, ...], aims: Values, were: Values) -> str:
    return " ".join(
        _(
            "%(label)s: mål %(aim)s, värde %(value)s.",
            label=label,
            aim=_said(aim),
            value=_said(value),
        )
        for label, aim, value in zip(labels, aims, were, strict=True)
    )


def _said(value: float | None) -> str:
    return _("saknas") if value is None else i18n.number(value)
