"""A meeting that has been held: what the tests of the minutes begin with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import (
    AgendaItem,
    Attachment,
    Attendance,
    Base,
    Meeting,
    MinutesDocument,
    Person,
    Presenter,
)
from councilflow.process.agenda import ItemKind, StandingItem
from councilflow.process.consensus import Outcome
from councilflow.process.councils import Category, OrganisationKind, Side
from councilflow.process.meeting import MeetingForm, MeetingState, Presence
from councilflow.process.preparation import Stance
from councilflow.services import desk, dissents, minutes, people, preparation

OPENED = datetime(2026, 12, 4, 8, 0, tzinfo=UTC)
CLOSED = datetime(2026, 12, 4, 10, 45, tzinfo=UTC)
LATER = datetime(2026, 12, 7, 9, 0, tzinfo=UTC)

PASSWORD = "gran-fjord-ljung-ockra"
DISSENT = "Stambanans norra del måste gå före kustvägens mittseparering.\n\nVi står bakom planen i övrigt."
UNREQUESTED = "Vi tvivlar på tidplanen, men säger det bara här hemma."


class Held:
    """Regionala samverkansrådet on 4 December 2026: an opening, a standpoint with a dissenting view, one
    item of information and a closing; chair, secretary, and the member of Kramfors who was elected."""

    def __init__(self, make: Any, **facts: Any) -> None:
        self.make = make
        host = make.organisation(
            "Region Västernorrland", kind=OrganisationKind.REGION, mailbox="region@example.org"
        )
        self.council = make.council(host=host, **{"short_name": "Regionala"} | facts)
        self.chair = self._with_password(make.chair(self.council, name="Ordförande, regionen"))
        self.secretary = self._with_password(make.secretary(self.council, name="Sekreterare, regionen"))
        self.elected = self._member("Kramfors")
        self.member = self._member("Sollefteå")
        self.opposition = self._member("Timrå", side=Side.OPPOSITION)
        self.substitute = make.seat(self.council, Category.SUBSTITUTE, name="Ersättare, Ånge")
        self.meeting = self._held()

    def _member(self, place: str, **facts: Any) -> Person:
        mailbox = f"kommun@{place[0].lower()}.example.org"
        organisation = self.make.organisation(f"{place} kommun", mailbox=mailbox)
        seat = {"name": f"Ledamot, {place}", "organisation_id": organisation.id} | facts
        return self._with_password(self.make.seat(self.council, **seat))

    def _with_password(self, person: Person) -> Person:
        person.password_hash = people.hashed(PASSWORD)
        db.session.commit()
        return person

    def _items(self, meeting: Meeting) -> list[AgendaItem]:
        opening = self.make.item(
            meeting,
            kind=ItemKind.STANDING,
            standing=StandingItem.OPENING,
            title="Öppnande, val av justerare och dagordning",
            background="",
            proposal="",
            strategy_sentence="",
            strategy=False,
        )
        standpoint = self.make.item(
            meeting,
            title="Prioriteringar i länstransportplanen",
            registry_no="RUN/118/2026",
            background="Planen gäller tolv år och skickas till regeringen i februari.",
        )
        standpoint.presenters.append(
            Presenter(name="Infrastrukturstrategen", title="strateg", organisation="Region Västernorrland")
        )
        standpoint.attachments.append(
            Attachment(
                title="Förslag till länstransportplan",
                file_name="plan.pdf",
                media_type="application/pdf",
                size=4,
                sha256="9f3c" * 16,
                uploaded_by_id=self.secretary.id,
                uploaded_at=OPENED,
            )
        )
        information = self.make.item(
            meeting, kind=ItemKind.INFORMATION, title="Läget i etableringarna", proposal=""
        )
        closing = self.make.item(
            meeting,
            kind=ItemKind.STANDING,
            standing=StandingItem.CLOSING,
            title="Nästa möte och avslutning",
            background="",
            proposal="",
            strategy_sentence="",
            strategy=False,
        )
        db.session.commit()
        return [opening, standpoint, information, closing]

    def _held(self) -> Meeting:
        meeting = self.make.meeting(self.council, state=MeetingState.INVITED, form=MeetingForm.HYBRID)
        opening, self.standpoint, information, closing = self._items(meeting)
        self._say_at_home_only(self.elected)
        by = {"by": self.secretary, "now": OPENED}
        desk.open_meeting(meeting, self.secretary, OPENED)
        db.session.flush()
        away = {self._line_of(self.opposition, meeting).id: Presence.EXCUSED}
        desk.call_roll(meeting, away, others=Presence.ON_SITE, **by)
        desk.elect(meeting, [self.elected.id], **by)
        self._take_standpoint(by)
        for item in (opening, information, closing):
            desk.record_outcome(item, Outcome.NOTED, **by)
        desk.close_meeting(meeting, self.secretary, CLOSED)
        db.session.commit()
        return meeting

    def _say_at_home_only(self, person: Person) -> None:
        """Handed in by the organisation, but nobody asked for it to go into the minutes."""
        home = next(seat for seat in self.council.seats if seat.person_id == person.id).organisation
        self.make.draft(self.standpoint, person, home, stance=Stance.DISSENT, dissent=UNREQUESTED)
        preparation.submit(self.standpoint, home.id, by=person, now=OPENED)
        db.session.commit()

    def _take_standpoint(self, by: dict[str, Any]) -> None:
        item = self.standpoint
        desk.mark_presented(item, **by)
        desk.note_discussion(item, "Rådet talade om restiderna.", **by)
        whose = self._line_of(self.member, item.meeting).organisation_id
        dissents.note_dissent(item, organisation_id=whose, text=DISSENT, **by)
        desk.record_outcome(
            item,
            Outcome.CONSENSUS_NOTED,
            wording="Rådet ställer sig bakom prioriteringarna.",
            override="Regeringen väntar inte.",
            **by,
        )

    def _line_of(self, person: Person, meeting: Meeting) -> Attendance:
        return next(line for line in meeting.attendances if line.person_id == person.id)

    @property
    def signatories(self) -> list[Person]:
        return [self.secretary, self.chair, self.elected]

    @property
    def document(self) -> MinutesDocument:
        db.session.flush()
        db.session.expire_all()
        return minutes.hold(self.meeting.id)

    def reviewed(self) -> Held:
        """Sent for review and approved by the elected."""
        minutes.send_for_review(self.document, url="/minutes", by=self.secretary, now=LATER)
        minutes.answer(self.document, approved=True, by=self.elected, now=LATER)
        db.session.commit()
        return self

    def locked(self, place: minutes.SigningPlace) -> Held:
        self.reviewed()
        minutes.lock(self.meeting.id, place=place, by=self.secretary, now=LATER)
        db.session.commit()
        return self

    def signed(self, place: minutes.SigningPlace) -> Held:
        """Signed by everybody."""
        self.locked(place)
        for person in self.signatories:
            minutes.sign(self.meeting.id, place=place, by=person, now=LATER)
            db.session.commit()
        return self

    def planned_next(self) -> Meeting:
        """The council's next meeting, on 22 January 2027."""
        return self.make.meeting(self.council, starts_at=datetime(2027, 1, 22, 8, 0, tzinfo=UTC))


