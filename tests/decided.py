"""A council whose standpoint is in force, with an official in each organisation: what the tests of formal
decisions begin with."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from councilflow.extensions import db
from councilflow.models import AgendaItem, FormalDecision, Organisation, Person, Standpoint
from councilflow.process.afterwards import FormalState
from councilflow.process.consensus import Outcome
from councilflow.process.councils import Category
from councilflow.process.formal_decisions import Step
from councilflow.process.meeting import MeetingState
from councilflow.services import formal_decisions
from councilflow.services.formal_decisions import Way, writing
from councilflow.services.standpoints import beginning
from councilflow.services.visibility import Viewer, viewer

TAKEN = datetime(2026, 10, 2, 8, 0, tzinfo=UTC)
SIGNED = datetime(2026, 10, 9, 12, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


class Decided:
    """Nine organisations, each with a member and an official; the secretary and the chair are the host's."""

    def __init__(self, make: Any, organisations: int = 9) -> None:
        self.make = make
        self.council = make.council()
        self.chair, self.secretary = make.chair(self.council), make.secretary(self.council)
        self.organisations: list[Organisation] = []
        self.officials: list[Person] = []
        for number in range(1, organisations + 1):
            one = make.organisation(f"Kommun nr {number}")
            self.organisations.append(one)
            make.seat(self.council, organisation_id=one.id, name=f"Ledamot {number}")
            self.officials.append(
                make.seat(
                    self.council, Category.OFFICIAL, organisation_id=one.id, name=f"Tjänsteperson {number}"
                )
            )
        self.meeting = make.meeting(self.council, starts_at=TAKEN, state=MeetingState.HELD)
        self.item = self.take(1, "Gemensam vuxenutbildning")

    def take(self, number: int, title: str, *, signed: bool = True, **facts: Any) -> AgendaItem:
        usual = {"outcome": Outcome.CONSENSUS, "adopted": f"Rådet står bakom {title.lower()}."}
        item: AgendaItem = self.make.item(self.meeting, title=title, number=number, **usual | facts)
        beginning.begin(self.meeting)
        if signed:
            beginning.come_into_force(self.meeting, now=SIGNED)
        db.session.commit()
        return item

    @property
    def standpoint(self) -> Standpoint:
        return self.standpoint_of(self.item)

    def standpoint_of(self, item: AgendaItem) -> Standpoint:
        return db.session.query(Standpoint).filter_by(item_id=item.id).one()

    def step(self, number: int, item: AgendaItem | None = None) -> FormalDecision:
        """The last step of the organisation with this number, from 1."""
        standpoint = self.standpoint_of(item or self.item)
        return writing.chain_of(standpoint.id, self.organisations[number - 1].id)[-1]

    def enter(self, number: int, state: FormalState, **facts: Any) -> FormalDecision:
        """What the organisation with this number says itself."""
        one = self.step(number)
        usual: dict[str, Any] = {}
        if state not in (FormalState.UNSETTLED, FormalState.NOT_NEEDED):
            usual["deciding_body"] = "Kommunstyrelsen"
        if state is FormalState.PLANNED:
            usual["planned_on"] = date(2026, 12, 15)
        elif usual:
            usual |= {"decided_on": date(2026, 11, 10), "reference": f"§ {100 + number}"}
        step = Step(state=state, **usual | facts)
        by = self.officials[number - 1]
        formal_decisions.enter(one, step, version=one.version, way=Way.OWN, by=by, now=NOW)
        db.session.commit()
        return one

    def every_kind(self) -> Decided:
        """Nine organisations: decided, with a change, against, late, planned, in two steps, not needed, and
        two that have not answered."""
        self.enter(1, FormalState.DECIDED)
        self.enter(2, FormalState.CHANGED, note="Etapp två skjuts upp.")
        self.enter(3, FormalState.REJECTED, note="Kommunen har inte råd.")
        self.enter(4, FormalState.PLANNED, planned_on=date(2026, 11, 2))
        self.enter(5, FormalState.PLANNED)
        self.enter(6, FormalState.DECIDED)
        formal_decisions.add_step(
            self.standpoint.id,
            self.organisations[5].id,
            deciding_body="Kommunfullmäktige",
            planned_on=date(2027, 1, 25),
            way=Way.OWN,
            by=self.officials[5],
            now=NOW,
        )
        self.enter(7, FormalState.NOT_NEEDED, note="Ryms i delegationen.")
        db.session.commit()
        return self

    def viewer(self, person: Person, now: datetime = NOW) -> Viewer:
        found = viewer(person.id, person.session_key, now=now)
        assert found is not None
        return found
