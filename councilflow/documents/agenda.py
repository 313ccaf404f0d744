"""The chair's invitation with the agenda and its documents, as a file (A69, A87–A90)."""

from __future__ import annotations

from datetime import datetime

from councilflow.documents.finish import finish
from councilflow.documents.gate import approve
from councilflow.documents.item import kind_words, length, says_more, write_item
from councilflow.documents.layout import H1, LEAD, SIDE, Writer
from councilflow.documents.sheet import Front
from councilflow.documents.words import days, form_sentence, times
from councilflow.i18n import begun, clock, date_long, speaking, weekday_day
from councilflow.i18n import gettext as _
from councilflow.process.agenda import ItemKind
from councilflow.process.papers import AgendaEntry, AgendaPaper
from councilflow.process.record import ArchiveFormat


def as_pdf(paper: AgendaPaper, *, now: datetime, archive: ArchiveFormat = ArchiveFormat.PDFA_3A) -> bytes:
    """The paper as an archival file and PDF/UA-1 in its own language.

    An issued paper is the invitation, one that is not is a draft agenda and says so. `now` (aware) is the
    creation date; the same paper and the same `now` give the same bytes. A file that does not pass the gate
    raises RuleBroken("document-not-approved").
    """
    with speaking(paper.language):
        writer = Writer(_front(paper))
        write_front(writer, paper)
        for entry in paper.items:
            _write_entry(writer, entry, paper)
        if paper.standing_note:
            writer.space(14)
            writer.line(paper.standing_note, SIDE)
        return approve(finish(writer.drawn(), now=now, archive=archive))


def write_front(writer: Writer, paper: AgendaPaper) -> None:
    """The meeting and its agenda in short: what the paper begins with, and the package of the meeting too."""
    _write_head(writer, paper)
    _write_overview(writer, paper)


def title_of(paper: AgendaPaper) -> str:
    """What the paper is called: a draft until it is issued."""
    return _("Kallelse") if paper.issued_on else _("Utkast till dagordning")


def _front(paper: AgendaPaper) -> Front:
    when = days(paper.sittings)
    return Front(
        title=f"{title_of(paper)} – {paper.council} {when}",
        author=paper.host or paper.council,
        subject=title_of(paper),
        language=paper.language,
        running_head=f"{paper.council} · {title_of(paper)} · {when}",
    )


def _write_head(writer: Writer, paper: AgendaPaper) -> None:
    writer.line(paper.council, LEAD)
    writer.heading(1, title_of(paper), style=H1)
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
    rows: list[list[str]] = []
    headings = []
    for entry in paper.items:
        if entry.begins_day:
            headings.append(len(rows))
            rows.append(["", begun(weekday_day(entry.begins_day)), "", "", ""])
        if entry.kind is ItemKind.HEADING:
            headings.append(len(rows))
        rows.append(
            [
                str(entry.position or ""),
                f"{entry.title} ({entry.mark})" if entry.mark else entry.title,
                kind_words(entry, paper.called),
                clock(entry.begins) if entry.begins and entry.kind is not ItemKind.HEADING else "",
                length(entry),
            ]
        )
    writer.table(
        [_("Nr"), _("Punkt"), _("Slag"), _("Börjar"), _("Tid")], rows, [9, 88, 34, 16, 19], strong=headings
    )


def _write_entry(writer: Writer, entry: AgendaEntry, paper: AgendaPaper) -> None:
    """What there is to read about one item; an item without any of it stands in the overview only."""
    if not says_more(entry):
        return
    with writer.part("Sect"):
        writer.heading(2, f"{entry.position}. {entry.title}", place=f"item-{entry.position}")
        told = [kind_words(entry, paper.called), *([entry.mark] if entry.mark else [])]
        if entry.minutes:
            told.append(length(entry))
        if entry.registry_no:
            told.append(_("Dnr %(number)s", number=entry.registry_no))
        writer.lead_in(" · ".join(told))
        write_item(writer, entry, paper.called, paper.order)
