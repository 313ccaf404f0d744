"""What a meeting costs its host, in whole kronor of the council's country (A64)."""

from __future__ import annotations

import re
from enum import StrEnum

from councilflow.process.councils import Country
from councilflow.process.errors import RuleBroken

LARGEST = 100_000_000

CURRENCY = {Country.SWEDEN: "SEK", Country.NORWAY: "NOK"}
"""ISO 4217."""


class AmountFlaw(StrEnum):
    """Why something typed is no amount."""

    EMPTY = "empty"
    WORDS = "words"
    NEGATIVE = "negative"
    DECIMALS = "decimals"
    NOTHING = "nothing"
    LARGE = "large"


_SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")
_UNIT = re.compile(r"^(?:kr|sek|nok)\.?(?=\d)|(?:kr|kronor|kroner|sek|nok)\.?$")
_END = re.compile(r"(?:[,.:][-–—]|[,.:]00)$")
_GROUPED = re.compile(r"^\d{1,3}(?:[.']\d{3})+$")


def amount_in(text: str) -> int:
    """The whole kronor in what somebody typed: `1 250`, `1.250,-`, `1250 kr`.

    RuleBroken("not-an-amount") with `flaw`: nothing else is guessed at.
    """
    plain = _UNIT.sub("", _SPACES.sub("", text).lower())
    if not plain:
        raise _refused(AmountFlaw.EMPTY)
    if plain[0] in "-–−":
        raise _refused(AmountFlaw.NEGATIVE if plain[1:2].isdecimal() else AmountFlaw.WORDS)
    plain = _END.sub("", plain)
    if _GROUPED.match(plain):
        plain = re.sub(r"[.']", "", plain)
    if not (plain.isascii() and plain.isdecimal()):
        decimals = re.fullmatch(r"[\d.' ]+[.,:]\d+", plain, re.ASCII)
        raise _refused(AmountFlaw.DECIMALS if decimals else AmountFlaw.WORDS)
    if len(plain.lstrip("0")) > len(str(LARGEST)) or int(plain) > LARGEST:
        raise _refused(AmountFlaw.LARGE)
    if int(plain) == 0:
        raise _refused(AmountFlaw.NOTHING)
    return int(plain)


def _refused(flaw: AmountFlaw) -> RuleBroken:
    return RuleBroken("not-an-amount", flaw=flaw)
