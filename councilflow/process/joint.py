"""Joint meetings of a wider council and the narrower one it includes (A54, A58, A62, H.8).

Such a meeting has one agenda. Each item belongs to one of the two councils or to both, and that settles whose
member organisations stand behind a standpoint: the narrower council's, unless the item names the wider one.
"""

from __future__ import annotations

from councilflow.process.councils import BodyKind


def marks(council_id: int, includes_id: int | None, *, is_joint: bool) -> tuple[int, ...]:
    """The councils that an item of the meeting can be marked with; none outside a joint meeting (A62)."""
    return (includes_id, council_id) if is_joint and includes_id is not None else ()


def counting(
    council_id: int, includes_id: int | None, *, is_joint: bool, of_council_id: int | None
) -> tuple[int, ...]:
    """The councils whose member organisations are asked for a stance on an item (H.8).

    The members of the narrower council belong to the wider one as well (A54).
    """
    if includes_id is None:
        return (council_id,)
    if is_joint and of_council_id != council_id:
        return (includes_id,)
    return council_id, includes_id


def must_be_prepared(kind: BodyKind, includes_id: int | None, *, of_council_id: int | None) -> bool:
    """Whether an item of this council may be for a standpoint only when it is marked as prepared (A58). The
    narrower council's own items in a joint meeting follow its own rules."""
    return kind is BodyKind.WIDE_COUNCIL and (of_council_id is None or of_council_id != includes_id)
