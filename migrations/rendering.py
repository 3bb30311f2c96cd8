"""How our column types are written in a revision: as plain types, so that an old revision never changes meaning."""

from typing import Any, Literal

from alembic.autogenerate.api import AutogenContext
from sqlalchemy import JSON

from db.columns import UtcDateTime


def render_item(kind: str, item: Any, context: AutogenContext) -> str | Literal[False]:
    """The source text of a column type, or False for Alembic's own."""
    if kind != "type":
        return False
    if isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, JSON):
        context.imports.add("from sqlalchemy.dialects.postgresql import JSONB")
        return 'sa.JSON().with_variant(JSONB(), "postgresql")'
    return False
