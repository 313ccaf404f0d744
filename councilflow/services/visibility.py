"""Who sees what: the one place where that is settled (H.4, H.5).

Pages, searches, exports, feeds and the journal all come through here. An organisation's private preparation
is selected by `preparations_of` and nothing else in the product; no right of the host, the secretary or an
administrator reaches it. What was handed in is selected by `submissions_for`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Integer,
    Row,
    Select,
    and_,
    bindparam,
    false,
    func,
    or_,
    select,
    true,
)

from councilflow.extensions import db
from councilflow.models import (
    AdvocacyIssue,
    AgendaItem,
    Attachment,
    Body,
    Extension,
    ExtraInvitee,
    FormalDecision,
    Hearing,
    Issue,
    Meeting,
    MinutesDocument,
    NominationAnswer,
    Organisation,
    Person,
    Plan,
    Preparation,
    Presenter,
    PriorityRanking,
    Seat,
    Signatory,
    Standpoint,
    Statement,
    Submission,
)
from councilflow.process.councils import BodyKind, Category
from councilflow.process.meeting import DOCUMENTS_OUT, MeetingState
from councilflow.process.minutes import MinutesState
from councilflow.process.plans.values import StatementState
from councilflow.process.rights import (
    PREPARES_FROM,
    Act,
    Holding,
    acts,
    home_organisations,
    rights_of,
    stance_organisations,
)

ZONE = ZoneInfo("Europe/Stockholm")  # the same clock in Sweden and Norway


@dataclass(frozen=True)
class Viewer:
    """The person who looks, with the seats held today. Made once per request, by one query."""

    person_id: int
    name: str
    email: str
    title: str
    language: str
    is_administrator: bool
    holdings: tuple[Holding, ...] = ()
    bodies: frozenset[int] = frozenset()
    """Those where the viewer sits today, whatever for; a closed one does not count."""
    role_line: str = ""
    _acts: dict[int, frozenset[Act]] = field(default_factory=dict, compare=False)

    def held_in(self, council_id: int) -> list[Holding]:
        return [held for held in self.holdings if held.council_id == council_id]

    def acts_in(self, council_id: int) -> frozenset[Act]:
        """What the viewer may do in a council; empty when it is not theirs."""
        if council_id not in self._acts:
            self._acts[council_id] = acts(self.held_in(council_id))
        return self._acts[council_id]

    @cached_property
    def councils(self) -> frozenset[int]:
        return frozenset(held.council_id for held in self.holdings)

    def homes(self, council_id: int) -> frozenset[int]:
        """The organisations whose private room in this council the viewer belongs to."""
        return home_organisations(self.held_in(council_id))

    def stance_homes(self, council_id: int) -> frozenset[int]:
        """The organisations for which the viewer may set and hand in the stance (A83)."""
        return stance_organisations(self.held_in(council_id))

    def councils_with(self, *wanted: Act) -> list[int]:
        """The councils where the viewer may do any of these."""
        return sorted(c for c in self.councils if self.acts_in(c) & set(wanted))


def today(now: datetime) -> date:
    """The date on the wall of a council chamber. `now` is an aware instant."""
    return now.astimezone(ZONE).date()


def held_on(day: date | BindParameter[date]) -> ColumnElement[bool]:
    """The seats that are held on a day, both ends included."""
    return and_(Seat.starts_on <= day, or_(Seat.ends_on.is_(None), Seat.ends_on >= day))


# Made once: every request asks this, and making the statement costs more than asking it.
_WIDE = Body.__table__.alias("wide")
_VIEWER = (
    select(
        Person.id,
        Person.name,
        Person.email,
        Person.title,
        Person.language,
        Person.is_administrator,
        Seat.category,
        Seat.side,
        Seat.office,
        Seat.organisation_id,
        Organisation.name.label("organisation"),
        Body.id.label("body_id"),
        Body.kind,
        Body.council_id,
        Body.prepares,
        (Body.closed_on < bindparam("day", type_=Date)).label("has_ended"),
        Body.rights,
        _WIDE.c.id.label("wide_id"),
        _WIDE.c.rights.label("wide_rights"),
    )
    .outerjoin(Seat, and_(Seat.person_id == Person.id, held_on(bindparam("day", type_=Date))))
    .outerjoin(Body, Body.id == Seat.body_id)
    .outerjoin(Organisation, Organisation.id == Seat.organisation_id)
    .outerjoin(
        _WIDE,
        or_(
            _WIDE.c.includes_id == Body.id,
            and_(Body.kind == BodyKind.PREPARATORY_GROUP, _WIDE.c.includes_id == Body.council_id),
        ),
    )
    .where(
        Person.id == bindparam("person_id", type_=Integer),
        Person.session_key == bindparam("session_key"),
        Person.is_active,
    )
    .order_by(Seat.position, Seat.id)
)


def viewer(person_id: int, session_key: str, *, now: datetime) -> Viewer | None:
    """Who is behind a session; None when the account is closed or its password has changed since."""
    facts = {"person_id": person_id, "session_key": session_key, "day": today(now)}
    rows = db.session.connection().execute(_VIEWER, facts).all()
    if not rows:
        return None
    first = rows[0]
    return Viewer(
        person_id=first.id,
        name=first.name,
        email=first.email,
        title=first.title,
        language=first.language,
        is_administrator=first.is_administrator,
        holdings=tuple(held for row in rows for held in _holdings(row)),
        bodies=frozenset(row.body_id for row in rows if row.body_id is not None and not row.has_ended),
        role_line=", ".join(filter(None, (first.name, first.organisation))),
    )


def _holdings(row: Row[*tuple[Any, ...]]) -> list[Holding]:
    """A seat counts in its own council, and in the wider one that includes it (A54). Whoever sits in a body
    that prepares a council prepares it, until that body is closed (A66); an observer there does not. A
    preparatory group prepares what its council meets about, so also the wider council's meetings (A62)."""
    if row.body_id is None or (row.has_ended and row.kind is BodyKind.PREPARATORY_GROUP):
        return []
    own = row.council_id if row.kind is BodyKind.PREPARATORY_GROUP else row.body_id
    councils = [(own, row.rights), (row.wide_id, row.wide_rights)]
    held = [
        Holding(
            council_id,
            row.organisation_id,
            row.category,
            row.side,
            row.office,
            rights_of(row.category, settled),
        )
        for council_id, settled in councils
        if council_id is not None
    ]
    prepares = row.prepares and not row.has_ended and row.category in PREPARES_FROM
    if prepares and row.council_id not in (None, own):
        held.append(Holding(row.council_id, row.organisation_id, Category.PREPARER))
    return held


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page is: the council, and the meeting or item when the address names one."""

    council_id: int
    meeting_id: int | None = None
    item_id: int | None = None
    parent_id: int | None = None
    """The council that the body in the address belongs to, if any."""
    kind: BodyKind | None = None
    """Of the body, when the address names one."""
    meeting_state: MeetingState | None = None
    is_out: bool = False
    """Whether the meeting's agenda has gone out to those invited."""


