"""Setting what differs in a row, and what the journal keeps of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from councilflow.extensions import db
from councilflow.services.register import plain


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a row; nothing is noted when nothing differs."""

    is_new: bool
    before: dict[str, Any]
    after: dict[str, Any]

    @property
    def is_any(self) -> bool:
        return self.is_new or bool(self.after)


def put(row: Any, facts: Mapping[str, Any]) -> Change:
    """Set the columns of a row, new or standing."""
    is_new = row.id is None
    before = {} if is_new else {name: plain(getattr(row, name)) for name in facts}
    for name, value in facts.items():
        setattr(row, name, value)
    db.session.add(row)
    db.session.flush()
    after = {name: plain(value) for name, value in facts.items()}
    changed = [name for name in after if is_new or before[name] != after[name]]
    return Change(
        is_new,
        {name: before[name] for name in changed if name in before},
        {name: after[name] for name in changed},
    )
