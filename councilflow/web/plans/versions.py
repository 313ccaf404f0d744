"""A plan's versions, one of them as it was, two held against each other, and the year's look (A8)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField
from wtforms.validators import InputRequired

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import Body, PlanVersion
from councilflow.process.errors import RuleBroken
from councilflow.process.plans import exchange
from councilflow.process.plans.adoption import steps_from
from councilflow.process.plans.differences import differences
from councilflow.process.plans.document import PlanDocument
from councilflow.process.plans.table import heading, sections
from councilflow.process.plans.values import ReviewResult
from councilflow.services.plans import adoption, document_of, money, reading, showing, versions
from councilflow.services.plans.exporting import adopted_words, exported_document, standing_of
from councilflow.services.visibility import today
from councilflow.web.access import keeps_plan, keeps_this_plan, now, reads_plan
from councilflow.web.access import me as person
from councilflow.web.fields import choices, day, line, passage, say
from councilflow.web.forms import Form
from councilflow.web.pages import render, tell
from councilflow.web.plans import figures
from councilflow.web.plans.blueprint import bp, plan_at
from councilflow.web.plans.exporting import TO_LOAD, TO_READ, file_kind, sent
from councilflow.web.plans.told import Told
from councilflow.web.plans.ways import ways
from councilflow.words import word


@bp.get("/plans/<int:plan_id>/versions", endpoint="versions")
@reads_plan
def all_versions(plan_id: int) -> ResponseReturnValue:
    plan = plan_at(plan_id)
    return render(
        "plans/versions.html",
        plan=reading.heading(plan_id),
        standing=standing_of(plan, now()),
        steps=steps_from(plan.status),
        versions=versions.versions_of(plan_id),
        reviews=versions.reviews_of(plan_id),
        approvals=adoption.approvals_of(plan_id),
        zone=db.session.get_one(Body, plan.body_id).zone,
        is_due=plan.review_on is not None and plan.review_on <= today(now()),
        keeps=keeps_this_plan(),
        ways=ways(plan_id, "plans.versions"),
    )


def version_at(plan_id: int, number: int) -> PlanVersion:
    version = versions.version_at(plan_id, number)
    if version is None:
        abort(404)
    return version


@bp.get("/plans/<int:plan_id>/versions/<int:number>")
@reads_plan
def version(plan_id: int, number: int) -> ResponseReturnValue:
    """The plan as it was; of a large one, an area at a time."""
    kept = version_at(plan_id, number)
    document = versions.document_in(kept)
    parts = sections(document)
    area = request.args.get("area", "")
    is_large = len(document.nodes) > showing.WHOLE
    shown = [one for one in parts if one.node and one.node.key == area] or parts[:1]
    return render(
        "plans/version.html",
        plan=reading.heading(plan_id),
        version=kept,
        document=document,
        chain=versions.chain_in(kept),
        areas=[one.node for one in parts if one.node] if is_large else [],
        sections=shown if is_large else parts,
        heading=lambda head: heading(head, document),
        kinds=(*TO_READ, *TO_LOAD),
        newest=versions.versions_of(plan_id)[0].number,
    )


@bp.get("/plans/<int:plan_id>/versions/<int:number>/export/<kind>")
@reads_plan
def version_file(plan_id: int, number: int, kind: str) -> ResponseReturnValue:
    kept, plan = version_at(plan_id, number), plan_at(plan_id)
    standing = _("Version %(number)s, %(day)s", number=number, day=today(kept.made_at).isoformat())
    if kept.adopted_on:
        standing = f"{standing}. {adopted_words(kept.adopted_on, kept.case_no)}"
    document = versions.document_in(kept)
    return sent(exported_document(plan, document, file_kind(kind), standing=standing, now=now()))


@bp.get("/plans/<int:plan_id>/differences")
@reads_plan
def plan_differences(plan_id: int) -> ResponseReturnValue:
    """What happened between two versions, or since one: ?from=1&to=2; without them since the newest."""
    rows = versions.versions_of(plan_id)
    numbers = [row.number for row in rows]
    before = _asked("from", numbers) or (numbers[0] if numbers else None)
    after = _asked("to", numbers)
    if before is None:
        return redirect(url_for("plans.versions", plan_id=plan_id))
    old, new = _document(plan_id, before), _document(plan_id, after)
    return render(
        "plans/differences.html",
        plan=reading.heading(plan_id),
        versions=rows,
        before=before,
        after=after,
        found=differences(old, new),
        told=Told(old, new),
        moved=_moved_between(plan_id, {row.number: row.made_at for row in rows}, before, after),
    )


def _moved_between(plan_id: int, made: dict[int, datetime], before: int, after: int | None) -> list[Any]:
    """Money that was moved after the one version and before the other: it changes no cell of the plan."""
    until = made[after] if after else now()
    return [row for row in money.reallocations_of(plan_id) if made[before] < row.noted_at <= until]


def _asked(name: str, numbers: list[int]) -> int | None:
    written = request.args.get(name, "")
    number = int(written) if written.isascii() and written.isdecimal() and len(written) < 7 else None
    return number if number in numbers else None


def _document(plan_id: int, number: int | None) -> PlanDocument:
    """A version; without a number the plan as a version would keep it now."""
    if number:
        return versions.document_in(version_at(plan_id, number))
    return exchange.kept(exchange.told(document_of(plan_at(plan_id))))


class VersionForm(Form):
    reason = line(_l("Varför"), _l("Skriv varför versionen sparas, till exempel inför mötet i mars."))


@bp.route("/plans/<int:plan_id>/versions/new", methods=["GET", "POST"])
@keeps_plan
def new_version(plan_id: int) -> ResponseReturnValue:
    form = VersionForm()
    if form.validate_on_submit():
        made = versions.take_version(plan_at(plan_id), form.reason.data, by=person(), now=now())
        tell(_("Version %(number)s är sparad", number=made.number))
        return redirect(url_for("plans.versions", plan_id=plan_id))
    return step_page(
        plan_id,
        form,
        title=_("Spara en version"),
        lead=_("Versionen är planen som den är nu. Den går att läsa och jämföra med sedan."),
        verb=_("Spara versionen"),
    )


class ReviewForm(Form):
    result = RadioField(
        _l("Vad det blev"), [InputRequired(_l("Välj om planen är justerad eller inte."))], coerce=str
    )
    item = figures.one_of(_l("Paragraf där rådet noterade det"))
    case_no = line(_l("Eller ärendets nummer"), longest=60)
    note = passage(_l("Anteckning"), longest=2000)
    next_on = day(_l("Nästa genomgång"))

    def offer(self, council: Body) -> None:
        self.result.choices = choices((one.value, word(one)) for one in ReviewResult)
        figures.offer_decisions(self.item, council)

    def noted(self) -> versions.Noted:
        return versions.Noted(figures.chosen(self.item), self.case_no.data or "")


@bp.route("/plans/<int:plan_id>/review", methods=["GET", "POST"])
@keeps_plan
def review(plan_id: int) -> ResponseReturnValue:
    plan = plan_at(plan_id)
    day_now = today(now())
    form = ReviewForm(data={"next_on": adoption.a_year_after(day_now)})
    form.offer(db.session.get_one(Body, plan.body_id))
    if form.validate_on_submit():
        try:
            versions.review(
                plan,
                ReviewResult(form.result.data),
                note=form.note.data or "",
                noted=form.noted(),
                next_on=form.next_on.data,
                by=person(),
                now=now(),
            )
        except RuleBroken as error:
            say(form, error)
        else:
            tell(_("Genomgången är noterad"))
            return redirect(url_for("plans.versions", plan_id=plan_id))
    return step_page(
        plan_id,
        form,
        title=_("Notera årets genomgång"),
        lead=_("Planen aktualiseras varje år och justeras vid behov. Det som gällde sparas som en version."),
        verb=_("Notera genomgången"),
    )


def step_page(plan_id: int, form: Form, *, title: str, lead: str, verb: str) -> ResponseReturnValue:
    """The form of one step with a plan as a whole."""
    page = render(
        "plans/step.html",
        plan=reading.heading(plan_id),
        form=form,
        title=title,
        lead=lead,
        verb=verb,
        action=request.path,
        way_out=url_for("plans.versions", plan_id=plan_id),
    )
    return page, 422 if form.errors else 200
