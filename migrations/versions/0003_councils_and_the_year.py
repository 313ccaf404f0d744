"""Councils as they are and the year: rules of composition, nominations, series, invitees, costs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "governing_document",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("adopted", sa.String(), nullable=False),
        sa.Column("filename", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["person.id"], name=op.f("fk_governing_document_added_by_id_person")
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_governing_document_body_id_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_governing_document")),
        sa.UniqueConstraint(
            "body_id", "title", "version", name=op.f("uq_governing_document_body_id_title_version")
        ),
    )
    with op.batch_alter_table("governing_document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_governing_document_body_id"), ["body_id"], unique=False)

    op.create_table(
        "meeting_series",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("months", sa.JSON(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column("begins", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "regular", "extra", "planning", "event", name="meetingkind", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column(
            "form",
            sa.Enum("digital", "physical", "hybrid", name="meetingform", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("is_joint", sa.Boolean(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["body.id"], name=op.f("fk_meeting_series_council_id_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_series")),
    )
    with op.batch_alter_table("meeting_series", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_series_council_id"), ["council_id"], unique=False)

    op.create_table(
        "membership",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_membership_body_id_body")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_membership_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_membership_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "seat_rule",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column(
            "category",
            sa.Enum(
                "member",
                "substitute",
                "adjunct",
                "speaking_function",
                "actor",
                "observer",
                "secretary",
                "official",
                "preparer",
                name="category",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("function", sa.String(), nullable=False),
        sa.Column(
            "scope",
            sa.Enum("once", "each_organisation", name="scope", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "organisation_kind",
            sa.Enum(
                "municipality",
                "region",
                "county",
                "state_county_board",
                "municipal_association",
                "partnership",
                "state_agency",
                "university",
                "business_promotion",
                "civil_society",
                "association",
                "company",
                "network",
                "category",
                "other",
                name="organisationkind",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=True),
        sa.Column("both_sides", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_seat_rule_body_id_body")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_seat_rule_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat_rule")),
    )
    with op.batch_alter_table("seat_rule", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seat_rule_body_id"), ["body_id"], unique=False)

    op.create_table(
        "nomination_request",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column(
            "category",
            sa.Enum(
                "member",
                "substitute",
                "adjunct",
                "speaking_function",
                "actor",
                "observer",
                "secretary",
                "official",
                "preparer",
                name="category",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("rule_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("names_wanted", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_nomination_request_asked_by_id_person")
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_nomination_request_body_id_body")),
        sa.ForeignKeyConstraint(
            ["rule_id"], ["seat_rule.id"], name=op.f("fk_nomination_request_rule_id_seat_rule")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination_request")),
    )
    with op.batch_alter_table("nomination_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_nomination_request_body_id"), ["body_id"], unique=False)

    op.create_table(
        "checklist_mark",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column(
            "point",
            sa.Enum(
                "collect-proposals",
                "agenda-dialogue",
                "complete-items",
                "chair-sets-agenda",
                "invite-presenters",
                "issue-invitation",
                "documents-out",
                "book-place",
                "home-preparation",
                "stances-to-chair",
                "roll-call",
                "elect-signatories",
                "approve-agenda",
                "presentations-held",
                "outcomes-recorded",
                "dissent-asked-for",
                "next-meeting",
                "draft-minutes",
                "review-minutes",
                "sign-minutes",
                "publish",
                "send-extracts",
                "report-back",
                "formal-decisions",
                "communicate",
                "archive",
                name="checklistpoint",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("done_by_id", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["done_by_id"], ["person.id"], name=op.f("fk_checklist_mark_done_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_checklist_mark_meeting_id_meeting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_mark")),
        sa.UniqueConstraint("meeting_id", "point", name=op.f("uq_checklist_mark_meeting_id_point")),
    )
    with op.batch_alter_table("checklist_mark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_checklist_mark_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "extra_invitee",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column(
            "category",
            sa.Enum(
                "member",
                "substitute",
                "adjunct",
                "speaking_function",
                "actor",
                "observer",
                "secretary",
                "official",
                "preparer",
                name="category",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("function", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("invitee_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_extra_invitee_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_extra_invitee_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["invitee_id"], ["invitee.id"], name=op.f("fk_extra_invitee_invitee_id_invitee")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_extra_invitee_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extra_invitee")),
    )
    with op.batch_alter_table("extra_invitee", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_extra_invitee_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "meeting_cost",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("venue", "meals", "travel", "other", name="costkind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("noted_by_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_cost_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["noted_by_id"], ["person.id"], name=op.f("fk_meeting_cost_noted_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_cost")),
    )
    with op.batch_alter_table("meeting_cost", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_cost_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "nomination_answer",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("nominees", sa.JSON(), nullable=False),
        sa.Column("declines", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["person.id"], name=op.f("fk_nomination_answer_answered_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_nomination_answer_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["nomination_request.id"],
            name=op.f("fk_nomination_answer_request_id_nomination_request"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination_answer")),
        sa.UniqueConstraint(
            "request_id", "organisation_id", name=op.f("uq_nomination_answer_request_id_organisation_id")
        ),
    )
    with op.batch_alter_table("nomination_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_nomination_answer_request_id"), ["request_id"], unique=False)

    op.create_table(
        "import_draft",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_import_draft_body_id_body")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_import_draft_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_draft")),
        sa.UniqueConstraint("body_id", "person_id", name=op.f("uq_import_draft_body_id_person_id")),
    )

    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("of_council_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("is_prepared", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_foreign_key(
            batch_op.f("fk_agenda_item_of_council_id_body"), "body", ["of_council_id"], ["id"]
        )

    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.add_column(sa.Column("extra_id", sa.Integer(), nullable=True))
        batch_op.alter_column("seat_id", existing_type=sa.INTEGER(), nullable=True)
        batch_op.create_foreign_key(
            batch_op.f("fk_attendance_extra_id_extra_invitee"), "extra_invitee", ["extra_id"], ["id"]
        )

    with op.batch_alter_table("body", schema=None) as batch_op:
        batch_op.add_column(sa.Column("prepares", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("starts_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("closed_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("successor_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "country",
                sa.Enum("SE", "NO", name="country", native_enum=False, length=40),
                nullable=False,
                server_default="SE",
            )
        )
        batch_op.add_column(sa.Column("tasks", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("vision", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("overall_goal", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("core_values", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("rights", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.add_column(
            sa.Column("has_substitutes", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("meetings_least", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("meetings_most", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_body_successor_id_body"), "body", ["successor_id"], ["id"])

    with op.batch_alter_table("invitee", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "answer_before",
                sa.Enum("comes", "remotely", "absent", name="invitationanswer", native_enum=False, length=40),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("series_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("series_day", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("title", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("is_joint", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("cancel_reason", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column(
                "minutes_profile",
                sa.Enum("advisory", "kl", "ipr", name="minutesprofile", native_enum=False, length=40),
                nullable=True,
            )
        )
        batch_op.create_index(batch_op.f("ix_meeting_series_id"), ["series_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_meeting_series_id_meeting_series"), "meeting_series", ["series_id"], ["id"]
        )

    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("starts_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("successor_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_organisation_successor_id_organisation"), "organisation", ["successor_id"], ["id"]
        )

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("feed_version", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(
            sa.Column("phone_hidden", sa.Boolean(), nullable=False, server_default=sa.false())
        )

    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ground", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("rule_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_seat_rule_id"), ["rule_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_seat_rule_id_seat_rule"), "seat_rule", ["rule_id"], ["id"])

    op.execute("UPDATE body SET prepares = true WHERE kind = 'preparatory_group'")
    op.execute("UPDATE body SET meetings_least = 2, meetings_most = 3 WHERE kind = 'wide_council'")
    op.execute(
        "UPDATE meeting SET minutes_profile = "
        "(SELECT minutes_profile FROM body WHERE body.id = meeting.council_id) "
        "WHERE state IN ('ongoing', 'held')"
    )
    op.execute(
        "INSERT INTO membership (body_id, organisation_id, starts_on) "
        "SELECT body_id, organisation_id, MIN(starts_on) FROM seat "
        "WHERE category = 'member' AND organisation_id IS NOT NULL GROUP BY body_id, organisation_id"
    )


def downgrade() -> None:
    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_seat_rule_id_seat_rule"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_seat_rule_id"))
        batch_op.drop_column("rule_id")
        batch_op.drop_column("ground")

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("phone_hidden")
        batch_op.drop_column("feed_version")

    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_organisation_successor_id_organisation"), type_="foreignkey")
        batch_op.drop_column("successor_id")
        batch_op.drop_column("starts_on")

    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_meeting_series_id_meeting_series"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_meeting_series_id"))
        batch_op.drop_column("minutes_profile")
        batch_op.drop_column("cancel_reason")
        batch_op.drop_column("cancelled_at")
        batch_op.drop_column("is_joint")
        batch_op.drop_column("title")
        batch_op.drop_column("series_day")
        batch_op.drop_column("series_id")

    with op.batch_alter_table("invitee", schema=None) as batch_op:
        batch_op.drop_column("withdrawn_at")
        batch_op.drop_column("answer_before")

    with op.batch_alter_table("body", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_body_successor_id_body"), type_="foreignkey")
        batch_op.drop_column("meetings_most")
        batch_op.drop_column("meetings_least")
        batch_op.drop_column("has_substitutes")
        batch_op.drop_column("rights")
        batch_op.drop_column("core_values")
        batch_op.drop_column("overall_goal")
        batch_op.drop_column("vision")
        batch_op.drop_column("tasks")
        batch_op.drop_column("country")
        batch_op.drop_column("successor_id")
        batch_op.drop_column("closed_on")
        batch_op.drop_column("starts_on")
        batch_op.drop_column("prepares")

    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_attendance_extra_id_extra_invitee"), type_="foreignkey")
        batch_op.alter_column("seat_id", existing_type=sa.INTEGER(), nullable=False)
        batch_op.drop_column("extra_id")

    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_agenda_item_of_council_id_body"), type_="foreignkey")
        batch_op.drop_column("is_prepared")
        batch_op.drop_column("of_council_id")

    op.drop_table("import_draft")
    with op.batch_alter_table("nomination_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_nomination_answer_request_id"))

    op.drop_table("nomination_answer")
    with op.batch_alter_table("meeting_cost", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_cost_meeting_id"))

    op.drop_table("meeting_cost")
    with op.batch_alter_table("extra_invitee", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_extra_invitee_meeting_id"))

    op.drop_table("extra_invitee")
    with op.batch_alter_table("checklist_mark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_checklist_mark_meeting_id"))

    op.drop_table("checklist_mark")
    with op.batch_alter_table("nomination_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_nomination_request_body_id"))

    op.drop_table("nomination_request")
    with op.batch_alter_table("seat_rule", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_seat_rule_body_id"))

    op.drop_table("seat_rule")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_membership_body_id"))

    op.drop_table("membership")
    with op.batch_alter_table("meeting_series", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_series_council_id"))

    op.drop_table("meeting_series")
    with op.batch_alter_table("governing_document", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_governing_document_body_id"))

    op.drop_table("governing_document")
