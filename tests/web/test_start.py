"""What waits for a person when they come in, and that the page costs the same however much there is."""

from __future__ import annotations

import functools
from datetime import UTC, date, datetime, timedelta

import pytest
from lxml import html
from sqlalchemy import event

from councilflow.extensions import db
from councilflow.models import (
    Extension,
    Invitation,
    Invitee,
    MinutesDocument,
    NominationAnswer,
    NominationRequest,
    Presenter,
)
from councilflow.process.checklists import ChecklistPoint
from councilflow.process.councils import Category, Office, Side
from councilflow.process.meeting import MeetingForm, MeetingState
from councilflow.process.minutes import MinutesState
from councilflow.services import start, visibility
from councilflow.services.start import Task

pytestmark = pytest.mark.one_database


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


@pytest.mark.both_databases
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


# --- Each role, and what waits for it ---------------------------------------------------------------------


class County:
    """A council under way, with one person in each role; a situation is a step of its coming meeting."""

    def __init__(self, make, *, days: int) -> None:
        self.make = make
        self.council = make.council(invitation_days=7, preparation_days=2)
        home = self.home = make.organisation("Timrå kommun")
        seat = functools.partial(make.seat, self.council)
        self.people = {
            "chair": make.chair(self.council),
            "vice": seat(
                organisation_id=make.organisation("Ånge kommun").id,
                office=Office.VICE_CHAIR,
                side=Side.MAJORITY,
            ),
            "secretary": make.secretary(self.council),
            "preparer": make.preparer(self.council),
            "majority": seat(organisation_id=home.id),
            "opposition": seat(organisation_id=home.id, side=Side.OPPOSITION),
            "official": seat(Category.OFFICIAL, organisation_id=home.id),
            "substitute": seat(Category.SUBSTITUTE, organisation_id=home.id),
            "adjunct": seat(Category.ADJUNCT),
            "function": seat(Category.SPEAKING_FUNCTION, function="Regiondirektör"),
            "actor": seat(Category.ACTOR, organisation_id=make.organisation("Mittuniversitetet").id),
            "presenter": make.person(),
            "administrator": make.person(is_administrator=True),
            "nobody": make.person(),
        }
        self.meeting = make.meeting(self.council, starts_at=datetime.now(UTC) + timedelta(days=days))
        self.item = make.item(self.meeting, title="Kustvägen")
        self.item.presenters.append(Presenter(name="Strateg", email=self.people["presenter"].email))
        db.session.commit()

    def put(self, state: MeetingState) -> County:
        self.meeting.state = state
        if state in (MeetingState.INVITED, MeetingState.ONGOING):
            self._invite()
        db.session.commit()
        return self

    def _invite(self) -> None:
        invitation = Invitation(
            meeting_id=self.meeting.id,
            in_name_of="Ordföranden",
            issued_by_id=self.people["chair"].id,
            issued_at=datetime.now(UTC),
            uid="möte@example.org",
        )
        self.make.save(invitation)
        for role, category in _INVITED.items():
            person = self.people[role]
            invitation.invitees.append(
                Invitee(
                    person_id=person.id,
                    name=person.name,
                    email=person.email,
                    language="sv",
                    category=category,
                    secret=f"{invitation.id}-{role}",
                )
            )


_INVITED = {
    "chair": Category.MEMBER,
    "vice": Category.MEMBER,
    "majority": Category.MEMBER,
    "opposition": Category.MEMBER,
    "substitute": Category.SUBSTITUTE,
    "adjunct": Category.ADJUNCT,
    "function": Category.SPEAKING_FUNCTION,
    "secretary": Category.SECRETARY,
}

FINISH, SET, INVITE, ON_ORDER = (
    "Gör dagordningen",
    "Fastställ dagordningen",
    "Skicka kallelsen",
    "Kallelsen till mötet",
)
ANSWER, STANCE, PRESENT, CLOSE = (
    "Svara om du kommer",
    "Lämna in er hållning",
    "Du föredrar",
    "Stäng förberedelsen",
)
OPEN, GO = ("Öppna mötet", "Mötet pågår")
SEATS, YEAR = ("Se över platserna", "Planera mötena")

