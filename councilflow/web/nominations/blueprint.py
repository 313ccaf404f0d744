"""The blueprint that the modules of this folder put their pages on."""

from __future__ import annotations

from flask import Blueprint, abort, g

from councilflow.models import NominationAnswer, NominationRequest
from councilflow.services import nominations

bp = Blueprint("nominations", __name__)


@bp.before_request
def _section() -> None:
    g.section = "councils"


def request_at(council_id: int, request_id: int) -> NominationRequest:
    """The request in the address, when it is one of the council in the address or of a group of it."""
    found = nominations.request_in(council_id, request_id)
    if found is None:
        abort(404)
    return found


def answer_at(council_id: int, request_id: int, answer_id: int) -> NominationAnswer:
    """The answer in the address, when it is one to the request in the address."""
    found = next((one for one in request_at(council_id, request_id).answers if one.id == answer_id), None)
    if found is None:
        abort(404)
    return found
