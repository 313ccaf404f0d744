"""Meetings: the list, planning one, and the page that says where a meeting stands."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from councilflow import i18n
from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.models import Body
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import Deadline, MeetingState, local_date
from councilflow.process.rights import Act
from councilflow.services import councils, meetings
from councilflow.services.meetings import reading
from councilflow.web import assets, planning
from councilflow.web.access import can, here, me, now, requires, signed_in, viewer
from councilflow.web.meetings import beside, forms, invited, page
from councilflow.web.numbers import row_number
from councilflow.web.pages import render, tell

bp = Blueprint("meetings", __name__)


@bp.before_request
def _section() -> None:
    g.section = "meetings"


@bp.get("/meetings")
@signed_in
def index() -> ResponseReturnValue:
    who = viewer()
    before = _mark(request.args.get("before", ""))
    older = reading.past(who, now=now(), before=before)
    return render(
        "meetings/index.html",
        coming=[] if before else [_listed(row) for row in reading.coming(who, now=now())],
        called_off=[] if before else [_listed(row) for row in reading.called_off(who, now=now())],
        past=[_listed(row) for row in older[: reading.PAGE]],
        older_mark=_mark_of(older[reading.PAGE - 1]) if len(older) > reading.PAGE else "",
        is_later_page=before is not None,
        councils=councils.named(who.councils_with(Act.MANAGE_COUNCIL, Act.PREPARE_AGENDA)),
    )


def _listed(row: Any) -> dict[str, Any]:
    begins = row.starts_at.astimezone(ZoneInfo(row.time_zone))
    return {
        "id": row.id,
        "council": row.council,
        "title": row.title,
        "day": beside.sentence(i18n.weekday_date(begins.date())),
        "clock": i18n.clock(begins),
        "form": row.form,
        "state": row.state,
    }


def _mark(text: str) -> tuple[datetime, int] | None:
    """Where the page before ended; a mark that is not ours begins from the start."""
    instant, _sign, meeting_id = text.partition("_")
    try:
        return datetime.fromtimestamp(float(instant), tz=now().tzinfo), row_number(meeting_id)
    except (ValueError, OverflowError, OSError):
        return None


def _mark_of(row: Any) -> str:
    return f"{row.starts_at.timestamp():.6f}_{row.id}"


@bp.route("/councils/<int:council_id>/meetings/new", methods=["GET", "POST"])
@requires(Act.MANAGE_COUNCIL, Act.PREPARE_AGENDA)
def new(council_id: int) -> ResponseReturnValue:
    council = db.session.get_one(Body, council_id)
    form = forms.PlanForm()
    if form.validate_on_submit() and (facts := _planned(form, council)):
        try:
            meeting = meetings.plan(council, **facts, by=me(), now=now())
        except RuleBroken as error:
            form.blame(error)
        else:
            db.session.flush()
            heed = planning.of_time(council, meeting, viewer(), ignoring=meeting.id)
            begun = _("De stående punkterna står redan på dagordningen.")
            tell(_("Mötet är planerat"), f"{begun} {planning.sentences(heed)}".strip())
            return redirect(url_for("meetings.show", meeting_id=meeting.id))
    return render("meetings/new.html", form=form, council=council), 422 if form.errors else 200


@bp.route("/meetings/<int:meeting_id>/edit", methods=["GET", "POST"])
@requires(Act.MANAGE_COUNCIL, Act.PREPARE_AGENDA)
def edit(meeting_id: int) -> ResponseReturnValue:
    meeting = meetings.locked(meeting_id)
    meetings.check_changeable(meeting)
    form = forms.of(meeting, meeting.council.zone)
    if form.validate_on_submit() and (facts := _planned(form, meeting.council)):
        try:
            meetings.change(meeting, **facts, by=me(), now=now())
        except RuleBroken as error:
            form.blame(error)
        else:
            heed = planning.of_time(meeting.council, meeting, viewer(), ignoring=meeting.id)
            tell(_("Mötet är ändrat"), planning.sentences(heed))
            return redirect(url_for("meetings.show", meeting_id=meeting_id))
    return render("meetings/edit.html", form=form, meeting=meeting), 422 if form.errors else 200


def _planned(form: forms.PlanForm, council: Body) -> dict[str, Any] | None:
    """What the form says of the meeting; None when its times cannot be, and then the field says why."""
    times = form.times(council.zone)
    if times is None:
        return None
    return {
        **times,
        "title": form.title.data or "",
        "kind": form.kind.data,
        "form": form.form.data,
        "place": form.place.data or "",
        "link": form.link.data or "",
    }


@bp.get("/meetings/<int:meeting_id>")
@requires(Act.READ_MEETING, Act.READ_COUNCIL, Act.READ_AGENDA)
def show(meeting_id: int) -> ResponseReturnValue:
    if can(Act.READ_AGENDA):
        return invited.page_of(meeting_id)
    prepares = here().meeting_state is MeetingState.INVITED
    head = reading.head(meeting_id, here().council_id, viewer(), while_preparing=prepares)
    if not can(Act.READ_MEETING):
        return _not_out_yet(head)
    stamp = _stamp(head)
    if request.if_none_match.contains(stamp) and "_flashes" not in session:
        answer = Response(status=304)
    else:
        had_token = "csrf_token" in session
        answer = Response(
            render("meetings/show.html", **page.facts(head, viewer(), g.acts)),
            mimetype="text/html",
        )
        if not had_token:
            stamp = _stamp(head)  # making the page began the session's token
    answer.set_etag(stamp)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def _stamp(head: Any) -> str:
    """A name for the page as this reader sees it now: it changes whenever the page would."""
    who = viewer()
    parts = (
        (head.id, head.version, head.own_drafts, head.handed_in),
        (who.person_id, who.name, who.role_line, sorted(g.acts), sorted(who.homes(head.council_id))),
        (i18n.language(), local_date(now(), ZoneInfo(head.time_zone)), session.get("csrf_token")),
        (assets.version_of("councilflow.css"), sorted(who.acts_in(head.council_id))),
    )
    return sha256(repr(parts).encode()).hexdigest()[:32]


def _not_out_yet(head: Any) -> ResponseReturnValue:
    zone, days = page.calendar(head)
    return render(
        "meetings/waiting.html",
        meeting=head,
        day=beside.days_of(head, zone),
        out_by=i18n.weekday_date(days[Deadline.INVITATION]),
        is_late=Deadline.INVITATION in page.missed_of(head, zone, days),
        when=beside.when(head, zone),
        cancelled_on=beside.cancelled_on(head, zone),
    )
