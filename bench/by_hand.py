"""The meeting's page as somebody would write it who wants nothing but speed: SQL by hand, the same template.

No login, no rights, no layers: what the real page costs beyond this is the price of the product's own order.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from councilflow import i18n
from councilflow.process.consensus import Outcome
from councilflow.process.councils import Category
from councilflow.process.meeting import MeetingForm, MeetingKind, MeetingState
from councilflow.process.minutes import MinutesState
from councilflow.process.profiles import OutcomeWord
from councilflow.process.rights import Act
from councilflow.web.meetings import beside, line, page
from councilflow.words import word

HEAD = """
SELECT m.id, m.council_id, m.kind, m.form, m.state, m.starts_at, m.ends_at, m.number, m.place, m.link,
       m.prepared_at, m.set_at, m.invited_at, m.closed_at, b.name, b.time_zone, b.invitation_days,
       b.preparation_days, b.draft_days, b.signing_days, d.state, d.signed_at, m.title, m.is_joint,
       b.cost_rule
FROM meeting m JOIN body b ON b.id = m.council_id LEFT JOIN minutes d ON d.meeting_id = m.id WHERE m.id = ?
"""
ITEMS = """
SELECT id, number, kind, title, minutes, outcome,
       (SELECT count(*) FROM presenter p WHERE p.item_id = i.id)
FROM agenda_item i WHERE meeting_id = ? ORDER BY position, id
"""
STRATEGY = """
SELECT l.item_id, n.title || ' (' || n.level || ', ' || p.short_title || ')'
FROM strategy_link l JOIN plan_node n ON n.id = l.node_id JOIN plan p ON p.id = n.plan_id
JOIN agenda_item i ON i.id = l.item_id WHERE i.meeting_id = ? ORDER BY l.id
"""
FILES = """
SELECT a.item_id, a.id, a.title, a.media_type, a.size FROM attachment a
JOIN agenda_item i ON i.id = a.item_id WHERE i.meeting_id = ? ORDER BY a.position, a.id
"""
DISSENTS = """
SELECT d.item_id, d.organisation FROM dissent d JOIN agenda_item i ON i.id = d.item_id
WHERE i.meeting_id = ? ORDER BY d.id
"""
CALLED = """
SELECT category, count(DISTINCT person_id), count(DISTINCT organisation_id) FROM seat
WHERE body_id = ? AND person_id IS NOT NULL AND starts_on <= ? AND (ends_on IS NULL OR ends_on >= ?)
GROUP BY category
"""


class File(NamedTuple):
    """Templates find the fields of a tuple at once, those of a dict only after having looked elsewhere."""

    id: int
    title: str
    media_type: str
    size: int


def facts(connection: sqlite3.Connection, meeting_id: int) -> dict[str, Any]:
    """What the template names, for a meeting that has been held."""
    head = _head(connection.execute(HEAD, (meeting_id,)).fetchone())
    zone, days = page.calendar(head)
    items = connection.execute(ITEMS, (meeting_id,)).fetchall()
    strategy, files = _grouped(connection, STRATEGY, meeting_id), defaultdict(list)
    for item_id, *file in connection.execute(FILES, (meeting_id,)):
        files[item_id].append(File(*file))
    noted = _grouped(connection, DISSENTS, meeting_id)
    day = head.starts_at.astimezone(zone).date()
    called = connection.execute(CALLED, (head.council_id, day.isoformat(), day.isoformat())).fetchall()
    at = line.Standing(meeting=head, zone=zone, dates=days, acts=frozenset({Act.READ_MINUTES}), has_home=True)
    now, coming = line.now_and_next(at)
    return {
        "meeting": head,
        "stations": line.stations(at),
        "outcome_word": OutcomeWord.STANDPOINT,
        "changes": [],
        "now": now,
        "coming": coming,
        "step": line.next_step(at),
        "missing": [],
        "may_complete": False,
        "lines": [_line(item, strategy, files, noted) for item in items],
        "summary": f"{len(items)} punkter, {beside.length(sum(item[4] for item in items))}.",
        "when": beside.when(head, zone),
        "day": i18n.weekday_date(day),
        "deadlines": [(i18n.date_short(on), str(deadline)) for deadline, on in days.items()],
        "called": [(people, word(Category(category))) for category, people, _homes in called],
        "links": [("/preparation", "Vår förberedelse"), ("/minutes", "Protokollet")],
        "file_prefix": "/attachments/",
        "file_words": beside.file_words,
    }


def _line(item: Any, strategy: Any, files: Any, noted: Any) -> page.Line:
    item_id, number, kind, title, minutes, outcome, _presenters = item
    return page.Line(
        f"§\N{NO-BREAK SPACE}{number}",
        f"/items/{item_id}",
        title,
        "",
        ", ".join(strategy[item_id]),
        kind,
        f"{minutes} min",
        "ok",
        word(Outcome(outcome)),
        files[item_id],
        ", ".join(noted[item_id]),
        False,
    )


def _grouped(connection: sqlite3.Connection, query: str, meeting_id: int) -> dict[int, list[str]]:
    grouped = defaultdict(list)
    for item_id, words in connection.execute(query, (meeting_id,)):
        grouped[item_id].append(words)
    return grouped


_NAMES = (
    "id",
    "council_id",
    "kind",
    "form",
    "state",
    "starts_at",
    "ends_at",
    "number",
    "place",
    "link",
    "prepared_at",
    "set_at",
    "invited_at",
    "closed_at",
    "council",
    "time_zone",
    "invitation_days",
    "preparation_days",
    "draft_days",
    "signing_days",
    "minutes_state",
    "signed_at",
    "title",
    "is_joint",
    "cost_rule",
)


def _head(row: tuple[Any, ...]) -> SimpleNamespace:
    head = SimpleNamespace(**dict(zip(_NAMES, row, strict=True)), has_signed=None, signs_as=None, other=None)
    for name in ("starts_at", "ends_at", "closed_at", "signed_at"):
        setattr(head, name, datetime.fromisoformat(getattr(head, name)).replace(tzinfo=UTC))
    head.kind, head.form, head.state = (
        MeetingKind(head.kind),
        MeetingForm(head.form),
        MeetingState(head.state),
    )
    head.minutes_state = MinutesState(head.minutes_state)
    head.zone = ZoneInfo(head.time_zone)
    return head
