"""Any plan at all, for tests that hold for every one."""

from __future__ import annotations

import dataclasses
import types
from datetime import date
from enum import StrEnum
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
    keys = [f"n-{place}" for place in range(draw(st.integers(0, 6)))]
    some_key = st.sampled_from(["", *keys])
    covers = st.lists(st.sampled_from(keys), max_size=3).map(tuple) if keys else st.just(())
    money = st.lists(filled(Money, covers=covers), max_size=2).map(tuple)
    nodes = []
    for place, key in enumerate(keys):
        earlier = st.sampled_from(["", *keys[:place]])
        kind = draw(st.sampled_from(list(NodeKind)))
        measure = filled(Measure, continues=earlier) if kind is NodeKind.MEASURE else st.none()
        given = {
            "key": st.just(key),
            "parent": earlier,
            "kind": st.just(kind),
            "money": money,
            "measure": measure,
        }
        nodes.append(draw(filled(Node, **given)))
    ends = {"first": st.sampled_from(keys), "second": st.sampled_from(keys)} if keys else {}
    links = st.lists(filled(Link, **ends), max_size=3) if keys else st.just([])
    found = {(link.first, link.second, link.kind): link for link in draw(links)}
    indicators = [
        draw(
            filled(
                Indicator,
                key=st.just(f"i-{place}"),
                node=some_key,
                targets=_several(Target, some_key),
                values=_several(Value, some_key),
            )
        )
        for place in range(draw(st.integers(0, 2)))
    ]
    return cast(
        PlanDocument,
        draw(
            filled(
                PlanDocument,
                language=st.sampled_from(["sv", "nb", "nn", "en"]),
                nodes=st.just(tuple(nodes)),
                links=st.just(tuple(found.values())),
                lines=money,
                indicators=st.just(tuple(indicators)),
            )
        ),
    )


def _several(kind: type, some_key: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    return st.lists(filled(kind, node=some_key), max_size=2).map(tuple)
