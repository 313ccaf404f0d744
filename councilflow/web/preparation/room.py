"""The organisation's own room: its overview, its page for an item, and handing in (A73, H.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.models import AgendaItem, Meeting, Organisation, PlanNode, StrategyLink
from councilflow.process.agenda import ItemKind
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import DOCUMENTS_OUT, MeetingState, local_date
from councilflow.process.preparation import PreparationState
from councilflow.process.rights import Act
from councilflow.services import preparation
from councilflow.services.preparation import handing_in
from councilflow.services.preparation import room as inside
from councilflow.services.preparation.room import Content
from councilflow.services.visibility import today
from councilflow.web.access import here, me, now, requires, viewer
from councilflow.web.errors import refuse
from councilflow.web.pages import Link, render, tell
from councilflow.web.preparation.blueprint import bp
from councilflow.web.preparation.forms import CommentForm, PreparationForm, preparation_form, stated

_OVER = frozenset({MeetingState.HELD, MeetingState.CANCELLED})
"""When what was prepared can be read and no longer written."""


@bp.get("/meetings/<int:meeting_id>/preparation")
@requires(Act.PREPARE_AT_HOME)
def room(meeting_id: int) -> ResponseReturnValue:
    """The own organisation's overview of everything it prepares for a meeting."""
    meeting = _meeting(meeting_id)
    home = own_organisation()
    if home is None:
        return _choose("preparation.room", meeting_id=meeting_id)
    items = inside.overview(viewer(), meeting.council_id, meeting_id, home.id)
    waiting = [item for item in items if item.kind is ItemKind.STANDPOINT and _waits(item)]
    return render(
        "preparation/room.html",
        meeting=meeting,
        council=meeting.council,
        day=local_date(meeting.starts_at, meeting.council.zone),
        zone=meeting.council.zone,
        home=home,
        several=len(_homes()) > 1,
        items=items,
        next=waiting[0] if waiting and meeting.state not in _OVER else None,
        waiting=waiting,
        due=due(meeting),
        is_late=today(now()) > due(meeting),
        is_out=meeting.state in DOCUMENTS_OUT,
        is_held=meeting.state in _OVER,
        is_cancelled=meeting.state is MeetingState.CANCELLED,
        may_write=home.id in viewer().stance_homes(meeting.council_id),
        people=inside.people(meeting.council_id, home.id, today(now())),
    )


def _waits(item: inside.OwnItem) -> bool:
    return item.state is not PreparationState.SUBMITTED and not item.is_closed


@bp.route("/items/<int:item_id>/preparation", methods=["GET", "POST"])
@requires(Act.PREPARE_AT_HOME)
def item(item_id: int) -> ResponseReturnValue:
    """The private room for one item."""
    found = _item(item_id)
    home = own_organisation()
    if home is None:
        return _choose("preparation.item", item_id=item_id)
    page = ItemPage(found, home)
    if request.method == "GET":
        return page.show(), 200
    if not page.may_write:
        abort(403)
    wants_review = request.form.get("step") == "review"
    if not page.form.validate_on_submit() or (wants_review and not page.form.is_complete(found.kind)):
        return page.show(), 422
    try:
        preparation.save(found, home.id, **page.form.content(), by=me(), now=now())
    except RuleBroken as broken:
        if broken.code != "somebody-saved-first":
            return refuse(broken, _way_back(found, home))
        return page.show(theirs=page.draft, saved_by=str(broken.facts["who"])), 409
    if wants_review:
        return redirect(url_for("preparation.review", item_id=item_id, organisation=home.id))
    tell(_("Utkastet är sparat"), _("Bara %(name)s ser det.", name=home.name))
    return redirect(url_for("preparation.item", item_id=item_id, organisation=home.id))


@bp.post("/items/<int:item_id>/preparation/comments")
@requires(Act.PREPARE_AT_HOME)
def comment(item_id: int) -> ResponseReturnValue:
    """A word to the colleagues at home; it stays in the room."""
    found, home = _item(item_id), _must_choose()
    form = CommentForm()
    if not form.validate_on_submit():
        return ItemPage(found, home, comment_form=form).show(), 422
    try:
        preparation.comment(found, home.id, text=form.comment.data or "", by=me(), now=now())
    except RuleBroken as broken:
        return refuse(broken, _way_back(found, home))
    tell(_("Kommentaren är sparad"), _("Bara %(name)s ser den.", name=home.name))
    return redirect(url_for("preparation.item", item_id=item_id, organisation=home.id))


