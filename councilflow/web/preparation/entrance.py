"""The door of the rooms: whose room the viewer enters, and what the pages inside share.

Any other organisation than the viewer's own does not exist here, named by the address or by the form.
"""

from __future__ import annotations

from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import ngettext
from councilflow.models import AgendaItem, Meeting, Organisation, PlanNode, StrategyLink
from councilflow.process.meeting import MeetingState
from councilflow.services.preparation.overview import PREPARED
from councilflow.web.access import here, viewer
from councilflow.web.pages import Link, render

OVER = frozenset({MeetingState.HELD, MeetingState.CANCELLED})
"""When what was prepared can be read and no longer written."""


def own_organisation() -> Organisation | None:
    """The organisation whose room this is; None when the viewer has several and has not said which.

    Any other organisation than the viewer's own does not exist here, named by the address or by the form.
    """
    mine = homes()
    named = {*request.args.getlist("organisation"), *request.form.getlist("organisation")}
    if not mine or len(named) > 1 or not named <= {str(one) for one in mine}:
        abort(404)
    if not named and len(mine) > 1:
        return None
    return db.session.get_one(Organisation, int(named.pop()) if named else next(iter(mine)))


def ready_words(count: int, unanswered: int) -> str:
    """4 punkter kan lämnas in, 2 har obesvarade frågor."""
    ready = ngettext("En punkt kan lämnas in", "%(n)s punkter kan lämnas in", count)
    if not unanswered:
        return f"{ready}."
    open_questions = ngettext("en har obesvarade frågor", "%(n)s har obesvarade frågor", unanswered)
    return f"{ready}, {open_questions}."


def must_choose() -> Organisation:
    home = own_organisation()
    if home is None:
        abort(404)
    return home


def may_write(council_id: int, home: Organisation) -> bool:
    """Whether the viewer carries the stance of the room's organisation (A83)."""
    return home.id in viewer().stance_homes(council_id)


def must_write(council_id: int) -> Organisation:
    """The room's organisation, for somebody who writes in its name."""
    home = must_choose()
    if not may_write(council_id, home):
        abort(403)
    return home


def homes() -> frozenset[int]:
    return viewer().homes(here().council_id)


def choose(endpoint: str, **ids: Any) -> ResponseReturnValue:
    """Ask a person of two organisations whose room to enter."""
    mine = db.session.scalars(
        select(Organisation).where(Organisation.id.in_(homes())).order_by(Organisation.name)
    )
    links = [Link(url_for(endpoint, organisation=home.id, **ids), home.name) for home in mine]
    return render("preparation/choose.html", links=links)


def room_url(meeting_id: int, home: Organisation) -> str:
    return url_for("preparation.room", meeting_id=meeting_id, organisation=home.id)


def way_to_room(meeting_id: int, home: Organisation) -> Link:
    return Link(room_url(meeting_id, home), _("Tillbaka till er förberedelse"))


def way_back(item: AgendaItem, home: Organisation) -> Link:
    url = url_for("preparation.item", item_id=item.id, organisation=home.id)
    return Link(url, _("Tillbaka till förberedelsen"))


def meeting_at(meeting_id: int) -> Meeting:
    return db.session.scalars(
        select(Meeting).where(Meeting.id == meeting_id).options(joinedload(Meeting.council))
    ).one()


def item_at(item_id: int) -> AgendaItem:
    """The item with all that its page shows. What is not prepared at home has no room."""
    found = db.session.scalars(
        select(AgendaItem)
        .where(AgendaItem.id == item_id)
        .options(
            joinedload(AgendaItem.meeting).joinedload(Meeting.council),
            selectinload(AgendaItem.questions),
            selectinload(AgendaItem.attachments),
            selectinload(AgendaItem.strategy_links).joinedload(StrategyLink.node).joinedload(PlanNode.plan),
        )
    ).one()
    if found.kind not in PREPARED:
        abort(404)
    return found
