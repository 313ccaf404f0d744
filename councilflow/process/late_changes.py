"""A change of the agenda after the invitation: what it is called, and which items it is about (A.8).

Until the meeting opens the agenda may still change. What has gone out is then no longer true, so every change
is logged, marked *ändrad efter kallelse* and sent again to those it concerns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

ADDED = "added"
WITHDRAWN = "withdrawn"
RESTORED = "restored"
POSITION = "position"
SLOT = "slot"
"""When the item is planned: told to its presenters, who come for it alone (A68)."""


def moved(before: Sequence[int], after: Sequence[int]) -> list[int]:
    """The items that stand in another order than the rest: of two that change places, one has moved."""
    stayed = set(before) & set(after)
    older, newer = [one for one in before if one in stayed], [one for one in after if one in stayed]
    kept = {
        item_id
        for block in SequenceMatcher(None, older, newer, autojunk=False).get_matching_blocks()
        for item_id in newer[block.b : block.b + block.size]
    }
    return [item_id for item_id in newer if item_id not in kept]


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The names of what differs, in the order of the newer."""
    return [name for name, value in after.items() if before.get(name) != value]


def together(parts: Sequence[Sequence[str]]) -> list[str]:
    """What several changes of one item come to: an item added and then written is an item that was added, and
    one withdrawn and put back has not changed by that."""
    names = list(dict.fromkeys(name for part in parts for name in part))
    if WITHDRAWN in names and RESTORED in names:
        last = [name for part in parts for name in part if name in (WITHDRAWN, RESTORED)][-1]
        names = [name for name in names if name not in (WITHDRAWN, RESTORED)]
        names += [WITHDRAWN] if last == WITHDRAWN else []
    if ADDED in names:
        return [] if WITHDRAWN in names else [ADDED]
    return [WITHDRAWN] if WITHDRAWN in names else names
