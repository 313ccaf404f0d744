"""An outcome that was noted wrongly is put right while the minutes are a draft, with all that followed."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import (
    AgendaItem,
    Communication,
    Earlier,
    FormalDecision,
    Implementation,
    Issue,
    JournalEntry,
    Meeting,
    Person,
    Representation,
    Standpoint,
    Statement,
)
from councilflow.process.afterwards import Channel
from councilflow.process.agenda import IssueState, IssueStep, ItemKind, StandingItem
from councilflow.process.consensus import Outcome
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingState
from councilflow.process.plans.values import StatementState
from councilflow.process.record import MinutesProfile
from councilflow.process.sitting import VoteWay
from councilflow.process.votes import FROM_THE_PAPERS
from councilflow.services import agenda, desk, issues, minutes
from councilflow.services.desk import amendments, motions, votes
from councilflow.services.desk.restating import choice, restate
from councilflow.services.dissents import note_dissent
from councilflow.services.minutes import SigningPlace, record
from councilflow.services.minutes.compose import from_record
from councilflow.services.minutes.passages import COURSE, key_of, offers
from councilflow.services.standpoints import changing
from tests.held import signed_meeting
from tests.services.test_deciding import NOW, Room, refused

WHY = "Ordföranden bordlade punkten, och justeraren såg felet."
AFTER = NOW + timedelta(days=3)
WORDING = "Rådet beslutar så."


class Record(Room):
    """A meeting that is to be closed with an issue behind its standpoint item, and other items of each
    kind."""

    def __init__(self, make: Any, profile: MinutesProfile = MinutesProfile.ADVISORY, **facts: Any) -> None:
        super().__init__(make, profile, **facts)
        self.issue = make.issue(self.council, self.member, state=IssueState.ON_AGENDA, title="Broarna")
        self.item.issue = self.issue
        self.information = make.item(self.meeting, kind=ItemKind.INFORMATION, title="Läget")
        self.standing = make.item(
            self.meeting, kind=ItemKind.STANDING, standing=StandingItem.OTHER, strategy=False
        )
        db.session.commit()
        self.open()

    def closed(self, outcome: Outcome, **facts: Any) -> Record:
        self.state(outcome, **facts)
        for item in (self.information, self.standing):
            self.state(Outcome.NOTED, item=item)
        self.close()
        return self

    def put_right(self, outcome: Outcome, item: AgendaItem | None = None, **facts: Any) -> None:
        one = item or self.item
        usual = {"seen": one.outcome, "wording": WORDING, "correction": WHY, "by": self.secretary}
        restate(one, outcome, **usual | {"now": AFTER} | facts)
        db.session.commit()

    def refuses(self, code: str, outcome: Outcome, item: AgendaItem | None = None, **facts: Any) -> None:
        """And nothing has changed."""
        kept = self.standing_now(item)
        refused(code, self.put_right, outcome, item, **facts)
        assert self.standing_now(item) == kept

    def standing_now(self, item: AgendaItem | None = None) -> Any:
        db.session.expire_all()
        one = item or self.item
        entries = db.session.scalar(sa.select(sa.func.count(JournalEntry.id)))
        state = one.issue.state if one.issue else None
        return one.outcome, one.adopted, one.number, state, in_register(one), entries

    def again(self, **facts: Any) -> AgendaItem:
        """The question on the agenda of a later meeting."""
        coming = self.make.meeting(self.council, starts_at=datetime(2027, 1, 22, 8, 0, tzinfo=UTC), **facts)
        item = agenda.put_up(self.item.issue, coming, by=self.secretary, now=AFTER)
        db.session.commit()
        return item


def in_register(item: AgendaItem) -> bool:
    return db.session.scalar(sa.select(Standpoint.id).where(Standpoint.item_id == item.id)) is not None


def earlier_of(issue: Issue) -> list[int]:
    return list(db.session.scalars(sa.select(Earlier.earlier_id).where(Earlier.issue_id == issue.id)))


def counted(table: Any) -> int:
    return db.session.scalar(sa.select(sa.func.count(table.id))) or 0


@pytest.fixture
def held(make: Any) -> Record:
    """Consensus was noted."""
    return Record(make).closed(Outcome.CONSENSUS)


@pytest.fixture
def put_off(make: Any) -> Record:
    """That the question was put off was noted."""
    return Record(make).closed(Outcome.POSTPONED)


def test_consensus_that_was_bordlagt_leaves_the_register_and_comes_back_to_the_pool(held: Record) -> None:
    number = held.item.number
    assert (held.issue.state, in_register(held.item)) == (IssueState.HANDLED, True)
    assert counted(FormalDecision) > 0
    held.put_right(Outcome.POSTPONED)
    assert (held.item.outcome, held.item.adopted, held.item.number) == (Outcome.POSTPONED, "", number)
    assert (held.issue.state, earlier_of(held.issue)) == (IssueState.POSTPONED, [held.item.id])
    assert not in_register(held.item)
    assert counted(FormalDecision) == 0
    later = held.again()
    assert (later.title, held.issue.state) == (held.item.title, IssueState.ON_AGENDA)


def test_bordlagt_that_was_consensus_is_a_standpoint_and_nothing_waits(put_off: Record) -> None:
    assert (put_off.issue.state, earlier_of(put_off.issue)) == (IssueState.POSTPONED, [put_off.item.id])
    put_off.put_right(Outcome.CONSENSUS)
    assert (put_off.item.outcome, put_off.item.adopted) == (Outcome.CONSENSUS, WORDING)
    assert (put_off.issue.state, earlier_of(put_off.issue)) == (IssueState.HANDLED, [])
    standpoint = db.session.scalars(sa.select(Standpoint)).one()
    assert (standpoint.number, standpoint.in_force_on) == (put_off.item.number, None)
    assert counted(FormalDecision) > 0


@pytest.mark.parametrize(
    ("noted", "stated", "leaves"),
    [
        (Outcome.CONSENSUS, Outcome.NONE, IssueState.HANDLED),
        (Outcome.NONE, Outcome.CONSENSUS, IssueState.HANDLED),
        (Outcome.NONE, Outcome.REFERRED_BACK, IssueState.REFERRED_BACK),
        (Outcome.REFERRED_BACK, Outcome.NONE, IssueState.HANDLED),
        (Outcome.POSTPONED, Outcome.REFERRED_BACK, IssueState.REFERRED_BACK),
        (Outcome.REFERRED_BACK, Outcome.POSTPONED, IssueState.POSTPONED),
    ],
)
def test_each_other_pair_leaves_question_and_register_as_if_it_had_been_noted_so(
    make: Any, noted: Outcome, stated: Outcome, leaves: IssueState
) -> None:
    held = Record(make).closed(noted)
    held.put_right(stated)
    is_off = stated in (Outcome.POSTPONED, Outcome.REFERRED_BACK)
    assert (held.item.outcome, held.issue.state) == (stated, leaves)
    assert in_register(held.item) is (stated is Outcome.CONSENSUS)
    assert earlier_of(held.issue) == ([held.item.id] if is_off else [])


def test_there_and_back_leaves_everything_as_it_was(held: Record) -> None:
    held.put_right(Outcome.REFERRED_BACK)
    held.put_right(Outcome.CONSENSUS)
    assert (held.item.outcome, held.issue.state) == (Outcome.CONSENSUS, IssueState.HANDLED)
    assert (in_register(held.item), earlier_of(held.issue)) == (True, [])


def test_an_item_without_an_issue_gets_one_and_a_standing_item_none(held: Record) -> None:
    held.put_right(Outcome.REFERRED_BACK, held.information)
    made = held.information.issue
    assert (made.title, made.state) == ("Läget", IssueState.REFERRED_BACK)
    assert earlier_of(made) == [held.information.id]
    held.put_right(Outcome.NOTED, held.information)
    assert made.state is IssueState.HANDLED
    held.put_right(Outcome.POSTPONED, held.standing)
    assert (held.standing.outcome, held.standing.issue) == (Outcome.POSTPONED, None)


def test_the_journal_says_why_before_what_and_the_issue_says_both(held: Record) -> None:
    held.put_right(Outcome.POSTPONED)
    rows = db.session.execute(
        sa.select(JournalEntry.event, JournalEntry.before, JournalEntry.after)
        .order_by(JournalEntry.id.desc())
        .limit(3)
    ).all()
    step, corrected, why = rows
    assert (why.event, why.after) == ("record-corrected", {"reason": WHY})
    assert (corrected.event, corrected.before, corrected.after) == (
        "outcome-corrected",
        {"noted_outcome": "consensus", "wording": WORDING},
        {"noted_outcome": "postponed"},
    )
    assert (step.event, step.before, step.after["state"]) == ("issue-step", {"state": "handled"}, "postponed")
    assert step.after["reason"] == WHY
    assert issues.history(held.issue)[-1].after["state"] == "postponed"


def test_of_what_is_secret_the_journal_has_the_mark(held: Record) -> None:
    held.item.is_secret, held.item.secrecy_section = True, "20 kap. 3 § OSL"
    db.session.commit()
    held.put_right(Outcome.NONE)
    last = db.session.scalars(sa.select(JournalEntry).where(JournalEntry.event == "outcome-corrected")).one()
    told = f"{last.about}{last.before}{last.after}"
    assert WORDING not in told
    assert "none" not in told


def test_the_draft_prints_the_new_outcome_and_offers_the_new_sentences(held: Record) -> None:
    held.put_right(Outcome.POSTPONED)
    assert held.told().outcome is Outcome.POSTPONED
    document = minutes.hold(held.meeting.id)
    read, newest = record.read(held.meeting.id), minutes.latest(document)
    assert key_of(held.item.id, COURSE) in [one.key for one in offers(newest.passages, read)]
    printed = from_record(read, newest.passages)
    assert [one.number for one in printed.paragraphs] == [1, 2, 3]


def test_what_the_meeting_waited_for_is_told_and_asked_for_no_more(make: Any) -> None:
    room = Record(make)
    room.item.presented_at = None
    amendments.suggest(room.item, "Något annat.", by=room.member, now=NOW)
    room.closed(Outcome.POSTPONED)
    found = choice(room.item)
    assert found is not None
    assert (len(found.gates), found.waiting, found.wording) == (1, 1, room.item.proposal)
    room.put_right(Outcome.CONSENSUS, override="Frågan brådskar.")
    assert (room.item.outcome, room.item.override_reason) == (Outcome.CONSENSUS, "Frågan brådskar.")


def test_facts_of_the_item_are_asked_for_as_at_the_meeting(put_off: Record) -> None:
    put_off.refuses("standpoint-without-wording", Outcome.CONSENSUS, wording=" ")
    put_off.refuses("no-dissent-to-note", Outcome.CONSENSUS_NOTED)
    put_off.refuses("outcome-not-for-this-kind", Outcome.DECIDED)
    put_off.refuses("outcome-not-for-this-kind", Outcome.CONSENSUS, put_off.information)
    put_off.refuses("outcome-noted-so", Outcome.POSTPONED)
    put_off.refuses("correction-unexplained", Outcome.CONSENSUS, correction=" ")
    whose = put_off.sollefteå.id
    facts = {"correction": WHY, "by": put_off.secretary, "now": AFTER}
    note_dissent(put_off.item, organisation_id=whose, text="Inte så.", **facts)
    db.session.commit()
    put_off.refuses("dissent-must-show", Outcome.CONSENSUS)
    put_off.put_right(Outcome.CONSENSUS_NOTED)
    assert in_register(put_off.item)


def test_a_question_that_went_on_is_not_fetched_back(put_off: Record) -> None:
    later = put_off.again()
    put_off.refuses("issue-on-another-agenda", Outcome.CONSENSUS)
    agenda.remove(later, by=put_off.secretary, now=AFTER)
    db.session.commit()
    assert put_off.issue.state is IssueState.IN_PREPARATION
    put_off.put_right(Outcome.CONSENSUS)
    assert put_off.issue.state is IssueState.HANDLED


def test_a_question_that_was_dealt_with_again_or_answered_stays(put_off: Record) -> None:
    issues.take(put_off.issue, IssueStep.REST, reason="Vi väntar.", by=put_off.secretary, now=AFTER)
    db.session.commit()
    put_off.refuses("issue-went-on", Outcome.NONE)
    issues.take(put_off.issue, IssueStep.TAKE_UP, by=put_off.secretary, now=AFTER)
    later = put_off.again()
    later.meeting.state, later.outcome = MeetingState.HELD, Outcome.POSTPONED
    put_off.issue.state = IssueState.POSTPONED
    db.session.commit()
    put_off.refuses("issue-dealt-with-again", Outcome.CONSENSUS)
    put_off.put_right(Outcome.REFERRED_BACK)  # what the later meeting said of the question stands
    assert put_off.issue.state is IssueState.POSTPONED


def test_a_meeting_that_was_called_off_holds_nothing(put_off: Record) -> None:
    later = put_off.again()
    later.meeting.state = MeetingState.CANCELLED
    issues.take(put_off.issue, IssueStep.LOSE_MEETING, by=put_off.secretary, now=AFTER)
    db.session.commit()
    put_off.put_right(Outcome.CONSENSUS)
    assert put_off.issue.state is IssueState.HANDLED


def built(held: Record) -> list[tuple[str, Any]]:
    standpoint = db.session.scalars(sa.select(Standpoint)).one()
    of_it: dict[str, Any] = {"standpoint_id": standpoint.id}
    council = {"body_id": held.council.id}
    return [
        ("work", Implementation(organisation_id=held.sollefteå.id, text="Vi bygger.", **of_it)),
        ("telling", Communication(message="Broarna byggs.", channel=Channel.WEB, **council, **of_it)),
        ("statement", Statement(title="Brev", state=StatementState.ADOPTED, item_id=held.item.id, **council)),
        (
            "representation",
            Representation(
                forum="Styrgruppen", name="Ada", item_id=held.item.id, starts_on=date(2027, 1, 1), **council
            ),
        ),
    ]


def test_what_somebody_built_on_a_standpoint_keeps_it(held: Record) -> None:
    for what, row in built(held):
        db.session.add(row)
        db.session.commit()
        with pytest.raises(RuleBroken) as error:
            held.put_right(Outcome.POSTPONED)
        db.session.rollback()
        assert (error.value.code, error.value.facts["what"]) == ("outcome-is-built-on", [what])
        db.session.delete(row)
        db.session.commit()
    standpoint = db.session.scalars(sa.select(Standpoint)).one()
    changing.say(standpoint, "Broarna byggs.", by=held.secretary, now=AFTER)
    db.session.commit()
    held.refuses("outcome-is-built-on", Outcome.NONE)
    changing.say(standpoint, "", by=held.secretary, now=AFTER)
    draft = Statement(title="Utkast", item_id=held.item.id, body_id=held.council.id)
    db.session.add(draft)  # one that says itself that nothing is decided
    db.session.commit()
    held.put_right(Outcome.NONE)
    assert not in_register(held.item)


def test_the_votes_are_not_contradicted(make: Any) -> None:
    held = Record(make, MinutesProfile.KL, advisory=False)
    found = votes.Said(carried=True, unanimous=False)
    facts = {"first": FROM_THE_PAPERS, "against": None, "by": held.secretary, "now": NOW}
    votes.put(held.item, "Bifalls förslaget?", VoteWay.ACCLAMATION, found, **facts)
    held.closed(Outcome.POSTPONED)
    held.refuses("votes-say-otherwise", Outcome.NONE)
    held.refuses("not-by-all", Outcome.CONSENSUS)
    shown = choice(held.item)
    assert shown is not None
    assert shown.wording == held.item.proposal
    held.put_right(Outcome.DECIDED)
    assert in_register(held.item)
    held.refuses("votes-say-otherwise", Outcome.REFERRED_BACK)


def test_no_decision_is_written_in_where_proposals_still_stood_against_each_other(make: Any) -> None:
    held = Record(make, MinutesProfile.IPR, advisory=False)
    motions.propose(held.item, "Noe annet.", line_id=held.line(held.member).id, by=held.secretary, now=NOW)
    held.closed(Outcome.REFERRED_BACK)
    held.refuses("questions-remained", Outcome.DECIDED)
    held.put_right(Outcome.POSTPONED)


def test_not_while_the_meeting_goes_on_nor_before_the_eyes_of_reviewers(make: Any) -> None:
    held = Record(make)
    held.state(Outcome.CONSENSUS)
    held.refuses("outcome-already-stated", Outcome.POSTPONED)
    held.closed(Outcome.CONSENSUS)
    document = minutes.hold(held.meeting.id)
    minutes.send_for_review(document, url="/m", by=held.secretary, now=AFTER)
    db.session.commit()
    held.refuses("record-lies-before-reviewers", Outcome.POSTPONED)
    minutes.answer(document, approved=False, comment="§ 1", by=held.member, now=AFTER)
    db.session.commit()
    held.put_right(Outcome.POSTPONED)


def test_a_paragraph_approved_at_once_lies_fast(make: Any, app: Any) -> None:
    held = Record(make)
    held.state(Outcome.CONSENSUS)
    desk.approve_at_once(held.item, by=held.secretary, now=NOW)
    held.closed(Outcome.CONSENSUS)
    held.refuses("paragraph-lies-fast", Outcome.POSTPONED)
    place = SigningPlace(app.config["DATA_DIR"], app.config["SIGNING_SECRET"])
    minutes.approve_at_once(
        held.meeting.id, [held.information.number], place=place, by=held.secretary, now=AFTER
    )
    db.session.commit()
    held.refuses("paragraph-lies-fast", Outcome.POSTPONED, held.information)
    held.put_right(Outcome.POSTPONED, held.standing)


def test_signed_minutes_stand(make: Any, app: Any) -> None:
    signed = signed_meeting(make, SigningPlace(app.config["DATA_DIR"], app.config["SIGNING_SECRET"]))
    facts = {"correction": WHY, "by": signed.secretary, "now": AFTER}
    for item in signed.meeting.items:
        refused("record-lies-before-reviewers", restate, item, Outcome.POSTPONED, seen=item.outcome, **facts)


def at_once(app: Any, *steps: Any) -> list[Any]:
    """Each in a thread and a session of its own, from the same moment."""
    start, led_to = threading.Barrier(len(steps)), [None] * len(steps)

    def take(place: int) -> None:
        with app.app_context():
            start.wait(timeout=20)
            try:
                steps[place]()
                db.session.commit()
            except RuleBroken as error:
                db.session.rollback()
                led_to[place] = error.code
            finally:
                db.session.remove()

    db.session.commit()
    db.session.remove()
    threads = [threading.Thread(target=take, args=(place,)) for place in range(len(steps))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return led_to


def test_of_two_who_put_it_right_at_once_one_is_told(app: Any, held: Record) -> None:
    item_id, by_id = held.item.id, held.secretary.id

    def putting(outcome: Outcome) -> Any:
        def step() -> None:
            item = db.session.get_one(AgendaItem, item_id)
            restate(
                item,
                outcome,
                seen=Outcome.CONSENSUS,
                correction=WHY,
                by=db.session.get_one(Person, by_id),
                now=AFTER,
            )

        return step

    told = at_once(app, putting(Outcome.POSTPONED), putting(Outcome.REFERRED_BACK), putting(Outcome.NONE))
    assert sorted(told, key=str) == [None, "outcome-corrected-meanwhile", "outcome-corrected-meanwhile"]
    corrected = sa.select(sa.func.count()).where(JournalEntry.event == "outcome-corrected")
    assert db.session.scalar(corrected) == 1


def test_a_question_is_not_put_up_and_fetched_back_at_once(app: Any, make: Any, put_off: Record) -> None:
    coming = make.meeting(put_off.council, starts_at=datetime(2027, 1, 22, 8, 0, tzinfo=UTC))
    item_id, by_id, issue_id = put_off.item.id, put_off.secretary.id, put_off.issue.id
    meeting_id = coming.id

    def put_right() -> None:
        by = db.session.get_one(Person, by_id)
        item = db.session.get_one(AgendaItem, item_id)
        facts = {"seen": Outcome.POSTPONED, "wording": WORDING, "correction": WHY}
        restate(item, Outcome.CONSENSUS, by=by, now=AFTER, **facts)

    def put_up() -> None:
        by, meeting = db.session.get_one(Person, by_id), db.session.get_one(Meeting, meeting_id)
        agenda.put_up(db.session.get_one(Issue, issue_id), meeting, by=by, now=AFTER)

    told = at_once(app, put_right, put_up)
    issue, item = db.session.get_one(Issue, issue_id), db.session.get_one(AgendaItem, item_id)
    assert (told, issue.state, item.outcome) in [
        ([None, "issue-step-not-allowed"], IssueState.HANDLED, Outcome.CONSENSUS),
        (["issue-on-another-agenda", None], IssueState.ON_AGENDA, Outcome.POSTPONED),
    ]


def test_a_question_that_was_looked_at_first_is_not_put_up_after_all(
    app: Any, make: Any, put_off: Record
) -> None:
    if db.engine.dialect.name != "postgresql":  # SQLite has one writer
        return
    coming = make.meeting(put_off.council, starts_at=datetime(2027, 1, 22, 8, 0, tzinfo=UTC))
    item_id, by_id, issue_id = put_off.item.id, put_off.secretary.id, put_off.issue.id
    meeting_id = coming.id
    db.session.commit()
    looked_at, meeting = db.session.get_one(Issue, issue_id), db.session.get_one(Meeting, meeting_id)
    assert looked_at.state is IssueState.POSTPONED

    def put_right() -> None:
        with app.app_context():
            facts = {"seen": Outcome.POSTPONED, "wording": WORDING, "correction": WHY, "now": AFTER}
            by = db.session.get_one(Person, by_id)
            restate(db.session.get_one(AgendaItem, item_id), Outcome.CONSENSUS, by=by, **facts)
            db.session.commit()
            db.session.remove()

    other = threading.Thread(target=put_right)
    other.start()
    other.join(timeout=60)
    by = db.session.get_one(Person, by_id)
    refused("issue-step-not-allowed", agenda.put_up, looked_at, meeting, by=by, now=AFTER)
    assert db.session.get_one(Issue, issue_id).state is IssueState.HANDLED
