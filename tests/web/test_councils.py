"""Who sits in a council, and how its secretary manages that (A42–A48, A92)."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa
from lxml import html

from councilflow.extensions import db
from councilflow.models import PlanNode, Seat, StrategyLink, WorkingPrinciples
from councilflow.process.councils import BodyKind, Category, Office, Side
from councilflow.process.record import ArchiveFormat, MinutesProfile


@pytest.fixture
def council(make):
    return make.council(motto="Ett modigt regionalt ledarskap")


@pytest.fixture
def secretary(client, make, council):
    person = make.secretary(council)
    client.sign_in(person)
    return person


def seat_of(person):
    return db.session.scalars(sa.select(Seat).where(Seat.person_id == person.id).order_by(Seat.id)).all()


def new_seat(client, council, **facts):
    usual = {"category": "member", "side": "majority", "starts_on": "2023-01-01"}
    return client.post(f"/councils/{council.id}/bodies/{council.id}/seats/new", data=usual | facts)


# --- Reading --------------------------------------------------------------------------------------------


def test_members_see_who_sits_and_what_binds_them(client, make, council):
    timra = make.organisation("Timrå kommun")
    member = make.seat(council, name="Kommunalråd", organisation_id=timra.id, party="S")
    make.seat(council, Category.SPEAKING_FUNCTION, name="Direktör", function="Regiondirektör")
    make.node(council, "Kompetensförsörjning")
    principles = ["Vi arbetar strategiskt"]
    make.save(
        WorkingPrinciples(
            body_id=council.id,
            version=1,
            title="Budkavle",
            principles=principles,
            valid_from=date(2023, 1, 1),
        )
    )
    page = client.sign_in(member).get(f"/councils/{council.id}").text
    for words in ("Kommunalråd", "majoritet (S)", "Regiondirektör", "Ett Västernorrland", *principles):
        assert words in page
    assert "Ett modigt regionalt ledarskap" in page
    assert council.name in client.get("/councils").text


def test_nobody_else_knows_of_the_council(client, make, council):
    stranger = make.seat(make.council("Annat råd"))
    assert client.sign_in(stranger).get(f"/councils/{council.id}").status_code == 404


def test_the_wider_council_shows_the_members_of_the_one_it_includes(client, make, council):
    wide = make.council("Stora samverkansrådet", kind=BodyKind.WIDE_COUNCIL, includes_id=council.id)
    make.seat(council, name="Kommunalråd i det regionala")
    actor = make.seat(wide, Category.ACTOR)
    assert "Kommunalråd i det regionala" in client.sign_in(actor).get(f"/councils/{wide.id}").text


def test_a_seat_that_has_ended_is_no_longer_read(client, make, council, secretary):
    make.seat(council, name="Före detta", ends_on=date(2024, 1, 1))
    assert "Före detta" not in client.get(f"/councils/{council.id}").text
    assert "Före detta" in client.get(f"/councils/{council.id}/manage").text


def test_the_secretary_sees_what_the_composition_lacks(client, make, council, secretary):
    timra = make.organisation("Timrå kommun")
    make.seat(council, organisation_id=timra.id)
    db.session.add(
        Seat(
            body_id=council.id,
            organisation_id=timra.id,
            category=Category.MEMBER,
            side=Side.OPPOSITION,
            starts_on=date(2023, 1, 1),
        )
    )
    assert "Ingen ledamot från oppositionen." in client.get(f"/councils/{council.id}").text


def test_a_wider_council_counts_those_who_sit_there_through_the_included_one(client, make):
    council = make.council()
    wide = make.council("Stora", kind=BodyKind.WIDE_COUNCIL, includes_id=council.id)
    region = {"organisation_id": council.host_id}
    leader = make.seat(council, name="Olle Berg", office=Office.CHAIR, **region)
    make.seat(wide, person=leader, office=Office.CHAIR, **region)
    client.sign_in(make.secretary(wide))
    page = client.get(f"/councils/{wide.id}").text
    assert "Ingen ledamot från oppositionen." in page
    assert page.count("Olle Berg") == 1
    make.seat(council, name="Pia Dahl", side=Side.OPPOSITION, **region)
    page = client.get(f"/councils/{wide.id}").text
    assert "Ingen ledamot från oppositionen." not in page
    assert "Pia Dahl" in page


def test_the_page_costs_the_same_with_many_seats(client, make, council, secretary, app):
    def queries():
        seen = []

        def count(*_):
            seen.append(1)

        sa.event.listen(db.engine, "before_cursor_execute", count)
        client.get(f"/councils/{council.id}")
        sa.event.remove(db.engine, "before_cursor_execute", count)
        return len(seen)

    make.seat(council, organisation_id=make.organisation().id)
    few = queries()
    for _ in range(10):
        make.seat(council, organisation_id=make.organisation().id)
    assert queries() == few


# --- Seats ----------------------------------------------------------------------------------------------


def test_a_change_is_a_new_seat_and_the_old_one_ends_the_day_before(client, make, council, secretary):
    timra = make.organisation("Timrå kommun")
    member = make.seat(council, organisation_id=timra.id)
    old = seat_of(member)[0]
    client.post(
        f"/councils/{council.id}/seats/{old.id}/change",
        data={
            "category": "member",
            "person": member.id,
            "organisation": timra.id,
            "side": "opposition",
            "starts_on": "2026-11-01",
        },
    )
    db.session.expire_all()
    old, new = seat_of(member)
    assert (old.side, old.ends_on) == (Side.MAJORITY, date(2026, 10, 31))
    assert (new.side, new.starts_on, new.position) == (Side.OPPOSITION, date(2026, 11, 1), old.position)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"organisation": ""}, "Välj vilken organisation platsen gäller."),
        ({"category": "speaking_function"}, "Skriv vilken funktion platsen gäller."),
        ({"category": "adjunct", "office": "chair"}, "Bara en ledamot kan vara ordförande"),
        ({"ends_on": "2022-12-31"}, "Sista dagen ligger före den första."),
        ({"starts_on": "i fjol"}, "Skriv ett datum"),
        ({"starts_on": ""}, "Skriv vilken dag platsen börjar."),
        ({"category": "preparer"}, "Välj ett av alternativen."),
        ({"person": "99999"}, "Välj ett av alternativen."),
    ],
)
def test_a_seat_that_does_not_hold_together_is_asked_for_again(
    client, make, council, secretary, facts, sentence
):
    timra = make.organisation("Timrå kommun")
    answer = new_seat(client, council, **{"organisation": timra.id} | facts)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_a_council_has_one_chair_at_a_time(client, make, council, secretary):
    make.chair(council, ends_on=date(2026, 12, 31))
    facts = {"organisation": council.host_id, "office": "chair", "person": make.person().id}
    answer = new_seat(client, council, **facts)
    assert answer.status_code == 422
    assert "Rådet har redan en ordförande under den tiden." in answer.text
    assert new_seat(client, council, **facts | {"starts_on": "2027-01-01"}).status_code == 302


def test_nobody_sits_twice_as_the_same(client, make, council, secretary):
    timra = make.organisation("Timrå kommun")
    member = make.seat(council, organisation_id=timra.id)
    answer = new_seat(client, council, organisation=timra.id, person=member.id)
    assert "Personen har redan en plats av slaget Ledamot" in answer.text


def test_a_seat_ends_after_its_last_day(client, make, council, secretary):
    member = make.seat(council, starts_on=date(2026, 1, 1))
    way = f"/councils/{council.id}/seats/{seat_of(member)[0].id}/end"
    assert "Avsluta platsen för" in client.get(way).text
    early = client.post(way, data={"ends_on": "2025-12-31"})
    assert early.status_code == 422
    assert "1 januari 2026" in early.text
    assert client.post(way, data={"ends_on": "2026-06-30"}).status_code == 302
    assert client.sign_in(member).get(f"/councils/{council.id}").status_code == 404


def test_a_mistake_can_be_taken_away_while_no_roll_names_it(client, make, council, secretary):
    member = make.seat(council)
    way = f"/councils/{council.id}/seats/{seat_of(member)[0].id}/withdraw"
    assert client.post(way).status_code == 302
    assert seat_of(member) == []


def test_seats_of_another_council_are_out_of_reach(client, make, council, secretary):
    other = make.council("Annat råd")
    member = make.seat(other)
    seat = seat_of(member)[0]
    assert client.get(f"/councils/{council.id}/seats/{seat.id}/end").status_code == 404
    assert client.get(f"/councils/{council.id}/bodies/{other.id}/seats/new").status_code == 404
    assert client.get(f"/councils/{other.id}/manage").status_code == 404


def test_the_group_seats_those_who_prepare(client, make, council, secretary):
    make.preparer(council)
    group = db.session.scalar(sa.text("select id from body where council_id = :id"), {"id": council.id})
    person = make.person("Utvecklingschef")
    way = f"/councils/{council.id}/bodies/{group}/seats/new"
    facts = {"category": "preparer", "person": person.id, "starts_on": "2023-01-01"}
    assert client.post(way, data=facts).status_code == 302
    assert "Utvecklingschef" in client.get(f"/councils/{council.id}").text


def test_a_member_does_not_manage(client, make, council):
    assert client.sign_in(make.seat(council)).get(f"/councils/{council.id}/manage").status_code == 403


# --- Texts, strategy, budkavle --------------------------------------------------------------------------


def test_the_secretary_writes_what_the_council_is(client, make, council, secretary):
    facts = {
        "name": council.name,
        "short_name": "Regionala",
        "host": council.host_id,
        "document_language": "sv",
        "description": "Länets vägledande organ.",
    }
    assert client.post(f"/councils/{council.id}/edit", data=facts).status_code == 302
    assert "Länets vägledande organ." in client.get(f"/councils/{council.id}").text
    assert client.post(f"/councils/{council.id}/edit", data=facts | {"name": ""}).status_code == 422


def test_the_form_opens_with_the_council_as_it_is(client, make, council, secretary):
    """So that whoever saves one change does not change the host as well."""
    make.organisation("Almi Mitt")  # before the host in the alphabet
    tree = html.fromstring(client.get(f"/councils/{council.id}/edit").text)
    [chosen] = tree.xpath("//select[@name='host']/option[@selected]/@value")
    assert int(chosen) == council.host_id
    tree = html.fromstring(client.get(f"/councils/{council.id}/settings").text)
    assert tree.xpath("//input[@name='minutes_profile'][@checked]/@value") == ["advisory"]
    assert tree.xpath("//input[@name='archive_format'][@checked]/@value") == ["pdfa-3a"]


def test_the_secretary_chooses_the_rules_and_the_archive_format_and_the_journal_tells(
    client, make, council, secretary
):
    page = client.get(f"/councils/{council.id}/settings").text
    assert "Organ under kommunallagen" in page
    assert "För arkiv som inte tar emot PDF/A-3." in page
    facts = {
        "invitation_days": "7",
        "preparation_days": "2",
        "draft_days": "5",
        "signing_days": "14",
        "reminder_days": "2",
        "report_back_days": "30",
    }
    chosen = {"minutes_profile": "kl", "archive_format": "pdfa-2a"}
    assert client.post(f"/councils/{council.id}/settings", data=facts | chosen).status_code == 302
    db.session.refresh(council)
    assert (council.minutes_profile, council.archive_format) == (MinutesProfile.KL, ArchiveFormat.PDFA_2A)
    told = client.get(f"/councils/{council.id}/journal").text
    for words in ("Regler för protokollet", "Rådgivande samverkansråd", "Organ under kommunallagen"):
        assert words in told
    assert "PDF/A-2a, utan data i filen" in told
    wrong = client.post(f"/councils/{council.id}/settings", data=facts | {"minutes_profile": "egna"})
    assert wrong.status_code == 422


def test_goals_that_stay_keep_their_links_and_used_ones_cannot_go(client, make, council, secretary):
    make.item(make.meeting(council))
    linked = db.session.scalar(sa.select(PlanNode).join(StrategyLink))
    way = f"/councils/{council.id}/plan"
    plan = {"title": "Ett Västernorrland", "short_title": "RUS"}
    refused = client.post(way, data=plan | {"focus_areas": "Något annat"})
    assert refused.status_code == 422
    assert linked.title in refused.text
    kept = client.post(way, data=plan | {"focus_areas": f"Något annat\r\n{linked.title}", "goals": "Ett mål"})
    assert kept.status_code == 302
    assert db.session.scalar(sa.select(PlanNode.id).where(PlanNode.title == linked.title)) == linked.id
    assert client.post(way, data=plan | {"focus_areas": linked.title, "goals": ""}).status_code == 302
    assert db.session.scalars(sa.select(PlanNode.title)).all() == [linked.title]


def test_the_budkavle_is_kept_in_versions(client, council, secretary):
    way = f"/councils/{council.id}/principles"
    client.post(way, data={"title": "Budkavle", "principles": "Vi lyssnar", "valid_from": "2023-01-01"})
    client.post(way, data={"title": "Budkavle", "principles": "Vi vågar", "valid_from": "2024-01-01"})
    page = client.get(way).text
    assert "Version 2" in page
    assert "Vi lyssnar" in page
    shown = client.get(f"/councils/{council.id}").text
    assert "Vi vågar" in shown
    assert "Vi lyssnar" not in shown


def test_what_is_done_to_a_council_stands_in_its_journal(client, make, council, secretary):
    new_seat(client, council, organisation=make.organisation("Timrå kommun").id)
    assert "Sekreterare gav en plats åt –, Timrå kommun" in client.get(f"/councils/{council.id}/journal").text
