"""What was proposed and how it was put, as the minutes of a body with votes tell it (KL 5:67; H.12)."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import Row, select

from councilflow.extensions import db
from councilflow.models import AgendaItem, Attendance, Motion, VoteCount
from councilflow.models import Vote as VoteRow
from councilflow.process.minutes import Counted, Proposal, Vote, Voting
from councilflow.process.profiles import PROFILES
from councilflow.process.record import MinutesProfile
from councilflow.process.sitting import Ballot

Found = Row[*tuple[Any, ...]]


def of_meeting(meeting_id: int, profile: MinutesProfile) -> dict[int, Voting]:
    """By item: its proposals that were not withdrawn and its votes in order; nothing in an advisory body."""
    if not PROFILES[profile].votes:
        return {}
    proposals, votes = _proposals(meeting_id), _votes(meeting_id)
    return {
        item: Voting(proposals=tuple(proposals.get(item, [])), votes=tuple(votes.get(item, [])))
        for item in sorted({*proposals, *votes})
    }


def _proposals(meeting_id: int) -> dict[int, list[Proposal]]:
    rows = db.session.execute(
        select(Motion.item_id, Motion.text, Motion.proposed_by, Motion.party)
        .join(AgendaItem, AgendaItem.id == Motion.item_id)
        .where(AgendaItem.meeting_id == meeting_id, Motion.withdrawn_at.is_(None))
        .order_by(Motion.item_id, Motion.position)
    )
    found: dict[int, list[Proposal]] = defaultdict(list)
    for row in rows:
        found[row.item_id].append(Proposal(text=row.text, proposed_by=row.proposed_by, party=row.party))
    return found


def _votes(meeting_id: int) -> dict[int, list[Vote]]:
    counted = _counted(meeting_id)
    rows = db.session.scalars(
        select(VoteRow)
        .join(AgendaItem, AgendaItem.id == VoteRow.item_id)
        .where(AgendaItem.meeting_id == meeting_id)
        .order_by(VoteRow.item_id, VoteRow.position)
    )
    found: dict[int, list[Vote]] = defaultdict(list)
    for row in rows:
        found[row.item_id].append(
            Vote(
                question=row.question,
                way=row.way,
                carried=bool(row.carried),
                unanimous=row.unanimous,
                casting=row.casting,
                counted=tuple(counted.get(row.id, [])),
            )
        )
    return found


def _counted(meeting_id: int) -> dict[int, list[Counted]]:
    """By vote: a line for each party, or for each person in the order of the roll."""
    rows = db.session.execute(
        select(
            VoteCount.vote_id,
            VoteCount.party,
            VoteCount.ballot,
            VoteCount.count.label("number"),
            Attendance.name,
            Attendance.party.label("of_party"),
        )
        .join(VoteRow, VoteRow.id == VoteCount.vote_id)
        .join(AgendaItem, AgendaItem.id == VoteRow.item_id)
        .outerjoin(Attendance, Attendance.id == VoteCount.attendance_id)
        .where(AgendaItem.meeting_id == meeting_id)
        .order_by(VoteCount.vote_id, Attendance.position, VoteCount.id)
    )
    lines: dict[int, dict[tuple[str, str], dict[Ballot, int]]] = defaultdict(dict)
    for row in rows:
        whose = (row.of_party if row.name is not None else row.party, row.name or "")
        said = lines[row.vote_id].setdefault(whose, dict.fromkeys(Ballot, 0))
        said[row.ballot] += row.number
    return {
        vote: [
            Counted(
                party=party,
                name=name,
                behind=said[Ballot.FOR],
                against=said[Ballot.AGAINST],
                abstains=said[Ballot.ABSTAINS],
            )
            for (party, name), said in by_whom.items()
        ]
        for vote, by_whom in lines.items()
    }
