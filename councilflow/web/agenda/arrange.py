"""The workspace of the preparatory group: order, times and headings, the pool of issues beside them (A65).

Every step says what it does to which item, so that two people can work on the same agenda: their moves are
merged, and a time that somebody else has changed meanwhile is not overwritten unseen. Everything works
without a script; with it the page is brought up to date in place, also when somebody else has changed it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, abort, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import IntegerField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional

from councilflow import i18n
from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import AgendaItem, Issue, Meeting
from councilflow.process.agenda import ItemKind
from councilflow.process.errors import RuleBroken
from councilflow.process.joint import marks
from councilflow.process.meeting import local_date
from councilflow.process.rights import Act
from councilflow.services import agenda, meetings
from councilflow.services.agenda import moving, reading, workspace
from councilflow.services.meetings import joint
from councilflow.web.access import here, me, now, requires, viewer
from councilflow.web.agenda import workspace as shown
from councilflow.web.agenda.blueprint import bp
from councilflow.web.agenda.standing import refresh
from councilflow.web.fields import line
from councilflow.web.forms import Form, SelectChoice
from councilflow.web.numbers import number_in
from councilflow.web.once import once
from councilflow.web.pages import render, tell
from councilflow.words import EVENTS

LONGEST = 1440
"""Minutes that one item can be given: a day."""
_MINUTES = [
    Optional(),
    NumberRange(min=1, max=LONGEST, message=_l("Skriv tiden i hela minuter, minst 1.")),
]


class PutUpForm(Form):
    meeting = RadioField(_l("Möte"), [InputRequired(_l("Välj ett möte."))], coerce=int)
    reason = TextAreaField(_l("Hälsning till den som föreslog frågan"), [Optional()])


class HeadingForm(Form):
    """A heading; with minutes it is a break."""

    heading = line(_l("Rubrik eller paus"), _l("Skriv en rubrik."))
    pause = IntegerField(_l("Minuter, om det är en paus"), _MINUTES)


class PlaceForm(Form):
    to = SelectField(_l("Ny plats"), [InputRequired(_l("Välj en plats."))])


@dataclass(frozen=True, slots=True)
class Times:
    """The minutes that were typed. `wrong` are the ids of items whose time is no number of minutes, `newer`
    the items that somebody else has given another time meanwhile, with `who`."""

    wrong: list[int]
    newer: list[AgendaItem]
    who: str = ""


@bp.route("/meetings/<int:meeting_id>/agenda", methods=["GET", "POST"])
@requires(Act.PREPARE_AGENDA)
def arrange(meeting_id: int) -> ResponseReturnValue:
    if request.method == "GET":
        meeting = db.session.get_one(Meeting, meeting_id)
        meetings.check_editable(meeting)
        return _arranging(meeting)
    meeting = meetings.locked(meeting_id)
    meetings.check_editable(meeting)
    times = _save_times(meeting)
    if times.wrong or times.newer:
        page = _arranging(meeting, times=times)
        db.session.rollback()
        return page, 422 if times.wrong else 409
    refresh(meeting)
    return _step(meeting)


def _arranging(meeting: Meeting, *, times: Times | None = None, form: HeadingForm | None = None) -> str:
    return render(
        "agenda/arrange.html",
        **shown.facts(meeting, _councils(meeting)),
        times=times or Times([], []),
        typed=request.form,
        form=form or HeadingForm(formdata=None),
        councils=joint.names_of(meeting),
    )


def _save_times(meeting: Meeting) -> Times:
    """Save the minutes that were typed and differ from what the page showed."""
    wrong, minutes, seen = [], {}, {}
    for item in meeting.items:
        typed = request.form.get(f"minutes-{item.id}")
        if typed is None:
            continue
        was = request.form.get(f"seen-{item.id}")
        if was is not None and was.strip() == typed.strip():
            continue
        if typed.strip() and not (1 <= number_in(typed) <= LONGEST):
            wrong.append(item.id)
            continue
        minutes[item.id] = int(typed) if typed.strip() else None
        if was is not None:
            seen[item.id] = number_in(was) or None
    newer = moving.changed_meanwhile(meeting, minutes, seen)
    if not wrong and not newer:
        agenda.give_time(meeting, minutes, by=me(), now=now())
    return Times(wrong, newer, moving.who_set_times(meeting) if newer else "")


def _step(meeting: Meeting) -> ResponseReturnValue:
    """Take the one step whose button was pressed, or none when only times were saved."""
    by_id = {str(item.id): item for item in meeting.items}
    pressed = {name: by_id.get(request.form.get(name, "")) for name in ("up", "down", "moved", "back")}
    if (item := pressed["back"]) is not None:
        return _take_back(item)
    if (item := pressed["moved"]) is not None:
        moving.place_after(item, by_id.get(request.form.get("after", "")), by=me(), now=now())
        return _to_page(meeting, item, "drag")
    for direction in ("up", "down"):
        if (item := pressed[direction]) is not None:
            agenda.move(item, up=direction == "up", by=me(), now=now())
            return _to_page(meeting, item, direction)
    if not any(request.form.get(name) for name in pressed):
        tell(_("Tiderna är sparade"))
    return redirect(url_for("agenda.arrange", meeting_id=meeting.id))


def _to_page(meeting: Meeting, item: AgendaItem, way: str) -> ResponseReturnValue:
    """Back to the workspace, which says where the item is now and puts the focus on it."""
    anchor = f"punkt-{item.id}"
    return redirect(url_for("agenda.arrange", meeting_id=meeting.id, moved=item.id, way=way, _anchor=anchor))


def _take_back(item: AgendaItem) -> ResponseReturnValue:
    """Take an item back to the pool: at once when nobody has written on it since it was put up, else on the
    page that says what is lost."""
    if item.issue is None or item.version > 1:
        return redirect(url_for("agenda.remove", item_id=item.id))
    agenda.remove(item, by=me(), now=now())
    tell(_("Frågan är tillbaka bland frågorna"), item.title)
    return redirect(url_for("agenda.arrange", meeting_id=item.meeting_id))


@bp.post("/meetings/<int:meeting_id>/headings")
@requires(Act.PREPARE_AGENDA)
@once
def heading(meeting_id: int) -> ResponseReturnValue:
    """Add a heading or a break, before other business and the closing; it is moved from there."""
    meeting = meetings.locked(meeting_id)
    meetings.check_editable(meeting)
    form = HeadingForm()
    if not form.validate_on_submit():
        return _arranging(meeting, form=form), 422
    draft = agenda.Draft(title=form.heading.data, kind=ItemKind.HEADING, minutes=form.pause.data)
    item = agenda.add(meeting, draft, by=me(), now=now())
    return _to_page(meeting, item, "up")


@bp.get("/meetings/<int:meeting_id>/agenda/pulse")
@requires(Act.PREPARE_AGENDA)
def pulse(meeting_id: int) -> ResponseReturnValue:
    """Whether the workspace is as an open page has it: 304, or what happened last, in words."""
    stamp = workspace.stamp(meeting_id, _councils(db.session.get_one(Meeting, meeting_id)))
    if request.if_none_match.contains(stamp):
        answer = Response(status=304)
    else:
        step = workspace.last_step(meeting_id)
        own = step is not None and step.person_id == viewer().person_id
        words = str(EVENTS[step.event]) % {"who": step.who, "about": step.about} if step and not own else ""
        answer = jsonify(words=words)
    answer.set_etag(stamp)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


@bp.route("/items/<int:item_id>/place", methods=["GET", "POST"])
@requires(Act.PREPARE_AGENDA)
def place(item_id: int) -> ResponseReturnValue:
    """Move an item a long way: to a number, or under a heading."""
    item = agenda.held(item_id)
    meeting = item.meeting
    meetings.check_editable(meeting)
    form = PlaceForm()
    form.to.choices = _places(item)
    if form.validate_on_submit():
        way, _sep, where = form.to.data.partition("-")
        other = next((one for one in meeting.items if str(one.id) == where), None)
        if way == "under" and other is not None:
            moving.under(item, other, by=me(), now=now())
        else:
            moving.place_after(item, other, by=me(), now=now())
        return _to_page(meeting, item, "up")
    if request.method == "GET":
        form.to.data = _stands(item)
    page = render("agenda/place.html", form=form, item=item, meeting=meeting)
    return page, 422 if form.errors else 200


def _stands(item: AgendaItem) -> str:
    """The choice that is where the item stands already."""
    order = moving.ordered(item.meeting)
    at = order.index(item)
    return f"after-{order[at - 1].id}" if at else "after-0"


def _places(item: AgendaItem) -> list[Any]:
    """Everywhere the item can go, in the order of the agenda: first, after each other item, and last under
    each heading."""
    rest = [one for one in item.meeting.items if one is not item]
    numbers = item.meeting.numbers
    found = [SelectChoice("after-0", _("Först"))]
    for one in rest:
        if one.kind is ItemKind.HEADING:
            found.append(SelectChoice(f"after-{one.id}", _("Först under %(title)s", title=one.title)))
            found.append(SelectChoice(f"under-{one.id}", _("Sist under %(title)s", title=one.title)))
        else:
            words = _("Efter %(number)s. %(title)s", number=numbers[one.id], title=one.title)
            found.append(SelectChoice(f"after-{one.id}", words))
    return found


@bp.post("/meetings/<int:meeting_id>/joint")
@requires(Act.PREPARE_AGENDA)
@once
def join(meeting_id: int) -> ResponseReturnValue:
    """Hold the meeting together with the council that the wider one includes, or by itself again (A62)."""
    is_joint = request.form.get("joint") == "yes"
    joint.set_joint(meetings.locked(meeting_id), is_joint=is_joint, by=me(), now=now())
    tell(_("Mötet är gemensamt") if is_joint else _("Mötet är ett möte för bara ett råd"))
    return redirect(url_for("agenda.arrange", meeting_id=meeting_id))


def _councils(meeting: Meeting) -> list[int]:
    """Whose issues can be put up: the council's own, and in a joint meeting the narrower one's as well, for
    whoever prepares that one too (A62)."""
    found = marks(meeting.council_id, meeting.council.includes_id, is_joint=meeting.is_joint)
    others = [one for one in found if Act.PREPARE_AGENDA in viewer().acts_in(one)]
    return [meeting.council_id, *(one for one in others if one != meeting.council_id)]


@bp.post("/meetings/<int:meeting_id>/issues/<int:issue_id>")
@requires(Act.PREPARE_AGENDA)
@once
def put_up(meeting_id: int, issue_id: int) -> ResponseReturnValue:
    """Put an issue of the pool on this agenda, without a greeting: in its usual place, or after the item
    `after` that it was dropped below (0: first)."""
    meeting = meetings.locked(meeting_id)
    at = None
    if "after" in request.form:
        order = [str(one.id) for one in moving.ordered(meeting)]
        after = request.form["after"]
        at = order.index(after) + 1 if after in order else 0
    item = agenda.put_up(_issue(issue_id, _councils(meeting)), meeting, at=at, by=me(), now=now())
    db.session.flush()
    tell(_("Frågan står på dagordningen"), _("Den som föreslog den ser det nu. Komplettera punkten."))
    return _to_page(meeting, item, "put")


@bp.route("/issues/<int:issue_id>/agenda", methods=["GET", "POST"])
@requires(Act.PREPARE_AGENDA)
@once
def from_issue(issue_id: int) -> ResponseReturnValue:
    issue = _issue(issue_id, [here().council_id])
    form = PutUpForm()
    form.meeting.choices = _coming(issue)
    if form.validate_on_submit():
        meeting = meetings.locked(form.meeting.data)
        item = agenda.put_up(issue, meeting, reason=form.reason.data or "", by=me(), now=now())
        db.session.flush()
        tell(_("Frågan står på dagordningen"), _("Den som föreslog den ser det nu. Komplettera punkten."))
        return redirect(url_for("agenda.edit", item_id=item.id))
    return render("agenda/from_issue.html", form=form, issue=issue), 422 if form.errors else 200


def _issue(issue_id: int, councils: list[int]) -> Issue:
    issue = db.session.get(Issue, issue_id, with_for_update=True)
    if issue is None:
        abort(404)
    if issue.council_id not in councils:
        raise RuleBroken("issue-of-another-council")
    return issue


def _coming(issue: Issue) -> list[tuple[int, str]]:
    rows = reading.open_meetings(issue.council_id, now=now())
    return [(row.id, _meeting_words(row, issue.council_id)) for row in rows]


def _meeting_words(row: Any, council_id: int) -> str:
    """The day of a meeting, and whose it is where it is held together with a wider council."""
    day = i18n.begun(i18n.weekday_date(local_date(row.starts_at, ZoneInfo(row.time_zone))))
    if row.council_id == council_id:
        return day
    return _("%(day)s, gemensamt med %(council)s", day=day, council=row.short_name)
