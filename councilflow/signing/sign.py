"""One person's signature in the file: one incremental revision, PAdES B-B (ETSI EN 319 142-1).

The first to sign also certifies the file, so that from then on nothing but the other signatures may be added
(DocMDP, P 2). Everything happens in this process; nothing is fetched.
"""

from __future__ import annotations

import io
from datetime import datetime

from asn1crypto import keys, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko_certvalidator.registry import SimpleCertificateStore

from councilflow.i18n import date_time, speaking
from councilflow.i18n import gettext as _
from councilflow.process.errors import RuleBroken
from councilflow.signing.authority import PersonalCertificate
from councilflow.signing.stamp import stamp_style


def sign(pdf: bytes, *, field: str, certificate: PersonalCertificate, reason: str, at: datetime) -> bytes:
    """The file with one more signature, in the prepared field called `field`.

    `at` (aware) is the moment of signing; the stamp prints it in the time zone that `at` carries and in the
    file's own language. `reason` is kept with the signature. RuleBroken("no-such-signature-field") when the
    file has none of that name, RuleBroken("already-signed-here") when it is taken.
    """
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    fields = _fields(writer)
    if field not in fields:
        raise RuleBroken("no-such-signature-field", field=field)
    if fields[field]:
        raise RuleBroken("already-signed-here", field=field)
    metadata = PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        name=certificate.name,
        reason=reason,
        certify=not any(fields.values()),
        docmdp_permissions=MDPPerm.FILL_FORMS,
    )
    with speaking(_language(writer)):
        style = stamp_style(_lines(certificate, at))
    signer = SignerAt(metadata, signer=signer_of(certificate), stamp_style=style)
    signer.at = at
    signed: io.BytesIO = signer.sign_pdf(writer, existing_fields_only=True)
    return signed.getvalue()


class SignerAt(PdfSigner):
    """pyHanko's signer, told the time instead of asking the machine for it."""

    at: datetime

    def init_signing_session(
        self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False
    ) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self.at
        return session


def _fields(writer: IncrementalPdfFileWriter) -> dict[str, bool]:
    """Every signature field, and whether it is signed."""
    try:
        return {name: value is not None for name, value, _field in enumerate_sig_fields(writer)}
    except (PdfReadError, KeyError) as unreadable:
        raise RuleBroken("not-a-document-to-sign") from unreadable


def _language(writer: IncrementalPdfFileWriter) -> str:
    return str(writer.root.get("/Lang", "sv")).split("-")[0]


def _lines(certificate: PersonalCertificate, at: datetime) -> list[str]:
    place = ", ".join(part for part in (certificate.role, certificate.organisation) if part)
    return [_("Elektroniskt underskrivet av"), certificate.name, place, date_time(at)]


def signer_of(certificate: PersonalCertificate) -> SimpleSigner:
    issuers = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # pyHanko leaves it untyped
    issuers.register(x509.Certificate.load(certificate.issuer))
    return SimpleSigner(
        signing_cert=x509.Certificate.load(certificate.certificate),
        signing_key=keys.PrivateKeyInfo.load(certificate.key),
        cert_registry=issuers,
    )
