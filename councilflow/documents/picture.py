"""Whether a picture can be drawn: what a logo must be before it is kept (A13)."""

from __future__ import annotations

import io

from reportlab.lib.utils import ImageReader


def size_of(content: bytes) -> tuple[int, int] | None:
    """The width and height in points of a picture, by what its head says; None for what is none."""
    # The reader raises whatever its many kinds of files make it raise.
    try:
        width, height = ImageReader(io.BytesIO(content)).getSize()
    except Exception:
        return None
    return width, height


def can_be_drawn(content: bytes) -> bool:
    """Whether the whole picture can be unfolded. Ask for its size first: this takes the room it needs."""
    try:
        ImageReader(io.BytesIO(content)).getRGBData()
    except Exception:
        return False
    return True
