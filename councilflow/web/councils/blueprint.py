"""The blueprint that the modules of this folder put their pages on."""

from __future__ import annotations

from flask import Blueprint, abort, g

from councilflow.extensions import db
from councilflow.models import Body
from councilflow.process.councils import BodyKind

bp = Blueprint("councils", __name__)


@bp.before_request
def _section() -> None:
    g.section = "councils"


def council_at(council_id: int) -> Body:
    return db.session.get_one(Body, council_id)


def body_at(council_id: int, body_id: int) -> Body:
    """The council itself or the group that prepares it."""
    body = db.session.get(Body, body_id)
    prepares = body is not None and body.kind is BodyKind.PREPARATORY_GROUP and body.council_id == council_id
    if body is None or not (body.id == council_id or prepares):
        abort(404)
    return body
