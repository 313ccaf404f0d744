"""The invitation list of one meeting: those who hold no seat (A55, B1.23, B4.17)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import DataRequired, Email, InputRequired, Length

from councilflow import i18n
from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.i18n import ngettext
from councilflow.models import ExtraInvitee, Meeting
from councilflow.process.councils import Category, OrganisationKind
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingState, local_date
from councilflow.process.rights import Act
from councilflow.services import setup
from councilflow.services.meetings import extras
from councilflow.web.access import can, me, now, requires
from councilflow.web.fields import choices, line, say
from councilflow.web.forms import Form
from councilflow.web.pages import render, tell
from councilflow.words import word

bp = Blueprint("extras", __name__)


@bp.before_request
def _section() -> None:
    g.section = "meetings"


def _row_id(value: Any) -> int | None:
    return int(value) if value else None


class PersonForm(Form):
    name = line(_l("Namn"), _l("Skriv vem som bjuds in."))
    email = StringField(
        _l("E-post"),
        [
            DataRequired(_l("Skriv en e-postadress, till exempel namn@kommun.se.")),
            Length(max=254, message=_l("Högst %(longest)s tecken.", longest=254)),
            Email(_l("Skriv en hel e-postadress.")),
        ],
        filters=[lambda text: (text or "").strip()],
    )
    organisation_id = SelectField(_l("Organisation i registret"), coerce=_row_id)
    organisation = line(_l("Annan organisation"))
    category = RadioField(
        _l("Bjuds in som"),
        [InputRequired(_l("Välj vad personen bjuds in som."))],
        default=Category.ACTOR,
    )
    function = line(_l("Funktion eller titel"))

    def offer(self) -> None:
        self.category.choices = choices((one, word(one)) for one in extras.CATEGORIES)
        found = [(row.id, row.name) for row in setup.standing_organisations()]
        self.organisation_id.choices = choices([("", _("Ingen, eller en annan")), *found])

    def entry(self) -> extras.Entry:
        return extras.Entry(
            name=self.name.data,
            email=self.email.data or "",
            category=Category(self.category.data),
            organisation_id=self.organisation_id.data,
            organisation=self.organisation.data or "",
            function=self.function.data or "",
        )


class KindForm(Form):
    kind = SelectField(_l("Slags organisation"))
    as_category = SelectField(_l("Bjuds in som"))

    def offer(self) -> None:
        self.kind.choices = choices(
            (row.kind, f"{word(row.kind)} ({row.organisations})") for row in extras.kinds_with_mailbox()
        )
        self.as_category.choices = choices((one, word(one)) for one in extras.CATEGORIES)


class CopyForm(Form):
    meeting = SelectField(_l("Möte"), coerce=_row_id)

    def offer(self, meeting: Meeting) -> None:
        self.meeting.choices = choices(
            (row.id, _earlier(row, meeting)) for row in extras.earlier_lists(meeting)
        )


def _earlier(row: Any, meeting: Meeting) -> str:
    day = i18n.date_long(local_date(row.starts_at, meeting.council.zone))
    return ngettext("%(day)s, en person", "%(day)s, %(n)s personer", row.people, day=day)


@bp.route("/meetings/<int:meeting_id>/extras", methods=["GET", "POST"])
@requires(Act.MANAGE_COUNCIL, Act.PREPARE_AGENDA)
def show(meeting_id: int) -> ResponseReturnValue:
    """The list, and adding one person to it."""
    meeting = db.session.get_one(Meeting, meeting_id)
    form = PersonForm()
    form.offer()
    if form.validate_on_submit():
        try:
            extras.check_changeable(meeting, g.acts)
            extras.add(meeting, form.entry(), by=me(), now=now())
        except RuleBroken as error:
            db.session.rollback()
            say(form, error)
        else:
            tell(*_added(meeting, 1))
            return _back(meeting_id)
    page = _page(meeting, form)
    return page, 422 if form.errors else 200


def _page(meeting: Meeting, form: PersonForm) -> str:
    meeting = db.session.get_one(Meeting, meeting.id)
    copy_form, kind_form = CopyForm(formdata=None), KindForm(formdata=None)
    copy_form.offer(meeting)
    kind_form.offer()
    is_out = meeting.state is MeetingState.INVITED
    return render(
        "meetings/extras.html",
        meeting=meeting,
        day=i18n.weekday_date(local_date(meeting.starts_at, meeting.council.zone)),
        lines=sorted(extras.listed(meeting.id), key=lambda one: extras.CATEGORIES.index(one.category)),
        form=form,
        copy_form=copy_form,
        kind_form=kind_form,
        is_out=is_out,
        may_change=meeting.state in extras.OPEN and (not is_out or can(Act.INVITE)),
        is_over=meeting.state not in extras.OPEN,
    )


@bp.post("/meetings/<int:meeting_id>/extras/copy")
@requires(Act.MANAGE_COUNCIL, Act.PREPARE_AGENDA)
def copy(meeting_id: int) -> ResponseReturnValue:
    """Take over the list of an earlier meeting of the council."""
    meeting = db.session.get_one(Meeting, meeting_id)
    form = CopyForm()
    form.offer(meeting)
    if not form.validate_on_submit():
        abort(404)
    extras.check_changeable(meeting, g.acts)
    earlier = db.session.get_one(Meeting, form.meeting.data)
    tell(*_added(meeting, extras.copy(meeting, earlier, by=me(), now=now())))
    return _back(meeting_id)


@bp.post("/meetings/<int:meeting_id>/extras/kind")
@requires(Act.MANAGE_COUNCIL, Act.PREPARE_AGENDA)
def add_kind(meeting_id: int) -> ResponseReturnValue:
    """Invite every organisation of a kind, at its official mailbox."""
    meeting = db.session.get_one(Meeting, meeting_id)
    form = KindForm()
    form.offer()
    if not form.validate_on_submit():
        abort(404)
    extras.check_changeable(meeting, g.acts)
    kind, category = OrganisationKind(form.kind.data), Category(form.as_category.data)
    tell(*_added(meeting, extras.add_kind(meeting, kind, category, by=me(), now=now())))
    return _back(meeting_id)


def _added(meeting: Meeting, count: int) -> tuple[str, str]:
    if not count:
        return _("Ingen lades till"), _("Alla i urvalet är redan kallade till mötet.")
    title = ngettext("En är tillagd på listan", "%(n)s är tillagda på listan", count)
    if meeting.state is MeetingState.INVITED:
        return title, _("Kallelsen går ut med mejl inom kort.")
    return title, _("Kallelsen går ut när ordföranden skickar den.")


@bp.route("/meetings/<int:meeting_id>/extras/<int:extra_id>/remove", methods=["GET", "POST"])
@requires(Act.MANAGE_COUNCIL, Act.PREPARE_AGENDA)
def remove(meeting_id: int, extra_id: int) -> ResponseReturnValue:
    one = db.session.get(ExtraInvitee, extra_id)
    if one is None or one.meeting_id != meeting_id:
        abort(404)
    meeting = db.session.get_one(Meeting, meeting_id)
    extras.check_changeable(meeting, g.acts)
    if request.method == "POST":
        is_told, name = one.invitee_id is not None, one.name
        extras.remove(one, by=me(), now=now())
        text = _("%(name)s får besked med mejl inom kort.", name=name) if is_told else ""
        tell(_("%(name)s är borttagen från listan", name=name), text)
        return _back(meeting_id)
    return render("meetings/extras_remove.html", meeting=meeting, one=one)


def _back(meeting_id: int) -> ResponseReturnValue:
    return redirect(url_for("extras.show", meeting_id=meeting_id))
