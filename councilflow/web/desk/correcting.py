"""Correcting the record of a meeting that has closed: first why, then where (A86, docs/decisions/0020).

The reason is asked for once. It is kept with the sign-in, stands on every page that corrects, and goes into
the journal with each correction, until the minutes are sent for review again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, RadioField
from wtforms.validators import ValidationError

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import AgendaItem, Person
from councilflow.process.agenda import ItemKind
from councilflow.process.consensus import STANDPOINT_TAKEN, Outcome
from councilflow.process.dissents import Moment, offered
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingState
from councilflow.process.profiles import DissentKind, OutcomeWord
from councilflow.process.rights import Act
from councilflow.services import attendance
from councilflow.services.desk import course
from councilflow.services.desk.record import correct_wording
from councilflow.services.desk.restating import Choice, choice, restate
from councilflow.services.dissents import note_dissent
from councilflow.services.lying_fast import lies_fast
from councilflow.web.access import me, now, requires
from councilflow.web.desk.blueprint import bp
from councilflow.web.desk.forms import DissentForm, outcome_choices
from councilflow.web.desk.going_on import correction_of, keep_correction, record_open
from councilflow.web.fields import passage, say
from councilflow.web.forms import Form
from councilflow.web.once import once
from councilflow.web.pages import render, tell
from councilflow.words import word


class ReasonForm(Form):
    """Why the record is corrected."""

    reason = passage(
        _l("Varför rättas anteckningarna?"), _l("Skriv varför anteckningarna rättas."), longest=300
    )


def _outcome(value: str | None) -> Outcome | None:
    return Outcome(value) if value in set(Outcome) else None


class OutcomeForm(Form):
    """What the chair stated, where something else was noted. `noted` is what the page showed."""

    noted = HiddenField()
    outcome = RadioField(_l("Vad sade ordföranden?"), coerce=_outcome, validate_choice=False)
    adopted = passage(_l("Rådets ställningstagande, som det lästes upp"))
    override = passage(_l("Ordförandens skäl att ändå pröva frågan"), longest=4_000)

    def offer(self, item: AgendaItem, choice: Choice) -> None:
        called = item.meeting.called
        words = outcome_choices(item.kind or ItemKind.STANDING, called)
        self.outcome.choices = [one for one in words if one.value in choice.others]
        if called is OutcomeWord.DECISION:
            self.adopted.label.text = _("Rådets beslut, som det lästes upp")

    def validate_outcome(self, field: RadioField) -> None:
        """Whether it may be that one is for the rules to say."""
        if field.data is None:
            raise ValidationError(_("Välj det utfall som ordföranden sade."))


class StatedForm(Form):
    """The words of what the chair stated, as they should have been written down."""

    wording = passage(_l("Ordalydelsen, som den lästes upp"), _l("Skriv texten."))


@bp.route("/meetings/<int:meeting_id>/correcting", methods=["GET", "POST"])
@requires(Act.RECORD_MEETING)
def correcting(meeting_id: int) -> ResponseReturnValue:
    """Why, and then the places where something can be corrected."""
    sitting = record_open(meeting_id, asks=False)
    if sitting.state is MeetingState.ONGOING:
        return redirect(url_for("desk.show", meeting_id=meeting_id))
    form = ReasonForm(data={"reason": correction_of(meeting_id)})
    if form.validate_on_submit():
        keep_correction(meeting_id, form.reason.data or "")
        tell(_("Skälet är sparat"), _("Välj vad du ska rätta."))
        return redirect(url_for("desk.correcting", meeting_id=meeting_id))
    items = [one for one in course.course(meeting_id) if one.outcome is not None]
    page = render(
        "desk/correcting.html", sitting=sitting, form=form, items=items, correction=correction_of(meeting_id)
    )
    return page, 422 if form.errors else 200


@dataclass(frozen=True, slots=True)
class Forms:
    """The three things that the page of an item corrects; `sent` is the one that was sent."""

    restating: OutcomeForm
    stated: StatedForm
    noting: DissentForm
    step: str

    @property
    def sent(self) -> Form:
        sent: dict[str, Form] = {"outcome": self.restating, "dissent": self.noting}
        return sent.get(self.step, self.stated)


@bp.route("/items/<int:item_id>/correcting", methods=["GET", "POST"])
@requires(Act.RECORD_MEETING)
@once
def correct_item(item_id: int) -> ResponseReturnValue:
    """What the chair stated, its words, and what was asked into the minutes, as they should stand."""
    item = db.session.get_one(AgendaItem, item_id)
    if item.kind is ItemKind.HEADING:
        abort(404)
    sitting = record_open(item.meeting_id)
    if sitting.state is MeetingState.ONGOING:
        return redirect(url_for("desk.item", item_id=item_id))
    voices = course.voices_at_the_table(attendance.read(sitting.id).lines, sitting.rights)
    kinds = offered(item.meeting.profile.dissents, Moment.LEFT, recorded=True)
    forms = _forms(item)
    forms.noting.offer(voices, kinds)
    sent = forms.sent
    if request.method == "POST" and sent.validate():
        try:
            _correct(item, forms, voices)
        except RuleBroken as error:
            db.session.rollback()
            say(sent, error)
        else:
            tell(_("Anteckningen är rättad"), _("Utkastet erbjuder dig det som har ändrats."))
            return redirect(url_for("desk.correct_item", item_id=item_id))
    return _item_page(item_id, sitting, forms, kinds), 422 if sent.errors else 200


def _forms(item: AgendaItem) -> Forms:
    """Each is filled from what was sent only when it is the one that was."""
    said = request.form.get("step", "")
    step = said if said in ("outcome", "dissent") else "wording"
    found = choice(item)
    worked_on = found.wording if found else ""
    restating = OutcomeForm(
        data={"noted": item.outcome, "adopted": worked_on, "override": item.override_reason},
        formdata=request.form if step == "outcome" else None,
    )
    if found:
        restating.offer(item, found)
    return Forms(
        restating=restating,
        stated=StatedForm(
            data={"wording": item.adopted}, formdata=request.form if step == "wording" else None
        ),
        noting=DissentForm(formdata=request.form if step == "dissent" else None),
        step=step,
    )


def _item_page(item_id: int, sitting: course.Sitting, forms: Forms, kinds: Sequence[DissentKind]) -> str:
    item = db.session.get_one(AgendaItem, item_id)
    found = choice(item)
    if found:  # what the page offers is what stands now, also after a refusal
        forms.restating.offer(item, found)
        forms.restating.noted.data = item.outcome
    return render(
        "desk/correct_item.html",
        sitting=sitting,
        item=item,
        form=forms.sent,
        restating=forms.restating,
        choice=found,
        following=_following(found),
        is_fast=lies_fast(item),
        stated=forms.stated if item.outcome in STANDPOINT_TAKEN else None,
        noting=forms.noting,
        kinds=kinds,
        noted=course.dissents(item_id),
        correction=correction_of(sitting.id),
    )


def _following(found: Choice | None) -> dict[Outcome, str]:
    """By what may have been stated instead: what else changes, in words."""
    others = found.others if found else {}
    return {one: " ".join(word(what) for what in follows) for one, follows in others.items() if follows}


def _correct(item: AgendaItem, forms: Forms, voices: list[course.Voice]) -> None:
    """What was sent of the three."""
    facts: dict[str, Any] = {"correction": correction_of(item.meeting_id), "by": me(), "now": now()}
    noting, restating = forms.noting, forms.restating
    if forms.sent is restating:
        restate(
            item,
            restating.outcome.data,
            seen=_outcome(restating.noted.data),
            wording=restating.adopted.data or "",
            override=restating.override.data or "",
            **facts,
        )
        return
    if forms.sent is forms.stated:
        correct_wording(item, forms.stated.wording.data or "", **facts)
        return
    voice = next(one for one in voices if one.key == noting.voice.data)
    note_dissent(
        item,
        organisation_id=voice.organisation_id,
        person=db.session.get(Person, voice.person_id) if voice.person_id else None,
        text=noting.text.data or "",
        kind=noting.kind.data,
        **facts,
    )
