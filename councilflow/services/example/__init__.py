"""Example councils: a county to try the product in, with one meeting held and others coming up, and
two regions with plans of their own."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from councilflow.extensions import db
from councilflow.models import Organisation, Person
from councilflow.services.example.accounts import ACCOUNTS, PASSWORD, Account
from councilflow.services.example.county import load_county
from councilflow.services.example.region import REGIONS, accounts_of, is_loaded, load_region
from councilflow.services.example.story import tell_story

__all__ = [
    "ACCOUNTS",
    "PASSWORD",
    "REGIONS",
    "Account",
    "accounts",
    "is_empty",
    "is_loaded",
    "load",
    "load_region",
]


def accounts() -> list[Account]:
    """Who can be tried, in every example that there is."""
    return [*ACCOUNTS, *(account for region in REGIONS for account in accounts_of(region))]


def is_empty() -> bool:
    """Whether nothing has been entered in this database yet."""
    firsts = (select(Person.id).limit(1), select(Organisation.id).limit(1))
    return all(db.session.scalar(first) is None for first in firsts)


def load(*, folder: Path, secret: str, now: datetime) -> None:
    """Fill an empty database with the councils of Västernorrland, their seats, plan and meetings.

    The held meeting's minutes are signed with the authority in `folder`, opened by `secret`. `now` is an
    aware instant; the meetings are placed around it. Commits as it goes, as the people would.
    """
    tell_story(load_county(now=now), folder=folder, secret=secret, now=now)
