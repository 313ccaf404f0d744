"""The whole site, page by page: who gets in, who is refused, and what every page must have.

The table of tests/pages.py is the promise. Everybody else is refused, and a page that is not in the table
fails the suite.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask, url_for
from lxml import html

from config import for_tests
from councilflow.app import create_app
from councilflow.extensions import db
from councilflow.i18n import LANGUAGES
from councilflow.models import (
    AdvocacyIssue,
    AgendaItem,
    Body,
    Contribution,
    Dissent,
    FormalDecision,
    FundApplication,
    FundingSource,
    Indicator,
    Issue,
    Measure,
    MeasureParty,
    Meeting,
    MeetingSeries,
    Membership,
    MinutesRevision,
    NodeLink,
    NodeMention,
    NominationAnswer,
    NominationRequest,
    Organisation,
    Person,
    Plan,
    PlanGoal,
    PlanMoney,
    PlanNode,
    PlanReport,
    Presenter,
    Question,
    ReportTemplate,
    Seat,
    SeatRule,
    Statement,
    StrategyLink,
)
from councilflow.process.councils import BodyKind, Category
from councilflow.process.meeting import MeetingState
from councilflow.process.plans.values import (
    LinkKind,
    NodeKind,
    PartyKind,
    PartyRole,
    PlanKind,
    StatementState,
    TargetLevel,
)
from councilflow.services import example
from councilflow.services.plans import importing
from councilflow.web.access import ensure_every_page_is_guarded
from tests.adopted import adoption_of, shared_by
from tests.conftest import Client
from tests.figures import figures_on
from tests.pages import ELSEWHERE, LET_IN, OPEN, PAGES, ROLES, TABLE_MEMBERS
from tests.reported import reports_on
from tests.said import said_by
from tests.worked import work_in

pytestmark = [pytest.mark.long, pytest.mark.no_cover]  # slow to measure, and other tests have


class Site:
    """The example county with every kind of object to go to."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.people = {role: self._person(account) for role, account in ROLES.items()}
        states = dict(
            db.session.execute(sa.select(Meeting.state, Meeting.id).order_by(Meeting.id.desc())).all()  # type: ignore[arg-type]  # pairs
        )
        self.meetings = {
            "held": states[MeetingState.HELD],
            "coming": states[MeetingState.INVITED],
            "later": states[MeetingState.PREPARING],
        }
        self.items = {name: self._item(meeting) for name, meeting in self.meetings.items()}
        bodies = {body.kind: body.id for body in db.session.scalars(sa.select(Body))}
        self.council, self.wide = bodies[BodyKind.COUNCIL], bodies[BodyKind.WIDE_COUNCIL]
        self.group = bodies[BodyKind.PREPARATORY_GROUP]
        timra = db.session.scalars(sa.select(Organisation).where(Organisation.short_name == "Timrå")).one()
        self.issue = db.session.scalars(sa.select(Issue.id).where(Issue.organisation_id == timra.id)).first()
        self.organisation, self.step = timra.id, step_of(timra.id)
        self.work = work_in(self.council, timra.id)
        self.series = self._series()
        self.membership = db.session.scalars(
            sa.select(Membership.id).where(Membership.body_id == self.council)
        ).first()
        self.seat = db.session.scalars(sa.select(Seat.id).where(Seat.body_id == self.council)).first()
        self.rule = db.session.scalars(sa.select(SeatRule.id).where(SeatRule.body_id == self.council)).first()
        self.plan, self.node = self._plan(timra)
        self.plan_import = plan_draft_of(self.council, by=self.people["S"][0])
        self.statement, self.advocacy = voice_of(self.council, self.node)
        self.linked, self.area, self.link = linked_to(self.council, self.plan)
        self.adoption = adoption_of(self.plan) | {"other_id": self.linked}
        self.adoption["shared_id"] = shared_by(self.group, self.council)
        self.figures = (
            figures_on(self.plan, self.node, timra.id)
            | reports_on(self.plan, self.node)
            | said_by(self.council, self.plan, self.node, self.advocacy, self.people["M"][0])
        )
        self.request, self.answer = asked_for_names(self.group, timra, by=self.people["S"][0])
        db.session.rollback()

    def _series(self) -> int:
        rule = {"months": [3, 10], "weekday": 4, "week": 1, "begins": time(9), "ends": time(12)}
        series = MeetingSeries(council_id=self.council, title="Månadsmöte", **rule)
        db.session.add(series)
        db.session.commit()
        return series.id

    def _plan(self, responsible: Organisation) -> tuple[int, int]:
        """The council's strategic plan, with a measure for which an organisation is responsible."""
        area = db.session.scalars(sa.select(PlanNode).where(PlanNode.level == "Fokusområde")).first()
        assert area is not None
        facts = {"kind": NodeKind.MEASURE, "level": "Insats", "title": "Kartlägg kompetensbehoven"}
        node = PlanNode(plan_id=area.plan_id, parent_id=area.id, **facts)
        node.measure = Measure(period="2026–2027", first_year=2026, last_year=2027)
        db.session.add(node)
        db.session.flush()
        party = {"role": PartyRole.RESPONSIBLE, "kind": PartyKind.ORGANISATION, "name": responsible.name}
        db.session.add(MeasureParty(node_id=node.id, organisation_id=responsible.id, **party))
        db.session.commit()
        return node.plan_id, node.id

    def _person(self, account: str) -> tuple[int, str]:
        row = db.session.execute(
            sa.select(Person.id, Person.session_key).where(Person.email == f"{account}.example")
        ).one()
        return row.id, row.session_key

    def _item(self, meeting_id: int) -> int:
        presented = sa.select(AgendaItem.id).where(
            AgendaItem.meeting_id == meeting_id, AgendaItem.kind == "standpoint"
        )
        items = db.session.scalars(presented.order_by(AgendaItem.position)).all()
        with_presenter = [one for one in items if db.session.get_one(AgendaItem, one).presenters]
        return (with_presenter or items)[0]

    def client(self, role: str = "") -> Client:
        client = Client(self.app, self.app.response_class, use_cookies=True)
        if role:
            person_id, key = self.people[role]
            with client.session_transaction() as session:
                session["_user_id"], session["_fresh"] = f"{person_id}:{key}", True
        return client

    def address(self, endpoint: str, state: str) -> str:
        """Where a page is for the objects of that state."""
        meeting = {"ongoing": "coming", "cancelled": "coming"}.get(state, state)
        if meeting not in self.meetings:
            meeting = "held"
        values: dict[str, Any] = {
            "council_id": self.wide if state == "wide" else self.council,
            "body_id": self.group if state == "group" else self.council,
            "membership_id": self.membership,
            "request_id": self.request,
            "answer_id": self.answer,
            "seat_id": self.seat,
            "series_id": self.series,
            "rule_id": self.rule,
            **self.adoption,
            "plan_id": self.linked if state == "linked" else self.plan,
            "node_id": self.area if state == "area" else self.node,
            "link_id": self.link,
            "import_id": self.plan_import,
            "statement_id": self.statement,
            "advocacy_id": self.advocacy,
            **self.figures,
            **self.work,
            "meeting_id": self.meetings[meeting],
            "item_id": self.items[meeting],
            "year": 2026,
            "issue_id": self.issue,
            "organisation_id": self.organisation,
            "step_id": self.step,
            "person_id": self.people["M"][0],
        }
        rule = next(r for r in self.app.url_map.iter_rules(endpoint) if "GET" in (r.methods or ()))
        with self.app.test_request_context():
            return url_for(endpoint, **{name: values[name] for name in rule.arguments})

    @contextmanager
    def in_state(self, state: str) -> Iterator[None]:
        """The coming meeting as going on, the held one's minutes as a draft, or that meeting as one under
        kommunallagen, for the time of a look."""
        changes = {
            "ongoing": ("meeting.state", self.meetings["coming"], "ongoing", "invited"),
            "cancelled": ("meeting.state", self.meetings["coming"], "cancelled", "invited"),
            "draft": ("minutes.state", 1, "draft", "signed"),
            "kl": ("meeting.minutes_profile", self.meetings["held"], "kl", "advisory"),
        }
        if state not in changes:
            yield
            return
        column, row, during, afterwards = changes[state]
        self._set(column, row, during)
        yield
        self._set(column, row, afterwards)

    def _set(self, place: str, row: int, value: str) -> None:
        table, _, column = place.partition(".")
        with self.app.app_context():
            db.session.execute(
                sa.text(f"UPDATE {table} SET {column} = :value WHERE id = :id"),
                {"value": value, "id": row},
            )
            db.session.commit()


