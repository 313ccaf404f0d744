"""Who is there: the roll of each day, coming and going, and the presence per item (A61, KL 5:66)."""

from __future__ import annotations

from datetime import date

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.models import Meeting, PresenceChange
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import PRESENT, MeetingForm, MeetingState, Presence, SignatoryRole
from councilflow.process.rights import Act
from councilflow.process.roll import ROLL_ORDER
from councilflow.services import attendance, desk
from councilflow.services.attendance import Roll
from councilflow.services.desk import course, presence, quorum
from councilflow.web.access import me, now, requires
from councilflow.web.desk.attendance_forms import MoveForm, roll_form
from councilflow.web.desk.blueprint import bp
from councilflow.web.desk.going_on import correction_of, record_open
from councilflow.web.fields import say
from councilflow.web.once import once
from councilflow.web.pages import render, tell
from councilflow.words import group_word


@bp.route("/meetings/<int:meeting_id>/roll", methods=["GET", "POST"])
@requires(Act.RECORD_MEETING)
@once
def roll(meeting_id: int) -> ResponseReturnValue:
    """The roll call of a day; a day's suggestions are the answers, on later days how everybody stood."""
    sitting = record_open(meeting_id)
    lines, known = course.roll(meeting_id), attendance.read(meeting_id)
    day = _day_asked(known)
    form = roll_form(lines, _ticked(known, lines, day, sitting.form) if request.method == "GET" else {})
    if not form.validate_on_submit():
        page = render(
            "desk/roll.html",
            sitting=sitting,
            correction=correction_of(meeting_id),
            form=form,
            groups=_groups(lines),
            others=_others(sitting.form),
            days=known.days,
            day=day,
            is_first=day == known.days[0],
            called=known.called(day) if known.changes else {one.id: one.presence for one in lines},
        )
        return page, 422 if form.errors else 200
    pressed = request.form.get("others", "")
    uncalled = desk.call_roll(
        db.session.get_one(Meeting, meeting_id),
        {line.id: form[f"line_{line.id}"].data for line in lines},
        others=Presence(pressed) if pressed in set(PRESENT) else None,
        day=day,
        correction=correction_of(meeting_id),
        by=me(),
        now=now(),
    )
    if uncalled:
        tell(_("Uppropet är sparat"), _("Det återstår att ropa upp: %(names)s.", names=", ".join(uncalled)))
        return redirect(url_for("desk.roll", meeting_id=meeting_id, day=_named(known, day)))
    tell(_("Uppropet är klart"))
    if sitting.state is MeetingState.HELD:
        return redirect(url_for("desk.correcting", meeting_id=meeting_id))
    elected = any(one.role is SignatoryRole.ELECTED for one in course.signatories(meeting_id))
    return redirect(url_for("desk.show" if elected else "desk.elect", meeting_id=meeting_id))


@bp.route("/meetings/<int:meeting_id>/presence", methods=["GET", "POST"])
@requires(Act.RECORD_MEETING)
@once
def moves(meeting_id: int) -> ResponseReturnValue:
    """Somebody comes or goes: one form, and all that was noted so far."""
    sitting = record_open(meeting_id)
    known = attendance.read(meeting_id)
    form = MoveForm()
    form.offer(known, now())
    if request.method == "GET" and request.args.get("who", "").isdigit():
        form.who.data = request.args["who"]  # who was away, and comes
        form.presence.data = _others(sitting.form)[0][0]
    if form.validate_on_submit():
        try:
            presence.move(
                db.session.get_one(Meeting, meeting_id),
                int(form.who.data),
                form.presence.data,
                at=form.moment(known),
                item_id=form.item_id,
                correction=correction_of(meeting_id),
                by=me(),
                now=now(),
            )
        except RuleBroken as error:
            db.session.rollback()
            say(form, error)
        else:
            tell(_("Närvaron är antecknad"))
            return redirect(url_for("desk.moves", meeting_id=meeting_id))
    page = render(
        "desk/moves.html",
        sitting=sitting,
        correction=correction_of(meeting_id),
        form=form,
        roll=known,
        noted=[one for one in known.changes if not one.is_call],
        several_days=len(known.days) > 1,
        quorum=quorum.count(db.session.get_one(Meeting, meeting_id), known),
        clock=now().astimezone(known.zone),
    )
    return page, 422 if form.errors else 200


