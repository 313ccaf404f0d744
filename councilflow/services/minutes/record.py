"""What the record of a meeting says: read once, as rows, by the same number of queries at any size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, and_, func, select
from sqlalchemy.orm import aliased

from councilflow.extensions import db
from councilflow.models import (
    DEALT_WITH,
    Adjournment,
    AgendaItem,
    Amendment,
    Attachment,
    Attendance,
    Body,
    Dissent,
    Meeting,
    MinutesDocument,
    MinutesReview,
    Organisation,
    PlanNode,
    Presenter,
    PriorityEntry,
    PriorityList,
    Signatory,
    SpeakerRequest,
    StrategyLink,
    Submission,
    Supplement,
)
from councilflow.process.agenda import ItemKind
from councilflow.process.councils import Category
from councilflow.process.meeting import SignatoryRole, local_date
from councilflow.process.minutes import Paragraph, Voting, from_json
from councilflow.process.record import SupplementKind
from councilflow.process.span import Span, span
from councilflow.services import attendance
from councilflow.services.attendance import Roll
from councilflow.services.minutes import voting

_NARROWER, _OF_COUNCIL = (Body.__table__.alias(name) for name in ("narrower", "of_council"))
"""The council that a wider one includes (A54), and whose an item of a joint meeting is (A62)."""

Rows = Sequence[Row[*tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Signer:
    """Somebody who signs, with the name of the field in the file that the signature goes into."""

    key: str
    person_id: int
    name: str
    role: SignatoryRole
    organisation: str
    instead_of: str = ""
    """Whom the chair let this person replace, and why; a sentence."""


@dataclass(frozen=True, slots=True)
class Record:
    """One meeting as it was recorded. The parts of the items are found by item id."""

    meeting: Row[*tuple[Any, ...]]
    items: Rows
    links: dict[int, list[Row[*tuple[Any, ...]]]]
    presenters: dict[int, list[Row[*tuple[Any, ...]]]]
    attachments: dict[int, list[Row[*tuple[Any, ...]]]]
    dissents: dict[int, list[Row[*tuple[Any, ...]]]]
    answers: dict[int, list[Row[*tuple[Any, ...]]]]
    """What the organisations handed in to a consultation (A37): organisation, text."""
    orders: dict[int, list[Row[*tuple[Any, ...]]]]
    """The joint order of priority, when one was settled (A35): title, how; the first most important."""
    amendments: dict[int, list[Row[*tuple[Any, ...]]]]
    """Other wordings: suggested_by, organisation (may be None), state; in the order they came."""
    speakers: dict[int, list[Row[*tuple[Any, ...]]]]
    """Who had the floor, by name, in the order they had it; only where the council keeps that."""
    voting: dict[int, Voting]
    """Only of a body whose rules have it."""
    roll: Roll
    adjournments: Rows
    """begun_at, ended_at, reason; in the order they came."""
    signers: list[Signer]
    mailboxes: Rows
    approved: dict[int, Paragraph]
    """By number: the paragraphs that are signed before the rest, as they stand in their own document."""
    next_meeting: datetime | None
    """The council's next meeting after this one, in its own zone; None while none is planned."""

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.meeting.time_zone)

    @property
    def days(self) -> Span:
        """The first and the last day of the meeting, by the council's own calendar."""
        return span(self.meeting.starts_at, self.meeting.ends_at, self.zone)

    @property
    def due_on(self) -> date:
        """The last day for the signatures (KL 5:69, H.7)."""
        return self.days[1] + timedelta(days=self.meeting.signing_days)

    @property
    def began_at(self) -> datetime:
        """When the meeting was opened, in the council's zone. A record written on another day than the
        meeting's says nothing of the hour, so then the time of the invitation stands."""
        return self._on_the_day(self.meeting.opened_at, self.meeting.starts_at)

    @property
    def ended_at(self) -> datetime:
        """When the meeting was closed, with the same reservation."""
        ended = self._on_the_day(self.meeting.closed_at, self.meeting.ends_at)
        return ended if ended > self.began_at else self.meeting.ends_at.astimezone(self.zone)

    def _on_the_day(self, noted: datetime | None, planned: datetime) -> datetime:
        same_day = noted is not None and local_date(noted, self.zone) == local_date(planned, self.zone)
        moment = noted if noted is not None and same_day else planned
        return moment.astimezone(self.zone).replace(second=0, microsecond=0)

    def holder(self, role: SignatoryRole) -> str:
        return next((signer.name for signer in self.signers if signer.role is role), "")

    @property
    def replacements(self) -> list[str]:
        return [signer.instead_of for signer in self.signers if signer.instead_of]

    @property
    def elected(self) -> list[str]:
        return [signer.name for signer in self.signers if signer.role is SignatoryRole.ELECTED]


