"""The server is killed in the middle of its work: what it has said yes to is there, and nothing is broken."""

from __future__ import annotations

import http.client
import multiprocessing
import socket
import sqlite3
import threading
import time
import urllib.parse
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.serving import make_server

from bench import county
from bench.page import session_cookie
from bench.writers import Silent
from config import for_tests
from councilflow.app import create_app
from councilflow.extensions import db
from councilflow.models import Issue
from councilflow.services import journal

pytestmark = pytest.mark.no_cover  # slow to measure, and other tests have

ROUNDS, WRITERS = 3, 4
SECONDS = 0.8
"""How long each round writes before the server is killed."""


def _serve(folder: Path, port: int) -> None:
    """A process of its own: the whole application on the data folder, until it is killed."""
    app = create_app(for_tests(folder))
    app.config["WTF_CSRF_ENABLED"] = False
    make_server("127.0.0.1", port, app, threaded=True, request_handler=Silent).serve_forever()


def test_nothing_acknowledged_is_lost_when_the_server_is_killed(tmp_path: Path):
    app = create_app(for_tests(tmp_path))
    with app.app_context():
        db.create_all()
        settled = county.settle(sizes=(), councils=(1,))
        db.session.remove()
        db.engine.dispose()  # no process inherits an open database
    acknowledged: list[str] = []
    for turn in range(ROUNDS):
        acknowledged += _written_until_killed(app, tmp_path, settled, turn)
    with app.app_context():
        stored = set(db.session.scalars(sa.select(Issue.title)))
        _entries, flaws = journal.verify()
        db.engine.dispose()
    with sqlite3.connect(tmp_path / "councilflow.sqlite") as connection:
        integrity = connection.execute("PRAGMA integrity_check").fetchall()
    assert acknowledged, "something was written before each kill"
    assert set(acknowledged) - stored == set()
    assert len(acknowledged) <= len(stored) <= len(acknowledged) + ROUNDS * WRITERS
    assert integrity == [("ok",)]
    assert flaws == []


def _written_until_killed(app: Flask, folder: Path, settled: county.County, turn: int) -> list[str]:
    """Titles of the issues that the server has said yes to."""
    port = _free_port()
    server = multiprocessing.get_context("fork").Process(target=_serve, args=(folder, port), daemon=True)
    server.start()
    acknowledged: list[str] = []
    try:
        _wait_for(port)
        threads = [
            threading.Thread(
                target=_write, args=(app, port, settled, f"{turn}.{writer}", writer, acknowledged)
            )
            for writer in range(WRITERS)
        ]
        for thread in threads:
            thread.start()
        time.sleep(SECONDS)
    finally:
        server.kill()  # -9
        server.join()
    for thread in threads:
        thread.join()
    assert acknowledged, "the round wrote something"
    return acknowledged


def _write(
    app: Flask, port: int, settled: county.County, name: str, writer: int, acknowledged: list[str]
) -> None:
    headers = {
        "Cookie": session_cookie(app, settled.member_sessions[writer]),
        "Content-Type": "application/x-www-form-urlencoded",
    }
    form = {"challenge": "Utmaningen.", "why": "Därför.", "organisation": settled.organisation_ids[writer]}
    for number in range(10_000):
        title = f"Fråga {name}.{number}"
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            body = urllib.parse.urlencode(form | {"title": title})
            connection.request("POST", f"/councils/{settled.council_id}/issues/new", body, headers)
            answer = connection.getresponse()
        except (OSError, http.client.HTTPException):
            return  # killed
        finally:
            connection.close()
        assert answer.status == 302
        acknowledged.append(title)


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def _wait_for(port: int) -> None:
    for _attempt in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("the server did not start")
