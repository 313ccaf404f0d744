"""Making a signed file last: the certificates behind everything, and a closing document timestamp.

With them the file carries all that is needed to check it when nobody can be asked any more (PAdES B-LTA, ETSI
EN 319 142-1). Before the certificate of the timestamp expires, the same step renews it.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime

from asn1crypto import x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter

from councilflow.process.errors import RuleBroken
from councilflow.signing.check import check
from councilflow.signing.timestamps import ROOM, NotHad, Timestamps, not_had
from councilflow.signing.trust import parsed

_FIELD = "timestamp-"


def preserve(pdf: bytes, *, trust: Sequence[bytes], timestamps: Timestamps, at: datetime) -> bytes:
    """The file with the certificates behind everything it carries and a closing document timestamp.

    Whether it has one already makes no difference: the new one renews it. `trust`: the roots that the
    signatures are believed by, PEM or DER; `at`: now, aware. RuleBroken: signatures-do-not-hold (nothing is
    preserved that somebody has tampered with, or that somebody has still to sign), timestamp-not-had.
    """
    everything = [*trust, *timestamps.roots]
    if not check(pdf, trust=trust, time_trust=timestamps.roots, now=at).holds:
        raise RuleBroken("signatures-do-not-hold")
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    known = list(_certificates(PdfFileReader(io.BytesIO(pdf))))
    DocumentSecurityStore.supply_dss_in_writer(
        writer, None, certs=[*known, *_issuers(known, parsed(everything))]
    )
    taken = [name for name, _value, _field in enumerate_sig_fields(writer) if name.startswith(_FIELD)]
    closing = PdfTimeStamper(timestamps.now(at), field_name=f"{_FIELD}{len(taken) + 1}")
    preserved: bytes = closing.timestamp_pdf(writer, "sha256", bytes_reserved=2 * ROOM).getvalue()
    if not check(preserved, trust=trust, time_trust=timestamps.roots, now=at).holds:
        raise not_had(NotHad.RUBBISH)
    return preserved


def _certificates(reader: PdfFileReader) -> Iterable[x509.Certificate]:
    """Those in every signature, in the timestamps of signatures and in document timestamps."""
    for signature in reader.embedded_signatures:
        inside = [signature.signed_data, *extract_tst_data_iter(signature.signer_info, signed=False)]
        for signed in inside:
            info = extract_certificate_info(signed)
            yield info.signer_cert
            yield from info.other_certs


def _issuers(known: Sequence[x509.Certificate], roots: Sequence[x509.Certificate]) -> list[x509.Certificate]:
    wanted = {one.issuer.hashable for one in known}
    return [root for root in roots if root.subject.hashable in wanted]
