"""The register and the matrix in words, as files to take away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask.typing import ResponseReturnValue

from councilflow.documents.paragraph_numbers import paragraph_of_year
from councilflow.documents.tables_to_take import Cell, as_separated, as_workbook
from councilflow.i18n import gettext as _
from councilflow.services.formal_decisions.matrix import Matrix
from councilflow.services.formal_decisions.reading import Chain
from councilflow.services.standpoints.listing import Listed, Named
from councilflow.web.downloads import as_file
from councilflow.words import word

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def register_file(standpoints: Sequence[Listed], kind: str) -> bytes:
    """The register, one standpoint in each row."""
    heads = [
        _("Paragraf"),
        _("År"),
        _("Råd"),
        _("Datum"),
        _("Rubrik"),
        _("Ordalydelse"),
        _("Utfall"),
        _("Synpunkter i protokollet"),
        _("Koppling till planer"),
        _("Läge"),
        _("Formella beslut, klara"),
        _("Varav enligt ställningstagandet"),
        _("Varav med ändring"),
        _("Varav avslag"),
        _("Formella beslut, behövs"),
        _("Har inte svarat"),
        _("Sena"),
        _("Ersatt av"),
        _("Ersätter"),
    ]
    rows = [_row(one) for one in standpoints]
    if kind == "csv":
        return as_separated(heads, rows)
    widths = [10, 8, 24, 12, 34, 60, 24, 30, 34, 24, 12, 12, 12, 12, 12, 12, 12, 12, 16]
    return as_workbook(_("Ställningstaganden"), heads, rows, widths=widths)


def _row(one: Listed) -> list[Cell]:
    return [
        one.number,
        one.year,
        one.council,
        one.day,
        one.title,
        one.wording,
        str(word(one.outcome, one.called)),
        "; ".join(one.dissenting),
        "; ".join(one.links),
        str(word(one.state)),
        one.progress.decided,
        one.progress.agreed,
        one.progress.changed,
        one.progress.rejected,
        one.progress.needed,
        one.progress.unsettled,
        one.progress.late,
        paragraph(one.replaced_by) if one.replaced_by else "",
        ", ".join(paragraph(each) for each in one.replaces),
    ]


def paragraph(one: Named) -> str:
    return paragraph_of_year(one.number, one.year)


def matrix_file(found: Matrix) -> bytes:
    """The matrix: a standpoint in each row, an organisation in each column."""
    heads = [_("Paragraf"), _("Ställningstagande"), _("Läge")]
    heads += [_("Rådets egna steg")] if found.has_own else []
    heads += [column.name for column in found.columns]
    rows: list[list[Cell]] = []
    for line in found.lines:
        one = line.standpoint
        row: list[Cell] = [paragraph_of_year(one.number, one.year), one.title, str(word(one.state))]
        if found.has_own:
            row.append(in_words(line.own))
        rows.append([*row, *(in_words(cell) for cell in line.cells)])
    widths = [12, 40, 24] + [26] * (len(heads) - 3)
    return as_workbook(_("Formella beslut"), heads, rows, widths=widths, frozen=2)


def in_words(chain: Chain | None) -> str:
    """Where an organisation is, with every step of its chain on a line of its own."""
    if chain is None:
        return _("Räknas inte här")
    return "\n".join(_step(one) for one in chain.steps)


def _step(step: Any) -> str:
    day = step.decided_on or step.planned_on
    said = [
        str(word(step.state)),
        step.deciding_body,
        day.isoformat() if day else "",
        step.reference,
        step.note,
    ]
    return ", ".join(filter(None, said))


def sent(content: bytes, kind: str, name: str) -> ResponseReturnValue:
    """The file as a download; it changes with the register, so that nothing keeps it."""
    answer = as_file(content, mimetype=TYPES[kind], name=f"{name}.{kind}")
    answer.headers["Cache-Control"] = "no-store"
    return answer
