"""The pool of issues: templates, what came before, answers, and waking what rests (A72, A94)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import AgendaItem, Concerned, Earlier, Issue, IssueTemplate, Mail, Seat
from councilflow.process.agenda import IssueState, IssueStep, ItemKind
from councilflow.process.consensus import Outcome
from councilflow.process.councils import BodyKind, Category
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingState
from councilflow.services import agenda, issues, visibility
from councilflow.services.issues import listing
from councilflow.services.issues.listing import Wanted
from councilflow.services.plans import editing
from tests.conftest import NOW

pytestmark = pytest.mark.one_database


@pytest.fixture
def council(make):
    return make.council()


@pytest.fixture
def timra(make):
    return make.organisation("Timrå kommun")


@pytest.fixture
def official(make, council, timra):
    return make.seat(council, Category.OFFICIAL, organisation_id=timra.id)


def held(make, council, **facts):
    """An item of a meeting that has been held."""
    meeting = make.meeting(council, state=MeetingState.HELD, starts_at=NOW - timedelta(days=200))
    usual = {"number": 12, "outcome": Outcome.CONSENSUS, "adopted": "Rådet enas."}
    return make.item(meeting, **usual | facts)


def test_a_proposal_begins_with_the_challenge_of_a_template(client, make, council, official):
    client.sign_in(make.preparer(council)).post(f"/councils/{council.id}/issues/templates")
    page = client.sign_in(official).get(f"/councils/{council.id}/issues/new").text
    assert "Gemensam utmaning" in page
    chosen = page.split("template=")[1].split('"')[0]
    begun = client.get(f"/councils/{council.id}/issues/new?template={chosen}").text
    assert "Vem märker det, och hur vet vi det?" in begun


def test_a_question_of_the_template_that_nobody_answered_is_no_text_of_the_proposal(
    client, make, council, official, timra
):
    client.sign_in(make.preparer(council)).post(f"/councils/{council.id}/issues/templates")
    first = db.session.scalars(sa.select(IssueTemplate).order_by(IssueTemplate.position)).first()
    here = f"/councils/{council.id}/issues/new?template={first.id}"
    left = {"title": "Nattåg", "challenge": first.challenge, "why": "Nu.", "background": first.background}
    left["organisation"] = timra.id
    assert f'action="{here}"' in client.sign_in(official).get(here).text
    refused = client.post(here, data=left)
    assert refused.status_code == 422
    assert "Svara på mallens fråga" in refused.text
    client.post(here, data=left | {"challenge": "Tågen slutar."})
    issue = db.session.scalars(sa.select(Issue)).one()
    assert (issue.challenge, issue.background) == ("Tågen slutar.", "")


def test_the_ready_templates_come_once_and_in_the_language_of_the_council(client, make, council):
    client.sign_in(make.preparer(council))
    for _time in range(2):
        client.post(f"/councils/{council.id}/issues/templates")
    assert client.get(f"/councils/{council.id}/issues/templates").text.count("Gemensam utmaning") == 1


def test_a_template_of_the_own_council_is_written_anew_and_taken_away(client, make, council):
    client.sign_in(make.preparer(council))
    told = {"name": "Egen", "challenge": "Vad är problemet?"}
    client.post(f"/councils/{council.id}/issues/templates/new", data=told)
    template = db.session.scalars(sa.select(IssueTemplate)).one()
    here = f"/councils/{council.id}/issues/templates/{template.id}"
    client.post(here, data=told | {"name": "Vår egen"})
    assert "Vår egen" in client.get(f"/councils/{council.id}/issues/templates").text
    other = make.council("Annat råd")
    client.sign_in(make.preparer(other))
    elsewhere = f"/councils/{other.id}/issues/templates/{template.id}"
    assert client.post(f"{elsewhere}/remove").status_code == 404
    client.sign_in(make.preparer(council)).post(f"{here}/remove")
    assert "Rådet har inga mallar än." in client.get(f"/councils/{council.id}/issues/templates").text


def test_the_parts_of_plans_are_chosen_when_it_is_proposed_and_follow_to_the_item(
    client, make, council, official
):
    node, other = make.node(council), make.node(make.council("Annat råd"), "Något hos andra")
    client.sign_in(official)
    told = {
        "title": "Bussar",
        "challenge": "Glest.",
        "why": "Länge.",
        "organisation": official_home(official),
    }
    address = f"/councils/{council.id}/issues/new"
    assert client.post(address, data=told | {"nodes": [other.id]}).status_code == 422
    assert client.post(address, data=told | {"nodes": [node.id]}).status_code == 302
    issue = db.session.scalars(sa.select(Issue)).one()
    assert node.title in client.get(f"/issues/{issue.id}").text
    assert listing.listed(seen_by(official), Wanted(area_id=node.id)).count == 1
    with pytest.raises(RuleBroken, match="node-in-use"):
        editing.check_removable(node)
    preparer = make.preparer(council)
    item = agenda.put_up(issue, make.meeting(council), by=preparer, now=NOW)
    assert [link.node_id for link in item.strategy_links] == [node.id]


def official_home(person):
    return db.session.scalars(sa.select(Seat.organisation_id).where(Seat.person_id == person.id)).one()


def seen_by(person):
    return visibility.viewer(person.id, person.session_key, now=NOW)


def test_a_proposal_says_why_it_belongs_here_and_whom_it_concerns(client, make, council, timra, official):
    ange = make.organisation("Ånge kommun")
    make.seat(council, organisation_id=ange.id)
    told = {
        "title": "Bostäder",
        "challenge": "De saknas.",
        "why": "Länet växer.",
        "organisation": timra.id,
        "needs_leadership": "yes",
        "leadership_reason": "Bara de kan binda kommunen.",
        "decide_by": "2027-03-01",
        "other_plan": "Bostadsförsörjningsplanen",
        "purposes": ["prioritisation"],
        "reach": "parts",
        "reach_text": "kusten",
        "concerned-0-organisation_id": ange.id,
        "concerned-0-is_concerned": "y",
        "concerned-0-contribution": "upplåter mark",
    }
    answer = client.sign_in(official).post(
        f"/councils/{council.id}/issues/new", data=told, follow_redirects=True
    )
    for part in ("Bara de kan binda kommunen.", "1 mars 2027", "Bostadsförsörjningsplanen", "Prioritering"):
        assert part in answer.text
    for part in ("Delar av länet: kusten", "Ånge kommun", "upplåter mark"):
        assert part in answer.text


def test_a_criterion_that_is_answered_says_why(client, make, council, timra, official):
    told = {"title": "T", "challenge": "U", "why": "V", "organisation": timra.id, "is_urgent": "no"}
    answer = client.sign_in(official).post(f"/councils/{council.id}/issues/new", data=told)
    assert answer.status_code == 422
    assert "Skriv varför, med en mening." in answer.text


def test_what_the_proposal_says_goes_with_it_to_the_agenda(make, council, timra, official):
    before = held(make, council)
    issue = make.issue(council, official, purposes=["discussion"], reach_text="kusten")
    make.save(Concerned(issue_id=issue.id, organisation_id=timra.id, contribution="mark"))
    preparer = make.preparer(council)
    client_issue = db.session.get_one(Issue, issue.id)
    with_earlier(client_issue, before)
    item = agenda.put_up(client_issue, make.meeting(council), by=preparer, now=NOW)
    db.session.commit()
    assert item.purposes == ["discussion"]
    assert item.reach_text == "kusten"
    assert db.session.scalar(sa.select(Concerned.contribution).where(Concerned.item_id == item.id)) == "mark"
    agenda.remove(item, by=preparer, now=NOW)
    db.session.commit()
    assert db.session.scalar(sa.select(Concerned.id).where(Concerned.item_id.is_not(None))) is None


def with_earlier(issue, item):
    db.session.add(Earlier(issue_id=issue.id, earlier_id=item.id))
    db.session.commit()


@pytest.mark.both_databases
@pytest.mark.parametrize("words", ["översyn", "ÖVERSYN", "översyn skolskjuts", "øy"])
def test_earlier_handling_is_found_whatever_the_case_of_its_letters(client, make, council, official, words):
    held(make, council, title="Översyn av skolskjutsar", background="Ferjer til Øyane.")
    issue = make.issue(council, official)
    answer = client.sign_in(official).get(f"/issues/{issue.id}/earlier", query_string={"q": words})
    assert "Översyn av skolskjutsar" in answer.text


def test_a_draft_and_the_business_of_others_are_never_found(client, make, council, official):
    issue = make.issue(council, official)
    make.item(make.meeting(council), title="Hemlig plan i utkast")
    make.item(make.meeting(council, state=MeetingState.INVITED), title="Hemlig plan som är kallad")
    strange = held(make, make.council("Annat råd"), title="Hemlig plan hos andra")
    other = make.seat(council, organisation_id=make.organisation("Ånge kommun").id)
    make.issue(council, other, title="Hemlig plan från Ånge")
    client.sign_in(official)
    found = client.get(f"/issues/{issue.id}/earlier?q=hemlig").text
    assert "Hemlig plan" not in found
    assert client.post(f"/issues/{issue.id}/earlier", data={"add": strange.id}).status_code == 409


def test_earlier_handling_shows_from_both_sides(client, make, council, official):
    before = held(make, council, title="Översyn av skolskjutsar")
    issue = make.issue(council, official)
    client.sign_in(official)
    client.post(f"/issues/{issue.id}/earlier", data={"add": before.id})
    assert "Översyn av skolskjutsar" in client.get(f"/issues/{issue.id}").text
    assert issue.title in client.get(f"/items/{before.id}").text
    other = make.seat(council, organisation_id=make.organisation("Ånge kommun").id)
    assert issue.title not in client.sign_in(other).get(f"/items/{before.id}").text
    client.sign_in(official).post(f"/issues/{issue.id}/earlier", data={"remove": before.id})
    assert "Översyn av skolskjutsar" not in client.get(f"/issues/{issue.id}").text


def test_a_secretary_links_an_item_to_an_earlier_one(client, make, council):
    before, item = held(make, council, title="Översyn"), make.item(make.meeting(council), title="Skjutsar")
    client.sign_in(make.secretary(council)).post(f"/items/{item.id}/earlier", data={"add": before.id})
    assert "Översyn" in client.get(f"/items/{item.id}").text
    assert "Skjutsar" in client.get(f"/items/{before.id}").text


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_proposer_gets_the_answer_by_mail(client, make, council, official, language):
    official.language = language
    issue = make.issue(council, official)
    client.sign_in(make.preparer(council))
    client.post(f"/issues/{issue.id}/answer", data={"step": "rest", "reason": "Vi väntar på staten."})
    mail = db.session.scalars(sa.select(Mail).where(Mail.kind == "issue")).one()
    assert mail.to_address == official.email


def test_what_rests_until_a_day_is_asked_about_then_and_wakes(client, make, council, official):
    preparer = make.preparer(council)
    issue = make.issue(council, official)
    issues.take(issue, IssueStep.REST, reason="Vänta.", rests_until=date(2026, 1, 15), by=preparer, now=NOW)
    db.session.commit()
    client.sign_in(preparer)
    assert f"Ta ställning till om {issue.title} ska vila längre" in client.get("/").text
    client.post(f"/issues/{issue.id}/answer", data={"step": "take_up"})
    db.session.refresh(issue)
    assert (issue.state, issue.rests_until) == (IssueState.IN_PREPARATION, None)
    assert "ska vila längre" not in client.get("/").text


def test_an_issue_tells_its_own_history(client, make, council, official):
    issue = make.issue(council, official)
    preparer = make.preparer(council)
    issues.take(issue, IssueStep.TAKE_UP, by=preparer, now=NOW)
    issues.take(issue, IssueStep.DECLINE, reason="Staten äger frågan.", by=preparer, now=NOW)
    db.session.commit()
    told = client.sign_in(official).get(f"/issues/{issue.id}").text.split("Vad som har hänt")[1]
    assert told.index("Under beredning") < told.index("Avböjd") < told.index("Staten äger frågan.")


def test_a_proposal_is_its_own_until_somebody_takes_it_up(client, make, council, official):
    issue = make.issue(council, official)
    told = {"title": "Nytt namn", "challenge": "C", "why": "D"}
    client.sign_in(official).post(f"/issues/{issue.id}/edit", data=told)
    db.session.refresh(issue)
    assert issue.title == "Nytt namn"
    issues.take(issue, IssueStep.TAKE_UP, by=make.preparer(council), now=NOW)
    db.session.commit()
    assert client.post(f"/issues/{issue.id}/edit", data=told).status_code == 409


def test_any_member_municipality_puts_a_case_on_the_list_of_the_working_committee(
    client, make, council, timra, official
):
    """B2.4: without a seat in the committee."""
    committee = make.council("Arbeidsutvalget", kind=BodyKind.WORKING_COMMITTEE, council_id=council.id)
    client.sign_in(official)
    assert "Arbeidsutvalget" in client.get("/issues").text
    told = {"title": "Vägen", "challenge": "Den rasar.", "why": "Nu.", "organisation": timra.id}
    answer = client.post(f"/councils/{committee.id}/issues/new", data=told, follow_redirects=True)
    assert answer.status_code == 200
    assert "Vägen" in client.sign_in(make.secretary(committee)).get("/issues").text
    stranger = make.seat(make.council("Annat råd"), organisation_id=timra.id)
    assert client.sign_in(stranger).get(f"/councils/{committee.id}/issues/new").status_code == 404


def test_the_pool_is_searched_page_by_page_at_the_same_cost(client, make, council, official, timra):
    preparer = make.preparer(council)
    make.issue(council, official, title="Äldreomsorg i glesbygd", organisation=timra)
    make.issue(council, preparer, title="Buss", state=IssueState.RESTING)

    def cost() -> int:
        counted = []
        sa.event.listen(db.engine, "before_cursor_execute", lambda *facts: counted.append(facts[2]))
        assert client.sign_in(preparer).get("/issues").status_code == 200
        return len(counted)

    few = cost()
    rows = [
        {
            "council_id": council.id,
            "proposed_by_id": preparer.id,
            "proposed_at": NOW - timedelta(minutes=number),
            "title": f"Fråga {number}",
            "challenge": "",
            "why": "",
            "background": "",
            "answer": "",
            "state": IssueState.PROPOSED,
            "purposes": [],
            "reach_text": "",
            "leadership_reason": "",
            "urgent_reason": "",
            "other_plan": "",
        }
        for number in range(300)
    ]
    db.session.execute(sa.insert(Issue), rows)
    db.session.commit()
    assert cost() <= few
    assert "Äldreomsorg" in client.get("/issues?q=ÄLDREOMSORG").text
    assert "Buss" in client.get("/issues?state=resting").text
    page = client.get(f"/issues?organisation={timra.id}").text
    assert "Äldreomsorg" in page
    assert "Fråga 7" not in page
    assert "Sida 2 av 7" in client.get("/issues?page=2").text


def test_the_area_of_an_issue_is_that_of_its_items(make, council, official):
    node = make.node(council, "Kompetens")
    issue = make.issue(council, official)
    preparer = make.preparer(council)
    item = agenda.put_up(issue, make.meeting(council), by=preparer, now=NOW)
    agenda.save(
        item,
        agenda.Draft(title=item.title, kind=ItemKind.INFORMATION, node_ids=[node.id]),
        version=item.version,
        by=preparer,
        now=NOW,
    )
    db.session.commit()
    who = visibility.viewer(preparer.id, preparer.session_key, now=NOW)
    assert who is not None
    assert listing.listed(who, Wanted(area_id=node.id)).count == 1
    assert listing.listed(who, Wanted(area_id=make.node(council, "Annat").id)).count == 0
    assert isinstance(item, AgendaItem)
