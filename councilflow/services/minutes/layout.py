"""From a value to the files that signing begins with: the unsigned base, and the same one sealed (H.6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from councilflow.documents import correction
from councilflow.documents.minutes import as_pdf
from councilflow.i18n import gettext as _
from councilflow.i18n import speaking
from councilflow.models import Body, MinutesDocument, Supplement
from councilflow.process.correction import Correction
from councilflow.process.errors import RuleBroken
from councilflow.process.minutes import Minutes
from councilflow.process.values import as_json, fingerprint
from councilflow.services.minutes import files
from councilflow.services.minutes.place import SigningPlace
from councilflow.signing.seal import seal


@dataclass(frozen=True, slots=True)
class Drawn:
    base: bytes
    sealed: bytes


def draw(value: Minutes | Correction, council: Body, *, place: SigningPlace, now: datetime) -> Drawn:
    """Lay out a value and certify it by the council's seal.

    RuleBroken: nobody-signs, document-not-approved (with findings), and those of the signing authority.
    """
    if not value.signatories:
        raise RuleBroken("nobody-signs")
    kept_as = council.archive_format
    if isinstance(value, Correction):
        base = correction.as_pdf(value, now=now, archive=kept_as)
    else:
        base = as_pdf(value, now=now, archive=kept_as)
    with speaking(council.document_language):
        signer = place.seal_signer(
            name=council.name, organisation=council.host.name, role=_("Rådets stämpel"), at=now
        )
        reason = _("Rådets stämpel: filen är fastställd för underskrift")
    at = now.astimezone(council.zone)
    sealed, _why = place.in_time(
        lambda timestamps: seal(
            base, signer=signer, reason=reason, at=at, timestamps=timestamps, trust=place.seal_trust
        ),
        now,
    )
    return Drawn(base, sealed)


def keep(
    thing: MinutesDocument | Supplement, value: Minutes | Correction, drawn: Drawn, *, now: datetime
) -> None:
    """Store the files and the value they were laid out from."""
    thing.snapshot, thing.fingerprint = as_json(value), fingerprint(value)
    if isinstance(thing, MinutesDocument):
        thing.locked_at = now
    files.lay_out(thing, drawn.base, drawn.sealed, now=now)
