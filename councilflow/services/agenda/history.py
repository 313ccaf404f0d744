"""Who changed what on an agenda, from the journal: each step with the texts before and after.

Read by those who prepare. Nothing that an organisation does at home is in the journal (H.5).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from councilflow.extensions import db
from councilflow.models import Body, JournalEntry, PlanNode

EVENTS = (
    *("item-added", "item-changed", "item-removed", "item-moved", "item-withdrawn", "item-restored"),
    *("times-set", "file-replaced", "file-marked", "secrecy-marked", "secrecy-lifted"),
    *("earlier-linked", "earlier-unlinked", "agenda-prepared", "agenda-set", "agenda-reopened"),
    *("invitation-sent", "changes-sent", "meeting-made-joint", "meeting-made-single"),
)
"""The steps of the journal that the agenda has gone through."""

PAGE = 50


@dataclass(frozen=True, slots=True)
class Steps:
    """Rows of the journal, the latest first: id, at, who, event, about, before, after. `older` is the id from
    which the next page goes on, None when there is none."""

    rows: Sequence[Any]
    older: int | None


def of_meeting(meeting_id: int, *, before: int | None = None) -> Steps:
    """What has been done with an agenda, a page at a time."""
    query = _of(meeting_id)
    if before is not None:
        query = query.where(JournalEntry.id < before)
    rows = db.session.execute(query.limit(PAGE + 1)).all()
    return Steps(rows[:PAGE], rows[PAGE - 1].id if len(rows) > PAGE else None)


def of_item(meeting_id: int, item_id: int, title: str) -> Steps:
    """What has been done with one item; steps from before it had a name of its own are known by its title."""
    rows = db.session.execute(_of(meeting_id).limit(1000)).all()
    return Steps([row for row in rows if _is_about(row, item_id, title)][:PAGE], None)


def _is_about(row: Any, item_id: int, title: str) -> bool:
    if "item" in row.after:
        return bool(row.after["item"] == item_id)
    if row.event == "times-set":
        return title in row.after
    return str(row.event).startswith(("item-", "earlier-")) and bool(row.about == title)


def _of(meeting_id: int) -> Any:
    return (
        select(
            JournalEntry.id,
            JournalEntry.at,
            JournalEntry.who,
            JournalEntry.event,
            JournalEntry.about,
            JournalEntry.before,
            JournalEntry.after,
        )
        .where(JournalEntry.meeting_id == meeting_id, JournalEntry.event.in_(EVENTS))
        .order_by(JournalEntry.id.desc())
    )


def names_in(steps: Iterable[Any]) -> tuple[Mapping[int, str], Mapping[int, str]]:
    """The names of the parts of plans and of the bodies that the steps speak of by their numbers."""
    nodes: set[int] = set()
    bodies: set[int] = set()
    for row in steps:
        for side in (row.before, row.after):
            nodes.update(side.get("links") or ())
            bodies.update(one for name in ("recommending", "of_council") if (one := side.get(name)))
    return _named(PlanNode.id, PlanNode.title, nodes), _named(Body.id, Body.name, bodies)


def _named(key: Any, name: Any, ids: Collection[int]) -> Mapping[int, str]:
    if not ids:
        return {}
    return {row[0]: row[1] for row in db.session.execute(select(key, name).where(key.in_(ids)))}
