"""What goes out before a meeting: the chair's invitation with the agenda, as a value.

Each item says whether it is for information or for a standpoint, how it links to the regional development
strategy, and what one needs to read and think about at home (A87–A90). The invitation is the chair's (A69).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from councilflow.process.agenda import ItemKind
from councilflow.process.meeting import MeetingForm, MeetingKind
from councilflow.process.minutes import Presenter, Sitting
from councilflow.process.profiles import OutcomeWord


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaEntry:
    """One item of the agenda. Empty texts are not printed."""

    position: int
    """The provisional number; paragraphs get theirs when the meeting closes (D.4)."""
    title: str
    kind: ItemKind | None
    """None only in a draft."""
    begins: time | None = None
    """When it is thought to begin, local time."""
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
