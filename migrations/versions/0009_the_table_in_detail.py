"""The meeting in detail: what is approved at once, when each day ends, and what was sent as it was sent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("immediate_approval_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("issue", schema=None) as batch_op:
        batch_op.add_column(sa.Column("secrecy_section", sa.String(), nullable=True))

    op.create_table(
        "sent_letter",
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("dissents", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statement.id"], name=op.f("fk_sent_letter_statement_id_statement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sent_letter")),
        sa.UniqueConstraint("statement_id", name=op.f("uq_sent_letter_statement_id")),
    )
    with op.batch_alter_table("sent_letter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sent_letter_sha256"), ["sha256"], unique=False)

    with op.batch_alter_table("preparation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ready_version", sa.Integer(), nullable=True))

    with op.batch_alter_table("communication", schema=None) as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))

    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("nights", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("meeting_series", schema=None) as batch_op:
        batch_op.add_column(sa.Column("evening", sa.Time(), nullable=True))
        batch_op.add_column(sa.Column("morning", sa.Time(), nullable=True))

    with op.batch_alter_table("statement", schema=None) as batch_op:
        batch_op.add_column(sa.Column("decided_by", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("decided_on", sa.Date(), nullable=True))
    # The mark opened no page until now: what has gone already is let out by somebody who looks at it first.
    op.execute("UPDATE statement SET is_published = false WHERE state = 'sent'")
    with op.batch_alter_table("joint_effort", schema=None) as batch_op:
        batch_op.add_column(sa.Column("advocacy_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_joint_effort_advocacy_id"), ["advocacy_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_joint_effort_advocacy_id_advocacy_issue"),
            "advocacy_issue",
            ["advocacy_id"],
            ["id"],
        )
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("language", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("effort_contribution", schema=None) as batch_op:
        batch_op.alter_column(
            "amount", existing_type=sa.BigInteger(), type_=sa.Double(), existing_nullable=True
        )


def downgrade() -> None:
    with op.batch_alter_table("issue", schema=None) as batch_op:
        batch_op.drop_column("secrecy_section")
    with op.batch_alter_table("effort_contribution", schema=None) as batch_op:
        batch_op.alter_column(
            "amount", existing_type=sa.Double(), type_=sa.BigInteger(), existing_nullable=True
        )
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_column("language")
    with op.batch_alter_table("joint_effort", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_joint_effort_advocacy_id_advocacy_issue"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_joint_effort_advocacy_id"))
        batch_op.drop_column("advocacy_id")
    with op.batch_alter_table("statement", schema=None) as batch_op:
        batch_op.drop_column("decided_on")
        batch_op.drop_column("decided_by")

    with op.batch_alter_table("meeting_series", schema=None) as batch_op:
        batch_op.drop_column("morning")
        batch_op.drop_column("evening")
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_column("nights")

    with op.batch_alter_table("communication", schema=None) as batch_op:
        batch_op.drop_column("version")

    with op.batch_alter_table("preparation", schema=None) as batch_op:
        batch_op.drop_column("ready_version")

    op.drop_table("sent_letter")

    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.drop_column("immediate_approval_at")
