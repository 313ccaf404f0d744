"""An organisation's decision on a standpoint under secrecy: entered where the secret is read, and seen
nowhere else (decision 0019)."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import (
    AgendaItem,
    Communication,
    FormalDecision,
    Implementation,
    JointEffort,
    JournalEntry,
    Mail,
    ReportBack,
    Standpoint,
)
from councilflow.process.afterwards import Channel, EffortState, FormalState
from councilflow.services.formal_decisions import reminding
from councilflow.services.report_backs.summary import summary
from tests.decided import NOW, Decided
from tests.documents import reading

pytestmark = pytest.mark.one_database
WORD = "Hamnkonflikten"
BODY = "Hamnnämnden"


class Harbour(Decided):
    """A council that agreed on something secret besides what is open."""

    def __init__(self, make: Any) -> None:
        super().__init__(make, organisations=3)
        marked = {"is_secret": True, "secrecy_section": "20:3"}
        self.secret = self.take(2, WORD, **marked)

    def step_of(self, number: int) -> FormalDecision:
        found = sa.select(FormalDecision).where(
            FormalDecision.standpoint_id == self.standpoint_of(self.secret).id,
            FormalDecision.organisation_id == self.organisations[number - 1].id,
        )
        return db.session.scalars(found).one()

    def address(self, number: int) -> str:
        return f"/standpoints/{self.secret.id}/steps/{self.step_of(number).id}"

    @property
    def page(self) -> str:
        return f"/items/{self.secret.id}/own-decision"


REJECTED = {
    "state": "rejected",
    "deciding_body": BODY,
    "decided_on": "2026-11-10",
    "reference": "§ 451",
    "note": "Vi delar inte bilden.",
    "version": "1",
}


@pytest.fixture
def harbour(make: Any) -> Harbour:
    return Harbour(make)


def test_an_organisation_enters_its_decision_from_the_item_itself(client, harbour):
    one = client.sign_in(harbour.officials[0])
    assert harbour.page in one.get(f"/items/{harbour.secret.id}").text
    assert harbour.address(1) in one.get(harbour.page).text
    answer = one.post(harbour.address(1), data=REJECTED, follow_redirects=True)
    assert answer.request.path == harbour.page
    assert BODY in answer.text


def test_nobody_sees_or_enters_what_is_another_organisations(client, make, harbour):
    client.sign_in(harbour.officials[0]).post(harbour.address(1), data=REJECTED)
    other = client.sign_in(harbour.officials[1])
    assert BODY not in other.get(harbour.page).text
    assert other.get(harbour.address(1)).status_code == 404
    assert other.post(harbour.address(1), data=REJECTED | {"version": "2"}).status_code == 404
    assert other.get(f"{harbour.address(1)}/file").status_code == 404
    assert other.get(f"{harbour.address(1)}/remove").status_code == 404
    keeper = client.sign_in(harbour.secretary)
    assert BODY in keeper.get(harbour.page).text
    for stranger in (make.person(is_administrator=True), make.seat(make.council("Annat råd"))):
        gone = client.sign_in(stranger)
        assert {gone.get(url).status_code for url in (harbour.page, harbour.address(1))} <= {403, 404}


def test_no_list_page_file_or_mail_tells_of_it(app, client, harbour):
    """Not even to those who may enter it: what is listed is printed and sent on."""
    client.sign_in(harbour.officials[0]).post(harbour.address(1), data=REJECTED)
    late = harbour.step_of(2)
    late.state, late.deciding_body, late.planned_on = FormalState.PLANNED, BODY, harbour.standpoint.taken_on
    around(harbour)
    council = harbour.council.id
    pages = [
        *("/", "/standpoints", "/standpoints/goals", "/standpoints/export/csv", "/formal-decisions"),
        *("/report-backs", "/calendar", "/standpoints?q=Hamnkonfl", f"/standpoints/{harbour.item.id}"),
        *(f"/councils/{council}/{one}" for one in ("formal-decisions", "formal-decisions/overdue")),
        *(f"/councils/{council}/{one}" for one in ("efforts", "efforts/export/csv", "outwards")),
        *(
            f"/councils/{council}/{one}"
            for one in ("communication?year=2026", "year-report/2026", "report-backs")
        ),
        f"/councils/{council}/formal-decisions/export",
        *(f"/councils/{council}/year-report/2026/report.{kind}" for kind in ("pdf", "xlsx")),
    ]
    for person in (harbour.officials[0], harbour.officials[1], harbour.chair, harbour.secretary):
        one = client.sign_in(person)
        for page in pages:
            if person is harbour.secretary and page.endswith("communication?year=2026"):
                continue  # who keeps the plan sees what is in it
            answer = one.get(page, follow_redirects=True)
            assert answer.status_code in (200, 403), page
            met = [word for word in (WORD, BODY, "Stöd åt hamnen") if word in words_of(answer.data)]
            assert (page, met) == (page, [])
            assert f"/standpoints/{harbour.secret.id}" not in words_of(answer.data), page
    assert not [one for one in reminding.letters(harbour.council, now=NOW) if BODY in repr(one)]
    report = ReportBack(
        meeting_id=harbour.meeting.id, organisation_id=harbour.organisations[0].id, due_on=NOW.date()
    )
    db.session.add(report)
    db.session.flush()
    assert WORD not in repr(summary(report))
    assert not [one for one in db.session.scalars(sa.select(Mail)) if WORD in one.subject]


def words_of(content: bytes) -> str:
    """What a page, a paper or a workbook says."""
    if content.startswith(b"%PDF"):
        return reading.text(content)
    if content.startswith(b"PK"):
        with ZipFile(BytesIO(content)) as book:
            return " ".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    return content.decode()


def around(harbour: Harbour) -> None:
    """Everything that can rest on a standpoint, on this one."""
    standpoint, whose = harbour.standpoint_of(harbour.secret), harbour.organisations[0].id
    effort = JointEffort(
        body_id=harbour.council.id, title=WORD, text=WORD, standpoint_id=standpoint.id, result=""
    )
    effort.state = EffortState.ONGOING
    db.session.add(effort)
    db.session.flush()
    usual = {"organisation_id": whose, "text": "Stöd åt hamnen", "follow_up_on": standpoint.taken_on}
    db.session.add_all(
        [
            Implementation(effort_id=effort.id, **usual),
            Implementation(standpoint_id=standpoint.id, **usual),
            Communication(
                body_id=harbour.council.id,
                message=WORD,
                channel=Channel.PRESS,
                standpoint_id=standpoint.id,
                planned_on=NOW.date(),
            ),
        ]
    )
    harbour.standpoint.replaced_by_id = standpoint.id
    db.session.commit()


def test_the_journal_has_who_and_what_about_but_no_word_of_it(client, harbour):
    client.sign_in(harbour.officials[0]).post(harbour.address(1), data=REJECTED)
    entry = db.session.scalars(sa.select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert (entry.event, entry.about) == ("formal-decision-entered", "§ 2/2026, Kommun nr 1")
    assert entry.before == {}
    assert {value for value in entry.after.values() if value} == {"Sekretess enligt 20:3"}


def test_when_the_mark_is_lifted_the_decision_stands_in_the_register(client, harbour):
    client.sign_in(harbour.officials[0]).post(harbour.address(1), data=REJECTED)
    db.session.execute(
        sa.update(AgendaItem).where(AgendaItem.id == harbour.secret.id).values(is_secret=False)
    )
    db.session.commit()
    other = client.sign_in(harbour.officials[1])
    assert BODY in other.get(f"/standpoints/{harbour.secret.id}").text
    assert other.get(harbour.page).status_code == 404
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Standpoint)) == 2
