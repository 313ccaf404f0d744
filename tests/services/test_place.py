"""What the administrator sets for signing: the seal, a timestamp authority, and whom to believe."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import NoEncryption, load_der_private_key, pkcs12
from sqlalchemy import select

from config import SettingMissing, from_environment
from councilflow.extensions import db
from councilflow.models import JournalEntry
from councilflow.process.errors import RuleBroken
from councilflow.process.record import FileKind
from councilflow.services import minutes
from councilflow.services.minutes import SigningPlace
from councilflow.signing.authority import Authority
from councilflow.signing.check import check
from councilflow.signing.signers import CertificateFile
from councilflow.signing.timestamps import Timestamps
from councilflow.signing.tokens import Token
from tests.held import LATER, Held, held_meeting, locked_meeting
from tests.signing.clock import Clock, clock, pki, root_of

pytestmark = pytest.mark.one_database

SECRETS = {"COUNCILFLOW_SECRET_KEY": "a secret", "COUNCILFLOW_SIGNING_SECRET": "another"}


@pytest.fixture
def place(app) -> SigningPlace:
    return SigningPlace.of(app.config)


@pytest.fixture
def held(make) -> Held:
    return held_meeting(make)


@pytest.fixture
def locked(make, place) -> Held:
    return locked_meeting(make, place)


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """An authority outside the installation."""
    return Authority(tmp_path_factory.mktemp("elsewhere"), "a secret")


def certificate_file(authority: Authority, name: str, at: datetime = LATER) -> bytes:
    issued = authority.issue(name=name, organisation="Utfärdaren", role="", at=at)
    return pkcs12.serialize_key_and_certificates(
        None,
        load_der_private_key(issued.key, None),
        x509.load_der_x509_certificate(issued.certificate),
        None,
        NoEncryption(),
    )


def newest(held: Held, kind: FileKind) -> bytes:
    return [file for file in held.document.files if file.kind is kind][-1].content


def events(held: Held) -> list[str]:
    db.session.commit()
    return list(
        db.session.scalars(select(JournalEntry.event).where(JournalEntry.meeting_id == held.meeting.id))
    )


# --- The seal -------------------------------------------------------------------------------------------


def test_the_council_can_have_a_seal_of_its_own(held, place, elsewhere, tmp_path):
    file = tmp_path / "seal.p12"
    file.write_bytes(certificate_file(elsewhere, "Regionens stämpel"))
    root = elsewhere.root_certificate(now=LATER)
    mine = replace(place, seal=f"pkcs12:{file}", further=(root,))
    held.locked(mine)
    verdict = check(newest(held, FileKind.SEAL), trust=[root])
    assert verdict.seal is not None
    assert (verdict.seal.name, verdict.seal.holds) == ("Regionens stämpel", True)


def test_a_seal_that_nobody_would_believe_seals_nothing(held, place, elsewhere, tmp_path):
    file = tmp_path / "seal.p12"
    held.reviewed()
    for content, code in (
        (None, "seal-file-missing"),
        (certificate_file(elsewhere, "X"), "certificate-not-trusted"),
    ):
        if content is not None:
            file.write_bytes(content)
        with pytest.raises(RuleBroken) as refused:
            minutes.lock(
                held.meeting.id, place=replace(place, seal=f"pkcs12:{file}"), by=held.secretary, now=LATER
            )
        assert refused.value.code == code


def test_a_seal_on_a_token_is_named_by_module_and_labels(app):
    place = SigningPlace(
        app.config["DATA_DIR"], "s", seal="pkcs11:/usr/lib/m.so?token=R%C3%A5det&label=st", seal_secret="1"
    )
    signer = place.seal_signer(name="", organisation="", role="", at=LATER)
    assert signer == Token(Path("/usr/lib/m.so"), "Rådet", "st", "1")


# --- A certificate of one's own -------------------------------------------------------------------------


def test_a_person_signs_with_a_certificate_of_their_own(locked, place, elsewhere):
    own = CertificateFile(certificate_file(elsewhere, locked.chair.name), "")
    with pytest.raises(RuleBroken) as refused:
        minutes.sign(locked.meeting.id, place=place, by=locked.chair, now=LATER, own=own)
    assert refused.value.code == "certificate-not-trusted"
    root = elsewhere.root_certificate(now=LATER)
    mine = replace(place, further=(root,))
    file = minutes.sign(locked.meeting.id, place=mine, by=locked.chair, now=LATER, own=own)
    verdict = check(file.content, trust=[root, place.authority.root_certificate(now=LATER)])
    assert verdict.holds_so_far
    assert [one.name for one in verdict.persons] == [locked.chair.name]


# --- Timestamps -----------------------------------------------------------------------------------------


def test_signatures_are_timestamped_where_an_authority_is_set(held, place, tmp_path):
    authority = pki(tmp_path)
    timed = replace(place, timestamps=clock(authority, LATER), time_roots=(root_of(authority),))
    held.locked(timed)
    file = minutes.sign(held.meeting.id, place=timed, by=held.chair, now=LATER)
    verdict = check(
        file.content, trust=[place.authority.root_certificate(now=LATER)], time_trust=timed.time_roots
    )
    assert verdict.holds_so_far
    assert [one.timestamp.at for one in verdict.signers] == [LATER, LATER]
    assert "timestamp-missed" not in events(held)


def test_who_signs_does_not_wait_for_an_authority_that_is_down(locked, place, tmp_path):
    class Silent(Clock):
        async def async_request_tsa_response(self, req):
            self.asked += 1
            raise ConnectionError

    silent = Silent(pki(tmp_path), LATER)
    timed = replace(place, timestamps=Timestamps(silent, []))
    after_a_while = LATER + timedelta(minutes=6)
    for person, now in zip(
        locked.signatories, (LATER, LATER + timedelta(minutes=1), after_a_while), strict=True
    ):
        file = minutes.sign(locked.meeting.id, place=timed, by=person, now=now)
    verdict = check(file.content, trust=[place.authority.root_certificate(now=LATER)])
    assert verdict.holds
    assert {one.timestamp for one in verdict.signers} == {None}
    assert silent.asked == 2  # not while it was left alone
    assert events(locked).count("timestamp-missed") == 2


# --- Trying it out --------------------------------------------------------------------------------------


def tried(app, **settings) -> tuple[int, str]:
    """What `flask signing try` ends with and says."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in settings.items():
            patch.setitem(app.config, name, value)
        done = app.test_cli_runner().invoke(args=["signing", "try"])
    return done.exit_code, done.output


