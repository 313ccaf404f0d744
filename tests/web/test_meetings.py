"""The meeting's page: where it stands, what the reader does next, and who sees what of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import (
    Attachment,
    Dissent,
    Meeting,
    MinutesDocument,
    Preparation,
    StrategyLink,
    Submission,
)
from councilflow.process.agenda import StandingItem
from councilflow.process.consensus import Outcome
from councilflow.process.councils import Category, Side
from councilflow.process.meeting import MeetingState
from councilflow.process.minutes import MinutesState
from councilflow.process.series import LAST, day_in
from councilflow.services import meetings
from tests.conftest import NOW

pytestmark = pytest.mark.no_cover  # slow to measure, and other tests have


@pytest.fixture
def statements(app):
    """Counts the SQL statements that run while it is open: `with statements() as said: …`."""

    class Counter(list):
        def __enter__(self):
            sa.event.listen(db.engine, "before_cursor_execute", self.note)
            return self

        def __exit__(self, *_exc):
            sa.event.remove(db.engine, "before_cursor_execute", self.note)

        def note(self, _connection, _cursor, statement, *_more):
            self.append(statement)

    return Counter


def attach(item, make, count=1):
    person = make.person()
    for number in range(count):
        make.save(
            Attachment(
                item=item,
                position=number,
                title=f"Bilaga {number}",
                file_name="bilaga.pdf",
                media_type="application/pdf",
                size=2048,
                sha256="0" * 64,
                uploaded_by_id=person.id,
                uploaded_at=NOW,
            )
        )


DAY = day_in(datetime.now(UTC).year + 1, 12, weekday=4, week=1)
"""A Friday to come, whenever the tests run: pages live by the machine's own clock."""

PLANNED = {
    "day": DAY.isoformat(),
    "begins": "09:00",
    "ends": "12:00",
    "kind": "regular",
    "form": "digital",
    "link": "https://example.org/rum",
}


SPRING = {"day": str(day_in(DAY.year, 3, weekday=6, week=LAST))}
AUTUMN = {"day": str(day_in(DAY.year, 10, weekday=6, week=LAST))}
"""The Sundays on which the clocks of Sweden and Norway change."""


def test_a_planned_meeting_has_its_opening_and_closing(client, make):
    council = make.council()
    answer = client.sign_in(make.secretary(council)).post(
        f"/councils/{council.id}/meetings/new", data=PLANNED, follow_redirects=True
    )
    assert f"Möte fredag {DAY.day} december {DAY.year}" in answer.text
    meeting = db.session.scalars(sa.select(Meeting)).one()
    assert meeting.starts_at == datetime(
        DAY.year, 12, DAY.day, 8, 0, tzinfo=UTC
    )  # nine o'clock in the council's zone
    assert [item.standing for item in meeting.items] == [StandingItem.OPENING, StandingItem.CLOSING]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"day": ""}, "Välj vilken dag mötet är."),
        ({"ends": "08:00"}, "Mötet slutar innan det börjar."),
        ({"last_day": str(DAY + timedelta(days=16))}, "Ett möte kan vara högst fyra dagar."),
        ({"last_day": str(DAY - timedelta(days=1))}, "Sista dagen är före den första."),
        ({"day": f"31/2 {DAY.year}"}, "februari har ingen dag 31."),
        ({"day": "29/2 2027"}, "2027 är inget skottår, så februari har 28 dagar."),
        ({"day": "4/12 20226"}, "Året 20226 kan inte stämma."),
        ({"day": "4/12 26"}, "Skriv året med fyra siffror, till exempel 4/12 2026."),
        ({"day": "4/12"}, "Skriv året också, till exempel 4/12 2026."),
        ({"day": "4/13 2027"}, "Det finns ingen månad 13."),
        ({"day": "fredag"}, "Skriv ett datum, till exempel 2026-12-04 eller 4/12 2026."),
        ({"day": "2020-02-07"}, "Den tiden har redan varit."),
        ({"day": str(DAY.replace(year=DAY.year + 6))}, "Den dagen är mer än fem år bort."),
        ({"begins": "25:00"}, "Skriv ett klockslag, till exempel 9.00."),
        ({"begins": "klockan nio"}, "Skriv ett klockslag, till exempel 9.00."),
        (SPRING | {"begins": "02:30"}, "Klockan ställs fram den natten, så det klockslaget finns inte."),
        (
            AUTUMN | {"begins": "02:30"},
            "Klockan ställs tillbaka den natten, så det klockslaget kommer två gånger.",
        ),
        ({"form": "physical", "place": ""}, "Skriv var ni träffas."),
        ({"link": "javascript:alert(1)"}, "Skriv hela adressen, från https."),
    ],
)
def test_a_meeting_that_cannot_be_is_asked_for_again(client, make, wrong, sentence):
    council = make.council()
    answer = client.sign_in(make.secretary(council)).post(
        f"/councils/{council.id}/meetings/new", data=PLANNED | wrong
    )
    assert answer.status_code == 422
    assert sentence in answer.text