_IS_OUT = or_(
    Meeting.state.in_(DOCUMENTS_OUT),
    and_(Meeting.state == MeetingState.CANCELLED, Meeting.invited_at.is_not(None)),
)
_IN_MEETING = (
    Meeting.council_id,
    Meeting.id.label("meeting_id"),
    Meeting.state.label("meeting_state"),
    _IS_OUT.label("is_out"),
)
_ITEM = select(*_IN_MEETING, AgendaItem.id.label("item_id")).join(
    AgendaItem, AgendaItem.meeting_id == Meeting.id
)
_VALUE: BindParameter[int] = bindparam("value", type_=Integer)
_PLACES: dict[str, Select[*tuple[Any, ...]]] = {
    "attachment_id": _ITEM.join(Attachment, Attachment.item_id == AgendaItem.id).where(
        Attachment.id == _VALUE
    ),
    "item_id": _ITEM.where(AgendaItem.id == _VALUE),
    "meeting_id": select(*_IN_MEETING).where(Meeting.id == _VALUE),
    "issue_id": select(Issue.council_id).where(Issue.id == _VALUE),
    "plan_id": select(Plan.body_id.label("council_id"), Body.council_id.label("parent_id"))
    .join(Body, Body.id == Plan.body_id)
    .where(Plan.id == _VALUE),
    "council_id": select(
        Body.id.label("council_id"), Body.council_id.label("parent_id"), Body.kind.label("kind")
    ).where(Body.id == _VALUE, Body.kind != BodyKind.PREPARATORY_GROUP),
}


