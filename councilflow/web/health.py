"""Whether the server can serve: for load balancers and start scripts."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from councilflow.extensions import db
from councilflow.web.access import open_to_everyone

bp = Blueprint("health", __name__)


@bp.get("/health/ready")
@open_to_everyone
def ready() -> ResponseReturnValue:
    """200 when the database answers and its tables are there."""
    db.session.execute(text("select count(*) from body where id = 0"))
    return {"ready": True}
