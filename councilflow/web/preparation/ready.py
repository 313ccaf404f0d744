"""Klar hos oss: telling the colleagues at home that a draft waits only to be handed in (A.8, H.5)."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from councilflow.i18n import gettext as _
from councilflow.process.errors import RuleBroken
from councilflow.process.rights import Act
from councilflow.services.preparation import ready
from councilflow.web.access import me, now, requires
from councilflow.web.errors import refuse
from councilflow.web.pages import tell
from councilflow.web.preparation.blueprint import bp
from councilflow.web.preparation.entrance import item_at, must_write, way_back


@bp.post("/items/<int:item_id>/preparation/ready")
@requires(Act.SET_STANCE)
def mark_ready(item_id: int) -> ResponseReturnValue:
    """The mark, or taking it back; nobody outside the organisation can tell."""
    found = item_at(item_id)
    home = must_write(found.meeting.council_id)
    try:
        if request.form.get("step") == "back":
            ready.take_back(found, home.id, by=me(), now=now())
            tell(_("Punkten är inte längre märkt som klar"), _("Bara %(name)s ser det.", name=home.name))
        else:
            version = request.form.get("version", -1, type=int)
            ready.mark_ready(found, home.id, version=version, by=me(), now=now())
            tell(
                _("Punkten är klar hos er"),
                _("Den som lämnar in ser det. Bara %(name)s ser märket.", name=home.name),
            )
    except RuleBroken as broken:
        return refuse(broken, way_back(found, home))
    return redirect(url_for("preparation.item", item_id=item_id, organisation=home.id))
