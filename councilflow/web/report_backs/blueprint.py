"""The blueprint that the pages about taking results home share."""

from __future__ import annotations

from flask import Blueprint, abort, g

from councilflow.models import ReportBack
from councilflow.services.report_backs import reading
from councilflow.web.access import viewer

bp = Blueprint("report_backs", __name__)


@bp.before_request
def _section() -> None:
    g.section = "standpoints"


def report_at(meeting_id: int, organisation_id: int) -> ReportBack:
    """The report back in the address; no such page for what is another organisation's."""
    return reading.report_of(viewer(), meeting_id, organisation_id) or abort(404)
