"""The forms of the meeting desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.process.agenda import ItemKind
from councilflow.process.consensus import OUTCOMES, Outcome
from councilflow.process.meeting import Presence
from councilflow.process.profiles import OutcomeWord
from councilflow.services.desk.course import Voice
from councilflow.web.forms import Form, SelectChoice
from councilflow.words import word

LONGEST = Length(max=20_000, message=_l("Högst 20 000 tecken."))
LONGEST_NOTE = Length(max=4_000, message=_l("Högst 4 000 tecken. Två rader räcker."))

STATED = {
    Outcome.CONSENSUS: _l("Konsensus"),
    Outcome.CONSENSUS_NOTED: _l("Konsensus, avvikande synpunkt antecknas"),
    Outcome.NONE: _l("Inget ställningstagande: frågan avslutas"),
    Outcome.POSTPONED: _l("Inget ställningstagande: bordläggs till nästa möte"),
    Outcome.REFERRED_BACK: _l("Inget ställningstagande: återremitteras till beredningen"),
}
DECIDED = {
    Outcome.CONSENSUS: _l("Beslut i enighet"),
    Outcome.CONSENSUS_NOTED: _l("Beslut, avvikande synpunkt antecknas"),
    Outcome.NONE: _l("Inget beslut: frågan avslutas"),
    Outcome.POSTPONED: _l("Inget beslut: bordläggs till nästa möte"),
    Outcome.REFERRED_BACK: _l("Inget beslut: återremitteras till beredningen"),
}
DEALT_WITH = {
    Outcome.POSTPONED: _l("Punkten bordläggs till nästa möte"),
    Outcome.REFERRED_BACK: _l("Punkten återremitteras till beredningen"),
}
NOTED = {
    ItemKind.INFORMATION: _l("Informationen antecknas till protokollet"),
    ItemKind.CONSULTATION: _l("Samrådet antecknas till protokollet"),
    ItemKind.STANDING: _l("Punkten är genomgången"),
}


def outcome_choices(kind: ItemKind, called: OutcomeWord) -> list[SelectChoice]:
    """What the chair may state, in the words of the desk (A79, H.1)."""
    stated = DECIDED if called is OutcomeWord.DECISION else STATED
    words = stated if kind is ItemKind.STANDPOINT else DEALT_WITH | {Outcome.NOTED: NOTED[kind]}
    return [SelectChoice(outcome, str(words[outcome])) for outcome in OUTCOMES[kind]]


def _voice_choices(voices: Sequence[Voice]) -> list[SelectChoice]:
    return [SelectChoice(voice.key, _voice_words(voice)) for voice in voices]


def _voice_words(voice: Voice) -> str:
    if voice.person_id is None:
        return _("%(organisation)s, organisationens synpunkt", organisation=voice.organisation)
    if voice.side is None:
        return _("%(person)s, %(organisation)s", person=voice.person, organisation=voice.organisation)
    return _(
        "%(person)s, %(organisation)s, %(side)s",
        person=voice.person,
        organisation=voice.organisation,
        side=word(voice.side),
    )


class RecordForm(Form):
    """What the secretary writes down on one item. `step` is the button that was pressed."""

    outcome = RadioField(_l("Vad kom rådet fram till?"), [Optional()], coerce=Outcome)
    wording = TextAreaField(_l("Rådets ställningstagande"), [Optional(), LONGEST])
    override = TextAreaField(
        _l("Ordföranden beslutar att ändå pröva frågan, eftersom …"), [Optional(), LONGEST_NOTE]
    )
    voice = SelectField(_l("Vems synpunkt?"), default="")
    dissent = TextAreaField(_l("Synpunkten, ord för ord"), [LONGEST])
    discussion = TextAreaField(_l("Anteckning om samtalet"), [Optional(), LONGEST_NOTE])

    def offer(self, kind: ItemKind, voices: Sequence[Voice], called: OutcomeWord) -> None:
        """Lay out what can be chosen on this item."""
        self.outcome.choices = outcome_choices(kind, called)
        if called is OutcomeWord.DECISION:
            self.wording.label.text = _("Rådets beslut")
        self.voice.choices = [SelectChoice("", _("Välj organisation eller ledamot")), *_voice_choices(voices)]
        if kind is not ItemKind.STANDPOINT:
            self.outcome.label.text = _("Vad hände med punkten?")

    def validate_on_step(self, step: str) -> bool:
        """Whether the form can be saved; only going on to the next item asks for an outcome."""
        whole: bool = self.validate_on_submit()
        if self.is_submitted() and step == "record" and self.outcome.data is None:
            self.outcome.errors = [*self.outcome.errors, _("Välj det utfall som ordföranden säger.")]
            return False
        return whole

    def validate_voice(self, field: SelectField) -> None:
        if not field.data and (self.dissent.data or "").strip():
            raise ValidationError(_("Välj vems synpunkt det är."))

    def validate_dissent(self, field: TextAreaField) -> None:
        if self.voice.data and not (field.data or "").strip():
            raise ValidationError(_("Skriv synpunkten, ord för ord."))


class DissentForm(Form):
    """A member asks for a view to go into the minutes."""

    voice = RadioField(_l("Vems synpunkt är det?"), [InputRequired(_l("Välj vems synpunkt det är."))])
    text = TextAreaField(
        _l("Synpunkten, ord för ord"), [InputRequired(_l("Skriv synpunkten, ord för ord.")), LONGEST]
    )

    def offer(self, voices: Sequence[Voice]) -> None:
        self.voice.choices = _voice_choices(voices)


class ElectForm(Form):
    elected = SelectMultipleField(_l("Justerare"), coerce=int)

    def validate_elected(self, field: SelectMultipleField) -> None:
        if not field.data:
            raise ValidationError(_("Välj minst en justerare."))


class CloseForm(Form):
    """Nothing but the token: the confirm page's button."""


def roll_form(lines: Sequence[Any], chosen: Mapping[int, object]) -> Form:
    """One question per line of the roll. `chosen` is what stands ticked, by attendance id."""
    fields = {
        f"line_{line.id}": RadioField(line.name, [Optional()], coerce=Presence, default=chosen[line.id])
        for line in lines
    }
    form: Form = type("RollForm", (Form,), fields)()
    for line in lines:
        form[f"line_{line.id}"].choices = [SelectChoice(one, word(one)) for one in Presence]
    return form
