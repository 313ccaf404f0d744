"""The council's register of financing sources (A25, B2.13)."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import FundingSource, Organisation
from councilflow.process.errors import RuleBroken
from councilflow.process.rights import Act
from councilflow.services.plans import money
from councilflow.web.access import manages, me, now, requires
from councilflow.web.councils.blueprint import council_at
from councilflow.web.fields import choices, line, passage, say
from councilflow.web.forms import Form
from councilflow.web.pages import render, tell
from councilflow.web.plans import figures
from councilflow.web.plans.blueprint import bp


@bp.get("/councils/<int:council_id>/funding-sources")
@requires(Act.READ_COUNCIL)
def funding_sources(council_id: int) -> ResponseReturnValue:
    rows = money.sources_of(council_id)
    return render("plans/funding_sources.html", council=council_at(council_id), sources=rows)


@bp.get("/councils/<int:council_id>/funding-sources/<int:source_id>")
@requires(Act.READ_COUNCIL)
def funding_source(council_id: int, source_id: int) -> ResponseReturnValue:
    """One source, and everything that it pays for (B2.13)."""
    source = _source_at(council_id, source_id)
    organisation = db.session.get(Organisation, source.organisation_id) if source.organisation_id else None
    return render(
        "plans/funding_source.html",
        council=council_at(council_id),
        source=source,
        organisation=organisation,
        uses=money.uses_of(source_id),
    )


class SourceForm(Form):
    name = line(_l("Namn"), _l("Skriv vad källan heter."))
    organisation = figures.one_of(_l("Organisationen bakom"))
    text = passage(_l("Om källan"))

    def offer(self) -> None:
        rows = db.session.execute(select(Organisation.id, Organisation.name).order_by(Organisation.name))
        known = ((str(row.id), row.name) for row in rows)
        self.organisation.choices = choices([("", _("Ingen i registret")), *known])

    def said(self) -> dict[str, Any]:
        return {
            "name": self.name.data,
            "organisation_id": figures.chosen(self.organisation),
            "text": self.text.data or "",
        }


@bp.route("/councils/<int:council_id>/funding-sources/new", methods=["GET", "POST"])
@manages
def new_funding_source(council_id: int) -> ResponseReturnValue:
    council, form = council_at(council_id), SourceForm()
    form.offer()
    if form.validate_on_submit():
        try:
            source = money.add_source(council, **form.said(), by=me(), now=now())
        except RuleBroken as error:
            say(form, error)
        else:
            tell(_("Källan är sparad"))
            return redirect(_address(source))
    facts = {"council": council, "source": None, "form": form}
    return render("plans/funding_source_edit.html", **facts), 422 if form.errors else 200


@bp.route("/councils/<int:council_id>/funding-sources/<int:source_id>/edit", methods=["GET", "POST"])
@manages
def edit_funding_source(council_id: int, source_id: int) -> ResponseReturnValue:
    council, source = council_at(council_id), _source_at(council_id, source_id)
    known = str(source.organisation_id or "")
    form = SourceForm(data={"name": source.name, "organisation": known, "text": source.text})
    form.offer()
    if form.validate_on_submit():
        try:
            money.change_source(source, **form.said(), by=me(), now=now())
        except RuleBroken as error:
            say(form, error)
        else:
            tell(_("Källan är sparad"))
            return redirect(_address(source))
    facts = {"council": council, "source": source, "form": form}
    return render("plans/funding_source_edit.html", **facts), 422 if form.errors else 200


class MergeForm(Form):
    into = figures.one_of(_l("Slå ihop med"), _l("Välj källan som ska vara kvar."))


@bp.route("/councils/<int:council_id>/funding-sources/<int:source_id>/merge", methods=["GET", "POST"])
@manages
def merge_funding_source(council_id: int, source_id: int) -> ResponseReturnValue:
    """Two spellings of one source become one."""
    council, source, form = council_at(council_id), _source_at(council_id, source_id), MergeForm()
    others = [row for row in money.sources_of(council_id) if row.id != source_id]
    form.into.choices = choices([("", _("Välj en källa")), *((str(row.id), row.name) for row in others)])
    if form.validate_on_submit():
        into = _source_at(council_id, int(form.into.data))
        money.merge_sources(source, into, by=me(), now=now())
        tell(_("Källorna är en"), _("Allt som den ena betalar står nu på %(name)s.", name=into.name))
        return redirect(_address(into))
    facts = {"council": council, "source": source, "form": form, "others": others}
    return render("plans/funding_source_merge.html", **facts), 422 if form.errors else 200


def _source_at(council_id: int, source_id: int) -> FundingSource:
    source = db.session.get(FundingSource, source_id)
    if source is None or source.body_id != council_id:
        abort(404)
    return source


def _address(source: FundingSource) -> str:
    db.session.flush()
    return url_for("plans.funding_source", council_id=source.body_id, source_id=source.id)