class Kept:
    """All that stands in the database when a meeting has come so far, to be put back for another test."""

    def __init__(self, held: Held) -> None:
        self.rows = {
            table: [dict(row) for row in db.session.execute(sa.select(table)).mappings()]
            for table in Base.metadata.sorted_tables
        }
        self.count = held.make.count
        self.objects = {
            name: (type(value), value.id) for name, value in vars(held).items() if isinstance(value, Base)
        }
        db.session.commit()

    def put_back(self, make: Any) -> Held:
        for table, rows in self.rows.items():
            if rows:
                db.session.execute(table.insert(), rows)
        db.session.commit()
        make.count = self.count
        held = Held.__new__(Held)
        held.make = make
        for name, (kind, number) in self.objects.items():
            setattr(held, name, db.session.get_one(kind, number))
        return held


_kept: dict[tuple[str, str], Kept] = {}


def _at(make: Any, stage: str, walk: Callable[[], Held]) -> Held:
    """A held meeting at a stage: walked there once for each database, then put back into the empty tables."""
    key = (str(db.engine.url), stage)
    if key in _kept:
        return _kept[key].put_back(make)
    held = walk()
    _kept[key] = Kept(held)
    return held


def held_meeting(make: Any) -> Held:
    return _at(make, "held", lambda: Held(make))


def locked_meeting(make: Any, place: minutes.SigningPlace) -> Held:
    return _at(make, "locked", lambda: Held(make).locked(place))


def signed_meeting(make: Any, place: minutes.SigningPlace) -> Held:
    return _at(make, "signed", lambda: Held(make).signed(place))
