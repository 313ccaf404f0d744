"""One row of a file, understood: who is meant and which seat, or every reason why that cannot be told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from councilflow.models import Body, Organisation, Seat
from councilflow.process.councils import Category, Office, Side
from councilflow.process.errors import RuleBroken
from councilflow.process.imports import Column
from councilflow.services import people
from councilflow.services.people_import import values
from councilflow.services.people_import.register import Register
from councilflow.services.people_import.table import NOTHING, Row

T = TypeVar("T")

OF_A_SEAT = (
    Column.ORGANISATION,
    Column.SIDE,
    Column.PARTY,
    Column.OFFICE,
    Column.FUNCTION,
    Column.GROUND,
    Column.ENDS_ON,
)
"""What a file may leave out of a seat; in a seat that is there already it then stays as it is."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something in a row that keeps the file out; `column` None: it is the row as a whole."""

    row: int
    column: Column | None
    error: RuleBroken


@dataclass(slots=True)
class Said:
    """What a row says. An empty text means that nothing was said; `told` are the columns of the file."""

    row: int
    told: frozenset[Column]
    name: str = ""
    email: str = ""
    title: str = ""
    phone: str = ""
    language: str = ""
    body: Body | None = None
    organisation: Organisation | None = None
    category: Category | None = None
    side: Side | None = None
    party: str = ""
    office: Office | None = None
    function: str = ""
    ground: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    flaws: list[Flaw] = field(default_factory=list)

    @property
    def is_vacant(self) -> bool:
        return not (self.name or self.email)

    def keep(self, seat: Seat) -> None:
        """Let what the file has no column for be as it is in a seat that goes on."""
        for column in OF_A_SEAT:
            if column not in self.told:
                setattr(self, column, getattr(seat, column))

    def blame(self, column: Column | None, error: RuleBroken) -> None:
        self.flaws.append(Flaw(self.row, column, error))


def said_in(row: Row, places: dict[Column, int], width: int, register: Register) -> Said:
    """What the row says; its flaws name every cell that cannot be understood."""
    reader = _Reader(row, places)
    said = reader.said
    for column in (Column.NAME, Column.TITLE, Column.PHONE, Column.PARTY, Column.FUNCTION, Column.GROUND):
        setattr(said, column, reader.text(column))
    said.email = reader.text(Column.EMAIL)
    said.language = reader.read(Column.LANGUAGE, values.language_of) or ""
    said.body = reader.read(Column.BODY, register.body, whenever=True)
    said.organisation = reader.read(Column.ORGANISATION, register.organisation)
    said.category = reader.read(Column.CATEGORY, lambda text: values.choice(Category, text))
    said.side = reader.read(Column.SIDE, lambda text: values.choice(Side, text))
    said.office = reader.read(Column.OFFICE, lambda text: values.choice(Office, text))
    said.starts_on = reader.day(Column.STARTS_ON)
    said.ends_on = reader.day(Column.ENDS_ON)
    _refuse_incomplete(said)
    if any(cell.text or cell.odd for cell in row.cells[width:]):
        said.blame(None, RuleBroken("import-cells-beyond"))
    return said


def _refuse_incomplete(said: Said) -> None:
    """A seat has somebody with an address, or nobody at all; and it is of a kind, from a day."""
    blamed = {flaw.column for flaw in said.flaws}
    if said.is_vacant and (said.title or said.phone):
        said.blame(Column.NAME, RuleBroken("import-cell-missing"))
    for column in (Column.NAME, Column.EMAIL, Column.CATEGORY, Column.STARTS_ON):
        about_nobody = column in (Column.NAME, Column.EMAIL) and said.is_vacant
        if not getattr(said, column) and not about_nobody and column not in blamed:
            said.blame(column, RuleBroken("import-cell-missing"))
    if said.email:
        said.email = people.address(said.email)


class _Reader:
    """Reads the cells of a row, and keeps what is wrong with them."""

    def __init__(self, row: Row, places: dict[Column, int]) -> None:
        self._row, self._places = row, places
        self.said = Said(row.number, frozenset(places))

    def _cell(self, column: Column) -> Any:
        return self._row.at(self._places[column]) if column in self._places else NOTHING

    def _keep(self, column: Column, read: Callable[[], T]) -> T | None:
        try:
            return read()
        except RuleBroken as error:
            self.said.blame(column, error)
            return None

    def text(self, column: Column) -> str:
        return self._keep(column, lambda: values.text_of(column, self._cell(column))) or ""

    def read(self, column: Column, understand: Callable[[str], T], *, whenever: bool = False) -> T | None:
        text = self.text(column)
        return self._keep(column, lambda: understand(text)) if text or whenever else None

    def day(self, column: Column) -> date | None:
        return self._keep(column, lambda: values.day_of(self._cell(column)))
