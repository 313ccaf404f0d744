"""What a stream is about, and what is said on it."""

from __future__ import annotations

import json
from typing import NamedTuple

from councilflow.services.live import Following


class Topic(NamedTuple):
    """What a stream is about; everybody on one topic is sent the same bytes."""

    meeting_id: int
    following: Following
    language: str
    root: str
    """The path that the application is served below."""


class Shown(NamedTuple):
    """A meeting as an audience sees it, in pieces of HTML."""

    version: int
    key: str
    """Changes when what each may do changes: the own buttons are then asked for anew."""
    parts: dict[str, str]


def event(shown: Shown, parts: dict[str, str]) -> bytes:
    """A state of the meeting as the stream says it; `parts` may be fewer than all."""
    told = {"version": shown.version, "key": shown.key, "parts": parts}
    return f"id: {shown.version}\nevent: state\ndata: {json.dumps(told, ensure_ascii=False)}\n\n".encode()
