"""Statements that everybody may read without an account, and letting one out (A40)."""

from __future__ import annotations

from flask import g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.models import Body, Statement
from councilflow.process.plans.values import StatementState
from councilflow.process.rights import Act
from councilflow.services.outwards import published, sending
from councilflow.web.access import maybe_viewer, me, now, open_to_everyone, requires
from councilflow.web.councils.blueprint import council_at
from councilflow.web.downloads import as_file
from councilflow.web.numbers import row_number
from councilflow.web.outwards.blueprint import bp, or_404
from councilflow.web.outwards.statements import statement_at
from councilflow.web.pages import render, tell


@bp.route("/councils/<int:council_id>/statements/<int:statement_id>/publish", methods=["GET", "POST"])
@requires(Act.MANAGE_COUNCIL)
def publish_statement(council_id: int, statement_id: int) -> ResponseReturnValue:
    """A look at what everybody will see, and letting it out; or closing it again."""
    one = statement_at(council_id, statement_id)
    there = url_for("outwards.statement", council_id=council_id, statement_id=statement_id)
    if one.state is not StatementState.SENT:
        return redirect(there)
    if request.form.get("step") in ("open", "close"):
        public = request.form["step"] == "open"
        published.let_out(one, public=public, by=me(), now=now())
        if public:
            tell(_("Yttrandet är öppet för alla"), _("Sidan kan läsas utan konto. Den kan stängas igen."))
        else:
            tell(_("Den öppna sidan är stängd"), _("Bara de som läser rådets sidor ser yttrandet nu."))
        return redirect(there)
    return render(
        "outwards/publish.html",
        council=council_at(council_id),
        one=one,
        is_open=published.one(one.id) is not None,
        dissents=sending.dissents_in(one),
    )


@bp.get("/public/statements")
@open_to_everyone
def public_statements() -> ResponseReturnValue:
    """What the councils have said, for everybody; cut by words and council."""
    g.section = ""
    words = " ".join(request.args.get("q", "").replace("\0", "").split())[:200]
    council_id = request.args.get("council", type=row_number)
    before = request.args.get("before", type=row_number)
    return render(
        "outwards/public_list.html",
        page=published.listed(words=words, council_id=council_id, before=before),
        councils=published.councils(),
        words=words,
        council_id=council_id,
        is_first=before is None,
    )


@bp.get("/public/statements/<int:statement_id>")
@open_to_everyone
def public_statement(statement_id: int) -> ResponseReturnValue:
    """The letter as it was sent, and nothing else of the case."""
    g.section = ""
    one = _public(statement_id)
    council = db.session.get_one(Body, one.body_id)
    return render(
        "outwards/public.html",
        one=one,
        council=council,
        dissents=sending.dissents_in(one),
        reads_inside=maybe_viewer() is not None,
    )


@bp.get("/public/statements/<int:statement_id>/letter")
@open_to_everyone
def public_letter(statement_id: int) -> ResponseReturnValue:
    one = _public(statement_id)
    content = sending.letter(one, now=now())
    return as_file(content, mimetype="application/pdf", name=sending.file_name(one), inline=True)


def _public(statement_id: int) -> Statement:
    found: Statement = or_404(published.one(statement_id))
    return found
