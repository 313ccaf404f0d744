"""Many people writing at once, over HTTP: what was acknowledged must be there."""

from __future__ import annotations

import http.client
import threading
import time
import urllib.parse

import sqlalchemy as sa
from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from bench.county import County
from bench.figures import Figure, median, percentile
from bench.page import session_cookie
from councilflow.extensions import db
from councilflow.models import Issue
from councilflow.services import journal


class Silent(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:
        """A log line per request would be measured as well."""


def measure(app: Flask, county: County, *, people: int, each: int) -> list[Figure]:
    """`people` propose `each` issues at the same time; every proposal is also an entry in the journal."""
    app.config["WTF_CSRF_ENABLED"] = False
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Silent)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    answers: list[tuple[int, float]] = []
    start = threading.Barrier(people)
    threads = [
        threading.Thread(target=_propose, args=(app, county, server.port, number, each, start, answers))
        for number in range(people)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    server.shutdown()
    app.config["WTF_CSRF_ENABLED"] = True
    acknowledged = sum(status < 400 for status, _time in answers)
    with app.app_context():
        stored = db.session.scalar(sa.select(sa.func.count()).select_from(Issue)) or 0
        _entries, flaws = journal.verify()
    times = [taken for _status, taken in answers]
    return [
        Figure(f"{people} people writing: acknowledged − stored", abs(acknowledged - stored), 0),
        Figure("answers that are not 2xx or 3xx, or never came", people * each - acknowledged, 0),
        Figure("flaws in the journal's chain", len(flaws), 0),
        Figure("writing: 99th percentile against the median", percentile(times, 0.99) / median(times), 3),
    ]


def _propose(
    app: Flask,
    county: County,
    port: int,
    number: int,
    each: int,
    start: threading.Barrier,
    answers: list[tuple[int, float]],
) -> None:
    session = county.member_sessions[number % len(county.member_sessions)]
    home = county.organisation_ids[number % len(county.member_sessions) % len(county.organisation_ids)]
    headers = {
        "Cookie": session_cookie(app, session),
        "Content-Type": "application/x-www-form-urlencoded",
    }
    start.wait()
    for turn in range(each):
        form = {
            "title": f"Fråga {number}.{turn}",
            "challenge": "Utmaningen.",
            "why": "Därför.",
            "organisation": home,
        }
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        begun = time.perf_counter()
        connection.request(
            "POST", f"/councils/{county.council_id}/issues/new", urllib.parse.urlencode(form), headers
        )
        answer = connection.getresponse()
        answer.read()
        answers.append((answer.status, time.perf_counter() - begun))
        connection.close()
