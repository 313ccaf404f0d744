"""What changed between two revisions of the minutes, passage by passage."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from councilflow.process.wording import Piece, between
from councilflow.services.minutes.passages import text_of


def changed(older: Mapping[str, Any], newer: Mapping[str, Any]) -> dict[str, list[Piece]]:
    """By key: the pieces of every passage whose text differs between two revisions."""
    keys = [*newer, *(key for key in older if key not in newer)]
    return {
        key: between(text_of(dict(older), key), text_of(dict(newer), key))
        for key in keys
        if text_of(dict(older), key) != text_of(dict(newer), key)
    }
