"""The content of a page in fewer words than ReportLab's, for the same picture.

ReportLab moves each paragraph to its place twice, between two saved states, and ends a single line as if more
came. A page has some twenty paragraphs and every page is packed by itself, so that this counts.
"""

from __future__ import annotations

import re

_PARAGRAPH = re.compile(
    r"q\n1 0 0 1 (\S+) (\S+) cm\nq\n(\S+ \S+ \S+ rg)\n"
    r"BT 1 0 0 1 (\S+) (\S+) Tm ([^\n]*?)(?: T\*)? ET\nQ\nQ\n"
)
_SINGLE = re.compile(
    r"BT 1 0 0 1 (\S+ \S+) Tm (/\S+ \S+ Tf) \S+ TL (\((?:[^\\)]|\\.)*\) Tj) T\* ET", re.DOTALL
)


def shortened(content: str) -> str:
    """`content` with each paragraph moved once. Its colour stays in force; what follows sets its own."""
    return _SINGLE.sub(r"BT \2 \1 Td \3 ET", _PARAGRAPH.sub(_placed, content))


def _placed(paragraph: re.Match[str]) -> str:
    x, y, colour, across, up, text = paragraph.groups()
    return f"{colour}\nBT {_sum(x, across)} {_sum(y, up)} Td {text} ET\n"


def _sum(one: str, other: str) -> str:
    return f"{float(one) + float(other):.3f}".rstrip("0").rstrip(".")
