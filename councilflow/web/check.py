"""Checking a file: a page for anybody, without an account (D.5)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField, FileRequired

from councilflow.extensions import begin_as, db
from councilflow.i18n import LazyText, date_long, date_span
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.services.minutes.checking import Finding, examine
from councilflow.services.minutes.known import Kind, Known
from councilflow.services.visibility import ZONE
from councilflow.signing.check import NotProved, Problem, SignerVerdict, Verdict
from councilflow.web.access import now, open_to_everyone
from councilflow.web.forms import Form
from councilflow.web.pages import render
from councilflow.web.place import signing_place
from councilflow.web.throttle import Throttle

bp = Blueprint("check", __name__)

PROBLEMS: dict[Problem, LazyText] = {
    Problem.NOT_READABLE: _l("Filen är ingen PDF som går att läsa."),
    Problem.NOT_SIGNED: _l("Ingen har skrivit under filen."),
    Problem.NOT_AS_RECORDED: _l("Filen är inte den som sparades här."),
    Problem.FIELD_UNSIGNED: _l("Någon har inte skrivit under än."),
    Problem.ADDED_AFTERWARDS: _l("Något är tillagt efter den sista underskriften."),
    Problem.CONTENT_CHANGED: _l("Det som skrevs under är ändrat."),
    Problem.SIGNATURE_BROKEN: _l("Underskriften är skadad."),
    Problem.NOT_WHOLE_REVISION: _l("Underskriften täcker inte hela handlingen."),
    Problem.SIGNER_NOT_TRUSTED: _l("Certifikatet är inte utfärdat av den här installationen."),
    Problem.FORBIDDEN_CHANGE: _l("Mer än underskrifter är tillagt efter den här."),
    Problem.TIMESTAMP_UNKNOWN: _l(
        "Filen bär en tidsstämpel från någon som den här installationen inte känner."
    ),
    Problem.TIMESTAMP_BROKEN: _l("Tidsstämpeln är skadad."),
}


NOT_PROVED: dict[NotProved, LazyText] = {
    NotProved.TIME_SELF_REPORTED: _l(
        "Tiden för en underskrift utan egen tidsstämpel kommer från installationen själv."
    ),
    NotProved.IDENTITY_BY_INSTALLATION: _l(
        "Vilka som har skrivit under intygas bara av den här installationen, efter inloggning."
    ),
    NotProved.NOT_QUALIFIED: _l(
        "Underskrifterna är inte kvalificerade elektroniska underskrifter enligt eIDAS."
    ),
    NotProved.REVOCATION_NOT_CHECKED: _l(
        "Kontrollen frågar ingen utomstående om ett certifikat har dragits tillbaka."
    ),
    NotProved.TIMESTAMP_AGED: _l(
        "Den sista tidsstämpelns certifikat har gått ut. Stämpeln höll när den sattes, men borde ha förnyats."
    ),
}

KINDS: dict[Kind, LazyText] = {
    Kind.MINUTES: _l("Protokoll %(day)s, %(council)s."),
    Kind.IMMEDIATE: _l("Omedelbart justerade paragrafer från mötet %(day)s, %(council)s."),
    Kind.CORRECTION: _l("Rättelse av protokollet %(day)s, %(council)s."),
    Kind.EXTRACT: _l("Protokollsutdrag %(name)s från mötet %(day)s, %(council)s."),
}

_throttle = Throttle(at_once=2, most=60, window=timedelta(minutes=10))


class CheckForm(Form):
    file = FileField(_l("Fil"), [FileRequired(_l("Välj en fil att kontrollera."))])


class Signed(NamedTuple):
    """One line of the table of signatures, or of that of timestamps."""

    who: str
    role: str
    at: datetime | None
    holds: bool
    words: list[str]


@bp.route("/check", methods=["GET", "POST"])
@open_to_everyone
def show() -> ResponseReturnValue:
    _let_others_write()
    form = CheckForm()
    if not form.validate_on_submit():
        return render("check/show.html", form=form, found=None), 422 if form.errors else 200
    with _throttle.turn(request.remote_addr or "", now=now()):
        found = examine(form.file.data.read(), place=signing_place(), now=now())
    return render(
        "check/show.html",
        form=CheckForm(formdata=None),
        found=found,
        title=_title(found),
        what=_what(found.known),
        notes=_notes(found.known),
        signed=[_line(one) for one in found.verdict.signers],
        stamped=_stamped(found.verdict),
        problems=[str(PROBLEMS[one]) for one in found.verdict.problems],
        not_proved=[str(NOT_PROVED[one]) for one in found.verdict.not_proved],
    )


def _let_others_write() -> None:
    """Judging a file takes its time and changes nothing."""
    db.session.rollback()
    begin_as(writer=False)


def _title(found: Finding) -> str:
    if found.holds:
        return _("Handlingen är oförändrad")
    if found.is_whole:
        return _("Handlingen är sparad här, men något i den håller inte")
    if found.known is not None:
        return _("Handlingen är från tiden före den sista underskriften, eller gäller inte längre")
    if found.verdict.holds:
        return _("Underskrifterna håller, men filen är inte sparad här")
    return _("Handlingen håller inte")


def _what(known: Known | None) -> str:
    if known is None:
        return _("Ingen fil med exakt det här innehållet är sparad i den här installationen.")
    return str(KINDS[known.kind]) % {
        "day": date_span(known.days),
        "council": known.council,
        "name": known.name,
    }


def _notes(known: Known | None) -> list[str]:
    """What a reader of this very file should know beside it."""
    if known is None:
        return []
    notes = [
        _("Protokollet är rättat. Rättelsen skrevs under %(day)s och ska läsas tillsammans med det.", day=day)
        for day in map(date_long, known.corrected_on)
    ]
    if known.is_whole and not known.is_newest:
        notes.append(_("Det finns en senare fil av samma handling, med en avslutande tidsstämpel."))
    return notes


def _line(one: SignerVerdict) -> Signed:
    return Signed(
        who=", ".join(filter(None, (one.name, one.organisation))),
        role=_("Rådets stämpel") if one.is_seal else one.role,
        at=one.at.astimezone(ZONE) if one.at else None,
        holds=one.holds,
        words=[str(PROBLEMS[problem]) for problem in one.problems] or [_("Giltig")],
    )


def _stamped(verdict: Verdict) -> list[Signed]:
    """Every timestamp: those of signatures, then those of the document."""
    of_signatures = [
        (one.timestamp, _("Underskrift av %(name)s", name=one.name))
        for one in verdict.signers
        if one.timestamp
    ]
    of_document = [(one, _("Hela handlingen")) for one in verdict.timestamps]
    return [
        Signed(
            who=one.authority,
            role=about,
            at=one.at.astimezone(ZONE) if one.at else None,
            holds=one.holds,
            words=[str(PROBLEMS[problem]) for problem in one.problems] or [_("Giltig")],
        )
        for one, about in (*of_signatures, *of_document)
    ]
