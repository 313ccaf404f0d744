"""The private room for one item: writing, comments, and what has been handed in (A73, A80, H.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from councilflow.i18n import gettext as _
from councilflow.models import AgendaItem, Organisation
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import DOCUMENTS_OUT, MeetingState, local_date
from councilflow.process.profiles import PROFILES
from councilflow.process.rights import Act
from councilflow.services import preparation
from councilflow.services.preparation import overview, text_changes
from councilflow.services.preparation import room as inside
from councilflow.services.preparation.room import Content
from councilflow.services.visibility import today
from councilflow.web.access import me, now, requires, viewer
from councilflow.web.errors import refuse
from councilflow.web.pages import render, tell
from councilflow.web.preparation.blueprint import bp
from councilflow.web.preparation.entrance import (
    OVER,
    choose,
    item_at,
    may_write,
    must_choose,
    own_organisation,
    way_back,
)
from councilflow.web.preparation.forms import CommentForm, PreparationForm, preparation_form, stated
from councilflow.words.agenda import fact_words


@bp.route("/items/<int:item_id>/preparation", methods=["GET", "POST"])
@requires(Act.PREPARE_AT_HOME)
def item(item_id: int) -> ResponseReturnValue:
    """The private room for one item."""
    found = item_at(item_id)
    home = own_organisation()
    if home is None:
        return choose("preparation.item", item_id=item_id)
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
            return refuse(broken, way_back(found, home))
        return page.show(theirs=page.draft, saved_by=str(broken.facts["who"])), 409
    if wants_review:
        return redirect(url_for("preparation.review", item_id=item_id, organisation=home.id))
    tell(_("Utkastet är sparat"), _("Bara %(name)s ser det.", name=home.name))
    return redirect(url_for("preparation.item", item_id=item_id, organisation=home.id))


@bp.post("/items/<int:item_id>/preparation/comments")
@requires(Act.PREPARE_AT_HOME)
def comment(item_id: int) -> ResponseReturnValue:
    """A word to the colleagues at home; it stays in the room."""
    found, home = item_at(item_id), must_choose()
    form = CommentForm()
    if not form.validate_on_submit():
        return ItemPage(found, home, comment_form=form).show(), 422
    try:
        preparation.comment(found, home.id, text=form.comment.data or "", by=me(), now=now())
    except RuleBroken as broken:
        return refuse(broken, way_back(found, home))
    tell(_("Kommentaren är sparad"), _("Bara %(name)s ser den.", name=home.name))
    return redirect(url_for("preparation.item", item_id=item_id, organisation=home.id))


@dataclass(frozen=True, slots=True)
class TextChange:
    """A change of the item since the organisation handed in; `what` are names for people."""

    what: list[str]
    at: datetime
    by: str


def _text_changes(item: AgendaItem, sent: Any) -> list[TextChange]:
    return [
        TextChange(fact_words(row.what), row.at, row.by)
        for row in text_changes.since(item.id, sent.submitted_at)
    ]


@dataclass
class ItemPage:
    """The private room's page: one item, one organisation, and what both have said."""

    item: AgendaItem
    home: Organisation
    comment_form: CommentForm | None = None

    def __post_init__(self) -> None:
        self.council = self.item.meeting.council
        self.draft = inside.draft(viewer(), self.council.id, self.item.id, self.home.id)
        self.may_write = may_write(self.council.id, self.home)
        # A comment posted to this page leaves the form of the preparation as it is saved.
        self.form: PreparationForm = preparation_form(
            self.item.questions, self.draft, posted=self.comment_form is None, kind=self.item.kind
        )

    def show(self, *, theirs: Any = None, saved_by: str = "") -> str:
        who, item, zone = viewer(), self.item, self.council.zone
        meeting = item.meeting
        if theirs is not None:
            self.form.version.raw_data, self.form.version.data = None, theirs.version
        versions = inside.versions(who, self.council.id, item.id, self.home.id)
        sent = versions[0] if versions else None
        (own,) = overview.of_item(who, self.council.id, item.id, self.home.id)
        return render(
            "preparation/item.html",
            item=item,
            own=own,
            meeting=meeting,
            council=self.council,
            profile=PROFILES[meeting.minutes_profile or self.council.minutes_profile],
            day=local_date(meeting.starts_at, zone),
            zone=zone,
            home=self.home,
            form=self.form,
            comment_form=self.comment_form or CommentForm(formdata=None),
            draft=self.draft,
            stated=stated(Content.of(self.draft), item.questions, kind=item.kind) if self.draft else [],
            theirs=stated(Content.of(theirs), item.questions, kind=item.kind) if theirs is not None else None,
            saved_by=saved_by,
            handed_in=sent,
            versions=len(versions),
            sent=stated(Content.of(sent), item.questions, kind=item.kind) if sent else [],
            text_changes=_text_changes(item, sent) if own.text_changed else [],
            comments=inside.comments(who, self.council.id, item.id, self.home.id),
            people=inside.people(self.council.id, self.home.id, today(now())),
            may_write=self.may_write,
            is_out=meeting.state in DOCUMENTS_OUT,
            is_held=meeting.state in OVER,
            is_cancelled=meeting.state is MeetingState.CANCELLED,
        )
