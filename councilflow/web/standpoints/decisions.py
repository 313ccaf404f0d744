"""Entering a decision of an organisation's own, its steps and its document."""

from __future__ import annotations

from typing import Any

from flask import abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, FileField, RadioField
from wtforms.validators import InputRequired, Optional

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import FormalDecision, Organisation
from councilflow.process.afterwards import FormalState
from councilflow.process.errors import RuleBroken
from councilflow.process.formal_decisions import MADE, NEEDED, Step
from councilflow.process.rights import Act
from councilflow.services import files, formal_decisions, secrecy
from councilflow.services.formal_decisions import Way, reading, writing
from councilflow.web.access import me, now, requires, viewer
from councilflow.web.downloads import as_file
from councilflow.web.fields import choices, day, line, passage, say
from councilflow.web.forms import Form
from councilflow.web.numbers import number_in, row_number
from councilflow.web.pages import render, tell
from councilflow.web.refusals import explained
from councilflow.web.standpoints.blueprint import bp, decided_on_at, page_of
from councilflow.words import word


class StepForm(Form):
    state = RadioField(_l("Hur går det?"), [InputRequired(_l("Välj hur det går."))], coerce=FormalState)
    deciding_body = line(_l("Beslutande organ"), longest=200)
    planned_on = day(_l("Planerat till den"))
    decided_on = day(_l("Beslutat den"))
    reference = line(_l("Paragraf eller diarienummer"), longest=120)
    note = passage(_l("Vad som ändrades, eller varför det blev avslag"), longest=4000)
    link = line(_l("Länk till beslutet"), longest=500)
    file = FileField(_l("Beslutet som fil"), [Optional()])
    without_file = BooleanField(_l("Ta bort filen"))
    on_word_of = line(_l("Vem har lämnat uppgiften?"), longest=200)


class NewStepForm(Form):
    deciding_body = line(_l("Beslutande organ"), _l("Skriv vilket organ som beslutar."), longest=200)
    planned_on = day(_l("Planerat till den"), _l("Skriv vilken dag det är planerat."))
    on_word_of = line(_l("Vem har lämnat uppgiften?"), longest=200)


_AT = {
    "formal-without-body": "deciding_body",
    "formal-without-plan": "planned_on",
    "formal-without-day": "decided_on",
    "formal-day-to-come": "decided_on",
    "formal-before-standpoint": "decided_on",
    "formal-without-words": "note",
    "formal-out-of-order": "state",
    "formal-chain-is-settled": "state",
    "formal-on-whose-word": "on_word_of",
    "formal-file-too-early": "file",
    "formal-link-unsafe": "link",
}
"""The field that each refusal is about."""


def _step_at(item_id: int, step_id: int) -> FormalDecision:
    """The step in the address, of this standpoint and no other; 403 for one that the viewer may read but not
    enter."""
    story = decided_on_at(item_id)
    step = reading.step_of(viewer(), step_id)
    if step is None or step.standpoint_id != story.row.id:
        abort(404)
    return step


def _way(council_id: int, organisation_id: int | None) -> Way:
    return formal_decisions.way_of(viewer(), council_id, organisation_id) or abort(403)


@bp.get("/standpoints/<int:item_id>/decisions/<int:organisation_id>")
@requires(Act.SET_STANCE, Act.MANAGE_COUNCIL)
def decision(item_id: int, organisation_id: int) -> ResponseReturnValue:
    """The address that mails carry: on to the step that is waited for."""
    standpoint = decided_on_at(item_id).row
    _way(standpoint.council_id, organisation_id)
    chain = writing.chain_of(standpoint.id, organisation_id)
    if not chain:
        abort(404)
    current = next((one for one in chain if one.state not in MADE), chain[-1])
    return redirect(url_for("standpoints.step", item_id=item_id, step_id=current.id))


@bp.route("/standpoints/<int:item_id>/steps/<int:step_id>", methods=["GET", "POST"])
@requires(Act.SET_STANCE, Act.MANAGE_COUNCIL)
def step(item_id: int, step_id: int) -> ResponseReturnValue:
    one = _step_at(item_id, step_id)
    way = _way(one.standpoint.council_id, one.organisation_id)
    form = StepForm(obj=one)
    form.state.choices = choices((state, word(state)) for state in _offered(one))
    if form.is_submitted() and _is_whole(one, form, way):
        try:
            _save(one, form, way)
        except RuleBroken as error:
            db.session.rollback()
            _say(form, error)
            one = _step_at(item_id, step_id)
        else:
            tell(_("Beslutet är sparat"), _whose(one))
            return redirect(f"{page_of(decided_on_at(item_id))}#organisation-{one.organisation_id or 0}")
    return _page(item_id, one, form, way), 422 if form.errors else 200


def _page(item_id: int, one: FormalDecision, form: StepForm, way: Way) -> str:
    chain = list(writing.chain_of(one.standpoint_id, one.organisation_id))
    return render(
        "standpoints/step.html",
        form=form,
        story=(story := decided_on_at(item_id)),
        back_url=page_of(story),
        told=secrecy.told,
        one=one,
        whose=_whose(one),
        chain=chain,
        version=one.version,
        on_word=way is Way.ON_WORD,
        may_add=chain[-1].state in NEEDED,
        may_remove=one.id == chain[-1].id
        and one.state not in MADE
        and (one.position > 1 or one.organisation_id is None),
        file_suffixes=",".join(files.SUFFIXES),
    )