def test_members_do_not_plan_meetings(client, make):
    council = make.council()
    answer = client.sign_in(make.seat(council)).get(f"/councils/{council.id}/meetings/new")
    assert answer.status_code == 403


def test_a_conference_has_a_name_of_its_own(client, make):
    council = make.council()
    named = PLANNED | {"kind": "event", "title": "Re:tenk näringslivskonferens"}
    client.sign_in(make.secretary(council))
    page = client.post(f"/councils/{council.id}/meetings/new", data=named, follow_redirects=True).text
    assert "Re:tenk näringslivskonferens" in page.split("<h1")[1].split("</h1>")[0]
    assert "Re:tenk näringslivskonferens, Regionala samverkansrådet" in client.get("/meetings").text


@pytest.mark.parametrize(
    "written", [f"{DAY.day}/12 {DAY.year}", f"{DAY.day}.12.{DAY.year}", f"{DAY.day}. desember {DAY.year}"]
)
def test_a_day_is_read_as_people_write_it(client, make, written):
    council = make.council()
    facts = PLANNED | {"day": written, "begins": "9.00", "ends": "kl. 12"}
    client.sign_in(make.secretary(council)).post(f"/councils/{council.id}/meetings/new", data=facts)
    meeting = db.session.scalars(sa.select(Meeting)).one()
    assert meeting.starts_at == datetime(DAY.year, 12, DAY.day, 8, 0, tzinfo=UTC)
    assert meeting.ends_at == datetime(DAY.year, 12, DAY.day, 11, 0, tzinfo=UTC)


def test_a_closed_council_gets_no_meeting_after_its_last_day(client, make):
    council = make.council(closed_on=DAY)
    client.sign_in(make.secretary(council))
    url = f"/councils/{council.id}/meetings/new"
    late = client.post(url, data=PLANNED | {"day": str(DAY + timedelta(days=1))})
    assert late.status_code == 422
    assert f"har sin sista dag {DAY.day} december {DAY.year}" in late.text
    assert client.post(url, data=PLANNED).status_code == 302


def test_a_meeting_moves_freely_until_people_are_invited(client, make):
    council = make.council()
    meeting = make.meeting(council)
    client.sign_in(make.secretary(council))
    assert 'value="09:00' in client.get(f"/meetings/{meeting.id}/edit").text
    client.post(f"/meetings/{meeting.id}/edit", data=PLANNED | {"begins": "10:00"})
    db.session.refresh(meeting)
    assert meeting.starts_at == datetime(DAY.year, 12, DAY.day, 9, 0, tzinfo=UTC)

    meeting.state = MeetingState.SET
    make.save(meeting)
    assert client.post(f"/meetings/{meeting.id}/edit", data=PLANNED).status_code == 302
    db.session.refresh(meeting)
    assert meeting.starts_at == datetime(DAY.year, 12, DAY.day, 8, 0, tzinfo=UTC)

    meeting.state = MeetingState.INVITED
    make.save(meeting)
    assert client.post(f"/meetings/{meeting.id}/edit", data=PLANNED).status_code == 409


