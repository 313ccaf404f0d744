"""Who enters a decision: the organisation itself, or the secretariat on its word."""

from __future__ import annotations

from enum import Enum, auto

from councilflow.process.rights import Act
from councilflow.services.visibility import Viewer


class Way(Enum):
    OWN = auto()
    ON_WORD = auto()
    """By the secretariat, for an organisation that has said so."""
    COUNCIL = auto()
    """A step of the council's own."""


def way_of(who: Viewer, council_id: int, organisation_id: int | None) -> Way | None:
    """In what way the viewer may enter something; None when they may not. An organisation's own is entered
    by those who carry its stance (A83): its majority and its officials."""
    keeps = Act.MANAGE_COUNCIL in who.acts_in(council_id)
    if organisation_id is None:
        return Way.COUNCIL if keeps else None
    if organisation_id in who.stance_homes(council_id):
        return Way.OWN
    return Way.ON_WORD if keeps else None
