"""The form for a meeting: when, what kind, and where."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from wtforms import DateField, RadioField, StringField, TimeField
from wtforms.validators import URL, InputRequired, Length, Optional, ValidationError

from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import Meeting
from councilflow.process.meeting import MeetingForm, MeetingKind
from councilflow.web.forms import Form, SelectChoice
from councilflow.words import WORDS


class PlanForm(Form):
    day = DateField(_l("Dag"), [InputRequired(_l("Välj vilken dag mötet är."))])
    begins = TimeField(_l("Börjar"), [InputRequired(_l("Skriv när mötet börjar, till exempel 09:00."))])
    ends = TimeField(_l("Slutar"), [InputRequired(_l("Skriv när mötet slutar, till exempel 12:00."))])
    last_day = DateField(_l("Sista dag, om mötet är över flera dagar"), [Optional()])
    kind = RadioField(
        _l("Slags möte"),
        [InputRequired(_l("Välj vilket slags möte det är."))],
        choices=[SelectChoice(kind, WORDS[MeetingKind, kind]) for kind in MeetingKind],
        default=MeetingKind.REGULAR,
    )
    form = RadioField(
        _l("Hur ni träffas"),
        [InputRequired(_l("Välj hur ni träffas."))],
        choices=[SelectChoice(form, WORDS[MeetingForm, form]) for form in MeetingForm],
        default=MeetingForm.DIGITAL,
    )
    place = StringField(_l("Plats"), [Length(max=200, message=_l("Högst 200 tecken."))])
    link = StringField(
        _l("Länk till det digitala mötet"),
        [
            Optional(),
            Length(max=500, message=_l("Högst 500 tecken.")),
            URL(require_tld=False, message=_l("Skriv hela adressen, från https.")),
        ],
    )

    def validate_link(self, field: StringField) -> None:
        if field.data and not field.data.lower().startswith(("https:", "http:")):
            raise ValidationError(_("Skriv hela adressen, från https."))

    def validate_place(self, field: StringField) -> None:
        if self.form.data == MeetingForm.PHYSICAL and not (field.data or "").strip():
            raise ValidationError(_("Skriv var ni träffas."))

    def starts_at(self, zone: ZoneInfo) -> datetime:
        return _instant(self.day.data, self.begins.data, zone)

    def ends_at(self, zone: ZoneInfo) -> datetime:
        return _instant(self.last_day.data or self.day.data, self.ends.data, zone)


def _instant(day: date | None, clock: time | None, zone: ZoneInfo) -> datetime:
    assert day is not None  # noqa: S101 – the form has been validated
    assert clock is not None  # noqa: S101 – as above
    return datetime.combine(day, clock, zone)


def of(meeting: Meeting, zone: ZoneInfo) -> PlanForm:
    """The form filled in with what stands, in the council's own time."""
    starts, ends = meeting.starts_at.astimezone(zone), meeting.ends_at.astimezone(zone)
    return PlanForm(
        day=starts.date(),
        begins=starts.time(),
        ends=ends.time(),
        last_day=ends.date() if ends.date() != starts.date() else None,
        kind=meeting.kind,
        form=meeting.form,
        place=meeting.place,
        link=meeting.link,
    )
