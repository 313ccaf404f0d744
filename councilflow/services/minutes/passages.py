"""The passages of the minutes: what the record says in sentences, and what the secretary makes of it.

A passage is {"made": the text that came from the record, "text": the text as it stands}. One that nobody has
edited follows the record when the draft is made anew; one that somebody has edited stays as it is, and is
marked `asks` when the record has changed under it, so that the secretary chooses. Nothing is overwritten.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from councilflow.i18n import gettext as _
from councilflow.i18n import listed, speaking
from councilflow.process.agenda import ItemKind
from councilflow.services.minutes import sentences
from councilflow.services.minutes.record import Record

Passages = dict[str, Any]

SUMMARY = "summary"
DISCUSSION = "discussion"
COURSE = "course"
"""How the item was dealt with at the meeting."""
PARTS = (SUMMARY, COURSE, DISCUSSION)
"""The passages of a §, in the order they are written."""
NOTHING = {"made": "", "text": ""}
"""A passage that the draft has not got."""
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
        for part in PARTS
    }


def from_record(record: Record) -> Passages:
    """Every passage as the record has it, in the council's document language."""
    with speaking(record.meeting.language):
        made = {TIMES: "\n".join(sentences.rests(record))}
        for item in record.items:
            told = [_summary(record, item), *_order(record, item)]
            made[key_of(item.id, SUMMARY)] = "\n\n".join(text for text in told if text)
            made[key_of(item.id, COURSE)] = " ".join(sentences.course(record, item))
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


@dataclass(frozen=True, slots=True)
class Offer:
    """A passage whose text is another than what the record says now."""

    key: str
    text: str
    """As it stands in the draft."""
    made: str
    """What the record said when the draft was last made of it."""
    fresh: str
    """What it says now."""

    @property
    def is_edited(self) -> bool:
        return self.text != self.made

    @property
    def record_changed(self) -> bool:
        return self.made != self.fresh


def offers(held: Passages, record: Record) -> list[Offer]:
    """The passages to choose for, in their order; none when the draft says what the record says."""
    still = closed(record)
    found = [
        Offer(key, text_of(held, key), str(held.get(key, NOTHING)["made"]), one["text"])
        for key, one in from_record(record).items()
        if key not in still
    ]
    return [one for one in found if one.text != one.fresh]


def chosen(held: Passages, record: Record, taken: Collection[str]) -> Passages:
    """The passages with the record's new text where it is taken, and every other as it stands."""
    return {
        key: fresh if key in taken or key not in held else {"made": fresh["made"], "text": held[key]["text"]}
        for key, fresh in from_record(record).items()
    }


def edited(held: Passages, texts: Mapping[str, str]) -> Passages:
    """The passages with the secretary's texts; a passage that is not sent stays as it was. An older
    draft gets a new kind of passage when somebody writes in it."""
    new = {key: NOTHING for key, text in texts.items() if key not in held and text}
    return {
        key: {"made": one["made"], "text": texts.get(key, one["text"])} for key, one in (held | new).items()
    }


def _summary(record: Record, item: Row[*tuple[Any, ...]]) -> str:
    if item.kind is ItemKind.CONSULTATION:
        return "\n\n".join(_consultation(record, item))
    if item.kind is not ItemKind.STANDING:
        return str(item.background)
    told = sentences.of_standing(record, item)
    return str(item.background) if told is None else "\n\n".join(told)


def _consultation(record: Record, item: Row[*tuple[Any, ...]]) -> list[str]:
    """The background, the question, and each organisation's answer word for word (A37)."""
    told = [item.background] if item.background.strip() else []
    if item.consultation.strip():
        told.append(_("Samrådsfråga: %(question)s", question=item.consultation))
    answers = record.answers.get(item.id, [])
    if not answers:
        return [*told, _("Ingen organisation har svarat skriftligt på samrådet.")]
    told.append(
        _("Skriftliga svar har kommit från %(names)s.", names=listed([a.organisation for a in answers]))
    )
    return [*told, *(f"{one.organisation}: {one.text}" for one in answers)]


def _order(record: Record, item: Row[*tuple[Any, ...]]) -> list[str]:
    """The joint order of priority and how the council came to it (A35, A39)."""
    rows = record.orders.get(item.id, [])
    if not rows:
        return []
    lines = [f"{place}. {row.title}" for place, row in enumerate(rows, 1)]
    return ["\n".join([_("Gemensam rangordning:"), *lines]), rows[0].how]
