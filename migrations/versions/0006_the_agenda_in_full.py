"""What an issue links to in the plans; reminders, words with an answer, and who stands in for whom."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "issue_node",
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("node_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_issue_node_issue_id_issue")),
        sa.ForeignKeyConstraint(["node_id"], ["plan_node.id"], name=op.f("fk_issue_node_node_id_plan_node")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue_node")),
        sa.UniqueConstraint("issue_id", "node_id", name=op.f("uq_issue_node_issue_id_node_id")),
    )
    with op.batch_alter_table("issue_node", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_issue_node_issue_id"), ["issue_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_issue_node_node_id"), ["node_id"], unique=False)

    op.create_table(
        "reminder",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("answer", "preparation", name="reminderkind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_reminder_by_id_person")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_reminder_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint(
            "meeting_id",
            "kind",
            "address",
            "sent_on",
            name=op.f("uq_reminder_meeting_id_kind_address_sent_on"),
        ),
    )
    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reminder_meeting_id"), ["meeting_id"], unique=False)

    with op.batch_alter_table("body", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reminder_days", sa.Integer(), nullable=False, server_default="2"))
        batch_op.add_column(
            sa.Column("calls_substitutes", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("standing_items", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("invitee", schema=None) as batch_op:
        batch_op.add_column(sa.Column("answer_note", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("slot_starts_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("slot_ends_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("substitute_call", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("agenda_comment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "withdrawn_kind",
                sa.Enum(
                    "standpoint",
                    "information",
                    "consultation",
                    "standing",
                    "heading",
                    name="itemkind",
                    native_enum=False,
                    length=40,
                ),
                nullable=True,
            )
        )


def downgrade() -> None:
    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.drop_column("withdrawn_kind")
    with op.batch_alter_table("agenda_comment", schema=None) as batch_op:
        batch_op.drop_column("removed_at")
        batch_op.drop_column("edited_at")
    with op.batch_alter_table("substitute_call", schema=None) as batch_op:
        batch_op.drop_column("ended_at")
    with op.batch_alter_table("invitee", schema=None) as batch_op:
        batch_op.drop_column("slot_ends_at")
        batch_op.drop_column("slot_starts_at")
        batch_op.drop_column("answer_note")
    with op.batch_alter_table("body", schema=None) as batch_op:
        batch_op.drop_column("standing_items")
        batch_op.drop_column("calls_substitutes")
        batch_op.drop_column("reminder_days")

    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reminder_meeting_id"))

    op.drop_table("reminder")
    with op.batch_alter_table("issue_node", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_issue_node_node_id"))
        batch_op.drop_index(batch_op.f("ix_issue_node_issue_id"))

    op.drop_table("issue_node")
