"""The process that makes one package, and what its parent hears of it.

It has no database, none of the installation's secrets and little memory. A file that brings it down – or
that keeps it busy without end – is the one it said last that it would open: the work begins anew without that
file, and the package says so.
"""

from __future__ import annotations

import json
import logging
import os
import pickle
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from councilflow.documents.package import Job, Made
from councilflow.process.packages import Omitted

_ROOT = Path(__file__).resolve().parents[3]
_TELL_EVERY = 1.0
"""Seconds between two tellings of how far it has come."""
SILENT_FOR = 240.0
"""Seconds without a word after which the child is taken to hang."""
_MOST_AVOIDED = 5
"""Files that one package can be made without because they brought its maker down."""

_Heard = queue.Queue[dict[str, Any] | None]
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    made: Made | None
    was_stopped: bool = False


def run(job: Job, told: Callable[[int], bool], *, silent_for: float = SILENT_FOR) -> Outcome:
    """Make the package of `job`. `told` hears how many parts are done, every second; when it says False, the
    work is stopped."""
    while True:
        words, last, was_stopped = _once(job, told, silent_for)
        if was_stopped or words is not None:
            return Outcome(_made(words, job) if words is not None else None, was_stopped)
        guilty = str(last.get("at", ""))
        if not guilty or guilty in job.avoid or len(job.avoid) >= _MOST_AVOIDED:
            return Outcome(None)
        _log.warning("a file brought the making of a package down and is left out: %s", guilty)
        job = replace(job, avoid=job.avoid | {guilty})


def _once(
    job: Job, told: Callable[[int], bool], silent_for: float
) -> tuple[dict[str, Any] | None, dict[str, Any], bool]:
    """One attempt: what was made (None: nothing), the last word before, and whether it was stopped."""
    with (job.folder / "errors").open("w+b") as errors, _start(errors) as process:
        try:
            heard = _feed(process, job)
            words, last, was_stopped = _follow(process, heard, told, silent_for)
        finally:
            process.kill()
        if words is None and not was_stopped:
            errors.seek(0)
            _log.error("making a package failed: %s", errors.read()[-2000:].decode("utf-8", "replace"))
    return words, last, was_stopped


def _feed(process: subprocess.Popen[bytes], job: Job) -> _Heard:
    """Hand the job over; what the child says comes into the queue, and None when it says no more."""
    heard: _Heard = queue.Queue()
    threading.Thread(target=_listen, args=(process, heard), daemon=True).start()
    assert process.stdin is not None  # noqa: S101 – asked for
    with suppress(BrokenPipeError):
        pickle.dump(job, process.stdin)
        process.stdin.close()
    return heard


def _follow(
    process: subprocess.Popen[bytes], heard: _Heard, told: Callable[[int], bool], silent_for: float
) -> tuple[dict[str, Any] | None, dict[str, Any], bool]:
    last: dict[str, Any] = {"done": 0}
    spoken = time.monotonic()
    while time.monotonic() - spoken < silent_for:
        if not told(int(last["done"])):
            return None, last, True
        words, is_over = _newest(heard)
        if words and "pdf_sha256" in words:
            return (words if process.wait() == 0 else None), last, False
        if words:
            last, spoken = words, time.monotonic()
        if is_over:
            break
    return None, last, False


def _start(errors: Any) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "councilflow.documents.package"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        cwd=_ROOT,
        env={"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"},
    )


def _listen(process: subprocess.Popen[bytes], heard: _Heard) -> None:
    assert process.stdout is not None  # noqa: S101 – asked for
    for line in process.stdout:
        heard.put(json.loads(line))
    heard.put(None)


def _newest(heard: _Heard) -> tuple[dict[str, Any] | None, bool]:
    """The newest word of the last second, if any, and whether there will be no more."""
    until, newest = time.monotonic() + _TELL_EVERY, None
    while (left := until - time.monotonic()) > 0:
        try:
            words = heard.get(timeout=left)
        except queue.Empty:
            break
        if words is None:
            return newest, True
        newest = words
        if "pdf_sha256" in words:
            break
    return newest, False


def _made(words: dict[str, Any], job: Job) -> Made:
    return Made(
        pdf=job.folder / "package.pdf",
        zip=job.folder / "package.zip",
        pdf_sha256=words["pdf_sha256"],
        zip_sha256=words["zip_sha256"],
        pages=words["pages"],
        omitted=tuple(Omitted.from_json(one) for one in words["omitted"]),
    )
