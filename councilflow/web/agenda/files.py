"""A file beside an item: fetching it, its versions, putting in a newer one, and marking what is secret."""

from __future__ import annotations

from typing import Any

from flask import abort, current_app, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, FileField
from wtforms.validators import Optional

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import AgendaItem, Attachment
from councilflow.process.errors import RuleBroken
from councilflow.process.rights import Act
from councilflow.services import agenda, files, secrecy, visibility
from councilflow.services.agenda import files as versioned
from councilflow.services.agenda import reading
from councilflow.web.access import can, here, me, now, presents, requires, viewer
from councilflow.web.agenda.blueprint import bp
from councilflow.web.downloads import as_file
from councilflow.web.fields import line
from councilflow.web.forms import Form
from councilflow.web.meetings.beside import file_words
from councilflow.web.once import once
from councilflow.web.pages import render, tell
from councilflow.web.refusals import explained


class SecrecyForm(Form):
    is_secret = BooleanField(_l("Sekretess"))
    secrecy_section = line(_l("Lagrum"))


class NewVersionForm(SecrecyForm):
    file = FileField(_l("Ny version"), [Optional()])
    is_knowledge = BooleanField(_l("Kunskapsunderlag"))


def reads_secret() -> bool:
    """Whether the viewer reads what falls under secrecy here: those who sit in the council and prepare its
    meetings, and whoever presents the item; not those whom the meeting alone invites (A55)."""
    item_id = here().item_id
    return can(Act.READ_MEETING) or (item_id is not None and visibility.presents(viewer(), item_id))


@bp.get("/attachments/<int:attachment_id>")
@presents
def attachment(attachment_id: int) -> ResponseReturnValue:
    row = reading.file(attachment_id)
    if row.is_secret and not reads_secret():
        abort(404)
    path = files.where(row.sha256, folder=current_app.config["DATA_DIR"])
    if not path.exists():
        current_app.logger.error("attachment %s has no bytes in the data folder", attachment_id)
        abort(404)
    answer = as_file(path, mimetype=row.media_type, name=row.file_name, etag=row.sha256)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


@bp.get("/attachments/<int:attachment_id>/versions")
@presents
def versions(attachment_id: int) -> ResponseReturnValue:
    """Every version of a file, and which one went out with the invitation."""
    found = versioned.versions(attachment_id)
    if any(one.is_secret for one in found) and not reads_secret():
        abort(404)
    return render(
        "agenda/versions.html",
        versions=found,
        newest=found[0],
        was_sent=any(one.is_pinned for one in found),
        item=reading.item(here().item_id or 0),
        file_words=file_words,
        told=secrecy.told,
    )


@bp.route("/attachments/<int:attachment_id>/edit", methods=["GET", "POST"])
@requires(Act.PREPARE_AGENDA)
@once
def file(attachment_id: int) -> ResponseReturnValue:
    """Put in a newer version, and say what kind of file it is; until the meeting is over."""
    one = versioned.held_file(attachment_id)
    versioned.check_replaceable(one)
    form = NewVersionForm(obj=one)
    if form.validate_on_submit():
        try:
            _save(one, form)
        except RuleBroken as error:
            db.session.rollback()
            one = db.session.get_one(Attachment, attachment_id)
            _say(form, error)
        else:
            tell(_("Filen är sparad"), one.title)
            return redirect(url_for("agenda.item", item_id=one.item_id, _anchor="bilagor"))
    page = render("agenda/file.html", form=form, file=one, file_suffixes=",".join(files.SUFFIXES))
    return page, 422 if form.errors else 200


def _save(one: Attachment, form: NewVersionForm) -> None:
    section = form.secrecy_section.data or ""
    for each in versioned.chain(one):
        secrecy.mark(each, is_secret=form.is_secret.data, section=section, by=me(), now=now())
    versioned.say_knowledge(one, is_knowledge=form.is_knowledge.data, by=me(), now=now())
    chosen = form.file.data
    if getattr(chosen, "filename", ""):
        versioned.replace(one, kept(chosen), by=me(), now=now())


def kept(chosen: Any) -> files.Stored:
    """An uploaded file, judged and kept. RuleBroken: those of `files.store`."""
    return files.store(
        chosen.stream,
        chosen.filename,
        folder=current_app.config["DATA_DIR"],
        limit=current_app.config["MAX_CONTENT_LENGTH"],
        clamd=current_app.config["CLAMD"],
    )


@bp.route("/items/<int:item_id>/secrecy", methods=["GET", "POST"])
@requires(Act.PREPARE_AGENDA)
def item_secrecy(item_id: int) -> ResponseReturnValue:
    """Mark an item as secret, at any time."""
    one = agenda.held(item_id)
    form = SecrecyForm(obj=one)
    if form.validate_on_submit():
        try:
            _mark(one, form)
        except RuleBroken as error:
            _say(form, error)
        else:
            tell(_("Sekretessen är sparad"), one.title)
            return redirect(url_for("agenda.item", item_id=item_id))
    page = render("agenda/secrecy.html", form=form, item=one)
    return page, 422 if form.errors else 200


def _mark(one: AgendaItem, form: SecrecyForm) -> None:
    section = form.secrecy_section.data or ""
    secrecy.mark(one, is_secret=form.is_secret.data, section=section, by=me(), now=now())


def _say(form: SecrecyForm, error: RuleBroken) -> None:
    """The refusal at the field that it is about."""
    field = form.secrecy_section if error.code == "secrecy-without-section" else form["file"]
    field.errors = [" ".join(explained(error))]
