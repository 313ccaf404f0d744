"""A correction as a file: what the minutes say, what they should say, and why; ready to be signed."""

from __future__ import annotations

from datetime import datetime

from councilflow.documents.finish import Attached, finish
from councilflow.documents.flowables import STANDPOINT
from councilflow.documents.gate import approve
from councilflow.documents.layout import BODY, H1, LABEL, LEAD, QUOTED, SIDE, Writer
from councilflow.documents.paragraph_numbers import paragraph_number
from councilflow.documents.sheet import Front
from councilflow.documents.signatures import write_signatures
from councilflow.i18n import date_long, date_span, speaking
from councilflow.i18n import gettext as _
from councilflow.process.correction import Change, Correction
from councilflow.process.record import ArchiveFormat
from councilflow.process.values import as_json, fingerprint


def as_pdf(correction: Correction, *, now: datetime, archive: ArchiveFormat = ArchiveFormat.PDFA_3A) -> bytes:
    """The correction as an archival file (PDF/UA-1 as well), with an empty field for each signatory.

    `now` (aware) is the creation date; the same correction and the same `now` give the same bytes. A file
    that does not pass the gate raises RuleBroken("document-not-approved").
    """
    with speaking(correction.language):
        writer = Writer(_front(correction))
        _write_head(writer, correction)
        for number, change in enumerate(correction.changes, 1):
            _write_change(writer, number, change)
        writer.heading(2, _("Varför"), place="reason")
        writer.prose(correction.reason)
        write_signatures(writer, correction.signatories, fingerprint(correction))
        value = Attached(
            "rattelse.json",
            _("Rättelsen i maskinläsbar form"),
            "application/json",
            as_json(correction).encode("utf-8", "replace"),
        )
        return approve(finish(writer.drawn(), now=now, attached=value, archive=archive))


def _meeting(correction: Correction) -> str:
    return date_span((correction.days[0], correction.days[-1]))


def _front(correction: Correction) -> Front:
    when = _meeting(correction)
    return Front(
        title=_("Rättelse av protokoll – %(council)s %(days)s", council=correction.council, days=when),
        author=correction.host or correction.council,
        subject=_("Rättelse av protokoll"),
        language=correction.language,
        running_head=" · ".join([correction.council, _("Rättelse av protokoll %(days)s", days=when)]),
    )


def _write_head(writer: Writer, correction: Correction) -> None:
    writer.line(correction.council, LEAD)
    writer.heading(1, _("Rättelse av protokoll"), style=H1)
    writer.line(
        _(
            "%(days)s · Möte %(number)s/%(year)s",
            days=_meeting(correction),
            number=correction.meeting_number,
            year=correction.year,
        ),
        LEAD,
    )
    writer.space(8)
    writer.facts(
        [
            (_("Rättelse"), str(correction.number)),
            (_("Beslutad"), date_long(correction.decided_on)),
            (_("Protokollet justerat"), date_long(correction.minutes_signed_on)),
        ]
    )
    writer.space(6)
    writer.line(
        _(
            "Det undertecknade protokollet är oförändrat och gäller tillsammans med den här rättelsen. "
            "Läs de två tillsammans."
        ),
        BODY,
    )
    fours = " ".join(correction.minutes_sha256[at : at + 4] for at in range(0, 64, 4))
    writer.line(_("Det rättade protokollets fil (SHA-256): %(fingerprint)s", fingerprint=fours), SIDE)


def _write_change(writer: Writer, number: int, change: Change) -> None:
    where = paragraph_number(change.paragraph) if change.paragraph else _("Utanför paragraferna")
    with writer.part("Sect"):
        writer.heading(2, _("Ändring %(number)s: %(where)s", number=number, where=where), place=f"{number}")
        writer.heading(3, _("Protokollet säger"))
        with writer.part("BlockQuote"):
            writer.verbatim(change.said, QUOTED)
        with writer.panel(STANDPOINT):
            writer.heading(3, _("Protokollet ska säga"), style=LABEL)
            with writer.part("BlockQuote"):
                writer.verbatim(change.should_say or "–", QUOTED)
