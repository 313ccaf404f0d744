"""What people paste and upload becomes the same table, and what is no plan is refused with a sentence."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl import Workbook, load_workbook

from councilflow.process.errors import RuleBroken
from councilflow.process.plans.source import BlockKind
from councilflow.services.plans.importing import interpreted, source_of
from councilflow.services.plans.importing.lines import MOST_LINES
from tests.services.plan_import import sources
from tests.spreadsheets import saved, with_part

SEEDS = Path(__file__).parents[4] / "shared" / "seeds"


def table_in(content: bytes, name: str = "") -> list[tuple[str, ...]]:
    [table] = [block for block in source_of(content, name).blocks if block.kind is BlockKind.TABLE]
    return [row.cells for row in table.rows]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (sources.PASTED.encode(), ""),
        (sources.PASTED.encode("utf-16"), "plan.txt"),
        (sources.separated(), "plan.csv"),
        (sources.separated(",", "cp1252"), "plan.csv"),
        (sources.separated("\t"), "plan.tsv"),
        (sources.workbook(), "plan.xlsx"),
        (sources.workbook(merged=False), "regneark.bin"),
        (sources.document(), "plan.docx"),
    ],
    ids=["pasted", "utf-16", "semicolons", "commas", "tabs", "merged", "workbook", "word"],
)
def test_every_form_of_a_table_reads_as_the_pasted_one(content: bytes, name: str) -> None:
    assert table_in(content, name) == list(sources.ROWS)


def test_what_stands_around_the_table_in_a_word_document_is_kept_in_order() -> None:
    text = source_of(sources.document(), "plan.docx").text
    assert text.index(f"# {sources.TITLE}") < text.index("Visjon:") < text.index("Område\tStrategi")


def test_the_mark_of_a_note_in_word_is_no_part_of_the_figure() -> None:
    document = Document()
    cells = document.add_table(2, 2).rows
    for cell, words, raised in (
        (cells[0].cells[0], "Innsatsområde", "1)"),
        (cells[0].cells[1], "Ramme", "2"),
        (cells[1].cells[0], "Veg, 40 m", "2"),
        (cells[1].cells[1], "13", "2)"),
    ):
        paragraph = cell.paragraphs[0]
        paragraph.add_run(words)
        paragraph.add_run(raised).font.superscript = True
    assert table_in(saved(document), "plan.docx") == [("Innsatsområde", "Ramme"), ("Veg, 40 m2", "13")]


AREAS = (
    ("Strategi", "Tiltak", "Ansvar", "Budsjett 2022"),
    ("1. Kompetanse",),
    ("Rekruttering", "Kartlegge behov", "SR", "100 000"),
    ("2. Samferdsle",),
    ("Mobilitet", "Arbeidsreiser", "SR", "-"),
)


def areas_across() -> list[tuple[bytes, str]]:
    """A table in which the name of each area reaches over all columns, as a workbook and as a document."""
    book, made = Workbook(), Document()
    table = made.add_table(len(AREAS), 4)
    for place, row in enumerate(AREAS):
        for column, cell in enumerate(row):
            book.active.cell(place + 1, column + 1, cell)
            table.cell(place, column).text = cell
        if len(row) == 1:
            book.active.merge_cells(start_row=place + 1, end_row=place + 1, start_column=1, end_column=4)
            table.cell(place, 0).merge(table.cell(place, 3))
    file = BytesIO()
    made.save(file)
    return [(saved(book), "plan.xlsx"), (file.getvalue(), "plan.docx")]


@pytest.mark.parametrize(("content", "name"), areas_across(), ids=["workbook", "word"])
def test_a_cell_across_the_table_is_an_area_over_the_rows_below_it(content: bytes, name: str) -> None:
    found = interpreted(source_of(content, name), answers={}, language="nn", standing=None).document
    tree = [(node.kind.value, found.by_key[node.parent].title if node.parent else "") for node in found.nodes]
    assert tree == [
        ("area", ""),
        ("strategy", "Kompetanse"),
        ("measure", "Rekruttering"),
        ("area", ""),
        ("strategy", "Samferdsle"),
        ("measure", "Mobilitet"),
    ]


def word(*paragraphs: str) -> bytes:
    made = Document()
    for xml in paragraphs:
        made.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w')}>{xml}</w:p>"))
    file = BytesIO()
    made.save(file)
    return file.getvalue()


def test_a_reviewed_document_is_read_as_it_stands_after_the_review() -> None:
    content = word(
        "<w:r><w:t>Vi skal </w:t></w:r><w:del><w:r><w:delText>ikkje </w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>alltid </w:t></w:r></w:ins><w:r><w:t>samarbeide</w:t></w:r>"
    )
    assert "Vi skal alltid samarbeide" in source_of(content, "plan.docx").text


def test_a_hidden_sheet_is_not_read_and_several_sheets_keep_their_names() -> None:
    book = load_workbook(BytesIO(sources.workbook()))
    book.active.title = "1 Kompetanse"
    for title, state in (("2 Samferdsle", "visible"), ("Løner", "hidden")):
        sheet = book.create_sheet(title)
        sheet.append(["Tiltak", "Budsjett"])
        sheet.append([f"Noko i {title}", 100000])
        sheet.sheet_state = state
    file = BytesIO()
    book.save(file)
    found = source_of(file.getvalue(), "plan.xlsx")
    assert "# 2 Samferdsle" in found.text
    assert "Noko i Løner" not in found.text
    assert found.left == ["Løner"]


def bomb() -> bytes:
    return with_part(sources.workbook(), "xl/worksheets/sheet2.xml", b" " * 60_000_000)


def with_entities() -> bytes:
    evil = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;">]><w:document>&b;</w:document>'
    return with_part(sources.document(), "word/document.xml", evil)


def locked() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le")


def with_macros() -> bytes:
    return with_part(sources.document(), "word/vbaProject.bin", b"Sub AutoOpen()")


def only_a_zip() -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("plan.txt", sources.PASTED)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "", "plan-import-empty"),
        (b" \r\n\t \n", "", "plan-import-empty"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 500, "plan.csv", "plan-import-unreadable"),
        (b"%PDF-1.7 ...", "plan.xlsx", "plan-import-unreadable"),
        (b"<!DOCTYPE html><table><tr><td>Strategi</td></tr></table>", "plan.xls", "plan-import-unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "plan.xls", "plan-import-unreadable"),
        (only_a_zip(), "plan.xlsx", "plan-import-unreadable"),
        (locked(), "plan.docx", "file-locked"),
        (bomb(), "plan.xlsx", "plan-import-unfolds"),
        (with_entities(), "plan.docx", "file-broken"),
        (with_macros(), "plan.docx", "plan-import-has-macros"),
        (sources.workbook()[:-600], "plan.xlsx", "file-broken"),
        (with_part(sources.workbook(), "xl/worksheets/sheet1.xml", b"<x"), "plan.xlsx", "file-broken"),
        (with_part(sources.document(), "word/document.xml", b"<x"), "plan.docx", "file-broken"),
        (b"a\tb\n" * (MOST_LINES + 1), "", "plan-import-too-many-lines"),
        (b"a\tb\r" * (MOST_LINES + 1), "", "plan-import-too-many-lines"),
        (b"Insats\tAnsvar\n" + b"a\t" * 500, "", "plan-import-too-wide"),
        (b"a" * (5 * 1024 * 1024 + 1), "plan.txt", "plan-import-too-long"),
        (b"PK\x03\x04" + b"\0" * (15 * 1024 * 1024), "plan.docx", "file-too-large"),
        (b"%PDF-1.7", "", "plan-import-empty"),
        ("Mål\tTiltak\n".encode() + b"f\xc3\xb8r \xff\xc3\xa5\xc3\xa5", "plan.txt", "import-broken-bytes"),
        (b'{"format": "something-else"}', "plan.json", None),
    ],
)
def test_what_cannot_be_read_is_refused(content: bytes, name: str, code: str | None) -> None:
    with pytest.raises(RuleBroken) as refused:
        source_of(content, name)
    assert code is None or refused.value.code == code


def flaws(text: str | bytes, name: str = "") -> list[str]:
    source = source_of(text if isinstance(text, bytes) else text.encode(), name)
    found = interpreted(source, answers={}, language="nn", standing=None)
    return [flaw.code for flaw in found.flaws]


HEAD = "Strategi\tTiltak\tBudsjett 2022\n"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (HEAD + "Kompetanse\tKartlegge\t100 000\tfor\tmykje\n", "too-many-cells"),
        ("Strategi\tTiltak\tTiltak\tBudsjett\nA\tB\tC\t1 mill\n", "same-column-twice"),
        (HEAD + "Kompetanse\tKartlegge\t=SUM(C2:C9)\n", "formula"),
        ("Hei, dette er berre eit brev.\n\nHelsing oss\n", "nothing-read"),
    ],
)
def test_a_table_that_cannot_be_stored_says_why(text: str, code: str) -> None:
    assert code in flaws(text)


def test_a_formula_in_a_workbook_and_in_a_separated_file_is_found_where_it_stands() -> None:
    assert "formula" in flaws(sources.workbook(formula="=SUM(F3:F4)"), "plan.xlsx")
    content = sources.separated().replace(b'"4,8 mill"', b'"=HYPERLINK(1)"')
    assert "formula" in flaws(content, "plan.csv")


def test_an_amount_in_words_is_a_doubt_and_no_amount() -> None:
    source = source_of((HEAD + "Kompetanse\tKartlegge\thundre tusen kroner\n").encode())
    found = interpreted(source, answers={}, language="nn", standing=None)
    assert [doubt.code for doubt in found.doubts] == ["money-words"]
    assert found.counts.budget == 0
    assert found.counts.unread_money == 1


def test_one_row_of_a_workbook_that_is_wider_than_its_table_is_a_mistake() -> None:
    book = load_workbook(BytesIO(sources.workbook()))
    book.active["H5"] = "for mykje"
    assert "too-many-cells" in flaws(saved(book), "plan.xlsx")


@pytest.mark.skipif(not SEEDS.exists(), reason="the sources are not here")
@pytest.mark.parametrize(("number", "language"), [("000", "nn"), ("003", "nb")])
def test_the_sources_read_the_same_from_word_and_excel(number: str, language: str) -> None:
    [path] = SEEDS.glob(f"{number}_*.txt")

    def counted(content: bytes, name: str) -> tuple[object, ...]:
        source = source_of(content, name)
        found = interpreted(source, answers={}, language=language, standing=None).counts
        money = (found.budget, found.financing, found.amounts, found.dashes, found.empty)
        areas = [(area.title, area.measures, area.amount) for area in found.areas]
        return found.levels, found.measures, found.placeholders, money, areas

    pasted = path.read_bytes()
    blocks = source_of(pasted).blocks
    assert counted(sources.as_document(blocks), "plan.docx") == counted(pasted, "")
    assert counted(sources.as_workbook(blocks), "plan.xlsx") == counted(pasted, "")
