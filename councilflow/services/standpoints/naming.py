"""What a standpoint is called where its title is not told."""

from __future__ import annotations

from councilflow.models import Standpoint


def paragraph_of(standpoint: Standpoint) -> str:
    """§ 67/2026: what the journal calls it. Its title may be secret, and the journal is read by more people
    than the item."""
    return f"§ {standpoint.number}/{standpoint.year}"
