"""The people and seats of a council as a file that a spreadsheet opens and that imports again unchanged."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from sqlalchemy import or_, select

from councilflow import i18n
from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.models import Body, Organisation, Person, Seat
from councilflow.process.escaping import escaped, escaped_in_workbook
from councilflow.process.imports import Column
from councilflow.services.people_import.columns import heading
from councilflow.services.people_import.register import bodies_of
from councilflow.services.people_import.table import tidy
from councilflow.services.people_import.workbook import MEDIA_TYPE
from councilflow.words import word

KINDS = {"csv": "text/csv; charset=utf-8", "xlsx": MEDIA_TYPE}
Line = dict[Column, str | date]

_WIDTHS = {Column.NAME: 26, Column.EMAIL: 34, Column.TITLE: 24, Column.BODY: 30, Column.ORGANISATION: 28}


def seats_of(council: Body, *, day: date) -> list[Line]:
    """The seats in the council and its bodies that hold on a day or later, a line each."""
    bodies = {body.id: body for body in bodies_of(council)}
    rows = db.session.execute(
        select(Seat, Person, Organisation)
        .outerjoin(Person, Person.id == Seat.person_id)
        .outerjoin(Organisation, Organisation.id == Seat.organisation_id)
        .where(Seat.body_id.in_(bodies), or_(Seat.ends_on.is_(None), Seat.ends_on >= day))
        .order_by(Seat.body_id != council.id, Seat.body_id, Seat.position, Seat.id)
    )
    return [_line(seat, person, organisation, bodies[seat.body_id]) for seat, person, organisation in rows]


def _line(seat: Seat, person: Person | None, organisation: Organisation | None, body: Body) -> Line:
    line: Line = {
        Column.BODY: body.name,
        Column.CATEGORY: word(seat.category),
        Column.PARTY: seat.party,
        Column.FUNCTION: seat.function,
        Column.GROUND: seat.ground,
        Column.STARTS_ON: seat.starts_on,
    }
    if person:
        line |= {Column.NAME: person.name, Column.EMAIL: person.email, Column.TITLE: person.title}
        line |= {
            Column.PHONE: "" if person.phone_hidden else person.phone,
            Column.LANGUAGE: i18n.LANGUAGES.get(person.language, ""),
        }
    if organisation:
        line[Column.ORGANISATION] = organisation.name
    if seat.side:
        line[Column.SIDE] = word(seat.side)
    if seat.office:
        line[Column.OFFICE] = word(seat.office)
    if seat.ends_on:
        line[Column.ENDS_ON] = seat.ends_on
    return line


def written(lines: Iterable[Line], kind: str) -> bytes:
    """The lines as a file of a kind in KINDS, with headings in the language being spoken."""
    return _workbook(lines) if kind == "xlsx" else _separated(lines)


def _separated(lines: Iterable[Line]) -> bytes:
    """CSV as Excel opens it in Sweden and Norway: with a mark of its encoding, and semicolons."""
    file = StringIO(newline="")
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(heading(column) for column in Column)
    for line in lines:
        writer.writerow(_plain(line.get(column, "")) for column in Column)
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def _plain(value: str | date) -> str:
    return value.isoformat() if isinstance(value, date) else escaped(tidy(value))


def _workbook(lines: Iterable[Line]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Platser"))
    sheet.freeze_panes = "B2"
    for place, column in enumerate(Column):
        sheet.column_dimensions[chr(ord("A") + place)].width = _WIDTHS.get(column, 18)
    heads = [WriteOnlyCell(sheet, heading(column)) for column in Column]
    for head in heads:
        head.font = Font(bold=True)
    sheet.append(heads)
    for line in lines:
        sheet.append([_cell(sheet, line.get(column, "")) for column in Column])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _cell(sheet: Any, value: str | date) -> Any:
    """A date as a date, and anything else as text that nothing takes for a formula."""
    if isinstance(value, date):
        cell = WriteOnlyCell(sheet, datetime(value.year, value.month, value.day))  # noqa: DTZ001 – a day has no zone
        cell.number_format = "yyyy-mm-dd"
        return cell
    cell = WriteOnlyCell(sheet, escaped_in_workbook(tidy(value)))
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = True
    return cell
