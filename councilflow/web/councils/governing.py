"""The governing documents of a body: reading them, and adding a version (B2.16)."""

from __future__ import annotations

from flask import abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import FileField
from wtforms.validators import URL, Optional, Regexp

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.process.errors import RuleBroken
from councilflow.process.rights import Act
from councilflow.services import governing
from councilflow.services.visibility import today
from councilflow.web.access import can, manages, me, now, requires
from councilflow.web.councils.blueprint import bp, council_at
from councilflow.web.downloads import as_file
from councilflow.web.fields import day, line, say
from councilflow.web.forms import Form
from councilflow.web.pages import render, tell
from councilflow.web.refusals import explained


class DocumentForm(Form):
    title = line(_l("Namn"), _l("Skriv vad dokumentet heter."))
    valid_from = day(_l("Gäller från"), _l("Skriv från vilken dag versionen gäller."))
    adopted = line(_l("Antaget"))
    file = FileField(_l("Fil"), render_kw={"accept": ",".join(governing.SUFFIXES)})
    link = line(_l("Länk"), longest=500)

    def offer(self) -> None:
        self.link.validators = [
            Optional(),
            Regexp("https?://", message=_l("Skriv en adress som börjar med https.")),
            URL(message=_l("Det går inte att läsa som en adress.")),
        ]

    def taken_in(self) -> governing.File | None:
        """The chosen file, judged; None without one. RuleBroken: those of `governing.taken_in`."""
        chosen = self.file.data
        if not getattr(chosen, "filename", ""):
            return None
        return governing.taken_in(chosen.stream, chosen.filename, clamd=current_app.config["CLAMD"])


@bp.get("/councils/<int:council_id>/documents")
@requires(Act.READ_COUNCIL)
def documents(council_id: int) -> ResponseReturnValue:
    return render(
        "councils/documents.html",
        council=council_at(council_id),
        documents=governing.documents_of(council_id, today(now())),
    )


@bp.route("/councils/<int:council_id>/documents/new", methods=["GET", "POST"])
@manages
def new_document(council_id: int) -> ResponseReturnValue:
    council = council_at(council_id)
    standing = governing.titles(council_id)
    asked = request.args.get("title", "")
    form = DocumentForm(title=asked if asked in standing else "", valid_from=today(now()))
    form.offer()
    if form.validate_on_submit() and _add(council_id, form):
        shown = "councils.documents" if can(Act.READ_COUNCIL) else "councils.manage"
        return redirect(url_for(shown, council_id=council_id))
    council = council_at(council_id)
    page = render("councils/new_document.html", form=form, council=council, titles=standing)
    return page, 422 if form.errors else 200


def _add(council_id: int, form: DocumentForm) -> bool:
    """Enter what the form says; False when it now says what is wrong."""
    try:
        file = form.taken_in()
    except RuleBroken as error:
        form.file.errors = [" ".join(explained(error))]
        return False
    facts = {"title": form.title.data, "valid_from": form.valid_from.data, "adopted": form.adopted.data}
    try:
        added = governing.add(
            council_at(council_id), **facts, file=file, link=form.link.data, by=me(), now=now()
        )
    except RuleBroken as error:
        db.session.rollback()
        say(form, error)
        return False
    tell(_("Version %(version)s av %(title)s finns nu", version=added.version, title=added.title))
    return True


@bp.get("/councils/<int:council_id>/documents/<int:document_id>")
@requires(Act.READ_COUNCIL)
def document(council_id: int, document_id: int) -> ResponseReturnValue:
    found = governing.file_in(council_id, document_id)
    if found is None:
        abort(404)
    answer = as_file(
        found.content or b"",
        mimetype=found.media_type,
        name=found.filename,
    )
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer
