"""What became of the standpoint of the example's held meeting: decisions, results taken home, and what was
said outwards. One organisation has not answered, one is late with its decision and one is still to decide."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from councilflow.extensions import db
from councilflow.models import AdvocacyIssue, AgendaItem, Meeting, Plan, ReportBack, Standpoint, Statement
from councilflow.process.afterwards import (
    AdvocacyRole,
    Channel,
    ContactKind,
    EffortState,
    FormalState,
    HearingState,
    ReportBackState,
    StatementKind,
    TellingKind,
    UptakeState,
)
from councilflow.process.efforts import Effort, Work
from councilflow.process.formal_decisions import Step
from councilflow.process.plans.values import (
    AdvocacyState,
    ContributionKind,
    PlanKind,
    StatementState,
    TargetLevel,
)
from councilflow.process.report_backs import Report
from councilflow.services import efforts, formal_decisions, report_backs
from councilflow.services.formal_decisions import Way, writing
from councilflow.services.outwards import (
    advocacy,
    communication,
    hearings,
    representation,
    sending,
    speaking,
    statements,
    uptake,
)
from councilflow.services.outwards.advocacy import Reached
from councilflow.services.outwards.sending import Sending

if TYPE_CHECKING:
    from councilflow.services.example.story import Teller

BOARD, ASSEMBLY = "Kommunstyrelsen", "Kommunfullmäktige"
LATE_SINCE, TO_COME = timedelta(days=5), timedelta(days=24)
SECRETARY = "sekreterare@region"
CHAIR = "ordforande@region"
MESSAGE = "Företag som vill etablera sig möter nu ett län, inte sju kommuner."
LETTER = (
    "Västernorrlands län inrättar en gemensam etableringsfunktion. Vi ber regeringen att:\n"
    "- låta staten bära en del av kostnaden de tre första åren\n"
    "- ge länet en egen kontaktperson hos Business Sweden"
)


def tell_afterwards(teller: Teller, meeting: Meeting, *, now: datetime) -> None:
    """From the signing of the meeting's minutes to some weeks later; `now` is when the example is loaded."""
    standpoint = db.session.scalars(
        select(Standpoint).join(AgendaItem).where(AgendaItem.meeting_id == meeting.id)
    ).one()
    teller.then(60 * 24 * 9)
    _decide(teller, standpoint, now.date())
    _take_home(teller, meeting)
    _say(teller, standpoint)
    _ask_and_answer(teller, standpoint, now.date())
    _work_together(teller, standpoint, now.date())
    _stand_outside(teller, now.date())
    _take_up(teller)


def _decide(teller: Teller, standpoint: Standpoint, today: date) -> None:
    day = teller.clock.date() - timedelta(days=1)
    made: dict[str, Any] = {"deciding_body": BOARD, "decided_on": day}
    planned: dict[str, Any] = {"state": FormalState.PLANNED, "deciding_body": ASSEMBLY}
    said = {
        "harnosand": Step(state=FormalState.DECIDED, reference="§ 182", **made),
        "ange": Step(
            state=FormalState.CHANGED,
            reference="§ 140",
            note="Kommunen står bakom funktionen och vill se en lika stor grunddel per kommun.",
            **made,
        ),
        "kramfors": Step(state=FormalState.NOT_NEEDED, note="Ryms i kommundirektörens delegation."),
        "solleftea": Step(state=FormalState.NOT_NEEDED, note="Ryms i näringslivschefens uppdrag."),
        "region": Step(
            state=FormalState.DECIDED, deciding_body="Regionstyrelsen", decided_on=day, reference="§ 211"
        ),
        "sundsvall": Step(planned_on=today - LATE_SINCE, **planned),
        "ornskoldsvik": Step(planned_on=today + TO_COME, **planned),
    }
    for key, step in said.items():
        chain = writing.chain_of(standpoint.id, teller.organisation(key).id)
        by, at = teller.person(_official(key)), teller.then(80)
        formal_decisions.enter(chain[0], step, version=chain[0].version, way=Way.OWN, by=by, now=at)


def _take_home(teller: Teller, meeting: Meeting) -> None:
    """All but Timrå, which is late."""
    for key in ("harnosand", "kramfors", "sundsvall", "ange", "ornskoldsvik", "solleftea", "region"):
        whose = ReportBack.organisation_id == teller.organisation(key).id
        row = db.session.scalars(select(ReportBack).where(ReportBack.meeting_id == meeting.id, whose)).one()
        by, at = teller.person(_official(key)), teller.then(60)
        told = Report(state=ReportBackState.DONE, forum=BOARD, done_on=at.date() - timedelta(days=2))
        report_backs.enter(row, told, version=row.version, by=by, now=at)