WAITS = [  # days to the meeting, its state, and what waits for whom; nothing for the others
    (14, MeetingState.PREPARING, {"preparer": [FINISH], "secretary": [FINISH]}),
    (90, MeetingState.PREPARING, {}),
    (14, MeetingState.PREPARED, {"chair": [SET]}),
    (14, MeetingState.SET, {"chair": [INVITE], "vice": [ON_ORDER], "secretary": [ON_ORDER]}),
    (
        14,
        MeetingState.INVITED,
        {
            "chair": [STANCE, ANSWER],
            "vice": [STANCE, ANSWER],
            "secretary": [ANSWER],
            "majority": [STANCE, ANSWER],
            "opposition": [ANSWER],
            "official": [STANCE],
            "substitute": [ANSWER],
            "adjunct": [ANSWER],
            "function": [ANSWER],
            "presenter": [PRESENT],
        },
    ),
    (
        1,
        MeetingState.INVITED,
        {
            "chair": [STANCE, ANSWER, OPEN, CLOSE],
            "vice": [STANCE, ANSWER],
            "secretary": [ANSWER, OPEN, CLOSE],
            "majority": [STANCE, ANSWER],
            "opposition": [ANSWER],
            "official": [STANCE],
            "substitute": [ANSWER],
            "adjunct": [ANSWER],
            "function": [ANSWER],
            "presenter": [PRESENT],
        },
    ),
    (
        0,
        MeetingState.ONGOING,
        {
            role: [GO]
            for role in (
                *("chair", "vice", "secretary", "preparer", "majority", "opposition"),
                *("official", "substitute", "adjunct", "function", "actor"),
            )
        }
        | {"presenter": [PRESENT]},
    ),
]


def titles(page: str) -> list[str]:
    return [
        " ".join(one.text_content().split())
        for one in html.fromstring(page).xpath("//ol[@class='cf-tasks']//h3")
    ]


@pytest.mark.parametrize(("days", "state", "waits"), WAITS, ids=lambda one: str(one)[:20])
def test_each_role_sees_what_waits_for_it_and_nothing_that_waits_for_others(client, make, days, state, waits):
    county = County(make, days=days).put(state)
    seen = {}
    for role, person in county.people.items():
        page = client.sign_in(person).get("/").text
        seen[role] = sorted(one for one in titles(page) if not one.startswith((SEATS, YEAR)))
    for role, lines in seen.items():
        expected = sorted(waits.get(role, []))
        assert len(lines) == len(expected), (role, lines)
        assert all(line.startswith(wanted) for line, wanted in zip(lines, expected, strict=True)), (
            role,
            lines,
        )


def test_who_asked_for_more_time_waits_for_those_who_answer(client, make):
    county = County(make, days=14).put(MeetingState.INVITED)
    official = county.people["official"]
    asked = Extension(
        item_id=county.item.id,
        organisation_id=county.home.id,
        until=county.meeting.starts_at.date(),
        reason="Kommunstyrelsen möts då.",
        asked_by_id=official.id,
        asked_at=datetime.now(UTC),
    )
    make.save(asked)
    for role in ("chair", "secretary"):
        page = client.sign_in(county.people[role]).get("/").text
        assert "En organisation har bett om mer tid och väntar på svar." in page
        assert f'href="/meetings/{county.meeting.id}/extensions"' in page
    assert "bett om mer tid" not in client.sign_in(official).get("/").text
    asked.granted = True
    db.session.commit()
    assert "bett om mer tid" not in client.sign_in(county.people["chair"]).get("/").text


def test_each_line_says_which_council_and_leads_to_where_it_is_done(client, make):
    county = County(make, days=14).put(MeetingState.INVITED)
    page = html.fromstring(client.sign_in(county.people["majority"]).get("/").text)
    for line in page.xpath("//ol[@class='cf-tasks']/li"):
        assert "Regionala samverkansrådet" in line.text_content()
        (address,) = line.xpath(".//a/@href")
        assert client.get(address).status_code == 200
    assert len(page.xpath("//main//a[contains(@class, 'btn-primary')]")) == 1, "one filled button"