def place(**ids: int) -> Place | None:
    """Find where an address points to, in one query; None when there is nothing there.

    Takes exactly one of council_id, meeting_id, item_id, issue_id, plan_id, attachment_id.
    """
    (kind, value) = next((kind, ids[kind]) for kind in _PLACES if kind in ids)
    row = db.session.connection().execute(_PLACES[kind], {"value": value}).one_or_none()
    return Place(**row._mapping) if row else None


def acts_at(who: Viewer, where: Place) -> frozenset[Act]:
    """What the viewer may do here. Before the invitation is out, only those who prepare read the agenda."""
    granted = who.acts_in(where.council_id)
    hidden = where.meeting_state is not None and not where.is_out
    if hidden and Act.READ_DRAFT not in granted:
        granted -= {Act.READ_MEETING, Act.PREPARE_AT_HOME, Act.SET_STANCE, Act.NOTE_DISSENT}
    if where.meeting_state is MeetingState.CANCELLED:
        granted -= {Act.SET_STANCE, Act.NOTE_DISSENT}  # what was written can be read
    if where.meeting_id is not None and not hidden and Act.READ_MEETING not in granted:
        granted |= {Act.READ_AGENDA} if invites(who, where.meeting_id) else set()
    if where.parent_id is not None and Act.MANAGE_COUNCIL in who.acts_in(where.parent_id):
        granted |= {Act.READ_COUNCIL, Act.MANAGE_COUNCIL}  # the council's secretary keeps its groups as well
    is_committee = where.kind is BodyKind.WORKING_COMMITTEE and where.parent_id is not None
    if is_committee and Act.PROPOSE_ISSUE in who.acts_in(where.parent_id or 0):
        granted |= {Act.PROPOSE_ISSUE}  # any member municipality can put a case on its list (B2.4)
    return granted


def invites(who: Viewer, meeting_id: int) -> bool:
    """Whether this meeting alone invites the viewer, who holds no seat (A55)."""
    found = db.session.scalar(
        select(ExtraInvitee.id)
        .where(ExtraInvitee.meeting_id == meeting_id, invited_without_seat(who))
        .limit(1)
    )
    return found is not None


def invited_without_seat(who: Viewer) -> ColumnElement[bool]:
    """The lines of invitation lists that are the viewer's own."""
    same_address = and_(ExtraInvitee.email != "", func.lower(ExtraInvitee.email) == who.email)
    return or_(ExtraInvitee.person_id == who.person_id, same_address)


