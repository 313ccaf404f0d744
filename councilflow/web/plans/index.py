"""The plans of a council."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from councilflow.process.rights import Act
from councilflow.services.plans.listing import plans_of
from councilflow.web.access import requires
from councilflow.web.councils.blueprint import council_at
from councilflow.web.pages import render
from councilflow.web.plans.blueprint import bp


@bp.get("/councils/<int:council_id>/plans")
@requires(Act.READ_COUNCIL)
def index(council_id: int) -> ResponseReturnValue:
    return render("plans/index.html", council=council_at(council_id), plans=plans_of(council_id))
