"""The register, a standpoint's page, entering decisions, and those who try to enter other people's."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
from lxml import html

from councilflow.extensions import db
from councilflow.models import Mail
from councilflow.process.afterwards import FormalState
from councilflow.process.consensus import Outcome
from councilflow.process.meeting import MeetingState
from councilflow.services import formal_decisions
from councilflow.services.formal_decisions import Way
from tests.decided import NOW, Decided

pytestmark = pytest.mark.one_database


@pytest.fixture
def county(make: Any) -> Decided:
    return Decided(make)


def address(county: Decided, number: int = 1) -> str:
    return f"/standpoints/{county.item.id}/steps/{county.step(number).id}"


MADE = {
    "state": "decided",
    "deciding_body": "Kommunfullmäktige",
    "decided_on": "2026-11-10",
    "reference": "§ 45",
    "version": "1",
}


def test_an_organisation_enters_its_decision_and_everybody_reads_it(client, county):
    answer = client.sign_in(county.officials[0]).post(address(county), data=MADE)
    assert answer.status_code == 302
    page = client.sign_in(county.officials[4]).get(f"/standpoints/{county.item.id}").text
    assert "Kommunfullmäktige" in page
    assert "§ 45" in page
    assert "1 av 1" in page
    assert "I formell beslutsprocess" not in page


def test_nobody_enters_what_is_another_organisations(client, county):
    before = county.step(1).version
    for person in (county.officials[1], county.chair):
        one = client.sign_in(person)
        assert one.get(address(county)).status_code == 403
        assert one.post(address(county), data=MADE).status_code == 403
        assert one.get(f"{address(county)}/remove").status_code == 403
        new = f"/standpoints/{county.item.id}/steps/new?organisation={county.organisations[0].id}"
        assert one.post(new, data={"deciding_body": "KF", "planned_on": "2026-12-24"}).status_code == 403
    own_steps = f"/standpoints/{county.item.id}/steps/new"
    assert client.sign_in(county.officials[0]).get(own_steps).status_code == 403
    db.session.expire_all()
    assert (county.step(1).version, county.step(1).state) == (before, FormalState.UNSETTLED)


def test_a_step_of_one_standpoint_is_not_reached_through_another(client, county):
    other = county.take(2, "Tågtrafik")
    there = f"/standpoints/{other.id}/steps/{county.step(1).id}"
    assert client.sign_in(county.officials[0]).get(there).status_code == 404


def test_strangers_and_secrets_find_no_page(client, county):
    secret = county.take(2, "Hemlig upphandling", is_secret=True)
    stranger = county.make.seat(county.make.council("Annat råd"))
    pages = (f"/standpoints/{county.item.id}", f"/councils/{county.council.id}/formal-decisions")
    for page in pages:
        assert client.sign_in(stranger).get(page).status_code == 404
    member = client.sign_in(county.officials[0])
    assert member.get(f"/standpoints/{secret.id}").status_code == 404
    for page in (*pages, "/standpoints", "/standpoints/export/csv", "/formal-decisions", "/"):
        assert "Hemlig" not in member.get(page).text


def test_a_refused_decision_is_told_at_its_field(client, county):
    sent = MADE | {"state": "rejected"}
    answer = client.sign_in(county.officials[0]).post(address(county), data=sent)
    assert answer.status_code == 422
    tree = html.fromstring(answer.get_data())
    assert "varför det blev avslag" in tree.xpath("//*[@id='note-error']")[0].text_content()
    unsafe = MADE | {"link": "javascript:alert(1)"}
    assert client.post(address(county), data=unsafe).status_code == 422
    nothing = {"state": "rejected", "version": "1", "decided_on": "i höstas", "link": "javascript:alert(1)"}
    tree = html.fromstring(client.post(address(county), data=nothing).get_data())
    wrong = {one.get("id"): one for one in tree.xpath("//span[@class='cf-error']")}
    assert set(wrong) == {"deciding_body-error", "decided_on-error", "note-error", "link-error"}
    assert all(len(one.xpath(".//span[@class='visually-hidden']")) == 1 for one in wrong.values())
    assert county.step(1).state is FormalState.UNSETTLED


def test_the_document_of_a_decision_is_fetched_as_a_file(client, county):
    content = b"\x89PNG\r\n\x1a\n" + b"0" * 64
    sent = MADE | {"file": (BytesIO(content), "beslut.png")}
    one = client.sign_in(county.officials[0])
    assert one.post(address(county), data=sent, content_type="multipart/form-data").status_code == 302
    answer = client.sign_in(county.officials[3]).get(f"{address(county)}/file")
    assert answer.data == content
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    answer.close()
    bad = {"version": "3", "file": (BytesIO(b"MZ" + b"0" * 64), "beslut.exe")}
    one = client.sign_in(county.officials[0])
    answer = one.post(address(county), data=MADE | bad, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert one.post(address(county), data=MADE | {"version": "3", "without_file": "y"}).status_code == 302
    assert one.get(f"{address(county)}/file").status_code == 404


def test_a_chain_is_made_and_unmade(client, county):
    one = client.sign_in(county.officials[0])
    new = f"/standpoints/{county.item.id}/steps/new?organisation={county.organisations[0].id}"
    more = {"deciding_body": "Kommunfullmäktige", "planned_on": "2027-01-25"}
    assert one.post(new, data=more).status_code == 422, "the first step is not entered"
    first = {"state": "planned", "deciding_body": "KS", "planned_on": "2026-12-15", "version": "1"}
    assert one.post(address(county), data=first).status_code == 302
    assert one.post(new, data=more).status_code == 302
    db.session.expire_all()
    last = address(county)
    assert "Kommunfullmäktige" in one.get(f"/standpoints/{county.item.id}").text
    assert one.post(f"{last}/remove").status_code == 302
    one.get("/")  # takes the receipt
    assert "Kommunfullmäktige" not in one.get(f"/standpoints/{county.item.id}").text


def test_the_council_has_steps_of_its_own_before_the_organisations(client, county):
    new = f"/standpoints/{county.item.id}/steps/new"
    sent = {"deciding_body": "Styrgruppen", "planned_on": "2026-12-01"}
    assert client.sign_in(county.secretary).post(new, data=sent).status_code == 302
    page = client.sign_in(county.officials[0]).get(f"/councils/{county.council.id}/formal-decisions")
    tree = html.fromstring(page.get_data())
    assert "Rådets egna steg" in tree.xpath("//thead//th[2]")[0].text_content()
    assert "Styrgruppen" in tree.xpath("//tbody/tr/td[1]")[0].text_content()


def test_the_matrix_has_a_word_in_every_cell(client, county):
    county.every_kind()
    page = client.sign_in(county.officials[7]).get(f"/councils/{county.council.id}/formal-decisions")
    tree = html.fromstring(page.get_data())
    cells = [" ".join(cell.text_content().split()) for cell in tree.xpath("//tbody/tr/td")]
    words = ("Beslutat", "Ändrat", "Avslag", "Planerat", "Krävs ej", "Ej svarat")
    assert len(cells) == 10
    assert all(any(word in cell for word in words) for cell in cells), cells
    assert "Sent" in cells[3]
    own = tree.xpath("//tbody/tr/td[8]//a/@href")
    assert own == [address(county, 8)], "what is one's own leads to entering it"
    others = tree.xpath("//tbody/tr/td[1]//a/@href")
    assert others[0].startswith(f"/standpoints/{county.item.id}#")


def test_what_waits_stands_on_the_first_page_and_goes_when_it_is_done(client, county):
    one = client.sign_in(county.officials[0])
    assert "Skriv in ert formella beslut om Gemensam vuxenutbildning" in one.get("/").text
    assert "Väntar på er" in one.get("/formal-decisions").text
    one.post(address(county), data={"state": "not_needed", "version": "1"})
    assert "Skriv in ert formella beslut" not in one.get("/").text
    assert "Inget väntar på er" in one.get("/formal-decisions").text


def test_what_waits_goes_on_where_the_page_ends(client, county):
    for number in range(2, 53):
        county.make.item(county.meeting, title=f"Fråga {number}", number=number, outcome=Outcome.CONSENSUS)
    county.take(53, "Fråga 53")
    one, seen = client.sign_in(county.officials[0]), []
    first = html.fromstring(one.get("/formal-decisions").get_data())
    (more,) = first.xpath("//a[@rel='next']/@href")
    last = html.fromstring(one.get(more).get_data())
    for page in (first, last):
        seen += page.xpath("//section[@aria-labelledby='vantar']//a[@class='cf-title']/text()")
    assert sorted(seen) == sorted([*(f"Fråga {number}" for number in range(2, 54)), county.item.title])
    assert not last.xpath("//section[@aria-labelledby='svarat'] | //a[@rel='next']")
    assert last.xpath("//nav[@class='cf-pager']//a/@href") == ["/formal-decisions"]


def test_the_secretary_looks_before_reminding(client, county):
    there = f"/councils/{county.council.id}/formal-decisions/remind"
    one = client.sign_in(county.secretary)
    page = one.get(there).text
    assert "Tjänsteperson 1" in page
    assert db.session.scalar(sa.select(sa.func.count(Mail.id))) == 0
    assert one.post(there).status_code == 302
    assert db.session.scalar(sa.select(sa.func.count(Mail.id))) > 0
    assert "Det finns ingen att påminna" in one.get(there).text
    assert client.sign_in(county.chair).post(there).status_code == 403


def test_the_secretary_says_what_has_become_of_it(client, county):
    newer = county.take(2, "Ny vuxenutbildning")
    there = f"/standpoints/{county.item.id}/edit"
    sent = {
        "message": "Vi utbildar vuxna tillsammans.",
        "carried_out_on": "2026-11-01",
        "carried_out": "Fyra utbildningar har startat.",
        "replaced_by_id": str(county.standpoint_of(newer).id),
    }
    assert client.sign_in(county.officials[0]).post(there, data=sent).status_code == 403
    one = client.sign_in(county.secretary)
    early = one.post(there, data=sent | {"carried_out_on": "2026-10-01"})
    assert early.status_code == 422
    assert one.post(there, data=sent).status_code == 302
    page = one.get(f"/standpoints/{county.item.id}").text
    assert "Ersatt av" in page
    assert "Fyra utbildningar har startat." in page
    assert "Ersätter" in one.get(f"/standpoints/{newer.id}").text


def test_the_follow_up_goes_to_the_agenda_of_the_next_meeting(client, county):
    county.enter(3, FormalState.REJECTED, note="Kommunen har inte råd.")
    coming = county.make.meeting(county.council)
    there = f"/meetings/{coming.id}/follow-up"
    assert client.sign_in(county.officials[0]).post(there).status_code in (403, 404)
    one = client.sign_in(county.secretary)
    assert "Kommunen har inte råd." in one.get(there).text
    item = one.post(there).headers["Location"]
    assert "Kommunen har inte råd." in one.get(item).text
    coming.state = MeetingState.ONGOING
    db.session.commit()
    assert one.post(there).status_code == 409


def test_what_somebody_wrote_meanwhile_is_not_written_over(client, county):
    step = county.step(1)
    formal_decisions.enter(
        step,
        formal_decisions.writing.Step(state=FormalState.NOT_NEEDED),
        version=1,
        way=Way.OWN,
        by=county.officials[0],
        now=NOW,
    )
    db.session.commit()
    answer = client.sign_in(county.officials[0]).post(address(county), data=MADE)
    assert answer.status_code == 422
    assert "Tjänsteperson 1" in answer.text


def test_the_register_is_cut_and_taken_away(client, county):
    county.take(2, "Tågtrafik")
    one = client.sign_in(county.officials[0])
    found = one.get("/standpoints?q=tågtrafik&year=2026&state=in_force").text
    assert "Tågtrafik" in found
    assert "Gemensam vuxenutbildning" not in found
    assert "Inget ställningstagande passar" in one.get("/standpoints?q=flyg").text
    rows = one.get("/standpoints/export/csv?q=tågtrafik").data.decode("utf-8-sig").splitlines()
    assert len(rows) == 2
    assert one.get("/standpoints/export/exe").status_code == 404
    goals = html.fromstring(one.get("/standpoints/goals").get_data())
    assert len(goals.xpath("//table//*[local-name()='svg']")) == 2


def test_a_council_with_nothing_offers_nothing_to_cut_by(client, make, county):
    empty = make.council("Grannrådet")
    one = client.sign_in(make.secretary(empty))
    for page in ("formal-decisions", "efforts"):
        tree = html.fromstring(one.get(f"/councils/{empty.id}/{page}").get_data())
        assert not tree.xpath("//form[contains(@class, 'cf-filter')]"), page
    there = f"/councils/{county.council.id}/formal-decisions?year=1999"
    found = html.fromstring(client.sign_in(county.secretary).get(there).get_data())
    assert "Inget ställningstagande passar det du sökte." in found.text_content()
    assert found.xpath("//form[contains(@class, 'cf-filter')]")
