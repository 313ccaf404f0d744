"""Files as people send them: CSV and workbooks, whole and broken."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

HEADINGS = ("Namn", "E-postadress", "Sitter som", "Organisation", "Första dag")
ROW = ("Anna Berg", "anna@example.org", "Ledamot", "Timrå kommun", "2027-01-01")


def separated(*rows: Sequence[str], headings: Sequence[str] = HEADINGS, separator: str = ";") -> bytes:
    return "\r\n".join(separator.join(row) for row in (headings, *rows)).encode()


def workbook(*rows: Sequence[Any], headings: Sequence[Any] = HEADINGS, also: Sequence[str] = ()) -> bytes:
    book = Workbook()
    for row in (headings, *rows):
        book.active.append(list(row))
    for title in also:
        book.create_sheet(title).append(["mer"])
    return saved(book)


def saved(book: Workbook) -> bytes:
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The archive with one more part, or that part instead."""
    file = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(file, "w", ZIP_DEFLATED) as new:
        for one in old.namelist():
            if one != name:
                new.writestr(one, old.read(one))
        new.writestr(name, part)
    return file.getvalue()
