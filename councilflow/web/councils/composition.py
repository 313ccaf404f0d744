"""What a council's composition asks for and lacks, in words, and the pages where its rules are kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.i18n import ngettext
from councilflow.process.councils import Scope, Side
from councilflow.services.composition import Lack, Missing
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
