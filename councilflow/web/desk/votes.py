"""Proposals and how they were put, in a body whose rules know votes (KL 5:53–56, 5:67; H.12).

Elsewhere these addresses lead nowhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, HiddenField, IntegerField, RadioField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.i18n import speaking
from councilflow.models import AgendaItem, Motion, Vote
from councilflow.process.agenda import ItemKind
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingState
from councilflow.process.rights import Act
from councilflow.process.sitting import Ballot, VoteWay
from councilflow.process.votes import FROM_THE_PAPERS
from councilflow.services import taking_part
from councilflow.services.desk import course, motions, votes
from councilflow.web.access import can, me, now, requires
from councilflow.web.desk.blueprint import bp
from councilflow.web.desk.proposing import is_open, proposers
from councilflow.web.errors import refuse
from councilflow.web.fields import passage
from councilflow.web.forms import Form, SelectChoice
from councilflow.web.once import once
from councilflow.web.pages import Link, render, tell
from councilflow.web.refusals import explained
from councilflow.words import word


class MotionForm(Form):
    """A proposal to decide on."""

    whose = SelectField(_l("Vem yrkar?"), coerce=int)
    text = passage(_l("Yrkandet, ord för ord"), _l("Skriv yrkandet, ord för ord."))


class PutForm(Form):
    """A question as the chair put it. What is counted is laid out by `_put_form`."""

    first = SelectField(_l("Förslag"), coerce=int)
    against = SelectField(_l("Ställs mot"), coerce=int)
    question = passage(_l("Frågan, som ordföranden ställde den"), _l("Skriv frågan."), longest=2_000)
    suggested = HiddenField()
    """The question as the page suggested it: left so, it follows the alternatives."""


@bp.route("/items/<int:item_id>/motions", methods=["GET", "POST"])
@requires(Act.READ_MEETING)
@once
def motions_(item_id: int) -> ResponseReturnValue:
    """The proposals, how they were put, and making one."""
    item = _item(item_id)
    whose = proposers(item)
    form = MotionForm()
    form.whose.choices = [SelectChoice(line.id, _who(line)) for line in whose]
    if form.is_submitted() and not whose:
        abort(403)
    if form.validate_on_submit():
        try:
            motions.propose(item, form.text.data or "", line_id=form.whose.data, by=me(), now=now())
        except RuleBroken as error:
            return refuse(error, _back(item_id))
        tell(_("Yrkandet är inskrivet"))
        return redirect(_back(item_id).url)
    return _page(item, form, whose), 422 if form.errors else 200


def _page(item: AgendaItem, form: MotionForm, whose: Sequence[motions.Found]) -> str:
    asked = votes.questions(item)
    put = {number for vote in asked.votes for number in (vote.motion_id, vote.against_id)}
    still_open = is_open(item)
    own = {line.id for line in whose}
    return render(
        "desk/motions.html",
        item=item,
        sitting=course.sitting(item.meeting_id),
        motions=[
            {"row": one, "may_withdraw": still_open and one.id not in put and one.attendance_id in own}
            for one in motions.of_item(item.id)
        ],
        questions=asked,
        counted=_counted(item.id),
        form=form,
        whose=whose,
        may_put=still_open and can(Act.RECORD_MEETING),
        ways=list(VoteWay),
    )


def _counted(item_id: int) -> dict[int, list[dict[str, Any]]]:
    """By vote: a line for each party, or each person."""
    found: dict[int, dict[tuple[str, str], dict[str, Any]]] = {}
    for row in votes.counts(item_id):
        line = found.setdefault(row.vote_id, {}).setdefault(
            (row.party, row.name), {"party": row.party, "name": row.name} | dict.fromkeys(Ballot, 0)
        )
        line[row.ballot] += row.number
    return {vote: list(lines.values()) for vote, lines in found.items()}


@bp.post("/items/<int:item_id>/motions/<int:motion_id>")
@requires(Act.READ_MEETING)
@once
def withdraw_motion(item_id: int, motion_id: int) -> ResponseReturnValue:
    """Take a proposal back."""
    _item(item_id)
    motion = db.session.get(Motion, motion_id)
    if motion is None or motion.item_id != item_id:
        abort(404)
    try:
        votes.withdraw(motion, by=me(), now=now())
    except RuleBroken as error:
        return refuse(error, _back(item_id))
    return redirect(_back(item_id).url)


@bp.route("/items/<int:item_id>/votes/new", methods=["GET", "POST"])
@requires(Act.RECORD_MEETING)
@once
def put(item_id: int) -> ResponseReturnValue:
    """Write in a question as it was put, and how it ended. `way` in the address says how it was decided."""
    item = _item(item_id)
    if not is_open(item):
        return refuse(RuleBroken("meeting-not-ongoing", state=item.meeting.state), _back(item_id))
    way = next((one for one in VoteWay if one == request.args.get("way")), VoteWay.ACCLAMATION)
    lines = taking_part.at_item(item)
    parties = votes.parties(item)
    form = _put_form(item, way, lines, parties)
    if form.validate_on_submit():
        try:
            votes.put(
                item,
                form.question.data or "",
                way,
                _said(form, way, lines, parties),
                first=form.first.data,
                against=None if form.against.data < 0 else form.against.data,
                by=me(),
                now=now(),
            )
        except RuleBroken as error:
            db.session.rollback()
            form.form_errors = [*form.form_errors, *explained(error)]
            return _put_page(item_id, form, way, lines, parties), 409
        tell(_("Propositionen är inskriven"))
        return redirect(_back(item_id).url)
    return _put_page(item_id, form, way, lines, parties), 422 if form.errors else 200


def _put_page(
    item_id: int,
    form: Any,
    way: VoteWay,
    lines: Sequence[taking_part.Found],
    parties: dict[str, int],
) -> str:
    item = db.session.get_one(AgendaItem, item_id)
    return render(
        "desk/put.html",
        item=item,
        sitting=course.sitting(item.meeting_id),
        form=form,
        way=way,
        ways=list(VoteWay),
        lines=lines,
        parties=parties,
        ballots=_ballots(item),
        back=_back(item_id),
    )


def _ballots(item: AgendaItem) -> list[Ballot]:
    may_abstain = votes.rule_of(item.meeting).may_abstain
    return [one for one in Ballot if may_abstain or one is not Ballot.ABSTAINS]


def _put_form(
    item: AgendaItem, way: VoteWay, lines: Sequence[taking_part.Found], parties: dict[str, int]
) -> Any:
    """The question with a field for everything that is counted; it begins with what is put next."""
    fields: dict[str, Any] = {}
    ballots = [SelectChoice(one, word(one)) for one in _ballots(item)]
    if way is VoteWay.ACCLAMATION:
        fields["carried"] = RadioField(
            _l("Ordföranden finner"),
            [InputRequired(_l("Välj vad ordföranden fann."))],
            choices=[
                SelectChoice("yes", _("Bifall till förslaget")),
                SelectChoice("no", _("Avslag, eller bifall till det som ställdes mot")),
            ],
        )
        fields["unanimous"] = BooleanField(_l("Enhälligt"))
    if way is VoteWay.BY_PARTY:
        at_least = NumberRange(min=0, max=1000, message=_l("Skriv ett antal, minst noll."))
        for place in range(len(parties)):
            for one in _ballots(item):
                fields[f"party_{place}_{one}"] = IntegerField(word(one), [Optional(), at_least])
        fields["chair"] = RadioField(
            _l("Ordförandens röst, vid lika röstetal"), [Optional()], choices=ballots[:2]
        )
    if way is VoteWay.BY_PERSON:
        for line in lines:
            fields[f"line_{line.id}"] = RadioField(_who(line), [Optional()], choices=ballots, coerce=Ballot)
    asked = votes.questions(item)
    first, against = asked.next or (next(iter(asked.standing), FROM_THE_PAPERS), None)
    names = _names(item)
    with speaking(item.meeting.council.document_language):
        question = _question(names, first, against)
    form: Any = type("PutThis", (PutForm,), fields)(
        data={
            "first": first,
            "against": -1 if against is None else against,
            "question": question,
            "suggested": question,
        }
    )
    form.first.choices = [SelectChoice(one, names[one]) for one in asked.standing]
    form.against.choices = [
        SelectChoice(-1, _("Inget, ja eller nej")),
        *(SelectChoice(one, names[one]) for one in asked.standing if one != FROM_THE_PAPERS),
    ]
    _follow(form, item, names)
    return form


def _follow(form: Any, item: AgendaItem, names: dict[int, str]) -> None:
    """Let a question that nobody has written be about the alternatives that were chosen."""
    first, against = form.first.data, form.against.data
    untouched = form.question.data == form.suggested.data
    if not (form.is_submitted() and untouched and first in names and against in {-1, *names}):
        return
    with speaking(item.meeting.council.document_language):
        form.question.data = _question(names, first, None if against < 0 else against)
    form.suggested.data = form.question.data


def _names(item: AgendaItem) -> dict[int, str]:
    """What each alternative is called when it is put."""
    found = {FROM_THE_PAPERS: _("Förslaget i handlingarna")}
    for one in motions.of_item(item.id):
        party = f" ({one.party})" if one.party else ""
        found[one.id] = _("Yrkande %(number)s, %(who)s", number=one.position, who=one.proposed_by + party)
    return found


def _question(names: dict[int, str], first: int, against: int | None) -> str:
    """How the chair may put it (KL 5:54): so that one answers yes or no."""
    if against is None:
        return _("Ja för bifall till: %(first)s. Nej för avslag.", first=names[first])
    return _("Ja för: %(first)s. Nej för: %(against)s.", first=names[first], against=names[against])


def _said(form: Any, way: VoteWay, lines: Sequence[taking_part.Found], parties: dict[str, int]) -> votes.Said:
    if way is VoteWay.ACCLAMATION:
        return votes.Said(carried=form.carried.data == "yes", unanimous=form.unanimous.data)
    if way is VoteWay.BY_PERSON:
        given = {line.id: form[f"line_{line.id}"].data for line in lines}
        return votes.Said(by_person={line: ballot for line, ballot in given.items() if ballot})
    counted = {
        party: {
            one: form[f"party_{place}_{one}"].data or 0 for one in Ballot if f"party_{place}_{one}" in form
        }
        for place, party in enumerate(parties)
    }
    return votes.Said(by_party=counted, chair=Ballot(form.chair.data) if form.chair.data else None)


@bp.route("/items/<int:item_id>/votes/<int:vote_id>/remove", methods=["GET", "POST"])
@requires(Act.RECORD_MEETING)
@once
def unput(item_id: int, vote_id: int) -> ResponseReturnValue:
    """Take away the last question, when it was written in wrongly: first the question, then the step."""
    item = _item(item_id)
    vote = db.session.get(Vote, vote_id)
    if vote is None or vote.item_id != item_id:
        abort(404)
    form = Form()
    if form.validate_on_submit():
        try:
            votes.undo(vote, by=me(), now=now())
        except RuleBroken as error:
            return refuse(error, _back(item_id))
        tell(_("Propositionen är borttagen"))
        return redirect(_back(item_id).url)
    return render("desk/unput.html", item=item, vote=vote, form=form, back=_back(item_id))


def _item(item_id: int) -> AgendaItem:
    """A decision item of a meeting that has begun, in a body that votes; elsewhere there is no such page."""
    item = db.session.get_one(AgendaItem, item_id)
    begun = item.meeting.state in (MeetingState.ONGOING, MeetingState.HELD)
    if not item.meeting.profile.votes or item.kind is not ItemKind.STANDPOINT or not begun:
        abort(404)
    return item


def _who(line: Any) -> str:
    return ", ".join(part for part in (line.name, line.party, line.organisation) if part)


def _back(item_id: int) -> Link:
    return Link(url_for("desk.motions_", item_id=item_id), _("Till yrkandena"))
