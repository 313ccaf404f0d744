"""Where the council is represented, and how its members take its plans up in their own."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from lxml import html

from councilflow.extensions import db
from councilflow.models import (
    ForumReport,
    JournalEntry,
    Plan,
    PlanUptake,
    Representation,
)
from councilflow.process.afterwards import UptakeState
from councilflow.process.plans.values import PlanKind
from tests.outwards import TODAY, both_write, last_events

pytestmark = pytest.mark.one_database


@pytest.fixture
def council(make):
    return make.council()


def test_who_represents_the_council_reports_and_nobody_else(client, make, council):
    theirs, other = make.seat(council), make.seat(council)
    soon = TODAY + timedelta(days=20)
    place = Representation(body_id=council.id, forum="Ostkustbanan", person_id=theirs.id, ends_on=soon)
    place.starts_on = date(2024, 1, 1)
    page = f"/councils/{council.id}/representations/{make.save(place).id}"
    told = {"on": TODAY.isoformat(), "text": "Styrelsen valde ny ordförande."}
    assert client.sign_in(other).post(f"{page}/report", data=told).status_code == 403
    assert client.sign_in(theirs).post(f"{page}/report", data=told).status_code == 302
    text = client.sign_in(other).get(page).text
    assert "Styrelsen valde ny ordförande." in text
    assert "Tar snart slut" in text
    assert "Se platserna" in client.sign_in(make.secretary(council)).get("/").text


def test_a_report_that_was_written_wrong_is_corrected_by_those_whose_it_is(client, make, council):
    theirs, other = make.seat(council), make.seat(council)
    place = make.save(
        Representation(body_id=council.id, forum="Ostkustbanan", person_id=theirs.id, starts_on=TODAY)
    )
    client.sign_in(theirs)
    page = f"/councils/{council.id}/representations/{place.id}"
    client.post(f"{page}/report", data={"on": TODAY.isoformat(), "text": "Fel forum."})
    (way,) = html.fromstring(client.get(page).get_data()).xpath("//ul[@class='cf-log']//a/@href")
    client.sign_in(other)
    assert client.get(way).status_code == client.post(way.replace("/edit", "/remove")).status_code == 403
    client.sign_in(theirs)
    assert client.post(way, data={"on": TODAY.isoformat(), "text": "Rätt forum."}).status_code == 302
    assert "Rätt forum." in client.get(page).text
    assert client.post(way.replace("/edit", "/remove")).status_code == 302
    assert "Rätt forum." not in client.get(page).text
    assert [one.split("-", 1)[1] for one in last_events(3)] == [
        "reported",
        "report-changed",
        "report-removed",
    ]
    removed = db.session.scalars(sa.select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert removed.before["text"] == "Rätt forum."


def test_each_organisation_answers_for_its_own_plans_and_nobody_does_it_for_them(client, make, council):
    timra, ange = make.organisation("Timrå kommun"), make.organisation("Ånge kommun")
    member = make.seat(council, organisation_id=timra.id)
    plan = make.save(Plan(body_id=council.id, kind=PlanKind.STRATEGY, title="RUS", short_title="RUS"))
    page = f"/councils/{council.id}/uptake/{plan.id}"
    sent = {"state": "taken_up", "text": "I översiktsplanen."}
    assert client.sign_in(member).post(f"{page}/{timra.id}", data=sent).status_code == 302
    assert client.post(f"{page}/{ange.id}", data=sent).status_code == 403
    assert client.sign_in(make.secretary(council)).post(f"{page}/{timra.id}", data=sent).status_code == 403
    assert db.session.scalars(sa.select(PlanUptake.state)).all() == [UptakeState.TAKEN_UP]


def test_two_who_correct_the_same_report_do_not_lose_each_others_words(client, make, council):
    theirs = make.seat(council)
    place = make.save(
        Representation(body_id=council.id, forum="Ostkustbanan", person_id=theirs.id, starts_on=TODAY)
    )
    page = f"/councils/{council.id}/representations/{place.id}"
    client.sign_in(theirs).post(f"{page}/report", data={"on": TODAY.isoformat(), "text": "Val."})
    (way,) = html.fromstring(client.get(page).get_data()).xpath("//ul[@class='cf-log']//a/@href")
    saved, refused = both_write(client, way, {"text": "Den första."}, {"text": "Den andra."})
    assert (saved.status_code, refused.status_code) == (302, 422)
    assert "Den andra." in refused.text, "what was typed is still there"
    assert db.session.scalars(sa.select(ForumReport.text)).one() == "Den första."


def test_two_who_change_the_same_place_do_not_lose_each_others_words(client, make, council):
    place = make.save(Representation(body_id=council.id, forum="Ostkustbanan", starts_on=TODAY))
    client.sign_in(make.secretary(council))
    page = f"/councils/{council.id}/representations/{place.id}/edit"
    saved, refused = both_write(client, page, {"role": "Ledamot"}, {"role": "Ersättare"})
    assert (saved.status_code, refused.status_code) == (302, 422)
    assert db.session.scalars(sa.select(Representation.role)).one() == "Ledamot"


def test_two_of_an_organisation_who_answer_at_once_do_not_lose_each_others_words(client, make, council):
    """Also when nobody had answered before them."""
    timra = make.organisation("Timrå kommun")
    client.sign_in(make.seat(council, organisation_id=timra.id))
    plan = make.save(Plan(body_id=council.id, kind=PlanKind.STRATEGY, title="RUS", short_title="RUS"))
    page = f"/councils/{council.id}/uptake/{plan.id}/{timra.id}"
    for state, before in (("taken_up", ""), ("partly", " Och mer.")):
        first, second = {"state": state, "text": "I budgeten."}, {"state": state, "text": "I planen."}
        first["text"] += before
        saved, refused = both_write(client, page, first, second)
        assert (saved.status_code, refused.status_code) == (302, 422)
        assert db.session.scalars(sa.select(PlanUptake.text)).one() == first["text"]
