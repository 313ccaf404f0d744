"""What a node is called in a report."""

from __future__ import annotations


def named(code: str, title: str) -> str:
    """A. Rekruttering; a title that begins with its code stands as it is."""
    return title if not code or title.startswith(code) else f"{code.rstrip('.')}. {title}"
