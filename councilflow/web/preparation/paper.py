"""The summary as the value that its file is made of, in the language of the council's papers (A76, H.4)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from councilflow.i18n import listed, speaking
from councilflow.models import Body, Meeting
from councilflow.process.agenda import ItemKind
from councilflow.process.meeting import local_date
from councilflow.process.stances import Owing, Said, StanceItem, StanceOf, StancePaper
from councilflow.services import secrecy
from councilflow.services.preparation.late import Awaited
from councilflow.services.preparation.room import Content
from councilflow.services.preparation.summary import Found, Summary
from councilflow.web.preparation.forms import stated
from councilflow.web.preparation.voices import answered


def of(
    meeting: Meeting,
    council: Body,
    found: Summary,
    owing: Iterable[Awaited],
    *,
    due: date,
    as_of: date,
    complete: int,
) -> StancePaper:
    """Made from submissions alone, as `found` holds them. `due` and `as_of` are local days."""
    with speaking(council.document_language):
        return StancePaper(
            council=council.name,
            host=council.host.name,
            language=council.document_language,
            meeting_on=local_date(meeting.starts_at, council.zone),
            as_of=as_of,
            due=due,
            complete=complete,
            asked=len(found.organisations),
            called=meeting.called,
            items=tuple(_item(found, item) for item in found.items),
            owing=tuple(
                Owing(one.name, _numbers(one), one.due, one.is_late, any(m.is_granted for m in one.missing))
                for one in owing
            ),
        )


def _numbers(one: Awaited) -> str:
    return listed([str(missing.item.position) for missing in one.missing])


def _item(found: Summary, item: Found) -> StanceItem:
    is_standpoint = item.kind is ItemKind.STANDPOINT
    return StanceItem(
        position=item.position,
        title=f"{item.title} ({secrecy.told(item.secrecy_section)})" if item.is_secret else item.title,
        is_standpoint=is_standpoint,
        counted=found.counted(item.id),
        stances=tuple(
            StanceOf(
                one.name,
                found.stance(item.id, one.id),
                one.id in found.asked_on[item.id],
                found.is_of_earlier_text(item.id, one.id),
            )
            for one in found.organisations
        ),
        said=tuple(said for one in found.organisations if (said := _said(found, item, one))),
        answers=tuple(
            (one.question, tuple(one.answers)) for one in answered(found) if one.item.id == item.id
        ),
    )


def _said(found: Summary, item: Found, organisation: Found) -> Said | None:
    """What stands beside the stance; the answers to questions stand side by side instead."""
    row = found.submissions.get((item.id, organisation.id))
    if row is None:
        return None
    told = stated(Content.of(row), [], besides_the_stance=True)
    is_earlier = found.is_of_earlier_text(item.id, organisation.id)
    return (
        Said(organisation.name, row.stance, tuple(told), row.dissent_requested, is_earlier) if told else None
    )
