"""A § that is approved at the meeting itself: what the page shows of it, and taking it back."""

from __future__ import annotations

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.models import AgendaItem
from councilflow.process.errors import RuleBroken
from councilflow.process.rights import Act
from councilflow.services.desk import immediate
from councilflow.web.access import me, now, requires
from councilflow.web.desk.blueprint import bp
from councilflow.web.desk.refused import refused
from councilflow.web.once import once
from councilflow.web.pages import tell


def facts(row: AgendaItem) -> dict[str, object]:
    """What templates/desk/_fast.html shows; nothing where the rules of the body do not have it."""
    return {
        "knows_immediate": row.meeting.profile.immediate_approval,
        "lies_fast": row.immediate_approval_at is not None,
    }


@bp.post("/items/<int:item_id>/desk/open-again")
@requires(Act.RECORD_MEETING)
@once
def open_again(item_id: int) -> ResponseReturnValue:
    """Take back that the § is approved at once."""
    row = db.session.get_one(AgendaItem, item_id)
    try:
        immediate.take_back(row, by=me(), now=now())
    except RuleBroken as error:
        return refused(error, row)
    tell(_("Paragrafen justeras med resten av protokollet"), _("Det som är antecknat kan ändras igen."))
    return redirect(url_for("desk.item", item_id=item_id))
