"""The organisations that a question concerns, as lines of a form: a tick, and what each brings (A34)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import BooleanField, FieldList, FormField, HiddenField
from wtforms.form import BaseForm

from councilflow.i18n import lazy_gettext as _l
from councilflow.web.fields import line
from councilflow.web.forms import Part
from councilflow.web.numbers import number_in


class ConcernedForm(Part):
    organisation_id = HiddenField()
    is_concerned = BooleanField()
    contribution = line(_l("Bidrag"), longest=500)


class Concerning:
    """A form that says whom a question concerns has these besides its own fields."""

    concerned = FieldList(FormField(ConcernedForm))
    names: Mapping[int, str] = {}
    """The organisations to choose among, by id."""


def lay_out(form: Any, members: Iterable[Any], named: Iterable[Any]) -> None:
    """A line for each organisation of the council, and for those named that have left it. `members` have id
    and name, `named` organisation_id, name and contribution."""
    said = {row.organisation_id: row for row in named}
    form.names = {row.id: row.name for row in members} | {one: row.name for one, row in said.items()}
    if form.is_submitted():
        return
    for one in form.names:
        text = said[one].contribution if one in said else ""
        form.concerned.append_entry(
            {"organisation_id": one, "is_concerned": one in said, "contribution": text}
        )


def chosen(form: BaseForm) -> dict[int, str] | None:
    """Those ticked, with what each brings; None where the form does not ask."""
    if "concerned" not in form:
        return None
    names: Mapping[int, str] = form.names  # type: ignore[attr-defined]  # a form that is Concerning
    return {
        one: row.form.contribution.data or ""
        for row in form["concerned"]  # type: ignore[attr-defined]  # a list of parts
        if row.form.is_concerned.data and (one := number_in(row.form.organisation_id.data)) in names
    }
