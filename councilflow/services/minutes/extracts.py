"""Extracts of signed minutes: one § for one recipient, numbered, attested and sent (protokollsutdrag, D.3).

An extract is taken from the frozen minutes and never from the tables behind them. It is numbered, signed,
stored and put into the outbox in one transaction, so that there is never a number without an extract, nor
an extract that was promised to somebody and not sent.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from councilflow.documents.extract import as_pdf
from councilflow.documents.gate import approve
from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import speaking
from councilflow.models import Extract, Meeting, MinutesDocument, Organisation, Person, Seat
from councilflow.process.councils import Category
from councilflow.process.errors import RuleBroken
from councilflow.process.extracts import ATTESTED, ExtractPaper, extract_of, paragraph_of
from councilflow.process.meeting import SignatoryRole, local_date
from councilflow.process.minutes import Minutes
from councilflow.services import journal, numbers
from councilflow.services.desk.hold import hold_council
from councilflow.services.minutes import SigningPlace, hold
from councilflow.services.minutes.dispatch import name_of, post, signed_text
from councilflow.services.visibility import held_on
from councilflow.signing.authority import PersonalCertificate
from councilflow.signing.sign import sign
from councilflow.words import word

MOST = 40
"""How many extracts are made at once: one authentication covers them all."""


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom an extract is for. Without `email` it is handed over on paper."""

    name: str
    email: str = ""
    organisation_id: int | None = None


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

    Numbers run per council and calendar year, without gaps, whoever makes them at the same time.
    RuleBroken: extract-before-signing, no-such-paragraph, extract-for-nobody, too-many-extracts,
    document-not-approved, and those of the signing authority.
    """
    if not to:
        raise RuleBroken("extract-for-nobody")
    if len(to) > MOST:
        raise RuleBroken("too-many-extracts", most=MOST)
    meeting = db.session.get_one(Meeting, meeting_id)
    hold_council(meeting.council_id)
    document = hold(meeting_id)
    minutes = signed_text(document)
    paragraph_of(minutes, paragraph)
    organisation = _organisation_of(by, meeting, now)
    with speaking(meeting.council.document_language):
        certificate = place.authority.issue(
            name=by.name, organisation=organisation, role=word(SignatoryRole.SECRETARY), at=now
        )
    made = []
    for one in to:
        paper = _paper(document, minutes, paragraph, one, certificate, now=now)
        made.append(_keep(paper, one, certificate, meeting=meeting, by=by, now=now))
    return made


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


def _paper(
    document: MinutesDocument,
    minutes: Minutes,
    paragraph: int,
    to: Addressee,
    certificate: PersonalCertificate,
    *,
    now: datetime,
) -> ExtractPaper:
    """The next extract of the council's year. Who calls holds the council."""
    zone = document.meeting.council.zone
    made_on = local_date(now, zone)
    series = numbers.series(document.meeting.council_id, made_on.year)
    series.last_extract += 1
    return extract_of(
        minutes,
        paragraph,
        number=series.last_extract,
        recipient=to.name,
        attested_by=certificate.name,
        attester_organisation=certificate.organisation,
        approved_on=local_date(document.signed_at or now, zone),
        made_on=made_on,
    )


def _keep(
    paper: ExtractPaper,
    to: Addressee,
    certificate: PersonalCertificate,
    *,
    meeting: Meeting,
    by: Person,
    now: datetime,
) -> Extract:
    """Lay out, sign, store, note and send one extract."""
    content = _attested(paper, certificate, meeting=meeting, now=now)
    extract = Extract(
        meeting=meeting,
        council_id=meeting.council_id,
        year=paper.year,
        number=paper.number,
        paragraph=paper.paragraph.number,
        recipient=to.name,
        email=to.email,
        organisation_id=to.organisation_id,
        attested_by_id=by.id,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        made_at=now,
    )
    db.session.add(extract)
    db.session.flush()
    journal.note(
        "extract-made",
        by=by,
        now=now,
        meeting=meeting,
        about=to.name,
        after={"extract": name_of(extract), "paragraph": extract.paragraph, "sha256": extract.sha256},
    )
    if to.email:
        post(extract, paper.paragraph.title, by=by, now=now)
    return extract


def _attested(
    paper: ExtractPaper, certificate: PersonalCertificate, *, meeting: Meeting, now: datetime
) -> bytes:
    with speaking(paper.language):
        reason = _("Utdraget bestyrks")
    signed = sign(
        as_pdf(paper, now=now, archive=meeting.council.archive_format),
        field=ATTESTED,
        certificate=certificate,
        reason=reason,
        at=now.astimezone(meeting.council.zone),
    )
    return approve(signed)
