"""Whether the parts of a plan that came from outside fit together."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from councilflow.process.errors import RuleBroken
from councilflow.process.plans.document import Node, PlanDocument
from councilflow.process.plans.values import NodeKind

LONGEST_KEY = 100
_KEY = re.compile(r"\S+")
_LANGUAGE = re.compile(r"[a-z]{2,3}", re.ASCII)


def judged(document: PlanDocument) -> PlanDocument:
    """The plan with parents before their children.

    RuleBroken: plan-file-value-wrong (where, given) for a key or a language that cannot be one,
    plan-file-key-twice (key), plan-file-key-unknown (where, key), plan-file-cycle (key),
    plan-file-link-twice (first, second), plan-file-measure-missing (key) for a measure without its part of
    that name, or that part elsewhere.
    """
    if not _LANGUAGE.fullmatch(document.language):
        raise RuleBroken("plan-file-value-wrong", where="language", given=document.language[:60])
    _refuse_twice(_keys(document))
    known = {node.key for node in document.nodes}
    for where, key in _named(document):
        if key not in known:
            raise RuleBroken("plan-file-key-unknown", where=where, key=key[:60])
    for node in document.nodes:
        if (node.kind is NodeKind.MEASURE) != (node.measure is not None):
            raise RuleBroken("plan-file-measure-missing", key=node.key)
    _refuse_same_links(document)
    _refuse_cycle({node.key: node.measure.continues for node in document.nodes if node.measure})
    _refuse_cycle({node.key: node.parent for node in document.nodes})
    return replace(document, nodes=tuple(_parents_first(document)))


def _keys(document: PlanDocument) -> Iterator[tuple[str, str]]:
    for place, node in enumerate(document.nodes):
        yield f"nodes[{place}].key", node.key
    for place, indicator in enumerate(document.indicators):
        yield f"indicators[{place}].key", indicator.key


def _refuse_twice(keys: Iterable[tuple[str, str]]) -> None:
    seen: set[str] = set()
    for where, key in keys:
        if not _KEY.fullmatch(key) or len(key) > LONGEST_KEY:
            raise RuleBroken("plan-file-value-wrong", where=where, given=key[:60])
        if key in seen:
            raise RuleBroken("plan-file-key-twice", key=key)
        seen.add(key)


def _named(document: PlanDocument) -> Iterator[tuple[str, str]]:
    """Every place where a plan names a node of its own; only a link cannot be without."""
    yield from ((where, key) for where, key in _names(document) if key)
    for place, link in enumerate(document.links):
        yield f"links[{place}].first", link.first
        yield f"links[{place}].second", link.second


def _names(document: PlanDocument) -> Iterator[tuple[str, str]]:
    for place, node in enumerate(document.nodes):
        yield f"nodes[{place}].parent", node.parent
        if node.measure:
            yield f"nodes[{place}].measure.continues", node.measure.continues
        for money in node.money:
            yield from ((f"nodes[{place}].money.covers", key) for key in money.covers)
    for place, money in enumerate(document.lines):
        yield from ((f"lines[{place}].covers", key) for key in money.covers)
    for place, indicator in enumerate(document.indicators):
        yield f"indicators[{place}].node", indicator.node
        yield from ((f"indicators[{place}].targets.node", target.node) for target in indicator.targets)
        yield from ((f"indicators[{place}].values.node", value.node) for value in indicator.values)


def _refuse_same_links(document: PlanDocument) -> None:
    seen = set()
    for link in document.links:
        ends = (link.first, link.second, link.kind)
        if ends in seen:
            raise RuleBroken("plan-file-link-twice", first=link.first, second=link.second)
        seen.add(ends)


def _refuse_cycle(above: Mapping[str, str]) -> None:
    """`above` says what each key stands under; whoever stands under itself is no tree."""
    sound: set[str] = {""}
    for start in above:
        path, key = {start}, start
        while key not in sound:
            key = above.get(key, "")
            if key in path:
                raise RuleBroken("plan-file-cycle", key=key)
            path.add(key)
        sound |= path


def _parents_first(document: PlanDocument) -> Iterator[Node]:
    """The nodes in the order they came in, but none before what it stands under."""
    given: set[str] = {""}
    waiting: dict[str, list[Node]] = {}
    for node in document.nodes:
        if node.parent not in given:
            waiting.setdefault(node.parent, []).append(node)
            continue
        ready = deque([node])
        while ready:
            one = ready.popleft()
            yield one
            given.add(one.key)
            ready.extend(waiting.pop(one.key, ()))
