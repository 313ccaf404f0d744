"""The summary to take home: as a page, as a file to read, and as pictures for a wall."""

from __future__ import annotations

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from councilflow import i18n
from councilflow.documents import slides, taken_home
from councilflow.extensions import db
from councilflow.i18n import LANGUAGES
from councilflow.models import Meeting, ReportBack
from councilflow.process.meeting import local_date
from councilflow.process.report_backs import HomeSummary, is_late
from councilflow.process.rights import Act
from councilflow.services.report_backs.summary import summary as summary_of
from councilflow.services.visibility import today
from councilflow.web.access import here, now, requires, viewer
from councilflow.web.downloads import as_file
from councilflow.web.pages import render
from councilflow.web.report_backs.blueprint import bp, report_at


def _wanted() -> str:
    """The language that the address asks for, if it is one of ours."""
    asked = request.args.get("language", "")
    return asked if asked in LANGUAGES else ""


@bp.get("/meetings/<int:meeting_id>/report-back/<int:organisation_id>")
@requires(Act.READ_MEETING)
def show(meeting_id: int, organisation_id: int) -> ResponseReturnValue:
    report = report_at(meeting_id, organisation_id)
    summary = summary_of(report, language=_wanted())
    place: dict[str, Any] = {
        "meeting_id": meeting_id,
        "organisation_id": organisation_id,
        "language": summary.language,
    }
    return render(
        "report_backs/show.html",
        report=report,
        late=is_late(report.state, report.due_on, today(now())),
        summary=summary,
        told=_told(summary),
        pdf=url_for("report_backs.pdf", **place),
        wall=url_for("report_backs.wall", **place),
        is_own=organisation_id in viewer().homes(here().council_id),
    )


def _told(summary: HomeSummary) -> Markup:
    """The summary in its own language, whatever the page around it speaks."""
    with i18n.speaking(summary.language):
        return Markup(  # noqa: S704 – a template of ours, which escapes what it is given
            render(
                "report_backs/_summary.html",
                summary=summary,
                meaning_of=taken_home.meaning_of,
                owed_words=taken_home.owed_words,
                elsewhere_words=taken_home.elsewhere_words,
                doing_words=taken_home.doing_words,
                other_words=taken_home.other_words,
                next_words=taken_home.next_words(summary),
                nothing_taken=taken_home.nothing_taken(),
            )
        )


@bp.get("/meetings/<int:meeting_id>/report-back/<int:organisation_id>/summary.pdf")
@requires(Act.READ_MEETING)
def pdf(meeting_id: int, organisation_id: int) -> ResponseReturnValue:
    report = report_at(meeting_id, organisation_id)
    content = taken_home.as_pdf(summary_of(report, language=_wanted()), now=now())
    return _sent(content, f"aterforing-{_day(report)}.pdf")


@bp.get("/meetings/<int:meeting_id>/report-back/<int:organisation_id>/slides.pdf")
@requires(Act.READ_MEETING)
def wall(meeting_id: int, organisation_id: int) -> ResponseReturnValue:
    report = report_at(meeting_id, organisation_id)
    content = slides.as_pdf(summary_of(report, language=_wanted()), now=now())
    return _sent(content, f"aterforing-{_day(report)}-bilder.pdf")


def _day(report: ReportBack) -> str:
    meeting = db.session.get_one(Meeting, report.meeting_id)
    return local_date(meeting.starts_at, meeting.council.zone).isoformat()


def _sent(content: bytes, name: str) -> ResponseReturnValue:
    answer = as_file(content, mimetype="application/pdf", name=name)
    answer.headers["Cache-Control"] = "no-store"
    return answer
