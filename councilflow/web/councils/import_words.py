"""What an import is said to do, for its pages and for the command."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from councilflow.i18n import LazyText, date_long, listed, ngettext
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.process.councils import Category, Office, Side
from councilflow.process.imports import Column, PersonFate, Remark, SeatFate
from councilflow.services.people_import import Flaw, Plan, Step, heading
from councilflow.web.refusals import explained, in_words
from councilflow.words import word

REMARKS: dict[Remark, LazyText] = {
    Remark.ENCODING_GUESSED: _l(
        "Filen säger inte hur bokstäverna är lagrade. Den lästes som %(encoding)s. Se efter att å, ä, ö, "
        "æ och ø blev rätt."
    ),
    Remark.COLUMNS_IGNORED: _l("De här kolumnerna läses inte in: %(columns)s."),
    Remark.SHEETS_IGNORED: _l("Bara det första bladet läses in, inte %(sheets)s."),
    Remark.REGISTER_KEPT: _l(
        "Namn, titel, telefon och språk ändras inte för personer som redan finns i registret, för det gör "
        "bara den som administrerar. Det gäller rad %(rows)s."
    ),
}


def remarks_on(plan: Plan) -> list[str]:
    return [str(REMARKS[remark]) % facts for remark, facts in plan.remarks]


def summary_of(plan: Plan) -> str:
    """Two new people, four new seats and one changed seat."""
    return listed(_counted(plan.counts)) if plan.does_something else _("Ingenting ändras")


def _counted(counts: dict[str, int]) -> list[str]:
    def of(*names: str) -> int:
        return sum(counts.get(name, 0) for name in names)

    parts = []
    if n := of("people_new"):
        parts.append(ngettext("1 ny person", "%(n)s nya personer", n))
    if n := of("people_changed"):
        parts.append(ngettext("1 person med rättade uppgifter", "%(n)s personer med rättade uppgifter", n))
    if n := of("seats_new"):
        parts.append(ngettext("1 ny plats", "%(n)s nya platser", n))
    if n := of("seats_filled"):
        parts.append(ngettext("1 vakant plats som besätts", "%(n)s vakanta platser som besätts", n))
    if n := of("seats_changed"):
        parts.append(ngettext("1 plats som ändras", "%(n)s platser som ändras", n))
    if n := of("seats_ended"):
        parts.append(ngettext("1 plats som får en sista dag", "%(n)s platser som får en sista dag", n))
    return parts


class FlawLine(NamedTuple):
    """One thing to put right: where it stands, what is wrong and what to do."""

    row: int
    column: str
    sentence: str
    advice: str


def flaw_line(flaw: Flaw) -> FlawLine:
    sentence, *advice = explained(flaw.error)
    if flaw.error.code == "seat-flawed":
        sentence, advice = in_words(flaw.error.facts["flaws"]), []  # what is wrong says what to do
    return FlawLine(flaw.row, heading(flaw.column) if flaw.column else "", sentence, " ".join(advice))


class StepLine(NamedTuple):
    """What becomes of one row."""

    row: int
    who: str
    address: str
    seat: str
    fates: list[str]


def step_line(step: Step) -> StepLine:
    said = step.said
    fates = [] if step.person is PersonFate.NOBODY else [word(step.person)]
    for column, (before, after) in step.changes.items():
        fates.append(f"{heading(column)}: {before or '–'} → {after}")
    return StepLine(said.row, said.name or _("Vakant"), said.email, _seat(step), [*fates, _fate(step)])


def _fate(step: Step) -> str:
    """The fate of the seat, with the day it is about."""
    day = step.said.ends_on if step.fate is SeatFate.ENDED else step.said.starts_on
    dated = step.fate in (SeatFate.CHANGED, SeatFate.FILLED, SeatFate.ENDED)
    return f"{word(step.fate)}: {date_long(day)}" if dated and day else word(step.fate)


def _seat(step: Step) -> str:
    """Who the seat is for and as what, in the order of a roll."""
    said = step.said
    parts = [
        said.body.name if said.body else "",
        word(said.category) if said.category else "",
        said.organisation.name if said.organisation else "",
        said.function,
        word(said.side) if said.side else "",
        said.party,
        word(said.office) if said.office else "",
        _term(said.starts_on, said.ends_on),
    ]
    return ", ".join(part for part in parts if part)


def _term(first: date | None, last: date | None) -> str:
    if first is None:
        return ""
    if last is None:
        return _("från %(first)s", first=date_long(first))
    return _("%(first)s till %(last)s", first=date_long(first), last=date_long(last))


def allowed_in(column: Column) -> str:
    """What may stand in a column, for the table that explains them."""
    listed_here = {Column.CATEGORY: Category, Column.SIDE: Side, Column.OFFICE: Office}
    words = ", ".join(word(value) for value in listed_here.get(column, ()))
    return str(_EXPLAINED[column]) % {"words": words}


_EXPLAINED: dict[Column, LazyText] = {
    Column.NAME: _l("Behövs. Tomt tillsammans med e-postadressen betyder att platsen är vakant."),
    Column.EMAIL: _l("Behövs. Den avgör vem personen är."),
    Column.TITLE: _l("Till exempel kommunalråd."),
    Column.PHONE: _l("Som den ska visas."),
    Column.LANGUAGE: _l("Svenska, bokmål, nynorsk eller engelska. Annars rådets språk."),
    Column.BODY: _l("Rådet eller ett organ som hör till det. Tomt betyder rådet självt."),
    Column.ORGANISATION: _l("Namn eller kort namn, som i registret."),
    Column.CATEGORY: _l("Behövs. Något av: %(words)s."),
    Column.SIDE: _l("För förtroendevalda: %(words)s."),
    Column.PARTY: _l("För förtroendevalda."),
    Column.OFFICE: _l("För den som leder: %(words)s."),
    Column.FUNCTION: _l("För den som sitter på en tjänst, till exempel regiondirektör."),
    Column.GROUND: _l("För den som är adjungerad."),
    Column.STARTS_ON: _l("Behövs. Skriv 2027-01-31 eller 31.1.2027."),
    Column.ENDS_ON: _l("Tomt betyder tills vidare."),
}