def test_meetings_to_come_stand_first_and_those_that_have_been_on_pages(client, make):
    council, other = make.council(), make.council("Annat råd")
    soon = datetime.now(UTC) + timedelta(days=3)
    make.meeting(council, starts_at=soon)
    make.meeting(other, starts_at=soon)
    for week in range(1, 46):
        make.meeting(council, starts_at=soon - timedelta(weeks=week), state=MeetingState.HELD)
    client.sign_in(make.seat(council))
    seen, url = 0, "/meetings"
    while url:
        page = client.get(url).text
        assert "Annat råd" not in page
        seen += page.count('class="cf-title"')
        mark = page.split("?before=")[1].split('"')[0] if "?before=" in page else ""
        url = f"/meetings?before={mark}" if mark else ""
    assert seen == 46


def test_without_meetings_the_list_says_so(client, make):
    assert "Inget möte är planerat." in client.sign_in(make.seat(make.council())).get("/meetings").text


def test_before_the_invitation_members_read_when_it_comes(client, make):
    meeting = make.meeting(make.council())
    make.item(meeting, title="Länets linje")
    answer = client.sign_in(make.seat(meeting.council)).get(f"/meetings/{meeting.id}")
    assert answer.status_code == 200
    assert "fredag 27 november 2026" in answer.text
    assert "Länets linje" not in answer.text


def test_somebody_of_another_council_does_not_find_the_meeting(client, make):
    meeting = make.meeting(make.council(), state=MeetingState.INVITED)
    stranger = make.seat(make.council("Annat råd"))
    assert client.sign_in(stranger).get(f"/meetings/{meeting.id}").status_code == 404
    administrator = make.person(is_administrator=True)
    assert client.sign_in(administrator).get(f"/meetings/{meeting.id}").status_code == 404


@pytest.mark.parametrize("state", [state for state in MeetingState if state != MeetingState.CANCELLED])
def test_each_state_has_its_stations_and_sentences(client, make, state):
    meeting = make.meeting(make.council(), state=state)
    make.item(meeting)
    page = client.sign_in(make.secretary(meeting.council)).get(f"/meetings/{meeting.id}").text
    assert page.count('aria-current="step"') == 1
    assert "Nu:" in page
    assert page.count("btn-primary") <= 1


STEPS = [
    # who, state of the meeting, state of the minutes, what the filled button says
    ("preparer", MeetingState.PREPARING, None, "Dagordningen är beredd"),
    ("chair", MeetingState.PREPARING, None, "Fastställ dagordningen"),
    ("chair", MeetingState.PREPARED, None, "Fastställ dagordningen"),
    ("preparer", MeetingState.PREPARED, None, ""),
    ("chair", MeetingState.SET, None, "Granska och skicka kallelsen"),
    ("secretary", MeetingState.SET, None, "Granska och skicka kallelsen"),
    ("preparer", MeetingState.SET, None, ""),
    ("member", MeetingState.INVITED, None, "Förbered hemma"),
    ("secretary", MeetingState.INVITED, None, "Öppna mötet"),
    ("secretary", MeetingState.ONGOING, None, "Fortsätt mötet"),
    ("secretary", MeetingState.HELD, None, "Skriv protokollet"),
    ("secretary", MeetingState.HELD, MinutesState.DRAFT, "Skriv protokollet"),
    ("member", MeetingState.HELD, MinutesState.DRAFT, ""),
    ("member", MeetingState.HELD, MinutesState.SIGNED, "Läs protokollet"),
]


@pytest.mark.parametrize(("who", "state", "minutes", "button"), STEPS)
def test_the_one_filled_button_is_the_readers_next_step(client, make, who, state, minutes, button):
    council = make.council()
    meeting = make.meeting(council, state=state)
    make.item(meeting)
    if minutes:
        make.save(MinutesDocument(meeting=meeting, state=minutes))
    make_person = {"chair": make.chair, "secretary": make.secretary, "preparer": make.preparer}.get(
        who, make.seat
    )
    facts = {"organisation_id": make.organisation("Timrå kommun").id} if who == "member" else {}
    page = client.sign_in(make_person(council, **facts)).get(f"/meetings/{meeting.id}").text
    filled = page.split("btn btn-primary")[1:]
    assert len(filled) == (1 if button else 0)
    assert not button or f">{button}<" in filled[0]


