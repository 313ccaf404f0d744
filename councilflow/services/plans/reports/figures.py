"""The indicators of a report: targets, what was reached, and every sum that the plan states (B3.6, B4.7)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from councilflow.i18n import gettext as _
from councilflow.i18n import number
from councilflow.process.plans.comparing import Comparison
from councilflow.process.plans.reports import Cell, CellKind, Column, Table
from councilflow.services.plans.indicators import Measured


def indicator_tables(indicators: Iterable[Measured]) -> Iterator[Table]:
    """A table for each indicator of the plan, and one with the plan's own sums when it states any."""
    none = True
    for one in indicators:
        none = False
        yield _table(one)
        if one.stated:
            yield _stated(one)
    if none:
        yield Table(_("Indikatorer"), (Column(_("Indikator")),), (), _("Planen har inga indikatorer."))


def _title(one: Measured) -> str:
    name, unit = one.indicator.name, one.indicator.unit
    return f"{name} ({unit})" if unit and unit.lower() not in name.lower() else name


def _table(one: Measured) -> Table:
    parts = [row for row in one.comparisons if row.dimension]
    whole = [row for row in one.comparisons if not row.dimension]
    told = [_row(row) for row in (*parts, *whole)]
    columns = (
        Column(one.indicator.dimension or _("Uppdelning"), share=30),
        Column(_("År"), share=8),
        Column(_("Mål"), CellKind.NUMBER, 12),
        Column(_("Utfall"), CellKind.NUMBER, 14),
        Column(_("Anmärkning"), share=36),
    )
    said = [one.indicator.definition, one.indicator.counting_rule]
    if not told:
        said.append(_("Varken mål eller värden är inskrivna."))
    if one.indicator.source:
        said.append(_("Källa: %(source)s", source=one.indicator.source))
    note = " ".join(part for part in said if part)
    return Table(_title(one), columns, tuple(told), note, len(whole) if parts else 0)


def _row(row: Comparison) -> tuple[Cell, ...]:
    reached: Cell = row.value.value if row.value.value is not None else ", ".join(row.texts)
    return row.dimension or _("Alla"), str(row.year or ""), row.target.value, reached, _remark(row)


def _remark(row: Comparison) -> str:
    """Where a whole and its parts differ; neither is mended (H.14)."""
    said = []
    for figure, sentence in (
        (row.target, _("Målet är angivet till %(stated)s, men delarna ger %(computed)s.")),
        (row.value, _("Utfallet är angivet till %(stated)s, men projekten har rapporterat %(computed)s.")),
    ):
        if figure.differs and figure.stated is not None and figure.computed is not None:
            said.append(sentence % {"stated": number(figure.stated), "computed": number(figure.computed)})
    if row.value.value is not None and row.texts:
        said.append(", ".join(row.texts))
    return " ".join(said)


def _stated(one: Measured) -> Table:
    rows = tuple(
        (
            ", ".join(part for part in (_node(one, total.node), total.dimension) if part) or _("Alla"),
            str(total.year or ""),
            total.figure.stated,
            total.figure.computed,
            total.figure.missing or None,
        )
        for total in one.stated
    )
    columns = (
        Column(_("Summa för"), share=40),
        Column(_("År"), share=10),
        Column(_("Enligt planen"), CellKind.NUMBER, 16),
        Column(_("Delarna ger"), CellKind.NUMBER, 16),
        Column(_("Skillnad"), CellKind.NUMBER, 16),
    )
    return Table(_("Summor som planen anger: %(name)s", name=_title(one)), columns, rows)


def _node(one: Measured, key: str) -> str:
    return one.tree.by_key[key].title if key in one.tree.by_key else ""


def project_figures(indicators: Iterable[Measured], ids: Collection[int]) -> Iterator[Table]:
    """What the project itself has reported, by indicator, with corrections counted in (B3.8)."""
    rows: list[tuple[Cell, ...]] = []
    for one in indicators:
        sums: dict[tuple[str, int], float] = {}
        for given in one.given:
            if given.node_id in ids and given.noted.value is not None:
                key = (given.noted.dimension, given.noted.year)
                sums[key] = sums.get(key, 0) + given.noted.value
        rows += [(_title(one), dimension, str(year), value) for (dimension, year), value in sums.items()]
    columns = (
        Column(_("Indikator"), share=40),
        Column(_("Uppdelning"), share=30),
        Column(_("År"), share=10),
        Column(_("Rapporterat"), CellKind.NUMBER, 20),
    )
    note = "" if rows else _("Projektet har inte rapporterat några siffror.")
    yield Table(_("Projektets siffror"), columns, tuple(rows), note)