def _drive(teller: Teller, question: AdvocacyIssue, letter: Statement) -> None:
    """Who drives the question, and the letter that went where it is decided."""
    secretary = teller.person(SECRETARY)
    driving: tuple[tuple[AdvocacyRole, str, str], ...] = (
        (AdvocacyRole.LEAD, "region", ""),
        (AdvocacyRole.CONTRIBUTES, "sundsvall", ""),
        (AdvocacyRole.ALLY, "", "Region Jämtland Härjedalen"),
    )
    for role, key, name in driving:
        whose = teller.organisation(key).id if key else None
        advocacy.add_party(question, role, organisation_id=whose, name=name, by=secretary, now=teller.then())
    on = teller.clock.date()
    reached = Reached(
        on, ContactKind.LETTER, question.recipients, "Skrivelsen är skickad.", statement_id=letter.id
    )
    advocacy.note_contact(question, reached, by=secretary, today=on, now=teller.then())


def _take_up(teller: Teller) -> None:
    """How some of the municipalities take the council's first plan up in their own."""
    plan = db.session.scalars(
        select(Plan)
        .where(
            Plan.body_id == teller.county.council.id, Plan.kind.not_in([PlanKind.LINKED, PlanKind.PROJECT])
        )
        .order_by(Plan.position, Plan.id)
    ).first()
    if plan is None:
        return
    answers = (
        ("sundsvall", UptakeState.TAKEN_UP, "Målen står i kommunens mål och resursplan."),
        ("harnosand", UptakeState.PARTLY, "Näringsliv och kompetens. Resten prövas i nästa översyn."),
        ("ange", UptakeState.NOT_YET, "Kommunens plan görs om nästa år."),
    )
    for key, state, text in answers:
        facts: dict[str, Any] = {"state": state, "text": text, "link": ""}
        facts["by"] = teller.person(_official(key))
        uptake.enter(plan, teller.organisation(key), **facts, now=teller.then())


def _official(key: str) -> str:
    return f"tjansteperson@{key}" if key != "region" else "strateg@region"


def _ask_and_answer(teller: Teller, standpoint: Standpoint, today: date) -> None:
    """A call for views whose answer is being written, and something that is to be told."""
    council, secretary = db.session.merge(teller.county.council), teller.person(SECRETARY)
    asked = {
        "title": "Statens stöd till regional etableringssamverkan",
        "sender": "Tillväxtverket",
        "registry_no": "Ä 2026-418",
        "link": "",
        "received_on": today - timedelta(days=10),
        "due_on": today + timedelta(days=45),
        "responsible_id": secretary.id,
        "state": HearingState.RECEIVED,
        "note": "Samrådsgruppen läser utkastet innan rådet tar ställning.",
    }
    hearing = hearings.write(council, None, asked, by=secretary, now=teller.then())
    answer = {
        "kind": StatementKind.ANSWER,
        "title": asked["title"],
        "addressee": asked["sender"],
        "registry_no": asked["registry_no"],
        "text": "Rådet ser gärna att stödet räcker i tre år och går till den som samordnar länet.",
        "hearing_id": hearing.id,
        "due_on": asked["due_on"],
        "responsible_id": secretary.id,
        "state": StatementState.DRAFT,
    }
    statements.write(council, None, answer, (), by=secretary, now=teller.then())
    coming = {
        "kind": TellingKind.MESSAGE,
        "message": "Så söker ett företag etablering i länet: en väg in i stället för sju.",
        "standpoint_id": standpoint.id,
        "channel": Channel.WEB,
        "spokesperson_id": None,
        "responsible": "Regionens kommunikationsenhet",
        "state": EffortState.PLANNED,
        "planned_on": today + timedelta(days=30),
        "told_on": None,
        "link": "",
        "node_id": None,
    }
    communication.write(council, None, coming, by=secretary, now=teller.then())


