"""Series of meetings: the rule, the days it gives in a year, and planning them (A55, A59, A61).

A series proposes and never acts by itself: what it has planned is a meeting like any other, and neither
changing nor ending a series moves or takes away one that somebody has worked on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, exists, func, select

from councilflow.extensions import db
from councilflow.models import AgendaItem, Body, Meeting, MeetingSeries, Person
from councilflow.process.agenda import ItemKind
from councilflow.process.days import instant
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingForm, MeetingKind, MeetingState, local_date
from councilflow.process.series import Rule, check_rule, days_in, is_weekend, last_day, month_is_planned
from councilflow.process.timetable import Night
from councilflow.services import journal, meetings
from councilflow.services.calendar.holidays import holidays_on
from councilflow.services.invitations.cancelling import cancel_unannounced
from councilflow.services.visibility import today


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What the secretary writes of a series."""

    title: str
    rule: Rule
    kind: MeetingKind
    form: MeetingForm
    place: str = ""
    link: str = ""
    is_joint: bool = False


def add(council: Body, draft: Draft, *, by: Person, now: datetime) -> MeetingSeries:
    """Lay down a series for a council. RuleBroken: as `check_rule`."""
    check_rule(draft.rule)
    series = MeetingSeries(council_id=council.id, **_columns(draft))
    db.session.add(series)
    journal.note("series-added", by=by, now=now, council=council, about=series.title)
    return series


def change(series: MeetingSeries, draft: Draft, *, by: Person, now: datetime) -> None:
    """Change what the series will propose from now on; the meetings it has planned stay as they are.

    RuleBroken: as `check_rule`.
    """
    check_rule(draft.rule)
    before = series.title
    for name, value in _columns(draft).items():
        setattr(series, name, value)
    journal.note(
        "series-changed",
        by=by,
        now=now,
        council=series.council_id,
        about=series.title,
        before={"title": before},
        after={"title": series.title},
    )


def _columns(draft: Draft) -> dict[str, Any]:
    rule = asdict(draft.rule) | {"months": sorted(set(draft.rule.months))}
    written = {field.name: getattr(draft, field.name) for field in fields(draft) if field.name != "rule"}
    return rule | {name: value.strip() if type(value) is str else value for name, value in written.items()}


def rule_of(series: MeetingSeries) -> Rule:
    return Rule(
        months=tuple(series.months),
        weekday=series.weekday,
        week=series.week,
        begins=series.begins,
        ends=series.ends,
        days=series.days,
        evening=series.evening,
        morning=series.morning,
    )


