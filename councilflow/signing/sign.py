"""One person's signature in the file: one incremental revision, PAdES B-B or, with a timestamp, B-T
(ETSI EN 319 142-1).

In a file that the council has not sealed, the first to sign certifies it, so that from then on nothing but
the other signatures may be added (DocMDP, P 2). Everything happens in this process; nothing is fetched but
the timestamp, where a service is given.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers import Signer as Key
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.stamp import BaseStampStyle

from councilflow.i18n import date_time, speaking
from councilflow.i18n import gettext as _
from councilflow.process.errors import RuleBroken
from councilflow.signing.names import certifiable
from councilflow.signing.signers import Signer, Words, hold_valid, subject, words_of
from councilflow.signing.stamp import stamp_style
from councilflow.signing.timestamps import ROOM, Timestamps
from councilflow.signing.trust import hold_believed


def sign(
    pdf: bytes,
    *,
    field: str,
    signer: Signer,
    reason: str,
    at: datetime,
    timestamps: Timestamps | None = None,
    trust: Sequence[bytes] | None = None,
) -> bytes:
    """The file with one more signature, in the prepared field called `field`.

    `at` (aware) is the moment of signing; the stamp prints it in the time zone that `at` carries and in the
    file's own language. `reason` is kept with the signature. RuleBroken("no-such-signature-field") when the
    file has none of that name, RuleBroken("already-signed-here") when it is taken, certificate-expired,
    certificate-not-valid-yet, those of the signer, timestamp-not-had, and with `trust` (root certificates,
    PEM or DER) certificate-not-trusted.
    """
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    is_first = empty_field(writer, field)
    with signer.ready() as key:
        who = words_of(signer, key)
        with speaking(language(writer)):
            style = stamp_style(_lines(who, subject(key.signing_cert, "common_name"), at))
        act = Act(field, who.name, reason, at, certifies=is_first)
        return put(writer, act, key, timestamps=timestamps, trust=trust, style=style)


@dataclass(frozen=True, slots=True)
class Act:
    """What is said of one act of signing, inside the signature."""

    field: str
    name: str
    reason: str
    at: datetime
    certifies: bool

    def metadata(self) -> PdfSignatureMetadata:
        return PdfSignatureMetadata(
            field_name=self.field,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            name=self.name,
            reason=self.reason,
            certify=self.certifies,
            docmdp_permissions=MDPPerm.FILL_FORMS,
        )


def put(
    writer: IncrementalPdfFileWriter,
    act: Act,
    key: Key,
    *,
    timestamps: Timestamps | None,
    trust: Sequence[bytes] | None,
    style: BaseStampStyle | None,
) -> bytes:
    """The file with the signature; without a `style` it shows nowhere, in a field of its own."""
    hold_valid(key.signing_cert, act.at)
    if trust is not None:
        hold_believed(key, trust, act.at)
    stamper = timestamps.now(act.at) if timestamps else None
    maker = SignerAt(act.metadata(), signer=key, timestamper=stamper, stamp_style=style)
    maker.at = act.at
    room = _room(key) if timestamps else None
    signed: io.BytesIO = maker.sign_pdf(writer, existing_fields_only=style is not None, bytes_reserved=room)
    return signed.getvalue()


class SignerAt(PdfSigner):
    """pyHanko's signer, told the time instead of asking the machine for it."""

    at: datetime

    def register_extensions(self, pdf_out: BasePdfFileWriter, *, md_algorithm: str) -> None:
        """PAdES alone. For some kinds of key pyHanko would make the file PDF 2.0, which PDF/A-3 is not."""
        pdf_out.register_extension(ESIC_EXTENSION_1)

    def init_signing_session(
        self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False
    ) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self.at
        return session


def empty_field(writer: IncrementalPdfFileWriter, field: str) -> bool:
    """Whether a signature in `field`, which must be there and empty, is the first of the file."""
    fields = fields_of(writer)
    if field not in fields:
        raise RuleBroken("no-such-signature-field", field=field)
    if fields[field]:
        raise RuleBroken("already-signed-here", field=field)
    return not any(fields.values())


def language(writer: IncrementalPdfFileWriter) -> str:
    return str(writer.root.get("/Lang", "sv")).split("-")[0]


def fields_of(writer: IncrementalPdfFileWriter) -> dict[str, bool]:
    """Every signature field, and whether it is signed."""
    try:
        return {name: value is not None for name, value, _field in enumerate_sig_fields(writer)}
    except (PdfReadError, KeyError) as unreadable:
        raise RuleBroken("not-a-document-to-sign") from unreadable


def _lines(who: Words, holder: str, at: datetime) -> list[str]:
    """What the stamp says; a certificate that was issued for another name than the signer's is told."""
    place = ", ".join(part for part in (who.role, who.organisation) if part)
    lines = [_("Elektroniskt underskrivet av"), who.name, place]
    if holder != certifiable(who.name):
        lines.append(_("med ett certifikat för %(holder)s", holder=holder))
    return [*lines, date_time(at)]


def _room(key: Key) -> int:
    """Hexadecimal digits for signature and timestamp. The service is not asked beforehand how long its answer
    is: many are paid by the question."""
    chain = sum(len(one.dump()) for one in (key.signing_cert, *key.cert_registry) if one is not None)
    return 2 * (chain + 4 * 1024 + ROOM)
