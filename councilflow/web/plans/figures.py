"""Fields for the figures of plans: kroner, years, numbers; and the decisions they are tied to."""

from __future__ import annotations

from typing import Any

from wtforms import IntegerField, SelectField
from wtforms.validators import InputRequired, Optional

from councilflow import i18n
from councilflow.i18n import gettext as _
from councilflow.models import Body
from councilflow.process.meeting import local_date
from councilflow.process.plans.money import read
from councilflow.process.plans.values import MoneyState
from councilflow.services.plans.money import decided_items
from councilflow.web.fields import choices

FIRST, LAST = 1950, 2150
"""The years that a plan can speak of."""


class KronerField(IntegerField):
    """Whole kroner as people write them: 400 000, 400.000,-, 0,4 mill."""

    def process_formdata(self, valuelist: list[str]) -> None:
        written = " ".join(valuelist).strip()
        self.data = None
        if not written:
            return
        found = read(written)
        if found.state is not MoneyState.AMOUNT or found.amount is None:
            raise ValueError(_("Skriv ett belopp, till exempel 400 000 eller 0,4 mill."))
        if found.amount < 0:
            raise ValueError(_("Beloppet kan inte vara mindre än noll."))
        self.data = found.amount


class WholeField(IntegerField):
    """A whole number, with spaces between the thousands or without."""

    def process_formdata(self, valuelist: list[str]) -> None:
        written = "".join("".join(valuelist).split())
        self.data = None
        if not written:
            return
        if not (written.isascii() and written.isdecimal() and len(written) <= 12):
            raise ValueError(_("Skriv ett heltal med siffror."))
        self.data = int(written)


class YearField(IntegerField):
    """A year with its four digits."""

    def process_formdata(self, valuelist: list[str]) -> None:
        written = "".join(valuelist).strip()
        self.data = None
        if not written:
            return
        is_year = written.isascii() and written.isdecimal() and len(written) == 4
        if not (is_year and FIRST <= int(written) <= LAST):
            raise ValueError(_("Skriv året med fyra siffror, till exempel 2026."))
        self.data = int(written)


def kroner(label: Any, missing: Any = None) -> Any:
    return KronerField(label, [InputRequired(missing) if missing else Optional()])


def whole(label: Any, missing: Any = None) -> Any:
    return WholeField(label, [InputRequired(missing) if missing else Optional()])


def year(label: Any, missing: Any = None) -> Any:
    return YearField(label, [InputRequired(missing) if missing else Optional()])


def one_of(label: Any, missing: Any = None) -> Any:
    """A choice that may be left open unless `missing` says what to do; its values are texts."""
    return SelectField(label, [InputRequired(missing) if missing else Optional()])


def offer_decisions(field: Any, council: Body) -> None:
    """Let a field choose among what the council has decided; the newest first."""
    rows = decided_items(council.id)
    said = (
        (
            str(row.id),
            _(
                "%(day)s, § %(number)s: %(title)s",
                day=i18n.date_long(local_date(row.meeting_at, council.zone)),
                number=row.number,
                title=row.title,
            ),
        )
        for row in rows
    )
    field.choices = choices([("", _("Ingen vald")), *said])


def chosen(field: Any) -> int | None:
    """The id that a choice with texts for values stands for."""
    return int(field.data) if field.data and field.data.isdecimal() else None