def step_of(organisation_id: int) -> int:
    """An organisation's own decision on the standpoint of the held meeting."""
    own = FormalDecision.organisation_id == organisation_id
    return db.session.scalars(sa.select(FormalDecision.id).where(own)).one()


def plan_draft_of(council_id: int, *, by: int) -> int:
    """A plan that somebody has pasted and not taken in."""
    draft = importing.keep(
        db.session.get_one(Body, council_id),
        "Strategi\tInsats\tBudget 2027\nKompetens\tKartlägg behoven\t100 000".encode(),
        by=db.session.get_one(Person, by),
        now=datetime.now(UTC),
    )
    db.session.commit()
    return draft.id


def voice_of(council_id: int, node_id: int) -> tuple[int, int]:
    """A statement that was adopted and a question of the påverkansagenda, both about one node of a plan."""
    statement = Statement(body_id=council_id, title="Svar om tågtrafiken", addressee="Regeringen")
    statement.state = StatementState.ADOPTED
    statement.decided_by, statement.decided_on = "Ordföranden", date(2026, 10, 12)
    advocacy = AdvocacyIssue(body_id=council_id, title="Tåg", message="Fler tåg.")
    advocacy.target_level = TargetLevel.NATIONAL
    db.session.add_all([statement, advocacy])
    db.session.flush()
    mentions = ({"statement_id": statement.id}, {"advocacy_id": advocacy.id})
    db.session.add_all([NodeMention(node_id=node_id, **one) for one in mentions])
    db.session.commit()
    return statement.id, advocacy.id


