"""What is signed beside the minutes: paragraphs approved at once, and corrections of signed minutes.

A supplement comes into being locked: laid out, sealed and waiting for the signatures of those who sign the
minutes. While nobody has signed it may be withdrawn, and stays in the record as withdrawn.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import func, select

from councilflow.extensions import begin_as, db
from councilflow.models import MinutesDocument, Person, Supplement
from councilflow.process.correction import Correction
from councilflow.process.errors import RuleBroken
from councilflow.process.minutes import Minutes, MinutesState
from councilflow.process.record import SupplementKind
from councilflow.process.values import as_json, fingerprint
from councilflow.services import journal
from councilflow.services.minutes import files
from councilflow.services.minutes.draft import hold, hold_supplement
from councilflow.services.minutes.layout import Drawn, draw
from councilflow.services.minutes.place import SigningPlace
from councilflow.services.minutes.record import Signer


def standing(meeting_id: int, kind: SupplementKind) -> list[Supplement]:
    """The supplements of a meeting that are not withdrawn, in their order."""
    return list(
        db.session.scalars(
            select(Supplement)
            .where(
                Supplement.meeting_id == meeting_id,
                Supplement.kind == kind,
                Supplement.withdrawn_at.is_(None),
            )
            .order_by(Supplement.number)
        )
    )


def pending(meeting_id: int) -> bool:
    """Whether paragraphs that are approved at once still wait for a signature."""
    return any(one.state is not MinutesState.SIGNED for one in standing(meeting_id, SupplementKind.IMMEDIATE))


def minutes_in(meeting_id: int, states: Collection[MinutesState]) -> MinutesDocument:
    """The minutes of a meeting in one of these states. RuleBroken: minutes-not-begun, minutes-not-signed,
    minutes-not-draft."""
    document = db.session.scalars(
        select(MinutesDocument).where(MinutesDocument.meeting_id == meeting_id)
    ).one_or_none()
    if document is None:
        raise RuleBroken("minutes-not-begun")
    if document.state not in states:
        raise RuleBroken(
            "minutes-not-signed" if MinutesState.SIGNED in states else "minutes-not-draft",
            state=document.state,
        )
    return document


def make(
    document: MinutesDocument,
    kind: SupplementKind,
    value: Minutes | Correction,
    signing: Sequence[Signer],
    *,
    place: SigningPlace,
    stands: Callable[[MinutesDocument], bool] = lambda _held: True,
    by: Person,
    now: datetime,
) -> Supplement:
    """Lay out a supplement while others may write, and store it if nothing came between. `stands`: whether
    what it says is still so, asked once nobody else can write.

    RuleBroken: nobody-signs, minutes-changed-meanwhile, and those of the signing authority.
    """
    meeting_id, person_id, state = document.meeting_id, by.id, document.state
    before = _highest(meeting_id)
    drawn = draw(value, document.meeting.council, place=place, now=now)
    db.session.rollback()
    begin_as(writer=True)
    document = hold(meeting_id)
    if document.state is not state or _highest(meeting_id) != before or not stands(document):
        raise RuleBroken("minutes-changed-meanwhile")
    return _keep(
        document, kind, value, signing, drawn, before + 1, by=db.session.get_one(Person, person_id), now=now
    )


def _highest(meeting_id: int) -> int:
    found = db.session.scalar(select(func.max(Supplement.number)).where(Supplement.meeting_id == meeting_id))
    return found or 0


def _keep(
    document: MinutesDocument,
    kind: SupplementKind,
    value: Minutes | Correction,
    signing: Sequence[Signer],
    drawn: Drawn,
    number: int,
    *,
    by: Person,
    now: datetime,
) -> Supplement:
    supplement = Supplement(
        meeting_id=document.meeting_id,
        kind=kind,
        number=number,
        state=MinutesState.LOCKED,
        snapshot=as_json(value),
        fingerprint=fingerprint(value),
        signers=[asdict(one) for one in signing],
        made_by_id=by.id,
        made_at=now,
    )
    db.session.add(supplement)
    db.session.flush()
    files.lay_out(supplement, drawn.base, drawn.sealed, now=now)
    beside = supplement.kind
    journal.note(
        f"{beside}-made",
        by=by,
        now=now,
        meeting=document.meeting,
        about=str(number),
        after={"fingerprint": supplement.fingerprint},
    )
    return supplement


def withdraw(supplement: Supplement, *, by: Person, now: datetime) -> None:
    """Take a supplement back while nobody has signed it.

    Whoever signs holds it as well, so that nobody's signature comes in between. RuleBroken:
    somebody-has-signed, supplement-withdrawn.
    """
    supplement = hold_supplement(supplement.id)
    if supplement.withdrawn_at:
        raise RuleBroken("supplement-withdrawn")
    if supplement.state is MinutesState.SIGNED or files.signed_by(supplement):
        raise RuleBroken("somebody-has-signed")
    supplement.withdrawn_at = now
    beside = supplement.kind
    journal.note(
        f"{beside}-withdrawn",
        by=by,
        now=now,
        meeting=supplement.meeting,
        about=str(supplement.number),
    )
