"""Whether a timestamp holds: one that came with a signature, or one of the document (RFC 3161, PAdES).

Its certificate is judged at the very time that it attests, so it holds for as long as what stands over it
does: that is why closing timestamps are renewed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

from asn1crypto import cms, parser, x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.general import CMSExtractionError, extract_certificate_info
from pyhanko.sign.validation import validate_pdf_timestamp
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import (
    extract_tst_data_iter,
    message_imprint_checker,
    validate_tst_signed_data,
)
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import (
    DocumentTimestampStatus,
    SignatureCoverageLevel,
    TimestampSignatureStatus,
)

from councilflow.signing.container import is_plain
from councilflow.signing.trust import Brought, believing
from councilflow.signing.verdict import Problem, TimestampVerdict

REFUSED = (SignatureValidationError, CMSExtractionError, PdfError, ValueError)
"""What pyHanko raises for a signature or timestamp that it cannot judge."""


def inside(
    signature: EmbeddedPdfSignature, roots: Sequence[x509.Certificate], brought: Brought
) -> TimestampVerdict | None:
    """The timestamp that came with a signature (RFC 3161, appendix A)."""
    token = token_inside(signature)
    if token is None:
        return None
    context = believing(roots, time_of(token) or datetime.now(UTC), brought)
    imprint = message_imprint_checker(signature.signer_info)
    try:
        status = TimestampSignatureStatus(**asyncio.run(validate_tst_signed_data(token, context, imprint)))
    except REFUSED:
        status = None
    container = cms.ContentInfo({"content_type": "signed_data", "content": token}).dump()
    more = [] if is_plain(container) else [Problem.TIMESTAMP_BROKEN]
    return _verdict(str(signature.field_name), token, status, more)


def of_document(
    stamp: EmbeddedPdfSignature, pdf: bytes, roots: Sequence[x509.Certificate], brought: Brought
) -> TimestampVerdict:
    """A document timestamp (ISO 32000-2, 12.8.5) in the file `pdf`."""
    at = time_of(stamp.signed_data)
    try:
        status = validate_pdf_timestamp(stamp, believing(roots, at or datetime.now(UTC), brought))
    except REFUSED:
        status = None
    more = [] if is_written_plainly(stamp, pdf) else [Problem.TIMESTAMP_BROKEN]
    if status is not None and not _covers(status):
        more.append(Problem.NOT_WHOLE_REVISION)
    return _verdict(str(stamp.field_name), stamp.signed_data, status, more)


def _verdict(
    field: str, token: cms.SignedData, status: TimestampSignatureStatus | None, more: list[Problem]
) -> TimestampVerdict:
    certificate = extract_certificate_info(token).signer_cert
    valid = status is not None and status.intact and status.valid
    trusted = status is not None and status.trusted
    problems = [*([] if valid else [Problem.TIMESTAMP_BROKEN]), *more]
    if valid and not trusted:
        problems.append(Problem.TIMESTAMP_UNKNOWN)
    subject = certificate.subject.native
    return TimestampVerdict(
        field=field,
        at=time_of(token),
        authority=part(subject, "common_name") or part(subject, "organization_name"),
        valid=valid,
        trusted=trusted,
        good_until=certificate.not_valid_after,
        problems=tuple(dict.fromkeys(problems)),
    )


def _covers(status: DocumentTimestampStatus) -> bool:
    coverage = status.coverage or SignatureCoverageLevel.UNCLEAR
    return bool(coverage >= SignatureCoverageLevel.ENTIRE_REVISION)


def told_inside(signature: EmbeddedPdfSignature) -> datetime | None:
    """What the timestamp of a signature says, whether it holds or not."""
    token = token_inside(signature)
    return time_of(token) if token is not None else None


def token_inside(signature: EmbeddedPdfSignature) -> cms.SignedData | None:
    """The timestamp that came with a signature."""
    return next(extract_tst_data_iter(signature.signer_info, signed=False), None)


def time_of(token: cms.SignedData) -> datetime | None:
    """What a timestamp attests (aware, UTC)."""
    at: datetime | None = token["encap_content_info"]["content"].parsed["gen_time"].native
    return at


def is_written_plainly(signature: EmbeddedPdfSignature, pdf: bytes) -> bool:
    """No digest covers the signature's own place in the file: it must hold the signature and zeros alone, and
    the signature nothing but what follows from what it signs."""
    start, length, after, _rest = (int(number) for number in signature.byte_range)
    place = pdf[start + length : after]
    content = signature.pkcs7_content
    end = parser.peek(content)
    written = content.hex().encode()
    is_alone = place in (b"<" + written + b">", b"<" + written.upper() + b">") and not content[end:].strip(
        b"\0"
    )
    return is_alone and is_plain(content[:end])


def part(name: dict[str, str | list[str]], kind: str) -> str:
    """One part of the name in a certificate; empty when it has none."""
    found = name.get(kind, "")
    return found if isinstance(found, str) else ", ".join(found)
