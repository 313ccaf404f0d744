"""What a signature looks like on the page: a few lines in the product's own face.

The stamp is for the eye only; what counts lies in the file. The face must be embedded like any other, or the
signed file would no longer be an archival one.
"""

from __future__ import annotations

import io
import textwrap
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Any

from fontTools.ttLib import TTFont
from pyhanko.pdf_utils.font.api import FontEngine, FontEngineFactory
from pyhanko.pdf_utils.font.opentype import GlyphAccumulator
from pyhanko.pdf_utils.layout import AxisAlignment, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.text import TextBoxStyle
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.stamp import TextStampStyle

_SIZE = 9
_LINE = 52  # letters; a longer line goes on below
_INK = (0.106, 0.141, 0.133)


@cache
def _face() -> bytes:
    """The face without its layout tables: a stamp needs none, and to read them takes longer than to sign."""
    whole = (files("font_source_sans_pro") / "files" / "SourceSansPro-Regular.ttf").read_bytes()
    trimmed = io.BytesIO()
    with TTFont(io.BytesIO(whole)) as font:
        for table in {"GDEF", "GPOS", "GSUB"} & set(font.keys()):
            del font[table]
        font.save(trimmed)
    return trimmed.getvalue()


@cache
def _letters() -> frozenset[int]:
    with TTFont(io.BytesIO(_face())) as font:
        return frozenset(font.getBestCmap())


class _SourceSans(FontEngineFactory):
    def create_font_engine(self, writer: BasePdfFileWriter, obj_stream: Any = None) -> FontEngine:
        if obj_stream is None and writer.stream_xrefs:
            obj_stream = writer.prepare_object_stream()  # type: ignore[no-untyped-call]  # pyHanko leaves it untyped
        return GlyphAccumulator(
            writer=writer, font_handle=io.BytesIO(_face()), font_size=_SIZE, obj_stream=obj_stream
        )


def stamp_style(lines: list[str]) -> TextStampStyle:
    """The stamp with these lines. Characters that the face lacks become question marks."""
    shown = [part for line in lines for part in textwrap.wrap(_drawable(line), _LINE)]
    return TextStampStyle(
        stamp_text="\n".join(shown).replace("%", "%%"),
        border_width=0,
        background=None,
        inner_content_layout=SimpleBoxLayoutRule(
            x_align=AxisAlignment.ALIGN_MIN,
            y_align=AxisAlignment.ALIGN_MID,
            margins=Margins(left=8, right=8, top=5, bottom=5),
        ),
        text_box_style=TextBoxStyle(
            font=_SourceSans(),
            font_size=_SIZE,
            leading=12,
            border_width=0,
            text_color=_INK,
            box_layout_rule=SimpleBoxLayoutRule(
                x_align=AxisAlignment.ALIGN_MIN, y_align=AxisAlignment.ALIGN_MID, margins=Margins(0, 0, 0, 0)
            ),
        ),
    )


def _drawable(line: str) -> str:
    known = _letters()
    return "".join(
        letter if ord(letter) in known else "?"
        for letter in unicodedata.normalize("NFC", " ".join(line.split()))
        if unicodedata.category(letter) not in ("Cc", "Cf", "Cs")
    )
