"""minutes of random Unicode through the whole chain: laid out, judged by the gate, signed, judged again.

Letters of every plane, signs that join or turn round, controls, private use, half surrogates, markup and PDF
syntax stand in every text of the value. Every seed gives the same minutes, so that a file that fails can be
made again.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from bench.figures import Figure
from bench.papers import long_minutes
from councilflow.documents.gate import findings
from councilflow.documents.minutes import as_pdf
from councilflow.i18n import LANGUAGES
from councilflow.process.errors import RuleBroken
from councilflow.process.minutes import Minutes
from councilflow.process.record import ArchiveFormat
from councilflow.signing.authority import Authority, use_key_bits
from councilflow.signing.sign import sign

NOW = datetime(2026, 12, 5, 8, 30, tzinfo=UTC)

_BLOCKS = (
    (0x20, 0x7E),
    (0xA0, 0x24F),
    (0x300, 0x36F),  # marks that join
    (0x370, 0x52F),
    (0x590, 0x8FF),  # from right to left
    (0x900, 0x1FFF),
    (0x2000, 0x2BFF),  # invisible signs, arrows, shapes
    (0x3040, 0x9FFF),
    (0xD800, 0xDFFF),  # half surrogates
    (0xE000, 0xF8FF),  # private use
    (0xFB00, 0xFFFF),
    (0x10000, 0x1FFFF),
    (0xE0000, 0x10FFFF),
)
_TROUBLE = (
    *"\x00\x07\x1b\t\n\r\x85\xa0\xad\u200b\u200d\u202e\u2028\u2060\ufeff\ufffd\ufffe",
    *(
        "\n- ",
        "\n1. ",
        "<b>",
        "</font>",
        "&amp;",
        "%later-0%",
        "%s",
        "(",
        "\\",
        ") Tj ET",
        "e\u0301",
        "👩‍👩‍👧",
    ),
)


class Scrambler:
    """Texts without sense from a seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def text(self) -> str:
        return "".join(self._piece() for _ in range(self.chance.choice((0, 1, 3, 12, 40, 200))))

    def _piece(self) -> str:
        kind = self.chance.random()
        if kind < 0.1:
            return str(self.chance.choice(_TROUBLE))
        if kind < 0.2:
            return " "
        first, last = self.chance.choice(_BLOCKS)
        return chr(self.chance.randint(first, last))

    def value(self, value: Any) -> Any:
        """The same value with other words: dates, numbers, choices and the names of fields stay."""
        if type(value) is str:
            return self.text()
        if isinstance(value, tuple):
            return tuple(self.value(one) for one in value)
        if not is_dataclass(value) or isinstance(value, type):
            return value
        kept = {"key", "language"}
        changed = {
            part.name: self.value(getattr(value, part.name))
            for part in fields(value)
            if part.name not in kept
        }
        return replace(value, **changed)


def minutes(seed: int) -> Minutes:
    """Minutes of three paragraphs, one of them a standpoint with all its parts."""
    scrambler = Scrambler(seed)
    whole = long_minutes(3)
    told: Minutes = scrambler.value(replace(whole, attendance=whole.attendance[: seed % 6]))
    return replace(told, language=list(LANGUAGES)[seed % 4])


def measure(count: int) -> list[Figure]:
    """How many of `count` files the gate refused, before or after a signature."""
    with ProcessPoolExecutor(max_workers=min(2, os.cpu_count() or 1)) as workers:
        wrong = [told for told in workers.map(refused, range(count), chunksize=10) if told]
    for told in wrong[:10]:
        print(told, file=sys.stderr)
    return [
        Figure("minutes of random Unicode made and signed", count),
        Figure("minutes of random Unicode that the gate refused", len(wrong), 0),
    ]


def refused(seed: int) -> str:
    """What is wrong with the minutes of this seed; empty when nothing is."""
    value = minutes(seed)
    archive = list(ArchiveFormat)[seed % 2]
    try:
        content = as_pdf(value, now=NOW, archive=archive)
        for signatory in value.signatories[: 1 + seed % 2]:
            name, organisation = _stored(signatory.name), _stored(signatory.organisation)
            signer = _authority().issue(name=name, organisation=organisation, role=signatory.role, at=NOW)
            content = sign(content, field=signatory.key, signer=signer, reason="Protokollet", at=NOW)
    except RuleBroken as broken:
        return f"seed {seed}: {broken.code} {broken.facts}"
    except Exception as error:
        return f"seed {seed}: {error!r}"
    found = findings(content)
    return f"seed {seed}, signed: {found}" if found else ""


def _stored(words: str) -> str:
    """As a database gives it back: no half surrogates, no zeros."""
    return words.encode("utf-8", "replace").decode().replace("\x00", "")


@cache
def _authority() -> Authority:
    use_key_bits(2048)
    folder = tempfile.TemporaryDirectory()
    _FOLDERS.append(folder)
    return Authority(Path(folder.name), "a secret of the measurements")


_FOLDERS: list[Any] = []
"""Kept for as long as the process lives."""
