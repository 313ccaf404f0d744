"""Questions put to a vote, and what came of them (KL 5:53–56, 5:67; kommuneloven § 11-9; H.12)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, select

from councilflow.extensions import db
from councilflow.models import AgendaItem, Attendance, Meeting, Motion, Person, Vote, VoteCount
from councilflow.process.councils import Office
from councilflow.process.errors import RuleBroken
from councilflow.process.sitting import Ballot, VoteWay
from councilflow.process.votes import (
    FROM_THE_PAPERS,
    RULES,
    VotingRule,
    adopted,
    check_ballots,
    check_counts,
    check_pair,
    decided,
    is_divided,
    next_question,
    standing,
    tally,
)
from councilflow.services import journal, secrecy, taking_part
from councilflow.services.desk import motions
from councilflow.services.desk.motions import hold_undecided, of_item

Found = Row[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Said:
    """What was found, or counted, when a question was put. One of the three, by the way it was decided."""

    carried: bool | None = None
    """Without a count: what the chair found that the meeting said."""
    unanimous: bool = False
    by_party: Mapping[str, Mapping[Ballot, int]] | None = None
    by_person: Mapping[int, Ballot] | None = None
    """By attendance id."""
    chair: Ballot | None = None
    """The chair's own vote, which decides a tie where the law says so."""


@dataclass(frozen=True, slots=True)
class Questions:
    """Where an item stands among its proposals."""

    alternatives: list[int]
    votes: Sequence[Found]

    @property
    def next(self) -> tuple[int, int | None] | None:
        return next_question(self.alternatives, self.votes)

    @property
    def standing(self) -> list[int]:
        return standing(self.alternatives, self.votes)

    @property
    def adopted(self) -> list[int]:
        return adopted(self.alternatives, self.votes)

    @property
    def divided(self) -> bool:
        return is_divided(self.votes, [vote.unanimous for vote in self.votes])


def questions(item: AgendaItem) -> Questions:
    """The proposals that may be put, and the votes taken, in their order."""
    motions = [one.id for one in of_item(item.id) if one.withdrawn_at is None]
    papers = [FROM_THE_PAPERS] if item.proposal.strip() else []
    return Questions([*papers, *motions], taken(item.id))


def taken(item_id: int) -> Sequence[Found]:
    """The votes of an item in the order they were taken: id, position, question, way, motion_id, against_id,
    unanimous, carried, casting, at."""
    return db.session.execute(
        select(
            Vote.id,
            Vote.position,
            Vote.question,
            Vote.way,
            Vote.motion_id,
            Vote.against_id,
            Vote.unanimous,
            Vote.carried,
            Vote.casting,
            Vote.at,
        )
        .where(Vote.item_id == item_id)
        .order_by(Vote.position)
    ).all()


def counts(item_id: int) -> Sequence[Found]:
    """What was counted in the votes of an item: vote_id, party, name (by person), ballot, number."""
    return db.session.execute(
        select(
            VoteCount.vote_id,
            func.coalesce(Attendance.party, VoteCount.party).label("party"),
            func.coalesce(Attendance.name, "").label("name"),
            VoteCount.ballot,
            VoteCount.count.label("number"),
        )
        .join(Vote, Vote.id == VoteCount.vote_id)
        .outerjoin(Attendance, Attendance.id == VoteCount.attendance_id)
        .where(Vote.item_id == item_id)
        .order_by(VoteCount.vote_id, Attendance.position, VoteCount.id)
    ).all()


def put(
    item: AgendaItem,
    question: str,
    way: VoteWay,
    said: Said,
    *,
    first: int,
    against: int | None,
    by: Person,
    now: datetime,
) -> Vote:
    """Record a question that the chair put, and how it ended; what lost has fallen.

    `first` and `against` are ids of motions, `FROM_THE_PAPERS` the proposal in the papers; `against` None:
    yes or no. RuleBroken: meeting-not-ongoing, no-votes-here, outcome-already-stated, question-missing,
    question-not-open, result-missing, and those of `process.votes`.
    """
    hold_undecided(item)
    asked = questions(item)
    check_pair(first, against, asked.alternatives, asked.votes)
    if not question.strip():
        raise RuleBroken("question-missing")
    counted = _counted(item, way, said)
    carried, casting, unanimous = _result(item, way, said, counted)
    made = Vote(
        item_id=item.id,
        position=len(asked.votes) + 1,
        question=question.strip(),
        way=way,
        motion_id=first or None,
        against_id=against,
        unanimous=unanimous,
        carried=carried,
        casting=casting,
        at=now,
        by_id=by.id,
    )
    db.session.add(made)
    db.session.flush()
    db.session.add_all(VoteCount(vote_id=made.id, **one) for one in counted)
    _settle(item)
    told = secrecy.words_outside(item, {"question": made.question, "carried": carried})
    about = secrecy.title_outside(item)
    journal.note("vote-taken", by=by, now=now, meeting=item.meeting, about=about, after=told)
    return made


