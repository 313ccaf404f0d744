"""The migrations build exactly the tables that the models describe, and take them down again."""

from __future__ import annotations

from dataclasses import replace

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
