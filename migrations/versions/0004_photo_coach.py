"""What the photo coach, data sets and rights of people need."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "privacy_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "export", "erase_model", "erase_all", name="kind", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "open", "waiting", "done", "failed", name="state", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("steps", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("error", sa.String(length=64), nullable=True),
        sa.Column("file_key", sa.String(length=255), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("look_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_privacy_request")),
    )
    with op.batch_alter_table("privacy_request", schema=None) as batch_op:
        batch_op.create_index("ix_privacy_request_due", ["state", "look_at"], unique=False)
        batch_op.create_index("ix_privacy_request_user", ["user_id"], unique=False)

    op.create_table(
        "remembered_quota",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("trainings", sa.BigInteger(), nullable=False),
        sa.Column("pictures", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remembered_quota")),
        sa.UniqueConstraint("person", "period", name=op.f("uq_remembered_quota_person_period")),
    )
    op.create_table(
        "report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reporter_id", sa.BigInteger(), nullable=False),
        sa.Column("image_id", sa.Uuid(), nullable=True),
        sa.Column("lora_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("open", "removed", "kept", name="state", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
    )
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.create_index("ix_report_state_due_at", ["state", "due_at"], unique=False)

    op.create_table(
        "draft_person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("dataset_id", sa.Uuid(), nullable=False),
        sa.Column("album", sa.String(length=64), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=True),
        sa.Column("class_word", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["dataset_id"], ["dataset.id"], name=op.f("fk_draft_person_dataset_id")),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_draft_person_draft_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_person")),
        sa.UniqueConstraint("draft_id", "album", name=op.f("uq_draft_person_draft_id_album")),
    )
    with op.batch_alter_table("draft_person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_draft_person_draft_id"), ["draft_id"], unique=False)

    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.add_column(sa.Column("faces", sa.Boolean(), server_default=sa.false(), nullable=False))

    with op.batch_alter_table("dataset", schema=None) as batch_op:
        batch_op.add_column(sa.Column("copied_from", sa.Uuid(), nullable=True))

    with op.batch_alter_table("image", schema=None) as batch_op:
        batch_op.add_column(sa.Column("blocked_by", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("likeness", sa.Double(), nullable=True))

    with op.batch_alter_table("lora_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("likeness", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True))

    with op.batch_alter_table("photo", schema=None) as batch_op:
        batch_op.add_column(sa.Column("measures", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True))
        batch_op.add_column(sa.Column("use_anyway", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("photo", schema=None) as batch_op:
        batch_op.drop_column("use_anyway")
        batch_op.drop_column("measures")

    with op.batch_alter_table("lora_version", schema=None) as batch_op:
        batch_op.drop_column("likeness")

    with op.batch_alter_table("image", schema=None) as batch_op:
        batch_op.drop_column("likeness")
        batch_op.drop_column("blocked_by")

    with op.batch_alter_table("dataset", schema=None) as batch_op:
        batch_op.drop_column("copied_from")

    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_column("faces")

    with op.batch_alter_table("draft_person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_draft_person_draft_id"))

    op.drop_table("draft_person")
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_index("ix_report_state_due_at")

    op.drop_table("report")
    op.drop_table("remembered_quota")
    with op.batch_alter_table("privacy_request", schema=None) as batch_op:
        batch_op.drop_index("ix_privacy_request_user")
        batch_op.drop_index("ix_privacy_request_due")

    op.drop_table("privacy_request")
