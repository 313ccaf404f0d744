"""What was written in a log can be wrong: rows of the contact log and reports from forums are changed, and
taken away after a look. The journal keeps what they said."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue

from councilflow.i18n import gettext as _
from councilflow.models import AdvocacyContact, AdvocacyIssue, ForumReport, Representation
from councilflow.process.errors import RuleBroken
from councilflow.process.rights import Act
from councilflow.services.outwards import advocacy, representation
from councilflow.services.outwards.advocacy import CONTACT, Reached
from councilflow.services.outwards.keeping import version_of
from councilflow.services.outwards.representation import REPORT
from councilflow.services.visibility import today
from councilflow.web.access import me, now, requires, viewer
from councilflow.web.councils.blueprint import council_at
from councilflow.web.forms import Form
from councilflow.web.outwards.advocacy import ContactForm, issue_at
from councilflow.web.outwards.blueprint import bp, keeps, or_404
from councilflow.web.outwards.refused import say_where
from councilflow.web.outwards.representing import ReportForm, place_at
from councilflow.web.pages import render, tell


class RemoveForm(Form):
    pass


def _contact(council_id: int, advocacy_id: int, contact_id: int) -> tuple[AdvocacyIssue, AdvocacyContact]:
    issue = issue_at(council_id, advocacy_id)
    return issue, or_404(advocacy.contact_of(issue, contact_id))


@bp.route(
    "/councils/<int:council_id>/advocacy/<int:advocacy_id>/contacts/<int:contact_id>/edit",
    methods=["GET", "POST"],
)
@requires(Act.MANAGE_COUNCIL)
def edit_contact(council_id: int, advocacy_id: int, contact_id: int) -> ResponseReturnValue:
    issue, row = _contact(council_id, advocacy_id, contact_id)
    form = ContactForm(obj=row, data={"version": version_of(row, CONTACT)})
    form.offer(council_id, viewer())
    if form.validate_on_submit():
        facts: dict[str, Any] = {name: form[name].data for name in CONTACT}
        try:
            advocacy.change_contact(
                issue,
                row,
                Reached(**facts),
                version=form.version.data or "",
                by=me(),
                today=today(now()),
                now=now(),
            )
        except RuleBroken as error:
            say_where(form, error)
        else:
            tell(_("Kontakten är ändrad"), form.recipient.data)
            return redirect(
                url_for("outwards.advocacy_issue", council_id=council_id, advocacy_id=advocacy_id)
            )
    page = render("outwards/contact_form.html", form=form, council=council_at(council_id), one=issue, row=row)
    return page, 422 if form.errors else 200


@bp.route(
    "/councils/<int:council_id>/advocacy/<int:advocacy_id>/contacts/<int:contact_id>/remove",
    methods=["GET", "POST"],
)
@requires(Act.MANAGE_COUNCIL)
def remove_contact(council_id: int, advocacy_id: int, contact_id: int) -> ResponseReturnValue:
    issue, row = _contact(council_id, advocacy_id, contact_id)
    back = url_for("outwards.advocacy_issue", council_id=council_id, advocacy_id=advocacy_id)
    if RemoveForm().validate_on_submit():
        advocacy.remove_contact(issue, row, by=me(), now=now())
        tell(_("Kontakten är borttagen"))
        return redirect(back)
    facts = [(_("Vem ni nådde"), row.recipient), (_("Vad som sades"), row.text)]
    return _ask(council_id, row.on, facts, back=back, about=issue.title)


def _report(council_id: int, representation_id: int, told_id: int) -> tuple[Representation, ForumReport]:
    """A report that the viewer wrote, or any of them for those who keep the council."""
    place = place_at(council_id, representation_id)
    row: ForumReport = or_404(representation.report_at(place, told_id))
    if not (keeps() or row.by_id == viewer().person_id):
        abort(403)
    return place, row


@bp.route(
    "/councils/<int:council_id>/representations/<int:representation_id>/reports/<int:told_id>/edit",
    methods=["GET", "POST"],
)
@requires(Act.READ_COUNCIL)
def edit_report_from(council_id: int, representation_id: int, told_id: int) -> ResponseReturnValue:
    place, row = _report(council_id, representation_id, told_id)
    form = ReportForm(obj=row, data={"version": version_of(row, REPORT)})
    if form.validate_on_submit():
        try:
            representation.change_report(
                place,
                row,
                form.on.data,
                form.text.data,
                version=form.version.data or "",
                by=me(),
                today=today(now()),
                now=now(),
            )
        except RuleBroken as error:
            say_where(form, error)
        else:
            tell(_("Rapporten är sparad"), place.forum)
            return redirect(
                url_for("outwards.representation", council_id=council_id, representation_id=place.id)
            )
    page = render("outwards/report_form.html", form=form, council=council_at(council_id), one=place, row=row)
    return page, 422 if form.errors else 200


@bp.route(
    "/councils/<int:council_id>/representations/<int:representation_id>/reports/<int:told_id>/remove",
    methods=["GET", "POST"],
)
@requires(Act.READ_COUNCIL)
def remove_report_from(council_id: int, representation_id: int, told_id: int) -> ResponseReturnValue:
    place, row = _report(council_id, representation_id, told_id)
    back = url_for("outwards.representation", council_id=council_id, representation_id=place.id)
    if RemoveForm().validate_on_submit():
        representation.remove_report(place, row, by=me(), now=now())
        tell(_("Rapporten är borttagen"), place.forum)
        return redirect(back)
    return _ask(council_id, row.on, [(_("Vad som hände"), row.text)], back=back, about=place.forum)


def _ask(council_id: int, on: Any, facts: list[Any], *, back: str, about: str) -> str:
    return render(
        "outwards/remove_row.html", council=council_at(council_id), on=on, facts=facts, back=back, about=about
    )
