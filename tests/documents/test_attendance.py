"""Coming and going in words, and a list for each day of the meeting (A61, KL 5:66)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from councilflow.documents.attendance import movement_words, serving_words
from councilflow.documents.minutes import as_pdf
from councilflow.i18n import speaking
from councilflow.process.minutes import Movement, Range, Service, Sitting, from_json
from councilflow.process.presence import Move
from councilflow.process.values import as_json
from tests.documents import reading
from tests.documents.samples import NOW, minutes, roll

DAY = date(2026, 12, 4)


@pytest.mark.parametrize(
    ("move", "at", "after", "before", "words"),
    [
        (Move.ARRIVES, time(10, 15), 4, 5, "kom kl. 10.15 mellan § 4 och § 5"),
        (Move.ARRIVES, time(9, 2), None, 1, "kom kl. 9.02 före § 1"),
        (Move.LEAVES, time(11, 0), 5, 5, "gick kl. 11.00 under § 5"),
        (Move.LEAVES, None, 7, None, "gick efter § 7"),
        (Move.TO_LINE, time(13, 0), 5, 6, "bytte till på distans kl. 13.00 mellan § 5 och § 6"),
    ],
)
def test_somebody_comes_or_goes(move, at, after, before, words):
    with speaking("sv"):
        told = movement_words(Movement(move=move, day=DAY, at=at, after=after, before=before))
    assert told.replace("\u00a0", " ") == words


def test_a_substitute_serves_for_one_and_then_for_another():
    person = replace(
        roll()[0],
        services=(
            Service(member="Anna", paragraphs=(Range(1, 3),)),
            Service(member="Bo", paragraphs=(Range(5, 5),)),
        ),
    )
    with speaking("sv"):
        assert serving_words(person).replace("\u00a0", " ") == "för Anna, § 1–3; för Bo, § 5"


def test_a_meeting_of_two_days_has_two_lists():
    days = tuple(Sitting(day=date(2026, 12, day), attendance=roll()) for day in (4, 5))
    value = minutes(sittings=days)
    assert from_json(as_json(value)) == value
    tree = reading.tree(as_pdf(value, now=NOW))
    assert "Närvarande fredag 4 december 2026" in tree
    assert "Närvarande lördag 5 december 2026" in tree
