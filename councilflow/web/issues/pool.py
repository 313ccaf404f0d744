"""All issues that the viewer may see, and what became of each."""

from __future__ import annotations

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from councilflow.process.agenda import IssueState
from councilflow.process.rights import Act
from councilflow.services.issues import listing
from councilflow.services.issues.listing import Wanted
from councilflow.web.access import signed_in, viewer
from councilflow.web.issues.blueprint import bp
from councilflow.web.numbers import row_number
from councilflow.web.pages import render


@bp.get("/issues")
@signed_in
def index() -> ResponseReturnValue:
    who, wanted = viewer(), _wanted()
    page = listing.listed(who, wanted, page=request.args.get("page", 1, type=row_number))
    return render(
        "issues/index.html",
        page=page,
        wanted=wanted,
        states=list(IssueState),
        organisations=listing.organisations(who),
        bodies=listing.councils(who),
        areas=listing.areas(who),
        address=_address,
        councils=listing.open_to(who, who.councils_with(Act.PROPOSE_ISSUE)),
        preparing=listing.open_to(who, who.councils_with(Act.PREPARE_AGENDA)),
    )


def _wanted() -> Wanted:
    """What the address asks for; what no list of ours has offered is passed over."""
    state = request.args.get("state", "")
    area = request.args.get("area", "").removeprefix("node-")
    return Wanted(
        words=request.args.get("q", "")[:200].replace("\0", "").strip(),
        state=IssueState(state) if state in set(IssueState) else None,
        organisation_id=request.args.get("organisation", type=row_number),
        council_id=request.args.get("body", type=row_number),
        area_id=int(area) if area.isdecimal() and len(area) < 10 else None,
    )


def _address(**changes: Any) -> str:
    """This list on another page."""
    return url_for("issues.index", **{**request.args.to_dict(), **changes})
