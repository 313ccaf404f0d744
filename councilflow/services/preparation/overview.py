"""The organisation's own overview: what it prepares, how far it has come, and what it waits for (A73, H.5).

Every draft passes `visibility.preparations_of`; one statement reads the items of one meeting or of all that
are coming, with the organisation's own work beside what it has handed in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, and_, or_, select

from councilflow.extensions import db
from councilflow.models import (
    AgendaItem,
    Body,
    Extension,
    Meeting,
    Organisation,
    Person,
    Preparation,
    Question,
    Submission,
)
from councilflow.process.agenda import ANSWERED_BY_EACH, ItemKind
from councilflow.process.meeting import DOCUMENTS_OUT, MeetingState, local_date
from councilflow.process.preparation import (
    ExtensionState,
    PreparationState,
    Stance,
    due_on,
    extension_state,
    preparation_state,
    submission_gaps,
)
from councilflow.process.rights import Act
from councilflow.services import visibility
from councilflow.services.meetings.joint import is_asked
from councilflow.services.numbering import place_on_agenda
from councilflow.services.preparation.room import Content
from councilflow.services.visibility import Viewer

Found = Row[*tuple[Any, ...]]

PREPARED = (ItemKind.STANDPOINT, ItemKind.INFORMATION, ItemKind.CONSULTATION)
"""The kinds of items that have a room at home."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnItem:
    """One line of the organisation's own overview; `state` is known to nobody outside it."""

    id: int
    meeting_id: int
    organisation_id: int
    position: int | None
    """Its number on the agenda."""
    title: str
    kind: ItemKind
    is_closed: bool
    counts: bool
    """Whether the organisation is asked for a stance on it; in a joint meeting not on every item (H.8)."""
    due: date
    """The local day by which it is handed in, a granted extension counted."""
    state: PreparationState
    stance: Stance | None  # as handed in, else as in the draft
    version: int
    """Of the draft; 0 while nothing is written."""
    can_be_handed_in: bool
    """Whether the draft is complete, and not yet handed in as it stands."""
    is_ready: bool = False
    """Whether a colleague has marked that draft as ready, klar hos oss (A.8); private as the draft is."""
    submitted_at: Any = None
    submitted_version: int = 0
    text_changed: bool = False
    """Whether the item reads otherwise than when the stance was handed in."""
    changed_at: datetime | None = None
    """When the item was last changed after the invitation (A.8)."""
    changed: tuple[str, ...] = ()
    """What the draft says otherwise than what was handed in: names of `Content`."""
    responsible_id: int | None = None
    responsible: str = ""
    forum: str = ""
    met_on: date | None = None
    questions: int = 0
    answered: int = 0
    extension: ExtensionState | None = None
    extension_until: date | None = None

    @property
    def unanswered(self) -> int:
        return self.questions - self.answered

    @property
    def waits(self) -> bool:
        """Whether the council still waits for a stance on it, or for an answer to its question."""
        if self.kind not in ANSWERED_BY_EACH or not self.counts or self.is_closed:
            return False
        return self.state is not PreparationState.SUBMITTED


@dataclass(frozen=True, slots=True)
class OwnMeeting:
    """A coming meeting with what one organisation prepares for it."""

    id: int
    starts_on: date  # local
    council: str
    organisation_id: int
    organisation: str
    items: list[OwnItem]


def overview(who: Viewer, council_id: int, meeting_id: int, organisation_id: int) -> list[OwnItem]:
    """The meeting's items as the own organisation sees them, in their order; standing items left out."""
    rows = _rows(who, [council_id], Meeting.id == meeting_id, Organisation.id == organisation_id)
    return _own_items(who, rows)


def of_item(who: Viewer, council_id: int, item_id: int, organisation_id: int) -> list[OwnItem]:
    """The same of one item."""
    rows = _rows(who, [council_id], AgendaItem.id == item_id, Organisation.id == organisation_id)
    return _own_items(who, rows)


def coming(who: Viewer) -> list[OwnMeeting]:
    """All that the viewer's organisations prepare for the meetings people are called to, soonest first."""
    councils = [one for one in who.councils_with(Act.PREPARE_AT_HOME) if who.homes(one)]
    rooms = [and_(Meeting.council_id == one, Organisation.id.in_(who.homes(one))) for one in councils]
    if not rooms:
        return []
    under_way = Meeting.state.in_(DOCUMENTS_OUT - {MeetingState.HELD})
    rows = _rows(who, councils, under_way, or_(*rooms))
    by_room: dict[tuple[int, int], list[OwnItem]] = defaultdict(list)
    for item in _own_items(who, rows):
        by_room[item.meeting_id, item.organisation_id].append(item)
    heads = {(row.meeting_id, row.organisation_id): row for row in reversed(rows)}
    found = [
        OwnMeeting(key[0], _day(head), head.council, key[1], head.organisation, by_room[key])
        for key, head in heads.items()
    ]
    return sorted(found, key=lambda one: (one.starts_on, one.id, one.organisation))


