"""How a body that votes comes to a decision: what is put against what, what a count says, and who decides a
tie (KL 5:53–56, D.1). Bodies that do not vote know nothing of this (A79, H.12).

Who must vote and who decides a tie stands in no source of ours and is common knowledge of the field, for
lawyers to check (H.18): a Swedish member may abstain (KL 4:25) and the chair decides a tie (KL 5:56); members
of a Norwegian council who are present must vote (kommuneloven § 8-1) and the one who leads decides a tie
(§ 11-9). Blank votes belong to elections and appointments, which are not voted on here: who is elected is
written in as the meeting found it.

The proposal in the papers is put as the first (huvudförslag). Of several others, those are put against each
other until one is left, which then stands against the first. An addition is put by itself, for and against.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from councilflow.process.errors import RuleBroken
from councilflow.process.record import MinutesProfile
from councilflow.process.sitting import Ballot

FROM_THE_PAPERS = 0
"""The proposal that the papers came with, among the ids of the motions."""


@dataclass(frozen=True, slots=True)
class VotingRule:
    casting: bool
    """Whether the chair's own vote decides a tie (KL 5:56; kommuneloven § 11-9)."""
    may_abstain: bool
    """Whether somebody who is there may leave it at that (KL 4:25); in Norway nobody may (§ 8-1)."""


RULES: dict[MinutesProfile, VotingRule] = {
    MinutesProfile.KL: VotingRule(casting=True, may_abstain=True),
    MinutesProfile.IPR: VotingRule(casting=True, may_abstain=False),
}


class Taken(Protocol):
    """A vote that was taken, as the rules see it. `motion_id` None: the proposal in the papers."""

    @property
    def motion_id(self) -> int | None: ...
    @property
    def against_id(self) -> int | None: ...
    @property
    def carried(self) -> bool | None: ...


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted."""

    behind: int = 0
    against: int = 0
    abstains: int = 0

    @property
    def all(self) -> int:
        return self.behind + self.against + self.abstains

    @property
    def unanimous(self) -> bool:
        return self.all > 0 and self.abstains == 0 and 0 in (self.behind, self.against)


def tally(counts: Iterable[tuple[Ballot, int]]) -> Tally:
    """The sum of what parties, or people, said."""
    summed = dict.fromkeys(Ballot, 0)
    for ballot, count in counts:
        summed[ballot] += count
    return Tally(summed[Ballot.FOR], summed[Ballot.AGAINST], summed[Ballot.ABSTAINS])


def decided(counted: Tally, chair: Ballot | None, rule: VotingRule) -> tuple[bool, bool]:
    """Whether it was carried, and whether the chair's own vote decided.

    RuleBroken: nobody-voted, vote-is-tied.
    """
    if counted.behind + counted.against == 0:
        raise RuleBroken("nobody-voted")
    if counted.behind != counted.against:
        return counted.behind > counted.against, False
    if not rule.casting or chair not in (Ballot.FOR, Ballot.AGAINST):
        raise RuleBroken("vote-is-tied", count=counted.behind)
    return chair is Ballot.FOR, True


def check_counts(
    counts: Mapping[str, Mapping[Ballot, int]], present: Mapping[str, int], rule: VotingRule
) -> None:
    """Each party has said as many votes as it has people who take part in the item.

    RuleBroken: may-not-abstain, votes-do-not-add-up (party, counted, present).
    """
    for party in [*present, *(name for name in counts if name not in present)]:
        said = counts.get(party, {})
        if said.get(Ballot.ABSTAINS, 0) and not rule.may_abstain:
            raise RuleBroken("may-not-abstain")
        counted = sum(said.values())
        if counted != present.get(party, 0):
            raise RuleBroken(
                "votes-do-not-add-up", party=party or "–", counted=counted, present=present.get(party, 0)
            )


def check_ballots(ballots: Mapping[int, Ballot], may: Collection[int], rule: VotingRule) -> None:
    """Everybody who takes part in the item has said something, and nobody else has.

    RuleBroken: may-not-abstain, ballots-missing (count), not-at-the-vote.
    """
    if set(ballots) - set(may):
        raise RuleBroken("not-at-the-vote")
    if missing := set(may) - set(ballots):
        raise RuleBroken("ballots-missing", count=len(missing))
    if not rule.may_abstain and Ballot.ABSTAINS in ballots.values():
        raise RuleBroken("may-not-abstain")


def standing(alternatives: Sequence[int], votes: Iterable[Taken]) -> list[int]:
    """The alternatives that have not fallen, in their order. `alternatives` are the ids of the motions that
    are not withdrawn, with `FROM_THE_PAPERS` for the proposal in the papers."""
    fallen = {loser for vote in votes if (loser := _loser(vote)) is not None}
    return [one for one in alternatives if one not in fallen]


def next_question(alternatives: Sequence[int], votes: Sequence[Taken]) -> tuple[int, int | None] | None:
    """What the chair puts next: the first and what stands against it, None for yes or no; nothing when all
    is settled."""
    by_itself = _alone(votes)
    left = [one for one in standing(alternatives, votes) if one not in by_itself]
    if len(left) > 2:
        return left[-2], left[-1]
    if len(left) == 2:
        return left[0], left[1]
    put = {one for vote in votes for one in (vote.motion_id or FROM_THE_PAPERS, vote.against_id)}
    return (left[0], None) if left and left[0] not in put else None


def adopted(alternatives: Sequence[int], votes: Sequence[Taken]) -> list[int]:
    """What has been agreed to: what stands alone, and each addition that was carried by itself."""
    left = standing(alternatives, votes)
    return left if next_question(alternatives, votes) is None else []


def is_divided(votes: Iterable[Taken], unanimous: Iterable[bool]) -> bool:
    """Whether somebody voted otherwise: then nothing is shown as unanimous."""
    return any(not one for _vote, one in zip(votes, unanimous, strict=True))


def check_pair(first: int, against: int | None, alternatives: Sequence[int], votes: Sequence[Taken]) -> None:
    """Only what stands is put, and nothing against itself. RuleBroken: question-not-open."""
    left = standing(alternatives, votes)
    open_now = first in left and (against is None or against in left)
    if not open_now or first == against or against == FROM_THE_PAPERS or first in _alone(votes):
        raise RuleBroken("question-not-open")


def _alone(votes: Iterable[Taken]) -> set[int]:
    return {vote.motion_id or FROM_THE_PAPERS for vote in votes if vote.against_id is None}


def _loser(vote: Taken) -> int | None:
    if vote.carried is None:
        return None
    return vote.against_id if vote.carried else vote.motion_id or FROM_THE_PAPERS
