"""Files that the product has written itself: their records are loaded, nothing is guessed at."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO, StringIO
from typing import Any

from openpyxl import load_workbook

from councilflow.process.errors import RuleBroken
from councilflow.process.escaping import unescaped
from councilflow.process.plans import exchange
from councilflow.process.plans.document import PlanDocument
from councilflow.services import office

MOST_RECORDS = 200_000
_SEPARATORS = ";,\t"


def in_text(text: str) -> PlanDocument | None:
    """The plan in a separated file; None when it is not one of ours.

    RuleBroken: import-open-quote, plan-import-too-many-lines, and those of `exchange.document_from`.
    """
    start = text.removeprefix("\ufeff").lstrip('"')
    mark = exchange.HEADING
    if not start.startswith(mark):
        _refuse_newer(start)
        return None
    separator = start[len(mark) :].lstrip('"')[:1]
    if separator not in _SEPARATORS:
        return None
    reader = csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=separator, strict=True)
    rows: list[list[str]] = []
    try:
        rows.extend(reader)
    except csv.Error:
        raise RuleBroken("import-open-quote", row=len(rows) + 1) from None
    unmarked = ([unescaped(cell) for cell in row] for row in rows[1:])
    return exchange.document_from(_records(rows[0][1:], unmarked))


def _refuse_newer(start: str) -> None:
    """RuleBroken: plan-file-newer, for a file of ours in a form that came later."""
    if start.startswith(f"{exchange.NAME}/"):
        version = start[len(exchange.NAME) + 1 :][:3]
        raise RuleBroken("plan-file-newer", version=version.strip(';,\t"'), newest=exchange.VERSION)


def in_workbook(content: bytes, name: str) -> PlanDocument | None:
    """The plan in the records of a judged workbook; None when it has none.

    RuleBroken: file-broken, plan-file-formula, and those of `exchange.document_from`.
    """
    try:
        book = load_workbook(BytesIO(content), read_only=True, keep_links=False)
        records = list(_in_sheets(book))
        book.close()
    except office.FAULTS:
        raise RuleBroken("file-broken", name=name) from None
    return exchange.document_from(records) if records else None


def _in_sheets(book: Any) -> Iterator[exchange.Record]:
    for sheet in book.worksheets:
        if sheet.title not in exchange.TABLES:
            continue
        sheet.reset_dimensions()  # what the file says of its own size need not be so
        rows = sheet.iter_rows(max_col=len(exchange.COLUMNS) + 1)
        head = [cell.value for cell in next(rows, ())]
        if not head or head[0] != exchange.HEADING:
            continue
        columns = [str(name or "") for name in head[1:]]
        yield from _records(columns, ([_value(cell) for cell in row] for row in rows))


def _value(cell: Any) -> exchange.Cell:
    """RuleBroken: plan-file-formula."""
    if cell.value is not None and cell.data_type in ("f", "e"):
        raise RuleBroken("plan-file-formula", sheet=cell.parent.title, row=cell.row)
    value: exchange.Cell = unescaped(cell.value) if isinstance(cell.value, str) else cell.value
    return value


def _records(columns: Sequence[str], rows: Iterable[Sequence[exchange.Cell]]) -> Iterator[exchange.Record]:
    """The records of the rows; an empty row is none. RuleBroken: plan-import-too-many-lines."""
    for number, row in enumerate(rows, 2):
        if number > MOST_RECORDS:
            raise RuleBroken("plan-import-too-many-lines", most=MOST_RECORDS)
        if any(cell not in (None, "") for cell in row):
            values = dict(zip(columns, row[1:], strict=False))
            yield exchange.Record(str(row[0] or ""), values, number)
