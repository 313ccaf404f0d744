"""One § of the minutes (F.1, 6 and 7).

What the council agreed on stands first, framed. A dissenting view is a part of its own under its own title,
exactly as it was written: neither an error nor an alarm (A86, A95).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from councilflow.documents.attendance import led_words, recusal_words
from councilflow.documents.flowables import DISSENT, STANDPOINT
from councilflow.documents.layout import LABEL, QUOTED, QUOTED_ITEM, SIDE, Writer
from councilflow.documents.paragraph_numbers import paragraph_number
from councilflow.documents.voting import write_voting
from councilflow.documents.words import presenter_line
from councilflow.i18n import date_long
from councilflow.i18n import gettext as _
from councilflow.process.agenda import ItemKind
from councilflow.process.consensus import Outcome
from councilflow.process.minutes import Dissent, FormalDecision, Paragraph
from councilflow.process.profiles import DissentKind, OutcomeWord
from councilflow.words import outcome_heading, word
from councilflow.words.dissents import dissent_heading, told_by


def paragraph_place(number: int) -> str:
    """The name that links lead to it by."""
    return f"paragraph-{number}"


def kind_word(paragraph: Paragraph) -> str:
    """What an item is for, in the words of the council's rules (A88)."""
    return word(paragraph.called if paragraph.kind is ItemKind.STANDPOINT else paragraph.kind)


def outcome_sentence(outcome: Outcome, called: OutcomeWord = OutcomeWord.STANDPOINT) -> str:
    """What came of an item, in the words of the council's rules."""
    decided = {
        Outcome.CONSENSUS: _("Beslutet togs enhälligt."),
        Outcome.CONSENSUS_NOTED: _("Beslutet togs. Annan mening är antecknad nedan."),
        Outcome.NONE: _("Inget beslut togs."),
        Outcome.DECIDED: "",
    }
    if called is OutcomeWord.DECISION and outcome in decided:
        return decided[outcome]
    sentences = {
        Outcome.CONSENSUS: _("Ställningstagandet togs i konsensus."),
        Outcome.CONSENSUS_NOTED: _(
            "Ställningstagandet togs i konsensus. Avvikande synpunkt är antecknad nedan."
        ),
        Outcome.NONE: _("Inget ställningstagande togs."),
        Outcome.POSTPONED: _("Punkten bordlades till ett senare möte."),
        Outcome.REFERRED_BACK: _("Punkten återremitterades för fortsatt beredning."),
        Outcome.NOTED: "",
        Outcome.DECIDED: "",
    }
    return sentences[outcome]


@dataclass(frozen=True, slots=True)
class Appendix:
    """A dissenting view that is too long for its paragraph."""

    number: int
    paragraph: int
    dissent: Dissent

    @property
    def place(self) -> str:
        return f"appendix-{self.number}"

    @property
    def title(self) -> str:
        facts = {
            "number": self.number,
            "paragraph": paragraph_number(self.paragraph),
            "who": self.dissent.person or self.dissent.organisation,
        }
        if self.dissent.kind is DissentKind.DISSENTING_VIEW:
            return _("Bilaga %(number)s: Avvikande synpunkt till %(paragraph)s, %(who)s", **facts)
        kind = dissent_heading(self.dissent.kind, 1)
        return _("Bilaga %(number)s: %(kind)s till %(paragraph)s, %(who)s", kind=kind, **facts)


LONG_DISSENT = 2500
"""Letters. A longer view stands as an appendix, with a line in the paragraph (H.3)."""


def appendices_to(paragraphs: Iterable[Paragraph]) -> list[Appendix]:
    """The dissenting views that are too long for their paragraphs, numbered as they come."""
    long = [
        (paragraph.number, dissent)
        for paragraph in paragraphs
        for dissent in paragraph.dissents
        if len(dissent.text) > LONG_DISSENT
    ]
    return [Appendix(number, of, dissent) for number, (of, dissent) in enumerate(long, 1)]


def write_paragraph(writer: Writer, paragraph: Paragraph, appendices: Iterable[Appendix] = ()) -> None:
    """Everything that the minutes say of one paragraph; empty parts leave no trace.

    A dissenting view that is among `appendices` is only referred to; the caller prints it at the end.
    """
    with writer.part("Sect"):
        writer.heading(
            2,
            f"{paragraph_number(paragraph.number)}  {paragraph.title}",
            place=paragraph_place(paragraph.number),
        )
        told = [kind_word(paragraph)]
        if paragraph.registry_no:
            told.append(_("Dnr %(number)s", number=paragraph.registry_no))
        writer.lead_in(" · ".join(told))
        _write_outcome(writer, paragraph)
        _write_strategy(writer, paragraph)
        writer.labelled(_("Gemensamt värde"), paragraph.shared_value)
        writer.labelled(_("Bakgrund"), paragraph.background)
        writer.labelled_items(_("Föredragande"), [presenter_line(who) for who in paragraph.presenters])
        writer.labelled(_("Behandling på mötet"), paragraph.course)
        writer.labelled(_("Diskussion"), paragraph.discussion)
        write_voting(writer, paragraph.voting)
        _write_dissents(writer, paragraph, appendices)
        _write_recusals(writer, paragraph)
        _write_afterwards(writer, paragraph)
        if paragraph.approved_on:
            writer.line(
                _("Paragrafen justerades omedelbart den %(day)s.", day=date_long(paragraph.approved_on))
            )


