"""The meeting as a whole: opening it, calling the roll, electing justerare, closing it."""

from __future__ import annotations

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.models import Meeting
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingState, SignatoryRole
from councilflow.process.rights import Act
from councilflow.process.roll import ELECTED_USUALLY, ClosingGap, electable, leading
from councilflow.services import desk
from councilflow.services.desk import course
from councilflow.web.access import me, now, requires
from councilflow.web.desk.blueprint import bp
from councilflow.web.desk.forms import CloseForm, ElectForm
from councilflow.web.errors import refuse
from councilflow.web.forms import SelectChoice
from councilflow.web.once import once
from councilflow.web.pages import Link, render, tell


@bp.get("/meetings/<int:meeting_id>/desk")
@requires(Act.RECORD_MEETING)
def show(meeting_id: int) -> ResponseReturnValue:
    """Where the meeting is: not open yet, at an item, or ready to close."""
    sitting = course.sitting(meeting_id)
    if sitting.state is MeetingState.INVITED:
        return render(
            "desk/open.html",
            sitting=sitting,
            stops=course.course(meeting_id),
            form=CloseForm(),
            is_early=now().astimezone(sitting.starts_at.tzinfo).date() < sitting.starts_at.date(),
        )
    if sitting.state is not MeetingState.ONGOING:
        return _refuse_state(sitting)
    waiting = next((stop for stop in course.course(meeting_id) if stop.outcome is None), None)
    if waiting is None:
        return redirect(url_for("desk.close", meeting_id=meeting_id))
    return redirect(url_for("desk.item", item_id=waiting.id))


@bp.post("/meetings/<int:meeting_id>/open")
@requires(Act.RECORD_MEETING)
def open_(meeting_id: int) -> ResponseReturnValue:
    try:
        desk.open_meeting(db.session.get_one(Meeting, meeting_id), me(), now())
    except RuleBroken as error:
        return refuse(error, _meeting_link(meeting_id))
    tell(_("Mötet är öppnat"), _("Ropa upp dem som är kallade. Ingen räknas som närvarande innan dess."))
    return redirect(url_for("desk.roll", meeting_id=meeting_id))


@bp.route("/meetings/<int:meeting_id>/approvers", methods=["GET", "POST"])
@requires(Act.RECORD_MEETING)
@once
def elect(meeting_id: int) -> ResponseReturnValue:
    sitting = course.sitting(meeting_id)
    if sitting.state is not MeetingState.ONGOING:
        return _refuse_state(sitting)
    lines = course.roll(meeting_id)
    form = ElectForm()
    form.elected.choices = [
        SelectChoice(line.person_id, f"{line.name}, {line.organisation}") for line in electable(lines)
    ]
    signing = course.signatories(meeting_id)
    if form.validate_on_submit():
        try:
            desk.elect(db.session.get_one(Meeting, meeting_id), form.elected.data or [], by=me(), now=now())
        except RuleBroken as error:
            return refuse(error, Link(url_for("desk.roll", meeting_id=meeting_id), _("Ropa upp")))
        tell(_("Justerarna är valda"), _("De kan bytas ända tills mötet avslutas."))
        return redirect(url_for("desk.show", meeting_id=meeting_id))
    if not form.is_submitted():
        form.elected.data = [one.person_id for one in signing if one.role is SignatoryRole.ELECTED]
    page = render(
        "desk/elect.html",
        sitting=sitting,
        form=form,
        leader=leading(lines),
        usual=ELECTED_USUALLY,
        uncalled=[line for line in lines if line.presence is None],
    )
    return page, 422 if form.errors else 200


@bp.route("/meetings/<int:meeting_id>/close", methods=["GET", "POST"])
@requires(Act.RECORD_MEETING)
def close(meeting_id: int) -> ResponseReturnValue:
    """The last gavel: first what is missing, then the question, then the step."""
    sitting = course.sitting(meeting_id)
    if sitting.state is not MeetingState.ONGOING:
        return _refuse_state(sitting)
    meeting = db.session.get_one(Meeting, meeting_id)
    form = CloseForm()
    if form.validate_on_submit():
        try:
            desk.close_meeting(meeting, me(), now())
        except RuleBroken as error:
            return refuse(error, Link(url_for("desk.close", meeting_id=meeting_id), _("Se vad som återstår")))
        tell(_("Mötet är avslutat"), _("Paragraferna har fått sina nummer och protokollet kan skrivas."))
        return redirect(url_for("minutes.show", meeting_id=meeting_id))
    return render(
        "desk/close.html",
        sitting=sitting,
        called=meeting.called,
        knows_immediate=meeting.profile.immediate_approval,
        form=form,
        gaps=_gaps(meeting_id, desk.gaps_before_closing(meeting)),
        stops=course.course(meeting_id),
        lines=course.roll(meeting_id),
        signing=course.signatories(meeting_id),
    )


def _refuse_state(sitting: course.Sitting) -> ResponseReturnValue:
    return refuse(RuleBroken("meeting-not-ongoing", state=sitting.state), _meeting_link(sitting.id))


def _meeting_link(meeting_id: int) -> Link:
    return Link(url_for("meetings.show", meeting_id=meeting_id), _("Till mötet"))


def _gaps(meeting_id: int, gaps: dict[ClosingGap, list[str]]) -> list[dict[str, str]]:
    """What is missing as the page lists it: what, what to do, and where."""
    roll_url = url_for("desk.roll", meeting_id=meeting_id)
    elect_url = url_for("desk.elect", meeting_id=meeting_id)
    words = {
        ClosingGap.PEOPLE_NOT_CALLED: (_("Alla är inte uppropade"), roll_url),
        ClosingGap.NOBODY_LEADS: (_("Varken ordförande eller vice ordförande är närvarande"), roll_url),
        ClosingGap.NOBODY_RECORDS: (_("Ingen sekreterare är närvarande"), roll_url),
        ClosingGap.NOBODY_ELECTED: (_("Det finns ingen närvarande justerare"), elect_url),
    }
    found = []
    for gap, names in gaps.items():
        if gap is ClosingGap.ITEMS_WITHOUT_OUTCOME:
            stops = [stop for stop in course.course(meeting_id) if stop.outcome is None]
            found += [
                {
                    "label": f"{stop.position}. {stop.title}",
                    "url": url_for("desk.item", item_id=stop.id),
                    "advice": _("Skriv in vad ordföranden säger att rådet kom fram till."),
                }
                for stop in stops
            ]
        else:
            label, url = words[gap]
            advice = ", ".join(names) or (_("Gå till uppropet.") if url == roll_url else _("Välj justerare."))
            found.append({"label": label, "url": url, "advice": advice})
    return found
