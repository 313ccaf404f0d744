"""Registered plans of others, who has paid for a plan, and the pages of links, areas and rolling over."""

from __future__ import annotations

import io

import pytest
import sqlalchemy as sa
from PIL import Image

from councilflow.extensions import db
from councilflow.models import JournalEntry, Measure, Plan, PlanFile, PlanGoal, PlanNode, StrategyLink
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingState
from councilflow.process.plans.values import LinkKind, NodeKind, PlanKind, PlanStatus
from councilflow.services.plans import choosing, registers
from tests.conftest import NOW
from tests.services.test_files import PNG as NO_WHOLE_PICTURE
from tests.services.test_files import pdf
from tests.web.test_agenda import fetched

pytestmark = pytest.mark.one_database


def png(size=(40, 20)):
    content = io.BytesIO()
    Image.new("RGB", size, "navy").save(content, "PNG")
    return content.getvalue()


@pytest.fixture
def council(make):
    return make.council()


@pytest.fixture
def secretary(client, make, council):
    person = make.secretary(council)
    client.sign_in(person)
    return person


PROGRAMME = {
    "title": "Länstransportplanen",
    "kind": "Länsplan",
    "owner": "Region Västernorrland",
    "period": "2022–2033",
    "address": "https://example.org/plan",
}


def test_a_plan_of_others_is_registered_and_can_be_linked_to(client, make, council, secretary):
    goal = make.node(council, "Hållbara resor", kind=NodeKind.GOAL)
    document = pdf()
    files = {"file": (io.BytesIO(document), "Länsplan.pdf")}
    answer = client.post(
        f"/councils/{council.id}/plans/linked/new",
        data=PROGRAMME | {"nodes": [goal.id]} | files,
        follow_redirects=True,
    )
    for words in (*PROGRAMME.values(), "Hållbara resor", "Länsplan.pdf"):
        assert words in answer.text
    plan = db.session.scalars(sa.select(Plan).where(Plan.kind == PlanKind.LINKED)).one()
    assert ("Länstransportplanen", "Länsplan") in {
        (one.title, one.level) for one in choosing.offer(council.id).found
    }
    assert client.get(f"/plans/{plan.id}").location == f"/plans/{plan.id}/linked"
    client.sign_in(make.seat(council))
    listed = client.get(f"/councils/{council.id}/plans/linked")
    assert "Hållbara resor" in listed.text
    file = db.session.scalars(sa.select(PlanFile)).one()
    there = f"/plans/{plan.id}/linked/files/{file.id}"
    sent = fetched(client, there)
    assert sent.data == document
    assert sent.headers["Content-Disposition"].startswith("attachment")
    client.sign_in(make.seat(make.council("Grannrådet")))
    assert client.get(there).status_code == 404


def test_a_plan_that_no_longer_holds_is_offered_to_nobody_and_keeps_its_links(
    client, make, council, secretary
):
    goal = make.node(council, "Hållbara resor")
    client.post(f"/councils/{council.id}/plans/linked/new", data=PROGRAMME | {"nodes": [goal.id]})
    plan = db.session.scalars(sa.select(Plan).where(Plan.kind == PlanKind.LINKED)).one()
    sent = PROGRAMME | {"nodes": [goal.id], "has_ended": "y", "title": "Gamla planen"}
    client.post(f"/plans/{plan.id}/linked/edit", data=sent)
    assert "Gamla planen" not in {one.title for one in choosing.offer(council.id).found}
    assert db.session.scalars(sa.select(PlanGoal.node_id)).all() == [goal.id]
    assert db.session.scalars(sa.select(JournalEntry.event)).all() == [
        "linked-plan-added",
        "linked-plan-changed",
    ]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": ""}, "Skriv vad planen heter."),
        ({"owner": ""}, "Skriv vem som äger planen."),
        ({"address": "javascript:alert(1)"}, "Skriv en adress som börjar med https."),
        ({"file": (io.BytesIO(b"#!/bin/sh"), "plan.pdf")}, "slag som inte tas emot"),
    ],
)
def test_a_plan_that_cannot_be_registered_says_why(client, council, secretary, wrong, sentence):
    answer = client.post(f"/councils/{council.id}/plans/linked/new", data=PROGRAMME | wrong)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert db.session.scalars(sa.select(Plan)).all() == []


