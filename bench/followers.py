"""People who follow a meeting, as a browser does: one open stream each, and when it ends they come back."""

from __future__ import annotations

import asyncio
import json
import random
import time
from bisect import bisect_left
from contextlib import suppress
from dataclasses import dataclass, field


@dataclass
class Follower:
    """One open page: when it learnt of which version."""

    path: str
    cookie: str
    own_path: str = ""
    times: list[float] = field(default_factory=list)
    versions: list[int] = field(default_factory=list)
    came: list[float] = field(default_factory=list)
    """When each stream began to show the meeting."""
    received: int = 0
    """Bytes."""
    broken: int = 0
    """Streams that ended or were refused."""
    refused_own: int = 0

    async def follow(self, port: int) -> None:
        while True:
            with suppress(OSError, asyncio.IncompleteReadError):
                await self._listen(port)
            self.broken += 1
            await asyncio.sleep(random.uniform(0.25, 1.0))  # as the page's script does

    async def _listen(self, port: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
        key = None
        try:
            writer.write(request("GET", self.path, self.cookie))
            head = await reader.readuntil(b"\r\n\r\n")
            if b" 200 " not in head.split(b"\r\n", 1)[0] + b" ":
                return
            number, first = 0, True
            while line := await reader.readline():
                self.received += len(line)
                if line.startswith(b"id: "):
                    number = int(line[4:])
                elif line.startswith(b"data: {"):
                    self.times.append(time.monotonic())
                    if first:
                        self.came.append(self.times[-1])
                        first = False
                    self.versions.append(number)
                    if self.own_path and b'"key"' in line:
                        key = self._heed(json.loads(line[6:])["key"], key, port)
        finally:
            writer.close()

    def _heed(self, now: str, before: str | None, port: int) -> str:
        """When the table changes, the page asks for its own buttons a little later."""
        if before not in (None, now):
            self._asking = asyncio.create_task(self._ask_own(port))
        return now

    async def _ask_own(self, port: int) -> None:
        await asyncio.sleep(random.uniform(0, 1.5))  # as the page's script does
        status, _told = await once(port, request("GET", self.own_path, self.cookie))
        self.refused_own += status != 200

    def lag(self, version: int, since: float) -> float | None:
        """Seconds from an instant until this page knew of a version; None: it never did."""
        place = bisect_left(self.versions, version)
        return max(0.0, self.times[place] - since) if place < len(self.times) else None

    def back(self, since: float) -> float | None:
        """Seconds from an instant until a new stream showed this page the meeting; None: none did."""
        return next((came - since for came in self.came if came > since), None)


def request(method: str, path: str, cookie: str, body: bytes = b"") -> bytes:
    kind = "Content-Type: application/x-www-form-urlencoded\r\n" if method == "POST" else ""
    head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n{kind}"
    return f"{head}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body


async def once(port: int, asked: bytes) -> tuple[int, bytes]:
    """One request; its status and body. Status 0: no answer came."""
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            writer.write(asked)
            told = await asyncio.wait_for(reader.read(), 60)
        finally:
            writer.close()
    except (OSError, TimeoutError):
        return 0, b""
    head, _, body = told.partition(b"\r\n\r\n")
    return int(head.split(b" ", 2)[1]) if head else 0, body