def _write_outcome(writer: Writer, paragraph: Paragraph) -> None:
    outcome = outcome_sentence(paragraph.outcome, paragraph.called)
    if paragraph.is_standpoint:
        with writer.panel(STANDPOINT):
            writer.heading(3, outcome_heading(paragraph.called), style=LABEL)
            writer.prose(paragraph.wording, QUOTED, QUOTED_ITEM)
            writer.line(outcome, SIDE)
    else:
        writer.prose(paragraph.wording)
        if outcome:
            writer.line(outcome)
    if paragraph.override_reason:
        writer.heading(3, _("Avsteg från ordningen"))
        writer.line(
            _(
                "Ordföranden beslutade att frågan kunde avgöras trots att förberedelsen eller "
                "föredragningen inte var avslutad. Skäl:"
            )
            if paragraph.called is OutcomeWord.DECISION
            else _(
                "Ordföranden beslutade att ställningstagandet kunde tas trots att förberedelsen eller "
                "föredragningen inte var avslutad. Skäl:"
            )
        )
        writer.prose(paragraph.override_reason)


def _write_strategy(writer: Writer, paragraph: Paragraph) -> None:
    if not (paragraph.strategy_links or paragraph.strategy_sentence.strip()):
        return
    writer.heading(3, _("Koppling till RUS"))
    if paragraph.strategy_links:
        writer.items(paragraph.strategy_links)
    writer.prose(paragraph.strategy_sentence)


def _write_dissents(writer: Writer, paragraph: Paragraph, appendices: Iterable[Appendix]) -> None:
    """The views that were asked into the minutes, each kind under its own heading (D.2)."""
    for kind in DissentKind:
        of_kind = [dissent for dissent in paragraph.dissents if dissent.kind is kind]
        if not of_kind:
            continue
        with writer.part("Sect"):
            writer.heading(3, dissent_heading(kind, len(of_kind)))
            for dissent in of_kind:
                with writer.panel(DISSENT):
                    _write_dissent(writer, dissent, appendices)


def _write_dissent(writer: Writer, dissent: Dissent, appendices: Iterable[Appendix]) -> None:
    writer.lead_in(_whose(dissent))
    appendix = next((one for one in appendices if one.dissent is dissent), None)
    if appendix:
        writer.line(_("Texten är lång och står ord för ord i bilaga %(n)s.", n=appendix.number))
    elif dissent.text.strip():
        with writer.part("BlockQuote"):
            writer.verbatim(dissent.text)


def write_appendix(writer: Writer, appendix: Appendix) -> None:
    """A long dissenting view, word for word."""
    with writer.part("Sect"):
        writer.heading(2, appendix.title, place=appendix.place)
        writer.lead_in(_whose(appendix.dissent))
        with writer.part("BlockQuote"):
            writer.verbatim(appendix.dissent.text)


def _whose(dissent: Dissent) -> str:
    """The sentence before the words: whose they are, and what they are."""
    told = [dissent.organisation, word(dissent.side) if dissent.side else ""]
    place = ", ".join(part for part in told if part)
    who = f"{dissent.person} ({place})" if dissent.person else dissent.organisation
    return told_by(dissent.kind, who, has_text=bool(dissent.text.strip()))


def _write_recusals(writer: Writer, paragraph: Paragraph) -> None:
    if paragraph.recusals:
        writer.heading(3, _("Jäv"))
        for recusal in paragraph.recusals:
            writer.line(recusal_words(recusal))
    if paragraph.led_by:
        writer.line(led_words(paragraph.led_by))


def _write_afterwards(writer: Writer, paragraph: Paragraph) -> None:
    """What is to be done after the meeting, and by whom (A74, A82)."""
    if paragraph.formal_decisions:
        writer.heading(3, _("Formella beslut hos aktörerna"))
        writer.table(
            [_("Organisation"), _("Beslutar"), _("Planerat")],
            [_decision(decision) for decision in paragraph.formal_decisions],
            [60, 68, 40],
        )
    if paragraph.follow_up:
        writer.heading(3, _("Uppföljning"))
        writer.table(
            [_("Vad"), _("Vem"), _("När")],
            [
                [task.what, task.who, date_long(task.due_on) if task.due_on else ""]
                for task in paragraph.follow_up
            ],
            [88, 40, 40],
        )
    writer.labelled_items(_("Bilagor"), paragraph.attachments)
    writer.labelled_items(_("Skickas till"), paragraph.sent_to)


def _decision(decision: FormalDecision) -> list[str]:
    planned = date_long(decision.planned_on) if decision.planned_on else _("ingen dag bestämd")
    return [decision.organisation, decision.body, planned]
