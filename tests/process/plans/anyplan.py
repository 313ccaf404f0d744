"""Any plan at all, for tests that hold for every one."""

from __future__ import annotations

import dataclasses
import types
from dataclasses import replace
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, Union, cast, get_args, get_origin

from hypothesis import strategies as st

from councilflow.process.plans.document import (
    Indicator,
    Link,
    Measure,
    Money,
    Node,
    PlanDocument,
    Target,
    Value,
)
from councilflow.process.plans.exchange.told import MOST, fields_of
from councilflow.process.plans.values import NodeKind

HARD = (
    "=1+1",
    "'=x",
    "+47",
    "-",
    "@a",
    "a\tb",
    "a\nb",
    "\n",
    " a ",
    '"',
    ";",
    "“”",
    "š đ ŋ ŧ",
    "_x000D_",
    "1,5",
)
"""What spreadsheets and separated files are known to spoil."""

texts = st.one_of(
    st.just(""),
    st.sampled_from(HARD),
    st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")), max_size=12),
    st.text("=+-@'\"\t\n;, aåǩ\\_x", max_size=8),
)
numbers = {
    "year": st.integers(1, 9999),
    "first_year": st.integers(1, 9999),
    "last_year": st.integers(1, 9999),
    "source_line": st.integers(1, 10_000),
    "amount": st.integers(-MOST, MOST),
}


@cache
def of(kind: Any, name: str = "") -> st.SearchStrategy[Any]:
    """Any value of a field of this type."""
    if get_origin(kind) in (Union, types.UnionType):
        [only] = [choice for choice in get_args(kind) if choice is not types.NoneType]
        return st.none() | of(only, name)
    if get_origin(kind) is tuple:
        inside = get_args(kind)
        if inside[-1] is not Ellipsis:
            return st.tuples(*(of(one) for one in inside))
        return st.lists(of(inside[0]), max_size=2).map(tuple)
    if dataclasses.is_dataclass(kind):
        return filled(cast(type, kind))
    if issubclass(kind, StrEnum):
        return st.sampled_from(list(kind))
    return {
        str: texts,
        bool: st.booleans(),
        int: numbers.get(name, st.integers(-1000, 1000)),
        float: st.floats(-1e12, 1e12).map(lambda value: value + 0.0),
        date: st.dates(),
    }[kind]


def filled(kind: type, /, **given: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Any dataclass of this kind, but for what is given."""
    hints, _ = fields_of(kind)
    return st.fixed_dictionaries({name: given.get(name, of(hint, name)) for name, hint in hints.items()}).map(
        lambda facts: kind(**facts)
    )


@st.composite
def plans(draw: st.DrawFn) -> PlanDocument:
    """Any plan whose parts fit together."""
    count = draw(st.integers(0, 6))
    kinds = draw(st.lists(st.sampled_from(NodeKind), min_size=count, max_size=count))
    nodes = [draw(_node(place, count, kind)) for place, kind in enumerate(kinds)]
    found = {(link.first, link.second, link.kind): link for link in draw(_links(count))}
    return replace(
        draw(PLAN_ITSELF),
        nodes=tuple(nodes),
        links=tuple(found.values()),
        lines=draw(_money(count)),
        indicators=tuple(draw(_indicator(place, count)) for place in range(draw(st.integers(0, 2)))),
    )


PLAN_ITSELF = filled(
    PlanDocument,
    language=st.sampled_from(["sv", "nb", "nn", "en"]),
    **{part: st.just(()) for part in ("nodes", "links", "lines", "indicators")},
)

# Each of these is made once for every number of nodes: to make them anew for every plan takes longer than all
# that is then tried with it.


def _keys(count: int) -> list[str]:
    return [f"n-{place}" for place in range(count)]


def _key(count: int) -> st.SearchStrategy[str]:
    """The key of one of the first nodes, or none."""
    return st.sampled_from(["", *_keys(count)])


@cache
def _money(count: int) -> st.SearchStrategy[tuple[Money, ...]]:
    covers = st.lists(st.sampled_from(_keys(count)), max_size=3).map(tuple) if count else st.just(())
    return st.lists(filled(Money, covers=covers), max_size=2).map(tuple)


@cache
def _node(place: int, count: int, kind: NodeKind) -> st.SearchStrategy[Node]:
    earlier = _key(place)
    measure = filled(Measure, continues=earlier) if kind is NodeKind.MEASURE else st.none()
    given = {"key": st.just(f"n-{place}"), "parent": earlier, "kind": st.just(kind), "measure": measure}
    return filled(Node, money=_money(count), **given)


@cache
def _links(count: int) -> st.SearchStrategy[list[Link]]:
    if not count:
        return st.just([])
    ends = st.sampled_from(_keys(count))
    return st.lists(filled(Link, first=ends, second=ends), max_size=3)


@cache
def _indicator(place: int, count: int) -> st.SearchStrategy[Indicator]:
    targets, values = (
        st.lists(filled(kind, node=_key(count)), max_size=2).map(tuple) for kind in (Target, Value)
    )
    return filled(Indicator, key=st.just(f"i-{place}"), node=_key(count), targets=targets, values=values)
