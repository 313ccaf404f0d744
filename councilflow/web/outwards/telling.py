"""Who speaks for the council, what is told of standpoints and results, and the year's plan (A98, B1.19)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired, Optional

from councilflow import i18n
from councilflow.documents.paragraph_numbers import paragraph_of_year
from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import Communication, Spokesperson
from councilflow.process.afterwards import Channel, EffortState, TellingKind
from councilflow.process.calendar import FIRST_YEAR, LAST_YEAR
from councilflow.process.errors import RuleBroken
from councilflow.process.outwards import is_current, is_telling_late
from councilflow.process.rights import Act
from councilflow.services.outwards import communication as service
from councilflow.services.outwards import people, speaking
from councilflow.services.outwards.keeping import version_of
from councilflow.services.plans import choosing as chosen
from councilflow.services.visibility import today
from councilflow.web.access import me, now, requires, viewer
from councilflow.web.councils.blueprint import council_at
from councilflow.web.fields import choices, day, line, passage
from councilflow.web.forms import Form
from councilflow.web.numbers import number_in, row_number
from councilflow.web.outwards.blueprint import bp, chosen_number, or_404, ways
from councilflow.web.outwards.refused import say_where
from councilflow.web.pages import render, tell
from councilflow.web.plans.choosing import Searching, looks, nodes_field, one_node, pick
from councilflow.words import word


class TellingForm(Searching, Form):
    version = HiddenField()
    kind = RadioField(_l("Vad det är"), [InputRequired(_l("Välj vad det är."))], coerce=TellingKind)
    message = passage(_l("Budskap"), _l("Skriv vad ni vill berätta."), longest=4000)
    standpoint_id = SelectField(
        _l("Ställningstagande som det handlar om"), [Optional()], coerce=chosen_number
    )
    audience = line(_l("Målgrupp"))
    channel = RadioField(_l("Kanal"), [InputRequired(_l("Välj en kanal."))], coerce=Channel)
    spokesperson_id = SelectField(_l("Talesperson"), [Optional()], coerce=chosen_number)
    responsible = line(_l("Ansvarig"))
    planned_on = day(_l("Planerat till den"))
    state = RadioField(_l("Läge"), [InputRequired(_l("Välj ett läge."))], coerce=EffortState)
    told_on = day(_l("Berättat den"))
    link = line(_l("Länk"), longest=500)
    nodes = nodes_field(_l("Insats eller mål i planerna"), one_node)


_FACTS = (
    "kind",
    "message",
    "standpoint_id",
    "audience",
    "channel",
    "spokesperson_id",
    "responsible",
    "planned_on",
    "state",
    "told_on",
    "link",
)


@bp.get("/councils/<int:council_id>/communication")
@requires(Act.READ_COUNCIL)
def communication(council_id: int) -> ResponseReturnValue:
    day, year = today(now()), _asked_year()
    rows = service.of_year(council_id, year, viewer())
    return render(
        "outwards/communication.html",
        council=council_at(council_id),
        ways=ways(council_id, "outwards.communication"),
        year=year,
        years=[one for one in (year - 1, year + 1) if FIRST_YEAR <= one <= LAST_YEAR],
        months=_by_month(rows, year),
        undated=[row for row in rows if not (row.told_on or row.planned_on)],
        late=[row for row in rows if is_telling_late(row.state, row.planned_on, day)],
        late_ids={row.id for row in rows if is_telling_late(row.state, row.planned_on, day)},
        speakers=speaking.current(council_id, day),
    )


def _asked_year() -> int:
    asked = request.args.get("year", type=row_number) or 0
    return asked if FIRST_YEAR <= asked <= LAST_YEAR else today(now()).year


def _by_month(rows: Any, year: int) -> list[tuple[str, list[Any]]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        if (on := row.told_on or row.planned_on) is not None:
            found.setdefault(on.month, []).append(row)
    return [(i18n.month_name(date(year, month, 1)), found[month]) for month in sorted(found)]


@bp.route("/councils/<int:council_id>/communication/new", methods=["GET", "POST"])
@requires(Act.MANAGE_COUNCIL)
def new_communication(council_id: int) -> ResponseReturnValue:
    """`standpoint` in the query is the standpoint that it is about."""
    return _write(council_id, None)


@bp.route("/councils/<int:council_id>/communication/<int:communication_id>/edit", methods=["GET", "POST"])
@requires(Act.MANAGE_COUNCIL)
def edit_communication(council_id: int, communication_id: int) -> ResponseReturnValue:
    return _write(council_id, or_404(service.one(communication_id, council_id)))


def _write(council_id: int, one: Communication | None) -> ResponseReturnValue:
    kept = [one.node_id] if one and one.node_id else []
    form = TellingForm(obj=one, data={"nodes": kept} | ({} if one else _begun()))
    _offer(form, council_id, one)
    picker = pick(form, "nodes", council_id, kept=kept, single=True)
    clash = None
    if not form.is_submitted():
        form.version.data = str(one.version if one else 0)
    elif not looks(form) and form.validate_on_submit():
        facts = {name: form[name].data for name in _FACTS} | {"node_id": picker.only}
        try:
            made = _save(council_id, one, form, facts)
        except RuleBroken as error:
            db.session.rollback()
            one = or_404(service.one(one.id, council_id)) if one else None
            clash = _clash(form, one, facts, error)
        else:
            tell(_("Det står i kommunikationsplanen"), made.message[:80])
            return redirect(_year_of(made))
    page = render(
        "outwards/telling_form.html",
        form=form,
        council=council_at(council_id),
        one=one,
        picker=picker,
        clash=clash,
    )
    return page, 409 if clash else 422 if form.errors else 200


def _begun() -> dict[str, Any]:
    return {
        "kind": TellingKind.MESSAGE,
        "state": EffortState.PLANNED,
        "channel": Channel.PRESS,
        "standpoint_id": request.args.get("standpoint", type=row_number),
    }


def _save(
    council_id: int, one: Communication | None, form: TellingForm, facts: Mapping[str, Any]
) -> Communication:
    version = number_in(form.version.data)
    return service.write(council_at(council_id), one, facts, version=version, by=me(), now=now())


def _year_of(made: Communication) -> str:
    """The plan of the year where it stands."""
    on = made.told_on or made.planned_on
    return url_for("outwards.communication", council_id=made.body_id, year=on.year if on else None)


@dataclass(frozen=True, slots=True)
class Clash:
    """What somebody saved while another wrote: labels of fields, each with what now stands there."""

    saved_by: str
    differs: Sequence[tuple[str, str]]


def _clash(
    form: TellingForm, one: Communication | None, facts: Mapping[str, Any], error: RuleBroken
) -> Clash | None:
    """What stands there now when somebody saved first: the form goes on from it. Any other refusal is said at
    its field."""
    if one is None or error.code != "somebody-saved-first":
        say_where(form, error)
        return None
    form.version.data = str(one.version)
    return Clash(str(error.facts["who"]), _differing(form, one, facts))


def _differing(form: TellingForm, one: Communication, facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The fields in which what is saved is not what was sent."""
    found = [
        (str(form[name].label.text), _in_words(form, name, getattr(one, name)))
        for name in _FACTS
        if (getattr(one, name) or None) != (facts[name] or None)
    ]
    if one.node_id != facts["node_id"]:
        titles = [each.title for each in chosen.links([one.node_id] if one.node_id else [], viewer())]
        found.append((str(form.nodes.label.text), ", ".join(titles) or _("(tomt)")))
    return found


