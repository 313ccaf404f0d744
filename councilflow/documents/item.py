"""The papers of one item, in the order and with the words of the field (D.3, B1.24).

Swedish: Ärendet i korthet, Bakgrund, Förslag, Koppling till RUS, Bilagor. Norwegian: Innstilling,
Saksutgreiing, Vedlegg. What is not filled in is not printed (A11).
"""

from __future__ import annotations

from councilflow.documents.flowables import STANDPOINT
from councilflow.documents.layout import LABEL, QUOTED, QUOTED_ITEM, Writer
from councilflow.documents.words import presenter_line
from councilflow.i18n import date_long, language, listed
from councilflow.i18n import gettext as _
from councilflow.process.agenda import ItemKind
from councilflow.process.papers import AgendaEntry, PaperOrder
from councilflow.process.plans.agenda_2030 import goal_name
from councilflow.process.profiles import OutcomeWord
from councilflow.words import proposal_heading, word


def kind_words(entry: AgendaEntry, called: OutcomeWord) -> str:
    """What an item is for (A88), and what it is taken up for besides (A57); nothing for a heading."""
    if entry.kind is ItemKind.HEADING:
        return ""
    kind = word(entry.kind, called) if entry.kind else _("Inte bestämt")
    purposes = [str(word(one)) for one in entry.purposes]
    return f"{kind} ({listed([one.lower() for one in purposes])})" if purposes else kind


def length(entry: AgendaEntry) -> str:
    return _("%(n)s min", n=entry.minutes) if entry.minutes else ""


def says_more(entry: AgendaEntry) -> bool:
    """Whether there is anything to read about an item beside its line on the agenda."""
    if entry.kind is ItemKind.HEADING:
        return False
    texts = (
        entry.summary,
        entry.proposal,
        entry.strategy_sentence,
        entry.shared_value,
        entry.background,
        entry.registry_no,
        entry.consultation,
        entry.recommendation,
        entry.ecological,
        entry.social,
        entry.economic,
        entry.acknowledgement,
        entry.reach or "",
    )
    lists = (
        entry.questions,
        entry.presenters,
        entry.attachments,
        entry.knowledge,
        entry.strategy_links,
        entry.concerned,
        entry.agenda_2030,
        entry.earlier,
    )
    return any(text.strip() for text in texts) or any(lists)


def write_item(writer: Writer, entry: AgendaEntry, called: OutcomeWord, order: PaperOrder) -> None:
    """Everything there is to read about an item, under headings of the third level."""
    if order is PaperOrder.NORWEGIAN:
        _write_recommendation(writer, entry)
        _write_proposal(writer, entry, _("Beredningens förslag till beslut"))
        writer.labelled(_("Ärendet i korthet"), entry.summary)
        _write_consultation(writer, entry)
        writer.labelled(_("Utredning"), entry.background)
    else:
        writer.labelled(_("Ärendet i korthet"), entry.summary)
        _write_consultation(writer, entry)
        writer.labelled(_("Bakgrund"), entry.background)
        _write_recommendation(writer, entry)
        _write_proposal(writer, entry, proposal_heading(called))
    writer.labelled(_("Gemensamt värde"), entry.shared_value)
    _write_strategy(writer, entry)
    writer.labelled_items(_("Hållbarhet"), _sustainability(entry))
    writer.labelled_items(_("Agenda 2030"), [goal_name(one, language()) for one in entry.agenda_2030])
    writer.labelled(_("Räckvidd"), _reach(entry))
    writer.labelled_items(_("Berörda organisationer"), entry.concerned)
    writer.labelled_items(_("Tidigare behandlat"), entry.earlier)
    writer.labelled_items(_("Frågor att förbereda"), entry.questions)
    writer.labelled_items(_("Föredragande"), [presenter_line(who) for who in entry.presenters])
    writer.labelled_items(_("Kunskapsunderlag"), entry.knowledge)
    writer.labelled_items(_("Bilagor"), entry.attachments)
    writer.labelled(_("Finansiering"), entry.acknowledgement)


def _write_proposal(writer: Writer, entry: AgendaEntry, heading: str) -> None:
    if entry.proposal.strip():
        with writer.panel(STANDPOINT):
            writer.heading(3, heading, style=LABEL)
            writer.prose(entry.proposal, QUOTED, QUOTED_ITEM)


def _write_recommendation(writer: Writer, entry: AgendaEntry) -> None:
    """What a working group hands to the council (B1.13)."""
    if entry.recommendation.strip():
        who = entry.recommending
        title = _("Rekommendation från %(group)s", group=who) if who else _("Rekommendation")
        writer.labelled(title, entry.recommendation)


def _write_consultation(writer: Writer, entry: AgendaEntry) -> None:
    """What the organisations are asked, and by when (A37)."""
    if entry.consultation.strip():
        writer.labelled(_("Samrådsfråga"), entry.consultation)
        if entry.answers_by:
            writer.line(_("Svara senast den %(day)s.", day=date_long(entry.answers_by)))


def _write_strategy(writer: Writer, entry: AgendaEntry) -> None:
    if entry.strategy_links or entry.strategy_sentence.strip():
        writer.heading(3, _("Koppling till RUS"))
        if entry.strategy_links:
            writer.items(entry.strategy_links)
        writer.prose(entry.strategy_sentence)


def _sustainability(entry: AgendaEntry) -> list[str]:
    """The three dimensions that are filled in (A11)."""
    told = (
        (_("Ekologisk: %(text)s", text=entry.ecological), entry.ecological),
        (_("Social: %(text)s", text=entry.social), entry.social),
        (_("Ekonomisk: %(text)s", text=entry.economic), entry.economic),
    )
    return [" ".join(words.split()) for words, text in told if text.strip()]


def _reach(entry: AgendaEntry) -> str:
    """How much of the county (A93): Delar av länet: kusten."""
    if entry.reach is None:
        return ""
    return ": ".join(filter(None, (str(word(entry.reach)), " ".join(entry.reach_text.split()))))
