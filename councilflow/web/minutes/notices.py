"""The notice of signed minutes: when it must go up, what it says, and when it may come down (KL 8:12).

A council that keeps no notice has no such page.
"""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from wtforms.validators import ValidationError

from councilflow import i18n
from councilflow.documents import notice as document
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.process import notices as rules
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import local_date
from councilflow.process.minutes import MinutesState
from councilflow.process.rights import Act
from councilflow.services.minutes import notices
from councilflow.web.access import can, me, now, reads_minutes, requires
from councilflow.web.countdown import left
from councilflow.web.downloads import as_file
from councilflow.web.errors import refuse
from councilflow.web.fields import day, line
from councilflow.web.forms import Form
from councilflow.web.minutes.blueprint import bp
from councilflow.web.minutes.facts import Standpoint, standpoint
from councilflow.web.once import once
from councilflow.web.pages import Link, render, tell


class PostForm(Form):
    posted_on = day(_l("Dag då anslaget sattes upp"), _l("Skriv vilken dag anslaget sattes upp."))
    kept_at = line(_l("Var protokollet finns"), _l("Skriv var protokollet finns att läsa."))

    def __init__(self, at: Standpoint, **facts: Any) -> None:
        self.at = at
        super().__init__(**facts)

    def validate_posted_on(self, field: Any) -> None:
        if field.data is None:  # not a day: the field says so itself
            return
        approved = _approved_on(self.at)
        try:
            rules.check_posting(field.data, approved_on=approved, today=_today(self.at))
        except RuleBroken as broken:
            raise ValidationError(_day_words(broken, approved_on=i18n.date_long(approved))) from broken


class DownForm(Form):
    taken_down_on = day(_l("Dag då anslaget togs ner"), _l("Skriv vilken dag anslaget togs ner."))

    def __init__(self, at: Standpoint, posted_on: Any, **facts: Any) -> None:
        self.at, self.posted_on = at, posted_on
        super().__init__(**facts)

    def validate_taken_down_on(self, field: Any) -> None:
        if field.data is None:
            return
        earliest = i18n.date_long(rules.down_from(self.posted_on))
        try:
            rules.check_removal(field.data, posted_on=self.posted_on, today=_today(self.at))
        except RuleBroken as broken:
            raise ValidationError(_day_words(broken, earliest=earliest)) from broken


def _day_words(broken: RuleBroken, **facts: str) -> str:
    words = {
        "notice-before-approval": _l(
            "Protokollet justerades %(approved_on)s. Välj den dagen eller en senare."
        ),
        "notice-day-to-come": _l("Dagen har inte varit än. Välj i dag eller en tidigare dag."),
        "notice-down-too-early": _l("Anslaget får tas ner tidigast %(earliest)s."),
    }
    return str(words[broken.code] % facts)


@bp.get("/notice")
@reads_minutes
def notice(meeting_id: int) -> ResponseReturnValue:
    """Where the notice stands, and what it says."""
    at = _arrive(meeting_id)
    return _page(at) if at.state is MinutesState.SIGNED else _not_yet(at)


@bp.post("/notice/up")
@requires(Act.WRITE_MINUTES)
@once
def post_notice(meeting_id: int) -> ResponseReturnValue:
    """Note the day on which it was put up."""
    at = _arrive(meeting_id)
    if at.state is not MinutesState.SIGNED:
        return _not_yet(at)
    form = PostForm(at)
    if not form.validate_on_submit():
        return _page(at, posting=form), 422
    try:
        notices.post(meeting_id, on=form.posted_on.data, kept_at=form.kept_at.data, by=me(), now=now())
    except RuleBroken as refused:
        return _refuse(meeting_id, refused)
    earliest = i18n.weekday_date(rules.down_from(form.posted_on.data))
    tell(_("Anslaget är noterat som uppsatt"), _("Det får tas ner tidigast %(day)s.", day=earliest))
    return redirect(url_for("minutes.notice", meeting_id=meeting_id))


