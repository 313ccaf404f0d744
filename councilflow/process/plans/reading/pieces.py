"""The blocks of a document as single pieces: one heading, one paragraph, one point of a list, one table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from councilflow.process.plans.reading.wording import clean
from councilflow.process.plans.source import Block, BlockKind, Row

_LONGEST_NUMBERED_HEADING = 90


class PieceKind(StrEnum):
    HEADING = "heading"
    TEXT = "text"
    ITEM = "item"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Piece:
    kind: PieceKind
    line: int
    text: str = ""
    depth: int = 0
    mark: str = ""
    rows: tuple[Row, ...] = ()

    @property
    def lines(self) -> list[int]:
        return [row.line for row in self.rows] or [self.line]


def pieces_of(blocks: Iterable[Block]) -> Iterator[Piece]:
    for block in blocks:
        if block.kind is BlockKind.TABLE:
            yield Piece(PieceKind.TABLE, block.line, rows=block.rows)
        elif block.kind is BlockKind.LIST:
            yield from _items(block)
        elif block.kind is BlockKind.HEADING:
            yield Piece(PieceKind.HEADING, block.line, clean(block.text).replace("\n", " "), block.depth)
        else:
            for place, text in enumerate(block.text.split("\n")):
                if clean(text):
                    yield Piece(PieceKind.TEXT, block.line + place, clean(text))


def _items(block: Block) -> Iterator[Piece]:
    """The points; a single numbered one, short and no sentence, is a heading: "1. Attraktiv buregion"."""
    alone = block.items[0] if len(block.items) == 1 else None
    if (
        alone
        and alone.mark.isdecimal()
        and len(alone.text) < _LONGEST_NUMBERED_HEADING
        and alone.text[-1:] not in ".:;"
    ):
        yield Piece(PieceKind.HEADING, alone.line, f"{alone.mark}. {clean(alone.text)}", 1)
        return
    for item in block.items:
        text = clean(item.text).replace("\n", " ")
        if text:
            yield Piece(PieceKind.ITEM, item.line, text, mark=item.mark)
