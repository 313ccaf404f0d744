"""What the organisations have handed in, side by side, for those who lead the meeting (A76, H.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from councilflow.extensions import db
from councilflow.i18n import date_short, ngettext
from councilflow.i18n import gettext as _
from councilflow.models import AgendaItem, Body, Meeting
from councilflow.process.meeting import DOCUMENTS_OUT, MeetingState, local_date
from councilflow.process.preparation import Stance, StanceSummary
from councilflow.process.rights import Act
from councilflow.services import preparation
from councilflow.services.meetings import check_not_cancelled
from councilflow.services.preparation import summary as outside
from councilflow.services.preparation.extensions import usual_due
from councilflow.services.preparation.room import Content
from councilflow.services.preparation.summary import Found
from councilflow.services.visibility import today
from councilflow.web.access import can, me, now, requires, viewer
from councilflow.web.pages import render, tell
from councilflow.web.preparation.blueprint import bp
from councilflow.web.preparation.forms import stated


@dataclass(frozen=True, slots=True)
class Column:
    """A standpoint item in the matrix, with all organisations summed up."""

    number: int
    title: str
    sum: str
    more: str
    stances: list[Stance | None]


@dataclass(frozen=True, slots=True)
class Cell:
    stance: Stance | None
    url: str
    is_asked: bool
    """Whether the organisation counts in a standpoint on the item (H.8)."""


@dataclass(frozen=True, slots=True)
class Line:
    """An organisation in the matrix."""

    name: str
    when: str
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Voice:
    """Something to talk about at the meeting: a view, a wish for more, or what is given up."""

    anchor: str
    organisation: str
    item: Found
    stance: Stance | None
    words: str
    is_view: bool
    is_wanted: bool


@bp.get("/meetings/<int:meeting_id>/stances")
@requires(Act.SEE_STANCES, Act.PREPARE_AT_HOME)
def summary(meeting_id: int) -> ResponseReturnValue:
    """The consensus matrix, made of submissions alone."""
    meeting = db.session.get_one(Meeting, meeting_id)
    council = db.session.get_one(Body, meeting.council_id)
    if not outside.is_open_to(viewer(), meeting, members_see=council.members_see_stances):
        abort(403)
    found = outside.of_meeting(viewer(), meeting, council)
    voices = _voices(found)
    return render(
        "preparation/summary.html",
        meeting=meeting,
        council=council,
        day=local_date(meeting.starts_at, council.zone),
        due=usual_due(meeting),
        is_late=today(now()) > usual_due(meeting),
        is_out=meeting.state in DOCUMENTS_OUT,
        is_cancelled=meeting.state is MeetingState.CANCELLED,
        complete=sum(found.has_handed_in(one.id) for one in found.organisations),
        columns=_columns(found),
        lines=_lines(found, council, usual_due(meeting), {voice.anchor for voice in voices}),
        asked=len(found.organisations),
        voices=voices,
        spoken=_spoken(found),
        may_close=_may_close(meeting, found),
    )


def _may_close(meeting: Meeting, found: outside.Summary) -> bool:
    still_open = any(item.preparation_closed_at is None for item in found.items)
    under_way = meeting.state in DOCUMENTS_OUT and meeting.state is not MeetingState.HELD
    return still_open and under_way and can(Act.RECORD_MEETING)


@bp.route("/meetings/<int:meeting_id>/preparation/close", methods=["GET", "POST"])
@requires(Act.RECORD_MEETING)
def close(meeting_id: int) -> ResponseReturnValue:
    """Close the preparation of one item, or of all of them (A81)."""
    meeting = db.session.get_one(Meeting, meeting_id)
    item_id = request.values.get("item", type=int)
    item = db.session.get(AgendaItem, item_id) if item_id else None
    if request.values.get("item") and (item is None or item.meeting_id != meeting_id):
        abort(404)
    if request.method == "POST":
        preparation.close(meeting, item, by=me(), now=now())
        tell(
            _("Förberedelsen är stängd"),
            _("Ingen kan lämna in eller ändra en hållning längre."),
        )
        return redirect(_back_url(meeting_id, item_id))
    check_not_cancelled(meeting)
    council = db.session.get_one(Body, meeting.council_id)
    found = outside.of_meeting(viewer(), meeting, council)
    silent = [one.name for one in found.organisations if not found.has_handed_in(one.id)]
    return render("preparation/close.html", meeting=meeting, item=item, silent=silent)


def _back_url(meeting_id: int, item_id: int | None) -> str:
    if request.form.get("back") != "desk":
        return url_for("preparation.summary", meeting_id=meeting_id)
    if item_id:
        return url_for("desk.item", item_id=item_id)
    return url_for("desk.show", meeting_id=meeting_id)


def _columns(found: outside.Summary) -> list[Column]:
    columns = []
    for item in found.standpoints:
        counted = found.counted(item.id)
        counting = [one for one in found.organisations if one.id in found.asked_on[item.id]]
        stances = [found.stance(item.id, one.id) for one in counting]
        columns.append(Column(item.position, item.title, *_sum(counted), stances))
    return columns


def _sum(counted: StanceSummary) -> tuple[str, str]:
    """How an item stands, in words: what to notice first, and the rest below."""
    dissents, more = counted.counts[Stance.DISSENT], counted.counts[Stance.NEEDS_MORE]
    if not counted.submitted:
        return _("Ingen har lämnat in"), ""
    if dissents:
        first = ngettext("1 avvikande synpunkt", "%(n)s avvikande synpunkter", dissents)
        return first, _behind(counted, more)
    if more:
        return ngettext("1 behöver mer underlag", "%(n)s behöver mer underlag", more), _behind(counted, 0)
    first = _("%(behind)s av %(all)s står bakom", behind=counted.behind, all=counted.submitted)
    return first, _yielding(counted)


def _behind(counted: StanceSummary, more: int) -> str:
    behind, yielding = counted.behind, counted.counts[Stance.SUPPORT_YIELDING]
    if more:
        return _("%(behind)s står bakom, %(more)s behöver mer underlag", behind=behind, more=more)
    if yielding:
        return _("%(behind)s står bakom, %(n)s av dem avstår något", behind=behind, n=yielding)
    return _("%(behind)s står bakom", behind=behind)


def _yielding(counted: StanceSummary) -> str:
    yielding = counted.counts[Stance.SUPPORT_YIELDING]
    return ngettext("1 av dem avstår något", "%(n)s av dem avstår något", yielding) if yielding else ""


def _lines(found: outside.Summary, council: Body, by: date, anchors: set[str]) -> list[Line]:
    lines = []
    for one in found.organisations:
        cells = []
        for item in found.standpoints:
            anchor = _anchor(item.id, one.id)
            url, is_asked = f"#{anchor}" if anchor in anchors else "", one.id in found.asked_on[item.id]
            cells.append(Cell(found.stance(item.id, one.id), url, is_asked))
        lines.append(Line(one.name, _when(found, one.id, council, by), cells))
    return lines


def _when(found: outside.Summary, organisation_id: int, council: Body, by: date) -> str:
    handed_in = found.submitted_items(organisation_id)
    if not handed_in:
        late = today(now()) > by
        day = date_short(by)
        return _("Väntades %(day)s", day=day) if late else _("Väntas senast %(day)s", day=day)
    day = date_short(local_date(max(row.submitted_at for row in handed_in), council.zone))
    if found.has_handed_in(organisation_id):
        return _("Inlämnad %(day)s", day=day)
    return _("Delvis inlämnad %(day)s", day=day)


def _anchor(item_id: int, organisation_id: int) -> str:
    return f"synpunkt-{item_id}-{organisation_id}"


def _voices(found: outside.Summary) -> list[Voice]:
    """Everything handed in that is more than plain support, in order; what is yielded comes last."""
    voices = []
    for item in found.items:
        for one in found.organisations:
            row = found.submissions.get((item.id, one.id))
            if row and _is_to_talk_about(row):
                words, is_view = _words(row)
                voices.append(
                    Voice(
                        _anchor(item.id, one.id),
                        one.name,
                        item,
                        row.stance,
                        words,
                        is_view,
                        row.dissent_requested,
                    )
                )
    return sorted(voices, key=lambda voice: voice.stance is Stance.SUPPORT_YIELDING)


def _is_to_talk_about(row: Found) -> bool:
    return row.stance in (Stance.DISSENT, Stance.NEEDS_MORE) or bool(row.dissent.strip()) or _yields(row)


def _yields(row: Found) -> bool:
    return row.stance is Stance.SUPPORT_YIELDING and bool(row.gives_and_gains.strip())


def _words(row: Found) -> tuple[str, bool]:
    """What to quote, and whether it is a view that could be wanted in the minutes."""
    if row.dissent.strip():
        return row.dissent, row.stance is not Stance.NEEDS_MORE
    return (row.gives_and_gains if _yields(row) else row.note), False


def _spoken(
    found: outside.Summary,
) -> list[tuple[Found, list[tuple[str, list[tuple[str, str]]]]]]:
    """Per item: what each organisation handed in besides its stance and its view."""
    spoken = []
    for item in found.items:
        asked = [question for question in found.questions if question.item_id == item.id]
        said = []
        for one in found.organisations:
            row = found.submissions.get((item.id, one.id))
            if row:
                content = Content.of(row)
                pairs = stated(content, asked, besides_the_view=True)
                said += [(one.name, pairs)] if pairs else []
        spoken += [(item, said)] if said else []
    return spoken
