"""Reads a PDF as assistive technology does: through its structure tree, in the order of the tree."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name


def parts(content: bytes) -> list[tuple[str, str]]:
    """Role and text of every element that holds text of its own, in reading order."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        marked = {key: text for page in pdf.pages for key, text in _marked(page)}
        return [(role, text) for role, text in _walk(pdf.Root.StructTreeRoot.K[0], marked) if text]


def tree(content: bytes) -> str:
    """The structure tree, an element a line, further in than its parent, with the text it holds itself."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        marked = {key: text for page in pdf.pages for key, text in _marked(page)}
        return "\n".join(_lines(pdf.Root.StructTreeRoot.K[0], marked, 0)) + "\n"


def _lines(element: Any, marked: dict[Any, str], depth: int) -> Iterator[str]:
    kids = list(element.get("/K", Array())) if isinstance(element.get("/K"), Array) else [element.K]
    own = "".join(marked.get((element.Pg.objgen, kid), "") for kid in kids if isinstance(kid, int))
    annotated = " [annotation]" if any(_is(kid, Name.OBJR) for kid in kids) else ""
    yield f"{'  ' * depth}{str(element.S)[1:]}{annotated} {own}".rstrip()
    for kid in kids:
        if _is(kid, Name.StructElem):
            yield from _lines(kid, marked, depth + 1)


def _is(kid: Any, kind: Name) -> bool:
    return not isinstance(kid, int) and kid.get("/Type") == kind


def text(content: bytes) -> str:
    """All text in reading order, spaces made single."""
    return " ".join(" ".join(words for _role, words in parts(content)).split())


def pages(content: bytes) -> list[str]:
    """The tagged text of each page: what repeats on every page is no part of it."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return [" ".join(" ".join(text for _key, text in _marked(page)).split()) for page in pdf.pages]


def _walk(element: Any, marked: dict[Any, str]) -> Iterator[tuple[str, str]]:
    role, own = str(element.S)[1:], ""
    kids = element.get("/K", Array())
    for kid in list(kids) if isinstance(kids, Array) else [kids]:
        if isinstance(kid, int):
            own += marked.get((element.Pg.objgen, kid), "")
        elif kid.get("/Type") == Name.MCR:
            own += marked.get((kid.Pg.objgen, int(kid.MCID)), "")
        elif kid.get("/Type") == Name.StructElem:
            if own:
                yield role, own
                own = ""
            yield from _walk(kid, marked)
    yield role, own


def _marked(page: pikepdf.Page) -> Iterator[tuple[Any, str]]:
    tables = {name: _letters(font) for name, font in page.resources.get("/Font", {}).items()}
    table: dict[int, str] = {}
    mark, words = None, ""
    for instruction in pikepdf.parse_content_stream(page):
        operands, operator = instruction.operands, str(instruction.operator)
        if operator == "Tf":
            table = tables[str(operands[0])]
        elif operator == "BDC" and isinstance(operands[1], Dictionary) and "/MCID" in operands[1]:
            mark, words = int(operands[1].MCID), ""
        elif operator == "EMC" and mark is not None:
            yield (page.obj.objgen, mark), words
            mark = None
        elif operator == "Tj":
            words += "".join(table.get(code, "") for code in bytes(operands[0]))


def _letters(font: Any) -> dict[int, str]:
    if "/ToUnicode" not in font:
        return {}
    table = font.ToUnicode.read_bytes().decode("latin-1").split("endcodespacerange")[1]
    rows = re.findall(r"<([0-9A-F]{2})> <([0-9A-F]+)>", table)
    return {int(code, 16): bytes.fromhex(letter.zfill(4)).decode("utf-16-be") for code, letter in rows}
