"""A pasted text line by line: which are rows, points and headings, and where a table or a list ends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from councilflow.process.plans import columns
from councilflow.process.plans.signs import plain
from councilflow.process.plans.source.markup import clean, clean_cell, is_bold
from councilflow.process.plans.source.sections import is_section

BLANKS_IN_TABLE = 2
"""So many blank lines may stand between two rows of one table."""

MOVED_WIDTH = 3
"""So many cells at least has a row that lost its first ones."""

_LONGEST_HEADING = 110
_LONGEST_CELL_OF_HEADING = 60
_LONGEST_LEADER = 40

_DOTS = "•▪‣◦●■➢✓\uf0b7\uf0a7\uf0d8"
_BULLET = re.compile(rf"^(?:[{_DOTS}]\s*|[-–—*·o]\s+)(?=[^\s])(.+)$", re.DOTALL)
_COUNTED = re.compile(r"^\(?([0-9]{1,3}|[a-zA-ZæøåÆØÅ]|[ivx]{1,4})[.)]\s+(?=\S)(.+)$", re.DOTALL)
_MARK_ALONE = re.compile(rf"^(?:[{_DOTS}·o*–-]|\(?(?:[0-9]{{1,3}}|[a-zA-Z])[.)])$")
_NUMBER_ALONE = re.compile(r"^[0-9]{1,3}(?:\.[0-9]{1,3})*\.?$")
_NUMBERED = re.compile(r"^([0-9]{1,3}(?:\.[0-9]{1,3}){0,5})(\.?)\s+(?=[^\W\d_a-zæøåäö])(.+)$")
_LETTERED = re.compile(r"^[A-ZÆØÅ]\.\s+(?=[^\W\d_a-zæøåäö])(.+)$")
_MARKED = re.compile(r"^(#{1,6})\s+([^\s].*)$")
_TAGGED = re.compile(r"^<h([1-6])\b[^<>]*>(.+)</h\1>$", re.IGNORECASE)
_LEADER = re.compile(r"(?:\.{4,}|(?:\. ){4,}|…{2,})\s*[0-9]{0,4}$")
_ENTRY = re.compile(r"(?:^[0-9]+(?:\.[0-9]+)*\.?\s.*|.*\S)\s[0-9]{1,3}$")
_QUOTED = re.compile(r'"([^"]*(?:""[^"]*)*)"(?=\t|\n|\Z)')
_PIPED = re.compile(r"^ {0,3}\|[^\t\n]*\|\s*$")
_PIPE = re.compile(r"(?<!\\)\|")
_END = re.compile(r"[\t\n]|\Z")


@dataclass(frozen=True)
class Line:
    """A line as somebody sees it; one with a quoted cell is several in the file. `number` is from 1."""

    number: int
    text: str
    cells: tuple[str, ...]  # as pasted; one for a line without tabs
    is_quoted: bool = False
    is_joined: bool = False  # put together from several lines

    @cached_property
    def said(self) -> str:
        """What stands there on one line, with its marks."""
        return " ".join(plain(self.text).split())

    @cached_property
    def words(self) -> str:
        """What stands there on one line, without its marks."""
        return " ".join(clean(self.text).split())

    @cached_property
    def cleaned(self) -> tuple[str, ...]:
        """The cells without their marks."""
        return tuple(map(clean_cell, self.cells))

    @cached_property
    def is_blank(self) -> bool:
        return not any(self.cleaned)

    @property
    def is_row(self) -> bool:
        return self.width > 1 and not self.is_blank and not self.is_leader

    @property
    def width(self) -> int:
        return len(self.cells)

    @cached_property
    def filled(self) -> int:
        return sum(1 for cell in self.cleaned if cell)

    @cached_property
    def is_heading_row(self) -> bool:
        """Whether most cells are headings of columns, of more than one kind."""
        cells = [text for text in self.cleaned if text]
        if len(cells) < 2 or any(len(text) > _LONGEST_CELL_OF_HEADING for text in cells):
            return False
        meanings = [meaning for meaning in map(columns.guess, cells) if meaning is not None]
        return len(set(meanings)) > 1 and len(meanings) * 5 >= len(cells) * 3

    def begins_again(self, header: Line) -> bool:
        """Whether headings stand here below the rows of a table: the same ones, or nothing but headings.

        "Prosjektleder" and "Prosjekt Nord" head columns elsewhere; in a row they are what they say.
        """
        if not self.is_heading_row:
            return False
        if [text.casefold() for text in self.cleaned] == [text.casefold() for text in header.cleaned]:
            return True
        cells = [text for text in self.cleaned if text]
        if not columns.is_known(self.cleaned[0]) or (len(cells) < MOVED_WIDTH <= header.width):
            return False
        known = sum(1 for text in cells if columns.is_known(text))
        return known * 5 >= len(cells) * 3 and all(columns.guess(text) is not None for text in cells)

    @cached_property
    def is_leader(self) -> bool:
        """A line of a table of contents, with its dots: "2.1 Hovedmål …… 4"."""
        return bool(_LEADER.search(self.words[-_LONGEST_LEADER:]))

    @cached_property
    def is_entry(self) -> bool:
        """Something that may stand below "Innhold": its words and a page number."""
        return self.is_leader or (len(self.words) <= 150 and bool(_ENTRY.match(self.words)))

    @cached_property
    def point(self) -> tuple[str, str] | None:
        """The mark and the text, if the line is a point of a list."""
        if self.width > 1:
            filled = [clean(cell) or cell.strip() for cell in self.cells if cell.strip()]
            if len(filled) != 2 or not _MARK_ALONE.match(filled[0]):
                return None
            return _point(f"{filled[0]} {filled[1]}")
        return _point(self.said)

    @property
    def points(self) -> list[tuple[str, str]]:
        """The points of the line; one that holds several marks is several."""
        if self.point is None:
            return []
        mark, text = self.point
        first, *others = clean(text).split("\n") if clean(text) else [self.words]
        return [(mark, first), *(("", one) for one in others)]

    @cached_property
    def number_and_title(self) -> str | None:
        """ "1.1 Hva sier utviklingsplanen?" where a tab stands after the number."""
        if self.width != 2 or not _NUMBER_ALONE.match(self.cells[0].strip()):
            return None
        said = f"{self.cells[0].strip()} {clean(self.cells[1])}"
        return said if _NUMBERED.match(said) else None


def _point(said: str) -> tuple[str, str] | None:
    bullet = _BULLET.match(said)
    counted = _COUNTED.match(bullet[1] if bullet else said)
    if counted:
        return counted[1], counted[2]
    if bullet:
        return "", bullet[1]
    if re.match(r"<(?:ul|ol|li)\b", said, re.IGNORECASE) and clean(said):
        return "", said
    return None


def lines_of(text: str) -> list[Line]:
    """The lines with their cells; a quoted cell with line breaks is put together."""
    text = re.sub(r"\r\n?|[\u2028\u2029\x85\x0b\x0c]", "\n", text.removeprefix("\ufeff"))
    found: list[Line] = []
    place, number = 0, 1
    while place < len(text):
        cells, end, is_quoted = _cells(text, place)
        said = text[place:end]
        cells = _piped(said) or cells
        found.append(Line(number, said, tuple(cells), is_quoted))
        number += said.count("\n") + 1
        place = end + 1
    return found


def _cells(text: str, place: int) -> tuple[list[str], int, bool]:
    """The cells of the line that begins at the place, where it ends, and whether one of them was quoted."""
    cells: list[str] = []
    is_quoted = False
    while True:
        quoted = _quoted(text, place, is_first=not cells) if text.startswith('"', place) else None
        if quoted is not None:
            is_quoted = True
            cells.append(quoted[1].replace('""', '"'))
            end = quoted.end()
        else:
            found = _END.search(text, place)
            end = found.start() if found else len(text)
            cells.append(text[place:end])
        if not text.startswith("\t", end):
            return cells, end, is_quoted
        place = end + 1


def _piped(line: str) -> list[str]:
    """The cells of a row as Markdown has it; none for any other line. That below the headings is blank."""
    if not _PIPED.match(line):
        return []
    return [""] if not re.search(r"[^\s|:-]", line) else _PIPE.split(line.strip()[1:-1])


def _quoted(text: str, place: int, *, is_first: bool) -> re.Match[str] | None:
    """A cell in quotation marks, as Excel writes one with line breaks. A quotation in a sentence is none."""
    found = _QUOTED.match(text, place)
    if found is None or "\n" not in found[1] or "\t" in found[1]:
        return None
    return found if not is_first or text.startswith("\t", found.end()) else None


def heading(lines: list[Line], at: int) -> tuple[str, int] | None:
    """The words and the depth, if the line is a heading. The number says the depth before the mark does."""
    line = lines[at]
    marked = _MARKED.match(line.said) or _TAGGED.match(line.said)
    if marked:
        said = marked[2].rstrip()
        text = " ".join(clean(said.rstrip("#") or said).split())
        level = len(marked[1]) if marked[1].startswith("#") else int(marked[1])
        return (text, _depth(text) or level) if text else None
    text = line.number_and_title or line.words
    if not text or len(text) > _LONGEST_HEADING or (line.width > 1 and line.number_and_title is None):
        return None
    if is_section(text):
        return text, 0
    if _is_numbered_heading(lines, at, text):
        return text, _depth(text)
    if is_bold(line.text) and text[-1] not in ".,;:":
        return text, _depth(text)
    return None


def _depth(text: str) -> int:
    numbered = _NUMBERED.match(text)
    return min(6, numbered[1].count(".") + 1) if numbered else 0


def _is_numbered_heading(lines: list[Line], at: int, text: str) -> bool:
    """A short line with a number that is not one of a run of points."""
    numbered = _NUMBERED.match(text)
    if text[-1] in ".,;:" or not (numbered or _LETTERED.match(text)):
        return False
    if numbered and not numbered[2] and "." not in numbered[1]:
        return len(text) <= 60 and (lines[at].width > 1 or _is_alone(lines, at))
    return not _is_in_run(lines, at)


def _is_alone(lines: list[Line], at: int) -> bool:
    around = (lines[at - 1] if at else None, lines[at + 1] if at + 1 < len(lines) else None)
    return all(one is None or one.is_blank for one in around)


def _is_in_run(lines: list[Line], at: int) -> bool:
    """Whether the line before or after counts on from this one."""
    own = lines[at].point
    if own is None:
        return False
    before = next((one for one in reversed(lines[max(0, at - 2) : at]) if not one.is_blank), None)
    after = next((one for one in lines[at + 1 : at + 3] if not one.is_blank), None)
    around = [(before and before.point, -1), (after and after.point, 1)]
    if at + 1 < len(lines) and lines[at + 1].width > 1:  # the last point of a cell stands before a tab
        around.append((_point(lines[at + 1].cells[0].strip()), 1))
    return any(point and _order(point[0]) == _order(own[0]) + step for point, step in around)


def _order(mark: str) -> int:
    if mark.isdecimal():
        return int(mark)
    return 1000 + ord(mark.casefold()) if len(mark) == 1 else -1000


def end_of_list(lines: list[Line], at: int) -> int:
    """Where the list that begins at the line ends; one blank line may stand between two points."""
    end = at + 1
    while end < len(lines):
        following = end + 1 if lines[end].is_blank and end + 1 < len(lines) else end
        line = lines[following]
        if line.is_blank or line.point is None or heading(lines, following) is not None:
            return end
        end = following + 1
    return end


def end_of_table(lines: list[Line], at: int) -> int:
    """Where the table that begins at the line ends."""
    end = at + 1
    has_body = not lines[at].is_heading_row
    while end < len(lines):
        following = end
        while following < len(lines) and lines[following].is_blank:
            following += 1
        if following == len(lines) or not _goes_on(lines, end, following, lines[at], has_body=has_body):
            return end
        has_body = has_body or not lines[following].is_heading_row
        end = following + 1
    return end


def _goes_on(lines: list[Line], end: int, following: int, first: Line, *, has_body: bool) -> bool:
    """Whether a row still belongs to the table whose last row stands before `end`."""
    line = lines[following]
    is_headed = first.is_heading_row
    if not line.is_row or (has_body and line.begins_again(first)):
        return False
    blanks = following - end
    may_be_moved = is_headed and blanks == 1 and MOVED_WIDTH <= line.width < first.width
    return blanks == 0 or (
        blanks <= BLANKS_IN_TABLE and (line.width in (first.width, lines[end - 1].width) or may_be_moved)
    )
