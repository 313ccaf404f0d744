"""The faces that documents are set in: Source Sans and Source Serif, embedded in every file.

Each face has a chain: what it lacks is taken from the next, letter by letter. Serif lacks the Northern Sámi
ŋ and ŧ, Sans has them; the rarer letters and the signs of Europe are in DejaVu Sans. All three come in locked
packages as TrueType outlines, which is what ReportLab embeds.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont


class Face(StrEnum):
    """A face by the name ReportLab knows it under."""

    SANS = "CF-Sans"
    SANS_STRONG = "CF-Sans-Semibold"
    SERIF = "CF-Serif"
    SERIF_STRONG = "CF-Serif-Semibold"
    FALLBACK = "CF-Fallback"


_FILES = {
    Face.SANS: ("font_source_sans_pro", "files/SourceSansPro-Regular.ttf"),
    Face.SANS_STRONG: ("font_source_sans_pro", "files/SourceSansPro-Semibold.ttf"),
    Face.SERIF: ("font_source_serif_pro", "files/SourceSerifPro-Regular.ttf"),
    Face.SERIF_STRONG: ("font_source_serif_pro", "files/SourceSerifPro-Semibold.ttf"),
    Face.FALLBACK: ("ziafont", "fonts/DejaVuSans.ttf"),
}

CHAINS: dict[Face, tuple[Face, ...]] = {
    Face.SANS: (Face.SANS, Face.SERIF, Face.FALLBACK),
    Face.SANS_STRONG: (Face.SANS_STRONG, Face.SERIF_STRONG, Face.FALLBACK),
    Face.SERIF: (Face.SERIF, Face.SANS, Face.FALLBACK),
    Face.SERIF_STRONG: (Face.SERIF_STRONG, Face.SANS_STRONG, Face.FALLBACK),
    Face.FALLBACK: (Face.FALLBACK,),
}

_LAST = 0xFFFF  # ReportLab cannot say in a file which letter a code beyond this is
_RIGHT_TO_LEFT = (range(0x590, 0x900), range(0xFB1D, 0xFE00), range(0xFE70, 0xFF00))
"""Scripts that we set from the wrong side and without joining: better a visible mark than wrong words."""


def path(face: Face) -> Path:
    """The TrueType file of the face."""
    package, name = _FILES[face]
    with as_file(files(package) / name) as file:
        return Path(file)


class _Font(TTFont):
    """A face that gives the letters of ASCII their own codes, which all faces then share, so that the text of
    a page packs well; and yet embeds none of them that the document does not use."""

    _SPACE = 32

    def __init__(self, name: str, file: str) -> None:
        super().__init__(name, file, asciiReadable=1)
        self._used: WeakKeyDictionary[Any, set[int]] = WeakKeyDictionary()

    def splitString(self, text: str, doc: Any, encoding: str = "utf-8") -> list[tuple[int, bytes]]:  # noqa: N802 – ReportLab's name
        parts: list[tuple[int, bytes]] = super().splitString(text, doc, encoding)
        used = self._used.setdefault(doc, set())
        for number, codes in parts:
            if number == 0:
                used.update(codes)
        return parts

    def addObjects(self, doc: Any) -> None:  # noqa: N802 – ReportLab's name
        used, first = self._used.get(doc, set()), self.state[doc].subsets[0]
        for code in range(len(first)):
            if code not in used:
                first[code] = self._SPACE if code else 0
        super().addObjects(doc)


_ONE_AT_A_TIME = Lock()
"""A face that is registered anew while another thread sets a document would spoil that document."""


@cache
def letters(face: Face) -> frozenset[int]:
    """The code points that the face can draw. Registers the face with ReportLab the first time."""
    with _ONE_AT_A_TIME:
        if face.value not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(_Font(face.value, str(path(face))))
            # Bold and italic of a family would otherwise fall back to a face that is not embedded.
            pdfmetrics.registerFontFamily(face.value, face.value, face.value, face.value, face.value)
    glyphs = pdfmetrics.getFont(face.value).face.charToGlyph
    return frozenset(code for code, glyph in glyphs.items() if glyph and _is_set_well(code))


def _is_set_well(code: int) -> bool:
    return code <= _LAST and not any(code in block for block in _RIGHT_TO_LEFT)


def register() -> None:
    """Make all faces known to ReportLab; a second call does nothing."""
    for face in Face:
        letters(face)
