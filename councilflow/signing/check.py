"""Whether a signed file still is what its signatories signed.

Each signature and timestamp is checked on its own and against everything that was added after it; who may
have signed is decided by the root certificates one trusts, and by nothing else on the machine. Every byte of
the file is accounted for: those that the last signature covers, and those of the signature itself.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from asn1crypto import x509
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel

from councilflow.signing import check_timestamps as timestamps
from councilflow.signing import links
from councilflow.signing.authority import MAKER
from councilflow.signing.check_timestamps import REFUSED, is_written_plainly, part
from councilflow.signing.names import certifiable
from councilflow.signing.seal import FIELD as SEAL
from councilflow.signing.trust import Brought, Revocation, believing, parsed
from councilflow.signing.verdict import (
    Level,
    NotProved,
    Problem,
    SignerVerdict,
    TimestampVerdict,
    Verdict,
)

__all__ = ["Level", "NotProved", "Problem", "SignerVerdict", "TimestampVerdict", "Verdict", "check"]

MOST_REVISIONS = 200
"""A file with more is not judged: each is compared with all that follow."""

_TIMESTAMP = "/DocTimeStamp"


def check(
    pdf: bytes,
    *,
    trust: Sequence[bytes],
    time_trust: Sequence[bytes] = (),
    recorded_sha256: str | None = None,
    now: datetime | None = None,
) -> Verdict:
    """Judge any file. Nothing is fetched.

    `trust`: the root certificates by which signers are believed; `time_trust`: those by which timestamps are
    believed, in addition, and nothing else; each PEM or DER. With `recorded_sha256` (hexadecimal) the file
    must also be the very one that was stored. `now` (aware) says whether a timestamp has aged. Never raises
    for a bad file: what cannot be read does not hold.
    """
    sha256 = hashlib.sha256(pdf).hexdigest()
    problems = [Problem.NOT_AS_RECORDED] if recorded_sha256 not in (None, sha256) else []
    try:
        found = _Reading(pdf, parsed(trust), [*parsed(trust), *parsed(time_trust)]).found()
    except Exception:  # a parser may fail in any way on a file that somebody has tampered with
        found = _Found([], [], [], Level.B_B, False, False, [Problem.NOT_READABLE])
    return Verdict(
        sha256=sha256,
        signers=tuple(found.signers),
        timestamps=tuple(found.timestamps),
        unsigned=tuple(found.unsigned),
        level=found.level,
        not_proved=tuple(_not_proved(found, now or datetime.now(UTC))),
        problems=tuple(problems + found.problems),
    )


@dataclass
class _Found:
    signers: list[SignerVerdict]
    timestamps: list[TimestampVerdict]
    unsigned: list[str]
    level: Level
    is_vouched_for_here: bool
    """Whether a certificate of somebody who signed was issued by a signing authority of our own kind."""
    is_known_unrevoked: bool
    problems: list[Problem]


class _Reading:
    """One file being judged."""

    def __init__(self, pdf: bytes, roots: list[x509.Certificate], time_roots: list[x509.Certificate]) -> None:
        self.pdf, self.roots, self.time_roots = pdf, roots, time_roots
        self.reader = PdfFileReader(io.BytesIO(pdf))
        if self.reader.total_revisions > MOST_REVISIONS:
            raise PdfReadError("too many revisions")
        self.brought = Brought.by(self.reader)
        self.embedded = list(self.reader.embedded_signatures)
        self.signatures = [one for one in self.embedded if one.sig_object_type != _TIMESTAMP]

    def found(self) -> _Found:
        stamped = [
            timestamps.of_document(one, self.pdf, self.time_roots, self.brought)
            for one in self.embedded
            if one.sig_object_type == _TIMESTAMP
        ]
        signers = [self._signer(one) for one in self.signatures]
        unsigned = [str(name) for name, value, _field in enumerate_sig_fields(self.reader) if value is None]
        problems = []
        if not self.signatures:
            problems.append(Problem.NOT_SIGNED)
        elif self.embedded[-1].evaluate_signature_coverage() < SignatureCoverageLevel.ENTIRE_FILE:
            problems.append(Problem.ADDED_AFTERWARDS)
        if unsigned and signers:
            problems.append(Problem.FIELD_UNSIGNED)
        level = self._level(signers, stamped)
        return _Found(
            signers,
            stamped,
            unsigned,
            level,
            self._is_vouched_for_here(),
            self._is_known_unrevoked(),
            problems,
        )

    def _signer(self, signature: EmbeddedPdfSignature) -> SignerVerdict:
        at = signature.self_reported_timestamp
        timestamp = timestamps.inside(signature, self.time_roots, self.brought)
        attested = timestamp.at if timestamp and timestamp.holds else None
        status = self._status(signature, attested or at or datetime.now(UTC))
        problems = [Problem.SIGNATURE_BROKEN] if status is None else _problems(status, timestamp)
        if not is_written_plainly(signature, self.pdf):
            problems.append(Problem.SIGNATURE_BROKEN)
        subject = signature.signer_cert.subject.native
        return SignerVerdict(
            field=str(signature.field_name),
            is_seal=signature.field_name == SEAL and signature.docmdp_level is not None,
            name=_name(signature, part(subject, "common_name")),
            organisation=part(subject, "organization_name"),
            role=part(subject, "title"),
            reason=str(signature.sig_object.get("/Reason", "")),
            at=at.astimezone(UTC) if at else None,
            timestamp=timestamp,
            intact=status is not None and status.intact and status.valid,
            covers_revision=Problem.NOT_WHOLE_REVISION not in problems,
            trusted=status is not None and status.trusted,
            changes_allowed=Problem.FORBIDDEN_CHANGE not in problems,
            problems=tuple(dict.fromkeys(problems)),
        )

    def _status(self, signature: EmbeddedPdfSignature, moment: datetime) -> PdfSignatureStatus | None:
        told = timestamps.told_inside(signature) or moment
        try:
            return validate_pdf_signature(
                signature,
                believing(self.roots, moment, self.brought),
                believing(self.time_roots, told, self.brought),
            )
        except REFUSED:
            return None

    def _level(self, signers: list[SignerVerdict], stamped: list[TimestampVerdict]) -> Level:
        """The level that every signature has reached, whether the file holds or not."""
        order = [one.field_name for one in self.embedded]
        closing = [one.field for one in stamped if one.holds]
        last = max((order.index(name) for name in closing), default=-1)
        attested = [
            (one.timestamp is not None and one.timestamp.holds) or order.index(one.field) < last
            for one in signers
        ]
        if not signers or not all(attested):
            return Level.B_B
        if not self._carries_all():
            return Level.B_T
        return Level.B_LTA if last == len(order) - 1 else Level.B_LT

    def _carries_all(self) -> bool:
        """Whether the file brings what every signature needs: its certificates and, where one says that it
        may be revoked, that it was not."""
        brought = {one.dump() for one in self.brought.certificates}
        stamps = [links.of_its_timestamp(one, self.time_roots) for one in self.signatures]
        needed = [*self._links(), *(one for one in stamps if one)]
        return all(
            one.certificate.dump() in brought and one.holds(self.brought, Revocation.IF_DECLARED)
            for one in needed
        )

    def _is_known_unrevoked(self) -> bool:
        """Whether the file shows that no signer's certificate was revoked, nor one that it hangs on."""
        return all(one.holds(self.brought, Revocation.ALWAYS) for one in self._links())

    def _links(self) -> list[links.Link]:
        return [links.of_signature(one, self.roots) for one in self.signatures]

    def _is_vouched_for_here(self) -> bool:
        issuers = [one.signer_cert.issuer.native for one in self.signatures]
        return any(part(issuer, "organization_name") == MAKER for issuer in issuers)


