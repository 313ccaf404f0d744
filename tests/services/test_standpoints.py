"""From the meeting to nine organisations' decisions of every kind, and what each list tells of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from councilflow.extensions import db
from councilflow.models import FormalDecision, Implementation, JournalEntry, Mail, Standpoint
from councilflow.process.afterwards import EffortState, FormalState, StandpointState
from councilflow.process.agenda import StandingItem
from councilflow.process.consensus import Outcome
from councilflow.process.errors import RuleBroken
from councilflow.process.formal_decisions import Step
from councilflow.process.meeting import MeetingState
from councilflow.process.standpoints import Answer
from councilflow.services import annual, formal_decisions, standpoints
from councilflow.services.formal_decisions import Way, matrix, own, reminding, waiting
from councilflow.services.minutes import SigningPlace
from councilflow.services.standpoints import (
    Wanted,
    beginning,
    changing,
    facts,
    following_up,
    onto_agenda,
    picture,
    reading,
)
from councilflow.web.standpoints.files import matrix_file, register_file
from councilflow.words.decisions import decisions_told
from tests.decided import NOW, SIGNED, Decided
from tests.held import held_meeting

pytestmark = pytest.mark.one_database

P, D = FormalState.PLANNED, FormalState.DECIDED
TODAY = NOW.date()


@pytest.fixture
def county(make: Any) -> Decided:
    return Decided(make)


def test_what_a_meeting_takes_begins_when_it_closes_and_counts_from_the_signing(make, tmp_path):
    held = held_meeting(make)
    taken = db.session.scalars(sa.select(Standpoint)).one()
    assert (taken.item_id, taken.number, taken.year) == (held.standpoint.id, held.standpoint.number, 2026)
    assert taken.in_force_on is None
    asked = db.session.scalars(sa.select(FormalDecision.state)).all()
    assert asked == [FormalState.UNSETTLED] * 4, "the host and three municipalities"
    held.signed(SigningPlace(tmp_path, "site"))
    db.session.expire_all()
    assert taken.in_force_on == date(2026, 12, 7)


def test_nothing_is_begun_twice(county):
    assert beginning.begin(county.meeting) == []


def test_every_list_tells_the_same_story_of_nine_organisations(county):
    county.every_kind()
    who = county.viewer(county.secretary)
    today = NOW.date()
    line = standpoints.taken(who, today=TODAY).standpoints[0]
    assert line.state is StandpointState.IN_FORMAL_DECISION
    assert (line.progress.organisations, line.progress.unsettled) == (10, 3)  # the host has a member as well
    assert (line.progress.needed, line.progress.decided) == (6, 3)
    found = matrix.matrix(who, Wanted(), today=today)
    cells = {cell.organisation: cell for cell in found.lines[0].cells if cell}
    states = [cells[f"Kommun nr {number}"].state for number in range(1, 10)]
    assert states == [
        FormalState.DECIDED,
        FormalState.CHANGED,
        FormalState.REJECTED,
        FormalState.PLANNED,
        FormalState.PLANNED,
        FormalState.PLANNED,  # its second step decides
        FormalState.NOT_NEEDED,
        FormalState.UNSETTLED,
        FormalState.UNSETTLED,
    ]
    assert [name for name, cell in cells.items() if cell.is_late] == ["Kommun nr 4"]
    expected = waiting.of_council(who, county.council.id, now=NOW)
    late = [one.row.organisation for one in expected if one.is_late]
    assert late[0] == "Kommun nr 4"
    assert set(late[1:]) == {"Kommun nr 8", "Kommun nr 9", county.council.host.name}
    coming = county.make.meeting(county.council)
    text = following_up.words(coming, now=NOW)
    assert "Kommun nr 3, Kommunstyrelsen, 10 november 2026, § 103. Kommunen har inte råd." in text
    assert text.index("Avslag") < text.index("Kommun nr 3") < text.index("med ändring") < text.index("nr 2")
    assert "Kommun nr 4, Kommunstyrelsen, planerat till den 2 november 2026" in text
    assert "Kommun nr 8, Kommun nr 9 och" in text


def test_a_no_and_a_change_are_told_from_a_yes_wherever_decisions_are_counted(county):
    county.every_kind()
    who = county.viewer(county.secretary)
    one = standpoints.taken(who, today=TODAY).standpoints[0].progress
    assert (one.agreed, one.changed, one.rejected) == (1, 1, 1)
    assert one.late == 4, "one whose day has passed, and three that have not answered"
    said = "3 av 6 klara: 1 enligt ställningstagandet, 1 med ändring, 1 avslag; 3 har inte svarat; 4 är sena"
    assert decisions_told(one) == said
    assert reading.story(who, county.item.id, today=TODAY).progress == one
    (followed,) = annual.report(who, county.council, 2026, now=NOW).standpoints
    assert followed.progress == one
    for answer in Answer:
        assert len(standpoints.taken(who, Wanted(answer=answer), today=TODAY).standpoints) == 1


def test_what_everybody_said_no_to_is_not_carried_out(county):
    """A rejection is a decision made, and a stopped piece of work is not a done one (A.8)."""
    who = county.viewer(county.secretary)

    def state():
        return standpoints.taken(who, today=TODAY).standpoints[0].state

    for step in db.session.scalars(sa.select(FormalDecision)):
        step.state = FormalState.NOT_NEEDED
    county.step(1).state = county.step(2).state = FormalState.REJECTED
    one, two = (
        Implementation(standpoint_id=county.standpoint.id, organisation_id=each.id, state=EffortState.STOPPED)
        for each in county.organisations[:2]
    )
    db.session.add(one)
    db.session.commit()
    assert state() is StandpointState.IN_FORCE
    county.step(1).state, county.step(2).state = FormalState.DECIDED, FormalState.CHANGED
    db.session.commit()
    assert state() is StandpointState.IN_FORCE, "the work was stopped"
    one.state = EffortState.DONE
    db.session.commit()
    assert state() is StandpointState.IN_FORCE, "the second has not said what it does"
    two.state = EffortState.DONE
    db.session.add(two)
    db.session.commit()
    assert state() is StandpointState.CARRIED_OUT
    assert len(standpoints.taken(who, Wanted(state=state()), today=TODAY).standpoints) == 1
    assert not standpoints.taken(who, Wanted(answer=Answer.REJECTED), today=TODAY).standpoints


def test_no_new_rejection_falls_out_of_the_follow_up(county):
    """The newest first of each kind, and how many more there are is true."""
    item = county.take(2, "Äldre fråga")
    for number in range(3, 3 + following_up.MOST * 4):
        county.take(number, f"Fråga {number}", signed=False)
    beginning.come_into_force(county.meeting, now=SIGNED)
    for step in db.session.scalars(
        sa.select(FormalDecision).filter_by(organisation_id=county.organisations[0].id)
    ):
        step.state, step.decided_on = FormalState.DECIDED, date(2026, 10, 20)
    late = db.session.scalars(sa.select(Standpoint).order_by(Standpoint.number.desc())).first()
    rejected = county.step(2, late.item)
    rejected.state, rejected.decided_on = FormalState.REJECTED, date(2026, 11, 10)
    county.step(1, item).decided_on = date(2026, 11, 12)
    db.session.commit()
    text = following_up.words(county.make.meeting(county.council), now=NOW)
    rejections, rest = text.split("\n\n")[:2]
    assert f"§ {late.number}/2026".replace(" ", "\u00a0") in rejections
    assert "Äldre fråga" in rest.splitlines()[1]
    many = 2 + following_up.MOST * 4
    assert f"och {many - following_up.MOST} till" in rest


def test_the_day_for_following_up_is_kept_at_the_meeting_before_it(county):
    county.standpoint.follow_up_on = date(2026, 12, 9)
    db.session.commit()
    before = county.make.meeting(county.council, starts_at=datetime(2026, 12, 8, 9, 0, tzinfo=UTC))
    at = county.make.meeting(county.council, starts_at=datetime(2026, 12, 9, 9, 0, tzinfo=UTC))
    said = "Gemensam vuxenutbildning, följs upp den 9 december 2026"
    assert said not in following_up.words(before, now=NOW)
    assert said in following_up.words(at, now=NOW)
    county.standpoint.carried_out_on = NOW.date()
    db.session.commit()
    assert said not in following_up.words(at, now=NOW)


def test_the_follow_up_counts_as_the_council_does(county):
    """A Norwegian council has saker, and no paragraphs."""
    county.every_kind()
    county.council.document_language = "nb"
    assert "sak\u00a01/2026" in following_up.words(county.make.meeting(county.council), now=NOW)


def test_the_follow_up_is_put_on_the_next_agenda_and_filled_anew(county):
    county.enter(1, FormalState.DECIDED)
    coming = county.make.meeting(county.council)
    by = {"by": county.secretary, "now": NOW}
    item = onto_agenda.put(coming, **by)
    db.session.commit()
    assert item.standing is StandingItem.FOLLOW_UP
    assert "Kommun nr 1" in item.background
    county.enter(2, FormalState.REJECTED, note="Nej.")
    again = onto_agenda.put(coming, **by)
    assert again.id == item.id
    assert "Kommun nr 2" in again.background
    assert [one.standing for one in coming.items].count(StandingItem.FOLLOW_UP) == 1
    coming.state = MeetingState.HELD
    with pytest.raises(RuleBroken, match="agenda-is-locked"):
        onto_agenda.put(coming, **by)


@pytest.mark.both_databases
def test_the_state_in_the_database_is_the_state_of_the_rule(county):
    items = [county.take(number, f"Fråga {number}") for number in range(2, 8)]
    items.append(county.take(8, "Fråga 8", signed=False))
    for number, item in enumerate(items[:4], 1):
        for place in range(1, number + 1):
            step = county.step(place, item)
            step.state = FormalState.DECIDED if place < number else FormalState.PLANNED
    done = county.standpoint_of(items[4])
    for step in db.session.scalars(sa.select(FormalDecision).filter_by(standpoint_id=done.id)):
        step.state = FormalState.CHANGED
        effort = Implementation(standpoint_id=done.id, organisation_id=step.organisation_id)
        effort.state = EffortState.DONE
        db.session.add(effort)
    county.standpoint_of(items[5]).replaced_by_id = done.id
    county.standpoint.carried_out_on = NOW.date()
    db.session.commit()
    rows = db.session.execute(
        sa.select(Standpoint.id, facts.STATE.label("state"), *facts.counted(TODAY))
    ).all()
    assert len(rows) == 8
    assert {row.id: row.state for row in rows} == {row.id: facts.state_in(row).value for row in rows}
    assert {row.state for row in rows} == {state.value for state in StandpointState} - {
        StandpointState.IN_FORCE.value
    }
    who = county.viewer(county.chair)
    for state in StandpointState:
        found = standpoints.taken(who, Wanted(state=state), today=TODAY).standpoints
        assert {one.state for one in found} <= {state}
        assert len(found) == sum(row.state == state.value for row in rows)


def test_a_chain_goes_through_its_bodies_in_order(county):
    county.every_kind()
    first, last = formal_decisions.writing.chain_of(county.standpoint.id, county.organisations[5].id)
    made = {"deciding_body": "Kommunfullmäktige", "decided_on": NOW.date()}
    by = {"way": Way.OWN, "by": county.officials[5], "now": NOW}
    undone = Step(state=P, deciding_body="Kommunstyrelsen", planned_on=NOW.date())
    formal_decisions.enter(last, Step(state=D, **made), version=last.version, **by)
    with pytest.raises(RuleBroken, match="formal-out-of-order"):
        formal_decisions.enter(first, undone, version=first.version, **by)
    with pytest.raises(RuleBroken, match="formal-step-stands"):
        formal_decisions.remove_step(last, by=county.officials[5], now=NOW)


def test_two_who_write_on_the_same_step_are_told_of_each_other(county):
    one = county.step(1)
    version = one.version
    county.enter(1, FormalState.NOT_NEEDED)
    with pytest.raises(RuleBroken) as refused:
        formal_decisions.enter(
            one, Step(state=FormalState.UNSETTLED), version=version, way=Way.OWN, by=county.chair, now=NOW
        )
    assert (refused.value.code, refused.value.facts["who"]) == ("somebody-saved-first", "Tjänsteperson 1")


def test_the_secretariat_writes_on_somebodys_word_and_the_journal_says_whose(county):
    one = county.step(1)
    step = Step(state=FormalState.NOT_NEEDED)
    by = {"version": one.version, "way": Way.ON_WORD, "by": county.secretary, "now": NOW}
    with pytest.raises(RuleBroken, match="formal-on-whose-word"):
        formal_decisions.enter(one, step, **by)
    formal_decisions.enter(one, step, on_word_of="Anna Berg, kanslichef", **by)
    db.session.commit()
    noted = db.session.scalars(
        sa.select(JournalEntry).filter_by(event="formal-decision-entered").order_by(JournalEntry.id.desc())
    ).first()
    assert noted.after["on_word_of"] == "Anna Berg, kanslichef"
    assert noted.about == "§ 1/2026, Kommun nr 1"


def test_nothing_is_entered_before_the_signing(county):
    item = county.take(2, "Osignerad", signed=False)
    with pytest.raises(RuleBroken, match="standpoint-not-signed"):
        formal_decisions.enter(
            county.step(1, item),
            Step(state=FormalState.NOT_NEEDED),
            version=1,
            way=Way.OWN,
            by=county.officials[0],
            now=NOW,
        )


def test_a_standpoint_is_replaced_both_ways_and_never_in_a_circle(county):
    newer = county.take(2, "Ny vuxenutbildning")
    old, new = county.standpoint, county.standpoint_of(newer)
    by = {"by": county.secretary, "now": NOW}
    changing.replace(old, new.id, **by)
    db.session.commit()
    who = county.viewer(county.officials[0])
    assert reading.story(who, county.item.id, today=TODAY).row.newer_item_id == newer.id
    assert [one.item_id for one in reading.story(who, newer.id, today=TODAY).replaces] == [county.item.id]
    with pytest.raises(RuleBroken, match="standpoint-replaced-in-a-circle"):
        changing.replace(new, old.id, **by)
    with pytest.raises(RuleBroken, match="standpoint-of-another-council"):
        changing.replace(new, 10**6, **by)


def test_what_is_secret_stands_in_no_list(county):
    secret = county.take(2, "Hemlig upphandling", is_secret=True, secrecy_section="19 kap. 3 § OSL")
    who = county.viewer(county.secretary)
    assert [one.item_id for one in standpoints.taken(who, today=TODAY).standpoints] == [county.item.id]
    assert reading.story(who, secret.id, today=TODAY) is None
    found = matrix.matrix(who, Wanted(), today=NOW.date())
    assert [line.standpoint.item_id for line in found.lines] == [county.item.id]
    assert {one.row.item_id for one in waiting.of_council(who, county.council.id, now=NOW)} == {
        county.item.id
    }
    about = {each.row.item_id for one in reminding.letters(county.council, now=NOW) for each in one.about}
    assert about == {county.item.id}
    assert "Hemlig" not in following_up.words(county.make.meeting(county.council), now=NOW)
    assert sum(one.total for one in picture.pictures(who)) == 1


def test_before_the_signing_only_the_own_organisation_and_the_secretariat_see_the_decisions(county):
    item = county.take(2, "Osignerad", signed=False)
    county.step(1, item).note = "vi funderar"
    db.session.commit()
    ids = [county.standpoint_of(item).id]
    seen = {}
    for name, person in (
        ("own", county.officials[0]),
        ("other", county.officials[1]),
        ("secretary", county.secretary),
    ):
        found = formal_decisions.reading.chains(county.viewer(person), ids, today=NOW.date())
        seen[name] = {one.organisation for one in found}
    assert seen["own"] == {"Kommun nr 1"}
    assert seen["other"] == {"Kommun nr 2"}
    assert len(seen["secretary"]) == 10


def test_who_may_enter_what(county):
    ways = {
        name: formal_decisions.way_of(county.viewer(person), county.council.id, county.organisations[0].id)
        for name, person in (
            ("own", county.officials[0]),
            ("other", county.officials[1]),
            ("secretary", county.secretary),
            ("chair", county.chair),
        )
    }
    assert ways == {"own": Way.OWN, "other": None, "secretary": Way.ON_WORD, "chair": None}
    assert formal_decisions.way_of(county.viewer(county.officials[0]), county.council.id, None) is None


@pytest.mark.both_databases
def test_reminders_go_by_themselves_once_in_a_fortnight(county):
    county.every_kind()
    db.session.query(FormalDecision).update({"reminded_at": None})
    db.session.commit()
    assert reminding.send_due(NOW) > 0
    first = {(mail.to_name, mail.kind) for mail in db.session.scalars(sa.select(Mail))}
    assert ("Tjänsteperson 4", "formal-reminder") in first, "planned, and its day has passed"
    assert ("Tjänsteperson 8", "formal-reminder") in first, "has not answered"
    assert ("Tjänsteperson 5", "formal-reminder") not in first
    assert ("Tjänsteperson 3", "formal-reminder") not in first
    assert reminding.send_due(NOW + timedelta(minutes=5)) == 0
    assert reminding.send_due(NOW + timedelta(days=13)) == 0
    assert reminding.send_due(NOW + timedelta(days=15)) > 0


def test_reminders_rest_where_the_council_wants_none_and_at_night(county):
    assert reminding.send_due(NOW.replace(hour=2)) == 0
    county.council.reminder_days = 0
    db.session.commit()
    assert reminding.send_due(NOW) == 0


def test_the_secretary_reminds_after_a_look_and_not_twice_a_day(county):
    county.every_kind()
    letters = reminding.letters(county.council, now=NOW)
    shown = reminding.preview(county.council, letters[0], sender=reminding.mail.Sender("Sekreteraren"))
    assert "§ 1/2026 Gemensam vuxenutbildning".lower() in shown.text.lower()
    count = reminding.send(county.council, by=county.secretary, now=NOW)
    db.session.commit()
    assert count == len(letters)
    with pytest.raises(RuleBroken, match="nobody-is-late"):
        reminding.send(county.council, by=county.secretary, now=NOW + timedelta(hours=2))
    assert reminding.send(county.council, by=county.secretary, now=NOW + timedelta(days=1)) == count


@pytest.mark.both_databases
def test_what_one_looks_for(county):
    other = county.take(2, "Tågtrafik")
    county.enter(1, FormalState.NOT_NEEDED)
    who = county.viewer(county.officials[0])
    sought = {
        "words": Wanted(words="TÅG"),
        "year": Wanted(year=2025),
        "organisation": Wanted(organisation_id=county.organisations[0].id),
        "node": Wanted(node_id=other.strategy_links[0].node_id),
        "wording": Wanted(words="bakom tåg"),
    }
    found = {
        name: [one.title for one in standpoints.taken(who, wanted, today=TODAY).standpoints]
        for name, wanted in sought.items()
    }
    assert found == {
        "words": ["Tågtrafik"],
        "year": [],
        "organisation": ["Tågtrafik"],
        "node": ["Tågtrafik"],
        "wording": ["Tågtrafik"],
    }


def test_own_decisions_wait_until_they_are_made(county):
    who = county.viewer(county.officials[0])
    assert [one.row.item_id for one in waiting.of_organisations(who, now=NOW)] == [county.item.id]
    county.enter(1, FormalState.DECIDED)
    assert waiting.of_organisations(who, now=NOW) == []
    assert [row.reference for row in own.settled(who).rows] == ["§ 101"]


@pytest.mark.both_databases
def test_own_decisions_that_wait_are_read_page_by_page_the_oldest_first(county):
    for number in range(2, 6):
        county.take(number, f"Fråga {number}")
    planned = county.step(1, county.item)
    county.enter(1, FormalState.PLANNED, planned_on=date(2027, 2, 1))
    who = county.viewer(county.officials[0])
    pages, after = [], None
    for _page in range(3):
        page = waiting.page_of_organisations(who, now=NOW, after=after, size=2)
        pages.append([one.row.title for one in page.rows])
        after = page.next
    assert pages == [["Fråga 2", "Fråga 3"], ["Fråga 4", "Fråga 5"], ["Gemensam vuxenutbildning"]]
    assert after is None
    assert waiting.page_of_organisations(who, now=NOW, after=planned.id + 1000).rows == []


# --- Sizes -------------------------------------------------------------------------------------------------


def statements(work: Callable[[], object]) -> int:
    seen: list[str] = []

    def listen(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        seen.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", listen)
    try:
        work()
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", listen)
    return len(seen)


@pytest.mark.both_databases
def test_no_list_asks_more_of_the_database_when_the_register_grows(county):
    who = county.viewer(county.secretary)
    own_viewer = county.viewer(county.officials[0])
    coming = county.make.meeting(county.council)
    looks: dict[str, Callable[[], object]] = {
        "register": lambda: standpoints.taken(who, today=TODAY),
        "everything": lambda: standpoints.taken(who, size=None, today=TODAY),
        "one state": lambda: standpoints.taken(
            who, Wanted(state=StandpointState.IN_FORMAL_DECISION), today=TODAY
        ),
        "offers": lambda: standpoints.listing.offers(who),
        "matrix": lambda: matrix.matrix(who, Wanted(), today=NOW.date()),
        "story": lambda: reading.story(who, county.item.id, today=TODAY),
        "waiting": lambda: waiting.of_council(who, county.council.id, now=NOW),
        "own": lambda: (waiting.page_of_organisations(own_viewer, now=NOW), own.settled(own_viewer)),
        "picture": lambda: picture.pictures(who),
        "following up": lambda: following_up.words(coming, now=NOW),
        "letters": lambda: reminding.letters(county.council, now=NOW),
    }
    few = {name: statements(look) for name, look in looks.items()}
    county.every_kind()
    for number in range(2, 70):
        item = county.make.item(
            county.meeting, title=f"Fråga {number}", number=number, outcome=Outcome.CONSENSUS, adopted="Ja."
        )
        assert item.id
    beginning.begin(county.meeting)
    beginning.come_into_force(county.meeting, now=SIGNED)
    db.session.commit()
    many = {name: statements(look) for name, look in looks.items()}
    assert {name: (few[name], many[name]) for name in looks if many[name] > few[name]} == {}


def test_the_register_goes_to_a_workbook_without_running_a_formula(county, app):
    county.item.title = '=HYPERLINK("http://ont.example")'
    county.enter(1, FormalState.CHANGED, note="@SUM(A1)", deciding_body="+KS")
    db.session.commit()
    who = county.viewer(county.secretary)
    with app.test_request_context():
        book = load_workbook(BytesIO(register_file(standpoints.taken(who, today=TODAY).standpoints, "xlsx")))
        separated = register_file(standpoints.taken(who, today=TODAY).standpoints, "csv").decode("utf-8-sig")
        found = matrix.matrix(who, Wanted(), today=NOW.date(), size=None)
        grid = load_workbook(BytesIO(matrix_file(found)))
    for sheet in (book.active, grid.active):
        assert not [cell.value for row in sheet for cell in row if cell.data_type == "f"]
    assert ";\"'=HYPERLINK" in separated
    assert grid.active["D2"].value.startswith("Beslutat med ändring")


def test_a_list_that_stops_says_how_many_more_there_are(client, county, monkeypatch):
    monkeypatch.setattr(waiting, "MOST", 4)
    page = f"/councils/{county.council.id}/formal-decisions/overdue"
    one = client.sign_in(county.secretary)
    told = " ".join(one.get(page).text.split())
    assert "6 till visas inte" in told, "the host and nine others wait"
    assert "Kommun nr 9" in told, "and each can be asked for"
    assert "visas inte" not in one.get(f"{page}?organisation={county.organisations[8].id}").text
