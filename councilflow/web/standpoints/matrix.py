"""Standpoints × organisations, what is overdue, and reminding of it."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from councilflow.i18n import gettext as _
from councilflow.i18n import ngettext
from councilflow.process.afterwards import FormalState, StandpointState
from councilflow.process.formal_decisions import REMIND_EVERY, SETTLE_WITHIN
from councilflow.process.rights import Act
from councilflow.services import formal_decisions, mail
from councilflow.services.formal_decisions import reminding, waiting
from councilflow.services.formal_decisions.matrix import Matrix
from councilflow.services.formal_decisions.matrix import matrix as matrix_of
from councilflow.services.formal_decisions.reading import Chain
from councilflow.services.standpoints.listing import Wanted
from councilflow.services.visibility import today
from councilflow.web.access import can, me, now, requires, viewer
from councilflow.web.councils.blueprint import council_at
from councilflow.web.forms import Form
from councilflow.web.numbers import row_number
from councilflow.web.pages import render, tell
from councilflow.web.standpoints.blueprint import bp
from councilflow.web.standpoints.files import matrix_file, sent


class RemindForm(Form):
    pass


def _wanted(council_id: int) -> Wanted:
    state = request.args.get("state", "")
    return Wanted(
        council_id=council_id,
        year=request.args.get("year", type=row_number),
        state=StandpointState(state) if state in list(StandpointState) else None,
    )


@bp.get("/councils/<int:council_id>/formal-decisions")
@requires(Act.READ_COUNCIL)
def matrix(council_id: int) -> ResponseReturnValue:
    wanted, before = _wanted(council_id), request.args.get("before", type=row_number)
    found = matrix_of(viewer(), wanted, today=today(now()), before=before)
    late = [one for one in waiting.of_council(viewer(), council_id, now=now()) if one.is_late]
    asked = {
        name: value
        for name, value in (("year", wanted.year), ("state", wanted.state.value if wanted.state else ""))
        if value
    }
    return render(
        "standpoints/matrix.html",
        council=council_at(council_id),
        found=found,
        wanted=wanted,
        states=list(StandpointState),
        formal_states=list(FormalState),
        late=len(late),
        addresses=_addresses(found, council_id),
        is_first=before is None,
        asked=asked,
        may_remind=can(Act.MANAGE_COUNCIL),
    )


def _addresses(found: Matrix, council_id: int) -> dict[int, str]:
    """Where each cell leads, by its step: to entering for those who may, else to the standpoint."""
    may = {
        column.organisation_id: formal_decisions.way_of(viewer(), council_id, column.organisation_id)
        for column in found.columns
    } | {None: formal_decisions.way_of(viewer(), council_id, None)}
    places: dict[int, str] = {}
    for line in found.lines:
        item_id = line.standpoint.item_id
        is_open = line.standpoint.state is not StandpointState.AWAITS_SIGNING
        for cell in (line.own, *line.cells):
            if cell is not None:
                enters = is_open and may[cell.organisation_id] is not None
                places[cell.current.id] = _address(cell, item_id, enters=enters)
    return places


def _address(cell: Chain, item_id: int, *, enters: bool) -> str:
    if enters:
        return url_for("standpoints.step", item_id=item_id, step_id=cell.current.id)
    return url_for("standpoints.show", item_id=item_id, _anchor=f"organisation-{cell.organisation_id or 0}")


@bp.get("/councils/<int:council_id>/formal-decisions/export")
@requires(Act.READ_COUNCIL)
def matrix_export(council_id: int) -> ResponseReturnValue:
    found = matrix_of(viewer(), _wanted(council_id), today=today(now()), size=None)
    return sent(matrix_file(found), "xlsx", "formella-beslut")


@bp.get("/councils/<int:council_id>/formal-decisions/overdue")
@requires(Act.READ_COUNCIL)
def overdue(council_id: int) -> ResponseReturnValue:
    who, organisation_id = viewer(), request.args.get("organisation", type=row_number)
    found = waiting.of_council(who, council_id, now=now(), organisation_id=organisation_id)
    whole = len(found) < waiting.MOST
    return render(
        "standpoints/overdue.html",
        council=council_at(council_id),
        organisations=waiting.organisations_of(who, council_id),
        organisation_id=organisation_id,
        more=0
        if whole
        else waiting.many_of_council(who, council_id, organisation_id=organisation_id) - len(found),
        late=[one for one in found if one.is_late],
        coming=[one for one in found if not one.is_late],
        today=today(now()),
        settle_within=SETTLE_WITHIN,
        may_remind=can(Act.MANAGE_COUNCIL),
    )


@bp.route("/councils/<int:council_id>/formal-decisions/remind", methods=["GET", "POST"])
@requires(Act.MANAGE_COUNCIL)
def remind(council_id: int) -> ResponseReturnValue:
    council, form = council_at(council_id), RemindForm()
    if form.validate_on_submit():
        count = reminding.send(council, by=me(), now=now())
        tell(
            _("Påminnelserna är skickade"),
            ngettext("En person får mejl.", "%(n)s får mejl.", count),
        )
        return redirect(url_for("standpoints.overdue", council_id=council_id))
    letters = reminding.letters(council, now=now())
    sender: Any = mail.Sender(me().name, me().email)
    return render(
        "standpoints/remind.html",
        council=council,
        letters=letters,
        preview=reminding.preview(council, letters[0], sender=sender) if letters else None,
        every=REMIND_EVERY,
        by_itself=council.reminder_days > 0,
    )