def test_an_agenda_without_an_item_of_its_own_asks_for_one_first(client, make):
    meeting = make.meeting(make.council())
    page = client.sign_in(make.preparer(meeting.council)).get(f"/meetings/{meeting.id}").text
    assert f'btn-primary" href="/meetings/{meeting.id}/items/new"' in page
    member = make.seat(meeting.council)
    assert "btn-primary" not in client.sign_in(member).get(f"/meetings/{meeting.id}").text


def test_missing_things_stand_above_the_agenda_for_those_who_prepare(client, make):
    meeting = make.meeting(make.council())
    item = make.item(meeting, title="Bredband", background="", strategy_sentence="")
    page = client.sign_in(make.preparer(meeting.council)).get(f"/meetings/{meeting.id}").text
    assert "Komplettera punkt 1" in page
    assert f"/items/{item.id}/edit" in page
    assert "Skriv en mening om hur frågan hänger ihop med RUS." in page


def test_after_the_meeting_the_page_shows_numbers_outcomes_and_whose_view_was_noted(client, make):
    meeting = make.meeting(make.council(), state=MeetingState.HELD)
    solleftea = make.organisation("Sollefteå kommun")
    member = make.seat(meeting.council, organisation_id=solleftea.id)
    item = make.item(meeting, number=67, outcome=Outcome.CONSENSUS_NOTED)
    noted(item, solleftea, member, make)
    page = client.sign_in(member).get(f"/meetings/{meeting.id}").text
    assert "§\N{NO-BREAK SPACE}67" in page
    assert "Konsensus, avvikande synpunkt antecknad" in page
    assert "Avvikande synpunkt: Sollefteå kommun" in page


def noted(item, organisation, person, make):
    return make.save(
        Dissent(
            item_id=item.id,
            organisation_id=organisation.id,
            organisation=organisation.name,
            text="Stambanans norra del måste gå före.",
            requested_by_id=person.id,
            requested_at=NOW,
        )
    )


def prepared(item, organisation, person, make):
    return make.save(
        Preparation(
            item_id=item.id,
            organisation_id=organisation.id,
            updated_by_id=person.id,
            updated_at=NOW,
            note="x",
        )
    )


def test_an_organisation_sees_its_own_preparation_and_nobody_elses(client, make):
    meeting = make.meeting(make.council(), state=MeetingState.INVITED)
    item = make.item(meeting)
    timra, ange = make.organisation("Timrå kommun"), make.organisation("Ånge kommun")
    one, other = (make.seat(meeting.council, organisation_id=home.id) for home in (timra, ange))
    url = f"/meetings/{meeting.id}"
    prepared(item, timra, one, make)
    assert "Pågår (bara vi ser)" in client.sign_in(one).get(url).text
    assert "Ej påbörjad" in client.sign_in(other).get(url).text
    secretary = make.secretary(meeting.council)
    assert "0 av 2 inlämnade" in client.sign_in(secretary).get(url).text
    make.save(
        Submission(
            item_id=item.id, organisation_id=timra.id, version=1, submitted_by_id=one.id, submitted_at=NOW
        )
    )
    assert "1 av 2 inlämnade" in client.sign_in(secretary).get(url).text
    assert "Ej påbörjad" in client.sign_in(other).get(url).text


