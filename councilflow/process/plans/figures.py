"""Figures that are no money: targets and values of indicators, as people type them."""

from __future__ import annotations

import re

from councilflow.process.errors import RuleBroken

_SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")
_FIGURE = re.compile(r"[-−]?[0-9]{1,12}(?:\.[0-9]{1,6})?")


def figure_in(text: str) -> float | None:
    """The number in what somebody typed: `12`, `12,5`, `1 200`; None where nothing stands.

    RuleBroken("not-a-figure") for anything else: nothing is guessed at.
    """
    plain = _SPACES.sub("", text).replace(",", ".")
    if not plain:
        return None
    if not _FIGURE.fullmatch(plain):
        raise RuleBroken("not-a-figure", text=text.strip()[:40])
    return float(plain.replace("−", "-"))
