"""Where the organisations stand, beside the wording, and changing that at the meeting (A76, A83, H.4)."""

from __future__ import annotations

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, RadioField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import AgendaItem
from councilflow.process.agenda import ItemKind
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingState
from councilflow.process.preparation import Stance, SubmissionGap, submission_gaps
from councilflow.process.rights import Act
from councilflow.services.desk import course, standpoint
from councilflow.services.taking_part import is_recused
from councilflow.web.access import can, me, now, requires, viewer
from councilflow.web.desk.blueprint import bp
from councilflow.web.desk.forms import LONGEST
from councilflow.web.errors import refuse
from councilflow.web.forms import Form, SelectChoice
from councilflow.web.once import once
from councilflow.web.pages import Link, render, tell
from councilflow.words import word


class StanceForm(Form):
    """Where an organisation stands now."""

    stance = RadioField(_l("Hållning"), [InputRequired(_l("Välj var organisationen står."))], coerce=Stance)
    dissent = TextAreaField(_l("Avvikande synpunkt"), [LONGEST])
    requested = BooleanField(_l("Synpunkten ska stå i protokollet"))

    def validate_dissent(self, field: TextAreaField) -> None:
        gaps = submission_gaps(self.stance.data, dissent=field.data or "", requested=self.requested.data)
        if SubmissionGap.DISSENT_TEXT in gaps:
            raise ValidationError(_("Skriv den avvikande synpunkten, ord för ord."))


def facts(row: AgendaItem, sitting: course.Sitting) -> dict[str, object]:
    """What templates/desk/_stances.html shows, and of whose view nobody has asked to have it noted."""
    stances = course.stances(viewer(), sitting, row.id) if row.kind is not ItemKind.STANDING else []
    return {
        "stances": stances,
        "handed_in": sum(1 for one in stances if one.stance),
        "not_asked": [one for one in stances if one.stance is Stance.DISSENT and not one.dissent_requested],
    }


@bp.route("/items/<int:item_id>/stance", methods=["GET", "POST"])
@requires(Act.SET_STANCE, Act.RECORD_MEETING)
@once
def stance(item_id: int) -> ResponseReturnValue:
    """Say where the organisation stands now: by whoever carries its stance, or written in on their word."""
    item = db.session.get_one(AgendaItem, item_id)
    if item.kind is not ItemKind.STANDPOINT:
        abort(404)
    organisations = standpoint.may_change(item, by=me(), now=now())
    chosen = _chosen(organisations)
    form = _form(item, chosen.id if chosen else None)
    if chosen and form.validate_on_submit():
        try:
            standpoint.change_stance(
                item,
                chosen.id,
                form.stance.data,
                dissent=form.dissent.data or "",
                requested=form.requested.data,
                by=me(),
                now=now(),
            )
        except RuleBroken as error:
            return refuse(error, _way_back(item_id))
        told = _("De som leder mötet ser den nu. Det som lämnades in förut finns kvar.")
        tell(_("Hållningen är ändrad"), told)
        return redirect(_way_back(item_id).url)
    page = render(
        "desk/stance.html",
        item=item,
        sitting=course.sitting(item.meeting_id),
        form=form,
        organisations=organisations,
        chosen=chosen,
        history=standpoint.history(item_id, [chosen.id] if chosen else []),
        is_open=item.meeting.state is MeetingState.ONGOING and item.outcome is None,
        back=_way_back(item_id),
        has_jav=is_recused(item_id, viewer().person_id),
    )
    return page, 422 if form.errors else 200


def _chosen(organisations: list[standpoint.Found]) -> standpoint.Found | None:
    """The one that the address says, or the only one there is; what is sent never says another."""
    if len(organisations) == 1:
        return organisations[0]
    of = request.args.get("of", type=int)
    return next((one for one in organisations if one.id == of), None)


def _form(item: AgendaItem, organisation_id: int | None) -> StanceForm:
    """With what the organisation handed in last."""
    last = standpoint.latest(item.id, organisation_id) if organisation_id is not None else None
    form = StanceForm(
        data={
            "stance": last.stance if last else None,
            "dissent": last.dissent if last else "",
            "requested": bool(last and last.dissent_requested),
        }
    )
    form.stance.choices = [SelectChoice(one, word(one)) for one in Stance]
    return form


def _way_back(item_id: int) -> Link:
    if can(Act.RECORD_MEETING):
        return Link(url_for("desk.item", item_id=item_id), _("Till punkten"))
    return Link(url_for("desk.stance", item_id=item_id), _("Till punkten"))
