"""What is signed beside the minutes: paragraphs approved at once, and corrections of signed minutes."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from councilflow.extensions import db
from councilflow.i18n import LazyText, date_time, ngettext
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import Supplement
from councilflow.process import correction
from councilflow.process.correction import Change
from councilflow.process.errors import RuleBroken
from councilflow.process.minutes import Minutes, MinutesState, from_json
from councilflow.process.record import SupplementKind
from councilflow.process.rights import Act
from councilflow.services import minutes, people
from councilflow.services.minutes import at_once, files
from councilflow.services.minutes import reading as texts
from councilflow.services.minutes.record import approved_at_once, signers, signers_of
from councilflow.services.minutes.telling import ask_for_signatures
from councilflow.web.access import can, me, now, reads_minutes, requires, viewer
from councilflow.web.downloads import as_file
from councilflow.web.errors import refuse
from councilflow.web.minutes.blueprint import bp
from councilflow.web.minutes.facts import Sign, Standpoint, head_of, sheets, standpoint
from councilflow.web.minutes.forms import (
    AtOnceForm,
    CorrectionForm,
    SignForm,
    at_once_choices,
    at_once_form,
    correction_form,
)
from councilflow.web.once import once
from councilflow.web.pages import Link, render, tell
from councilflow.web.place import signing_place
from councilflow.words import word

TITLES: dict[SupplementKind, LazyText] = {
    SupplementKind.IMMEDIATE: _l("Omedelbart justerade paragrafer"),
    SupplementKind.CORRECTION: _l("Rättelse av protokollet"),
}


@bp.route("/at-once", methods=["GET", "POST"])
@requires(Act.WRITE_MINUTES)
@once
def approve_at_once(meeting_id: int) -> ResponseReturnValue:
    """Choose paragraphs that are approved before the rest."""
    at = standpoint(meeting_id)
    if at.state not in (MinutesState.DRAFT, MinutesState.IN_REVIEW):
        return _refuse(meeting_id, RuleBroken("minutes-not-draft", state=at.state))
    if not at_once.is_known(meeting_id):
        return _refuse(meeting_id, RuleBroken("no-immediate-approval"))
    taken, proposed = approved_at_once(meeting_id), at_once.proposed(meeting_id)
    text = texts.text(at.document)
    form = AtOnceForm(data={"paragraphs": proposed})
    open_still = [one for one in text.paragraphs if one.number not in taken]
    form.paragraphs.choices = at_once_choices(sorted(open_still, key=lambda one: one.number not in proposed))
    if form.validate_on_submit():
        try:
            made = minutes.approve_at_once(
                meeting_id, form.paragraphs.data or [], place=signing_place(), by=me(), now=now()
            )
        except RuleBroken as refused:
            return _refuse(meeting_id, refused)
        return _made(made, _("Paragraferna väntar på underskrift"))
    page = render("minutes/at_once.html", form=form, **head_of(at))
    return page, 422 if form.errors else 200


def proposal(meeting_id: int, text: Minutes) -> AtOnceForm | None:
    """What the meeting approved at once, ready to be made a document of its own; None when nothing waits."""
    numbers = at_once.proposed(meeting_id)
    return at_once_form([one for one in text.paragraphs if one.number in numbers]) if numbers else None


@bp.route("/correct", methods=["GET", "POST"])
@requires(Act.WRITE_MINUTES)
@once
def correct(meeting_id: int) -> ResponseReturnValue:
    """Write a correction of signed minutes."""
    at = standpoint(meeting_id)
    if at.state is not MinutesState.SIGNED:
        return _refuse(meeting_id, RuleBroken("minutes-not-signed", state=at.state))
    text = texts.text(at.document)
    form = correction_form(text)
    if form.validate_on_submit():
        changes = _changes(form)
        try:
            correction.check(changes, form.reason.data or "", text)
        except RuleBroken as refused:
            return _refuse(
                meeting_id,
                refused,
                Link(url_for("minutes.correct", meeting_id=meeting_id), _("Tillbaka till rättelsen")),
            )
        made = minutes.correct(
            meeting_id,
            changes,
            form.reason.data or "",
            signers(meeting_id),
            place=signing_place(),
            by=me(),
            now=now(),
        )
        return _made(made, _("Rättelsen väntar på underskrift"))
    page = render("minutes/correct.html", form=form, minutes=text, **head_of(at))
    return page, 422 if form.errors else 200


def _changes(form: CorrectionForm) -> tuple[Change, ...]:
    """The rows in which something is written."""
    return tuple(
        Change(
            paragraph=int(row.form.paragraph.data) or None,
            said=_plain(row.form.said.data),
            should_say=_plain(row.form.should_say.data),
        )
        for row in form.changes
        if _plain(row.form.said.data) or _plain(row.form.should_say.data)
    )


def _plain(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").strip()


def _made(supplement: Supplement, title: str) -> ResponseReturnValue:
    url = _address(supplement)
    ask_for_signatures(supplement, url=url, now=now())
    tell(title, _("De som skriver under har fått ett mejl med en länk."))
    return redirect(url)


def _address(supplement: Supplement) -> str:
    return url_for("minutes.supplement", meeting_id=supplement.meeting_id, supplement_id=supplement.id)


@bp.route("/supplements/<int:supplement_id>", methods=["GET", "POST"])
@reads_minutes
def supplement(meeting_id: int, supplement_id: int) -> ResponseReturnValue:
    """One supplement: its text, who has signed, and a place to sign for those who have not."""
    held = _held(meeting_id, supplement_id)
    form = SignForm()
    form.has_read.label.text = _("Jag har läst handlingen, och den stämmer")
    if form.is_submitted():
        if refused := _refusal(held):
            return refuse(refused, Link(_address(held), _("Tillbaka")))
        if form.validate() and people.verify_password(
            me(), form.password.data or "", now=now(), network_address=request.remote_addr or ""
        ):
            minutes.sign_supplement(
                supplement_id, place=signing_place(), by=me(), now=now(), url=_address(held)
            )
            tell(_("Du har skrivit under"))
            return redirect(_address(held))
        if not form.errors:
            form.password.errors = [_("Lösenordet stämmer inte. Försök igen.")]
    return _page(held, form), 422 if form.errors else 200


def _held(meeting_id: int, supplement_id: int) -> Supplement:
    held = db.session.get(Supplement, supplement_id)
    if held is None or held.meeting_id != meeting_id:
        abort(404)
    if held.state is not MinutesState.SIGNED and not _follows(held):
        abort(404)
    return held


def _follows(held: Supplement) -> bool:
    """Whether the viewer has to do with a supplement before it is signed."""
    return can(Act.WRITE_MINUTES, Act.RECORD_MEETING) or any(
        one.person_id == viewer().person_id for one in signers_of(held)
    )


def _refusal(held: Supplement) -> RuleBroken | None:
    """Why the viewer cannot sign now, before anybody is asked for a password."""
    if held.withdrawn_at:
        return RuleBroken("supplement-withdrawn")
    if not any(one.person_id == viewer().person_id for one in signers_of(held)):
        return RuleBroken("not-a-signatory")
    if viewer().person_id in files.signed_by(held):
        return RuleBroken("already-signed")
    return None


def _page(held: Supplement, form: SignForm) -> str:
    at = standpoint(held.meeting_id)
    is_correction = held.kind is SupplementKind.CORRECTION
    text = correction.from_json(held.snapshot) if is_correction else None
    return render(
        "minutes/supplement.html",
        supplement=held,
        title=TITLES[held.kind],
        correction=text,
        text=None if is_correction else sheets(from_json(held.snapshot)),
        form=form,
        to_sign=held.state is MinutesState.LOCKED and _refusal(held) is None,
        withdraws=can(Act.WRITE_MINUTES) and not held.withdrawn_at and not files.signed_by(held),
        **head_of(at) | {"signs": _signs(held, at), "words": _state_words(held, at)},
    )


def _signs(held: Supplement, at: Standpoint) -> list[Sign]:
    signed = texts.signing_times(held)
    return [
        Sign(
            _("%(role)s: %(name)s", role=word(one.role), name=one.name),
            _("Skrev under %(moment)s", moment=date_time(signed[one.person_id], at.zone))
            if one.person_id in signed
            else _("Har inte skrivit under än"),
            one.person_id in signed,
        )
        for one in signers_of(held)
    ]


def _state_words(held: Supplement, at: Standpoint) -> str:
    if held.withdrawn_at:
        return _("Återkallad %(moment)s.", moment=date_time(held.withdrawn_at, at.zone))
    if held.signed_at:
        return _("Alla har skrivit under, %(moment)s.", moment=date_time(held.signed_at, at.zone))
    waiting = len(signers_of(held)) - len(files.signed_by(held))
    return ngettext("En underskrift saknas.", "%(n)s underskrifter saknas.", waiting)


@bp.get("/supplements/<int:supplement_id>/file")
@reads_minutes
def supplement_pdf(meeting_id: int, supplement_id: int) -> ResponseReturnValue:
    """The newest file of a supplement, byte for byte."""
    held = _held(meeting_id, supplement_id)
    kind = "rattelse" if held.kind is SupplementKind.CORRECTION else "omedelbart-justerat"
    name = f"{kind}-{held.meeting_id}-{held.number}.pdf"
    return as_file(files.newest(held).content, mimetype="application/pdf", name=name, inline=True)


@bp.post("/supplements/<int:supplement_id>/withdraw")
@requires(Act.WRITE_MINUTES)
@once
def withdraw_supplement(meeting_id: int, supplement_id: int) -> ResponseReturnValue:
    held = _held(meeting_id, supplement_id)
    minutes.withdraw(held, by=me(), now=now())
    tell(_("Återkallad"), _("Handlingen finns kvar i arkivet som återkallad och ska inte skrivas under."))
    return redirect(url_for("minutes.show", meeting_id=meeting_id))


def _refuse(meeting_id: int, refused: RuleBroken, way: Link | None = None) -> ResponseReturnValue:
    return refuse(refused, way or Link(url_for("minutes.show", meeting_id=meeting_id), _("Till protokollet")))


def listed(meeting_id: int) -> list[dict[str, Any]]:
    """What the page of the minutes says of its supplements."""
    return [
        {
            "id": one.id,
            "title": TITLES[one.kind],
            "is_correction": one.kind is SupplementKind.CORRECTION,
            "paragraphs": _paragraphs(one),
            "signed_at": one.signed_at,
            "withdrawn": one.withdrawn_at is not None,
        }
        for one in texts.supplements(meeting_id)
        if one.signed_at or _follows(one)
    ]


def _paragraphs(held: Supplement) -> list[int]:
    if held.kind is SupplementKind.IMMEDIATE:
        return [one.number for one in from_json(held.snapshot).paragraphs]
    found = correction.from_json(held.snapshot).changes
    return sorted({one.paragraph for one in found if one.paragraph})