@bp.route("/items/<int:item_id>/preparation/review", methods=["GET", "POST"])
@requires(Act.SET_STANCE)
def review(item_id: int) -> ResponseReturnValue:
    """Exactly what leaves the room, before it does."""
    found, home = _item(item_id), _must_choose()
    if home.id not in viewer().stance_homes(found.meeting.council_id):
        abort(403)
    draft = inside.draft(viewer(), found.meeting.council_id, found.id, home.id)
    try:
        if request.method == "POST":
            seen = request.form.get("version", type=int)
            preparation.submit(found, home.id, by=me(), now=now(), version=-1 if seen is None else seen)
            tell(_("Ni har lämnat in"), _("Ordföranden, sekreteraren och beredningsgruppen ser det nu."))
            return redirect(url_for("preparation.room", meeting_id=found.meeting_id, organisation=home.id))
        handing_in.check_open(found)
        handing_in.check_asked(found, home.id)
        if draft is None:
            raise RuleBroken("nothing-to-hand-in")
        handing_in.check_complete(found, Content.of(draft))
    except RuleBroken as broken:
        return refuse(broken, _way_back(found, home))
    return render(
        "preparation/review.html",
        item=found,
        home=home,
        host=found.meeting.council.host,
        draft=draft,
        stated=stated(Content.of(draft), found.questions),
        again=inside.handed_in(viewer(), found.meeting.council_id, found.id, home.id) is not None,
    )


@dataclass
class ItemPage:
    """The private room's page: one item, one organisation, and what both have said."""

    item: AgendaItem
    home: Organisation
    comment_form: CommentForm | None = None

    def __post_init__(self) -> None:
        self.council = self.item.meeting.council
        self.draft = inside.draft(viewer(), self.council.id, self.item.id, self.home.id)
        self.may_write = self.home.id in viewer().stance_homes(self.council.id)
        # A comment posted to this page leaves the form of the preparation as it is saved.
        self.form: PreparationForm = preparation_form(
            self.item.questions, self.draft, posted=self.comment_form is None
        )

    def show(self, *, theirs: Any = None, saved_by: str = "") -> str:
        who, item, zone = viewer(), self.item, self.council.zone
        meeting = item.meeting
        if theirs is not None:
            self.form.version.raw_data, self.form.version.data = None, theirs.version
        return render(
            "preparation/item.html",
            item=item,
            meeting=meeting,
            council=self.council,
            day=local_date(meeting.starts_at, zone),
            zone=zone,
            home=self.home,
            form=self.form,
            comment_form=self.comment_form or CommentForm(formdata=None),
            draft=self.draft,
            stated=stated(Content.of(self.draft), item.questions) if self.draft else [],
            theirs=stated(Content.of(theirs), item.questions) if theirs is not None else None,
            saved_by=saved_by,
            handed_in=(sent := inside.handed_in(who, self.council.id, item.id, self.home.id)),
            sent=stated(Content.of(sent), item.questions) if sent else [],
            has_changed=bool(sent and self.draft and Content.of(sent) != Content.of(self.draft)),
            comments=inside.comments(who, self.council.id, item.id, self.home.id),
            people=inside.people(self.council.id, self.home.id, today(now())),
            may_write=self.may_write,
            due=due(meeting),
            is_out=meeting.state in DOCUMENTS_OUT,
            is_held=meeting.state in _OVER,
            is_cancelled=meeting.state is MeetingState.CANCELLED,
        )


def own_organisation() -> Organisation | None:
    """The organisation whose room this is; None when the viewer has several and has not said which.

    Any other organisation than the viewer's own does not exist here, named by the address or by the form.
    """
    mine = _homes()
    named = {*request.args.getlist("organisation"), *request.form.getlist("organisation")}
    if not mine or len(named) > 1 or not named <= {str(one) for one in mine}:
        abort(404)
    if not named and len(mine) > 1:
        return None
    return db.session.get_one(Organisation, int(named.pop()) if named else next(iter(mine)))


def _must_choose() -> Organisation:
    home = own_organisation()
    if home is None:
        abort(404)
    return home


def _homes() -> frozenset[int]:
    return viewer().homes(here().council_id)


def _choose(endpoint: str, **ids: Any) -> ResponseReturnValue:
    """Ask a person of two organisations whose room to enter."""
    homes = db.session.scalars(
        select(Organisation).where(Organisation.id.in_(_homes())).order_by(Organisation.name)
    )
    links = [Link(url_for(endpoint, organisation=home.id, **ids), home.name) for home in homes]
    return render("preparation/choose.html", links=links)


def _way_back(item: AgendaItem, home: Organisation) -> Link:
    url = url_for("preparation.item", item_id=item.id, organisation=home.id)
    return Link(url, _("Tillbaka till förberedelsen"))


def due(meeting: Meeting) -> date:
    """The local date by which the organisations hand in (H.7)."""
    council = meeting.council
    return local_date(meeting.starts_at, council.zone) - timedelta(days=council.preparation_days)


def _meeting(meeting_id: int) -> Meeting:
    return db.session.scalars(
        select(Meeting).where(Meeting.id == meeting_id).options(joinedload(Meeting.council))
    ).one()


def _item(item_id: int) -> AgendaItem:
    """The item with all that its page shows. Standing items are not prepared at home."""
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
    if found.kind is ItemKind.STANDING:
        abort(404)
    return found
