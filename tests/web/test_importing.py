"""Reading people and seats in from a file: choose, see what becomes of each row, and then all or nothing."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from lxml import html

from councilflow.extensions import db
from councilflow.models import Body, ImportDraft, Person, Seat
from tests.conftest import NOW, Client, Make
from tests.spreadsheets import HEADINGS, ROW, separated, workbook


@pytest.fixture
def council(make: Make) -> Body:
    make.organisation("Timrå kommun")
    return make.council()


@pytest.fixture
def secretary(client: Client, make: Make, council: Body) -> Person:
    person = make.secretary(council)
    client.sign_in(person)
    return person


def choose(client: Client, council: Body, content: bytes, name: str = "fil.csv", **more: Any) -> Any:
    data = {"file": (BytesIO(content), name)}
    return client.post(f"/councils/{council.id}/import", data=data, **more)


def plan_in(page: Any) -> str:
    return str(html.fromstring(page.get_data()).xpath("string(//input[@name='plan']/@value)"))


def confirm(client: Client, council: Body, plan: str, **more: Any) -> Any:
    return client.post(f"/councils/{council.id}/import/preview", data={"plan": plan}, **more)


def people_named(name: str) -> list[Person]:
    return list(db.session.scalars(sa.select(Person).where(Person.name == name)))


def drafts() -> int:
    return db.session.scalar(sa.select(sa.func.count(ImportDraft.id))) or 0


@pytest.mark.parametrize(("content", "name"), [(separated(ROW), "fil.csv"), (workbook(ROW), "fil.xlsx")])
def test_a_file_is_seen_before_it_is_read_in(
    client: Client, council: Body, secretary: Person, content: bytes, name: str
) -> None:
    page = choose(client, council, content, name, follow_redirects=True)
    for words in ("Läs in filen?", "Anna Berg", "anna@example.org", "Ny person", "Ny plats", "Timrå kommun"):
        assert words in page.text
    assert people_named("Anna Berg") == []
    answer = confirm(client, council, plan_in(page), follow_redirects=True)
    assert "Filen är inläst" in answer.text
    assert "1 ny person och 1 ny plats." in answer.text
    (anna,) = people_named("Anna Berg")
    assert db.session.scalars(sa.select(Seat.body_id).where(Seat.person_id == anna.id)).all() == [council.id]
    assert drafts() == 0


def test_every_flaw_stands_at_its_row_and_column_and_nothing_can_be_read_in(
    client: Client, council: Body, secretary: Person
) -> None:
    rows = [ROW, ("Bo", "bo@example.org", "Kung", "Åre", "2/1 2027")]
    page = choose(client, council, separated(*rows), follow_redirects=True)
    tree = html.fromstring(page.get_data())
    table = tree.xpath("//section[@aria-labelledby='fel']//tbody/tr")
    told = [[" ".join(cell.text_content().split()) for cell in line] for line in table]
    assert {line[0] for line in told} == {"Rad 3"}
    assert [line[1] for line in told] == ["Organisation", "Sitter som", "Första dag"]
    assert told[2][2].startswith("”2/1 2027” kan betyda två olika dagar.")
    assert plan_in(page) == ""
    assert confirm(client, council, "").status_code == 409
    assert people_named("Anna Berg") == []


def test_a_file_that_cannot_be_read_is_refused_at_the_field(
    client: Client, council: Body, secretary: Person
) -> None:
    for content, words in (
        (b"%PDF-1.7", "är inte en tabell"),
        (
            separated(headings=("Namn", "Fax")),
            "saknar kolumner som behövs: E-postadress, Sitter som och",
        ),
        (separated(headings=HEADINGS), "har inga rader"),
    ):
        page = choose(client, council, content)
        assert page.status_code == 422
        error = html.fromstring(page.get_data()).xpath("string(//span[@id='file-error'])")
        assert words in error
    assert "Välj en fil att läsa in." in client.post(f"/councils/{council.id}/import", data={}).text
    assert drafts() == 0


def test_what_was_not_seen_is_not_read_in(
    client: Client, make: Make, council: Body, secretary: Person
) -> None:
    """The register changes between the two steps: the preview comes again, and counts from then."""
    seen = plan_in(choose(client, council, separated(ROW), follow_redirects=True))
    make.person("Anna Berg", email="anna@example.org")
    again = confirm(client, council, seen)
    assert again.status_code == 409
    assert "Något har ändrats sedan du granskade filen" in again.text
    assert "Finns i registret" in again.text
    assert db.session.scalar(sa.select(sa.func.count(Seat.id))) == 1
    assert confirm(client, council, plan_in(again)).status_code == 302
    assert db.session.scalar(sa.select(sa.func.count(Seat.id))) == 2


def test_somebody_enters_an_address_in_the_very_moment(
    client: Client, council: Body, secretary: Person
) -> None:
    """Nothing is done, and the preview comes again. On SQLite nobody else writes meanwhile."""
    if db.engine.dialect.name == "sqlite":
        return
    seen = plan_in(choose(client, council, separated(ROW), follow_redirects=True))

    came: list[bool] = []

    def come_between(session: Any, *_more: Any) -> None:
        if not came and any(isinstance(row, Person) for row in session.new):
            came.append(True)
            facts = {"name": "Anna Berg", "email": "anna@example.org", "session_key": "k", "created_at": NOW}
            usual = {"title": "", "phone": "", "phone_hidden": False, "language": "sv", "feed_version": 0}
            with db.engine.begin() as other:
                other.execute(
                    sa.insert(Person).values(**facts, **usual, is_administrator=False, is_active=True)
                )

    sa.event.listen(db.session, "before_flush", come_between)
    try:
        again = confirm(client, council, seen)
    finally:
        sa.event.remove(db.session, "before_flush", come_between)
    assert again.status_code == 409
    assert "Finns i registret" in again.text
    assert db.session.scalar(sa.select(sa.func.count(Seat.id))) == 1
    assert confirm(client, council, plan_in(again)).status_code == 302


def test_another_file_in_another_window_is_not_read_in(
    client: Client, council: Body, secretary: Person
) -> None:
    seen = plan_in(choose(client, council, separated(ROW), follow_redirects=True))
    choose(client, council, separated(("Bo", "bo@example.org", *ROW[2:])))
    assert confirm(client, council, seen).status_code == 409
    assert people_named("Bo") == people_named("Anna Berg") == []


def test_a_file_belongs_to_the_one_who_chose_it(
    app: Flask, client: Client, make: Make, council: Body, secretary: Person
) -> None:
    seen = plan_in(choose(client, council, separated(ROW), follow_redirects=True))
    other = app.test_client().sign_in(make.secretary(council))
    assert other.get(f"/councils/{council.id}/import/preview").location.endswith("/import")
    assert confirm(other, council, seen).location.endswith("/import")
    assert people_named("Anna Berg") == []


def test_twice_confirmed_is_once_read_in(client: Client, council: Body, secretary: Person) -> None:
    seen = plan_in(choose(client, council, separated(ROW), follow_redirects=True))
    assert confirm(client, council, seen).location.endswith("/manage")
    assert confirm(client, council, seen).location.endswith("/import")
    assert len(people_named("Anna Berg")) == 1


def test_a_secretary_is_told_that_the_register_keeps_the_name(
    client: Client, make: Make, council: Body, secretary: Person
) -> None:
    make.person("Anna Bergh", email="anna@example.org", is_administrator=True)
    page = choose(client, council, separated(ROW), follow_redirects=True)
    assert "ändras inte för personer som redan finns i registret" in page.text
    confirm(client, council, plan_in(page))
    assert people_named("Anna Berg") == []
    client.sign_in(make.person("Adm", is_administrator=True))
    page = choose(client, council, separated(ROW), follow_redirects=True)
    assert "Namn: Anna Bergh → Anna Berg" in page.text
    confirm(client, council, plan_in(page))
    (anna,) = people_named("Anna Berg")
    assert anna.is_administrator  # neither given nor taken by a file


def test_what_stands_in_a_file_is_text_on_the_page(client: Client, council: Body, secretary: Person) -> None:
    evil = "<script>alert(1)</script>"
    rows = [(evil, "anna@example.org", *ROW[2:]), ("Bo", "bo@example.org", evil, evil, evil)]
    page = choose(
        client, council, separated(*rows, headings=(*HEADINGS[:4], "Första dag")), name=f"{evil}.csv"
    )
    assert page.status_code == 302
    shown = client.get(f"/councils/{council.id}/import/preview").text
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert(1)" in shown


def test_the_council_goes_out_and_comes_in_again(
    client: Client, make: Make, council: Body, secretary: Person
) -> None:
    make.chair(council, name="Søren Ødegård")
    for kind in ("csv", "xlsx"):
        file = client.get(f"/councils/{council.id}/people.{kind}")
        assert f".{kind}" in file.headers["Content-Disposition"]
        page = choose(client, council, file.get_data(), f"ut.{kind}", follow_redirects=True)
        assert "Registret stämmer redan med filen." in page.text
        assert plan_in(page) == ""


def test_csv_opens_in_excel_as_it_is(client: Client, make: Make, council: Body, secretary: Person) -> None:
    make.seat(council, name="=cmd|' /C calc'!A1")
    content = client.get(f"/councils/{council.id}/people.csv").get_data()
    assert content.startswith(b"\xef\xbb\xbfNamn;E-postadress;")
    assert b"'=cmd|' /C calc'!A1;" in content


def test_the_template_has_every_heading_and_nobody(client: Client, council: Body, secretary: Person) -> None:
    template = client.get(f"/councils/{council.id}/import/template.csv").get_data().decode("utf-8-sig")
    assert template.count(";") == 14
    assert "har inga rader" in choose(client, council, template.encode()).text
    assert client.get(f"/councils/{council.id}/import/template.xlsx").status_code == 200
    assert client.get(f"/councils/{council.id}/import/template.pdf").status_code == 404


def test_only_those_who_manage_the_council_get_at_it(client: Client, make: Make, council: Body) -> None:
    paths = ("import", "import/preview", "import/template.csv", "people.csv", "people.xlsx")
    stranger, member = make.person(), make.seat(council)
    elsewhere = make.secretary(make.council("Grannrådet"))
    for person, status in ((stranger, 404), (member, 403), (elsewhere, 404)):
        client.sign_in(person)
        assert {client.get(f"/councils/{council.id}/{path}").status_code for path in paths} == {status}
        assert choose(client, council, separated(ROW)).status_code == status
        assert confirm(client, council, "x").status_code == status
    assert drafts() == 0


@pytest.mark.one_database
def test_many_flaws_are_told_a_page_at_a_time(client: Client, council: Body, secretary: Person) -> None:
    rows = [("Bo", f"bo{n}@example.org", "Kung", "", "2027-01-01") for n in range(300)]
    page = choose(client, council, separated(*rows), follow_redirects=True)
    assert "300 saker behöver rättas" in page.text
    assert len(html.fromstring(page.get_data()).xpath("//section[@aria-labelledby='fel']//tbody/tr")) == 200


# --- The commands -------------------------------------------------------------------------------------------


def run(app: Flask, *arguments: str) -> Any:
    return app.test_cli_runner().invoke(args=["people", *arguments])


def test_the_command_reads_a_file_in_or_says_row_by_row_why_not(
    app: Flask, make: Make, council: Body, tmp_path: Path
) -> None:
    good, bad = tmp_path / "bra.csv", tmp_path / "fel.csv"
    good.write_bytes(separated(ROW))
    bad.write_bytes(separated(ROW, ("Bo", "bo@example.org", "Kung", "", "")))
    refused = run(app, "import", str(council.id), str(bad))
    assert refused.exit_code == 1
    assert [line.split(":")[0] for line in refused.output.splitlines()] == ["3", "3"]
    tried = run(app, "import", council.name, str(good), "--dry-run")
    assert tried.exit_code == 0
    assert "Anna Berg" in tried.output
    assert people_named("Anna Berg") == []
    assert run(app, "import", council.name, str(good)).exit_code == 0
    assert len(people_named("Anna Berg")) == 1
    assert run(app, "import", "Ingenting", str(good)).exit_code == 1
    (tmp_path / "bild.csv").write_bytes(b"%PDF-1.7")
    assert run(app, "import", str(council.id), str(tmp_path / "bild.csv")).exit_code == 1


def test_the_command_writes_a_file_that_changes_nothing(
    app: Flask, make: Make, council: Body, tmp_path: Path
) -> None:
    make.chair(council)
    before = db.session.scalar(sa.select(sa.func.count(Seat.id)))
    for kind in ("csv", "xlsx"):
        file = tmp_path / f"ut.{kind}"
        written = run(app, "export", str(council.id), str(file), "--language", "nn")
        assert (written.exit_code, written.output.startswith("1 seats")) == (0, True)
        assert run(app, "import", str(council.id), str(file)).exit_code == 0
    assert db.session.scalar(sa.select(sa.func.count(Seat.id))) == before
    assert run(app, "export", str(council.id), str(tmp_path / "ut.pdf")).exit_code == 2
