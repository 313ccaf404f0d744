"""Two people wrote in the same text: what both of them added, put together."""

from __future__ import annotations

import re
from difflib import SequenceMatcher


def together(base: str, theirs: str, mine: str) -> str:
    """The text with both changes. Where both changed the same sentence, theirs stands first and mine after
    it: nothing that anybody wrote is left out."""
    before, others, own = _sentences(base), _sentences(theirs), _sentences(mine)
    kept_by_others, kept_by_own = _kept(before, others), _kept(before, own)
    stays = [place for place in range(len(before)) if place in kept_by_others and place in kept_by_own]
    pieces: list[str] = []
    b = t = m = 0
    for place in [*stays, len(before)]:
        to_t, to_m = kept_by_others.get(place, len(others)), kept_by_own.get(place, len(own))
        pieces += _settled(before[b:place], others[t:to_t], own[m:to_m])
        if place < len(before):
            pieces.append(before[place])
        b, t, m = place + 1, to_t + 1, to_m + 1
    return (
        " ".join(piece.strip(" ") for piece in pieces if piece.strip(" "))
        .replace(" \n", "\n")
        .replace("\n ", "\n")
    )


def _settled(before: list[str], theirs: list[str], mine: list[str]) -> list[str]:
    if mine in (before, theirs):
        return theirs
    return mine if theirs == before else [*theirs, *(one for one in mine if one not in theirs)]


def _sentences(text: str) -> list[str]:
    found = re.findall(r"\n+|[^\n]+?(?:[.!?:](?=\s)|(?=\n)|$)", text.replace("\r\n", "\n"))
    return [one if one.isspace() else one.strip() for one in found if one.strip(" ")]


def _kept(before: list[str], after: list[str]) -> dict[int, int]:
    """By place in the one: the place of the same sentence in the other."""
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    return {block.a + step: block.b + step for block in blocks for step in range(block.size)}
