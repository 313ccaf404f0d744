"""Extracts of signed minutes: one § for one recipient, numbered, attested and sent (protokollsutdrag, D.3).

An extract is taken from what was signed and never from the tables behind it. It is numbered, stored and put
into the outbox in one transaction, so that there is never a number without an extract, nor an extract that
was promised to somebody and not sent.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from councilflow.documents.extract import as_pdf
from councilflow.documents.gate import approve
from councilflow.extensions import begin_as, db
from councilflow.i18n import gettext as _
from councilflow.i18n import speaking
from councilflow.models import Extract, Meeting, NumberSeries, Organisation, Person, Seat
from councilflow.process.councils import Category
from councilflow.process.errors import RuleBroken
from councilflow.process.extracts import ATTESTED, ExtractPaper, extract_of
from councilflow.process.meeting import SignatoryRole, local_date
from councilflow.services import journal, numbers, secrecy
from councilflow.services.desk.hold import hold_council
from councilflow.services.minutes import SigningPlace
from councilflow.services.minutes.dispatch import check_may_be_mailed, name_of, post
from councilflow.services.minutes.signed import corrections_of, source_of
from councilflow.services.visibility import held_on
from councilflow.signing.sign import sign
from councilflow.signing.signers import Signer
from councilflow.words import word

MOST = 40
"""How many extracts are made at once: one authentication covers them all."""

_ASIDE = 3
"""How often the files are made while others may write, before they are made with everybody waiting."""


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom an extract is for. Without `email` it is handed over on paper."""

    name: str
    email: str = ""
    organisation_id: int | None = None


@dataclass(frozen=True, slots=True)
class _Made:
    """An extract that is attested and not yet kept."""

    paper: ExtractPaper
    to: Addressee
    content: bytes


def make(
    meeting_id: int,
    paragraph: int,
    to: Sequence[Addressee],
    *,
    place: SigningPlace,
    by: Person,
    now: datetime,
) -> list[Extract]:
    """An extract of one § for each addressee. Who calls has just verified the secretary's password.

    Numbers run per council and calendar year, without gaps, whoever makes them at the same time. To lay out
    and sign takes its time, so it is done while others may write, and done again if somebody took the numbers
    meanwhile; what came before in this transaction is committed.
    A § under secrecy is handed over and never mailed, and a file under secrecy is not named in any extract.
    RuleBroken: extract-before-signing, no-such-paragraph, extract-for-nobody, too-many-extracts,
    extract-is-secret, document-not-approved, and those of the signing authority.
    """
    if not to:
        raise RuleBroken("extract-for-nobody")
    if len(to) > MOST:
        raise RuleBroken("too-many-extracts", most=MOST)
    if any(one.email for one in to):
        check_may_be_mailed(meeting_id, paragraph)
    person_id = by.id
    for _turn in range(_ASIDE):
        db.session.commit()
        begin_as(writer=False)
        made = _attested(meeting_id, paragraph, to, place=place, person_id=person_id, now=now)
        db.session.rollback()
        begin_as(writer=True)
        if _are_next(meeting_id, made, now):
            break
    else:
        made = _attested(meeting_id, paragraph, to, place=place, person_id=person_id, now=now)
    return [_keep(meeting_id, one, person_id=person_id, now=now) for one in made]


def _are_next(meeting_id: int, made: Sequence[_Made], now: datetime) -> bool:
    """Hold the council, and say whether the numbers of these extracts are still the next ones."""
    meeting = db.session.get_one(Meeting, meeting_id)
    hold_council(meeting.council_id)
    series = numbers.series(meeting.council_id, made[0].paper.year)
    return made[0].paper.number == series.last_extract + 1


def _attested(
    meeting_id: int,
    paragraph: int,
    to: Sequence[Addressee],
    *,
    place: SigningPlace,
    person_id: int,
    now: datetime,
) -> list[_Made]:
    """The files with the numbers that are next; nothing is written."""
    meeting, secretary = db.session.get_one(Meeting, meeting_id), db.session.get_one(Person, person_id)
    council, source = meeting.council, source_of(meeting_id, paragraph)
    made_on = local_date(now, council.zone)
    with speaking(council.document_language):
        signer = place.authority.issue(
            name=secretary.name,
            organisation=_organisation_of(secretary, meeting, now),
            role=word(SignatoryRole.SECRETARY),
            at=now,
        )
    corrections = corrections_of(meeting_id, paragraph)
    with speaking(council.document_language):
        text, mark = secrecy.files_outside(source.text, meeting_id), secrecy.mark_of(meeting_id, paragraph)
    found = []
    for number, one in enumerate(to, _last_extract(council.id, made_on.year) + 1):
        paper = extract_of(
            text,
            paragraph,
            number=number,
            recipient=one.name,
            attested_by=signer.name,
            attester_organisation=signer.organisation,
            approved_on=source.approved_on(paragraph),
            made_on=made_on,
            corrections=corrections,
            secrecy=mark,
        )
        found.append(_Made(paper, one, _file(paper, signer, meeting, place, now)))
    return found


def _last_extract(council_id: int, year: int) -> int:
    found = db.session.scalar(
        select(NumberSeries.last_extract).where(
            NumberSeries.council_id == council_id, NumberSeries.year == year
        )
    )
    return found or 0


def _organisation_of(secretary: Person, meeting: Meeting, now: datetime) -> str:
    """Which organisation the secretary serves today, else the host."""
    found = db.session.scalar(
        select(Organisation.name)
        .join(Seat, Seat.organisation_id == Organisation.id)
        .where(
            Seat.person_id == secretary.id,
            Seat.body_id == meeting.council_id,
            Seat.category == Category.SECRETARY,
            held_on(local_date(now, meeting.council.zone)),
        )
        .limit(1)
    )
    return found or meeting.council.host.name


def _file(paper: ExtractPaper, signer: Signer, meeting: Meeting, place: SigningPlace, now: datetime) -> bytes:
    with speaking(paper.language):
        reason = _("Utdraget bestyrks")
    base = as_pdf(paper, now=now, archive=meeting.council.archive_format)
    at = now.astimezone(meeting.council.zone)
    signed, _why = place.in_time(
        lambda timestamps: sign(
            base, field=ATTESTED, signer=signer, reason=reason, at=at, timestamps=timestamps
        ),
        now,
    )
    return approve(signed)


def _keep(meeting_id: int, made: _Made, *, person_id: int, now: datetime) -> Extract:
    """Take the number, store the file, note it and send it. Who calls holds the council."""
    meeting, secretary = db.session.get_one(Meeting, meeting_id), db.session.get_one(Person, person_id)
    numbers.series(meeting.council_id, made.paper.year).last_extract = made.paper.number
    extract = Extract(
        meeting=meeting,
        council_id=meeting.council_id,
        year=made.paper.year,
        number=made.paper.number,
        paragraph=made.paper.paragraph.number,
        recipient=made.to.name,
        email=made.to.email,
        organisation_id=made.to.organisation_id,
        attested_by_id=person_id,
        content=made.content,
        sha256=hashlib.sha256(made.content).hexdigest(),
        made_at=now,
    )
    db.session.add(extract)
    db.session.flush()
    journal.note(
        "extract-made",
        by=secretary,
        now=now,
        meeting=meeting,
        about=made.to.name,
        after={"extract": name_of(extract), "paragraph": extract.paragraph, "sha256": extract.sha256},
    )
    if made.to.email:
        post(extract, made.paper.paragraph.title, by=secretary, now=now)
    return extract
