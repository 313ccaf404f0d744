"""Signing the minutes, one person at a time, in any order (H.6, D.5).

Each signatory gets a personal certificate for this one act and puts one PAdES revision into the newest file.
Two who sign at the same moment wait for each other, so both end up in it. With the last signature the
minutes stand: nothing in the product changes them, the record behind them or the attendance again.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import speaking
from councilflow.models import MinutesDocument, Person, SignedFile
from councilflow.process.errors import RuleBroken
from councilflow.process.minutes import MinutesState, MinutesStep, after
from councilflow.services import journal
from councilflow.services.minutes.draft import hold
from councilflow.services.minutes.record import signers
from councilflow.signing.authority import Authority
from councilflow.signing.sign import sign as put_signature
from councilflow.words import word


@dataclass(frozen=True, slots=True)
class SigningPlace:
    """Where the installation keeps its signing authority, and the secret that opens it."""

    folder: Path
    secret: str

    @property
    def authority(self) -> Authority:
        return Authority(self.folder / "signing", self.secret)


def sign(meeting_id: int, *, place: SigningPlace, by: Person, now: datetime) -> SignedFile:
    """Put a person's signature into the minutes. Who calls has just verified the person's password.

    RuleBroken: minutes-not-locked, not-a-signatory, already-signed, and those of the signing authority.
    """
    document = hold(meeting_id)
    if document.state is not MinutesState.LOCKED:
        raise RuleBroken("minutes-not-locked", state=document.state)
    wanted = signers(meeting_id)
    me = next((one for one in wanted if one.person_id == by.id), None)
    if me is None:
        raise RuleBroken("not-a-signatory")
    signed = _signed_by(document)
    if by.id in signed:
        raise RuleBroken("already-signed")
    newest = _newest(document)
    council = document.meeting.council
    with speaking(council.document_language):
        role = word(me.role)
        content = put_signature(
            newest.content,
            field=me.key,
            certificate=place.authority.issue(name=me.name, organisation=me.organisation, role=role, at=now),
            reason=_("Protokollet skrivs under"),
            at=now.astimezone(council.zone),
        )
    file = SignedFile(
        document_id=document.id,
        number=newest.number + 1,
        person_id=by.id,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        made_at=now,
    )
    db.session.add(file)
    _tell(document, file, by=by, now=now, is_last=len(signed) + 1 == len(wanted))
    return file


def _signed_by(document: MinutesDocument) -> set[int]:
    found = db.session.scalars(select(SignedFile.person_id).where(SignedFile.document_id == document.id))
    return {person_id for person_id in found if person_id is not None}


def _newest(document: MinutesDocument) -> SignedFile:
    return db.session.scalars(
        select(SignedFile)
        .where(SignedFile.document_id == document.id)
        .order_by(SignedFile.number.desc())
        .limit(1)
    ).one()


def _tell(document: MinutesDocument, file: SignedFile, *, by: Person, now: datetime, is_last: bool) -> None:
    journal.note(
        "minutes-signature",
        by=by,
        now=now,
        meeting=document.meeting,
        before={"file": file.number - 1},
        after={"file": file.number, "sha256": file.sha256},
    )
    if is_last:
        db.session.flush()  # the last file is in place before the minutes close behind it
        document.state, document.signed_at = after(document.state, MinutesStep.SIGN_LAST), now
        journal.note(
            "minutes-signed", by=by, now=now, meeting=document.meeting, after={"sha256": file.sha256}
        )
