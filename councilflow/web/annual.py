"""The year of a council: cases, meetings, attendance and what became of it all, to read and take away."""

from __future__ import annotations

from flask import Blueprint, abort, g, redirect, url_for
from flask.typing import ResponseReturnValue

from councilflow import i18n
from councilflow.documents import annual as paper
from councilflow.models import Body
from councilflow.process.annual import AnnualReport
from councilflow.process.rights import Act
from councilflow.services import annual
from councilflow.services.annual.reading import FIRST, LAST
from councilflow.services.visibility import today
from councilflow.web.access import now, requires, viewer
from councilflow.web.councils.blueprint import council_at
from councilflow.web.downloads import as_file
from councilflow.web.pages import render
from councilflow.web.standpoints.files import TYPES

bp = Blueprint("annual", __name__)


@bp.before_request
def _section() -> None:
    g.section = "councils"


def _report(council_id: int, year: int) -> tuple[Body, AnnualReport]:
    if not FIRST <= year <= LAST:
        abort(404)
    council = council_at(council_id)
    return council, annual.report(viewer(), council, year, now=now())


@bp.get("/councils/<int:council_id>/year-report")
@requires(Act.READ_COUNCIL)
def this_year(council_id: int) -> ResponseReturnValue:
    return redirect(url_for("annual.show", council_id=council_id, year=today(now()).year))


@bp.get("/councils/<int:council_id>/year-report/<int:year>")
@requires(Act.READ_COUNCIL)
def show(council_id: int, year: int) -> ResponseReturnValue:
    council, report = _report(council_id, year)
    return render(
        "annual/show.html",
        council=council,
        report=report,
        years=annual.years(council),
        case_title=paper.case_title,
        case_number=paper.case_number,
        forms_words=paper.forms_words,
        held_words=paper.held_words,
        amount_words=paper.amount_words,
    )


@bp.get("/councils/<int:council_id>/year-report/<int:year>/report.pdf")
@requires(Act.READ_COUNCIL)
def pdf(council_id: int, year: int) -> ResponseReturnValue:
    council, report = _report(council_id, year)
    content = paper.as_pdf(report, now=now(), archive=council.archive_format)
    return _sent(content, "application/pdf", f"arsunderlag-{year}.pdf", council)


@bp.get("/councils/<int:council_id>/year-report/<int:year>/report.xlsx")
@requires(Act.READ_COUNCIL)
def workbook(council_id: int, year: int) -> ResponseReturnValue:
    council, report = _report(council_id, year)
    return _sent(paper.as_workbook(report), TYPES["xlsx"], f"arsunderlag-{year}.xlsx", council)


def _sent(content: bytes, kind: str, name: str, council: Body) -> ResponseReturnValue:
    answer = as_file(content, mimetype=kind, name=name)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Content-Language"] = council.document_language or i18n.language()
    return answer
