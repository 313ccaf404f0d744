"""The draft that keeps itself while it is written; the answers are for the script of the page."""

from __future__ import annotations

from typing import Any

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from councilflow import i18n
from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.process.errors import RuleBroken
from councilflow.process.rights import Act
from councilflow.services import minutes
from councilflow.services.minutes import Clash, SavedFirst, reading
from councilflow.services.minutes.record import read
from councilflow.web.access import me, now, requires
from councilflow.web.minutes.blueprint import bp
from councilflow.web.minutes.forms import form_for
from councilflow.web.minutes.writing import passage_keys, passage_names
from councilflow.web.numbers import number_in
from councilflow.web.refusals import explained


@bp.post("/keep")
@requires(Act.WRITE_MINUTES)
def keep(meeting_id: int) -> ResponseReturnValue:
    """Keep the texts as they are typed. What only somebody else has changed is brought along; where two have
    changed the same text nothing is kept, and the writer is told to save, which shows both."""
    document = minutes.hold(meeting_id)
    record, newest = read(meeting_id), reading.draft(document.id)
    form = form_for(passage_names(record.items, record.approved), newest.passages, newest.number)
    if not form.validate_on_submit():
        return jsonify(words=_("Texten är för lång för att sparas.")), 422
    sent = {key: form[key].data or "" for key in passage_keys(form) if key in request.form}
    try:
        revision, brought = _kept(document, sent, number_in(form.base.data))
    except SavedFirst as first:
        db.session.rollback()
        return jsonify(words=_told(first.clash)), 409
    except RuleBroken as refused:
        db.session.rollback()
        return jsonify(words=" ".join(explained(refused))), 409
    clock = i18n.clock(now().astimezone(document.meeting.council.zone))
    return jsonify(words=_("Sparat %(clock)s", clock=clock), base=revision.number, brought=brought)


def _kept(document: Any, sent: dict[str, str], base: int) -> tuple[Any, dict[str, str]]:
    """The revision, and by key the texts that somebody else has written meanwhile."""
    try:
        return minutes.save(document, sent, base=base, by_itself=True, by=me(), now=now()), {}
    except SavedFirst as first:
        clash = first.clash
        if clash.theirs:
            raise
        revision = minutes.save(document, clash.merged, base=clash.newest, by_itself=True, by=me(), now=now())
        return revision, {key: clash.merged[key] for key in clash.brought}


def _told(clash: Clash) -> str:
    return _(
        "%(who)s har ändrat samma text. Spara utkastet, så ser du båda. Din text står kvar.",
        who=clash.saved_by,
    )
