"""Making a signed file last: the certificates behind everything, what is known of them, a closing timestamp.

With them the file carries all that is needed to check it when nobody can be asked any more (PAdES B-LTA, ETSI
EN 319 142-1). Before the certificate of the timestamp expires, the same step renews it.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

from asn1crypto import x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore

from councilflow.process.errors import RuleBroken
from councilflow.signing.check import check
from councilflow.signing.links import of_document
from councilflow.signing.revocation import NOBODY, RevocationSources
from councilflow.signing.timestamps import ROOM, NotHad, Timestamps, not_had
from councilflow.signing.trust import parsed

_FIELD = "timestamp-"


def preserve(
    pdf: bytes,
    *,
    trust: Sequence[bytes],
    timestamps: Timestamps,
    at: datetime,
    revocation: RevocationSources = NOBODY,
) -> bytes:
    """The file with the certificates behind everything it carries, what their issuers say of them, and a
    closing document timestamp.

    Whether it has one already makes no difference: the new one renews it. `trust`: the roots that the
    signatures are believed by, PEM or DER; `at`: now, aware; `revocation`: whom to ask. RuleBroken:
    signatures-do-not-hold (nothing is preserved that somebody has tampered with, or that somebody has still
    to sign), revocation-not-had, certificate-revoked, timestamp-not-had.
    """
    roots, time_roots = parsed(trust), parsed([*trust, *timestamps.roots])
    if not check(pdf, trust=trust, time_trust=timestamps.roots, now=at).holds:
        raise RuleBroken("signatures-do-not-hold")
    links = list(of_document(PdfFileReader(io.BytesIO(pdf)), roots, time_roots))
    said = revocation.about(links)
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    known = [certificate for link in links for certificate in (link.certificate, *link.others)]
    DocumentSecurityStore.supply_dss_in_writer(
        writer, None, certs=[*known, *_issuers(known, time_roots)], crls=said.crls, ocsps=said.ocsps
    )
    taken = [name for name, _value, _field in enumerate_sig_fields(writer) if name.startswith(_FIELD)]
    closing = PdfTimeStamper(timestamps.now(at), field_name=f"{_FIELD}{len(taken) + 1}")
    preserved: bytes = closing.timestamp_pdf(writer, "sha256", bytes_reserved=2 * ROOM).getvalue()
    if not check(preserved, trust=trust, time_trust=timestamps.roots, now=at).holds:
        raise not_had(NotHad.RUBBISH)
    return preserved


def _issuers(known: Sequence[x509.Certificate], roots: Sequence[x509.Certificate]) -> list[x509.Certificate]:
    wanted = {one.issuer.hashable for one in known}
    return [root for root in roots if root.subject.hashable in wanted]
