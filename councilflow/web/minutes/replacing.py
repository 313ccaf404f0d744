"""Somebody who cannot sign is replaced on the chair's order."""

from __future__ import annotations

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from councilflow.i18n import gettext as _
from councilflow.process.errors import RuleBroken
from councilflow.process.minutes import MinutesState
from councilflow.process.rights import Act
from councilflow.services import minutes
from councilflow.services.minutes import reading as texts
from councilflow.services.minutes import replacing
from councilflow.services.minutes.telling import ask_for_signatures
from councilflow.web.access import me, now, requires
from councilflow.web.errors import refuse
from councilflow.web.minutes.blueprint import bp
from councilflow.web.minutes.facts import head_of, standpoint
from councilflow.web.minutes.forms import ReplaceForm
from councilflow.web.once import once
from councilflow.web.pages import Link, render, tell
from councilflow.web.place import signing_place
from councilflow.words import word


@bp.route("/replace", methods=["GET", "POST"])
@requires(Act.WRITE_MINUTES, Act.RECORD_MEETING)
@once
def replace(meeting_id: int) -> ResponseReturnValue:
    at = standpoint(meeting_id)
    if at.state is MinutesState.SIGNED:
        return _refuse(meeting_id, RuleBroken("minutes-are-signed"))
    form = ReplaceForm()
    rows = [one for one in texts.signatories(meeting_id) if one.person_id not in _signed(at.hands)]
    form.signatory.choices = [
        (one.id, _("%(role)s: %(name)s", role=word(one.role), name=one.name)) for one in rows
    ]
    people = {line.person_id: line for one in rows for line in replacing.candidates(meeting_id, one.role)}
    form.person.choices = [
        (key, ", ".join(filter(None, (line.name, line.organisation)))) for key, line in people.items()
    ]
    if form.validate_on_submit():
        return _put(meeting_id, form)
    page = render("minutes/replace.html", form=form, locked=at.state is MinutesState.LOCKED, **head_of(at))
    return page, 422 if form.errors else 200


def _signed(hands: list[texts.Hand]) -> set[int]:
    return {hand.person_id for hand in hands if hand.signed_at}


def _put(meeting_id: int, form: ReplaceForm) -> ResponseReturnValue:
    document = minutes.hold(meeting_id)
    try:
        again = replacing.replace(
            document,
            form.signatory.data,
            form.person.data,
            form.order.data or "",
            place=signing_place(),
            by=me(),
            now=now(),
        )
    except RuleBroken as refused:
        return _refuse(meeting_id, refused)
    if document.state is MinutesState.LOCKED:
        ask_for_signatures(
            document, url=url_for("minutes.sign", meeting_id=meeting_id), now=now(), again=again
        )
        tell(_("Bytet är gjort"), _("Filen är gjord på nytt, och de som ska skriva under har fått ett mejl."))
    else:
        tell(_("Bytet är gjort"))
    return redirect(url_for("minutes.show", meeting_id=meeting_id))


def _refuse(meeting_id: int, refused: RuleBroken) -> ResponseReturnValue:
    return refuse(refused, Link(url_for("minutes.show", meeting_id=meeting_id), _("Till protokollet")))
