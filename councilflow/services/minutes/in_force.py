"""With the last signature, what the meeting took is in force: all of it, or paragraphs approved at once. The
organisations are then asked to take it home."""

from __future__ import annotations

from datetime import datetime

from councilflow.models import MinutesDocument
from councilflow.process.minutes import from_json
from councilflow.process.record import SupplementKind
from councilflow.services import report_backs
from councilflow.services.minutes.files import Signed
from councilflow.services.standpoints.beginning import come_into_force


def begins(thing: Signed, *, now: datetime) -> None:
    """Called in the transaction of the last signature. A correction puts nothing new in force."""
    if isinstance(thing, MinutesDocument):
        come_into_force(thing.meeting, now=now)
        report_backs.begin(thing.meeting, now=now)
    elif thing.kind is SupplementKind.IMMEDIATE:
        numbers = [one.number for one in from_json(thing.snapshot).paragraphs]
        come_into_force(thing.meeting, now=now, numbers=numbers)
