"""The forms of an issue: what is proposed, and the answer to it."""

from __future__ import annotations

from typing import Any

from wtforms import RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import Issue, IssueTemplate
from councilflow.process.agenda import NEEDS_REASON, IssueStep, Purpose, Reach, steps_to_choose
from councilflow.services.issues import More
from councilflow.web.concerning import Concerning, chosen
from councilflow.web.fields import choices, day, line, passage
from councilflow.web.forms import Form
from councilflow.web.plans.choosing import Searching, nodes_field
from councilflow.words import word

_YES, _NO = "yes", "no"
_ANSWERS = {_YES: True, _NO: False}

TEXTS = ("challenge", "why", "background")
"""What a template can begin."""


class IssueForm(Concerning, Searching, Form):
    title = StringField(
        _l("Rubrik"),
        [InputRequired(_l("Skriv en rubrik.")), Length(max=200, message=_l("Högst 200 tecken."))],
    )
    challenge = passage(_l("Utmaning"), _l("Beskriv utmaningen."))
    why = passage(_l("Varför nu, och varför tillsammans"), _l("Skriv varför."))
    background = passage(_l("Bakgrund"))
    organisation = RadioField(
        _l("Vilken organisation föreslår frågan?"),
        [InputRequired(_l("Välj organisation."))],
        coerce=int,
    )
    needs_leadership = RadioField(_l("Krävs beslut från högsta politiska ledning?"), [Optional()])
    leadership_reason = passage(_l("Skäl"), longest=2000)
    is_urgent = RadioField(_l("Är frågan tidsmässigt angelägen?"), [Optional()])
    urgent_reason = passage(_l("Skäl"), longest=2000)
    decide_by = day(_l("Vägvalet måste göras senast"))
    other_plan = line(_l("Plan som annars äger frågan"))
    purposes = SelectMultipleField(_l("Syfte"), [Optional()], coerce=Purpose)
    reach = RadioField(_l("Räckvidd"), [Optional()])
    reach_text = line(_l("Vilka delar av länet?"))

    nodes = nodes_field(_l("Vad i planerna frågan gäller"))

    begun_with: IssueTemplate | None = None

    def offer(self) -> None:
        answers = ((_YES, _("Ja")), (_NO, _("Nej")), ("", _("Inte bedömt än")))
        self.needs_leadership.choices = self.is_urgent.choices = choices(answers)
        self.purposes.choices = choices((one, word(one)) for one in Purpose)
        self.reach.choices = choices([("", _("Inte sagt")), *((one, word(one)) for one in Reach)])

    def unanswered(self) -> list[str]:
        """The names of the texts that are still the question that the template asks there."""
        asked = [(name, (getattr(self.begun_with, name, None) or "").strip()) for name in TEXTS]
        return [name for name, words in asked if words.endswith("?") and self[name].data == words]

    def validate(self, *more: Any, **further: Any) -> bool:
        """What a proposal must say is answered, and not just what the template asks (A33); a criterion that
        is answered says why (A5, A6)."""
        holds = bool(super().validate(*more, **further))
        for name in self.unanswered():
            if name != "background":
                self[name].errors = [*self[name].errors, _("Svara på mallens fråga med egna ord.")]
                holds = False
        pairs = ((self.needs_leadership, self.leadership_reason), (self.is_urgent, self.urgent_reason))
        for answer, reason in pairs:
            if answer.data in _ANSWERS and not reason.data:
                reason.errors = [*reason.errors, _("Skriv varför, med en mening.")]
                holds = False
        return holds

    @property
    def more(self) -> More:
        return More(
            purposes=self.purposes.data or [],
            reach=Reach(self.reach.data) if self.reach.data else None,
            reach_text=self.reach_text.data,
            needs_leadership=_ANSWERS.get(self.needs_leadership.data or ""),
            leadership_reason=self.leadership_reason.data,
            is_urgent=_ANSWERS.get(self.is_urgent.data or ""),
            urgent_reason=self.urgent_reason.data,
            decide_by=self.decide_by.data,
            other_plan=self.other_plan.data,
            node_ids=self.nodes.data or [],
            concerned=chosen(self),
        )


def written(issue: Issue) -> dict[str, Any]:
    """What stands, as the form's fields hold it."""
    names = ("title", "challenge", "why", "background", "leadership_reason", "urgent_reason")
    more = ("decide_by", "other_plan", "purposes", "reach_text")
    said = {True: _YES, False: _NO, None: ""}
    return {name: getattr(issue, name) for name in (*names, *more)} | {
        "organisation": issue.organisation_id,
        "reach": issue.reach or "",
        "needs_leadership": said[issue.needs_leadership],
        "is_urgent": said[issue.is_urgent],
    }


class AnswerForm(Form):
    step = RadioField(_l("Steg"), [InputRequired(_l("Välj ett steg."))], coerce=IssueStep)
    reason = TextAreaField(_l("Skäl till den som föreslog frågan"))
    rests_until = day(_l("Fråga efter den igen"))

    def validate_reason(self, field: TextAreaField) -> None:
        if self.step.data in NEEDS_REASON and not (field.data or "").strip():
            raise ValidationError(_("Skriv varför, så att den som föreslog frågan förstår."))


def answer_form(issue: Issue) -> AnswerForm:
    form = AnswerForm()
    form.step.choices = choices((step, word(step)) for step in steps_to_choose(issue.state))
    return form


class TemplateForm(Form):
    name = line(_l("Mallens namn"), _l("Skriv vad mallen heter."))
    challenge = passage(_l("Utmaning"), _l("Skriv vad mallen börjar med eller frågar."), longest=5000)
    why = passage(_l("Varför nu, och varför tillsammans"), longest=5000)
    background = passage(_l("Bakgrund"), longest=5000)
