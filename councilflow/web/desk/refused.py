"""The way on from a step at the desk that the rules refuse."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue

from councilflow.i18n import gettext as _
from councilflow.models import AgendaItem
from councilflow.process.errors import RuleBroken
from councilflow.web.errors import refuse
from councilflow.web.pages import Link


def refused(error: RuleBroken, row: AgendaItem) -> ResponseReturnValue:
    return refuse(
        error,
        Link(url_for("desk.show", meeting_id=row.meeting_id), _("Till mötets gång")),
        Link(url_for("meetings.show", meeting_id=row.meeting_id), _("Till mötet")),
    )
