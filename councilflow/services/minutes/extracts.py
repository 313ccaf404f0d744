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
from typing import Any

from sqlalchemy import Row, select

from councilflow.documents.extract import as_pdf
from councilflow.documents.gate import approve
from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import speaking
from councilflow.models import Extract, Mail, Meeting, MinutesDocument, Organisation, Person, Seat
from councilflow.process.councils import Category
from councilflow.process.errors import RuleBroken
from councilflow.process.extracts import ATTESTED, ExtractPaper, extract_of, paragraph_of
from councilflow.process.mail import MailState
from councilflow.process.meeting import SignatoryRole, local_date
from councilflow.process.minutes import Minutes, MinutesState, from_json
from councilflow.services import journal, mail, numbers
from councilflow.services.desk.hold import hold_council
from councilflow.services.mail import Enclosure, Mailing, Recipient, Sender
from councilflow.services.minutes import SigningPlace, hold
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
    RuleBroken: minutes-not-signed, no-such-paragraph, extract-for-nobody, too-many-extracts,
    document-not-approved, and those of the signing authority.
    """
    if not to:
        raise RuleBroken("extract-for-nobody")
    if len(to) > MOST:
        raise RuleBroken("too-many-extracts", most=MOST)
    meeting = db.session.get_one(Meeting, meeting_id)
    hold_council(meeting.council_id)
    document = hold(meeting_id)
    minutes = _signed_text(document)
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


def _signed_text(document: MinutesDocument) -> Minutes:
    if document.state is not MinutesState.SIGNED:
        raise RuleBroken("minutes-not-signed", state=document.state)
    return from_json(document.snapshot)


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
        _post(extract, paper.paragraph.title, by=by, now=now)
    return extract


def _attested(
    paper: ExtractPaper, certificate: PersonalCertificate, *, meeting: Meeting, now: datetime
) -> bytes:
    with speaking(paper.language):
        reason = _("Utdraget bestyrks")
    signed = sign(
        as_pdf(paper, now=now),
        field=ATTESTED,
        certificate=certificate,
        reason=reason,
        at=now.astimezone(meeting.council.zone),
    )
    return approve(signed)


def name_of(extract: Extract) -> str:
    """3/2026"""
    return f"{extract.number}/{extract.year}"


def _post(extract: Extract, title: str, *, by: Person, now: datetime) -> Mail:
    """The letter with the extract as a file, in the council's language; the answer goes to the secretary."""
    meeting = extract.meeting
    council = meeting.council
    with speaking(council.document_language):
        file_name = _("Protokollsutdrag %(number)s-%(year)s.pdf", number=extract.number, year=extract.year)
    letter = mail.queue(
        "extract",
        to=Recipient(extract.recipient, extract.email, council.document_language),
        template="extract",
        facts={
            "council": council.name,
            "number": name_of(extract),
            "paragraph": extract.paragraph,
            "title": title,
            "day": local_date(meeting.starts_at, council.zone),
            "recipient": extract.recipient,
            "secretary": by.name,
            "check_url": mail.address_of("/check"),
        },
        sender=Sender(by.name, by.email),
        enclosures=[Enclosure(file_name, "application/pdf", extract.content)],
        meeting=meeting,
        now=now,
    )
    db.session.flush()
    extract.mail_id = letter.id
    return letter


def send(extract_id: int, *, email: str, by: Person, now: datetime) -> Extract:
    """Send an extract once more, or for the first time, to this address. The file itself does not change.

    NoResultFound; RuleBroken: mail-on-its-way while the one before still waits to be sent.
    """
    extract = db.session.scalars(select(Extract).where(Extract.id == extract_id)).one()
    document = hold(extract.meeting_id)
    db.session.refresh(extract)  # somebody may just have sent it
    before = latest_letter(extract.meeting_id).get(extract.mail_id)
    if before is not None and before.state is MailState.QUEUED:
        raise RuleBroken("mail-on-its-way", to=extract.recipient)
    extract.email = email
    title = paragraph_of(_signed_text(document), extract.paragraph).title
    _post(extract, title, by=by, now=now).is_resend = before is not None
    journal.note(
        "extract-sent",
        by=by,
        now=now,
        meeting=extract.meeting,
        about=extract.recipient,
        after={"extract": name_of(extract)},
    )
    return extract


def latest_letter(meeting_id: int) -> dict[int | None, Mailing]:
    """By the id of the letter an extract went with: the one that went last.

    A letter that is sent again from the mail log is a row of its own there, with the same subject.
    """
    letters = [one for one in mail.log_of(meeting_id) if one.kind == "extract"]
    newest: dict[str, Mailing] = {}
    for one in letters:
        newest.setdefault(one.subject, one)
    return {one.id: newest[one.subject] for one in letters}


@dataclass(frozen=True, slots=True)
class Sent:
    """One line of the log of extracts. Instants are aware, in UTC."""

    id: int
    number: int
    year: int
    paragraph: int
    recipient: str
    email: str
    attested_by: str
    made_at: datetime
    letter: Mailing | None
    """None: handed over on paper."""


def log_of(meeting_id: int) -> list[Sent]:
    """Every extract of a meeting's minutes and where it went, the latest first."""
    rows = db.session.execute(
        select(
            Extract.id,
            Extract.number,
            Extract.year,
            Extract.paragraph,
            Extract.recipient,
            Extract.email,
            Person.name.label("attested_by"),
            Extract.made_at,
            Extract.mail_id,
        )
        .join(Person, Person.id == Extract.attested_by_id)
        .where(Extract.meeting_id == meeting_id)
        .order_by(Extract.year.desc(), Extract.number.desc())
    ).all()
    letters = latest_letter(meeting_id)
    return [Sent(*row[:-1], letter=letters.get(row.mail_id)) for row in rows]


def mailboxes() -> Sequence[Row[*tuple[Any, ...]]]:
    """The organisations that can be sent extracts at their official address (D.1): id, name, mailbox."""
    return db.session.execute(
        select(Organisation.id, Organisation.name, Organisation.mailbox)
        .where(Organisation.closed_on.is_(None), Organisation.mailbox != "")
        .order_by(Organisation.name)
    ).all()


def file_of(meeting_id: int, extract_id: int) -> Row[*tuple[Any, ...]] | None:
    """The exact bytes of an extract of this meeting: number, year, content; None when there is none."""
    return db.session.execute(
        select(Extract.number, Extract.year, Extract.content).where(
            Extract.id == extract_id, Extract.meeting_id == meeting_id
        )
    ).one_or_none()
