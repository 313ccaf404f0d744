"""Asking for a view to go into the minutes, word for word, and taking that back (A86, H.2).

From the invitation until the meeting closes: the organisation's view by whoever holds its stance right, a
member's own by that member. At the desk the secretary asks for others, and may take back what was asked for.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.models import AgendaItem, Dissent, Person
from councilflow.process.agenda import ItemKind
from councilflow.process.dissents import may_add_reasons, offered
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import DOCUMENTS_OUT, MeetingState
from councilflow.process.profiles import DissentKind
from councilflow.process.rights import Act
from councilflow.services import dissents
from councilflow.services.desk import course
from councilflow.services.taking_part import is_recused
from councilflow.web.access import can, here, me, now, requires, viewer
from councilflow.web.desk.blueprint import bp
from councilflow.web.desk.forms import CloseForm, DissentForm, ReasonsForm
from councilflow.web.desk.going_on import correction_of
from councilflow.web.errors import refuse
from councilflow.web.once import once
from councilflow.web.pages import Link, render, tell


@bp.route("/items/<int:item_id>/dissent", methods=["GET", "POST"])
@requires(Act.NOTE_DISSENT, Act.SET_STANCE, Act.RECORD_MEETING)
@once
def dissent(item_id: int) -> ResponseReturnValue:
    """What is asked into the minutes on an item, as far as the viewer may see it, and asking for more."""
    item = course.item_with_meeting(item_id)
    if item.kind is ItemKind.HEADING:
        abort(404)
    sitting = course.sitting_of(item.meeting)
    voices = course.own_voices(viewer(), sitting.council_id)
    kinds = _kinds(item)
    form = DissentForm()
    form.offer(voices, kinds)
    if len(voices) == 1 and not form.is_submitted():
        form.voice.data = voices[0].key
    if form.validate_on_submit():
        voice = next(one for one in voices if one.key == form.voice.data)
        try:
            _note(item, voice, form.kind.data, form.text.data or "")
        except RuleBroken as error:
            return refuse(error, _way_back(item_id))
        if form.is_view:
            noted = _("Synpunkten är begärd till protokollet")
            tell(noted, _("Den står där ord för ord, som du ser den här."))
        else:
            tell(_("Det är begärt till protokollet"), _("Det står där ord för ord, som du ser det här."))
        return redirect(url_for("desk.dissent", item_id=item_id))
    page = render(
        "desk/dissent.html",
        item=item,
        sitting=sitting,
        form=form,
        voices=voices,
        kinds=kinds,
        noted=_shown(item_id, sitting, voices),
        is_open=bool(kinds) or sitting.state is MeetingState.ONGOING,
        reasoned=_reasoned(item),
        has_jav=is_recused(item_id, viewer().person_id),
    )
    return page, 422 if form.errors else 200


def _kinds(item: AgendaItem) -> list[DissentKind]:
    """The kinds that can be asked for now; none before the invitation and after the minutes are approved."""
    if item.meeting.state not in DOCUMENTS_OUT:
        return []
    return offered(item.meeting.profile.dissents, dissents.moment_of(item))


def _reasoned(item: AgendaItem) -> set[DissentKind]:
    """The kinds whose words may still be written, though the kind itself can be asked for no longer."""
    if item.meeting.state is not MeetingState.HELD:
        return set()
    moment = dissents.moment_of(item)
    return {kind for kind in item.meeting.profile.dissents if may_add_reasons(kind, moment)}


def _note(item: AgendaItem, voice: course.Voice, kind: DissentKind | None, text: str) -> None:
    person = db.session.get(Person, voice.person_id) if voice.person_id else None
    dissents.note_dissent(
        item,
        organisation_id=voice.organisation_id,
        person=person,
        text=text,
        kind=kind,
        by=me(),
        now=now(),
    )


@bp.route("/items/<int:item_id>/dissent/<int:dissent_id>/reasons", methods=["GET", "POST"])
@requires(Act.NOTE_DISSENT, Act.SET_STANCE, Act.RECORD_MEETING)
@once
def reasons(item_id: int, dissent_id: int) -> ResponseReturnValue:
    """Write the words of what was asked for in time, until the minutes are approved (D.2)."""
    noted = db.session.get(Dissent, dissent_id)
    if noted is None or noted.item_id != item_id or not _may_take_back(noted):
        abort(404)
    form = ReasonsForm(obj=noted)
    back = Link(url_for("desk.dissent", item_id=item_id), _("Till punkten"))
    if form.validate_on_submit():
        try:
            dissents.add_reasons(noted, form.text.data or "", by=me(), now=now())
        except RuleBroken as error:
            return refuse(error, back)
        tell(_("Skälen är inskrivna"), _("De står i protokollet ord för ord, som du ser dem här."))
        return redirect(back.url)
    page = render("desk/reasons.html", noted=noted, item=noted.item, form=form, back=back)
    return page, 422 if form.errors else 200


@bp.route("/items/<int:item_id>/dissent/<int:dissent_id>/withdraw", methods=["GET", "POST"])
@requires(Act.NOTE_DISSENT, Act.SET_STANCE, Act.RECORD_MEETING)
@once
def withdraw(item_id: int, dissent_id: int) -> ResponseReturnValue:
    """Take a view off the record: first the question, then the step."""
    noted = db.session.get(Dissent, dissent_id)
    if noted is None or noted.item_id != item_id or not _may_take_back(noted):
        abort(404)
    form = CloseForm()
    back = _way_back(item_id)
    if form.validate_on_submit():
        kind = noted.kind
        try:
            why = correction_of(noted.item.meeting_id) if can(Act.RECORD_MEETING) else ""
            dissents.withdraw(noted, correction=why, by=me(), now=now())
        except RuleBroken as error:
            return refuse(error, back)
        if kind is DissentKind.DISSENTING_VIEW:
            tell(_("Synpunkten är borttagen"), _("Den kommer inte att stå i protokollet."))
        else:
            tell(_("Texten är borttagen"), _("Den kommer inte att stå i protokollet."))
        return redirect(back.url)
    is_over = noted.item.meeting.state is MeetingState.HELD
    return render("desk/withdraw.html", noted=noted, item=noted.item, form=form, back=back, is_over=is_over)


def _may_take_back(noted: Dissent) -> bool:
    return can(Act.RECORD_MEETING) or _is_own(
        noted.organisation_id, noted.person_id, course.own_voices(viewer(), noted.item.meeting.council_id)
    )


def _is_own(organisation_id: int, person_id: int | None, voices: Sequence[course.Voice]) -> bool:
    return any((one.organisation_id, one.person_id) == (organisation_id, person_id) for one in voices)


def _shown(item_id: int, sitting: course.Sitting, voices: Sequence[course.Voice]) -> list[dict[str, object]]:
    """What is noted: at the meeting and after it all of it, before the meeting the viewer's own (H.4)."""
    opened = sitting.state in (MeetingState.ONGOING, MeetingState.HELD)
    found: list[dict[str, object]] = []
    for row in course.dissents(item_id):
        own = _is_own(row.organisation_id, row.person_id, voices)
        if own or opened or can(Act.SEE_STANCES):
            found.append({"row": row, "is_own": own})
    return found


def _way_back(item_id: int) -> Link:
    if can(Act.RECORD_MEETING) and here().meeting_state is MeetingState.ONGOING:
        return Link(url_for("desk.item", item_id=item_id), _("Till punkten"))
    if can(Act.RECORD_MEETING) and correction_of(here().meeting_id or 0):
        return Link(url_for("desk.correct_item", item_id=item_id), _("Till punkten"))
    return Link(url_for("desk.dissent", item_id=item_id), _("Till punkten"))
