"""The meeting desk: the secretary's way from the roll to the last gavel, and the member's own page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import Attendance, Dissent, Submission
from councilflow.process.agenda import ItemKind, StandingItem
from councilflow.process.consensus import Outcome
from councilflow.process.councils import Category, Side
from councilflow.process.meeting import MeetingState, Presence
from councilflow.process.preparation import Stance
from councilflow.services import desk, standpoints
from councilflow.services.standpoints import beginning
from councilflow.services.visibility import viewer

NOW = datetime(2026, 12, 4, 8, 0, tzinfo=UTC)


class Room:
    """A council with its people, and a meeting that is invited to."""

    def __init__(self, make):
        self.make = make
        self.council = make.council()
        self.sollefteå = make.organisation("Sollefteå kommun")
        self.chair = make.chair(self.council)
        self.secretary = make.secretary(self.council)
        self.member = make.seat(self.council, name="Ledamot, Sollefteå", organisation_id=self.sollefteå.id)
        self.opposition = make.seat(
            self.council,
            name="Opposition, Sollefteå",
            organisation_id=self.sollefteå.id,
            side=Side.OPPOSITION,
        )
        self.meeting = make.meeting(self.council, state=MeetingState.INVITED)

    def item(self, **facts):
        return self.make.item(self.meeting, **{"title": "Länstransportplanen"} | facts)

    def ready(self, **facts):
        return self.item(**{"preparation_closed_at": NOW, "presented_at": NOW} | facts)

    def open(self):
        desk.open_meeting(self.meeting, self.secretary, NOW)
        db.session.commit()

    def seat_everybody(self):
        self.open()
        desk.call_roll(self.meeting, {}, others=Presence.REMOTE, by=self.secretary, now=NOW)
        desk.elect(self.meeting, [self.member.id], by=self.secretary, now=NOW)
        db.session.commit()


@pytest.fixture
def room(make):
    return Room(make)


def fresh(row):
    db.session.rollback()
    db.session.refresh(row)
    return row


def test_the_secretary_holds_the_whole_meeting(client, room):
    opening = room.item(kind=ItemKind.STANDING, standing=StandingItem.OPENING, strategy=False)
    plan = room.item()
    client.sign_in(room.secretary)
    at = f"/meetings/{room.meeting.id}"

    assert "Öppna mötet" in client.get(f"{at}/desk").text
    assert "Mötet är inte i dag." in client.get(f"{at}/desk").text
    assert client.post(f"{at}/open").location == f"{at}/roll"
    assert client.post(f"{at}/roll", data={"others": "remote"}).location == f"{at}/approvers"
    assert client.post(f"{at}/approvers", data={"elected": [room.member.id]}).location == f"{at}/desk"
    assert client.get(f"{at}/desk").location == f"/items/{opening.id}/desk"
    assert "Ledamot, Sollefteå" in client.get(f"/items/{opening.id}/desk").text

    onward = client.post(f"/items/{opening.id}/desk", data={"step": "record", "outcome": "noted"})
    assert onward.location == f"/items/{plan.id}/desk"
    for step in ("close-preparation", "presented"):
        assert client.post(f"/items/{plan.id}/desk/gate", data={"step": step}).status_code == 302
    stated = {
        "step": "record",
        "outcome": "consensus",
        "wording": "Rådet är enigt.",
        "discussion": "Restiden.",
    }
    assert client.post(f"/items/{plan.id}/desk", data=stated).location == f"{at}/close"

    assert "Avsluta mötet?" in client.get(f"{at}/close").text
    assert client.post(f"{at}/close").status_code == 302
    assert fresh(room.meeting).state is MeetingState.HELD
    assert [(one.number, one.outcome) for one in room.meeting.items] == [
        (1, Outcome.NOTED),
        (2, Outcome.CONSENSUS),
    ]
    assert (fresh(plan).adopted, plan.discussion) == ("Rådet är enigt.", "Restiden.")


def test_nobody_is_called_by_opening_the_meeting(client, room):
    client.sign_in(room.secretary).post(f"/meetings/{room.meeting.id}/open")
    assert db.session.scalars(sa.select(Attendance.presence)).all() == [None] * 4


def test_the_roll_says_who_is_left(client, room):
    room.open()
    first = db.session.scalars(sa.select(Attendance.id).order_by(Attendance.position)).first()
    at = f"/meetings/{room.meeting.id}/roll"
    answer = client.sign_in(room.secretary).post(at, data={f"line_{first}": "on_site"}, follow_redirects=True)
    assert "Det återstår att ropa upp: Ledamot, Sollefteå" in answer.text


@pytest.mark.parametrize("value", ["everywhere", "<script>"])
def test_a_presence_that_does_not_exist_is_asked_for_again(client, room, value):
    room.open()
    first = db.session.scalars(sa.select(Attendance.id)).first()
    answer = client.sign_in(room.secretary).post(
        f"/meetings/{room.meeting.id}/roll", data={f"line_{first}": value}
    )
    assert answer.status_code == 422
    assert "<script>" not in answer.text


def test_a_standpoint_before_its_time_is_refused_and_the_form_keeps_what_was_typed(client, room):
    item = room.item()
    room.seat_everybody()
    typed = {"step": "record", "outcome": "consensus", "wording": "En ny lydelse.", "discussion": "Restiden."}
    answer = client.sign_in(room.secretary).post(f"/items/{item.id}/desk", data=typed)
    assert answer.status_code == 409
    assert "Förberedelsen är inte stängd. Föredragningen är inte hållen." in answer.text
    assert "En ny lydelse." in answer.text
    assert "Restiden." in answer.text
    assert fresh(item).outcome is None


def test_the_chairs_reason_lets_it_be_taken(client, room):
    item = room.item()
    room.seat_everybody()
    typed = {"outcome": "consensus", "wording": "Ja.", "override": "föredraganden är sjuk"}
    assert client.sign_in(room.secretary).post(f"/items/{item.id}/desk", data=typed).status_code == 302
    assert fresh(item).override_reason == "föredraganden är sjuk"


def test_going_on_needs_an_outcome_and_staying_does_not(client, room):
    item = room.ready()
    room.seat_everybody()
    client.sign_in(room.secretary)
    typed = {"wording": "Halvfärdigt.", "discussion": "Restiden."}
    assert client.post(f"/items/{item.id}/desk", data=typed | {"step": "record"}).status_code == 422
    assert client.post(f"/items/{item.id}/desk", data=typed | {"step": "stay"}).status_code == 302
    page = client.get(f"/items/{item.id}/desk").text
    assert "Halvfärdigt." in page
    assert fresh(item).outcome is None


def test_a_view_asked_for_at_the_table_goes_in_with_the_outcome(client, room):
    item = room.ready()
    room.seat_everybody()
    voice = f"{room.sollefteå.id}-{room.opposition.id}"
    typed = {
        "outcome": "consensus_noted",
        "wording": "Ja.",
        "voice": voice,
        "dissent": "  Stambanan\nförst. ",
    }
    assert client.sign_in(room.secretary).post(f"/items/{item.id}/desk", data=typed).status_code == 302
    [noted] = db.session.scalars(sa.select(Dissent))
    assert (noted.person, noted.side, noted.text) == (
        "Opposition, Sollefteå",
        Side.OPPOSITION,
        "  Stambanan\nförst. ",
    )


def test_a_refused_outcome_takes_nothing_in(client, room):
    item = room.ready()
    room.seat_everybody()
    typed = {
        "outcome": "consensus",
        "wording": "Ja.",
        "voice": f"{room.sollefteå.id}-0",
        "dissent": "Stambanan.",
    }
    answer = client.sign_in(room.secretary).post(f"/items/{item.id}/desk", data=typed)
    assert answer.status_code == 409
    assert "Stambanan." in answer.text
    assert db.session.scalar(sa.select(sa.func.count(Dissent.id))) == 0


@pytest.mark.parametrize("lacking", ["voice", "dissent"])
def test_a_view_needs_words_and_somebody_who_asks(client, room, lacking):
    item = room.ready()
    room.seat_everybody()
    typed = {"step": "stay", "voice": f"{room.sollefteå.id}-0", "dissent": "Stambanan."} | {lacking: ""}
    assert client.sign_in(room.secretary).post(f"/items/{item.id}/desk", data=typed).status_code == 422


def test_what_was_not_asked_for_is_named_and_not_shown(client, room):
    item = room.ready()
    facts = {"version": 1, "submitted_by_id": room.member.id, "submitted_at": NOW}
    room.make.save(
        Submission(
            item_id=item.id,
            organisation_id=room.sollefteå.id,
            stance=Stance.DISSENT,
            dissent="Det här har ingen begärt.",
            **facts,
        )
    )
    room.seat_everybody()
    page = client.sign_in(room.secretary).get(f"/items/{item.id}/desk").text
    assert "inte begärt" in page
    assert "Det här har ingen begärt." not in page
    assert "1 av 2 organisationer har lämnat in" in page


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (ItemKind.INFORMATION, "Informationen antecknas till protokollet"),
        (ItemKind.STANDING, "Punkten är genomgången"),
        (ItemKind.STANDPOINT, "Inget ställningstagande: återremitteras till beredningen"),
    ],
)
def test_the_desk_offers_what_fits_the_item_and_never_a_vote(client, room, kind, words):
    item = room.ready(kind=kind)
    room.seat_everybody()
    page = client.sign_in(room.secretary).get(f"/items/{item.id}/desk").text
    assert words in page
    assert "votering" not in page.lower()


@pytest.mark.parametrize(
    ("path", "method"),
    [
        ("/meetings/{meeting}/approvers", "get"),
        ("/meetings/{meeting}/close", "get"),
        ("/meetings/{meeting}/close", "post"),
        ("/meetings/{meeting}/open", "post"),
        ("/meetings/{meeting}/desk", "get"),
        ("/items/{item}/desk", "get"),
        ("/items/{item}/desk", "post"),
    ],
)
def test_after_the_gavel_every_page_of_the_desk_says_so(client, room, path, method):
    item = room.ready()
    room.seat_everybody()
    desk.record_outcome(item, Outcome.NONE, by=room.secretary, now=NOW)
    desk.close_meeting(room.meeting, room.secretary, NOW)
    db.session.commit()
    address = path.format(meeting=room.meeting.id, item=item.id)
    answer = getattr(client.sign_in(room.secretary), method)(address)
    assert answer.status_code == 409
    assert "Avslutat" in answer.text


def test_what_is_missing_is_listed_with_the_way_to_it(client, room):
    item = room.ready(title="Bostäder")
    room.open()
    page = client.sign_in(room.secretary).get(f"/meetings/{room.meeting.id}/close").text
    assert "Mötet kan inte avslutas än" in page
    assert f'href="/items/{item.id}/desk"' in page
    assert "Alla är inte uppropade" in page
    assert client.post(f"/meetings/{room.meeting.id}/close").status_code == 409


@pytest.mark.parametrize(
    "category", [Category.MEMBER, Category.ADJUNCT, Category.OFFICIAL, Category.PREPARER]
)
def test_only_chair_and_secretary_sit_at_the_desk(client, room, category):
    item = room.ready()
    other = room.make.organisation("Länsstyrelsen")
    person = (
        room.make.preparer(room.council)
        if category is Category.PREPARER
        else room.make.seat(room.council, category, organisation_id=other.id)
    )
    room.open()
    client.sign_in(person)
    for path in ("desk", "roll", "approvers", "close"):
        assert client.get(f"/meetings/{room.meeting.id}/{path}").status_code == 403
    assert client.get(f"/items/{item.id}/desk").status_code == 403


# --- The member's own page -------------------------------------------------------------------------------


def test_a_member_asks_for_the_organisations_view_and_takes_it_back(client, room):
    item = room.ready()
    room.seat_everybody()
    at = f"/items/{item.id}/dissent"
    client.sign_in(room.member).post(at, data={"voice": f"{room.sollefteå.id}-0", "text": "Stambanan först."})
    noted = db.session.scalars(sa.select(Dissent)).one()
    assert (noted.person_id, noted.text) == (None, "Stambanan först.")
    assert "Stambanan först." in client.get(at).text

    assert "Ta tillbaka synpunkten?" in client.get(f"{at}/{noted.id}/withdraw").text
    client.post(f"{at}/{noted.id}/withdraw")
    db.session.rollback()
    assert db.session.scalar(sa.select(sa.func.count(Dissent.id))) == 0


def test_the_opposition_asks_for_a_view_of_its_own_and_not_the_organisations(client, room):
    item = room.ready()
    room.open()
    at = f"/items/{item.id}/dissent"
    client.sign_in(room.opposition)
    assert client.post(at, data={"voice": f"{room.sollefteå.id}-0", "text": "Nej."}).status_code == 422
    assert "organisationens synpunkt" not in client.get(at).text
    client.post(at, data={"voice": f"{room.sollefteå.id}-{room.opposition.id}", "text": "Jag säger nej."})
    noted = db.session.scalars(sa.select(Dissent)).one()
    assert (noted.person, noted.organisation, noted.side, noted.text) == (
        "Opposition, Sollefteå",
        "Sollefteå kommun",
        Side.OPPOSITION,
        "Jag säger nej.",
    )
    assert client.sign_in(room.member).post(f"{at}/{noted.id}/withdraw").status_code == 404


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        (MeetingState.SET, False),
        (MeetingState.INVITED, True),
        (MeetingState.ONGOING, True),
        (MeetingState.HELD, False),
    ],
)
def test_the_item_and_the_room_lead_to_asking_for_a_view_while_it_can_be_had(client, room, state, offered):
    item = room.ready()
    room.meeting.state = state
    db.session.commit()
    leads = f'href="/items/{item.id}/dissent"'
    client.sign_in(room.opposition)
    pages = (f"/items/{item.id}", f"/items/{item.id}/preparation", f"/meetings/{room.meeting.id}/preparation")
    assert [leads in client.get(page).text for page in pages] == [offered] * 3
    assert leads not in client.sign_in(room.secretary).get(pages[0]).text


def test_while_the_meeting_goes_on_its_page_leads_the_table_to_the_desk_and_members_to_the_items(
    client, room
):
    item = room.ready()
    room.open()
    at, to_desk = f"/meetings/{room.meeting.id}", f'href="/meetings/{room.meeting.id}/desk"'
    for person, leads in ((room.secretary, True), (room.chair, True), (room.member, False)):
        page = client.sign_in(person).get(at).text
        assert (to_desk in page) is leads
        assert ("begära en avvikande synpunkt till protokollet" in page) is not leads
        assert f'href="/items/{item.id}"' in page


def test_an_official_asks_for_the_organisations_view_and_has_none_of_their_own(client, room):
    item = room.ready()
    official = room.make.seat(room.council, Category.OFFICIAL, organisation_id=room.sollefteå.id)
    at = f"/items/{item.id}/dissent"
    client.sign_in(official)
    own = {"voice": f"{room.sollefteå.id}-{official.id}", "text": "Nej."}
    assert client.post(at, data=own).status_code == 422
    client.post(at, data={"voice": f"{room.sollefteå.id}-0", "text": "Stambanan först."})
    noted = db.session.scalars(sa.select(Dissent)).one()
    assert (noted.person_id, noted.requested_by_id) == (None, official.id)
    client.post(f"{at}/{noted.id}/withdraw")
    assert db.session.scalar(sa.select(sa.func.count(Dissent.id))) == 0


def test_a_heading_has_no_views(client, room):
    item = room.item(kind=ItemKind.HEADING, strategy=False)
    assert client.sign_in(room.member).get(f"/items/{item.id}/dissent").status_code == 404


def test_before_the_invitation_the_secretary_reads_when_views_can_be_asked_for(client, room):
    item = room.item()
    room.meeting.state = MeetingState.SET
    db.session.commit()
    at = f"/items/{item.id}/dissent"
    assert "Den kan begäras när kallelsen är skickad." in client.sign_in(room.secretary).get(at).text
    assert client.sign_in(room.member).get(at).status_code == 403


def test_nobody_asks_for_somebody_elses_view_or_takes_it_back(client, room):
    item = room.ready()
    room.open()
    at = f"/items/{item.id}/dissent"
    client.sign_in(room.member).post(at, data={"voice": f"{room.sollefteå.id}-0", "text": "Stambanan först."})
    noted = db.session.scalars(sa.select(Dissent.id)).one()
    anges = room.make.organisation("Ånge kommun")
    stranger = room.make.seat(room.council, organisation_id=anges.id)
    client.sign_in(stranger)
    assert client.post(f"{at}/{noted}/withdraw").status_code == 404
    assert client.post(at, data={"voice": f"{room.sollefteå.id}-0", "text": "Nej."}).status_code == 422


def test_before_the_meeting_others_views_are_not_shown(client, room):
    item = room.ready()
    at = f"/items/{item.id}/dissent"
    client.sign_in(room.member).post(at, data={"voice": f"{room.sollefteå.id}-0", "text": "Stambanan först."})
    stranger = room.make.seat(room.council, organisation_id=room.make.organisation("Ånge kommun").id)
    assert "Stambanan först." not in client.sign_in(stranger).get(at).text
    room.open()
    assert "Stambanan först." in client.get(at).text


def test_after_the_meeting_no_view_can_be_asked_for(client, room):
    item = room.ready()
    room.seat_everybody()
    desk.record_outcome(item, Outcome.NONE, by=room.secretary, now=NOW)
    desk.close_meeting(room.meeting, room.secretary, NOW)
    db.session.commit()
    at = f"/items/{item.id}/dissent"
    answer = client.sign_in(room.member).post(
        at, data={"voice": f"{room.sollefteå.id}-0", "text": "För sent."}
    )
    assert answer.status_code == 409
    assert "Inget mer kan läggas till" in client.get(at).text


@pytest.mark.parametrize("category", [Category.ADJUNCT, Category.SPEAKING_FUNCTION, Category.ACTOR])
def test_without_the_right_there_is_no_such_page(client, room, category):
    item = room.ready()
    person = room.make.seat(
        room.council, category, organisation_id=room.make.organisation("Länsstyrelsen").id
    )
    assert client.sign_in(person).get(f"/items/{item.id}/dissent").status_code == 403


# --- Standpoints -----------------------------------------------------------------------------------------


def taken(make, council, number, **facts):
    meeting = make.meeting(council, state=MeetingState.HELD, starts_at=NOW + timedelta(days=number))
    usual = {"outcome": Outcome.CONSENSUS, "number": number, "title": f"Fråga {number}"}
    item = make.item(meeting, **usual | facts)
    beginning.begin(meeting)
    db.session.commit()
    return item


def test_the_standpoints_of_the_own_councils_stand_newest_first(client, room):
    taken(room.make, room.council, 1)
    taken(room.make, room.council, 2)
    taken(room.make, room.council, 3, outcome=Outcome.NONE)
    taken(room.make, room.make.council("Annat råd"), 4)
    page = client.sign_in(room.member).get("/standpoints").text
    assert page.index("Fråga 2") < page.index("Fråga 1")
    assert "§\xa02/2026" in page
    assert "Fråga 3" not in page
    assert "Fråga 4" not in page


def test_what_a_meeting_states_is_listed_when_it_has_closed(client, room):
    room.item(outcome=Outcome.CONSENSUS, title="Ännu öppen")
    page = client.sign_in(room.member).get("/standpoints").text
    assert "Ännu öppen" not in page
    assert "Inget ställningstagande här än." in page


def test_older_standpoints_follow_without_a_gap_or_a_repeat(room):
    for number in range(1, 6):
        taken(room.make, room.council, number)
    who = viewer(room.member.id, room.member.session_key, now=NOW)
    first = standpoints.taken(who, today=NOW.date(), size=2)
    second = standpoints.taken(who, today=NOW.date(), before=first.older, size=2)
    last = standpoints.taken(who, today=NOW.date(), before=second.older, size=2)
    assert [[one.number for one in page.standpoints] for page in (first, second, last)] == [
        [5, 4],
        [3, 2],
        [1],
    ]
    assert last.older is None
    assert standpoints.taken(who, today=NOW.date(), before=10**9).standpoints == []
