"""Asking ClamAV about a file, over the INSTREAM command of its socket (clamd).

The file goes to the scanner in pieces and nothing else is said. Without an answer that says the file is clean
it is not taken in: a scanner that is away or out of order lets nothing through.
"""

from __future__ import annotations

import socket
import struct
from pathlib import Path

from councilflow.process.errors import RuleBroken

PATIENCE = 60.0
"""Seconds to wait for the scanner at each step."""
PIECE = 64 * 1024
LONGEST_ANSWER = 4096


def scan(path: Path, name: str, *, clamd: str) -> None:
    """Have a file scanned; `clamd` is the path of a unix socket, or host:port, as in the settings.

    RuleBroken, with the file's `name`: file-has-virus (what the scanner calls it), file-not-scanned.
    """
    try:
        answer = _asked(path, clamd)
    except (OSError, ValueError):
        raise RuleBroken("file-not-scanned", name=name) from None
    told = answer.removeprefix("stream: ")
    if told == "OK":
        return
    if told.endswith(" FOUND"):
        raise RuleBroken("file-has-virus", name=name, virus=told.removesuffix(" FOUND"))
    raise RuleBroken("file-not-scanned", name=name)


def _asked(path: Path, clamd: str) -> str:
    with _connected(clamd) as line, path.open("rb") as file:
        line.sendall(b"zINSTREAM\0")
        try:
            while piece := file.read(PIECE):
                line.sendall(struct.pack("!L", len(piece)) + piece)
            line.sendall(struct.pack("!L", 0))
        except (BrokenPipeError, ConnectionResetError):
            pass  # it has heard enough and hung up: its answer says why
        return _answer(line)


def _connected(clamd: str) -> socket.socket:
    if clamd.startswith("/"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(PATIENCE)
        try:
            line.connect(clamd)
        except OSError:
            line.close()
            raise
        return line
    host, _colon, port = clamd.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=PATIENCE)


def _answer(line: socket.socket) -> str:
    said = b""
    while b"\0" not in said and len(said) < LONGEST_ANSWER and (more := line.recv(1024)):
        said += more
    answer, end, _rest = said.partition(b"\0")
    if not end:
        raise ValueError("the scanner hung up in the middle of its answer")
    return answer.decode("utf-8", "replace").strip()
