"""What the gate asks of the content of a page: everything marked once, and a glyph for every letter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

_SHOWS_TEXT = ("Tj", "TJ", "'", '"')
_SHOWS = frozenset({*_SHOWS_TEXT, "Do", "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "INLINE IMAGE"})


def content_findings(page: pikepdf.Page, marks: list[int]) -> Iterator[str]:
    """What is drawn outside every mark, marks inside marks, and letters without a glyph. Fills `marks` with
    the numbers of those that occur."""
    instructions = pikepdf.parse_content_stream(page)
    yield from _text_findings(instructions, page.resources)
    open_marks: list[Any] = []
    for instruction in instructions:
        name = str(instruction.operator)
        if name in ("BDC", "BMC"):
            if _is_marked(open_marks):
                yield "a mark inside another"
            open_marks.append(_mark(instruction.operands, marks))
        elif name == "EMC":
            open_marks.pop()
        elif name in _SHOWS and not _is_marked(open_marks):
            yield f"something drawn without a tag ({name})"


def shared_findings(page: pikepdf.Page, seen: set[Any]) -> Iterator[str]:
    """Letters without a glyph in what several pages show, such as the running head. `seen` grows."""
    for form in page.resources.get("/XObject", {}).values():
        if form.get("/Subtype") == Name.Form and form.objgen not in seen:
            seen.add(form.objgen)
            instructions = pikepdf.parse_content_stream(form)
            yield from _text_findings(instructions, form.get("/Resources", Dictionary()))


def _text_findings(instructions: Iterable[Any], resources: Any) -> Iterator[str]:
    letters = {name: _letters(font) for name, font in resources.get("/Font", {}).items()}
    known: set[int] | None = None
    for instruction in instructions:
        name = str(instruction.operator)
        if name == "Tf":
            known = letters.get(str(instruction.operands[0]))
        elif name in _SHOWS_TEXT and known is not None and not _codes(instruction.operands) <= known:
            yield "a character without a glyph"


def _is_marked(open_marks: list[Any]) -> bool:
    return any(mark is not None for mark in open_marks)


def _mark(operands: Any, marks: list[int]) -> Any:
    if operands[0] == Name.Artifact:
        return "artifact"
    facts = operands[1] if len(operands) > 1 else None
    if isinstance(facts, Dictionary) and "/MCID" in facts:
        marks.append(int(facts.MCID))
        return marks[-1]
    return None


def _codes(operands: Any) -> set[int]:
    shown = operands[-1]
    pieces = shown if isinstance(shown, Array) else [shown]
    return {code for piece in pieces if isinstance(piece, pikepdf.String) for code in bytes(piece)}


def _letters(font: Any) -> set[int] | None:
    """The codes of a font that stand for a letter; None when it does not say. ReportLab writes code 0, which
    has no letter, for what a face lacks."""
    if "/ToUnicode" not in font:
        return None
    table = font.ToUnicode.read_bytes().decode("latin-1").rpartition("endcodespacerange")[2]
    pairs = re.findall(r"<([0-9A-Fa-f]{2})> <([0-9A-Fa-f]+)>", table)
    return {int(code, 16) for code, letter in pairs if int(letter, 16) not in (0, 0xFEFF, 0xFFFE)}
