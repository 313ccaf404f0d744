"""The answers to a samråd as a file: the question, every answer word for word, who has not answered (A37)."""

from __future__ import annotations

from datetime import datetime

from councilflow.documents.finish import finish
from councilflow.documents.flowables import STANDPOINT
from councilflow.documents.gate import approve
from councilflow.documents.layout import H1, LEAD, SIDE, Writer
from councilflow.documents.sheet import Front
from councilflow.i18n import date_long, speaking, weekday_day
from councilflow.i18n import gettext as _
from councilflow.process.consultations import Answer, ConsultationPaper
from councilflow.process.record import ArchiveFormat


def as_pdf(
    paper: ConsultationPaper, *, now: datetime, archive: ArchiveFormat = ArchiveFormat.PDFA_3A
) -> bytes:
    """The samråd as an archival file and PDF/UA-1, in the council's language. `now` (aware) is the creation
    date; the same paper and the same `now` give the same bytes. A file that does not pass the gate raises
    RuleBroken("document-not-approved")."""
    with speaking(paper.language):
        writer = Writer(_front(paper))
        _write_head(writer, paper)
        with writer.panel(STANDPOINT):
            writer.heading(2, _("Samrådsfråga"), place="question")
            writer.verbatim(paper.question)
        writer.heading(2, _("Inlämnade svar"), place="answers")
        for one in paper.answers:
            _write_answer(writer, one)
        if not paper.answers:
            writer.line(_("Inget svar är inlämnat än."))
        _write_unanswered(writer, paper)
        return approve(finish(writer.drawn(), now=now, archive=archive))


def _front(paper: ConsultationPaper) -> Front:
    name = _("Samråd: %(title)s", title=paper.title)
    return Front(
        title=f"{name} – {paper.council} {date_long(paper.meeting_on)}",
        author=paper.host or paper.council,
        subject=_("Sammanställning av samrådssvar"),
        language=paper.language,
        running_head=f"{paper.council} · {_('Samråd')} · {date_long(paper.meeting_on)}",
    )


def _write_head(writer: Writer, paper: ConsultationPaper) -> None:
    writer.line(paper.council, LEAD)
    writer.heading(1, _("Samråd: %(title)s", title=paper.title), style=H1)
    if paper.secrecy:
        writer.line(paper.secrecy, LEAD)
    if paper.is_whole:
        answered = paper.asked - len(paper.unanswered)
        writer.line(
            _("%(answered)s av %(asked)s organisationer har svarat.", answered=answered, asked=paper.asked),
            LEAD,
        )
    writer.space(8)
    writer.facts(
        [
            (_("Möte"), date_long(paper.meeting_on)),
            (_("Punkt"), str(paper.position or "")),
            (_("Senast inlämnat"), date_long(paper.due) if paper.due else ""),
            (_("Läget den"), date_long(paper.as_of)),
        ]
    )
    said = _("Här står bara det som organisationerna har lämnat in.")
    writer.line(said if paper.is_whole else _("Här står bara er egen organisations svar."), SIDE)
    writer.space(8)


def _write_answer(writer: Writer, one: Answer) -> None:
    with writer.part("Sect"):
        writer.heading(3, one.organisation)
        with writer.part("BlockQuote"):
            writer.verbatim(one.text)
        writer.line(_("Inlämnat den %(day)s av %(name)s.", day=date_long(one.on), name=one.by), SIDE)


def _write_unanswered(writer: Writer, paper: ConsultationPaper) -> None:
    if not paper.unanswered:
        return
    writer.heading(2, _("Har inte svarat"), place="unanswered")
    rows = []
    for one in paper.unanswered:
        day = weekday_day(one.due)
        when = _("skulle ha varit inne %(day)s", day=day) if one.is_late else _("senast %(day)s", day=day)
        rows.append([one.organisation, when])
    writer.table([_("Organisation"), _("När")], rows, [90, 78])
