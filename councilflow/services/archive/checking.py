"""Checking the signed files as they go into the package, and telling what is not proved."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import pikepdf

from councilflow.documents.sip.validation import Found, Revision, Signature, Validation
from councilflow.documents.sip.values import PDFA_2A, PDFA_3A, Format
from councilflow.i18n import LazyText
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.process.record import FileKind
from councilflow.services.archive.gathering import Piece
from councilflow.signing.check import Problem, Verdict, check

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
}

_FORMATS = {("3", "A"): PDFA_3A, ("2", "A"): PDFA_2A}


@dataclass(frozen=True, slots=True)
class Checked:
    """A signed file with what was found."""

    piece: Piece
    validation: Validation
    format: Format | None


def checked(piece: Piece, *, inside: str, roots: Sequence[bytes]) -> Checked:
    """Check one signed file. `inside`: the folder of the package its path begins in; `roots`: the root
    certificates to trust, PEM."""
    content = b"".join(piece.read())
    verdict = check(content, trust=roots, recorded_sha256=piece.sha256)
    validation = Validation(
        path=f"{inside}/{piece.path}",
        title=piece.title,
        sha256=verdict.sha256,
        holds=verdict.holds,
        found=_found(verdict.problems),
        signatures=_signatures(verdict),
        revisions=tuple(
            Revision(number=one.number, kind=one.kind, at=one.made_at, size=one.size, sha256=one.sha256)
            for one in piece.revisions
        ),
        not_proved=tuple(_not_proved(piece)),
    )
    return Checked(piece, validation, _format(content))


def _signatures(verdict: Verdict) -> tuple[Signature, ...]:
    return tuple(
        Signature(
            field=one.field,
            name=one.name,
            role=one.role,
            organisation=one.organisation,
            at=one.at,
            found=_found(one.problems),
        )
        for one in verdict.signers
    )


def _found(problems: Sequence[Problem]) -> tuple[Found, ...]:
    return tuple(Found(problem, str(PROBLEMS.get(problem, problem.value))) for problem in problems)


def _not_proved(piece: Piece) -> list[str]:
    """What a reader could take for proved, and is not."""
    told = [
        _("Underskrifterna är inte kvalificerade enligt eIDAS-förordningen."),
        _(
            "Att certifikaten är äkta bygger på installationens rotcertifikat, som ligger i paketet. Jämför "
            "dess fingeravtryck med det som organisationen har lämnat på annat sätt."
        ),
    ]
    if not any(one.kind is FileKind.TIMESTAMP for one in piece.revisions):
        told.append(_("Tiderna är installationens egna. Ingen utomstående har intygat dem."))
    return told


def _format(content: bytes) -> Format | None:
    """Which part of PDF/A the file says that it follows."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf, pdf.open_metadata() as metadata:
            told = (str(metadata.get("pdfaid:part", "")), str(metadata.get("pdfaid:conformance", "")))
    except (pikepdf.PdfError, ValueError, RuntimeError):
        return None
    return _FORMATS.get(told)
