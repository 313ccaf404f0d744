"""Checking the signed files as they go into the package, and telling what is not proved."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import pikepdf

from councilflow.documents.sip.validation import Found, Revision, Signature, Timestamp, Validation
from councilflow.documents.sip.values import PDFA_2A, PDFA_3A, Format
from councilflow.i18n import LazyText
from councilflow.i18n import lazy_gettext as _l
from councilflow.services.archive.gathering import Piece
from councilflow.services.minutes import SigningPlace
from councilflow.services.minutes.checking import examine
from councilflow.signing.verdict import NotProved, Problem, SignerVerdict, TimestampVerdict

PROBLEMS: dict[Problem, LazyText] = {
    Problem.NOT_READABLE: _l("Filen är ingen PDF som går att läsa."),
    Problem.NOT_SIGNED: _l("Ingen har skrivit under filen."),
    Problem.NOT_AS_RECORDED: _l("Filen är inte den som sparades här."),
    Problem.FIELD_UNSIGNED: _l("Någon har inte skrivit under än."),
    Problem.ADDED_AFTERWARDS: _l("Något är tillagt efter den sista underskriften."),
    Problem.CONTENT_CHANGED: _l("Det som skrevs under är ändrat."),
    Problem.SIGNATURE_BROKEN: _l("Underskriften är skadad."),
    Problem.NOT_WHOLE_REVISION: _l("Underskriften täcker inte hela handlingen."),
    Problem.SIGNER_NOT_TRUSTED: _l("Certifikatet är inte utfärdat av den här installationen."),
    Problem.FORBIDDEN_CHANGE: _l("Mer än underskrifter är tillagt efter den här."),
    Problem.TIMESTAMP_UNKNOWN: _l(
        "Filen bär en tidsstämpel från någon som den här installationen inte känner."
    ),
    Problem.TIMESTAMP_BROKEN: _l("Tidsstämpeln är skadad."),
}

NOT_PROVED: dict[NotProved, LazyText] = {
    NotProved.TIME_SELF_REPORTED: _l("Tiderna är installationens egna. Ingen utomstående har intygat dem."),
    NotProved.IDENTITY_BY_INSTALLATION: _l(
        "Att certifikaten är äkta bygger på installationens rotcertifikat, som ligger i paketet. Jämför dess "
        "fingeravtryck med det som organisationen har lämnat på annat sätt."
    ),
    NotProved.NOT_QUALIFIED: _l("Underskrifterna är inte kvalificerade enligt eIDAS-förordningen."),
    NotProved.REVOCATION_NOT_CHECKED: _l("Om något certifikat var återkallat har inte kontrollerats."),
    NotProved.TIMESTAMP_AGED: _l("Certifikatet för den sista tidsstämpeln har gått ut."),
}
"""What a reader could take for proved, and is not."""

_FORMATS = {("3", "A"): PDFA_3A, ("2", "A"): PDFA_2A}


@dataclass(frozen=True, slots=True)
class Checked:
    """A signed file with what was found."""

    piece: Piece
    validation: Validation
    format: Format | None


def checked(piece: Piece, *, inside: str, place: SigningPlace, now: datetime) -> Checked:
    """Check one signed file, as the page and the command for it do. `inside`: the folder of the package its
    path begins in; `now`: aware."""
    content = b"".join(piece.read())
    verdict = examine(content, place=place, now=now).verdict
    as_recorded = verdict.sha256 == piece.sha256
    validation = Validation(
        path=f"{inside}/{piece.path}",
        title=piece.title,
        sha256=verdict.sha256,
        holds=verdict.holds and as_recorded,
        level=verdict.level,
        found=_found((*verdict.problems, *([] if as_recorded else [Problem.NOT_AS_RECORDED]))),
        signatures=tuple(_signature(one) for one in verdict.signers),
        timestamps=tuple(_timestamp(one) for one in verdict.timestamps),
        revisions=tuple(
            Revision(number=one.number, kind=one.kind, at=one.made_at, size=one.size, sha256=one.sha256)
            for one in piece.revisions
        ),
        not_proved=tuple(Found(one, str(NOT_PROVED.get(one, one.value))) for one in verdict.not_proved),
    )
    return Checked(piece, validation, _format(content))


def _signature(one: SignerVerdict) -> Signature:
    return Signature(
        field=one.field,
        name=one.name,
        role=one.role,
        organisation=one.organisation,
        at=one.at,
        timestamp=_timestamp(one.timestamp) if one.timestamp else None,
        found=_found(one.problems),
    )


def _timestamp(one: TimestampVerdict) -> Timestamp:
    return Timestamp(field=one.field, authority=one.authority, at=one.at, found=_found(one.problems))


def _found(problems: Sequence[Problem]) -> tuple[Found, ...]:
    return tuple(Found(problem, str(PROBLEMS.get(problem, problem.value))) for problem in problems)


def _format(content: bytes) -> Format | None:
    """Which part of PDF/A the file says that it follows."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf, pdf.open_metadata() as metadata:
            told = (str(metadata.get("pdfaid:part", "")), str(metadata.get("pdfaid:conformance", "")))
    except (pikepdf.PdfError, ValueError, RuntimeError):
        return None
    return _FORMATS.get(told)
