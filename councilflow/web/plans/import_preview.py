"""A draft as a page shows it: the tree beside its source, a part at a time, with what is doubtful marked."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from councilflow.i18n import gettext as _
from councilflow.process.plans.document import Money, Node
from councilflow.process.plans.reading import Doubt, Draft, Fill
from councilflow.process.plans.source import Block, BlockKind
from councilflow.process.plans.values import MoneyState, PartyRole
from councilflow.services.plans.importing import Source
from councilflow.web.plans.import_words import doubt_words, fill_words

LINES = 60
"""So many lines of the source stand on one page, and so many nodes where there is no source."""
MOST_LISTED = 100
"""Doubts and lines that are listed by themselves; the others are marked where they stand."""


@dataclass(frozen=True, slots=True)
class CellView:
    text: str
    doubts: tuple[str, ...] = ()
    filled: str = ""  # what a rule put in the empty cell


@dataclass(frozen=True, slots=True)
class LineView:
    """A line of the source; one of a table has cells, any other a text."""

    number: int
    text: str = ""
    cells: tuple[CellView, ...] = ()
    doubts: tuple[str, ...] = ()
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class PieceView:
    """Lines that stand together: a table with its headings, or lines of text."""

    lines: tuple[LineView, ...]
    head: LineView | None = None
    number: int = 0  # of a table, from 1

    @property
    def width(self) -> int:
        lines = (*self.lines, self.head) if self.head else self.lines
        return max(len(line.cells) for line in lines)


@dataclass(slots=True)
class NodeView:
    node: Node
    is_context: bool = False  # stands in another part, and is here only to say where the others belong
    doubts: int = 0
    children: list[NodeView] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Part:
    number: int
    of: int
    first: int
    last: int
    pieces: tuple[PieceView, ...]
    tree: tuple[NodeView, ...]
    starts: tuple[int, ...] = ()  # the first line of each part

    def with_line(self, line: int) -> int:
        """Which part a line of the source stands in."""
        return max(bisect_right(self.starts, line), 1)


def fingerprint(found: Draft) -> str:
    """Changes with anything that would be stored."""
    return sha256(repr(found.document).encode("utf-8", "surrogatepass")).hexdigest()


def part_of(source: Source, found: Draft, number: int) -> Part:
    """One part of the preview, from 1; the last one when there are not so many."""
    lines = list(_lines(source.blocks)) if source.document is None else []
    amount = len(lines) or len(found.document.nodes)
    of = max(1, -(-amount // LINES))
    size = max(1, -(-amount // of))
    number = min(max(number, 1), of)
    here = slice((number - 1) * size, number * size)
    if not lines:
        return Part(number, of, 0, 0, (), _tree(found, found.document.nodes[here], {}))
    chosen = lines[here]
    marks = _Marks(found)
    first, last = chosen[0][1], chosen[-1][1]
    nodes = tuple(
        node
        for node in found.document.nodes
        if _is_between(node.source_line, first if number > 1 else 0, last if number < of else None)
    )
    return Part(
        number,
        of,
        first,
        last,
        tuple(_pieces(chosen, marks)),
        _tree(found, nodes, _doubts_of(nodes, marks)),
        tuple(line for _block, line, _place in lines[::size]),
    )


def _is_between(line: int | None, first: int, last: int | None) -> bool:
    place = line or 0
    return first <= place and (last is None or place <= last)


# --- The source -------------------------------------------------------------------------------------------

Place = tuple[Block, int, int]
"""A block, one line of it, and which of its rows or points that is."""


def _lines(blocks: Iterable[Block]) -> Iterator[Place]:
    for block in blocks:
        if block.kind is BlockKind.TABLE:
            yield from ((block, row.line, place) for place, row in enumerate(block.rows))
        elif block.kind is BlockKind.LIST:
            yield from ((block, item.line, place) for place, item in enumerate(block.items))
        else:
            yield block, block.line, 0


class _Marks:
    """What is doubtful and what was filled in, by where it stands."""

    def __init__(self, found: Draft) -> None:
        self.of_line: dict[int, list[Doubt]] = defaultdict(list)
        for doubt in found.doubts:
            if doubt.line is not None:
                self.of_line[doubt.line].append(doubt)
        self.filled: dict[tuple[int, int], Fill] = {}
        for fill in found.fills:
            if fill.column is not None:
                self.filled.setdefault((fill.line, fill.column), fill)

    def line(self, number: int, cells: Sequence[str]) -> LineView:
        placed = [(_place(doubt, cells), doubt_words(doubt)) for doubt in self.of_line.get(number, ())]
        return LineView(
            number,
            cells=tuple(
                self._cell(number, at, cell, [words for place, words in placed if place == at])
                for at, cell in enumerate(cells)
            ),
            doubts=tuple(words for place, words in placed if place is None),
        )

    def _cell(self, line: int, place: int, cell: str, doubts: Iterable[str]) -> CellView:
        fill = self.filled.get((line, place + 1))
        filled = fill.text if fill and not cell.strip() else ""
        return CellView(cell, tuple(doubts), filled)


def _place(doubt: Doubt, cells: Sequence[str]) -> int | None:
    """The cell that the doubt is about: a row may have been moved, so what stands in it decides."""
    if doubt.column is None:
        return None
    place = doubt.column - 1
    if place < len(cells) and (not doubt.raw or cells[place].strip() == doubt.raw.strip()):
        return place
    same = [at for at, cell in enumerate(cells) if doubt.raw and cell.strip() == doubt.raw.strip()]
    return same[0] if same else None


def _pieces(chosen: Sequence[Place], marks: _Marks) -> Iterator[PieceView]:
    texts: list[LineView] = []
    at = 0
    while at < len(chosen):
        block = chosen[at][0]
        end = at
        while end < len(chosen) and chosen[end][0] is block:
            end += 1
        if block.kind is BlockKind.TABLE:
            if texts:
                yield PieceView(tuple(texts))
                texts = []
            yield _table(block, [place for _block, _line, place in chosen[at:end]], marks)
        else:
            texts += [_text(block, line, place, marks) for _block, line, place in chosen[at:end]]
        at = end
    if texts:
        yield PieceView(tuple(texts))


def _table(block: Block, places: Sequence[int], marks: _Marks) -> PieceView:
    """The rows of a table; its headings stand above them on every part."""
    views = [marks.line(block.rows[place].line, block.rows[place].cells) for place in places if place]
    head = marks.line(block.rows[0].line, block.rows[0].cells)
    return PieceView(tuple(views), head, number=block.line)


def _text(block: Block, line: int, place: int, marks: _Marks) -> LineView:
    text = block.text
    if block.kind is BlockKind.LIST:
        item = block.items[place]
        text = f"{item.mark}. {item.text}" if item.mark else f"• {item.text}"
    doubts = tuple(doubt_words(doubt) for doubt in marks.of_line.get(line, ()))
    return LineView(line, text, doubts=doubts, is_heading=block.kind is BlockKind.HEADING)


# --- The tree ---------------------------------------------------------------------------------------------


def _doubts_of(nodes: Iterable[Node], marks: _Marks) -> Counter[str]:
    """How many doubts each node has, by its key: about its words, or about its row if it is a measure."""
    by_line: dict[int, list[Node]] = defaultdict(list)
    for node in nodes:
        by_line[node.source_line or 0].append(node)
    counted: Counter[str] = Counter()
    for line, here in by_line.items():
        for doubt in marks.of_line.get(line, ()):
            named = [node for node in here if node.title in doubt.raw]
            measures = [node for node in here if node.measure is not None]
            counted.update(node.key for node in named or measures or here)
    return counted


def _tree(found: Draft, nodes: Sequence[Node], doubts: Mapping[str, int]) -> tuple[NodeView, ...]:
    """The nodes with everything above them, as one reads them."""
    shown = {node.key for node in nodes}
    needed = set(shown)
    for node in nodes:
        above = node.parent
        while above and above not in needed:
            needed.add(above)
            above = found.document.by_key[above].parent
    views: dict[str, NodeView] = {}
    top: list[NodeView] = []
    for node in found.document.nodes:
        if node.key not in needed:
            continue
        is_here = node.key in shown
        view = NodeView(node, not is_here, doubts.get(node.key, 0) if is_here else 0)
        views[node.key] = view
        (views[node.parent].children if node.parent in views else top).append(view)
    return tuple(top)


def node_line(node: Node) -> str:
    """What stands beside the title: when, who, and how much, as written."""
    parts = []
    if node.measure is not None:
        parts.append(node.measure.period.raw)
        parts.append(", ".join(one.name for one in node.measure.parties if one.role is PartyRole.RESPONSIBLE))
        if node.measure.is_placeholder:
            parts.append(_("inte bestämd än"))
    parts += [money_words(money) for money in node.money if not money.is_sum]
    return " · ".join(part for part in parts if part)


def money_words(money: Money) -> str:
    """A cell of money as written; a dash and an empty cell are told apart in words."""
    if money.state is MoneyState.DASH:
        return _("streck i stället för belopp")
    if money.state is MoneyState.NOT_STATED:
        return money.source or _("inget belopp angivet")
    if money.state is MoneyState.UNREAD:
        return _("”%(raw)s”, inget belopp", raw=money.raw)
    return " ".join(filter(None, (money.raw, money.source)))


def fill_rules(found: Draft) -> list[tuple[str, int]]:
    """Each rule that filled or moved something, in words, and how many cells; 0 where it is a whole table."""
    counted: dict[str, int] = defaultdict(int)
    for fill in found.fills:
        counted[fill_words(fill)] += fill.column is not None
    return sorted(counted.items(), key=lambda pair: -pair[1])
