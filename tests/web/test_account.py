"""Signing in and out, the own account, and the language of the pages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import PasswordLink, Person, SignInAttempt
from councilflow.services import example, people

PASSWORD = "tallar vid kusten"


@pytest.fixture
def secretary(make):
    return make.person("Sekreterare", email="sekreterare@example.org", password_hash=people.hashed(PASSWORD))


def sign_in(client, email="sekreterare@example.org", password=PASSWORD, **more):
    return client.post("/sign-in", data={"email": email, "password": password}, **more)


def test_the_right_password_leads_to_the_page_one_asked_for(client, secretary):
    assert client.get("/profile").headers["Location"] == "/sign-in"
    assert sign_in(client, email=" Sekreterare@Example.org ").headers["Location"] == "/profile"
    assert "sekreterare@example.org" in client.get("/profile").text


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("sekreterare@example.org", "fel lösenord"),
        ("ingen@example.org", PASSWORD),
        ("lank@example.org", PASSWORD),
        ("slutat@example.org", PASSWORD),
    ],
)
def test_wrong_and_unknown_get_the_same_answer(client, make, secretary, email, password):
    make.person("Ny", email="lank@example.org", password_hash=None)
    make.person("Slutat", email="slutat@example.org", password_hash=people.hashed(PASSWORD), is_active=False)
    answer = sign_in(client, email, password)
    assert answer.status_code == 422
    assert "Adressen och lösenordet hör inte ihop." in answer.text
    assert client.get("/profile").status_code == 302


def test_an_unknown_address_costs_a_hash_as_well(client, secretary, monkeypatch):
    verified = []

    class Counting:
        def verify(self, password_hash, password):
            verified.append(password_hash)
            return people._CHEAP.verify(password_hash, password)

        def hash(self, password):
            return people._CHEAP.hash(password)

    monkeypatch.setattr(people, "_hasher", [Counting()])
    sign_in(client, "ingen@example.org")
    sign_in(client, password="fel lösenord")
    assert len(verified) == 2


def test_an_empty_form_says_what_is_missing(client, secretary):
    answer = client.post("/sign-in", data={})
    assert answer.status_code == 422
    assert "Skriv din e-postadress." in answer.text
    assert "Skriv ditt lösenord." in answer.text


def test_five_failures_make_a_pause_even_for_the_right_password(client, secretary):
    for _ in range(5):
        assert sign_in(client, password="fel lösenord").status_code == 422
    answer = sign_in(client)
    assert answer.status_code == 429
    assert "Vänta 15 minuter" in answer.text
    old = datetime.now(UTC) - timedelta(minutes=16)
    db.session.execute(sa.update(SignInAttempt).values(at=old))
    assert sign_in(client).status_code == 302


def test_twenty_failures_from_one_place_pause_it_for_every_address(client, secretary):
    for number in range(20):
        assert sign_in(client, email=f"gissning{number}@example.org").status_code == 422
    assert sign_in(client).status_code == 429
    elsewhere = sign_in(client, environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert elsewhere.status_code == 302


def test_signing_in_forgets_the_failures_before_it(client, secretary):
    for _ in range(4):
        sign_in(client, password="fel lösenord")
    assert sign_in(client).status_code == 302
    assert db.session.scalar(sa.select(sa.func.count(SignInAttempt.id))) == 0


@pytest.mark.parametrize("way", ["//example.com/", "https://example.com/", "/\\example.com", "javascript:1"])
def test_nobody_is_led_to_another_host_after_signing_in(client, secretary, way):
    with client.session_transaction() as session:
        session["next"] = way
    assert sign_in(client).headers["Location"] == "/"


def test_the_session_starts_anew_but_keeps_the_chosen_language(client, secretary):
    client.post("/language", data={"language": "en"})
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
    sign_in(client)
    with client.session_transaction() as session:
        assert "planted" not in session
        assert session["language"] == "en"


def test_signing_out_ends_the_session(client, secretary):
    sign_in(client)
    assert client.get("/sign-out").status_code == 405
    assert "Du är utloggad" in client.post("/sign-out", follow_redirects=True).text
    assert client.get("/profile").status_code == 302


def test_a_copy_of_the_session_ends_with_it(app, client, secretary):
    sign_in(client)
    copied = client.get_cookie("councilflow").value
    elsewhere = app.test_client()
    elsewhere.set_cookie("councilflow", copied)
    assert elsewhere.get("/profile").status_code == 200
    client.post("/sign-out")
    elsewhere.set_cookie("councilflow", copied)
    assert elsewhere.get("/profile").status_code == 302


def test_who_is_signed_in_is_not_asked_again(client, secretary):
    assert client.sign_in(secretary).get("/sign-in").headers["Location"] == "/"


@pytest.mark.parametrize(("environment", "shown"), [("development", True), ("production", False)])
def test_only_a_development_run_lists_the_example_accounts(
    app, client, make, monkeypatch, environment, shown
):
    account, absent = example.ACCOUNTS[0], example.ACCOUNTS[1]
    make.person(email=account.email, password_hash=people.hashed(example.PASSWORD))
    monkeypatch.setitem(app.config, "ENVIRONMENT", environment)
    page = client.get("/sign-in").text
    assert (account.email in page) is shown
    assert absent.email not in page
    assert sign_in(client, account.email, example.PASSWORD).status_code == 302


# --- Language -------------------------------------------------------------------------------------------


def test_the_language_is_changed_where_one_stands_and_kept_with_the_person(client, secretary):
    client.sign_in(secretary)
    back = {"Referer": "http://localhost/issues?page=2"}
    assert (
        client.post("/language", data={"language": "nn"}, headers=back).headers["Location"]
        == "/issues?page=2"
    )
    assert client.get("/profile").headers["Content-Language"] == "nn"
    db.session.expire_all()
    assert db.session.get_one(Person, secretary.id).language == "nn"


@pytest.mark.parametrize(
    "referer",
    [
        "http://example.com/issues",
        "http://localhost//example.com",
        "http://localhost/sign-out",
        "",
        "http://[",
    ],
)
def test_the_way_back_is_a_page_of_ours(client, database, referer):
    answer = client.post("/language", data={"language": "nb"}, headers={"Referer": referer})
    assert urlsplit(answer.headers["Location"]).path == "/"


def test_a_language_we_do_not_speak_changes_nothing(client, database):
    client.post("/language", data={"language": "de"})
    assert client.get("/sign-in").headers["Content-Language"] == "sv"


# --- The own account ------------------------------------------------------------------------------------


def test_people_keep_their_own_facts(client, secretary):
    client.sign_in(secretary)
    facts = {"name": "Sekreterare i rådet", "title": "Utredare", "phone": "060-00 00 00", "language": "nb"}
    assert client.post("/profile", data=facts).status_code == 302
    page = client.get("/profile")
    assert "Utredare" in page.text
    assert page.headers["Content-Language"] == "nb"
    assert "Dina uppgifter är sparade" not in page.text  # said in the language that was chosen
    assert client.post("/profile", data=facts | {"name": " "}).status_code == 422


def change(client, present=PASSWORD, new="granar vid sjön", again=None):
    return client.post("/profile/password", data={"present": present, "password": new, "again": again or new})


def test_a_changed_password_ends_every_other_session(app, client, secretary):
    elsewhere = app.test_client()
    sign_in(elsewhere)
    sign_in(client)
    assert change(client).status_code == 302
    assert client.get("/profile").status_code == 200
    assert elsewhere.get("/profile").status_code == 302
    assert sign_in(elsewhere).status_code == 422
    assert sign_in(elsewhere, password="granar vid sjön").status_code == 302


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"present": "fel lösenord"}, "Det är inte ditt nuvarande lösenord."),
        ({"new": "för kort"}, "Lösenordet behöver vara minst 12 tecken."),
        ({"new": "lösenord12345"}, "Det lösenordet är lätt att gissa."),
        ({"again": "granar vid kusten"}, "De två lösenorden är inte lika."),
    ],
)
def test_a_password_that_cannot_be_changed_says_why(client, secretary, facts, sentence):
    sign_in(client)
    answer = change(client, **facts)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert sign_in(client).status_code == 302


def test_guessing_the_present_password_is_paused_too(client, secretary):
    sign_in(client)
    for _ in range(5):
        assert change(client, present="fel lösenord").status_code == 422
    assert change(client).status_code == 429


@pytest.mark.parametrize(
    ("password", "obvious"),
    [
        ("Lösenord2026!", True),
        ("aaaaaaaaaaaaa", True),
        ("123456789012", True),
        ("sekreterare12", True),
        ("qwertyuiopåas", True),
        ("västernorrland", True),
        ("password1234", True),
        ("tallar vid kusten", False),
        ("sommar på Högbonden", False),
        ("x9!kfQ2#mmZpp", False),
    ],
)
def test_the_first_passwords_anybody_would_try_are_refused(password, obvious):
    assert people.is_obvious(password, email="sekreterare@example.org", name="Sekreterare") is obvious


# --- The password link ----------------------------------------------------------------------------------


def link(person, now=None):
    secret = people.make_password_link(person, now=now or datetime.now(UTC))
    db.session.commit()
    return f"/password/{secret}"


def test_a_link_lets_somebody_choose_a_password_once(client, make):
    person = make.person("Ny ledamot", email="ny@example.org", password_hash=None)
    way = link(person)
    assert "ny@example.org" in client.get(way).text
    chosen = {"password": "granar vid sjön", "again": "granar vid sjön"}
    assert client.post(way, data=chosen).headers["Location"] == "/"
    assert client.get("/profile").status_code == 200
    assert client.post(way, data=chosen).status_code == 404
    assert "Länken gäller inte längre" in client.get(way).text
    client.post("/sign-out")
    assert sign_in(client, "ny@example.org", "granar vid sjön").status_code == 302


def test_a_link_ends_after_seven_days_and_when_a_newer_one_is_made(client, make):
    person = make.person()
    week_old = link(person, now=datetime.now(UTC) - timedelta(days=7, minutes=1))
    assert client.get(week_old).status_code == 404
    earlier, later = link(person), link(person)
    assert client.get(earlier).status_code == 404
    assert client.get(later).status_code == 200


def test_the_secret_of_a_link_is_nowhere_in_the_database(make):
    secret = people.make_password_link(make.person(), now=datetime.now(UTC))
    db.session.commit()
    assert secret not in db.session.scalars(sa.select(PasswordLink.secret_hash)).all()


def test_a_weak_password_leaves_the_link_usable(client, make):
    way = link(make.person())
    assert client.post(way, data={"password": "kort", "again": "kort"}).status_code == 422
    assert client.get(way).status_code == 200
