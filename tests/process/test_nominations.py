"""What an organisation may answer when it is asked for names (B1.16)."""

from __future__ import annotations

from datetime import date

import pytest

from councilflow.process.councils import Side
from councilflow.process.errors import RuleBroken
from councilflow.process.nominations import AnswerState, Nominee, answer_state, check_answer

ANNA = Nominee("Anna Berg", "anna@timra.example")
BO = Nominee("Bo Ek", "bo@timra.example")
DUE = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("named", "declines", "note", "refusal"),
    [
        ([ANNA], False, "", None),
        ([ANNA, BO], False, "", None),
        ([], True, "Vi har ingen att avvara.", None),
        ([], False, "", "names-missing"),
        ([ANNA, BO, Nominee("Cia", "cia@timra.example")], False, "", "names-too-many"),
        ([ANNA, Nominee("Anna B", "anna@timra.example")], False, "", "named-twice"),
        ([ANNA], True, "Vi avstår.", "named-and-declined"),
        ([], True, "  ", "reason-for-declining"),
    ],
)
def test_two_names_are_asked_for(
    named: list[Nominee], declines: bool, note: str, refusal: str | None
) -> None:
    code = None
    try:
        check_answer(named, declines=declines, note=note, names_wanted=2)
    except RuleBroken as broken:
        code = broken.code
    assert code == refusal


@pytest.mark.parametrize(
    ("is_answered", "declines", "day", "state"),
    [
        (False, False, DUE, AnswerState.OWED),
        (False, False, date(2026, 12, 2), AnswerState.LATE),
        (True, False, date(2026, 12, 2), AnswerState.NAMED),
        (True, True, DUE, AnswerState.DECLINED),
    ],
)
def test_the_due_day_is_not_late(is_answered: bool, declines: bool, day: date, state: AnswerState) -> None:
    assert answer_state(is_answered=is_answered, declines=declines, due_on=DUE, day=day) is state


def test_what_is_stored_of_a_name_comes_back_as_it_was() -> None:
    whole = Nominee("Anna", "a@b.se", "Kommunalråd", Side.MAJORITY, "S", 7, 9)
    assert Nominee.of(whole.stored()) == whole
    assert Nominee.of(ANNA.stored()) == ANNA
