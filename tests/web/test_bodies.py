"""Councils as they are: every kind of body, who belongs, what binds them, and how they end (A26–A58, B)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
import sqlalchemy as sa
from lxml import html

from councilflow.extensions import db
from councilflow.models import Body, GoverningDocument, JournalEntry, Meeting, Membership, Organisation
from councilflow.process.councils import BodyKind, Category, Country, OrganisationKind
from councilflow.process.meeting import MeetingState
from councilflow.process.record import MinutesProfile
from councilflow.services import bodies
from tests.documents import reading
from tests.services.test_files import pdf
from tests.test_wall import unpacked

pytestmark = pytest.mark.one_database


@pytest.fixture
def administrator(client, make):
    person = make.person("Förvaltare", email="forvaltare@example.org", is_administrator=True)
    client.sign_in(person)
    return person


@pytest.fixture
def council(make):
    return make.council()


@pytest.fixture
def secretary(client, make, council):
    person = make.secretary(council)
    client.sign_in(person)
    return person


def body_named(name):
    return db.session.scalars(sa.select(Body).where(Body.name == name)).one()


def new_group(client, council, kind="working_group", **facts):
    usual = {"kind": kind, "name": "Gruppen", "short_name": "Gruppen"}
    return client.post(f"/councils/{council.id}/groups/new", data=usual | facts)


def group_of(make, council, **facts):
    usual = {"kind": BodyKind.WORKING_GROUP, "council_id": council.id, "host": council.host}
    return make.council("Arbetsgruppen", **usual | facts)


# --- Founding -------------------------------------------------------------------------------------------


def test_the_rules_that_are_chosen_fill_in_what_follows_from_them(client, administrator, make):
    host = make.organisation("Harstad kommune")
    choice = client.get("/administration/councils/new").text
    assert 'href="/administration/councils/new?rules=ipr"' in choice
    way = "/administration/councils/new?rules=ipr"
    tree = html.fromstring(client.get(way).text)
    assert tree.xpath("//input[@name='country'][@checked]/@value") == ["NO"]
    assert tree.xpath("//select[@name='document_language']/option[@selected]/@value") == ["nb"]
    facts = {"kind": "council", "name": "Sør-Troms regionråd", "short_name": "STRR", "host": host.id}
    client.post(way, data=facts | {"country": "NO", "document_language": "nb"})
    made = body_named("Sør-Troms regionråd")
    assert (made.minutes_profile, made.country, made.time_zone) == (
        MinutesProfile.IPR,
        Country.NORWAY,
        "Europe/Oslo",
    )
    assert (made.advisory, made.document_language, made.has_substitutes) == (False, "nb", False)


@pytest.mark.both_databases
def test_a_wider_council_meets_two_or_three_times_and_takes_its_tasks_from_the_one_it_includes(
    client, administrator, make
):
    council = make.council(tasks="Vara länets röst.\nSamordna insatser.")
    facts = {
        "kind": "wide_council",
        "name": "Stora samverkansrådet",
        "short_name": "Stora",
        "host": council.host_id,
        "includes": council.id,
        "document_language": "sv",
    }
    client.post("/administration/councils/new?rules=advisory", data=facts)
    wide = body_named("Stora samverkansrådet")
    assert (wide.includes_id, wide.meetings_least, wide.meetings_most) == (council.id, 2, 3)
    assert (council.meetings_least, council.meetings_most) == (None, None)
    page = client.sign_in(make.seat(wide, Category.ACTOR)).get(f"/councils/{wide.id}").text
    assert "Uppgifterna utgår från dem som Regionala samverkansrådet har:" in page
    assert "Samordna insatser." in page


def test_nobody_is_chosen_as_host_by_accident(client, administrator, make):
    make.organisation("Almi")
    facts = {"kind": "council", "name": "Rådet", "short_name": "R", "document_language": "sv", "host": ""}
    answer = client.post("/administration/councils/new", data=facts)
    assert answer.status_code == 422
    assert "Välj värdorganisation." in answer.text


def test_a_category_of_actors_hosts_nothing(client, administrator, make):
    category = make.organisation("Nationella myndigheter", kind=OrganisationKind.CATEGORY)
    facts = {"kind": "council", "name": "Rådet", "short_name": "R", "document_language": "sv"}
    assert "Nationella myndigheter" not in client.get("/administration/councils/new?rules=kl").text
    answer = client.post("/administration/councils/new", data=facts | {"host": category.id})
    assert answer.status_code == 422
    host = make.council().host
    facts = {"name": host.name, "short_name": host.short_name, "kind": "category"}
    answer = client.post(f"/administration/organisations/{host.id}", data=facts)
    assert answer.status_code == 422
    assert "kan inte vara värd" in answer.text


@pytest.mark.parametrize("kind", [kind for kind in BodyKind if kind not in bodies.COUNCILS])
def test_the_secretary_makes_every_kind_of_group(client, make, council, secretary, kind):
    answer = new_group(client, council, kind, name="En ny grupp", description="Lämnar råd till rådet.")
    made = body_named("En ny grupp")
    assert (made.kind, made.council_id, made.host_id) == (kind, council.id, council.host_id)
    assert made.prepares is (kind is BodyKind.PREPARATORY_GROUP)
    own_pages = council if kind is BodyKind.PREPARATORY_GROUP else made
    assert answer.headers["Location"] == f"/councils/{own_pages.id}/manage"
    assert "En ny grupp" in client.get(f"/councils/{council.id}").text
    assert client.get(answer.headers["Location"]).status_code == 200


@pytest.mark.parametrize("kind", bodies.COUNCILS)
def test_a_council_is_not_made_as_a_group(client, council, secretary, kind):
    assert new_group(client, council, kind).status_code == 422


def test_a_working_committee_may_prepare_the_council(client, make, council, secretary):
    new_group(client, council, "working_committee", name="Arbeidsutvalget", prepares="y")
    committee = body_named("Arbeidsutvalget")
    meeting = make.meeting(council)
    mayor = make.seat(committee, organisation_id=council.host_id)
    client.sign_in(mayor)
    assert client.get(f"/meetings/{meeting.id}/agenda").status_code == 200
    client.sign_in(secretary)
    facts = {"name": committee.name, "short_name": "AU"}
    client.post(f"/councils/{council.id}/groups/{committee.id}", data=facts)
    client.sign_in(mayor)
    assert client.get(f"/meetings/{meeting.id}/agenda").status_code == 404


def test_a_council_shows_its_profile_and_what_stands_around_it(client, make):
    council = make.council(
        vision="Et attraktivt Sogn", overall_goal="Vekst i heile Sogn", core_values="Driftig\nRaus\nEkte"
    )
    make.council("Sognatinget", kind=BodyKind.ASSEMBLY, includes_id=council.id, host=council.host)
    group_of(make, council, kind=BodyKind.WORKING_COMMITTEE, prepares=True)
    page = client.sign_in(make.seat(council)).get(f"/councils/{council.id}").text
    for words in ("Et attraktivt Sogn", "Vekst i heile Sogn", "<li>Raus</li>", "Sognatinget"):
        assert words in page
    assert "Bereder rådets dagordning" in page


# --- Who may --------------------------------------------------------------------------------------------


def test_nobody_makes_or_changes_a_group_of_another_council(client, make, council):
    other = make.council("Grannlänets råd")
    group = group_of(make, other)
    client.sign_in(make.secretary(council))
    assert new_group(client, other).status_code == 404
    for way in ("", "/close"):
        assert client.post(f"/councils/{other.id}/groups/{group.id}{way}", data={}).status_code == 404
        # neither by way of the own council
        assert client.post(f"/councils/{council.id}/groups/{group.id}{way}", data={}).status_code == 404
    assert db.session.scalar(sa.select(sa.func.count(Body.id))) == 3


@pytest.mark.parametrize("category", [Category.MEMBER, Category.OFFICIAL, Category.ADJUNCT])
def test_a_member_makes_no_group(client, make, council, category):
    client.sign_in(make.seat(council, category, organisation_id=council.host_id))
    assert new_group(client, council).status_code == 403


def test_a_group_has_no_groups_of_its_own(client, make, council):
    group = group_of(make, council)
    client.sign_in(make.secretary(group))
    assert client.get(f"/councils/{group.id}/groups/new").status_code == 404


def test_a_groups_secretary_manages_the_group_and_cannot_let_it_into_the_council(client, make, council):
    """Whether a group prepares decides who reads the council's drafts: that is the council's to say."""
    group = group_of(make, council)
    client.sign_in(make.secretary(group))
    assert client.get(f"/councils/{group.id}/manage").status_code == 200
    facts = {"name": "Nytt namn", "short_name": "N", "host": group.host_id, "document_language": "sv"}
    more = {"prepares": "y", "includes": council.id, "council_id": "", "kind": "council"}
    assert client.post(f"/councils/{group.id}/edit", data=facts | more).status_code == 302
    db.session.refresh(group)
    assert (group.name, group.prepares, group.includes_id) == ("Nytt namn", False, None)
    assert (group.council_id, group.kind) == (council.id, BodyKind.WORKING_GROUP)
    for way in (f"/councils/{council.id}/groups/{group.id}", f"/councils/{council.id}/manage"):
        assert client.get(way).status_code == 404
    assert client.get(f"/administration/councils/{council.id}/close").status_code == 403


def test_a_councils_secretary_manages_its_groups_and_reads_neither_their_meetings_nor_minutes(
    app, client, make, council, secretary
):
    group = group_of(make, council)
    meeting = make.meeting(group, state=MeetingState.INVITED, starts_at=datetime(2030, 5, 6, 8, tzinfo=UTC))
    item = make.item(meeting, title="Hemligt ärende")
    for way in ("", "/manage", "/edit", "/settings", "/organisations", "/documents"):
        assert client.get(f"/councils/{group.id}{way}").status_code == 200, way
    for rule in app.url_map.iter_rules():
        if "council_id" in rule.arguments <= {"council_id", "year"} and "GET" in (rule.methods or ()):
            way = rule.rule.replace("<int:council_id>", str(group.id)).replace("<int:year>", "2030")
            answer = client.get(f"{way}?year=2030&month=2030-05")
            said = unpacked(answer.data).decode("utf-8", "replace")
            if answer.mimetype == "application/pdf":
                said = reading.text(answer.data)
            for sign in (f"/meetings/{meeting.id}", "6 maj", "20300506", "Hemligt"):
                assert sign not in said, rule.endpoint
    for way in (
        f"/meetings/{meeting.id}",
        f"/meetings/{meeting.id}/agenda",
        f"/meetings/{meeting.id}/minutes",
        f"/meetings/{meeting.id}/minutes.pdf",
        f"/items/{item.id}",
        f"/councils/{group.id}/journal",
    ):
        assert client.get(way).status_code in (403, 404), way
    assert "Hemligt ärende" not in client.get("/meetings").text
    client.sign_in(make.secretary(group))  # who does see it, so that the signs above mean something
    assert f"/meetings/{meeting.id}" in client.get(f"/councils/{group.id}/calendar?month=2030-05").text


def test_only_who_founds_councils_says_which_one_another_includes(client, make, council):
    """The members of an included council belong to the wider one: its secretary must not take them in."""
    wide = make.council("Stora", kind=BodyKind.WIDE_COUNCIL)
    facts = {"name": "Stora", "short_name": "S", "host": wide.host_id, "document_language": "sv"}
    client.sign_in(make.secretary(wide))
    client.post(f"/councils/{wide.id}/edit", data=facts | {"includes": council.id})
    db.session.refresh(wide)
    assert wide.includes_id is None
    client.sign_in(make.person(is_administrator=True))
    client.post(f"/councils/{wide.id}/edit", data=facts | {"includes": council.id})
    db.session.refresh(wide)
    assert wide.includes_id == council.id


def test_another_country_brings_its_own_clock(client, make, council, secretary):
    facts = {"name": council.name, "short_name": "R", "host": council.host_id, "document_language": "nb"}
    client.post(f"/councils/{council.id}/edit", data=facts | {"country": "NO"})
    db.session.refresh(council)
    assert (council.country, council.time_zone) == (Country.NORWAY, "Europe/Oslo")
    assert "Norge" in client.get(f"/councils/{council.id}/journal").text


# --- The settings ---------------------------------------------------------------------------------------

SETTINGS = {
    "invitation_days": "7",
    "preparation_days": "2",
    "draft_days": "5",
    "signing_days": "14",
    "reminder_days": "2",
    "report_back_days": "30",
}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"invitation_days": "sju"}, "Skriv ett heltal med siffror."),
        ({"invitation_days": "500"}, "Skriv ett antal dagar mellan 0 och 120."),
        ({"meetings_least": "3", "meetings_most": "2"}, "Det högsta antalet är lägre än det minsta."),
        ({"meetings_most": "-1"}, "Skriv ett antal möten mellan 0 och 60."),
    ],
)
def test_a_setting_that_cannot_be_is_said_at_its_field(client, council, secretary, changes, sentence):
    answer = client.post(f"/councils/{council.id}/settings", data=SETTINGS | changes)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_settings_are_saved_and_stand_in_the_journal(client, council, secretary):
    facts = SETTINGS | {
        "has_substitutes": "y",
        "meetings_least": "4",
        "meetings_most": "",
        "signing_days": "10",
        "reminder_days": "3",
    }
    assert client.post(f"/councils/{council.id}/settings", data=facts).status_code == 302
    db.session.refresh(council)
    assert (council.has_substitutes, council.meetings_least, council.meetings_most) == (True, 4, None)
    assert "Ledamöterna har ersättare" in client.get(f"/councils/{council.id}/journal").text


# --- Which organisations belong -------------------------------------------------------------------------


def join(client, council, *organisations, starts_on="2023-01-01"):
    ids = [one.id for one in organisations]
    return client.post(
        f"/councils/{council.id}/organisations", data={"organisations": ids, "starts_on": starts_on}
    )


@pytest.mark.both_databases
def test_several_organisations_join_at_once_and_one_leaves(client, make, council, secretary):
    timra, ange = make.organisation("Timrå kommun"), make.organisation("Ånge kommun")
    assert join(client, council, timra, ange).status_code == 302
    page = client.get(f"/councils/{council.id}/organisations").text
    assert "2 organisationer." in page
    found = bodies.organisations_on(council.id, date(2026, 1, 1))
    assert [row.name for row in found] == ["Timrå kommun", "Ånge kommun"]
    assert bodies.organisations_on(council.id, date(2022, 12, 31)) == []
    membership = db.session.scalar(sa.select(Membership).where(Membership.organisation_id == ange.id))
    way = f"/councils/{council.id}/organisations/{membership.id}/end"
    early = client.post(way, data={"ends_on": "2022-06-01"})
    assert early.status_code == 422
    assert "1 januari 2023" in early.text
    assert client.post(way, data={"ends_on": "2025-12-31"}).status_code == 302
    assert len(bodies.organisations_on(council.id, date(2025, 12, 31))) == 2
    assert len(bodies.organisations_on(council.id, date(2026, 1, 1))) == 1
    assert "En organisation har hört hit förut" in client.get(f"/councils/{council.id}/organisations").text


def test_an_organisation_joins_again_after_it_left(client, make, council, secretary):
    timra = make.organisation("Timrå kommun")
    first = {"starts_on": date(2020, 1, 1), "ends_on": date(2021, 12, 31)}
    make.save(Membership(body_id=council.id, organisation_id=timra.id, **first))
    assert join(client, council, timra).status_code == 302
    assert len(bodies.organisations_on(council.id, date(2024, 1, 1))) == 1


def test_who_belongs_already_is_not_written_twice(client, make, council, secretary):
    timra = make.organisation("Timrå kommun")
    join(client, council, timra)
    assert join(client, council, timra).status_code == 422
    assert db.session.scalar(sa.select(sa.func.count(Membership.id))) == 1


def test_nothing_chosen_is_asked_for_again(client, make, council, secretary):
    answer = client.post(f"/councils/{council.id}/organisations", data={"starts_on": "2023-01-01"})
    assert answer.status_code == 422
    assert "Välj minst en organisation." in answer.text


def test_a_wider_council_says_that_those_of_the_included_one_belong_already(client, make, council):
    wide = make.council("Stora", kind=BodyKind.WIDE_COUNCIL, includes_id=council.id)
    client.sign_in(make.secretary(wide))
    page = client.get(f"/councils/{wide.id}/organisations").text
    assert f"Organisationerna som hör till {council.name} hör också hit." in page


def test_those_of_an_included_council_belong_to_the_wider_one(make, council):
    wide = make.council("Stora", kind=BodyKind.WIDE_COUNCIL, includes_id=council.id)
    timra = make.organisation("Timrå kommun")
    for body in (council, wide):
        make.save(Membership(body_id=body.id, organisation_id=timra.id, starts_on=date(2023, 1, 1)))
    assert [row.id for row in bodies.organisations_on(wide.id, date(2026, 1, 1))] == [timra.id]


def test_a_membership_entered_by_mistake_is_taken_away_and_the_journal_keeps_it(
    client, make, council, secretary
):
    timra = make.organisation("Timrå kommun")
    join(client, council, timra)
    membership = db.session.scalars(sa.select(Membership.id)).one()
    client.post(f"/councils/{council.id}/organisations/{membership}/withdraw")
    assert db.session.scalar(sa.select(sa.func.count(Membership.id))) == 0
    assert "tog bort Timrå kommun" in client.get(f"/councils/{council.id}/journal").text


def test_a_membership_of_another_council_is_out_of_reach(client, make, council, secretary):
    other = make.council("Grannlänets råd")
    row = make.save(Membership(body_id=other.id, organisation_id=other.host_id, starts_on=date(2023, 1, 1)))
    for way in ("end", "withdraw"):
        answer = client.post(
            f"/councils/{council.id}/organisations/{row.id}/{way}", data={"ends_on": "2026-01-01"}
        )
        assert answer.status_code == 404
    assert db.session.get(Membership, row.id).ends_on is None


# --- What ends, and what carries on (H.17, B4.10) -------------------------------------------------------


@pytest.mark.both_databases
def test_sor_troms_becomes_halogalandsradet_and_stays_readable(client, make, administrator):
    old = make.council("Sør-Troms regionråd", minutes_profile=MinutesProfile.IPR)
    new = make.council("Hålogalandsrådet", minutes_profile=MinutesProfile.IPR)
    group = group_of(make, old)
    reader, secretary = make.seat(old), make.secretary(old)
    held = make.meeting(old, state=MeetingState.HELD, starts_at=datetime(2019, 11, 8, 8, tzinfo=UTC))
    way = f"/administration/councils/{old.id}/close"
    assert "Arbetsgruppen" in client.get(way).text
    assert client.post(way, data={"closed_on": "2019-12-31", "successor": new.id}).status_code == 302
    db.session.refresh(group)
    assert group.closed_on == date(2019, 12, 31)

    page = client.sign_in(reader).get(f"/councils/{old.id}").text
    assert "Avslutat 31 december 2019. Hålogalandsrådet tog över." in page
    assert client.get(f"/meetings/{held.id}").status_code == 200
    assert (
        "Tog över efter Sør-Troms regionråd."
        in client.sign_in(make.seat(new)).get(f"/councils/{new.id}").text
    )

    client.sign_in(secretary)
    planned = {"day": "2027-03-05", "begins": "09:00", "ends": "12:00", "kind": "regular"}
    answer = client.post(f"/councils/{old.id}/meetings/new", data=planned | {"form": "digital"})
    assert "kan inte mötas efter den" in answer.text
    assert db.session.scalar(sa.select(sa.func.count(Meeting.id))) == 1
    assert new_group(client, old).status_code == 422
    noted = db.session.scalars(sa.select(JournalEntry).where(JournalEntry.event == "body-closed")).all()
    assert noted[0].after == {"closed_on": "2019-12-31", "successor": "Hålogalandsrådet"}


def test_a_council_with_meetings_ahead_is_not_closed(client, make, administrator):
    council = make.council()
    meeting = make.meeting(council)  # 4 December 2026
    way = f"/administration/councils/{council.id}/close"
    answer = client.post(way, data={"closed_on": "2026-12-03"})
    assert answer.status_code == 422
    assert "har ett möte 4 december 2026, efter den sista dagen" in answer.text
    assert client.post(way, data={"closed_on": "2026-12-04"}).status_code == 302
    meeting.state = MeetingState.CANCELLED
    db.session.commit()
    assert client.post(way, data={"closed_on": "2026-12-03"}).status_code == 302


def test_nobody_carries_on_after_themselves(client, make, administrator):
    first, second = make.council("Första rådet"), make.council("Andra rådet")
    client.post(
        f"/administration/councils/{first.id}/close", data={"closed_on": "2025-01-31", "successor": second.id}
    )
    answer = client.post(
        f"/administration/councils/{second.id}/close", data={"closed_on": "2025-02-28", "successor": first.id}
    )
    assert answer.status_code == 422
    assert "Den som tar över har i sin tur efterträtts av Andra rådet." in answer.text


def test_the_secretary_closes_a_group(client, make, council, secretary):
    group = group_of(make, council)
    way = f"/councils/{council.id}/groups/{group.id}/close"
    assert client.post(way, data={"closed_on": ""}).status_code == 422
    assert client.post(way, data={"closed_on": "2026-06-30"}).status_code == 302
    assert "Avslutad 30 juni 2026" in client.get(f"/councils/{council.id}").text
    assert "avslutade Arbetsgruppen" in client.get(f"/councils/{council.id}/journal").text


@pytest.mark.parametrize("kind", [BodyKind.PREPARATORY_GROUP, BodyKind.WORKING_COMMITTEE])
def test_whoever_prepared_reads_no_drafts_when_the_group_is_closed(client, make, council, kind):
    group = group_of(make, council, kind=kind, prepares=True, closed_on=date(2026, 1, 31))
    meeting = make.meeting(council)
    is_group = kind is BodyKind.PREPARATORY_GROUP
    member = make.seat(
        group, Category.PREPARER if is_group else Category.MEMBER, organisation_id=council.host_id
    )
    assert client.sign_in(member).get(f"/meetings/{meeting.id}/agenda").status_code == 404
    group.closed_on = None
    db.session.commit()
    assert client.get(f"/meetings/{meeting.id}/agenda").status_code == 200


@pytest.mark.both_databases
def test_an_organisation_that_merged_tells_where_it_sat_and_who_took_over(client, make, administrator):
    council = make.council()
    skanland, tjeldsund = make.organisation("Skånland kommune"), make.organisation("Tjeldsund kommune")
    make.save(Membership(body_id=council.id, organisation_id=skanland.id, starts_on=date(2015, 1, 1)))
    make.seat(council, organisation_id=skanland.id, starts_on=date(2015, 10, 1), ends_on=date(2019, 9, 30))
    way = f"/administration/organisations/{skanland.id}/close"
    assert client.post(way, data={"closed_on": "2019-12-31", "successor": tjeldsund.id}).status_code == 302
    page = client.get(f"/organisations/{skanland.id}").text
    assert "Avslutad 31 december 2019. Tjeldsund kommune tog över." in page
    assert "1 januari 2015 till 31 december 2019" in page
    assert "Tog över efter Skånland kommune." in client.get(f"/organisations/{tjeldsund.id}").text


def test_a_host_is_not_closed_before_its_council_has_another(client, make, administrator):
    council = make.council()
    answer = client.post(
        f"/administration/organisations/{council.host_id}/close", data={"closed_on": "2026-12-31"}
    )
    assert answer.status_code == 422
    assert "är värd för Regionala samverkansrådet efter den dagen." in answer.text
    assert db.session.get(Organisation, council.host_id).closed_on is None


def test_an_organisation_shows_no_more_than_the_bodies_one_belongs_to(client, make, council):
    other = make.council("Grannlänets råd")
    timra = make.organisation("Timrå kommun")
    for body in (council, other):
        make.save(Membership(body_id=body.id, organisation_id=timra.id, starts_on=date(2023, 1, 1)))
    page = client.sign_in(make.seat(council)).get(f"/organisations/{timra.id}").text
    assert "Regionala samverkansrådet" in page
    assert "Grannlänets råd" not in page
    assert client.get(f"/organisations/{other.host_id}").status_code == 404
    assert client.sign_in(make.person()).get(f"/organisations/{timra.id}").status_code == 404


# --- Governing documents (B2.16) ------------------------------------------------------------------------


def new_document(client, council, **facts):
    usual = {"title": "Vedtekter", "valid_from": "2024-01-01", "adopted": "Representantskapet, sak 4/2023"}
    return client.post(f"/councils/{council.id}/documents/new", data=usual | facts)


@pytest.mark.both_databases
def test_a_governing_document_is_read_and_its_old_versions_stay(client, make, council, secretary):
    assert new_document(client, council, file=(BytesIO(pdf()), "vedtekter.pdf")).status_code == 302
    again = {"valid_from": "2026-01-01", "title": "vedtekter", "link": "https://strr.example/vedtekter"}
    assert new_document(client, council, **again).status_code == 302
    versions = db.session.scalars(sa.select(GoverningDocument).order_by(GoverningDocument.version)).all()
    assert [(one.title, one.version) for one in versions] == [("Vedtekter", 1), ("Vedtekter", 2)]

    client.sign_in(make.seat(council))
    page = client.get(f"/councils/{council.id}/documents").text
    assert "Version 2, gäller från 1 januari 2026." in page
    assert "En annan version" in page
    file = client.get(f"/councils/{council.id}/documents/{versions[0].id}")
    assert (file.status_code, file.mimetype, file.data) == (200, "application/pdf", versions[0].content)
    assert "attachment" in file.headers["Content-Disposition"]
    assert client.get(f"/councils/{council.id}/documents/{versions[1].id}").status_code == 404
    assert new_document(client, council).status_code == 403


def test_a_version_to_come_does_not_hold_yet(client, make, council, secretary):
    link = {"link": "https://strr.example/vedtekter"}
    new_document(client, council, **link)
    new_document(client, council, valid_from="2099-01-01", **link)
    page = client.get(f"/councils/{council.id}/documents").text
    assert (
        page.index("Version 1, gäller från")
        < page.index("En annan version")
        < page.index("Version 2, gäller")
    )


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({}, "Dokumentet saknas."),
        ({"link": "javascript:alert(1)"}, "Skriv en adress som börjar med https."),
        ({"link": "javascript://strr.example/%0aalert(1)"}, "Skriv en adress som börjar med https."),
        ({"title": "", "link": "https://strr.example"}, "Skriv vad dokumentet heter."),
        ({"valid_from": "", "link": "https://strr.example"}, "Skriv från vilken dag versionen gäller."),
        ({"file": (BytesIO(b"MZ\x90\x00"), "vedtekter.pdf")}, "är av ett slag som inte tas emot"),
        ({"file": (BytesIO(b"\x89PNG\r\n\x1a\n"), "bild.png")}, "är av ett slag som inte tas emot"),
        ({"file": (BytesIO(b""), "tom.pdf")}, "är tom"),
    ],
)
def test_a_document_that_cannot_be_taken_in_gets_a_sentence(client, council, secretary, facts, sentence):
    answer = new_document(client, council, **facts)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert db.session.scalar(sa.select(sa.func.count(GoverningDocument.id))) == 0


def test_a_document_of_another_council_is_out_of_reach(client, make, council, secretary):
    other = make.council("Grannlänets råd")
    client.sign_in(make.secretary(other))
    new_document(client, other, file=(BytesIO(pdf()), "avtal.pdf"))
    document = db.session.scalars(sa.select(GoverningDocument.id)).one()
    client.sign_in(secretary)
    assert client.get(f"/councils/{council.id}/documents/{document}").status_code == 404
    assert client.get(f"/councils/{other.id}/documents/{document}").status_code == 404


def test_an_empty_register_says_what_to_do(client, make, council, secretary):
    assert "Lägg till det första" in client.get(f"/councils/{council.id}/documents").text
    client.sign_in(make.seat(council))
    assert "Sekreteraren lägger in dem." in client.get(f"/councils/{council.id}/documents").text
