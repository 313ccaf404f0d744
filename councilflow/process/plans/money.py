"""What a cell for money says (B1.8): whole kroner, a dash, nothing, or something that is no number.

The three are told apart in the sources and are kept apart here. What is read stands beside the cell as
written, and where a person should look again there is a doubt, by its code:

- `approximate`: "ca 100 000" is read as 100 000.
- `decimal-or-thousands`: "1.250 mill", "400,000": the sign may divide thousands or decimals.
- `rounded`: there were öre, or a part of a krona.
- `negative`: an amount below nothing.
- `unit-guessed`: the heading says millions or thousands, and the cell can only mean kroner.
- `unit-missing` (unread): "4,0" where nobody says millions of what.
- `extra-text`: words beside the number; an amount only if the cell itself says that it is money.
- `two-numbers`, `words`, `formula`, `currency`, `too-large`, `not-a-number` (unread).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from councilflow.process.plans.signs import DASHES, on_one_line
from councilflow.process.plans.values import MoneyState

MILLION, THOUSAND = 1_000_000, 1_000

MOST = 999_999_999_999_999
"""Above this nobody means kroner, and a spreadsheet can no longer hold every whole number."""

SCALES = {
    1_000_000_000: ("mrd", "mia", "miljard", "miljarder", "milliard", "milliarder", "milliardar"),
    MILLION: (
        *("m", "mill", "mio", "miljon", "miljoner", "million", "millioner", "millionar", "millions"),
        *("mkr", "mnkr", "mnok", "msek", "mill.kr", "millkr"),
    ),
    THOUSAND: ("'", "’", "´", "k", "t", "tkr", "kkr", "tnok", "tsek", "knok", "ksek", "tusen", "thousand"),
}
_TOO_MANY = {MILLION: 100_000, THOUSAND: 10_000_000}
"""From here a bare number under "in millions" or "in thousands" can only be kroner."""

_LONGEST = 200
"""Signs in a cell; a longer one is a text."""

_SCALE = {word: scale for scale, words in SCALES.items() for word in words}

_APPROXIMATE = (
    *("ca", "c:a", "cirka", "circa", "om lag", "omlag", "omtrent", "omkring", "omtrentleg", "rundt", "kring"),
    *(
        "inntil",
        "opp til",
        "opptil",
        "oppunder",
        "upp till",
        "upptill",
        "högst",
        "høyst",
        "maks",
        "maksimalt",
    ),
    *("max", "maximalt", "minst", "minimum", "min", "ungefär", "about", "up to", "~", "≈", "<", ">", "±"),
)
_NUMBER_WORDS = frozenset(
    (
        *("null", "noll", "ein", "ei", "eit", "en", "et", "ett", "to", "två", "tre", "fire", "fyra", "fem"),
        *("seks", "sex", "sju", "syv", "åtte", "åtta", "ni", "nio", "ti", "tio", "elleve", "elva", "tolv"),
        *("tjue", "tjugo", "tretti", "trettio", "førti", "fyrtio", "femti", "femtio", "hundre", "hundra"),
        *(
            "tusen",
            "million",
            "millionar",
            "millioner",
            "miljon",
            "miljoner",
            "halv",
            "halvannen",
            "halvannan",
        ),
        *("one", "two", "three", "four", "five", "ten", "hundred", "thousand", "half"),
    )
)
_NUMBER = r"[0-9]+(?:[ .,'’][0-9]+)*"
_FULL = re.compile(rf"(?P<number>{_NUMBER})(?P<whole>\s?[,.:]?[-–—]{{1,2}}(?![0-9]))?")
_KRONOR = re.compile(
    r"\b(?:kroner|kronor|kronar|krone|krona|nok|sek|kr)\b\.?|\bkr\.?(?=[0-9])", re.IGNORECASE
)
_FOREIGN = re.compile(r"[€$£]|\b(?:eur|euro|usd|gbp|dkk|isk)\b", re.IGNORECASE)
_ABOUT = re.compile(
    r"(?:"
    + "|".join(
        rf"(?<!\w){re.escape(word)}(?!\w)" if word[-1].isalpha() else re.escape(word)
        for word in sorted(_APPROXIMATE, key=len, reverse=True)
    )
    + r")\.?",
    re.IGNORECASE,
)
_FRACTIONS = {"½": "5", "¼": "25", "¾": "75"}
_FRACTION = re.compile(r"([0-9]*)([½¼¾])")
_NOTE = re.compile(r"(?<=[\d.\-'\w])\s*(?:\s[0-9]{1,2}\)|\*+|[¹²³⁴-⁹]\)?)$")
_ONLY_DASHES = re.compile(rf"[{re.escape(DASHES)}]+")


@dataclass(frozen=True, slots=True)
class Amount:
    """`amount` in whole kroner, only where the state is AMOUNT; `raw` is the cell as it was written."""

    raw: str
    state: MoneyState
    amount: int | None = None
    doubt: str = ""


def read(cell: str, *, unit: int = 1) -> Amount:
    """What the cell says; `unit` is what a bare number counts: 1_000_000 under "tall i millioner"."""
    text = on_one_line(cell)
    text = _FRACTION.sub(_in_decimals, _NOTE.sub("", text)) if len(text) <= _LONGEST else text
    if not text:
        return Amount(cell, MoneyState.NOT_STATED)
    if _ONLY_DASHES.fullmatch(text):
        return Amount(cell, MoneyState.DASH)
    unread = _hopeless(text)
    if unread:
        return Amount(cell, MoneyState.UNREAD, doubt=unread)
    return _amount(cell, text, unit)


def _in_decimals(found: re.Match[str]) -> str:
    return f"{found[1] or 0},{_FRACTIONS[found[2]]}"


def _hopeless(text: str) -> str:
    """Why no amount is to be looked for, or nothing."""
    if text.startswith(("=", "#", "@")):
        return "formula"
    if len(text) > _LONGEST or not re.search(r"[0-9]", text):
        words = re.findall(r"\w+", text.casefold())
        return "words" if any(word in _NUMBER_WORDS for word in words) else "not-a-number"
    if _FOREIGN.search(text):
        return "currency"
    if "%" in text or re.search(r"[0-9]e[+-]?[0-9]", text, re.IGNORECASE):
        return "not-a-number"
    return ""


def _amount(cell: str, text: str, unit: int) -> Amount:
    about = _ABOUT.search(text)
    text = _ABOUT.sub(" ", text) if about else text
    has_kronor = bool(_KRONOR.search(text))
    text = on_one_line(_KRONOR.sub(" ", text))
    negative, text = _sign(text)
    found = list(_FULL.finditer(text))
    if len(found) != 1:
        return Amount(cell, MoneyState.UNREAD, doubt="two-numbers" if found else "not-a-number")
    scale, extra = _scale(f"{text[: found[0].start()]} {text[found[0].end() :]}")
    whole = bool(found[0]["whole"])
    is_money = has_kronor or whole or scale is not None
    if extra and not is_money:
        return Amount(cell, MoneyState.UNREAD, doubt="extra-text")
    number, doubt = _number(found[0]["number"], scale or (1 if whole else unit))
    if number is None:
        return Amount(cell, MoneyState.UNREAD, doubt=doubt)
    if scale is None and not whole:
        number, unit_doubt = _kroner(number, unit=unit, kronor=has_kronor)
    else:
        unit_doubt = "unit-guessed" if unit > 1 and scale is None and 0 < number < THOUSAND else ""
        number *= scale or 1
    if unit_doubt == "unit-missing":
        return Amount(cell, MoneyState.UNREAD, doubt=unit_doubt)
    doubts = (unit_doubt, doubt, "extra-text" if extra else "", "approximate" if about else "")
    return _rounded(cell, -number if negative else number, next(filter(None, doubts), ""))


def _sign(text: str) -> tuple[bool, str]:
    """Whether the amount is below nothing, and the text without what said so."""
    bracketed = re.fullmatch(r"\((.+)\)", text)
    if bracketed:
        return True, bracketed[1]
    if re.match(rf"[{re.escape(DASHES)}]\s?[0-9]", text):
        return True, text[1:].lstrip()
    return False, text


def _scale(beside: str) -> tuple[int | None, bool]:
    """What the words beside the number multiply it by, and whether there are others."""
    scale, extra = None, False
    for word in re.split(r"[\s()]+", beside.casefold()):
        known = _SCALE.get(word.strip(".,:;"))
        if known is not None and scale is None:
            scale = known
        elif re.search(r"\w", word):
            extra = True
    return scale, extra


def _number(text: str, unit: int) -> tuple[Decimal | None, str]:
    """The number with its decimals, by the Nordic way of writing it, and the doubt about it."""
    if re.fullmatch(r"[0-9]{1,3}[.,][0-9]{3}", text):
        return _either(text, unit)
    for thousands, decimals in ((" ", ".,"), ("'", ".,"), ("’", ".,"), (".", ","), (",", ".")):
        form = rf"([0-9]{{1,3}}(?:{re.escape(thousands)}[0-9]{{3}})+|[0-9]+)(?:[{decimals}]([0-9]+))?"
        found = re.fullmatch(form, text)
        if found:
            kroner = found[1].replace(thousands, "")
            return Decimal(f"{kroner}.{found[2]}" if found[2] else kroner), ""
    return None, "two-numbers" if " " in text else "not-a-number"


def _either(text: str, unit: int) -> tuple[Decimal, str]:
    """ "400.000" is thousands and "4,600" millions has decimals; anything between the two is a doubt."""
    if unit >= MILLION:
        return Decimal(text.replace(",", ".")), "decimal-or-thousands"
    doubt = "" if "." in text and unit == 1 else "decimal-or-thousands"
    return Decimal(re.sub("[.,]", "", text)), doubt


def _kroner(number: Decimal, *, unit: int, kronor: bool) -> tuple[Decimal, str]:
    """A bare number in kroner. Millions of millions are kroner; a fraction of a krona is not."""
    if unit > 1 and number >= _TOO_MANY.get(unit, MOST):
        return number, "unit-guessed"
    has_decimals = number.as_tuple().exponent != 0
    if unit == 1 and has_decimals and number < THOUSAND and not kronor:
        return number, "unit-missing"
    return number * unit, ""


def _rounded(cell: str, kroner: Decimal, doubt: str) -> Amount:
    if abs(kroner) > MOST:
        return Amount(cell, MoneyState.UNREAD, doubt="too-large")
    amount = int(kroner.quantize(Decimal(1), ROUND_HALF_UP))
    own = "rounded" if amount != kroner else "negative" if amount < 0 else ""
    return Amount(cell, MoneyState.AMOUNT, amount, doubt or own)
