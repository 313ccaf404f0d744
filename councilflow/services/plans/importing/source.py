"""What somebody pastes or uploads, as the text that one would have pasted, whatever program it came from.

A file is judged by what it holds and not by what it is called. A text stays as it is; a table with other
separators, a workbook and a Word document become lines with a tab between two cells, so that everything is
read in one way from there. A formula is left standing as one, and is then refused where it stands. A plan
that the product itself has written is not read but loaded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from councilflow.process.errors import RuleBroken
from councilflow.process.plans import exchange
from councilflow.process.plans.document import PlanDocument
from councilflow.process.plans.source import Block, blocks_of
from councilflow.services import office
from councilflow.services.decoding import decoded
from councilflow.services.files import plain_name
from councilflow.services.plans.importing import exported, separated, word, workbook
from councilflow.services.plans.importing.lines import MOST_LINES

MOST_BYTES = 15 * 1024 * 1024
MOST_COLUMNS = 400
MOST_TEXT = 5 * 1024 * 1024
"""Pictures take room in a Word document; of words alone this is more than any plan has."""

_NOT_TEXT = ("<!doctype", "<html", "<?xml", "<svg")


@dataclass(frozen=True)
class Source:
    """`text` is what is read; `document` instead is a plan that is only to be loaded."""

    text: str = ""
    document: PlanDocument | None = None
    guessed: str = ""  # the encoding, where the file did not say
    left: Sequence[str] = ()  # names of sheets that nobody can see, and so nobody reads

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        return blocks_of(self.text)


def source_of(content: bytes, name: str = "") -> Source:
    """The source in a file, or in a pasted text where there is no name.

    RuleBroken: plan-import-empty, plan-import-unreadable, plan-import-too-many-lines, plan-import-too-wide,
    plan-import-too-long, plan-import-has-macros, plan-import-unfolds, file-too-large, file-locked,
    file-broken, import-broken-bytes, and those of `exchange` and of `exported`.
    """
    name = plain_name(name) if name else ""
    if len(content) > MOST_BYTES:
        raise RuleBroken("file-too-large", name=name, limit=MOST_BYTES // (1024 * 1024))
    try:
        found = _office(content, name) if content.startswith(b"PK\x03\x04") else _text(content, name)
    except RuleBroken as refused:
        if refused.code in ("import-not-a-table", "plan-import-unreadable"):
            raise _unreadable(name) from None
        if refused.code == "import-has-macros":
            raise RuleBroken("plan-import-has-macros", name=name) from None
        if refused.code == "file-unfolds":
            raise RuleBroken("plan-import-unfolds", name=name) from None
        raise
    if found.document is None and not found.text.strip():
        raise RuleBroken("plan-import-empty")
    _refuse_shapeless(found.text.splitlines())
    return found


def _refuse_shapeless(lines: Sequence[str]) -> None:
    """More lines or more columns than any plan has. Lines are what Python takes for lines, whatever divides
    them."""
    if len(lines) > MOST_LINES:
        raise RuleBroken("plan-import-too-many-lines", most=MOST_LINES)
    if any(line.count("\t") >= MOST_COLUMNS for line in lines):
        raise RuleBroken("plan-import-too-wide", most=MOST_COLUMNS)


def _unreadable(name: str) -> RuleBroken:
    """What is said of a file; where nothing but text can come, there is none that can be read."""
    return RuleBroken("plan-import-unreadable", name=name) if name else RuleBroken("plan-import-empty")


def _office(content: bytes, name: str) -> Source:
    kind = office.judged(content, name, most=workbook.UNFOLDED_BYTES)
    if kind.media_type == workbook.MEDIA_TYPE:
        document = exported.in_workbook(content, name)
        if document is not None:
            return Source(document=document)
        text, left = workbook.text_of(content, name)
        return Source(text, left=left)
    if kind.media_type == word.MEDIA_TYPE:
        return Source(word.text_of(content, name))
    raise RuleBroken("plan-import-unreadable", name=name)


def _text(content: bytes, name: str) -> Source:
    if office.is_old(content, name):
        raise RuleBroken("plan-import-unreadable", name=name)
    text, guessed = decoded(content, name)
    start = text.lstrip()[:20].casefold()
    if "\0" in text or (name and start.startswith(_NOT_TEXT)):
        raise RuleBroken("plan-import-unreadable", name=name)
    if start.startswith("{"):
        return Source(document=exchange.from_json(text))
    document = exported.in_text(text)
    if document is not None:
        return Source(document=document)
    if len(content) > MOST_TEXT:
        raise RuleBroken("plan-import-too-long", most=MOST_TEXT // (1024 * 1024))
    return Source(separated.with_tabs(text, is_file=bool(name)), guessed=guessed)
