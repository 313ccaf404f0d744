"""The hub: it sends everybody who follows a meeting what has become of it.

Under gunicorn it is a process of its own (`apart`), anywhere else a thread of the process that serves.

The database is the truth. A signal – a commit of this process, or what `hearing` hears of others – only says
that it is worth looking; the hub then compares the versions of the meetings that somebody follows. What has
changed is rendered once for each audience and language, at most every third of a second, and sent as the
pieces that differ. Whoever comes, or comes back, is sent all of it, so that no event is missed for long.
"""

from __future__ import annotations

import random
import selectors
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from flask import Flask

from councilflow.extensions import db, reading
from councilflow.services import live
from councilflow.services.meetings.versions import woken_by
from councilflow.web.live.apart import Door, taken
from councilflow.web.live.hearing import Hearing, hearing
from councilflow.web.live.streams import SocketStream, Stream
from councilflow.web.live.topics import Shown, Topic, event

MOST = 2000
MOST_BESIDE_PAGES = 400
"""Streams of one hub, in a process of its own or in one that serves pages as well; beyond them pages look
again by themselves now and then."""
MOST_OF_ONE = 12
"""Streams of one person: some windows and devices, not more."""
LOOKS_EVERY = 0.2
SENDS_EVERY = 0.35
BEATS_EVERY = 15.0
CLOCKS_EVERY = 10.0
"""Seconds between two looks for what others wrote; between two sendings; between two signs of life; between
two looks at the time used."""
ASKS_AFTER = (20.0, 40.0)
"""Seconds, somewhere in between, until the hub asks again whether somebody may still follow."""


NO_ROOM = (
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 10\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
)

Render = Callable[[Topic], Shown]
MayFollow = Callable[[tuple[int, str], Topic], bool]


@dataclass(eq=False)
class Follower:
    stream: Stream
    topic: Topic
    person: tuple[int, str]
    """Id, and the key of the session that was signed in."""
    ask_at: float


@dataclass
class _Followed:
    shown: Shown
    followers: set[Follower] = field(default_factory=set)


