"""A report as PDF, DOCX and XLSX: the same facts in all three, and each readable by everybody (B4.1)."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from docx import Document
from openpyxl import load_workbook

from councilflow.documents.gate import findings
from councilflow.documents.report import as_docx, as_pdf, as_xlsx
from councilflow.process.plans.reports import CellKind, Column, Passage, Report, Section, Table
from tests.documents import reading

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
HOSTILE = '=HYPERLINK("https://example.org")'
REPORT = Report(
    title="Sluttrapport for Utviklingskraft",
    kind="Sluttrapport",
    council="Sør-Troms regionråd",
    plan="Utviklingsplan 2015–2017",
    language="nb",
    project="Čáhci ŋŧž – næringsutvikling",
    funder="Troms fylkeskommune",
    from_on=date(2015, 9, 1),
    to_on=date(2017, 12, 31),
    day=date(2018, 1, 15),
    submitted_by="Åse Øverland",
    acknowledgement="Støttet av fylkeskommunen.",
    sections=(
        Section("Bakgrunn", "Prosjektet skulle:\n- skape arbeidsplasser\n- styrke samarbeidet"),
        Section(
            "Gjennomføring",
            "",
            (
                Table(
                    "Milepæler",
                    (
                        Column("Milepæl", share=40),
                        Column("Planlagt", CellKind.DAY),
                        Column("Nådd", CellKind.DAY),
                    ),
                    (("Oppstart", date(2015, 9, 1), None), (HOSTILE, None, None)),
                ),
                Table(
                    "Budsjett",
                    (Column("Post"), Column("Beløp", CellKind.MONEY), Column("Andel", CellKind.NUMBER)),
                    (("Administrasjon", 500_000, 0.5), ("Ymse", "–", None), ("Sum", 4_600_000, 1)),
                    note="Planen oppgir 40, men delene gir 35.",
                    sums=1,
                ),
                Table("Vedlegg", (Column("Vedlegg"),), (), "Ingen vedlegg."),
            ),
        ),
        Section(
            "Evaluering", "", (Table("", passages=(Passage("Prosjektleder", "Åse", "Godt samarbeid."),)),)
        ),
        Section("Økonomi"),
    ),
)
TOLD = (
    "Sør-Troms regionråd",
    "Sluttrapport for Utviklingskraft",
    "Čáhci ŋŧž – næringsutvikling",
    "Troms fylkeskommune",
    "1. september 2015 – 31. desember 2017",
    "15. januar 2018",
    "Åse Øverland",
    "Bakgrunn",
    "skape arbeidsplasser",
    "Milepæler",
    "Oppstart",
    "Beløp",
    "Administrasjon",
    "Planen oppgir 40, men delene gir 35.",
    "Ingen vedlegg.",
    "Prosjektleder, Åse",
    "Godt samarbeid.",
    "Økonomi",
    "Støttet av fylkeskommunen.",
)


def docx_text(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    paragraphs = [paragraph.text for paragraph in document.paragraphs]
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join([*paragraphs, *cells])


def cells_of(content: bytes) -> list[object]:
    book = load_workbook(io.BytesIO(content))
    return [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell]


def test_all_three_files_tell_the_same() -> None:
    pdf, docx = reading.text(as_pdf(REPORT, now=NOW)), docx_text(as_docx(REPORT, now=NOW))
    xlsx = " ".join(str(cell) for cell in cells_of(as_xlsx(REPORT, now=NOW)))
    for words in TOLD:
        assert words in pdf
        assert words in docx
        assert words in xlsx
    for words in ("1. sep 2015", "4 600 000"):  # in a workbook they are figures and days
        assert words in " ".join(pdf.split())
        assert words in " ".join(docx.split())


def test_the_pdf_is_archival_and_readable_by_everybody() -> None:
    assert findings(as_pdf(REPORT, now=NOW)) == []


def test_the_docx_has_headings_and_table_heads_and_a_language() -> None:
    document = Document(io.BytesIO(as_docx(REPORT, now=NOW)))
    headings = [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert headings[0] == ("Heading 1", "Sluttrapport for Utviklingskraft")
    assert ("Heading 2", "Gjennomføring") in headings
    assert ("Heading 3", "Milepæler") in headings
    assert [p.text for p in document.paragraphs if p.style.name == "List Bullet"] == [
        "skape arbeidsplasser",
        "styrke samarbeidet",
    ]
    for table in document.tables:
        heads = [row._tr.xpath("w:trPr/w:tblHeader") for row in table.rows]
        assert heads[0]
        assert not any(heads[1:])
        assert table._tbl.tblPr.xpath("w:tblCaption/@w:val")
    assert set(document.styles.element.xpath("//w:lang/@w:val")) == {"nb-NO"}
    assert document.core_properties.title == "Sluttrapport for Utviklingskraft"
    assert document.core_properties.language == "nb-NO"
    assert document.core_properties.comments == ""


def test_the_xlsx_holds_figures_and_days_and_never_a_formula() -> None:
    book = load_workbook(io.BytesIO(as_xlsx(REPORT, now=NOW)))
    assert book.sheetnames == ["Rapport", "Milepæler", "Budsjett"]
    budget = book["Budsjett"]
    assert [cell.value for cell in budget["B"]][3:] == [500_000, "–", 4_600_000]
    milestones = book["Milepæler"]
    assert milestones["B4"].is_date
    assert milestones["A5"].value == HOSTILE
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
    assert milestones["A5"].quotePrefix


@pytest.mark.parametrize("write", [as_pdf, as_docx, as_xlsx])
def test_the_same_report_is_the_same_file(write, monkeypatch) -> None:
    first = write(REPORT, now=NOW)
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert write(REPORT, now=NOW) == first


@pytest.mark.parametrize("write", [as_docx, as_xlsx])
def test_a_file_of_an_office_program_holds_nothing_of_the_clock(write) -> None:
    with zipfile.ZipFile(io.BytesIO(write(REPORT, now=NOW))) as parts:
        assert {part.date_time[:3] for part in parts.infolist()} == {(1980, 1, 1)}
        assert b"2026-11-20T09:00:00Z" in parts.read("docProps/core.xml")


@pytest.mark.parametrize("write", [as_pdf, as_docx, as_xlsx])
def test_a_report_may_be_empty_or_long(write) -> None:
    assert write(Report("Tom", "Statusrapport", "Rådet", "Plan", "sv"), now=NOW)
    columns = (Column("Insats", share=40), Column("Läge"), Column("Text", share=60))
    long = "Bredbandsutbyggnadssamordningsprojektet " * 8
    rows = tuple(
        (f"{number}. {long}", "Pågår", "Text\nmed\trader\x0b och \x00 tecken " * 4) for number in range(100)
    )
    sections = (
        Section(
            "Insatser [med: tecken/]*?",
            "a" * 5000,
            (Table("Insatser: alla/samtliga [2026]" * 3, columns, rows),),
        ),
    )
    assert len(write(replace(REPORT, sections=sections * 2), now=NOW)) > 10_000
