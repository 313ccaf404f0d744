"""Registered sub-strategies and programmes (A14), and who has paid for a plan (A13)."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, current_app, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, FileField
from wtforms.validators import URL, Optional, Regexp

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import Body, Plan, PlanFile
from councilflow.process.errors import RuleBroken
from councilflow.process.plans.values import PlanStatus
from councilflow.process.rights import Act
from councilflow.services import files
from councilflow.services.plans import choosing, making, registers
from councilflow.web.access import (
    keeps_plan,
    keeps_this_plan,
    me,
    now,
    open_to_everyone,
    reads_plan,
    requires,
    viewer,
)
from councilflow.web.councils.blueprint import council_at
from councilflow.web.downloads import as_file
from councilflow.web.fields import line, passage
from councilflow.web.forms import Form
from councilflow.web.meetings.beside import file_words
from councilflow.web.pages import render, tell
from councilflow.web.plans.blueprint import bp, plan_at
from councilflow.web.plans.choosing import Searching, looks, nodes_field, pick
from councilflow.web.refusals import explained


class LinkedForm(Searching, Form):
    title = line(_l("Namn"), _l("Skriv vad planen heter."))
    kind = line(_l("Slag"), _l("Skriv vad det är, till exempel Program."), longest=60)
    owner = line(_l("Ägare"), _l("Skriv vem som äger planen."))
    period = line(_l("Period"), longest=60)
    text = passage(_l("Vad den handlar om"), longest=5000)
    address = line(_l("Länk till dokumentet"), longest=500)
    file = FileField(_l("Dokument"), render_kw={"accept": ",".join(files.SUFFIXES)})
    has_ended = BooleanField(_l("Gäller inte längre"))
    nodes = nodes_field(_l("Mål som den arbetar för"))

    def offer(self) -> None:
        self.address.validators = [
            Optional(),
            Regexp("https?://", message=_l("Skriv en adress som börjar med https.")),
            URL(message=_l("Det går inte att läsa som en adress.")),
        ]

    def facts(self) -> dict[str, str]:
        return {name: self[name].data or "" for name in ("title", "owner", "period", "address", "text")}


@bp.get("/councils/<int:council_id>/plans/linked")
@requires(Act.READ_COUNCIL)
def linked_plans(council_id: int) -> ResponseReturnValue:
    council, plans = council_at(council_id), registers.linked_of(council_id)
    return render("plans/linked_plans.html", council=council, plans=plans, file_words=file_words)


@bp.route("/councils/<int:council_id>/plans/linked/new", methods=["GET", "POST"])
@requires(Act.MANAGE_COUNCIL)
def new_linked(council_id: int) -> ResponseReturnValue:
    return _write(council_at(council_id), None)


@bp.get("/plans/<int:plan_id>/linked")
@reads_plan
def linked(plan_id: int) -> ResponseReturnValue:
    plan = registers.linked_plan(plan_at(plan_id))
    return render(
        "plans/linked.html",
        plan=plan,
        one=next(one for one in registers.linked_of(plan.body_id) if one.id == plan_id),
        goals=choosing.links(registers.goals_of(plan), viewer()),
        keeps=keeps_this_plan(),
        file_words=file_words,
    )


@bp.route("/plans/<int:plan_id>/linked/edit", methods=["GET", "POST"])
@keeps_plan
def edit_linked(plan_id: int) -> ResponseReturnValue:
    plan = registers.linked_plan(plan_at(plan_id))
    return _write(council_at(plan.body_id), plan)


def _write(council: Body, plan: Plan | None) -> ResponseReturnValue:
    kept = registers.goals_of(plan) if plan else []
    form = LinkedForm(data={"nodes": kept} | (_written(plan) if plan else {}))
    form.offer()
    picker = pick(form, "nodes", council.id, kept=kept)
    if not looks(form) and form.validate_on_submit() and (made := _saved(council, plan, form)):
        tell(_("Planen står i registret"), made.title)
        return redirect(url_for("plans.linked", plan_id=made.id))
    page = render("plans/linked_form.html", form=form, council=council, plan=plan, picker=picker)
    return page, 422 if form.errors else 200


def _written(plan: Plan) -> dict[str, Any]:
    """What stands, as the form's fields hold it."""
    said = {name: getattr(plan, name) for name in ("title", "owner", "period", "address", "text")}
    kind = plan.levels[0][1] if plan.levels else ""
    return said | {"kind": kind, "has_ended": plan.status is PlanStatus.ENDED}


