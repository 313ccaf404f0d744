"""What comes before a standpoint, noted as done or taken back (A81).

A body that votes notes the same, and waits for none of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from councilflow.extensions import db
from councilflow.models import AgendaItem, Person
from councilflow.process.agenda import ItemKind
from councilflow.process.errors import RuleBroken
from councilflow.process.rights import Act
from councilflow.services import desk, preparation
from councilflow.services.desk import course
from councilflow.services.desk.record import gates_of
from councilflow.web.access import me, now, requires
from councilflow.web.desk.blueprint import bp
from councilflow.web.desk.refused import refused


def facts(row: AgendaItem, sitting: course.Sitting, presenters: course.Rows) -> dict[str, object]:
    """What templates/desk/_gates.html shows."""
    return {
        "waits": row.meeting.profile.waits,
        "gates": gates_of(row) if row.kind is ItemKind.STANDPOINT else [],
        "presented_at": row.presented_at.astimezone(sitting.zone) if row.presented_at else None,
        "presenters": presenters,
    }


@bp.post("/items/<int:item_id>/desk/gate")
@requires(Act.RECORD_MEETING)
def gate(item_id: int) -> ResponseReturnValue:
    """Note that something that comes before a standpoint is done, or take that back (A81)."""
    act = GATES.get(request.form.get("step", ""))
    if act is None:
        abort(400)
    row = db.session.get_one(AgendaItem, item_id)
    try:
        act(row, me(), now())
    except RuleBroken as error:
        return refused(error, row)
    return redirect(url_for("desk.item", item_id=item_id))


GATES: dict[str, Callable[[AgendaItem, Person, datetime], None]] = {
    "presented": lambda row, by, at: desk.mark_presented(row, by=by, now=at),
    "not-presented": lambda row, by, at: desk.unmark_presented(row, by=by, now=at),
    "close-preparation": lambda row, by, at: preparation.close(row.meeting, row, by=by, now=at),
    "reopen-preparation": lambda row, by, at: desk.reopen_preparation(row, by=by, now=at),
}
