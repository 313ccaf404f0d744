"""The council's own sentences for the note on an item."""

from __future__ import annotations

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import Body, TextModule
from councilflow.process.errors import RuleBroken
from councilflow.process.rights import Act
from councilflow.services.desk import text_modules
from councilflow.web.access import me, now, requires
from councilflow.web.desk.blueprint import bp
from councilflow.web.fields import line, passage, say
from councilflow.web.forms import Form
from councilflow.web.once import once
from councilflow.web.pages import render, tell


class ModuleForm(Form):
    title = line(_l("Vad den heter"), _l("Skriv vad meningen ska heta i listan."), longest=80)
    text = passage(_l("Meningen"), _l("Skriv meningen."), longest=2000)


@bp.route("/councils/<int:council_id>/text-modules", methods=["GET", "POST"])
@requires(Act.MANAGE_COUNCIL)
@once
def text_modules_(council_id: int) -> ResponseReturnValue:
    """All of them, and adding one."""
    council = _council(council_id)
    form = ModuleForm()
    if form.validate_on_submit():
        try:
            made = text_modules.save(council, form.title.data or "", form.text.data or "", by=me(), now=now())
        except RuleBroken as error:
            db.session.rollback()
            say(form, error)
            return _page(council_id, form), 409
        tell(_("Meningen är sparad"), made.title)
        return redirect(url_for("desk.text_modules_", council_id=council_id))
    return _page(council_id, form), 422 if form.errors else 200


@bp.post("/councils/<int:council_id>/text-modules/own")
@requires(Act.MANAGE_COUNCIL)
@once
def own_text_modules(council_id: int) -> ResponseReturnValue:
    """Take over the sentences one starts with, to change them."""
    text_modules.begin_own(_council(council_id), by=me(), now=now())
    return redirect(url_for("desk.text_modules_", council_id=council_id))


@bp.route("/councils/<int:council_id>/text-modules/<int:module_id>", methods=["GET", "POST"])
@requires(Act.MANAGE_COUNCIL)
@once
def text_module(council_id: int, module_id: int) -> ResponseReturnValue:
    """Change one, or take it away."""
    council, module = _council(council_id), db.session.get(TextModule, module_id)
    if module is None or module.body_id != council_id:
        abort(404)
    back = url_for("desk.text_modules_", council_id=council_id)
    if request.method == "POST" and request.form.get("step") == "remove":
        text_modules.remove(council, module, by=me(), now=now())
        tell(_("Meningen är borttagen"), module.title)
        return redirect(back)
    form = ModuleForm(data={"title": module.title, "text": module.text})
    if form.validate_on_submit():
        try:
            text_modules.save(
                council, form.title.data or "", form.text.data or "", module=module, by=me(), now=now()
            )
        except RuleBroken as error:
            db.session.rollback()
            say(form, error)
        else:
            tell(_("Meningen är sparad"), module.title)
            return redirect(back)
    page = render("desk/text_module.html", council=_council(council_id), module_id=module_id, form=form)
    return page, 422 if form.errors else 200


def _page(council_id: int, form: ModuleForm) -> str:
    council = _council(council_id)
    own = text_modules.of_council(council)
    return render(
        "desk/text_modules.html",
        council=council,
        own=own,
        starters=[] if own else text_modules.offered(council),
        form=form,
    )


def _council(council_id: int) -> Body:
    return db.session.get_one(Body, council_id)
