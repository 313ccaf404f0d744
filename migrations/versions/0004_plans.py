"""Plans: the tree, its money, indicators, versions, reports and imports."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "funding_source",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_funding_source_body_id_body")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_funding_source_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funding_source")),
        sa.UniqueConstraint("body_id", "name", name=op.f("uq_funding_source_body_id_name")),
    )
    with op.batch_alter_table("funding_source", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_funding_source_body_id"), ["body_id"], unique=False)

    op.create_table(
        "report_template",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("funder", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("status", "final", name="reportkind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("headings", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_report_template_body_id_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_template")),
    )
    with op.batch_alter_table("report_template", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_template_body_id"), ["body_id"], unique=False)

    op.create_table(
        "plan_import",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=True),
        sa.Column("makes_plan", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("carried_out_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_plan_import_body_id_body")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_plan_import_person_id_person")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_import_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_import")),
    )
    with op.batch_alter_table("plan_import", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_import_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_import_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "plan_share",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_plan_share_body_id_body")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_share_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_share")),
        sa.UniqueConstraint("plan_id", "body_id", name=op.f("uq_plan_share_plan_id_body_id")),
    )
    with op.batch_alter_table("plan_share", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_share_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_share_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "advocacy_issue",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column(
            "target_level",
            sa.Enum(
                "eu",
                "national",
                "interregional",
                "regional",
                name="targetlevel",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("policy_area", sa.String(), nullable=False),
        sa.Column("recipients", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("planned", "ongoing", "ended", name="advocacystate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_advocacy_issue_body_id_body")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_advocacy_issue_item_id_agenda_item")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advocacy_issue")),
    )
    with op.batch_alter_table("advocacy_issue", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_advocacy_issue_body_id"), ["body_id"], unique=False)

    op.create_table(
        "area_criteria",
        sa.Column("node_id", sa.Integer(), nullable=False),
        sa.Column("needs_leadership", sa.Boolean(), nullable=True),
        sa.Column("leadership_reason", sa.String(), nullable=False),
        sa.Column("is_urgent", sa.Boolean(), nullable=True),
        sa.Column("urgent_reason", sa.String(), nullable=False),
        sa.Column("decide_by", sa.Date(), nullable=True),
        sa.Column("other_plan", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["node_id"], ["plan_node.id"], name=op.f("fk_area_criteria_node_id_plan_node")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area_criteria")),
        sa.UniqueConstraint("node_id", name=op.f("uq_area_criteria_node_id")),
    )
    op.create_table(
        "contribution",
        sa.Column("node_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("hours", "money", "person", name="contributionkind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["node_id"], ["plan_node.id"], name=op.f("fk_contribution_node_id_plan_node")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_contribution_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution")),
    )
    with op.batch_alter_table("contribution", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contribution_node_id"), ["node_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_contribution_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "fund_application",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("node_id", sa.Integer(), nullable=True),
        sa.Column("applicant", sa.String(), nullable=False),
        sa.Column("funder", sa.String(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column(
            "phase",
            sa.Enum(
                "pre_study", "pre_project", "main_project", name="projectphase", native_enum=False, length=40
            ),
            nullable=True,
        ),
        sa.Column("applied", sa.BigInteger(), nullable=True),
        sa.Column("granted", sa.BigInteger(), nullable=True),
        sa.Column("own", sa.BigInteger(), nullable=True),
        sa.Column("other", sa.BigInteger(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "sent",
                "granted",
                "partly",
                "refused",
                name="applicationstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_fund_application_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(
            ["node_id"], ["plan_node.id"], name=op.f("fk_fund_application_node_id_plan_node")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_fund_application_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund_application")),
    )
    with op.batch_alter_table("fund_application", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fund_application_node_id"), ["node_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fund_application_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "goal_assessment",
        sa.Column("node_id", sa.Integer(), nullable=False),
        sa.Column("assessed_on", sa.Date(), nullable=False),
        sa.Column(
            "result",
            sa.Enum("not_met", "partly", "met", "too_early", name="goalresult", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_goal_assessment_author_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["node_id"], ["plan_node.id"], name=op.f("fk_goal_assessment_node_id_plan_node")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_assessment")),
    )
    with op.batch_alter_table("goal_assessment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_goal_assessment_node_id"), ["node_id"], unique=False)

    op.create_table(
        "indicator",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("node_id", sa.Integer(), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("dimension", sa.String(), nullable=False),
        sa.Column("definition", sa.String(), nullable=False),
        sa.Column("counting_rule", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("cadence", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["plan_import.id"], name=op.f("fk_indicator_import_id_plan_import")
        ),
        sa.ForeignKeyConstraint(["node_id"], ["plan_node.id"], name=op.f("fk_indicator_node_id_plan_node")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_indicator_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator")),
        sa.UniqueConstraint("plan_id", "key", name=op.f("uq_indicator_plan_id_key")),
    )
    with op.batch_alter_table("indicator", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_indicator_import_id"), ["import_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_indicator_node_id"), ["node_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_indicator_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "measure",
        sa.Column("node_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("first_year", sa.Integer(), nullable=True),
        sa.Column("last_year", sa.Integer(), nullable=True),
        sa.Column(
            "first_season",
            sa.Enum("winter", "spring", "summer", "autumn", name="season", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column(
            "last_season",
            sa.Enum("winter", "spring", "summer", "autumn", name="season", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "possible",
                "adopted",
                "ongoing",
                "done",
                "paused",
                "cancelled",
                name="measurestate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("decided_item_id", sa.Integer(), nullable=True),
        sa.Column(
            "phase",
            sa.Enum(
                "pre_study", "pre_project", "main_project", name="projectphase", native_enum=False, length=40
            ),
            nullable=True,
        ),
        sa.Column("is_placeholder", sa.Boolean(), nullable=False),
        sa.Column("continues_id", sa.Integer(), nullable=True),
        sa.Column("nested_plan", sa.String(), nullable=False),
        sa.Column("nested_plan_id", sa.Integer(), nullable=True),
        sa.Column("deliverables", sa.String(), nullable=False),
        sa.Column(
            "settlement",
            sa.Enum("stated", "not_settled", "not_stated", name="settlement", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("parties_raw", sa.String(), nullable=False),
        sa.Column("follow_up_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["continues_id"], ["plan_node.id"], name=op.f("fk_measure_continues_id_plan_node")
        ),
        sa.ForeignKeyConstraint(
            ["decided_item_id"], ["agenda_item.id"], name=op.f("fk_measure_decided_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(["nested_plan_id"], ["plan.id"], name=op.f("fk_measure_nested_plan_id_plan")),
        sa.ForeignKeyConstraint(["node_id"], ["plan_node.id"], name=op.f("fk_measure_node_id_plan_node")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
        sa.UniqueConstraint("node_id", name=op.f("uq_measure_node_id")),
    )
    op.create_table(
        "measure_party",
        sa.Column("node_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "responsible",
                "participant",
                "executor",
                "secretary",
                "client",
                "owner",
                "project_responsible",
                "project_leader",
                "steering_group",
                "project_group",
                "reference_group",
                name="partyrole",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "organisation",
                "body",
                "network",
                "role",
                "person",
                "text",
                name="partykind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("body_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_measure_party_body_id_body")),
        sa.ForeignKeyConstraint(
            ["node_id"], ["plan_node.id"], name=op.f("fk_measure_party_node_id_plan_node")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_measure_party_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_measure_party_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_party")),
    )
    with op.batch_alter_table("measure_party", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_measure_party_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_measure_party_node_id"), ["node_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_measure_party_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_measure_party_person_id"), ["person_id"], unique=False)

    op.create_table(
        "milestone",
        sa.Column("node_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("reached_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["node_id"], ["plan_node.id"], name=op.f("fk_milestone_node_id_plan_node")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
    )
    with op.batch_alter_table("milestone", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_milestone_node_id"), ["node_id"], unique=False)

    op.create_table(
        "node_link",
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum("serves", "covers", "follows", name="linkkind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["first_id"], ["plan_node.id"], name=op.f("fk_node_link_first_id_plan_node")),
        sa.ForeignKeyConstraint(
            ["import_id"], ["plan_import.id"], name=op.f("fk_node_link_import_id_plan_import")
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["plan_node.id"], name=op.f("fk_node_link_second_id_plan_node")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_node_link")),
        sa.UniqueConstraint(
            "first_id", "second_id", "kind", name=op.f("uq_node_link_first_id_second_id_kind")
        ),
    )
    with op.batch_alter_table("node_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_node_link_first_id"), ["first_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_node_link_import_id"), ["import_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_node_link_second_id"), ["second_id"], unique=False)

    op.create_table(
        "phase_step",
        sa.Column("node_id", sa.Integer(), nullable=False),
        sa.Column(
            "phase",
            sa.Enum(
                "pre_study", "pre_project", "main_project", name="projectphase", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column(
            "decision",
            sa.Enum("continue", "change", "stop", name="phasedecision", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_phase_step_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(["node_id"], ["plan_node.id"], name=op.f("fk_phase_step_node_id_plan_node")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phase_step")),
    )
    with op.batch_alter_table("phase_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_phase_step_node_id"), ["node_id"], unique=False)

    op.create_table(
        "plan_approval",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "step",
            sa.Enum("handles", "adopts", name="approvalstep", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("body_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("assembly", sa.String(), nullable=False),
        sa.Column(
            "result",
            sa.Enum(
                "waiting",
                "approved",
                "changed",
                "rejected",
                name="approvalresult",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("case_no", sa.String(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_plan_approval_body_id_body")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_plan_approval_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_plan_approval_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_approval_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_approval")),
    )
    with op.batch_alter_table("plan_approval", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_approval_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "plan_file",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("node_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("is_knowledge", sa.Boolean(), nullable=False),
        sa.Column("is_logo", sa.Boolean(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["node_id"], ["plan_node.id"], name=op.f("fk_plan_file_node_id_plan_node")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_file_plan_id_plan")),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["person.id"], name=op.f("fk_plan_file_uploaded_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_file")),
    )
    with op.batch_alter_table("plan_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_file_node_id"), ["node_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_file_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "plan_goal",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("node_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["node_id"], ["plan_node.id"], name=op.f("fk_plan_goal_node_id_plan_node")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_goal_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_goal")),
        sa.UniqueConstraint("plan_id", "node_id", name=op.f("uq_plan_goal_plan_id_node_id")),
    )
    with op.batch_alter_table("plan_goal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_goal_node_id"), ["node_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_goal_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "plan_money",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("node_id", sa.Integer(), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("budget", "financing", name="moneykind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "amount", "dash", "not_stated", "unread", name="moneystate", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("raw", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("is_sum", sa.Boolean(), nullable=False),
        sa.Column("covers", sa.JSON(), nullable=False),
        sa.Column("covers_outside", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["plan_import.id"], name=op.f("fk_plan_money_import_id_plan_import")
        ),
        sa.ForeignKeyConstraint(["node_id"], ["plan_node.id"], name=op.f("fk_plan_money_node_id_plan_node")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_money_plan_id_plan")),
        sa.ForeignKeyConstraint(
            ["source_id"], ["funding_source.id"], name=op.f("fk_plan_money_source_id_funding_source")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_money")),
    )
    with op.batch_alter_table("plan_money", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_money_import_id"), ["import_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_money_node_id"), ["node_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_money_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_money_source_id"), ["source_id"], unique=False)

    op.create_table(
        "plan_report",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("node_id", sa.Integer(), nullable=True),
        sa.Column("template_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum("status", "final", name="reportkind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum("draft", "submitted", name="reportstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("funder", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("sections", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["node_id"], ["plan_node.id"], name=op.f("fk_plan_report_node_id_plan_node")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_report_plan_id_plan")),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["person.id"], name=op.f("fk_plan_report_submitted_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["template_id"], ["report_template.id"], name=op.f("fk_plan_report_template_id_report_template")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_report")),
    )
    with op.batch_alter_table("plan_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_report_node_id"), ["node_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_report_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "plan_version",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("adopted_on", sa.Date(), nullable=True),
        sa.Column("case_no", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_plan_version_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name=op.f("fk_plan_version_made_by_id_person")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_version_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_version")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_plan_version_plan_id_number")),
    )
    with op.batch_alter_table("plan_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_version_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "statement",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("addressee", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("draft", "adopted", "sent", name="statementstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_statement_body_id_body")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_statement_item_id_agenda_item")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
    )
    with op.batch_alter_table("statement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_statement_body_id"), ["body_id"], unique=False)

    op.create_table(
        "status_report",
        sa.Column("node_id", sa.Integer(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "possible",
                "adopted",
                "ongoing",
                "done",
                "paused",
                "cancelled",
                name="measurestate",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_status_report_author_id_person")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_status_report_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(
            ["node_id"], ["plan_node.id"], name=op.f("fk_status_report_node_id_plan_node")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_report")),
    )
    with op.batch_alter_table("status_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_status_report_node_id"), ["node_id"], unique=False)

    op.create_table(
        "evaluation",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("viewpoint", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["plan_report.id"], name=op.f("fk_evaluation_report_id_plan_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation")),
    )
    with op.batch_alter_table("evaluation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evaluation_report_id"), ["report_id"], unique=False)

    op.create_table(
        "indicator_target",
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("node_id", sa.Integer(), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("dimension", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("raw", sa.String(), nullable=False),
        sa.Column("is_sum", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["plan_import.id"], name=op.f("fk_indicator_target_import_id_plan_import")
        ),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicator.id"], name=op.f("fk_indicator_target_indicator_id_indicator")
        ),
        sa.ForeignKeyConstraint(
            ["node_id"], ["plan_node.id"], name=op.f("fk_indicator_target_node_id_plan_node")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_target")),
    )
    with op.batch_alter_table("indicator_target", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_indicator_target_import_id"), ["import_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_indicator_target_indicator_id"), ["indicator_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_indicator_target_node_id"), ["node_id"], unique=False)

    op.create_table(
        "indicator_value",
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("node_id", sa.Integer(), nullable=True),
        sa.Column("report_id", sa.Integer(), nullable=True),
        sa.Column("dimension", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("noted_by_id", sa.Integer(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicator.id"], name=op.f("fk_indicator_value_indicator_id_indicator")
        ),
        sa.ForeignKeyConstraint(
            ["node_id"], ["plan_node.id"], name=op.f("fk_indicator_value_node_id_plan_node")
        ),
        sa.ForeignKeyConstraint(
            ["noted_by_id"], ["person.id"], name=op.f("fk_indicator_value_noted_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["status_report.id"], name=op.f("fk_indicator_value_report_id_status_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_value")),
    )
    with op.batch_alter_table("indicator_value", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_indicator_value_indicator_id"), ["indicator_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_indicator_value_node_id"), ["node_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_indicator_value_report_id"), ["report_id"], unique=False)

    op.create_table(
        "node_mention",
        sa.Column("node_id", sa.Integer(), nullable=False),
        sa.Column("advocacy_id", sa.Integer(), nullable=True),
        sa.Column("statement_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(advocacy_id is null) <> (statement_id is null)", name=op.f("ck_node_mention_one_side")
        ),
        sa.ForeignKeyConstraint(
            ["advocacy_id"], ["advocacy_issue.id"], name=op.f("fk_node_mention_advocacy_id_advocacy_issue")
        ),
        sa.ForeignKeyConstraint(
            ["node_id"], ["plan_node.id"], name=op.f("fk_node_mention_node_id_plan_node")
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statement.id"], name=op.f("fk_node_mention_statement_id_statement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_node_mention")),
    )
    with op.batch_alter_table("node_mention", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_node_mention_advocacy_id"), ["advocacy_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_node_mention_node_id"), ["node_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_node_mention_statement_id"), ["statement_id"], unique=False)

    op.create_table(
        "plan_review",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column(
            "result",
            sa.Enum("unchanged", "adjusted", name="reviewresult", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_plan_review_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_review_plan_id_plan")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["plan_version.id"], name=op.f("fk_plan_review_version_id_plan_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_review")),
    )
    with op.batch_alter_table("plan_review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_review_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "reallocation",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("from_money_id", sa.Integer(), nullable=False),
        sa.Column("to_money_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("moved_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("case_no", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_reallocation_by_id_person")),
        sa.ForeignKeyConstraint(
            ["from_money_id"], ["plan_money.id"], name=op.f("fk_reallocation_from_money_id_plan_money")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_reallocation_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_reallocation_plan_id_plan")),
        sa.ForeignKeyConstraint(
            ["to_money_id"], ["plan_money.id"], name=op.f("fk_reallocation_to_money_id_plan_money")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reallocation")),
    )
    with op.batch_alter_table("reallocation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reallocation_plan_id"), ["plan_id"], unique=False)

    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "kind",
                sa.Enum(
                    "strategy",
                    "strategic_plan",
                    "intent",
                    "action_plan",
                    "programme",
                    "project",
                    "linked",
                    name="plankind",
                    native_enum=False,
                    length=40,
                ),
                nullable=False,
                server_default="strategy",
            )
        )
        batch_op.add_column(
            sa.Column(
                "status",
                sa.Enum("draft", "adopted", "ended", name="planstatus", native_enum=False, length=40),
                nullable=False,
                server_default="draft",
            )
        )
        batch_op.add_column(sa.Column("first_year", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("last_year", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "first_season",
                sa.Enum("winter", "spring", "summer", "autumn", name="season", native_enum=False, length=40),
                nullable=True,
            )
        )
        batch_op.add_column(
            sa.Column(
                "last_season",
                sa.Enum("winter", "spring", "summer", "autumn", name="season", native_enum=False, length=40),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("language", sa.String(), nullable=False, server_default="sv"))
        batch_op.add_column(sa.Column("currency", sa.String(), nullable=False, server_default="SEK"))
        batch_op.add_column(sa.Column("text", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("vision", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("overall_goal", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("core_values", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("levels", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("owner", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("address", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("area_limit", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("acknowledgement", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("review_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("published_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_plan_parent_id"), ["parent_id"], unique=False)

    with op.batch_alter_table("plan_node", schema=None) as batch_op:
        batch_op.add_column(sa.Column("import_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("key", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column(
                "kind",
                sa.Enum(
                    "theme",
                    "area",
                    "goal",
                    "strategy",
                    "measure",
                    "other",
                    name="nodekind",
                    native_enum=False,
                    length=40,
                ),
                nullable=False,
                server_default="area",
            )
        )
        batch_op.add_column(sa.Column("code", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("short_label", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("grouping", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("block", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column(
                "goal_kind",
                sa.Enum(
                    "main",
                    "long_term",
                    "sub_goal",
                    "result",
                    "activity",
                    "effect",
                    name="goalkind",
                    native_enum=False,
                    length=40,
                ),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("goal_parts", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("agenda_2030", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("reference_body_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("source_line", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_plan_node_import_id"), ["import_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_node_parent_id"), ["parent_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_plan_node_import_id_plan_import"), "plan_import", ["import_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_plan_node_reference_body_id_body"), "body", ["reference_body_id"], ["id"]
        )

    # What stands already: its kind follows from the words that the first plans were made of.
    op.execute("UPDATE plan SET kind = 'strategic_plan' WHERE parent_id IS NOT NULL")
    op.execute(
        "UPDATE plan SET language = (SELECT document_language FROM body WHERE body.id = plan.body_id), "
        "currency = (SELECT CASE country WHEN 'NO' THEN 'NOK' ELSE 'SEK' END FROM body WHERE body.id = plan.body_id)"
    )
    op.execute("UPDATE plan_node SET key = 'node-' || id")
    op.execute("UPDATE plan_node SET kind = 'goal', goal_kind = 'main' WHERE level = 'Mål'")
    op.execute("UPDATE plan_node SET kind = 'other' WHERE level NOT IN ('Mål', 'Fokusområde')")
    with op.batch_alter_table("plan_node", schema=None) as batch_op:
        batch_op.create_unique_constraint(batch_op.f("uq_plan_node_plan_id_key"), ["plan_id", "key"])


def downgrade() -> None:
    with op.batch_alter_table("plan_node", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_plan_node_reference_body_id_body"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_plan_node_import_id_plan_import"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_plan_node_plan_id_key"), type_="unique")
        batch_op.drop_index(batch_op.f("ix_plan_node_parent_id"))
        batch_op.drop_index(batch_op.f("ix_plan_node_import_id"))
        batch_op.drop_column("source_line")
        batch_op.drop_column("reference_body_id")
        batch_op.drop_column("agenda_2030")
        batch_op.drop_column("goal_parts")
        batch_op.drop_column("goal_kind")
        batch_op.drop_column("block")
        batch_op.drop_column("grouping")
        batch_op.drop_column("short_label")
        batch_op.drop_column("code")
        batch_op.drop_column("kind")
        batch_op.drop_column("key")
        batch_op.drop_column("import_id")

    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_parent_id"))
        batch_op.drop_column("published_at")
        batch_op.drop_column("review_on")
        batch_op.drop_column("acknowledgement")
        batch_op.drop_column("area_limit")
        batch_op.drop_column("address")
        batch_op.drop_column("owner")
        batch_op.drop_column("levels")
        batch_op.drop_column("core_values")
        batch_op.drop_column("overall_goal")
        batch_op.drop_column("vision")
        batch_op.drop_column("text")
        batch_op.drop_column("currency")
        batch_op.drop_column("language")
        batch_op.drop_column("last_season")
        batch_op.drop_column("first_season")
        batch_op.drop_column("last_year")
        batch_op.drop_column("first_year")
        batch_op.drop_column("status")
        batch_op.drop_column("kind")

    with op.batch_alter_table("reallocation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reallocation_plan_id"))

    op.drop_table("reallocation")
    with op.batch_alter_table("plan_review", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_review_plan_id"))

    op.drop_table("plan_review")
    with op.batch_alter_table("node_mention", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_node_mention_statement_id"))
        batch_op.drop_index(batch_op.f("ix_node_mention_node_id"))
        batch_op.drop_index(batch_op.f("ix_node_mention_advocacy_id"))

    op.drop_table("node_mention")
    with op.batch_alter_table("indicator_value", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_indicator_value_report_id"))
        batch_op.drop_index(batch_op.f("ix_indicator_value_node_id"))
        batch_op.drop_index(batch_op.f("ix_indicator_value_indicator_id"))

    op.drop_table("indicator_value")
    with op.batch_alter_table("indicator_target", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_indicator_target_node_id"))
        batch_op.drop_index(batch_op.f("ix_indicator_target_indicator_id"))
        batch_op.drop_index(batch_op.f("ix_indicator_target_import_id"))

    op.drop_table("indicator_target")
    with op.batch_alter_table("evaluation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evaluation_report_id"))

    op.drop_table("evaluation")
    with op.batch_alter_table("status_report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_status_report_node_id"))

    op.drop_table("status_report")
    with op.batch_alter_table("statement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_statement_body_id"))

    op.drop_table("statement")
    with op.batch_alter_table("plan_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_version_plan_id"))

    op.drop_table("plan_version")
    with op.batch_alter_table("plan_report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_report_plan_id"))
        batch_op.drop_index(batch_op.f("ix_plan_report_node_id"))

    op.drop_table("plan_report")
    with op.batch_alter_table("plan_money", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_money_source_id"))
        batch_op.drop_index(batch_op.f("ix_plan_money_plan_id"))
        batch_op.drop_index(batch_op.f("ix_plan_money_node_id"))
        batch_op.drop_index(batch_op.f("ix_plan_money_import_id"))

    op.drop_table("plan_money")
    with op.batch_alter_table("plan_goal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_goal_plan_id"))
        batch_op.drop_index(batch_op.f("ix_plan_goal_node_id"))

    op.drop_table("plan_goal")
    with op.batch_alter_table("plan_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_file_plan_id"))
        batch_op.drop_index(batch_op.f("ix_plan_file_node_id"))

    op.drop_table("plan_file")
    with op.batch_alter_table("plan_approval", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_approval_plan_id"))

    op.drop_table("plan_approval")
    with op.batch_alter_table("phase_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_phase_step_node_id"))

    op.drop_table("phase_step")
    with op.batch_alter_table("node_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_node_link_second_id"))
        batch_op.drop_index(batch_op.f("ix_node_link_import_id"))
        batch_op.drop_index(batch_op.f("ix_node_link_first_id"))

    op.drop_table("node_link")
    with op.batch_alter_table("milestone", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_milestone_node_id"))

    op.drop_table("milestone")
    with op.batch_alter_table("measure_party", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_measure_party_person_id"))
        batch_op.drop_index(batch_op.f("ix_measure_party_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_measure_party_node_id"))
        batch_op.drop_index(batch_op.f("ix_measure_party_body_id"))

    op.drop_table("measure_party")
    op.drop_table("measure")
    with op.batch_alter_table("indicator", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_indicator_plan_id"))
        batch_op.drop_index(batch_op.f("ix_indicator_node_id"))
        batch_op.drop_index(batch_op.f("ix_indicator_import_id"))

    op.drop_table("indicator")
    with op.batch_alter_table("goal_assessment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_goal_assessment_node_id"))

    op.drop_table("goal_assessment")
    with op.batch_alter_table("fund_application", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fund_application_plan_id"))
        batch_op.drop_index(batch_op.f("ix_fund_application_node_id"))

    op.drop_table("fund_application")
    with op.batch_alter_table("contribution", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contribution_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_contribution_node_id"))

    op.drop_table("contribution")
    op.drop_table("area_criteria")
    with op.batch_alter_table("advocacy_issue", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_advocacy_issue_body_id"))

    op.drop_table("advocacy_issue")
    with op.batch_alter_table("plan_share", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_share_plan_id"))
        batch_op.drop_index(batch_op.f("ix_plan_share_body_id"))

    op.drop_table("plan_share")
    with op.batch_alter_table("plan_import", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_import_plan_id"))
        batch_op.drop_index(batch_op.f("ix_plan_import_body_id"))

    op.drop_table("plan_import")
    with op.batch_alter_table("report_template", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_template_body_id"))

    op.drop_table("report_template")
    with op.batch_alter_table("funding_source", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_funding_source_body_id"))

    op.drop_table("funding_source")
