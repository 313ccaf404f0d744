"""Words that say what stands after them: "Delmål: …", "Prosjektleder: …", "Resultat så langt: Mål 3B …"."""

from __future__ import annotations

import re
from typing import Final

from councilflow.process.plans.columns import Meaning, guess, is_known
from councilflow.process.plans.reading.desk import Desk
from councilflow.process.plans.reading.front import Front
from councilflow.process.plans.reading.outline import announced, own_areas, section_of
from councilflow.process.plans.reading.pieces import Piece
from councilflow.process.plans.reading.points import Entry
from councilflow.process.plans.reading.prose import Prose
from councilflow.process.plans.reading.tree import Tree
from councilflow.process.plans.reading.wording import clean

FEWEST_LISTED = 3
LONGEST_LIST = 4000

ROLES: Final = frozenset(
    (
        *(
            "oppdragsgiver",
            "oppdragsgivar",
            "uppdragsgivare",
            "prosjekteier",
            "prosjekteigar",
            "projektägare",
        ),
        *("prosjektansvarlig", "prosjektansvarleg", "projektansvarig", "prosjektleder", "prosjektleiar"),
        *(
            "projektledare",
            "styringsgruppe",
            "styrgrupp",
            "prosjektgruppe",
            "projektgrupp",
            "referansegruppe",
        ),
        *("referensgrupp", "arbeidsgruppe", "arbetsgrupp", "delprosjektleder", "programleder"),
        *("prosjektmedarbeider", "prosjektsekretær"),
    )
)
"""Who is what in a project as a whole, and in no single activity."""

RESULTS: Final = frozenset(("resultat så langt", "resultater så langt", "resultat hittil", "resultat"))
_NEXT_GOAL = re.compile(r"\s+(?=(?:[Dd]el|[Rr]esultat|[Ee]ffekt)?[Mm]ål\s[0-9]{1,2}\s?[A-Z]?\b)")
_OF_GOAL = re.compile(
    r"(?P<name>\w{0,8}[Mm]ål\s[0-9]{1,2}\s?[A-Za-z]?)\b\s?[:.–-]?\s*(?P<text>\S.*)", re.DOTALL
)
_LISTED = re.compile(r"\s*[;,]\s+(?:og\s|och\s)?|\s+(?:og|och)\s+(?=[^,;]*$)")


class Labels:
    def __init__(self, tree: Tree, desk: Desk, prose: Prose, front: Front) -> None:
        self.tree, self.desk, self.prose, self.front = tree, desk, prose, front
        self.has_roles = False
        self.said_of = ""  # the goal whose results were told last

    def role(self, line: int, label: str, text: str) -> bool:
        """Who is what in a project as a whole is kept in the plan's text (B4.3)."""
        if not self.prose.is_project or _bare_label(label) not in ROLES:
            return False
        if not self.has_roles:
            self.desk.doubt("role-in-text", line, label, text)
        self.has_roles = True
        self.front.text = "\n".join(filter(None, (self.front.text, f"{label}: {text}")))
        return True

    def result(self, label: str, text: str) -> bool:
        """ "Resultat så langt: Mål 3B …" is said of the goal (B4.9)."""
        if label.casefold() not in RESULTS:
            return False
        said = False
        for part in _NEXT_GOAL.split(text):
            found = _OF_GOAL.match(part)
            key = self.tree.named(found["name"]) if found else ""
            if found and key:
                self.prose.say_of(key, f"{label}: {found['text']}")
                said = True
            elif said:
                self.prose.say_of(self.said_of, part)
            self.said_of = key or self.said_of
        return said

    def listed(self, piece: Piece) -> bool:
        """ "Aktiviteter som er gjennomført: kartlegging, møter og rapport": the points in one sentence."""
        label, colon, text = piece.text.partition(":")
        section = announced(f"{label}:") if colon and len(text) <= LONGEST_LIST else None
        if section is None or section.meaning is not Meaning.MEASURE:
            return False
        parts = _LISTED.split(text.strip().rstrip("."))
        if len(parts) < FEWEST_LISTED or ". " in text:
            return False
        for part in filter(None, map(str.strip, parts)):
            self.desk.fill("split", piece.line, None, part)
            self.prose.add(Entry(piece.line, part[0].upper() + part[1:]), section)
        self.desk.doubt("split", piece.line, piece.text, str(len(parts)))
        return True

    def table(self, piece: Piece) -> None:
        """A table with the word for what stands beside it in its first column: "Delmål", "Prosjektleder"."""
        for row in piece.rows:
            label, text = clean(row.cells[0]).replace("\n", " "), clean(row.cells[1])
            if self.role(row.line, label.rstrip(": "), text.replace("\n", ", ")):
                continue
            if self.front.take(label.rstrip(": "), text, early=not self.tree.nodes):
                continue
            section = section_of(label) or own_areas(label)
            if section is None:
                self.desk.leave(row.line, "\t".join(row.cells), "other-table")
                continue
            self.prose.close()
            self.prose.heading(row.line, label, 0, section)
            for part in text.split("\n"):
                self.prose.item(row.line, part, "")
        self.prose.close()


def is_labels(piece: Piece) -> bool:
    """Whether the table has two columns, and in the first the names of sections or of a project's roles."""
    if any(len(row.cells) != 2 for row in piece.rows):
        return False
    labels = [clean(row.cells[0]).rstrip(": ") for row in piece.rows]
    known = sum(
        1
        for text in labels
        if _bare_label(text) in ROLES or own_areas(text) or (is_known(text) and section_of(text))
    )
    return known * 2 >= len(labels) and guess(piece.rows[0].cells[1]) is None


def _bare_label(text: str) -> str:
    return re.sub(r"\s*\([^()]*\)$", "", text).casefold()
