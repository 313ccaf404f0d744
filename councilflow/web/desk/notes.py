"""The note that keeps itself while it is written."""

from __future__ import annotations

from typing import Any

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from councilflow import i18n
from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.models import AgendaItem
from councilflow.process.errors import RuleBroken
from councilflow.process.rights import Act
from councilflow.services.attendance import Roll
from councilflow.services.desk import notes, text_modules
from councilflow.services.desk.course import Rows
from councilflow.web.access import now, requires, viewer
from councilflow.web.desk.blueprint import bp
from councilflow.web.desk.forms import LONGEST, LONGEST_NOTE
from councilflow.web.numbers import number_in
from councilflow.web.refusals import explained

FIELDS = {"discussion": LONGEST_NOTE.max, "wording": LONGEST.max}
"""What keeps itself, and the most characters each takes."""


@bp.post("/items/<int:item_id>/note")
@requires(Act.RECORD_MEETING)
def keep_note(item_id: int) -> ResponseReturnValue:
    """Keep the note and the wording as they are typed; the answer is for the script of the page."""
    item, sent = db.session.get_one(AgendaItem, item_id), request.form
    if any(len(sent.get(name, "")) > most for name, most in FIELDS.items()):
        return _refused(_("Texten är för lång för att sparas.")), 422
    try:
        version = notes.keep(
            item,
            sent.get("discussion", ""),
            version=number_in(sent.get("note_version")),
            base=sent.get("note_base", ""),
            now=now(),
        )
        standing = ""
        if sent.get("wording", "").strip():
            standing = notes.keep_wording(item, sent["wording"], seen=sent.get("wording_seen"), now=now())
    except notes.WrittenMeanwhile as error:
        db.session.rollback()
        clash = error.clash
        return jsonify(
            field=clash.field, theirs=clash.theirs, version=clash.version, merged=clash.merged
        ), 409
    except RuleBroken as error:
        db.session.rollback()
        return _refused(" ".join(explained(error))), 409
    clock = i18n.clock(now().astimezone(item.meeting.council.zone))
    return jsonify(
        words=_("Sparat %(clock)s", clock=clock),
        version=version,
        discussion=item.discussion,
        wording=standing,
    )


def _refused(words: str) -> Any:
    return jsonify(words=words)


def facts(item: AgendaItem, roll: Roll, presenters: Rows, dissents: Rows) -> dict[str, Any]:
    """What templates/desk/_note.html shows."""
    return {
        "note_keeper": viewer().person_id,
        "text_modules": text_modules.filled(item, roll, presenters=presenters, dissents=dissents, now=now()),
    }
