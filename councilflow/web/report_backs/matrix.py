"""Meetings × organisations: who has taken which meeting home, for the secretariat."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from councilflow.i18n import gettext as _
from councilflow.i18n import ngettext
from councilflow.process.report_backs import REMIND_EVERY
from councilflow.process.rights import Act
from councilflow.services.report_backs import reading, reminding
from councilflow.web.access import can, me, now, requires, viewer
from councilflow.web.councils.blueprint import council_at
from councilflow.web.forms import Form
from councilflow.web.numbers import row_number
from councilflow.web.pages import render, tell
from councilflow.web.report_backs.blueprint import bp


@bp.get("/councils/<int:council_id>/report-backs")
@requires(Act.MANAGE_COUNCIL, Act.SET_AGENDA)
def matrix(council_id: int) -> ResponseReturnValue:
    """For those who keep the council, and for those who lead it: where everybody is, and no notes."""
    before = request.args.get("before", type=row_number)
    council, keeps = council_at(council_id), can(Act.MANAGE_COUNCIL)
    found, homes = reading.matrix(council_id, now=now(), before=before), viewer().homes(council_id)
    return render(
        "report_backs/matrix.html",
        council=council,
        found=found,
        late=len(reading.late_in([council_id], now=now())),
        is_first=before is None,
        waits=keeps and reading.waits_in(council_id),
        opens=[one.organisation_id for one in found.columns if keeps or one.organisation_id in homes],
    )


class RemindForm(Form):
    pass


@bp.route("/councils/<int:council_id>/report-backs/remind", methods=["GET", "POST"])
@requires(Act.MANAGE_COUNCIL)
def remind(council_id: int) -> ResponseReturnValue:
    """Whom a reminder reaches and how it reads; pressed there, it goes."""
    council, form = council_at(council_id), RemindForm()
    if form.validate_on_submit():
        count = reminding.send(council, by=me(), now=now())
        tell(
            _("Påminnelserna är skickade"),
            ngettext("En person får mejl.", "%(n)s får mejl.", count),
        )
        return redirect(url_for("report_backs.matrix", council_id=council_id))
    letters = reminding.letters(council, now=now())
    return render(
        "report_backs/remind.html",
        council=council,
        letters=letters,
        preview=reminding.preview(council, letters[0]) if letters else None,
        every=REMIND_EVERY,
    )
