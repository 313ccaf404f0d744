"""The journal as a secretary reads it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import JournalEntry
from councilflow.process.councils import Category
from councilflow.services import journal
from tests.conftest import NOW


@pytest.fixture
def council(make):
    return make.council()


@pytest.fixture
def secretary(client, make, council):
    person = make.secretary(council)
    client.sign_in(person)
    return person


def note(event="issue-proposed", **facts):
    journal.note(event, **{"by": None, "now": NOW} | facts)
    db.session.commit()


def page(client, council, query=""):
    return client.get(f"/councils/{council.id}/journal{query}").text


def test_it_tells_who_did_what_in_the_councils_own_time(client, council, secretary):
    note(by=secretary, council=council, about="Bostäder")
    text = page(client, council)
    assert "Sekreterare föreslog frågan Bostäder" in text
    assert "fredag 20 november 2026" in text
    assert "10.00" in text  # nine o'clock in universal time


def test_before_and_after_stand_in_words(client, council, secretary):
    note(
        "issue-step",
        council=council,
        about="Bostäder",
        before={"state": "proposed", "unnamed": "rå"},
        after={"state": "resting", "reason": "Väntar på staten", "unnamed": "data"},
    )
    note("seat-ended", council=council, about="Kommunalråd", after={"ends_on": "2026-12-31"})
    text = page(client, council)
    for words in ("Före: Föreslagen", "Efter: Vilande", "Väntar på staten", "31 december 2026"):
        assert words in text
    assert "unnamed" not in text


def test_the_latest_comes_first_and_the_older_on_the_next_page(client, council, secretary):
    for number in range(55):
        journal.note(
            "issue-proposed",
            by=None,
            now=NOW + timedelta(minutes=number),
            about=f"Nr {number:02}.",
            council=council,
        )
    db.session.commit()
    first = page(client, council)
    assert first.index("Nr 54.") < first.index("Nr 53.")
    assert "Nr 04." not in first
    way = re.search(r'href="[^"]*(\?before=\d+)">Äldre händelser', first)[1]
    second = page(client, council, way)
    assert "Nr 04." in second
    assert "Nr 05." not in second
    assert "Till de senaste" in second


def test_one_meeting_can_be_chosen(client, make, council, secretary):
    meeting = make.meeting(council)
    note(meeting=meeting, about="På mötet")
    note(council=council, about="Utanför mötet")
    text = page(client, council, f"?meeting={meeting.id}")
    assert "På mötet" in text
    assert "Utanför mötet" not in text
    assert "Utanför mötet" in page(client, council, "?meeting=")


def test_other_councils_and_the_register_stand_elsewhere(client, make, council, secretary):
    note(council=make.council("Annat råd"), about="I det andra rådet")
    note("person-added", about="I registret")
    text = page(client, council)
    assert "I det andra rådet" not in text
    assert "I registret" not in text


def test_the_page_says_whether_the_chain_is_whole(client, council, secretary):
    note(council=council, about="Bostäder")
    assert "Alla händelser är oförändrade" in page(client, council, "?check=1")
    db.session.execute(sa.update(JournalEntry).values(about="Något annat"))
    assert "Kedjan av händelser är bruten" in page(client, council, "?check=1")


def test_an_event_without_a_sentence_is_still_told(client, council, secretary):
    note("something-new", council=council, about="Bostäder")
    assert "Councilflow gjorde en ändring: Bostäder" in page(client, council)


def test_what_people_wrote_is_never_markup(client, council, secretary):
    note(council=council, about="<script>alert(1)</script> 100 %(who)s")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; 100 %(who)s" in page(client, council)


@pytest.mark.parametrize("category", [Category.MEMBER, Category.ADJUNCT, Category.PREPARER])
def test_only_chair_and_secretary_read_it(client, make, council, category):
    person = make.preparer(council) if category is Category.PREPARER else make.seat(council, category)
    assert client.sign_in(person).get(f"/councils/{council.id}/journal").status_code == 403
    assert client.sign_in(make.chair(council)).get(f"/councils/{council.id}/journal").status_code == 200
