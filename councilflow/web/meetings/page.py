"""The facts of the meeting's page: eight queries at most, whatever the size of the meeting, and each date
written once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from flask import url_for

from councilflow import i18n
from councilflow.i18n import gettext as _
from councilflow.i18n import ngettext
from councilflow.process.agenda import NOT_ASKED_AT_HOME, Gap, ItemKind, gaps, numbered
from councilflow.process.councils import Category
from councilflow.process.joint import counting, must_be_prepared
from councilflow.process.meeting import (
    AGENDA_OPEN,
    DOCUMENTS_OUT,
    Deadline,
    MeetingState,
    deadlines,
    local_date,
    missed,
)
from councilflow.process.minutes import MinutesState
from councilflow.process.preparation import preparation_state
from councilflow.process.profiles import PROFILES, OutcomeWord
from councilflow.process.rights import Act
from councilflow.services import secrecy
from councilflow.services.meetings import reading
from councilflow.services.meetings.called import Called
from councilflow.services.visibility import Viewer
from councilflow.web.access import now as clock_now
from councilflow.web.meetings import beside
from councilflow.web.meetings.line import Standing, next_step, now_and_next, stations
from councilflow.words import word


class Line(NamedTuple):
    """One row of the agenda, as the template shows it."""

    no: str
    url: str
    title: str
    council: str
    """Whose item it is, in a joint meeting (A62)."""
    strategy: str
    kind: str
    minutes: str
    state: str
    """ok, gap, wait, none or empty."""
    words: str
    files: list[Any]
    dissents: str
    is_gap: bool


class Missing(NamedTuple):
    label: str
    url: str
    advice: str


def calendar(head: Any) -> tuple[ZoneInfo, dict[Deadline, Any]]:
    """The council's zone, and the local days that the meeting steers by (H.7)."""
    zone = ZoneInfo(head.time_zone)
    days = deadlines(
        local_date(head.starts_at, zone),
        local_date(head.ends_at, zone),
        invitation=head.invitation_days,
        preparation=head.preparation_days,
        draft=head.draft_days,
        signing=head.signing_days,
    )
    return zone, days


def missed_of(head: Any, zone: ZoneInfo, days: dict[Deadline, Any]) -> frozenset[Deadline]:
    """The days of a meeting that are over though what was due has not come."""
    written = head.minutes_state
    return missed(
        days,
        today=local_date(clock_now(), zone),
        state=head.state,
        is_drafted=written not in (None, MinutesState.DRAFT),
        is_signed=written is MinutesState.SIGNED,
    )


def _due_words(deadline: Deadline, late: frozenset[Deadline]) -> tuple[str, bool]:
    """What is due, and whether it is late."""
    words = beside.DEADLINES[deadline]()
    if deadline not in late:
        return words, False
    if deadline is Deadline.PREPARATION:  # some may have handed in all of it
        return _("%(what)s, dagen har varit", what=words), True
    return _("%(what)s, försenat", what=words), True


def facts(head: Any, viewer: Viewer, acts: frozenset[Act]) -> dict[str, Any]:
    """Everything `meetings/show.html` names. `head` is a row of `reading.head`."""
    zone, days = calendar(head)
    is_out, is_cancelled = head.state in DOCUMENTS_OUT, head.state is MeetingState.CANCELLED
    items = reading.items(head.id, while_open=not (is_out or is_cancelled))
    files = _grouped(reading.attachments(head.id))
    called = beside.seats_called(head, zone)
    lacking = {
        item.id: [] if is_out or is_cancelled else _gaps(head, item, len(files.get(item.id, ())))
        for item in items
    }
    missing = _missing(items, lacking, _called(head)) if Act.PREPARE_AGENDA in acts else []
    homes = viewer.homes(head.council_id) if Act.PREPARE_AT_HOME in acts else frozenset()
    standing = Standing(
        meeting=head,
        zone=zone,
        dates=days,
        acts=acts,
        has_home=bool(homes),
        gap=_first_gap(items, lacking),
        is_empty=all(item.kind in NOT_ASKED_AT_HOME for item in items),
        missed=(late := missed_of(head, zone, days)),
    )
    now, coming = now_and_next(standing)
    members = next((row for row in called if row.category is Category.MEMBER), None)
    asked = {item.id: _asked(head, item, members) for item in items}
    return {
        "meeting": head,
        "stations": [] if is_cancelled else stations(standing),
        "cancelled_on": beside.cancelled_on(head, zone),
        "now": now,
        "coming": coming,
        "step": next_step(standing),
        "missing": missing,
        "may_complete": head.state in AGENDA_OPEN,
        "lines": _lines(head, viewer, items, files, lacking, asked),
        "outcome_word": _called(head),
        "summary": _summary(items, _called(head)),
        "when": beside.when(head, zone),
        "day": beside.days_of(head, zone),
        "changes": beside.changes(head, acts),
        "changed_on": beside.changed_on(items, zone),
        "unsent": beside.untold(head, acts),
        "deadlines": []
        if is_cancelled
        else [(i18n.date_short(day), *_due_words(deadline, late)) for deadline, day in days.items()],
        "called": beside.called_words(called, items),
        "links": beside.links(head, acts, bool(homes)),
        "file_prefix": url_for("agenda.attachment", attachment_id=0)[:-1],
        "file_words": beside.file_words,
    }


