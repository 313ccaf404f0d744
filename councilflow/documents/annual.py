"""The basis of the annual report as a file to read and as a workbook (B2.22)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from io import BytesIO
from typing import Any

from openpyxl import Workbook

from councilflow.documents.finish import finish
from councilflow.documents.gate import approve
from councilflow.documents.layout import H1, LEAD, SIDE, Writer
from councilflow.documents.sheet import Front
from councilflow.documents.tables_to_take import Cell, fill
from councilflow.i18n import date_long, language, number, speaking
from councilflow.i18n import gettext as _
from councilflow.process.annual import AnnualReport, BodyYear, Case, Given, Held
from councilflow.process.meeting import MeetingForm
from councilflow.process.plans.values import ContributionKind
from councilflow.process.record import ArchiveFormat
from councilflow.words import word
from councilflow.words.decisions import decisions_told


def as_pdf(report: AnnualReport, *, now: datetime, archive: ArchiveFormat = ArchiveFormat.PDFA_3A) -> bytes:
    """The year as an archival file and PDF/UA-1, in the council's language. `now` (aware) is the creation
    date. A file that does not pass the gate raises RuleBroken("document-not-approved")."""
    with speaking(report.language):
        writer = Writer(_front(report))
        _write_head(writer, report)
        for body in report.bodies:
            _write_body(writer, body)
        _write_standpoints(writer, report)
        _write_afterwards(writer, report)
        return approve(finish(writer.drawn(), now=now, archive=archive))


def title_of(report: AnnualReport) -> str:
    return _("Underlag till årsberättelsen %(year)s", year=report.year)


def result_words(one: Case) -> str:
    return str(word(one.outcome, one.called)) if one.outcome else ""


def case_title(one: Case) -> str:
    """A case under secrecy stands there without its title."""
    return _("Ärende under sekretess") if one.is_secret else one.title


def case_number(number: int, year: int, language: str) -> str:
    """As the body writes it: § 4/2026, and in Norway sak 04/2026 (B2.22). A case and the standpoint taken
    there have the same one."""
    if language in ("nb", "nn"):
        return f"sak {number:02d}/{year}"
    return f"§ {number}/{year}"


def forms_words(body: BodyYear) -> str:
    """4 möten: 3 digitala, 1 fysiskt."""
    told = [(form, body.in_form(form)) for form in MeetingForm]
    return ", ".join(f"{word(form)} {many}" for form, many in told if many)


def held_words(one: Held) -> str:
    return one.title or str(word(one.kind))


def _front(report: AnnualReport) -> Front:
    return Front(
        title=f"{title_of(report)} – {report.council}",
        author=report.host or report.council,
        subject=_("Ärenden, möten, närvaro och vad som blev av ställningstagandena"),
        language=report.language,
        running_head=f"{report.council} · {title_of(report)}",
    )


def _write_head(writer: Writer, report: AnnualReport) -> None:
    writer.line(report.council, LEAD)
    writer.heading(1, title_of(report), style=H1)
    writer.line(_("Läget den %(day)s.", day=date_long(report.made_on)), SIDE)


def _write_body(writer: Writer, body: BodyYear) -> None:
    writer.heading(2, body.name)
    if not body.meetings:
        writer.line(_("Inget möte hölls under året."))
        return
    writer.facts(
        [
            (_("Möten"), str(len(body.meetings))),
            (_("Form"), forms_words(body)),
            (_("Ärenden"), str(len(body.cases))),
        ]
    )
    for head, heads, rows, widths, figures in _tables_of(body):
        writer.heading(3, head)
        writer.table(heads, rows, widths, figures=figures)


def _tables_of(body: BodyYear) -> list[tuple[str, list[str], list[list[str]], list[int], tuple[int, ...]]]:
    tables = [
        (
            _("Möten"),
            [_("Datum"), _("Möte"), _("Form"), _("Ärenden")],
            [
                [date_long(one.on), held_words(one), str(word(one.form)), str(one.cases)]
                for one in body.meetings
            ],
            [50, 62, 36, 22],
            (3,),
        ),
        (
            _("Ärendelista"),
            [_("Nummer"), _("Ärende"), _("Slag"), _("Resultat")],
            [
                [
                    case_number(one.number, one.on.year, language()),
                    case_title(one),
                    str(word(one.kind, one.called)) if one.kind else "",
                    result_words(one),
                ]
                for one in body.cases
            ],
            [26, 72, 34, 38],
            (),
        ),
        (
            _("Närvaro"),
            [_("Organisation"), _("Möten"), _("Av"), _("Platser fyllda"), _("Av")],
            [
                [one.organisation, *(str(n) for n in (one.meetings, one.called_to, one.present, one.seats))]
                for one in body.attended
            ],
            [74, 22, 18, 34, 18],
            (1, 2, 3, 4),
        ),
    ]
    return [one for one in tables if one[2]]


def _write_standpoints(writer: Writer, report: AnnualReport) -> None:
    writer.heading(2, _("Ställningstaganden och vad som blev av dem"))
    if not report.standpoints:
        writer.line(_("Inget ställningstagande togs under året."))
        return
    writer.table(
        [_("Nummer"), _("Ställningstagande"), _("Läge"), _("Formella beslut")],
        [
            [
                case_number(one.number, report.year, language()),
                one.title,
                str(word(one.state)),
                decisions_told(one.progress),
            ]
            for one in report.standpoints
        ],
        [26, 72, 36, 36],
    )
    if report.decisions:
        writer.heading(3, _("Organisationernas formella beslut"))
        rows = [[str(word(state)), str(many)] for state, many in report.decisions]
        rows.append([_("Varav sena"), str(report.late_decisions)])
        writer.table([_("Läge"), _("Antal")], rows, [100, 24], figures=(1,))


def _write_afterwards(writer: Writer, report: AnnualReport) -> None:
    if report.report_backs:
        writer.heading(2, _("Återföring"))
        rows = [[str(word(state)), str(many)] for state, many in report.report_backs]
        rows.append([_("Varav sena"), str(report.late_report_backs)])
        writer.table([_("Läge"), _("Antal")], rows, [100, 24], figures=(1,))
    if report.statements:
        writer.heading(2, _("Yttranden och skrivelser"))
        writer.table(
            [_("Skickat"), _("Vad"), _("Till")],
            [[date_long(one.on) if one.on else "", one.title, one.addressee] for one in report.statements],
            [40, 80, 50],
        )
    if report.efforts:
        writer.heading(2, _("Gemensamma satsningar"))
        writer.table(
            [_("Satsning"), _("Läge"), _("Resultat")],
            [[one.title, str(word(one.state)), one.result] for one in report.efforts],
            [70, 36, 64],
        )
    if report.given:
        writer.heading(3, _("Bidrag under året"))
        writer.table(
            [_("Organisation"), _("Slag"), _("Hur mycket")],
            [[one.organisation, str(word(one.kind)), amount_words(one)] for one in report.given],
            [80, 40, 40],
            figures=(2,),
        )


def amount_words(one: Given) -> str:
    """Kroner with their mark; hours and persons as they are."""
    told = number(one.amount)
    return _("%(amount)s kr", amount=told) if one.kind is ContributionKind.MONEY else told


def as_workbook(report: AnnualReport) -> bytes:
    """The same as XLSX in the council's language, a sheet for each list."""
    with speaking(report.language):
        book = Workbook()
        for at, (name, heads, rows, widths) in enumerate(_sheets(report)):
            sheet: Any = book.active if at == 0 else book.create_sheet()
            fill(sheet, name, heads, rows, widths=widths)
        file = BytesIO()
        book.save(file)
        return file.getvalue()


