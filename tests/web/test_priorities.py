"""Priority lists: each organisation's order and the joint one with how it was reached (A35, A39, H.4)."""

from __future__ import annotations

import pytest

from councilflow.extensions import db
from councilflow.models import PriorityList, PriorityRanking
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingState
from councilflow.services import agenda, priorities
from councilflow.services.minutes import passages
from councilflow.services.minutes.record import read
from councilflow.services.plans import editing
from tests.conftest import NOW
from tests.web.test_preparation import Scene

pytestmark = pytest.mark.one_database


@pytest.fixture
def scene(make):
    scene = Scene(make)
    titles = ["Mittbanan", "Ådalsbanan", "=Flyget"]
    facts = {"question": "Vad är viktigast?", "titles": titles, "node_ids": []}
    made = priorities.lay_out(scene.item, **facts, by=scene.chair, now=NOW)
    db.session.commit()
    scene.entries = [one.id for one in priorities.entries_of(made)]
    return scene


def url(scene, rest=""):
    return f"/items/{scene.item.id}/priorities{rest}"


def numbers(scene, *places, **more):
    return {f"place_{one}": place for one, place in zip(scene.entries, places, strict=True)} | more


def ranked(scene, *order, by=None, organisation=None):
    wanted = [scene.entries[one] for one in order]
    facts = {"note": "", "by": by or scene.member, "now": NOW}
    made = priorities.rank(scene.item, (organisation or scene.timra).id, wanted, **facts)
    db.session.commit()
    return made


def test_a_list_is_made_of_own_rows_and_parts_of_plans(client, scene):
    node = scene.item.strategy_links[0].node
    sent = {"question": "Vad först?", "own": "Flyget\n\nMittbanan", "nodes": [node.id]}
    answer = client.sign_in(scene.chair).post(url(scene, "/entries"), data=sent, follow_redirects=True)
    assert "Organisationerna kan rangordna nu." in answer.text
    made = db.session.query(PriorityList).one()
    assert [one.title for one in priorities.entries_of(made)] == [node.title, "Flyget", "Mittbanan"]
    node.plan.adopted_at = None
    with pytest.raises(RuleBroken, match="node-in-use"):
        editing.check_removable(node)


def test_an_item_with_a_list_leads_its_readers_to_it(client, scene):
    scene.meeting.state = MeetingState.INVITED
    db.session.commit()
    assert url(scene) in client.sign_in(scene.member).get(f"/items/{scene.item.id}").text


def test_moving_a_row_shows_it_and_keeps_nothing_until_it_is_handed_in(client, scene):
    client.sign_in(scene.member)
    sent = numbers(scene, 1, 2, 3, organisation=scene.timra.id)
    page = client.post(url(scene, "/rank"), data=sent | {"step": f"up-{scene.entries[2]}"})
    assert page.status_code == 200
    assert page.text.index("=Flyget") < page.text.index("Ådalsbanan")
    assert db.session.query(PriorityRanking).count() == 0
    sent = numbers(scene, 3, 1, 2, organisation=scene.timra.id, step="hand-in", note="För länet.")
    assert client.post(url(scene, "/rank"), data=sent).status_code == 302
    (ranking,) = db.session.query(PriorityRanking)
    assert ranking.entries == [scene.entries[1], scene.entries[2], scene.entries[0]]


def test_two_on_the_same_place_are_told_and_nothing_is_kept(client, scene):
    sent = numbers(scene, 1, 1, 2, organisation=scene.timra.id, step="hand-in")
    page = client.sign_in(scene.member).post(url(scene, "/rank"), data=sent)
    assert (page.status_code, db.session.query(PriorityRanking).count()) == (422, 0)
    assert "Flera saker står på plats 1." in page.text


def test_nobody_hands_in_for_another_organisation(client, scene):
    sent = numbers(scene, 1, 2, 3, organisation=scene.timra.id, step="hand-in")
    assert client.sign_in(scene.neighbour).post(url(scene, "/rank"), data=sent).status_code == 404
    assert client.sign_in(scene.opposition).post(url(scene, "/rank"), data=sent).status_code == 403
    assert db.session.query(PriorityRanking).count() == 0


def test_others_see_an_order_as_the_council_has_settled(client, scene):
    ranked(scene, 2, 1, 0)
    assert "Timrå kommun</th>" in client.sign_in(scene.chair).get(url(scene)).text
    assert "Timrå kommun</th>" not in client.sign_in(scene.neighbour).get(url(scene)).text
    assert "Timrå" not in client.get(url(scene, ".csv")).text
    scene.council.members_see_stances = True
    db.session.commit()
    assert "Timrå kommun</th>" in client.get(url(scene)).text


def test_the_chair_settles_the_order_with_a_sentence_and_it_stands_in_the_minutes(client, scene):
    ranked(scene, 0, 1, 2)
    ranked(scene, 1, 0, 2, by=scene.neighbour, organisation=scene.ange)
    page = client.sign_in(scene.chair).get(url(scene)).text
    assert page.count("(delad)") == 2
    sent = numbers(scene, 2, 1, 3, step="hand-in")
    assert client.post(url(scene, "/joint"), data=sent | {"how": " "}).status_code == 422
    client.post(url(scene, "/joint"), data=sent | {"how": "Rådet enades efter samtal."})
    told = passages.from_record(read(scene.meeting.id))[f"item-{scene.item.id}-summary"]["text"]
    assert "1. Ådalsbanan\n2. Mittbanan\n3. =Flyget" in told
    assert "Rådet enades efter samtal." in told
    assert "3;'=Flyget;3;3" in client.get(url(scene, ".csv")).text.replace("\r\n", "\n")
    with pytest.raises(RuleBroken, match="ranking-is-settled"):
        ranked(scene, 2, 1, 0)


def test_every_version_of_an_order_is_kept_and_the_list_then_stands(scene):
    ranked(scene, 0, 1, 2)
    ranked(scene, 2, 1, 0)
    assert [one.version for one in db.session.query(PriorityRanking)] == [1, 2]
    facts = {"question": "?", "titles": ["A", "B"], "node_ids": []}
    with pytest.raises(RuleBroken, match="ranking-has-begun"):
        priorities.lay_out(scene.item, **facts, by=scene.chair, now=NOW)


def test_an_item_leaves_the_agenda_with_its_list(make):
    scene = Scene(make)
    meeting = make.meeting(scene.council)
    item = make.item(meeting)
    facts = {"question": "?", "titles": ["A", "B"], "node_ids": []}
    priorities.lay_out(item, **facts, by=scene.chair, now=NOW)
    agenda.remove(item, by=scene.chair, now=NOW)
    db.session.commit()
    assert db.session.query(PriorityList).count() == 0
