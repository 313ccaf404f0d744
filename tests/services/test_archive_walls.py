"""The archive package of a meeting: what stops it, odd names, and what never goes in."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
import sqlalchemy as sa

from councilflow.documents.sip import describe
from councilflow.documents.sip.check import examine
from councilflow.extensions import db
from councilflow.models import (
    AgendaItem,
    Attachment,
    Body,
    Preparation,
    PreparationComment,
)
from councilflow.process.errors import RuleBroken
from councilflow.services import archive, files
from councilflow.services.minutes import SigningPlace
from tests.archives import NOW, PAPER, packed, with_paper
from tests.documents.packages import unpacked
from tests.held import DISSENT, LATER, UNREQUESTED, Held, held_meeting, locked_meeting, signed_meeting

pytestmark = [pytest.mark.one_database, pytest.mark.no_cover]  # its code is measured by the pages that use it


@pytest.fixture
def place(app) -> SigningPlace:
    return SigningPlace(app.config["DATA_DIR"], app.config["SIGNING_SECRET"])


@pytest.fixture
def signed(make, place) -> Held:
    return with_paper(signed_meeting(make, place), place)


# --- What stops it --------------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", ["held", "locked"])
def test_before_everybody_has_signed_there_is_nothing_to_archive(make, place, stage):
    held = held_meeting(make) if stage == "held" else locked_meeting(make, place)
    with pytest.raises(RuleBroken) as refused:
        packed(held, place)
    assert refused.value.code == "archive-before-signing"


def test_a_meeting_without_minutes_has_none(make, place):
    meeting = make.meeting(make.council())
    with pytest.raises(RuleBroken) as refused:
        archive.export(meeting.id, io.BytesIO(), place=place, folder=place.folder, now=NOW)
    assert refused.value.code == "minutes-not-begun"


def test_an_attachment_that_is_lost_stops_it(signed, place):
    lost = db.session.scalars(sa.select(Attachment)).one()
    files.where(lost.sha256, folder=place.folder).unlink()
    with pytest.raises(RuleBroken) as refused:
        packed(signed, place)
    assert (refused.value.code, refused.value.facts["name"]) == ("archive-file-missing", lost.title)


def test_an_attachment_that_was_changed_stops_it(signed, place):
    one = db.session.scalars(sa.select(Attachment)).one()
    where, title = files.where(one.sha256, folder=place.folder), one.title
    for content in (PAPER[:-1] + b"x", PAPER + b"x", b""):
        where.write_bytes(content)
        with pytest.raises(RuleBroken) as refused:
            packed(signed, place)
        assert (refused.value.code, refused.value.facts["name"]) == ("archive-file-changed", title)
    where.unlink()


# --- Odd names ------------------------------------------------------------------------------------------


ODD = ["../../METS", "Ŋuorbbe & <Bodø>\x0b", "x" * 400, "", "合意書 💥", "con", "con"]


def test_odd_titles_give_a_whole_package(signed, place, tmp_path):
    one = db.session.scalars(sa.select(Attachment)).one()
    kept = {column.key: getattr(one, column.key) for column in sa.inspect(Attachment).columns}
    kept.pop("id")
    for title in ODD:
        odd = {"title": title, "file_name": "../..\\con.PNG"}
        db.session.execute(sa.insert(Attachment).values(**kept | odd))
    db.session.execute(sa.update(Body).values(short_name="../Råd: <1> 合"))
    db.session.commit()
    file = tmp_path / "package.zip"
    file.write_bytes(packed(signed, place))
    assert examine(file).holds, examine(file).flaws
    names = list(unpacked(file.read_bytes()))
    assert all(re.fullmatch(r"[A-Za-z0-9./_-]{1,200}", name) and ".." not in name for name in names)
    assert len({name.casefold() for name in names}) == len(names)
    assert len([name for name in names if "/attachments/" in name]) == len(ODD) + 1


# --- What never goes in ---------------------------------------------------------------------------------

SECRET = "hemlig-kompromiss-om-Vivsta"


def test_nothing_that_was_prepared_at_home_is_in_any_byte(make, place):
    """The wall of H.5, asked of the archive: drafts, comments, and views nobody asked to have noted."""
    held = held_meeting(make)
    home = next(seat for seat in held.council.seats if seat.person_id == held.member.id).organisation_id
    facts = {"note": SECRET, "gives_and_gains": SECRET, "forum": SECRET, "dissent": SECRET}
    for item in db.session.scalars(sa.select(AgendaItem).where(AgendaItem.meeting_id == held.meeting.id)):
        draft = Preparation(
            item_id=item.id, organisation_id=home, updated_by_id=held.member.id, updated_at=LATER, **facts
        )
        draft.comments.append(PreparationComment(person_id=held.member.id, text=SECRET, at=LATER))
        db.session.add(draft)
    db.session.commit()
    content = packed(with_paper(held.signed(place), place), place)
    for secret in (SECRET, UNREQUESTED):
        for encoding in ("utf-8", "utf-16-be", "latin-1"):
            assert secret.encode(encoding) not in content
    # The same search finds a view that was asked into the minutes, so that it is not blind.
    assert json.dumps(DISSENT, ensure_ascii=False)[1:-1].encode() in content


def test_only_the_record_is_asked_for():
    """No module of the archive names what is private."""
    folder = Path(archive.__file__).parent
    named = " ".join(path.read_text("utf-8") for path in [*folder.glob("*.py"), Path(describe.__file__)])
    assert not re.search(
        r"\b(Preparation|PreparationComment|Submission|MinutesReview|MinutesRevision)\b", named
    )
