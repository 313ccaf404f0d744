"""The papers of a meeting as one package: what goes in and in which order, under which names.

Made in the background and kept until something changes. Whatever falls under secrecy never goes in: the
package is for everybody who may read the agenda, and leaves the house once somebody has fetched it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class PackageState(StrEnum):
    WAITING = "waiting"
    WORKING = "working"
    READY = "ready"
    FAILED = "failed"


class LeftOut(StrEnum):
    """Why a paper is not among the pages of the package. All but the first two lie in the ZIP as they are."""

    SECRET = "secret"  # noqa: S105 – no password
    MISSING = "missing"
    KIND = "kind"  # office files are no pages
    LOCKED = "locked"
    BROKEN = "broken"
    FORM = "form"  # XFA, which has its pages in a program and not in the file
    LARGE = "large"


IN_ZIP = frozenset(LeftOut) - {LeftOut.SECRET, LeftOut.MISSING}

ATTEMPTS = 3
"""A package whose making has died this many times is told as failed."""

LONGEST_NAME = 100
"""Signs of a file's name in the ZIP: with the folders around it, it still fits where paths are short."""

_RESERVED = {"con", "prn", "aux", "nul", *(f"{one}{n}" for one in ("com", "lpt") for n in range(1, 10))}


@dataclass(frozen=True, slots=True)
class Enclosed:
    """One file of an item. `number` counts the files of the item from 1; `place` is where its bytes lie."""

    attachment_id: int
    number: int
    title: str
    media_type: str
    size: int
    sha256: str
    is_knowledge: bool
    is_late: bool
    """It came, or came anew, after the invitation went out."""
    zip_name: str
    link: str
    """The address of the file, for those who may read it."""


@dataclass(frozen=True, slots=True)
class Omitted:
    """What is not in the package. `title` is empty where already the name would tell too much."""

    item: int | None
    number: int | None
    title: str
    reason: LeftOut
    zip_name: str = ""
    link: str = ""
    attachment_id: int | None = None
    is_file: bool = True
    """False: a whole item."""

    def as_json(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in self.__slots__}

    @classmethod
    def from_json(cls, kept: dict[str, object]) -> Omitted:
        facts: dict[str, object] = {**kept, "reason": LeftOut(str(kept["reason"]))}
        return cls(**facts)  # type: ignore[arg-type]  # what as_json gave


def in_order(files: Iterable[tuple[bool, int, int]]) -> list[int]:
    """The ids of an item's files as they are read: the attachments in their order, then the knowledge behind
    the question, which stands apart (A28). Takes (is_knowledge, position, id)."""
    return [one for _, _, one in sorted(files)]


def safe_name(words: str, *, longest: int) -> str:
    """`words` as part of a file's name on any machine: letters and digits of every language, spaces and
    simple signs; never a path, a hidden file or a name that a machine keeps for itself."""
    kept = []
    for sign in unicodedata.normalize("NFC", words):
        if sign.isalnum() or sign in "-_(),&+§" or unicodedata.category(sign) in ("Mn", "Mc"):
            kept.append(sign)
        elif sign in "–—−‑":
            kept.append("-")
        else:
            kept.append(" ")
    name = " ".join("".join(kept).split())
    short = _cut(name, longest).strip(" -,_")
    return f"{short}_" if short.casefold() in _RESERVED else short


def _cut(name: str, longest: int) -> str:
    """No longer than `longest`, at the end of a word where that leaves half of it or more."""
    if len(name) <= longest:
        return name
    whole = name[: longest + 1].rpartition(" ")[0]
    return whole if len(whole) * 2 >= longest else name[:longest]


def zip_name(lead: str, title: str, suffix: str, taken: set[str]) -> str:
    """03 Bilaga 2 Kartläggning.pdf: at most LONGEST_NAME signs, unlike every name in `taken` also where
    capitals do not count; it is put among them.

    `lead` is ours ("03 Bilaga 2"); `suffix` comes with its dot. A title that says the suffix again loses it.
    """
    suffix = "." + safe_name(suffix.removeprefix("."), longest=8).lower()
    if title.lower().endswith(suffix):
        title = title[: -len(suffix)]
    again = 0
    while True:
        mark = f" ({again + 1})" if again else ""
        room = LONGEST_NAME - len(lead) - len(mark) - len(suffix) - 1
        words = safe_name(title, longest=room)
        name = " ".join(part for part in (lead, words) if part) + mark + suffix
        if name.casefold() not in taken:
            taken.add(name.casefold())
            return name
        again += 1
