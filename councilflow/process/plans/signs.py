"""The signs that come along when somebody pastes: spaces of every width, and signs that take no room."""

from __future__ import annotations

import re

_SPACES = dict.fromkeys(
    map(
        ord,
        "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000",
    ),
    " ",
)
_NOTHING = dict.fromkeys(
    map(
        ord,
        "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff",
    )
)
_HYPHENS = {0x2010: "-", 0x2011: "-"}
_SIGNS = {**_SPACES, **_NOTHING, **_HYPHENS}

DASHES = "-‐‑‒–—―−"
"""What people write for "nothing", for "to" and for "minus"."""


def plain(text: str) -> str:
    """The same text with one kind of space and hyphen, and nothing in it that cannot be seen."""
    return text.translate(_SIGNS)


def on_one_line(text: str) -> str:
    """The same words with one space between each."""
    return re.sub(r"\s+", " ", plain(text)).strip()
