"""The register: the standpoints of the viewer's councils, cut, read and taken away."""

from __future__ import annotations

from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from councilflow.process.afterwards import StandpointState
from councilflow.process.standpoints import Answer
from councilflow.services.standpoints import listing, picture
from councilflow.services.standpoints.listing import Wanted
from councilflow.services.visibility import today
from councilflow.web.access import now, signed_in, viewer
from councilflow.web.numbers import row_number
from councilflow.web.pages import render
from councilflow.web.standpoints.blueprint import bp
from councilflow.web.standpoints.files import TYPES, register_file, sent


def wanted_here() -> Wanted:
    """What the address asks for; what nobody could ask for is passed over."""
    number = {name: request.args.get(name, type=row_number) for name in _NUMBERS}
    state, answer = request.args.get("state", ""), request.args.get("answer", "")
    return Wanted(
        words=" ".join(request.args.get("q", "").replace("\0", "").split()),
        council_id=number["council"],
        year=number["year"],
        state=StandpointState(state) if state in list(StandpointState) else None,
        answer=Answer(answer) if answer in list(Answer) else None,
        organisation_id=number["organisation"],
        node_id=number["node"],
    )


_NUMBERS = ("council", "year", "organisation", "node")


def asked_for(wanted: Wanted) -> dict[str, Any]:
    """The same as the values of an address."""
    return {
        name: value
        for name, value in (
            ("q", wanted.words),
            ("council", wanted.council_id),
            ("year", wanted.year),
            ("state", wanted.state.value if wanted.state else None),
            ("answer", wanted.answer.value if wanted.answer else None),
            ("organisation", wanted.organisation_id),
            ("node", wanted.node_id),
        )
        if value
    }


@bp.get("/standpoints")
@signed_in
def index() -> ResponseReturnValue:
    before = request.args.get("before", type=row_number)
    wanted = wanted_here()
    page = listing.taken(viewer(), wanted, today=today(now()), before=before)
    asked = asked_for(wanted)
    return render(
        "standpoints/index.html",
        page=page,
        wanted=wanted,
        offers=listing.offers(viewer()),
        states=list(StandpointState),
        answers=list(Answer),
        is_first=before is None,
        first=url_for("standpoints.index", **asked),
        older=url_for("standpoints.index", before=page.older, **asked) if page.older else "",
        files=[(kind, url_for("standpoints.export", kind=kind, **asked)) for kind in TYPES],
    )


@bp.get("/standpoints/export/<kind>")
@signed_in
def export(kind: str) -> ResponseReturnValue:
    if kind not in TYPES:
        abort(404)
    found = listing.taken(viewer(), wanted_here(), today=today(now()), size=None)
    return sent(register_file(found.standpoints, kind), kind, "stallningstaganden")


@bp.get("/standpoints/goals")
@signed_in
def goals() -> ResponseReturnValue:
    """How much of each area and goal has been taken up, and how far it got (A38)."""
    return render("standpoints/goals.html", plans=picture.pictures(viewer()), states=list(StandpointState))
