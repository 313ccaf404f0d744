"""An extract of one § as a file, to be attested by the secretary's signature (protokollsutdrag, D.3; E)."""

from __future__ import annotations

from datetime import datetime

from councilflow.documents.finish import finish
from councilflow.documents.flowables import STANDPOINT
from councilflow.documents.gate import approve
from councilflow.documents.layout import BODY, H1, LABEL, LEAD, NAME, QUOTED, SIDE, Writer
from councilflow.documents.paragraph import write_paragraph
from councilflow.documents.paragraph_numbers import paragraph_number
from councilflow.documents.sheet import Front
from councilflow.documents.words import days
from councilflow.i18n import date_long, listed, speaking
from councilflow.i18n import gettext as _
from councilflow.process.extracts import ATTESTED, Corrected, ExtractPaper
from councilflow.process.meeting import SignatoryRole
from councilflow.process.record import ArchiveFormat
from councilflow.words import word


def as_pdf(paper: ExtractPaper, *, now: datetime, archive: ArchiveFormat = ArchiveFormat.PDFA_3A) -> bytes:
    """The extract in its own language, with one empty field for who attests it (ATTESTED).

    `now` (aware) is the creation date; the same paper and the same `now` give the same bytes. A file that
    does not pass the gate raises RuleBroken("document-not-approved").
    """
    with speaking(paper.language):
        writer = Writer(_front(paper))
        _write_head(writer, paper)
        write_paragraph(writer, paper.paragraph)
        for correction in paper.corrections:
            _write_correction(writer, correction)
        if paper.standing_note:
            writer.space(8)
            writer.line(paper.standing_note, SIDE)
        _write_attestation(writer, paper)
        return approve(finish(writer.drawn(), now=now, archive=archive))


def _title(paper: ExtractPaper) -> str:
    return _("Protokollsutdrag %(number)s/%(year)s", number=paper.number, year=paper.year)


def _front(paper: ExtractPaper) -> Front:
    paragraph = paragraph_number(paper.paragraph.number)
    return Front(
        title=f"{_title(paper)} – {paper.council} {days(paper.sittings)}, {paragraph}",
        author=paper.host or paper.council,
        subject=_("Protokollsutdrag"),
        language=paper.language,
        running_head=" · ".join([paper.council, _title(paper), paragraph]),
    )


def _write_head(writer: Writer, paper: ExtractPaper) -> None:
    """Where the § comes from: what a Norwegian extract calls its saksgang (E)."""
    writer.line(paper.council, LEAD)
    writer.heading(1, _("Protokollsutdrag"), style=H1)
    if paper.secrecy:
        writer.line(paper.secrecy, LEAD)
    writer.line(
        _("Nr %(number)s/%(year)s till %(who)s", number=paper.number, year=paper.year, who=paper.recipient),
        LEAD,
    )
    writer.space(10)
    writer.facts(
        [
            (
                _("Möte"),
                _(
                    "%(days)s · Möte %(number)s/%(year)s",
                    days=days(paper.sittings),
                    number=paper.meeting_number,
                    year=paper.meeting_year,
                ),
            ),
            (_("Paragraf"), paragraph_number(paper.paragraph.number)),
            (_("Ordförande"), paper.chair),
            (_("Sekreterare"), paper.secretary),
            (_("Justerare"), listed(list(paper.elected))),
            (_("Justerat"), date_long(paper.approved_on)),
            (_("Rättat"), listed([date_long(one.signed_on) for one in paper.corrections])),
        ]
    )


def _write_correction(writer: Writer, correction: Corrected) -> None:
    """What the § should have said: it stands as it was signed, and is read together with this."""
    with writer.part("Sect"):
        words = _("Rättelse %(number)s av paragrafen", number=correction.number)
        writer.heading(2, words, place=f"correction-{correction.number}")
        day = date_long(correction.signed_on)
        writer.lead_in(_("Undertecknad den %(day)s. Läs den tillsammans med paragrafen.", day=day))
        for change in correction.changes:
            writer.heading(3, _("Protokollet säger"))
            with writer.part("BlockQuote"):
                writer.verbatim(change.said or "–", QUOTED)
            with writer.panel(STANDPOINT):
                writer.heading(3, _("Protokollet ska säga"), style=LABEL)
                with writer.part("BlockQuote"):
                    writer.verbatim(change.should_say or "–", QUOTED)


def _write_attestation(writer: Writer, paper: ExtractPaper) -> None:
    writer.room(180)
    writer.heading(2, _("Utdraget bestyrks"), place="attestation")
    writer.line(
        _(
            "Paragrafen är återgiven ordagrant ur det undertecknade protokollet. Utdraget är gjort den "
            "%(day)s och bestyrkt med en elektronisk underskrift, som ligger i filen och visar att texten "
            "inte har ändrats sedan dess. Den är inte en kvalificerad underskrift.",
            day=date_long(paper.made_on),
        ),
        BODY,
    )
    writer.space(6)
    role = word(SignatoryRole.SECRETARY)
    label = _("Underskrift: %(role)s %(name)s", role=role.lower(), name=paper.attested_by)
    writer.signature(
        ATTESTED, label, [(role, SIDE), (paper.attested_by, NAME), (paper.attester_organisation, SIDE)]
    )
