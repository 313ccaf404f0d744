"""Reading a plan out of what somebody pasted or uploaded (B.2–B.4, C, H.14).

`read` makes a draft of the blocks of a document (`source.blocks_of`). Everything guessed is a question that
an answer overrules, every doubtful cell is named, every cell that a rule filled too, and nothing is lost
without being told. The form of the answers is documented in docs/guides/plan-import.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from councilflow.process.plans import sums
from councilflow.process.plans.document import PlanDocument
from councilflow.process.plans.reading.counting import counts_of, levels_of
from councilflow.process.plans.reading.desk import Desk
from councilflow.process.plans.reading.draft import (
    AreaSum,
    Counts,
    Doubt,
    Draft,
    Fill,
    Flaw,
    Question,
    Unread,
)
from councilflow.process.plans.reading.front import front_of, title_of
from councilflow.process.plans.reading.lines import Lines
from councilflow.process.plans.reading.pieces import pieces_of
from councilflow.process.plans.reading.tree import Tree
from councilflow.process.plans.reading.walk import Walk
from councilflow.process.plans.source import Block
from councilflow.process.plans.values import PlanKind

__all__ = ["AreaSum", "Counts", "Doubt", "Draft", "Fill", "Flaw", "Question", "Unread", "read"]


def read(
    blocks: Iterable[Block], *, standing: PlanDocument | None, answers: Mapping[str, Any], language: str
) -> Draft:
    """What the blocks add to the plan that stands, or a new plan; nothing is stored.

    `answers` are by the ids of the questions of an earlier draft, and under "lines" what single lines are.
    """
    desk = Desk(answers, language)
    lines = Lines(answers, desk)
    pieces = list(pieces_of(blocks))
    title, title_line = title_of(pieces)
    plan = front_of(title, standing, desk, title_line)
    tree = Tree(standing)
    walk = Walk(tree, desk, lines, title_line, is_project=plan.kind is PlanKind.PROJECT)
    walk.go(pieces)
    lines.close((line for piece in pieces for line in piece.lines), desk)
    desk.close()
    document = _document(plan, walk, standing)
    return Draft(
        document=document,
        questions=tuple(desk.questions.values()),
        doubts=tuple(desk.doubts),
        fills=tuple(desk.fills),
        differences=_differences(document, standing),
        counts=counts_of(document),
        unread=tuple(sorted(desk.unread, key=lambda one: one.line)),
        flaws=tuple(desk.flaws),
    )


def _differences(document: PlanDocument, standing: PlanDocument | None) -> tuple[sums.Difference, ...]:
    """What the import states otherwise than it adds up, beside what stands; not what differed before."""
    if standing is None:
        return sums.differences(document)
    nodes = {node.key: node for node in (*standing.nodes, *document.nodes)}
    indicators = {one.key: one for one in (*standing.indicators, *document.indicators)}
    whole = replace(
        document,
        nodes=tuple(nodes.values()),
        lines=(*standing.lines, *document.lines),
        indicators=tuple(indicators.values()),
    )
    before = set(sums.differences(standing))
    return tuple(one for one in sums.differences(whole) if one not in before)


def _document(plan: PlanDocument, walk: Walk, standing: PlanDocument | None) -> PlanDocument:
    tree, front, before = walk.tree, walk.front, standing or PlanDocument()
    nodes = tree.in_order()
    if nodes is None:
        walk.desk.flaw("cycle")
        nodes = ()
    if not (nodes or tree.lines or tree.indicators or walk.desk.flaws):
        walk.desk.flaw("nothing-read")
    kept = {node.key for node in nodes}
    return replace(
        plan,
        title=front.title or plan.title,
        vision=front.vision or before.vision,
        core_values=front.values or before.core_values,
        overall_goal=front.overall or before.overall_goal,
        text=front.text or before.text,
        levels=levels_of(nodes, before.levels),
        nodes=nodes,
        links=tuple(link for link in tree.links if {link.first, link.second} <= kept),
        lines=tuple(line for line in tree.lines if line not in before.lines),
        indicators=tuple(tree.indicators),
    )
