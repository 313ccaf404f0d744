"""The hub in a process of its own, beside those that make pages.

Python runs one thread of a process at a time, and whoever sends two hundred people what has happened gives up
its turn at each of them: beside busy pages that takes seconds. So the server starts one more process, and its
others hand it the sockets of those who follow. When it has gone, each of them sends by itself.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import socket
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from flask import Flask

from councilflow.services.live import Following
from councilflow.services.live.following import Sees
from councilflow.web.live.streams import SocketStream

LONGEST = 64 * 1024
WAITS = 2.0
"""Seconds that a process waits for the hub to take a socket, before it sends by itself."""


def start(app: Flask, listening: Iterable[int]) -> None:
    """Begin the hub's process. Called once, by the process that all others are forked from; `listening` are
    the files of the sockets that it listens to, which the hub must not hold open."""
    ours, door = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    if os.fork():
        door.close()
        ours.settimeout(WAITS)
        app.extensions["live"].hand_over_to(Door(ours))
        return
    try:
        ours.close()
        _forget_the_server(listening)
        app.extensions["live"].serve(door)
    except BaseException:
        app.logger.exception("The process that tells people what happens at their meetings has ended")
    finally:
        os._exit(0)


def _forget_the_server(listening: Iterable[int]) -> None:
    """What the server's own process does with signals and its port is nothing to the hub, which ends when
    nobody is left who could hand it a socket."""
    signal.set_wakeup_fd(-1)
    for number in (
        signal.SIGHUP,
        signal.SIGINT,
        signal.SIGQUIT,
        signal.SIGUSR1,
        signal.SIGUSR2,
        signal.SIGWINCH,
    ):
        signal.signal(number, signal.SIG_IGN)
    for number in (signal.SIGTERM, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    for file in listening:
        os.close(file)
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


class Door:
    """What the other processes have of the hub."""

    def __init__(self, to_hub: socket.socket) -> None:
        self._to_hub = to_hub

    def hand(self, stream: SocketStream, topic: Any, person: tuple[int, str]) -> None:
        """Give a socket away. OSError: the hub has gone, and the socket is still ours."""
        following = topic.following
        told = {
            "meeting": topic.meeting_id,
            "sees": following.sees,
            "items": sorted(following.items),
            "language": topic.language,
            "root": topic.root,
            "person": person,
            "waits": stream.waits.decode("latin-1"),
        }
        socket.send_fds(self._to_hub, [json.dumps(told).encode()], [stream.socket.fileno()])
        stream.release()

    def ring(self) -> None:
        """Say that something has been committed; when the hub has much to do, it knows."""
        with suppress(OSError):
            self._to_hub.send(b"!", socket.MSG_DONTWAIT)


def taken(
    door: socket.socket,
) -> tuple[SocketStream, tuple[int, Following, str, str], tuple[int, str]] | None:
    """What came through the door: a stream with its topic and person; None when it was only the bell.
    EOFError: nobody is left on the other side."""
    words, files, _flags, _address = socket.recv_fds(door, LONGEST, 1)
    if not words:
        raise EOFError
    if not files:
        return None
    told = json.loads(words)
    stream = SocketStream(socket.socket(fileno=files[0]), told["waits"].encode("latin-1"))
    following = Following(Sees(told["sees"]), frozenset(told["items"]))
    person_id, key = told["person"]
    return stream, (told["meeting"], following, told["language"], told["root"]), (person_id, key)