def linked_to(council_id: int, plan_id: int) -> tuple[int, int, int]:
    """A plan of somebody else's, an area of the plan that serves it, and the link between them."""
    linked = Plan(body_id=council_id, kind=PlanKind.LINKED, title="Länstransportplanen", short_title="LTP")
    linked.owner, linked.levels = "Regionen", [["other", "Länsplan"]]
    itself = PlanNode(plan=linked, kind=NodeKind.OTHER, level="Länsplan", title=linked.title)
    area = PlanNode(plan_id=plan_id, kind=NodeKind.AREA, level="Fokusområde", title="Resor")
    db.session.add_all([linked, itself, area])
    db.session.flush()
    db.session.add(PlanGoal(plan_id=linked.id, node_id=area.id))
    link = NodeLink(first_id=area.id, second_id=itself.id, kind=LinkKind.SERVES, reason="Bär den")
    db.session.add(link)
    db.session.commit()
    return linked.id, area.id, link.id


def asked_for_names(body_id: int, organisation: Organisation, *, by: int) -> tuple[int, int]:
    """A request to one organisation, which has answered: its id, and that of the answer."""
    asked = NominationRequest(body_id=body_id, category=Category.PREPARER, title="Namn", asked_by_id=by)
    asked.asked_at, asked.due_on = datetime.now(UTC), datetime.now(UTC).date()
    named = {"name": "Anna Berg", "email": "anna@timra.example"}
    answer = NominationAnswer(organisation_id=organisation.id, nominees=[named])
    answer.answered_at, answer.answered_by_id = asked.asked_at, by
    asked.answers.append(answer)
    db.session.add(asked)
    db.session.commit()
    return asked.id, answer.id


