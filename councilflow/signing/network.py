"""Asking somebody outside, within a time and to a size, and only where one was told to ask."""

from __future__ import annotations

from http.client import HTTPException
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any
from urllib.request import HTTPRedirectHandler, Request, build_opener


class NoAnswer(Exception):
    """Nobody answered, or not as agreed."""


class TooSlow(NoAnswer):
    """The time was up."""


class _Stay(HTTPRedirectHandler):
    """Nobody is sent on to an address that was not set."""

    def redirect_request(self, *_args: Any, **_facts: Any) -> None:
        return None


_open = build_opener(_Stay).open


def answer_from(
    address: str, question: bytes | None, *, kind: str = "", accepts: str, seconds: float, most: int
) -> bytes:
    """What the http(s) address answers to `question` (POST, of the media type `kind`; None: GET), at most
    `most` bytes. NoAnswer; TooSlow after `seconds`, even when the answer drips."""
    if not address.lower().startswith(("https://", "http://")):
        raise NoAnswer
    answers: SimpleQueue[bytes | None] = SimpleQueue()
    headers = {"Accept": accepts} | ({"Content-Type": kind} if kind else {})

    def ask() -> None:
        try:
            with _open(Request(address, question, headers), timeout=seconds) as answer:  # noqa: S310 – looked at
                answers.put(bytes(answer.read(most + 1)))
        except (OSError, HTTPException, ValueError):
            answers.put(None)

    Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except Empty:
        raise TooSlow from None
    if answer is None or len(answer) > most:
        raise NoAnswer
    return answer
