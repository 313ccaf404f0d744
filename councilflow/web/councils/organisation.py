"""An organisation as those see it who meet it in a body: where it sits or sat, and what carries on (H.17)."""

from __future__ import annotations

from flask import abort
from flask.typing import ResponseReturnValue

from councilflow.extensions import db
from councilflow.models import Organisation
from councilflow.services import bodies
from councilflow.web.access import signed_in, viewer
from councilflow.web.councils.blueprint import bp
from councilflow.web.pages import render


@bp.get("/organisations/<int:organisation_id>")
@signed_in
def organisation(organisation_id: int) -> ResponseReturnValue:
    """Shown with the bodies that the viewer belongs to; to whoever keeps the register with all of them."""
    found, who = db.session.get(Organisation, organisation_id), viewer()
    if found is None:
        abort(404)
    places = bodies.of_organisation(organisation_id)
    if not who.is_administrator:
        mine = bodies.in_sight(who)
        places = [place for place in places if place.body_id in mine]
        if not places:
            abort(404)
    successor, predecessors = bodies.line_of(found)
    return render(
        "councils/organisation.html",
        organisation=found,
        places=places,
        successor=successor,
        predecessors=predecessors,
        own=who.councils,
    )