def _offered(one: FormalDecision) -> list[FormalState]:
    """A step beyond the first, and one of the council's own, is never in question."""
    if one.organisation_id is None or one.position > 1:
        return [state for state in FormalState if state in NEEDED]
    return list(FormalState)


def _whose(one: FormalDecision) -> str:
    return one.organisation.name if one.organisation else _("Rådets egna steg")


def _is_whole(one: FormalDecision, form: StepForm, way: Way) -> bool:
    """Whether what is sent may be said. Everything that is wrong is said at once, each at its own field."""
    if form.validate() or form.state.data in list(FormalState):
        word_of = form.on_word_of.data or ""
        for flaw in writing.flaws_in(one, _said(form), way=way, on_word_of=word_of, now=now()):
            if not form[_AT[flaw.code]].errors:
                _say(form, flaw)
    return not form.errors


def _said(form: StepForm) -> Step:
    return Step(
        state=form.state.data,
        deciding_body=form.deciding_body.data or "",
        planned_on=form.planned_on.data,
        decided_on=form.decided_on.data,
        reference=form.reference.data or "",
        note=form.note.data or "",
        link=form.link.data or "",
    )


def _save(one: FormalDecision, form: StepForm, way: Way) -> None:
    facts: dict[str, Any] = {"by": me(), "now": now()}
    version = number_in(request.form.get("version"))
    word_of = form.on_word_of.data or ""
    formal_decisions.enter(one, _said(form), version=version, way=way, on_word_of=word_of, **facts)
    chosen = form.file.data
    if getattr(chosen, "filename", ""):
        formal_decisions.attach(one, _kept(chosen), **facts)
    elif form.without_file.data:
        formal_decisions.detach(one, **facts)


def _kept(chosen: Any) -> files.Stored:
    config = current_app.config
    return files.store(
        chosen.stream,
        chosen.filename,
        folder=config["DATA_DIR"],
        limit=config["MAX_CONTENT_LENGTH"],
        clamd=config["CLAMD"],
    )


def _say(form: Any, error: RuleBroken) -> None:
    name = "file" if error.code.startswith("file-") else _AT.get(error.code)
    if name is None or name not in form:
        say(form, error)
    else:
        form[name].errors = [" ".join(explained(error))]


@bp.route("/standpoints/<int:item_id>/steps/new", methods=["GET", "POST"])
@requires(Act.SET_STANCE, Act.MANAGE_COUNCIL)
def new_step(item_id: int) -> ResponseReturnValue:
    """One more step of an organisation's chain (`organisation` in the query), or one of the council's own."""
    standpoint = decided_on_at(item_id).row
    organisation_id = request.args.get("organisation", type=row_number)
    way = _way(standpoint.council_id, organisation_id)
    chain = writing.chain_of(standpoint.id, organisation_id)
    if organisation_id is not None and not chain:
        abort(404)
    form = NewStepForm()
    if form.validate_on_submit():
        try:
            made = formal_decisions.add_step(
                standpoint.id,
                organisation_id,
                deciding_body=form.deciding_body.data,
                planned_on=form.planned_on.data,
                way=way,
                on_word_of=form.on_word_of.data or "",
                by=me(),
                now=now(),
            )
        except RuleBroken as error:
            _say(form, error)
        else:
            tell(_("Steget är tillagt"), made.deciding_body)
            return redirect(url_for("standpoints.step", item_id=item_id, step_id=made.id))
    whose = db.session.get(Organisation, organisation_id) if organisation_id else None
    page = render(
        "standpoints/new_step.html",
        form=form,
        story=(story := decided_on_at(item_id)),
        back_url=page_of(story),
        chain=chain,
        organisation_id=organisation_id,
        whose=whose.name if whose else _("Rådets egna steg"),
        on_word=way is Way.ON_WORD,
    )
    return page, 422 if form.errors else 200


class RemoveForm(Form):
    pass


@bp.route("/standpoints/<int:item_id>/steps/<int:step_id>/remove", methods=["GET", "POST"])
@requires(Act.SET_STANCE, Act.MANAGE_COUNCIL)
def remove_step(item_id: int, step_id: int) -> ResponseReturnValue:
    one = _step_at(item_id, step_id)
    _way(one.standpoint.council_id, one.organisation_id)
    form = RemoveForm()
    if form.validate_on_submit():
        body = one.deciding_body
        formal_decisions.remove_step(one, by=me(), now=now())
        tell(_("Steget är borttaget"), body)
        return redirect(page_of(decided_on_at(item_id)))
    return render("standpoints/remove_step.html", one=one, story=decided_on_at(item_id), whose=_whose(one))


@bp.get("/standpoints/<int:item_id>/steps/<int:step_id>/file")
@requires(Act.READ_MEETING)
def step_file(item_id: int, step_id: int) -> ResponseReturnValue:
    """The document of a decision, for everybody who reads the decision."""
    one = _step_at(item_id, step_id)
    if not one.sha256:
        abort(404)
    path = files.where(one.sha256, folder=current_app.config["DATA_DIR"])
    if not path.exists():
        current_app.logger.error("formal decision %s has no bytes in the data folder", step_id)
        abort(404)
    answer = as_file(path, mimetype=one.media_type, name=one.file_name, etag=one.sha256)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer
