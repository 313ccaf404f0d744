"""The chair's invitation with the agenda and its documents, as a file (A69, A87–A90)."""

from __future__ import annotations

from datetime import datetime

from councilflow.documents.finish import finish
from councilflow.documents.flowables import STANDPOINT
from councilflow.documents.gate import approve
from councilflow.documents.layout import H1, LABEL, LEAD, QUOTED, QUOTED_ITEM, SIDE, Writer
from councilflow.documents.sheet import Front
from councilflow.documents.words import days, form_sentence, presenter_line, times
from councilflow.i18n import clock, date_long, speaking
from councilflow.i18n import gettext as _
from councilflow.process.papers import AgendaEntry, AgendaPaper
from councilflow.process.profiles import OutcomeWord
from councilflow.process.record import ArchiveFormat
from councilflow.words import proposal_heading, word


def as_pdf(paper: AgendaPaper, *, now: datetime, archive: ArchiveFormat = ArchiveFormat.PDFA_3A) -> bytes:
    """The paper as an archival file and PDF/UA-1 in its own language.

    An issued paper is the invitation, one that is not is a draft agenda and says so. `now` (aware) is the
    creation date; the same paper and the same `now` give the same bytes. A file that does not pass the gate
    raises RuleBroken("document-not-approved").
    """
    with speaking(paper.language):
        writer = Writer(_front(paper))
        _write_head(writer, paper)
        _write_overview(writer, paper)
        for entry in paper.items:
            _write_entry(writer, entry, paper.called)
        if paper.standing_note:
            writer.space(14)
            writer.line(paper.standing_note, SIDE)
        return approve(finish(writer.drawn(), now=now, archive=archive))


def _title(paper: AgendaPaper) -> str:
    return _("Kallelse") if paper.issued_on else _("Utkast till dagordning")


def _front(paper: AgendaPaper) -> Front:
    when = days(paper.sittings)
    return Front(
        title=f"{_title(paper)} – {paper.council} {when}",
        author=paper.host or paper.council,
        subject=_title(paper),
        language=paper.language,
        running_head=f"{paper.council} · {_title(paper)} · {when}",
    )


def _write_head(writer: Writer, paper: AgendaPaper) -> None:
    writer.line(paper.council, LEAD)
    writer.heading(1, _title(paper), style=H1)
    writer.line(days(paper.sittings), LEAD)
    writer.space(10)
    writer.facts(
        [
            (_("Tid"), times(paper.sittings)),
            (_("Form"), form_sentence(paper.kind, paper.form)),
            (_("Plats"), paper.place),
            (_("Ordförande"), paper.chair),
            (_("Förbered hemma"), _prepare(paper)),
        ]
    )
    writer.space(8)
    if paper.link:
        writer.link(_("Anslut till mötet: %(address)s", address=paper.link), paper.link)
    if paper.issued_on:
        writer.line(
            _(
                "%(chair)s, ordförande, kallar till mötet. Kallelsen är utfärdad den %(day)s.",
                chair=paper.chair,
                day=date_long(paper.issued_on),
            )
        )
    if paper.joint_with:
        writer.line(
            _(
                "Gemensamt möte med %(council)s. En punkt utan namn på ett råd hör till båda.",
                council=paper.joint_with,
            )
        )
    if paper.cost_note:
        writer.line(paper.cost_note, SIDE)


def _prepare(paper: AgendaPaper) -> str:
    return _("senast %(day)s", day=date_long(paper.prepare_by)) if paper.prepare_by else ""


def _write_overview(writer: Writer, paper: AgendaPaper) -> None:
    writer.heading(2, _("Dagordning"), place="agenda")
    rows = [
        [
            str(entry.position),
            entry.title,
            _kind(entry, paper.called),
            clock(entry.begins) if entry.begins else "",
            _length(entry),
        ]
        for entry in paper.items
    ]
    writer.table([_("Nr"), _("Punkt"), _("Slag"), _("Börjar"), _("Tid")], rows, [9, 88, 34, 16, 19])


def _kind(entry: AgendaEntry, called: OutcomeWord) -> str:
    return word(entry.kind, called) if entry.kind else _("Inte bestämt")


def _length(entry: AgendaEntry) -> str:
    return _("%(n)s min", n=entry.minutes) if entry.minutes else ""


def _write_entry(writer: Writer, entry: AgendaEntry, called: OutcomeWord) -> None:
    """What there is to read about one item; an item without any of it stands in the overview only."""
    if not _says_more(entry):
        return
    with writer.part("Sect"):
        writer.heading(2, f"{entry.position}. {entry.title}", place=f"item-{entry.position}")
        told = [_kind(entry, called)]
        if entry.minutes:
            told.append(_length(entry))
        if entry.registry_no:
            told.append(_("Dnr %(number)s", number=entry.registry_no))
        writer.lead_in(" · ".join(told))
        if entry.proposal.strip():
            with writer.panel(STANDPOINT):
                writer.heading(3, proposal_heading(called), style=LABEL)
                writer.prose(entry.proposal, QUOTED, QUOTED_ITEM)
        _write_strategy(writer, entry)
        writer.labelled(_("Gemensamt värde"), entry.shared_value)
        writer.labelled(_("Bakgrund"), entry.background)
        writer.labelled_items(_("Frågor att förbereda"), entry.questions)
        writer.labelled_items(_("Föredragande"), [presenter_line(who) for who in entry.presenters])
        writer.labelled_items(_("Bilagor"), entry.attachments)


def _says_more(entry: AgendaEntry) -> bool:
    texts = (entry.proposal, entry.strategy_sentence, entry.shared_value, entry.background, entry.registry_no)
    lists = (entry.questions, entry.presenters, entry.attachments, entry.strategy_links)
    return any(text.strip() for text in texts) or any(lists)


def _write_strategy(writer: Writer, entry: AgendaEntry) -> None:
    if entry.strategy_links or entry.strategy_sentence.strip():
        writer.heading(3, _("Koppling till RUS"))
        if entry.strategy_links:
            writer.items(entry.strategy_links)
        writer.prose(entry.strategy_sentence)