def of_council(council_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """The series of a council, those that go on first: MeetingSeries, and how many of its meetings are to
    come and are not cancelled."""
    coming = (
        select(func.count(Meeting.id))
        .where(
            Meeting.series_id == MeetingSeries.id,
            Meeting.state.not_in([MeetingState.HELD, MeetingState.CANCELLED]),
        )
        .scalar_subquery()
        .label("coming")
    )
    return db.session.execute(
        select(MeetingSeries, coming)
        .where(MeetingSeries.council_id == council_id)
        .order_by(MeetingSeries.ended_on.is_not(None), MeetingSeries.title, MeetingSeries.id)
    ).all()


def found(council_id: int, series_id: int) -> MeetingSeries | None:
    """A series of this council, held against others who plan it at the same time."""
    return db.session.scalar(
        select(MeetingSeries)
        .where(MeetingSeries.id == series_id, MeetingSeries.council_id == council_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


@dataclass(frozen=True, slots=True)
class Proposal:
    """One day that the series gives, and what the secretary should know of it."""

    day: date
    ends_on: date
    holidays: tuple[str, ...]
    is_weekend: bool
    is_past: bool
    is_after_the_end: bool
    """After the last day of the series or of its council."""
    planned: Any
    """The series' own meeting of that month (id, starts_at, state), wherever it was moved; else None."""
    beside: tuple[Any, ...]
    """Other meetings of the council on those days: id, starts_at, state."""

    @property
    def is_open(self) -> bool:
        return not (self.planned or self.is_past or self.is_after_the_end)


def proposals(series: MeetingSeries, council: Body, year: int, *, now: datetime) -> list[Proposal]:
    """The days the series gives in a year, in order. Two queries."""
    rule = rule_of(series)
    own, others = _meetings(series, council, year)
    free = holidays_on(council.country, year)
    if rule.days > 1:
        free = free | holidays_on(council.country, year + 1)
    return [_proposal(day, rule, series, council, own, others, free, now) for day in days_in(year, rule)]


def _proposal(
    day: date,
    rule: Rule,
    series: MeetingSeries,
    council: Body,
    own: Sequence[Any],
    others: Sequence[Any],
    free: Mapping[date, str],
    now: datetime,
) -> Proposal:
    ends_on = last_day(day, rule)
    days = [day] if ends_on == day else [day, ends_on]
    ends = [end for end in (series.ended_on, council.closed_on) if end]
    return Proposal(
        day=day,
        ends_on=ends_on,
        holidays=tuple(dict.fromkeys(free[one] for one in days if one in free)),
        is_weekend=any(is_weekend(one) for one in days),
        is_past=datetime.combine(day, rule.begins, council.zone) <= now,
        is_after_the_end=any(ends_on > end for end in ends),
        planned=next((row for row in own if month_is_planned(day, [row.series_day])), None),
        beside=tuple(row for row in others if local_date(row.starts_at, council.zone) in days),
    )


def _meetings(series: MeetingSeries, council: Body, year: int) -> tuple[list[Any], list[Any]]:
    """The series' own meetings by the days it gave, and the council's other meetings of the year."""
    columns = (Meeting.id, Meeting.starts_at, Meeting.ends_at, Meeting.state, Meeting.series_day)
    own = db.session.execute(
        select(*columns)
        .where(
            Meeting.series_id == series.id,
            Meeting.series_day >= date(year, 1, 1),
            Meeting.series_day <= date(year, 12, 31),
        )
        .order_by(Meeting.series_day, Meeting.id)
    ).all()
    mine = {row.id for row in own}
    others = db.session.execute(
        select(*columns)
        .where(
            Meeting.council_id == council.id,
            Meeting.state != MeetingState.CANCELLED,
            Meeting.starts_at >= datetime(year, 1, 1, tzinfo=council.zone),
            Meeting.starts_at < datetime(year + 1, 1, 3, tzinfo=council.zone),
        )
        .order_by(Meeting.starts_at)
    ).all()
    return list(own), [row for row in others if row.id not in mine]


def times_on(series: MeetingSeries, council: Body, day: date) -> tuple[datetime, datetime, tuple[Night, ...]]:
    """When the meeting begins and ends that is held from `day`, and its night. RuleBroken: clock-skipped,
    clock-twice."""
    rule, zone = rule_of(series), council.zone
    ends_on = last_day(day, rule)
    nights: tuple[Night, ...] = ()
    if rule.days > 1 and rule.evening and rule.morning:
        nights = (Night(instant(day, rule.evening, zone), instant(ends_on, rule.morning, zone)),)
    return instant(day, rule.begins, zone), instant(ends_on, rule.ends, zone), nights


def check_day(series: MeetingSeries, council: Body, day: date, *, now: datetime) -> None:
    """Refuse a day on which the series can have no meeting. RuleBroken: series-has-ended, clock-skipped,
    clock-twice, and as `meetings.check_when`."""
    if series.ended_on and day > series.ended_on:
        raise RuleBroken("series-has-ended", title=series.title, day=series.ended_on)
    meetings.check_when(council, *times_on(series, council, day), now=now)


def plan(
    series: MeetingSeries, council: Body, days: Mapping[date, date], *, by: Person, now: datetime
) -> list[Meeting]:
    """Plan the meetings that the secretary has chosen, each a row of its own.

    `days` maps the day that the series gives to the one that was chosen instead, or to itself. Whoever calls
    holds the series (`found`). RuleBroken: month-already-planned (day), and as `check_day`.
    """
    own, _others = _meetings(series, council, min(days).year) if days else ([], [])
    made = []
    for given, day in sorted(days.items()):
        if month_is_planned(given, [row.series_day for row in own]):
            raise RuleBroken("month-already-planned", day=given)
        check_day(series, council, day, now=now)
        starts_at, ends_at, nights = times_on(series, council, day)
        made.append(
            meetings.plan(
                council,
                starts_at=starts_at,
                ends_at=ends_at,
                nights=nights,
                kind=series.kind,
                form=series.form,
                place=series.place,
                link=series.link,
                series=series,
                series_day=given,
                by=by,
                now=now,
            )
        )
    if made:
        journal.note(
            "series-planned",
            by=by,
            now=now,
            council=council,
            about=series.title,
            after={"year": min(days).year, "meetings": len(made)},
        )
    return made


def untouched_after(series: MeetingSeries, day: date) -> Sequence[Meeting]:
    """The series' meetings after a day that nobody has worked on: nothing on the agenda but what every
    meeting has, and nobody invited."""
    council = db.session.get_one(Body, series.council_id)
    worked_on = exists().where(AgendaItem.meeting_id == Meeting.id, AgendaItem.kind != ItemKind.STANDING)
    unsaid = exists().where(AgendaItem.meeting_id == Meeting.id, AgendaItem.kind.is_(None))
    rows = db.session.scalars(
        select(Meeting)
        .where(
            Meeting.series_id == series.id,
            Meeting.state == MeetingState.PREPARING,
            ~worked_on,
            ~unsaid,
        )
        .order_by(Meeting.starts_at)
    ).all()
    return [row for row in rows if local_date(row.starts_at, council.zone) > day]


def end(
    series: MeetingSeries, on: date, *, cancels: bool, reason: str = "", by: Person, now: datetime
) -> int:
    """Plan nothing more from the series after a day; gives how many meetings were cancelled.

    With `cancels` the meetings after that day that nobody has worked on are cancelled; all others stay.
    """
    series.ended_on = on
    left = untouched_after(series, on) if cancels else []
    for meeting in left:
        cancel_unannounced(meeting, reason=reason, by=by, now=now)
    journal.note(
        "series-ended",
        by=by,
        now=now,
        council=series.council_id,
        about=series.title,
        after={"ends_on": on.isoformat()} | ({"meetings": len(left)} if left else {}),
    )
    return len(left)


def year_to_plan(series: MeetingSeries, council: Body, *, now: datetime) -> int:
    """The first year, from this one, in which the series gives a day that is not planned yet."""
    this = today(now).year
    open_now = any(one.is_open for one in proposals(series, council, this, now=now))
    return this if open_now else this + 1
