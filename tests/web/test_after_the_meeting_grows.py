"""Every list about what comes after a meeting asks the database as much of many as of few."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from councilflow.extensions import db
from councilflow.models import (
    AdvocacyContact,
    AdvocacyIssue,
    AdvocacyParty,
    Communication,
    EffortContribution,
    Hearing,
    Implementation,
    JointEffort,
    Plan,
    PlanUptake,
    Representation,
    Spokesperson,
    Statement,
    StrategyLink,
)
from councilflow.process.afterwards import AdvocacyRole, Channel, ContactKind, FormalState, UptakeState
from councilflow.process.consensus import Outcome
from councilflow.process.councils import Category
from councilflow.process.meeting import MeetingState
from councilflow.process.plans.values import ContributionKind, PlanKind, StatementState, TargetLevel
from councilflow.services import report_backs
from councilflow.services.standpoints import beginning
from tests.asked import questions_of
from tests.decided import SIGNED, TAKEN, Decided

pytestmark = pytest.mark.one_database

TODAY = datetime.now(UTC).date()


class Grown(Decided):
    """A council that lives on: each year of it has a meeting, and says and does a little of everything."""

    def __init__(self, make: Any) -> None:
        super().__init__(make, organisations=2)
        self.node = make.node(self.council)
        plan = Plan(body_id=self.council.id, kind=PlanKind.STRATEGY, title="RUS", short_title="RUS")
        self.plan = make.save(plan)
        self.last = 1
        self.coming = make.meeting(self.council, starts_at=datetime.now(UTC) + timedelta(days=20))
        self.live_on()

    def live_on(self, standpoints: int = 1) -> None:
        self.meeting = self.make.meeting(
            self.council,
            starts_at=TAKEN - timedelta(days=len(self.organisations)),
            state=MeetingState.HELD,
            closed_at=TAKEN,
        )
        for _number in range(standpoints):
            self.last += 1
            links = [StrategyLink(node_id=self.node.id)]
            one = self.make.item(
                self.meeting, title="Fråga", number=self.last, outcome=Outcome.CONSENSUS, strategy=False
            )
            one.adopted, one.strategy_links = "Rådet står bakom.", links
        beginning.begin(self.meeting)
        beginning.come_into_force(self.meeting, now=SIGNED)
        report_backs.begin(self.meeting, now=SIGNED)
        self._say_and_do(self.meeting.items[-1])
        db.session.commit()

    def _say_and_do(self, item: Any) -> None:
        body, standpoint = {"body_id": self.council.id}, self.standpoint_of(item)
        speaker = Spokesperson(**body, person_id=self.chair.id, starts_on=date(2026, 1, 1))
        effort = JointEffort(**body, title="Rekrytering", standpoint_id=standpoint.id, follow_up_on=TODAY)
        asked = AdvocacyIssue(
            **body, title="Tåg", message="Fler.", target_level=TargetLevel.EU, item_id=item.id
        )
        sent = Statement(**body, title="Svar", item_id=item.id, state=StatementState.SENT, sent_on=TODAY)
        db.session.add_all([speaker, effort, asked, sent])
        db.session.flush()
        told = Communication(**body, message="Fler tåg", channel=Channel.WEB, planned_on=TODAY)
        told.standpoint_id, told.spokesperson_id, told.node_id = standpoint.id, speaker.id, self.node.id
        place = Representation(**body, forum="Banan", person_id=self.chair.id, starts_on=date(2026, 1, 1))
        rows = [told, place, Hearing(**body, title="Plan", sender="Staten", due_on=TODAY)]
        met = AdvocacyContact(advocacy_id=asked.id, on=TODAY, kind=ContactKind.CALL)
        met.recipient, met.noted_by_id = "EU", self.chair.id
        rows.append(met)
        for number, home in enumerate(self.organisations):
            name = {"organisation_id": home.id}
            rows.append(Implementation(standpoint_id=standpoint.id, text="Gör", follow_up_on=TODAY, **name))
            hours = {"kind": ContributionKind.HOURS, "amount": 10, "year": TODAY.year}
            rows.append(EffortContribution(effort_id=effort.id, **hours, **name))
            lead = AdvocacyRole.CONTRIBUTES if number else AdvocacyRole.LEAD
            rows.append(AdvocacyParty(advocacy_id=asked.id, name=home.name, role=lead, **name))
        db.session.add_all(rows)

    def grow(self) -> None:
        for number in range(5):
            home = self.make.organisation(f"Ny kommun {number}")
            self.organisations.append(home)
            self.make.seat(self.council, organisation_id=home.id)
            official = self.make.seat(self.council, Category.OFFICIAL, organisation_id=home.id)
            self.officials.append(official)
            taken_up = PlanUptake(plan_id=self.plan.id, organisation_id=home.id, state=UptakeState.PARTLY)
            self.make.save(taken_up)
            self.live_on(standpoints=6)
        self.enter(1, FormalState.CHANGED, note="Etapp två skjuts upp.")

    def pages(self) -> list[str]:
        """Those that every reader of the council has."""
        mine = f"/councils/{self.council.id}"
        listed = (
            "formal-decisions",
            "formal-decisions/export",
            "formal-decisions/overdue",
            "efforts",
            "efforts/export/xlsx",
            f"year-report/{TAKEN.year}",
            f"year-report/{TAKEN.year}/report.xlsx",
            "outwards",
            "hearings",
            "statements",
            "advocacy",
            "advocacy/export/xlsx",
            "communication",
            "speakers",
            "representations",
            "uptake",
        )
        everywhere = ["/", "/standpoints", "/standpoints/goals", "/standpoints/export/xlsx"]
        own = ["/formal-decisions", "/report-backs", f"/standpoints/{self.item.id}"]
        return [*everywhere, *own, *(f"{mine}/{page}" for page in listed)]

    def kept(self) -> list[str]:
        """Those of the secretary alone."""
        mine = f"/councils/{self.council.id}"
        return [f"{mine}/report-backs", f"{mine}/formal-decisions/remind"]


def test_no_page_after_a_meeting_asks_more_when_there_is_more(client, make):
    county = Grown(make)
    preparer = make.preparer(county.council)

    def costs() -> dict[tuple[str, str], int]:
        official, secretary = county.officials[0], county.secretary
        follow_up = f"/meetings/{county.coming.id}/follow-up"
        asked = [(official, county.pages()), (secretary, county.pages() + county.kept())]
        asked.append((preparer, [follow_up]))
        return {
            (who.name, page): questions_of(client.sign_in(who), page)
            for who, pages in asked
            for page in pages
        }

    few = costs()
    county.grow()
    many = costs()
    assert {page: (few[page], many[page]) for page in few if many[page] > few[page]} == {}