def test_the_councils_own_plan_is_not_edited_as_somebody_elses(client, make, council, secretary):
    plan = make.node(council).plan
    assert client.post(f"/plans/{plan.id}/linked/edit", data=PROGRAMME).status_code == 409
    assert client.get(f"/plans/{plan.id}/linked").status_code == 409


def test_a_logo_is_shown_with_its_words_also_when_the_plan_is_adopted(client, make, council, secretary):
    plan = make.node(council).plan
    plan.status = PlanStatus.ADOPTED
    db.session.commit()
    sent = {"title": "Europeiska unionens flagga", "file": (io.BytesIO(png()), "eu.png")}
    answer = client.post(f"/plans/{plan.id}/logos", data=sent, follow_redirects=True)
    assert 'alt="Europeiska unionens flagga"' in answer.text
    client.post(f"/plans/{plan.id}/funders", data={"words": "Med finansiering från EU"})
    file = db.session.scalars(sa.select(PlanFile)).one()
    client.sign_in(make.seat(council))
    shown = fetched(client, f"/plans/{plan.id}/logos/{file.id}")
    assert shown.data == png()
    assert (shown.mimetype, shown.headers["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert client.post(f"/plans/{plan.id}/logos/{file.id}/remove").status_code == 403
    client.sign_in(make.seat(make.council("Grannrådet")))
    assert client.get(f"/plans/{plan.id}/logos/{file.id}").status_code == 404
    client.sign_in(secretary)
    client.post(f"/plans/{plan.id}/logos/{file.id}/remove")
    assert db.session.scalars(sa.select(PlanFile)).all() == []


def test_everybody_sees_the_logo_of_a_plan_that_is_open_and_of_no_other(client, make, council, secretary):
    plan = make.node(council).plan
    sent = {"title": "Logotyp", "file": (io.BytesIO(png()), "eu.png")}
    client.post(f"/plans/{plan.id}/logos", data=sent)
    file = db.session.scalars(sa.select(PlanFile)).one()
    visitor = client.application.test_client()
    assert visitor.get(f"/public/plans/{plan.id}/logos/{file.id}").status_code == 404
    plan.published_at = NOW
    db.session.commit()
    assert 'alt="Logotyp"' in visitor.get(f"/public/plans/{plan.id}").text
    assert fetched(visitor, f"/public/plans/{plan.id}/logos/{file.id}").data == png()
    assert visitor.get(f"/plans/{plan.id}/logos/{file.id}").status_code == 302


BOMB = png((20_000, 1))
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


@pytest.mark.parametrize(
    ("title", "content", "sentence"),
    [
        ("", png(), "Skriv vad bilden visar"),
        ("Logotyp", b"", "är tom"),
        ("Logotyp", SVG, "ingen bild som går att visa"),
        ("Logotyp", pdf(), "ingen bild som går att visa"),
        ("Logotyp", NO_WHOLE_PICTURE, "ingen bild som går att visa"),
        ("Logotyp", BOMB, "ingen bild som går att visa"),
    ],
)
def test_what_is_no_picture_is_refused_by_its_content(
    client, make, council, secretary, title, content, sentence
):
    plan = make.node(council).plan
    sent = {"title": title, "file": (io.BytesIO(content), "logotyp.png")}
    answer = client.post(f"/plans/{plan.id}/logos", data=sent)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert db.session.scalars(sa.select(PlanFile)).all() == []


def test_a_picture_larger_than_two_megabytes_is_refused(make, council, secretary, tmp_path):
    plan, large = make.node(council).plan, io.BytesIO(png() + b"\0" * 2_100_000)
    step = {"title": "Logotyp", "folder": tmp_path, "by": secretary, "now": NOW}
    with pytest.raises(RuleBroken, match="file-too-large"):
        registers.add_logo(plan, large, "logotyp.png", clamd="", **step)


def test_links_are_written_on_their_page_by_who_keeps_the_plan(client, make, council, secretary):
    area, goal = make.node(council), make.node(council, "Målet")
    page = f"/plans/{area.plan_id}/nodes/{area.id}/links"
    sent = {"nodes": [goal.id], "kind": LinkKind.SERVES, "reason": "Skapar kapacitet"}
    assert client.post(page, data=sent | {"reason": ""}).status_code == 422
    assert client.post(page, data=sent | {"nodes": [area.id]}).status_code == 422
    answer = client.post(page, data=sent, follow_redirects=True)
    assert "Skapar kapacitet" in answer.text
    client.sign_in(make.seat(council))
    assert "Skapar kapacitet" in client.get(page).text
    assert client.post(page, data=sent).status_code == 403


def test_a_plan_with_too_many_areas_says_so(client, make, council, secretary):
    area = make.node(council, kind=NodeKind.AREA)
    page = f"/plans/{area.plan_id}/areas"
    make.save(PlanNode(plan=area.plan, kind=NodeKind.AREA, level="Fokusområde", title="Ett till"))
    client.post(page, data={"limit": "1"})
    assert "fler områden än den bör" in client.get(page).text
    said = {"needs_leadership": "yes", "leadership_reason": "Kräver pengar", "agenda_2030": ["4"]}
    sent = said | {"is_urgent": "no", "urgent_reason": "Kan vänta", "decide_by": "2026-12-31"}
    there = f"/plans/{area.plan_id}/nodes/{area.id}/area"
    assert client.post(there, data=sent | {"leadership_reason": ""}).status_code == 422
    answer = client.post(there, data=sent, follow_redirects=True)
    for words in ("Kräver pengar", "Kan vänta", "4. God utbildning för alla", "31 december 2026"):
        assert words in answer.text


def test_measures_of_an_earlier_plan_go_on_from_a_page(client, make, council, secretary):
    old, new = (
        make.save(Plan(body_id=council.id, title=f"Plan {year}", short_title="P", first_year=year))
        for year in (2026, 2027)
    )
    node = make.save(PlanNode(plan=old, kind=NodeKind.MEASURE, level="Insats", title="Bygg bredband"))
    make.save(Measure(node_id=node.id))
    page = f"/plans/{new.id}/roll-over?source={old.id}"
    assert "Bygg bredband" in client.get(page).text
    assert client.post(page, data={}).status_code == 422
    client.post(page, data={"measures": [node.id]})
    titles = sa.select(PlanNode.title).where(PlanNode.plan_id == new.id)
    assert db.session.scalars(titles).all() == ["Bygg bredband"]
    assert "Fortsätter redan" in client.get(page).text


def test_the_page_of_a_part_tells_what_touched_it_and_what_touched_the_parts_below(client, make, council):
    area = make.node(council, "Resor", kind=NodeKind.AREA)
    facts = {"parent_id": area.id, "kind": NodeKind.GOAL, "level": "Mål", "title": "Fler tåg"}
    below = make.save(PlanNode(plan_id=area.plan_id, **facts))
    meeting = make.meeting(council, state=MeetingState.HELD)
    for node, title in ((area, "Ärende om resor"), (below, "Ärende om tåg")):
        item = make.item(meeting, strategy=False, title=title)
        make.save(StrategyLink(item_id=item.id, node_id=node.id))
    client.sign_in(make.seat(council))
    page = f"/plans/{area.plan_id}/nodes/{area.id}"
    alone, whole = client.get(page).text, client.get(f"{page}?below=1").text
    assert "Ärende om resor" in alone
    assert "Ärende om tåg" not in alone
    for words in ("Ärende om resor", "Ärende om tåg", "Gäller: Fler tåg"):
        assert words in whole
