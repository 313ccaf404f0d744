"""Who does what in a council: joint efforts, each organisation's work, and what it comes to."""

from __future__ import annotations

from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from councilflow.documents.paragraph_numbers import paragraph_of_year
from councilflow.documents.tables_to_take import Cell, as_separated, as_workbook
from councilflow.i18n import gettext as _
from councilflow.process.afterwards import EffortState
from councilflow.process.efforts import is_due
from councilflow.process.rights import Act
from councilflow.services.efforts import reading
from councilflow.services.efforts.reading import Wanted
from councilflow.services.visibility import today
from councilflow.web.access import can, now, requires, viewer
from councilflow.web.councils.blueprint import council_at
from councilflow.web.efforts.blueprint import bp
from councilflow.web.numbers import row_number
from councilflow.web.pages import render
from councilflow.web.standpoints.files import TYPES, sent
from councilflow.words import word


def _wanted() -> Wanted:
    """What the address asks for; what nobody could ask for is passed over."""
    state = request.args.get("state", "")
    return Wanted(
        organisation_id=request.args.get("organisation", type=row_number),
        state=EffortState(state) if state in list(EffortState) else None,
        due_by=today(now()) if request.args.get("due") else None,
        words=" ".join(request.args.get("q", "").replace("\0", "").split())[:200],
    )


def _asked(wanted: Wanted) -> dict[str, Any]:
    """The same as the values of an address."""
    named = {
        "q": wanted.words,
        "organisation": wanted.organisation_id,
        "state": wanted.state.value if wanted.state else None,
        "due": 1 if wanted.due_by else None,
    }
    return {name: value for name, value in named.items() if value}


@bp.get("/councils/<int:council_id>/efforts")
@requires(Act.READ_COUNCIL)
def index(council_id: int) -> ResponseReturnValue:
    wanted, before = _wanted(), request.args.get("before", type=row_number)
    return render(
        "efforts/index.html",
        council=council_at(council_id),
        wanted=wanted,
        asked=_asked(wanted),
        efforts=reading.efforts_in_council(council_id, wanted, viewer()) if before is None else [],
        page=reading.work_in_council(council_id, wanted, before=before),
        sums=reading.given_in(council_id) if before is None else [],
        organisations=reading.organisations_in(council_id),
        states=list(EffortState),
        day=today(now()),
        is_due=is_due,
        is_first=before is None,
        homes=viewer().homes(council_id),
        keeps=can(Act.MANAGE_COUNCIL),
        files=[
            (kind, url_for("efforts.export", council_id=council_id, kind=kind, **_asked(wanted)))
            for kind in TYPES
        ],
    )


@bp.get("/councils/<int:council_id>/efforts/export/<kind>")
@requires(Act.READ_COUNCIL)
def export(council_id: int, kind: str) -> ResponseReturnValue:
    if kind not in TYPES:
        abort(404)
    found = reading.work_in_council(council_id, _wanted(), size=None)
    heads = [
        _("Paragraf"),
        _("Ställningstagande"),
        _("Gemensam satsning"),
        _("Organisation"),
        _("Vad som ska göras"),
        _("Ansvarig"),
        _("Läge"),
        _("Följs upp den"),
        _("Klart den"),
        _("Anteckning"),
    ]
    rows = [_row(one) for one in found.rows]
    if kind == "csv":
        return sent(as_separated(heads, rows), kind, "vem-gor-vad")
    widths = [12, 36, 30, 28, 50, 24, 18, 14, 14, 40]
    return sent(as_workbook(_("Vem gör vad"), heads, rows, widths=widths), kind, "vem-gor-vad")


def _row(one: Any) -> list[Cell]:
    return [
        paragraph_of_year(one.number, one.year) if one.number else "",
        one.title or "",
        one.effort or "",
        one.organisation,
        one.text,
        one.responsible,
        str(word(one.state)),
        one.follow_up_on,
        one.done_on,
        one.note,
    ]
