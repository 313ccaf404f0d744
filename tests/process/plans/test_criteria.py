"""Why areas are chosen, how many, the global goals by name, and lines by year."""

from __future__ import annotations

from datetime import date

import pytest

from councilflow.process.plans.agenda_2030 import GOALS, NUMBERS, goal_name
from councilflow.process.plans.criteria import Criteria, CriteriaGap, criteria_gaps, too_many
from councilflow.process.plans.linkage import Touch, TouchKind, by_year, state_after_rolling
from councilflow.process.plans.values import MeasureState

TODAY = date(2026, 11, 20)
WHOLE = Criteria(True, "Kräver pengar", True, "Vägvalet görs nu", date(2026, 12, 31))


@pytest.mark.parametrize(
    ("criteria", "gaps"),
    [
        (WHOLE, []),
        (Criteria(), [CriteriaGap.LEADERSHIP_OPEN, CriteriaGap.URGENT_OPEN]),
        (Criteria(False, "Nej", True, "Nu"), [CriteriaGap.LEADERSHIP_NO]),
        (Criteria(True, " ", False, "Kan vänta"), [CriteriaGap.URGENT_NO, CriteriaGap.REASON]),
        (Criteria(True, "Ja", True, "Nu", date(2026, 11, 19)), [CriteriaGap.LATE]),
        (Criteria(True, "Ja", True, "Nu", TODAY), []),
    ],
)
def test_an_area_says_what_its_choice_leaves_open(criteria, gaps):
    assert criteria_gaps(criteria, TODAY) == gaps


@pytest.mark.parametrize(("areas", "limit", "over"), [(4, 4, 0), (6, 4, 2), (40, None, 0)])
def test_a_plan_warns_above_its_limit_and_never_without_one(areas, limit, over):
    assert too_many(areas, limit) == over


@pytest.mark.parametrize("language", ["sv", "nb", "nn", "en"])
def test_there_are_seventeen_global_goals_in_every_language(language):
    assert len(set(GOALS[language])) == len(NUMBERS) == 17
    assert goal_name(5, "nn") == "5. Likestilling mellom kjønna"
    assert goal_name(17, "se") == "17. Genomförande och globalt partnerskap"


def test_lines_stand_by_year_the_newest_first_and_those_without_a_year_last():
    lines = [
        Touch(TouchKind.NODE, 1, "Utan år"),
        Touch(TouchKind.ITEM, 2, "Mars", on=date(2026, 3, 1)),
        Touch(TouchKind.STANDPOINT, 3, "Oktober", on=date(2026, 10, 1)),
        Touch(TouchKind.ADVOCACY, 4, "Agendan", year=2027),
    ]
    found = [(year, [one.title for one in some]) for year, some in by_year(lines)]
    assert found == [(2027, ["Agendan"]), (2026, ["Oktober", "Mars"]), (None, ["Utan år"])]


def test_what_goes_on_goes_on_and_everything_else_is_only_possible_in_the_next_plan():
    after = {state: state_after_rolling(state) for state in MeasureState}
    assert after.pop(MeasureState.ONGOING) is MeasureState.ONGOING
    assert set(after.values()) == {MeasureState.POSSIBLE}
