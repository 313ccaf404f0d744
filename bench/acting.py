"""A meeting that goes on, and people who act in it as their browsers do."""

from __future__ import annotations

import asyncio
import html
import re
import time
import urllib.parse
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from flask import Flask
from itsdangerous import URLSafeTimedSerializer

from bench import county
from bench.followers import once, request
from bench.page import session_cookie
from councilflow.extensions import db, reading
from councilflow.models import AgendaItem, Body, JournalEntry, Meeting, Organisation, Person
from councilflow.process.agenda import ItemKind
from councilflow.process.meeting import MeetingState, Presence
from councilflow.services import desk

KINDS = {"notes": "discussion-noted", "views": "dissent-noted", "table": "item-taken-up"}
"""What people do, and the entry of the journal that each leaves."""
TOKEN = "0" * 40


@dataclass
class Sitting:
    """A meeting that goes on, and those who are at it."""

    meeting_id: int
    notes: list[int]
    views: list[int]
    members: list[tuple[int, int, str]]
    """Person, organisation and cookie of each."""
    secretary: str


@dataclass
class Told:
    acknowledged: Counter[str] = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)
    marks: list[tuple[float, int]] = field(default_factory=list)
    """When an action was acknowledged, and the version that it had made at the latest."""
    seconds: list[float] = field(default_factory=list)


def settle(app: Flask, *, people: int, items: int) -> Sitting:
    """Fill an empty database, open the meeting and call its roll."""
    settled = county.settle(sizes=(), councils=(1,))
    council = db.session.get_one(Body, settled.council_id)
    homes = settled.organisation_ids
    members = []
    for number in range(people):
        home = homes[number % len(homes)]
        person = county._seated(f"deltagare{number}", [council], db.session.get_one(Organisation, home))
        members.append((person.id, home, session_cookie(app, f"{person.id}:{person.session_key}")))
    now = datetime.now(UTC)
    meeting = Meeting(council_id=council.id, starts_at=now, ends_at=now + timedelta(hours=3))
    meeting.state, meeting.invited_at = MeetingState.INVITED, now - timedelta(days=14)
    meeting.items = [
        AgendaItem(
            position=place,
            kind=ItemKind.STANDPOINT if place % 2 else ItemKind.INFORMATION,
            title=f"Gemensamma prioriteringar i länet, del {place}",
            minutes=5,
            proposal="Rådet ställer sig bakom förslaget." if place % 2 else "",
        )
        for place in range(1, items + 1)
    ]
    db.session.add(meeting)
    db.session.flush()
    secretary = db.session.get_one(Person, int(settled.secretary_session.partition(":")[0]))
    desk.open_meeting(meeting, secretary, now)
    db.session.flush()
    desk.call_roll(meeting, {}, others=Presence.ON_SITE, by=secretary, now=now)
    ids = [item.id for item in meeting.items]
    db.session.commit()
    return Sitting(meeting.id, ids[1::2], ids[::2], members, session_cookie(app, settled.secretary_session))


@dataclass
class _Window:
    """The desk at one item, open in a browser: whoever writes there waits until it has loaded again."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    fields: dict[str, str] | None = None
    """What the page's form came with; None: not opened yet."""


class Actors:
    """Carry out one action after the other: send the form, and load the page that it leads to. Of ten
    seconds' two hundred, one moves the table, as a meeting does at its liveliest; the others are notes and
    views."""

    def __init__(self, port: int, app: Flask, sitting: Sitting, engine: sa.Engine) -> None:
        self.told = Told()
        self._port, self._sitting, self._engine = port, sitting, engine
        self._token = str(URLSafeTimedSerializer(app.secret_key or "", salt="wtf-csrf-token").dumps(TOKEN))
        self._windows = {item: _Window() for item in sitting.notes}
        self._version = sa.select(Meeting.version).where(Meeting.id == sitting.meeting_id)

    async def act(self, number: int) -> None:
        if number % 200 == 0:
            await self._take_up(number // 200)
        elif number % 2:
            await self._note(number)
        else:
            await self._dissent(number)

    async def _take_up(self, number: int) -> None:
        live, order = f"/meetings/{self._sitting.meeting_id}/live", self._sitting.notes + self._sitting.views
        item = str(order[number % len(order)])
        if await self._send("table", f"{live}/take-up", self._sitting.secretary, {"item": item}):
            await self._load(live, self._sitting.secretary)

    async def _note(self, number: int) -> None:
        item = self._sitting.notes[number % len(self._sitting.notes)]
        path, window = f"/items/{item}/desk", self._windows[item]
        async with window.lock:
            if window.fields is None:
                window.fields = _noted(await self._load(path, self._sitting.secretary))
            words = {
                **(window.fields or {}),
                "step": "stay",
                "discussion": f"Samtalet {number}",
                "outcome": "",
            }
            if await self._send("notes", path, self._sitting.secretary, words):
                window.fields = _noted(await self._load(path, self._sitting.secretary))

    async def _dissent(self, number: int) -> None:
        person, home, cookie = self._sitting.members[number % len(self._sitting.members)]
        path = f"/items/{self._sitting.views[number % len(self._sitting.views)]}/dissent"
        words = {"voice": f"{home}-{person}", "text": f"Synpunkt {number}", "kind": "dissenting_view"}
        if await self._send("views", path, cookie, words):
            await self._load(path, cookie)

    async def _send(self, kind: str, path: str, cookie: str, words: Mapping[str, str]) -> bool:
        begun = time.monotonic()
        sent = urllib.parse.urlencode({**words, "csrf_token": self._token}).encode()
        status, body = await once(self._port, request("POST", path, cookie, sent))
        now = time.monotonic()
        self.told.seconds.append(now - begun)
        if not 200 <= status < 400:
            self.told.refused.append(f"{kind} {status} {_words(body)}")
            return False
        self.told.acknowledged[kind] += 1
        with reading(), self._engine.connect() as connection:
            self.told.marks.append((now, connection.execute(self._version).scalar_one()))
        return True

    async def _load(self, path: str, cookie: str) -> str:
        status, body = await once(self._port, request("GET", path, cookie))
        if status != 200:
            self.told.refused.append(f"GET {path}: {status} {_words(body)}")
        return body.decode(errors="replace")


def entries() -> Counter[str]:
    """How many entries the journal has of each kind of action."""
    rows = db.session.execute(
        sa.select(JournalEntry.event, sa.func.count().label("number"))
        .where(JournalEntry.event.in_(KINDS.values()))
        .group_by(JournalEntry.event)
    )
    number = {row.event: row.number for row in rows}
    return Counter({kind: number.get(event, 0) for kind, event in KINDS.items()})


def _noted(page: str) -> dict[str, str] | None:
    """From which note the page's form begins; None: it could not be read."""
    found = {
        name: re.search(rf'name="{name}"[^>]*value="([^"]*)"', page) for name in ("note_version", "note_base")
    }
    fields = {name: html.unescape(one[1]) for name, one in found.items() if one is not None}
    return fields if len(fields) == len(found) else None


def _words(body: bytes) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]*>", " ", body.decode(errors="replace")))[-300:]