def _saved(council: Body, plan: Plan | None, form: LinkedForm) -> Plan | None:
    """The plan as the form says; None when its document is refused, which the field then says."""
    chosen, stored = form.file.data, None
    if getattr(chosen, "filename", ""):
        limit = current_app.config["MAX_CONTENT_LENGTH"]
        try:
            stored = files.store(
                chosen.stream,
                chosen.filename,
                folder=current_app.config["DATA_DIR"],
                limit=limit,
                clamd=current_app.config["CLAMD"],
            )
        except RuleBroken as error:
            form.file.errors = [" ".join(explained(error))]
            return None
    made = registers.write_linked(
        council,
        plan,
        form.facts(),
        form.nodes.data or [],
        kind=form.kind.data,
        has_ended=form.has_ended.data,
        by=me(),
        now=now(),
    )
    if stored is not None:
        registers.attach(made, stored, title="", by=me(), now=now())
    return made


@bp.get("/plans/<int:plan_id>/linked/files/<int:file_id>")
@reads_plan
def linked_file(plan_id: int, file_id: int) -> ResponseReturnValue:
    registers.linked_plan(plan_at(plan_id))
    return _sent(registers.file_at(plan_id, file_id, is_logo=False), as_attachment=True)


def _sent(row: PlanFile | None, *, as_attachment: bool) -> Response:
    """A file as it lies in the data folder; nothing in it can act in the reader's name."""
    path = files.where(row.sha256, folder=current_app.config["DATA_DIR"]) if row else None
    if row is None or path is None or not path.exists():
        abort(404)
    answer = as_file(
        path,
        mimetype=row.media_type,
        inline=not as_attachment,
        name=row.file_name,
        etag=row.sha256,
    )
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


# --- Who has paid for it (A13) ---------------------------------------------------------------------------


class FundersForm(Form):
    words = passage(_l("Vem som har betalat"), longest=2000)


class LogoForm(Form):
    file = FileField(_l("Bild"), render_kw={"accept": ".png,.jpg,.jpeg"})
    title = line(_l("Bilden i ord"), _l("Skriv vad bilden visar, för den som inte ser den."))


@bp.route("/plans/<int:plan_id>/funders", methods=["GET", "POST"])
@keeps_plan
def funders(plan_id: int) -> ResponseReturnValue:
    plan = plan_at(plan_id)
    form = FundersForm(data={"words": plan.acknowledgement})
    if form.validate_on_submit():
        registers.thank(plan, form.words.data, by=me(), now=now())
        tell(_("Texten är sparad"), _("Den står under planen."))
        return redirect(url_for("plans.funders", plan_id=plan_id))
    return _funders(plan, form, LogoForm(formdata=None))


@bp.post("/plans/<int:plan_id>/logos")
@keeps_plan
def add_logo(plan_id: int) -> ResponseReturnValue:
    plan, form = plan_at(plan_id), LogoForm()
    chosen: Any = form.file.data
    holds = form.validate_on_submit()
    if not getattr(chosen, "filename", ""):
        form.file.errors = [_("Välj en bild.")]
    elif holds:
        folder = current_app.config["DATA_DIR"]
        facts = {"title": form.title.data, "folder": folder, "by": me(), "now": now()}
        facts["clamd"] = current_app.config["CLAMD"]
        try:
            registers.add_logo(plan, chosen.stream, chosen.filename, **facts)
        except RuleBroken as error:
            form.file.errors = [" ".join(explained(error))]
        else:
            tell(_("Bilden är tillagd"), form.title.data)
            return redirect(url_for("plans.funders", plan_id=plan_id))
    return _funders(plan, FundersForm(formdata=None, data={"words": plan.acknowledgement}), form)


def _funders(plan: Plan, form: FundersForm, logo: LogoForm) -> ResponseReturnValue:
    page = render(
        "plans/funders.html", plan=plan, form=form, logo=logo, funders=registers.funders_of(plan.id)
    )
    return page, 422 if form.errors or logo.errors else 200


@bp.post("/plans/<int:plan_id>/logos/<int:file_id>/remove")
@keeps_plan
def remove_logo(plan_id: int, file_id: int) -> ResponseReturnValue:
    if registers.file_at(plan_id, file_id, is_logo=True) is None:
        abort(404)
    registers.remove_logo(plan_at(plan_id), file_id, by=me(), now=now())
    tell(_("Bilden är borttagen"))
    return redirect(url_for("plans.funders", plan_id=plan_id))


@bp.get("/plans/<int:plan_id>/logos/<int:file_id>")
@reads_plan
def logo(plan_id: int, file_id: int) -> ResponseReturnValue:
    return _sent(registers.file_at(plan_id, file_id, is_logo=True), as_attachment=False)


@bp.get("/public/plans/<int:plan_id>/logos/<int:file_id>")
@open_to_everyone
def public_logo(plan_id: int, file_id: int) -> ResponseReturnValue:
    """The logo on a plan that everybody may read (B3.4)."""
    plan = db.session.get(Plan, plan_id)
    if plan is None or not making.is_open(plan):
        abort(404)
    return _sent(registers.file_at(plan_id, file_id, is_logo=True), as_attachment=False)
