"""The forms for a meeting: when, what kind, and where; and why, when people are invited already."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import RadioField, StringField
from wtforms.validators import URL, InputRequired, Length, Optional, ValidationError

from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import Meeting
from councilflow.process.days import instant
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingForm, MeetingKind
from councilflow.web import fields
from councilflow.web.forms import Form, SelectChoice
from councilflow.web.refusals import explained
from councilflow.words import WORDS


def kind_field() -> Any:
    return RadioField(
        _l("Slags möte"),
        [InputRequired(_l("Välj vilket slags möte det är."))],
        choices=[SelectChoice(kind, WORDS[MeetingKind, kind]) for kind in MeetingKind],
        default=MeetingKind.REGULAR,
    )


def form_field() -> Any:
    return RadioField(
        _l("Hur ni träffas"),
        [InputRequired(_l("Välj hur ni träffas."))],
        choices=[SelectChoice(form, WORDS[MeetingForm, form]) for form in MeetingForm],
        default=MeetingForm.DIGITAL,
    )


def link_field() -> Any:
    return StringField(
        _l("Länk till det digitala mötet"),
        [
            Optional(),
            Length(max=500, message=_l("Högst 500 tecken.")),
            URL(require_tld=False, message=_l("Skriv hela adressen, från https.")),
        ],
    )


def order_field() -> Any:
    return fields.passage(
        _l("Ordförandens uppdrag"), _l("Skriv hur ordföranden har gett dig uppdraget."), longest=500
    )


def place_field() -> Any:
    longest = Length(max=200, message=_l("Högst %(longest)s tecken.", longest=200))
    return StringField(_l("Plats"), [longest])


class SaysWhere:
    """What a form with `form`, `place` and `link` holds them to."""

    form: Any

    def validate_link(self, field: StringField) -> None:
        if field.data and not field.data.lower().startswith(("https:", "http:")):
            raise ValidationError(_("Skriv hela adressen, från https."))

    def validate_place(self, field: StringField) -> None:
        if self.form.data == MeetingForm.PHYSICAL and not (field.data or "").strip():
            raise ValidationError(_("Skriv var ni träffas."))


def begins_field() -> Any:
    return fields.clock(_l("Börjar"), _l("Skriv när mötet börjar, till exempel 09:00."))


def ends_field() -> Any:
    return fields.clock(_l("Slutar"), _l("Skriv när mötet slutar, till exempel 12:00."))


class TimesForm(SaysWhere, Form):
    """When, how and where one meets."""

    day = fields.day(_l("Dag"), _l("Välj vilken dag mötet är."))
    begins = begins_field()
    ends = ends_field()
    last_day = fields.day(_l("Sista dag, om mötet är över flera dagar"))
    form = form_field()
    place = place_field()
    link = link_field()

    def times(self, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
        """When the meeting begins and ends; None when it cannot, and then the field says why."""
        begins = self._instant(self.begins, self.day.data, self.begins.data, zone)
        ends = self._instant(self.ends, self.last_day.data or self.day.data, self.ends.data, zone)
        if self.last_day.data and self.last_day.data < self.day.data:
            self.last_day.errors = [_("Sista dagen är före den första.")]
            return None
        return (begins, ends) if begins and ends else None

    def _instant(self, field: Any, on: date, at: time, zone: ZoneInfo) -> datetime | None:
        try:
            return instant(on, at, zone)
        except RuleBroken as error:
            field.errors = [" ".join(explained(error))]
            return None

    def blame(self, error: RuleBroken) -> None:
        """Let the field that a rule is about say its sentence."""
        field = getattr(self, _ABOUT.get(error.code, "day"))
        field.errors = [" ".join(explained(error))]


_ABOUT = {
    "meeting-ends-before-it-begins": "ends",
    "meeting-too-long": "last_day",
    "why-missing": "reason",
    "nothing-moved": "day",
}
"""Which field a refusal is about; any other is about the day."""


class PlanForm(TimesForm):
    kind = kind_field()
    title = fields.line(_l("Namn på mötet"))


class MoveForm(TimesForm):
    reason = fields.passage(_l("Varför mötet flyttas"), _l("Skriv varför mötet flyttas."), longest=500)


class MoveOnOrderForm(MoveForm):
    on_order = order_field()


def of(meeting: Meeting, zone: ZoneInfo) -> PlanForm:
    """The form filled in with what stands, in the council's own time."""
    return PlanForm(kind=meeting.kind, title=meeting.title, **_standing(meeting, zone))


def moving(meeting: Meeting, zone: ZoneInfo, *, on_order: bool) -> MoveForm:
    """As above, for a meeting that people are invited to; with the chair's order when somebody else moves
    it."""
    return (MoveOnOrderForm if on_order else MoveForm)(**_standing(meeting, zone))


def _standing(meeting: Meeting, zone: ZoneInfo) -> dict[str, Any]:
    starts, ends = meeting.starts_at.astimezone(zone), meeting.ends_at.astimezone(zone)
    return {
        "day": starts.date(),
        "begins": starts.time(),
        "ends": ends.time(),
        "last_day": ends.date() if ends.date() != starts.date() else None,
        "form": meeting.form,
        "place": meeting.place,
        "link": meeting.link,
    }
