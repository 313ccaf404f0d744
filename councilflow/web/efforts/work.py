"""What one organisation does for a standpoint or a joint effort, entered by itself."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired

from councilflow.documents.paragraph_numbers import paragraph_of_year
from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import Implementation, JointEffort, Standpoint
from councilflow.process.afterwards import EffortState
from councilflow.process.efforts import Work, is_due
from councilflow.process.errors import RuleBroken
from councilflow.process.rights import Act
from councilflow.services import efforts
from councilflow.services.efforts import access, reading
from councilflow.services.standpoints import reading as standpoints
from councilflow.services.standpoints.reading import Story
from councilflow.services.visibility import Viewer, today
from councilflow.web.access import me, now, requires, viewer
from councilflow.web.councils.blueprint import council_at
from councilflow.web.efforts.blueprint import bp, effort_at, offer_organisations
from councilflow.web.fields import choices, day, line, passage, say
from councilflow.web.forms import Form
from councilflow.web.numbers import number_in, row_number
from councilflow.web.pages import render, tell
from councilflow.words import word


class WorkForm(Form):
    text = passage(_l("Vad ni gör"), _l("Skriv vad ni gör."), longest=4000)
    responsible = line(_l("Ansvarig"))
    state = RadioField(_l("Läge"), [InputRequired(_l("Välj läge."))], coerce=EffortState)
    follow_up_on = day(_l("Följs upp den"))
    note = passage(_l("Anteckning"), longest=4000)

    def offer(self) -> None:
        self.state.choices = choices((one, word(one)) for one in EffortState)

    def said(self) -> Work:
        return Work(
            text=self.text.data,
            responsible=self.responsible.data or "",
            state=self.state.data,
            follow_up_on=self.follow_up_on.data,
            note=self.note.data or "",
        )


class NewWorkForm(WorkForm):
    organisation_id = SelectField(_l("Organisation"), coerce=int)


class RemoveForm(Form):
    pass


def beside(story: Story, who: Viewer) -> dict[str, Any]:
    """What the page of a standpoint shows of who does what."""
    council_id = story.row.council_id
    keeps = Act.MANAGE_COUNCIL in who.acts_in(council_id)
    return {
        "work": reading.work_for(standpoint_id=story.row.id),
        "joint_efforts": reading.efforts_for(story.row.id, who),
        "work_homes": who.homes(council_id),
        "keeps_efforts": keeps,
        "may_add_work": keeps or bool(who.homes(council_id)),
        "work_day": today(now()),
        "is_due": is_due,
    }


def _for_what(council_id: int) -> tuple[Standpoint | None, JointEffort | None]:
    """The standpoint (`item`) or the joint effort (`effort`) that the address names, of this council."""
    item_id = request.args.get("item", type=row_number)
    effort_id = request.args.get("effort", type=row_number)
    if effort_id is not None:
        return None, effort_at(council_id, effort_id)
    story = standpoints.story(viewer(), item_id, today=today(now())) if item_id is not None else None
    if item_id is None or story is None or story.row.council_id != council_id:
        abort(404)
    return standpoints.standing(item_id), None


def _back(council_id: int, row: Implementation) -> str:
    if row.standpoint_id is None:
        return url_for("efforts.show", council_id=council_id, effort_id=row.effort_id)
    item_id = db.session.get_one(Standpoint, row.standpoint_id).item_id
    return url_for("standpoints.show", item_id=item_id, _anchor="vem")


@bp.route("/councils/<int:council_id>/implementations/new", methods=["GET", "POST"])
@requires(Act.PREPARE_AT_HOME, Act.MANAGE_COUNCIL)
def new_work(council_id: int) -> ResponseReturnValue:
    standpoint, effort = _for_what(council_id)
    form = NewWorkForm(data={"state": EffortState.PLANNED})
    form.offer()
    offer_organisations(form.organisation_id, council_id)
    if form.validate_on_submit():
        made = efforts.add(
            form.organisation_id.data,
            form.said(),
            standpoint=standpoint,
            effort=effort,
            by=me(),
            now=now(),
        )
        tell(_("Det är inskrivet"), made.text)
        return redirect(_back(council_id, made))
    page = render(
        "efforts/work.html",
        form=form,
        council=council_at(council_id),
        row=None,
        about=_about(standpoint, effort),
        action=url_for(
            "efforts.new_work",
            council_id=council_id,
            item=standpoint.item_id if standpoint else None,
            effort=effort.id if effort else None,
        ),
        back=url_for("standpoints.show", item_id=standpoint.item_id)
        if standpoint
        else url_for("efforts.show", council_id=council_id, effort_id=effort.id if effort else 0),
    )
    return page, 422 if form.errors else 200


def _about(standpoint: Standpoint | None, effort: JointEffort | None) -> str:
    if standpoint is not None:
        return f"{paragraph_of_year(standpoint.number, standpoint.year)} {standpoint.item.title}"
    return effort.title if effort else ""


def _work_at(council_id: int, implementation_id: int) -> Implementation:
    row = access.work_in(council_id, implementation_id) or abort(404)
    if not efforts.may_enter(viewer(), council_id, row.organisation_id):
        abort(403)
    return row


@bp.route("/councils/<int:council_id>/implementations/<int:implementation_id>", methods=["GET", "POST"])
@requires(Act.PREPARE_AT_HOME, Act.MANAGE_COUNCIL)
def edit_work(council_id: int, implementation_id: int) -> ResponseReturnValue:
    row = _work_at(council_id, implementation_id)
    form = WorkForm(obj=row)
    form.offer()
    if form.validate_on_submit():
        version = number_in(request.form.get("version"))
        try:
            efforts.enter(row, form.said(), version=version, by=me(), now=now())
        except RuleBroken as error:
            db.session.rollback()
            say(form, error)
            row = _work_at(council_id, implementation_id)
        else:
            tell(_("Det är sparat"), row.text)
            return redirect(_back(council_id, row))
    standpoint = db.session.get(Standpoint, row.standpoint_id) if row.standpoint_id else None
    effort = db.session.get(JointEffort, row.effort_id) if row.effort_id else None
    page = render(
        "efforts/work.html",
        form=form,
        council=council_at(council_id),
        row=row,
        about=_about(standpoint, effort),
        action=url_for("efforts.edit_work", council_id=council_id, implementation_id=row.id),
        back=_back(council_id, row),
    )
    return page, 422 if form.errors else 200


@bp.route(
    "/councils/<int:council_id>/implementations/<int:implementation_id>/remove", methods=["GET", "POST"]
)
@requires(Act.PREPARE_AT_HOME, Act.MANAGE_COUNCIL)
def drop_work(council_id: int, implementation_id: int) -> ResponseReturnValue:
    row, form = _work_at(council_id, implementation_id), RemoveForm()
    back = _back(council_id, row)
    if form.validate_on_submit():
        efforts.drop(row, by=me(), now=now())
        tell(_("Det är borttaget"))
        return redirect(back)
    return render("efforts/remove_work.html", row=row, council=council_at(council_id), back=back)
