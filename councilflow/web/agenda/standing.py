"""The standing items that a council's new meetings have on their agenda from the start."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flask import current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from councilflow.i18n import gettext as _
from councilflow.models import Meeting
from councilflow.process.agenda import USUAL_STANDING, StandingItem
from councilflow.services.meetings import standing as service
from councilflow.services.meetings.standing import Standing
from councilflow.web.access import manages, me, now
from councilflow.web.agenda.blueprint import bp
from councilflow.web.councils.blueprint import council_at
from councilflow.web.forms import Form
from councilflow.web.numbers import number_in
from councilflow.web.pages import render, tell
from councilflow.words import word

LONGEST = 1440
TITLE = 200
"""Signs in a title, at most."""


class StandingForm(Form):
    """Nothing but the token: the fields are named by the item they are about."""


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of standing item on the page, as it stands or as it was typed."""

    about: StandingItem
    is_chosen: bool
    title: str
    minutes: str
    wrong: str = ""


@bp.route("/councils/<int:council_id>/standing-items", methods=["GET", "POST"])
@manages
def standing(council_id: int) -> ResponseReturnValue:
    council = council_at(council_id)
    form = StandingForm()
    rows = _typed() if request.method == "POST" else _kept(service.of_council(council))
    is_wrong = any(row.wrong for row in rows)
    if form.validate_on_submit() and not is_wrong:
        chosen = [
            Standing(row.about, number_in(row.minutes) or None, row.title) for row in rows if row.is_chosen
        ]
        service.settle(council, chosen, by=me(), now=now())
        tell(_("De stående punkterna är sparade"), _("De gäller möten som planeras från och med nu."))
        return redirect(url_for("councils.manage", council_id=council_id))
    return render("agenda/standing.html", form=form, council=council, rows=rows), 422 if is_wrong else 200


def _kept(settled: list[Standing]) -> list[Row]:
    by = {one.about: one for one in settled}
    return [
        Row(
            about,
            about in by,
            by[about].title if about in by else "",
            str((by[about].minutes if about in by else USUAL_STANDING.get(about, 5)) or ""),
        )
        for about in StandingItem
    ]


def _typed() -> list[Row]:
    rows = []
    for about in StandingItem:
        minutes = request.form.get(f"minutes-{about}", "").strip()
        title = " ".join(request.form.get(f"title-{about}", "").replace("\0", "").split())
        chosen = f"chosen-{about}" in request.form
        wrong = ""
        if chosen and minutes and not (1 <= number_in(minutes) <= LONGEST):
            wrong = _("%(title)s: skriv tiden i hela minuter, minst 1.", title=word(about))
        elif chosen and len(title) > TITLE:
            wrong = _("%(title)s: skriv högst 200 tecken.", title=word(about))
        rows.append(Row(about, chosen, title, minutes, wrong))
    return rows


def refresh(meeting: Meeting) -> None:
    """Let the standing items of an agenda say what is so now: with every step that is taken with it."""
    folder: Path = current_app.config["DATA_DIR"]
    service.refresh(meeting, folder=folder, by=me(), now=now())
