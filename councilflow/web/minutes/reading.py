"""Reading the minutes: the page, the file, and what has been changed on the way."""

from __future__ import annotations

import dataclasses
import unicodedata
from zoneinfo import ZoneInfo

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from councilflow.documents.lost import unprintable
from councilflow.documents.minutes import as_pdf, public_copy
from councilflow.i18n import gettext as _
from councilflow.i18n import speaking
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import local_date
from councilflow.process.minutes import Minutes, MinutesState
from councilflow.process.rights import Act
from councilflow.process.span import span
from councilflow.services import secrecy, visibility
from councilflow.services.minutes import comments, notices, reading
from councilflow.services.minutes.at_once import BEFORE_SIGNING, is_known
from councilflow.services.minutes.differences import changed
from councilflow.services.minutes.record import items
from councilflow.web.access import can, follows_minutes, here, now, reads_minutes, requires, viewer
from councilflow.web.downloads import as_file
from councilflow.web.errors import refuse
from councilflow.web.minutes.blueprint import bp
from councilflow.web.minutes.facts import head_of, may_answer, may_comment, sheets, standpoint
from councilflow.web.minutes.forms import LockForm, ReviewForm
from councilflow.web.minutes.supplements import listed, proposal
from councilflow.web.minutes.writing import passage_names
from councilflow.web.numbers import row_number
from councilflow.web.pages import Link, render


@bp.get("")
@follows_minutes
def show(meeting_id: int) -> ResponseReturnValue:
    """The minutes; for those who read them only when they are signed, until then when that will be."""
    if not visibility.reads_minutes(viewer(), here()):
        return render("minutes/waiting.html", **head_of(standpoint(meeting_id)))
    return page(meeting_id, ReviewForm())


def page(meeting_id: int, form: ReviewForm, locking: LockForm | None = None) -> str:
    """The minutes, with the step that is the reader's to take."""
    at = standpoint(meeting_id)
    minutes = reading.text(at.document)
    approves = can(Act.WRITE_MINUTES) and at.state in BEFORE_SIGNING and is_known(meeting_id)
    return render(
        "minutes/show.html",
        approves_at_once=approves,
        proposal=proposal(meeting_id, minutes) if approves else None,
        minutes=minutes,
        text=sheets(minutes),
        size=reading.newest_file_size(at.document.id),
        reviews=reading.reviews(at.document.id),
        form=form,
        locking=locking or LockForm(formdata=None),
        unsettled=comments.unsettled(at.document.id),
        comments_here=may_comment(at),
        follows=(can(Act.WRITE_MINUTES) or at.mine is not None) and at.state is not MinutesState.SIGNED,
        answers=may_answer(at),
        read=reading.mark_of(minutes),
        writes=can(Act.WRITE_MINUTES),
        unprintable=[] if at.document.locked_at else unprintable(minutes),
        reopens=can(Act.WRITE_MINUTES, Act.RECORD_MEETING) and at.signed == 0,
        to_sign=at.state is MinutesState.LOCKED and at.mine is not None and at.mine.signed_at is None,
        waiting=at.unapproved,
        supplements=listed(meeting_id),
        announces=at.state is MinutesState.SIGNED and notices.are_kept(meeting_id),
        replaces=can(Act.WRITE_MINUTES, Act.RECORD_MEETING) and at.state is not MinutesState.SIGNED,
        **head_of(at),
    )


@bp.get("/file")
@reads_minutes
def pdf(meeting_id: int) -> ResponseReturnValue:
    """The newest file, byte for byte; before the minutes are locked, a draft that says so on every page."""
    head = reading.head(meeting_id)
    file = reading.newest_file(head.id)
    minutes = reading.text(head)
    content, kind = (file.content, "protokoll") if file else (_draft(minutes), "utkast")
    return as_file(content, mimetype="application/pdf", name=f"{kind}-{_name(meeting_id)}.pdf", inline=True)


@bp.get("/public-copy")
@reads_minutes
def public(meeting_id: int) -> ResponseReturnValue:
    """The signed minutes for everybody to read, without what signatures tell of people (D.5)."""
    head = reading.head(meeting_id)
    if head.state is not MinutesState.SIGNED:
        return refuse(
            RuleBroken("no-public-copy-yet"),
            Link(url_for("minutes.show", meeting_id=meeting_id), _("Till protokollet")),
        )
    named = reading.named(meeting_id)
    signed_on = local_date(head.signed_at, ZoneInfo(named.time_zone))
    minutes = reading.text(head)
    with speaking(minutes.language):
        told = secrecy.minutes_outside(minutes, meeting_id)
    content = public_copy(told, now=head.signed_at, signed_on=signed_on, archive=named.archive_format)
    name = f"protokoll-{_name(meeting_id)}-kopia.pdf"
    return as_file(content, mimetype="application/pdf", name=name, inline=True)


def _draft(minutes: Minutes) -> bytes:
    with speaking(minutes.language):
        marked = _("UTKAST, %(council)s", council=minutes.council)
    return as_pdf(dataclasses.replace(minutes, council=marked, signatories=()), now=now())


def _name(meeting_id: int) -> str:
    """regionala-2026-12-04: letters that every file system and header takes."""
    meeting = reading.named(meeting_id)
    name = meeting.short_name.lower().replace("ø", "o").replace("æ", "ae")
    letters = [one for one in unicodedata.normalize("NFKD", name) if not unicodedata.combining(one)]
    words = "".join(one if one.isascii() and one.isalnum() else " " for one in letters).split()
    days = span(meeting.starts_at, meeting.ends_at, ZoneInfo(meeting.time_zone))
    return "-".join([*words, days.name])


@bp.get("/history")
@requires(Act.WRITE_MINUTES, Act.RECORD_MEETING)
def history(meeting_id: int) -> ResponseReturnValue:
    """Every save of the draft, and what one of them changed (?revision=n, the latest unless it says)."""
    at = standpoint(meeting_id)
    saves = reading.revisions(at.document.id)
    version = request.args.get("revision", len(saves), type=row_number)
    numbers = {one.version: one.number for one in saves}
    if version not in numbers:
        abort(404)
    chosen = reading.draft(at.document.id, numbers[version])
    is_first = version == 1
    older = {} if is_first else reading.draft(at.document.id, numbers[version - 1]).passages
    names = passage_names(items(meeting_id))
    return render(
        "minutes/history.html",
        revisions=saves,
        chosen=chosen,
        version=version,
        differences=[]
        if is_first
        else [(names.get(key, key), pieces) for key, pieces in changed(older, chosen.passages).items()],
        **head_of(at),
    )
