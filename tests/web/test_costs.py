"""What meetings cost: noted by those who keep the council, seen by nobody else (A63, A64)."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import JournalEntry, MeetingCost
from councilflow.process.councils import Country
from councilflow.process.meeting import CostKind, MeetingState
from councilflow.services.meetings import costs
from tests.conftest import NOW

pytestmark = pytest.mark.one_database


@pytest.fixture
def scene(make):
    council = make.council(cost_rule="Var och en betalar sin resa. Regionen betalar mötet.")
    council.secretary, council.chair = make.secretary(council), make.chair(council)
    return council


def spent(make, council, starts_at, *amounts):
    meeting = make.meeting(council, starts_at=starts_at, state=MeetingState.HELD)
    for kind, amount in amounts:
        costs.note(meeting, kind, amount, by=council.secretary, now=NOW)
    db.session.commit()
    return meeting


def test_a_cost_is_noted_summed_and_taken_away(client, make, scene):
    meeting = make.meeting(scene)
    client.sign_in(scene.secretary)
    url = f"/meetings/{meeting.id}/costs"
    client.post(url, data={"kind": "venue", "text": "Residenset", "amount": "1.250,-"})
    page = client.post(url, data={"kind": "meals", "amount": "12 400"}, follow_redirects=True).text
    assert "Summa: 13\u00a0650 SEK." in page
    assert "Residenset" in page
    [venue, _meals] = db.session.scalars(sa.select(MeetingCost).order_by(MeetingCost.id)).all()
    assert client.post(f"{url}/{venue.id}/remove").status_code == 302
    assert "Summa: 12\u00a0400 SEK." in client.get(url).text
    noted = db.session.scalars(sa.select(JournalEntry).where(JournalEntry.event == "cost-removed")).one()
    assert noted.before["kronor"] == 1250, "the journal keeps what was taken away"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Skriv ett belopp."),
        ("-5", "Beloppet kan inte vara mindre än noll."),
        ("12,50", "Skriv beloppet i hela kronor, utan ören."),
        ("tusen", "Skriv beloppet med siffror, till exempel 1 250."),
        ("0", "Skriv ett belopp som är större än noll."),
        ("9" * 30, "Beloppet är för stort."),
    ],
)
def test_what_is_no_amount_gets_its_sentence_and_keeps_what_was_typed(client, make, scene, typed, sentence):
    meeting = make.meeting(scene)
    client.sign_in(scene.secretary)
    page = client.post(
        f"/meetings/{meeting.id}/costs", data={"kind": "other", "text": "Buss", "amount": typed}
    )
    assert page.status_code == 422
    assert sentence in page.text
    assert "Buss" in page.text
    assert db.session.scalars(sa.select(MeetingCost)).all() == []


def test_nobody_but_who_keeps_the_council_sees_them(client, make, scene):
    meeting = spent(make, scene, datetime(2026, 3, 2, 9, tzinfo=UTC), (CostKind.VENUE, 77_123))
    host = make.seat(scene, organisation_id=scene.host_id)
    administrator = make.person(is_administrator=True)
    urls = [
        f"/meetings/{meeting.id}/costs",
        f"/councils/{scene.id}/costs/2026",
        f"/councils/{scene.id}/costs/2026/file",
    ]
    for who in (scene.chair, host, make.preparer(scene), administrator):
        client.sign_in(who)
        assert [client.get(url).status_code for url in urls] in ([403] * 3, [404] * 3)
        assert "77" not in client.get(f"/councils/{scene.id}/journal").text.split("<main")[-1]
        page = client.get(f"/meetings/{meeting.id}")
        assert "Mötets kostnader" not in page.text
    client.sign_in(scene.secretary)
    assert [client.get(url).status_code for url in urls] == [200] * 3


def test_a_cost_of_another_meeting_is_not_taken_away_from_here(client, make, scene):
    here = make.meeting(scene)
    there = spent(make, scene, datetime(2026, 3, 2, 9, tzinfo=UTC), (CostKind.VENUE, 5))
    [cost] = costs.of_meeting(there.id)
    client.sign_in(scene.secretary)
    assert client.post(f"/meetings/{here.id}/costs/{cost.id}/remove").status_code == 404
    assert len(costs.of_meeting(there.id)) == 1


@pytest.mark.both_databases
def test_a_year_is_the_councils_own(make, scene):
    before = datetime(2025, 12, 31, 22, 59, tzinfo=UTC)  # 23.59 on New Year's Eve in Sweden
    after = datetime(2025, 12, 31, 23, 0, tzinfo=UTC)
    spent(make, scene, before, (CostKind.VENUE, 1))
    spent(make, scene, after, (CostKind.VENUE, 20), (CostKind.MEALS, 300), (CostKind.VENUE, 4000))
    assert costs.of_year(scene, 2025).total == 1
    year = costs.of_year(scene, 2026)
    assert dict(year.by_kind) == {
        CostKind.VENUE: 4020, CostKind.MEALS: 300, CostKind.TRAVEL: 0, CostKind.OTHER: 0,
    }  # fmt: skip
    assert [(day.isoformat(), amount) for _id, day, amount in year.by_meeting] == [("2026-01-01", 4320)]


def test_a_norwegian_council_counts_in_its_own_kroner(client, make, scene):
    scene.country = Country.NORWAY
    meeting = spent(make, scene, datetime(2026, 3, 2, 9, tzinfo=UTC), (CostKind.MEALS, 900))
    client.sign_in(scene.secretary)
    assert "Summa: 900 NOK." in client.get(f"/meetings/{meeting.id}/costs").text
    assert "900 NOK" in client.get(f"/councils/{scene.id}/costs/2026").text


def test_the_file_opens_in_a_spreadsheet_and_carries_no_formula(client, make, scene):
    meeting = spent(make, scene, datetime(2026, 3, 2, 9, tzinfo=UTC), (CostKind.MEALS, 900))
    for text in ("=1+1", "@SUM(A1)", "\t=1", "＝1", 'Lunch; "grön"\nrad två'):
        costs.note(meeting, CostKind.OTHER, 10, text, by=scene.secretary, now=NOW)
    client.sign_in(scene.secretary)
    answer = client.get(f"/councils/{scene.id}/costs/2026/file")
    assert answer.headers["Content-Type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["Mötesdag", "Vad", "Beskrivning", "Belopp", "Valuta"]
    assert rows[1] == ["2026-03-02", "Mat och dryck", "", "900", "SEK"]
    told = ["'=1+1", "'@SUM(A1)", "'=1", "'＝1", 'Lunch; "grön" rad två']
    assert [row[2] for row in rows[2:7]] == told
    assert rows[-1] == ["Summa", "", "", "950", "SEK"]


@pytest.mark.parametrize("year", ["0", "1969", "9999", "2147483647", "99999999999"])
def test_a_year_that_nobody_means_leads_nowhere(client, scene, year):
    client.sign_in(scene.secretary)
    assert client.get(f"/councils/{scene.id}/costs/{year}").status_code == 404
    assert client.get(f"/councils/{scene.id}/costs/{year}/file").status_code == 404


def test_who_pays_stands_in_the_invitation_and_on_the_page_of_the_costs(client, make, scene):
    meeting = make.meeting(scene)
    client.sign_in(scene.secretary)
    assert scene.cost_rule in client.get(f"/meetings/{meeting.id}/costs").text
