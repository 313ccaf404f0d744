"""Signing the minutes elsewhere: in a service that is given a digest, or in a program that is given the file.

What comes back is kept only when it is the newest file and one lawful signature by somebody the installation
trusts, in the place of the person who hands it in (signing/outside.py). If another has signed meanwhile, the
newest file is another, and one begins anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from councilflow.documents.gate import findings
from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import speaking
from councilflow.models import MinutesDocument, OutsideSignature, Person, SignedFile
from councilflow.process.errors import RuleBroken
from councilflow.process.ways import SigningWay
from councilflow.services import journal
from councilflow.services.minutes import files
from councilflow.services.minutes.draft import hold
from councilflow.services.minutes.place import SigningPlace
from councilflow.services.minutes.signing import Made, Turn, keep, turn_of
from councilflow.signing import outside
from councilflow.signing.outside import Accepted, Prepared
from councilflow.signing.signers import Words
from councilflow.words import word


@dataclass(frozen=True, slots=True)
class Asked:
    """The digest (SHA-256) that a person was last given."""

    digest: bytes
    made_at: datetime
    is_good: bool
    """Whether its file still is the newest one."""


def asked(meeting_id: int, person_id: int) -> Asked | None:
    """What the person was last given for the minutes of the meeting; None when nothing was."""
    row = db.session.execute(
        select(OutsideSignature.digest, OutsideSignature.made_at, SignedFile.id, SignedFile.document_id)
        .join(SignedFile, SignedFile.id == OutsideSignature.file_id)
        .join(MinutesDocument, MinutesDocument.id == SignedFile.document_id)
        .where(MinutesDocument.meeting_id == meeting_id, OutsideSignature.person_id == person_id)
        .order_by(OutsideSignature.id.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    newest = db.session.scalar(
        select(SignedFile.id)
        .where(SignedFile.document_id == row.document_id)
        .order_by(SignedFile.number.desc())
        .limit(1)
    )
    return Asked(bytes.fromhex(row.digest), row.made_at, row.id == newest)


def ask(meeting_id: int, *, by: Person, now: datetime) -> Asked:
    """Make the newest file ready for a person's signature. Who calls has just verified their password.

    RuleBroken: minutes-not-locked, not-a-signatory, already-signed.
    """
    document = hold(meeting_id)
    me = turn_of(document, by).me
    council, newest = document.meeting.council, files.newest(document)
    with speaking(council.document_language):
        who = Words(me.name, me.organisation, word(me.role))
        reason = _("Protokollet skrivs under")
    at = now.astimezone(council.zone)
    prepared = outside.prepare(newest.content, field=me.key, who=who, reason=reason, at=at)
    db.session.add(
        OutsideSignature(
            file_id=newest.id,
            person_id=by.id,
            prepared=prepared.content,
            digest=prepared.digest.hex(),
            made_at=now,
        )
    )
    journal.note("minutes-digest", by=by, now=now, meeting=document.meeting)
    return Asked(prepared.digest, now, is_good=True)


def hand_in(
    meeting_id: int, signature: bytes, *, place: SigningPlace, by: Person, now: datetime, url: str = ""
) -> SignedFile:
    """Keep the signature (detached CMS as DER, base64 or PEM) that a service made over the digest.

    RuleBroken: outside-not-asked, outside-overtaken, outside-not-archival, and those of `ask` and of
    signing.outside.complete.
    """
    document = hold(meeting_id)
    turn, newest = turn_of(document, by), files.newest(document)
    given = _given(document, by)
    if given.file_id != newest.id:
        raise RuleBroken("outside-overtaken")
    found = outside.complete(
        Prepared(given.prepared, bytes.fromhex(given.digest)),
        signature,
        newest=newest.content,
        trust=place.trust,
        time_trust=place.time_roots,
        at=now,
    )
    return _keep(document, turn, found, SigningWay.SERVICE, by=by, now=now, url=url)


def take_in(
    meeting_id: int, uploaded: bytes, *, place: SigningPlace, by: Person, now: datetime, url: str = ""
) -> SignedFile:
    """Keep the newest file with the signature that a person put into it elsewhere. Who calls has just
    verified their password.

    RuleBroken: outside-not-archival, and those of `ask` and of signing.outside.accept.
    """
    document = hold(meeting_id)
    turn, newest = turn_of(document, by), files.newest(document)
    found = outside.accept(
        uploaded, newest=newest.content, trust=place.trust, time_trust=place.time_roots, at=now
    )
    return _keep(document, turn, found, SigningWay.PROGRAM, by=by, now=now, url=url)


def _given(document: MinutesDocument, by: Person) -> OutsideSignature:
    found = db.session.scalars(
        select(OutsideSignature)
        .join(SignedFile, SignedFile.id == OutsideSignature.file_id)
        .where(SignedFile.document_id == document.id, OutsideSignature.person_id == by.id)
        .order_by(OutsideSignature.id.desc())
        .limit(1)
    ).one_or_none()
    if found is None:
        raise RuleBroken("outside-not-asked")
    return found


def _keep(
    document: MinutesDocument,
    turn: Turn,
    found: Accepted,
    way: SigningWay,
    *,
    by: Person,
    now: datetime,
    url: str,
) -> SignedFile:
    if found.field != turn.me.key:
        raise RuleBroken("outside-wrong-field")
    if wrong := findings(found.content):
        raise RuleBroken("outside-not-archival", findings=wrong)
    return keep(document, turn, Made(found.content, way, found.holder), by=by, now=now, url=url)
