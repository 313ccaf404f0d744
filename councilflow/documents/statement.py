"""A statement as a letter: from whom to whom, the text, what was noted against it, who signs (A40, B1.18)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from councilflow.documents.finish import finish
from councilflow.documents.gate import approve
from councilflow.documents.layout import BODY, H1, LEAD, NAME, QUOTED, SIDE, Writer
from councilflow.documents.sheet import Front
from councilflow.i18n import date_long, speaking
from councilflow.i18n import gettext as _


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementPaper:
    """A letter with what it says. `day` is the local day it is dated; `dissents` are (who, exact words)."""

    council: str
    host: str
    kind: str
    """What it is, in the language of the letter: yttrande, skrivelse, uttalande."""
    title: str
    addressee: str
    text: str
    day: date
    language: str
    registry_no: str = ""
    adopted: str = ""
    """Where the council agreed on it: § 6, 4 december 2026."""
    occasion: str = ""
    """Where the council agreed on what the letter follows from, when its text is not what was adopted."""
    decided: str = ""
    """Who decided, and when, where the council did not: the chair, 3 November 2026."""
    dissents: Sequence[tuple[str, str]] = ()
    signatory: str = ""
    signed_on: date | None = None
    is_draft: bool = False
    sent_to: Sequence[str] = ()


def as_pdf(paper: StatementPaper, *, now: datetime) -> bytes:
    """The letter as PDF/A and PDF/UA-1 in its own language.

    `now` (aware) is the creation date; the same paper and the same `now` give the same bytes. A file that
    does not pass the gate raises RuleBroken("document-not-approved").
    """
    with speaking(paper.language):
        writer = Writer(_front(paper))
        _write_head(writer, paper)
        writer.space(8)
        writer.prose(paper.text or _("Texten är inte inskriven."))
        _write_dissents(writer, paper)
        _write_signature(writer, paper)
        return approve(finish(writer.drawn(), now=now))


def _front(paper: StatementPaper) -> Front:
    return Front(
        title=f"{paper.title} – {paper.council}",
        author=paper.council,
        subject=paper.kind,
        language=paper.language,
        running_head=" · ".join(filter(None, [paper.council, paper.kind, paper.registry_no])),
    )


def _write_head(writer: Writer, paper: StatementPaper) -> None:
    writer.line(paper.council, LEAD)
    writer.heading(1, paper.title, style=H1)
    if paper.is_draft:
        writer.line(_("Utkast – rådet har inte antagit texten"), LEAD)
    writer.space(6)
    writer.facts(
        [
            (_("Vad det är"), paper.kind),
            (_("Till"), paper.addressee),
            (_("Från"), ", ".join(dict.fromkeys(filter(None, [paper.council, paper.host])))),
            (_("Datum"), date_long(paper.day)),
            (_("Diarienummer"), paper.registry_no),
            (_("Antaget"), paper.adopted),
            (_("Med anledning av"), paper.occasion),
            (_("Beslutat av"), paper.decided),
        ]
    )


def _write_dissents(writer: Writer, paper: StatementPaper) -> None:
    if not paper.dissents:
        return
    writer.heading(2, _("Synpunkter i protokollet"), place="dissents")
    writer.lead_in(_("Detta noterades när rådet tog ställning."))
    for who, words in paper.dissents:
        writer.heading(3, who)
        with writer.part("BlockQuote"):
            writer.verbatim(words or "–", QUOTED)


def _write_signature(writer: Writer, paper: StatementPaper) -> None:
    if not paper.signatory:
        return
    with writer.together():
        writer.space(22)
        writer.line(_("För %(council)s", council=paper.council), BODY)
        if paper.signed_on is None:
            writer.space(28)
        writer.line(paper.signatory, NAME)
        if paper.signed_on is not None:
            writer.line(_("Undertecknat den %(day)s", day=date_long(paper.signed_on)), SIDE)
