"""The Norwegian example councils stand beside Västernorrland, each with its plan read as people paste it."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import Body, Organisation, Person, Plan, Seat
from councilflow.process.errors import RuleBroken
from councilflow.process.plans.values import PartyKind
from councilflow.services import example, plans
from councilflow.services.example.county import load_county
from tests.conftest import NOW

pytestmark = pytest.mark.one_database

# The facts that stand in the repository, counted by hand.
FACTS = {
    "sogn": {"measures": 7, "placeholders": 0, "kroner": 5_350_000, "language": "nn"},
    "hallingdal": {"measures": 7, "placeholders": 1, "kroner": 1_400_000, "language": "nb"},
}


def only_plan(council: Body) -> Plan:
    return db.session.scalars(sa.select(Plan).where(Plan.body_id == council.id)).one()


@pytest.mark.parametrize("region", FACTS)
def test_a_region_has_its_plan_in_its_own_words(region, database):
    council = example.load_region(region, now=NOW)
    document = plans.document_of(only_plan(council))
    budget = [money.amount for node in document.nodes for money in node.money if not money.is_sum]
    assert {
        "measures": len(document.measures),
        "placeholders": len(document.placeholders),
        "kroner": sum(filter(None, budget)),
        "language": document.language,
    } == FACTS[region]
    assert council.document_language == document.language
    assert document.currency == "NOK"


def test_a_group_of_the_council_is_known_by_its_name_in_the_plan(database):
    council = example.load_region("sogn", now=NOW)
    parties = [
        party for node in plans.document_of(only_plan(council)).measures for party in node.measure.parties
    ]
    assert {party.name for party in parties if party.kind is PartyKind.BODY} == {
        "SR",
        "styringsgruppa Sogn for alle",
        "Samferdslegruppa",
    }


def test_the_regions_stand_beside_the_county_and_come_only_once(database):
    load_county(now=NOW)
    for region in example.REGIONS:
        assert not example.is_loaded(region)
        example.load_region(region, now=NOW)
        assert example.is_loaded(region)
    known = set(db.session.scalars(sa.select(Person.email)))
    assert {account.email for account in example.accounts()} <= known
    assert not db.session.scalars(sa.select(Seat).where(Seat.person_id.is_(None))).all()
    with pytest.raises(RuleBroken, match="name-taken"):
        example.load_region("sogn", now=NOW)


def test_what_an_example_calls_the_same_is_one_organisation(database):
    for region in example.REGIONS:
        example.load_region(region, now=NOW)
    names = db.session.scalars(sa.select(Organisation.name)).all()
    assert len(names) == len(set(names))
