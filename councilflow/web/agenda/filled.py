"""The meeting's time as a picture: one piece per item, as wide as the item is long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from councilflow.process.agenda import ItemKind

WIDE = 1000
"""The picture's width in its own units."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One item's part of the picture, in its own units from the left. `look` is item, pause or standing."""

    x: float
    width: float
    look: str
    is_over: bool
    """It runs on beyond the end of the meeting."""


def pieces(items: Sequence[tuple[ItemKind | None, int]], lasts: int) -> tuple[list[Piece], float]:
    """The pieces in order, and where the meeting ends. The picture is as wide as the longer of the two: the
    meeting, or its items."""
    whole = max(lasts, sum(minutes for _kind, minutes in items), 1)
    scale, at, drawn = WIDE / whole, 0, []
    for kind, minutes in items:
        if minutes:
            drawn.append(
                Piece(
                    round(at * scale, 1), round(minutes * scale, 1), _look(kind), is_over=at + minutes > lasts
                )
            )
        at += minutes
    return drawn, round(lasts * scale, 1)


def _look(kind: ItemKind | None) -> str:
    return {ItemKind.HEADING: "pause", ItemKind.STANDING: "standing"}.get(kind, "item") if kind else "item"
