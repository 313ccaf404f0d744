"""Minutes as data keep to their published shape."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jsonschema import Draft202012Validator, FormatChecker, ValidationError

from councilflow.process.minutes import FORMAT, Minutes, Sitting, from_json
from councilflow.process.minutes_schema import schema
from councilflow.process.values import as_json
from tests.documents.samples import minutes, standpoint

FORMAT_1 = Path(__file__).parent.parent / "documents" / "minutes-format-1.json"


def validate(told: Any, format: int = FORMAT) -> None:
    Draft202012Validator(schema(format), format_checker=FormatChecker()).validate(told)


@pytest.mark.parametrize("format", range(1, FORMAT + 1))
def test_the_schema_is_one(format: int) -> None:
    Draft202012Validator.check_schema(schema(format))


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(minutes(), id="whole"),
        pytest.param(minutes(paragraphs=(), attendance=(), signatories=(), recipients=()), id="empty"),
        pytest.param(
            minutes(
                immediate=True,
                sittings=(Sitting(day=date(2026, 12, 4)),),
                paragraphs=(replace(standpoint(47), approved_on=date(2026, 12, 4)),),
            ),
            id="immediate",
        ),
    ],
)
def test_every_minutes_keep_to_it(value: Minutes) -> None:
    told = json.loads(as_json(value))
    validate(told)
    assert told["format"] == FORMAT


def test_minutes_of_an_earlier_format_keep_to_its_schema() -> None:
    told = json.loads(FORMAT_1.read_text("utf-8"))
    validate(told, 1)
    assert from_json(json.dumps(told)).format == 1
    with pytest.raises(ValidationError):
        validate(told)


@pytest.mark.parametrize(
    "spoiled",
    [
        {"format": 1},
        {"year": "2026"},
        {"form": "by-letter"},
        {"sittings": [{"day": "4 december", "begins": None, "ends": None, "note": ""}]},
        {"sittings": [{"day": "2026-12-04", "begins": "25:00:00", "ends": None, "note": ""}]},
        {"votes": []},
        {"approval": {}},
    ],
)
def test_what_does_not_keep_to_it_is_refused(spoiled: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        validate(json.loads(as_json(minutes())) | spoiled)


def test_a_format_that_there_is_not_has_no_schema() -> None:
    with pytest.raises(ValueError, match="there is no format 99"):
        schema(99)


def test_a_command_prints_it(app: Flask) -> None:
    run = app.test_cli_runner().invoke
    assert json.loads(run(args=["minutes", "schema"]).output) == schema()
    assert json.loads(run(args=["minutes", "schema", "--format", "1"]).output) == schema(1)
