"""A plan as a file to take away, for everybody who reads it."""

from __future__ import annotations

from flask import abort
from flask.typing import ResponseReturnValue

from councilflow.i18n import lazy_gettext as _l
from councilflow.services.plans import reading
from councilflow.services.plans.exporting import Exported, FileKind, exported
from councilflow.web.access import now, reads_plan
from councilflow.web.downloads import as_file
from councilflow.web.pages import render
from councilflow.web.plans.blueprint import bp, plan_at
from councilflow.web.plans.ways import ways

TO_READ = (
    (
        FileKind.PDF,
        _l("Hela planen som tabell (PDF)"),
        _l("Ett område i taget, liggande. Att skriva ut och skicka med till mötet."),
    ),
    (
        FileKind.TURNED,
        _l("Vänd tabell (PDF)"),
        _l("Strategierna bredvid varandra, med insatser, mål och pengar under."),
    ),
    (
        FileKind.ONE_PAGE,
        _l("På en sida (PDF)"),
        _l("Områdena med mål, insatser och pengar. Att visa på ett möte."),
    ),
)
TO_LOAD = (
    (
        FileKind.XLSX,
        _l("Arbetsbok (XLSX)"),
        _l("Först tabellen som den är känd, sedan alla uppgifter i egna blad. Att räkna vidare på."),
    ),
    (
        FileKind.CSV,
        _l("Textfil för kalkylprogram (CSV)"),
        _l("Alla uppgifter, en på varje rad. Att läsa in i andra system."),
    ),
    (FileKind.JSON, _l("Data (JSON)"), _l("Alla uppgifter i ett beskrivet format. Att läsa med program.")),
)


@bp.get("/plans/<int:plan_id>/export")
@reads_plan
def export(plan_id: int) -> ResponseReturnValue:
    return render(
        "plans/export.html",
        plan=reading.heading(plan_id),
        ways=ways(plan_id, "plans.export"),
        to_read=TO_READ,
        to_load=TO_LOAD,
    )


@bp.get("/plans/<int:plan_id>/export/<kind>")
@reads_plan
def exported_file(plan_id: int, kind: str) -> ResponseReturnValue:
    return sent(exported(plan_at(plan_id), file_kind(kind), now=now()))


def file_kind(word: str) -> FileKind:
    if word not in list(FileKind):
        abort(404)
    return FileKind(word)


def sent(file: Exported) -> ResponseReturnValue:
    """The file as a download; it changes with the plan, so that nothing keeps it."""
    answer = as_file(file.content, mimetype=file.media_type, name=file.name)
    answer.headers["Cache-Control"] = "no-store"
    return answer
