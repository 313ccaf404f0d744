"""A samråd: the question, the answers handed in, and whom one waits for (A37)."""

from __future__ import annotations

import csv
import io

from flask import Blueprint, Response, abort, g
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from councilflow.documents.consultation import as_pdf
from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.models import AgendaItem, Meeting
from councilflow.process.agenda import ItemKind
from councilflow.process.escaping import escaped
from councilflow.process.meeting import local_date
from councilflow.process.rights import Act
from councilflow.services import consultations
from councilflow.services.visibility import today
from councilflow.web.access import now, requires, viewer
from councilflow.web.downloads import as_file
from councilflow.web.pages import render

bp = Blueprint("consultations", __name__)


@bp.before_request
def _section() -> None:
    g.section = "meetings"


def _at(item_id: int) -> AgendaItem:
    item = db.session.scalars(
        select(AgendaItem)
        .where(AgendaItem.id == item_id)
        .options(joinedload(AgendaItem.meeting).joinedload(Meeting.council))
    ).one()
    if item.kind is not ItemKind.CONSULTATION:
        abort(404)
    return item


@bp.get("/items/<int:item_id>/consultation")
@requires(Act.SEE_STANCES, Act.PREPARE_AT_HOME)
def show(item_id: int) -> ResponseReturnValue:
    """What has been answered: everybody's for those who lead, one's own for a member until it is opened."""
    item = _at(item_id)
    meeting, council = item.meeting, item.meeting.council
    return render(
        "consultations/show.html",
        item=item,
        meeting=meeting,
        council=council,
        zone=council.zone,
        day=local_date(meeting.starts_at, council.zone),
        found=consultations.read(viewer(), item, now=now()),
        is_over=item.answers_by is not None and today(now()) > item.answers_by,
        has_room=bool(viewer().homes(council.id)),
    )


@bp.get("/items/<int:item_id>/consultation.pdf")
@requires(Act.SEE_STANCES, Act.PREPARE_AT_HOME)
def file(item_id: int) -> ResponseReturnValue:
    """The same as a paper, as the reader may see it."""
    item = _at(item_id)
    paper = consultations.paper_of(viewer(), item, now=now())
    return _sent(as_pdf(paper, now=now()), "application/pdf", f"samrad-{item_id}.pdf")


@bp.get("/items/<int:item_id>/consultation.csv")
@requires(Act.SEE_STANCES, Act.PREPARE_AT_HOME)
def table(item_id: int) -> ResponseReturnValue:
    """The same for a spreadsheet: a row for each organisation, those without an answer last."""
    paper = consultations.paper_of(viewer(), _at(item_id), now=now())
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([_("Organisation"), _("Svar"), _("Inlämnat"), _("Inlämnat av"), _("Senast")])
    for one in paper.answers:
        writer.writerow([*map(escaped, (one.organisation, one.text)), one.on, escaped(one.by), ""])
    for waiting in paper.unanswered:
        writer.writerow([escaped(waiting.organisation), "", "", "", waiting.due])
    return _sent(("\ufeff" + out.getvalue()).encode(), "text/csv; charset=utf-8", f"samrad-{item_id}.csv")


def _sent(content: bytes, kind: str, name: str) -> Response:
    answer = as_file(content, mimetype=kind, name=name)
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
