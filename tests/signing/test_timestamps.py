"""Timestamps and the closing one: what holds is believed, and whatever else comes back changes nothing."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from asn1crypto import tsp
from certomancer.registry import PKIArchitecture

from councilflow.documents.gate import findings
from councilflow.documents.minutes import as_pdf
from councilflow.process.errors import RuleBroken
from councilflow.signing.authority import Authority
from councilflow.signing.check import Level, NotProved, Problem, check
from councilflow.signing.preserve import preserve
from councilflow.signing.seal import seal
from councilflow.signing.sign import sign
from councilflow.signing.timestamps import HttpTimeStamper, NotHad, Timestamps
from tests.documents.samples import NOW, minutes, standpoint
from tests.signing.clock import clock, pki, root_of

CLOSED = NOW + timedelta(days=3)


@dataclass(frozen=True)
class Sealed:
    """Minutes sealed by the council and signed by three, without and with timestamps, then preserved."""

    root: bytes
    authority: PKIArchitecture
    plain: list[bytes]
    """The base and every revision after it."""
    stamped: list[bytes]
    preserved: bytes

    def check(self, content: bytes, now: datetime = CLOSED):
        return check(content, trust=[self.root], time_trust=[root_of(self.authority)], now=now)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> PKIArchitecture:
    return pki(tmp_path_factory.mktemp("time"))


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory, authority: PKIArchitecture) -> Sealed:
    own = Authority(tmp_path_factory.mktemp("authority"), "a secret")
    value = minutes(attendance=(), paragraphs=(standpoint(47),))
    base = as_pdf(value, now=NOW)

    def revisions(timestamps: Timestamps | None) -> list[bytes]:
        council = own.issue(name="Rådet", organisation="Regionen", role="Stämpel", at=NOW)
        made = [base, seal(base, signer=council, reason="Stämpel", at=NOW, timestamps=timestamps)]
        for one in value.signatories:
            person = own.issue(name=one.name, organisation=one.organisation, role="Justerare", at=NOW)
            facts = {"field": one.key, "signer": person, "reason": "Justerar", "at": NOW}
            made.append(sign(made[-1], timestamps=timestamps, **facts))
        return made

    root = own.root_certificate(now=NOW)
    plain, stamped = revisions(None), revisions(clock(authority, NOW))
    kept = preserve(stamped[-1], trust=[root], timestamps=clock(authority, CLOSED), at=CLOSED)
    return Sealed(root, authority, plain, stamped, kept)


def test_the_level_says_how_far_a_file_has_come(sealed: Sealed) -> None:
    levels = [sealed.check(one).level for one in (sealed.plain[-1], sealed.stamped[-1], sealed.preserved)]
    assert levels == [Level.B_B, Level.B_T, Level.B_LTA]


def test_everything_holds_and_the_seal_is_no_person(sealed: Sealed) -> None:
    verdict = sealed.check(sealed.preserved)
    assert verdict.holds
    assert verdict.seal is not None
    assert (verdict.seal.name, len(verdict.persons)) == ("Rådet", 3)
    assert [one.field for one in verdict.persons] == ["secretary", "chair", "elected_1"]
    assert {one.timestamp.at for one in verdict.signers if one.timestamp} == {NOW}
    (closing,) = verdict.timestamps
    assert (closing.at, closing.authority, closing.trusted) == (CLOSED, "Time Stamping Unit 1", True)


def test_what_is_not_proved_is_told(sealed: Sealed) -> None:
    always = (
        NotProved.IDENTITY_BY_INSTALLATION,
        NotProved.NOT_QUALIFIED,
        NotProved.REVOCATION_NOT_CHECKED,
    )
    assert sealed.check(sealed.plain[-1]).not_proved == (NotProved.TIME_SELF_REPORTED, *always)
    assert sealed.check(sealed.preserved).not_proved == always
    late = sealed.check(sealed.preserved, now=CLOSED + timedelta(days=365 * 10))
    assert late.holds
    assert late.not_proved == (*always, NotProved.TIMESTAMP_AGED)


def test_every_revision_is_archival_and_readable(sealed: Sealed) -> None:
    for content in (*sealed.plain[1:], *sealed.stamped[1:], sealed.preserved):
        assert findings(content) == []


def test_an_authority_that_is_not_believed_is_told(sealed: Sealed) -> None:
    verdict = check(sealed.preserved, trust=[sealed.root])
    assert not verdict.holds
    assert verdict.timestamps[0].problems == (Problem.TIMESTAMP_UNKNOWN,)
    assert all(Problem.TIMESTAMP_UNKNOWN in one.problems for one in verdict.signers)
    assert verdict.level is Level.B_B


def test_the_root_of_a_time_vouches_for_no_person(sealed: Sealed) -> None:
    verdict = check(sealed.plain[-1], trust=[], time_trust=[sealed.root])
    assert all(Problem.SIGNER_NOT_TRUSTED in one.problems for one in verdict.signers)


def test_a_preserved_file_is_renewed_by_the_same_step(sealed: Sealed) -> None:
    later = CLOSED + timedelta(days=365 * 3)
    timestamps = clock(sealed.authority, later)
    renewed = preserve(sealed.preserved, trust=[sealed.root], timestamps=timestamps, at=later)
    verdict = sealed.check(renewed, later)
    assert verdict.holds
    assert [one.at for one in verdict.timestamps] == [CLOSED, later]
    assert renewed.startswith(sealed.preserved)
    assert findings(renewed) == []
    assert timestamps.authority.asked == 1  # many authorities are paid by the question


def test_signatures_without_timestamps_can_be_preserved_too(sealed: Sealed) -> None:
    timestamps = clock(sealed.authority, CLOSED)
    kept = preserve(sealed.plain[-1], trust=[sealed.root], timestamps=timestamps, at=CLOSED)
    verdict = sealed.check(kept)
    assert (verdict.holds, verdict.level) == (True, Level.B_LTA)
    assert NotProved.TIME_SELF_REPORTED in verdict.not_proved  # only that it was before the closing one


def test_what_does_not_hold_is_not_preserved(sealed: Sealed) -> None:
    waiting, broken = sealed.plain[-2], sealed.plain[-1] + b"\n"
    for content in (waiting, broken, b"no pdf"):
        timestamps = clock(sealed.authority, CLOSED)
        with pytest.raises(RuleBroken) as refused:
            preserve(content, trust=[sealed.root], timestamps=timestamps, at=CLOSED)
        assert refused.value.code == "signatures-do-not-hold"
        assert timestamps.authority.asked == 0


def other_digest(question: tsp.TimeStampReq) -> tsp.TimeStampReq:
    changed = tsp.TimeStampReq.load(question.dump())
    changed["message_imprint"]["hashed_message"] = os.urandom(32)
    return changed


def other_nonce(question: tsp.TimeStampReq) -> tsp.TimeStampReq:
    changed = tsp.TimeStampReq.load(question.dump())
    changed["nonce"] = 4711
    return changed


def no_nonce(question: tsp.TimeStampReq) -> tsp.TimeStampReq:
    changed = tsp.TimeStampReq.load(question.dump())
    del changed["nonce"]
    return changed


def declined(_answer: tsp.TimeStampResp) -> tsp.TimeStampResp:
    return tsp.TimeStampResp({"status": {"status": "rejection"}})


def broken(answer: tsp.TimeStampResp) -> tsp.TimeStampResp:
    signature = answer["time_stamp_token"]["content"]["signer_infos"][0]
    signature["signature"] = bytes(len(signature["signature"].native))
    return tsp.TimeStampResp.load(answer.dump(force=True))


def rubbish(_answer: tsp.TimeStampResp) -> tsp.TimeStampResp:
    return tsp.TimeStampResp.load(b"0\x03\x02\x01\x00")


def down(_answer: tsp.TimeStampResp) -> tsp.TimeStampResp:
    raise ConnectionRefusedError


@pytest.mark.parametrize(
    ("lie", "why"),
    [
        ({"bend": other_digest}, NotHad.OTHER_QUESTION),
        ({"bend": other_nonce}, NotHad.OTHER_QUESTION),
        ({"bend": no_nonce}, NotHad.OTHER_QUESTION),
        ({"spoil": declined}, NotHad.REFUSED),
        ({"spoil": broken}, NotHad.RUBBISH),
        ({"spoil": rubbish}, NotHad.RUBBISH),
        ({"spoil": down}, NotHad.NO_ANSWER),
    ],
)
def test_an_authority_that_lies_is_refused(sealed: Sealed, lie: dict, why: NotHad) -> None:
    timestamps = clock(sealed.authority, CLOSED, **lie)
    with pytest.raises(RuleBroken) as refused:
        preserve(sealed.plain[-1], trust=[sealed.root], timestamps=timestamps, at=CLOSED)
    assert (refused.value.code, refused.value.facts) == ("timestamp-not-had", {"why": why})


@pytest.mark.parametrize("wrong", [timedelta(hours=1), -timedelta(hours=1)])
def test_a_time_far_off_is_refused(sealed: Sealed, wrong: timedelta) -> None:
    timestamps = clock(sealed.authority, CLOSED + wrong)
    with pytest.raises(RuleBroken) as refused:
        preserve(sealed.plain[-1], trust=[sealed.root], timestamps=timestamps, at=CLOSED)
    assert refused.value.facts["why"] is NotHad.OTHER_TIME


def test_an_authority_with_a_certificate_of_somebody_else_is_refused(sealed: Sealed, tmp_path: Path) -> None:
    stranger = clock(pki(tmp_path), CLOSED)
    timestamps = Timestamps(stranger.authority, [root_of(sealed.authority)])
    with pytest.raises(RuleBroken) as refused:
        preserve(sealed.plain[-1], trust=[sealed.root], timestamps=timestamps, at=CLOSED)
    assert refused.value.facts["why"] is NotHad.NOT_TRUSTED


def test_a_certificate_that_has_expired_is_refused(sealed: Sealed) -> None:
    later = datetime(2031, 1, 1, tzinfo=CLOSED.tzinfo)
    with pytest.raises(RuleBroken) as refused:
        preserve(sealed.plain[-1], trust=[sealed.root], timestamps=clock(sealed.authority, later), at=later)
    assert refused.value.facts["why"] is NotHad.NOT_TRUSTED


def test_nothing_goes_over_the_network(sealed: Sealed, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("somebody asked the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert sealed.check(sealed.preserved).holds
    preserve(sealed.plain[-1], trust=[sealed.root], timestamps=clock(sealed.authority, CLOSED), at=CLOSED)


class Answers(BaseHTTPRequestHandler):
    """Answers what the server was told to."""

    def do_POST(self) -> None:
        question = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.answer(self, question)  # type: ignore[attr-defined]

    def log_message(self, *_args: object) -> None:
        pass

    def tell(self, content: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@pytest.fixture
def server() -> Iterator[HTTPServer]:
    """On this machine only."""
    listening = HTTPServer(("127.0.0.1", 0), Answers)
    thread = Thread(target=listening.serve_forever, daemon=True)
    thread.start()
    yield listening
    listening.shutdown()
    listening.server_close()


def over_http(server: HTTPServer, sealed: Sealed, seconds: float = 20) -> Timestamps:
    address = f"http://127.0.0.1:{server.server_port}/tsa"
    return Timestamps(HttpTimeStamper(address, seconds), [root_of(sealed.authority)])


def test_an_authority_is_asked_over_http(sealed: Sealed, server: HTTPServer) -> None:
    unit = clock(sealed.authority, CLOSED).authority

    def answer(handler: Answers, question: bytes) -> None:
        handler.tell(
            unit.authority.service_registry.summon_timestamper("tsa", CLOSED)
            .request_tsa_response(tsp.TimeStampReq.load(question))
            .dump()
        )

    server.answer = answer  # type: ignore[attr-defined]
    timestamps = over_http(server, sealed)
    kept = preserve(sealed.plain[-1], trust=[sealed.root], timestamps=timestamps, at=CLOSED)
    assert sealed.check(kept).level is Level.B_LTA


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (lambda handler, _question: handler.tell(b"<html>"), NotHad.RUBBISH),
        (lambda handler, _question: handler.tell(b""), NotHad.RUBBISH),
        (lambda handler, _question: handler.send_error(503), NotHad.NO_ANSWER),
        (lambda _handler, _question: None, NotHad.NO_ANSWER),
    ],
)
def test_an_authority_that_answers_something_else_is_refused(
    sealed: Sealed, server: HTTPServer, answer: object, why: NotHad
) -> None:
    server.answer = answer  # type: ignore[attr-defined]
    with pytest.raises(RuleBroken) as refused:
        preserve(sealed.plain[-1], trust=[sealed.root], timestamps=over_http(server, sealed), at=CLOSED)
    assert refused.value.facts["why"] is why


def test_an_authority_that_never_gets_done_is_not_waited_for(sealed: Sealed, server: HTTPServer) -> None:
    done = []

    def drip(handler: Answers, _question: bytes) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not done:
            handler.wfile.write(b"0")

    server.answer = drip  # type: ignore[attr-defined]
    timestamps = over_http(server, sealed, seconds=0.2)
    with pytest.raises(RuleBroken) as refused:
        preserve(sealed.plain[-1], trust=[sealed.root], timestamps=timestamps, at=CLOSED)
    done.append(True)
    assert refused.value.facts["why"] in (NotHad.TOO_SLOW, NotHad.RUBBISH)


def test_an_authority_that_is_not_there_is_told(sealed: Sealed) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        timestamps = Timestamps(HttpTimeStamper(f"http://127.0.0.1:{taken.getsockname()[1]}"), [])
        with pytest.raises(RuleBroken) as refused:
            preserve(sealed.plain[-1], trust=[sealed.root], timestamps=timestamps, at=CLOSED)
    assert refused.value.facts["why"] is NotHad.NO_ANSWER


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://x", "tsa.example.org"])
def test_only_web_addresses_are_asked(address: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        HttpTimeStamper(address)
    assert refused.value.code == "timestamp-address-wrong"
