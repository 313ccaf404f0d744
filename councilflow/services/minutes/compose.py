"""From the record and the secretary's passages to the minutes as a value.

What was recorded – who came, what was adopted, whose view was noted – goes in as it stands in the tables.
Only the passages have been through the secretary's hands.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import Row

from councilflow.i18n import gettext as _
from councilflow.i18n import speaking
from councilflow.models import MinutesDocument, MinutesRevision
from councilflow.process.agenda import ItemKind
from councilflow.process.consensus import Outcome
from councilflow.process.meeting import SignatoryRole, local_date
from councilflow.process.minutes import (
    Approval,
    Dissent,
    Minutes,
    Paragraph,
    Presenter,
    Signatory,
)
from councilflow.process.profiles import PROFILES
from councilflow.services.minutes import attending
from councilflow.services.minutes.passages import (
    COURSE,
    DISCUSSION,
    SUMMARY,
    TIMES,
    Passages,
    key_of,
    text_of,
)
from councilflow.services.minutes.record import Record, Signer, read


def compose(document: MinutesDocument, revision: MinutesRevision) -> Minutes:
    """The minutes of a meeting as this revision has them, in the council's document language (H.16)."""
    record = read(document.meeting_id)
    with speaking(record.meeting.language):
        made = from_record(record, revision.passages)
    agreed = document.approved_at
    if agreed is None:
        return made
    return replace(made, approval=replace(made.approval, agreed_on=local_date(agreed, record.zone)))


def from_record(record: Record, passages: Passages) -> Minutes:
    """The value tree. The language being spoken is the council's."""
    meeting = record.meeting
    return Minutes(
        council=meeting.council,
        language=meeting.language,
        number=meeting.number or 0,
        year=record.days[0].year,
        form=meeting.form,
        kind=meeting.kind,
        sittings=attending.sittings(record, text_of(passages, TIMES)),
        chair=record.holder(SignatoryRole.CHAIR),
        secretary=record.holder(SignatoryRole.SECRETARY),
        host=meeting.host,
        place=meeting.place,
        attendance=attending.attendance(record.roll),
        approval=Approval(
            elected=tuple(record.elected), due_on=record.due_on, note="\n".join(record.replacements)
        ),
        paragraphs=tuple(
            record.approved.get(item.number) or _paragraph(record, item, passages) for item in record.items
        ),
        signatories=attending.signatories(record, signatories_of(record.signers)),
        standing_note=_standing_note(record),
        recipients=_recipients(record),
    )


def signatories_of(signers: Iterable[Signer]) -> tuple[Signatory, ...]:
    """Those who sign, as the document has them."""
    return tuple(
        Signatory(key=one.key, name=one.name, role=one.role, organisation=one.organisation) for one in signers
    )


def _standing_note(record: Record) -> str:
    """That the council is advisory (A78; F.1, 8), and with whom it met (A62)."""
    told = []
    if record.meeting.joint_with:
        told.append(
            _(
                "Gemensamt möte med %(council)s. En paragraf utan namn på ett råd hör till båda.",
                council=record.meeting.joint_with,
            )
        )
    if record.meeting.advisory:
        told.append(_("Samverkansråden är rådgivande. Ställningstaganden sker i konsensus."))
    return " ".join(told)


def _paragraph(record: Record, item: Row[*tuple[Any, ...]], passages: Passages) -> Paragraph:
    summary = text_of(passages, key_of(item.id, SUMMARY))
    # What is noted under a standing item is its matter, not the background to one.
    is_standing = item.kind is ItemKind.STANDING
    noted = [item.adopted, summary] if is_standing else [item.adopted]
    return Paragraph(
        number=item.number or item.position,
        title=f"{item.title} ({item.of_council})" if item.of_council else item.title,
        kind=item.kind or ItemKind.INFORMATION,
        outcome=item.outcome or Outcome.NOTED,
        registry_no=item.registry_no,
        wording="\n\n".join(text for text in noted if text.strip()),
        shared_value=item.shared_value,
        strategy_links=tuple(
            f"{link.level}: {link.title}" if link.level else link.title
            for link in record.links.get(item.id, [])
        ),
        strategy_sentence=item.strategy_sentence,
        background="" if is_standing else summary,
        presenters=tuple(
            Presenter(name=one.name, title=one.title, organisation=one.organisation)
            for one in record.presenters.get(item.id, [])
        ),
        discussion=text_of(passages, key_of(item.id, DISCUSSION)),
        course=text_of(passages, key_of(item.id, COURSE)),
        override_reason=item.override_reason,
        dissents=tuple(
            Dissent(
                organisation=one.organisation,
                text=one.text,
                person=one.person,
                side=one.side,
                kind=one.kind,
            )
            for one in record.dissents.get(item.id, [])
        ),
        recusals=attending.recusals(record.roll, item.id),
        attachments=tuple(_attachment(one) for one in record.attachments.get(item.id, [])),
        called=PROFILES[record.meeting.minutes_profile].outcome,
        voting=record.voting.get(item.id),
        led_by=attending.led_by(record.roll, item.id),
    )


def _attachment(one: Row[*tuple[Any, ...]]) -> str:
    return _("%(title)s (%(file)s, SHA-256 %(mark)s)", title=one.title, file=one.file_name, mark=one.sha256)


def _recipients(record: Record) -> tuple[str, ...]:
    mailboxes = [f"{one.name}, {one.mailbox}" for one in record.mailboxes]
    return (_("Ledamöter och ersättare"), *mailboxes)
