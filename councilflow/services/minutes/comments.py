"""The reviewers' comments at the place they are about, and what the secretary says of them (F.1, 4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import aliased

from councilflow.extensions import db
from councilflow.models import MinutesDocument, PassageComment, Person
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import SignatoryRole
from councilflow.process.minutes import MinutesState
from councilflow.services import journal
from councilflow.services.minutes import places
from councilflow.services.minutes.draft import latest
from councilflow.services.minutes.passages import text_of
from councilflow.services.minutes.record import items, signers

REVIEWERS = frozenset({SignatoryRole.CHAIR, SignatoryRole.ELECTED})
"""Who reads the draft: the justerare, whose approval is needed, and the chair, who answers for it."""

LONGEST_QUOTE = 1000
"""Letters. Whoever means more than that means the passage."""


def reviews(meeting_id: int, person_id: int) -> bool:
    """Whether the person is one of those who review the minutes of the meeting."""
    return any(one.person_id == person_id and one.role in REVIEWERS for one in signers(meeting_id))


def comment(
    document: MinutesDocument, key: str, text: str, *, quote: str = "", by: Person, now: datetime
) -> PassageComment:
    """Say something of a passage of the draft or of some of its words, or at one of the other places.

    `key`: of a passage, or of `places`. `quote`: the words that it is about; ones that do not stand in the
    passage are left out. RuleBroken: minutes-not-in-review, not-a-reviewer, comment-missing, no-such-passage.
    """
    _check_in_review(document)
    if not reviews(document.meeting_id, by.id):
        raise RuleBroken("not-a-reviewer")
    if not text.strip():
        raise RuleBroken("comment-missing")
    newest = latest(document)
    if key not in newest.passages and key not in places.keys(one.id for one in items(document.meeting_id)):
        raise RuleBroken("no-such-passage")
    words = " ".join(quote.split())
    stands = words in " ".join(text_of(newest.passages, key).split()) and len(words) <= LONGEST_QUOTE
    made = PassageComment(
        document_id=document.id,
        revision=newest.number,
        passage=key,
        quote=words if stands else "",
        person_id=by.id,
        text=text.strip(),
        at=now,
    )
    db.session.add(made)
    journal.note("minutes-commented", by=by, now=now, meeting=document.meeting)
    return made


def answer_comment(
    document: MinutesDocument,
    comment_id: int,
    text: str = "",
    *,
    settles: bool,
    by: Person,
    now: datetime,
) -> None:
    """The secretary answers a comment, settles it, or both; it may be opened again in the same way.

    NoResultFound when there is no such comment on this document. RuleBroken: minutes-locked once the text
    is locked.
    """
    if document.state not in (MinutesState.DRAFT, MinutesState.IN_REVIEW):
        raise RuleBroken("minutes-locked", state=document.state)
    comment = db.session.scalars(
        select(PassageComment).where(
            PassageComment.id == comment_id, PassageComment.document_id == document.id
        )
    ).one()
    comment.answer = text.strip() or comment.answer
    comment.settled_at = now if settles else None
    comment.settled_by_id = by.id if settles else None
    journal.note(
        "minutes-comment-settled" if settles else "minutes-comment-answered",
        by=by,
        now=now,
        meeting=document.meeting,
    )


def _check_in_review(document: MinutesDocument) -> None:
    if document.state is not MinutesState.IN_REVIEW:
        raise RuleBroken("minutes-not-in-review", state=document.state)


def listed(document_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """Every comment in the order they came: id, passage, revision, quote, text, at, who, answer, settled_at,
    settled_by."""
    settler = aliased(Person)
    return db.session.execute(
        select(
            PassageComment.id,
            PassageComment.passage,
            PassageComment.revision,
            PassageComment.quote,
            PassageComment.text,
            PassageComment.at,
            Person.name.label("who"),
            PassageComment.answer,
            PassageComment.settled_at,
            settler.name.label("settled_by"),
        )
        .join(Person, Person.id == PassageComment.person_id)
        .outerjoin(settler, settler.id == PassageComment.settled_by_id)
        .where(PassageComment.document_id == document_id)
        .order_by(PassageComment.at, PassageComment.id)
    ).all()


def unsettled(document_id: int) -> int:
    """How many comments wait for the secretary."""
    found = db.session.scalar(
        select(func.count(PassageComment.id)).where(
            PassageComment.document_id == document_id, PassageComment.settled_at.is_(None)
        )
    )
    return int(found or 0)
