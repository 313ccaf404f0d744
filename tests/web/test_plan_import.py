"""Reading a plan in from a paste or a file: look it through, answer, all or nothing, and take it back."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from lxml import html

from councilflow.extensions import db
from councilflow.models import Body, Person, Plan, PlanImport, PlanNode
from councilflow.services import plans
from tests.conftest import Client, Make

pytestmark = pytest.mark.one_database

TABLE = """Område\tStrategi\tTiltak\tTid\tAnsvar\tBudsjett 2022
1. Kompetanse\tRekruttering\tKartlegge behov\t2022\tSekretariatet\t0,1 mill
\t\tGjennomføre messe\tHaust 2022\tSekretariatet\t-
2. Samferdsel\tMobilitet\tArbeidsreiser\t\tSamferdselsgruppa\t
"""


@pytest.fixture
def council(make: Make) -> Body:
    return make.council(document_language="nb")


@pytest.fixture
def secretary(client: Client, make: Make, council: Body) -> Person:
    person = make.secretary(council)
    client.sign_in(person)
    return person


def paste(client: Client, council: Body, text: str, **facts: Any) -> Any:
    sent = {"text": text, "into": "new", "title": "", "parent": "", "language": "nb", **facts}
    return client.post(f"/councils/{council.id}/plans/import", data=sent)


def latest() -> PlanImport:
    return db.session.scalars(sa.select(PlanImport).order_by(PlanImport.id.desc())).first()


def test_paste(client: Client, council: Body, secretary: Person) -> None:
    answer = paste(client, council, TABLE)
    assert answer.status_code == 302, answer.text
    page = client.get(answer.location)
    Path("/tmp/cf/h3_preview.html").write_text(page.text)
    assert page.status_code == 200
    seen = html.fromstring(page.get_data()).xpath("string(//input[@name='seen']/@value)")
    answer = client.post(answer.location + "/carry-out", data={"seen": seen}, follow_redirects=True)
    print(answer.text[:3000])
    assert "Planen är inläst" in answer.text
