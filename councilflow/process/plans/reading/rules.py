"""How an indicator is to be counted, where the text after its table says so (B3.7)."""

from __future__ import annotations

import re
from dataclasses import replace

from councilflow.process.plans.reading.desk import Desk
from councilflow.process.plans.reading.tree import Tree

_DEFINES = re.compile(
    r"\b(?:skal|ska|skall)\s+(?:\w+\s+)?(?:regnes|reknast|räknas|forstås|forståast|förstås)\b", re.IGNORECASE
)
_COUNTS = re.compile(
    r"\b(?:skal|ska|skall)\s+(?:\w+\s+)?(?:måles|målast|mätas|telles|teljast|medregnes|rapporteres|rapporterast)\b",
    re.IGNORECASE,
)


class Rules:
    """Remembers the indicator whose table was read last, until a heading begins something else."""

    def __init__(self, tree: Tree, desk: Desk) -> None:
        self._tree, self._desk = tree, desk
        self._key = ""
        self._unit = ""

    def remember(self, key: str, unit: str) -> None:
        self._key, self._unit = key, unit.casefold().rstrip("er")

    def leave(self) -> None:
        self._key = ""

    def take(self, line: int, text: str) -> bool:
        """Whether the paragraph is about how the indicator is counted; it speaks of its unit first."""
        if not self._key or not self._unit or not text.casefold().startswith(self._unit):
            return False
        for place, indicator in enumerate(self._tree.indicators):
            if indicator.key != self._key:
                continue
            if _DEFINES.search(text):
                self._tree.indicators[place] = replace(
                    indicator, definition="\n".join(filter(None, (indicator.definition, text)))
                )
                self._desk.doubt("read-as-definition", line, text, indicator.name)
                return True
            if _COUNTS.search(text):
                self._tree.indicators[place] = replace(
                    indicator, counting_rule="\n".join(filter(None, (indicator.counting_rule, text)))
                )
                self._desk.doubt("read-as-counting-rule", line, text, indicator.name)
                return True
        return False
