"""The page of one standpoint: everything that became of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from councilflow.process.rights import Act
from councilflow.services import formal_decisions, secrecy
from councilflow.services.formal_decisions import reading as formal
from councilflow.services.formal_decisions.reading import Chain
from councilflow.services.minutes.signed import corrections_of
from councilflow.services.standpoints import reading
from councilflow.services.standpoints.reading import Story
from councilflow.services.visibility import Viewer, today
from councilflow.web.access import can, now, requires, viewer
from councilflow.web.pages import render
from councilflow.web.standpoints.blueprint import bp, story_at

Beside = Callable[[Story, Viewer], dict[str, Any]]

BESIDE: list[Beside] = []
"""What other parts of the product put on the page: each gives names for the template, and has its section in
`templates/standpoints/_efforts.html` or `_outwards.html`. They are added where those parts are defined."""


@bp.get("/standpoints/<int:item_id>")
@requires(Act.READ_MEETING)
def show(item_id: int) -> ResponseReturnValue:
    story = story_at(item_id)
    row, who = story.row, viewer()
    chains = formal.chains(who, [row.id], today=today(now()))
    more: dict[str, Any] = {}
    for part in BESIDE:
        more |= part(story, who)
    return render(
        "standpoints/show.html",
        story=story,
        one=row,
        own_steps=[one for one in chains if one.organisation_id is None],
        chains=[one for one in chains if one.organisation_id is not None],
        ways={one.organisation_id: _way(story, one) for one in chains},
        corrections=corrections_of(row.meeting_id, row.number) if row.in_force_on else (),
        may_change=can(Act.MANAGE_COUNCIL),
        **more,
    )


def _way(story: Story, chain: Chain) -> str:
    """Where the viewer enters something for the chain; empty when they may not."""
    row = story.row
    if row.in_force_on is None:
        return ""
    if formal_decisions.way_of(viewer(), row.council_id, chain.organisation_id) is None:
        return ""
    return url_for("standpoints.step", item_id=row.item_id, step_id=chain.current.id)


@bp.get("/items/<int:item_id>/own-decision")
@requires(Act.PREPARE_AT_HOME, Act.SET_STANCE, Act.MANAGE_COUNCIL)
def apart(item_id: int) -> ResponseReturnValue:
    """The decisions on a standpoint under secrecy: the organisation's own, and all for the secretariat. The
    item itself leads here, and no register, list or mail (decision 0019)."""
    story = reading.story(viewer(), item_id, today=today(now()), closed=True) or abort(404)
    chains = formal.chains(viewer(), [story.row.id], today=today(now()), closed=True)
    return render(
        "standpoints/apart.html",
        story=story,
        one=story.row,
        chains=[one for one in chains if one.organisation_id is not None],
        ways={one.organisation_id: _way(story, one) for one in chains},
        mark=secrecy.told(story.row.secrecy_section),
        sees_all=can(Act.MANAGE_COUNCIL),
    )
