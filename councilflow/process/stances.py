"""Where the organisations stand before a meeting, as a value made of what was handed in alone (A76, H.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from councilflow.process.preparation import Stance, StanceSummary
from councilflow.process.profiles import OutcomeWord


@dataclass(frozen=True, slots=True)
class StanceOf:
    """What one organisation has handed in on an item. `stance` None: silent; `is_asked` False: not asked;
    `is_earlier`: it is of a text that has changed since, and is not confirmed."""

    organisation: str
    stance: Stance | None
    is_asked: bool = True
    is_earlier: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """What an organisation handed in, word for word, as pairs of what it answers and the answer."""

    organisation: str
    stance: Stance | None
    words: tuple[tuple[str, str], ...]
    is_wanted: bool = False
    """Whether its view is wanted in the minutes."""
    is_earlier: bool = False
    """Whether it was said of a text that has changed since, and is not confirmed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceItem:
    position: int | None
    title: str
    is_standpoint: bool
    counted: StanceSummary
    stances: tuple[StanceOf, ...]
    said: tuple[Said, ...]
    answers: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    """Each question, with every organisation's answer beside the others'."""

    @property
    def earlier(self) -> int:
        """How many of those asked have said something of an earlier text alone."""
        return sum(one.is_asked and one.is_earlier for one in self.stances)


@dataclass(frozen=True, slots=True)
class Owing:
    """An organisation that has not handed in, the items and by when."""

    organisation: str
    items: str
    due: date
    is_late: bool
    is_granted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StancePaper:
    """The summary of a meeting on one day."""

    council: str
    host: str
    language: str
    meeting_on: date
    as_of: date
    due: date
    complete: int
    asked: int
    called: OutcomeWord
    items: tuple[StanceItem, ...]
    owing: tuple[Owing, ...]
