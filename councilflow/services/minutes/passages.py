"""The passages of the minutes: what the record says in sentences, and what the secretary makes of it.

A passage is {"made": the text that came from the record, "text": the text as it stands}. One that nobody has
edited follows the record when the draft is made anew; one that somebody has edited stays as it is, and is
marked `asks` when the record has changed under it, so that the secretary chooses. Nothing is overwritten.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row

from councilflow.i18n import clock, listed, speaking, weekday_date
from councilflow.i18n import gettext as _
from councilflow.process.agenda import ItemKind, StandingItem
from councilflow.process.meeting import SignatoryRole
from councilflow.services.minutes.record import Record

Passages = dict[str, Any]

SUMMARY = "summary"
DISCUSSION = "discussion"
TIMES = "times"
"""The key of what the minutes say of adjournments."""


def key_of(item_id: int, part: str) -> str:
    return f"item-{item_id}-{part}"


def text_of(passages: Passages, key: str) -> str:
    return str(passages.get(key, {}).get("text", ""))


def closed(record: Record) -> dict[str, int]:
    """By key: the § of the passages that are signed, or wait to be, in a document of their own."""
    return {
        key_of(item.id, part): item.number
        for item in record.items
        if item.number in record.approved
        for part in (SUMMARY, DISCUSSION)
    }


def from_record(record: Record) -> Passages:
    """Every passage as the record has it, in the council's document language."""
    with speaking(record.meeting.language):
        made = {TIMES: ""}
        for item in record.items:
            made[key_of(item.id, SUMMARY)] = _summary(record, item)
            made[key_of(item.id, DISCUSSION)] = item.discussion
    return {key: {"made": text, "text": text} for key, text in made.items()}


def anew(held: Passages, record: Record) -> Passages:
    """The passages made again from the record, with every edit kept."""
    return {key: _again(held.get(key), fresh) for key, fresh in from_record(record).items()}


def _again(held: Mapping[str, Any] | None, fresh: dict[str, Any]) -> dict[str, Any]:
    if held is None or held["text"] in (held["made"], fresh["made"]):
        return fresh
    asks = held["made"] != fresh["made"] or bool(held.get("asks"))
    return {"made": fresh["made"], "text": held["text"]} | ({"asks": True} if asks else {})


def edited(held: Passages, texts: Mapping[str, str]) -> Passages:
    """The passages with the secretary's texts; a passage that is not sent stays as it was."""
    return {key: {"made": one["made"], "text": texts.get(key, one["text"])} for key, one in held.items()}


def _summary(record: Record, item: Row[*tuple[Any, ...]]) -> str:
    if item.kind is not ItemKind.STANDING:
        return str(item.background)
    sentences = {
        StandingItem.OPENING: _opening,
        StandingItem.CLOSING: _closing,
    }.get(item.standing)
    told = sentences(record) if sentences else ([item.background] if item.background else [])
    return "\n\n".join(told)


def _opening(record: Record) -> list[str]:
    told = [_("Ordföranden öppnar mötet klockan %(clock)s.", clock=clock(record.began_at))]
    elected = record.elected
    if record.holder(SignatoryRole.SECRETARY):
        told.append(_("%(name)s är mötets sekreterare.", name=record.holder(SignatoryRole.SECRETARY)))
    if elected:
        told.append(_("%(names)s väljs att jämte ordföranden justera protokollet.", names=listed(elected)))
    return [*told, _("Dagordningen godkänns.")]


def _closing(record: Record) -> list[str]:
    told = []
    if record.next_meeting:
        told.append(
            _(
                "Nästa möte är %(day)s klockan %(clock)s.",
                day=weekday_date(record.next_meeting),
                clock=clock(record.next_meeting),
            )
        )
    told.append(_("Ordföranden avslutar mötet klockan %(clock)s.", clock=clock(record.ended_at)))
    return told
