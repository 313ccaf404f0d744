"""Steps that a page may send several times and that happen once.

    @bp.post("/items/<int:item_id>/floor")
    @follows_meeting
    @once
    def ask(item_id): ...

The form carries a key, `{{ once_field() }}`; without one the step is taken each time it is sent.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import ParamSpec

from flask import make_response, redirect, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from councilflow.services import once as keys
from councilflow.web.access import now, viewer

P = ParamSpec("P")
FIELD = "once"
_PIECE = 1024 * 1024
"""Bytes of a file that are read at a time."""
_LOOKS_RIGHT = re.compile(r"[\w-]{16,64}", re.ASCII)


def once_field() -> Markup:
    """A hidden field with a new key."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, secrets.token_urlsafe(16))


def once(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Let a POST with a key happen once; sent again, it gets the answer that the first one got."""

    @wraps(view)
    def carried_out(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if request.method != "POST" or not _LOOKS_RIGHT.fullmatch(request.form.get(FIELD, "")):
            return view(*args, **kwargs)
        key = _of_this_request()
        person_id = viewer().person_id
        if not keys.take(key, person_id=person_id, now=now()):
            led_to = keys.answer(key, person_id=person_id)
            return redirect(led_to) if led_to else view(*args, **kwargs)
        answer = make_response(view(*args, **kwargs))
        if 300 <= answer.status_code < 400:
            keys.keep(key, answer.headers["Location"], person_id=person_id, now=now())
        else:
            keys.give_back(key)
        return answer

    carried_out.__dict__["happens_once"] = True  # told to whoever looks at the table of pages
    return carried_out


def _of_this_request() -> str:
    """The page's key and all that is said with it, files as well: what was changed before it is sent again is
    another request, so that nobody who goes back in the browser loses what they then write."""
    said = [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]
    sent = sha256(repr((request.full_path, said)).encode())
    for name, file in request.files.items(multi=True):
        sent.update(repr((name, file.filename)).encode())
        while piece := file.stream.read(_PIECE):
            sent.update(piece)
        file.stream.seek(0)
    return sent.hexdigest()