def _in_words(form: TellingForm, name: str, value: Any) -> str:
    if isinstance(value, date):
        return i18n.date_long(value)
    offered = {each.value: str(each.label) for each in getattr(form[name], "choices", None) or []}
    return offered.get(value) or (str(value) if value else _("(tomt)"))


def _offer(form: TellingForm, council_id: int, one: Communication | None) -> None:
    """Only those with the right to speak now are offered (B1.19), and who is chosen already."""
    form.kind.choices = choices((kind, word(kind)) for kind in TellingKind)
    form.channel.choices = choices((channel, word(channel)) for channel in Channel)
    form.state.choices = choices((state, word(state)) for state in EffortState)
    offered = service.standpoints_to_tell(council_id, viewer())
    form.standpoint_id.choices = choices(
        [
            ("", _("Inget")),
            *((row.id, f"{paragraph_of_year(row.number, row.year)} {row.title}") for row in offered),
        ]
    )
    speakers = speaking.current(council_id, today(now()), kept=one.spokesperson_id if one else None)
    form.spokesperson_id.choices = choices(
        [("", _("Ingen")), *((row.id, speaker_words(row)) for row in speakers)]
    )


def speaker_words(row: Any) -> str:
    """Eva Berg, regionråd (infrastruktur)"""
    name = speaking.signed(row)
    return f"{name} ({row.topic})" if row.topic else name


class SpeakerForm(Form):
    version = HiddenField()
    person_id = SelectField(_l("Person"), [InputRequired(_l("Välj en person."))], coerce=chosen_number)
    topic = line(_l("Ämne"))
    starts_on = day(_l("Från den"), _l("Skriv från vilken dag."))
    ends_on = day(_l("Till den"))


_SPEAKER = ("person_id", "topic", "starts_on", "ends_on")


@bp.get("/councils/<int:council_id>/speakers")
@requires(Act.READ_COUNCIL)
def speakers(council_id: int) -> ResponseReturnValue:
    day = today(now())
    rows = speaking.listed(council_id)
    return render(
        "outwards/speakers.html",
        council=council_at(council_id),
        speakers=rows,
        current={row.id for row in rows if is_current(row.starts_on, row.ends_on, day)},
    )


@bp.route("/councils/<int:council_id>/speakers/new", methods=["GET", "POST"])
@requires(Act.MANAGE_COUNCIL)
def new_speaker(council_id: int) -> ResponseReturnValue:
    return _write_speaker(council_id, None)


@bp.route("/councils/<int:council_id>/speakers/<int:speaker_id>/edit", methods=["GET", "POST"])
@requires(Act.MANAGE_COUNCIL)
def edit_speaker(council_id: int, speaker_id: int) -> ResponseReturnValue:
    return _write_speaker(council_id, or_404(speaking.one(speaker_id, council_id)))


def _write_speaker(council_id: int, one: Spokesperson | None) -> ResponseReturnValue:
    council = council_at(council_id)
    begun: dict[str, Any] = {} if one else {"starts_on": today(now())}
    form = SpeakerForm(obj=one, data=begun | {"version": version_of(one, _SPEAKER)})
    offered = people.people_of(council_id, today(now()), kept=one.person_id if one else None)
    form.person_id.choices = choices([("", _("Välj person")), *((row.id, row.name) for row in offered)])
    if form.validate_on_submit():
        facts = {name: form[name].data for name in _SPEAKER}
        version = form.version.data or ""
        try:
            speaking.write(council, one, facts, version=version, by=me(), now=now())
        except RuleBroken as error:
            say_where(form, error)
        else:
            tell(_("Rätten att tala för rådet är sparad"))
            return redirect(url_for("outwards.speakers", council_id=council_id))
    page = render("outwards/speaker_form.html", form=form, council=council, one=one)
    return page, 422 if form.errors else 200
