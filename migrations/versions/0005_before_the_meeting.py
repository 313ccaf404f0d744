"""Before the meeting: what items and issues say, versions of attachments, package, samråd, rankings, links."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "issue_template",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("challenge", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("background", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["body.id"], name=op.f("fk_issue_template_council_id_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue_template")),
    )
    with op.batch_alter_table("issue_template", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_issue_template_council_id"), ["council_id"], unique=False)

    op.create_table(
        "meeting_package",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting", "working", "ready", "failed", name="packagestate", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("pdf_sha256", sa.String(), nullable=False),
        sa.Column("zip_sha256", sa.String(), nullable=False),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_meeting_package_asked_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_package_meeting_id_meeting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_package")),
        sa.UniqueConstraint(
            "meeting_id", "fingerprint", name=op.f("uq_meeting_package_meeting_id_fingerprint")
        ),
    )
    with op.batch_alter_table("meeting_package", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_package_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "action_link",
        sa.Column("secret_hash", sa.String(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "hand_in_stance",
                "answer_consultation",
                "rank",
                name="linkpurpose",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_action_link_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_action_link_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_action_link_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_action_link_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_link")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_action_link_secret_hash")),
    )
    with op.batch_alter_table("action_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_link_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_link_person_id"), ["person_id"], unique=False)

    op.create_table(
        "agenda_comment",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["done_by_id"], ["person.id"], name=op.f("fk_agenda_comment_done_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_agenda_comment_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_agenda_comment_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_agenda_comment_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_comment")),
    )
    with op.batch_alter_table("agenda_comment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agenda_comment_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agenda_comment_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "concerned",
        sa.Column("issue_id", sa.Integer(), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("contribution", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(issue_id is null) <> (item_id is null)", name=op.f("ck_concerned_one_side")),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_concerned_issue_id_issue")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_concerned_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_concerned_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concerned")),
        sa.UniqueConstraint(
            "issue_id", "organisation_id", name=op.f("uq_concerned_issue_id_organisation_id")
        ),
        sa.UniqueConstraint("item_id", "organisation_id", name=op.f("uq_concerned_item_id_organisation_id")),
    )
    with op.batch_alter_table("concerned", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_concerned_issue_id"), ["issue_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_concerned_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_concerned_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "consultation_answer",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("submitted_by_id", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_consultation_answer_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_consultation_answer_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["person.id"], name=op.f("fk_consultation_answer_submitted_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_answer")),
        sa.UniqueConstraint(
            "item_id",
            "organisation_id",
            "version",
            name=op.f("uq_consultation_answer_item_id_organisation_id_version"),
        ),
    )
    with op.batch_alter_table("consultation_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consultation_answer_item_id"), ["item_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_consultation_answer_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "earlier",
        sa.Column("issue_id", sa.Integer(), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("earlier_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(issue_id is null) <> (item_id is null)", name=op.f("ck_earlier_one_side")),
        sa.ForeignKeyConstraint(
            ["earlier_id"], ["agenda_item.id"], name=op.f("fk_earlier_earlier_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_earlier_issue_id_issue")),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_item.id"], name=op.f("fk_earlier_item_id_agenda_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier")),
    )
    with op.batch_alter_table("earlier", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_earlier_earlier_id"), ["earlier_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_earlier_issue_id"), ["issue_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_earlier_item_id"), ["item_id"], unique=False)

    op.create_table(
        "extension",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["person.id"], name=op.f("fk_extension_answered_by_id_person")
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_extension_asked_by_id_person")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_extension_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_extension_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension")),
    )
    with op.batch_alter_table("extension", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_extension_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_extension_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "late_change",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("what", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_late_change_by_id_person")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_late_change_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_late_change_meeting_id_meeting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_late_change")),
    )
    with op.batch_alter_table("late_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_late_change_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_late_change_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "priority_list",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("joint", sa.JSON(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_priority_list_item_id_agenda_item")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_priority_list")),
        sa.UniqueConstraint("item_id", name=op.f("uq_priority_list_item_id")),
    )
    op.create_table(
        "priority_entry",
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("node_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["list_id"], ["priority_list.id"], name=op.f("fk_priority_entry_list_id_priority_list")
        ),
        sa.ForeignKeyConstraint(
            ["node_id"], ["plan_node.id"], name=op.f("fk_priority_entry_node_id_plan_node")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_priority_entry")),
    )
    with op.batch_alter_table("priority_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_priority_entry_list_id"), ["list_id"], unique=False)

    op.create_table(
        "priority_ranking",
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("entries", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("submitted_by_id", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["list_id"], ["priority_list.id"], name=op.f("fk_priority_ranking_list_id_priority_list")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_priority_ranking_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["person.id"], name=op.f("fk_priority_ranking_submitted_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_priority_ranking")),
        sa.UniqueConstraint(
            "list_id",
            "organisation_id",
            "version",
            name=op.f("uq_priority_ranking_list_id_organisation_id_version"),
        ),
    )
    with op.batch_alter_table("priority_ranking", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_priority_ranking_list_id"), ["list_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_priority_ranking_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "substitute_call",
        sa.Column("invitee_id", sa.Integer(), nullable=False),
        sa.Column("substitute_id", sa.Integer(), nullable=True),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Boolean(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitee_id"], ["invitee.id"], name=op.f("fk_substitute_call_invitee_id_invitee")
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_substitute_call_seat_id_seat")),
        sa.ForeignKeyConstraint(
            ["substitute_id"], ["invitee.id"], name=op.f("fk_substitute_call_substitute_id_invitee")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_substitute_call")),
    )
    with op.batch_alter_table("substitute_call", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_substitute_call_invitee_id"), ["invitee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_substitute_call_substitute_id"), ["substitute_id"], unique=False)

    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("summary", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("purposes", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(
            sa.Column(
                "reach", sa.Enum("whole", "parts", name="reach", native_enum=False, length=40), nullable=True
            )
        )
        batch_op.add_column(sa.Column("reach_text", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("ecological", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("social", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("economic", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("agenda_2030", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("acknowledgement", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("recommending_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("recommendation", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("consultation", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("answers_by", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("is_secret", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("secrecy_section", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_agenda_item_recommending_id_body"), "body", ["recommending_id"], ["id"]
        )

    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("is_knowledge", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("is_secret", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("secrecy_section", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("replaced_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("pinned_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_attachment_replaced_by_id_attachment"), "attachment", ["replaced_by_id"], ["id"]
        )

    with op.batch_alter_table("issue", schema=None) as batch_op:
        batch_op.add_column(sa.Column("purposes", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(
            sa.Column(
                "reach", sa.Enum("whole", "parts", name="reach", native_enum=False, length=40), nullable=True
            )
        )
        batch_op.add_column(sa.Column("reach_text", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("needs_leadership", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("leadership_reason", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("is_urgent", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("urgent_reason", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("decide_by", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("other_plan", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("rests_until", sa.Date(), nullable=True))

    with op.batch_alter_table("preparation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("responsible_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_preparation_responsible_id_person"), "person", ["responsible_id"], ["id"]
        )

    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.add_column(sa.Column("item_version", sa.Integer(), nullable=False, server_default="1"))


def downgrade() -> None:
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_column("item_version")

    with op.batch_alter_table("preparation", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_preparation_responsible_id_person"), type_="foreignkey")
        batch_op.drop_column("responsible_id")

    with op.batch_alter_table("issue", schema=None) as batch_op:
        batch_op.drop_column("rests_until")
        batch_op.drop_column("other_plan")
        batch_op.drop_column("decide_by")
        batch_op.drop_column("urgent_reason")
        batch_op.drop_column("is_urgent")
        batch_op.drop_column("leadership_reason")
        batch_op.drop_column("needs_leadership")
        batch_op.drop_column("reach_text")
        batch_op.drop_column("reach")
        batch_op.drop_column("purposes")

    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_attachment_replaced_by_id_attachment"), type_="foreignkey")
        batch_op.drop_column("pinned_at")
        batch_op.drop_column("replaced_by_id")
        batch_op.drop_column("version")
        batch_op.drop_column("secrecy_section")
        batch_op.drop_column("is_secret")
        batch_op.drop_column("is_knowledge")

    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_agenda_item_recommending_id_body"), type_="foreignkey")
        batch_op.drop_column("changed_at")
        batch_op.drop_column("secrecy_section")
        batch_op.drop_column("is_secret")
        batch_op.drop_column("answers_by")
        batch_op.drop_column("consultation")
        batch_op.drop_column("recommendation")
        batch_op.drop_column("recommending_id")
        batch_op.drop_column("acknowledgement")
        batch_op.drop_column("agenda_2030")
        batch_op.drop_column("economic")
        batch_op.drop_column("social")
        batch_op.drop_column("ecological")
        batch_op.drop_column("reach_text")
        batch_op.drop_column("reach")
        batch_op.drop_column("purposes")
        batch_op.drop_column("summary")

    with op.batch_alter_table("substitute_call", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_substitute_call_substitute_id"))
        batch_op.drop_index(batch_op.f("ix_substitute_call_invitee_id"))

    op.drop_table("substitute_call")
    with op.batch_alter_table("priority_ranking", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_priority_ranking_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_priority_ranking_list_id"))

    op.drop_table("priority_ranking")
    with op.batch_alter_table("priority_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_priority_entry_list_id"))

    op.drop_table("priority_entry")
    op.drop_table("priority_list")
    with op.batch_alter_table("late_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_late_change_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_late_change_item_id"))

    op.drop_table("late_change")
    with op.batch_alter_table("extension", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_extension_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_extension_item_id"))

    op.drop_table("extension")
    with op.batch_alter_table("earlier", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_earlier_item_id"))
        batch_op.drop_index(batch_op.f("ix_earlier_issue_id"))
        batch_op.drop_index(batch_op.f("ix_earlier_earlier_id"))

    op.drop_table("earlier")
    with op.batch_alter_table("consultation_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consultation_answer_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_consultation_answer_item_id"))

    op.drop_table("consultation_answer")
    with op.batch_alter_table("concerned", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_concerned_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_concerned_item_id"))
        batch_op.drop_index(batch_op.f("ix_concerned_issue_id"))

    op.drop_table("concerned")
    with op.batch_alter_table("agenda_comment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agenda_comment_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_agenda_comment_item_id"))

    op.drop_table("agenda_comment")
    with op.batch_alter_table("action_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_action_link_person_id"))
        batch_op.drop_index(batch_op.f("ix_action_link_meeting_id"))

    op.drop_table("action_link")
    with op.batch_alter_table("meeting_package", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_package_meeting_id"))

    op.drop_table("meeting_package")
    with op.batch_alter_table("issue_template", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_issue_template_council_id"))

    op.drop_table("issue_template")
