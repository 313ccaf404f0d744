"""Proposed issues: propose, follow, answer."""

from __future__ import annotations

from flask import Blueprint, abort, g, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import Body, Issue, Organisation
from councilflow.process.agenda import NEEDS_REASON, IssueStep, open_issue_steps
from councilflow.process.rights import Act
from councilflow.services import councils, issues
from councilflow.web.access import can, me, now, requires, signed_in, viewer
from councilflow.web.forms import Form
from councilflow.web.pages import render, tell
from councilflow.words import word

bp = Blueprint("issues", __name__)


@bp.before_request
def _section() -> None:
    g.section = "issues"


class IssueForm(Form):
    title = StringField(
        _l("Rubrik"),
        [InputRequired(_l("Skriv en rubrik.")), Length(max=200, message=_l("Högst 200 tecken."))],
    )
    challenge = TextAreaField(_l("Utmaning"), [InputRequired(_l("Beskriv utmaningen."))])
    why = TextAreaField(_l("Varför nu, och varför tillsammans"), [InputRequired(_l("Skriv varför."))])
    background = TextAreaField(_l("Bakgrund"), [Optional()])
    organisation = RadioField(
        _l("Vilken organisation föreslår frågan?"),
        [InputRequired(_l("Välj organisation."))],
        coerce=int,
    )


class AnswerForm(Form):
    step = RadioField(_l("Steg"), [InputRequired(_l("Välj ett steg."))], coerce=IssueStep)
    reason = TextAreaField(_l("Skäl till den som föreslog frågan"))

    def validate_reason(self, field: TextAreaField) -> None:
        if self.step.data in NEEDS_REASON and not (field.data or "").strip():
            raise ValidationError(_("Skriv varför, så att den som föreslog frågan förstår."))


@bp.get("/issues")
@signed_in
def index() -> ResponseReturnValue:
    who = viewer()
    return render(
        "issues/index.html",
        issues=issues.listed(who),
        councils=councils.named(who.councils_with(Act.PROPOSE_ISSUE)),
    )


@bp.route("/councils/<int:council_id>/issues/new", methods=["GET", "POST"])
@requires(Act.PROPOSE_ISSUE)
def new(council_id: int) -> ResponseReturnValue:
    council = db.session.get_one(Body, council_id)
    mine = councils.organisations_of(viewer(), council_id)
    form = IssueForm()
    form.organisation.choices = [(organisation.id, organisation.name) for organisation in mine]
    if len(mine) == 1:
        form.organisation.data = mine[0].id
    if form.validate_on_submit():
        issue = issues.propose(
            council,
            title=form.title.data or "",
            challenge=form.challenge.data or "",
            why=form.why.data or "",
            background=form.background.data or "",
            organisation=db.session.get(Organisation, form.organisation.data),
            by=me(),
            now=now(),
        )
        db.session.flush()
        tell(
            _("Frågan är föreslagen"),
            _("Beredningsgruppen svarar alltid. Här ser du vad som händer med den."),
        )
        return redirect(url_for("issues.show", issue_id=issue.id))
    page = render("issues/new.html", form=form, council=council, organisations=mine)
    return page, 422 if form.errors else 200


@bp.route("/issues/<int:issue_id>", methods=["GET"])
@signed_in
def show(issue_id: int) -> ResponseReturnValue:
    issue = _visible(issue_id)
    return render("issues/show.html", issue=issue, form=_answer_form(issue), prepares=_prepares(issue))


@bp.post("/issues/<int:issue_id>/answer")
@requires(Act.PREPARE_AGENDA)
def answer(issue_id: int) -> ResponseReturnValue:
    issue = _visible(issue_id)
    form = _answer_form(issue)
    if not form.validate_on_submit():
        return render("issues/show.html", issue=issue, form=form, prepares=True), 422
    issues.take(issue, form.step.data, reason=form.reason.data or "", by=me(), now=now())
    tell(_("Svaret är sparat"), _("Den som föreslog frågan ser det direkt."))
    return redirect(url_for("issues.show", issue_id=issue.id))


def _visible(issue_id: int) -> Issue:
    issue = issues.visible(issue_id, viewer())
    if issue is None:
        abort(404)
    return issue


def _prepares(issue: Issue) -> bool:
    return can(Act.PREPARE_AGENDA) or Act.PREPARE_AGENDA in viewer().acts_in(issue.council_id)


def _answer_form(issue: Issue) -> AnswerForm:
    form = AnswerForm()
    offered = {IssueStep.TAKE_UP, IssueStep.FINISH, IssueStep.REST, IssueStep.DECLINE}
    form.step.choices = [(step, word(step)) for step in open_issue_steps(issue.state) if step in offered]
    return form
