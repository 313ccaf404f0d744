"""A meeting as the archive package's own XML tells it, by the package's own schema."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from importlib import resources

from lxml import etree

from councilflow.documents import sip
from councilflow.documents.sip import describe
from councilflow.process.agenda import ItemKind
from councilflow.process.consensus import Outcome
from councilflow.process.councils import Category, Side
from councilflow.process.meeting import MeetingForm, Presence, SignatoryRole
from councilflow.process.minutes import (
    Adjournment,
    Attendance,
    Dissent,
    Minutes,
    Movement,
    Paragraph,
    Presenter,
    Range,
    Recusal,
    Service,
    Signatory,
    Sitting,
)
from councilflow.process.presence import Move

LATER = datetime(2026, 12, 7, 9, 0, tzinfo=UTC)


def test_everything_about_people_is_valid_by_the_schema():
    """Two days, a list for each, somebody who comes late and a substitute, jäv, and a chair for some §§."""
    there = Attendance(
        name="Ersättare, Ånge",
        category=Category.SUBSTITUTE,
        presence=Presence.REMOTE,
        party="V",
        paragraphs=(Range(2, 3), Range(5, 5)),
        movements=(
            Movement(move=Move.ARRIVES, day=date(2026, 12, 4), at=time(9, 30), after=1, before=2),
            Movement(move=Move.LEAVES, day=date(2026, 12, 5)),
        ),
        services=(Service(member="Ledamot, Ånge", paragraphs=(Range(2, 3),)), Service(member="Ordföranden")),
    )
    rest = Adjournment(begins=time(10), ends=None, reason="lunch")
    first = Sitting(day=date(2026, 12, 4), begins=time(9), adjournments=(rest,), attendance=(there,))
    paragraph = Paragraph(
        number=2,
        title="Vägen",
        kind=ItemKind.STANDPOINT,
        outcome=Outcome.CONSENSUS_NOTED,
        wording="Rådet är enigt.",
        approved_on=date(2026, 12, 5),
        led_by="Vice",
        presenters=(Presenter(name="Strategen", title="strateg"),),
        dissents=(Dissent(organisation="Timrå kommun", person="Ledamot", side=Side.MAJORITY, text="Nej."),),
        recusals=(Recusal(name="Ledamot, Ånge", reason="Jäv.", left_at=time(9, 40)),),
    )
    minutes = Minutes(
        council="Rådet",
        language="sv",
        number=1,
        year=2026,
        form=MeetingForm.HYBRID,
        sittings=(first, Sitting(day=date(2026, 12, 5))),
        chair="Ordföranden",
        secretary="Sekreteraren",
        paragraphs=(paragraph,),
        signatories=(
            Signatory(key="chair_1", name="Vice", role=SignatoryRole.CHAIR, paragraphs=(Range(2, 2),)),
        ),
        attendance=(there,),
    )
    schema = etree.XMLSchema(etree.parse(resources.files(sip) / "schemas" / "councilflow-archive-1.xsd"))
    for secrecy in ({}, {2: "Sekretess"}):
        told = describe.Meeting(
            identifier="regionala",
            minutes=minutes,
            fingerprint="ab" * 32,
            signed_at=LATER,
            profile="advisory",
            archive_format="pdfa_3a",
            documents=(),
            secrecy=secrecy,
        )
        made = describe.as_xml(told)
        schema.assertValid(etree.fromstring(made))
        for words in ("Rådet är enigt.", "Nej.", "Jäv."):
            assert (words in made.decode()) is not bool(secrecy)
