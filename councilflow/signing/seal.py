"""The council's seal: it certifies the file before anybody signs (H.6; ISO 32000 12.8.2.2, DocMDP P 2).

From then on nothing but signatures may be added. The seal shows nowhere on the page: its field has no size,
so neither of the standards asks for a tag.
"""

from __future__ import annotations

import io
from datetime import datetime

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata

from councilflow.signing.authority import PersonalCertificate
from councilflow.signing.sign import SignerAt, signer_of

FIELD = "seal"


def seal(pdf: bytes, *, certificate: PersonalCertificate, reason: str, at: datetime) -> bytes:
    """The file with the council's seal as its first signature. `at` (aware) is the moment of sealing."""
    metadata = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        name=certificate.name,
        reason=reason,
        certify=True,
        docmdp_permissions=MDPPerm.FILL_FORMS,
    )
    signer = SignerAt(metadata, signer=signer_of(certificate))
    signer.at = at
    sealed: io.BytesIO = signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)))
    return sealed.getvalue()
