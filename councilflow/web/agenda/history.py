"""Who changed what on an agenda, or in one of its items, with texts as differences; for those who prepare."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import request, url_for
from flask.typing import ResponseReturnValue

from councilflow import i18n
from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.models import AgendaItem, Meeting
from councilflow.process.agenda import ItemKind, Purpose, Reach
from councilflow.process.meeting import local_date
from councilflow.process.plans.agenda_2030 import goal_name
from councilflow.process.profiles import OutcomeWord
from councilflow.process.rights import Act
from councilflow.process.wording import Piece, between
from councilflow.services.agenda import history
from councilflow.web.access import requires
from councilflow.web.agenda.blueprint import bp
from councilflow.web.numbers import row_number
from councilflow.web.pages import render
from councilflow.words import EVENTS, word
from councilflow.words.agenda import ITEM_FACTS


@dataclass(frozen=True, slots=True)
class Step:
    """One step as the page shows it; `at` stands in the council's zone."""

    at: datetime
    words: str
    changes: list[tuple[str, list[Piece]]]


@dataclass(frozen=True, slots=True)
class _Names:
    nodes: Mapping[int, str]
    bodies: Mapping[int, str]
    called: OutcomeWord


@bp.get("/meetings/<int:meeting_id>/agenda/history")
@requires(Act.PREPARE_AGENDA)
def history_of_agenda(meeting_id: int) -> ResponseReturnValue:
    meeting = db.session.get_one(Meeting, meeting_id)
    steps = history.of_meeting(meeting_id, before=request.args.get("before", type=row_number))
    older = url_for("agenda.history_of_agenda", meeting_id=meeting_id, before=steps.older)
    return _page(meeting, steps, None, older if steps.older else "")


@bp.get("/items/<int:item_id>/history")
@requires(Act.PREPARE_AGENDA)
def history_of_item(item_id: int) -> ResponseReturnValue:
    one = db.session.get_one(AgendaItem, item_id)
    return _page(one.meeting, history.of_item(one.meeting_id, item_id, one.title), one, "")


def _page(meeting: Meeting, steps: history.Steps, item: AgendaItem | None, older_url: str) -> str:
    zone = meeting.council.zone
    names = _Names(*history.names_in(steps.rows), meeting.called)
    return render(
        "agenda/history.html",
        meeting=meeting,
        day=i18n.weekday_date(local_date(meeting.starts_at, zone)),
        item=item,
        steps=[_step(row, zone, names) for row in steps.rows],
        older_url=older_url,
        is_first="before" not in request.args,
    )


def _step(row: Any, zone: ZoneInfo, names: _Names) -> Step:
    words = str(EVENTS[row.event]) % {"who": row.who, "about": row.about}
    return Step(row.at.astimezone(zone), words, list(_changes(row, names)))


def _changes(row: Any, names: _Names) -> Iterator[tuple[str, list[Piece]]]:
    """Each part that differs: its name, and the pieces of its text."""
    if row.event == "item-moved":
        yield _("Plats på dagordningen"), between(_text(row.before, "number"), _text(row.after, "number"))
        return
    if row.event == "times-set":
        for title, minutes in row.after.items():
            yield title, between(_minutes(row.before.get(title)), _minutes(minutes))
        return
    for name in dict.fromkeys([*row.before, *row.after]):
        was, now = row.before.get(name), row.after.get(name)
        if name in ITEM_FACTS and was != now:
            yield str(ITEM_FACTS[name]), between(_said(name, was, names), _said(name, now, names))


def _text(side: Mapping[str, Any], name: str) -> str:
    return str(side.get(name) or "")


def _minutes(value: Any) -> str:
    return _("%(n)s min", n=value) if value else ""


def _said(name: str, value: Any, names: _Names) -> str:
    """A stored value as people read it; several of them on a line each."""
    if isinstance(value, list):
        return "\n".join(_said(name, one, names) for one in value)
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    if name == "answers_by":
        return i18n.date_long(datetime.fromisoformat(value).date())
    ways = {
        "minutes": lambda: _minutes(value),
        "kind": lambda: str(word(ItemKind(value), names.called)),
        "reach": lambda: str(word(Reach(value))),
        "purposes": lambda: str(word(Purpose(value))),
        "agenda_2030": lambda: goal_name(value, i18n.language()),
        "links": lambda: names.nodes.get(value, _("en del av en plan som inte finns kvar")),
        "recommending": lambda: names.bodies.get(value, ""),
        "of_council": lambda: names.bodies.get(value, ""),
    }
    return ways[name]() if name in ways else str(value)
