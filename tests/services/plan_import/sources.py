"""One plan's table in every form that people have it in, and files that somebody has broken."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

from docx import Document
from openpyxl import Workbook

from councilflow.process.plans.source import Block, BlockKind
from tests.spreadsheets import saved

ROWS = (
    ("Område", "Strategi", "Tiltak", "Tid", "Ansvar", "Budsjett 2022"),
    (
        "1. Kompetanse",
        "Rekruttering",
        "Kartlegge behov",
        "2022",
        "Ansvar: SR Deltaking: LO",
        "0,1 mill",
    ),
    ("", "", "Gjennomføre messe", "Haust 2022", "Ansvar: SR", "-"),
    ("", "Utdanning", "Fleire læreplassar", "2022-2024", "Ansvar: SR", "4,8 mill"),
    ("2. Samferdsle", "Mobilitet", "Arbeidsreiser", "", "", ""),
)
"""Three strategies in two areas, four measures: two amounts, a dash and an empty cell."""

TITLE = "Handlingsplan for Sogn 2022"
PASTED = "\n".join([TITLE, "", *("\t".join(row) for row in ROWS), ""])


def separated(separator: str = ";", encoding: str = "utf-8") -> bytes:
    return "\r\n".join(separator.join(f'"{cell}"' for cell in row) for row in ROWS).encode(encoding)


def workbook(*, merged: bool = True, formula: str = "") -> bytes:
    book = Workbook()
    sheet = book.active
    sheet["A1"] = TITLE
    for place, row in enumerate(ROWS, 3):
        for column, cell in enumerate(row, 1):
            if cell:
                sheet.cell(place, column, cell)
    if merged:
        sheet.merge_cells("A1:F1")
        sheet.merge_cells("A4:A6")
        sheet.merge_cells("B4:B5")
    if formula:
        sheet["F5"] = formula
    return saved(book)


def document() -> bytes:
    """The table with merged cells, a heading with a style, a bold one, and points in a cell."""
    made = Document()
    made.add_heading(TITLE, 0)
    made.add_paragraph("Visjon: Saman gjer vi Sogn attraktiv.")
    table = made.add_table(len(ROWS), len(ROWS[0]))
    for place, row in enumerate(ROWS):
        for column, cell in enumerate(row):
            if cell:
                table.cell(place, column).text = cell
    table.cell(1, 0).merge(table.cell(3, 0))
    table.cell(1, 1).merge(table.cell(2, 1))
    file = BytesIO()
    made.save(file)
    return file.getvalue()


def as_document(blocks: Iterable[Block]) -> bytes:
    """What was pasted, as the Word document that it may have come from."""
    made = Document()
    for block in blocks:
        if block.kind is BlockKind.TABLE:
            table = made.add_table(len(block.rows), max(len(row.cells) for row in block.rows))
            for place, row in enumerate(block.rows):
                for column, cell in enumerate(row.cells):
                    table.cell(place, column).text = cell
        elif block.kind is BlockKind.HEADING:
            made.add_heading(block.text, block.depth or 3)
        for item in block.items:
            made.add_paragraph(item.text, style="List Bullet")
        if block.kind is BlockKind.PARAGRAPH:
            made.add_paragraph(block.text)
    file = BytesIO()
    made.save(file)
    return file.getvalue()


def as_workbook(blocks: Iterable[Block]) -> bytes:
    """The same in a sheet, as somebody keeps it in Excel."""
    book = Workbook()
    for block in blocks:
        for row in block.rows:
            book.active.append([cell or None for cell in row.cells])
        for text in [item.text for item in block.items] or ([block.text] if block.text else []):
            book.active.append([text])
        book.active.append([])
    return saved(book)