def _first_gap(items: Any, lacking: dict[int, list[Gap]]) -> tuple[int, int] | None:
    """The number and id of the first item that lacks something; a heading lacks nothing."""
    places = zip(numbered(item.kind for item in items), items, strict=True)
    return next(((no or 0, item.id) for no, item in places if lacking[item.id]), None)


def _linked(node: Any) -> str:
    """Matchning på arbetsmarknaden (Fokusområde, RUS)"""
    return f"{node.title} ({', '.join(filter(None, (node.level, node.short_title)))})"


def _grouped(rows: Iterable[Any]) -> dict[int, list[Any]]:
    grouped = defaultdict(list)
    for row in rows:
        grouped[row[0]].append(row)
    return grouped


def _asked(head: Any, item: Any, members: Called | None) -> int:
    """How many organisations are asked for a stance on an item (H.8)."""
    if members is None:
        return 0
    councils = counting(
        head.council_id, head.includes_id, is_joint=head.is_joint, of_council_id=item.of_council_id
    )
    return members.narrower if councils == (head.includes_id,) else members.organisations


def _gaps(head: Any, item: Any, attachments: int) -> list[Gap]:
    waits = must_be_prepared(head.council_kind, head.includes_id, of_council_id=item.of_council_id)
    return gaps(
        item.kind,
        strategy_links=item.links,
        strategy_sentence="x" if item.has_sentence else "",
        background="x" if item.has_background else "",
        questions=item.questions,
        attachments=attachments,
        proposal="x" if item.has_proposal else "",
        consultation="x" if item.has_consultation else "",
        answers_by=item.answers_by,
        is_prepared=item.is_prepared or not waits,
    )


def missing(head: Any) -> tuple[int, list[Missing]]:
    """How many items a meeting has, and what they still lack, by two queries at any size. `head` has id,
    council_kind, includes_id and minutes_profile."""
    items, lacking = _judged(head)
    return sum(item.kind is not ItemKind.HEADING for item in items), _missing(items, lacking, _called(head))


def lacking(head: Any) -> dict[int, list[Gap]]:
    """What each item of a meeting still lacks, by its id; as `missing`."""
    return _judged(head)[1]


def _judged(head: Any) -> tuple[Any, dict[int, list[Gap]]]:
    items, files = reading.items(head.id), _grouped(reading.attachments(head.id))
    return items, {item.id: _gaps(head, item, len(files.get(item.id, ()))) for item in items}


def _missing(items: Iterable[Any], lacking: dict[int, list[Gap]], called: OutcomeWord) -> list[Missing]:
    prefix = url_for("agenda.edit", item_id=0)
    return [
        Missing(
            _("Punkt %(number)s, %(title)s", number=number, title=item.title),
            prefix.replace("/0/", f"/{item.id}/"),
            " ".join(word(gap, called) for gap in lacking[item.id]),
        )
        for number, item in zip(numbered(item.kind for item in items), items, strict=True)
        if lacking[item.id]
    ]


def _lines(
    head: Any,
    viewer: Viewer,
    items: Any,
    files: dict[int, list[Any]],
    lacking: dict[int, list[Gap]],
    asked: dict[int, int],
) -> list[Line]:
    strategy = _grouped(reading.strategy(head.id))
    states, dissents = _states(head, viewer, items, lacking, asked)
    prefix, units = url_for("agenda.item", item_id=0)[:-1], _("%(n)s min", n="\0")
    councils = beside.councils_of(head)
    both = _("Båda råden") if councils else ""
    return [
        Line(
            f"§\N{NO-BREAK SPACE}{item.number}" if item.number else str(place or ""),
            f"{prefix}{item.id}",
            item.title,
            _under_title(
                councils.get(item.of_council_id, both if item.kind not in NOT_ASKED_AT_HOME else ""), item
            ),
            ", ".join([_linked(row) for row in strategy[item.id]]) if item.id in strategy else "",
            item.kind or "",
            units.replace("\0", str(item.minutes)) if item.minutes else "",
            *states[item.id],
            files.get(item.id, []),
            dissents.get(item.id, ""),
            bool(lacking[item.id]),
        )
        for place, item in zip(numbered(item.kind for item in items), items, strict=True)
    ]


