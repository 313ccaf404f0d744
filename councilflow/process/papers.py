"""What goes out before a meeting: the chair's invitation with the agenda, as a value.

Each item says whether it is for information or for a standpoint, how it links to the regional development
strategy, and what one needs to read and think about at home (A87–A90). The invitation is the chair's (A69).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from councilflow.process.agenda import ItemKind, Purpose, Reach
from councilflow.process.meeting import MeetingForm, MeetingKind
from councilflow.process.minutes import Presenter, Sitting
from councilflow.process.profiles import OutcomeWord


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaEntry:
    """One item of the agenda. Empty texts are not printed."""

    position: int | None
    """The provisional number; paragraphs get theirs when the meeting closes (D.4). A heading has none."""
    title: str
    kind: ItemKind | None
    """None only in a draft."""
    mark: str = ""
    """That it has changed since the invitation, or was withdrawn, in words (A.8)."""
    begins: time | None = None
    """When it is thought to begin, local time."""
    begins_day: date | None = None
    """In a meeting of several days, the day that begins with it."""
    minutes: int | None = None
    """How long it is thought to take."""
    registry_no: str = ""
    presenters: tuple[Presenter, ...] = ()
    strategy_links: tuple[str, ...] = ()
    strategy_sentence: str = ""
    background: str = ""
    questions: tuple[str, ...] = ()
    proposal: str = ""
    shared_value: str = ""
    attachments: tuple[str, ...] = ()
    knowledge: tuple[str, ...] = ()
    """The files of analysis and knowledge that the question rests on, apart from the others (A28)."""
    summary: str = ""
    """Ärendet i korthet (D.3)."""
    purposes: tuple[Purpose, ...] = ()
    """What it is taken up for besides its kind (A57)."""
    reach: Reach | None = None
    reach_text: str = ""
    """Which parts of the county (A93)."""
    concerned: tuple[str, ...] = ()
    """The organisations it concerns, with what each brings (A34)."""
    ecological: str = ""
    social: str = ""
    economic: str = ""
    agenda_2030: tuple[int, ...] = ()
    """Numbers of the goals, 1 to 17 (A12)."""
    acknowledgement: str = ""
    """Who has paid (A13)."""
    recommending: str = ""
    recommendation: str = ""
    """What a working group recommends, and which (B1.13)."""
    consultation: str = ""
    """What the organisations are asked in a samråd, and by when they answer (A37)."""
    answers_by: date | None = None
    earlier: tuple[str, ...] = ()
    """Where the question has been dealt with before (A94)."""


class PaperOrder(StrEnum):
    """How the documents of an item are laid out."""

    SWEDISH = "swedish"  # Ärendet i korthet, Bakgrund, Förslag, Koppling till RUS, Bilagor (D.3)
    NORWEGIAN = "norwegian"  # Innstilling, Saksutgreiing, Vedlegg (B1.24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Memo:
    """The papers of one item as a document of their own (tjänsteskrivelse, saksframlegg)."""

    council: str
    language: str
    day: date
    """The meeting's, on the council's own calendar."""
    entry: AgendaEntry
    order: PaperOrder = PaperOrder.SWEDISH
    called: OutcomeWord = OutcomeWord.STANDPOINT
    host: str = ""
    author: str = ""
    """Who has written it; empty when nobody says."""
    standing_note: str = ""
    secrecy: str = ""
    """The mark of an item under secrecy, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaPaper:
    """The invitation and the agenda of one meeting; while `issued_on` is None, a draft agenda."""

    council: str
    language: str
    """Of the document: sv, nb, nn or en (H.16)."""
    form: MeetingForm
    sittings: tuple[Sitting, ...]
    chair: str
    items: tuple[AgendaEntry, ...]
    kind: MeetingKind = MeetingKind.REGULAR
    called: OutcomeWord = OutcomeWord.STANDPOINT
    """What comes of an item is called (D)."""
    order: PaperOrder = PaperOrder.SWEDISH
    joint_with: str = ""
    """The council that this one includes, when the two meet together (A62)."""
    host: str = ""
    place: str = ""
    link: str = ""
    issued_on: date | None = None
    prepare_by: date | None = None
    """The last day for handing in what was prepared at home (A85)."""
    cost_note: str = ""
    """Who pays for the journey (A63)."""
    standing_note: str = ""
    """That the council is advisory (A78)."""