@pytest.mark.both_databases
def test_what_is_late_stands_before_what_is_due_this_week_and_later(client, make):
    council = make.council()
    preparer = make.preparer(council)
    for days, title in ((30, "Gammal"), (10, "Nära"), (1, "Ny")):
        make.issue(council, by=preparer, title=title, proposed_at=datetime.now(UTC) - timedelta(days=days))
    page = client.sign_in(preparer).get("/").text
    groups = html.fromstring(page).xpath("//main//section[.//ol]")
    found = [
        (one.xpath("./h2")[0].text_content(), [t[-6:].split()[-1] for t in titles_in(one)]) for one in groups
    ]
    assert found == [("Sent", ["Gammal"]), ("Inom en vecka", ["Nära"]), ("Senare", ["Ny"])]
    assert "3 saker, den mest brådskande först. En är sen." in " ".join(page.split())


def titles_in(section) -> list[str]:
    return [" ".join(one.text_content().split()) for one in section.xpath(".//h3")]


def test_who_has_nothing_to_do_is_told_what_comes_next(client, make):
    assert "Du har ingen plats i något råd i dag." in client.sign_in(make.person()).get("/").text
    administrator = make.person(is_administrator=True)
    assert "Till administrationen" in client.sign_in(administrator).get("/").text
    council = make.council()
    member = make.seat(council, organisation_id=make.organisation().id)
    assert "Inget möte är planerat." in client.sign_in(member).get("/").text
    meeting = make.meeting(council, starts_at=datetime.now(UTC) + timedelta(days=40))
    page = client.get("/").text
    assert "När kallelsen till nästa möte kommer står det här" in page
    assert f"/meetings/{meeting.id}" in page


def test_the_minutes_signed_last_stand_beside(client, make):
    council = make.council()
    member = make.seat(council, organisation_id=make.organisation().id)
    for month, state in ((9, MinutesState.SIGNED), (10, MinutesState.SIGNED), (11, MinutesState.DRAFT)):
        held = datetime(2026, month, 6, 8, tzinfo=UTC)
        meeting = make.meeting(council, starts_at=held, state=MeetingState.HELD)
        signed = held + timedelta(days=3) if state is MinutesState.SIGNED else None
        make.save(MinutesDocument(meeting_id=meeting.id, state=state, signed_at=signed))
    page = client.sign_in(member).get("/").text
    assert "Mötet den 6 oktober 2026" in page
    assert "Justerat 9 oktober 2026." in page
    assert "6 september" not in page
    assert "6 november" not in page
    stranger = client.sign_in(make.person()).get("/").text
    assert "Senaste protokollet" not in stranger


NOVEMBER = datetime(2026, 11, 20, 9, tzinfo=UTC)


def tasks_of(person, now) -> list[start.Waiting]:
    who = visibility.viewer(person.id, person.session_key, now=now)
    return start.waiting(who, now=now)


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("now", "planned", "least", "waits"),
    [
        (NOVEMBER, 0, None, True),
        (NOVEMBER, 1, None, False),
        (NOVEMBER, 1, 2, True),
        (NOVEMBER, 2, 2, False),
        (datetime(2026, 9, 30, 9, tzinfo=UTC), 0, None, False),
        (datetime(2026, 10, 1, 9, tzinfo=UTC), 0, None, True),
        (datetime(2026, 12, 31, 22, 59, tzinfo=UTC), 0, None, True),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), 0, None, False),  # it is 2027 in the chamber
    ],
)
def test_from_october_a_year_without_enough_meetings_waits_to_be_planned(make, now, planned, least, waits):
    council = make.council(meetings_least=least)
    secretary = make.secretary(council)
    make.meeting(council, starts_at=datetime(2026, 3, 6, 8, tzinfo=UTC), state=MeetingState.HELD)
    for month in range(planned):
        make.meeting(council, starts_at=datetime(2027, month + 2, 5, 8, tzinfo=UTC))
    make.meeting(council, starts_at=datetime(2027, 6, 5, 8, tzinfo=UTC), state=MeetingState.CANCELLED)
    make.meeting(council, starts_at=datetime(2028, 1, 1, 8, tzinfo=UTC))
    found = [one for one in tasks_of(secretary, now) if one.task is Task.PLAN_YEAR]
    assert [(one.due, one.year, one.count) for one in found] == (
        [(date(2026, 12, 31), 2027, planned)] if waits else []
    )
    assert [one for one in tasks_of(make.chair(council), now) if one.task is Task.PLAN_YEAR] == []


