"""Preparing at home: the organisation's own room, its door, and the summary of what was handed in."""

from councilflow.web.preparation import answering, arranging, closing, handing_in, item, ready, room, summary
from councilflow.web.preparation.blueprint import bp

__all__ = ["answering", "arranging", "bp", "closing", "handing_in", "item", "ready", "room", "summary"]
