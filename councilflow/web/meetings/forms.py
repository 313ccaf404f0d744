"""The forms for a meeting: when, what kind, and where; and why, when people are invited already."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import RadioField, StringField
from wtforms.validators import URL, InputRequired, Length, Optional, ValidationError

from councilflow import i18n
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import Meeting
from councilflow.process.days import instant
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingForm, MeetingKind
from councilflow.process.timetable import ONE_SITTING, Night, check_nights
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


MOST_NIGHTS = 4
"""A meeting lasts four days at most, and may begin in the middle of one."""


class TimesForm(SaysWhere, Form):
    """When, how and where one meets."""

    day = fields.day(_l("Dag"), _l("Välj vilken dag mötet är."))
    begins = begins_field()
    ends = ends_field()
    last_day = fields.day(_l("Sista dag, om mötet är över flera dagar"))
    evening_1, morning_1 = fields.later_clock(), fields.later_clock()
    evening_2, morning_2 = fields.later_clock(), fields.later_clock()
    evening_3, morning_3 = fields.later_clock(), fields.later_clock()
    evening_4, morning_4 = fields.later_clock(), fields.later_clock()
    form = form_field()
    place = place_field()
    link = link_field()

    @property
    def dates(self) -> list[date]:
        """The dates that the form names; the first alone while the last one cannot be the last."""
        first, last = self.day.data, self.last_day.data
        if not first or not last or not 0 < (last - first).days <= MOST_NIGHTS:
            return [first] if first else []
        if self.begins.data and self.ends.data:
            begins, ends = datetime.combine(first, self.begins.data), datetime.combine(last, self.ends.data)
            if ends - begins <= ONE_SITTING:
                return [first]
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]

    @property
    def nights(self) -> list[tuple[Any, Any]]:
        """Two fields for each night: when the day before it ends, and when the one after it begins."""
        found = []
        for n, (before, after) in enumerate(pairwise(self.dates), start=1):
            evening, morning = self[f"evening_{n}"], self[f"morning_{n}"]
            evening.label.text = _("%(day)s slutar", day=i18n.begun(i18n.weekday_day(before)))
            morning.label.text = _("%(day)s börjar", day=i18n.begun(i18n.weekday_day(after)))
            found.append((evening, morning))
        return found

    def times(self, zone: ZoneInfo) -> dict[str, Any] | None:
        """When the meeting and each of its days begin and end: starts_at, ends_at and nights; None when they
        cannot be so, and then the field says why."""
        begins = self._instant(self.begins, self.day.data, self.begins.data, zone)
        ends = self._instant(self.ends, self.last_day.data or self.day.data, self.ends.data, zone)
        if self.last_day.data and self.last_day.data < self.day.data:
            self.last_day.errors = [_("Sista dagen är före den första.")]
            return None
        nights = self._nights(zone)
        if not begins or not ends or nights is None:
            return None
        try:
            check_nights(begins, ends, nights, zone)
        except RuleBroken as error:
            self._blame_night(error)
            return None
        return {"starts_at": begins, "ends_at": ends, "nights": nights}

    def _nights(self, zone: ZoneInfo) -> tuple[Night, ...] | None:
        found = []
        for (evening, morning), (before, after) in zip(self.nights, pairwise(self.dates), strict=True):
            if evening.data is None and not evening.errors:
                when = i18n.weekday_day(before)
                evening.errors = [_("Skriv när %(day)s slutar, till exempel 17.00.", day=when)]
            if morning.data is None and not morning.errors:
                when = i18n.weekday_day(after)
                morning.errors = [_("Skriv när %(day)s börjar, till exempel 8.30.", day=when)]
            if evening.errors or morning.errors:
                continue
            ends = self._instant(evening, before, evening.data, zone)
            begins = self._instant(morning, after, morning.data, zone)
            if ends and begins:
                found.append(Night(ends, begins))
        return tuple(found) if len(found) == len(self.nights) else None

    def _blame_night(self, error: RuleBroken) -> None:
        """A day that ends too early says so at its evening; the last one, which has none, at its end."""
        words = [" ".join(explained(error))]
        on: Any = error.facts.get("day")
        place = self.dates.index(on) if on in self.dates else 0
        field = self.nights[place][0] if place < len(self.nights) else self.ends
        field.errors = words

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
        **_standing_nights(meeting, zone),
        "form": meeting.form,
        "place": meeting.place,
        "link": meeting.link,
    }


def _standing_nights(meeting: Meeting, zone: ZoneInfo) -> dict[str, time]:
    found = {}
    for n, night in enumerate(meeting.nights, start=1):
        found[f"evening_{n}"] = night.evening.astimezone(zone).time()
        found[f"morning_{n}"] = night.morning.astimezone(zone).time()
    return found
