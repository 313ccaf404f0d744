"""What has happened in the example county: a meeting held and signed, one called, one being prepared.

Every step is taken by the person whose step it is, through the same services as the pages use, so that the
example is a true record and its journal holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from councilflow.extensions import db
from councilflow.models import AgendaItem, Issue, Meeting, Organisation, Person
from councilflow.process.agenda import IssueStep, ItemKind
from councilflow.process.consensus import Outcome
from councilflow.process.meeting import MeetingForm, MeetingKind, Presence
from councilflow.process.preparation import Stance
from councilflow.services import agenda, desk, invitations, issues, meetings, minutes, preparation
from councilflow.services.agenda import Draft
from councilflow.services.example.afterwards import tell_afterwards
from councilflow.services.example.county import County
from councilflow.services.example.papers import COMING, HELD, LATER, POOL, Paper
from councilflow.services.minutes import SigningPlace
from councilflow.services.standpoints import onto_agenda
from councilflow.services.visibility import ZONE

PREPARER = "utveckling@timra"
CHAIR = "ordforande@region"
SECRETARY = "sekreterare@region"
MEMBERS = ("harnosand", "kramfors", "solleftea", "sundsvall", "timra", "ange", "ornskoldsvik", "region")


@dataclass
class Teller:
    """Takes the steps one after the other, each committed like a request."""

    county: County
    place: SigningPlace
    clock: datetime

    def person(self, account: str) -> Person:
        return db.session.merge(self.county.people[account])

    def organisation(self, key: str) -> Organisation:
        return db.session.merge(self.county.organisations[key])

    def then(self, minutes: int = 7) -> datetime:
        """Commit what was done and let some minutes pass; gives the instant of the next step."""
        db.session.commit()
        self.clock += timedelta(minutes=minutes)
        return self.clock


def tell_story(county: County, *, folder: Path, secret: str, now: datetime) -> None:
    teller = Teller(county, SigningPlace(folder, secret), now - timedelta(days=75))
    held = _hold_a_meeting(teller, _morning(now, days=-42))
    tell_afterwards(teller, held, now=now)
    teller.clock = max(teller.clock, now - timedelta(days=21))
    _propose_issues(teller)
    _call_a_meeting(teller, _morning(now, days=13))
    _begin_a_meeting(teller, _morning(now, days=48))
    teller.then()


def _morning(now: datetime, *, days: int) -> datetime:
    """Nine o'clock in the county, so many days from now, moved on to a weekday."""
    day = now.astimezone(ZONE).date() + timedelta(days=days)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return datetime.combine(day, time(9, 0), ZONE)


def _plan(teller: Teller, starts_at: datetime, papers: tuple[Paper, ...]) -> Meeting:
    council = db.session.merge(teller.county.council)
    meeting = meetings.plan(
        council,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=3),
        kind=MeetingKind.REGULAR,
        form=MeetingForm.DIGITAL,
        place="",
        link="https://mote.example/regionala-samverkansradet",
        by=teller.person(SECRETARY),
        now=teller.then(),
    )
    db.session.flush()
    for paper in papers:
        agenda.add(meeting, _draft(teller, paper), by=teller.person(PREPARER), now=teller.then())
    return meeting


def _draft(teller: Teller, paper: Paper) -> Draft:
    nodes = [teller.county.nodes[paper.strategy].id] if paper.strategy else []
    return Draft(
        title=paper.title,
        kind=paper.kind,
        registry_no=paper.registry_no,
        minutes=paper.minutes,
        background=paper.background,
        strategy_sentence=paper.sentence,
        proposal=paper.proposal,
        node_ids=nodes,
        questions=paper.questions,
        presenters=paper.presenters,
    )


def _set_and_invite(teller: Teller, meeting: Meeting) -> None:
    meetings.finish_preparing(meeting, by=teller.person(PREPARER), now=teller.then(60))
    meetings.set_agenda(meeting, by=teller.person(CHAIR), now=teller.then(600))
    invitations.invite(meeting, by=teller.person(CHAIR), now=teller.then())
    teller.then()


def _items(meeting: Meeting) -> dict[str, AgendaItem]:
    return {item.title: item for item in meeting.items}


def _hand_in(
    teller: Teller,
    item: AgendaItem,
    key: str,
    stance: Stance | None,
    *,
    note: str = "",
    gains: str = "",
    dissent: str = "",
    requested: bool = False,
    submit: bool = True,
) -> None:
    official = teller.person(f"tjansteperson@{key}" if key != "region" else "strateg@region")
    organisation = teller.organisation(key)
    facts: dict[str, Any] = {
        "forum": "Kommunstyrelsens arbetsutskott" if key != "region" else "Regionstyrelsens arbetsutskott",
        "met_on": None,
        "note": note,
        "stance": stance,
        "gives_and_gains": gains,
        "dissent": dissent,
        "dissent_requested": requested,
        "answers": {},
    }
    preparation.save(item, organisation.id, version=0, by=official, now=teller.then(), **facts)
    if submit:
        preparation.submit(item, organisation.id, by=official, now=teller.then())


