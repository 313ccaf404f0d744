"""What the workspace of the preparatory group reads: the pool beside the agenda, who has taken part, and a
mark of everything the page shows, by which an open page knows that somebody has changed something."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select, union

from councilflow.extensions import db
from councilflow.models import AgendaComment, Issue, JournalEntry, LateChange, Meeting, Organisation
from councilflow.process.agenda import IssueState
from councilflow.services.agenda.reading import POOL

BEFOREHAND = (
    IssueState.PREPARED,
    IssueState.IN_PREPARATION,
    IssueState.REFERRED_BACK,
    IssueState.POSTPONED,
)
"""The issues that the group works on, in the order in which they are ready for an agenda."""

PAGE = 60
"""As many issues as the pool shows at once; a search finds the others."""

CHANGES = ("item-added", "item-changed", "item-removed", "item-moved", "times-set", "file-replaced")
"""The steps of the journal by which somebody has worked on an agenda."""


@dataclass(frozen=True, slots=True)
class Pool:
    """`issues` are id, title, state, organisation and proposed_at; `others` counts those that are left out
    because nobody has taken them up."""

    issues: Sequence[Any]
    others: int


def pool(council_ids: Collection[int], *, sought: str = "", with_proposed: bool = False) -> Pool:
    """The issues of these councils that an agenda can take, the most prepared first."""
    states = POOL if with_proposed else [state for state in POOL if state in BEFOREHAND]
    here = Issue.council_id.in_(council_ids)
    query = (
        select(Issue.id, Issue.title, Issue.state, Issue.proposed_at, Organisation.name.label("organisation"))
        .outerjoin(Organisation, Organisation.id == Issue.organisation_id)
        .where(here, Issue.state.in_(states))
        .order_by(Issue.state != IssueState.PREPARED, Issue.proposed_at, Issue.id)
        .limit(PAGE)
    )
    if sought:
        like = f"%{_escaped(sought)}%"
        query = query.where(
            or_(Issue.title.ilike(like, escape="\\"), Organisation.name.ilike(like, escape="\\"))
        )
    others = 0
    if not with_proposed:
        waiting = select(func.count()).select_from(Issue).where(here, Issue.state == IssueState.PROPOSED)
        others = db.session.scalar(waiting) or 0
    return Pool(db.session.execute(query).all(), others)


def _escaped(sought: str) -> str:
    return sought.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def taking_part(meeting_id: int) -> int:
    """How many people have worked on the agenda or said something about it."""
    worked = select(JournalEntry.person_id).where(
        JournalEntry.meeting_id == meeting_id,
        JournalEntry.event.in_(CHANGES),
        JournalEntry.person_id.is_not(None),
    )
    said = select(AgendaComment.person_id).where(AgendaComment.meeting_id == meeting_id)
    people = union(worked, said).subquery()
    return db.session.scalar(select(func.count()).select_from(people)) or 0


def is_changed_after(meeting_id: int) -> bool:
    """Whether something was changed after the invitation (A.8)."""
    return (
        db.session.scalar(select(LateChange.id).where(LateChange.meeting_id == meeting_id).limit(1))
        is not None
    )


def stamp(meeting_id: int, council_ids: Collection[int]) -> str:
    """A mark of what the workspace shows, by one cheap query: it differs as soon as the agenda, its comments
    or the pool beside it do."""
    comments = select(func.count()).where(AgendaComment.meeting_id == meeting_id)
    settled = select(func.count(AgendaComment.done_at)).where(AgendaComment.meeting_id == meeting_id)
    waiting = Issue.council_id.in_(council_ids), Issue.state.in_(POOL)
    row = db.session.execute(
        select(
            Meeting.version,
            comments.scalar_subquery(),
            settled.scalar_subquery(),
            select(func.count()).select_from(Issue).where(*waiting).scalar_subquery(),
            select(func.max(Issue.id)).where(*waiting).scalar_subquery(),
        ).where(Meeting.id == meeting_id)
    ).one()
    return "-".join(str(part) for part in row)


def last_step(meeting_id: int) -> Any:
    """The last step that anybody took with the meeting: event, who, about, person_id; None when there is
    none."""
    return db.session.execute(
        select(JournalEntry.event, JournalEntry.who, JournalEntry.about, JournalEntry.person_id)
        .where(JournalEntry.meeting_id == meeting_id)
        .order_by(JournalEntry.id.desc())
        .limit(1)
    ).first()
