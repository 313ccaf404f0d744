"""What each category may do at the table of a council, and what the council settles of it (A.7)."""

from __future__ import annotations

from collections.abc import Mapping

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from councilflow.i18n import gettext as _
from councilflow.models import Body
from councilflow.process.councils import Category
from councilflow.process.rights import ADJUSTABLE, AT_THE_TABLE, Right, rights_of
from councilflow.process.seats import categories_of
from councilflow.services import rights as service
from councilflow.web.access import manages, me, now
from councilflow.web.councils.blueprint import bp, council_at
from councilflow.web.forms import Form
from councilflow.web.pages import render, tell
from councilflow.words import word


class RightsForm(Form):
    """Nothing but the token: the boxes are named by category and right."""


@bp.route("/councils/<int:council_id>/rights", methods=["GET", "POST"])
@manages
def rights(council_id: int) -> ResponseReturnValue:
    council = council_at(council_id)
    shown = [
        one for one in categories_of(council.kind) if AT_THE_TABLE[one] | ADJUSTABLE.get(one, frozenset())
    ]
    form = RightsForm()
    if form.validate_on_submit():
        service.settle(council, _ticked(), by=me(), now=now())
        tell(_("Rättigheterna är sparade"), _("De gäller från och med nu."))
        return redirect(url_for("councils.manage", council_id=council_id))
    page = render(
        "councils/rights.html",
        form=form,
        council=council,
        rights=list(Right),
        rows=[(one, _cells(one, council)) for one in shown],
    )
    return page, 422 if form.errors else 200


def _ticked() -> Mapping[Category, list[Right]]:
    """What the boxes of the page say; anything else that was sent is passed over."""
    return {
        category: [right for right in free if f"{category}-{right}" in request.form]
        for category, free in ADJUSTABLE.items()
    }


def _cells(category: Category, council: Body) -> list[tuple[Right, bool, bool]]:
    """Each right of a category: whether it has it, and whether the council settles that."""
    has, free = rights_of(category, council.rights), ADJUSTABLE.get(category, frozenset())
    return [(right, right in has, right in free) for right in Right]


def rights_words(category: Category, council: Body) -> str:
    """What a category may do at the table, in the order of the matrix; empty when it has no place there."""
    has = rights_of(category, council.rights)
    return ", ".join(word(right).lower() for right in Right if right in has)
