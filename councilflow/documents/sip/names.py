"""File names that every machine takes, today and in a hundred years.

Letters a–z, digits, hyphen and full stop; nothing that climbs out of its folder, nothing that a system
reserves, and no two names of a folder that differ by case alone. What a file was called stands in PREMIS.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

LONGEST = 60
"""Letters of a stem: with folders and package the whole path stays well below what any system refuses."""

_LETTERS = str.maketrans(
    {"ø": "o", "æ": "ae", "đ": "d", "ð": "d", "ŧ": "t", "þ": "th", "ŋ": "n", "ß": "ss", "ł": "l", "œ": "oe"}
)
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.ASCII)


def plain(text: str, *, instead: str = "file") -> str:
    """`text` as a short name in plain letters: "Förslag – Ŋuorbbe.pdf" becomes "forslag-nuorbbe-pdf"."""
    letters = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    kept = "".join(one for one in letters if not unicodedata.combining(one))
    words = re.findall(r"[a-z0-9]+", kept, re.ASCII)
    name = "-".join(words)[:LONGEST].strip("-")
    if not name or _RESERVED.fullmatch(name):
        return f"{instead}-{name}".strip("-")
    return name


def suffix_of(file_name: str) -> str:
    """The ending of a file's own name, ".pdf"; empty when it has none that is plain."""
    suffix = PurePosixPath(file_name.replace("\\", "/")).suffix.lower()
    return suffix if re.fullmatch(r"\.[a-z0-9]{1,8}", suffix, re.ASCII) else ""


class Folder:
    """The names given in one folder, so that none is given twice."""

    def __init__(self, path: str = "") -> None:
        self._path = f"{path}/" if path else ""
        self._given: set[str] = set()

    def name(self, stem: str, suffix: str) -> str:
        """The path of a file that is to be called `stem` with the ending `suffix`; a second one gets -2."""
        wanted = plain(stem)
        name, number = f"{wanted}{suffix}", 2
        while name in self._given:
            name, number = f"{wanted}-{number}{suffix}", number + 1
        self._given.add(name)
        return f"{self._path}{name}"
