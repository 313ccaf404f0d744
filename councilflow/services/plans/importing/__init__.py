"""From a pasted table or a file to a stored plan, by way of a draft that a person looks through.

`keep` a draft, look at it with `read_again` as often as answers are given, `carry_out` all of it or nothing,
and `undo` the whole as long as nothing has been built on it.
"""

from __future__ import annotations

from councilflow.services.plans.importing.carrying_out import carry_out, refuse_unready, summary_of
from councilflow.services.plans.importing.drafts import (
    HOLDS,
    answer,
    drop,
    import_at,
    imports_of,
    interpreted,
    keep,
    read_again,
)
from councilflow.services.plans.importing.source import MOST_BYTES, MOST_TEXT, Source, source_of
from councilflow.services.plans.importing.undoing import undo

__all__ = [
    "HOLDS",
    "MOST_BYTES",
    "MOST_TEXT",
    "Source",
    "answer",
    "carry_out",
    "drop",
    "import_at",
    "imports_of",
    "interpreted",
    "keep",
    "read_again",
    "refuse_unready",
    "source_of",
    "summary_of",
    "undo",
]