def _under_title(council: str, item: Any) -> str:
    """Whose item it is, its mark of secrecy, and that it has changed since the invitation (A.8)."""
    mark = secrecy.told(item.secrecy_section) if item.is_secret else ""
    return " · ".join(filter(None, (council, mark, beside.late_words(item))))


State = tuple[str, str]


def _states(
    head: Any, viewer: Viewer, items: Any, lacking: dict[int, list[Gap]], asked: dict[int, int]
) -> tuple[dict[int, State], dict[int, str]]:
    """What stands in the last column, and whose views were noted."""
    if head.state is MeetingState.CANCELLED:
        return {item.id: ("", "") for item in items}, {}
    if head.state not in DOCUMENTS_OUT:
        ready = _("Klar")
        short = {gap: say() for gap, say in _SHORT.items()}
        return {
            item.id: ("", "")
            if item.kind is ItemKind.HEADING
            else ("gap", short[lacking[item.id][0]])
            if lacking[item.id]
            else ("ok", ready)
            for item in items
        }, {}
    if head.state is MeetingState.INVITED:
        return _preparation(head, viewer, items, asked), {}
    noted = _grouped(reading.dissents(head.id))
    words = {
        item_id: i18n.listed([row.person or row.organisation for row in rows])
        for item_id, rows in noted.items()
    }
    said = {
        outcome: ("ok", word(outcome, _called(head)))
        for outcome in {item.outcome for item in items}
        if outcome
    }
    said[None] = ("none", _("Återstår"))
    return {
        item.id: ("", "") if item.kind is ItemKind.HEADING else said[item.outcome] for item in items
    }, words


def _preparation(head: Any, viewer: Viewer, items: Any, asked: dict[int, int]) -> dict[int, State]:
    """How many organisations have handed in, for those who prepare; the own one's state for the others."""
    rows = {row.item_id: row for row in reading.prepared(head.id, head.council_id, viewer)}
    sees_all = Act.SEE_STANCES in viewer.acts_in(head.council_id)
    if not sees_all and not viewer.homes(head.council_id):
        return {item.id: ("", "") for item in items}
    return {
        item.id: _progress(rows.get(item.id), asked[item.id], sees_all=sees_all)
        if item.kind is ItemKind.STANDPOINT
        else ("", "")
        for item in items
    }


def _progress(row: Any, asked: int, *, sees_all: bool) -> State:
    submissions = row.submissions if row else 0
    if sees_all:
        words = _("%(n)s av %(asked)s inlämnade", n=submissions, asked=asked)
        return ("ok" if submissions >= asked else "none"), words
    state = preparation_state(
        begun=bool(row and row.drafts), submitted=bool(submissions), changed_since=bool(row and row.changed)
    )
    return ("ok" if submissions else "none"), word(state)


_SHORT = {
    Gap.KIND: lambda: _("Slag saknas"),
    Gap.STRATEGY_LINK: lambda: _("Koppling saknas"),
    Gap.STRATEGY_SENTENCE: lambda: _("Mening om RUS saknas"),
    Gap.BACKGROUND: lambda: _("Bakgrund saknas"),
    Gap.CONSULTATION: lambda: _("Samrådsfråga saknas"),
    Gap.ANSWERS_BY: lambda: _("Svarsdag saknas"),
    Gap.PROPOSAL: lambda: _("Förslag saknas"),
    Gap.NOT_PREPARED: lambda: _("Inte förberedd"),
}


def _called(head: Any) -> OutcomeWord:
    """What comes of an item is called, by the rules that the meeting goes by (D)."""
    return PROFILES[head.minutes_profile].outcome


def _summary(items: Any, called: OutcomeWord) -> str:
    items = [item for item in items if item.kind is not ItemKind.HEADING]
    minutes = sum(item.minutes or 0 for item in items)
    standpoints = sum(item.kind is ItemKind.STANDPOINT for item in items)
    sentences = [
        ngettext("En punkt, %(time)s.", "%(n)s punkter, %(time)s.", len(items), time=beside.length(minutes)),
    ]
    if standpoints and called is OutcomeWord.DECISION:
        sentences.append(ngettext("En gäller beslut.", "%(n)s gäller beslut.", standpoints))
    elif standpoints:
        sentences.append(
            ngettext("En gäller ställningstagande.", "%(n)s gäller ställningstagande.", standpoints)
        )
    return " ".join(sentences)