@pytest.fixture(scope="module")
def site(memory: Path) -> Iterator[Site]:
    yield from _site(Path(mkdtemp(prefix="site-", dir=memory)))


@pytest.fixture
def growing_site(memory: Path) -> Iterator[Site]:
    yield from _site(Path(mkdtemp(prefix="growing-", dir=memory)))


def _site(folder: Path) -> Iterator[Site]:
    app = create_app(for_tests(folder))
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        db.create_all()
        example.load(folder=folder, secret="site", now=datetime.now(UTC))
        db.session.commit()
        made = Site(app)
        db.session.remove()
    yield made
    with app.app_context():
        db.engine.dispose()


def name_of(page: tuple[str, str, str]) -> str:
    return f"{page[0]}-{page[1]}"


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_each_page_opens_for_its_roles_and_refuses_every_other(site: Site, page: tuple[str, str, str]):
    endpoint, state, allowed = page
    address = site.address(endpoint, state)
    seen = {}
    with site.in_state(state):
        for role in ROLES:
            seen[role] = site.client(role).get(address).status_code
        visitor = site.client().get(address).status_code
    opened = "".join(role for role in ROLES if seen[role] in LET_IN)
    assert opened == "".join(role for role in ROLES if role in allowed), seen
    assert all(status in (*LET_IN, 403, 404) for status in seen.values()), seen
    assert visitor == 302, "a visitor is asked to sign in"


