"""A body laid against the rules of its composition on any day, and what it lacks, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.i18n import ngettext
from councilflow.process.councils import Scope, Side, in_term
from councilflow.process.profiles import PROFILES
from councilflow.services import composition as service
from councilflow.services.composition import Lack, Layout, Missing
from councilflow.services.visibility import today
from councilflow.web.access import manages, now
from councilflow.web.councils.blueprint import body_at, bp
from councilflow.web.pages import render
from councilflow.words import word

_ABSENT = {
    Side.MAJORITY: _l("Ingen ledamot från majoriteten."),
    Side.OPPOSITION: _l("Ingen ledamot från oppositionen."),
}
_SHORT_OF = {
    Side.MAJORITY: _l("Ingen från majoriteten."),
    Side.OPPOSITION: _l("Ingen från oppositionen."),
}


@dataclass(frozen=True, slots=True)
class MissingLine:
    """A thing that the composition lacks, as the panel of missing things shows it, with a link to mend it."""

    label: str
    advice: str
    url: str = ""


def missing_lines(council_id: int, missing: Iterable[Missing]) -> list[MissingLine]:
    """What bodies lack, a line each. `council_id` is where their pages are."""
    return [_line(council_id, one) for one in missing]


SHOWN = 10


def short_lines(council_id: int, missing: Sequence[Missing]) -> list[MissingLine]:
    """The first of what bodies lack, and where the rest of it stands."""
    lines = missing_lines(council_id, missing[:SHOWN])
    if rest := missing[SHOWN:]:
        words = ngettext("En sak till.", "%(n)s saker till.", len(rest))
        url = url_for("councils.composition", council_id=council_id, body_id=rest[0].body_id)
        lines.append(MissingLine("", words, url))
    return lines


def _line(council_id: int, one: Missing) -> MissingLine:
    if one.lack is Lack.OUTSIDE:
        advice = _(
            "%(person)s har en plats, men organisationen hör inte hit.", person=one.person or _("Ingen")
        )
        url = url_for("councils.end_seat", council_id=council_id, seat_id=one.seat_id)
        return MissingLine(one.organisation, advice, url)
    url = _rule_url(council_id, one) if one.lack is Lack.TOO_MANY else fill_url(council_id, one)
    words = lack_words(one)
    if not one.organisation or not one.title:
        return MissingLine(one.organisation or one.title, words, url)
    return MissingLine(one.organisation, f"{one.title}. {words}", url)


def lack_words(one: Missing) -> str:
    """What is wanting, in a sentence that does not say of whom."""
    if one.lack is Lack.TOO_MANY:
        return ngettext("En mer än regeln säger.", "%(n)s fler än regeln säger.", one.count)
    if one.side is not None:
        return str((_ABSENT if one.lack is Lack.SIDE else _SHORT_OF)[one.side])
    return ngettext("Platsen är vakant.", "%(n)s platser är vakanta.", one.count)


def fill_url(council_id: int, one: Missing) -> str:
    """The form of a seat with everything chosen that the vacancy says."""
    if one.seat_id is not None:
        return url_for("councils.change_seat", council_id=council_id, seat_id=one.seat_id)
    chosen: dict[str, Any] = {
        "category": one.category,
        "organisation": one.organisation_id,
        "side": one.side,
        "rule": one.rule_id,
    }
    return url_for("councils.new_seat", council_id=council_id, body_id=one.body_id, **chosen)


def _rule_url(council_id: int, one: Missing) -> str:
    page = url_for("councils.composition", council_id=council_id, body_id=one.body_id)
    return f"{page}#regel-{one.rule_id}"


def rule_words(rule: Any) -> str:
    """A rule in a sentence: whom it asks, as what, and how many."""
    if rule.scope is Scope.ONCE:
        whom = _("Organet som helhet")
    elif rule.organisation_kind is None:
        whom = _("Varje organisation")
    else:
        whom = _("Varje organisation av slaget %(kind)s", kind=word(rule.organisation_kind).lower())
    parts = [
        _("%(whom)s: %(category)s", whom=whom, category=word(rule.category).lower()),
        _number_words(rule),
    ]
    if rule.function:
        parts.append(rule.function)
    if rule.both_sides:
        parts.append(_("både majoritet och opposition"))
    return ", ".join(parts) + "."


def _number_words(rule: Any) -> str:
    if rule.most is None:
        return _("minst %(n)s", n=rule.least)
    if rule.most == rule.least:
        return ngettext("en plats", "%(n)s platser", rule.least)
    return _("%(least)s till %(most)s", least=rule.least, most=rule.most)


# --- The page ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SlotLine:
    """What a rule asks of one organisation, as a row: who is there, and what is wanting."""

    organisation: str
    names: list[str]
    wanting: list[MissingLine]
    """Each with words that leave out whose it is; the row says that."""


@dataclass(frozen=True, slots=True)
class RulePart:
    rule: Any
    words: str
    lines: list[SlotLine]


@bp.get("/councils/<int:council_id>/bodies/<int:body_id>/composition")
@manages
def composition(council_id: int, body_id: int) -> ResponseReturnValue:
    body = body_at(council_id, body_id)
    chosen = _asked_day()
    layout = service.layout_on(body, chosen)
    rules = service.rules_of(body.id)
    parts = [
        _part(council_id, rule, layout) for rule in rules if in_term(rule.starts_on, rule.ends_on, chosen)
    ]
    return render(
        "councils/composition.html",
        council_id=council_id,
        body=body,
        of_both_sides=PROFILES[body.minutes_profile].both_sides,
        day=chosen,
        is_today=chosen == today(now()),
        parts=[part for part in parts if part.rule.scope is not Scope.ONCE],
        once=[part for part in parts if part.rule.scope is Scope.ONCE],
        others=[
            (rule, rule_words(rule)) for rule in rules if not in_term(rule.starts_on, rule.ends_on, chosen)
        ],
        beside=layout.composition.beside,
        lines=missing_lines(council_id, _without_rule(layout)),
    )


def _asked_day() -> date:
    try:
        return date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return today(now())


def _without_rule(layout: Layout) -> list[Missing]:
    return [one for one in layout.missing if one.rule_id is None]


def _part(council_id: int, rule: Any, layout: Layout) -> RulePart:
    wanting: dict[int | None, list[Missing]] = {}
    for one in layout.missing:
        if one.rule_id == rule.id:
            wanting.setdefault(one.organisation_id, []).append(one)
    lines = [
        SlotLine(
            service.organisation_of(slot, layout.names),
            [seat.person for seat in slot.filled],
            [_wanting(council_id, one) for one in wanting.get(slot.organisation_id, [])],
        )
        for slot in layout.composition.slots
        if slot.rule.id == rule.id
    ]
    return RulePart(rule, rule_words(rule), lines)


def _wanting(council_id: int, one: Missing) -> MissingLine:
    [line] = missing_lines(council_id, [one])
    return MissingLine(line.label, lack_words(one), "" if one.lack is Lack.TOO_MANY else line.url)
