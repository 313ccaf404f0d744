"""Where an administrator begins: what is missing before the first meeting, and the parts of the register."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from councilflow.services import bodies, first_steps
from councilflow.web.access import administers, now, viewer
from councilflow.web.administration.blueprint import bp
from councilflow.web.first_steps import unfinished
from councilflow.web.pages import render


@bp.get("/")
@administers
def index() -> ResponseReturnValue:
    progress = first_steps.progress(now())
    return render(
        "administration/index.html", steps=unfinished(progress, viewer()), bodies=bodies.everything()
    )
