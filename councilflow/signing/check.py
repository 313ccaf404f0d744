"""Whether a signed file still is what its signatories signed.

Each signature is checked on its own and against everything that was added after it; who may have signed is
decided by the root certificates one trusts, and by nothing else on the machine. Every byte of the file is
accounted for: those that the last signature covers, and those of the signature itself.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from asn1crypto import parser, pem, x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from councilflow.signing.names import certifiable


class Problem(StrEnum):
    """Why a file or a signature does not hold."""

    NOT_READABLE = "not-readable"
    NOT_SIGNED = "not-signed"
    NOT_AS_RECORDED = "not-as-recorded"  # another file than the one whose SHA-256 was stored
    FIELD_UNSIGNED = "field-unsigned"  # somebody has not signed yet
    ADDED_AFTERWARDS = "added-afterwards"  # something stands after the last signature
    CONTENT_CHANGED = "content-changed"
    SIGNATURE_BROKEN = "signature-broken"
    NOT_WHOLE_REVISION = "not-whole-revision"
    SIGNER_NOT_TRUSTED = "signer-not-trusted"
    FORBIDDEN_CHANGE = "forbidden-change"  # more than signatures was added after this one
    TIMESTAMP_UNKNOWN = "timestamp-unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignerVerdict:
    """What is known of one signature."""

    field: str
    name: str
    organisation: str
    role: str
    reason: str
    at: datetime | None
    """When the signer's side says it was signed (aware, UTC); no third party attests it."""
    intact: bool
    covers_revision: bool
    trusted: bool
    changes_allowed: bool
    """Whether what was added after this signature is nothing but further signatures."""
    problems: tuple[Problem, ...]

    @property
    def holds(self) -> bool:
        return not self.problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What is known of the whole file, its signatures in the order they were made."""

    sha256: str
    signers: tuple[SignerVerdict, ...]
    unsigned: tuple[str, ...]
    """The prepared fields that nobody has signed."""
    problems: tuple[Problem, ...]
    """Of the file as a whole."""

    @property
    def holds(self) -> bool:
        """Signed by all it was prepared for, every signature holds, and nothing was changed."""
        return bool(self.signers) and not self.problems and all(signer.holds for signer in self.signers)

    @property
    def holds_so_far(self) -> bool:
        """As `holds`, but somebody may still have to sign."""
        return (
            bool(self.signers)
            and all(problem is Problem.FIELD_UNSIGNED for problem in self.problems)
            and all(signer.holds for signer in self.signers)
        )


def check(pdf: bytes, *, trust: Sequence[bytes], recorded_sha256: str | None = None) -> Verdict:
    """Judge any file. `trust`: the root certificates to believe, PEM or DER. Nothing is fetched.

    With `recorded_sha256` (hexadecimal) the file must also be the very one that was stored. Never raises for
    a bad file: what cannot be read does not hold.
    """
    sha256 = hashlib.sha256(pdf).hexdigest()
    problems = [Problem.NOT_AS_RECORDED] if recorded_sha256 not in (None, sha256) else []
    roots = [_certificate(root) for root in trust]
    try:
        signers, unsigned, found = _read(pdf, roots)
    except Exception:  # a parser may fail in any way on a file that somebody has tampered with
        signers, unsigned, found = [], [], [Problem.NOT_READABLE]
    return Verdict(
        sha256=sha256, signers=tuple(signers), unsigned=tuple(unsigned), problems=tuple(problems + found)
    )


def _read(pdf: bytes, roots: list[x509.Certificate]) -> tuple[list[SignerVerdict], list[str], list[Problem]]:
    reader = PdfFileReader(io.BytesIO(pdf))
    signatures = list(reader.embedded_regular_signatures)
    signers = [_judge(signature, pdf, roots) for signature in signatures]
    unsigned = [str(name) for name, value, _field in enumerate_sig_fields(reader) if value is None]
    problems = []
    if not signatures:
        problems.append(Problem.NOT_SIGNED)
    elif signatures[-1].evaluate_signature_coverage() < SignatureCoverageLevel.ENTIRE_FILE:
        problems.append(Problem.ADDED_AFTERWARDS)
    if unsigned and signatures:
        problems.append(Problem.FIELD_UNSIGNED)
    if reader.embedded_timestamp_signatures:
        problems.append(Problem.TIMESTAMP_UNKNOWN)
    return signers, unsigned, problems


def _judge(signature: EmbeddedPdfSignature, pdf: bytes, roots: list[x509.Certificate]) -> SignerVerdict:
    at = signature.self_reported_timestamp
    context = ValidationContext(
        trust_roots=roots, moment=at or datetime.now(UTC), allow_fetching=False, revocation_mode="soft-fail"
    )
    try:
        status = validate_pdf_signature(signature, context)
    except (SignatureValidationError, PdfError, ValueError):
        status = None
    problems = [Problem.SIGNATURE_BROKEN] if status is None else _problems(status)
    if not _is_written_plainly(signature, pdf):
        problems.append(Problem.SIGNATURE_BROKEN)
    subject = signature.signer_cert.subject.native
    return SignerVerdict(
        field=str(signature.field_name),
        name=_name(signature, str(subject.get("common_name", ""))),
        organisation=str(subject.get("organization_name", "")),
        role=str(subject.get("title", "")),
        reason=str(signature.sig_object.get("/Reason", "")),
        at=at.astimezone(UTC) if at else None,
        intact=status is not None and status.intact and status.valid,
        covers_revision=Problem.NOT_WHOLE_REVISION not in problems,
        trusted=status is not None and status.trusted,
        changes_allowed=Problem.FORBIDDEN_CHANGE not in problems,
        problems=tuple(dict.fromkeys(problems)),
    )


def _problems(status: PdfSignatureStatus) -> list[Problem]:
    wrong = {
        Problem.CONTENT_CHANGED: not status.intact,
        Problem.SIGNATURE_BROKEN: not status.valid,
        Problem.NOT_WHOLE_REVISION: (status.coverage or SignatureCoverageLevel.UNCLEAR)
        < SignatureCoverageLevel.ENTIRE_REVISION,
        Problem.SIGNER_NOT_TRUSTED: not status.trusted,
        Problem.FORBIDDEN_CHANGE: not status.docmdp_ok,
    }
    problems = [problem for problem, is_so in wrong.items() if is_so]
    if not problems and not status.bottom_line:
        problems.append(Problem.SIGNATURE_BROKEN)
    return problems


def _name(signature: EmbeddedPdfSignature, certified: str) -> str:
    """The certified name; one that a certificate cannot hold whole, as the signature has it."""
    told = str(signature.sig_object.get("/Name", ""))
    return told if certifiable(told) == certified else certified


def _is_written_plainly(signature: EmbeddedPdfSignature, pdf: bytes) -> bool:
    """No digest covers the signature's own place in the file: it must hold the signature and zeros alone."""
    start, length, after, _rest = (int(number) for number in signature.byte_range)
    place = pdf[start + length : after]
    content = signature.pkcs7_content
    padding = content[parser.peek(content) :]
    written = content.hex().encode()
    return place in (b"<" + written + b">", b"<" + written.upper() + b">") and not padding.strip(b"\0")


def _certificate(root: bytes) -> x509.Certificate:
    return x509.Certificate.load(pem.unarmor(root)[2] if pem.detect(root) else root)