def read(meeting_id: int) -> Record:
    """Everything that the minutes of a meeting are made from. NoResultFound when there is no such meeting."""
    meeting = _meeting(meeting_id)
    return Record(
        meeting=meeting,
        items=items(meeting_id),
        links=_by_item(_links(meeting_id)),
        presenters=_by_item(_presenters(meeting_id)),
        attachments=_by_item(_attachments(meeting_id)),
        dissents=_by_item(_dissents(meeting_id)),
        answers=_by_item(_answers(meeting_id)),
        orders=_by_item(_orders(meeting_id)),
        amendments=_by_item(_amendments(meeting_id)),
        speakers=_by_item(_speakers(meeting_id)) if meeting.speakers_in_minutes else {},
        voting=voting.of_meeting(meeting_id, meeting.minutes_profile),
        roll=attendance.read(meeting_id),
        adjournments=_adjournments(meeting_id),
        signers=signers(meeting_id),
        mailboxes=mailboxes(meeting_id),
        approved={number: one.paragraph for number, one in approved_at_once(meeting_id).items()},
        next_meeting=_local(meeting.next_starts_at, meeting.time_zone),
    )


def _orders(meeting_id: int) -> Rows:
    rows = db.session.execute(
        select(
            PriorityList.item_id,
            PriorityList.joint,
            PriorityList.how,
            PriorityEntry.id,
            PriorityEntry.title,
        )
        .join(AgendaItem, AgendaItem.id == PriorityList.item_id)
        .join(PriorityEntry, PriorityEntry.list_id == PriorityList.id)
        .where(AgendaItem.meeting_id == meeting_id, PriorityList.settled_at.is_not(None))
    ).all()
    return sorted(rows, key=lambda row: (row.item_id, row.joint.index(row.id)))


def _answers(meeting_id: int) -> Rows:
    """The answers that hold, by the names of the organisations."""
    return db.session.execute(
        select(Submission.item_id, Organisation.name.label("organisation"), Submission.note.label("text"))
        .join(AgendaItem, AgendaItem.id == Submission.item_id)
        .join(Organisation, Organisation.id == Submission.organisation_id)
        .where(
            AgendaItem.meeting_id == meeting_id,
            AgendaItem.kind == ItemKind.CONSULTATION,
            Submission.note != "",
            Submission.is_latest,
        )
        .order_by(Organisation.name)
    ).all()


def _meeting(meeting_id: int) -> Row[*tuple[Any, ...]]:
    later = aliased(Meeting)
    following = (
        select(later.starts_at)
        .where(later.council_id == Meeting.council_id, later.starts_at > Meeting.ends_at)
        .order_by(later.starts_at, later.id)
        .limit(1)
        .correlate(Meeting)
        .scalar_subquery()
    )
    group = aliased(Body)
    prepared_by = (
        select(group.name)
        .where(group.council_id == Meeting.council_id, group.prepares)
        .order_by(group.id)
        .limit(1)
        .correlate(Meeting)
        .scalar_subquery()
    )
    return db.session.execute(
        select(
            Meeting.id,
            Meeting.council_id,
            Meeting.kind,
            Meeting.form,
            Meeting.place,
            Meeting.starts_at,
            Meeting.ends_at,
            Meeting.opened_at,
            Meeting.closed_at,
            Meeting.number,
            Meeting.is_joint,
            _NARROWER.c.name.label("joint_with"),
            Body.name.label("council"),
            Body.short_name,
            Body.advisory,
            func.coalesce(Meeting.minutes_profile, Body.minutes_profile).label("minutes_profile"),
            Body.document_language.label("language"),
            Body.time_zone,
            Body.signing_days,
            Body.speakers_in_minutes,
            prepared_by.label("prepared_by"),
            Organisation.name.label("host"),
            following.label("next_starts_at"),
        )
        .join(Body, Body.id == Meeting.council_id)
        .join(Organisation, Organisation.id == Body.host_id)
        .outerjoin(_NARROWER, and_(_NARROWER.c.id == Body.includes_id, Meeting.is_joint))
        .where(Meeting.id == meeting_id)
    ).one()


