"""The names that nodes and indicators keep for ever, in exports and versions."""

from __future__ import annotations

import secrets

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def new_key(letter: str = "n") -> str:
    """A name that nothing else in any plan has, short enough to be read out: n-4f8kq2wx."""
    return letter + "-" + "".join(secrets.choice(_LETTERS) for _ in range(8))