class Hub:
    """`join` and `wake` may be called by any thread; everything else happens in the hub's own."""

    def __init__(self, app: Flask, render: Render, may_follow: MayFollow) -> None:
        self._app, self._render, self._may_follow = app, render, may_follow
        self._lock = threading.Lock()
        self._joining: list[Follower] = []
        self._count = 0
        self._of_person: dict[int, int] = {}
        self._thread: threading.Thread | None = None
        self._is_dirty = self._is_down = False
        self._topics: dict[Topic, _Followed] = {}
        self._sent_at = self._beat_at = self._clock_at = 0.0
        self._hearing: Hearing | None = None
        self._writes: set[SocketStream] = set()
        self._door: Door | None = None
        self._from_others: socket.socket | None = None

    def hand_over_to(self, door: Door) -> None:
        """From now on another process sends; this one and its children hand it their sockets."""
        self._door = door
        woken_by(door.ring)

    def has_room(self, person_id: int) -> bool:
        most = MOST if self._from_others else MOST_BESIDE_PAGES
        return self._count < most and self._of_person.get(person_id, 0) < MOST_OF_ONE

    def join(self, stream: Stream, topic: Topic, person: tuple[int, str]) -> None:
        """Send this stream what becomes of its topic, beginning with how it is now."""
        stream.send(f"retry: {random.randint(1000, 3000)}\n\n".encode())  # noqa: S311 – spreads them, no secret
        if self._door is not None and isinstance(stream, SocketStream):
            try:
                self._door.hand(stream, topic, person)
            except OSError:
                self._app.logger.warning(
                    "The process that follows meetings has gone; this one sends by itself"
                )
                self._door = None
            else:
                return
        self._take_in(Follower(stream, topic, person, _ask_at()))
        with self._lock:
            if self._thread is None:
                self._start()
        self.wake()

    def _take_in(self, follower: Follower) -> None:
        person_id = follower.person[0]
        with self._lock:
            self._joining.append(follower)
            self._count += 1
            self._of_person[person_id] = self._of_person.get(person_id, 0) + 1

    def serve(self, door: socket.socket) -> None:
        """Be the hub of other processes, in this one, until all of them have gone."""
        db_engine_of(self._app).dispose(close=False)
        self._selector = selectors.DefaultSelector()
        self._from_others = door
        door.setblocking(False)
        self._selector.register(door, selectors.EVENT_READ, door)
        with suppress(EOFError):
            self._run()

    def _open_door(self) -> None:
        """Take in whoever was handed over."""
        door = self._from_others
        with suppress(BlockingIOError):
            while door is not None:
                came = taken(door)
                self._is_dirty = True
                if came is not None:
                    stream, topic, person = came
                    if self.has_room(person[0]):
                        self._take_in(Follower(stream, Topic(*topic), person, _ask_at()))
                    else:
                        stream.waits[:] = NO_ROOM
                        stream.flush()
                        stream.close()
                        stream.release()

    def wake(self) -> None:
        """Something has been committed, or somebody has come."""
        self._is_dirty = True
        if self._thread is not None:
            with suppress(BlockingIOError):  # it rings already
                self._bell.send(b"!")

    def _start(self) -> None:
        # Not before somebody follows: threads and sockets do not survive the fork of a server.
        self._selector = selectors.DefaultSelector()
        self._bell, heard = socket.socketpair()
        self._bell.setblocking(False)
        heard.setblocking(False)
        self._selector.register(heard, selectors.EVENT_READ, None)
        self._thread = threading.Thread(target=self._run, name="live", daemon=True)
        woken_by(self.wake)
        self._thread.start()

    def _run(self) -> None:
        while True:
            self._attend()
            try:
                self._round(time.monotonic())
            except Exception as error:
                self._wait_for_the_database(error)
            else:
                self._is_down = False
            self._beat(time.monotonic())
            self._part()

    def _wait_for_the_database(self, error: Exception) -> None:
        """It may be away for a while: the log is told once, and those who follow when it is back."""
        if not self._is_down:
            said = "The meetings cannot be followed; trying again every second"
            self._app.logger.error(said, exc_info=error)
        self._is_down = True
        self._stop_hearing()
        self._is_dirty = True
        time.sleep(1.0)

    def _attend(self) -> None:
        """Wait for something to do, and do what the sockets ask for."""
        for key, mask in self._selector.select(self._patience()):
            found = key.data
            if isinstance(found, SocketStream):
                if mask & selectors.EVENT_READ:
                    found.heed()
                if mask & selectors.EVENT_WRITE:
                    found.flush()
                self._watch(found)
            elif found is self._from_others and found is not None:
                self._open_door()
            elif found is None:
                key.fileobj.recv(4096)  # type: ignore[union-attr]  # the bell

    def _patience(self) -> float:
        if not self._topics and not self._joining:
            return 30.0
        return max(0.0, min(LOOKS_EVERY, self._sent_at + SENDS_EVERY - time.monotonic())) or LOOKS_EVERY

    def _round(self, now: float) -> None:
        with self._app.app_context(), reading():
            self._listen()
            self._admit(now)
            if self._hearing is not None and self._hearing.has_changed():
                self._is_dirty = True
            if self._is_dirty and now - self._sent_at >= SENDS_EVERY:
                self._is_dirty, self._sent_at = False, now
                self._look()
            if now - self._clock_at >= CLOCKS_EVERY:
                self._clock_at = now
                self._show(list(self._topics))
            self._ask_again(now)

    def _beat(self, now: float) -> None:
        """Show that the line holds, whatever the database does."""
        if now - self._beat_at >= BEATS_EVERY:
            self._beat_at = now
            for topic in self._topics.values():
                self._send(topic.followers, b"event: beat\ndata: .\n\n")

    def _listen(self) -> None:
        if not self._topics and not self._joining:
            self._stop_hearing()
        elif self._hearing is None:
            self._hearing = hearing(db.engine)
            self._is_dirty = True  # nothing was heard until now
            if (number := self._hearing.fileno()) is not None:
                self._selector.register(number, selectors.EVENT_READ, "hearing")

    def _stop_hearing(self) -> None:
        if self._hearing is None:
            return
        ended, self._hearing = self._hearing, None
        try:
            if (number := ended.fileno()) is not None:
                self._selector.unregister(number)
            ended.close()
        except Exception as error:  # a line that is broken already
            self._app.logger.info("no longer listening: %s", error)
            self._forget_closed_files()

    def _forget_closed_files(self) -> None:
        for key in list(self._selector.get_map().values()):
            if key.data == "hearing":
                self._selector.unregister(key.fileobj)

    def _admit(self, now: float) -> None:
        """Those who have come are sent the whole of it."""
        with self._lock:
            coming, self._joining = self._joining, []
        for follower in coming:
            try:
                if follower.topic not in self._topics:
                    self._topics[follower.topic] = _Followed(self._render(follower.topic))
            except Exception:
                self._app.logger.exception("A meeting could not be shown")
                follower.stream.close()
                self._leave(follower)
                continue
            topic = self._topics[follower.topic]
            topic.followers.add(follower)
            if isinstance(follower.stream, SocketStream):
                self._selector.register(follower.stream.socket, selectors.EVENT_READ, follower.stream)
            self._send({follower}, event(topic.shown, topic.shown.parts))

    def _look(self) -> None:
        """Compare versions, and show what has changed."""
        if not self._topics:
            return
        db.session.rollback()  # what this round has read before may be older than the signal
        found = live.versions({topic.meeting_id for topic in self._topics})
        self._show(
            [
                topic
                for topic, on in self._topics.items()
                if found.get(topic.meeting_id, on.shown.version) != on.shown.version
            ]
        )

    def _show(self, topics: list[Topic]) -> None:
        """Send what is not as it was, each piece that differs; the version even when none does, for pages
        that watch more than this one shows."""
        for name in topics:
            topic = self._topics[name]
            before, topic.shown = topic.shown, self._render(name)
            parts = {part: html for part, html in topic.shown.parts.items() if before.parts.get(part) != html}
            if parts or (before.version, before.key) != (topic.shown.version, topic.shown.key):
                self._send(topic.followers, event(topic.shown, parts))

    def _send(self, followers: set[Follower], words: bytes) -> None:
        for follower in followers:
            if not follower.stream.is_closed:
                follower.stream.send(words)
                if isinstance(follower.stream, SocketStream):
                    self._watch(follower.stream)

    def _watch(self, stream: SocketStream) -> None:
        """Wait for a socket to take more, as long as something waits."""
        if stream.is_closed:
            return
        if bool(stream.waits) != (stream in self._writes):
            events = selectors.EVENT_READ | (selectors.EVENT_WRITE if stream.waits else 0)
            self._selector.modify(stream.socket, events, stream)
            self._writes ^= {stream}

    def _ask_again(self, now: float) -> None:
        """Whose seat has ended, or who has signed out everywhere, follows no longer."""
        for topic in self._topics.values():
            for follower in topic.followers:
                if follower.ask_at <= now and not follower.stream.is_closed:
                    follower.ask_at = _ask_at()
                    if not self._may_follow(follower.person, follower.topic):
                        follower.stream.send(b"event: end\ndata: .\n\n")
                        follower.stream.close()

    def _part(self) -> None:
        """Forget those who have gone."""
        gone = [one for topic in self._topics.values() for one in topic.followers if one.stream.is_closed]
        for follower in gone:
            self._topics[follower.topic].followers.discard(follower)
            if isinstance(follower.stream, SocketStream):
                self._selector.unregister(follower.stream.socket)
            self._leave(follower)
        for name in [name for name, topic in self._topics.items() if not topic.followers]:
            del self._topics[name]

    def _leave(self, follower: Follower) -> None:
        if isinstance(follower.stream, SocketStream):
            self._writes.discard(follower.stream)
            follower.stream.release()
        with self._lock:
            self._count -= 1
            self._of_person[follower.person[0]] -= 1
            if not self._of_person[follower.person[0]]:
                del self._of_person[follower.person[0]]


def db_engine_of(app: Flask) -> Any:
    with app.app_context():
        return db.engine


def _ask_at() -> float:
    return time.monotonic() + random.uniform(*ASKS_AFTER)  # noqa: S311 – spreads the questions, no secret


def of(app: Any) -> Hub:
    """The hub of this process."""
    hub: Hub = app.extensions["live"]
    return hub