def items(meeting_id: int) -> Rows:
    """The items as they were recorded, in the order of the agenda."""
    return db.session.execute(
        select(
            AgendaItem.id,
            AgendaItem.position,
            AgendaItem.number,
            AgendaItem.kind,
            AgendaItem.standing,
            AgendaItem.title,
            AgendaItem.registry_no,
            AgendaItem.background,
            AgendaItem.consultation,
            AgendaItem.strategy_sentence,
            AgendaItem.shared_value,
            AgendaItem.added_at_meeting,
            AgendaItem.presented_at,
            AgendaItem.proposal,
            AgendaItem.discussion,
            AgendaItem.outcome,
            AgendaItem.immediate_approval_at,
            AgendaItem.adopted,
            AgendaItem.override_reason,
            func.coalesce(_OF_COUNCIL.c.short_name, "").label("of_council"),
        )
        .outerjoin(_OF_COUNCIL, _OF_COUNCIL.c.id == AgendaItem.of_council_id)
        .where(AgendaItem.meeting_id == meeting_id, DEALT_WITH)
        .order_by(AgendaItem.position, AgendaItem.id)
    ).all()


def _in_meeting(meeting_id: int) -> ColumnElement[bool]:
    return AgendaItem.meeting_id == meeting_id


def _links(meeting_id: int) -> Rows:
    return db.session.execute(
        select(StrategyLink.item_id, PlanNode.level, PlanNode.title)
        .join(AgendaItem, AgendaItem.id == StrategyLink.item_id)
        .join(PlanNode, PlanNode.id == StrategyLink.node_id)
        .where(_in_meeting(meeting_id))
        .order_by(StrategyLink.id)
    ).all()


def _presenters(meeting_id: int) -> Rows:
    return db.session.execute(
        select(Presenter.item_id, Presenter.name, Presenter.title, Presenter.organisation)
        .join(AgendaItem, AgendaItem.id == Presenter.item_id)
        .where(_in_meeting(meeting_id))
        .order_by(Presenter.id)
    ).all()


def _attachments(meeting_id: int) -> Rows:
    return db.session.execute(
        select(Attachment.item_id, Attachment.title, Attachment.file_name, Attachment.sha256)
        .join(AgendaItem, AgendaItem.id == Attachment.item_id)
        .where(_in_meeting(meeting_id), Attachment.replaced_by_id.is_(None))
        .order_by(Attachment.position, Attachment.id)
    ).all()


def _dissents(meeting_id: int) -> Rows:
    return db.session.execute(
        select(
            Dissent.item_id, Dissent.kind, Dissent.organisation, Dissent.person, Dissent.side, Dissent.text
        )
        .join(AgendaItem, AgendaItem.id == Dissent.item_id)
        .where(_in_meeting(meeting_id))
        .order_by(Dissent.id)
    ).all()


def _amendments(meeting_id: int) -> Rows:
    return db.session.execute(
        select(
            Amendment.item_id,
            Amendment.suggested_by,
            Organisation.name.label("organisation"),
            Amendment.state,
        )
        .join(AgendaItem, AgendaItem.id == Amendment.item_id)
        .outerjoin(Organisation, Organisation.id == Amendment.organisation_id)
        .where(_in_meeting(meeting_id))
        .order_by(Amendment.id)
    ).all()