def _rows(who: Viewer, councils: Iterable[int], *where: ColumnElement[bool]) -> Sequence[Found]:
    names = [one.name for one in fields(Content)]
    councils = list(councils)
    private = or_(*(and_(Meeting.council_id == c, visibility.preparations_of(who, c)) for c in councils))
    own = or_(*(and_(Meeting.council_id == c, visibility.handed_in_by(who, c)) for c in councils))
    ours = and_(Preparation.item_id == AgendaItem.id, Preparation.organisation_id == Organisation.id)
    sent = and_(Submission.item_id == AgendaItem.id, Submission.organisation_id == Organisation.id)
    return db.session.execute(
        select(
            AgendaItem.id,
            AgendaItem.meeting_id,
            place_on_agenda().label("position"),
            AgendaItem.title,
            AgendaItem.kind,
            AgendaItem.version.label("text_version"),
            AgendaItem.changed_at,
            AgendaItem.preparation_closed_at,
            AgendaItem.answers_by,
            Meeting.council_id,
            Meeting.starts_at,
            Body.name.label("council"),
            Body.time_zone,
            Body.preparation_days,
            Organisation.id.label("organisation_id"),
            Organisation.name.label("organisation"),
            is_asked(Organisation.id).label("counts"),
            Preparation.version.label("saved"),
            Preparation.ready_version,
            Preparation.responsible_id,
            Person.name.label("responsible"),
            *(getattr(Preparation, name).label(f"draft_{name}") for name in names),
            Submission.submitted_at,
            Submission.version.label("submitted_version"),
            Submission.item_version,
            *(getattr(Submission, name).label(f"sent_{name}") for name in names),
        )
        .select_from(AgendaItem)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .join(Body, Body.id == Meeting.council_id)
        .join(Organisation, and_(*where))
        .outerjoin(Preparation, and_(ours, private))
        .outerjoin(Submission, and_(sent, own, Submission.is_latest))
        .outerjoin(Person, Person.id == Preparation.responsible_id)
        .where(AgendaItem.kind.in_(PREPARED))
        .order_by(Meeting.starts_at, Meeting.id, Organisation.id, AgendaItem.position, AgendaItem.id)
    ).all()


def _own_items(who: Viewer, rows: Sequence[Found]) -> list[OwnItem]:
    items = {row.id for row in rows}
    asked = defaultdict(set)
    for number, item_id in db.session.execute(
        select(Question.id, Question.item_id).where(Question.item_id.in_(items))
    ):
        asked[item_id].add(str(number))
    wanted = or_(
        *(
            and_(Meeting.council_id == council_id, visibility.extensions_for(who, council_id))
            for council_id in {row.council_id for row in rows}
        )
    )
    extensions = defaultdict(list)
    for one in db.session.execute(
        select(Extension.item_id, Extension.organisation_id, Extension.until, Extension.granted)
        .join(AgendaItem, AgendaItem.id == Extension.item_id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(Extension.item_id.in_(items), wanted)
        .order_by(Extension.id)
    ):
        extensions[one.item_id, one.organisation_id].append(one)
    return [_own_item(row, asked[row.id], extensions[row.id, row.organisation_id]) for row in rows]


def _own_item(row: Found, asked: set[str], extensions: list[Found]) -> OwnItem:
    submitted, begun = row.submitted_at is not None, bool(row.saved)
    draft = Content.of(row, "draft_") if row.saved is not None else Content()
    sent = Content.of(row, "sent_") if submitted else Content()
    # A submission without a saved draft comes from elsewhere (a letter's link): it is the draft as well.
    changed = draft.differing(sent) if submitted and begun else ()
    shown = draft if begun else sent
    last = extensions[-1] if extensions else None
    can_be_handed_in = begun and (not submitted or bool(changed)) and _is_complete(row.kind, draft)
    is_ready = can_be_handed_in and row.ready_version == row.saved
    return OwnItem(
        id=row.id,
        meeting_id=row.meeting_id,
        organisation_id=row.organisation_id,
        position=row.position,
        title=row.title,
        kind=row.kind,
        is_closed=row.preparation_closed_at is not None,
        counts=bool(row.counts),
        due=due_on(
            _usual_due(row),
            [one.until for one in extensions if one.granted],
        ),
        state=preparation_state(
            begun=begun, submitted=submitted, changed_since=bool(changed), ready=is_ready
        ),
        stance=sent.stance if submitted else draft.stance,
        version=row.saved or 0,
        can_be_handed_in=can_be_handed_in,
        is_ready=is_ready,
        submitted_at=row.submitted_at,
        submitted_version=row.submitted_version or 0,
        text_changed=submitted and row.item_version != row.text_version,
        changed_at=row.changed_at,
        changed=changed,
        responsible_id=row.responsible_id,
        responsible=row.responsible or "",
        forum=shown.forum,
        met_on=shown.met_on,
        questions=len(asked),
        answered=sum(number in asked for number in shown.answers or {}),
        extension=extension_state(granted=last.granted) if last else None,
        extension_until=last.until if last else None,
    )


def _usual_due(row: Found) -> date:
    """A consultation says its day; everything else is due at the same time (H.7)."""
    if row.kind is ItemKind.CONSULTATION and row.answers_by:
        return cast("date", row.answers_by)
    return _day(row) - timedelta(days=row.preparation_days)


def _is_complete(kind: ItemKind, draft: Content) -> bool:
    """The same as `handing_in.check_complete` says, without a word about what lacks."""
    gaps = submission_gaps(draft.stance, dissent=draft.dissent, requested=draft.dissent_requested)
    if kind is ItemKind.STANDPOINT:
        return not gaps
    if kind is ItemKind.CONSULTATION and not draft.note.strip():
        return False
    said = (draft.note, draft.dissent, *(draft.answers or {}).values())
    asks_for_words = draft.dissent_requested and not draft.dissent.strip()
    return any(text.strip() for text in said) and not asks_for_words


def _day(row: Found) -> date:
    return local_date(row.starts_at, ZoneInfo(row.time_zone))
