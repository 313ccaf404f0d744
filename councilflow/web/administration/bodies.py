"""Founding councils and their preparatory groups (A54, A66)."""

from __future__ import annotations

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import Body
from councilflow.process.councils import BodyKind
from councilflow.process.errors import RuleBroken
from councilflow.process.record import ArchiveFormat, MinutesProfile
from councilflow.services import setup
from councilflow.web.access import administers, me, now
from councilflow.web.administration.blueprint import bp
from councilflow.web.councils.texts import CouncilForm
from councilflow.web.fields import choices, line, say
from councilflow.web.forms import Form
from councilflow.web.pages import render, tell
from councilflow.words import word

_FOUNDED = (BodyKind.COUNCIL, BodyKind.WIDE_COUNCIL)


class NewCouncilForm(CouncilForm):
    kind = RadioField(_l("Slag"), [InputRequired(_l("Välj slag."))], coerce=BodyKind)
    includes = SelectField(
        _l("Rådet i bredare krets omfattar också"), coerce=lambda value: int(value) if value else None
    )

    def offer(self) -> None:
        super().offer()
        self.kind.choices = choices((kind, word(kind)) for kind in _FOUNDED)
        standing = [(row.id, row.name) for row in setup.bodies() if row.kind is BodyKind.COUNCIL]
        self.includes.choices = choices([("", _("Inget annat råd")), *standing])


class GroupForm(Form):
    name = line(_l("Namn"), _l("Skriv gruppens namn."))
    short_name = line(_l("Kort namn"), _l("Skriv ett kort namn."), longest=40)


@bp.route("/councils/new", methods=["GET", "POST"])
@administers
def new_council() -> ResponseReturnValue:
    form = NewCouncilForm(
        kind=BodyKind.COUNCIL,
        includes=None,
        advisory=True,
        time_zone="Europe/Stockholm",
        document_language="sv",
        invitation_days=7,
        preparation_days=2,
        draft_days=5,
        signing_days=14,
        minutes_profile=MinutesProfile.ADVISORY,
        archive_format=ArchiveFormat.PDFA_3A,
    )
    form.offer()
    if form.validate_on_submit():
        wide = form.kind.data is BodyKind.WIDE_COUNCIL
        facts = form.facts() | {"includes_id": form.includes.data if wide else None}
        try:
            council = setup.add_body(form.kind.data, **facts, by=me(), now=now())
        except RuleBroken as error:
            db.session.rollback()
            say(form, error)
        else:
            tell(_("%(name)s finns nu", name=council.name), _("Ge rådet en sekreterare, så kan hen ta vid."))
            return redirect(url_for("councils.manage", council_id=council.id))
    page = render("administration/new_council.html", form=form)
    return page, 422 if form.errors else 200


@bp.route("/councils/<int:council_id>/group/new", methods=["GET", "POST"])
@administers
def new_group(council_id: int) -> ResponseReturnValue:
    council = db.get_or_404(Body, council_id)
    form = GroupForm()
    if form.validate_on_submit():
        try:
            setup.add_body(
                BodyKind.PREPARATORY_GROUP,
                name=form.name.data,
                short_name=form.short_name.data,
                host_id=council.host_id,
                council_id=council_id,
                document_language=council.document_language,
                time_zone=council.time_zone,
                by=me(),
                now=now(),
            )
        except RuleBroken as error:
            db.session.rollback()
            say(form, error)
        else:
            tell(_("Beredningsgruppen finns nu"), _("Ge dem som bereder sina platser."))
            return redirect(url_for("councils.manage", council_id=council_id))
    page = render("administration/new_group.html", form=form, council=db.get_or_404(Body, council_id))
    return page, 422 if form.errors else 200
