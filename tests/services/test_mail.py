"""The outbox: nothing lost, nothing sent twice, and every failure told (quality.md, Nothing lost)."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from councilflow import mailroom
from councilflow.extensions import db
from councilflow.mailroom import Mailroom
from councilflow.models import Mail
from councilflow.process.errors import RuleBroken
from councilflow.process.mail import MailState
from councilflow.process.meeting import MeetingForm
from councilflow.services import mail
from councilflow.services.mail.delivery import LEASE, PAUSES
from tests.conftest import NOW

SHORT = {
    "council": "Samverkansrådet",
    "days": (NOW.date(), NOW.date()),
    "approves": True,
    "url": "http://localhost/meetings/1/minutes",
}


def put(address: str = "ledamot@sundsvall.example", **facts) -> Mail:
    usual = {"template": "minutes_review", "facts": SHORT}
    name = facts.pop("name", "Ledamot Å")
    row = mail.queue("minutes", to=mail.Recipient(name, address), **{"now": NOW} | usual | facts)
    db.session.commit()
    return row


def deliver(server: str, now=NOW) -> mail.Counts:
    transport = mail.Smtp(server, tls="none", timeout=2)
    return mail.deliver_due(transport, clock=lambda: now)


def test_a_queued_mail_arrives_and_is_told_as_sent(make, postman):
    row = put()
    assert deliver(postman.server) == mail.Counts(sent=1)
    ((to, message),) = postman.received
    assert to == "ledamot@sundsvall.example"
    assert message["To"].addresses[0].display_name == "Ledamot Å"
    assert message["Message-ID"] == row.message_id
    assert message.get_body(("plain",)) is not None
    assert message.get_body(("html",)) is not None
    assert (row.state, row.attempts, row.sent_at) == (MailState.SENT, 1, NOW)
    assert deliver(postman.server) == mail.Counts()


def test_what_is_rolled_back_is_never_sent(make, postman):
    mail.queue(
        "minutes",
        to=mail.Recipient("Ledamot", "ledamot@timra.example"),
        template="minutes_review",
        facts=SHORT,
        now=NOW,
    )
    db.session.rollback()
    assert deliver(postman.server) == mail.Counts()


def test_a_dead_server_delays_and_loses_none(make, postman):
    rows = [put(f"ledamot{number}@ange.example") for number in range(3)]
    assert deliver("127.0.0.1:9") == mail.Counts(delayed=1, stopped=True)
    assert [row.state for row in rows] == [MailState.QUEUED] * 3
    assert mail.is_due(NOW + PAUSES[0])
    assert deliver(postman.server, NOW + PAUSES[0]) == mail.Counts(sent=3)
    assert postman.addresses == [f"ledamot{number}@ange.example" for number in range(3)]


def test_the_pauses_grow_and_the_last_failure_shows(make):
    row, now = put(), NOW
    for pause in PAUSES:
        assert deliver("127.0.0.1:9", now).delayed == 1
        assert row.next_attempt_at == now + pause
        now += pause
    assert deliver("127.0.0.1:9", now) == mail.Counts(failed=1, stopped=True)
    assert (row.state, row.next_attempt_at) == (MailState.FAILED, None)
    assert row.last_error.startswith("unreachable: ")


@pytest.mark.parametrize(
    ("answer", "counts", "trouble"),
    [
        ("550 5.1.1 No such user", mail.Counts(sent=1, failed=1), "refused"),
        ("450 4.2.1 Try later", mail.Counts(sent=1, delayed=1), "busy"),
    ],
)
def test_a_refused_recipient_does_not_keep_the_others(make, postman, answer, counts, trouble):
    postman.refused_addresses["fel@kramfors.example"] = answer
    wrong, right = put("fel@kramfors.example"), put("ratt@kramfors.example")
    assert deliver(postman.server) == counts
    assert wrong.last_error == f"{trouble}: {answer}"
    assert right.state is MailState.SENT


def test_a_refused_message_is_told_as_failed(make, postman):
    postman.refuses_content = "552 5.3.4 Too large"
    row = put()
    assert deliver(postman.server) == mail.Counts(failed=1)
    assert row.last_error == "content: 552 5.3.4 Too large"


def test_two_workers_at_once_never_send_twice(app, make, postman):
    for number in range(20):
        put(f"ledamot{number:02}@harnosand.example")
    db.session.remove()
    ready = threading.Barrier(3)

    def work() -> None:
        with app.app_context():
            ready.wait()
            deliver(postman.server)

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert postman.addresses == [f"ledamot{number:02}@harnosand.example" for number in range(20)]


class Killed(BaseException):
    """The process ends here."""


class KilledAfterSending(mail.Smtp):
    def send(self, message: bytes, **facts: str) -> None:
        super().send(message, **facts)
        raise Killed


def test_a_kill_between_sending_and_marking_repeats_that_one_mail_under_its_own_name(make, postman):
    put("forst@solleftea.example")
    put("sedan@solleftea.example")
    with pytest.raises(Killed):
        mail.deliver_due(KilledAfterSending(postman.server, tls="none"), clock=lambda: NOW)
    db.session.rollback()
    assert deliver(postman.server, NOW + timedelta(minutes=1)) == mail.Counts(sent=1)
    assert deliver(postman.server, NOW + LEASE) == mail.Counts(sent=1)
    names = [message["Message-ID"] for to, message in postman.received if to.startswith("forst")]
    assert len(names) == 2
    assert len(set(names)) == 1


def presenting(**facts):
    """What an invitation to present tells; the name of the item stands in its subject."""
    nothing = ("item_kind", "slot_starts", "slot_ends", "link", "background", "attachments", "cost_rule")
    usual = {"name": "Föredragande", "council": "Rådet", "chair": "Ordförande", "place": "Härnösand"}
    when = {"starts_at": NOW, "ends_at": NOW, "meeting_form": MeetingForm.DIGITAL}
    return dict.fromkeys(nothing) | usual | when | {"ways": [("Kommer", "http://localhost/answer")]} | facts


@pytest.mark.parametrize("name", ["Åsa\r\nBcc: x@ange.example", "Åsa\nBcc: x", "Åsa\x00\u2028Bcc: x"])
def test_a_name_stays_in_its_own_header(make, postman, name):
    put(
        name=name,
        sender=mail.Sender(name, "svar@ange.example"),
        template="presenting",
        facts=presenting(item=name),
    )
    deliver(postman.server)
    ((_, message),) = postman.received
    assert message["Bcc"] is None
    assert message["Subject"].startswith("Inbjudan att föredra: Åsa Bcc")
    assert message["From"].addresses[0].addr_spec == "councilflow@localhost"
    assert message["Reply-To"] == "svar@ange.example"


@pytest.mark.parametrize(
    "address", ["", "utan krok", "två@ord@ange.example", "å@ange.example", "a@b\r\nBcc: c@d"]
)
def test_what_is_no_address_is_told_at_once(make, postman, address):
    row = put(address)
    assert row.state is MailState.FAILED
    assert row.last_error.startswith("address: ")
    assert deliver(postman.server) == mail.Counts()


def test_an_address_in_a_domain_with_its_own_letters_is_reached(make, postman):
    put("ledamot@örnsköldsvik.example")
    assert deliver(postman.server).sent == 1
    assert postman.received[0][1]["To"].addresses[0].domain == "xn--rnskldsvik-dcbe.example"


def test_sent_again_is_a_row_of_its_own_to_where_the_person_is_now(make, postman):
    person = make.person("Ledamot", email="gammal@timra.example")
    row = mail.queue(
        "minutes",
        to=mail.Recipient.of(person),
        template="minutes_review",
        facts=SHORT,
        now=NOW,
    )
    db.session.commit()
    with pytest.raises(RuleBroken, match="mail-on-its-way"):
        mail.again(row, now=NOW)
    deliver(postman.server)
    person.email = "ny@timra.example"
    copy = mail.again(row, now=NOW)
    db.session.commit()
    deliver(postman.server)
    assert (row.state, copy.state) == (MailState.SENT, MailState.SENT_AGAIN)
    assert [to for to, _ in postman.received] == ["gammal@timra.example", "ny@timra.example"]
    assert copy.message_id != row.message_id


def test_a_link_that_opens_a_door_is_forgotten_once_sent(make, postman):
    row = put()
    row.kind = "password"
    db.session.commit()
    deliver(postman.server)
    assert row.message == b""
    with pytest.raises(RuleBroken, match="mail-forgotten"):
        mail.again(row, now=NOW)


def test_files_travel_whole(make, postman):
    enclosed = mail.Enclosure("Dagordning å.pdf", "application/pdf", bytes(range(256)) * 300)
    put(enclosures=[enclosed], calendar=b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n")
    deliver(postman.server)
    ((_, message),) = postman.received
    files = {part.get_filename(): part for part in message.iter_attachments()}
    assert files["Dagordning å.pdf"].get_content() == enclosed.content
    assert files["invite.ics"].get_content_type() == "application/ics"
    (request,) = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    assert request.get_param("method") == "REQUEST"


@pytest.mark.parametrize("language", ["sv", "nb", "nn", "en"])
def test_a_mail_says_which_language_it_is_in(make, postman, language):
    mail.queue(
        "minutes",
        to=mail.Recipient("Ledamot", "ledamot@ange.example", language),
        template="minutes_review",
        facts=SHORT,
        now=NOW,
    )
    db.session.commit()
    deliver(postman.server)
    (message,) = postman.to("ledamot@ange.example")
    assert message["Content-Language"] == language
    assert f'<html lang="{language}">' in message.get_body(("html",)).get_content()


def test_a_commit_with_mail_wakes_the_worker(make):
    woken = threading.Event()
    mail.woken_by(woken.set)
    make.person()
    assert not woken.is_set()
    put()
    assert woken.is_set()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Mail)) == 1


def test_the_worker_in_the_server_sends_what_is_committed_and_stops(app, make, postman):
    room = Mailroom(app, mail.Smtp(postman.server, tls="none"))
    room.start()
    put("ledamot@kramfors.example", now=datetime(2020, 1, 1, tzinfo=UTC))
    deadline = time.monotonic() + 10
    while not postman.received and time.monotonic() < deadline:
        time.sleep(0.02)
    room.stop()
    assert postman.addresses == ["ledamot@kramfors.example"]
    put("sedan@kramfors.example")
    assert deliver(postman.server).sent == 1


def test_no_worker_starts_where_another_process_sends_the_mail(app):
    assert app.config["MAIL_WORKER"] == "outside"
    assert mailroom.start(app) is None


def test_the_command_says_when_no_mail_server_is_set(app, make):
    answer = app.test_cli_runner().invoke(args=["mail", "work", "--once"])
    assert answer.exit_code == 1
    assert "COUNCILFLOW_MAIL_SERVER" in answer.output


def test_the_command_sends_what_is_due(app, make, postman, monkeypatch):
    monkeypatch.setitem(app.config, "MAIL_SERVER", postman.server)
    monkeypatch.setitem(app.config, "MAIL_TLS", "none")
    row = put()
    row.next_attempt_at = datetime(2020, 1, 1, tzinfo=UTC)
    db.session.commit()
    db.session.remove()
    answer = app.test_cli_runner().invoke(args=["mail", "work", "--once"])
    assert answer.output == "1 sent, 0 delayed, 0 failed\n"
