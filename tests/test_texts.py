"""Every word that people read: four complete languages, a sentence for every refusal, event and value."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.pofile import read_po
from jinja2 import Environment, meta

from councilflow import i18n, words
from councilflow.cli.texts import extracted, path_of
from councilflow.process import agenda, consensus, councils, mail, meeting, minutes, preparation
from councilflow.web.refusals import REFUSALS

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "councilflow").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


@pytest.fixture(scope="module")
def texts() -> dict[str, str | None]:
    """Every text of the product, with its plural where it has one."""
    ids = (message.id for message in extracted() if message.id)
    return dict(one if isinstance(one, tuple) else (one, None) for one in ids)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_text_is_there_in_every_language(texts, language):
    catalogue = read_po(BytesIO(path_of(language).read_bytes()), locale=language)
    translated = {
        (m.id[0] if isinstance(m.id, tuple) else m.id): m.string
        for m in catalogue
        if m.id and m.string and not m.fuzzy
    }
    missing = sorted(text for text in texts if text not in translated or not all(_forms(translated[text])))
    assert missing == []
    unused = sorted(text for text in translated if text not in texts)
    assert unused == []


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_translations_fill_in_the_same_facts(texts, language):
    catalogue = i18n.catalogue(language)
    wrong = []
    for one, many in texts.items():
        expected = set(PLACEHOLDER.findall(one)) | set(PLACEHOLDER.findall(many or ""))
        for n in (1, 2) if many else (1,):
            text = catalogue.ngettext(one, many, n) if many else catalogue.gettext(one)
            if not set(PLACEHOLDER.findall(text)) <= expected or (
                not many and set(PLACEHOLDER.findall(text)) != expected
            ):
                wrong.append((one, text))
    assert wrong == []


def _forms(string: str | tuple[str, ...] | list[str]) -> list[str]:
    return [string] if isinstance(string, str) else list(string)


def calls(name: str) -> Iterator[tuple[Path, ast.Call]]:
    """Every call of a function of this name in the product."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            named = isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", ""))
            if isinstance(node, ast.Call) and named == name:
                yield path, node


def first_texts(name: str) -> set[str]:
    """The first arguments of those calls, which must be written out."""
    found = set()
    for path, call in calls(name):
        if call.args and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str):
            found.add(call.args[0].value)
        elif call.args and isinstance(call.args[0], ast.IfExp):
            found |= {branch.value for branch in (call.args[0].body, call.args[0].orelse)}
        else:
            raise AssertionError(f"{path.name}:{call.lineno} does not name its {name} in words")
    return found


def test_every_refusal_has_its_sentence_and_no_sentence_is_left_over():
    assert first_texts("RuleBroken") == set(REFUSALS)


def test_every_journal_entry_has_its_sentence():
    written = [call for _path, call in calls("note") if "journal" in ast.unparse(call.func)]
    noted = {key for call in written for key in _keys(call)}
    assert noted == set(words.EVENTS)


def _keys(call: ast.Call) -> set[str]:
    first = call.args[0]
    if isinstance(first, ast.IfExp):
        return {first.body.value, first.orelse.value}
    assert isinstance(first, ast.Constant), ast.unparse(call)
    return {first.value}


@pytest.mark.parametrize("module", [agenda, consensus, councils, mail, meeting, minutes, preparation])
def test_every_stored_value_has_its_word(module: ModuleType):
    silent = {agenda.IssueStep, meeting.MeetingStep, meeting.Deadline, minutes.MinutesStep}
    silent |= {preparation.SubmissionGap}
    kinds = [k for k in vars(module).values() if isinstance(k, type) and issubclass(k, StrEnum)]
    missing = [
        value
        for kind in kinds
        if kind is not StrEnum and kind not in silent and kind.__module__ == module.__name__
        for value in kind
        if (kind, value) not in words.WORDS
    ]
    assert missing == []


def test_no_template_is_left_unused():
    environment = Environment(autoescape=True)
    named: set[str] = set()
    for path in TEMPLATES:
        source = path.read_text("utf-8")
        named |= {name for name in meta.find_referenced_templates(environment.parse(source)) if name}
    code = "\n".join(path.read_text("utf-8") for path in SOURCES)
    unused = [
        name
        for name in (path.relative_to(ROOT / "templates").as_posix() for path in TEMPLATES)
        if name not in named and name not in code and name.rsplit(".", 1)[0] not in code
    ]
    assert [name for name in unused if not name.startswith("errors/")] == []


def test_a_browser_that_asks_for_norwegian_gets_bokmal():
    assert i18n.best_language("no,en;q=0.8") == "nb"
    assert i18n.best_language("nn-NO,nb;q=0.8") == "nn"
    assert i18n.best_language("de, fi") == "sv"
    assert i18n.best_language(None) == "sv"
