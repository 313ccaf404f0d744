"""Files that people send: what is read out of each, and the sentence for each that cannot be read."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import pytest
from openpyxl import Workbook

from councilflow import i18n
from councilflow.process.councils import Category, Office, Side
from councilflow.process.errors import RuleBroken
from councilflow.process.escaping import escaped, unescaped
from councilflow.process.imports import Column
from councilflow.services.people_import import columns, read
from councilflow.services.people_import.table import (
    MOST_BYTES,
    MOST_ROWS,
    Cell,
    Odd,
    Row,
    tidy,
)
from councilflow.services.people_import.values import choice, day_of, language_of
from councilflow.words import word
from tests.spreadsheets import HEADINGS, ROW, saved, separated, with_part, workbook

PLAIN = separated(ROW)
OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
SHEET = "xl/worksheets/sheet1.xml"


def bomb() -> bytes:
    return with_part(workbook(ROW), "xl/media/zeros.bin", bytes(80 * 1024 * 1024))


def with_macros() -> bytes:
    return with_part(workbook(ROW), "xl/vbaProject.bin", b"macro")


def billion_laughs() -> bytes:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    text = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{entities}]><worksheet>&a8;</worksheet>'
    return with_part(workbook(ROW), SHEET, text.encode())


def open_document() -> bytes:
    content = with_part(workbook(ROW), "mimetype", b"application/vnd.oasis.opendocument.spreadsheet")
    return with_part(content, "[Content_Types].xml", b"<Types/>")


REFUSED = {
    "nothing": (b"", "file-empty"),
    "only spaces": (b" \r\n\t", "file-empty"),
    "a PDF": (b"%PDF-1.7 ...", "import-not-a-table"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(300), "import-not-a-table"),
    "a page of the web": (b"<!doctype html><p>Namn;E-post", "import-not-a-table"),
    "a letter": (b"{\\rtf1 Namn;E-post}", "import-not-a-table"),
    "old Excel": (OLD_EXCEL, "import-not-a-table"),
    "Excel with a password": (OLD_EXCEL + "EncryptedPackage".encode("utf-16-le"), "file-locked"),
    "an OpenDocument": (open_document(), "import-not-a-table"),
    "an archive of something else": (
        with_part(workbook(ROW), "[Content_Types].xml", b""),
        "import-not-a-table",
    ),
    "a workbook with macros": (with_macros(), "import-has-macros"),
    "a workbook cut in two": (workbook(ROW)[:900], "file-broken"),
    "a workbook without its sheet": (with_part(workbook(ROW), SHEET, b"<worksheet"), "file-broken"),
    "entities that unfold": (billion_laughs(), "file-broken"),
    "an archive that unfolds": (bomb(), "file-unfolds"),
    "broken UTF-8": (PLAIN + "\r\nÅsa;åsa".encode() + b"\xff", "import-broken-bytes"),
    "a mark of UTF-8 and another encoding": (b"\xef\xbb\xbfNamn;\xe5", "import-broken-bytes"),
    "half a sign of UTF-16": (b"\xff\xfeN\0a\0m", "import-broken-bytes"),
    "bytes of no encoding": (PLAIN + b"\r\nF\xf6rst;\x81", "import-broken-bytes"),
    "mixed separators": (PLAIN + b"\r\nBo,bo@example.org,Ledamot,,2027-01-01", "import-mixed-separators"),
    "mixed separators in a row": (
        PLAIN + b"\r\nBo;bo@example.org,Ledamot;;2027-01-01",
        "import-mixed-separators",
    ),
    "mixed headings": (b"Namn;E-post,Sitter som;F\xc3\xb6rsta dag\r\n", "import-mixed-separators"),
    "a quote that is never closed": (PLAIN + b'\r\n"Bo;bo@example.org', "import-open-quote"),
    "too many rows": (separated(*[ROW] * (MOST_ROWS + 1)), "import-too-many-rows"),
    "too many empty lines": (PLAIN + b"\r\n" * 20_100 + b"Bo;", "import-too-many-rows"),
    "too large": (PLAIN + b" " * MOST_BYTES, "file-too-large"),
}


@pytest.mark.parametrize("why", REFUSED)
def test_a_file_that_is_no_table_is_refused(why: str) -> None:
    content, code = REFUSED[why]
    with pytest.raises(RuleBroken) as refused:
        read(content, "fil.csv")
    assert refused.value.code == code


def test_the_row_of_a_broken_byte_is_told() -> None:
    with pytest.raises(RuleBroken) as refused:
        read(separated(ROW, ROW) + "\r\nÅsa Ö".encode() + b"\xff", "fil.csv")
    assert refused.value.facts["row"] == 4


def test_a_workbook_of_too_many_rows_is_refused_however_large_it_says_it_is() -> None:
    book = Workbook()
    book.active.append(HEADINGS)
    book.active.cell(1_000_000, 1, "Bo")
    with pytest.raises(RuleBroken) as refused:
        read(saved(book), "fil.xlsx")
    assert refused.value.code == "import-too-many-rows"


ÅSA = ("Åsa Öst-Šimková", "asa@example.org", "Ledamot", "Timrå kommun", "2027-01-01")
WESTERN = ("Åsa Öst", "asa@example.org", "Ledamot", "Timrå kommun", "2027-01-01")


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_encoding_and_separator_is_read(encoding: str, separator: str) -> None:
    text = separated(ÅSA, separator=separator).decode()
    table = read(text.encode(encoding), "fil.csv")
    assert [cell.text for cell in table.rows[0].cells] == list(ÅSA)
    assert table.headings == list(HEADINGS)


def test_windows_1252_is_guessed_and_said() -> None:
    table = read(separated(WESTERN).decode().encode("cp1252"), "fil.csv")
    assert [cell.text for cell in table.rows[0].cells] == list(WESTERN)
    assert table.guessed == "Windows-1252"


def test_the_rows_are_numbered_as_a_spreadsheet_does() -> None:
    table = read(b'sep=,\r\nNamn,E-post\r\n\r\n"Bo\nEk",bo@example.org\r\nEva,eva@example.org', "fil.csv")
    assert [(row.number, row.cells[0].text) for row in table.rows] == [(3, "Bo Ek"), (4, "Eva")]


def test_a_workbook_gives_texts_days_and_what_cannot_be_read() -> None:
    content = workbook(
        ["Åsa", date(2027, 1, 1), 12.0, "=1+1", "'+46 70", True],
        ["", None, None, None, None, None],
        ["Bo", date(2027, 2, 1), None, None, "=x", None],
        headings=("Namn", "Första dag", "Telefon", "Titel", "Parti", "Annat"),
        also=["Blad 2"],
    )
    table = read(content, "fil.xlsx")
    assert table.rows[0] == Row(
        2,
        [
            Cell("Åsa"),
            Cell("2027-01-01", day=date(2027, 1, 1)),
            Cell("12", odd=Odd.NUMBER),
            Cell("=1+1", odd=Odd.FORMULA),
            Cell("+46 70"),
            Cell("True", odd=Odd.NUMBER),
        ],
    )
    assert table.rows[1].number == 4
    assert table.rows[1].cells[4].odd is Odd.FORMULA
    assert table.other_sheets == ["Blad 2"]


def test_nothing_of_a_workbook_is_run_or_fetched() -> None:
    content = workbook(['=HYPERLINK("http://example.org/"&A1)', '=WEBSERVICE("http://example.org")'])
    assert [cell.odd for cell in read(content, "fil.xlsx").rows[0].cells] == [Odd.FORMULA] * 2


@pytest.mark.parametrize("text", ["=1+1", " =1+1", "\t=1+1", "\"=cmd|' /C calc'!A1\""])
def test_a_formula_in_csv_is_told_from_text(text: str) -> None:
    content = separated([text, "b@example.org", "", "", ""])
    assert read(content, "fil.csv").rows[0].cells[0].odd is Odd.FORMULA


@pytest.mark.parametrize(
    "text", ["=1+1", "+46 70 123", "-", "@SUM(A1)", "'=x", "''@x", "\uff1dx", "O'Hara", "'n"]
)
def test_what_is_escaped_comes_back_as_it_was(text: str) -> None:
    assert unescaped(escaped(text)) == text
    assert escaped(text)[0] not in "=+-@\t\r\uff1d"


# --- Headings -----------------------------------------------------------------------------------------------

ALIKE = [
    ("Namn", "E-POST", "Kategori", "Fr.o.m."),
    ("Navn *", "E-postadresse", "Rolle", "Fra og med"),
    ("Namn:", "Epost", "Sit som", "Frå"),
    ("Full name", "E-mail", "Sits as", "First day"),
    ("name", "email", "category", "starts_on"),
]


@pytest.mark.parametrize("headings", ALIKE)
def test_headings_are_known_in_four_languages(headings: tuple[str, ...]) -> None:
    assert columns.placed(headings) == {
        Column.NAME: 0,
        Column.EMAIL: 1,
        Column.CATEGORY: 2,
        Column.STARTS_ON: 3,
    }


def test_a_heading_twice_or_missing_is_refused() -> None:
    with pytest.raises(RuleBroken) as twice:
        columns.placed(["Namn", "Navn"])
    assert twice.value.code == "import-column-twice"
    with pytest.raises(RuleBroken) as missing:
        columns.placed(["Namn", "Fax"])
    assert missing.value.code == "import-columns-missing"
    assert missing.value.facts["columns"] == "E-postadress, Sitter som och Första dag"


def test_a_heading_that_means_nothing_is_named() -> None:
    assert columns.unknown(["Namn", "Skostorlek", "", "Fax"]) == ["Skostorlek", "Fax"]


def test_no_heading_means_two_columns() -> None:
    """Every column answers to its own name, in each language."""
    for column, names in columns._NAMES.items():
        for by_language in names.values():
            assert {columns.known(name) for name in by_language} == {column}


# --- Cells --------------------------------------------------------------------------------------------------

DAYS = {
    "2027-01-31": date(2027, 1, 31),
    "2027-01-31 00:00:00": date(2027, 1, 31),
    "31.1.2027": date(2027, 1, 31),
    "01.02.2027": date(2027, 2, 1),
    "31/1 2027": date(2027, 1, 31),
    "1/1 2027": date(2027, 1, 1),
    "1 januari 2027": date(2027, 1, 1),
    "1. januar 2027": date(2027, 1, 1),
    "29.2.2028": date(2028, 2, 29),
}
NO_DAYS = {
    "2/1 2027": "import-day-ambiguous",
    "02/01/2027": "import-day-ambiguous",
    "1/31 2027": "import-day-unreadable",
    "29.2.2027": "import-day-unreadable",
    "2027-02-30": "import-day-unreadable",
    "1.1.27": "import-day-unreadable",
    "12027-01-01": "import-day-unreadable",
    "i morgon": "import-day-unreadable",
    "0001-01-01": "import-day-unreadable",
}


@pytest.mark.parametrize("text", DAYS)
def test_a_day_is_read_as_people_write_it(text: str) -> None:
    assert day_of(Cell(text)) == DAYS[text]


@pytest.mark.parametrize("text", NO_DAYS)
def test_a_day_that_nobody_can_tell_is_refused(text: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        day_of(Cell(text))
    assert refused.value.code == NO_DAYS[text]


def test_a_number_is_no_day_and_a_date_of_excel_is() -> None:
    assert day_of(Cell("x", day=date(2027, 1, 1))) == date(2027, 1, 1)
    for cell in (Cell("46388", odd=Odd.NUMBER), Cell("1899-12-31", day=date(1899, 12, 31))):
        with pytest.raises(RuleBroken) as refused:
            day_of(cell)
        assert refused.value.code == "import-day-unreadable"


@pytest.mark.parametrize(
    ("text", "code"), [("Svenska", "sv"), ("bokmål", "nb"), ("NN", "nn"), ("english", "en"), ("norsk", "nb")]
)
def test_a_language_is_known_by_code_and_name(text: str, code: str) -> None:
    assert language_of(text) == code


@pytest.mark.parametrize("kind", [Category, Side, Office])
@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_word_of_every_language_is_understood(kind: type[StrEnum], language: str) -> None:
    with i18n.speaking(language):
        words = {value: word(value) for value in kind}
    for value, said in words.items():
        assert choice(kind, said.upper()) is choice(kind, f" {value} ") is value


def test_what_a_spreadsheet_could_not_work_out_is_refused() -> None:
    (row,) = read(workbook(["#REF!", "b@example.org"]), "fil.xlsx").rows
    with pytest.raises(RuleBroken) as refused:
        day_of(row.cells[0])
    assert refused.value.code == "import-cell-faulty"


def test_text_is_one_line_without_what_nobody_sees() -> None:
    assert tidy(" A\u030asa\n\u202e O\u0308st\x07\u200b ") == "Åsa Öst"