@bp.post("/notice/down")
@requires(Act.WRITE_MINUTES)
@once
def take_down_notice(meeting_id: int) -> ResponseReturnValue:
    """Note the day on which it was taken down, which is not before its time."""
    at = _arrive(meeting_id)
    posted = notices.of(meeting_id)
    if at.state is not MinutesState.SIGNED:
        return _not_yet(at)
    if posted is None:
        return _refuse(meeting_id, RuleBroken("notice-not-posted"))
    form = DownForm(at, posted.posted_on)
    if not form.validate_on_submit():
        return _page(at, removing=form), 422
    try:
        notices.take_down(meeting_id, on=form.taken_down_on.data, by=me(), now=now())
    except RuleBroken as refused:
        return _refuse(meeting_id, refused)
    tell(_("Anslaget är noterat som nedtaget"))
    return redirect(url_for("minutes.notice", meeting_id=meeting_id))


@bp.get("/notice/file")
@reads_minutes
def notice_file(meeting_id: int) -> ResponseReturnValue:
    """The notice as a file to print or to publish."""
    at = _arrive(meeting_id)
    try:
        paper = notices.paper(meeting_id)
    except RuleBroken as refused:
        return _refuse(meeting_id, refused)
    content = document.as_pdf(paper, now=now())
    return as_file(content, mimetype="application/pdf", name=f"anslag-{at.days.name}.pdf", inline=True)


def _arrive(meeting_id: int) -> Standpoint:
    if not notices.are_kept(meeting_id):
        abort(404)
    return standpoint(meeting_id)


def _page(at: Standpoint, posting: PostForm | None = None, removing: DownForm | None = None) -> str:
    meeting_id, today, found = at.meeting.id, _today(at), notices.of(at.meeting.id)
    form: Form | None = posting or removing
    if form is None and found is None:
        form = PostForm(at, posted_on=today, kept_at=notices.usual_place(meeting_id))
    elif form is None and found is not None and rules.down_from(found.posted_on) <= today:
        form = DownForm(at, found.posted_on, taken_down_on=today)
    paper = notices.paper(meeting_id) if found else None
    return render(
        "minutes/notice.html",
        meeting=at.meeting,
        day=at.day,
        days=at.days,
        form=form,
        writes=can(Act.WRITE_MINUTES),
        notice=found,
        now_words=_now_words(at, found),
        dates=_dates(at, found),
        preview=Markup(document.as_html(paper)) if paper else "",  # noqa: S704 – it escapes what people wrote
        html=document.as_html(paper) if paper else "",
        text=document.as_text(paper) if paper else "",
    )


def _now_words(at: Standpoint, found: Any) -> str:
    """What is to be done with the notice, and how near that is."""
    today = _today(at)
    if found is None:
        due = rules.post_by(_approved_on(at))
        words = _("Anslaget ska vara uppe senast %(day)s.", day=i18n.weekday_day(due))
        return f"{words} {left(due, today)}"
    if found.taken_down_on:
        return _("Anslaget är nedtaget.")
    earliest = rules.down_from(found.posted_on)
    earliest_day = i18n.weekday_date(earliest)
    if earliest > today:
        words = _("Anslaget får tas ner tidigast %(day)s.", day=earliest_day)
        return f"{words} {left(earliest, today)}"
    return _("Anslaget får tas ner sedan %(day)s.", day=earliest_day)


def _dates(at: Standpoint, found: Any) -> list[tuple[str, str]]:
    approved = _approved_on(at)
    pairs = [(_("Justerat"), i18n.date_long(approved))]
    if found is None:
        return [*pairs, (_("Anslås senast"), i18n.date_long(rules.post_by(approved)))]
    pairs.append((_("Uppsatt"), i18n.date_long(found.posted_on)))
    if found.taken_down_on:
        return [*pairs, (_("Nedtaget"), i18n.date_long(found.taken_down_on))]
    return [*pairs, (_("Tas ner tidigast"), i18n.date_long(rules.down_from(found.posted_on)))]


def _today(at: Standpoint) -> Any:
    return local_date(now(), at.zone)


def _approved_on(at: Standpoint) -> Any:
    return local_date(at.document.signed_at, at.zone)


def _not_yet(at: Standpoint) -> ResponseReturnValue:
    return _refuse(at.meeting.id, RuleBroken("notice-before-signing", state=at.state))


def _refuse(meeting_id: int, refused: RuleBroken) -> ResponseReturnValue:
    return refuse(refused, Link(url_for("minutes.show", meeting_id=meeting_id), _("Till protokollet")))
