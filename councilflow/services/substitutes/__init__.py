"""Substitutes called in for members who cannot come, in the order of each organisation (A.7, A42, D.1, H.11).

Only where the council says that its members have substitutes. The secretary calls them in one at a time, or
the council lets it happen by itself.
"""

from councilflow.services.substitutes.calling import call, take_back
from councilflow.services.substitutes.following import after_answer
from councilflow.services.substitutes.reading import (
    Place,
    Stand,
    asked_to_serve,
    calls_for,
    places,
    serving_at,
)

__all__ = [
    "Place",
    "Stand",
    "after_answer",
    "asked_to_serve",
    "call",
    "calls_for",
    "places",
    "serving_at",
    "take_back",
]
