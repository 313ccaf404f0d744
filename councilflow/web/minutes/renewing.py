"""The draft against the record once more: each difference is offered, and nothing is overwritten."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from councilflow.i18n import gettext as _
from councilflow.process.errors import RuleBroken
from councilflow.process.minutes import MinutesState
from councilflow.process.rights import Act
from councilflow.process.wording import between
from councilflow.services import minutes
from councilflow.services.minutes import reading
from councilflow.services.minutes.passages import Offer, offers
from councilflow.services.minutes.record import Record, read
from councilflow.web.access import me, now, requires
from councilflow.web.errors import refuse
from councilflow.web.minutes.blueprint import bp
from councilflow.web.minutes.facts import head_of, standpoint
from councilflow.web.minutes.forms import TAKE, RenewForm, renew_form
from councilflow.web.minutes.writing import passage_names
from councilflow.web.numbers import number_in
from councilflow.web.once import once
from councilflow.web.pages import Link, render, tell


@bp.get("/renew")
@requires(Act.WRITE_MINUTES)
def renew(meeting_id: int) -> ResponseReturnValue:
    """Every passage that says something else than the record does now, with both, word by word."""
    at = standpoint(meeting_id)
    if at.state is not MinutesState.DRAFT:
        return _refuse(meeting_id, RuleBroken("minutes-not-draft", state=at.state))
    record, newest = read(meeting_id), reading.draft(at.document.id)
    offered = offers(newest.passages, record)
    form = _form(record, offered, newest)
    return render(
        "minutes/renew.html",
        form=form,
        rows=[_row(form, one) for one in offered],
        since=newest,
        **head_of(at),
    )


def _form(record: Record, offered: list[Offer], newest: Any) -> RenewForm:
    return renew_form(passage_names(record.items), offered, newest.number)


def _row(form: RenewForm, one: Offer) -> dict[str, Any]:
    return {
        "field": form[one.key],
        "offer": one,
        "pieces": between(one.text, one.fresh),
        "since": between(one.made, one.fresh) if one.is_edited and one.record_changed else [],
    }


@bp.post("/remake")
@requires(Act.WRITE_MINUTES)
@once
def remake(meeting_id: int) -> ResponseReturnValue:
    """Take the record's new text where it was chosen; everything else stays as it stands."""
    document = minutes.hold(meeting_id)
    try:
        if document.state is not MinutesState.DRAFT:
            raise RuleBroken("minutes-not-draft", state=document.state)
        record, newest = read(meeting_id), reading.draft(document.id)
        offered = offers(newest.passages, record)
        taken = _taken(_form(record, offered, newest), offered)
        base = number_in(request.form.get("base")) or newest.number
        minutes.remake(document, taken=taken, base=base, by=me(), now=now())
    except RuleBroken as refused:
        return _refuse(meeting_id, refused)
    tell(_("Utkastet är jämfört med mötets anteckningar"), _("Det du inte valde att byta står kvar."))
    return redirect(url_for("minutes.edit", meeting_id=meeting_id))


def _taken(form: RenewForm, offered: list[Offer]) -> set[str]:
    """The keys of the passages to take. "All" means all that is shown, and "none" that all stays."""
    step = request.form.get("step", "")
    if step == "all":
        return {one.key for one in offered}
    if step == "none":
        return set()
    return {one.key for one in offered if form[one.key].data == TAKE}


def _refuse(meeting_id: int, refused: RuleBroken) -> ResponseReturnValue:
    return refuse(refused, Link(url_for("minutes.show", meeting_id=meeting_id), _("Till protokollet")))
