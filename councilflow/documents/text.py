"""The one way by which people's words get into a document.

A PDF that asks a face for a letter it does not have shows an empty place and is no archival file. So every
string passes here: it is put in composed form, invisible characters are left out, and what no face can draw
becomes a visible mark. `lost` tells the secretary what that concerns before anybody signs.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import groupby
from xml.sax.saxutils import escape

from councilflow.documents.fonts import CHAINS, Face, letters

MARK = "[?]"
"""Stands where one or more characters cannot be drawn."""

_SAME = str.maketrans({"\u2011": "-", "\u202f": "\u00a0", "\u2007": "\u00a0", "\t": " "})
_LINE_ENDS = re.compile("\r\n|[\r\n\v\f\u0085\u2028\u2029]")


def composed(text: str) -> str:
    """`text` in composed form with plain line ends and spaces, without what never shows."""
    text = _LINE_ENDS.sub("\n", unicodedata.normalize("NFC", text)).translate(_SAME)
    return "".join(_shown(letter) for letter in text)


@lru_cache(maxsize=4096)
def _shown(letter: str) -> str:
    category = unicodedata.category(letter)
    if category == "Zs" and letter != "\u00a0":
        return " "
    if category in ("Cc", "Cf", "Cs") and letter != "\n":
        return ""
    if "\ufe00" <= letter <= "\ufe0f":  # asks for another form of the sign before it
        return ""
    return letter


def lost(text: str) -> list[str]:
    """The characters of `text` that no face can draw, each once, in the order they come."""
    return list(dict.fromkeys(letter for letter in composed(text) if not _face_for(letter, Face.SANS)))


def runs(text: str, face: Face) -> list[tuple[Face, str]]:
    """`text` cut where another face of the chain must take over; lost characters replaced."""
    placed = [(_face_for(letter, face), letter) for letter in composed(text)]
    cut: list[tuple[Face, str]] = []
    for owner, group in groupby(placed, key=lambda pair: pair[0]):
        words = "".join(letter for _, letter in group) if owner else MARK
        if cut and cut[-1][0] is (owner or face):
            cut[-1] = (cut[-1][0], cut[-1][1] + words)
        else:
            cut.append((owner or face, words))
    return cut


def plain(text: str) -> str:
    """`text` as the document can show it, on one line: for titles, running heads and field names."""
    return " ".join("".join(words for _, words in runs(text, Face.SANS)).split())


def shortened(text: str, longest: int) -> str:
    """`text` on one line, cut at `longest` letters: for places that cannot go on over a page."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


_MONTHS = (
    "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december|"
    "januar|februar|mai|august|desember|January|February|March|May|June|July|October|November|December"
)
_TOGETHER = re.compile(
    rf"(?<=§) (?=\d)|(?<=\bkl\.) (?=\d)|(?<=\d) (?=(?:{_MONTHS}|kr|mnkr)\b)|(?<=\d\.) (?=(?:{_MONTHS})\b)"
)
"""Spaces at which no line may end: in § 47, 4 december, kl. 9.00, 3 mnkr."""


def markup(text: str, face: Face) -> str:
    """`text` as ReportLab's paragraph markup, for a paragraph set in `face`."""
    text = _TOGETHER.sub("\u00a0", text)
    return "".join(
        escape(words) if owner is face else f'<font name="{owner.value}">{escape(words)}</font>'
        for owner, words in runs(text, face)
    )


LISTED = re.compile(r"([-–•*]|\d{1,2}[.)])\s+(?=\S)")
"""How a line of a list begins in what somebody writes: with a dash or a figure."""


def lines(text: str) -> list[str]:
    """The lines of `text` that hold anything, without the space around them."""
    return [line.strip() for line in composed(text).split("\n") if line.strip()]


@lru_cache(maxsize=4096)
def _face_for(letter: str, face: Face) -> Face | None:
    if letter in "\n ":
        return face
    return next((choice for choice in CHAINS[face] if ord(letter) in letters(choice)), None)
