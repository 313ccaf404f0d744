"""The guide to the answers says what is so: its examples can be followed, its codes are the rules' own."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from councilflow.process.plans.reading.desk import Desk
from councilflow.process.plans.reading.headings import OPTIONS
from councilflow.process.plans.reading.lines import AS, Lines

ROOT = Path(__file__).parents[4]
GUIDE = (ROOT / "docs/guides/plan-import.md").read_text("utf-8")
RULES = "".join(path.read_text("utf-8") for path in (ROOT / "councilflow/process/plans/reading").glob("*.py"))
EXAMPLES = re.findall(r"```json\n(.*?)```", GUIDE, re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_is_understood(example: str) -> None:
    answers = json.loads(example)
    desk = Desk(answers, "nb")

    Lines(answers, desk)

    assert desk.flaws == []


def test_every_word_for_a_line_and_a_column_is_told() -> None:
    missing = [
        word for word in (*AS, *OPTIONS) if word != "row" and ":" not in word and f"`{word}`" not in GUIDE
    ]

    assert missing == []


def test_every_flaw_and_doubt_is_told() -> None:
    codes = set(re.findall(r"\.(?:flaw|doubt)\(\s*\"([a-z-]+)\"", RULES))

    assert len(codes) > 25
    assert sorted(code for code in codes if f"`{code}`" not in GUIDE) == []


def test_every_question_is_told() -> None:
    asked = set(re.findall(r"\.name\}\.([a-z-]+)", RULES) + re.findall(r"line-\{[^}]*\}\.([a-z]+)", RULES))

    assert sorted(part for part in asked if f".{part}" not in GUIDE) == []
