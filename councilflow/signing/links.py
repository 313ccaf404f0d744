"""The certificates that a signed file rests on, and what was known of each when it was used."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from asn1crypto import cms, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko_certvalidator import CertificateValidator
from pyhanko_certvalidator.errors import PathError, ValidationError
from pyhanko_certvalidator.path import ValidationPath

from councilflow.signing.check_timestamps import time_of, token_inside
from councilflow.signing.trust import Brought, Revocation, believing


@dataclass(frozen=True)
class Link:
    """One certificate, the moment it was used (aware), and the roots it is believed by."""

    certificate: x509.Certificate
    others: tuple[x509.Certificate, ...]
    """What came with it, its issuers among them."""
    roots: Sequence[x509.Certificate]
    moment: datetime

    def path(self, brought: Brought, revocation: Revocation = Revocation.IF_KNOWN) -> ValidationPath:
        """From a root to the certificate. PathError or ValidationError when there is none that holds."""
        context = believing(self.roots, self.moment, brought, revocation=revocation)
        return asyncio.run(CertificateValidator(self.certificate, self.others, context).async_validate_path())

    def hold(self, brought: Brought, revocation: Revocation) -> None:
        """RevokedError when what was brought says so; PathError or ValidationError when it does not tell, as
        late as it should, what `revocation` asks for."""
        self.path(brought)
        if revocation is not Revocation.IF_KNOWN:
            self.path(brought.since(self.moment, self.certificate), revocation)

    def holds(self, brought: Brought, revocation: Revocation) -> bool:
        try:
            self.hold(brought, revocation)
        except (PathError, ValidationError):
            return False
        return True


def of_signature(signature: EmbeddedPdfSignature, roots: Sequence[x509.Certificate]) -> Link:
    """The signer's, used when the timestamp of the signature, or else the signer, says."""
    token = token_inside(signature)
    moment = (time_of(token) if token is not None else None) or signature.self_reported_timestamp
    return _link(signature.signed_data, roots, moment)


def of_its_timestamp(signature: EmbeddedPdfSignature, roots: Sequence[x509.Certificate]) -> Link | None:
    """That of whoever attested the time of a signature; None when nobody did."""
    token = token_inside(signature)
    return _link(token, roots, time_of(token)) if token is not None else None


def of_document(
    reader: PdfFileReader, roots: Sequence[x509.Certificate], time_roots: Sequence[x509.Certificate]
) -> Iterator[Link]:
    """Those of every signature, of its timestamp and of the document's own timestamps.

    `roots` are those of signers, `time_roots` those of timestamps.
    """
    for one in reader.embedded_signatures:
        if one.sig_object_type == "/DocTimeStamp":
            yield _link(one.signed_data, time_roots, time_of(one.signed_data))
            continue
        yield of_signature(one, roots)
        if stamp := of_its_timestamp(one, time_roots):
            yield stamp


def _link(signed: cms.SignedData, roots: Sequence[x509.Certificate], moment: datetime | None) -> Link:
    info = extract_certificate_info(signed)
    return Link(info.signer_cert, tuple(info.other_certs), roots, moment or datetime.now(UTC))