def test_the_next_meeting_says_its_year_and_both_days_when_it_has_them(client, make):
    council = make.council()
    year = datetime.now(UTC).year + 1
    begins, ends = datetime(year, 9, 9, 10, tzinfo=UTC), datetime(year, 9, 10, 11, tzinfo=UTC)
    make.meeting(council, starts_at=begins, ends_at=ends)
    page = client.sign_in(make.secretary(council)).get("/").text
    assert f"9 september {year}</p>" in page
    assert "kl. 12.00 till " in page
    assert "10 september kl. 13.00" in page


def test_a_year_waits_to_be_planned_where_every_meeting_was_cancelled(make):
    council = make.council(meetings_least=2)
    secretary = make.secretary(council)
    make.meeting(council, starts_at=datetime(2026, 12, 11, 8, tzinfo=UTC), state=MeetingState.CANCELLED)
    found = [one for one in tasks_of(secretary, NOVEMBER) if one.task is Task.PLAN_YEAR]
    assert [(one.year, one.count) for one in found] == [(2027, 0)]


def test_seats_that_are_missing_wait_for_the_secretary_until_the_next_meeting(make):
    council = make.council()
    secretary = make.secretary(council)
    home = make.organisation("Timrå kommun")
    make.seat(council, organisation_id=home.id, side=Side.MAJORITY)
    assert [one for one in tasks_of(secretary, NOVEMBER) if one.task is Task.FILL_SEATS] == []
    make.meeting(council)
    (found,) = (one for one in tasks_of(secretary, NOVEMBER) if one.task is Task.FILL_SEATS)
    assert (found.due, found.council_id, found.count) == (date(2026, 12, 4), council.id, 1)
    make.seat(council, organisation_id=home.id, side=Side.OPPOSITION)
    assert [one for one in tasks_of(secretary, NOVEMBER) if one.task is Task.FILL_SEATS] == []


def test_points_of_the_checklist_that_are_late_wait_for_the_secretary(client, make):
    council = make.council()
    secretary, chair = make.secretary(council), make.chair(council)
    make.item(make.meeting(council, form=MeetingForm.PHYSICAL))
    late = datetime(2026, 11, 28, 9, tzinfo=UTC)
    (found,) = (one for one in tasks_of(secretary, late) if one.task is Task.GO_THROUGH_CHECKLIST)
    assert found.due == date(2026, 11, 27)
    assert ChecklistPoint.BOOK_PLACE in found.points
    assert [one for one in tasks_of(chair, late) if one.task is Task.GO_THROUGH_CHECKLIST] == []
    assert [one for one in tasks_of(secretary, NOVEMBER) if one.task is Task.GO_THROUGH_CHECKLIST] == []


def test_a_request_for_names_waits_for_who_may_answer_it(client, make):
    council = make.council()
    home = make.organisation("Timrå kommun")
    member = make.seat(council, organisation_id=home.id, side=Side.MAJORITY)
    opposition = make.seat(council, organisation_id=home.id, side=Side.OPPOSITION)
    asked = NominationRequest(
        body_id=council.id,
        category=Category.MEMBER,
        title="Styrgruppen för kustvägen",
        due_on=datetime.now(UTC).date() + timedelta(days=5),
        asked_by_id=member.id,
        asked_at=datetime.now(UTC),
    )
    asked.answers.append(NominationAnswer(organisation_id=home.id))
    make.save(asked)
    page = client.sign_in(member).get("/").text
    assert "Svara på förfrågan om namn: Styrgruppen för kustvägen" in page
    assert f'href="/nominations/{asked.id}"' in page
    assert "kustvägen" not in client.sign_in(opposition).get("/").text