def _not_proved(found: _Found, now: datetime) -> list[NotProved]:
    if not found.signers:
        return []
    last = found.timestamps[-1].good_until if found.timestamps else None
    missing = {
        NotProved.TIME_SELF_REPORTED: not all(one.timestamp and one.timestamp.holds for one in found.signers),
        NotProved.IDENTITY_BY_INSTALLATION: found.is_vouched_for_here,
        NotProved.NOT_QUALIFIED: True,
        NotProved.REVOCATION_NOT_CHECKED: not found.is_known_unrevoked,
        NotProved.TIMESTAMP_AGED: last is not None and last < now,
    }
    return [one for one, is_so in missing.items() if is_so]


def _problems(status: PdfSignatureStatus, timestamp: TimestampVerdict | None) -> list[Problem]:
    wrong = {
        Problem.CONTENT_CHANGED: not status.intact,
        Problem.SIGNATURE_BROKEN: not status.valid,
        Problem.NOT_WHOLE_REVISION: (status.coverage or SignatureCoverageLevel.UNCLEAR)
        < SignatureCoverageLevel.ENTIRE_REVISION,
        Problem.SIGNER_NOT_TRUSTED: not status.trusted,
        Problem.FORBIDDEN_CHANGE: not status.docmdp_ok,
    }
    problems = [problem for problem, is_so in wrong.items() if is_so]
    if timestamp:
        problems += timestamp.problems
    if not problems and not status.bottom_line:
        problems.append(Problem.SIGNATURE_BROKEN)
    return problems


def _name(signature: EmbeddedPdfSignature, certified: str) -> str:
    """The certified name; one that a certificate cannot hold whole, as the signature has it."""
    told = str(signature.sig_object.get("/Name", ""))
    return told if certifiable(told) == certified else certified
