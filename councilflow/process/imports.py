"""What a row of an imported file says, and what becomes of it.

Each row is somebody's seat in a council or one of its bodies. A file is read whole before anything is done:
every row gets its fate, and one row that cannot be understood keeps all of them out.
"""

from __future__ import annotations

from enum import StrEnum


class Column(StrEnum):
    """What may stand in a row, in the order of the export."""

    NAME = "name"
    EMAIL = "email"
    TITLE = "title"
    PHONE = "phone"
    LANGUAGE = "language"
    BODY = "body"
    ORGANISATION = "organisation"
    CATEGORY = "category"
    SIDE = "side"
    PARTY = "party"
    OFFICE = "office"
    FUNCTION = "function"
    GROUND = "ground"
    STARTS_ON = "starts_on"
    ENDS_ON = "ends_on"


REQUIRED = (Column.NAME, Column.EMAIL, Column.CATEGORY, Column.STARTS_ON)

LONGEST = {
    Column.NAME: 120,
    Column.EMAIL: 254,
    Column.TITLE: 120,
    Column.PHONE: 40,
    Column.PARTY: 60,
    Column.FUNCTION: 200,
    Column.GROUND: 200,
}
"""Signs in a cell; the same limits as where people are entered one by one."""


class PersonFate(StrEnum):
    NEW = "new"
    KNOWN = "known"
    CHANGED = "changed"
    NOBODY = "nobody"  # the seat is vacant


class SeatFate(StrEnum):
    NEW = "new"
    UNCHANGED = "unchanged"
    CHANGED = "changed"  # something else holds from a day
    FILLED = "filled"  # it was vacant
    ENDED = "ended"


class Remark(StrEnum):
    """Something the reader of a file should know, which does not stop the import."""

    ENCODING_GUESSED = "encoding-guessed"
    COLUMNS_IGNORED = "columns-ignored"
    SHEETS_IGNORED = "sheets-ignored"
    REGISTER_KEPT = "register-kept"
