"""Choosing nodes of plans in a form, among as many as a county has."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from lxml import html

from councilflow.extensions import db
from councilflow.models import AgendaItem, Plan, PlanNode, PlanShare
from councilflow.process.councils import BodyKind
from councilflow.process.plans.values import NodeKind, PlanStatus
from councilflow.services.plans import choosing
from tests.asked import asked

pytestmark = pytest.mark.one_database


@pytest.fixture
def preparing(client, make):
    """A meeting with an open agenda, and somebody who prepares it signed in."""
    meeting = make.meeting(make.council())
    client.sign_in(make.preparer(meeting.council))
    return meeting


@pytest.fixture
def large(make, preparing):
    """A plan of more than can be looked through: two areas with measures."""
    plan = make.save(Plan(body_id=preparing.council_id, title="Handlingsplan 2026", short_title="HP"))
    areas = [
        make.save(PlanNode(plan=plan, code=str(n), title=title, level="Område", position=n * 1000))
        for n, title in enumerate(("Näringsliv", "Kompetens"), 1)
    ]
    for n in range(200):
        area = areas[n % 2]
        facts = {"kind": NodeKind.MEASURE, "level": "Insats", "position": area.position + n}
        db.session.add(PlanNode(plan_id=plan.id, parent_id=area.id, title=f"Åtgärd {n}", **facts))
    db.session.commit()
    return plan


def nodes_of(plan, *titles):
    found = sa.select(PlanNode).where(PlanNode.plan_id == plan.id, PlanNode.title.in_(titles))
    return list(db.session.scalars(found.order_by(PlanNode.id)))


def boxes(answer):
    """The titles offered, and whether each is ticked."""
    tree = html.fromstring(answer.text)
    found = {}
    for box in tree.xpath("//input[@name='strategy']"):
        label = tree.xpath(f"//label[@for='{box.get('id')}']")[0].text_content()
        found[label.partition(" (")[0]] = box.get("checked") is not None
    return found


FULL = {
    "title": "Gemensam vuxenutbildning",
    "kind": "standpoint",
    "background": "Utbildningarna fylls inte.",
    "strategy_sentence": "Frågan bidrar till kompetensmålet.",
    "proposal": "Rådet ställer sig bakom programmet.",
}


def test_a_small_plan_is_shown_whole(client, make, preparing):
    make.node(preparing.council, "Matchning på arbetsmarknaden")
    page = client.get(f"/meetings/{preparing.id}/items/new")
    assert boxes(page) == {"Matchning på arbetsmarknaden": False}
    assert "nodes_sought" not in page.text


def test_a_large_plan_is_searched_and_what_was_written_stays(client, preparing, large):
    page = client.get(f"/meetings/{preparing.id}/items/new")
    assert boxes(page) == {}
    (kept,) = nodes_of(large, "Kompetens")
    answer = client.post(
        f"/meetings/{preparing.id}/items/new",
        data=FULL | {"strategy": [kept.id], "nodes_sought": "åtgärd 17", "nodes_look": "1"},
    )
    assert answer.status_code == 200
    assert "Utbildningarna fylls inte." in answer.text
    found = boxes(answer)
    assert found.pop("2. Kompetens") is True
    assert "Åtgärd 17" in found
    assert all("17" in title for title in found)
    assert db.session.scalars(sa.select(AgendaItem)).all() == []


def test_a_search_can_keep_to_one_area(client, preparing, large):
    (area,) = nodes_of(large, "Näringsliv")
    sent = FULL | {"nodes_sought": "", "nodes_within": f"node-{area.id}", "nodes_look": "1"}
    answer = client.post(f"/meetings/{preparing.id}/items/new", data=sent)
    titles = {title for title in boxes(answer) if title.startswith("Åtgärd")}
    assert {int(title.split()[1]) % 2 for title in titles} == {0}
    assert "Fler än 60" in answer.text


def test_what_was_found_is_linked_when_the_item_is_saved(client, preparing, large):
    one, other = nodes_of(large, "Åtgärd 17", "Åtgärd 120")
    search = {"nodes_sought": "åtgärd", "nodes_within": "", "nodes_found": "åtgärd|"}
    answer = client.post(
        f"/meetings/{preparing.id}/items/new",
        data=FULL | search | {"strategy": [one.id, other.id]},
        follow_redirects=True,
    )
    assert "Åtgärd 17" in answer.text
    item = db.session.scalars(sa.select(AgendaItem)).one()
    assert {link.node_id for link in item.strategy_links} == {one.id, other.id}
    page = client.get(f"/items/{item.id}/edit")
    assert boxes(page) == {"Åtgärd 17": True, "Åtgärd 120": True}


def test_words_written_in_the_search_are_looked_for_before_anything_is_saved(client, preparing, large):
    """The Enter key in the search sends the whole form."""
    answer = client.post(f"/meetings/{preparing.id}/items/new", data=FULL | {"nodes_sought": "åtgärd 3"})
    assert "Åtgärd 3" in boxes(answer)
    assert db.session.scalars(sa.select(AgendaItem)).all() == []


def test_a_node_of_nobody_around_cannot_be_linked(client, make, preparing):
    make.node(preparing.council)
    other = make.node(make.council("Grannrådet"), "Grannens mål")
    for sent in (other.id, 2**31, 0):
        answer = client.post(f"/meetings/{preparing.id}/items/new", data=FULL | {"strategy": [sent]})
        assert answer.status_code == 422
    assert db.session.scalars(sa.select(AgendaItem)).all() == []


def test_plans_of_the_councils_around_and_shared_plans_count(make, preparing):
    council = preparing.council
    wide = make.council("Stora rådet", kind=BodyKind.WIDE_COUNCIL, includes_id=council.id)
    group = make.council("Referensgruppen", kind=BodyKind.REFERENCE_GROUP, council_id=council.id)
    neighbour = make.council("Grannrådet")
    own, wider, groups, shared = (
        make.node(body, title)
        for body, title in ((council, "Eget"), (wide, "Bredare"), (group, "Gruppens"), (neighbour, "Delat"))
    )
    make.node(neighbour, "Grannens eget")
    make.save(PlanShare(plan_id=shared.plan_id, body_id=council.id))
    ended = make.node(council, "Avslutat")
    ended.plan.status = PlanStatus.ENDED
    db.session.commit()
    found = choosing.offer(council.id)
    assert {one.title for one in found.found} == {"Eget", "Bredare", "Gruppens", "Delat"}
    assert {one.title for one in choosing.offer(wide.id).found} >= {"Eget", "Bredare"}
    ids = [own.id, wider.id, groups.id, shared.id, ended.id]
    assert choosing.permitted(council.id, ids) == ids[:-1]
    assert choosing.permitted(council.id, ids, kept=[ended.id]) == ids


def test_choosing_costs_the_same_however_large_the_plan(make, preparing, large):
    def cost():
        with asked() as statements:
            choosing.offer(preparing.council_id, [1, 2], words="åtgärd", looks=True)
        return len(statements)

    before = cost()
    for n in range(1000):
        db.session.add(PlanNode(plan_id=large.id, title=f"Fler {n}", level="Insats"))
    db.session.commit()
    assert cost() == before <= 6
