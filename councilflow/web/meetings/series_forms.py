"""What one writes of a series, and how its rule is said."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time
from typing import Any

from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from councilflow import i18n
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingForm, MeetingKind
from councilflow.process.series import LAST, LONGEST, MONTHS, WEEKDAYS, WEEKS, Rule
from councilflow.services.meetings.series import Draft
from councilflow.web import fields
from councilflow.web.forms import Form, SelectChoice
from councilflow.web.meetings import forms
from councilflow.web.meetings.beside import sentence
from councilflow.web.refusals import explained


class SeriesForm(forms.SaysWhere, Form):
    title = fields.line(_l("Seriens namn"), _l("Skriv vad serien heter, till exempel Månadsmöte."))
    months = SelectMultipleField(
        _l("Månader"),
        [DataRequired(_l("Välj minst en månad."))],
        coerce=int,
        validate_choice=False,  # the rule says what is no month
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    week = SelectField(_l("Vilken i månaden"), coerce=int)
    weekday = SelectField(_l("Veckodag"), coerce=int)
    days = RadioField(_l("Hur länge"), [InputRequired(_l("Välj hur länge mötet är."))], coerce=int)
    begins = forms.begins_field()
    ends = forms.ends_field()
    evening = fields.later_clock(_l("Första dagen slutar"))
    morning = fields.later_clock(_l("Andra dagen börjar"))
    kind = forms.kind_field()
    form = forms.form_field()
    place = forms.place_field()
    link = forms.link_field()
    is_joint = BooleanField(_l("Mötena är gemensamma med rådet som ingår"))

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.months.choices = [SelectChoice(one, sentence(i18n.month_numbered(one))) for one in MONTHS]
        self.week.choices = [SelectChoice(week, str(WEEK_WORDS[week])) for week in WEEKS]
        self.weekday.choices = [SelectChoice(one, sentence(i18n.weekday_numbered(one))) for one in WEEKDAYS]
        self.days.choices = [SelectChoice(1, _("En dag")), SelectChoice(2, _("Två dagar, lunch till lunch"))]

    def validate_evening(self, evening: Any) -> None:
        if self.days.data == LONGEST and evening.data is None:
            raise ValidationError(_("Skriv när dagen slutar, till exempel 17.00."))

    def validate_morning(self, morning: Any) -> None:
        if self.days.data == LONGEST and morning.data is None:
            raise ValidationError(_("Skriv när dagen börjar, till exempel 8.30."))

    def blame(self, error: RuleBroken) -> None:
        """Let the field that a rule is about say its sentence."""
        field = self.evening if error.code == "first-day-ends-before-it-begins" else self.ends
        field.errors = [" ".join(explained(error))]

    def draft(self) -> Draft:
        rule = Rule(
            months=tuple(self.months.data or ()),
            weekday=self.weekday.data,
            week=self.week.data,
            begins=self.begins.data or time(),
            ends=self.ends.data or time(),
            days=self.days.data,
            evening=self.evening.data if self.days.data > 1 else None,
            morning=self.morning.data if self.days.data > 1 else None,
        )
        return Draft(
            title=self.title.data or "",
            rule=rule,
            kind=MeetingKind(self.kind.data),
            form=MeetingForm(self.form.data),
            place=self.place.data or "",
            link=self.link.data or "",
            is_joint=bool(self.is_joint.data),
        )


WEEK_WORDS: dict[int, Any] = {
    1: _l("Första"),
    2: _l("Andra"),
    3: _l("Tredje"),
    4: _l("Fjärde"),
    LAST: _l("Sista"),
}

LIKE: dict[str, dict[str, Any]] = {
    "monthly": {
        "months": [1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12],
        "week": 1,
        "weekday": 4,
        "days": 1,
        "begins": time(9),
        "ends": time(12),
    },
    "lunch": {
        "months": [9],
        "week": 2,
        "weekday": 3,
        "days": 2,
        "begins": time(12),
        "evening": time(17),
        "morning": time(8, 30),
        "ends": time(13),
        "kind": MeetingKind.PLANNING,
        "form": MeetingForm.PHYSICAL,
    },
    "wide": {
        "months": [3, 10],
        "week": 3,
        "weekday": 3,
        "days": 1,
        "begins": time(9),
        "ends": time(15),
        "form": MeetingForm.HYBRID,
    },
}
"""What a form begins with, for the three kinds of series that councils have (A55, A59, A61)."""


def titles() -> dict[str, str]:
    return {
        "monthly": _("Månadsmöte"),
        "lunch": _("Strategiskt planeringsmöte"),
        "wide": _("Möte i bredare krets"),
    }


class EndForm(Form):
    on = fields.day(_l("Seriens sista dag"), _l("Välj seriens sista dag."))
    cancels = BooleanField(_l("Ställ in mötena efter den dagen som ingen har arbetat med"))
    reason = StringField(_l("Varför de ställs in"), [Length(max=500, message=_l("Högst 500 tecken."))])

    def validate_reason(self, reason: Any) -> None:
        if self.cancels.data and not (reason.data or "").strip():
            raise ValidationError(_("Skriv varför mötena ställs in."))


def rule_words(rule: Rule) -> str:
    """Första fredagen i månaden, kl. 9.00–12.00, varje månad utom juli"""
    facts = {
        "which": str(WEEK_WORDS[rule.week]),
        "weekday": i18n.weekday_numbered(rule.weekday),
        "begins": i18n.clock(rule.begins),
        "ends": i18n.clock(rule.ends),
    }
    if rule.days > 1:
        facts["next"] = i18n.weekday_numbered((rule.weekday + rule.days - 1) % 7)
        when = _("%(which)s %(weekday)sen i månaden kl. %(begins)s till %(next)s kl. %(ends)s", **facts)
    else:
        when = _("%(which)s %(weekday)sen i månaden, kl. %(begins)s–%(ends)s", **facts)
    if len(rule.months) == len(MONTHS):
        return _("%(when)s, varje månad", when=when)
    without = [month for month in MONTHS if month not in rule.months]
    if len(without) < len(MONTHS) // 2:
        return _("%(when)s, varje månad utom %(months)s", when=when, months=_listed(without))
    return _("%(when)s, i %(months)s", when=when, months=_listed(rule.months))


def _listed(months: Iterable[int]) -> str:
    return i18n.listed([i18n.month_numbered(month) for month in months])
