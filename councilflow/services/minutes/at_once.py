"""Paragraphs that are approved at once, before the rest of the minutes (omedelbar justering, D.1)."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select

from councilflow.extensions import db
from councilflow.models import AgendaItem, Body, Meeting, MinutesDocument, Person, Supplement
from councilflow.process.errors import RuleBroken
from councilflow.process.immediate import check_known
from councilflow.process.minutes import Minutes, MinutesState
from councilflow.process.profiles import PROFILES
from councilflow.process.record import SupplementKind
from councilflow.services.minutes import supplements
from councilflow.services.minutes.compose import compose
from councilflow.services.minutes.draft import hold, latest, settle
from councilflow.services.minutes.place import SigningPlace
from councilflow.services.minutes.record import approved_at_once, signers

BEFORE_SIGNING = (MinutesState.DRAFT, MinutesState.IN_REVIEW)


def approve_at_once(
    meeting_id: int, numbers: Collection[int], *, place: SigningPlace, by: Person, now: datetime
) -> Supplement:
    """Lay out the paragraphs with these numbers as a document of their own, to be signed before the rest
    (omedelbar justering, D.1). Their text is the draft's, and from here on the draft's is theirs.

    RuleBroken: no-immediate-approval, paragraphs-missing, paragraph-already-approved (with the §),
    minutes-not-draft, nobody-signs, minutes-changed-meanwhile (the text became another while the file was
    made).
    """
    document = supplements.minutes_in(meeting_id, BEFORE_SIGNING)
    check_known(document.meeting.profile)
    taken = approved_at_once(meeting_id)
    value = _laid_out(document, numbers)
    if not value.paragraphs or len(value.paragraphs) != len(set(numbers)):
        raise RuleBroken("paragraphs-missing")
    for one in value.paragraphs:
        if one.number in taken:
            raise RuleBroken("paragraph-already-approved", paragraph=one.number)

    def stands(held: MinutesDocument) -> bool:
        return _laid_out(held, numbers).paragraphs == value.paragraphs

    made = supplements.make(
        document,
        SupplementKind.IMMEDIATE,
        value,
        signers(meeting_id),
        place=place,
        stands=stands,
        by=by,
        now=now,
    )
    settle(hold(meeting_id), now=now)
    return made


def is_known(meeting_id: int) -> bool:
    """Whether the rules of the meeting's minutes have this approval."""
    profile = db.session.scalar(
        select(func.coalesce(Meeting.minutes_profile, Body.minutes_profile))
        .join(Body, Body.id == Meeting.council_id)
        .where(Meeting.id == meeting_id)
    )
    return profile is not None and PROFILES[profile].immediate_approval


def proposed(meeting_id: int) -> list[int]:
    """The numbers of the §§ that the meeting approved at once and that have no document of their own yet."""
    taken = approved_at_once(meeting_id)
    noted = db.session.scalars(
        select(AgendaItem.number)
        .where(
            AgendaItem.meeting_id == meeting_id,
            AgendaItem.immediate_approval_at.is_not(None),
            AgendaItem.number.is_not(None),
        )
        .order_by(AgendaItem.number)
    )
    return [number for number in noted if number is not None and number not in taken]


def _laid_out(document: MinutesDocument, numbers: Collection[int]) -> Minutes:
    minutes = compose(document, latest(document))
    wanted = tuple(one for one in minutes.paragraphs if one.number in numbers)
    return dataclasses.replace(minutes, paragraphs=wanted, immediate=True)
