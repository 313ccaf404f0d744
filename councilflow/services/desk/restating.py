"""An outcome that was written down wrongly is put right, with all that the closing made of it (A79,
docs/decisions/0020).

The § keeps its number. The question behind the item goes where it would have gone, and the register of what
the council has agreed on says what was agreed on. What somebody has built on the old outcome is never taken
away under them: then nothing is changed, and the refusal says what stands in the way.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from councilflow.extensions import db
from councilflow.models import AgendaItem, Meeting, Person
from councilflow.process.agenda import ItemKind
from councilflow.process.consensus import STANDPOINT_TAKEN, Gate, Outcome, check_outcome
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingState, local_date
from councilflow.process.restating import (
    AFTERWARDS,
    Following,
    check_nothing_built,
    check_other,
    check_votes,
    follows,
    issue_instead,
    other_outcomes,
    step_of,
)
from councilflow.services import issues, journal, secrecy
from councilflow.services.agenda import again
from councilflow.services.desk.amendments import waiting, wording_of
from councilflow.services.desk.hold import hold_record
from councilflow.services.desk.motions import of_item
from councilflow.services.desk.record import gates_of, stated
from councilflow.services.desk.votes import Questions, questions
from councilflow.services.dissents import plain, stands_against
from councilflow.services.issues import earlier
from councilflow.services.lying_fast import check_paragraph_open
from councilflow.services.standpoints import beginning, resting


@dataclass(frozen=True, slots=True)
class Choice:
    """What the page of a correction shows of one item."""

    others: dict[Outcome, list[Following]]
    """By what may have been stated instead: what else changes."""
    wording: str
    """What the council was about to say when it left the item."""
    gates: list[Gate]
    """What the record does not show, though a standpoint waits for it (A81)."""
    waiting: int
    """Wordings that nobody settled."""

    @property
    def may_be_taken(self) -> bool:
        """Whether the council may have agreed on something after all, or by other means than was noted."""
        return not STANDPOINT_TAKEN.isdisjoint(self.others)


def choice(item: AgendaItem) -> Choice | None:
    """None for an item that no outcome was noted on."""
    if item.outcome is None or item.kind is None:
        return None
    profile = item.meeting.profile
    others = other_outcomes(item.kind, item.outcome, by_majority=profile.votes, dissents=stands_against(item))
    is_standpoint = item.kind is ItemKind.STANDPOINT
    return Choice(
        others={one: follows(item.kind, item.outcome, one) for one in others},
        wording=_worked_on(item) if is_standpoint else "",
        gates=gates_of(item) if is_standpoint else [],
        waiting=0 if profile.votes else waiting(item.id),
    )


def restate(
    item: AgendaItem,
    outcome: Outcome,
    *,
    seen: Outcome | None,
    wording: str = "",
    override: str = "",
    correction: str,
    by: Person,
    now: datetime,
) -> None:
    """Put right what the chair stated, after the meeting has closed, for a reason.

    `seen` is the outcome that whoever puts it right saw; `override` the chair's reason, when a standpoint was
    taken though something was missing. RuleBroken: those of `hold_record`, item-without-kind,
    those of `check_other`, outcome-already-stated while the meeting goes on, paragraph-lies-fast, and those
    of `check_outcome`, `check_votes`, `check_nothing_built` and `issue_instead`.
    """
    meeting = item.meeting
    hold_record(meeting, correction, by=by, now=now)
    db.session.refresh(item)
    if item.kind is None:
        raise RuleBroken("item-without-kind")
    noted = check_other(item.outcome, seen, outcome)
    if meeting.state is not MeetingState.HELD:  # while it goes on, the desk records what the chair states
        raise RuleBroken("outcome-already-stated", outcome=noted)
    check_paragraph_open(item)
    text = plain(wording).strip()
    _check(item, item.kind, outcome, text)
    before, taken = _told(item), outcome in STANDPOINT_TAKEN
    item.outcome, item.adopted = outcome, text if taken else ""
    item.override_reason = plain(override).strip() if taken and gates_of(item) else ""
    journal.note(
        "outcome-corrected",
        by=by,
        now=now,
        meeting=meeting,
        about=secrecy.title_outside(item),
        before=before,
        after=_told(item),
    )
    _follow_in_register(item, noted)
    _follow_in_pool(item, noted, outcome, reason=correction.strip(), by=by, now=now)
    db.session.flush()


def _told(item: AgendaItem) -> dict[str, str]:
    """What was stated as the journal shows it, where the outcome of a correction is read; of an item under
    secrecy that there is one, for more people read the journal than the item."""
    facts = {"noted_outcome" if name == "outcome" else name: value for name, value in stated(item).items()}
    return secrecy.all_outside(item, facts) if item.is_secret else facts


def _check(item: AgendaItem, kind: ItemKind, outcome: Outcome, wording: str) -> None:
    asked = questions(item) if item.meeting.profile.votes else None
    check_outcome(
        kind,
        outcome,
        wording=wording,
        dissents=stands_against(item),
        gates=[],
        override="",
        by_majority=asked is not None,
        divided=asked is not None and asked.divided,
    )
    if asked is not None:
        check_votes(outcome, votes=len(asked.votes), adopted=asked.adopted, remain=_remain(asked))


def _remain(asked: Questions) -> bool:
    return asked.next is not None and len(asked.alternatives) > 1


def _follow_in_register(item: AgendaItem, noted: Outcome) -> None:
    """A standpoint comes or goes with the outcome; what stands in both stays as it is."""
    standpoint = beginning.held(item.id)
    check_nothing_built(noted, item.outcome or noted, resting.built_on(item.id))
    if item.outcome not in STANDPOINT_TAKEN:
        if standpoint is not None:
            beginning.take_back(standpoint)
    elif standpoint is None:
        db.session.flush()
        beginning.begin(item.meeting)


def _follow_in_pool(
    item: AgendaItem, noted: Outcome, outcome: Outcome, *, reason: str, by: Person, now: datetime
) -> None:
    """The question behind the item goes where the meeting really left it (A.8)."""
    is_off = outcome in AFTERWARDS
    if item.issue_id is None:
        if is_off and (made := again.keep_issue(item, by_id=by.id, now=now)):
            issues.take(made, step_of(outcome), reason=reason, by=by, now=now)
            earlier.name(made.id, item.id)
        return
    issue = issues.held(item.issue_id)
    later = _later(item)
    issues.stand_instead(
        issue,
        issue_instead(
            issue.state,
            noted,
            outcome,
            again_on=local_date(later.starts_at, later.council.zone) if later else None,
            is_to_come=later is not None and later.state not in (MeetingState.ONGOING, MeetingState.HELD),
        ),
        reason=reason,
        by=by,
        now=now,
    )
    if is_off:
        earlier.name(issue.id, item.id)
    elif noted in AFTERWARDS:
        earlier.unname(issue.id, item.id)


def _later(item: AgendaItem) -> Meeting | None:
    """The newest meeting that has the question on its agenda once more, unless it was called off or the item
    withdrawn."""
    return db.session.scalar(
        select(Meeting)
        .join(AgendaItem, AgendaItem.meeting_id == Meeting.id)
        .where(
            AgendaItem.issue_id == item.issue_id,
            AgendaItem.id > item.id,
            AgendaItem.withdrawn_kind.is_(None),
            Meeting.id != item.meeting_id,
            Meeting.state != MeetingState.CANCELLED,
        )
        .order_by(AgendaItem.id.desc())
        .limit(1)
    )


def _worked_on(item: AgendaItem) -> str:
    """In a body that votes, what the votes agreed to; else the wording on the table."""
    if item.adopted or not item.meeting.profile.votes:
        return wording_of(item)
    asked = questions(item)
    texts = {one.id: one.text for one in of_item(item.id)}
    agreed = [texts.get(one, item.proposal) for one in asked.adopted]
    return "\n\n".join(agreed) or item.proposal
