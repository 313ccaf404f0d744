"""The package of a meeting: all papers as one PDF and one ZIP, for everybody who may read the agenda."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Blueprint, current_app, g, jsonify, redirect, url_for
from flask.typing import ResponseReturnValue

from councilflow import i18n
from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import ngettext
from councilflow.models import Meeting
from councilflow.process.meeting import local_date
from councilflow.process.packages import Omitted, PackageState, safe_name
from councilflow.process.rights import Act
from councilflow.services import meetings, packages
from councilflow.services.packages import Standing
from councilflow.web.access import me, now, requires
from councilflow.web.downloads import as_file
from councilflow.web.pages import render, tell

bp = Blueprint("packages", __name__)

_READERS = (Act.READ_MEETING, Act.READ_AGENDA)
_ON_ITS_WAY = (PackageState.WAITING, PackageState.WORKING)


@bp.before_request
def _section() -> None:
    g.section = "meetings"


def _folder() -> Path:
    return Path(current_app.config["DATA_DIR"])


@bp.get("/meetings/<int:meeting_id>/package")
@requires(*_READERS)
def show(meeting_id: int) -> ResponseReturnValue:
    """Where the package stands: not made, on its way, ready, or made of papers that have changed since."""
    stands = packages.standing(meeting_id, folder=_folder(), now=now())
    meeting = db.session.get_one(Meeting, meeting_id)
    zone = meeting.council.zone
    row = stands.row
    state = row.state if row else None
    return render(
        "packages/show.html",
        meeting=meeting,
        day=i18n.weekday_date(local_date(meeting.starts_at, zone)),
        state=state,
        row=row,
        is_on_its_way=state in _ON_ITS_WAY,
        has_changed=stands.has_changed,
        inside=_inside(stands),
        made=row.ended_at.astimezone(zone) if row and row.ended_at else None,
        sizes=_sizes(stands) if state is PackageState.READY else {},
        omitted=[_told(one) for one in stands.omitted],
    )


def _inside(stands: Standing) -> list[tuple[str, str]]:
    """What goes in, as facts."""
    items = [one for one in stands.package.chapters if one.entry.position is not None]
    files = stands.package.files
    knowledge = sum(file.is_knowledge for file in files)
    offered = (
        (_("Punkter"), str(len(items))),
        (_("Bilagor"), str(len(files) - knowledge)),
        (_("Kunskapsunderlag"), str(knowledge) if knowledge else ""),
        (_("Filernas storlek"), size_words(sum(file.size for file in files)) if files else ""),
    )
    return [(name, value) for name, value in offered if value]


def size_words(size: int) -> str:
    """3,4 MB"""
    if size < 1024 * 1024:
        return _("%(n)s kB", n=max(1, round(size / 1024)))
    mebibytes = size / 1024 / 1024
    return _("%(n)s MB", n=i18n.number(round(mebibytes, 1) if mebibytes < 10 else round(mebibytes)))


def _sizes(stands: Standing) -> dict[str, str]:
    row = stands.row
    assert row is not None  # noqa: S101 – asked only of one that is ready
    files = {"pdf": row.pdf_sha256, "zip": row.zip_sha256}
    sizes = {
        kind: size_words(packages.where(one, folder=_folder()).stat().st_size) for kind, one in files.items()
    }
    return sizes | {"pages": ngettext("en sida", "%(n)s sidor", row.pages)}


def _told(one: Omitted) -> dict[str, Any]:
    """A paper that is not among the pages, as the page lists it."""
    return {
        "item": _("Punkt %(number)s", number=one.item) if one.item else _("En punkt"),
        "title": one.title or (_("En bilaga") if one.is_file else _("Hela punkten")),
        "reason": one.reason,
        "name": one.zip_name,
        "url": url_for("agenda.attachment", attachment_id=one.attachment_id) if one.attachment_id else "",
    }


@bp.post("/meetings/<int:meeting_id>/package")
@requires(Act.READ_MEETING)
def ask(meeting_id: int) -> ResponseReturnValue:
    row = packages.ask(meetings.locked(meeting_id), folder=_folder(), by=me(), now=now())
    if row.state is not PackageState.READY:
        tell(_("Paketet görs"))
    return redirect(url_for("packages.show", meeting_id=meeting_id))


@bp.get("/meetings/<int:meeting_id>/package/progress")
@requires(*_READERS)
def progress(meeting_id: int) -> ResponseReturnValue:
    """How far the work has come, for the page that waits: is_on_its_way, done, parts, words."""
    row = packages.newest(meeting_id)
    return jsonify(
        is_on_its_way=row is not None and row.state in _ON_ITS_WAY,
        done=row.done if row else 0,
        parts=row.parts if row else 0,
        words=_progress_words(row.done, row.parts) if row else "",
    )


def _progress_words(done: int, parts: int) -> str:
    return _("%(done)s av %(parts)s delar klara", done=done, parts=parts) if parts else _("Väntar på sin tur")


@bp.get("/meetings/<int:meeting_id>/package.pdf")
@requires(*_READERS)
def pdf(meeting_id: int) -> ResponseReturnValue:
    return _file(meeting_id, "pdf", "application/pdf")


@bp.get("/meetings/<int:meeting_id>/package.zip")
@requires(*_READERS)
def as_zip(meeting_id: int) -> ResponseReturnValue:
    return _file(meeting_id, "zip", "application/zip")


def _file(meeting_id: int, kind: str, media_type: str) -> ResponseReturnValue:
    path = packages.file_of(meeting_id, kind, folder=_folder(), now=now())
    if path is None:  # something has changed since the page was opened: it says what to do
        return redirect(url_for("packages.show", meeting_id=meeting_id))
    meeting = db.session.get_one(Meeting, meeting_id)
    day = local_date(meeting.starts_at, meeting.council.zone).isoformat()
    with i18n.speaking(meeting.council.document_language):
        name = _("Handlingar %(council)s %(day)s", council=meeting.council.short_name, day=day)
    answer = as_file(
        path,
        mimetype=media_type,
        name=f"{safe_name(name, longest=90)}.{kind}",
        etag=path.name,
    )
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer
