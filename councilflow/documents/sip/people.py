"""Who was there, as `meeting.xml` tells it: for whom, for which §, who came and went, who had jäv."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from councilflow.documents.sip.own import own
from councilflow.process.minutes import Attendance, Minutes, Paragraph, Range, Sitting


def write_sitting(root: Any, sitting: Sitting) -> None:
    """A day with its rests, and its own list when the roll was called on several."""
    one = own.add(root, "sitting", day=sitting.day, begins=sitting.begins, ends=sitting.ends)
    own.add_if(one, "note", sitting.note)
    for rest in sitting.adjournments:
        own.add_if(own.add(one, "adjournment", begins=rest.begins, ends=rest.ends), "reason", rest.reason)
    for person in sitting.attendance:
        write_participant(one, person)


def write_participant(parent: Any, person: Attendance) -> None:
    one = own.add(
        parent,
        "participant",
        category=person.category,
        presence=person.presence,
        side=person.side,
        office=person.office,
    )
    own.add(one, "name", person.name)
    own.add_if(one, "organisation", person.organisation)
    own.add_if(one, "party", person.party)
    own.add_if(one, "function", person.function)
    _ranges(one, "present", person.paragraphs)
    for service in person.services:
        serves = own.add(one, "serves")
        own.add(serves, "member", service.member)
        _ranges(serves, "for", service.paragraphs)
    for move in person.movements:
        own.add(
            one, "movement", move=move.move, day=move.day, at=move.at, after=move.after, before=move.before
        )


def write_signatories(root: Any, minutes: Minutes) -> None:
    for signatory in minutes.signatories:
        one = own.add(root, "signatory", role=signatory.role, field=signatory.key)
        own.add(one, "name", signatory.name)
        own.add_if(one, "organisation", signatory.organisation)
        _ranges(one, "for", signatory.paragraphs)


def write_part_in(element: Any, paragraph: Paragraph, *, in_words: bool) -> None:
    """Who led, presented, differed or took no part in a §. `in_words`: with what they said."""
    own.add_if(element, "ledBy", paragraph.led_by)
    for presenter in paragraph.presenters:
        one = own.add(element, "presenter")
        own.add(one, "name", presenter.name)
        own.add_if(one, "title", presenter.title)
        own.add_if(one, "organisation", presenter.organisation)
    for dissent in paragraph.dissents:
        one = own.add(element, "dissent", kind=dissent.kind, side=dissent.side)
        own.add(one, "organisation", dissent.organisation)
        own.add_if(one, "person", dissent.person)
        own.add_if(one, "text", dissent.text if in_words else "")
    for recusal in paragraph.recusals:
        one = own.add(element, "recusal", leftAt=recusal.left_at, returnedAt=recusal.returned_at)
        own.add(one, "name", recusal.name)
        own.add_if(one, "organisation", recusal.organisation)
        own.add_if(one, "reason", recusal.reason if in_words else "")


def _ranges(parent: Any, name: str, ranges: Iterable[Range]) -> None:
    for one in ranges:
        own.add(parent, name, first=one.first, last=one.last)
