"""What an extract of the minutes says: one § for one recipient, attested by the secretary (D.3; E).

It is taken from signed minutes, word for word, and never from the tables behind them; what has been corrected
since stands beside it. Extracts are numbered
within the council and calendar year in which they are made.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from councilflow.process.correction import Change
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import SignatoryRole
from councilflow.process.minutes import Minutes, Paragraph, Sitting

ATTESTED = "attested"
"""The name of the field that the secretary's signature goes into."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """What a signed correction says of the §: the § itself stands as it was signed."""

    number: int
    """The meeting's first, second … correction."""
    signed_on: date
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractPaper:
    """One extract, complete."""

    council: str
    language: str
    """Of the document: sv, nb, nn or en (H.16)."""
    host: str
    meeting_number: int
    meeting_year: int
    sittings: tuple[Sitting, ...]
    chair: str
    secretary: str
    """Who wrote the minutes; who attests may be somebody else."""
    elected: tuple[str, ...]
    approved_on: date
    """The day the § was signed by the last of those who sign, on the council's calendar."""
    paragraph: Paragraph
    corrections: tuple[Corrected, ...]
    number: int
    """Of the extract, within `year`."""
    year: int
    recipient: str
    attested_by: str
    attester_organisation: str
    made_on: date
    standing_note: str = ""
    secrecy: str = ""
    """The mark of a § under secrecy, in words."""


def extract_of(
    minutes: Minutes,
    paragraph: int,
    *,
    number: int,
    recipient: str,
    attested_by: str,
    attester_organisation: str,
    approved_on: date,
    made_on: date,
    corrections: tuple[Corrected, ...] = (),
    secrecy: str = "",
) -> ExtractPaper:
    """The extract of one § of the minutes. RuleBroken: no-such-paragraph."""
    return ExtractPaper(
        council=minutes.council,
        language=minutes.language,
        host=minutes.host,
        meeting_number=minutes.number,
        meeting_year=minutes.year,
        sittings=minutes.sittings,
        chair=minutes.chair,
        secretary=minutes.secretary,
        elected=tuple(one.name for one in minutes.signatories if one.role is SignatoryRole.ELECTED),
        approved_on=approved_on,
        paragraph=paragraph_of(minutes, paragraph),
        corrections=corrections,
        number=number,
        year=made_on.year,
        recipient=recipient,
        attested_by=attested_by,
        attester_organisation=attester_organisation,
        made_on=made_on,
        standing_note=minutes.standing_note,
        secrecy=secrecy,
    )


def paragraph_of(minutes: Minutes, number: int) -> Paragraph:
    """The § of that number. RuleBroken: no-such-paragraph."""
    for paragraph in minutes.paragraphs:
        if paragraph.number == number:
            return paragraph
    raise RuleBroken("no-such-paragraph", number=number)