def _work_together(teller: Teller, standpoint: Standpoint, today: date) -> None:
    """The joint effort that carries the standpoint out, and who does what in it."""
    council, secretary = db.session.merge(teller.county.council), teller.person(SECRETARY)
    effort = efforts.make(
        council,
        Effort(
            title="En väg in för företag som vill etablera sig",
            text="En gemensam mottagning, samma underlag om mark och el, och en person som håller ihop.",
            state=EffortState.ONGOING,
            starts_on=teller.clock.date(),
            follow_up_on=today + timedelta(days=60),
            standpoint_id=standpoint.id,
        ),
        by=secretary,
        now=teller.then(),
    )
    given = (
        ("region", ContributionKind.MONEY, 300_000, "Grundfinansiering"),
        ("sundsvall", ContributionKind.HOURS, 400, "Näringslivskontoret"),
        ("harnosand", ContributionKind.HOURS, 160, "Mark och exploatering"),
    )
    for key, kind, amount, text in given:
        facts: dict[str, Any] = {"amount": amount, "year": today.year, "text": text}
        whose, by = teller.organisation(key).id, teller.person(_official(key))
        efforts.give(effort, whose, kind, **facts, by=by, now=teller.then())
    work = (
        ("region", "Anställer den som samordnar", EffortState.ONGOING),
        ("sundsvall", "Lägger in kommunens lediga mark i det gemensamma underlaget", EffortState.ONGOING),
        ("ange", "Ser över detaljplanerna längs stambanan", EffortState.PLANNED),
    )
    for key, text, state in work:
        said = Work(text=text, state=state, follow_up_on=today + timedelta(days=40))
        whose, by = teller.organisation(key).id, teller.person(_official(key))
        efforts.add(whose, said, standpoint=standpoint, effort=effort, by=by, now=teller.then())


def _stand_outside(teller: Teller, today: date) -> None:
    """Where somebody speaks for the council, and what was said there."""
    council, secretary = db.session.merge(teller.county.council), teller.person(SECRETARY)
    chair = teller.person(CHAIR)
    place = {
        "forum": "Norra etableringsforumet",
        "person_id": chair.id,
        "name": "",
        "role": "Ledamot",
        "item_id": None,
        "starts_on": teller.clock.date(),
        "ends_on": today + timedelta(days=700),
        "link": "",
    }
    made = representation.write(council, None, place, by=secretary, now=teller.then())
    on = teller.clock.date()
    text = "Forumet bjuder in alla fyra nordliga län till en gemensam dag om elnät och mark i vår."
    representation.report(made, on=on, text=text, by=chair, today=on, now=teller.then())


def _say(teller: Teller, standpoint: Standpoint) -> None:
    """A letter that went out, a question of the påverkansagenda on the same ground, and something told."""
    council, secretary = db.session.merge(teller.county.council), teller.person(SECRETARY)
    today, item_id = teller.clock.date(), standpoint.item_id
    right = {"person_id": teller.person(CHAIR).id, "topic": "", "starts_on": today, "ends_on": None}
    speaker = speaking.write(council, None, right, by=secretary, now=teller.then())
    letter = {
        "kind": StatementKind.LETTER,
        "title": "Statens del i en gemensam etableringsfunktion",
        "addressee": "Regeringskansliet",
        "text": LETTER,
        "item_id": item_id,
        "signatory": teller.person(CHAIR).name,
        "state": StatementState.ADOPTED,
        "is_published": True,
    }
    statement: Statement = statements.write(council, None, letter, (), by=secretary, now=teller.then())
    on = teller.clock.date()
    way = Sending(otherwise="Med post till registratorn", signed_on=on, sent_on=on)
    sending.send(statement, way, version=statement.version, by=secretary, now=teller.then())
    question = {
        "title": "Staten med i etableringsarbetet",
        "message": "Etableringar i hela landet är ett nationellt intresse. Staten ska vara med och betala.",
        "target_level": TargetLevel.NATIONAL,
        "recipients": "Klimat- och näringslivsdepartementet",
        "state": AdvocacyState.ONGOING,
        "item_id": item_id,
    }
    made = advocacy.write(council, None, question, (), by=secretary, now=teller.then())
    _drive(teller, made, statement)
    told = {
        "kind": TellingKind.MESSAGE,
        "message": MESSAGE,
        "standpoint_id": standpoint.id,
        "channel": Channel.PRESS,
        "spokesperson_id": speaker.id,
        "state": EffortState.DONE,
        "planned_on": on,
        "told_on": on,
        "link": "",
        "node_id": None,
    }
    communication.write(council, None, told, by=secretary, now=teller.then())
