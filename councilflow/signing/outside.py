"""A signature made elsewhere: by a service that is given a digest, or in a program that is given the file.

Either way the file is judged before it is kept: it must be the newest one to the last byte, with nothing but
one valid signature by somebody we trust added, in a field that was prepared and empty.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from asn1crypto import cms, pem, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.signers import ExternalSigner

from councilflow.i18n import date_time, speaking
from councilflow.i18n import gettext as _
from councilflow.process.errors import RuleBroken
from councilflow.signing.check import check
from councilflow.signing.sign import Act, SignerAt, empty_field, language
from councilflow.signing.signers import Words, hold_valid
from councilflow.signing.stamp import stamp_style
from councilflow.signing.verdict import Problem, SignerVerdict, Verdict

ROOM = 32 * 1024
"""Bytes kept free in the file for a signature with its certificates and timestamp."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file that lacks nothing but the signature, and what is to be signed."""

    content: bytes = field(repr=False)
    digest: bytes
    """SHA-256 of the file without the place of the signature."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """A file that now carries one more signature."""

    content: bytes = field(repr=False)
    field: str
    """Where the new signature stands."""
    holder: str
    """Whom its certificate was issued for."""


def prepare(pdf: bytes, *, field: str, who: Words, reason: str, at: datetime) -> Prepared:
    """The file with the stamp and an empty place for a signature in `field`, and the digest to sign.

    `at` (aware) is the moment that stamp and signature will tell. RuleBroken: no-such-signature-field,
    already-signed-here, not-a-document-to-sign.
    """
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    act = Act(field, who.name, reason, at, certifies=empty_field(writer, field))
    place = ", ".join(part for part in (who.role, who.organisation) if part)
    with speaking(language(writer)):
        lines = [_("Elektroniskt underskrivet av"), who.name, place, _("i en extern tjänst"), date_time(at)]
    nobody = ExternalSigner(signing_cert=None, cert_registry=None)
    maker = SignerAt(act.metadata(), signer=nobody, stamp_style=stamp_style(lines))
    maker.at = at
    output = io.BytesIO()
    made, _document, _output = asyncio.run(
        maker.async_digest_doc_for_signing(
            writer, existing_fields_only=True, bytes_reserved=2 * ROOM, output=output
        )
    )
    return Prepared(output.getvalue(), made.document_digest)


def complete(
    prepared: Prepared,
    signature: bytes,
    *,
    newest: bytes,
    trust: Sequence[bytes],
    time_trust: Sequence[bytes] = (),
    at: datetime,
) -> Accepted:
    """The file with the signature (detached CMS as DER, base64 or PEM) in its place.

    `newest` is the file that `prepared` was made from, `at` (aware) the moment of handing in, when the
    certificate must still be valid. RuleBroken: outside-not-a-signature, outside-without-certificate,
    outside-other-digest, outside-without-reference (EN 319 142-1, 6.3: the signature must name its
    certificate), outside-too-long, and those of `accept`.
    """
    signed = _signed_data(signature)
    _hold_signs(signed, prepared.digest)
    start, end = _place(prepared)
    digits = signed.content.hex().encode()
    if len(digits) > end - start - 2:
        raise RuleBroken("outside-too-long", most=(end - start - 2) // 2)
    filled = b"<" + digits.ljust(end - start - 2, b"0") + b">"
    content = prepared.content[:start] + filled + prepared.content[end:]
    return accept(content, newest=newest, trust=trust, time_trust=time_trust, at=at)


def accept(
    uploaded: bytes,
    *,
    newest: bytes,
    trust: Sequence[bytes],
    time_trust: Sequence[bytes] = (),
    at: datetime,
) -> Accepted:
    """A file that somebody has signed elsewhere, when it is `newest` and one more signature.

    `trust` and `time_trust`: root certificates of signers and of timestamps, PEM or DER. `at` (aware): now.
    RuleBroken: outside-other-file, outside-not-signed, outside-several-signatures, outside-wrong-field,
    outside-changed, outside-broken, outside-not-trusted, outside-timestamp-unknown, outside-other-time,
    certificate-expired, certificate-not-valid-yet.
    """
    if not uploaded.startswith(newest):
        raise RuleBroken("outside-other-file")
    before, after = (check(one, trust=trust, time_trust=time_trust) for one in (newest, uploaded))
    had = {one.field for one in before.signers}
    added = [one for one in after.signers if one.field not in had]
    if Problem.NOT_READABLE in after.problems:
        raise RuleBroken("outside-broken")
    if not added:
        is_more = Problem.ADDED_AFTERWARDS in after.problems
        raise RuleBroken("outside-changed" if is_more else "outside-not-signed")
    if any(one.field not in _empty(newest) for one in added):
        raise RuleBroken("outside-wrong-field")
    if len(added) > 1:
        raise RuleBroken("outside-several-signatures")
    new = added[0]
    certificate = _certificate_at(uploaded, new.field)
    for moment in (new.at or at, at):  # when it says it was made, and now
        hold_valid(certificate, moment)
    _hold_good(after, new)
    if new.at is None or new.at > at + _CLOCKS:
        raise RuleBroken("outside-other-time")
    return Accepted(uploaded, new.field, new.name)


_CLOCKS = timedelta(minutes=5)
"""How far somebody else's clock may be before ours."""


