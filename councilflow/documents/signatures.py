"""The page of signatures: a tagged, empty field for each who signs; in a public copy, who has signed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from councilflow.documents.layout import BODY, NAME, SIDE, Writer
from councilflow.documents.paragraph_numbers import range_words
from councilflow.i18n import date_long, listed
from councilflow.i18n import gettext as _
from councilflow.process.minutes import Signatory
from councilflow.words import word


def write_signatures(writer: Writer, signatories: Sequence[Signatory], print_: str) -> None:
    """The page of signatures. `print_` is the fingerprint of what is signed, in hexadecimal."""
    if not signatories:
        return
    writer.room(min(130 + 72 * len(signatories), 700))  # all on one page, when one page holds them
    writer.heading(2, _("Underskrifter"), place="signatures")
    writer.line(
        _(
            "Protokollet skrivs under elektroniskt. Underskrifterna ligger i filen och visar vem som skrev "
            "under, när, och att texten inte har ändrats sedan dess. De är inte kvalificerade underskrifter."
        ),
        BODY,
    )
    writer.space(6)
    for signatory in signatories:
        _write_signatory(writer, signatory)
    writer.line(_fingerprint(print_), SIDE)


def _write_signatory(writer: Writer, signatory: Signatory) -> None:
    role = _role(signatory)
    label = _("Underskrift: %(role)s %(name)s", role=role.lower(), name=signatory.name)
    writer.signature(
        signatory.key, label, [(role, SIDE), (signatory.name, NAME), (signatory.organisation, SIDE)]
    )


def write_signed_by(
    writer: Writer, signatories: Sequence[Signatory], *, signed_on: date | None, host: str, print_: str
) -> None:
    """Instead of the page of signatures, in a copy for everybody: who signed, when, and where that is kept
    (D.5.7). The signatures themselves and what they tell of the people are not in the copy."""
    with writer.together():
        writer.heading(2, _("Underskrifter"), place="signatures")
        if signed_on:
            writer.line(_("Protokollet skrevs under elektroniskt den %(day)s av:", day=date_long(signed_on)))
        else:
            writer.line(_("Protokollet skrivs under elektroniskt av:"))
        writer.items([_signed_by(one) for one in signatories])
    writer.line(
        _(
            "Det här är en kopia för alla, utan underskrifternas personuppgifter. Det undertecknade "
            "originalet finns hos %(host)s.",
            host=host,
        )
    )
    writer.line(_fingerprint(print_), SIDE)


def _signed_by(signatory: Signatory) -> str:
    role = _role(signatory)
    told = f"{signatory.name}, {role[:1].lower()}{role[1:]}"
    return f"{told} ({signatory.organisation})" if signatory.organisation else told


def _role(signatory: Signatory) -> str:
    """Ordförande, § 5 for who led the meeting there in the chair's place."""
    ranges = listed([range_words(numbers) for numbers in signatory.paragraphs])
    return ", ".join(part for part in (word(signatory.role), ranges) if part)


def _fingerprint(print_: str) -> str:
    fours = " ".join(print_[at : at + 4] for at in range(0, len(print_), 4))
    return _("Innehållets fingeravtryck (SHA-256): %(fingerprint)s", fingerprint=fours)
