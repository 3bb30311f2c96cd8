"""Column types and keys that behave alike on SQLite and PostgreSQL."""

import secrets
import time
import uuid
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import JSON, DateTime, Dialect, Enum
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator

Json = JSON().with_variant(JSONB(), "postgresql")


def new_id() -> uuid.UUID:
    """A UUIDv7 (RFC 9562): 48 bits of Unix milliseconds, then random bits, so that keys sort by age."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & (1 << 48) - 1) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    return uuid.UUID(int=value & ~(0x3 << 62) | 0x2 << 62)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC with its zone; a naive datetime is refused because its meaning is a guess."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored")
        moment = value.astimezone(UTC)
        return moment if dialect.name == "postgresql" else moment.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def enum_column(kind: type[StrEnum], name: str, *, checked: bool = True) -> Enum:
    """A text column with a CHECK constraint over the enum's values; `name` makes the constraint's name.

    Unchecked for a column that is added to a table with others: SQLite cannot take it off again without rebuilding
    the table, and the rebuilt table would have lost the CHECKs of the others.
    """
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=checked,
        length=24,
        values_callable=lambda members: [member.value for member in members],
    )
