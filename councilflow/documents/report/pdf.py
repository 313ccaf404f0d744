"""A report as an archival file that everybody can read: PDF/A and PDF/UA-1."""

from __future__ import annotations

from datetime import datetime

from councilflow.documents.finish import finish
from councilflow.documents.gate import approve
from councilflow.documents.layout import H1, LEAD, SIDE, Writer
from councilflow.documents.report.telling import facts, heading, is_figure, nothing_written, shown, who
from councilflow.documents.sheet import Front
from councilflow.i18n import speaking
from councilflow.process.plans.reports import Passage, Report, Section, Table
from councilflow.process.record import ArchiveFormat


def as_pdf(report: Report, *, now: datetime, archive: ArchiveFormat = ArchiveFormat.PDFA_3A) -> bytes:
    """The report as a file in its own language. `now` (aware) is the creation date; the same report and the
    same `now` give the same bytes. A file that does not pass the gate raises
    RuleBroken("document-not-approved")."""
    with speaking(report.language):
        writer = Writer(_front(report))
        writer.line(report.council, LEAD)
        writer.heading(1, heading(report), style=H1)
        writer.space(8)
        writer.facts(facts(report))
        for place, section in enumerate(report.sections):
            _write_section(writer, section, place)
        if report.acknowledgement:
            writer.space(14)
            writer.line(report.acknowledgement, SIDE)
        return approve(finish(writer.drawn(), now=now, archive=archive))


def _front(report: Report) -> Front:
    return Front(
        title=heading(report),
        author=report.host or report.council,
        subject=report.kind,
        language=report.language,
        running_head=f"{report.council} · {heading(report)}",
    )


def _write_section(writer: Writer, section: Section, place: int) -> None:
    with writer.part("Sect"):
        writer.heading(2, section.title, place=f"section-{place}")
        writer.prose(section.text)
        if not (section.text.strip() or section.tables):
            writer.line(nothing_written(), SIDE)
        for table in section.tables:
            _write_table(writer, table)


def _write_table(writer: Writer, table: Table) -> None:
    for passage in table.passages:
        _write_passage(writer, passage)
    if table.passages:
        return
    writer.heading(3, table.title)
    if not table.rows:
        writer.line(table.note, SIDE)
        return
    kinds = [column.kind for column in table.columns]
    writer.table(
        [column.title for column in table.columns],
        [[shown(cell, kind) for cell, kind in zip(row, kinds, strict=True)] for row in table.rows],
        [column.share for column in table.columns],
        figures=[place for place, kind in enumerate(kinds) if is_figure(kind)],
        sums=table.sums,
    )
    if table.note:
        writer.line(table.note, SIDE)


def _write_passage(writer: Writer, passage: Passage) -> None:
    writer.heading(3, who(passage))
    writer.prose(passage.text)