def _sheets(report: AnnualReport) -> list[tuple[str, list[str], list[list[Cell]], list[int]]]:
    return [
        (
            _("Ärenden"),
            [_("Organ"), _("Nummer"), _("Datum"), _("Ärende"), _("Slag"), _("Resultat"), _("Diarienummer")],
            [
                [
                    body.name,
                    case_number(one.number, one.on.year, language()),
                    one.on,
                    case_title(one),
                    str(word(one.kind, one.called)) if one.kind else "",
                    result_words(one),
                    one.registry_no,
                ]
                for body in report.bodies
                for one in body.cases
            ],
            [28, 12, 14, 50, 20, 28, 20],
        ),
        (
            _("Möten"),
            [_("Organ"), _("Datum"), _("Möte"), _("Form"), _("Ärenden")],
            [
                [body.name, one.on, held_words(one), str(word(one.form)), one.cases]
                for body in report.bodies
                for one in body.meetings
            ],
            [28, 14, 28, 16, 12],
        ),
        (
            _("Närvaro"),
            [
                _("Organ"),
                _("Organisation"),
                _("Möten med någon närvarande"),
                _("Möten kallad till"),
                _("Platser fyllda"),
                _("Platser kallade"),
            ],
            [
                [body.name, one.organisation, one.meetings, one.called_to, one.present, one.seats]
                for body in report.bodies
                for one in body.attended
            ],
            [28, 32, 16, 16, 16, 16],
        ),
        (
            _("Ställningstaganden"),
            [
                _("Nummer"),
                _("Datum"),
                _("Ställningstagande"),
                _("Läge"),
                _("Klara"),
                _("Varav med ändring"),
                _("Varav avslag"),
                _("Behövs"),
                _("Har inte svarat"),
                _("Sena"),
            ],
            [
                [
                    case_number(one.number, report.year, language()),
                    one.on,
                    one.title,
                    str(word(one.state)),
                    one.progress.decided,
                    one.progress.changed,
                    one.progress.rejected,
                    one.progress.needed,
                    one.progress.unsettled,
                    one.progress.late,
                ]
                for one in report.standpoints
            ],
            [12, 14, 50, 26, 10, 12, 12, 10, 14, 10],
        ),
        (
            _("Efter mötet"),
            [_("Vad"), _("Läge"), _("Antal")],
            [
                *_counted(_("Formella beslut"), report.decisions),
                [_("Formella beslut"), _("Varav sena"), report.late_decisions],
                *_counted(_("Återföring"), report.report_backs),
                [_("Återföring"), _("Varav sena"), report.late_report_backs],
            ],
            [28, 32, 10],
        ),
        (
            _("Yttranden"),
            [_("Skickat"), _("Vad"), _("Till")],
            [[one.on, one.title, one.addressee] for one in report.statements],
            [14, 50, 40],
        ),
        (
            _("Satsningar"),
            [_("Satsning"), _("Läge"), _("Resultat")],
            [[one.title, str(word(one.state)), one.result] for one in report.efforts],
            [40, 22, 60],
        ),
        (
            _("Bidrag"),
            [_("Organisation"), _("Slag"), _("Hur mycket")],
            [[one.organisation, str(word(one.kind)), one.amount] for one in report.given],
            [40, 16, 16],
        ),
    ]


def _counted(what: str, found: Sequence[tuple[StrEnum, int]]) -> list[list[Cell]]:
    return [[what, str(word(state)), many] for state, many in found]
