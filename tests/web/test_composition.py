"""The pages where a council's composition is seen and mended, and its rights settled (A.7, A42–A48)."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa
from lxml import html

from councilflow.extensions import db
from councilflow.models import Body, Dissent, Membership, Seat, SeatRule
from councilflow.process.councils import BodyKind, Category, OrganisationKind, Scope, Side
from councilflow.process.meeting import MeetingState
from councilflow.process.record import MinutesProfile
from tests.asked import questions_of
from tests.conftest import NOW

pytestmark = pytest.mark.one_database


@pytest.fixture
def council(make):
    return make.council()


@pytest.fixture
def secretary(client, make, council):
    person = make.secretary(council)
    client.sign_in(person)
    return person


def belongs(make, body, *names: str, **facts):
    found = [make.organisation(name, **facts) for name in names]
    for one in found:
        make.save(Membership(body_id=body.id, organisation_id=one.id, starts_on=date(2023, 1, 1)))
    return found


def composition(council, body=None) -> str:
    return f"/councils/{council.id}/bodies/{(body or council).id}/composition"


def rule_form(**facts):
    usual = {
        "title": "Kommunernas ordförande",
        "category": "member",
        "scope": "each_organisation",
        "organisation_kind": "municipality",
        "least": "1",
        "starts_on": "2024-01-01",
    }
    return usual | facts


def add_rule(client, council, **facts):
    return client.post(f"/councils/{council.id}/bodies/{council.id}/rules/new", data=rule_form(**facts))


def only_rule() -> SeatRule:
    return db.session.scalars(sa.select(SeatRule).order_by(SeatRule.id)).one()


# --- Rules -----------------------------------------------------------------------------------------------


def test_a_rule_says_who_is_missing_and_the_link_chooses_everything(client, make, council, secretary):
    [timra] = belongs(make, council, "Timrå kommun")
    assert add_rule(client, council, both_sides="y", least="2", function="Kommunalråd").status_code == 302
    page = client.get(composition(council))
    assert "Ingen från majoriteten." in page.text
    [majority, _opposition] = html.fromstring(page.text).xpath("//td//a[contains(., 'Fyll platsen')]/@href")
    form = html.fromstring(client.get(majority).text)
    chosen = dict(form.xpath("//main//form")[0].form_values())
    facts = {name: chosen[name] for name in ("category", "organisation", "side", "rule")}
    assert facts == {
        "category": "member",
        "organisation": str(timra.id),
        "side": "majority",
        "rule": str(only_rule().id),
    }
    person = make.person("Kommunalrådet i Timrå")
    assert client.post(majority, data=chosen | {"person": person.id, "office": ""}).status_code == 302
    seat = db.session.scalars(sa.select(Seat).where(Seat.person_id == person.id)).one()
    assert (seat.function, seat.rule_id) == ("Kommunalråd", only_rule().id)
    assert "Ingen från majoriteten." not in client.get(composition(council)).text


def test_those_who_manage_see_what_is_missing_on_the_page_of_the_council(client, make, council, secretary):
    belongs(make, council, "Timrå kommun")
    make.rule(council)
    for page in (f"/councils/{council.id}", f"/councils/{council.id}/manage"):
        found = html.fromstring(client.get(page).text)
        [link] = found.xpath("//section[@aria-labelledby='saknas']//li//a")
        assert link.text_content() == "Timrå kommun"
        assert client.get(link.get("href")).status_code == 200
    member = make.seat(council, name="Annan ledamot")
    assert "behöver rättas" not in client.sign_in(member).get(f"/councils/{council.id}").text


def test_a_vacant_seat_is_filled_by_changing_it(client, make, council, secretary):
    [timra] = belongs(make, council, "Timrå kommun")
    make.rule(council)
    seat = make.save(
        Seat(
            body_id=council.id, organisation_id=timra.id, category=Category.MEMBER, starts_on=date(2024, 1, 1)
        )
    )
    [link] = html.fromstring(client.get(composition(council)).text).xpath(
        "//td//a[contains(., 'Fyll')]/@href"
    )
    assert link == f"/councils/{council.id}/seats/{seat.id}/change"


def test_a_body_without_rules_is_asked_for_both_sides(client, make, council, secretary):
    timra = make.organisation("Timrå kommun")
    make.seat(council, organisation_id=timra.id)
    page = html.fromstring(client.get(f"/councils/{council.id}/manage").text)
    [link] = page.xpath("//section[@aria-labelledby='saknas']//a/@href")
    assert "side=opposition" in link
    make.rule(council, category=Category.SECRETARY, scope=Scope.ONCE)
    assert "Ingen ledamot från oppositionen." not in client.get(f"/councils/{council.id}/manage").text


def test_a_norwegian_council_without_rules_may_be_the_mayors_alone(client, make):
    council = make.council("Sogn regionråd", minutes_profile=MinutesProfile.IPR)
    client.sign_in(make.secretary(council))
    make.seat(council, organisation_id=make.organisation("Luster kommune").id)
    assert not html.fromstring(client.get(f"/councils/{council.id}/manage").text).xpath(
        "//section[@aria-labelledby='saknas']"
    )
    assert "majoriteten och oppositionen" not in client.get(composition(council)).text


def test_a_seat_of_an_organisation_that_does_not_belong_is_pointed_out(client, make, council, secretary):
    belongs(make, council, "Timrå kommun")
    stranger = make.organisation("Ånge kommun")
    make.seat(council, name="Ånges ledamot", organisation_id=stranger.id)
    page = client.get(f"/councils/{council.id}/manage").text
    assert "Ånges ledamot har en plats, men organisationen hör inte hit." in page


def test_the_group_that_prepares_asks_the_organisations_of_its_council(client, make, council, secretary):
    belongs(make, council, "Timrå kommun")
    make.preparer(council)
    group = db.session.scalars(sa.select(Body).where(Body.kind == BodyKind.PREPARATORY_GROUP)).one()
    make.rule(group, category=Category.PREPARER)
    assert "Timrå kommun" in client.get(composition(council, group)).text
    assert "Timrå kommun" in client.get(f"/councils/{council.id}/manage").text


def test_the_wider_council_does_not_ask_those_who_sit_in_the_narrower(client, make, council):
    belongs(make, council, "Timrå kommun")
    wide = make.council("Stora", kind=BodyKind.WIDE_COUNCIL, includes_id=council.id)
    client.sign_in(make.secretary(wide))
    belongs(make, wide, "Mittuniversitetet", kind=OrganisationKind.UNIVERSITY)
    make.rule(wide, category=Category.ACTOR)
    page = client.get(composition(wide)).text
    assert "Mittuniversitetet" in page
    assert "Timrå" not in page


def test_any_day_can_be_looked_at(client, make, council, secretary):
    [timra] = belongs(make, council, "Timrå kommun")
    make.rule(council)
    make.seat(council, name="Var där då", organisation_id=timra.id, ends_on=date(2024, 2, 29))
    assert "Var där då" in client.get(composition(council) + "?day=2024-02-29").text
    gone = client.get(composition(council) + "?day=2024-03-01").text
    assert "Var där då" not in gone
    assert "Platsen är vakant." in gone
    for odd in ("2024-02-30", "i går", "99999-01-01", ""):
        assert client.get(composition(council), query_string={"day": odd}).status_code == 200


def test_a_change_of_a_rule_is_a_new_row(client, make, council, secretary):
    add_rule(client, council)
    rule = only_rule()
    way = f"/councils/{council.id}/rules/{rule.id}"
    facts = rule_form(title="Fem från varje", least="5", most="5", starts_on="2025-01-01")
    assert client.post(f"{way}/change", data=facts).status_code == 302
    db.session.expire_all()
    old, new = db.session.scalars(sa.select(SeatRule).order_by(SeatRule.id)).all()
    assert (old.title, old.ends_on, new.title) == (
        "Kommunernas ordförande",
        date(2024, 12, 31),
        "Fem från varje",
    )
    kept = client.get(f"/councils/{council.id}/rules/{new.id}/holders").text
    assert "Kommunernas ordförande" in kept
    again = client.post(f"{way}/change", data=facts | {"starts_on": "2026-01-01"})
    assert again.status_code == 422
    assert "har redan ändrats" in again.text


def test_a_rule_ends_after_a_question_and_a_mistake_can_be_taken_away(client, council, secretary):
    add_rule(client, council)
    way = f"/councils/{council.id}/rules/{only_rule().id}"
    assert "Avsluta regeln" in client.get(f"{way}/end").text
    early = client.post(f"{way}/end", data={"ends_on": "2023-12-31"})
    assert early.status_code == 422
    assert "1 januari 2024" in early.text
    assert client.post(f"{way}/end", data={"ends_on": "2025-12-31"}).status_code == 302
    assert "En regel gäller andra tider" in client.get(composition(council)).text
    assert client.post(f"{way}/withdraw").status_code == 302
    assert db.session.scalars(sa.select(SeatRule)).all() == []


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"title": ""}, "Skriv vad regeln heter"),
        ({"category": "speaking_function"}, "Skriv vilken funktion regeln gäller."),
        ({"least": "3", "most": "2"}, "Det högsta antalet är lägre än det minsta."),
        ({"least": "många"}, "Skriv ett heltal"),
        ({"least": "-1"}, "Skriv ett antal mellan 0 och 1000."),
        ({"category": "adjunct", "both_sides": "y"}, "Bara ledamöter och ersättare"),
        ({"both_sides": "y", "most": "1"}, "En plats räcker inte"),
        ({"category": "preparer"}, "Välj ett av alternativen."),
        ({"starts_on": ""}, "Skriv vilken dag regeln börjar gälla."),
    ],
)
def test_a_rule_that_nobody_can_fill_is_asked_for_again(client, council, secretary, facts, sentence):
    answer = add_rule(client, council, **facts)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_rules_of_another_council_are_out_of_reach(client, make, council, secretary):
    other = make.council("Annat råd")
    rule = make.rule(other)
    for page in ("change", "end", "holders"):
        assert client.get(f"/councils/{council.id}/rules/{rule.id}/{page}").status_code == 404
    assert client.post(f"/councils/{council.id}/rules/{rule.id}/withdraw").status_code == 404
    assert client.get(composition(council, other)).status_code == 404
    assert client.get(composition(other)).status_code == 404


def test_a_rule_of_another_body_cannot_be_chosen_for_a_seat(client, make, council, secretary):
    other = make.rule(make.council("Annat råd"))
    make.rule(council)
    facts = {
        "category": "member",
        "organisation": council.host_id,
        "rule": other.id,
        "starts_on": "2026-01-01",
    }
    answer = client.post(f"/councils/{council.id}/bodies/{council.id}/seats/new", data=facts)
    assert answer.status_code == 422


# --- Seats -----------------------------------------------------------------------------------------------


def test_the_holders_of_an_office_are_kept(client, make, council, secretary):
    facts = {"function": "Landshövding", "organisation_id": council.host_id}
    make.seat(council, Category.ADJUNCT, name="Före", ends_on=date(2024, 5, 31), **facts)
    now = make.seat(council, Category.ADJUNCT, name="Efter", starts_on=date(2024, 6, 1), **facts)
    seat = db.session.scalars(sa.select(Seat).where(Seat.person_id == now.id)).one()
    page = client.get(f"/councils/{council.id}/seats/{seat.id}/history").text
    assert page.index("Efter") < page.index("Före")
    assert "31 maj 2024" in page


def test_the_ground_of_adjunction_is_kept_and_shown(client, make, council, secretary):
    facts = {
        "category": "adjunct",
        "organisation": council.host_id,
        "ground": "utifrån sin myndighetsroll",
        "starts_on": "2024-01-01",
    }
    way = f"/councils/{council.id}/bodies/{council.id}/seats/new"
    assert client.post(way, data=facts).status_code == 302
    assert "utifrån sin myndighetsroll" in client.get(f"/councils/{council.id}/manage").text


def test_substitutes_are_offered_where_there_are_such_and_moved_by_buttons(client, make, council, secretary):
    way = f"/councils/{council.id}/bodies/{council.id}/seats/new"
    assert 'value="substitute"' not in client.get(way).text
    council.has_substitutes = True
    db.session.commit()
    assert 'value="substitute"' in client.get(way).text
    for name in ("Första", "Andra"):
        make.seat(council, Category.SUBSTITUTE, name=name, organisation_id=council.host_id)
    page = client.get(f"/councils/{council.id}/manage").text
    assert page.index("Första") < page.index("Andra")
    [form] = [
        one
        for one in html.fromstring(page).forms
        if "direction" in one.fields and one.fields["direction"] == "up"
    ]
    assert client.post(form.action, data=dict(form.form_values())).status_code == 302
    page = client.get(f"/councils/{council.id}/manage").text
    assert page.index("Andra") < page.index("Första")


# --- With five hundred seats -----------------------------------------------------------------------------


def seat_many(make, council, number: int) -> None:
    """Organisations that belong, each with a member by a rule of its own."""
    first = make.count
    for kind in ("organisation", "person"):
        table = db.metadata.tables[kind]
        common = {"short_name": "K", "kind": OrganisationKind.MUNICIPALITY, "mailbox": ""}
        if kind == "person":
            common = {"session_key": "k", "created_at": NOW}
        rows = [{"id": 10_000 + first + n, "name": f"{kind} {first + n}", **common} for n in range(number)]
        if kind == "person":
            rows = [row | {"email": f"{row['id']}@example.org"} for row in rows]
        db.session.execute(table.insert(), rows)
    ids = [10_000 + first + n for n in range(number)]
    since = {"body_id": council.id, "starts_on": date(2023, 1, 1)}
    db.session.execute(
        db.metadata.tables["membership"].insert(), [{"organisation_id": one, **since} for one in ids]
    )
    seats = [
        {
            "organisation_id": one,
            "person_id": one,
            "category": Category.MEMBER,
            "side": Side.MAJORITY,
            **since,
        }
        for one in ids
    ]
    db.session.execute(db.metadata.tables["seat"].insert(), seats)
    db.session.commit()
    make.count += number


def test_pages_ask_no_more_with_five_hundred_seats_than_with_five(client, make, council, secretary):
    pages = [
        f"/councils/{council.id}",
        f"/councils/{council.id}/manage",
        f"/councils/{council.id}/manage?q=person",
        composition(council),
        f"/councils/{council.id}/rights",
        f"/councils/{council.id}/bodies/{council.id}/seats/new",
    ]
    make.rule(council, both_sides=True, least=2)
    seat_many(make, council, 5)
    few = {page: questions_of(client, page) for page in pages}
    seat_many(make, council, 495)
    many = {page: questions_of(client, page) for page in pages}
    assert many == few
    assert max(many.values()) <= 20


def test_a_seat_among_many_is_found(client, make, council, secretary):
    seat_many(make, council, 60)
    page = client.get(f"/councils/{council.id}/manage").text
    assert f'href="#slag-{council.id}-member"' in page
    found = client.get(f"/councils/{council.id}/manage?q=PERSON+{make.count - 1}").text
    assert f"person {make.count - 1}" in found
    assert f"person {make.count - 2}<" not in found
    assert "Ingen plats passar sökningen." in client.get(f"/councils/{council.id}/manage?q=finns-inte").text


def test_only_the_first_of_many_faults_are_shown_with_a_link_to_the_rest(client, make, council, secretary):
    seat_many(make, council, 15)
    page = html.fromstring(client.get(f"/councils/{council.id}/manage").text)
    lines = page.xpath("//section[@aria-labelledby='saknas']//li")
    assert len(lines) == 11
    assert "5 saker till." in lines[-1].text_content()


# --- Rights ----------------------------------------------------------------------------------------------


def rights(council) -> str:
    return f"/councils/{council.id}/rights"


def test_a_council_settles_its_rights_and_the_journal_tells(client, council, secretary):
    page = html.fromstring(client.get(rights(council)).text)
    assert sorted(page.xpath("//input[@type='checkbox' and @checked]/@name")) == [
        "actor-propose",
        "adjunct-propose",
        "observer-attend",
    ]
    sent = {"adjunct-propose": "y", "adjunct-have_noted": "y", "observer-attend": "y", "actor-propose": "y"}
    assert client.post(rights(council), data=sent).status_code == 302
    db.session.refresh(council)
    assert council.rights == {"adjunct": ["attend", "speak", "propose", "have_noted"]}
    told = client.get(f"/councils/{council.id}/journal").text
    assert "Adjungerad" in told
    assert "Få en synpunkt antecknad" in told


def test_what_is_fixed_cannot_be_sent(client, council, secretary):
    everything = {
        f"{category}-{right}": "y"
        for category in Category
        for right in ("attend", "speak", "propose", "take_part", "have_noted")
    }
    client.post(rights(council), data=everything)
    db.session.refresh(council)
    assert "secretary" not in council.rights
    assert "take_part" not in council.rights["adjunct"]
    assert "speak" not in council.rights.get("observer", [])


def test_an_actor_proposes_issues_as_long_as_the_council_lets_it(client, make, council, secretary):
    actor = make.seat(council, Category.ACTOR, organisation_id=council.host_id)
    way = f"/councils/{council.id}/issues/new"
    assert client.sign_in(actor).get(way).status_code == 200
    client.sign_in(secretary).post(rights(council), data={"adjunct-propose": "y"})
    assert client.sign_in(actor).get(way).status_code == 403


def test_a_wider_council_has_rights_of_its_own_for_those_of_the_narrower(client, make, council):
    wide = make.council("Stora", kind=BodyKind.WIDE_COUNCIL, includes_id=council.id)
    wide.rights = {"adjunct": ["attend", "speak"]}
    adjunct = make.seat(council, Category.ADJUNCT, organisation_id=council.host_id)
    client.sign_in(adjunct)
    assert client.get(f"/councils/{council.id}/issues/new").status_code == 200
    assert client.get(f"/councils/{wide.id}/issues/new").status_code == 403


SECRET = "bara-hemma-hos-oss"


class Room:
    """Timrå has written at home for an invited meeting, and somebody else sits there in another category."""

    def __init__(self, make, council, category: Category) -> None:
        self.timra = make.organisation("Timrå kommun")
        colleague = make.seat(council, organisation_id=self.timra.id)
        self.meeting = make.meeting(council, state=MeetingState.INVITED, invited_at=NOW)
        self.item = make.item(self.meeting)
        make.draft(self.item, colleague, self.timra, note=SECRET)
        self.person = make.seat(council, category, name="Någon annan", organisation_id=self.timra.id)


EVERY_RIGHT = {one.value: ["attend", "speak", "propose", "take_part", "have_noted"] for one in Category}


@pytest.mark.parametrize(
    "category",
    [Category.SUBSTITUTE, Category.ADJUNCT, Category.ACTOR, Category.OBSERVER, Category.SPEAKING_FUNCTION],
)
def test_every_right_there_is_opens_no_drafts_stances_or_minutes(client, make, council, category):
    room = Room(make, council, category)
    council.rights = EVERY_RIGHT
    db.session.commit()
    client.sign_in(room.person)
    item, meeting = f"/items/{room.item.id}", f"/meetings/{room.meeting.id}"
    for page in (
        f"{item}/preparation",
        f"{item}/preparation?organisation={room.timra.id}",
        f"{meeting}/preparation",
        f"{meeting}/preparation/summary",
        f"{item}/desk",
        f"{meeting}/minutes/edit",
        f"/councils/{council.id}/journal",
        rights(council),
        composition(council),
    ):
        answer = client.get(page)
        assert answer.status_code in (403, 404), page
        assert SECRET not in answer.text
    assert SECRET not in client.get(f"{item}/dissent").text


def test_an_adjunct_with_the_right_has_a_view_of_its_own_noted_and_nobody_elses(client, make, council):
    room = Room(make, council, Category.ADJUNCT)
    client.sign_in(room.person)
    way = f"/items/{room.item.id}/dissent"
    assert client.get(way).status_code == 403
    council.rights = {"adjunct": ["attend", "speak", "have_noted"]}
    db.session.commit()
    own, theirs = f"{room.timra.id}-{room.person.id}", f"{room.timra.id}-0"
    assert client.post(way, data={"voice": theirs, "text": "Vi är emot."}).status_code == 422
    assert client.post(way, data={"voice": own, "text": "Jag är emot."}).status_code == 302
    noted = db.session.scalars(sa.select(Dissent)).one()
    assert (noted.person, noted.text) == ("Någon annan", "Jag är emot.")
