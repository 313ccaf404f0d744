"""What meetings cost their host (A64): rows for a meeting, sums for a year.

The record is the host's own, and nobody must keep it. It is shown to those who keep the council and to nobody
else: what it says stands in no document, and the journal tells that something was noted but not how much.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, select

from councilflow.extensions import db
from councilflow.models import Body, Meeting, MeetingCost, Person
from councilflow.process.costs import CURRENCY
from councilflow.process.escaping import escaped
from councilflow.process.meeting import CostKind, local_date
from councilflow.services import journal
from councilflow.services.rows import is_still_there
from councilflow.words import word


def note(
    meeting: Meeting, kind: CostKind, amount: int, text: str = "", *, by: Person, now: datetime
) -> MeetingCost:
    """Note a cost of a meeting, in whole kronor of the council's country."""
    made = MeetingCost(meeting_id=meeting.id, kind=kind, text=text.strip(), amount=amount, noted_by_id=by.id)
    db.session.add(made)
    journal.note(
        "cost-noted", by=by, now=now, meeting=meeting, after={"cost": kind, "kronor": amount, "for": text}
    )
    return made


def remove(cost: MeetingCost, *, by: Person, now: datetime) -> None:
    """Take away a cost that was noted by mistake; the journal keeps what it said. One that somebody has taken
    away already stays so."""
    if not is_still_there(cost):
        return
    meeting = db.session.get_one(Meeting, cost.meeting_id)
    before = {"cost": cost.kind, "kronor": cost.amount, "for": cost.text}
    journal.note("cost-removed", by=by, now=now, meeting=meeting, before=before)
    db.session.delete(cost)


def of_meeting(meeting_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """The costs of a meeting as they were noted: id, kind, text, amount, noted_by. One query."""
    return db.session.execute(
        select(
            MeetingCost.id,
            MeetingCost.kind,
            MeetingCost.text,
            MeetingCost.amount,
            Person.name.label("noted_by"),
        )
        .join(Person, Person.id == MeetingCost.noted_by_id)
        .where(MeetingCost.meeting_id == meeting_id)
        .order_by(MeetingCost.id)
    ).all()


@dataclass(frozen=True, slots=True)
class Cost:
    """One row of a year; `day` is the meeting's date where the council meets."""

    meeting_id: int
    day: date
    kind: CostKind
    text: str
    amount: int


@dataclass(frozen=True, slots=True)
class Year:
    """What a council's meetings cost in a calendar year."""

    year: int
    currency: str
    costs: Sequence[Cost]

    @property
    def total(self) -> int:
        return sum(one.amount for one in self.costs)

    @property
    def by_kind(self) -> list[tuple[CostKind, int]]:
        """The sum of every kind, also of those that cost nothing."""
        return [(kind, sum(one.amount for one in self.costs if one.kind is kind)) for kind in CostKind]

    @property
    def by_meeting(self) -> list[tuple[int, date, int]]:
        """Each meeting that cost something: its id, its day and the sum."""
        found: dict[tuple[int, date], int] = {}
        for one in self.costs:
            at = (one.meeting_id, one.day)
            found[at] = found.get(at, 0) + one.amount
        return [(meeting_id, day, amount) for (meeting_id, day), amount in found.items()]


def of_year(council: Body, year: int) -> Year:
    """The costs of the meetings that begin in that year by the council's own calendar. One query."""
    zone = ZoneInfo(council.time_zone)
    begins = datetime(year, 1, 1, tzinfo=zone)
    ends = datetime(year + 1, 1, 1, tzinfo=zone)
    rows = db.session.execute(
        select(
            MeetingCost.meeting_id, Meeting.starts_at, MeetingCost.kind, MeetingCost.text, MeetingCost.amount
        )
        .join(Meeting, Meeting.id == MeetingCost.meeting_id)
        .where(Meeting.council_id == council.id, Meeting.starts_at >= begins, Meeting.starts_at < ends)
        .order_by(Meeting.starts_at, Meeting.id, MeetingCost.id)
    )
    return Year(
        year,
        CURRENCY[council.country],
        [
            Cost(row.meeting_id, local_date(row.starts_at, zone), row.kind, row.text, row.amount)
            for row in rows
        ],
    )


def as_csv(year: Year, heads: Sequence[str], total: str) -> bytes:
    """The year as a file that spreadsheets open, a row for each cost and the sum last: UTF-8 with its mark,
    semicolons. A text that a spreadsheet would take for a formula is shown as text. `heads` name the columns
    day, kind, text, amount and currency, in the reader's language."""
    written = io.StringIO(newline="")
    rows = csv.writer(written, delimiter=";", lineterminator="\r\n")
    rows.writerow(heads)
    for one in year.costs:
        rows.writerow([one.day.isoformat(), word(one.kind), _as_text(one.text), one.amount, year.currency])
    rows.writerow([total, "", "", year.total, year.currency])
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def _as_text(text: str) -> str:
    return escaped(" ".join(text.split()))
