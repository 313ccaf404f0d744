"""Minutes of a meeting over two days are headed by both, wherever they name the day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
import sqlalchemy as sa

from councilflow.documents.minutes import front
from councilflow.extensions import db
from councilflow.i18n import speaking
from councilflow.models import Adjournment, Mail
from councilflow.services import minutes
from councilflow.services.minutes import SigningPlace, attending, draft, reading, record
from councilflow.services.minutes.telling import send_signed
from tests.held import LATER, held_meeting, signed_meeting

pytestmark = pytest.mark.one_database


def over_two_days(held):
    held.meeting.ends_at = held.meeting.starts_at + timedelta(days=1, hours=3)
    db.session.commit()
    return held


def test_on_the_page_in_the_file_and_in_the_mail(make, client):
    held = over_two_days(held_meeting(make))
    document = draft.hold(held.meeting.id)
    minutes.send_for_review(document, url="/minutes", by=held.secretary, now=LATER)
    db.session.commit()

    client.sign_in(held.secretary)
    at = f"/meetings/{held.meeting.id}/minutes"
    assert "Protokoll från 4–5 december 2026" in client.get(at).text
    assert "<span>Protokoll 4–5 december 2026</span>" in client.get(at).text
    file = client.get(f"{at}/file").headers["Content-Disposition"]
    assert "utkast-regionala-2026-12-04--05.pdf" in file
    with speaking("sv"):
        made = front(reading.text(reading.head(held.meeting.id)))
    assert "Protokoll – " in made.title
    assert made.title.endswith("4–5 december 2026")
    subjects = set(db.session.scalars(sa.select(Mail.subject)))
    assert "Granska protokollet från 4–5 december 2026" in subjects


def test_what_is_signed_goes_out_under_both_days(make, app):
    place = SigningPlace(app.config["DATA_DIR"], app.config["SIGNING_SECRET"])
    held = over_two_days(signed_meeting(make, place))
    db.session.execute(sa.delete(Mail))
    send_signed(draft.hold(held.meeting.id), url="/minutes", now=LATER)
    db.session.commit()
    letters = db.session.scalars(sa.select(Mail)).all()
    assert {letter.subject for letter in letters} == {"Justerat protokoll från 4–5 december 2026"}


def test_a_rest_after_midnight_belongs_to_the_day_that_goes_on(make):
    held = held_meeting(make)
    evening = datetime(2026, 12, 4, 18, 0, tzinfo=UTC)  # 19.00 in the county
    held.meeting.starts_at, held.meeting.ends_at = evening, evening + timedelta(hours=8)
    rest = evening + timedelta(hours=5, minutes=30)
    facts = {"begun_at": rest, "ended_at": rest + timedelta(minutes=15), "reason": "Kaffe"}
    db.session.add(Adjournment(meeting_id=held.meeting.id, by_id=held.secretary.id, **facts))
    db.session.commit()
    read = record.read(held.meeting.id)
    assert read.roll.days == (date(2026, 12, 4),)
    (sitting,) = attending.sittings(read, "")
    assert [(one.begins, one.ends) for one in sitting.adjournments] == [(time(0, 30), time(0, 45))]
    assert read.roll.moment(None, time(0, 30)) == rest
