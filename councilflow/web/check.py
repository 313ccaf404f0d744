"""Checking a file: a page for anybody, without an account (D.5)."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField, FileRequired

from councilflow.extensions import begin_as, db
from councilflow.i18n import LazyText
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.services.minutes.checking import Finding, examine
from councilflow.services.visibility import ZONE
from councilflow.signing.check import Problem
from councilflow.web.access import now, open_to_everyone
from councilflow.web.forms import Form
from councilflow.web.pages import render
from councilflow.web.place import signing_place

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


class CheckForm(Form):
    file = FileField(_l("Fil"), [FileRequired(_l("Välj en fil att kontrollera."))])


class Signed(NamedTuple):
    """One line of the table of signatures."""

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
    found = examine(form.file.data.read(), place=signing_place(), now=now())
    return render(
        "check/show.html",
        form=CheckForm(formdata=None),
        found=found,
        title=_title(found),
        known=found.known,
        day=_day(found),
        signed=_signed(found),
        problems=[str(PROBLEMS[one]) for one in found.verdict.problems],
    )


def _let_others_write() -> None:
    """Judging a file takes its time and changes nothing."""
    db.session.rollback()
    begin_as(writer=False)


def _title(found: Finding) -> str:
    if found.holds:
        return _("Handlingen är oförändrad")
    if found.known is not None:
        return _("Handlingen är från tiden före den sista underskriften")
    if found.verdict.holds:
        return _("Underskrifterna håller, men filen är inte sparad här")
    return _("Handlingen håller inte")


def _day(found: Finding) -> datetime | None:
    known = found.known
    return known.starts_at.astimezone(ZoneInfo(known.time_zone)) if known is not None else None


def _signed(found: Finding) -> list[Signed]:
    return [
        Signed(
            who=", ".join(filter(None, (one.name, one.organisation))),
            role=one.role,
            at=one.at.astimezone(ZONE) if one.at else None,
            holds=one.holds,
            words=[str(PROBLEMS[problem]) for problem in one.problems] or [_("Giltig")],
        )
        for one in found.verdict.signers
    ]
