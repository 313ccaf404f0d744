"""Responsible, forum and day for several items at once, and more time asked for (A73, A85)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import redirect, request
from flask.typing import ResponseReturnValue
from wtforms import SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.i18n import ngettext
from councilflow.models import Meeting, Organisation
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import local_date
from councilflow.process.rights import Act
from councilflow.services.preparation import extensions, planning
from councilflow.services.preparation import room as inside
from councilflow.services.preparation.overview import OwnItem, overview
from councilflow.services.preparation.planning import NOBODY, Arrangement
from councilflow.services.visibility import today
from councilflow.web.access import me, now, requires, viewer
from councilflow.web.errors import refuse
from councilflow.web.fields import choices, day, line
from councilflow.web.forms import Form
from councilflow.web.pages import render, tell
from councilflow.web.preparation.blueprint import bp
from councilflow.web.preparation.entrance import meeting_at, must_write, room_url, way_to_room


class _Several(Form):
    item = SelectMultipleField(
        _l("Punkter"),
        [InputRequired(_l("Välj minst en punkt."))],
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def offer(self, items: Sequence[OwnItem]) -> None:
        self.item.choices = choices((one.id, _numbered(one)) for one in items)
        if request.method == "GET":
            asked = request.args.getlist("item", type=int)
            self.item.data = [one.id for one in items if one.id in asked]


def _numbered(item: OwnItem) -> str:
    return f"{item.position}. {item.title}" if item.position is not None else item.title


class ArrangeForm(_Several):
    responsible = SelectField(_l("Ansvarig hos er"))
    forum = line(_l("Var ni talar om frågan"))
    met_on = day(_l("När"))

    def settled(self) -> Arrangement:
        chosen = self.responsible.data
        return Arrangement(int(chosen) if chosen else None, self.forum.data or "", self.met_on.data)


class ExtensionForm(_Several):
    until = day(_l("Ni lämnar in senast"), _l("Skriv till vilken dag ni behöver tid."))
    reason = TextAreaField(
        _l("Varför ni behöver mer tid"),
        [
            DataRequired(_l("Skriv varför ni behöver mer tid.")),
            Length(max=2000, message=_l("Högst %(longest)s tecken.", longest=2000)),
        ],
    )


@bp.route("/meetings/<int:meeting_id>/preparation/arrange", methods=["GET", "POST"])
@requires(Act.SET_STANCE)
def arrange(meeting_id: int) -> ResponseReturnValue:
    """Who sees to several items, where they are talked about and when; seen by nobody outside."""
    meeting = meeting_at(meeting_id)
    home = must_write(meeting.council_id)
    items = overview(viewer(), meeting.council_id, meeting_id, home.id)
    people = inside.people(meeting.council_id, home.id, today(now()))
    form = ArrangeForm()
    form.offer(items)
    kept = ("", _("Ändra inte")), (NOBODY, _("Ingen"))
    form.responsible.choices = choices([*kept, *dict.fromkeys((one.id, one.name) for one in people)])
    seen = {one.id: request.form.get(f"version_{one.id}", one.version, type=int) for one in items}
    if not form.validate_on_submit():
        status = 422 if request.method == "POST" else 200
        return _page("preparation/arrange.html", meeting, home, form, items=items, seen=seen), status
    chosen = {one: seen[one] for one in form.item.data or []}
    try:
        count = planning.arrange(meeting, home.id, chosen, form.settled(), by=me(), now=now())
    except RuleBroken as broken:
        return refuse(broken, way_to_room(meeting_id, home))
    tell(
        ngettext("Sparat för en punkt", "Sparat för %(n)s punkter", count),
        _("Bara %(name)s ser det.", name=home.name),
    )
    return redirect(room_url(meeting_id, home))


@bp.route("/meetings/<int:meeting_id>/preparation/extension", methods=["GET", "POST"])
@requires(Act.SET_STANCE)
def ask_extension(meeting_id: int) -> ResponseReturnValue:
    """Ask the chair for more time: until when and why, and nothing of what is written."""
    meeting = meeting_at(meeting_id)
    home = must_write(meeting.council_id)
    items = overview(viewer(), meeting.council_id, meeting_id, home.id)
    form = ExtensionForm()
    form.offer([one for one in items if not one.is_closed])
    if not form.validate_on_submit():
        status = 422 if request.method == "POST" else 200
        due = extensions.usual_due(meeting)
        return _page("preparation/extension.html", meeting, home, form, due=due), status
    try:
        extensions.ask(
            meeting,
            home.id,
            form.item.data or [],
            until=form.until.data,
            reason=form.reason.data or "",
            by=me(),
            now=now(),
        )
    except RuleBroken as broken:
        return refuse(broken, way_to_room(meeting_id, home))
    tell(_("Ni har bett om mer tid"), _("Ordföranden och sekreteraren har fått ett mejl och svarar er."))
    return redirect(room_url(meeting_id, home))


def _page(template: str, meeting: Meeting, home: Organisation, form: Form, **facts: Any) -> str:
    return render(
        template,
        meeting=meeting,
        council=meeting.council,
        day=local_date(meeting.starts_at, meeting.council.zone),
        home=home,
        form=form,
        **facts,
    )
