"""What a cell of financing says: who pays, and how much or which share of it (B2.13)."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from councilflow.process.plans import money
from councilflow.process.plans.reading.wording import sources
from councilflow.process.plans.values import MoneyState

_LONGEST: Final = 200
_NUMBER: Final = r"\d[\d\u00a0\u202f .,]*"
_UNIT: Final = (
    r"(?:kr(?:on(?:or|er))?|sek|nok|eur|tkr|kkr|mkr|mnkr|mnok|msek|tsek|tnok|mill?(?:ion(?:er)?|jon(?:er)?)?|tusen)"
    r"\b\.?"
)
_AMOUNT: Final = rf"{_NUMBER}(?:\s*(?:{_UNIT}\s*)+)?(?:,?\s*[-–])?"
_NAME: Final = rf"(?!{_UNIT})[^\W\d].*"
_AFTER = re.compile(rf"(?P<name>.*[^\W\d].*?)(?:\s*[:–]\s*|\s+|\s*\()(?P<amount>{_AMOUNT})\)?", re.IGNORECASE)
_BEFORE = re.compile(rf"(?P<amount>{_AMOUNT})\s+(?:fr[åa]n?\s+)?(?P<name>{_NAME})", re.IGNORECASE)
_SHARE = re.compile(
    r"(?P<name>.*[^\W\d].*?)[\s:(–]+\d{1,3}(?:[.,]\d+)?\s*(?:%|procent|prosent)\)?", re.IGNORECASE
)
_IS_MONEY = re.compile(rf"\d[ \u00a0\u202f.]\d{{3}}(?!\d)|\d{{5}}|\d\s*{_UNIT}|[-–]$", re.IGNORECASE)


class Paid(NamedTuple):
    """A source that a cell names, or an amount alone, as written. "Prosjekt 2022" is all a name."""

    source: str
    amount: str = ""


def paid_by(cell: str) -> tuple[Paid, ...]:
    """The sources of a cell in its order: "1:1-medel 200 000, egna medel 0,1 mkr", "ERUF 50 %"."""
    return tuple(_paid(part) for part in sources(cell))


def _paid(part: str) -> Paid:
    if len(part) > _LONGEST:
        return Paid(part)
    alone = money.read(part)
    if alone.state is MoneyState.AMOUNT and alone.doubt != "extra-text":
        return Paid("", part)
    if share := _SHARE.fullmatch(part):
        return Paid(share["name"])
    for form in (_AFTER, _BEFORE):
        found = form.fullmatch(part)
        if found and _IS_MONEY.search(found["amount"].strip()):
            amount = found["amount"].strip()
            if money.read(amount).state is MoneyState.AMOUNT:
                return Paid(found["name"].strip(), amount)
    return Paid(part)