@bp.route("/meetings/<int:meeting_id>/presence/<int:change_id>", methods=["GET", "POST"])
@requires(Act.RECORD_MEETING)
@once
def correct_move(meeting_id: int, change_id: int) -> ResponseReturnValue:
    """What was noted of somebody, to correct or take away."""
    sitting = record_open(meeting_id)
    known = attendance.read(meeting_id)
    change = db.session.get(PresenceChange, change_id)
    if change is None or change.meeting_id != meeting_id or change.is_call:
        abort(404)
    local = change.at.astimezone(known.zone)
    form = MoveForm(
        data={
            "who": str(change.attendance_id),
            "presence": Presence.ABSENT if change.presence not in PRESENT else change.presence,
            "day": change.day,
            "clock": local.time() if known.day_of(change.at) else None,
            "item": str(change.item_id or ""),
        }
    )
    form.offer(known, now())
    form.who.validators = []
    form.who.data = str(change.attendance_id)
    removes = request.method == "POST" and request.form.get("step") == "remove"
    if removes or form.validate_on_submit():
        try:
            _correct(change, form, known, removes=removes)
        except RuleBroken as error:
            db.session.rollback()
            say(form, error)
        else:
            tell(_("Anteckningen är borttagen") if removes else _("Närvaron är rättad"))
            return redirect(url_for("desk.moves", meeting_id=meeting_id))
    name = known.by_id[change.attendance_id].name
    page = render(
        "desk/correct_move.html",
        sitting=sitting,
        correction=correction_of(meeting_id),
        form=form,
        change_id=change_id,
        name=name,
        several_days=len(known.days) > 1,
    )
    return page, 422 if form.errors else 200


@bp.get("/meetings/<int:meeting_id>/presence/items")
@requires(Act.RECORD_MEETING)
def per_item(meeting_id: int) -> ResponseReturnValue:
    """Who is there for which item, as the minutes will say it."""
    sitting = record_open(meeting_id)
    known = attendance.read(meeting_id)
    leaders = {item.id: known.leader(item.id) for item in known.items}
    return render(
        "desk/per_item.html",
        sitting=sitting,
        correction=correction_of(meeting_id),
        roll=known,
        leaders=leaders,
        present=PRESENT,
    )


def _correct(change: PresenceChange, form: MoveForm, known: Roll, *, removes: bool) -> None:
    if removes:
        presence.remove(change, correction=correction_of(change.meeting_id), by=me(), now=now())
        return
    presence.correct(
        change,
        form.presence.data,
        at=form.moment(known) or change.at,
        item_id=form.item_id,
        correction=correction_of(change.meeting_id),
        by=me(),
        now=now(),
    )


def _day_asked(known: Roll) -> date:
    """The day in the address, when it is one of the meeting's; else today."""
    asked = request.args.get("day", "")
    return next((day for day in known.days if day.isoformat() == asked), known.today(now()))


def _named(known: Roll, day: date) -> str | None:
    """The day, where there are several to tell apart."""
    return day.isoformat() if len(known.days) > 1 else None


def _ticked(known: Roll, lines: course.Rows, day: date, form: MeetingForm) -> dict[int, object]:
    """By attendance id: what was answered on the day, else what is likely."""
    if day == known.days[0] or not known.changes:
        likely = course.suggestions(lines, form)
    else:
        likely = dict(known.current())
    return {line.id: known.called(day).get(line.id) or likely.get(line.id) for line in lines}


def _groups(lines: course.Rows) -> list[tuple[str, course.Rows]]:
    """The roll under the headings of the attendance list."""
    groups = [(category, [line for line in lines if line.category is category]) for category in ROLL_ORDER]
    return [(group_word(category), found) for category, found in groups if found]


def _others(form: MeetingForm) -> list[tuple[Presence, str]]:
    """The quick ways to end the roll, the likely one of the meeting's form first."""
    ways = {
        Presence.ON_SITE: _("Alla övriga är på plats"),
        Presence.REMOTE: _("Alla övriga är på distans"),
    }
    fitting = {
        MeetingForm.DIGITAL: [Presence.REMOTE],
        MeetingForm.PHYSICAL: [Presence.ON_SITE],
        MeetingForm.HYBRID: [Presence.ON_SITE, Presence.REMOTE],
    }
    return [(presence, ways[presence]) for presence in fitting[form]]
