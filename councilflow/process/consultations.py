"""A samråd gathered on one paper: the question, the answers handed in, and whom one waits for (A37)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Answer:
    """What one organisation has handed in, word for word. `on` is a local day."""

    organisation: str
    text: str
    on: date
    by: str


@dataclass(frozen=True, slots=True)
class Unanswered:
    organisation: str
    due: date
    """Its own last day, more time counted."""
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationPaper:
    """The samråd as it stands on one day, as the reader may see it."""

    council: str
    host: str
    language: str
    """Of the document: sv, nb, nn or en (H.16)."""
    meeting_on: date
    as_of: date
    due: date | None
    position: int | None
    title: str
    secrecy: str
    """The mark of an item under secrecy, in words."""
    question: str
    asked: int
    is_whole: bool
    """Whether everybody's answers are here; else the reader's own organisation's alone."""
    answers: tuple[Answer, ...]
    unanswered: tuple[Unanswered, ...]
