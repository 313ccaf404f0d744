"""A statement becomes a letter: laid out, signed, and sent by mail or in another way (A40, B1.18)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from councilflow import i18n
from councilflow.documents.paragraph_numbers import paragraph_number
from councilflow.documents.statement import StatementPaper, as_pdf
from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import speaking
from councilflow.models import AgendaItem, Body, Meeting, Organisation, Person, Statement
from councilflow.process.afterwards import HearingState
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import local_date
from councilflow.process.outwards import MOST_RECIPIENTS, check_may_send, check_sent, is_adopted_in
from councilflow.process.plans.values import StatementState
from councilflow.process.wording import Piece, between
from councilflow.services import journal, mail
from councilflow.services.mail import Enclosure, Recipient, Sender
from councilflow.services.outwards import letters, said
from councilflow.services.outwards.statements import EVENTS, answering, dissents_of, is_taken
from councilflow.words import word
from councilflow.words.dissents import dissent_heading


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """How a statement leaves the house: by mail to `addresses`, or `otherwise`, in words."""

    signed_on: date
    sent_on: date
    addresses: Sequence[str] = ()
    otherwise: str = ""

    @property
    def to(self) -> list[str]:
        return [*self.addresses, *([self.otherwise] if self.otherwise else [])]


def letter(statement: Statement, *, now: datetime) -> bytes:
    """The statement as a tagged PDF: the very file that was sent, and before that as it stands."""
    return letters.kept(statement.id) or laid_out(statement, now=now)


def laid_out(statement: Statement, *, now: datetime) -> bytes:
    """The statement as it stands. What was sent before letters were kept is the same file whenever it is
    asked for, as long as this is laid out as it was then."""
    council = db.session.get_one(Body, statement.body_id)
    host = db.session.get(Organisation, council.host_id) if council.host_id else None
    day = statement.sent_on or statement.signed_on or local_date(now, council.zone)
    with speaking(council.document_language):
        item = taken_at(statement)
        paper = StatementPaper(
            council=council.name,
            host=host.name if host else "",
            kind=str(word(statement.kind)),
            title=statement.title,
            addressee=statement.addressee,
            text=statement.text,
            day=day,
            language=council.document_language,
            registry_no=statement.registry_no,
            adopted=_place(item) if item and says_it(statement, item) else "",
            occasion=_place(item) if item and not says_it(statement, item) else "",
            decided=_decided(statement),
            dissents=dissents_in(statement),
            signatory=statement.signatory,
            signed_on=statement.signed_on,
            is_draft=statement.state is StatementState.DRAFT,
        )
    made = datetime.combine(statement.sent_on, time(12), UTC) if statement.sent_on else now
    return as_pdf(paper, now=made)


def dissents_in(statement: Statement) -> letters.Dissents:
    """Other views that the letter tells of: those of the very letter that was sent, and before that of the
    standpoint it rests on as it stands, in the language of the council."""
    told = letters.dissents_in(statement.id)
    if told is not None:
        return told
    item = taken_at(statement)
    council = db.session.get_one(Body, statement.body_id)
    with speaking(council.document_language):
        return [(_whose(one), one.text) for one in dissents_of(item.id)] if item else []


def taken_at(statement: Statement) -> AgendaItem | None:
    """The item where the council agreed, once it has; an agenda that waits for its meeting says nothing."""
    item = db.session.get(AgendaItem, statement.item_id) if statement.item_id else None
    return item if item and not item.is_secret and is_taken(item.id) else None


def agreed_words(item: AgendaItem) -> str:
    """What the council agreed on, as the minutes have it."""
    return item.adopted or item.proposal


def says_it(statement: Statement, item: AgendaItem) -> bool:
    """Whether the text is what was agreed on at the item, so that the letter may call it adopted."""
    return is_adopted_in(statement.text, agreed_words(item))


def differences(statement: Statement) -> list[Piece]:
    """How the text differs from what the council agreed on, for who looks before sending; empty when it says
    it, or rests on no item."""
    item = taken_at(statement)
    if item is None or says_it(statement, item):
        return []
    return between(agreed_words(item), statement.text)


def _decided(statement: Statement) -> str:
    day = i18n.date_long(statement.decided_on) if statement.decided_on else ""
    return ", ".join(filter(None, (statement.decided_by, day)))


def _place(item: AgendaItem) -> str:
    meeting: Meeting = item.meeting
    day = i18n.date_long(local_date(meeting.starts_at, meeting.council.zone))
    return f"{paragraph_number(item.number)}, {day}" if item.number else day


def _whose(dissent: Any) -> str:
    who = ", ".join(filter(None, (dissent.organisation, dissent.person)))
    return f"{dissent_heading(dissent.kind, 1)}: {who}"


def file_name(statement: Statement) -> str:
    """As the recipient keeps it."""
    kept = "".join(sign if sign.isalnum() or sign in " -" else " " for sign in statement.title)
    return f"{' '.join(kept.split())[:80] or 'yttrande'}.pdf"


def check_way(statement: Statement, sending: Sending) -> None:
    """What rests on something under secrecy leaves the house in no mail, also when the mark came after the
    text was written. RuleBroken: secret-letter-by-mail."""
    item = db.session.get(AgendaItem, statement.item_id) if statement.item_id else None
    if sending.addresses and item is not None and item.is_secret:
        raise RuleBroken("secret-letter-by-mail")


def send(
    statement: Statement, sending: Sending, *, version: int | None, by: Person, now: datetime
) -> Statement:
    """Sign and send, or note that it was sent in another way; from then on it stays as it is.

    The letter is laid out once and kept. Every address gets a mail of its own with that file, through the
    outbox; answers go to `by`. The hearing that it answers is answered. RuleBroken: somebody-saved-first
    (who), sent-to-nobody, too-many-recipients (most), document-not-approved, and those of `check_may_send`,
    `check_sent` and `check_way`.
    """
    said.check_version(statement, version, *EVENTS)
    check_may_send(
        statement.state,
        text=statement.text,
        signatory=statement.signatory,
        is_decided=is_taken(statement.item_id) or bool(statement.decided_by and statement.decided_on),
    )
    council = db.session.get_one(Body, statement.body_id)
    check_sent(sending.signed_on, sending.sent_on, today=local_date(now, council.zone))
    if not sending.to:
        raise RuleBroken("sent-to-nobody")
    if len(sending.addresses) > MOST_RECIPIENTS:
        raise RuleBroken("too-many-recipients", most=MOST_RECIPIENTS)
    check_way(statement, sending)
    statement.signed_on, statement.sent_on = sending.signed_on, sending.sent_on
    statement.state, statement.sent_to = StatementState.SENT, sending.to
    statement.version += 1
    db.session.flush()
    sent = letters.keep(statement, laid_out(statement, now=now), dissents_in(statement), now=now)
    _post(statement, council, sending.addresses, sent.content, by=by, now=now)
    answering(statement.hearing_id, HearingState.ANSWERED)
    facts = {
        "sent_on": sending.sent_on.isoformat(),
        "sent_to": ", ".join(sending.to),
        "letter_sha256": sent.sha256,
    }
    journal.note("statement-sent", by=by, now=now, council=council, about=statement.title, after=facts)
    return statement


def _post(
    statement: Statement,
    council: Body,
    addresses: Sequence[str],
    content: bytes,
    *,
    by: Person,
    now: datetime,
) -> None:
    if not addresses:
        return
    item = taken_at(statement)
    for address in addresses:
        mail.queue(
            "statement",
            to=Recipient(statement.addressee, address, council.document_language),
            template="statement",
            facts={
                "council": council.name,
                "title": statement.title,
                "registry_no": statement.registry_no,
                "signatory": statement.signatory,
                "sender": by.name,
            },
            sender=Sender(council.name, by.email),
            enclosures=[Enclosure(file_name(statement), "application/pdf", content)],
            meeting=item.meeting if item else None,
            now=now,
        )


def mail_words(statement: Statement) -> str:
    """The subject of the mail as it will be, for who looks before sending."""
    council = db.session.get_one(Body, statement.body_id)
    with speaking(council.document_language):
        return _("%(title)s – från %(council)s", title=statement.title, council=council.name)