def _hold_good(verdict: Verdict, new: SignerVerdict) -> None:
    """Every signature holds, the new one by somebody we trust, and nothing else was added."""
    problems = {problem for one in verdict.signers for problem in one.problems} | set(verdict.problems)
    mine = set(new.problems)
    if problems & {Problem.FORBIDDEN_CHANGE, Problem.ADDED_AFTERWARDS}:
        raise RuleBroken("outside-changed")
    if Problem.TIMESTAMP_UNKNOWN in problems:
        raise RuleBroken("outside-timestamp-unknown")
    if mine - {Problem.SIGNER_NOT_TRUSTED}:
        raise RuleBroken("outside-broken")
    if mine:
        raise RuleBroken("outside-not-trusted")
    if problems - {Problem.FIELD_UNSIGNED} or not verdict.holds_so_far:
        raise RuleBroken("outside-changed")


def _certificate_at(pdf: bytes, field: str) -> x509.Certificate:
    reader = PdfFileReader(io.BytesIO(pdf))
    found = (one for one in reader.embedded_regular_signatures if one.field_name == field)
    return next(found).signer_cert


def _empty(pdf: bytes) -> set[str]:
    reader = PdfFileReader(io.BytesIO(pdf))
    return {str(name) for name, value, _field in enumerate_sig_fields(reader) if value is None}


@dataclass(frozen=True, slots=True)
class _Signed:
    content: bytes
    """DER."""
    digest_algorithm: str
    attributes: dict[str, object]
    certificate: x509.Certificate


def _signed_data(signature: bytes) -> _Signed:
    try:
        content = _der(signature)
        info = cms.ContentInfo.load(content, strict=True)
        if info["content_type"].native != "signed_data":
            raise ValueError
        data = info["content"]
        (signer,) = data["signer_infos"]
        attributes = {one["type"].native: one["values"][0].native for one in signer["signed_attrs"]}
        certificate = _certificate(data, signer)
        algorithm = signer["digest_algorithm"]["algorithm"].native
    except (ValueError, TypeError, KeyError, IndexError) as wrong:
        raise RuleBroken("outside-not-a-signature") from wrong
    if certificate is None:
        raise RuleBroken("outside-without-certificate")
    return _Signed(content, algorithm, attributes, certificate)


def _der(signature: bytes) -> bytes:
    if signature[:1] == b"\x30":
        return signature
    if pem.detect(signature):
        _kind, _headers, content = pem.unarmor(signature)
        return bytes(content)
    try:
        return base64.b64decode(b"".join(signature.split()), validate=True)
    except binascii.Error as wrong:
        raise ValueError from wrong


def _certificate(data: cms.SignedData, signer: cms.SignerInfo) -> x509.Certificate | None:
    wanted = signer["sid"].chosen
    for one in data["certificates"]:
        found = one.chosen
        if signer["sid"].name == "subject_key_identifier":
            if found.key_identifier == wanted.native:
                return found
        elif found.issuer == wanted["issuer"] and found.serial_number == wanted["serial_number"].native:
            return found
    return None


def _hold_signs(signed: _Signed, digest: bytes) -> None:
    if signed.digest_algorithm != "sha256" or signed.attributes.get("message_digest") != digest:
        raise RuleBroken("outside-other-digest")
    if not {"signing_certificate", "signing_certificate_v2"} & signed.attributes.keys():
        raise RuleBroken("outside-without-reference")


def _place(prepared: Prepared) -> tuple[int, int]:
    """Where the signature goes: from its `<` to behind its `>`, in the very file that was prepared."""
    content = prepared.content
    try:
        reader = PdfFileReader(io.BytesIO(content))
        signed = [field.get_object() for _name, value, field in enumerate_sig_fields(reader) if value]
        ranges = [one["/V"]["/ByteRange"] for one in signed]
    except (PdfError, KeyError, ValueError) as wrong:
        raise RuleBroken("outside-not-a-signature") from wrong
    for _start, before, behind, rest in ranges:
        if behind + rest == len(content):
            digest = hashlib.sha256(content[:before] + content[behind:]).digest()
            if digest == prepared.digest:
                return int(before), int(behind)
    raise RuleBroken("outside-other-digest")
