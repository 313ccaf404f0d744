"""Choosing nodes of plans inside a form, without any script (A32, A89).

Where the plans are small every node is a box to tick. Where they are large the form has a search of its own:
pressing it shows the same form again with all that was written, what is chosen already, and what was found.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from flask import request
from wtforms import HiddenField, SelectField, SelectMultipleField
from wtforms.validators import Optional, ValidationError

from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.services.plans import choosing
from councilflow.services.plans.choosing import Choice, Offer
from councilflow.web.fields import line
from councilflow.web.forms import SelectChoice


class Searching:
    """The fields by which a form looks for nodes; a form that chooses nodes has these besides its own."""

    nodes_sought = line(_l("Sök i planerna"))
    nodes_within = SelectField(_l("Leta i"), [Optional()], validate_choice=False)
    nodes_found = HiddenField()
    """What was looked for when the page was shown: whoever writes something else and sends means to look."""


@dataclass(frozen=True)
class Picker:
    """What the macro shows of a form's choice of nodes."""

    field: Any
    form: Any
    offer: Offer
    chosen: Collection[int]
    single: bool = False
    """Whether one is chosen among them, or none."""

    @property
    def only(self) -> int | None:
        """What a single choice came to."""
        return next(iter(self.chosen), None)

    @property
    def groups(self) -> list[tuple[str, list[tuple[str, list[Choice]]]]]:
        """What is offered, under plan and area in their order."""
        plans: dict[str, dict[str, list[Choice]]] = {}
        for one in self.offer.found:
            plans.setdefault(one.plan, {}).setdefault(one.area, []).append(one)
        return [(plan, list(areas.items())) for plan, areas in plans.items()]


def nodes_field(label: Any, *checks: Any) -> SelectMultipleField:
    return SelectMultipleField(label, [*checks] or [Optional()], coerce=int)


NONE = 0
"""What a single choice sends for none of them."""


def one_node(_form: Any, field: Any) -> None:
    """The check of a field that takes one node, or none."""
    if len(field.data or []) > 1:
        raise ValidationError(_("Välj bara en."))


def pick(
    form: Any, name: str, council_id: int, *, kept: Collection[int] = (), single: bool = False
) -> Picker:
    """Let the field `name` of a form choose among what is within the council's reach. `kept` are the nodes
    that are linked already, which stay whatever has become of their plan. `single`: one of them, or none."""
    field = form[name]
    if single:
        field.data = [node_id for node_id in field.data or [] if node_id != NONE]
    chosen = choosing.permitted(council_id, field.data or [], kept=kept)
    field.choices = [(node_id, "") for node_id in chosen]
    found = choosing.offer(
        council_id,
        chosen,
        words=form.nodes_sought.data or "",
        within=form.nodes_within.data or "",
        looks=form.is_submitted() and (looks(form) or _said(form) != "|"),
    )
    form.nodes_within.choices = _places(found)
    form.nodes_found.data = _said(form) if found.looked else ""
    return Picker(field, form, found, set(chosen), single)


def looks(form: Any) -> bool:
    """Whether the form was sent to look for nodes and not to be saved."""
    if not form.is_submitted():
        return False
    return "nodes_look" in request.form or _said(form) not in ("|", request.form.get("nodes_found", ""))


def _said(form: Any) -> str:
    return f"{form.nodes_sought.data or ''}|{form.nodes_within.data or ''}"


def _places(found: Offer) -> list[SelectChoice]:
    """The plans and their areas, under the names of the plans."""
    everywhere = SelectChoice("", _("Alla planer"))
    return [
        everywhere,
        *(SelectChoice(one.value, one.title or _("Hela planen"), {}, one.plan) for one in found.places),
    ]
