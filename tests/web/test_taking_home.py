"""An organisation takes a meeting home and says what it does, and those who try to do it for others."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from lxml import html

from councilflow.extensions import db
from councilflow.models import EffortContribution, Implementation, ReportBack, Seat
from councilflow.process.afterwards import ReportBackState
from councilflow.services import report_backs
from councilflow.services.report_backs import reminding
from tests.decided import NOW, SIGNED, Decided
from tests.worked import work_in

pytestmark = pytest.mark.one_database


@pytest.fixture
def county(make: Any) -> Decided:
    one = Decided(make)
    report_backs.begin(one.meeting, now=SIGNED)
    db.session.commit()
    return one


def home(county: Decided, number: int = 1) -> str:
    return f"/meetings/{county.meeting.id}/report-back/{county.organisations[number - 1].id}"


def test_an_organisation_notes_where_it_took_the_meeting_home(client, county):
    one = client.sign_in(county.officials[0])
    assert "Gemensam vuxenutbildning" in one.get(home(county)).text
    said = {"state": "done", "forum": "Kommunfullmäktige", "version": "1"}
    refused = one.post(f"{home(county)}/edit", data=said)
    assert refused.status_code == 422
    tree = html.fromstring(refused.get_data())
    assert "vilken dag" in tree.xpath("//*[@id='done_on-error']")[0].text_content()
    answer = one.post(f"{home(county)}/edit", data=said | {"done_on": "2026-10-26"})
    assert answer.status_code == 302
    row = db.session.scalars(sa.select(ReportBack).where(ReportBack.state == ReportBackState.DONE)).one()
    assert row.organisation_id == county.organisations[0].id
    assert "Kommunfullmäktige" in one.get("/report-backs").text
    stale = one.post(f"{home(county)}/edit", data=said | {"done_on": "2026-10-27"})
    assert stale.status_code == 422


def test_the_summary_speaks_another_language_when_asked(client, county):
    page = client.sign_in(county.officials[0]).get(f"{home(county)}?language=en").text
    tree = html.fromstring(page)
    assert tree.xpath("//div[@lang='en']")
    assert "Gemensam vuxenutbildning" in page, "what the council wrote stays as it was written"
    assert client.get(f"{home(county)}/slides.pdf?language=x").data.startswith(b"%PDF-")


def test_the_summary_is_in_the_organisations_own_language(client, county):
    administrator = county.make.person("Förvaltare", is_administrator=True)
    one = county.organisations[0]
    said = {"name": one.name, "short_name": one.short_name, "kind": one.kind.value, "language": "nn"}
    saved = client.sign_in(administrator).post(f"/administration/organisations/{one.id}", data=said)
    assert saved.status_code == 302
    page = client.sign_in(county.officials[0]).get(home(county))
    assert html.fromstring(page.get_data()).xpath("//div[@lang='nn']")
    assert "/summary.pdf?language=nn" in page.text
    one.mailbox = "post@kommun1.example"
    county.officials[0].is_active = False
    for seat in db.session.scalars(sa.select(Seat).where(Seat.organisation_id == one.id)):
        seat.ends_on = date(2026, 10, 1)
    db.session.commit()
    (letter,) = [
        each.to for each in reminding.letters(county.council, now=NOW) if each.organisation == one.name
    ]
    assert (letter.address, letter.language) == ("post@kommun1.example", "nn")


def test_nobody_reads_or_notes_another_organisations_report_back(client, county):
    other = client.sign_in(county.officials[1])
    for page in ("", "/summary.pdf", "/slides.pdf"):
        assert other.get(home(county) + page).status_code == 404
    assert other.post(f"{home(county)}/edit", data={"state": "not_applicable"}).status_code == 403
    keeper = client.sign_in(county.secretary)
    assert keeper.get(home(county)).status_code == 200
    assert keeper.post(f"{home(county)}/edit", data={"state": "not_applicable"}).status_code == 403
    assert (
        client.sign_in(county.officials[1]).get(f"/councils/{county.council.id}/report-backs").status_code
        == 403
    )
    report = db.session.scalars(sa.select(ReportBack)).first()
    report.note, report.reason = "Vi är oense hemma.", "Inte vår sak."
    db.session.commit()
    leads = client.sign_in(county.chair).get(f"/councils/{county.council.id}/report-backs")
    assert leads.status_code == 200, "who leads the council sees where everybody is"
    assert "Kommun nr 9" in leads.text
    assert "oense hemma" not in leads.text
    assert "Inte vår sak" not in leads.text
    assert f'{home(county)}"' not in leads.text, "and opens nobody's own page"
    assert client.post(f"/councils/{county.council.id}/report-backs/remind").status_code == 403
    stranger = county.make.seat(county.make.council("Annat råd"))
    assert client.sign_in(stranger).get(home(county)).status_code == 404
    assert set(db.session.scalars(sa.select(ReportBack.state))) == {ReportBackState.OPEN}


def test_who_does_what_is_entered_for_the_own_organisation_only(client, county):
    place = f"/councils/{county.council.id}/implementations/new?item={county.item.id}"
    own, other = county.organisations[0].id, county.organisations[1].id
    one = client.sign_in(county.officials[0])
    said = {"text": "Vi öppnar en skola", "state": "planned"}
    assert one.post(place, data=said | {"organisation_id": other}).status_code == 422
    assert one.post(place, data=said | {"organisation_id": own}).status_code == 302
    assert "Vi öppnar en skola" in one.get(f"/standpoints/{county.item.id}").text
    row = db.session.scalars(sa.select(Implementation)).one()
    there = f"/councils/{county.council.id}/implementations/{row.id}"
    changed = said | {"text": "<b>Vi stänger</b>", "version": "1"}
    stranger = client.sign_in(county.officials[1])
    assert stranger.post(there, data=changed).status_code == 403
    assert stranger.post(f"{there}/remove").status_code == 403
    assert client.sign_in(county.secretary).post(there, data=changed).status_code == 302
    page = client.get(f"/councils/{county.council.id}/efforts").text
    assert "&lt;b&gt;Vi stänger" in page
    assert client.get(f"/councils/{county.council.id}/efforts/export/csv").data.count(b"\r\n") == 2


def test_nothing_is_entered_for_what_is_secret_or_of_another_council(client, county):
    secret = county.take(2, "Hemlig upphandling", is_secret=True)
    elsewhere = county.make.council("Annat råd")
    there = work_in(elsewhere.id, elsewhere.host_id)
    one = client.sign_in(county.officials[0])
    place = f"/councils/{county.council.id}"
    said = {"text": "X", "state": "planned", "organisation_id": county.organisations[0].id}
    for asked in (f"item={secret.id}", f"effort={there['effort_id']}", "item=99999", ""):
        assert one.post(f"{place}/implementations/new?{asked}", data=said).status_code == 404
    assert one.get(f"{place}/efforts/{there['effort_id']}").status_code == 404
    assert one.get(f"{place}/implementations/{there['implementation_id']}").status_code == 404


def test_only_its_own_contribution_is_taken_back_by_an_organisation(client, county):
    ids = work_in(county.council.id, county.organisations[0].id)
    place = f"/councils/{county.council.id}/efforts/{ids['effort_id']}/contributions"
    away = f"{place}/{ids['given_id']}/remove"
    assert client.sign_in(county.officials[1]).post(away).status_code == 403
    given = {
        "organisation_id": county.organisations[1].id,
        "kind": "money",
        "amount": "250000",
        "year": "2027",
    }
    assert client.post(place, data=given | {"amount": "", "text": ""}).status_code == 422
    assert client.post(place, data=given).status_code == 302
    assert client.sign_in(county.officials[0]).post(away).status_code == 302
    left = db.session.scalars(sa.select(EffortContribution.amount)).all()
    assert left == [250_000]
