"""What everybody of an audience sees of a meeting, as pieces of HTML.

What an audience may not see is taken away here, before any template: what is not in `Shown` facts cannot be
shown by mistake.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from flask import Flask, url_for

from councilflow.extensions import db
from councilflow.i18n import speaking
from councilflow.process.meeting import PRESENT, MeetingState
from councilflow.process.pace import NOTHING, minutes
from councilflow.process.timetable import Day, slots
from councilflow.process.wording import Piece, around, between
from councilflow.services import live, secrecy, visibility
from councilflow.services.live.following import Sees
from councilflow.services.live.state import State, Stop
from councilflow.web.live import floor
from councilflow.web.live.topics import Shown, Topic
from councilflow.web.pages import environment
from councilflow.words import word

PARTS = {
    Sees.WHOLE: ("now", "wordings", "next", "course", "pace", "presence", "speakers", "say"),
    Sees.GUEST: ("now", "next", "course", "pace", "say"),
    Sees.OWN_ITEMS: ("now", "next", "speakers", "say"),
    Sees.ROOM: ("wall", "say"),
}
"""What each audience is shown; each part is a template of templates/live."""

FITS_WALL = 800
"""So many letters of a text with its changes are read from the back row; of a longer one, the changes are."""

COMING = 4
"""How many of the items that come are named beside the one on the table."""


class Line(NamedTuple):
    """An item as an audience may see it."""

    id: int
    position: int
    title: str
    """Empty: only its number is theirs to see."""
    url: str
    kind: str
    minutes: int | None
    used: int
    """Whole minutes."""
    state: str
    """done, now or next, as the rail draws it."""
    outcome: str
    """In words; empty when there is none, or not for this audience."""
    is_approved: bool
    """Its § is approved at once (omedelbar justering); told to those who are told the outcome."""
    text: str
    """The wording that is being settled or was adopted, of the item on the table."""
    is_own: bool
    of_council: str = ""
    """Whose the item of a joint meeting is; empty when it belongs to both."""
    begins: datetime | None = None
    """Of an item that comes: about when, in the council's zone."""


def render(app: Flask, topic: Topic) -> Shown:
    """The meeting as a topic sees it now, from any thread. NoResultFound when there is none."""
    where = {"SCRIPT_NAME": topic.root}
    with app.test_request_context("/", environ_overrides=where), speaking(topic.language):
        try:
            return shown(live.state(topic.meeting_id, datetime.now(UTC)), topic)
        finally:
            db.session.remove()


def shown(state: State, topic: Topic) -> Shown:
    """The pieces, in the language being spoken, inside a request."""
    facts = _facts(state, topic)
    templates = environment(topic.language)
    parts = {
        part: templates.get_template(f"live/_{part}.html").render(facts).strip()
        for part in PARTS[topic.following.sees]
    }
    return Shown(state.version, _key(state), parts)


def _key(state: State) -> str:
    rests = "rests" if state.rests_since else "goes-on"
    return f"{state.meeting}.{state.now.id if state.now else 0}.{rests}"


def _facts(state: State, topic: Topic) -> dict[str, Any]:
    sees = topic.following.sees
    lines = [_line(stop, state, topic) for stop in state.stops]
    by_id = {line.id: line for line in lines}
    now = by_id[state.now.id] if state.now else None
    return {
        "sees": sees,
        "state": state,
        "meeting_state": state.meeting,
        "lines": lines,
        "now": now,
        "coming": _coming(state, by_id),
        "presenters": state.presenters if _names_presenters(state.now, sees, topic) else [],
        "planned": sum(stop.minutes or 0 for stop in state.stops),
        "used": minutes(sum((stop.used for stop in state.stops), NOTHING)),
        "behind": minutes(state.behind),
        "has_begun": any(stop.was_taken_up for stop in state.stops),
        "waits_for_own": _waits_for_own(state, topic),
        "presence": _presence(state) if sees is Sees.WHOLE else [],
        "is_called": sees is Sees.WHOLE and any(line.presence is not None for line in state.roll),
        "queue": floor.queue(state) if _hears_speakers(state.now, sees, topic) else None,
        "absent": [line for line in state.roll if _is_away(line)] if sees is Sees.WHOLE else [],
        "recused": [line for line in state.roll if line.has_jav] if sees is Sees.WHOLE else [],
        "wordings": _wordings(state, sees),
    }


def _names_presenters(stop: Stop | None, sees: Sees, topic: Topic) -> bool:
    """Who presents an item says what it is about: of a secret one only those hear it who read its title."""
    if stop is None or sees is Sees.WHOLE or stop.id in topic.following.items:
        return stop is not None
    return sees is not Sees.OWN_ITEMS and not stop.is_secret


def _hears_speakers(stop: Stop | None, sees: Sees, topic: Topic) -> bool:
    """Who presents an item is there for it and hears who speaks; of another item it is not theirs to know. On
    the wall stands who speaks on what everybody in the room may hear about."""
    if stop is None or sees is Sees.WHOLE:
        return sees is Sees.WHOLE
    if sees is Sees.ROOM:
        return not stop.is_secret
    return sees is Sees.OWN_ITEMS and stop.id in topic.following.items


