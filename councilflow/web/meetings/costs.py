"""What meetings cost: for those who keep the council, and nobody else (A64)."""

from __future__ import annotations

from flask import Blueprint, abort, g, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField
from wtforms.validators import InputRequired, ValidationError

from councilflow import i18n
from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import Body, Meeting, MeetingCost
from councilflow.process.costs import CURRENCY, amount_in
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import CostKind, local_date
from councilflow.process.rights import Act
from councilflow.services.meetings import costs
from councilflow.services.visibility import today
from councilflow.web.access import me, now, requires
from councilflow.web.downloads import as_file
from councilflow.web.fields import choices, line
from councilflow.web.forms import Form
from councilflow.web.pages import render, tell
from councilflow.web.refusals import explained
from councilflow.words import word

bp = Blueprint("costs", __name__)
FIRST, LAST = 1970, 9998


@bp.before_request
def _section() -> None:
    g.section = "meetings"


class CostForm(Form):
    kind = RadioField(_l("Vad gäller kostnaden?"), [InputRequired(_l("Välj vad kostnaden gäller."))])
    text = line(_l("Beskrivning"))
    amount = line(_l("Belopp"), _l("Skriv ett belopp."), longest=40)
    kronor = 0

    def offer(self) -> None:
        self.kind.choices = choices((one, word(one)) for one in CostKind)

    def validate_amount(self, field: object) -> None:
        try:
            self.kronor = amount_in(self.amount.data)
        except RuleBroken as error:
            raise ValidationError(" ".join(explained(error))) from None


@bp.route("/meetings/<int:meeting_id>/costs", methods=["GET", "POST"])
@requires(Act.MANAGE_COUNCIL)
def show(meeting_id: int) -> ResponseReturnValue:
    """The costs of one meeting, and noting one more."""
    meeting = db.session.get_one(Meeting, meeting_id)
    form = CostForm()
    form.offer()
    if form.validate_on_submit():
        costs.note(meeting, CostKind(form.kind.data), form.kronor, form.text.data or "", by=me(), now=now())
        tell(_("Kostnaden är sparad"))
        return redirect(url_for("costs.show", meeting_id=meeting_id))
    noted = costs.of_meeting(meeting_id)
    day = local_date(meeting.starts_at, meeting.council.zone)
    page = render(
        "meetings/costs.html",
        meeting=meeting,
        day=i18n.weekday_date(day),
        year=day.year,
        costs=noted,
        total=sum(one.amount for one in noted),
        currency=CURRENCY[meeting.council.country],
        form=form,
    )
    return page, 422 if form.errors else 200


@bp.post("/meetings/<int:meeting_id>/costs/<int:cost_id>/remove")
@requires(Act.MANAGE_COUNCIL)
def remove(meeting_id: int, cost_id: int) -> ResponseReturnValue:
    cost = db.session.get(MeetingCost, cost_id)
    if cost is None or cost.meeting_id != meeting_id:
        abort(404)
    costs.remove(cost, by=me(), now=now())
    tell(_("Kostnaden är borttagen"))
    return redirect(url_for("costs.show", meeting_id=meeting_id))


@bp.get("/councils/<int:council_id>/costs")
@requires(Act.MANAGE_COUNCIL)
def this_year(council_id: int) -> ResponseReturnValue:
    return redirect(url_for("costs.of_year", council_id=council_id, year=today(now()).year))


@bp.get("/councils/<int:council_id>/costs/<int:year>")
@requires(Act.MANAGE_COUNCIL)
def of_year(council_id: int, year: int) -> ResponseReturnValue:
    """What a council's meetings cost in a year."""
    council, found = _year(council_id, year)
    return render("meetings/costs_year.html", council=council, found=found, first=FIRST, last=LAST)


@bp.get("/councils/<int:council_id>/costs/<int:year>/file")
@requires(Act.MANAGE_COUNCIL)
def file_of_year(council_id: int, year: int) -> ResponseReturnValue:
    """The same for a spreadsheet."""
    _council, found = _year(council_id, year)
    heads = [_("Mötesdag"), _("Vad"), _("Beskrivning"), _("Belopp"), _("Valuta")]
    content = costs.as_csv(found, heads, _("Summa"))
    return as_file(content, mimetype="text/csv", name=f"kostnader-{council_id}-{year}.csv")


def _year(council_id: int, year: int) -> tuple[Body, costs.Year]:
    if not FIRST <= year <= LAST:
        abort(404)
    council = db.session.get_one(Body, council_id)
    return council, costs.of_year(council, year)
