"""A file as a table, judged by what it holds and not by what it is called."""

from __future__ import annotations

from councilflow.process.errors import RuleBroken
from councilflow.services import office
from councilflow.services.files import plain_name
from councilflow.services.people_import import separated, workbook
from councilflow.services.people_import.table import MOST_BYTES, Table


def read(content: bytes, name: str) -> Table:
    """The table in a CSV file or a workbook (.xlsx).

    RuleBroken, for the file as a whole: file-empty, file-too-large, file-locked, file-unfolds, file-broken,
    import-has-macros, import-not-a-table, import-broken-bytes, import-mixed-separators, import-open-quote,
    import-too-many-rows.
    """
    name = plain_name(name)
    if not content.strip():
        raise RuleBroken("file-empty", name=name)
    if len(content) > MOST_BYTES:
        raise RuleBroken("file-too-large", name=name, limit=MOST_BYTES // (1024 * 1024))
    if content.startswith(b"PK\x03\x04"):
        return workbook.read(content, name)
    if office.is_old(content, name):
        raise RuleBroken("import-not-a-table", name=name)
    return separated.read(content, name)
