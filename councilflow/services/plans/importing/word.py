"""Word documents as text: headings, paragraphs, points and tables in the order in which they stand.

Only words are taken. What a reviewer has deleted is left out, what one has added is there. A cell that
reaches over several rows or columns leaves empty ones, as it does when a table is pasted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from docx import Document
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn

from councilflow.process.errors import RuleBroken
from councilflow.services import office
from councilflow.services.plans.importing.lines import MOST_LINES, WIDE, lines_of

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST_COLUMNS = 100
MOST_DEPTH = 40
"""Tables and frames inside one another, no deeper than anybody makes them."""

_HEADING = re.compile(r"(?:heading|overskrift|rubrik|titel|title|tittel)\s?([1-6])?", re.IGNORECASE)
_LISTED = re.compile(r"list|punkt|bullet|nummer", re.IGNORECASE)
_LEVELS = frozenset("012345")
_DECLARES = (b"<!doctype", b"<!entity")


def text_of(content: bytes, name: str) -> str:
    """The text of a judged Word document. RuleBroken: file-broken, plan-import-too-many-lines."""
    try:
        _refuse_declarations(content, name)
        document = Document(BytesIO(content))
        lines: list[str] = []
        for line in _Body(document).lines():
            lines.append(line)
            if len(lines) > MOST_LINES:
                raise RuleBroken("plan-import-too-many-lines", most=MOST_LINES)
    except (*office.FAULTS, OpcError):
        raise RuleBroken("file-broken", name=name) from None
    return "\n".join(lines)


def _refuse_declarations(content: bytes, name: str) -> None:
    """No office program writes a document type; whoever does means to unfold something."""
    with ZipFile(BytesIO(content)) as archive:
        for part in archive.infolist():
            if part.filename.lower().endswith((".xml", ".rels")):
                with archive.open(part) as file:
                    start = file.read(4096).replace(b"\0", b"").lower()
                if any(sign in start for sign in _DECLARES):
                    raise RuleBroken("file-broken", name=name)


class _Body:
    def __init__(self, document: Any) -> None:
        self.body = document.element.body
        self.styles = {style.style_id: style for style in document.styles}

    def lines(self) -> Iterator[str]:
        yield from self._lines_in(self.body, 0)

    def _lines_in(self, element: Any, depth: int) -> Iterator[str]:
        if depth > MOST_DEPTH:
            return
        for child in element:
            if child.tag == qn("w:p"):
                yield self._paragraph(child)
            elif child.tag == qn("w:tbl"):
                yield ""
                yield from self._table(child, depth)
                yield ""
            elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:ins")):
                yield from self._lines_in(child, depth + 1)

    def _paragraph(self, element: Any) -> str:
        text = " ".join(_words(element).split())
        if not text:
            return ""
        depth = self._heading_depth(element)
        if depth:
            return f"{'#' * depth} {text}"
        if self._is_point(element):
            return text if text[:1] in "•-–*" else f"• {text}"
        return f"**{text}**" if _is_bold(element) and "*" not in text else text

    def _heading_depth(self, element: Any) -> int:
        """1–6 for a heading, by its style or its level in the outline; 0 for any other paragraph."""
        outlined = element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        if outlined is not None:
            return (
                min(int(outlined.get(qn("w:val"), "9")), 9) % 9 + 1 if outlined.get(qn("w:val")) != "9" else 0
            )
        for style in self._styles_of(element):
            found = _HEADING.fullmatch(style.name or "")
            if found:
                return int(found[1] or 1)
            level = style.element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
            if level is not None and level.get(qn("w:val"), "9") in _LEVELS:
                return int(level.get(qn("w:val"))) + 1
        return 0

    def _is_point(self, element: Any) -> bool:
        numbered = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        return numbered is not None or any(
            _LISTED.match(style.name or "") for style in self._styles_of(element)
        )

    def _styles_of(self, element: Any) -> Iterator[Any]:
        """The paragraph's style and those that it builds on."""
        named = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        style = self.styles.get(named.get(qn("w:val"))) if named is not None else None
        for _step in range(10):
            if style is None:
                return
            yield style
            style = style.base_style

    def _table(self, table: Any, depth: int) -> Iterator[str]:
        rows = [self._row(row, depth) for row in _inside(table, qn("w:tr"))]
        wide = {place for place, row in enumerate(rows) if len(row) > WIDE and not any(row[1:])}
        spanning = {place for place, row in enumerate(_inside(table, qn("w:tr"))) if _is_one_cell(row)}
        yield from lines_of(rows, frozenset(wide & spanning))

    def _row(self, row: Any, depth: int) -> list[str]:
        before = row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}")
        cells = [""] * (min(_number(before), MOST_COLUMNS) if before is not None else 0)
        for cell in _inside(row, qn("w:tc")):
            if len(cells) > MOST_COLUMNS:
                break
            cells += [self._cell(cell, depth), *[""] * (_span(cell) - 1)]
        return cells

    def _cell(self, cell: Any, depth: int) -> str:
        merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
        if merged is not None and merged.get(qn("w:val"), "continue") == "continue":
            return ""
        return "\n".join(filter(None, self._parts(cell, depth + 1)))

    def _parts(self, element: Any, depth: int) -> Iterator[str]:
        """The paragraphs of a cell; the cells of a table inside it one by one."""
        if depth > MOST_DEPTH:
            return
        for child in element:
            if child.tag == qn("w:p"):
                text = _words(child).strip()
                yield f"• {text}" if text and self._is_point(child) and text[:1] not in "•-–*" else text
            elif child.tag not in _SKIPPED:
                yield from self._parts(child, depth + 1)


