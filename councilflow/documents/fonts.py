"""The faces that documents are set in: Source Sans and Source Serif, embedded in every file.

Each face has a chain: what it lacks is taken from the next, letter by letter. Serif lacks the Northern Sámi
ŋ and ŧ, Sans has them.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from threading import Lock

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont


class Face(StrEnum):
    """A face by the name ReportLab knows it under."""

    SANS = "CF-Sans"
    SANS_STRONG = "CF-Sans-Semibold"
    SERIF = "CF-Serif"
    SERIF_STRONG = "CF-Serif-Semibold"


_FILES = {
    Face.SANS: ("font_source_sans_pro", "SourceSansPro-Regular.ttf"),
    Face.SANS_STRONG: ("font_source_sans_pro", "SourceSansPro-Semibold.ttf"),
    Face.SERIF: ("font_source_serif_pro", "SourceSerifPro-Regular.ttf"),
    Face.SERIF_STRONG: ("font_source_serif_pro", "SourceSerifPro-Semibold.ttf"),
}

CHAINS: dict[Face, tuple[Face, ...]] = {
    Face.SANS: (Face.SANS, Face.SERIF),
    Face.SANS_STRONG: (Face.SANS_STRONG, Face.SERIF_STRONG),
    Face.SERIF: (Face.SERIF, Face.SANS),
    Face.SERIF_STRONG: (Face.SERIF_STRONG, Face.SANS_STRONG),
}


def path(face: Face) -> Path:
    """The TrueType file of the face."""
    package, name = _FILES[face]
    with as_file(files(package) / "files" / name) as file:
        return Path(file)


_ONE_AT_A_TIME = Lock()
"""A face that is registered anew while another thread sets a document would spoil that document."""


@cache
def letters(face: Face) -> frozenset[int]:
    """The code points that the face can draw. Registers the face with ReportLab the first time."""
    with _ONE_AT_A_TIME:
        if face.value not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(face.value, str(path(face))))
            # Bold and italic of a family would otherwise fall back to a face that is not embedded.
            pdfmetrics.registerFontFamily(face.value, face.value, face.value, face.value, face.value)
    return frozenset(code for code, glyph in pdfmetrics.getFont(face.value).face.charToGlyph.items() if glyph)


def register() -> None:
    """Make all faces known to ReportLab; a second call does nothing."""
    for face in Face:
        letters(face)
