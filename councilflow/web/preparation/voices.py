"""What was handed in, in the organisations' own words: views, answers side by side, the rest (A76, H.4)."""

from __future__ import annotations

from dataclasses import dataclass

from councilflow.i18n import gettext as _
from councilflow.process.preparation import Stance
from councilflow.services.preparation import summary as outside
from councilflow.services.preparation.room import Content
from councilflow.services.preparation.summary import Found
from councilflow.web.preparation.forms import stated


@dataclass(frozen=True, slots=True)
class Voice:
    """Something to talk about at the meeting: a view, a wish for more, or what is given up."""

    anchor: str
    organisation: str
    item: Found
    stance: Stance | None
    words: str
    is_view: bool
    is_wanted: bool
    is_earlier: bool
    """Whether it was said of a text that has changed since, and is not confirmed."""


def anchor_of(item_id: int, organisation_id: int) -> str:
    return f"synpunkt-{item_id}-{organisation_id}"


def voices_of(found: outside.Summary) -> list[Voice]:
    """Everything handed in that is more than plain support, in order; what is yielded comes last."""
    voices = []
    for item in found.items:
        for one in found.organisations:
            row = found.submissions.get((item.id, one.id))
            if row and _is_to_talk_about(row):
                words, is_view = _words(row)
                voices.append(
                    Voice(
                        anchor_of(item.id, one.id),
                        one.name,
                        item,
                        row.stance,
                        words,
                        is_view,
                        row.dissent_requested,
                        found.is_of_earlier_text(item.id, one.id),
                    )
                )
    return sorted(voices, key=lambda voice: voice.stance is Stance.SUPPORT_YIELDING)


def _is_to_talk_about(row: Found) -> bool:
    return row.stance in (Stance.DISSENT, Stance.NEEDS_MORE) or bool(row.dissent.strip()) or _yields(row)


def _yields(row: Found) -> bool:
    return row.stance is Stance.SUPPORT_YIELDING and bool(row.gives_and_gains.strip())


def _words(row: Found) -> tuple[str, bool]:
    """What to quote, and whether it is a view that could be wanted in the minutes."""
    if row.dissent.strip():
        return row.dissent, row.stance is not Stance.NEEDS_MORE
    return (row.gives_and_gains if _yields(row) else row.note), False


def spoken(found: outside.Summary) -> list[tuple[Found, list[tuple[str, list[tuple[str, str]]]]]]:
    """Per item: what each organisation handed in besides its stance, its view and its answers."""
    told = []
    for item in found.items:
        said = []
        for one in found.organisations:
            row = found.submissions.get((item.id, one.id))
            if row:
                pairs = stated(Content.of(row), [], besides_the_view=True)
                said += [(_named(found, item, one), pairs)] if pairs else []
        told += [(item, said)] if said else []
    return told


def _named(found: outside.Summary, item: Found, organisation: Found) -> str:
    """Who says it, and that it is of an earlier text where it is."""
    if not found.is_of_earlier_text(item.id, organisation.id):
        return str(organisation.name)
    return _("%(name)s (gäller den tidigare texten)", name=organisation.name)


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with every organisation's answer beside the others'."""

    item: Found
    question: str
    answers: list[tuple[str, str]]


def answered(found: outside.Summary) -> list[Answered]:
    """The questions of all items, in order, those that somebody has answered."""
    told = []
    for item in found.items:
        for question in (one for one in found.questions if one.item_id == item.id):
            answers = [
                (_named(found, item, one), words)
                for one in found.organisations
                if (row := found.submissions.get((item.id, one.id)))
                and (words := (row.answers or {}).get(str(question.id), "")).strip()
            ]
            told += [Answered(item, question.text, answers)] if answers else []
    return told
