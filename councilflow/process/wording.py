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


BESIDE = 25
"""How many words that stay the same are read on each side of a change, where there is no room for all."""


def around(pieces: list[Piece], words: int = BESIDE) -> list[Piece]:
    """The changes of a text and so many words beside each of them; three dots for what is left out."""
    found = []
    for place, piece in enumerate(pieces):
        if piece.change != "same":
            found.append(piece)
            continue
        parts = re.findall(r"\S+\s*|\s+", piece.text)
        first = parts[:words] if place > 0 else []
        last = parts[-words:] if place < len(pieces) - 1 else []
        if len(parts) <= len(first) + len(last):
            found.append(piece)
            continue
        before, after = "".join(first).rstrip(), "".join(last)
        found.append(Piece("same", f"{before} … {after}".lstrip() if before else f"… {after}"))
    return found


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
