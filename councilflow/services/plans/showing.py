"""What of a plan's tree a page shows: what was asked for, with the way down to it, a page at a time.

A plan that fits on one page is shown whole. Of a larger one the first area is shown, and the others are one
step away; so the page stays usable however long the plan grows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from councilflow.process.plans.following import ANSWERING, Concern
from councilflow.process.plans.values import MeasureState, NodeKind
from councilflow.services.plans.reading import Point, Tree

WHOLE = 400
"""A plan of this many nodes or fewer is shown whole."""
PAGE = 200
"""Of a larger one, this many nodes at a time."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asks to see; empty: everything."""

    area: int | None = None
    state: MeasureState | None = None
    who: str = ""
    year: int | None = None
    text: str = ""
    concern: Concern | None = None
    page: int = 1

    @property
    def about_measures(self) -> bool:
        return bool(self.state or self.who or self.year or self.concern)

    @property
    def is_all(self) -> bool:
        return not (self.about_measures or self.text or self.area)


@dataclass(slots=True)
class Part:
    """Sisters that are shown together: a branch, a block, measures, or other leaves of one level."""

    kind: str  # branch | block | measures | leaves
    level: str
    points: list[Point]
    columns: list[tuple[str, list[Point]]] = field(default_factory=list)  # of a block, by level
    parts: list[Part] = field(default_factory=list)  # of a branch


@dataclass(slots=True)
class Shown:
    parts: list[Part]
    measures: int  # how many measures fit what was asked for
    area: int | None  # the area shown, where not all are
    page: int
    pages: int
    is_whole: bool


def areas(tree: Tree) -> list[Point]:
    """The top of the tree, as far as something stands below it."""
    return [point for point in tree.top if point.children]


def shown(tree: Tree, wanted: Wanted) -> Shown:
    """The part of the tree that was asked for."""
    is_small = len(tree.order) <= WHOLE
    area = wanted.area
    if wanted.is_all and not is_small:
        area = next((one.id for one in areas(tree)), None)
    fitting = _fitting(tree.order, wanted, area)
    size = WHOLE if is_small else PAGE
    pages = max(1, -(-len(fitting) // size))
    page = min(max(1, wanted.page), pages)
    kept = fitting[(page - 1) * size : page * size]
    ids = {point.id for point in kept}
    for point in kept:
        ids.update(above.id for above in point.path)
    return Shown(
        parts=_parts(tree.top, ids),
        measures=sum(point.is_measure and not point.is_placeholder for point in fitting),
        area=area,
        page=page,
        pages=pages,
        is_whole=wanted.is_all and is_small,
    )


def _fitting(order: Sequence[Point], wanted: Wanted, area: int | None) -> list[Point]:
    words = wanted.text.casefold()
    said: dict[int, bool] = {}  # whether the words stand here or above
    inside: dict[int, bool] = {}
    found = []
    for point in order:
        above = point.parent_id or 0
        said[point.id] = not words or said.get(above, False) or says(point, words)
        inside[point.id] = area is None or point.id == area or inside.get(above, False)
        fits = _fits(point, wanted) if point.is_measure else not wanted.about_measures
        if fits and said[point.id] and inside[point.id]:
            found.append(point)
    return found


def says(point: Point, words: str) -> bool:
    """Whether a node says these words, in small letters, in its name, its text or its parties."""
    texts = (point.title, point.code, point.short_label, point.text, *(name for _role, name in point.parties))
    return any(words in text.casefold() for text in texts if text)


def _fits(point: Point, wanted: Wanted) -> bool:
    if wanted.state and (point.state is not wanted.state or point.is_placeholder):
        return False
    if wanted.concern and wanted.concern not in point.concerns:
        return False
    if wanted.who and wanted.who not in point.responsible:
        return False
    return not wanted.year or covers(point, wanted.year)


def covers(point: Point, year: int) -> bool:
    """Whether a measure's period has this year in it; an open end goes on."""
    first, last = point.first_year, point.last_year
    if first is None and last is None:
        return False
    return (first is None or first <= year) and (last is None or year <= last)


def responsible(tree: Tree) -> list[str]:
    """Everybody who answers for a measure, by name."""
    names = {name for point in tree.order for role, name in point.parties if role in ANSWERING}
    return sorted(names, key=str.casefold)


def years(tree: Tree) -> list[int]:
    """The years that the measures speak of."""
    found: set[int] = set()
    for point in tree.order:
        first, last = point.first_year or point.last_year, point.last_year or point.first_year
        if first is not None and last is not None and last - first < 50:
            found.update(range(first, last + 1))
    return sorted(found)


def _parts(points: Iterable[Point], ids: set[int]) -> list[Part]:
    """Sisters by how they are shown, in their order. A block stands where its first node stands."""
    left = [point for point in points if point.id in ids]
    blocks = _blocks(left)
    parts: list[Part] = []
    waiting = dict(blocks)
    for (kind, level), group in groupby(left, key=lambda point: _way(point, blocks)):
        members = list(group)
        if kind == "block":
            block = waiting.pop(level, [])
            parts += [Part("block", level, block, _by_level(block))] if block else []
        elif kind == "branch":
            parts += [Part("branch", level, [point], parts=_parts(point.children, ids)) for point in members]
        else:
            parts.append(Part(kind, level, members))
    return parts


def _way(point: Point, blocks: dict[str, list[Point]]) -> tuple[str, str]:
    if point.block in blocks and not point.children:
        return "block", point.block
    if point.children or (point.kind is NodeKind.AREA and point.parent is None):
        return "branch", point.level
    return ("measures" if point.is_measure else "leaves"), point.level


def _blocks(points: list[Point]) -> dict[str, list[Point]]:
    """Nodes of several levels that belong together without a one-to-one (B2.10)."""
    found: dict[str, list[Point]] = {}
    for point in points:
        if point.block and not point.children:
            found.setdefault(point.block, []).append(point)
    return {name: block for name, block in found.items() if len({point.level for point in block}) > 1}


def _by_level(block: list[Point]) -> list[tuple[str, list[Point]]]:
    columns: dict[str, list[Point]] = {}
    for point in block:
        columns.setdefault(point.level, []).append(point)
    return list(columns.items())


def below(point: Point) -> tuple[list[Part], int]:
    """What stands under a node, a page of it at most, and how many nodes are left out."""
    order: list[Point] = []
    waiting = list(reversed(point.children))
    while waiting:
        one = waiting.pop()
        order.append(one)
        waiting.extend(reversed(one.children))
    return _parts(point.children, {one.id for one in order[:PAGE]}), max(0, len(order) - PAGE)
