"""Asking for the floor on one's own device, and keeping the list for whoever leads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.models import AgendaItem, SpeakerRequest
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingState
from councilflow.process.rights import Act
from councilflow.process.sitting import SpeechKind
from councilflow.services.desk import speakers
from councilflow.services.live.following import Sees
from councilflow.services.live.state import State
from councilflow.web.access import can, following, follows_meeting, me, now, requires, viewer
from councilflow.web.errors import refuse
from councilflow.web.live import floor
from councilflow.web.live.blueprint import bp
from councilflow.web.numbers import number_in
from councilflow.web.once import once
from councilflow.web.pages import Link


@bp.post("/items/<int:item_id>/floor")
@follows_meeting
@once
def ask(item_id: int) -> ResponseReturnValue:
    """Ask for the floor or a reply, or take that back: one press each."""
    audience = following()
    if audience.sees not in (Sees.WHOLE, Sees.OWN_ITEMS) or (
        audience.sees is Sees.OWN_ITEMS and item_id not in audience.items
    ):
        abort(403)
    item = db.session.get_one(AgendaItem, item_id)
    asking: dict[str, Callable[[], object]] = {
        "ask": lambda: speakers.ask(item, by=me(), now=now()),
        "reply": lambda: speakers.ask(item, kind=SpeechKind.REPLY, by=me(), now=now()),
        "take-back": lambda: speakers.take_back(item, by=me(), now=now()),
    }
    return _take(item, asking)


@bp.post("/items/<int:item_id>/speakers")
@requires(Act.RECORD_MEETING)
@once
def lead(item_id: int) -> ResponseReturnValue:
    """The steps of whoever keeps the list."""
    item, by, at = db.session.get_one(AgendaItem, item_id), me(), now()
    seen = number_in(request.form.get("speaker"))
    kind = SpeechKind.REPLY if request.form.get("kind") == SpeechKind.REPLY else SpeechKind.SPEECH
    leading: dict[str, Callable[[], object]] = {
        "next": lambda: speakers.go_on(item, seen=seen or None, by=by, now=at),
        "begin": lambda: speakers.begin(_asked(item, seen), by=by, now=at),
        "end": lambda: speakers.end(item, by=by, now=at),
        "nearer": lambda: speakers.shift(_asked(item, seen), -1, by=by, now=at),
        "further": lambda: speakers.shift(_asked(item, seen), 1, by=by, now=at),
        "remove": lambda: speakers.remove(_asked(item, seen), by=by, now=at),
        "close": lambda: speakers.close(item, by=by, now=at),
        "reopen": lambda: speakers.reopen(item, by=by, now=at),
        "put-up": lambda: speakers.put_up(item, request.form.get("who", ""), kind=kind, by=by, now=at),
    }
    return _take(item, leading)


def steps_of_floor(standing: State) -> dict[str, Any]:
    """What the viewer can do about the floor of the item on the table: as whom they may speak, how they stand
    on the list, and for whoever leads all who may be put up."""
    on_table = standing.now
    if on_table is None or standing.meeting is not MeetingState.ONGOING or on_table.outcome is not None:
        return {"speaking": None}
    audience, records = following(), can(Act.RECORD_MEETING)
    is_theirs = audience.sees is Sees.WHOLE or on_table.id in audience.items
    who = viewer()
    own = speakers.own_speaker(on_table.id, standing.id, (who.person_id, who.email)) if is_theirs else None
    queue = floor.queue(standing)
    if own is None and not records:
        return {"speaking": None}
    return {
        "speaking": {
            "item_id": on_table.id,
            "key": own.key if own else "",
            "stands": _stands(own, queue),
            "queue": queue,
            "others": speakers.speakers(db.session.get_one(AgendaItem, on_table.id)) if records else [],
        }
    }


def _stands(own: speakers.Speaker | None, queue: floor.Queue) -> str:
    """waits, speaks, or nothing."""
    if own is None:
        return ""
    if queue.has_floor and queue.has_floor.key == own.key:
        return "speaks"
    return "waits" if any(one.key == own.key for one in queue.waiting) else ""


def _asked(item: AgendaItem, request_id: int) -> SpeakerRequest:
    found = db.session.get(SpeakerRequest, request_id)
    if found is None or found.item_id != item.id:
        abort(404)
    return found


def _take(item: AgendaItem, offered: dict[str, Callable[[], object]]) -> ResponseReturnValue:
    step = offered.get(request.form.get("step", ""))
    if step is None:
        abort(400)
    to_desk = request.form.get("back") == "desk" and can(Act.RECORD_MEETING)
    meeting_id = item.meeting_id
    url = (
        url_for("desk.item", item_id=item.id, _anchor="talare")
        if to_desk
        else url_for("live.show", meeting_id=meeting_id)
    )
    try:
        step()
    except RuleBroken as error:
        return refuse(error, Link(url, _("Till mötet som det står nu")))
    return redirect(url)