def _speakers(meeting_id: int) -> Rows:
    return db.session.execute(
        select(SpeakerRequest.item_id, SpeakerRequest.name)
        .join(AgendaItem, AgendaItem.id == SpeakerRequest.item_id)
        .where(_in_meeting(meeting_id), SpeakerRequest.begun_at.is_not(None))
        .order_by(SpeakerRequest.begun_at, SpeakerRequest.id)
    ).all()


def _adjournments(meeting_id: int) -> Rows:
    return db.session.execute(
        select(Adjournment.begun_at, Adjournment.ended_at, Adjournment.reason)
        .where(Adjournment.meeting_id == meeting_id)
        .order_by(Adjournment.begun_at, Adjournment.id)
    ).all()


def signers(meeting_id: int) -> list[Signer]:
    """Those who sign, in the order of the signature block."""
    rows = db.session.execute(
        select(
            Signatory.person_id,
            Signatory.role,
            Signatory.name,
            Signatory.organisation,
            Signatory.instead_of,
        )
        .where(Signatory.meeting_id == meeting_id)
        .order_by(Signatory.position, Signatory.id)
    ).all()
    return [
        Signer(f"{row.role}_{place}", row.person_id, row.name, row.role, row.organisation, row.instead_of)
        for place, row in enumerate(rows, start=1)
    ]


@dataclass(frozen=True, slots=True)
class ApprovedAtOnce:
    """A paragraph with a document of its own."""

    supplement_id: int
    paragraph: Paragraph
    """`approved_on` is the day of the last signature, None while one is missing."""


def approved_at_once(meeting_id: int) -> dict[int, ApprovedAtOnce]:
    """By number of the §: those that are signed, or are to be signed, before the rest of the minutes."""
    rows = db.session.execute(
        select(Supplement.id, Supplement.snapshot, Supplement.signed_at, Body.time_zone)
        .join(Meeting, Meeting.id == Supplement.meeting_id)
        .join(Body, Body.id == Meeting.council_id)
        .where(
            Supplement.meeting_id == meeting_id,
            Supplement.kind == SupplementKind.IMMEDIATE,
            Supplement.withdrawn_at.is_(None),
        )
    )
    found = {}
    for row in rows:
        day = local_date(row.signed_at, ZoneInfo(row.time_zone)) if row.signed_at else None
        for paragraph in from_json(row.snapshot).paragraphs:
            found[paragraph.number] = ApprovedAtOnce(row.id, replace(paragraph, approved_on=day))
    return found


def signers_of(thing: MinutesDocument | Supplement) -> list[Signer]:
    """Those who sign this one, in the order of its signature block."""
    if isinstance(thing, MinutesDocument):
        return signers(thing.meeting_id)
    return [Signer(**one | {"role": SignatoryRole(one["role"])}) for one in thing.signers]


def approvals_of(document_id: int) -> ColumnElement[bool]:
    """The approvals given since the draft was last sent for review."""
    sent_at = (
        select(MinutesDocument.sent_for_review_at).where(MinutesDocument.id == document_id).scalar_subquery()
    )
    return and_(MinutesReview.document_id == document_id, MinutesReview.approved, MinutesReview.at >= sent_at)


def mailboxes(meeting_id: int) -> Rows:
    """The organisations with a seat that was called, each with its official mailbox (D.1)."""
    called = select(Attendance.organisation_id).where(
        Attendance.meeting_id == meeting_id,
        Attendance.category.in_((Category.MEMBER, Category.ADJUNCT)),
        Attendance.seat_id.is_not(None),
    )
    return db.session.execute(
        select(Organisation.name, Organisation.mailbox)
        .where(Organisation.id.in_(called), Organisation.mailbox != "")
        .order_by(Organisation.name)
    ).all()


def _local(moment: datetime | None, zone: str) -> datetime | None:
    return moment.astimezone(ZoneInfo(zone)) if moment else None


def _by_item(rows: Iterable[Row[*tuple[Any, ...]]]) -> dict[int, list[Row[*tuple[Any, ...]]]]:
    found: dict[int, list[Row[*tuple[Any, ...]]]] = defaultdict(list)
    for row in rows:
        found[row.item_id].append(row)
    return found