def _line(stop: Stop, state: State, topic: Topic) -> Line:
    sees, is_own = topic.following.sees, stop.id in topic.following.items
    sees_record = sees in (Sees.WHOLE, Sees.ROOM) and not (sees is Sees.ROOM and stop.is_secret)
    outcome = word(stop.outcome, state.called) if stop.outcome and sees_record else ""
    return Line(
        id=stop.id,
        position=stop.position,
        title=_title(stop, sees, is_own=is_own),
        url=_url(stop, sees, is_own=is_own),
        kind=(stop.kind or "") if sees is not Sees.OWN_ITEMS or is_own else "",
        minutes=stop.minutes,
        used=minutes(stop.used),
        state="now" if stop.is_now else "done" if stop.outcome else "next",
        outcome=outcome,
        is_approved=bool(outcome) and stop.immediate_approval_at is not None,
        text=_text(stop) if stop.is_now and sees_record else "",
        is_own=is_own,
        of_council=(stop.of_council or "") if sees is not Sees.OWN_ITEMS or is_own else "",
    )


def _title(stop: Stop, sees: Sees, *, is_own: bool) -> str:
    if sees is Sees.WHOLE or is_own:
        return f"{stop.title} ({secrecy.told(stop.secrecy_section)})" if stop.is_secret else stop.title
    if sees is Sees.OWN_ITEMS:
        return ""
    return secrecy.told(stop.secrecy_section) if stop.is_secret else stop.title


def _url(stop: Stop, sees: Sees, *, is_own: bool) -> str:
    if sees is Sees.OWN_ITEMS:
        return url_for("invitations.presenting", item_id=stop.id) if is_own else ""
    if sees is Sees.ROOM or (sees is Sees.GUEST and stop.is_secret):
        return ""
    return url_for("agenda.item", item_id=stop.id)


def _text(stop: Stop) -> str:
    """What the council is about to say, as it stands; what it said, once the chair has stated it."""
    return stop.adopted or ("" if stop.outcome else stop.proposal)


def _coming(state: State, lines: dict[int, Line]) -> list[Line]:
    """The next items, each with the hour at which it may begin when the others take what they were given;
    to five minutes, nobody keeps a finer promise."""
    begins: datetime | None = state.at
    if state.meeting is not MeetingState.ONGOING or (state.rests_since and not state.rests_until):
        begins = None
    elif state.rests_until:
        begins = max(state.at, state.rests_until)
    if begins and state.now:
        begins += max(NOTHING, timedelta(minutes=state.now.minutes or 0) - state.now.used)
    found: list[Line] = []
    for stop, at in zip(state.coming, _expected(state, begins), strict=True):
        if len(found) < COMING or lines[stop.id].is_own:
            found.append(lines[stop.id]._replace(begins=_to_five(at) if at else None))
    return found


def _expected(state: State, begins: datetime | None) -> list[datetime | None]:
    """When each of the items that come may begin, over the rest of the meeting's days."""
    if begins is None:
        return [None for _stop in state.coming]
    left = [day for day in state.days if day.ends_at > begins] or [state.days[-1]]
    left[0] = Day(max(begins, left[0].starts_at) if left[0] != state.days[0] else begins, left[0].ends_at)
    planned = slots(left, [(stop.kind, stop.minutes or 0) for stop in state.coming])
    return [slot.starts_at if slot else None for slot in planned]


def _to_five(moment: datetime) -> datetime:
    rounded = round(moment.timestamp() / 300) * 300
    return datetime.fromtimestamp(rounded, tz=moment.tzinfo)


def _waits_for_own(state: State, topic: Topic) -> int | None:
    """How many items come before the first own one; None when none of them waits."""
    places = [place for place, stop in enumerate(state.coming) if stop.id in topic.following.items]
    return places[0] if places else None


def _presence(state: State) -> list[tuple[object, int, list[Any]]]:
    """Each category of the roll: how many it has, and those who are here."""
    found: dict[object, list[Any]] = {}
    for line in state.roll:
        found.setdefault(line.category, []).append(line)
    return [
        (category, len(lines), [line for line in lines if line.presence in PRESENT and not line.has_jav])
        for category, lines in found.items()
    ]


def _is_away(line: Any) -> bool:
    return line.presence is not None and line.presence not in PRESENT and not line.has_jav


def _wordings(state: State, sees: Sees) -> list[tuple[Any, list[Piece]]]:
    """Each wording that was suggested for what is on the table, with what it changes; for whom it may come
    on the wall, as the text itself."""
    is_theirs = sees is Sees.WHOLE or (sees is Sees.ROOM and state.now and not state.now.is_secret)
    changes = _changes if sees is Sees.WHOLE else _changes_on_wall
    return [(row, changes(row.base, row.text)) for row in state.wordings] if is_theirs else []


@lru_cache(maxsize=64)
def _changes(older: str, newer: str) -> list[Piece]:
    """Every event asks again about the same texts."""
    return between(older, newer)


def _changes_on_wall(older: str, newer: str) -> list[Piece]:
    """Of a text that does not fit the wall, what changes."""
    pieces = _changes(older, newer)
    return around(pieces) if sum(len(piece.text) for piece in pieces) > FITS_WALL else pieces


def may_follow(person: tuple[int, str], topic: Topic) -> bool:
    """Whether somebody who was signed in with a session still follows a meeting as this audience does."""
    who = visibility.viewer(*person, now=datetime.now(UTC))
    where = visibility.place(meeting_id=topic.meeting_id)
    if who is None or where is None:
        return False
    on_screen = topic.following.sees is Sees.ROOM
    return live.following(who, where, on_screen=on_screen) == topic.following
