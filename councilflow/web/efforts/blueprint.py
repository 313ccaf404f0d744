"""The blueprint that the pages about who does what share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, g
from wtforms import SelectField

from councilflow.models import JointEffort
from councilflow.services.efforts import access
from councilflow.web.access import now, viewer
from councilflow.web.fields import choices

bp = Blueprint("efforts", __name__)


@bp.before_request
def _section() -> None:
    g.section = "standpoints"


def effort_at(council_id: int, effort_id: int) -> JointEffort:
    return access.effort_in(council_id, effort_id) or abort(404)


def row_or_none(value: Any) -> int | None:
    """What a list of rows sends: the id of one, or nothing."""
    return int(value) if value else None


def offer_organisations(field: SelectField, council_id: int) -> Sequence[Any]:
    """The organisations that the viewer may enter something for; 403 when there is none."""
    offered = access.organisations_for(viewer(), council_id, now=now())
    if not offered:
        abort(403)
    field.choices = choices((one.id, one.name) for one in offered)
    return offered
