"""What is told of standpoints and results, and who may speak."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from lxml import html

from councilflow.extensions import db
from councilflow.models import (
    Communication,
    Spokesperson,
    Standpoint,
)
from councilflow.process.afterwards import Channel
from tests.outwards import TODAY, both_write, standpoint

pytestmark = pytest.mark.one_database


@pytest.fixture
def council(make):
    return make.council()


@pytest.fixture
def secretary(client, make, council):
    person = make.secretary(council)
    client.sign_in(person)
    return person


def test_only_who_may_speak_today_is_offered_and_taken(client, make, council, secretary):
    now, before = make.seat(council), make.seat(council)
    yesterday = TODAY - timedelta(days=1)
    holds = make.save(Spokesperson(body_id=council.id, person_id=now.id, starts_on=yesterday))
    ended = make.save(
        Spokesperson(body_id=council.id, person_id=before.id, starts_on=date(2020, 1, 1), ends_on=yesterday)
    )
    new, node = f"/councils/{council.id}/communication/new", make.node(council)
    page = client.get(new).text
    assert (now.name in page, before.name in page) == (True, False)
    sent = {"kind": "message", "message": "Fler tåg", "channel": "press", "state": "planned"}
    sent |= {"planned_on": TODAY.isoformat(), "nodes": [node.id]}
    assert client.post(new, data=sent).status_code == 422, "nobody speaks"
    assert client.post(new, data=sent | {"spokesperson_id": ended.id}).status_code == 422
    late = (TODAY - timedelta(days=1)).isoformat()
    assert client.post(new, data=sent | {"spokesperson_id": holds.id, "planned_on": late}).status_code == 302
    assert db.session.scalars(sa.select(Communication.spokesperson_id)).one() == holds.id
    year = (TODAY - timedelta(days=1)).year
    assert "Dagen har passerat" in client.get(f"/councils/{council.id}/communication?year={year}").text


def told(make, council, **facts):
    usual = {"message": "Fler tåg", "channel": Channel.NEWSLETTER, "node_id": make.node(council).id}
    return make.save(Communication(body_id=council.id, **usual | facts))


TOLD = {"kind": "message", "channel": "newsletter", "state": "planned", "version": "1"}


def test_two_who_plan_the_same_telling_see_what_differs_and_lose_nothing(client, make, council, secretary):
    one = told(make, council)
    page, node = f"/councils/{council.id}/communication/{one.id}/edit", one.node_id
    first = TOLD | {"message": "Den första.", "audience": "Pendlare", "nodes": [node]}
    second = TOLD | {"message": "Den andra.", "audience": "Pendlare", "nodes": [node]}
    assert client.post(page, data=first).status_code == 302
    refused = client.post(page, data=second)
    assert refused.status_code == 409
    differs = html.fromstring(refused.text).xpath("//*[@role='alert']//dl/*/text()")
    assert differs == ["Budskap", "Den första."]
    form = html.fromstring(refused.text).forms[-2]
    assert (form.fields["message"].strip(), form.fields["version"]) == ("Den andra.", "2")
    assert db.session.scalars(sa.select(Communication.message)).one() == "Den första."
    assert client.post(page, data=second | {"version": "2"}).status_code == 302
    assert db.session.scalars(sa.select(Communication.message)).one() == "Den andra."


def test_what_is_told_hangs_on_the_one_part_of_a_plan_that_was_chosen(client, make, council, secretary):
    one = told(make, council)
    another = make.node(council, "Bredband")
    page = f"/councils/{council.id}/communication/{one.id}/edit"
    radios = html.fromstring(client.get(page).text).xpath("//input[@name='nodes']")
    assert {(each.get("type"), each.get("value"), each.get("checked")) for each in radios} == {
        ("radio", "0", None),
        ("radio", str(one.node_id), "checked"),
        ("radio", str(another.id), None),
    }
    sent = TOLD | {"message": "Fler tåg"}
    assert client.post(page, data=sent | {"nodes": [one.node_id, another.id]}).status_code == 422
    assert client.post(page, data=sent | {"nodes": [another.id]}).status_code == 302
    assert db.session.scalars(sa.select(Communication.node_id)).one() == another.id
    item = standpoint(make, council)
    taken = make.save(Standpoint(item_id=item.id, council_id=council.id, year=2026, number=6, taken_on=TODAY))
    none = sent | {"version": "2", "nodes": ["0"], "standpoint_id": taken.id}
    assert client.post(page, data=none).status_code == 302
    assert db.session.scalars(sa.select(Communication.node_id)).one() is None


def test_two_who_change_the_same_right_to_speak_do_not_undo_each_other(client, make, council, secretary):
    speaker = make.seat(council)
    make.save(Spokesperson(body_id=council.id, person_id=speaker.id, starts_on=TODAY))
    holds = db.session.scalars(sa.select(Spokesperson)).one()
    page = f"/councils/{council.id}/speakers/{holds.id}/edit"
    saved, refused = both_write(client, page, {"topic": "Tåg"}, {"topic": "Vägar"})
    assert (saved.status_code, refused.status_code) == (302, 422)
    assert db.session.scalars(sa.select(Spokesperson.topic)).one() == "Tåg"


def test_whoever_is_named_by_the_office_is_not_named_twice(client, make, council, secretary):
    speaker = make.seat(council, person=make.person("Regionrådet", title="Regionrådet"))
    make.save(Spokesperson(body_id=council.id, person_id=speaker.id, starts_on=TODAY))
    page = client.get(f"/councils/{council.id}/communication/new").get_data()
    offered = html.fromstring(page).xpath("//select[@name='spokesperson_id']/option/text()")
    assert offered == ["Ingen", "Regionrådet"]
