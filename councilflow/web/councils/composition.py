"""What a council's composition asks for and lacks, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from councilflow.i18n import lazy_gettext as _l
from councilflow.process.councils import Side
from councilflow.services import councils

_ABSENT = {
    Side.MAJORITY: _l("Ingen ledamot från majoriteten."),
    Side.OPPOSITION: _l("Ingen ledamot från oppositionen."),
}


@dataclass(frozen=True, slots=True)
class MissingLine:
    """A seat that the composition asks for, as the panel of missing things shows it."""

    label: str
    advice: str
    url: str = ""


def missing_lines(council_id: int, day: date) -> list[MissingLine]:
    """What the council lacks on a day, a line each."""
    return [
        MissingLine(breach.organisation, str(_ABSENT[breach.side]))
        for breach in councils.breaches_on(council_id, day)
    ]
