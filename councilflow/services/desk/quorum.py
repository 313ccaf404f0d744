"""Whether enough members are there to decide, for the bodies whose rules ask for it (KL 5:45, 6:23)."""

from __future__ import annotations

from dataclasses import dataclass

from councilflow.models import Meeting
from councilflow.process.councils import Category
from councilflow.process.meeting import PRESENT
from councilflow.process.presence import quorate
from councilflow.process.profiles import Quorum
from councilflow.services.attendance import Roll


@dataclass(frozen=True, slots=True)
class Count:
    """How many of the members' places are taken now, serving substitutes among them."""

    rule: Quorum
    here: int
    of: int

    @property
    def enough(self) -> bool:
        return quorate(self.rule, self.here, self.of)


def count(meeting: Meeting, roll: Roll) -> Count | None:
    """How many are there now; None for a body that asks for no number."""
    rule = meeting.profile.quorum
    if rule is None:
        return None
    members = [line for line in roll.lines if line.category is Category.MEMBER]
    there = {line.id for line in roll.lines if line.presence in PRESENT}
    places = {line.id for line in members if line.id in there}
    places |= {
        one.member_id
        for one in roll.services
        if one.until_item_id is None and one.substitute_id in there and one.member_id not in there
    }
    return Count(rule, len(places), len(members))
