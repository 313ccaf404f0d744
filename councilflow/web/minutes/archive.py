"""The archive package: what goes into it, and the file itself."""

from __future__ import annotations

import tempfile
from typing import Any

from flask import current_app, url_for
from flask.typing import ResponseReturnValue

from councilflow.i18n import gettext as _
from councilflow.process.errors import RuleBroken
from councilflow.process.rights import Act
from councilflow.services import archive
from councilflow.services.archive import Contents
from councilflow.web.access import now, requires
from councilflow.web.downloads import as_file
from councilflow.web.errors import refuse
from councilflow.web.minutes.blueprint import bp
from councilflow.web.minutes.facts import head_of, standpoint
from councilflow.web.pages import Link, render
from councilflow.web.place import signing_place


@bp.get("/archive")
@requires(Act.WRITE_MINUTES)
def archive_page(meeting_id: int) -> ResponseReturnValue:
    """What the package of the meeting will hold."""
    at = standpoint(meeting_id)
    try:
        inside = archive.contents(meeting_id, folder=current_app.config["DATA_DIR"])
    except RuleBroken as refused:
        return _refuse(meeting_id, refused)
    return render("minutes/archive.html", inside=inside, parts=_parts(inside), **head_of(at))


def _parts(inside: Contents) -> list[tuple[str, list[Any]]]:
    """The files under the headings of the page; a heading without files is left out."""
    parts = [
        (_("Protokoll"), inside.of("minutes")),
        (_("Rättelser och omedelbart justerade paragrafer"), inside.of("immediate", "correction")),
        (_("Protokollsutdrag"), inside.of("extract")),
        (_("Bilagor"), inside.of("attachment")),
    ]
    return [(heading, pieces) for heading, pieces in parts if pieces]


@bp.get("/archive/package")
@requires(Act.WRITE_MINUTES)
def archive_package(meeting_id: int) -> ResponseReturnValue:
    """The package. It is made on disk and sent from there, however large the attachments are."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 – the response closes it when it has been sent
    try:
        identifier = archive.export(
            meeting_id,
            file,
            place=signing_place(),
            folder=current_app.config["DATA_DIR"],
            now=now(),
        )
    except RuleBroken as refused:
        file.close()
        return _refuse(meeting_id, refused)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    answer = as_file(file, mimetype="application/zip", name=f"{identifier}.zip")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _refuse(meeting_id: int, refused: RuleBroken) -> ResponseReturnValue:
    return refuse(refused, Link(url_for("minutes.show", meeting_id=meeting_id), _("Till protokollet")))
