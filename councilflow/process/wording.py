"""What changed between two versions of a text, word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import NamedTuple


class Piece(NamedTuple):
    """A stretch of text. `change` is same, removed or added."""

    change: str
    text: str


MOST_WORDS = 4000
"""Longer texts are told apart as wholes: nobody reads so many changes word by word."""


def between(older: str, newer: str) -> list[Piece]:
    """The pieces that the two texts are made of, in reading order; words are never cut."""
    before, after = re.findall(r"\S+\s*|\s+", older), re.findall(r"\S+\s*|\s+", newer)
    if max(len(before), len(after)) > MOST_WORDS:
        return [Piece("removed", older), Piece("added", newer)]
    pieces = []
    for step, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if step == "equal":
            pieces.append(Piece("same", "".join(before[a:b])))
            continue
        pieces += [Piece("removed", "".join(before[a:b]))] if b > a else []
        pieces += [Piece("added", "".join(after[c:d]))] if d > c else []
    return pieces