def undo(vote: Vote, *, by: Person, now: datetime) -> None:
    """Take the last vote away, when it was written in wrongly.

    RuleBroken: meeting-not-ongoing, outcome-already-stated, only-the-last-vote.
    """
    item = db.session.get_one(AgendaItem, vote.item_id)
    hold_undecided(item)
    standing_now = taken(item.id)
    if not standing_now or standing_now[-1].id != vote.id:
        raise RuleBroken("only-the-last-vote")
    told = secrecy.words_outside(item, {"question": vote.question, "carried": vote.carried})
    db.session.execute(delete(VoteCount).where(VoteCount.vote_id == vote.id))
    db.session.delete(vote)
    db.session.flush()
    item.adopted = ""
    _settle(item)
    about = secrecy.title_outside(item)
    journal.note("vote-removed", by=by, now=now, meeting=item.meeting, about=about, before=told)


def withdraw(motion: Motion, *, by: Person, now: datetime) -> None:
    """Take a proposal back; what stands alone after that has been agreed to. As `motions.withdraw`."""
    motions.withdraw(motion, by=by, now=now)
    _settle(db.session.get_one(AgendaItem, motion.item_id))


def parties(item: AgendaItem) -> dict[str, int]:
    """How many of each party take part in the item; those without one stand under an empty name."""
    return dict(sorted(Counter(line.party for line in taking_part.at_item(item)).items()))


def rule_of(meeting: Meeting) -> VotingRule:
    """RuleBroken: no-votes-here."""
    rule = RULES.get(meeting.minutes_profile or meeting.council.minutes_profile)
    if rule is None:
        raise RuleBroken("no-votes-here")
    return rule


def _counted(item: AgendaItem, way: VoteWay, said: Said) -> list[dict[str, Any]]:
    """The rows of the count, after looking that they are those of the people who take part in the item."""
    rule = rule_of(item.meeting)
    if way is VoteWay.BY_PARTY:
        by_party = said.by_party or {}
        check_counts(by_party, parties(item), rule)
        return [
            {"party": party, "ballot": ballot, "count": count}
            for party, ballots in by_party.items()
            for ballot, count in ballots.items()
            if count
        ]
    if way is VoteWay.BY_PERSON:
        ballots = said.by_person or {}
        check_ballots(ballots, {line.id for line in taking_part.at_item(item)}, rule)
        return [{"attendance_id": line, "ballot": ballot} for line, ballot in ballots.items()]
    return []


def _result(
    item: AgendaItem, way: VoteWay, said: Said, counted: list[dict[str, Any]]
) -> tuple[bool, bool, bool]:
    """Carried, by the chair's own vote, and unanimous."""
    if way is VoteWay.ACCLAMATION:
        if said.carried is None:
            raise RuleBroken("result-missing")
        return said.carried, False, said.unanimous
    summed = tally((one["ballot"], one.get("count", 1)) for one in counted)
    carried, casting = decided(summed, _chairs_ballot(item, said), rule_of(item.meeting))
    return carried, casting, summed.unanimous


def _chairs_ballot(item: AgendaItem, said: Said) -> Ballot | None:
    """What the one who leads voted: by person it is among the ballots."""
    if said.by_person is None:
        return said.chair
    offices = [Office.CHAIR, Office.VICE_CHAIR]
    leading = sorted(
        (line for line in taking_part.at_item(item) if line.office in offices),
        key=lambda line: offices.index(line.office),
    )
    return said.by_person.get(leading[0].id) if leading else None


def _settle(item: AgendaItem) -> None:
    """Let the motions say what came of them, and the wording be what has been agreed to so far."""
    db.session.flush()
    asked = questions(item)
    left, agreed = set(asked.standing), asked.adopted
    rows = db.session.scalars(select(Motion).where(Motion.item_id == item.id, Motion.withdrawn_at.is_(None)))
    texts = {FROM_THE_PAPERS: item.proposal}
    for motion in rows:
        texts[motion.id] = motion.text
        motion.adopted = True if motion.id in agreed else None if motion.id in left else False
    if asked.votes:
        item.adopted = "\n\n".join(texts[one] for one in agreed)
