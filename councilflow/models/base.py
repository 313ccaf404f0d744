"""What every table has in common."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import Enum as PyEnum
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, Enum, MetaData, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from councilflow.process.timetable import Night


class UtcDateTime(TypeDecorator[datetime]):
    """An instant. SQLite forgets the time zone, so it is settled here and not by the callers."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Nights(TypeDecorator[tuple[Night, ...]]):
    """The nights of a meeting of several days, in order; a meeting of one day has none."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: tuple[Night, ...] | None, dialect: Dialect) -> Any:
        nights = value or ()
        return [[at.astimezone(UTC).isoformat() for at in (one.evening, one.morning)] for one in nights]

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[Night, ...]:
        return tuple(Night(*(datetime.fromisoformat(at) for at in pair)) for pair in value or ())


class Base(DeclarativeBase):
    # Every constraint has a predictable name, so that a migration finds it again on SQLite too.
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        datetime: UtcDateTime,
        dict[str, Any]: JSON,
        list[Any]: JSON,
        # Stored as the word and not as a native type: the same column on SQLite and PostgreSQL.
        PyEnum: Enum(
            PyEnum,
            native_enum=False,
            length=40,
            create_constraint=False,
            values_callable=lambda kind: [member.value for member in kind],
        ),
    }

    id: Mapped[int] = mapped_column(primary_key=True)
