"""When something is to be done, as a plan writes it (B1.5)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from councilflow.process.plans import periods
from councilflow.process.plans.document import Period
from councilflow.process.plans.values import Season

SPRING, SUMMER, AUTUMN = Season.SPRING, Season.SUMMER, Season.AUTUMN


def whole(cell, first, last, first_season=None, last_season=None):
    return Period(cell, first, last, first_season, last_season)


@pytest.mark.parametrize(
    ("cell", "first", "last", "seasons"),
    [
        ("2022", 2022, 2022, (None, None)),
        ("2022-2024", 2022, 2024, (None, None)),
        ("2022 – 2024", 2022, 2024, (None, None)),
        ("2022–24", 2022, 2024, (None, None)),
        ("2022/23", 2022, 2023, (None, None)),
        ("2022 og 2023", 2022, 2023, (None, None)),
        ("Vår – sommar 2022", 2022, 2022, (SPRING, SUMMER)),
        ("Våren/sommaren 2022", 2022, 2022, (SPRING, SUMMER)),
        ("Haust 2022", 2022, 2022, (AUTUMN, AUTUMN)),
        ("Våren 2022", 2022, 2022, (SPRING, SPRING)),
        ("hösten 2023", 2023, 2023, (AUTUMN, AUTUMN)),
        ("VT 2027", 2027, 2027, (SPRING, SPRING)),
        ("VT–HT 2027", 2027, 2027, (SPRING, AUTUMN)),
        ("haust 2022 - vår 2023", 2022, 2023, (AUTUMN, SPRING)),
        ("høst 2015 – utgangen av 2017", 2015, 2017, (AUTUMN, None)),
        ("1. halvår 2023", 2023, 2023, (None, None)),
        ("Q2 2024", 2024, 2024, (None, None)),
        ("december 2021", 2021, 2021, (None, None)),
        ("31.12.2023", 2023, 2023, (None, None)),
        ("1.1.2022–31.12.2023", 2022, 2023, (None, None)),
        ("2023-12-31", 2023, 2023, (None, None)),
        ("2022-06", 2022, 2022, (None, None)),
        ("i løpet av 2022", 2022, 2022, (None, None)),
        ("2022 →", 2022, None, (None, None)),
        ("2022-", 2022, None, (None, None)),
        ("2022+", 2022, None, (None, None)),
        ("frå 2023", 2023, None, (None, None)),
        ("fra 2022 og utover", 2022, None, (None, None)),
        ("innen 2024", None, 2024, (None, None)),
        ("til 2024", None, 2024, (None, None)),
        ("Innan sommaren 2023", None, 2023, (None, SUMMER)),
        ("Løpende 2022-2024", 2022, 2024, (None, None)),
    ],
)
def test_years_and_seasons_are_read_without_doubt(cell, first, last, seasons):
    assert periods.read(cell) == (whole(cell, first, last, *seasons), "")


@pytest.mark.parametrize("cell", ["", " ", "-", "–", "løpende", "Løpande", "löpande", "Fortløpende", "Årlig"])
def test_a_cell_may_say_that_there_is_no_year(cell):
    assert periods.read(cell) == (Period(raw=cell), "")


@pytest.mark.parametrize(
    ("cell", "period", "doubt"),
    [
        ("1022", Period("1022"), "year-far-off"),
        ("2222", Period("2222"), "year-far-off"),
        ("Når rapporten føreligg", Period("Når rapporten føreligg"), "not-a-period"),
        ("2 år", Period("2 år"), "not-a-period"),
        ("våren", Period("våren"), "no-year"),
        ("2024-2022", Period("2024-2022"), "backwards"),
        ("2009-10", whole("2009-10", 2009, 2010), "month-or-year"),
        ("hösten -23", whole("hösten -23", 2023, 2023, AUTUMN, AUTUMN), "year-short"),
        ("fase 1 2022", whole("fase 1 2022", 2022, 2022), "extra-text"),
    ],
)
def test_what_is_not_sure_has_a_doubt_and_stays_as_written(cell, period, doubt):
    assert periods.read(cell) == (period, doubt)


@given(st.text(max_size=40) | st.from_regex(r"[0-9 .,/–-]{0,20}", fullmatch=True))
def test_no_cell_breaks_the_reading_and_no_period_ends_before_it_begins(cell):
    period, _doubt = periods.read(cell)

    assert period.raw == cell
    if period.first_year and period.last_year:
        assert periods.EARLIEST <= period.first_year <= period.last_year <= periods.LATEST
