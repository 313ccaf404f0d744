"""Every word that people read: four complete languages, a sentence for every refusal, event and value."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from importlib import import_module
from io import BytesIO
from itertools import product
from pathlib import Path
from types import ModuleType
from typing import Any, TypeGuard

import pytest
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

from councilflow import i18n, words
from councilflow.cli.texts import extracted, path_of
from councilflow.process import agenda, consensus, councils, mail, meeting, minutes, preparation
from councilflow.process.record import SupplementKind
from councilflow.process.roll import ClosingGap
from councilflow.web.refusals import REFUSALS, TABLES

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


Call = tuple[ast.Call, ast.FunctionDef | None, ModuleType, ast.Module]
LOOPED: dict[str, Iterable[str]] = {
    "gap": ClosingGap,
    "beside": SupplementKind,
    "which": ("minutes", *SupplementKind),
}
"""Names that run through all these values where a refusal is raised or an entry is made."""


def calls(name: str) -> Iterator[Call]:
    """Every call of a function of this name in the product, with the function and the module it stands in."""
    for path in SOURCES:
        tree = ast.parse(path.read_text("utf-8"))
        if any(_is_call_of(name, node) for node in ast.walk(tree)):
            parts = path.relative_to(ROOT).with_suffix("").parts
            module = import_module(".".join(parts).removesuffix(".__init__"))
            yield from ((call, function, module, tree) for call, function in calls_in(tree, name))


def calls_in(node: ast.AST, name: str, within: Any = None) -> Iterator[tuple[ast.Call, Any]]:
    for child in ast.iter_child_nodes(node):
        if _is_call_of(name, child):
            yield child, within
        yield from calls_in(child, name, child if isinstance(child, ast.FunctionDef) else within)


def _is_call_of(name: str, node: ast.AST) -> TypeGuard[ast.Call]:
    return isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == name


def first_texts(name: str, *, of: str = "") -> set[str]:
    """All that the first argument of those calls can come to; `of` is the module it is called on."""
    return {
        str(text)
        for call, function, module, tree in calls(name)
        if ast.unparse(call.func).endswith(f"{of}{name}")
        for text in possible(call.args[0], function, module, tree)
    }


def possible(said: ast.expr, function: Any, module: ModuleType, tree: ast.Module) -> set[object]:
    """All values of an expression: both ways of a condition, and whatever callers in its file pass on."""
    if isinstance(said, ast.IfExp):
        return {one for way in (said.body, said.orelse) for one in possible(way, function, module, tree)}
    named = {node.id for node in ast.walk(said) if isinstance(node, ast.Name)}
    bound: dict[str, set[Any]] = {name: set(LOOPED[name]) for name in named & set(LOOPED)}
    for place, name in enumerate(one.arg for one in function.args.args) if function else ():
        if name in named:
            bound[name] = {
                value
                for call, caller in calls_in(tree, function.name)
                for value in possible(call.args[place], caller, module, tree)
            }
    code = compile(ast.Expression(said), module.__name__, "eval")
    return {
        eval(code, vars(module) | dict(zip(bound, values, strict=True)))
        for values in product(*bound.values())
    }


def test_every_refusal_has_its_sentence_and_no_sentence_is_left_over():
    assert first_texts("RuleBroken") == set(REFUSALS)
    assert sum(map(len, TABLES)) == len(REFUSALS), "one stands twice"


def test_every_journal_entry_has_its_sentence():
    noted = first_texts("note", of="journal.") | first_texts("note_on")
    in_register = first_texts("change", of="register.") | first_texts("close", of="register.")
    assert noted | in_register == set(words.EVENTS)


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
    code = "\n".join(path.read_text("utf-8") for path in SOURCES)
    named = re.compile("|".join({pattern for path in TEMPLATES for pattern in _referenced(path)}))
    unused = []
    for path in TEMPLATES:
        name, stem = path.relative_to(ROOT / "templates").as_posix(), path.stem
        is_mail = name.startswith("mail/") and f'"{stem}"' in code
        is_piece = name.startswith("live/_") and f'"{stem[1:]}"' in code  # of the page that follows
        if not (name in code or is_mail or is_piece or named.fullmatch(name) or name.startswith("errors/")):
            unused.append(name)
    assert unused == []


def _referenced(path: Path) -> Iterator[str]:
    """A pattern for each template that this one builds on; a part decided while rendering fits anything."""
    tree = Environment(autoescape=True).parse(path.read_text("utf-8"))
    for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        parts = node.template.nodes if isinstance(node.template, nodes.Concat) else [node.template]
        yield "".join(re.escape(one.value) if isinstance(one, nodes.Const) else "[^/]+" for one in parts)


def test_a_browser_that_asks_for_norwegian_gets_bokmal():
    assert i18n.best_language("no,en;q=0.8") == "nb"
    assert i18n.best_language("nn-NO,nb;q=0.8") == "nn"
    assert i18n.best_language("de, fi") == "sv"
    assert i18n.best_language(None) == "sv"


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Saturday 21 November 2026"), ("nn", "Laurdag 21. november 2026")]
)
def test_a_day_that_begins_a_line_keeps_its_month(language, said):
    with i18n.speaking(language):
        assert i18n.begun(i18n.weekday_date(date(2026, 11, 21))) == said