def presents(who: Viewer, item_id: int) -> bool:
    """Whether the viewer is invited to present this very item (A68)."""
    found = db.session.scalar(
        select(Presenter.id)
        .join(AgendaItem, AgendaItem.id == Presenter.item_id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(
            Presenter.item_id == item_id,
            func.lower(Presenter.email) == who.email,
            _IS_OUT,
        )
        .limit(1)
    )
    return found is not None


def signs(who: Viewer, meeting_id: int) -> bool:
    """Whether the viewer is one of those who sign the minutes of this meeting."""
    found = db.session.scalar(
        select(Signatory.id).where(Signatory.meeting_id == meeting_id, Signatory.person_id == who.person_id)
    )
    return found is not None


def reads_minutes(who: Viewer, where: Place) -> bool:
    """Whether the viewer may read the minutes of this meeting: whoever writes, leads or signs from the first
    draft on, everybody else who may read minutes once they are signed."""
    granted = who.acts_in(where.council_id)
    if granted & {Act.WRITE_MINUTES, Act.RECORD_MEETING}:
        return True
    state = db.session.scalar(
        select(MinutesDocument.state).where(MinutesDocument.meeting_id == where.meeting_id)
    )
    if state is MinutesState.SIGNED and Act.READ_MINUTES in granted:
        return True
    return where.meeting_id is not None and signs(who, where.meeting_id)


def preparations_of(who: Viewer, council_id: int) -> ColumnElement[bool]:
    """The private preparations that the viewer may read: those of the own organisation (H.5)."""
    homes = who.homes(council_id)
    return Preparation.organisation_id.in_(homes) if homes else false()


def submissions_for(who: Viewer, council_id: int, *, members_see: bool = False) -> ColumnElement[bool]:
    """What was handed in, for who may see it before the meeting (H.4); the own organisation's always."""
    granted = who.acts_in(council_id)
    if Act.SEE_STANCES in granted or (members_see and Act.PREPARE_AT_HOME in granted):
        return Submission.is_latest.is_(True)
    homes = who.homes(council_id)
    return and_(Submission.is_latest.is_(True), Submission.organisation_id.in_(homes)) if homes else false()


def handed_in_by(who: Viewer, council_id: int) -> ColumnElement[bool]:
    """Everything that the viewer's own organisations have handed in, the earlier versions as well (A73)."""
    homes = who.homes(council_id)
    return Submission.organisation_id.in_(homes) if homes else false()


def rankings_for(who: Viewer, council_id: int, *, sees_all: bool) -> ColumnElement[bool]:
    """The orders of priority handed in: everybody's for whom they are open (H.4), else the own one's."""
    if sees_all:
        return true()
    homes = who.homes(council_id)
    return PriorityRanking.organisation_id.in_(homes) if homes else false()


def extensions_for(who: Viewer, council_id: int) -> ColumnElement[bool]:
    """Requests for more time at home: the own organisation's, and all for those who prepare and lead. A
    request says until when and why, and nothing of what is written at home (H.5)."""
    if Act.SEE_STANCES in who.acts_in(council_id):
        return true()
    homes = who.homes(council_id)
    return Extension.organisation_id.in_(homes) if homes else false()


def meetings_for(who: Viewer) -> ColumnElement[bool]:
    """The meetings the viewer may know of: all of the own councils; the agenda itself waits for `acts_at`."""
    return Meeting.council_id.in_(who.councils_with(Act.READ_COUNCIL))


def agendas_for(who: Viewer) -> ColumnElement[bool]:
    """The meetings whose items the viewer reads: once the agenda is out, and before that who prepares it. The
    same as `acts_at` says of one meeting."""
    reading = who.councils_with(Act.READ_MEETING)
    preparing = [council_id for council_id in reading if Act.READ_DRAFT in who.acts_in(council_id)]
    return or_(
        and_(Meeting.council_id.in_(reading), _IS_OUT),
        Meeting.council_id.in_(preparing),
    )


def standpoints_for(who: Viewer) -> ColumnElement[bool]:
    """The standpoints of the viewer's councils, in a query that joins their items. What falls under secrecy
    stands in no register and leads to no mail (D.8); who reads the meeting reads it there."""
    reading = who.councils_with(Act.READ_COUNCIL)
    return and_(Standpoint.council_id.in_(reading), AgendaItem.is_secret.is_(False))


def formal_decisions_for(who: Viewer) -> ColumnElement[bool]:
    """In a query that joins standpoints: the organisations' own decisions, for everybody in the council from
    the signing on; before that for the organisation itself and the secretariat (A82)."""
    own = [
        and_(Standpoint.council_id == council_id, FormalDecision.organisation_id.in_(who.homes(council_id)))
        for council_id in sorted(who.councils)
        if who.homes(council_id)
    ]
    kept = Standpoint.council_id.in_(who.councils_with(Act.MANAGE_COUNCIL))
    return or_(Standpoint.in_force_on.is_not(None), kept, *own)


def closed_standpoints_for(who: Viewer) -> ColumnElement[bool]:
    """In a query that joins standpoints with their items: those under secrecy on which the viewer's own
    organisation is to decide, and for the secretariat all of them (decision 0019). Only the page that leads
    from the item itself asks this."""
    reading = who.councils_with(Act.READ_MEETING)
    deciding = [one for one in reading if who.homes(one) or Act.MANAGE_COUNCIL in who.acts_in(one)]
    return and_(Standpoint.council_id.in_(deciding), AgendaItem.is_secret.is_(True))


def closed_decisions_for(who: Viewer) -> ColumnElement[bool]:
    """In the same query: the own organisations' decisions on them, and for the secretariat everybody's."""
    own = [
        and_(Standpoint.council_id == council_id, FormalDecision.organisation_id.in_(who.homes(council_id)))
        for council_id in sorted(who.councils)
        if who.homes(council_id)
    ]
    return or_(Standpoint.council_id.in_(who.councils_with(Act.MANAGE_COUNCIL)), *own)


def statements_for(who: Viewer) -> ColumnElement[bool]:
    """The statements of the viewer's councils; a draft is for those who prepare (A40, B1.18)."""
    reading, drafting = who.councils_with(Act.READ_COUNCIL), who.councils_with(Act.READ_DRAFT)
    said = and_(Statement.body_id.in_(reading), Statement.state != StatementState.DRAFT)
    return or_(said, Statement.body_id.in_([one for one in reading if one in drafting]))


def answers_for(
    who: Viewer, council_id: int, *, hearing_id: int | None = None, statement_id: int | None = None
) -> bool:
    """Whether a hearing, or the draft of a statement, is the viewer's to answer: named as responsible for
    it, or for the hearing that it answers. One who has left the council answers for nothing (B1.18)."""
    if Act.READ_COUNCIL not in who.acts_in(council_id):
        return False
    mine = select(Hearing.id).where(Hearing.body_id == council_id, Hearing.responsible_id == who.person_id)
    if hearing_id is not None:
        return db.session.scalar(mine.where(Hearing.id == hearing_id)) is not None
    written = select(Statement.id).where(
        Statement.id == (statement_id or 0),
        Statement.body_id == council_id,
        Statement.state == StatementState.DRAFT,
        or_(Statement.responsible_id == who.person_id, Statement.hearing_id.in_(mine)),
    )
    return db.session.scalar(written) is not None


def advocacy_for(who: Viewer) -> ColumnElement[bool]:
    """The questions of the påverkansagenda of the viewer's councils (A20)."""
    return AdvocacyIssue.body_id.in_(who.councils_with(Act.READ_COUNCIL))


def meetings_that_invite(who: Viewer) -> ColumnElement[bool]:
    """The meetings that invite the viewer alone, without a seat, once the invitation is out (A55)."""
    naming = select(ExtraInvitee.meeting_id).where(invited_without_seat(who))
    return and_(_IS_OUT, Meeting.id.in_(naming))


def issues_for(who: Viewer) -> ColumnElement[bool]:
    """The own organisation's proposals, one's own as long as one sits in the council, and the whole pool for
    those who prepare (A65, A72)."""
    pool = who.councils_with(Act.PREPARE_AGENDA)
    own = [
        and_(_council_or_committee(held.council_id), Issue.organisation_id == held.organisation_id)
        for held in who.holdings
        if held.organisation_id is not None and held.category is not Category.PREPARER
    ]
    mine = or_(false(), *(_council_or_committee(council_id) for council_id in sorted(who.councils)))
    return or_(Issue.council_id.in_(pool), and_(Issue.proposed_by_id == who.person_id, mine), *own)


def _council_or_committee(council_id: int) -> ColumnElement[bool]:
    """Issues of a council, and of its working committee, on whose list its members put cases (B2.4)."""
    committees = select(Body.id).where(Body.council_id == council_id, Body.kind == BodyKind.WORKING_COMMITTEE)
    return or_(Issue.council_id == council_id, Issue.council_id.in_(committees))


def nominations_for(who: Viewer) -> ColumnElement[bool]:
    """What the viewer's own organisations were asked for names, and answered (B1.16): by a body where the
    viewer sits for them, or by a group of it. The statement joins the body that asked."""
    own = [
        and_(
            or_(Body.id == council_id, Body.council_id == council_id),
            NominationAnswer.organisation_id.in_(who.homes(council_id)),
        )
        for council_id in sorted(who.councils)
        if who.homes(council_id)
    ]
    return or_(*own) if own else false()