class TestSeenAgain:
    def seen(self, client, meeting):
        answer = client.get(f"/meetings/{meeting.id}")
        assert answer.status_code == 200
        return answer.headers["ETag"]

    def again(self, client, meeting, mark):
        return client.get(f"/meetings/{meeting.id}", headers={"If-None-Match": mark}).status_code

    def test_a_page_seen_before_is_not_sent_again_until_something_changes(self, client, make):
        meeting = make.meeting(make.council(), state=MeetingState.INVITED)
        item = make.item(meeting)
        client.sign_in(make.seat(meeting.council))
        mark = self.seen(client, meeting)
        assert self.again(client, meeting, mark) == 304
        attach(item, make)
        assert self.again(client, meeting, mark) == 200

    def test_a_private_draft_changes_nothing_that_others_can_observe(self, client, make):
        meeting = make.meeting(make.council(), state=MeetingState.INVITED)
        item = make.item(meeting)
        timra, ange = make.organisation("Timrå kommun"), make.organisation("Ånge kommun")
        one, other = (make.seat(meeting.council, organisation_id=home.id) for home in (timra, ange))
        secretary = make.secretary(meeting.council)
        marks = {}
        for person in (one, other, secretary):
            marks[person.id] = self.seen(client.sign_in(person), meeting)
        prepared(item, timra, one, make)
        for person, status in ((one, 200), (other, 304), (secretary, 304)):
            client.sign_in(person)
            assert self.again(client, meeting, marks[person.id]) == status

    def test_another_reader_language_or_right_is_another_page(self, client, make):
        meeting = make.meeting(make.council(), state=MeetingState.INVITED)
        member = make.seat(meeting.council)
        mark = self.seen(client.sign_in(member), meeting)
        with client.session_transaction() as session:
            session["language"] = "en"
        assert self.again(client, meeting, mark) == 200
        with client.session_transaction() as session:
            session["language"] = "sv"
        assert self.again(client, meeting, mark) == 304
        make.seat(meeting.council, Category.PREPARER, person=member)
        assert self.again(client, meeting, mark) == 200


@pytest.mark.parametrize("state", [MeetingState.PREPARING, MeetingState.INVITED, MeetingState.HELD])
def test_a_larger_meeting_asks_the_database_no_more(app, database, make, statements, state):
    council = make.council()
    node = make.node(council)
    timra = make.organisation("Timrå kommun")
    seated = {
        name: app.test_client().sign_in(seat(council, organisation_id=timra.id))
        for name, seat in (("chair", make.chair), ("secretary", make.secretary), ("member", make.seat))
    }
    counts = {name: [] for name in seated}
    for size in (4, 40):
        meeting = make.meeting(council, state=state)
        for _number in range(size):
            item = make.item(meeting, strategy=False)
            make.save(StrategyLink(item_id=item.id, node_id=node.id))
            attach(item, make, 3)
            if state is MeetingState.HELD:
                noted(item, timra, make.person(), make)
        for _number in range(size):
            make.seat(council, side=Side.OPPOSITION)
        url = f"/meetings/{meeting.id}"
        for name, browser in seated.items():
            with statements() as said:
                assert browser.get(url).status_code == 200
            counts[name].append(len([one for one in said if one.lstrip().upper().startswith("SELECT")]))
    for name, (small, large) in counts.items():
        assert small == large <= 8, name


def test_the_version_rises_with_what_the_page_shows(make):
    meeting = make.meeting(make.council())
    item = make.item(meeting)

    def version():
        db.session.commit()
        return db.session.scalar(sa.select(Meeting.version).where(Meeting.id == meeting.id))

    before = version()
    item.title = "Ny rubrik"
    after = version()
    assert after > before
    make.seat(meeting.council)
    with_seat = version()
    assert with_seat > after
    meetings.touch(meeting)
    assert version() > with_seat


@pytest.mark.parametrize(
    ("homes", "words"),
    [((1,), "ledamot från en organisation"), ((1, 1), "ledamöter från en"), ((1, 2), "ledamöter från 2")],
)
def test_those_called_are_counted_as_one_says_it(client, make, homes, words):
    council, homes_of = make.council(), {1: make.organisation(), 2: make.organisation()}
    for side, home in zip((Side.MAJORITY, Side.OPPOSITION), homes, strict=False):
        make.seat(council, organisation_id=homes_of[home].id, side=side)
    client.sign_in(make.secretary(council))
    assert words in client.get(f"/meetings/{make.meeting(council).id}").text
