"""The journal, as a secretary reads it: who did what and when, and what it was before and after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import Blueprint, g, request
from flask.typing import ResponseReturnValue

from councilflow import i18n
from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.models import Body
from councilflow.process.rights import Act
from councilflow.services import journal
from councilflow.services.entries import Entries, entries, meetings_of
from councilflow.services.visibility import ZONE
from councilflow.web.access import administers, now, requires
from councilflow.web.numbers import row_number
from councilflow.web.pages import render
from councilflow.words import EVENTS, FACTS, WORDS

bp = Blueprint("journal", __name__)


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that a step changed; an empty text where there was nothing."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as the page shows it. `at` stands in the council's zone."""

    at: datetime
    words: str
    changes: list[Change]
    meeting: date | None


@bp.get("/councils/<int:council_id>/journal")
@requires(Act.READ_JOURNAL)
def show(council_id: int) -> ResponseReturnValue:
    g.section = "councils"
    council = db.session.get_one(Body, council_id)
    meeting_id = request.args.get("meeting", type=row_number)
    page = entries(council_id, meeting_id=meeting_id, before=request.args.get("before", type=row_number))
    meetings = [(row.id, row.starts_at.astimezone(council.zone)) for row in meetings_of(council_id)]
    return render(
        "journal/show.html",
        council=council,
        meetings=meetings,
        meeting_id=meeting_id,
        **_facts(page, council.zone, meeting_id),
    )


@bp.get("/administration/journal")
@administers
def register() -> ResponseReturnValue:
    """What happened to the register itself, which belongs to no council."""
    g.section = "administration"
    page = entries(None, before=request.args.get("before", type=row_number))
    return render("journal/show.html", council=None, meetings=[], meeting_id=None, **_facts(page, ZONE))


def _facts(page: Entries, zone: ZoneInfo, meeting_id: int | None = None) -> dict[str, Any]:
    here = request.path
    days: dict[date, list[Line]] = {}
    for row in page.rows:
        line = _line(row, zone)
        days.setdefault(line.at.date(), []).append(line)
    checked = journal.verify() if "check" in request.args else None
    return {
        "days": days,
        "here": here,
        "first_url": _with(here, meeting=meeting_id) if "before" in request.args else "",
        "next_url": _with(here, meeting=meeting_id, before=page.next_before) if page.next_before else "",
        "checked": checked,
        "checked_at": now().astimezone(zone),
    }


def _with(here: str, **arguments: int | None) -> str:
    given = {name: value for name, value in arguments.items() if value is not None}
    return f"{here}?{urlencode(given)}" if given else here


def _line(row: Any, zone: ZoneInfo) -> Line:
    sentence = EVENTS.get(row.event)
    facts = {"who": row.who, "about": row.about}
    words = str(sentence) % facts if sentence else _("%(who)s gjorde en ändring: %(about)s", **facts)
    meeting = row.meeting_at.astimezone(zone).date() if row.meeting_at else None
    return Line(row.at.astimezone(zone), words, list(_changes(row.before, row.after)), meeting)


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    for name in dict.fromkeys([*before, *after]):
        if before.get(name) != after.get(name) and name in FACTS:
            yield Change(
                str(FACTS[name]), _in_words(name, before.get(name)), _in_words(name, after.get(name))
            )


def _in_words(name: str, value: Any) -> str:
    """A stored value as people read it."""
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    if isinstance(value, list):
        return "; ".join(_in_words(name, one) for one in value)
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_in_words(name, one)}" for key, one in value.items())
    if name.endswith(("_on", "_from")):
        return i18n.date_long(date.fromisoformat(value))
    if name in ("starts_at", "ends_at", "nights"):
        return i18n.date_time(datetime.fromisoformat(value), ZONE)
    if name in _STORED:
        return _word(value)
    return str(value)


_STORED = frozenset(
    {
        "state",
        "kind",
        "form",
        "category",
        "rights",
        "standing_items",
        "scope",
        "organisation_kind",
        "side",
        "office",
        "outcome",
        "noted_outcome",
        "money-kind",
        "application-state",
        "contribution",
        "measure-state",
        "goal-result",
        "phase",
        "phase-decision",
        "report-kind",
        "roles",
        "goals",
        "answer",
        "reminder",
        "stance",
        "presence",
        "minutes_profile",
        "country",
        "archive_format",
        "way",
        "point",
        "target_level",
    }
)
"""Facts whose values are the stored words of a list."""


def _word(value: str) -> str:
    return next((str(text) for (_kind, member), text in WORDS.items() if member == value), value)
