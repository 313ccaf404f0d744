"""What a council has settled about the rights at its table (A.7)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from councilflow.models import Body, Person
from councilflow.process.councils import Category
from councilflow.process.rights import ADJUSTABLE, Right, differing, rights_of
from councilflow.services import journal
from councilflow.services.bodies import council_of


def settle(body: Body, chosen: Mapping[Category, Collection[Right]], *, by: Person, now: datetime) -> None:
    """Settle the rights of categories at the table of a body, from now on.

    Only what A.7 leaves to the council is settled: a fixed right is neither taken away nor given. What is
    chosen opens nobody's drafts, stances or minutes (H.5).
    """
    before, after = body.rights, differing(chosen)
    changed = [one for one in ADJUSTABLE if rights_of(one, before) != rights_of(one, after)]
    if not changed:
        return
    body.rights = after
    for one in changed:
        journal.note(
            "rights-settled",
            by=by,
            now=now,
            council=council_of(body),
            about=body.name,
            before={"rights": _stored(one, before)},
            after={"category": one, "rights": _stored(one, after)},
        )


def _stored(category: Category, settled: Mapping[str, Collection[str]]) -> list[str]:
    return [right.value for right in Right if right in rights_of(category, settled)]
