"""Minutes as a record: seals, supplements, extracts, notices, and signatures from outside."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "supplement",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("immediate", "correction", name="supplementkind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft", "in_review", "locked", "signed", name="minutesstate", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("snapshot", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("signers", sa.JSON(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_supplement_made_by_id_person")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_supplement_meeting_id_meeting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplement")),
        sa.UniqueConstraint("meeting_id", "number", name=op.f("uq_supplement_meeting_id_number")),
    )
    with op.batch_alter_table("supplement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_supplement_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "notice",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=False),
        sa.Column("posted_by_id", sa.Integer(), nullable=False),
        sa.Column("kept_at", sa.String(), nullable=False),
        sa.Column("taken_down_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["minutes.id"], name=op.f("fk_notice_document_id_minutes")),
        sa.ForeignKeyConstraint(["posted_by_id"], ["person.id"], name=op.f("fk_notice_posted_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("document_id", name=op.f("uq_notice_document_id")),
    )
    op.create_table(
        "outside_signature",
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("prepared", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["signed_file.id"], name=op.f("fk_outside_signature_file_id_signed_file")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_outside_signature_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_signature")),
    )
    with op.batch_alter_table("outside_signature", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outside_signature_file_id"), ["file_id"], unique=False)

    op.create_table(
        "extract",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("paragraph", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("attested_by_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mail_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attested_by_id"], ["person.id"], name=op.f("fk_extract_attested_by_id_person")
        ),
        sa.ForeignKeyConstraint(["council_id"], ["body.id"], name=op.f("fk_extract_council_id_body")),
        sa.ForeignKeyConstraint(["mail_id"], ["mail.id"], name=op.f("fk_extract_mail_id_mail")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_extract_meeting_id_meeting")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_extract_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extract")),
        sa.UniqueConstraint("council_id", "year", "number", name=op.f("uq_extract_council_id_year_number")),
    )
    with op.batch_alter_table("extract", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_extract_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_extract_sha256"), ["sha256"], unique=False)

    with op.batch_alter_table("body", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "minutes_profile",
                sa.Enum("advisory", "kl", "ipr", name="minutesprofile", native_enum=False, length=40),
                nullable=False,
                server_default="advisory",
            )
        )
        batch_op.add_column(
            sa.Column(
                "archive_format",
                sa.Enum("pdfa-3a", "pdfa-2a", name="archiveformat", native_enum=False, length=40),
                nullable=False,
                server_default="pdfa-3a",
            )
        )

    with op.batch_alter_table("number_series", schema=None) as batch_op:
        batch_op.add_column(sa.Column("last_extract", sa.Integer(), nullable=False, server_default="0"))

    with op.batch_alter_table("signatory", schema=None) as batch_op:
        batch_op.add_column(sa.Column("instead_of", sa.String(), nullable=False, server_default=""))

    with op.batch_alter_table("signed_file", schema=None) as batch_op:
        batch_op.add_column(sa.Column("supplement_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("superseded", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(
            sa.Column(
                "kind",
                sa.Enum(
                    "base", "seal", "signature", "timestamp", name="filekind", native_enum=False, length=40
                ),
                nullable=False,
                server_default="signature",
            )
        )
        batch_op.alter_column("document_id", existing_type=sa.INTEGER(), nullable=True)
        batch_op.create_index(batch_op.f("ix_signed_file_supplement_id"), ["supplement_id"], unique=False)
        batch_op.create_unique_constraint(
            batch_op.f("uq_signed_file_supplement_id_number"), ["supplement_id", "number"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_signed_file_supplement_id_supplement"), "supplement", ["supplement_id"], ["id"]
        )
        batch_op.create_check_constraint(
            "of_one_document", "(document_id IS NULL) <> (supplement_id IS NULL)"
        )

    op.execute("UPDATE signed_file SET kind = 'base' WHERE number = 0")


def downgrade() -> None:
    with op.batch_alter_table("signed_file", schema=None) as batch_op:
        batch_op.drop_constraint("of_one_document", type_="check")
        batch_op.drop_constraint(batch_op.f("fk_signed_file_supplement_id_supplement"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_signed_file_supplement_id_number"), type_="unique")
        batch_op.drop_index(batch_op.f("ix_signed_file_supplement_id"))
        batch_op.alter_column("document_id", existing_type=sa.INTEGER(), nullable=False)
        batch_op.drop_column("superseded")
        batch_op.drop_column("kind")
        batch_op.drop_column("supplement_id")

    with op.batch_alter_table("signatory", schema=None) as batch_op:
        batch_op.drop_column("instead_of")

    with op.batch_alter_table("number_series", schema=None) as batch_op:
        batch_op.drop_column("last_extract")

    with op.batch_alter_table("body", schema=None) as batch_op:
        batch_op.drop_column("archive_format")
        batch_op.drop_column("minutes_profile")

    with op.batch_alter_table("extract", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_extract_sha256"))
        batch_op.drop_index(batch_op.f("ix_extract_meeting_id"))

    op.drop_table("extract")
    with op.batch_alter_table("outside_signature", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outside_signature_file_id"))

    op.drop_table("outside_signature")
    op.drop_table("notice")
    with op.batch_alter_table("supplement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_supplement_meeting_id"))

    op.drop_table("supplement")
