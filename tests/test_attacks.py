"""Somebody who means ill: numbers and words that no page asked for, and things that belong to others."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import sqlalchemy as sa
from flask import Flask
from lxml import html
from werkzeug.routing import IntegerConverter, Rule

from councilflow.extensions import db
from councilflow.models import (
    Base,
    Dissent,
    GoverningDocument,
    Invitation,
    Invitee,
    Mail,
    Membership,
    TextModule,
)
from councilflow.process.meeting import MeetingState
from councilflow.services import example, visibility
from tests.adopted import adoption_of
from tests.conftest import NOW, Client, Make
from tests.figures import figures_on
from tests.reported import reports_on
from tests.said import said_by
from tests.test_site import PAGES, ROLES, TABLE_MEMBERS, Site, asked_for_names, plan_draft_of, site, voice_of
from tests.worked import work_in

__all__ = ["site"]  # the example county, shared with the tests of the whole site

pytestmark = [pytest.mark.long, pytest.mark.no_cover]  # thousands of pages that other tests have measured

POSTED = {  # steps without a page of their own, and the roles that may take them
    "administration.mail_link": "X",
    "administration.open_account": "X",
    "administration.password_link": "X",
    "agenda.comment": "CSP",
    "agenda.comment_step": "CSP",
    "agenda.file": "CSP",
    "agenda.finish": "CSP",
    "agenda.heading": "CSP",
    "agenda.join": "CSP",
    "agenda.put_up": "CSP",
    "agenda.reopen": "CSP",
    "agenda.restore": "CSP",
    "costs.remove": "S",
    "councils.withdraw_membership": "SX",
    "councils.carry_out_import": "SX",
    "checklists.tick": "CS",
    "checklists.untick": "CS",
    "councils.move_seat": "SX",
    "councils.withdraw_rule": "SX",
    "councils.withdraw_seat": "SX",
    "desk.correct_item": "CS",
    "desk.correct_move": "CS",
    "desk.gate": "CS",
    "desk.open_": "CS",
    "desk.open_again": "CS",
    "desk.recusal_step": "CS",
    "desk.remove_guest": "CS",
    "desk.remove_presenter": "CS",
    "desk.relieve": "CS",
    "desk.keep_note": "CS",
    "desk.motions_": TABLE_MEMBERS,
    "desk.put": "CS",
    "desk.reasons": "CVSOMQJ",
    "desk.settle": TABLE_MEMBERS,
    "desk.take_in": "CS",
    "desk.own_text_modules": "S",
    "desk.text_module": "S",
    "desk.unput": "CS",
    "desk.withdraw": "CVSOMQJ",
    "desk.withdraw_motion": TABLE_MEMBERS,
    "live.ask": TABLE_MEMBERS + "E",
    "live.lead": "CS",
    "live.resume": "CS",
    "live.take_up": "CS",
    "efforts.new_work": "CVSOMQJ",
    "efforts.take_back": "SOMQ",
    "extras.add_kind": "CSP",
    "extras.copy": "CSP",
    "extras.remove": "CSP",
    "invitations.catch_up": "CVS",
    "invitations.remind_answers": "CVS",
    "invitations.remind_preparation": "CVS",
    "invitations.resend": "CVS",
    "invitations.substitute": "CVS",
    "invitations.withdraw": "CVS",
    "issues.answer": "CSP",
    "issues.add_ready": "CSP",
    "issues.edit_template": "CSP",
    "issues.remove_template": "CSP",
    "mail.again": "CS",
    "minutes.answer_comment": "S",
    "minutes.keep": "S",
    "minutes.lock": "S",
    "minutes.outside_ask": "CSJ",
    "minutes.outside_hand_in": "CSJ",
    "minutes.outside_take_in": "CSJ",
    "minutes.post_notice": "S",
    "minutes.remake": "S",
    "minutes.review": "CSJ",
    "minutes.send": "S",
    "minutes.send_extract": "S",
    "minutes.supplement": "CSJ",
    "minutes.take_down_notice": "S",
    "minutes.unlock": "CS",
    "minutes.withdraw_supplement": "S",
    "nominations.remind": "SX",
    "nominations.seat": "SX",
    "outwards.answer_hearing": "S",
    "outwards.remove_party": "S",
    "packages.ask": TABLE_MEMBERS,
    "plans.add_logo": "SX",
    "plans.limit_areas": "SX",
    "plans.link_node": "SX",
    "plans.answer_import": "SX",
    "plans.carry_out_plan_import": "SX",
    "plans.forget_lines": "SX",
    "plans.remove_contribution": "SOMQX",
    "plans.remove_logo": "SX",
    "plans.remove_value": "SX",
    "plans.say_lines": "SX",
    "plans.propose": "SX",
    "plans.remove_file": "SX",
    "plans.shift_node": "SX",
    "plans.withdraw": "SX",
    "preparation.comment": "CVOMQJ",
    "preparation.confirm": "CVOMJ",
    "preparation.mark_ready": "CVOMJ",
    "priorities.rank": "CVOMJ",
    "priorities.settle": "CS",
}
ANYBODYS = {  # steps that reach nothing but what is the sender's own
    "account.choose_password",
    "account.language",
    "account.sign_in",
    "account.sign_out",
    "action_links.act",
    "check.show",
    "invitations.answer",
}
REFUSED = (403, 404)
WORDS = {  # enough for most forms to be complete
    "title": "Kapad",
    "name": "Kapad",
    "text": "Kapad",
    "comment": "Kapad",
    "email": "kapad@example.org",
    "version": "1",
    "category": "member",
    "starts_on": "2026-01-01",
    "ends_on": "2026-01-02",
    "stance": "support",
    "step": "draft",
    "approved": "yes",
    "password": "gran-fjord-ljung-ockra",
}


def steps(app: Flask) -> list[Rule]:
    """Every rule by which something can be sent."""
    return [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]


def address(rule: Rule, **values: Any) -> str:
    """Where a rule leads with these values, whether or not they are ones that it takes."""
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: quote(str(values[found[1]])), rule.rule)


def contents() -> dict[str, list[Any]]:
    """Everything that the database holds."""
    with db.engine.connect() as connection:
        return {
            table.name: list(connection.execute(sa.select(table).order_by(*table.primary_key)).all())
            for table in Base.metadata.sorted_tables
        }


class Watched:
    """The database, and whether anything in it has changed since one last asked. It is read only when SQLite
    says that somebody has written: to read it all after each step took more time than the steps."""

    def __init__(self, site: Site) -> None:
        self.connection = sqlite3.connect(site.app.config["DATA_DIR"] / "councilflow.sqlite")
        self.written, self.held = self._written(), contents()

    def has_changed(self) -> bool:
        written, held = self._written(), self.held
        if written != self.written:
            self.written, self.held = written, contents()
        return self.held != held

    def _written(self) -> int:
        return int(self.connection.execute("PRAGMA data_version").fetchone()[0])


@pytest.fixture
def watched(site: Site) -> Iterator[Watched]:
    with site.app.app_context():
        watched = Watched(site)
        yield watched
        watched.connection.close()


# --- What belongs to others ------------------------------------------------------------------------------


class Elsewhere:
    """A council of another county, with one of everything that an address can name."""

    def __init__(self, app: Flask) -> None:
        with app.app_context():
            make = Make()
            make.count = 1000
            council = make.council("Samverkansrådet i grannlänet")
            chair = make.chair(council, starts_on=date(2023, 1, 1))
            meeting = make.meeting(council)
            item = make.item(meeting)
            dissent = Dissent(item_id=item.id, organisation_id=council.host_id, organisation="G", text="Nej.")
            asked = asked_for_names(council.id, council.host, by=chair.id)
            node = make.node(council)
            statement_id, advocacy_id = voice_of(council.id, node.id)
            dissent.requested_by_id, dissent.requested_at = chair.id, datetime.now(UTC)
            self.ids = {
                "council_id": council.id,
                "body_id": council.id,
                "meeting_id": meeting.id,
                "item_id": item.id,
                "issue_id": make.issue(council, chair).id,
                "seat_id": db.session.scalars(sa.text("select max(id) from seat")).one(),
                "rule_id": make.rule(council).id,
                "document_id": make.save(
                    GoverningDocument(
                        body_id=council.id,
                        title="Avtal",
                        version=1,
                        valid_from=NOW.date(),
                        content=b"%PDF-",
                        added_by_id=chair.id,
                        added_at=NOW,
                    )
                ).id,
                "plan_id": node.plan_id,
                "node_id": node.id,
                "import_id": plan_draft_of(council.id, by=chair.id),
                **adoption_of(node.plan_id),
                "statement_id": statement_id,
                "advocacy_id": advocacy_id,
                **said_by(council.id, node.plan_id, node.id, advocacy_id, chair.id),
                **work_in(council.id, council.host_id),
                **figures_on(node.plan_id, node.id, council.host_id),
                **reports_on(node.plan_id, node.id),
                "request_id": asked[0],
                "answer_id": asked[1],
                "dissent_id": make.save(dissent).id,
                "organisation_id": council.host_id,
                "membership_id": make.save(
                    Membership(body_id=council.id, organisation_id=council.host_id, starts_on=NOW.date())
                ).id,
                "person_id": chair.id,
                "module_id": make.save(TextModule(body_id=council.id, title="Paus", text="Paus.")).id,
            }
            db.session.remove()


@pytest.fixture(scope="module")
def elsewhere(site: Site) -> Elsewhere:
    return Elsewhere(site.app)


def own(site: Site) -> dict[str, Any]:
    with site.app.app_context():
        mail_id = db.session.scalar(
            sa.select(Mail.id).where(Mail.meeting_id == site.meetings["coming"]).limit(1)
        )
        dissent_id = db.session.scalar(sa.select(sa.func.min(Dissent.id)))
        invitee_id = db.session.scalar(
            sa.select(sa.func.max(Invitee.id))
            .join(Invitation, Invitation.id == Invitee.invitation_id)
            .where(Invitation.meeting_id == site.meetings["coming"])
        )
    return {
        "council_id": site.council,
        "body_id": site.council,
        "meeting_id": site.meetings["coming"],
        "item_id": site.items["coming"],
        "issue_id": site.issue,
        "seat_id": site.seat,
        "series_id": site.series,
        "rule_id": site.rule,
        "plan_id": site.plan,
        "node_id": site.node,
        "link_id": site.link,
        "file_id": 1,
        "attachment_id": 1,
        "import_id": site.plan_import,
        "statement_id": site.statement,
        "advocacy_id": site.advocacy,
        **site.figures,
        **site.work,
        **site.adoption,
        "mail_id": mail_id or 1,
        "invitee_id": invitee_id or 1,
        "comment_id": 1,
        "extract_id": 1,
        "extra_id": 1,
        "cost_id": 1,
        "supplement_id": 1,
        "dissent_id": dissent_id or 1,
        "change_id": 1,
        "service_id": 1,
        "module_id": 1,
        "recusal_id": 1,
        "attendance_id": 1,
        "presenter_id": 1,
        "amendment_id": 1,
        "motion_id": 1,
        "vote_id": 1,
        "year": 2026,
        "request_id": site.request,
        "answer_id": site.answer,
        "organisation_id": site.organisation,
        "step_id": site.step,
        "membership_id": site.membership,
        "document_id": 1,
        "person_id": site.people["M"][0],
    }


def roles_of(endpoint: str) -> str:
    """Everybody who may take a step, in whatever state of the meeting."""
    return POSTED.get(endpoint, "") + "".join(allowed for name, _state, allowed in PAGES if name == endpoint)


def test_every_step_says_who_may_take_it(site: Site) -> None:
    untold = {rule.endpoint for rule in steps(site.app) if not roles_of(rule.endpoint)}
    assert untold == ANYBODYS


def test_nobody_takes_a_step_that_is_not_theirs(site: Site, watched: Watched) -> None:
    ids, taken = own(site), []
    with site.app.app_context():
        for rule in steps(site.app):
            if rule.endpoint in ANYBODYS:
                continue
            for role in set(ROLES) - set(roles_of(rule.endpoint)):
                status = site.client(role).post(address(rule, **ids), data=WORDS).status_code
                if status not in REFUSED:
                    taken.append((rule.endpoint, role, status))
            if watched.has_changed():
                taken.append((rule.endpoint, "changed", 0))
    assert taken == []


def test_nobody_takes_a_step_in_a_council_of_others(
    site: Site, elsewhere: Elsewhere, watched: Watched
) -> None:
    ids, taken = own(site) | elsewhere.ids, []
    with site.app.app_context():
        for rule in steps(site.app):
            if not rule.arguments or rule.endpoint in ANYBODYS:
                continue
            access = getattr(site.app.view_functions[rule.endpoint], "access", "")
            for role in ROLES:
                if role == "X" and "administrator" in access:
                    continue
                status = site.client(role).post(address(rule, **ids), data=WORDS).status_code
                if status not in REFUSED:
                    taken.append((rule.endpoint, role, status))
            if watched.has_changed():
                taken.append((rule.endpoint, "changed", 0))
    assert taken == []


def test_an_address_of_the_own_council_does_not_reach_into_another(site: Site, elsewhere: Elsewhere) -> None:
    """The place is the own one; what the rest of the address names belongs to others."""
    places, reached = ("council_id", "meeting_id", "item_id", "plan_id"), []
    with site.app.app_context():
        before = contents()
        for rule in steps(site.app):
            others = [name for name in rule.arguments if name not in places or name == "issue_id"]
            if not others or not rule.arguments & set(places):
                continue
            ids = own(site) | {name: elsewhere.ids.get(name, 2**31 - 1) for name in others}
            for role in roles_of(rule.endpoint):
                status = site.client(role).post(address(rule, **ids), data=WORDS).status_code
                if status not in (*REFUSED, 409):
                    reached.append((rule.endpoint, role, status))
        assert contents() == before
    assert reached == []


def test_looking_changes_nothing(site: Site) -> None:
    """Whatever stands in the address: programs follow links, and so do people who were sent one."""
    ids = own(site) | {"attachment_id": 1, "number": 1, "secret": "x", "name": "x", "filename": "x"}
    asked = WORDS | {"send": "yes", "organisation": site.organisation}
    with site.app.app_context():
        before = contents()
        for rule in site.app.url_map.iter_rules():
            if "GET" in (rule.methods or ()) and rule.endpoint != "static":
                for role in "SX":
                    site.client(role).get(address(rule, **{"kind": "csv"} | ids), query_string=asked)
        assert contents() == before


class Left:
    """Somebody whose seat for Timrå ended yesterday, beside a colleague who has written at home."""

    def __init__(self, make: Make) -> None:
        self.today = visibility.today(datetime.now(UTC))
        self.council = make.council()
        self.timra, self.ange = make.organisation("Timrå kommun"), make.organisation("Ånge kommun")
        yesterday = self.today - timedelta(days=1)
        self.person = make.seat(self.council, organisation_id=self.timra.id, ends_on=yesterday)
        colleague = make.seat(self.council, organisation_id=self.timra.id)
        meeting = make.meeting(self.council, state=MeetingState.INVITED, invited_at=NOW)
        self.item, self.meeting_id = make.item(meeting), meeting.id
        make.draft(self.item, colleague, self.timra, note=SECRET)

    def pages(self) -> list[str]:
        item, room = f"/items/{self.item.id}/preparation", f"/meetings/{self.meeting_id}/preparation"
        return [f"{page}{asked}" for page in (item, room) for asked in ("", f"?organisation={self.timra.id}")]


SECRET = "bara-hemma"


def test_the_room_closes_with_the_seat(client: Client, make: Make) -> None:
    left = Left(make)
    client.sign_in(left.person)
    for page in left.pages():
        assert client.get(page).status_code == 404


def test_who_moves_to_another_organisation_takes_nothing_along(client: Client, make: Make) -> None:
    left = Left(make)
    make.seat(left.council, person=left.person, organisation_id=left.ange.id, starts_on=left.today)
    client.sign_in(left.person)
    for page in left.pages():
        answer = client.get(page)
        assert answer.status_code == (404 if "organisation" in page else 200)
        assert SECRET not in answer.text
    said = {"comment": "Hej.", "organisation": left.timra.id}
    assert client.post(f"/items/{left.item.id}/preparation/comments", data=said).status_code == 404


# --- What no page asked for ------------------------------------------------------------------------------

NUMBERS = ("0", "2147483648", "9223372036854775808", "9" * 5000)
NAMES = ("\0", "a\0b", "😀", "a" * 3000, "../../etc/passwd", "' or 1=1")
ASKED = ("after", "before", "revision", "meeting", "q", "organisation", "answer", "month", "year")
MARKS = ("-1", "9223372036854775808", "1_9223372036854775808", "a\0b", "9" * 5000, "1e300_1", "2026-13-45")


@pytest.fixture
def county(app: Flask, database: None, tmp_path: Path) -> Site:
    """The example county on either database."""
    example.load(folder=tmp_path, secret="site", now=datetime.now(UTC))
    db.session.commit()
    return Site(app)


def test_no_address_is_more_than_the_site_can_bear(county: Site) -> None:
    odd_paths(county)
    odd_marks(county)
    odd_forms(county)


def odd_paths(county: Site) -> None:
    """A number that no row can have leads nowhere, nor does a strange name."""
    ids = own(county) | {"attachment_id": 1, "number": 1}
    client = {is_register: county.client("X" if is_register else "S") for is_register in (True, False)}
    for rule in county.app.url_map.iter_rules():
        one = client[rule.endpoint.startswith("administration.")]
        for name in rule.arguments:
            is_number = isinstance(rule._converters[name], IntegerConverter)
            for value in NUMBERS if is_number else NAMES:
                words = dict.fromkeys(("secret", "name", "filename", "kind"), "x")
                url = address(rule, **ids | words | {name: value})
                for method in (rule.methods or set()) & {"GET", "POST"}:
                    assert one.open(url, method=method).status_code in (303, 401, 403, 404, 405, 409), url


def odd_marks(county: Site) -> None:
    """A mark that is not ours is passed over."""
    lists = (
        "/meetings",
        "/calendar",
        "/calendar/year",
        "/standpoints",
        "/formal-decisions",
        "/issues",
        "/administration/people",
        "/administration/journal",
        "/contacts",
    )
    journal = f"/councils/{county.council}/journal"
    wanted = [("/contacts", "council")]
    wanted += [("/standpoints", name) for name in ("council", "node", "state")]
    wanted += [(page, name) for page in lists for name in ASKED] + [(journal, "before"), (journal, "meeting")]
    client = {role: county.client(role) for role in "SX"}
    for page, name in wanted:
        one = client["X" if page.startswith("/administration") else "S"]
        for value in MARKS:
            assert one.get(page, query_string={name: value}).status_code == 200, (page, name, value)


TYPED = ("x\0²", "9" * 5000, "99999999999", "a" * 30_000, "0001-01-01", "9999-12-31")
BODIES = (
    ("application/json", '{"title": 5, "name": 5, "text": {}}'),
    ("multipart/form-data; boundary=x", "--y"),
)


def odd_forms(county: Site) -> None:
    """A form is answered, or says what is wrong, whatever stands in its fields."""
    for endpoint, state, allowed in PAGES:
        if endpoint == "account.password":  # ends the session that goes on here
            continue
        with county.in_state(state):
            client = county.client(allowed[0])
            url = county.address(endpoint, state)
            for form in forms_of(client.get(url)):
                names = {field.name for field in form.inputs if field.name}
                action = (form.action or url).partition("#")[0]
                for typed in TYPED:
                    for named in (names, *({name} for name in names if name in ("version", "base"))):
                        sent = dict(form.form_values()) | dict.fromkeys(named, typed)
                        assert client.post(action, data=sent).status_code < 500, (action, typed)
                for kind, body in BODIES:
                    assert client.post(action, data=body, content_type=kind).status_code < 500, (action, body)


def forms_of(answer: Any) -> list[Any]:
    """The forms of a page in which something can be filled in."""
    if answer.status_code != 200 or answer.mimetype != "text/html":
        return []
    tree = html.fromstring(answer.get_data())
    forms = tree.xpath("//main//form[@method='post' or @method='POST']")
    return [form for form in forms if form.xpath(".//input[not(@type='hidden')] | .//textarea | .//select")]
