"""A figure and its bound."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """`bound` is the largest value that holds; None for what is only told."""

    name: str
    value: float
    bound: float | None = None
    unit: str = ""

    @property
    def holds(self) -> bool:
        return self.bound is None or self.value <= self.bound


def table(figures: Sequence[Figure]) -> str:
    width = max(len(figure.name) for figure in figures)
    lines = [f"{'':{width}}  {'measured':>10}  {'bound':>8}"]
    for figure in figures:
        bound = f"≤ {figure.bound:g}" if figure.bound is not None else ""
        after = figure.unit + ("" if figure.holds else "  does not hold")
        lines.append(f"{figure.name:{width}}  {figure.value:>10.2f}  {bound:>8}{after}")
    return "\n".join(lines)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of them does not exceed; `share` from 0 to 1."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def median(values: Sequence[float]) -> float:
    return statistics.median(values)
