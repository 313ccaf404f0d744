"""What changed between two versions of a text, word by word."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from councilflow.services.minutes.passages import text_of


class Piece(NamedTuple):
    """A stretch of text. `change` is same, removed or added."""

    change: str
    text: str


def between(older: str, newer: str) -> list[Piece]:
    """The pieces that the two texts are made of, in reading order; words are never cut."""
    before, after = re.findall(r"\S+\s*|\s+", older), re.findall(r"\S+\s*|\s+", newer)
    pieces = []
    for step, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if step == "equal":
            pieces.append(Piece("same", "".join(before[a:b])))
            continue
        pieces += [Piece("removed", "".join(before[a:b]))] if b > a else []
        pieces += [Piece("added", "".join(after[c:d]))] if d > c else []
    return pieces


def changed(older: Mapping[str, Any], newer: Mapping[str, Any]) -> dict[str, list[Piece]]:
    """By key: the pieces of every passage whose text differs between two revisions."""
    keys = [*newer, *(key for key in older if key not in newer)]
    return {
        key: between(text_of(dict(older), key), text_of(dict(newer), key))
        for key in keys
        if text_of(dict(older), key) != text_of(dict(newer), key)
    }
