"""The page that follows the meeting, the screen in the room, and the stream of what happens."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from flask import current_app, g, request, session, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from werkzeug.wrappers import Response

from councilflow import i18n
from councilflow.process.agenda import ItemKind
from councilflow.process.meeting import MeetingState
from councilflow.process.rights import Act
from councilflow.services import live
from councilflow.services.live import Following
from councilflow.services.live.following import Sees
from councilflow.services.live.state import State
from councilflow.web import assets
from councilflow.web.access import can, following, follows_meeting, now, requires, viewer
from councilflow.web.live import hub, pieces
from councilflow.web.live.blueprint import bp
from councilflow.web.live.speaking import steps_of_floor
from councilflow.web.live.streams import Body, Stream
from councilflow.web.live.topics import Shown, Topic
from councilflow.web.pages import render

RELOADS_EVERY = 15
"""Seconds between two looks of a page that has no script."""


@bp.get("/meetings/<int:meeting_id>/live")
@follows_meeting
def show(meeting_id: int) -> ResponseReturnValue:
    """Where the meeting is now; follows it by itself, or by being loaded again."""
    return _page(meeting_id, following(), "live/show.html")


@bp.get("/meetings/<int:meeting_id>/live/screen")
@requires(Act.READ_MEETING)
def screen(meeting_id: int) -> ResponseReturnValue:
    """The same in large type, for the screen that everybody in the room sees."""
    is_dark = request.args.get("ground") == "dark"
    return _page(meeting_id, Following(Sees.ROOM), "live/screen.html", is_dark=is_dark)


@bp.get("/meetings/<int:meeting_id>/live/state")
@follows_meeting
def state(meeting_id: int) -> ResponseReturnValue:
    """The pieces of the page, for a browser that no stream reaches."""
    standing, pieces_now = _now(meeting_id, _asked())
    answer = Response(_json(pieces_now), mimetype="application/json")
    return _conditional(answer, standing, pieces_now)


@bp.get("/meetings/<int:meeting_id>/live/own")
@follows_meeting
def own(meeting_id: int) -> ResponseReturnValue:
    """What only the viewer can do now, as a piece of HTML."""
    return render("live/_own.html", **_own(live.state(meeting_id, now())))


@bp.get("/meetings/<int:meeting_id>/live/events")
@follows_meeting
def events(meeting_id: int) -> ResponseReturnValue:
    """What happens, as server-sent events: first all of it, then what changes. Holds neither a session nor a
    connection to the database while it is open."""
    center, key = hub.of(current_app), viewer()
    if request.method != "GET" or not center.has_room(key.person_id):
        return Response("", 503, {"Retry-After": "10"}, mimetype="text/plain")
    topic, person = _topic(meeting_id, _asked()), (key.person_id, _session_key())

    def join(stream: Stream) -> None:
        center.join(stream, topic, person)

    body = Body(request.environ, join)
    answer = body.answer = Response(body, mimetype="text/event-stream")
    answer.headers["Cache-Control"] = "no-store, no-transform"
    answer.headers["X-Accel-Buffering"] = "no"  # a proxy that gathers answers would keep it all to itself
    return answer


def _session_key() -> str:
    """What the cookie carries beside the person: it changes with the password."""
    return str(session["_user_id"]).partition(":")[2]


def _asked() -> Following:
    """As whom the browser asks: the screen in the room is for those who read the whole meeting."""
    found = following()
    on_screen = "screen" in request.args and found.sees is Sees.WHOLE
    return Following(Sees.ROOM) if on_screen else found


def _topic(meeting_id: int, audience: Following) -> Topic:
    return Topic(meeting_id, audience, i18n.language(), request.root_path)


def _now(meeting_id: int, audience: Following) -> tuple[State, Shown]:
    standing = live.state(meeting_id, now())
    return standing, pieces.shown(standing, _topic(meeting_id, audience))


def _page(meeting_id: int, audience: Following, template: str, **more: Any) -> ResponseReturnValue:
    standing, pieces_now = _now(meeting_id, audience)
    extra: dict[str, Any] = {"screen": 1} if audience.sees is Sees.ROOM else {}
    had_token = "csrf_token" in session
    page = render(
        template,
        sees=audience.sees,
        parts={part: Markup(html) for part, html in pieces_now.parts.items()},  # noqa: S704 – our templates'
        key=pieces_now.key,
        reloads_every=RELOADS_EVERY,
        events_url=url_for("live.events", meeting_id=meeting_id, **extra),
        state_url=url_for("live.state", meeting_id=meeting_id, **extra),
        **(_own(standing) if audience.sees is not Sees.ROOM else {"standing": standing}),
        **more,
    )
    answer = Response(page, mimetype="text/html")
    return _conditional(answer, standing, pieces_now) if had_token and "_flashes" not in session else answer


def _conditional(answer: Response, standing: State, pieces_now: Shown) -> Response:
    """304 for whoever has seen all of this already."""
    who = viewer()
    seen = (
        (standing.id, pieces_now.version, pieces_now.key, sorted(pieces_now.parts.items())),
        (who.person_id, who.role_line, sorted(g.acts), i18n.language(), session.get("csrf_token")),
        (assets.version_of("councilflow.css"), request.full_path),
    )
    answer.set_etag(sha256(repr(seen).encode()).hexdigest()[:32])
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.make_conditional(request)
    return answer


def _own(standing: State) -> Mapping[str, Any]:
    """What the viewer can do, beside what everybody sees."""
    records = can(Act.RECORD_MEETING)
    on_table = standing.now
    to_decide = on_table if on_table and on_table.kind is ItemKind.STANDPOINT else None
    still_open = to_decide if to_decide and to_decide.outcome is None else None
    mine = next((line for line in standing.roll if line.person_id == viewer().person_id), None)
    has_jav = mine is not None and mine.has_jav
    may_act = can(Act.READ_MEETING) and not has_jav
    return {
        "standing": standing,
        "is_ongoing": standing.meeting is MeetingState.ONGOING,
        "may_record": records,
        **steps_of_floor(standing),
        "following_stop": standing.coming[0] if standing.coming else None,
        "mine": mine,
        "has_jav": has_jav,
        "stance_item": still_open if may_act and can(Act.SET_STANCE) else None,
        "wording_item": to_decide if may_act else None,
        "dissent_item": on_table if may_act and can(Act.NOTE_DISSENT, Act.SET_STANCE) else None,
        "jav_item": on_table if may_act and mine is not None else None,
    }


def _json(pieces_now: Shown) -> str:
    return current_app.json.dumps(pieces_now._asdict())
