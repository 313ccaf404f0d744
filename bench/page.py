"""The meeting's page through the whole application, against SQL by hand and against itself."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextvars import Context
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder

from bench import by_hand
from bench.county import County
from bench.figures import Figure, median, percentile
from councilflow.extensions import db
from councilflow.web import pages

ITEMS = 40
"""Items of the meeting that times are taken on."""


def measure(app: Flask, county: County, *, rounds: int) -> list[Figure]:
    """Ratios of CPU time between the page, the page by hand and the page seen again; queries; the tail."""
    url, cookie = f"/meetings/{county.meetings[ITEMS]}", session_cookie(app, county.readers[1])
    asked = environ(url, cookie)
    mark = call(app, asked, 200)["ETag"]
    again = environ(url, cookie, if_none_match=mark)
    times = interleaved(
        rounds,
        page=lambda: call(app, asked, 200),
        by_hand=_by_hand(app, asked, county.meetings[ITEMS]),
        again=lambda: call(app, again, 304),
    )
    page, hand, seen = times["page"], times["by_hand"], times["again"]
    return [
        Figure("meeting page: CPU against SQL by hand", median(page) / median(hand), 1.5),
        Figure("meeting page seen again: CPU against the whole page", median(seen) / median(page), 0.4),
        Figure("meeting page: 95th percentile against the median", percentile(page, 0.95) / median(page), 2),
        Figure("meeting page: median CPU", median(page) / 1e6, unit=" ms"),
        *queries(app, county),
    ]


def interleaved(rounds: int, **works: Callable[[], object]) -> dict[str, list[float]]:
    """CPU nanoseconds of each work, taken in turns so that the machine's moods fall on all of them."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(rounds + 10):
        for name, work in works.items():
            begun = time.process_time_ns()
            work()
            if turn >= 10:
                times[name].append(time.process_time_ns() - begun)
    return times


def _by_hand(app: Flask, asked: dict[str, Any], meeting_id: int) -> Callable[[], None]:
    """The page as somebody in a hurry would write it: a bare Flask request with its session and token, SQL by
    hand, the same template – and neither login nor rights, hooks or headers."""
    connection = sqlite3.connect(app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///"))
    with app.request_context(asked):
        template = pages.environment("sv").get_template("meetings/show.html")
        frame = pages._frame()

    def once() -> None:
        with app.request_context(dict(asked)):
            facts = frame | by_hand.facts(connection, meeting_id)
            app.make_response(template.render(facts))

    return lambda: Context().run(once)


def queries(app: Flask, county: County) -> list[Figure]:
    """SELECTs of the page, login and rights included: the most, and how much they differ."""
    counts = []
    said: list[str] = []
    with app.app_context():
        sa.event.listen(db.engine, "before_cursor_execute", lambda *event: said.append(event[2]))
    for meeting_id in county.meetings.values():
        for session in county.readers.values():
            said.clear()
            call(app, environ(f"/meetings/{meeting_id}", session_cookie(app, session)), 200)
            counts.append(sum(statement.lstrip().upper().startswith("SELECT") for statement in said))
    sizes, councils = (" / ".join(map(str, known)) for known in (county.meetings, county.readers))
    return [
        Figure(f"queries at {sizes} items and {councils} councils", max(counts), 8),
        Figure("difference between the fewest and the most queries", max(counts) - min(counts), 0),
    ]


def session_cookie(app: Flask, session: str) -> str:
    """The cookie of somebody who is signed in."""
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    value = serializer.dumps({"_user_id": session, "_fresh": True, "csrf_token": "0" * 40})
    return f"{app.config['SESSION_COOKIE_NAME']}={value!s}"


def environ(url: str, cookie: str, *, if_none_match: str = "") -> dict[str, Any]:
    headers = [("Cookie", cookie)] + ([("If-None-Match", if_none_match)] if if_none_match else [])
    return EnvironBuilder(url, headers=headers).get_environ()


def call(app: Flask, asked: dict[str, Any], status: int) -> Headers:
    """One request straight into the application; anything but `status` stops the measuring."""
    heard: list[tuple[str, list[tuple[str, str]]]] = []

    def start(line: str, headers: list[tuple[str, str]], _error: Any = None, /) -> Callable[[bytes], object]:
        heard.append((line, headers))
        return lambda _body: None

    b"".join(app.wsgi_app(dict(asked), start))
    line, headers = heard[0]
    if not line.startswith(str(status)):
        raise RuntimeError(f"{asked['PATH_INFO']} answered {line}, not {status}")
    return Headers(headers)
