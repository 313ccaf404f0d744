"""A pasted document as blocks: headings, paragraphs, lists and tables, each with the line that it begins on.

What comes out of Word, Excel or a web page is text with a tab between two cells. A blank line inside a table
does not end it, as long as the next row is as wide and is no row of headings. A cell with line breaks stands
in quotation marks, as Excel has it. A table of contents is paragraphs, never headings. No line is lost: what
is nothing else is a paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from councilflow.process.plans.source.broken import put_together
from councilflow.process.plans.source.lines import (
    BLANKS_IN_TABLE,
    Line,
    end_of_list,
    end_of_table,
    heading,
    lines_of,
)
from councilflow.process.plans.source.markup import clean
from councilflow.process.plans.source.sections import CONTENTS, labelled

__all__ = ["Block", "BlockKind", "Item", "Row", "blocks_of", "labelled"]


class BlockKind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST = "list"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; empty cells stay, several paragraphs in a cell are divided by a new line.

    `is_joined` when it was put together from several lines: a guess that somebody should look at.
    """

    line: int
    cells: tuple[str, ...]
    is_joined: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A point of a list; `mark` is its number or letter ("1", "b"), empty for a dot or a dash."""

    line: int
    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """`line` is the first one, from 1. `depth` of a heading is 1–6 from its number or its mark, else 0.

    Where a heading has both ("### 3. Tiltak") the number says how deep it is.
    """

    kind: BlockKind
    line: int
    text: str = ""
    depth: int = 0
    items: tuple[Item, ...] = ()
    rows: tuple[Row, ...] = ()


def blocks_of(text: str) -> tuple[Block, ...]:
    """The document in the order that it is read in."""
    return tuple(_blocks(put_together(lines_of(text))))


def _blocks(lines: list[Line]) -> Iterator[Block]:
    at = 0
    in_contents = False
    while at < len(lines):
        line = lines[at]
        if line.is_blank:
            at += 1
            continue
        in_contents = in_contents and line.is_entry
        block, at = _next(lines, at, in_contents=in_contents or line.is_leader)
        in_contents = in_contents or _opens_contents(block[0])
        yield from block


def _next(lines: list[Line], at: int, *, in_contents: bool) -> tuple[list[Block], int]:
    """What begins at the line, and where the next thing begins."""
    line = lines[at]
    if in_contents:
        return _paragraphs(line), at + 1
    if line.is_row and not _stands_alone(lines, at):
        end = end_of_table(lines, at)
        rows = tuple(Row(one.number, one.cleaned, one.is_joined) for one in lines[at:end] if not one.is_blank)
        return [Block(BlockKind.TABLE, line.number, rows=rows)], end
    title = heading(lines, at)
    if title is not None:
        return [Block(BlockKind.HEADING, line.number, text=title[0], depth=title[1])], at + 1
    if line.point is not None:
        end = end_of_list(lines, at)
        points = (Item(one.number, text, mark) for one in lines[at:end] for mark, text in one.points)
        return [Block(BlockKind.LIST, line.number, items=tuple(points))], end
    return _paragraphs(line), at + 1


def _paragraphs(line: Line) -> list[Block]:
    said = clean(line.text.replace("\t", " ")) if not line.is_quoted else "\n".join(map(clean, line.cells))
    return [Block(BlockKind.PARAGRAPH, line.number, text=one) for one in said.split("\n") if one]


def _opens_contents(block: Block) -> bool:
    return block.kind is BlockKind.HEADING and block.text.casefold().strip(" :.") in CONTENTS


def _stands_alone(lines: list[Line], at: int) -> bool:
    """Whether a line with a tab is a point, a heading or a sentence that was moved in, and no row."""
    line = lines[at]
    following = next((one for one in lines[at + 1 : at + 2 + BLANKS_IN_TABLE] if not one.is_blank), None)
    if line.point is not None or line.number_and_title is not None:
        return following is None or not following.is_row or following.width <= line.width
    return line.filled == 1 and (following is None or not following.is_row)
