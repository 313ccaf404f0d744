"""The one blueprint that the pages about standpoints and what follows them share."""

from __future__ import annotations

from flask import Blueprint, abort, g, url_for

from councilflow.models import Standpoint
from councilflow.services.standpoints import reading
from councilflow.services.standpoints.reading import Story
from councilflow.services.visibility import today
from councilflow.web.access import now, viewer

bp = Blueprint("standpoints", __name__)


@bp.before_request
def _section() -> None:
    g.section = "standpoints"


def story_at(item_id: int) -> Story:
    """The standpoint in the address; no such page for what the viewer may not read."""
    return reading.story(viewer(), item_id, today=today(now())) or abort(404)


def standpoint_at(item_id: int) -> Standpoint:
    """The same as a row to change."""
    story_at(item_id)
    return reading.standing(item_id) or abort(404)


def decided_on_at(item_id: int) -> Story:
    """The standpoint in the address, also one under secrecy that the viewer's organisation decides on."""
    who, day = viewer(), today(now())
    found = reading.story(who, item_id, today=day) or reading.story(who, item_id, today=day, closed=True)
    return found or abort(404)


def page_of(story: Story) -> str:
    """Where the decisions on a standpoint stand; those on one under secrecy stand apart (decision 0019)."""
    endpoint = "standpoints.apart" if story.row.is_secret else "standpoints.show"
    return url_for(endpoint, item_id=story.row.item_id)