def test_every_page_of_the_site_is_in_the_table(site: Site):
    listed = {endpoint for endpoint, _state, _roles in PAGES} | OPEN | ELSEWHERE
    pages = {rule.endpoint for rule in site.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert pages - listed == set()
    assert listed - pages == set()


def test_a_page_that_does_not_say_who_may_use_it_keeps_the_application_from_starting(site: Site):
    app = Flask("unguarded")
    app.add_url_rule("/", "open_door", lambda: "in")
    with pytest.raises(RuntimeError, match="open_door"):
        ensure_every_page_is_guarded(app)


PAPERS = {
    "minutes.pdf",
    "minutes.public",
    "minutes.archive_package",
    "preparation.summary_file",
    "report_backs.pdf",
    "report_backs.wall",
    "annual.pdf",
    "annual.workbook",
}  # files, and no pages


@pytest.mark.parametrize("page", [page for page in PAGES if page[0] not in PAPERS], ids=name_of)
def test_each_page_is_whole_in_every_language(site: Site, page: tuple[str, str, str]):
    endpoint, state, allowed = page
    client, address = site.client(allowed[0]), site.address(endpoint, state)
    with site.in_state(state):
        for language in LANGUAGES:
            with client.session_transaction() as session:
                session["language"] = language
            tree = html.fromstring(client.get(address, follow_redirects=True).get_data())
            assert (tree.get("lang"), flaws_of(tree)) == (language, [])


def flaws_of(tree: Any) -> list[str]:
    """What a page lacks of what every page must have."""
    flaws = []
    headings = tree.xpath("//h1")
    if len(headings) != 1:
        flaws.append(f"{len(headings)} h1")
    else:
        heading = " ".join(headings[0].text_content().split())
        title = " ".join(tree.xpath("//title")[0].text_content().split())
        if not title.startswith(heading):
            flaws.append(f"title {title!r} does not begin with {heading!r}")
    ids = tree.xpath("//@id")
    flaws += [f"id {one!r} twice" for one in {one for one in ids if ids.count(one) > 1}]
    labelled = set(tree.xpath("//label/@for"))
    for field in tree.xpath("//input[not(@type='hidden')] | //select | //textarea"):
        if (
            field.get("id") not in labelled
            and not field.get("aria-label")
            and not field.xpath("ancestor::label")
        ):
            flaws.append(f"field {field.get('name')!r} has no label")
    for name in ("aria-describedby", "aria-labelledby"):
        for value in tree.xpath(f"//@{name}"):
            flaws += [f"{name} {one!r} leads nowhere" for one in value.split() if one not in ids]
    flaws += [f"inline {what}" for what in ("style", "onclick") if tree.xpath(f"//*[@{what}]")]
    return flaws


def test_no_page_asks_more_of_the_database_when_the_county_grows(growing_site: Site):
    site = growing_site
    with site.app.app_context():
        grow_plans(9)  # from 60 nodes on they are searched for, which costs two statements more, once
    before = {page: queries(site, page) for page in PAGES}
    with site.app.app_context():
        grow(site)
    after = {page: queries(site, page) for page in PAGES}
    assert {name_of(page): (before[page], after[page]) for page in PAGES if after[page] > before[page]} == {}
    assert queries(site, ("meetings.show", "coming", "M")) <= 8
    assert after[("meetings.show", "coming", TABLE_MEMBERS)] <= 8, "for the chair as well"


def queries(site: Site, page: tuple[str, str, str]) -> int:
    """How many statements a page costs the first of its roles."""
    endpoint, state, allowed = page
    statements: list[str] = []
    with site.app.app_context():
        engine = db.engine

    def listen(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.startswith("BEGIN"):
            statements.append(statement)

    with site.in_state(state):
        client, address = site.client(allowed[0]), site.address(endpoint, state)
        sa.event.listen(engine, "before_cursor_execute", listen)
        try:
            assert client.get(address).status_code in LET_IN
        finally:
            sa.event.remove(engine, "before_cursor_execute", listen)
    return len(statements)


TENFOLD = range(9)
GROWING = (
    *(Person, Seat, Issue, Meeting, Organisation, Membership),
    *(Statement, AdvocacyIssue, FundingSource, FundApplication, Indicator, PlanReport, ReportTemplate),
)


def grow(site: Site) -> None:
    """Tenfold: items with all that hangs on them, people with seats, meetings and the rest."""
    there = AgendaItem.id <= db.session.scalar(sa.select(sa.func.max(AgendaItem.id)))
    for _ in TENFOLD:
        for old, new in copies(AgendaItem, there).items():
            for part in (StrategyLink, Question, Presenter, Dissent):
                copies(part, part.item_id == old, item_id=new)
            give_passages(new)
    grow_plans(1)
    for table in GROWING:
        originals = table.id <= db.session.scalar(sa.select(sa.func.max(table.id)))
        for _ in TENFOLD:
            copies(table, originals)
    db.session.commit()


def grow_plans(times: int) -> None:
    """That many more of every part of every plan, with what hangs on it."""
    there = PlanNode.id <= db.session.scalar(sa.select(sa.func.max(PlanNode.id)))
    for _ in range(times):
        for old, new in copies(PlanNode, there).items():
            for part in (Measure, MeasureParty, PlanMoney, Contribution):
                copies(part, part.node_id == old, node_id=new)
    db.session.commit()


def give_passages(item_id: int) -> None:
    """Let the drafts of minutes say something about a new item."""
    table = MinutesRevision.__table__
    for row in db.session.execute(sa.select(table.c.id, table.c.passages)).all():
        said = {f"item-{item_id}-{part}": {"made": "", "text": ""} for part in ("summary", "discussion")}
        db.session.execute(table.update().where(table.c.id == row.id).values(passages=row.passages | said))


def copies(kind: Any, *conditions: Any, **facts: Any) -> dict[int, int]:
    """Copy rows, past the walls that the application puts up for itself; gives new ids by old."""
    table, made = kind.__table__, {}
    for row in db.session.execute(sa.select(table).where(*conditions)).mappings().all():
        values = {name: value for name, value in row.items() if name != "id"} | facts
        for name in {"email", "key", "name", "session_key"} & set(values):
            values[name] = f"{values[name]}{secrets.token_hex(4)}"
        made[row["id"]] = db.session.execute(table.insert().values(values)).inserted_primary_key[0]
    return made
