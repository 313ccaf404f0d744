"""Signing the minutes, one person at a time, in any order (H.6, D.5).

Each signatory gets a personal certificate for this one act and puts one PAdES revision into the newest file.
Two who sign at the same moment wait for each other, so both end up in it. With the last signature the
minutes stand: nothing in the product changes them, the record behind them or the attendance again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from councilflow.i18n import LazyText, speaking
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import MinutesDocument, Person, SignedFile, Supplement
from councilflow.process.errors import RuleBroken
from councilflow.process.minutes import MinutesState, MinutesStep, after
from councilflow.process.record import FileKind, SupplementKind
from councilflow.process.ways import SigningWay
from councilflow.services import journal
from councilflow.services.minutes import files, in_force
from councilflow.services.minutes.draft import hold, hold_supplement
from councilflow.services.minutes.place import SigningPlace
from councilflow.services.minutes.record import Signer, signers_of
from councilflow.services.minutes.telling import send_signed
from councilflow.signing.sign import sign as put_signature
from councilflow.signing.signers import CertificateFile, subject
from councilflow.signing.signers import Signer as AnySigner
from councilflow.words import word


def sign(
    meeting_id: int,
    *,
    place: SigningPlace,
    by: Person,
    now: datetime,
    url: str = "",
    own: CertificateFile | None = None,
) -> SignedFile:
    """Put a person's signature into the minutes. Who calls has just verified the person's password.

    It is made with a certificate of the installation for this one act, or with the person's `own`, when that
    leads to a root that the installation believes. After the last signature the recipients get word by mail
    when `url` says where the minutes are read.
    RuleBroken: minutes-not-locked, not-a-signatory, already-signed, certificate-not-trusted, and those of the
    signing authority or of the certificate file.
    """
    act = _Act(_l("Protokollet skrivs under"), by, now, own)
    return _put(hold(meeting_id), act, place=place, url=url)


def sign_supplement(
    supplement_id: int,
    *,
    place: SigningPlace,
    by: Person,
    now: datetime,
    url: str = "",
    own: CertificateFile | None = None,
) -> SignedFile:
    """Put a person's signature into paragraphs approved at once or into a correction.

    RuleBroken: supplement-withdrawn, and those of `sign`.
    """
    supplement = hold_supplement(supplement_id)
    if supplement.withdrawn_at:
        raise RuleBroken("supplement-withdrawn")
    return _put(supplement, _Act(REASONS[supplement.kind], by, now, own), place=place, url=url)


REASONS = {
    SupplementKind.IMMEDIATE: _l("Paragraferna justeras omedelbart"),
    SupplementKind.CORRECTION: _l("Rättelsen skrivs under"),
}


@dataclass(frozen=True, slots=True)
class _Act:
    reason: LazyText
    by: Person
    now: datetime
    own: CertificateFile | None


@dataclass(frozen=True, slots=True)
class Turn:
    """That it is a person's turn to sign."""

    me: Signer
    is_last: bool


def turn_of(thing: files.Signed, by: Person) -> Turn:
    """Whose turn it is, of a thing that is held. RuleBroken: minutes-not-locked, not-a-signatory,
    already-signed."""
    if thing.state is not MinutesState.LOCKED:
        raise RuleBroken("minutes-not-locked", state=thing.state)
    wanted = signers_of(thing)
    me = next((one for one in wanted if one.person_id == by.id), None)
    if me is None:
        raise RuleBroken("not-a-signatory")
    signed = files.signed_by(thing)
    if by.id in signed:
        raise RuleBroken("already-signed")
    return Turn(me, signed | {by.id} >= {one.person_id for one in wanted})


@dataclass(frozen=True, slots=True)
class Made:
    """The file with one more signature, and how that was made."""

    content: bytes
    way: SigningWay
    certificate: str = ""
    """Whom the certificate was issued for, when somebody else issued it."""


def keep(
    thing: files.Signed, turn: Turn, made: Made, *, by: Person, now: datetime, url: str = ""
) -> SignedFile:
    """Keep the signature of whose turn it was; after the last one, write to those who wait for the file."""
    file = files.add(thing, FileKind.SIGNATURE, made.content, person_id=by.id, now=now)
    _tell(thing, file, made, by=by, now=now, is_last=turn.is_last)
    if turn.is_last and url and not _is_part(thing):
        send_signed(thing, url=url, now=now)
    return file


def _put(thing: files.Signed, act: _Act, *, place: SigningPlace, url: str) -> SignedFile:
    by, now = act.by, act.now
    turn = turn_of(thing, by)
    content, missed = _signed(thing, turn.me, act, place)
    if missed:
        journal.note("timestamp-missed", by=by, now=now, meeting=thing.meeting, after={"why": missed})
    made = Made(content, SigningWay.ISSUED_HERE)
    if act.own is not None:
        made = Made(content, SigningWay.OWN_CERTIFICATE, subject(act.own.certificate, "common_name"))
    return keep(thing, turn, made, by=by, now=now, url=url)


def _signed(thing: files.Signed, me: Signer, act: _Act, place: SigningPlace) -> tuple[bytes, str]:
    """The newest file with the signature, and why it has no timestamp when it should have had one."""
    council, newest = thing.meeting.council, files.newest(thing).content
    with speaking(council.document_language):
        role, reason = word(me.role), str(act.reason)
    if act.own is None:
        signer: AnySigner = place.authority.issue(
            name=me.name, organisation=me.organisation, role=role, at=act.now
        )
    else:
        signer = replace(act.own, name=me.name, organisation=me.organisation, role=role)
    return place.in_time(
        lambda timestamps: put_signature(
            newest,
            field=me.key,
            signer=signer,
            reason=reason,
            at=act.now.astimezone(council.zone),
            timestamps=timestamps,
            trust=None if act.own is None else place.further,
        ),
        act.now,
    )


def _is_part(thing: files.Signed) -> bool:
    """Paragraphs approved at once go out with the minutes that follow."""
    return isinstance(thing, Supplement) and thing.kind is SupplementKind.IMMEDIATE


def _tell(
    thing: files.Signed, file: SignedFile, made: Made, *, by: Person, now: datetime, is_last: bool
) -> None:
    which = "minutes" if isinstance(thing, MinutesDocument) else str(thing.kind)
    journal.note(
        f"{which}-signature",
        by=by,
        now=now,
        meeting=thing.meeting,
        before={"file": file.number - 1},
        after={
            "file": file.number,
            "sha256": file.sha256,
            "way": made.way,
            "certificate": made.certificate,
        },
    )
    if is_last:
        thing.state, thing.signed_at = after(thing.state, MinutesStep.SIGN_LAST), now
        journal.note(f"{which}-signed", by=by, now=now, meeting=thing.meeting, after={"sha256": file.sha256})
        in_force.begins(thing, now=now)
