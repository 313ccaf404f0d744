"""Fields of forms, each with the sentences that it answers bad input with.

Typed as Any: once a form holds, its data are there, which the types of WTForms cannot know.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import DateField, IntegerField, PasswordField, StringField, TextAreaField, TimeField
from wtforms.form import BaseForm
from wtforms.validators import DataRequired, InputRequired, Length, Optional, StopValidation

from councilflow import i18n
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.process.days import DayFlaw, NotAClock, NotADay, read_clock, read_day
from councilflow.process.errors import RuleBroken
from councilflow.web.forms import SelectChoice
from councilflow.web.refusals import explained
from councilflow.words import word


def _stripped(text: str | None) -> str:
    """Without spaces around it, nor the sign that PostgreSQL keeps in no text."""
    return (text or "").replace("\0", "").strip()


def line(label: Any, missing: Any = None, *, longest: int = 200) -> Any:
    """One line of text. `missing` is what to say when it is empty; without it the line is optional."""
    too_long = Length(max=longest, message=_l("Högst %(longest)s tecken.", longest=longest))
    return StringField(label, [_required(missing), too_long], filters=[_stripped])


def passage(label: Any, missing: Any = None, *, longest: int = 20_000) -> Any:
    """Text of several lines."""
    too_long = Length(max=longest, message=_l("Högst %(longest)s tecken.", longest=longest))
    return TextAreaField(label, [_required(missing), too_long], filters=[_stripped])


class DayField(DateField):
    """A day from the browser's own calendar, or as people write it: 4/12 2026, 4.12.2026, 4 december 2026."""

    def process_formdata(self, valuelist: list[str]) -> None:
        written = " ".join(valuelist).strip()
        self.data = None
        if not written:
            return
        try:
            self.data = read_day(written, i18n.months())
        except NotADay as error:
            raise ValueError(day_words(error)) from None


def day_words(error: NotADay) -> str:
    """What is wrong with something written as a day, and what to write."""
    facts: dict[str, object] = dict(error.facts)
    if "month" in facts and error.flaw is DayFlaw.NO_SUCH_DAY:
        facts["month"] = i18n.month_numbered(error.facts["month"])
    return str(_DAY_FLAWS[error.flaw]) % facts


_DAY_FLAWS: dict[DayFlaw, Any] = {
    DayFlaw.UNREADABLE: _l("Skriv ett datum, till exempel 2026-12-04 eller 4/12 2026."),
    DayFlaw.YEAR_MISSING: _l("Skriv året också, till exempel 4/12 2026."),
    DayFlaw.YEAR_SHORT: _l("Skriv året med fyra siffror, till exempel 4/12 2026."),
    DayFlaw.NO_SUCH_YEAR: _l("Året %(year)s kan inte stämma. Skriv det med fyra siffror."),
    DayFlaw.NO_SUCH_MONTH: _l("Det finns ingen månad %(month)s. Skriv dagen först, till exempel 4/12 2026."),
    DayFlaw.NO_SUCH_DAY: _l("%(month)s har ingen dag %(day)s."),
    DayFlaw.NO_LEAP_YEAR: _l("%(year)s är inget skottår, så februari har 28 dagar."),
}


class AmountField(StringField):
    """A number as people write it: 1200, 1 200, 0,5 or 0.5. One sentence says what is wrong with it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        written = "".join("".join(valuelist).split()).replace("\0", "").replace(",", ".")
        self.data: Any = None
        if not written:
            return
        if not re.fullmatch(r"[0-9]{1,12}([.][0-9]{1,4})?", written):
            self.written = valuelist[0]
            raise ValueError(_("Skriv ett tal, till exempel 2 eller 0,5."))
        self.data = float(written)

    def pre_validate(self, form: BaseForm) -> None:
        if self.process_errors:
            raise StopValidation

    def _value(self) -> str:
        if self.data is None:
            return getattr(self, "written", "")
        return f"{self.data:g}".replace(".", ",") if self.data % 1 else str(int(self.data))


class YearField(IntegerField):
    """A year with four figures. One sentence says what is wrong with it."""

    def __init__(self, label: Any, *, first: int = 2000, last: int = 2100, **facts: Any) -> None:
        super().__init__(label, [Optional()], **facts)
        self.first, self.last = first, last

    def pre_validate(self, form: BaseForm) -> None:
        if self.process_errors or (self.data is not None and not self.first <= self.data <= self.last):
            self.errors: list[str] = []
            raise StopValidation(_("Skriv ett år, till exempel 2027."))


class ClockField(TimeField):
    """A time of day from the browser's own clock, or as people write it: 9.00, 9:00, kl. 9."""

    def process_formdata(self, valuelist: list[str]) -> None:
        written = " ".join(valuelist).strip()
        self.data = None
        if not written:
            return
        try:
            self.data = read_clock(written)
        except NotAClock:
            raise ValueError(_("Skriv ett klockslag, till exempel 9.00.")) from None


def day(label: Any, missing: Any = None) -> Any:
    return DayField(label, [InputRequired(missing) if missing else Optional()])


def clock(label: Any, missing: Any) -> Any:
    return ClockField(label, [InputRequired(missing)])


def later_clock(label: Any = "") -> Any:
    """A time of day that may be left out. One without a label gets it once it is asked for.

    Without the validator that says so, which would take away what the form has to say of it.
    """
    return ClockField(label)


def password(label: Any, missing: Any, *more: Any) -> Any:
    """A password, kept exactly as written."""
    too_long = Length(max=1000, message=_l("Lösenordet är för långt."))
    return PasswordField(label, [InputRequired(missing), *more, too_long])


def choices(pairs: Iterable[tuple[object, object]]) -> list[SelectChoice]:
    return [SelectChoice(value, str(words)) for value, words in pairs]


def _required(missing: Any) -> DataRequired | Optional:
    return DataRequired(missing) if missing else Optional()


def lines_of(text: str) -> list[str]:
    """A text with one thing per line, as a list; empty lines and what stands twice left out."""
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def say(form: BaseForm, error: RuleBroken) -> None:
    """Let a form answer with the sentence of the rule that was broken."""
    form.form_errors.append(" ".join(explained(error)))


def say_at(fields: Mapping[Any, Any], form: BaseForm, error: RuleBroken) -> None:
    """Put each flaw that a refusal names at the field it is about, and any other refusal above the form."""
    flaws: Any = error.facts.get("flaws")
    if flaws is None:
        say(form, error)
        return
    for flaw in flaws:
        fields[flaw].errors = [word(flaw)]
