"""One item: reading it, writing it, taking it away, and its files."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from councilflow import i18n
from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.models import AgendaItem, Meeting
from councilflow.process.agenda import NOT_ASKED_AT_HOME, ItemKind, Purpose, gaps
from councilflow.process.errors import RuleBroken
from councilflow.process.joint import must_be_prepared
from councilflow.process.meeting import AGENDA_OPEN, COMING, DOCUMENTS_OUT, MeetingState
from councilflow.process.plans.agenda_2030 import goal_name
from councilflow.process.profiles import PROFILES
from councilflow.process.rights import Act
from councilflow.process.timetable import Day, dates
from councilflow.services import agenda, files, meetings, secrecy
from councilflow.services.agenda import papers, reading, timetable
from councilflow.services.issues import concerned
from councilflow.services.issues import earlier as looking_back
from councilflow.web.access import can, here, me, now, presents, requires, viewer
from councilflow.web.agenda import comments, forms, late
from councilflow.web.agenda.blueprint import bp
from councilflow.web.agenda.files import reads_secret
from councilflow.web.downloads import as_file
from councilflow.web.issues import earlier as found
from councilflow.web.meetings.beside import councils_of, file_words
from councilflow.web.numbers import number_in
from councilflow.web.once import once
from councilflow.web.pages import Link, render, tell
from councilflow.web.plans.choosing import Picker, looks
from councilflow.web.refusals import explained
from councilflow.words import word

_SUFFIXES = ",".join(files.SUFFIXES)


@bp.get("/items/<int:item_id>")
@presents
def item(item_id: int) -> ResponseReturnValue:
    one = reading.item(item_id)
    if not can(Act.READ_MEETING):
        one = _as_sent_out(one)
    if one.is_secret and not reads_secret():
        abort(404)
    parts = reading.parts(item_id, viewer())
    days = dates(one.starts_at, one.ends_at, ZoneInfo(one.time_zone))
    if not reads_secret():
        parts["attachments"] = [file for file in parts["attachments"] if not file.is_secret]
    in_record = one.meeting_state in (MeetingState.ONGOING, MeetingState.HELD)
    incomplete = can(Act.PREPARE_AGENDA) and one.meeting_state not in {*DOCUMENTS_OUT, MeetingState.CANCELLED}
    return render(
        "agenda/item.html",
        item=one,
        called=PROFILES[one.minutes_profile].outcome,
        votes=PROFILES[one.minutes_profile].votes,
        known=PROFILES[one.minutes_profile].dissents,
        **parts,
        about=_about(one, parts),
        lacking=_lacking(one, parts) if incomplete else [],
        dissents=reading.dissents(item_id) if in_record else [],
        **_before_and_after(one),
        meeting_days=(days[0], days[-1]),
        step=_next_step(one),
        file_words=file_words,
        told=secrecy.told,
        may_replace=can(Act.PREPARE_AGENDA) and one.meeting_state in COMING,
        **_more(one),
        **late.on_item(one),
        **comments.of_item(one),
    )


def _before_and_after(one: Any) -> dict[str, Any]:
    """Where the question was dealt with before, and where this item is named (A94)."""
    same = reading.earlier(viewer(), one.issue_id, one.id)
    there = {row.id for row in same}
    linked = [row for row in looking_back.of(viewer(), item_id=one.id) if row.id not in there]
    items, issues = looking_back.later(viewer(), one.id)
    may_change = (
        can(Act.PREPARE_AGENDA) and one.meeting_state in AGENDA_OPEN and one.kind not in NOT_ASKED_AT_HOME
    )
    return {"earlier": [*same, *linked], "later": items, "asked_again": issues, "may_change": may_change}


def _more(one: Any) -> dict[str, Any]:
    """What stands on the page only where somebody has filled it in."""
    dimensions = (
        (_("Ekologisk hållbarhet"), one.ecological),
        (_("Social hållbarhet"), one.social),
        (_("Ekonomisk hållbarhet"), one.economic),
    )
    return {
        "sustainability": [(title, text) for title, text in dimensions if text],
        "goals_2030": [goal_name(number, i18n.language()) for number in one.agenda_2030],
        "concerned": concerned.of(item_id=one.id),
        "recommending": reading.body_name(one.recommending_id) if one.recommendation else "",
    }


def _as_sent_out(one: Any) -> SimpleNamespace:
    """The item as the invitation had it, without a word of what came of it: for whom the meeting alone
    invites, and for who presents it (A55, A68)."""
    record = {"number": None, "outcome": None, "adopted": "", "override_reason": "", "presented_at": None}
    is_off = one.meeting_state is MeetingState.CANCELLED
    before = {"meeting_state": one.meeting_state if is_off else MeetingState.INVITED, "issue_id": None}
    return SimpleNamespace(**{**one._mapping, **record, **before})


def _about(one: Any, parts: dict[str, Any]) -> list[tuple[str, Any]]:
    """The facts beside the item: name and value, only what there is."""
    presenters = [
        ", ".join(filter(None, (who.name, who.title, who.organisation))) for who in parts["presenters"]
    ]
    councils = councils_of(one)
    both = _("Båda råden") if councils and one.kind not in NOT_ASKED_AT_HOME else ""
    offered = (
        (_("Hör till"), councils.get(one.of_council_id, both)),
        (_("Tid"), _planned(one)),
        (_("Syfte"), i18n.begun(i18n.listed([word(Purpose(purpose)).lower() for purpose in one.purposes]))),
        (_("Räckvidd"), ": ".join(filter(None, (str(word(one.reach)), one.reach_text))) if one.reach else ""),
        (_("Diarienummer"), one.registry_no),
        (_("Föredragande"), "; ".join(presenters)),
        (_("Föredragningen"), _("hållen") if one.presented_at else ""),
    )
    return [(name, value) for name, value in offered if value] or [(_("Möte"), one.council)]


def _planned(one: Any) -> str:
    """How long the item takes and when, as far as the times before it are known: also for whoever presents it
    and sees no other item (A68)."""
    slot = timetable.slot_of(one.id, one.meeting_id) if one.kind is not ItemKind.HEADING else None
    lasts = _("%(n)s min", n=one.minutes) if one.minutes else ""
    if slot is None or slot.ends_at is None:
        return lasts
    if one.nights:
        times = i18n.meeting_days([Day(slot.starts_at, slot.ends_at)])
    else:
        times = _("kl. %(begins)s–%(ends)s", begins=i18n.clock(slot.starts_at), ends=i18n.clock(slot.ends_at))
    return _("%(times)s, %(lasts)s", times=times, lasts=lasts)


def _lacking(one: Any, parts: dict[str, Any]) -> list[dict[str, str]]:
    waits = must_be_prepared(one.council_kind, one.includes_id, of_council_id=one.of_council_id)
    called = PROFILES[one.minutes_profile].outcome
    found = gaps(
        one.kind,
        strategy_links=len(parts["strategy"]),
        strategy_sentence=one.strategy_sentence,
        background=one.background,
        questions=len(parts["questions"]),
        attachments=len(parts["attachments"]),
        proposal=one.proposal,
        consultation=one.consultation,
        answers_by=one.answers_by,
        is_prepared=one.is_prepared or not waits,
    )
    return [{"label": "", "url": "", "advice": word(gap, called)} for gap in found]


def _next_step(one: Any) -> Link | None:
    if one.meeting_state in AGENDA_OPEN and can(Act.PREPARE_AGENDA):
        return Link(url_for("agenda.edit", item_id=one.id), _("Ändra punkten"))
    if one.meeting_state is MeetingState.ONGOING and can(Act.RECORD_MEETING):
        return Link(url_for("desk.item", item_id=one.id), _("Till mötesbordet"))
    is_before = one.meeting_state in (MeetingState.INVITED, MeetingState.ONGOING)
    if is_before and one.kind not in NOT_ASKED_AT_HOME and viewer().homes(here().council_id):
        return Link(url_for("preparation.item", item_id=one.id), _("Förbered hemma"))
    return None


@bp.route("/meetings/<int:meeting_id>/items/new", methods=["GET", "POST"])
@requires(Act.PREPARE_AGENDA)
@once
def new(meeting_id: int) -> ResponseReturnValue:
    meeting = meetings.locked(meeting_id)
    meetings.check_editable(meeting)
    form = forms.of(None, meeting)
    picker = forms.picker(form, None, meeting)
    if (
        not looks(form)
        and form.validate_on_submit()
        and (kept := forms.uploads(form, meeting_id)) is not None
    ):
        made = agenda.add(meeting, forms.draft(form), kept, by=me(), now=now())
        tell(_("Punkten är tillagd"), _said_later(meeting) or made.title)
        return redirect(url_for("agenda.item", item_id=made.id))
    page = render("agenda/new.html", form=form, meeting=meeting, picker=picker, file_suffixes=_SUFFIXES)
    return page, 422 if form.errors else 200


@bp.route("/items/<int:item_id>/edit", methods=["GET", "POST"])
@requires(Act.PREPARE_AGENDA)
def edit(item_id: int) -> ResponseReturnValue:
    one = agenda.held(item_id)
    meetings.check_editable(one.meeting)
    form = forms.of(one, one.meeting)
    picker = forms.picker(form, one, one.meeting)
    if not looks(form) and form.validate_on_submit():
        try:
            agenda.check_version(one, number_in(form.version.data))
        except RuleBroken as error:
            return _conflict(one, form, picker, who=str(error.facts["who"]))
        kept = forms.uploads(form, one.meeting_id)
        if kept is not None and _saved(one, form, kept):
            tell(_("Punkten är sparad"), _said_later(one.meeting) or one.title)
            return redirect(url_for("agenda.item", item_id=item_id))
    return _editing(one, form, picker), 422 if form.errors else 200


def _saved(one: AgendaItem, form: forms.ItemForm, kept: list[agenda.Upload]) -> bool:
    """Save what was written. A file that went out and was to be taken away is told at its field, and what was
    written stays on the page."""
    try:
        agenda.save(one, forms.draft(form), kept, version=one.version, by=me(), now=now())
    except RuleBroken as error:
        if error.code != "file-went-out":
            raise
        db.session.rollback()
        form.files.errors = [" ".join(explained(error))]
        return False
    return True


def _said_later(meeting: Meeting) -> str:
    """What a receipt adds once people have the agenda."""
    if meeting.state is not MeetingState.INVITED:
        return ""
    return _("Den är märkt som ändrad efter kallelse. Skicka ut ändringen när du är klar.")


def _editing(one: AgendaItem, form: forms.ItemForm, picker: Picker | None, **conflict: Any) -> str:
    return render(
        "agenda/edit.html",
        form=form,
        item=one,
        picker=picker,
        file_suffixes=_SUFFIXES,
        **{"theirs": [], "who": ""} | conflict,
    )


def _conflict(
    one: AgendaItem, form: forms.ItemForm, picker: Picker | None, *, who: str
) -> ResponseReturnValue:
    """Both texts: what somebody else saved stands above, what the reader wrote stays in the fields.

    Saving once more is then a choice made with open eyes.
    """
    saved = forms.ItemForm(formdata=None, data=forms.written(one))
    theirs = [
        (form[name].label.text, saved[name].data or _("(tomt)"))
        for name in (*agenda.TEXTS, "minutes", "answers_by", "questions")
        if name in form and (saved[name].data or "") != _plain(form[name].data)
    ]
    form.version.data = str(one.version)
    page = _editing(one, form, picker, theirs=theirs, who=who or _("Någon annan"))
    db.session.rollback()
    return page, 409


def _plain(written: Any) -> Any:
    return written.replace("\r\n", "\n").strip() if isinstance(written, str) else written or ""


@bp.route("/items/<int:item_id>/remove", methods=["GET", "POST"])
@requires(Act.PREPARE_AGENDA)
@once
def remove(item_id: int) -> ResponseReturnValue:
    one = agenda.held(item_id)
    meetings.check_editable(one.meeting)
    if request.method == "POST":
        agenda.remove(one, by=me(), now=now())
        if one.withdrawn_kind is not None:
            tell(_("Punkten utgår"), _said_later(one.meeting))
            return redirect(url_for("agenda.item", item_id=item_id))
        tell(_("Punkten är borttagen"), one.title)
        return redirect(url_for("agenda.arrange", meeting_id=one.meeting_id))
    return render("agenda/remove.html", item=one)


@bp.route("/items/<int:item_id>/earlier", methods=["GET", "POST"])
@requires(Act.PREPARE_AGENDA)
def earlier(item_id: int) -> ResponseReturnValue:
    """Find where the question has been dealt with before, and say so in the documents (A94)."""
    one = agenda.held(item_id)
    meetings.check_open(one.meeting)
    if request.method == "POST":
        found.change(one)
        return redirect(url_for("agenda.earlier", item_id=item_id, q=found.words_sought(one.title)))
    here, back = url_for("agenda.earlier", item_id=item_id), url_for("agenda.item", item_id=item_id)
    return found.searching(one, here, back)


@bp.get("/items/<int:item_id>/memo.pdf")
@presents
def memo(item_id: int) -> ResponseReturnValue:
    """The papers of one item as a document of their own (tjänsteskrivelse)."""
    one = db.session.get_one(AgendaItem, item_id)
    if one.kind in NOT_ASKED_AT_HOME or (one.is_secret and not reads_secret()):
        abort(404)
    content = papers.memo_file(one, outside=not reads_secret(), now=now())
    answer = as_file(content, mimetype="application/pdf", name=f"{one.title[:80]}.pdf")
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer
