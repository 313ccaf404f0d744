"""What leaves as a plan comes in again as the same plan, and nothing else comes in (issue 5, export)."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator, FormatChecker

from councilflow.process.errors import RuleBroken
from councilflow.process.plans.document import Node, PlanDocument
from councilflow.process.plans.exchange import (
    Record,
    document_from,
    from_json,
    read,
    records_of,
    to_json,
    told,
)
from councilflow.process.plans.exchange.schema import schema
from councilflow.process.plans.values import NodeKind
from tests.process.plans.anyplan import plans

SMALL = told(
    PlanDocument(
        title="Handlingsplan",
        nodes=(
            Node("area", NodeKind.AREA, "Område"),
            Node("goal", NodeKind.GOAL, "Mål", parent="area"),
        ),
    )
)


@settings(max_examples=50)
@given(plans())
def test_a_plan_comes_back_from_json_as_it_was(document):
    text = to_json(document)
    Draft202012Validator(schema(), format_checker=FormatChecker()).validate(json.loads(text))
    assert from_json(text.encode()) == document


@settings(max_examples=50)
@given(plans())
def test_a_plan_comes_back_from_records_as_it_was(document):
    assert document_from(records_of(document)) == document


def test_a_text_that_is_longer_than_a_cell_goes_on_below():
    document = PlanDocument(title="Lång", text="å" * 70_000, vision="b" * 31_000)
    records = list(records_of(document))
    assert [record.table for record in records] == ["plan", "+", "+"]
    assert max(len(str(cell)) for record in records for cell in record.values.values()) <= 30_000
    assert document_from(records) == document


NODE = {"key": "a", "kind": "area", "title": "Område"}
BAD_RECORDS: list[tuple[list[tuple[str, dict[str, Any]]], str]] = [
    ([("village", {})], "plan-file-value-wrong"),
    ([("plan", {}), ("plan", {})], "plan-file-key-twice"),
    ([("node", NODE | {"amount": 5})], "plan-file-field-unknown"),
    ([("node", NODE | {"kind": ""})], "plan-file-field-missing"),
    ([("node", NODE | {"source_line": "fem"})], "plan-file-value-wrong"),
    ([("party", {"of": "b", "role": "owner", "name": "SR"})], "plan-file-key-unknown"),
    ([("node", NODE | {"kind": "measure"}), ("measure", {"of": "a"}), ("measure", {"of": "a"})], "key-twice"),
    ([("value", {"of": "", "year": 2022})], "plan-file-key-unknown"),
]


@pytest.mark.parametrize(("records", "code"), BAD_RECORDS)
def test_records_that_are_no_plan_are_refused(records, code):
    with pytest.raises(RuleBroken, match=code):
        document_from(Record(table, values, row) for row, (table, values) in enumerate(records, 2))


def test_a_refused_record_says_its_row():
    with pytest.raises(RuleBroken) as refused:
        document_from([Record("money", {"amount": "mycket"}, 14)])
    assert refused.value.facts == {"where": "money[14].amount", "given": '"mycket"'}


def test_what_is_left_out_is_empty():
    assert read({"format": "councilflow-plan", "version": 1}) == PlanDocument()


def test_the_example_in_the_guide_is_a_plan():
    guide = (Path(__file__).parents[3] / "docs" / "guides" / "plan-json.md").read_text("utf-8")
    [example] = re.findall(r"```json\n(.*?)```", guide, re.DOTALL)
    Draft202012Validator(schema()).validate(json.loads(example))
    assert [node.title for node in from_json(example).measures] == ["Forprosjekt HR"]


def test_the_schema_is_one():
    Draft202012Validator.check_schema(schema())


def test_signs_that_no_xml_file_can_hold_are_taken_away():
    document = PlanDocument(title="a\x00b\x07", text="en\r\ntvå\rtre\t\ufffe")
    assert from_json(to_json(document)) == PlanDocument(title="ab", text="en\ntvå\ntre\t")


def test_parents_come_before_their_children():
    turned = SMALL | {"nodes": list(reversed(SMALL["nodes"]))}
    assert [node.key for node in read(turned).nodes] == ["area", "goal"]


def changed(place: int, **facts: Any) -> dict[str, Any]:
    nodes = [dict(node) for node in SMALL["nodes"]]
    nodes[place] |= facts
    return SMALL | {"nodes": nodes}


BAD: list[tuple[Any, str]] = [
    ([], "plan-file-other-format"),
    (SMALL | {"format": "minutes"}, "plan-file-other-format"),
    (SMALL | {"version": 2}, "plan-file-newer"),
    (SMALL | {"version": True}, "plan-file-newer"),
    (SMALL | {"votes": []}, "plan-file-field-unknown"),
    (SMALL | {"nodes": [{"key": "a", "kind": "area"}]}, "plan-file-field-missing"),
    (SMALL | {"title": 5}, "plan-file-value-wrong"),
    (SMALL | {"nodes": {}}, "plan-file-value-wrong"),
    (SMALL | {"language": "../sv"}, "plan-file-value-wrong"),
    (SMALL | {"levels": [["area"]]}, "plan-file-value-wrong"),
    (SMALL | {"period": {"first_year": True}}, "plan-file-value-wrong"),
    (SMALL | {"period": {"first_year": 20222022}}, "plan-file-value-wrong"),
    (SMALL | {"lines": [{"amount": 10**15}]}, "plan-file-value-wrong"),
    (SMALL | {"lines": [{"amount": 0.5}]}, "plan-file-value-wrong"),
    (SMALL | {"lines": [{"covers": ["nobody"]}]}, "plan-file-key-unknown"),
    (SMALL | {"links": [{"first": "area", "second": "", "kind": "covers"}]}, "plan-file-key-unknown"),
    (SMALL | {"links": [{"first": "area", "second": "goal", "kind": "covers"}] * 2}, "plan-file-link-twice"),
    (changed(0, key="two words"), "plan-file-value-wrong"),
    (changed(0, key=""), "plan-file-value-wrong"),
    (changed(0, kind="village"), "plan-file-value-wrong"),
    (changed(0, key="goal"), "plan-file-key-twice"),
    (changed(1, parent="nobody"), "plan-file-key-unknown"),
    (changed(0, parent="goal"), "plan-file-cycle"),
    (changed(0, parent="area"), "plan-file-cycle"),
    (changed(0, kind="measure"), "plan-file-measure-missing"),
    (changed(0, measure={}), "plan-file-measure-missing"),
    (changed(0, kind="measure", measure={"continues": "area"}), "plan-file-cycle"),
    (changed(0, assessments=[{"on": "2022-13-01", "result": "met"}]), "plan-file-value-wrong"),
]


@pytest.mark.parametrize(("value", "code"), BAD)
def test_what_is_no_plan_is_refused(value, code):
    with pytest.raises(RuleBroken, match=f"^{code}$"):
        read(value)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b'{"a": 1e999999}', b"9" * 5000])
def test_what_is_no_json_is_refused(content):
    with pytest.raises(RuleBroken, match="plan-file-"):
        from_json(content)


def test_a_refusal_says_where():
    with pytest.raises(RuleBroken) as refused:
        read(changed(1, measure={"period": {"first_year": "i fjor"}}))
    assert refused.value.facts == {"where": "nodes[1].measure.period.first_year", "given": '"i fjor"'}
