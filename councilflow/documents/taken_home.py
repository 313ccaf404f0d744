"""What an organisation takes home from a meeting, as a file to read (A74, B1.17)."""

from __future__ import annotations

from datetime import datetime

from councilflow.documents.finish import finish
from councilflow.documents.flowables import DISSENT, STANDPOINT
from councilflow.documents.gate import approve
from councilflow.documents.layout import H1, LABEL, LEAD, QUOTED, QUOTED_ITEM, SIDE, Writer
from councilflow.documents.paragraph import outcome_sentence
from councilflow.documents.paragraph_numbers import paragraph_number
from councilflow.documents.sheet import Front
from councilflow.i18n import date_long, speaking
from councilflow.i18n import gettext as _
from councilflow.process.afterwards import FormalState
from councilflow.process.record import ArchiveFormat
from councilflow.process.report_backs import Doing, Elsewhere, HomeSummary, Owed, Taken, Told
from councilflow.words import outcome_heading, word


def as_pdf(summary: HomeSummary, *, now: datetime, archive: ArchiveFormat = ArchiveFormat.PDFA_3A) -> bytes:
    """The summary as an archival file and PDF/UA-1, in its language. `now` (aware) is the creation date. A
    file that does not pass the gate raises RuleBroken("document-not-approved")."""
    with speaking(summary.language):
        writer = Writer(front(summary))
        _write_head(writer, summary)
        for one in summary.standpoints:
            _write_standpoint(writer, one)
        if not summary.standpoints:
            writer.line(nothing_taken())
        if summary.others:
            writer.heading(2, _("Också på mötet"), place="others")
            writer.items([other_words(one) for one in summary.others])
        writer.heading(2, _("Nästa möte"), place="next")
        writer.line(next_words(summary))
        return approve(finish(writer.drawn(), now=now, archive=archive))


def title_of(summary: HomeSummary) -> str:
    return _("Från mötet den %(day)s", day=date_long(summary.met_on))


def front(summary: HomeSummary) -> Front:
    """What the file says of itself."""
    return Front(
        title=f"{summary.council}: {title_of(summary)} – {summary.organisation}",
        author=summary.host or summary.council,
        subject=_("Återföring av mötets resultat"),
        language=summary.language,
        running_head=f"{summary.council} · {_('Återföring')} · {date_long(summary.met_on)}",
    )


def nothing_taken() -> str:
    return _("Mötet tog inget ställningstagande.")


def next_words(summary: HomeSummary) -> str:
    if summary.next_on is None:
        return _("Nästa möte är inte planerat än.")
    day = date_long(summary.next_on)
    return f"{day}, {summary.next_place}" if summary.next_place else day


def other_words(one: Told) -> str:
    """§ 4 Läget i kollektivtrafiken – Noterat."""
    named = f"{paragraph_number(one.number)} {one.title}"
    said = outcome_sentence(one.outcome, one.called) if one.outcome else ""
    return f"{named} – {said}" if said else named


def owed_words(one: Owed) -> str:
    """What is asked of the organisation, or what it has answered, in a sentence."""
    day = date_long(one.on) if one.on else ""
    if one.state is FormalState.UNSETTLED:
        asked = _("Vi ska säga om vi behöver fatta ett eget beslut.")
        return f"{asked} {_('Senast den %(day)s.', day=day)}" if day else asked
    if one.state is FormalState.NOT_NEEDED:
        return _("Vi behöver inte fatta något eget beslut.")
    if one.state is FormalState.PLANNED:
        return _("Beslut i %(body)s den %(day)s.", body=one.body, day=day)
    told = ", ".join(filter(None, (one.body, day, one.reference)))
    return f"{word(one.state)}: {told}"


def elsewhere_words(one: Elsewhere) -> str:
    """Timrå kommun: Beslutat med ändring, kommunfullmäktige, 10 november 2026, § 45. Bara i fyra år."""
    day = date_long(one.on) if one.on else ""
    told = ", ".join(filter(None, (str(word(one.state)), one.body, day, one.reference)))
    return f"{one.organisation}: {told}. {' '.join(one.note.split())}".strip()


def doing_words(one: Doing) -> str:
    """Timrå kommun: Kartlägger behoven (Anna Berg), Pågår, följs upp den 4 december 2026."""
    who = f"{one.text} ({one.responsible})" if one.responsible else one.text
    told = [f"{one.organisation}: {who}", str(word(one.state)).lower()]
    if one.follow_up_on:
        told.append(_("följs upp den %(day)s", day=date_long(one.follow_up_on)))
    return ", ".join(told)


def meaning_of(one: Taken) -> list[str]:
    """What it means for the organisation, a paragraph each."""
    told = [one.message, one.shared_value]
    if one.contribution:
        told.append(_("Vi bidrar med: %(what)s", what=one.contribution))
    return [words for words in told if words]


def _write_head(writer: Writer, summary: HomeSummary) -> None:
    writer.line(f"{summary.council} – {summary.organisation}", LEAD)
    writer.heading(1, title_of(summary), style=H1)
    if summary.signed_on:
        day = date_long(summary.signed_on)
        writer.line(_("Skrivet av det justerade protokollet, den %(day)s.", day=day), SIDE)
    writer.space(8)


def _write_standpoint(writer: Writer, one: Taken) -> None:
    with writer.part("Sect"):
        writer.heading(2, f"{paragraph_number(one.number)}  {one.title}", place=f"paragraph-{one.number}")
        with writer.panel(STANDPOINT):
            writer.heading(3, outcome_heading(one.called), style=LABEL)
            writer.prose(one.wording, QUOTED, QUOTED_ITEM)
            for words in one.corrections:
                writer.lead_in(_("Rättat i protokollet"))
                writer.prose(words, QUOTED, QUOTED_ITEM)
            writer.line(outcome_sentence(one.outcome, one.called), SIDE)
        for view in one.views:
            with writer.panel(DISSENT):
                writer.heading(3, f"{word(view.kind)}: {view.who}", style=LABEL)
                writer.prose(view.text, QUOTED, QUOTED_ITEM)
        if one.says_what_it_means:
            writer.heading(3, _("Vad det betyder för oss"))
            for words in meaning_of(one):
                writer.prose(words)
        if one.owed:
            writer.heading(3, _("Vårt formella beslut"))
            writer.items([owed_words(step) for step in one.owed])
        if one.elsewhere:
            writer.heading(3, _("Andra organisationers beslut"))
            writer.items([elsewhere_words(each) for each in one.elsewhere])
        if one.doing:
            writer.heading(3, _("Vem gör vad"))
            writer.items([doing_words(each) for each in one.doing])
