"""What everybody has signed of a meeting's paragraphs, and what has been corrected in them since (D.1).

That is the minutes once they are signed, and before that the paragraphs that were approved at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, select

from councilflow.extensions import db
from councilflow.models import Body, Meeting, MinutesDocument, Supplement
from councilflow.process import correction
from councilflow.process.errors import RuleBroken
from councilflow.process.extracts import Corrected, paragraph_of
from councilflow.process.meeting import local_date
from councilflow.process.minutes import Minutes, MinutesState, Paragraph, from_json
from councilflow.process.record import SupplementKind


@dataclass(frozen=True, slots=True)
class Source:
    """A signed document that paragraphs can be taken from, word for word."""

    text: Minutes
    signed_on: date
    """The day of the last signature, on the council's calendar."""

    def approved_on(self, number: int) -> date:
        """The day on which this § was approved, which may be before the rest."""
        return paragraph_of(self.text, number).approved_on or self.signed_on


def sources(meeting_id: int) -> list[Source]:
    """The signed minutes, or else what was approved at once; empty while nothing is signed."""
    zone = _zone(meeting_id)
    whole = db.session.execute(
        select(MinutesDocument.snapshot, MinutesDocument.signed_at).where(
            MinutesDocument.meeting_id == meeting_id, MinutesDocument.state == MinutesState.SIGNED
        )
    ).all()
    rows = whole or _supplements(meeting_id, SupplementKind.IMMEDIATE)
    return [Source(from_json(row.snapshot), local_date(row.signed_at, zone)) for row in rows]


def paragraphs(meeting_id: int) -> list[Paragraph]:
    """Everything that an extract can be made of, in the order of the numbers."""
    found = [one for source in sources(meeting_id) for one in source.text.paragraphs]
    return sorted(found, key=lambda one: one.number)


def source_of(meeting_id: int, paragraph: int) -> Source:
    """Where to take a § from. RuleBroken: extract-before-signing, no-such-paragraph."""
    found = sources(meeting_id)
    if not found:
        raise RuleBroken("extract-before-signing")
    for one in found:
        if any(paragraph == each.number for each in one.text.paragraphs):
            return one
    raise RuleBroken("no-such-paragraph", number=paragraph)


def corrections_of(meeting_id: int, paragraph: int) -> tuple[Corrected, ...]:
    """What signed corrections say of a §, in their order."""
    zone = _zone(meeting_id)
    found = []
    for row in _supplements(meeting_id, SupplementKind.CORRECTION):
        value = correction.from_json(row.snapshot)
        changes = tuple(one for one in value.changes if one.paragraph == paragraph)
        if changes:
            signed_on = local_date(row.signed_at, zone)
            found.append(Corrected(number=value.number, signed_on=signed_on, changes=changes))
    return tuple(found)


def changes_of(meeting_id: int) -> list[correction.Change]:
    """Every change that the signed corrections of a meeting make, in their order."""
    rows = _supplements(meeting_id, SupplementKind.CORRECTION)
    return [change for row in rows for change in correction.from_json(row.snapshot).changes]


def _supplements(meeting_id: int, kind: SupplementKind) -> Sequence[Row[*tuple[Any, ...]]]:
    return db.session.execute(
        select(Supplement.snapshot, Supplement.signed_at)
        .where(*_signed(meeting_id, kind))
        .order_by(Supplement.number)
    ).all()


def _signed(meeting_id: int, kind: SupplementKind) -> tuple[ColumnElement[bool], ...]:
    return (
        Supplement.meeting_id == meeting_id,
        Supplement.kind == kind,
        Supplement.state == MinutesState.SIGNED,
        Supplement.withdrawn_at.is_(None),
    )


def _zone(meeting_id: int) -> ZoneInfo:
    name = db.session.scalars(
        select(Body.time_zone).join(Meeting, Meeting.council_id == Body.id).where(Meeting.id == meeting_id)
    ).one()
    return ZoneInfo(name)
