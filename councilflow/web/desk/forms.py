"""The forms of the meeting desk."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.process.agenda import ItemKind
from councilflow.process.consensus import Outcome, outcomes_of
from councilflow.process.profiles import DissentKind, OutcomeWord
from councilflow.services.desk.course import Voice
from councilflow.web.forms import Form, LongSelect, SelectChoice
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
    Outcome.CONSENSUS: _l("Beslut, enhälligt"),
    Outcome.CONSENSUS_NOTED: _l("Beslut, annan mening antecknas"),
    Outcome.DECIDED: _l("Beslut"),
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
    by_majority = called is OutcomeWord.DECISION
    offered = outcomes_of(kind, by_majority=by_majority)
    return [SelectChoice(outcome, str(words[outcome])) for outcome in offered]


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


def _kind_choices(kinds: Sequence[DissentKind]) -> list[SelectChoice]:
    return [SelectChoice(kind, word(kind)) for kind in kinds]


def _kind_or_none(value: str | None) -> DissentKind | None:
    return DissentKind(value) if value in set(DissentKind) else None


class RecordForm(Form):
    """What the secretary writes down on one item. `step` is the button that was pressed."""

    outcome = RadioField(_l("Vad kom rådet fram till?"), [Optional()], coerce=Outcome)
    wording = TextAreaField(_l("Rådets ställningstagande"), [Optional(), LONGEST])
    wording_seen = HiddenField()
    override = TextAreaField(
        _l("Ordföranden beslutar att ändå pröva frågan, eftersom …"), [Optional(), LONGEST_NOTE]
    )
    voice = SelectField(_l("Vems synpunkt?"), default="", widget=LongSelect())
    dissent_kind = SelectField(_l("Vad är det?"), [Optional()], coerce=DissentKind)
    dissent = TextAreaField(_l("Synpunkten, ord för ord"), [LONGEST])
    note_version = HiddenField()
    note_base = HiddenField()
    discussion = TextAreaField(_l("Anteckning om samtalet"), [Optional(), LONGEST_NOTE])
    left_out = BooleanField(_l("Det som väntar tas inte in"))
    at_once = BooleanField(_l("Paragrafen justeras omedelbart"))

    def offer(
        self,
        kind: ItemKind,
        voices: Sequence[Voice],
        called: OutcomeWord,
        kinds: Sequence[DissentKind],
    ) -> None:
        """Lay out what can be chosen on this item."""
        self.dissent_kind.choices = _kind_choices(kinds)
        self.outcome.choices = outcome_choices(kind, called)
        if called is OutcomeWord.DECISION:
            self.wording.label.text = _("Rådets beslut")
        self.offer_voices(voices)
        if kind is not ItemKind.STANDPOINT:
            self.outcome.label.text = _("Vad hände med punkten?")

    def offer_voices(self, voices: Sequence[Voice]) -> None:
        self.voice.choices = [SelectChoice("", _("Välj organisation eller ledamot")), *_voice_choices(voices)]

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
        may_be_empty = self.dissent_kind.data is DissentKind.RESERVATION
        if self.voice.data and not may_be_empty and not (field.data or "").strip():
            raise ValidationError(_("Skriv synpunkten, ord för ord."))


class DissentForm(Form):
    """A member asks for a view to go into the minutes."""

    is_view = True
    """An advisory council notes views; a body that decides, notes and statements."""
    kind = RadioField(_l("Vad är det?"), coerce=_kind_or_none, validate_choice=False)
    voice = RadioField(_l("Vems synpunkt är det?"), [InputRequired(_l("Välj vems synpunkt det är."))])
    text = TextAreaField(_l("Synpunkten, ord för ord"), [LONGEST])

    def offer(self, voices: Sequence[Voice], kinds: Sequence[DissentKind]) -> None:
        self.voice.choices = _voice_choices(voices)
        self.kind.choices = _kind_choices(kinds)
        if len(kinds) == 1 and not self.kind.data:
            self.kind.data = kinds[0]
        self.is_view = DissentKind.DISSENTING_VIEW in kinds
        if kinds and not self.is_view:
            self.voice.label.text, self.text.label.text = _("Vem begär det?"), _("Texten, ord för ord")

    def validate_kind(self, field: RadioField) -> None:
        """What can be asked for no longer is for the rules to refuse."""
        if field.choices and field.data is None:
            raise ValidationError(_("Välj vad det är."))

    def validate_text(self, field: TextAreaField) -> None:
        if self.kind.data is not DissentKind.RESERVATION and not (field.data or "").strip():
            raise ValidationError(
                _("Skriv synpunkten, ord för ord.") if self.is_view else _("Skriv texten, ord för ord.")
            )


class ReasonsForm(Form):
    """The words of what was asked for in time."""

    text = TextAreaField(
        _l("Skälen, ord för ord"), [InputRequired(_l("Skriv skälen, ord för ord.")), LONGEST]
    )


class ElectForm(Form):
    elected = SelectMultipleField(_l("Justerare"), coerce=int)

    def validate_elected(self, field: SelectMultipleField) -> None:
        if not field.data:
            raise ValidationError(_("Välj minst en justerare."))


class CloseForm(Form):
    """Nothing but the token: the confirm page's button."""
