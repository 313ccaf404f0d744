"""Many people writing at once, over HTTP: what was acknowledged must be there.

Each of them goes through the product's own pages: proposes an issue, saves what the organisation thinks of
an item at home, hands it in, asks for a view in the minutes, and (at the desk) notes what is said.
"""

from __future__ import annotations

import http.client
import re
import threading
import time
import urllib.parse
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import sqlalchemy as sa
from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from bench.county import County
from bench.figures import Figure, median, percentile
from bench.page import session_cookie
from councilflow.extensions import db
from councilflow.models import Dissent, Issue, JournalEntry, Preparation, Submission
from councilflow.services import journal

KINDS = ("proposals", "drafts", "stances", "views", "notes")


class Silent(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:
        """A log line per request would be measured as well."""


@dataclass(frozen=True, slots=True)
class Writing:
    """One form that is sent: what it writes, where to, by whom, and what stands in it."""

    kind: str
    url: str
    session: str
    form: dict[str, str]


@dataclass
class Answers:
    """What the server said, from all threads."""

    acknowledged: Counter[str] = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    """Of the proposals: the other kinds are heavier or lighter, and would say nothing of the waiting."""


def measure(app: Flask, county: County, *, people: int, each: int, where: str) -> list[Figure]:
    """`people` write `each` of every kind at the same time into the database that `where` names."""
    before = stored(app)
    app.config["WTF_CSRF_ENABLED"] = False
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Silent)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    answers, start = Answers(), threading.Barrier(people)

    def write(number: int) -> None:
        start.wait()
        for writing in writings(county, number, each):
            _send(app, server.port, writing, answers)

    _together(write, people)
    server.shutdown()
    app.config["WTF_CSRF_ENABLED"] = True
    after = stored(app)
    with app.app_context():
        _entries, flaws = journal.verify()
    lost = {kind: answers.acknowledged[kind] - (after[kind] - before[kind]) for kind in KINDS}
    told = f"{where}, {people} people"
    return [
        *(Figure(f"{told}: {kind} acknowledged − stored", abs(lost[kind]), 0) for kind in KINDS),
        Figure(f"{told}: answers that are not 2xx or 3xx, or never came", len(answers.refused), 0),
        Figure(f"{told}: flaws in the journal's chain", len(flaws), 0),
        Figure(
            f"{told}: proposals, 99th percentile against the median",
            percentile(answers.seconds, 0.99) / median(answers.seconds),
            3 if where == "SQLite" else None,  # a new connection to PostgreSQL costs more than what it is for
        ),
        Figure(f"{told}: writes", sum(answers.acknowledged.values())),
    ]


def _together(write: Callable[[int], None], people: int) -> None:
    threads = [threading.Thread(target=write, args=(number,)) for number in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def stored(app: Flask) -> Counter[str]:
    """How much of each kind the database holds. Drafts and notes change a row that is there, so their entries
    in the journal and the versions of the drafts are what is counted."""
    queries = {
        "proposals": sa.select(sa.func.count(Issue.id)),
        "drafts": sa.select(sa.func.sum(Preparation.version)),
        "stances": sa.select(sa.func.count(Submission.id)),
        "views": sa.select(sa.func.count(Dissent.id)),
        "notes": sa.select(sa.func.count(JournalEntry.id)).where(JournalEntry.event == "discussion-noted"),
    }
    with app.app_context():
        counted = Counter({kind: int(db.session.scalar(query) or 0) for kind, query in queries.items()})
        db.session.remove()
    return counted


def writings(county: County, number: int, each: int) -> Iterator[Writing]:
    """What one person sends, one after the other. Each has an item of their own, as far as there are items:
    what two people do to one text is for the tests, here nothing may be refused."""
    members, items = county.member_sessions, county.invited_items
    session, home = members[number % len(members)], county.organisation_ids[number % len(members) % 8]
    item, noted = items[number % len(items)], county.ongoing_items[number % len(items)]
    person = session.partition(":")[0]
    for turn in range(each):
        words = f"{number}.{turn}"
        yield Writing(
            "proposals",
            f"/councils/{county.council_id}/issues/new",
            session,
            {"title": words, "challenge": "Utmaningen.", "why": "Därför.", "organisation": str(home)},
        )
        if number < len(items):
            room = f"/items/{item}/preparation"
            draft = {"version": str(turn), "stance": "support", "note": words, "organisation": str(home)}
            yield Writing("drafts", room, session, draft)
            version = {"version": str(turn + 1), "organisation": str(home)}
            yield Writing("stances", f"{room}/review", session, version)
            another = items[(number + turn) % len(items)]  # a second view on one item replaces the first
            view = {"voice": f"{home}-{person}", "text": f"Synpunkt {words}"}
            yield Writing("views", f"/items/{another}/dissent", session, view)
        note = {"step": "stay", "discussion": f"Samtalet {words}"}
        yield Writing("notes", f"/items/{noted}/desk", county.secretary_session, note)


def _send(app: Flask, port: int, writing: Writing, answers: Answers) -> None:
    headers = {
        "Cookie": session_cookie(app, writing.session),
        "Content-Type": "application/x-www-form-urlencoded",
    }
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    begun = time.perf_counter()
    try:
        connection.request("POST", writing.url, urllib.parse.urlencode(writing.form), headers)
        answer = connection.getresponse()
        said = answer.read().decode(errors="replace")
    except OSError as error:
        answers.refused.append(f"{writing.url}: {error}")
        return
    finally:
        connection.close()
    if writing.kind == "proposals":
        answers.seconds.append(time.perf_counter() - begun)
    if answer.status < 400:
        answers.acknowledged[writing.kind] += 1
    else:
        answers.refused.append(f"{writing.url}: {answer.status} {re.sub('<[^>]*>', ' ', said)[-300:]}")
