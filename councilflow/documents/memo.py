"""The papers of one item as a document of their own: tjänsteskrivelse, saksframlegg (D.3, B1.24)."""

from __future__ import annotations

from datetime import datetime

from councilflow.documents.finish import finish
from councilflow.documents.gate import approve
from councilflow.documents.item import kind_words, length, write_item
from councilflow.documents.layout import H1, LEAD, SIDE, Writer
from councilflow.documents.sheet import Front
from councilflow.i18n import date_long, speaking
from councilflow.i18n import gettext as _
from councilflow.process.papers import Memo
from councilflow.process.record import ArchiveFormat


def as_pdf(memo: Memo, *, now: datetime, archive: ArchiveFormat = ArchiveFormat.PDFA_3A) -> bytes:
    """The memo as an archival file and PDF/UA-1 in its own language.

    `now` (aware) is the creation date; the same memo and the same `now` give the same bytes. A file that does
    not pass the gate raises RuleBroken("document-not-approved").
    """
    entry = memo.entry
    with speaking(memo.language):
        name, day = _("Tjänsteskrivelse"), date_long(memo.day)
        writer = Writer(
            Front(
                title=f"{name} – {entry.title}",
                author=memo.host or memo.council,
                subject=name,
                language=memo.language,
                running_head=f"{memo.council} · {name} · {day}",
            )
        )
        writer.line(name, LEAD)
        writer.heading(1, entry.title, style=H1)
        if memo.secrecy:
            writer.line(memo.secrecy, LEAD)
        writer.space(6)
        writer.facts(
            [
                (_("Till"), memo.council),
                (_("Möte"), day),
                (_("Punkt"), str(entry.position or "")),
                (_("Avser"), ", ".join(filter(None, (kind_words(entry, memo.called), entry.mark)))),
                (_("Tid"), length(entry)),
                (_("Diarienummer"), entry.registry_no),
                (_("Handläggare"), memo.author),
            ]
        )
        writer.space(8)
        writer.heading(2, _("Underlag"), place="memo")
        write_item(writer, entry, memo.called, memo.order)
        if memo.standing_note:
            writer.space(14)
            writer.line(memo.standing_note, SIDE)
        return approve(finish(writer.drawn(), now=now, archive=archive))
