"""From the draft to the exact file: the justerare read it, approve it or send it back (F.1, 4; KL 5:69)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from councilflow.extensions import begin_as, db
from councilflow.models import MinutesDocument, MinutesReview, Person
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import SignatoryRole
from councilflow.process.minutes import MinutesState, MinutesStep, after
from councilflow.process.roll import present
from councilflow.process.span import span
from councilflow.services import attendance, journal, mail
from councilflow.services.minutes import files, supplements
from councilflow.services.minutes.comments import REVIEWERS, reviews, unsettled
from councilflow.services.minutes.compose import compose
from councilflow.services.minutes.draft import hold, latest, settle
from councilflow.services.minutes.layout import draw, keep
from councilflow.services.minutes.place import SigningPlace
from councilflow.services.minutes.reading import draft_of, mark_of
from councilflow.services.minutes.record import Signer, approvals_of, signers
from councilflow.services.minutes.telling import ask_for_signatures, tell_sent_back


def send_for_review(document: MinutesDocument, *, url: str, by: Person, now: datetime) -> None:
    """Ask the justerare and the chair to read the draft. `url` is the path of its page.

    RuleBroken: minutes-step-not-allowed, and those of `check_signers`.
    """
    check_signers(document.meeting_id)
    settle(document, now=now)
    _step(document, MinutesStep.SEND_FOR_REVIEW, by=by, now=now)
    document.sent_for_review_at, document.approved_at = now, None
    for one in signers(document.meeting_id):
        if one.role in REVIEWERS:
            _tell(document, one, url=url, now=now)


def check_signers(meeting_id: int) -> None:
    """A secretary, the chair and a justerare sign, as closing the meeting asked for, and all of them were
    there. RuleBroken: nobody-signs, signer-was-away (with who)."""
    signing = signers(meeting_id)
    if {one.role for one in signing} != set(SignatoryRole):
        raise RuleBroken("nobody-signs")
    there = {line.person_id for line in present(attendance.read(meeting_id).attended())}
    if away := [one.name for one in signing if one.person_id not in there]:
        raise RuleBroken("signer-was-away", who=", ".join(away))


def _tell(document: MinutesDocument, reviewer: Signer, *, url: str, now: datetime) -> None:
    meeting, zone = document.meeting, document.meeting.council.zone
    mail.queue(
        "minutes",
        to=mail.Recipient.of(db.session.get_one(Person, reviewer.person_id)),
        template="minutes_review",
        facts={
            "council": meeting.council.name,
            "days": span(meeting.starts_at, meeting.ends_at, zone),
            "approves": reviewer.role is SignatoryRole.ELECTED,
            "url": mail.address_of(url),
        },
        meeting=meeting,
        now=now,
    )


def answer(
    document: MinutesDocument,
    *,
    approved: bool,
    comment: str = "",
    read: str | None = None,
    url: str = "",
    by: Person,
    now: datetime,
) -> None:
    """A reviewer's word on the draft as it stands; sent back, it is a draft again, the comment is shown, and
    the secretary is told by mail when `url`, the path of the page of the minutes, says where.

    `read`: the mark of the text that the reviewer had before them (`reading.mark_of`); None: nobody looked.
    RuleBroken: minutes-not-in-review, not-a-reviewer, comment-missing, minutes-changed-meanwhile.
    """
    if document.state is not MinutesState.IN_REVIEW:
        raise RuleBroken("minutes-not-in-review", state=document.state)
    if not reviews(document.meeting_id, by.id):
        raise RuleBroken("not-a-reviewer")
    if not approved and not comment.strip():
        raise RuleBroken("comment-missing")
    if read is not None and read != mark_of(draft_of(document)):
        raise RuleBroken("minutes-changed-meanwhile")
    db.session.add(
        MinutesReview(
            document_id=document.id,
            revision=latest(document).number,
            person_id=by.id,
            approved=approved,
            comment=comment.strip(),
            at=now,
        )
    )
    if approved:
        journal.note("minutes-approved", by=by, now=now, meeting=document.meeting)
        _agree(document, by=by, now=now)
    else:
        document.approved_at = None
        _step(document, MinutesStep.SEND_BACK, by=by, now=now, comment=comment.strip())
        if url:
            tell_sent_back(document, comment.strip(), url=url, by=by, now=now)


def _agree(document: MinutesDocument, *, by: Person, now: datetime) -> None:
    """Approved by all who review is an event of its own, before anybody signs (D.1)."""
    db.session.flush()
    if document.approved_at is None and not still_to_approve(document):
        document.approved_at = now
        journal.note("minutes-agreed", by=by, now=now, meeting=document.meeting)


def still_to_approve(document: MinutesDocument) -> list[str]:
    """The justerare who have not approved the draft since it was sent for review, by name."""
    done = db.session.scalars(select(MinutesReview.person_id).where(approvals_of(document.id))).all()
    return [
        one.name
        for one in signers(document.meeting_id)
        if one.role is SignatoryRole.ELECTED and one.person_id not in done
    ]


def lock(
    meeting_id: int,
    *,
    place: SigningPlace,
    by: Person,
    now: datetime,
    url: str = "",
    override: str = "",
) -> MinutesDocument:
    """Make the exact file that will be signed, certified by the council's seal, and let nobody change a word
    from here on.

    Those who sign are asked by mail when `url` says where. `override`: why the text is locked though comments
    on it are not settled; kept only when there are such. The file takes its time, so it is made while
    others may write, and stored only if nothing came between.
    RuleBroken: minutes-step-not-allowed, not-all-approved (with who), approval-at-once-pending,
    comments-not-settled (with count), nobody-signs, signer-was-away (with who), somebody-saved-first,
    minutes-changed-meanwhile (somebody else signs, say), document-not-approved (with findings), and those of
    the signing authority.
    """
    person_id = by.id
    db.session.rollback()
    begin_as(writer=False)
    document = db.session.scalars(
        select(MinutesDocument).where(MinutesDocument.meeting_id == meeting_id)
    ).one()
    _check_lockable(document, override)
    revision = latest(document)
    number, saved_by = revision.number, revision.saved_by.name
    minutes = compose(document, revision)
    drawn = draw(minutes, document.meeting.council, place=place, now=now)
    db.session.rollback()
    begin_as(writer=True)
    document = hold(meeting_id)
    open_comments = _check_lockable(document, override)
    if latest(document).number != number:
        raise RuleBroken("somebody-saved-first", who=saved_by)
    if compose(document, latest(document)) != minutes:
        raise RuleBroken("minutes-changed-meanwhile")
    keep(document, minutes, drawn, now=now)
    _step(
        document,
        MinutesStep.LOCK,
        by=db.session.get_one(Person, person_id),
        now=now,
        fingerprint=document.fingerprint,
        **({"override": override.strip()} if open_comments else {}),
    )
    if url:
        ask_for_signatures(document, url=url, now=now)
    return document


def _check_lockable(document: MinutesDocument, override: str) -> int:
    """How many comments are left open, for a reason."""
    after(document.state, MinutesStep.LOCK)
    if waiting := still_to_approve(document):
        raise RuleBroken("not-all-approved", who=", ".join(waiting))
    check_signers(document.meeting_id)
    if supplements.pending(document.meeting_id):
        raise RuleBroken("approval-at-once-pending")
    left = unsettled(document.id)
    if left and not override.strip():
        raise RuleBroken("comments-not-settled", count=left)
    return left


def unlock(document: MinutesDocument, *, by: Person, now: datetime) -> None:
    """Make a draft of locked minutes again, which only goes while nobody has signed them.

    RuleBroken: minutes-step-not-allowed, somebody-has-signed.
    """
    after(document.state, MinutesStep.UNLOCK)
    if files.signed_by(document):
        raise RuleBroken("somebody-has-signed")
    files.supersede(document)
    was, document.snapshot, document.fingerprint, document.locked_at = document.fingerprint, "", "", None
    document.approved_at = None
    _step(document, MinutesStep.UNLOCK, by=by, now=now, was=was)


def _step(document: MinutesDocument, step: MinutesStep, *, by: Person, now: datetime, **told: str) -> None:
    before, document.state = document.state, after(document.state, step)
    journal.note(
        f"minutes-{step.replace('_', '-')}",
        by=by,
        now=now,
        meeting=document.meeting,
        before={"state": before},
        after={"state": document.state} | told,
    )
