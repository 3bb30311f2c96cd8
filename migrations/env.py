"""Alembic's entry: runs revisions on the connection that `db.migrate` opened, inside its transaction."""

from alembic import context

from db.models import Base
from migrations.rendering import render_item

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=render_item,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