def _hold_a_meeting(teller: Teller, starts_at: datetime) -> Meeting:
    meeting = _plan(teller, starts_at, HELD)
    _set_and_invite(teller, meeting)
    items = _items(meeting)
    standpoint = items[HELD[0].title]
    for key in MEMBERS:
        view = HELD[0].views.get(key)
        stance = Stance.DISSENT if view else Stance.SUPPORT
        _hand_in(teller, standpoint, key, stance, dissent=view or "", requested=bool(view))
    _meet(teller, meeting, starts_at)
    _sign(teller, meeting)
    return meeting


def _meet(teller: Teller, meeting: Meeting, starts_at: datetime) -> None:
    secretary = teller.person(SECRETARY)
    teller.then()
    teller.clock = starts_at
    desk.open_meeting(meeting, by=secretary, now=teller.then(1))
    lines = list(meeting.attendances)
    absent = {
        line.id: Presence.EXCUSED for line in lines if line.name == "Ledamot för oppositionen, Sundsvall"
    }
    desk.call_roll(meeting, absent, others=Presence.REMOTE, by=secretary, now=teller.then(4))
    elected = [teller.person("majoritet@kramfors").id]
    desk.elect(meeting, elected, by=secretary, now=teller.then(2))
    preparation.close(meeting, by=secretary, now=teller.then(1))
    papers = {paper.title: paper for paper in HELD}
    for item in list(meeting.items):
        paper = papers.get(item.title)
        if paper is not None:
            desk.mark_presented(item, by=secretary, now=teller.then(12))
            desk.note_discussion(item, paper.discussion, by=secretary, now=teller.then(6))
        desk.record_outcome(
            item,
            paper.outcome if paper and paper.outcome else Outcome.NOTED,
            wording=paper.proposal if paper else "",
            by=secretary,
            now=teller.then(4),
        )
    desk.close_meeting(meeting, by=secretary, now=teller.then(2))


def _sign(teller: Teller, meeting: Meeting) -> None:
    secretary, meeting_id = teller.person(SECRETARY), meeting.id
    document = minutes.hold(meeting_id)
    minutes.send_for_review(document, url="", by=secretary, now=teller.then(60 * 50))
    minutes.answer(
        minutes.hold(meeting_id), approved=True, by=teller.person("majoritet@kramfors"), now=teller.then(600)
    )
    teller.then(90)
    minutes.lock(meeting_id, place=teller.place, by=teller.person(SECRETARY), now=teller.clock)
    for account in (SECRETARY, CHAIR, "majoritet@kramfors"):
        now = teller.then(300)
        minutes.sign(meeting_id, place=teller.place, by=teller.person(account), now=now)
    teller.then()


def _propose_issues(teller: Teller) -> None:
    """The pool: one issue in each state that the preparatory group leaves it in."""
    for title, challenge, why, key, step, reason in POOL:
        issue = _propose(teller, title, challenge, why, key)
        if step is not None:
            issues.take(issue, step, reason=reason, by=teller.person(PREPARER), now=teller.then(200))


def _propose(teller: Teller, title: str, challenge: str, why: str, key: str) -> Issue:
    return issues.propose(
        db.session.merge(teller.county.council),
        title=title,
        challenge=challenge,
        why=why,
        background="",
        organisation=teller.organisation(key),
        by=teller.person(f"tjansteperson@{key}"),
        now=teller.then(90),
    )


def _call_a_meeting(teller: Teller, starts_at: datetime) -> None:
    meeting = _plan(teller, starts_at, COMING[1:])
    first = COMING[0]
    issue = _propose(teller, first.title, first.challenge, first.why, "kramfors")
    issues.take(issue, IssueStep.TAKE_UP, by=teller.person(PREPARER), now=teller.then())
    item = agenda.put_up(issue, meeting, by=teller.person(PREPARER), now=teller.then())
    db.session.flush()
    agenda.save(
        item, _draft(teller, first), version=item.version, by=teller.person(PREPARER), now=teller.then()
    )
    onto_agenda.put(meeting, by=teller.person(PREPARER), now=teller.then())
    _set_and_invite(teller, meeting)
    items = _items(meeting)
    for paper in COMING:
        if paper.kind is not ItemKind.STANDPOINT:
            continue
        for key in MEMBERS:
            stance, text, requested = paper.stances.get(key, (Stance.SUPPORT, "", False))
            views = stance is Stance.DISSENT
            _hand_in(
                teller,
                items[paper.title],
                key,
                stance,
                dissent=text if views else "",
                note="" if views else text,
                requested=requested,
                submit=key != "timra",
            )


def _begin_a_meeting(teller: Teller, starts_at: datetime) -> None:
    _plan(teller, starts_at, LATER)
