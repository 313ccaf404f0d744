"""Reading a document in one line, and looking at what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from councilflow.process.plans.document import Node, PlanDocument
from councilflow.process.plans.reading import Draft, read
from councilflow.process.plans.source import blocks_of
from councilflow.process.plans.values import NodeKind


def read_text(
    text: str,
    answers: dict[str, Any] | None = None,
    standing: PlanDocument | None = None,
    language: str = "nb",
) -> Draft:
    return read(blocks_of(text), standing=standing, answers=answers or {}, language=language)


def titles(nodes: Iterable[Node]) -> list[str]:
    return [node.title for node in nodes]


def of_kind(draft: Draft, kind: NodeKind, level: str = "") -> list[Node]:
    return [node for node in draft.document.nodes if node.kind is kind and level in ("", node.level)]


def one(draft: Draft, title: str) -> Node:
    """The node whose title begins so; there must be exactly one."""
    (node,) = [node for node in draft.document.nodes if node.title.startswith(title)]
    return node


def parent(draft: Draft, node: Node) -> str:
    return draft.document.by_key[node.parent].title if node.parent else ""


def codes(draft: Draft) -> list[str]:
    return [flaw.code for flaw in draft.flaws]


def doubts(draft: Draft, code: str) -> list[int | None]:
    """The lines with a doubt of that code."""
    return [doubt.line for doubt in draft.doubts if doubt.code == code]
