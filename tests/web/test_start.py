"""What waits for a person when they come in, and that the page costs the same however much there is."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from councilflow.extensions import db
from councilflow.models import Presenter
from councilflow.process.councils import Category
from councilflow.process.meeting import MeetingState


def test_a_visitor_is_asked_to_sign_in(client):
    answer = client.get("/")
    assert answer.status_code == 302
    assert answer.location == "/sign-in"


def test_the_preparatory_group_sees_the_proposal_that_has_no_answer(client, make):
    council = make.council()
    member = make.seat(council, organisation_id=make.organisation("Ånge kommun").id)
    make.issue(council, by=member, title="Nattågen")
    assert "Svara på förslaget Nattågen" in client.sign_in(make.preparer(council)).get("/").text
    assert "Nattågen" not in client.sign_in(member).get("/").text


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (MeetingState.PREPARING, "Komplettera dagordningen"),
        (MeetingState.PREPARED, "Komplettera dagordningen"),
    ],
)
def test_an_item_that_lacks_its_strategy_link_waits_for_those_who_prepare(client, make, state, words):
    council = make.council()
    make.item(make.meeting(council, state=state), strategy=False)
    assert words in client.sign_in(make.preparer(council)).get("/").text


def test_the_chair_sets_a_prepared_agenda_and_then_invites(client, make):
    council = make.council()
    chair = make.chair(council)
    meeting = make.meeting(council, state=MeetingState.PREPARED)
    make.item(meeting)
    assert "Fastställ dagordningen" in client.sign_in(chair).get("/").text
    meeting.state = MeetingState.SET
    make.save(meeting)
    assert "Skicka kallelsen" in client.get("/").text


def test_a_presenter_is_led_to_the_own_item_only(client, make):
    council = make.council()
    presenter = make.person("Infrastrukturstrateg")
    meeting = make.meeting(council, state=MeetingState.INVITED)
    own, other = make.item(meeting, title="Kustvägen"), make.item(meeting, title="Bredband")
    own.presenters.append(Presenter(name=presenter.name, email=presenter.email.upper()))
    make.save(own)
    page = client.sign_in(presenter).get("/").text
    assert "Du föredrar Kustvägen" in page
    assert other.title not in page


def test_an_agenda_that_is_not_out_shows_nothing_of_itself_to_members(client, make):
    council = make.council()
    member = make.seat(council, Category.MEMBER, organisation_id=make.organisation("Timrå kommun").id)
    meeting = make.meeting(council)
    for _ in range(7):
        make.item(meeting)
    page = client.sign_in(member).get("/").text
    assert "Dagordningen är inte utskickad än." in page
    assert "7 punkter" not in page


def test_the_page_costs_the_same_with_one_meeting_and_with_ten(client, make, app):
    council = make.council()
    chair = make.chair(council)
    counts = []
    for _ in range(2):
        for _ in range(1 if not counts else 9):
            make.item(make.meeting(council, state=MeetingState.INVITED))
            make.issue(council, by=chair)
        counts.append(_queries(app, lambda: client.sign_in(chair).get("/")))
    assert counts[0] == counts[1]


def _queries(app, step):
    seen = []
    with app.app_context():
        engine = db.engine
    listener = lambda *args: seen.append(args[2])  # noqa: E731 – a name for the listener, to take it off again
    event.listen(engine, "before_cursor_execute", listener)
    try:
        assert step().status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", listener)
    return len([statement for statement in seen if not statement.startswith("BEGIN")])


def test_a_new_secretary_is_led_to_what_is_left_before_the_first_meeting(client, make):
    council = make.council()
    page = client.sign_in(make.secretary(council)).get("/").text
    assert f"/councils/{council.id}/bodies/{council.id}/seats/new?office=chair" in page
    assert "Inget väntar på dig" not in page
    chosen = client.get(f"/councils/{council.id}/bodies/{council.id}/seats/new?office=chair").text
    assert 'value="chair"' in chosen
    assert "Kvar till" not in client.sign_in(make.preparer(council)).get("/").text