def test_the_administrator_tries_the_seal_before_anybody_needs_it(app, elsewhere, tmp_path):
    file, roots = tmp_path / "seal.p12", tmp_path / "roots.pem"
    now = datetime.now(UTC)
    roots.write_bytes(elsewhere.root_certificate(now=now))
    assert tried(app)[0] == 0
    assert tried(app, SEAL=f"pkcs12:{file}") == (
        1,
        "Error: COUNCILFLOW_SEAL: the file seal.p12 cannot be read.\n",
    )
    file.write_bytes(certificate_file(elsewhere, "Regionens stämpel", at=now))
    status, said = tried(app, SEAL=f"pkcs12:{file}")
    assert status == 1
    assert "COUNCILFLOW_TRUST has no root" in said
    status, said = tried(app, SEAL=f"pkcs12:{file}", TRUST=roots)
    assert status == 0
    assert "seal: Regionens stämpel" in said


def test_the_administrator_tries_the_timestamps(app, tmp_path):
    authority = pki(tmp_path)
    (tmp_path / "roots.der").write_bytes(root_of(authority))
    nobody = {"TSA_URL": "http://127.0.0.1:9", "TSA_TRUST": tmp_path / "roots.der"}
    status, said = tried(app, **nobody)
    assert status == 1
    assert "No timestamp: no-answer." in said


# --- Settings -------------------------------------------------------------------------------------------


def test_by_default_the_installation_asks_nobody_and_believes_itself_alone(tmp_path):
    settings = from_environment({"COUNCILFLOW_DATA_DIR": str(tmp_path), **SECRETS})
    place = SigningPlace.of(settings.as_flask_config())
    assert (place.seal, place.timestamps, place.further, place.time_roots) == ("own", None, (), ())


def test_the_settings_are_what_the_place_is_made_of(tmp_path, elsewhere):
    roots = tmp_path / "roots.pem"
    roots.write_bytes(elsewhere.root_certificate(now=LATER))
    given = {
        "COUNCILFLOW_DATA_DIR": str(tmp_path),
        "COUNCILFLOW_SEAL": "pkcs12:/etc/seal.p12",
        "COUNCILFLOW_SEAL_SECRET": "sesam",
        "COUNCILFLOW_TSA_URL": "https://time.example/tsa",
        "COUNCILFLOW_TSA_TRUST": str(roots),
        "COUNCILFLOW_TRUST": str(roots),
    }
    place = SigningPlace.of(from_environment(given | SECRETS).as_flask_config())
    assert (place.seal, place.seal_secret) == ("pkcs12:/etc/seal.p12", "sesam")
    assert len(place.further) == len(place.time_roots) == 1
    assert place.timestamps is not None
    assert place.timestamps.roots == place.time_roots
    assert "sesam" not in repr(place)


@pytest.mark.parametrize(
    "wrong",
    [
        {"SEAL": "gold"},
        {"SEAL": "pkcs12:relative.p12"},
        {"TSA_URL": "ftp://time.example"},
        {"TSA_URL": "https://time.example"},  # without a root to believe it by
        {"TRUST": "/nowhere/roots.pem"},
    ],
)
def test_a_setting_that_cannot_be_meant_stops_the_start(tmp_path, wrong):
    given = {f"COUNCILFLOW_{name}": value for name, value in wrong.items()}
    with pytest.raises(SettingMissing):
        from_environment({"COUNCILFLOW_DATA_DIR": str(tmp_path)} | SECRETS | given)
