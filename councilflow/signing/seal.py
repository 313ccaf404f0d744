"""The council's seal: it certifies the file before anybody signs (H.6; ISO 32000 12.8.2.2, DocMDP P 2).

From then on nothing but signatures may be added. The seal shows nowhere on the page: its field has no size,
so neither of the standards asks for a tag.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from councilflow.process.errors import RuleBroken
from councilflow.signing.sign import Act, fields_of, put
from councilflow.signing.signers import Signer, words_of
from councilflow.signing.timestamps import Timestamps

FIELD = "seal"


def seal(
    pdf: bytes,
    *,
    signer: Signer,
    reason: str,
    at: datetime,
    timestamps: Timestamps | None = None,
    trust: Sequence[bytes] | None = None,
) -> bytes:
    """The file with the council's seal as its first signature. `at` (aware) is the moment of sealing.

    RuleBroken("sealed-too-late") when somebody has signed already, those of the signer, certificate-expired,
    certificate-not-valid-yet, timestamp-not-had, and with `trust` certificate-not-trusted.
    """
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    if any(fields_of(writer).values()):
        raise RuleBroken("sealed-too-late")
    with signer.ready() as key:
        act = Act(FIELD, words_of(signer, key).name, reason, at, certifies=True)
        return put(writer, act, key, timestamps=timestamps, trust=trust, style=None)
