"""Paragraphs that are approved at once, before the rest of the minutes (omedelbar justering, D.1)."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from datetime import datetime

from councilflow.models import Person, Supplement
from councilflow.process.errors import RuleBroken
from councilflow.process.minutes import MinutesState
from councilflow.process.record import SupplementKind
from councilflow.services.minutes import supplements
from councilflow.services.minutes.compose import compose
from councilflow.services.minutes.draft import latest
from councilflow.services.minutes.place import SigningPlace
from councilflow.services.minutes.record import approved_at_once, signers

BEFORE_SIGNING = (MinutesState.DRAFT, MinutesState.IN_REVIEW)


def approve_at_once(
    meeting_id: int, numbers: Collection[int], *, place: SigningPlace, by: Person, now: datetime
) -> Supplement:
    """Lay out the paragraphs with these numbers as a document of their own, to be signed before the rest
    (omedelbar justering, D.1). Their text is the draft's, and from here on the draft's is theirs.

    RuleBroken: paragraphs-missing, paragraph-already-approved (with the §), minutes-not-draft, nobody-signs.
    """
    document = supplements.minutes_in(meeting_id, BEFORE_SIGNING)
    taken = approved_at_once(meeting_id)
    minutes = compose(document, latest(document))
    wanted = tuple(one for one in minutes.paragraphs if one.number in numbers)
    if not wanted or len(wanted) != len(set(numbers)):
        raise RuleBroken("paragraphs-missing")
    for one in wanted:
        if one.number in taken:
            raise RuleBroken("paragraph-already-approved", paragraph=one.number)
    value = dataclasses.replace(minutes, paragraphs=wanted, immediate=True)
    return supplements.make(
        document, SupplementKind.IMMEDIATE, value, signers(meeting_id), place=place, by=by, now=now
    )
