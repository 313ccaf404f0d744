"""Setting what differs in a row, what the journal keeps of it, and that nobody writes over another."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.process.errors import RuleBroken
from councilflow.services.register import plain
from councilflow.services.rows import is_still_there


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


def version_of(row: Any, names: Collection[str]) -> str:
    """What a form of these columns was written from, as a word; empty of a row that is not there yet.

    Rows that count no versions of themselves are told apart by what stands in them.
    """
    if row is None:
        return ""
    stands = json.dumps({name: plain(getattr(row, name)) for name in names}, sort_keys=True)
    return hashlib.sha256(stands.encode()).hexdigest()[:32]


def hold(row: Any, names: Collection[str], version: str) -> None:
    """Hold what is about to change, and refuse what was written from other words than stand there now or of
    what is taken away. RuleBroken: somebody-saved-first (who)."""
    if is_still_there(row):
        db.session.refresh(row)
        if version_of(row, names) == version:
            return
    raise RuleBroken("somebody-saved-first", who=_("Någon annan"))
