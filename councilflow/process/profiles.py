"""Under which rules a body keeps its minutes, and all that follows from it (D, E): one table.

An advisory council in Sweden takes standpoints in consensus and never votes (A79, H.12). A body under
kommunallagen decides, may vote, and announces its minutes (KL 4:27, 5:65–69, 8:12). A Norwegian regional
council is a folkevalgt organ: it decides, votes by party, and publishes (kommuneloven §§ 11-3, 11-4, 18).
A body may set its own deadlines; what stands here is where a new one starts (H.7). A meeting keeps the
profile that it was opened under.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from councilflow.process.councils import Country
from councilflow.process.record import MinutesProfile


class OutcomeWord(StrEnum):
    """What the outcome of an item is called. Norwegian has one word, vedtak, for what a body decides."""

    STANDPOINT = "standpoint"
    DECISION = "decision"


class DissentKind(StrEnum):
    """The kinds of other opinion that may stand in the minutes (D.2)."""

    DISSENTING_VIEW = "dissenting_view"  # avvikande synpunkt
    RESERVATION = "reservation"
    SEPARATE_STATEMENT = "separate_statement"  # särskilt yttrande, særmerknad
    MINUTE_NOTE = "minute_note"  # protokollsanteckning, protokolltilførsel


class Quorum(StrEnum):
    """How many of the members must be there for a body to decide."""

    MORE_THAN_HALF = "more_than_half"  # KL 5:45, 6:23
    HALF = "half"  # kommuneloven § 11-9


@dataclass(frozen=True, slots=True)
class Profile:
    """What a profile decides, and what a new body under it starts with. Days before or after the meeting."""

    country: Country
    language: str
    advisory: bool
    outcome: OutcomeWord
    dissents: frozenset[DissentKind]
    votes: bool
    notice: bool
    """Whether signed minutes are announced on the host's notice board (D.1)."""
    publishes: bool
    """Whether agenda and minutes are public unless somebody says otherwise (H.13)."""
    both_sides: bool
    """Whether each municipality sits with its majority and its opposition where no rule says otherwise (A42);
    a Norwegian council may well be the mayors alone."""
    is_norwegian_record: bool
    """Whether the archive package speaks Noark (E)."""
    waits: bool
    """Whether the outcome waits until the preparation is closed and the presentation held (A81): a rule of
    councils that come to a consensus. A body that votes decides when its chair puts the question."""
    immediate_approval: bool
    """Whether a § may be approved before the rest of the minutes (D.1). Norwegian law knows no approval that
    a word at the table could bring forward (G 72 has no exact counterpart)."""
    quorum: Quorum | None
    """None: what an advisory body says in consensus binds nobody, and no number is asked for."""
    invitation_days: int = 7
    preparation_days: int = 2
    draft_days: int = 5
    signing_days: int = 14


PROFILES: dict[MinutesProfile, Profile] = {
    MinutesProfile.ADVISORY: Profile(
        country=Country.SWEDEN,
        language="sv",
        advisory=True,
        outcome=OutcomeWord.STANDPOINT,
        dissents=frozenset({DissentKind.DISSENTING_VIEW}),
        votes=False,
        notice=False,
        publishes=False,
        both_sides=True,
        is_norwegian_record=False,
        waits=True,
        immediate_approval=True,
        quorum=None,
    ),
    MinutesProfile.KL: Profile(
        country=Country.SWEDEN,
        language="sv",
        advisory=False,
        outcome=OutcomeWord.DECISION,
        dissents=frozenset(
            {DissentKind.RESERVATION, DissentKind.SEPARATE_STATEMENT, DissentKind.MINUTE_NOTE}
        ),
        votes=True,
        notice=True,
        publishes=False,
        both_sides=True,
        is_norwegian_record=False,
        waits=False,
        immediate_approval=True,
        quorum=Quorum.MORE_THAN_HALF,
    ),
    MinutesProfile.IPR: Profile(
        country=Country.NORWAY,
        language="nb",
        advisory=False,
        outcome=OutcomeWord.DECISION,
        dissents=frozenset({DissentKind.MINUTE_NOTE, DissentKind.SEPARATE_STATEMENT}),
        votes=True,
        notice=False,
        publishes=True,
        both_sides=False,
        is_norwegian_record=True,
        waits=False,
        immediate_approval=False,
        quorum=Quorum.HALF,
    ),
}

WITH_NOTICE = frozenset(profile for profile, found in PROFILES.items() if found.notice)
"""The profiles under which minutes are announced."""

THAT_WAIT = frozenset(profile for profile, found in PROFILES.items() if found.waits)
"""The profiles under which an outcome waits for preparation and presentation (A81)."""

TIME_ZONES = {Country.SWEDEN: "Europe/Stockholm", Country.NORWAY: "Europe/Oslo"}


def starting_facts(profile: MinutesProfile) -> dict[str, object]:
    """What a new body under a profile starts with, by the names of the table."""
    found = PROFILES[profile]
    return {
        "minutes_profile": profile,
        "country": found.country,
        "time_zone": TIME_ZONES[found.country],
        "document_language": found.language,
        "advisory": found.advisory,
        "invitation_days": found.invitation_days,
        "preparation_days": found.preparation_days,
        "draft_days": found.draft_days,
        "signing_days": found.signing_days,
    }
