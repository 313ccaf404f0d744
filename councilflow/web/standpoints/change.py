"""What the secretariat says of a standpoint: replaced, carried out, followed up when, and in a sentence."""

from __future__ import annotations

from typing import Any

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField
from wtforms.validators import Optional

from councilflow.documents.paragraph_numbers import paragraph_of_year
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import Standpoint
from councilflow.process.errors import RuleBroken
from councilflow.process.rights import Act
from councilflow.services.standpoints import changing, reading
from councilflow.web.access import me, now, requires
from councilflow.web.fields import choices, day, line, passage
from councilflow.web.forms import Form
from councilflow.web.pages import render, tell
from councilflow.web.refusals import explained
from councilflow.web.standpoints.blueprint import bp, standpoint_at, story_at


class ChangeForm(Form):
    message = line(_l("I en mening"), longest=400)
    follow_up_on = day(_l("Följs upp den"))
    carried_out_on = day(_l("Genomfört den"))
    carried_out = passage(_l("Hur det genomfördes"), longest=4000)
    replaced_by_id = SelectField(
        _l("Ersatt av"), [Optional()], coerce=lambda value: int(value) if value else None
    )


_AT = {
    "standpoint-not-signed": "carried_out_on",
    "standpoint-day-to-come": "carried_out_on",
    "standpoint-done-too-early": "carried_out_on",
    "standpoint-replaces-itself": "replaced_by_id",
    "standpoint-replaced-by-older": "replaced_by_id",
    "standpoint-replaced-in-a-circle": "replaced_by_id",
    "standpoint-of-another-council": "replaced_by_id",
}
"""The field that each refusal is about."""


@bp.route("/standpoints/<int:item_id>/edit", methods=["GET", "POST"])
@requires(Act.MANAGE_COUNCIL)
def edit(item_id: int) -> ResponseReturnValue:
    story, standpoint = story_at(item_id), standpoint_at(item_id)
    form = ChangeForm(obj=standpoint)
    form.replaced_by_id.choices = _offered(story.row, standpoint)
    if form.validate_on_submit():
        try:
            _save(standpoint, form)
        except RuleBroken as error:
            form[_AT[error.code]].errors = [" ".join(explained(error))]
        else:
            tell(_("Ställningstagandet är sparat"), paragraph_of_year(standpoint.number, standpoint.year))
            return redirect(url_for("standpoints.show", item_id=item_id))
    page = render("standpoints/edit.html", form=form, one=story.row)
    return page, 422 if form.errors else 200


def _offered(row: Any, standpoint: Standpoint) -> Any:
    later = reading.later_ones(row)
    pairs = [(one.id, f"{paragraph_of_year(one.number, one.year)} {one.title}") for one in later]
    kept = standpoint.replaced_by_id
    if kept is not None and kept not in {one.id for one in later}:
        pairs.append((kept, _("Det som är valt nu")))
    return choices([("", _("Inte ersatt")), *pairs])


def _save(standpoint: Standpoint, form: ChangeForm) -> None:
    by, at = me(), now()
    changing.carry_out(standpoint, form.carried_out_on.data, form.carried_out.data or "", by=by, now=at)
    changing.follow_up(standpoint, form.follow_up_on.data, by=by, now=at)
    changing.say(standpoint, form.message.data or "", by=by, now=at)
    changing.replace(standpoint, form.replaced_by_id.data, by=by, now=at)
