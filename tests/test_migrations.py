"""The migrations build exactly the tables that the models describe, and take them down again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade

from config import for_tests
from councilflow.app import create_app
from councilflow.extensions import db
from councilflow.models import Base


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request, tmp_path):
    """An application on a database without any tables."""
    database = ""
    if request.param == "postgresql":
        url = sa.make_url(request.getfixturevalue("postgresql"))
        engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
        name = f"{url.database}_migrations"
        with engine.connect() as connection:
            connection.execute(sa.text(f'DROP DATABASE IF EXISTS "{name}"'))
            connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
        engine.dispose()
        database = url.set(database=name).render_as_string(hide_password=False)
    app = create_app(replace(for_tests(tmp_path, database)))
    with app.app_context():
        yield
        db.session.remove()
        db.engine.dispose()


def test_the_migrations_build_what_the_models_describe(empty):
    upgrade()
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    downgrade(revision="base")
    assert sa.inspect(db.engine).get_table_names() == ["alembic_version"]


def test_going_up_twice_changes_nothing(empty):
    upgrade()
    upgrade()
    assert "meeting" in sa.inspect(db.engine).get_table_names()


def test_what_was_taken_before_there_was_a_register_stands_in_it(empty):
    upgrade(revision="0007")
    with db.engine.begin() as connection:
        _fill(connection, _HELD)
    upgrade()
    with db.engine.connect() as connection:
        taken = sa.text("SELECT item_id, year, number, taken_on, in_force_on FROM standpoint")
        row = connection.execute(taken).one()
        assert [str(value) for value in row] == ["1", "2026", "67", "2026-12-04", "2026-12-10"]
        asked = connection.scalars(sa.text("SELECT organisation_id FROM formal_decision ORDER BY 1")).all()
        assert asked == [1, 2], "those with a member on that day"


def test_nothing_is_lost_on_the_way_up_nor_back(empty):
    """Tables that others point at are made anew on SQLite."""
    upgrade(revision="0008")
    rows = _HELD | {
        "joint_effort": [{"id": 1, "body_id": 1}],
        "effort_contribution": [{"id": 1, "effort_id": 1, "organisation_id": 1, "amount": 40}],
        "statement": [{"id": 1, "body_id": 1, "state": "sent", "is_published": True}],
    }
    with db.engine.begin() as connection:
        _fill(connection, rows)
    upgrade()
    with db.engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT amount FROM effort_contribution")) == 40
        assert not connection.scalar(sa.text("SELECT is_published FROM statement")), "nobody has let it out"
    downgrade(revision="0008")
    with db.engine.connect() as connection:
        for table, there in rows.items():
            count = connection.scalar(sa.text(f"SELECT count(*) FROM {table}"))
            assert count == len(there), table
        if connection.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def _fill(connection, tables):
    for table, rows in tables.items():
        described = sa.Table(table, sa.MetaData(), autoload_with=connection)
        for row in rows:
            usual = {c.name: _usual(c) for c in described.c if not c.nullable and c.name not in row}
            connection.execute(described.insert().values(usual | row))


def _usual(column):
    """Anything that a column which must hold something can hold."""
    if isinstance(column.type, sa.JSON):
        return []
    if isinstance(column.type, sa.Boolean):
        return False
    if isinstance(column.type, (sa.Integer, sa.BigInteger)):
        return 0
    if isinstance(column.type, sa.DateTime):
        return datetime(2026, 12, 1, tzinfo=UTC)
    return date(2020, 1, 1) if isinstance(column.type, sa.Date) else ""


_MET = datetime(2026, 12, 4, 8, tzinfo=UTC)
_HELD = {
    "organisation": [{"id": one, "name": f"Kommun {one}"} for one in (1, 2, 3)],
    "person": [{"id": 1, "email": "a@example.org"}],
    "body": [{"id": 1, "name": "Rådet", "host_id": 1, "time_zone": "Europe/Stockholm"}],
    "seat": [
        {"id": 1, "body_id": 1, "organisation_id": 1, "category": "member"},
        {"id": 2, "body_id": 1, "organisation_id": 2, "category": "member"},
        {
            "id": 3,
            "body_id": 1,
            "organisation_id": 3,
            "category": "member",
            "ends_on": date(2026, 11, 30),
        },
    ],
    "meeting": [{"id": 1, "council_id": 1, "state": "held", "starts_at": _MET, "ends_at": _MET}],
    "agenda_item": [
        {"id": 1, "meeting_id": 1, "position": 1, "number": 67, "outcome": "consensus"},
        {"id": 2, "meeting_id": 1, "position": 2, "number": 68, "outcome": "none"},
    ],
    "minutes": [
        {"id": 1, "meeting_id": 1, "state": "signed", "signed_at": datetime(2026, 12, 10, 9, tzinfo=UTC)}
    ],
}
