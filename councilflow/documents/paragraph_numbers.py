"""§ 47, § 45–56, § 45–47 och 50: the numbers of paragraphs in words."""

from __future__ import annotations

from collections.abc import Iterable

from councilflow.i18n import gettext as _
from councilflow.i18n import listed
from councilflow.process.minutes import Range


def paragraph_number(number: int) -> str:
    """§ 47, never broken between sign and figure."""
    return _("§ %(number)s", number=number).replace(" ", "\u00a0")


def paragraph_of_year(number: int, year: int) -> str:
    """§ 47/2026: the number by which it is found among those of other years."""
    return _("§ %(number)s/%(year)s", number=number, year=year).replace(" ", "\u00a0")


def range_words(numbers: Range | None) -> str:
    """§ 45–56; § 45 for a single one, nothing for none."""
    if numbers is None:
        return ""
    if numbers.first == numbers.last:
        return paragraph_number(numbers.first)
    return _("§ %(first)s–%(last)s", first=numbers.first, last=numbers.last).replace(" ", "\u00a0")


def numbers_words(numbers: Iterable[int]) -> str:
    """§ 45–47, 50 och 52: paragraphs that follow on each other are told as a range."""
    ranges: list[Range] = []
    for number in sorted(set(numbers)):
        if ranges and ranges[-1].last == number - 1:
            ranges[-1] = Range(ranges[-1].first, number)
        else:
            ranges.append(Range(number, number))
    return listed([range_words(one) for one in ranges])