def _inside(element: Any, tag: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, also those in a control."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml")):
            yield from _inside(child, tag)


def _is_one_cell(row: Any) -> bool:
    cells = list(_inside(row, qn("w:tc")))
    return len(cells) == 1 and _span(cells[0]) > WIDE


def _span(cell: Any) -> int:
    spanning = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    return min(max(_number(spanning), 1), MOST_COLUMNS) if spanning is not None else 1


def _number(element: Any) -> int:
    return int(element.get(qn("w:val"), "0"))


def _words(element: Any) -> str:
    """The words of a paragraph; of a drawing's own text frames nothing."""
    return "".join(_pieces(element, 0))


def _pieces(element: Any, depth: int) -> Iterator[str]:
    if depth > MOST_DEPTH:
        return
    for child in element:
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag == qn("w:r") and _is_raised(child):
            yield from _raised("".join(_pieces(child, depth + 1)))
        elif child.tag not in _SKIPPED:
            yield from _pieces(child, depth + 1)


def _raised(said: str) -> Iterator[str]:
    """A note's mark is told from the figure that it stands at ("13²⁾") by being raised."""
    yield f"<sup>{said}</sup>" if said.strip() else said


def _is_raised(run: Any) -> bool:
    align = run.find(f"{qn('w:rPr')}/{qn('w:vertAlign')}")
    return align is not None and align.get(qn("w:val")) == "superscript"


_SIGNS = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_SKIPPED = frozenset(
    map(qn, ("w:pPr", "w:rPr", "w:del", "w:moveFrom", "w:drawing", "w:pict", "w:object", "w:instrText"))
)


def _is_bold(element: Any) -> bool:
    """Whether every run with words in it is bold."""
    runs = [run for run in element.iter(qn("w:r")) if "".join(_pieces(run, 0)).strip()]
    return bool(runs) and all(_sets_bold(run) for run in runs)


def _sets_bold(run: Any) -> bool:
    bold = run.find(f"{qn('w:rPr')}/{qn('w:b')}")
    return bold is not None and bold.get(qn("w:val"), "true") not in ("0", "false", "off")
