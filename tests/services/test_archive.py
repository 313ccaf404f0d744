"""The archive package of a meeting: what goes in, and what it tells."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

import pytest
import sqlalchemy as sa
from lxml import etree

from councilflow.documents.sip.check import examine
from councilflow.extensions import db
from councilflow.models import (
    Organisation,
    SignedFile,
)
from councilflow.process.correction import Change
from councilflow.services import minutes, secrecy
from councilflow.services.archive import checking, events
from councilflow.services.minutes import SigningPlace, extracts
from councilflow.services.minutes.extracts import Addressee
from councilflow.services.minutes.record import signers
from councilflow.signing.check import check
from councilflow.signing.trust import certificates_in
from councilflow.signing.verdict import NotProved, Problem
from tests.archives import DATA, PAPER, STANDPOINT, inside, packed, texts, tree, with_paper
from tests.held import DISSENT, LATER, Held, signed_meeting

pytestmark = pytest.mark.one_database


@pytest.fixture
def place(app) -> SigningPlace:
    return SigningPlace(app.config["DATA_DIR"], app.config["SIGNING_SECRET"])


@pytest.fixture
def signed(make, place) -> Held:
    return with_paper(signed_meeting(make, place), place)


# --- What goes in ---------------------------------------------------------------------------------------


def test_the_package_holds_the_record_and_its_checksums_hold(signed, place, tmp_path):
    file = tmp_path / "package.zip"
    file.write_bytes(packed(signed, place))
    found = examine(file)
    assert found.holds, found.flaws
    assert re.fullmatch(r"regionala-2026-12-04-[0-9a-f]{12}", found.identifier)
    assert sorted(inside(signed, place)) == [
        "METS.xml",
        "documentation/readme.txt",
        "documentation/root-certificates.pem",
        "documentation/validation.txt",
        "metadata/descriptive/dc.xml",
        "metadata/descriptive/meeting.xml",
        "metadata/other/journal.xml",
        "metadata/other/validation.xml",
        "metadata/preservation/premis.xml",
        "representations/rep1/METS.xml",
        f"{DATA}/attachments/002-forslag-till-lanstransportplan.png",
        f"{DATA}/minutes/regionala-protokoll-2026-12-04.json",
        f"{DATA}/minutes/regionala-protokoll-2026-12-04.pdf",
        "representations/rep1/metadata/preservation/premis.xml",
        "schemas/councilflow-archive-1.xsd",
    ]


def test_the_files_are_those_of_the_record_to_the_last_byte(signed, place):
    found = inside(signed, place)
    newest = db.session.scalars(sa.select(SignedFile).order_by(SignedFile.number.desc())).first()
    assert newest is not None
    assert found[f"{DATA}/minutes/regionala-protokoll-2026-12-04.pdf"] == newest.content
    assert found[f"{DATA}/attachments/002-forslag-till-lanstransportplan.png"] == PAPER
    data = found[f"{DATA}/minutes/regionala-protokoll-2026-12-04.json"]
    assert hashlib.sha256(data).hexdigest() == signed.document.fingerprint
    assert json.loads(data)["council"] == "Regionala samverkansrådet"


def test_the_same_moment_gives_the_same_bytes(signed, place):
    assert packed(signed, place) == packed(signed, place)


def test_making_a_package_changes_nothing(signed, place):
    def everything() -> list[Any]:
        tables = db.metadata.sorted_tables
        return [db.session.execute(sa.select(table).order_by(*table.primary_key)).all() for table in tables]

    before = everything()
    packed(signed, place)
    assert everything() == before


@pytest.mark.both_databases
def test_extracts_and_corrections_go_along(signed, place):
    organisation = db.session.scalars(
        sa.select(Organisation).where(Organisation.name == "Kramfors kommun")
    ).one()
    to = (Addressee("Landsarkivet"), Addressee(organisation.name, organisation.mailbox, organisation.id))
    extracts.make(signed.meeting.id, STANDPOINT, to, place=place, by=signed.secretary, now=LATER)
    db.session.commit()
    changes = (Change(paragraph=STANDPOINT, said="restiderna", should_say="tidtabellen"),)
    correction = minutes.correct(
        signed.meeting.id,
        changes,
        "Fel ord.",
        signers(signed.meeting.id),
        place=place,
        by=signed.secretary,
        now=LATER,
    )
    db.session.commit()
    waiting = inside(signed, place)
    assert not [path for path in waiting if "supplements" in path], "nobody has signed the correction yet"
    for person in signed.signatories:
        minutes.sign_supplement(correction.id, place=place, by=person, now=LATER)
        db.session.commit()
    found = inside(signed, place)
    assert [path for path in found if path.startswith(f"{DATA}/supplements")] == [
        f"{DATA}/supplements/rattelse-1.pdf"
    ]
    assert sorted(path for path in found if path.startswith(f"{DATA}/extracts")) == [
        f"{DATA}/extracts/protokollsutdrag-1-2026-2.pdf",
        f"{DATA}/extracts/protokollsutdrag-2-2026-2.pdf",
    ]
    told = tree(found["metadata/other/validation.xml"])
    assert [one.get("holds") for one in told.iter("{*}validation")] == ["true"] * 4
    paragraph = tree(found["metadata/descriptive/meeting.xml"]).find(
        f"{{*}}paragraph[@number='{STANDPOINT}']"
    )
    assert [one.get("kind") for one in paragraph.iter("{*}document")] == ["extract", "extract", "attachment"]
    assert texts(paragraph, "recipient") == ["Landsarkivet", "Kramfors kommun"]


def test_a_schema_that_the_archive_wants_along_is_put_in(signed, place):
    folder = place.folder / "archive" / "schemas"
    folder.mkdir(parents=True)
    (folder / "METS 1.12.xsd").write_bytes(b"<schema/>")
    (folder / "notes.txt").write_bytes(b"mine")
    try:
        found = inside(signed, place)
    finally:
        for one in folder.iterdir():
            one.unlink()
        folder.rmdir()
    assert found["schemas/mets-1-12.xsd"] == b"<schema/>"
    assert not [path for path in found if "notes" in path]


# --- What it tells --------------------------------------------------------------------------------------


def test_our_own_metadata_is_valid_by_the_schema_in_the_package(signed, place):
    found = inside(signed, place)
    schema = etree.XMLSchema(tree(found["schemas/councilflow-archive-1.xsd"]))
    for path in ("descriptive/meeting.xml", "other/journal.xml", "other/validation.xml"):
        assert schema.validate(tree(found[f"metadata/{path}"])), schema.error_log


def test_the_meeting_tells_who_was_there_and_what_each_paragraph_came_to(signed, place):
    root = tree(inside(signed, place)["metadata/descriptive/meeting.xml"])
    roll = {one.findtext("{*}name"): one for one in root.findall("{*}participant")}
    assert roll[signed.opposition.name].get("side") == "opposition"
    assert roll[signed.chair.name].get("office") == "chair"
    paragraph = next(one for one in root.findall("{*}paragraph") if one.get("number") == str(STANDPOINT))
    assert paragraph.findtext("{*}wording") == "Rådet ställer sig bakom prioriteringarna."
    [dissent] = paragraph.findall("{*}dissent")
    assert (dissent.get("kind"), dissent.findtext("{*}text")) == ("dissenting_view", DISSENT)


def test_the_validation_names_every_signer_and_what_is_not_proved(signed, place):
    found = inside(signed, place)
    root = tree(found["metadata/other/validation.xml"])
    names = [one.findtext("{*}name") for one in root.iter("{*}signature")]
    assert names[-3:] == [person.name for person in signed.signatories]
    assert root.find("{*}validation").get("holds") == "true"
    assert "Ingen utomstående har intygat dem." in " ".join(texts(root, "notProved"))
    told = found["documentation/validation.txt"].decode()
    assert "Filen är oförändrad och alla underskrifter håller." in told
    assert f"{signed.chair.name}, Ordförande" in told
    assert "inte kvalificerade" in told


def test_the_roots_to_check_by_are_in_the_package(signed, place):
    """So that the signatures can be checked again where nothing is left of the installation."""
    found = inside(signed, place)
    roots = certificates_in(found["documentation/root-certificates.pem"])
    verdict = check(found[f"{DATA}/minutes/regionala-protokoll-2026-12-04.pdf"], trust=roots)
    assert verdict.holds


def test_each_revision_can_be_cut_out_of_the_file_again(signed, place):
    found = inside(signed, place)
    content = found[f"{DATA}/minutes/regionala-protokoll-2026-12-04.pdf"]
    revisions = list(tree(found["metadata/other/validation.xml"]).iter("{*}revision"))
    assert len(revisions) >= 4
    for one in revisions:
        assert hashlib.sha256(content[: int(one.get("size"))]).hexdigest() == one.get("sha256")


def test_a_signed_file_that_does_not_hold_is_packed_and_said_not_to(signed, place):
    """What an archive gets is the record as it is; the report does not make it better."""
    newest = db.session.scalars(sa.select(SignedFile).order_by(SignedFile.number.desc())).first()
    assert newest is not None
    content = newest.content + b" "
    sha256 = hashlib.sha256(content).hexdigest()
    db.session.execute(
        sa.update(SignedFile).where(SignedFile.id == newest.id).values(content=content, sha256=sha256)
    )
    db.session.commit()
    found = inside(signed, place)
    root = tree(found["metadata/other/validation.xml"])
    assert root.find("{*}validation").get("holds") == "false"
    assert [one.get("code") for one in root.iter("{*}problem")] != []
    outcomes = texts(tree(found["representations/rep1/metadata/preservation/premis.xml"]), "eventOutcome")
    assert "failure" in outcomes


def test_what_is_secret_is_marked_so_and_no_catalogue_names_it(signed, place):
    item = next(one for one in signed.meeting.items if one.number == STANDPOINT)
    secrecy.mark(item, is_secret=True, section="20 kap. 3 § OSL", by=signed.secretary, now=LATER)
    db.session.commit()
    found = inside(signed, place)
    root = tree(found["metadata/descriptive/meeting.xml"])
    marked = {
        one.get("path") or one.get("number"): one.get("secrecy") for one in root.iter() if one.get("secrecy")
    }
    assert marked == {
        "2": "Sekretess enligt 20 kap. 3 § OSL",
        f"{DATA}/attachments/002-forslag-till-lanstransportplan.png": "Sekretess enligt 20 kap. 3 § OSL",
    }
    told = texts(tree(found["metadata/descriptive/dc.xml"]), "description")
    assert "§ 2 Sekretess enligt 20 kap. 3 § OSL" in told
    assert not [one for one in told if item.title in one]
    schema = etree.XMLSchema(etree.fromstring(found["schemas/councilflow-archive-1.xsd"]))
    schema.assertValid(etree.fromstring(found["metadata/descriptive/meeting.xml"]))


def test_premis_tells_who_signed_and_that_the_attachments_are_as_they_came(signed, place):
    root = tree(inside(signed, place)["representations/rep1/metadata/preservation/premis.xml"])
    kinds = texts(root, "eventType")
    assert kinds.count("digital signature validation") == 1
    assert kinds.count("digital signature generation") >= 3
    assert "fixity check" in kinds
    assert {person.name for person in signed.signatories} <= set(texts(root, "agentName"))


def test_every_kind_of_revision_and_problem_has_its_words():
    kinds = sa.inspect(SignedFile).columns["kind"].type.enum_class
    assert set(events.KINDS) == set(kinds)
    assert set(checking.PROBLEMS) == set(Problem)
    assert set(checking.NOT_PROVED) == set(NotProved)


def test_the_journal_tells_the_steps_without_the_texts(signed, place):
    root = tree(inside(signed, place)["metadata/other/journal.xml"])
    steps = [one.get("event") for one in root.iter("{*}entry")]
    assert {"meeting-opened", "outcome-recorded", "meeting-closed", "minutes-signed"} <= set(steps)
    assert "Ordförande, regionen" in " ".join(texts(root, "words"))
    kept = {one.get("name") for one in root.iter("{*}fact")}
    assert kept <= {"state", "number", "file", "sha256", "fingerprint", "in_name_of", "on_order", "invited"}


def test_the_words_are_in_the_language_of_the_council(make, place):
    held = Held(make, document_language="en").signed(place)
    found = inside(with_paper(held, place), place)
    assert "en" in texts(tree(found["metadata/descriptive/dc.xml"]), "language")
    assert json.loads(next(c for p, c in found.items() if p.endswith(".json")))["language"] == "en"
