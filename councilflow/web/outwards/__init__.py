"""What the council says outwards: statements, the påverkansagenda, communication, representation."""

from councilflow.services.outwards import beside
from councilflow.web.outwards import (
    advocacy,
    correcting,
    hearings,
    overview,
    public,
    representing,
    sending,
    statements,
    telling,
)
from councilflow.web.outwards.blueprint import bp
from councilflow.web.standpoints.show import BESIDE

__all__ = [
    "advocacy",
    "bp",
    "correcting",
    "hearings",
    "overview",
    "public",
    "representing",
    "sending",
    "statements",
    "telling",
]

BESIDE.append(lambda story, who: {"outwards": beside.of_standpoint(story.row.id, story.row.item_id, who)})
