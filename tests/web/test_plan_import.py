"""Reading a plan in by the pages: paste it, look it through, answer, all or nothing, and take it back."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import yaml
from flask import Flask
from lxml import html

from councilflow.extensions import db
from councilflow.models import Base, Body, Person, Plan, PlanImport
from councilflow.process.plans import sums
from councilflow.process.plans.document import PlanDocument
from councilflow.process.plans.values import NodeKind, PlanStatus
from councilflow.services import plans
from councilflow.services.plans import importing
from councilflow.web.plans import import_words
from tests.asked import asked
from tests.conftest import Client, Make
from tests.services.plan_import import sources

pytestmark = pytest.mark.one_database

SHARED = Path(__file__).parents[3] / "shared"
SEEDS = SHARED / "seeds"
seeds = pytest.mark.skipif(not SEEDS.exists(), reason="the sources are not here")


@pytest.fixture
def council(make: Make) -> Body:
    return make.council(document_language="nn")


@pytest.fixture
def secretary(client: Client, make: Make, council: Body) -> Person:
    person = make.secretary(council)
    client.sign_in(person)
    return person


def paste(client: Client, council: Body, text: str = sources.PASTED, **facts: Any) -> Any:
    sent = {"text": text, "into": "new", "title": "", "parent": "", "language": "nn", **facts}
    return client.post(f"/councils/{council.id}/plans/import", data=sent)


def draft_of(client: Client, council: Body, text: str = sources.PASTED, **facts: Any) -> str:
    """The address of a new draft."""
    answer = paste(client, council, text, **facts)
    assert answer.status_code == 302, answer.text
    return str(answer.location)


def tree_of(page: Any) -> Any:
    return html.fromstring(page.get_data())


def take_in(client: Client, address: str) -> Any:
    seen = tree_of(client.get(address)).xpath("string(//input[@name='seen']/@value)")
    return client.post(f"{address}/carry-out", data={"seen": seen}, follow_redirects=True)


def words_in(node: Any) -> str:
    return " ".join(node.text_content().split())


def own_plan() -> Plan:
    return db.session.scalars(sa.select(Plan).order_by(Plan.id.desc())).first()  # type: ignore[return-value]  # there is one


def row_counts() -> dict[str, int]:
    return {
        table.name: db.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
        if not table.name.startswith(("journal", "plan_import"))
    }


def test_a_pasted_plan_is_seen_before_it_comes_in_and_can_be_taken_back(
    client: Client, council: Body, secretary: Person
) -> None:
    before = row_counts()
    address = draft_of(client, council)
    page = client.get(address)
    assert row_counts() == before
    assert "4 insatser" in page.text
    assert "4\u00a0900\u00a0000 kr" in page.text
    [table] = tree_of(page).xpath("//table[@class='cf-raw']")
    rows = [[words_in(cell) for cell in row] for row in table.xpath(".//tbody/tr")]
    assert rows[1][:4] == ["5", "↓ Ifyllt: Kompetanse", "↓ Ifyllt: Rekruttering", "Gjennomføre messe"]
    done = take_in(client, address)
    assert "Planen är inläst" in done.text
    assert own_plan().title == sources.TITLE
    assert "Ångra inläsningen?" in client.get(f"{address}/undo").text
    undone = client.post(f"{address}/undo", follow_redirects=True)
    assert "Inläsningen är ångrad" in undone.text
    assert row_counts() == before


@pytest.mark.parametrize("content", [sources.workbook(), sources.document(), sources.separated()])
def test_a_file_comes_in_as_the_paste_does(
    client: Client, council: Body, secretary: Person, content: bytes
) -> None:
    address = draft_of(client, council, "", file=(BytesIO(content), "Handlingsplan.docx"), title="Min plan")
    assert "Planen är inläst" in take_in(client, address).text
    found = plans.document_of(own_plan())
    assert found.title == "Min plan"
    assert [node.title for node in found.measures] == [row[2] for row in sources.ROWS[1:]]


def test_doubtful_cells_are_marked_in_words_where_they_stand(
    client: Client, council: Body, secretary: Person
) -> None:
    text = "Strategi\tTiltak\tDato\tBudsjett\nKompetanse\tKartlegge\tsnart\thundre tusen\n"
    page = client.get(draft_of(client, council, text))
    marked = [words_in(cell) for cell in tree_of(page).xpath("//td[@class='is-doubt']")]
    assert len(marked) == 2
    assert all("Se på det här:" in words for words in marked)
    assert "Beloppet står med bokstäver, så det lästes inte." in page.text


def test_a_sum_that_does_not_hold_is_shown_with_its_difference_and_nothing_is_mended(
    client: Client, council: Body, secretary: Person
) -> None:
    budget = "Budsjett\n\nOmråde\tBudsjett 2022\n1. Kompetanse\t4 900 000\nSum\t5 000 000\n"
    text = f"{sources.PASTED}\n\n{budget}"
    page = client.get(draft_of(client, council, text))
    [row] = tree_of(page).xpath("//section[@aria-labelledby='summor']//tbody/tr")
    figures = [words_in(cell).split(" ")[-1] for cell in row.xpath("td")]
    assert len(figures) == 3
    assert "100\u00a0000" in row.text_content() or "4\u00a0900\u00a0000" in row.text_content()


def questions(page: Any) -> dict[str, str]:
    """The questions that stand open, not folded, with what is filled in."""
    fields = tree_of(page).xpath(
        "//section[@aria-labelledby='fragor']//*[self::select or self::input][starts-with(@name, 'answer-')]"
    )
    return {
        field.get("name"): field.get("value")
        if field.tag == "input"
        else field.xpath("string(option[@selected]/@value)")
        for field in fields
    }


def test_an_answer_changes_what_is_read(client: Client, council: Body, secretary: Person) -> None:
    address = draft_of(client, council)
    said = questions(client.get(address))
    assert said["answer-table-1.columns.4"] == "period"
    answer = client.post(address, data=said | {"answer-table-1.columns.4": "note"})
    assert answer.status_code == 302
    page = client.get(address)
    assert questions(page)["answer-table-1.columns.4"] == "note"
    assert "Haust 2022" not in words_in(tree_of(page).xpath("//div[@class='cf-tree']")[0])
    kept = db.session.scalars(sa.select(PlanImport)).one()
    assert kept.answers == {"table-1.columns.4": "note"}
    wrong = client.post(address, data=said | {"answer-table-1.columns.4": "king"})
    assert wrong.status_code == 422
    assert "Välj ett av alternativen" in wrong.text


def test_a_line_can_be_said_to_be_something_else(client: Client, council: Body, secretary: Person) -> None:
    address = draft_of(client, council)
    answer = client.post(f"{address}/lines", data={"lines": "5 – 6", "as_what": "ignore"})
    assert answer.status_code == 302
    page = client.get(address)
    assert "2 insatser" in page.text
    assert "Rad 5-6: Läs inte in" in page.text
    client.post(f"{address}/forget", data={"place": "5-6"})
    assert "4 insatser" in client.get(address).text
    wrong = client.post(f"{address}/lines", data={"lines": "fem", "as_what": "ignore"})
    assert wrong.status_code == 422
    assert "Skriv radens nummer, till exempel 40 eller 70–80." in wrong.text


def test_what_has_to_be_put_right_is_said_and_nothing_can_come_in(
    client: Client, council: Body, secretary: Person
) -> None:
    before = row_counts()
    address = draft_of(client, council, "Strategi\tTiltak\tTiltak\tBudsjett\nA\tB\tC\t=SUM(D2)\n")
    page = client.get(address)
    told = words_in(tree_of(page).xpath("//section[@aria-labelledby='fel']")[0])
    assert "formel" in told
    assert not tree_of(page).xpath("//input[@name='seen']")
    refused = client.post(f"{address}/carry-out", data={"seen": ""})
    assert refused.status_code == 409
    assert row_counts() == before


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"text": "  \n "}, "Det finns ingen text att läsa."),
        ({"text": "", "file": (BytesIO(b"\x89PNG" + b"\0" * 99), "plan.xlsx")}, "inget som går att läsa in"),
    ],
)
def test_what_is_no_plan_is_refused_at_its_field(
    client: Client, council: Body, secretary: Person, facts: dict[str, Any], said: str
) -> None:
    answer = paste(client, council, **facts)
    assert answer.status_code == 422
    assert said in answer.text
    assert db.session.scalars(sa.select(PlanImport)).all() == []


def test_what_was_seen_is_what_comes_in(client: Client, council: Body, secretary: Person) -> None:
    """Whoever changes the answers meanwhile lets the preview be shown again."""
    address = draft_of(client, council)
    seen = tree_of(client.get(address)).xpath("string(//input[@name='seen']/@value)")
    client.post(f"{address}/lines", data={"lines": "5", "as_what": "ignore"})
    answer = client.post(f"{address}/carry-out", data={"seen": seen})
    assert answer.status_code == 409
    assert "Något har ändrats sedan du granskade det" in answer.text


def test_an_adopted_plan_is_not_among_those_to_read_into(
    client: Client, make: Make, council: Body, secretary: Person
) -> None:
    facts = {"body_id": council.id, "short_title": "P", "kind": "action_plan"}
    adopted = make.save(Plan(title="Antagen plan", status=PlanStatus.ADOPTED, **facts))
    make.save(Plan(title="Plan i arbete", **facts))
    options = tree_of(client.get(f"/councils/{council.id}/plans/import")).xpath("//select[@id='into']/option")
    assert [option.text for option in options] == ["En ny plan", "Plan i arbete"]
    assert paste(client, council, into=f"plan-{adopted.id}").status_code == 422
    other = make.save(Plan(body_id=make.council("Annat").id, title="Annan", short_title="A"))
    assert paste(client, council, into=f"plan-{other.id}").status_code == 422
    assert paste(client, council, parent=str(other.id)).status_code == 422


def test_somebody_without_the_right_and_another_council_reach_no_draft(
    client: Client, make: Make, council: Body, secretary: Person
) -> None:
    address = draft_of(client, council)
    other = make.council("Hallingdal")
    client.sign_in(make.secretary(other))
    assert client.get(address).status_code == 404
    assert client.post(f"{address}/carry-out", data={"seen": ""}).status_code == 404
    foreign = address.replace(f"/councils/{council.id}/", f"/councils/{other.id}/")
    for step in ("", "/carry-out", "/undo", "/drop", "/lines", "/forget"):
        assert client.post(f"{foreign}{step}", data={}).status_code == 404
    client.sign_in(make.seat(council))
    assert client.get(address).status_code == 403
    assert db.session.scalars(sa.select(Plan)).all() == []


def test_signs_that_mean_something_to_a_machine_stay_words(
    client: Client, council: Body, secretary: Person
) -> None:
    evil = "<script>alert(1)</script>"
    cells = ("Kompe\u200btanse", f"{evil} og \u202elærlingar\u202c {{{{1234*1234}}}}", "1\u00a0000 kr")
    text = "Strategi\tTiltak\tBudsjett\n" + "\t".join(cells)
    address = draft_of(client, council, text, title=evil)
    listed = f"/councils/{council.id}/plans/imports"
    for page in (client.get(address), take_in(client, address), client.get(listed)):
        assert evil not in page.text
        assert "1522756" not in page.text
    found = plans.document_of(own_plan())
    [measure] = found.measures
    assert "\u202e" not in measure.title
    assert [money.amount for money in measure.money] == [1000]
    assert [node.title for node in found.nodes if node.kind is NodeKind.STRATEGY] == ["Kompetanse"]


def test_a_plan_of_a_thousand_rows_is_shown_in_parts_and_asks_the_database_no_more(
    client: Client, council: Body, secretary: Person
) -> None:
    def counted(rows: int) -> tuple[int, int]:
        body = "".join(
            f"{row // 50}. Område\tTiltak {row}{' og meir' * 25}\t{row} kr\n" for row in range(1, rows)
        )
        address = draft_of(client, council, "Område\tTiltak\tBudsjett\n" + body)
        with asked() as few:
            page = client.get(f"{address}?part=2")
        assert page.status_code == 200
        return len(few), len(page.data)

    small, large = counted(200), counted(1200)
    assert large[0] == small[0]
    assert large[1] < small[1] * 2


# --- The sources ------------------------------------------------------------------------------------------


@pytest.fixture
def pasted(client: Client, council: Body, secretary: Person) -> Iterator[Any]:
    """Paste a seed, take it in, give the plan; and take it back in the end, so that nothing is left of it."""
    before, addresses = row_counts(), []

    def in_by(number: str, language: str) -> tuple[PlanDocument, Any]:
        [path] = SEEDS.glob(f"{number}_*.txt")
        address = draft_of(client, council, path.read_text(encoding="utf-8"), language=language)
        addresses.append(address)
        preview = client.get(address)
        assert "Planen är inläst" in take_in(client, address).text
        return plans.document_of(own_plan()), preview

    yield in_by
    for address in reversed(addresses):
        assert "Inläsningen är ångrad" in client.post(f"{address}/undo", follow_redirects=True).text
    assert row_counts() == before


def facts_of(name: str) -> Any:
    return yaml.safe_load((SHARED / "data" / f"{name}.yaml").read_text(encoding="utf-8"))


@seeds
def test_the_plan_of_sogn_comes_in_as_it_was_read_by_hand(pasted: Any) -> None:
    plan, _preview = pasted("000", "nn")
    facts = facts_of("sogn")
    counts, derived = facts["counts"], facts["derived"]
    assert len(plan.measures) == counts["measures"] == 21
    assert len([node for node in plan.nodes if node.kind is NodeKind.STRATEGY]) == counts["strategies"]
    assert len([node for node in plan.nodes if node.kind is NodeKind.GOAL]) == counts["subgoals"]
    total = sums.totals(plan)
    assert total[""].budget == derived["budget_total_nok"] == 8_250_000
    assert (total[""].amounts, total[""].dashes, total[""].not_stated) == (11, 8, 2)
    areas = [node for node in plan.children[""] if node.kind is NodeKind.AREA]
    assert [total[area.key].budget for area in areas] == list(derived["budget_by_area_nok"].values())
    by_area = [len([node for node in plan.under(area.key) if node.measure]) for area in areas]
    assert by_area == list(counts["measures_by_area"].values())
    assert (plan.vision, plan.overall_goal) == (facts["council"]["vision"], facts["council"]["overall_goal"])


@seeds
def test_the_plan_of_hallingdal_comes_in_with_what_does_not_add_up(pasted: Any) -> None:
    plan, preview = pasted("003", "nb")
    counts = facts_of("hallingdal")["counts"]
    assert len(plan.measures) == counts["measures"] == 20
    assert len(plan.placeholders) == counts["placeholders"] == 2
    assert len([node for node in plan.nodes if node.kind is NodeKind.STRATEGY]) == counts["strategies"]
    total = sums.totals(plan)[""]
    assert (total.budget, total.financing) == (4_600_000, 4_600_000)
    jobs = next(one for one in plan.indicators if {2022, 2023, 2024} <= {each.year for each in one.targets})
    by_year = {
        year: sum(one.value or 0 for one in jobs.targets if one.year == year and not one.is_sum)
        for year in (2022, 2023, 2024)
    }
    assert by_year == {2022: 40, 2023: 60, 2024: 100}
    assert (40, 35) in [(one.stated, one.computed) for one in sums.differences(plan)]
    shown = tree_of(preview).xpath("//section[@aria-labelledby='summor']//tbody/tr")
    figures = [[cell.text_content().split()[-1] for cell in row.xpath("td")] for row in shown]
    assert ["40", "35", "5"] in figures


# --- The command ------------------------------------------------------------------------------------------


def run(app: Flask, *arguments: str) -> Any:
    return app.test_cli_runner().invoke(args=["plan", *arguments])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "plan.txt"
    path.write_text(sources.PASTED, encoding="utf-8")
    return path


def test_the_command_reads_a_plan_in_and_shows_what_the_plans_hold(
    app: Flask, council: Body, secretary: Person, file: Path, tmp_path: Path
) -> None:
    dry = run(app, "import", council.name, str(file), "--dry-run")
    assert (dry.exit_code, json.loads(dry.stdout)["stored"]) == (0, False)
    assert db.session.scalars(sa.select(Plan)).all() == []
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({"table-1": {"columns": {"4": "note"}}}))
    done = run(app, "import", str(council.id), str(file), "--answers", str(answers), "--plan", "Min plan")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert {level["level"]: level["count"] for level in found["levels"]}["Tiltak"] == 4
    assert found["counts"]["without_period"] == 4
    assert {"id", "guess", "sentence"} <= set(found["questions"][0])
    shown = json.loads(run(app, "show", council.name, "--json").stdout)
    [plan] = shown["plans"]
    assert (plan["title"], plan["money"]["budget"], plan["money"]["dashes"]) == ("Min plan", 4_900_000, 1)
    assert [area["budget"] for area in plan["areas"]] == [4_900_000, 0]
    assert [top["title"] for top in plan["tree"]] == ["Kompetanse", "Samferdsle"]
    again = run(app, "import", council.name, str(file), "--plan", "min plan")
    assert json.loads(again.stdout)["plan"] == plan["id"]


def test_the_command_says_why_it_reads_nothing(
    app: Flask, council: Body, secretary: Person, file: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.csv"
    broken.write_text("Strategi\tTiltak\tTiltak\nA\tB\tC\n")
    wrong = tmp_path / "answers.json"
    wrong.write_text("[1]")
    for arguments, said in (
        (("import", "Nope", str(file)), "There is no council Nope."),
        (("show", "Nope"), "There is no council Nope."),
        (("import", council.name, str(file), "--parent", "Nope"), "There is no plan Nope"),
        (("import", council.name, str(file), "--answers", str(wrong)), "answers.json holds no answers"),
    ):
        refused = run(app, *arguments)
        assert refused.exit_code == 1
        assert said in refused.stderr
    refused = run(app, "import", council.name, str(broken))
    [flaw] = json.loads(refused.stdout)["flaws"]
    assert (refused.exit_code, flaw["code"]) == (1, "same-column-twice")
    assert flaw["sentence"] in refused.stderr
    assert db.session.scalars(sa.select(Plan)).all() == []


# --- The words --------------------------------------------------------------------------------------------

READING = Path(import_words.__file__).parents[2] / "process" / "plans" / "reading"
PLACES = {"ask": 1, "doubt": 0, "fill": 0, "flaw": 0, "leave": 2}
"""Which argument of a call on the desk is the code."""


def codes(said: str) -> set[str]:
    """The codes that reading says in this way, where they stand as words in the source."""
    found: set[str] = set()
    for path in READING.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == said:
                code = call.args[PLACES[said]] if len(call.args) > PLACES[said] else None
                if isinstance(code, ast.Constant) and isinstance(code.value, str):
                    found.add(code.value)
    return found


@pytest.mark.parametrize(
    ("said", "table"),
    [
        ("ask", import_words.QUESTIONS),
        ("doubt", import_words.DOUBTS),
        ("fill", import_words.FILLS),
        ("flaw", import_words.FLAWS),
        ("leave", import_words.UNREAD),
    ],
)
def test_everything_that_reading_says_has_its_words(said: str, table: dict[str, Any]) -> None:
    assert codes(said) - set(table) == set()


def test_everything_one_may_answer_has_its_words() -> None:
    source = importing.source_of(sources.PASTED.encode())
    found = importing.interpreted(source, answers={}, language="nn", standing=None)
    shown = {
        (question.code, option): import_words.option_word(question.code, option)
        for question in found.questions
        for option in question.options
    }
    bare = {pair for pair, words in shown.items() if words == pair[1] and pair[0] != "plan-currency"}
    assert bare == set()
