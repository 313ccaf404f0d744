"""Signed minutes are corrected by a document of their own, and stay as they were signed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from councilflow.models import Person, Supplement
from councilflow.process import correction
from councilflow.process.correction import Change, Correction
from councilflow.process.meeting import local_date
from councilflow.process.minutes import MinutesState, from_json
from councilflow.process.record import SupplementKind
from councilflow.services.minutes import files, supplements
from councilflow.services.minutes.compose import signatories_of
from councilflow.services.minutes.place import SigningPlace
from councilflow.services.minutes.record import Signer


def correct(
    meeting_id: int,
    changes: tuple[Change, ...],
    reason: str,
    signing: Sequence[Signer],
    *,
    place: SigningPlace,
    by: Person,
    now: datetime,
) -> Supplement:
    """Lay out a correction of signed minutes, to be signed by `signing`.

    RuleBroken: minutes-not-signed, and those of `correction.check`.
    """
    document = supplements.minutes_in(meeting_id, (MinutesState.SIGNED,))
    minutes = from_json(document.snapshot)
    correction.check(changes, reason, minutes)
    zone, signed = document.meeting.council.zone, files.last_signed(document)
    value = Correction(
        council=minutes.council,
        host=minutes.host,
        language=minutes.language,
        number=_next_number(meeting_id),
        days=tuple(sitting.day for sitting in minutes.sittings),
        meeting_number=minutes.number,
        year=minutes.year,
        minutes_signed_on=local_date(signed.made_at, zone),
        minutes_sha256=signed.sha256,
        reason=reason.strip(),
        changes=changes,
        decided_on=local_date(now, zone),
        signatories=signatories_of(signing),
    )
    return supplements.make(document, SupplementKind.CORRECTION, value, signing, place=place, by=by, now=now)


def _next_number(meeting_id: int) -> int:
    """After the highest that stands: one before it may have been withdrawn."""
    standing = supplements.standing(meeting_id, SupplementKind.CORRECTION)
    return max((correction.from_json(one.snapshot).number for one in standing), default=0) + 1
