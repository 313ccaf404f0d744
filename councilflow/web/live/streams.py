"""One open stream of events, to one browser.

Under gunicorn a stream takes no thread: its socket is taken over from the worker as soon as the head of the
answer is known, and the hub writes to all of them by itself. Any other server keeps a thread and is given the
events through a queue.
"""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from queue import SimpleQueue
from typing import Any, Protocol

from werkzeug.wrappers import Response

LAGS_BY = 512 * 1024
"""Bytes that a browser may lag behind before its stream is closed: it comes back and is sent what is so."""


class Stream(Protocol):
    is_closed: bool

    def send(self, words: bytes) -> None: ...

    def close(self) -> None: ...


class SocketStream:
    """Writes what the socket takes at once and keeps the rest; only the hub's thread touches it."""

    def __init__(self, taken: socket.socket, head: bytes) -> None:
        taken.setblocking(False)
        self.socket = taken
        self.waits = bytearray(head)
        self.is_closed = False

    def send(self, words: bytes) -> None:
        self.waits += words
        self.flush()
        if len(self.waits) > LAGS_BY:
            self.close()

    def flush(self) -> None:
        """Hand over what waits, as far as the socket takes it."""
        try:
            while self.waits and not self.is_closed:
                del self.waits[: self.socket.send(self.waits)]
        except BlockingIOError:
            pass
        except OSError:  # the browser has gone
            self.close()

    def heed(self) -> None:
        """Something came from the browser: it never says anything, so this is most likely the end."""
        try:
            if not self.socket.recv(4096):
                self.close()
        except BlockingIOError:
            pass
        except OSError:
            self.close()

    def close(self) -> None:
        """Say goodbye; the socket itself is let go of by `release`, once nobody waits for it any more."""
        if not self.is_closed:
            self.is_closed = True
            with suppress(OSError):
                self.socket.shutdown(socket.SHUT_RDWR)

    def release(self) -> None:
        self.socket.close()


class QueuedStream:
    """For a server that keeps a thread for each answer and iterates over it."""

    def __init__(self) -> None:
        self.is_closed = False
        self._queue: SimpleQueue[bytes | None] = SimpleQueue()

    def send(self, words: bytes) -> None:
        self._queue.put(words)
        if self._queue.qsize() > 500:
            self.close()

    def close(self) -> None:
        self.is_closed = True
        self._queue.put(None)

    def events(self) -> Iterator[bytes]:
        try:
            while (words := self._queue.get()) is not None:
                yield words
        finally:
            self.is_closed = True


class Body:
    """The body of the answer that opens a stream, as the server iterates over it.

    `join` puts a stream on the hub. `answer` is set once the answer exists: its head is sent from here when
    the socket is taken over.
    """

    answer: Response

    def __init__(self, environ: Mapping[str, Any], join: Callable[[Stream], None]) -> None:
        self._environ, self._join = environ, join

    def __iter__(self) -> Iterator[bytes]:
        given = self._environ.get("gunicorn.socket")
        if type(given) is not socket.socket:  # none, or one that encrypts, which cannot change hands
            queued = QueuedStream()
            self._join(queued)
            yield from queued.events()
            return
        taken = socket.socket(fileno=given.detach())
        self._join(SocketStream(taken, self._head()))
        # To gunicorn the browser has gone: it lets go of the connection without a word.
        raise BrokenPipeError(errno.EPIPE, "the stream has changed hands")

    def _head(self) -> bytes:
        lines = [f"HTTP/1.1 {self.answer.status}"]
        lines += [f"{name}: {value}" for name, value in self.answer.headers if value]
        return "\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1")
