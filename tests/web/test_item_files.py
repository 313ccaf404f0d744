"""Files of an item: their versions, knowledge apart (A28), the same file once, secrecy, and the scanner."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from io import BytesIO
from types import SimpleNamespace

import pikepdf
import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import AgendaItem, Attachment, ExtraInvitee, JournalEntry, Mail, Presenter
from councilflow.process.councils import Category
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingState
from councilflow.services import invitations, minutes, secrecy
from councilflow.services.agenda import papers
from councilflow.services.minutes import SigningPlace, dispatch, extracts
from councilflow.services.minutes.extracts import Addressee
from councilflow.services.packages.gathering import package_of
from tests.conftest import NOW
from tests.documents.reading import parts
from tests.held import LATER, locked_meeting, signed_meeting

pytestmark = pytest.mark.one_database
SECTION = "20 kap. 3 § OSL"


def pdf(words: str) -> bytes:
    paper = pikepdf.new()
    paper.add_blank_page()
    paper.docinfo["/Title"] = words
    out = BytesIO()
    paper.save(out, deterministic_id=True)
    return out.getvalue()


def upload(words: str, name: str = "fil.pdf"):
    return (BytesIO(pdf(words)), name)


@pytest.fixture
def at(client, make):
    """A meeting that is being prepared, with an item that has one file."""
    council = make.council()
    people = {
        "chair": make.chair(council),
        "secretary": make.secretary(council),
        "member": make.seat(council, organisation_id=make.organisation("Timrå kommun").id),
    }
    meeting = make.meeting(council)
    item = make.item(meeting, title="Avtal om hamnen", background="Bolaget kräver skadestånd.")
    client.sign_in(people["secretary"])
    told = {"version": item.version, "title": item.title, "kind": "information", "background": "Skadestånd."}
    told |= {"strategy": [link.node_id for link in item.strategy_links], "strategy_sentence": "Hör ihop."}
    answer = client.post(f"/items/{item.id}/edit", data=told | {"files": [upload("ett", "Avtalet.pdf")]})
    assert answer.status_code == 302
    file_id = db.session.scalars(sa.select(Attachment.id)).one()
    return SimpleNamespace(council=council, meeting_id=meeting.id, item_id=item.id, file_id=file_id, **people)


def invite(at) -> None:
    meeting = db.session.get_one(AgendaItem, at.item_id).meeting
    meeting.state = MeetingState.SET
    db.session.flush()
    invitations.invite(meeting, by=at.chair, now=datetime.now(UTC))
    db.session.commit()


def fetched(client, file_id: int) -> bytes:
    with client.get(f"/attachments/{file_id}") as answer:
        return answer.data if answer.status_code == 200 else b""


def newest(at) -> Attachment:
    db.session.expire_all()
    return db.session.get_one(AgendaItem, at.item_id).files[0]


def test_what_went_out_stays_as_it_was_and_what_came_after_says_so(client, at):
    client.post(f"/attachments/{at.file_id}/edit", data={"file": upload("två")})
    second = newest(at)
    assert (second.version, second.title) == (2, "Avtalet")
    assert "efter kallelse" not in client.get(f"/items/{at.item_id}").text
    invite(at)
    client.post(f"/attachments/{second.id}/edit", data={"file": upload("tre")})
    third = newest(at)
    client.sign_in(at.member)
    assert "Ändrad efter kallelse" in client.get(f"/items/{at.item_id}").text
    history = client.get(f"/attachments/{third.id}/versions").text
    assert history.count("Gick ut med kallelsen") == 1
    assert fetched(client, at.file_id) == pdf("ett")
    assert fetched(client, second.id) == pdf("två")
    assert fetched(client, third.id) == pdf("tre")
    entry = papers.memo_of(db.session.get_one(AgendaItem, at.item_id)).entry
    assert entry.attachments == ("Avtalet (ändrad efter kallelse)",)


def test_how_large_a_file_may_be_is_said_before_it_is_sent(client, at):
    for page in (f"/items/{at.item_id}/edit", f"/attachments/{at.file_id}/edit"):
        assert "högst 25 MB" in client.get(page).text.replace("Högst", "högst")


def test_a_file_that_was_replaced_is_not_replaced_again_and_none_after_the_meeting(client, at):
    client.post(f"/attachments/{at.file_id}/edit", data={"file": upload("två")})
    assert client.post(f"/attachments/{at.file_id}/edit", data={"file": upload("tre")}).status_code == 409
    second = newest(at)
    second.item.meeting.state = MeetingState.HELD
    db.session.commit()
    assert client.post(f"/attachments/{second.id}/edit", data={"file": upload("tre")}).status_code == 409
    assert db.session.scalar(sa.select(sa.func.count(Attachment.id))) == 2


def test_a_file_goes_with_all_its_versions_and_an_item_with_its_files(client, at):
    client.post(f"/attachments/{at.file_id}/edit", data={"file": upload("två")})
    item = db.session.get_one(AgendaItem, at.item_id)
    told = {"version": item.version, "title": item.title, "kind": "information", "background": "x"}
    assert client.post(f"/items/{at.item_id}/edit", data=told).status_code == 302
    assert db.session.scalar(sa.select(sa.func.count(Attachment.id))) == 0
    client.post(f"/items/{at.item_id}/edit", data=told | {"version": 4, "files": [upload("ett")]})
    first = newest(at)
    client.post(f"/attachments/{first.id}/edit", data={"file": upload("två")})
    assert client.post(f"/items/{at.item_id}/remove").status_code == 302
    assert db.session.get(AgendaItem, at.item_id) is None


def test_whoever_wrote_before_a_new_version_came_does_not_take_it_away(client, at):
    item = db.session.get_one(AgendaItem, at.item_id)
    told = {"version": item.version, "title": item.title, "kind": "information", "background": "x"}
    client.post(f"/attachments/{at.file_id}/edit", data={"file": upload("två")})
    kept = {"attachments-0-attachment_id": at.file_id, "attachments-0-title": "Avtalet"}
    assert client.post(f"/items/{at.item_id}/edit", data=told | kept).status_code == 409
    assert newest(at).version == 2


def test_knowledge_stands_apart_from_the_other_files(client, at):
    client.post(f"/attachments/{at.file_id}/edit", data={"is_knowledge": "y"})
    page = client.get(f"/items/{at.item_id}").text
    assert "Kunskapsunderlag" in page
    assert 'id="bilagor"' not in page
    entry = papers.memo_of(db.session.get_one(AgendaItem, at.item_id)).entry
    assert (entry.knowledge, entry.attachments) == (("Avtalet",), ())


def test_the_same_file_lies_once_in_a_meeting_whatever_it_is_called(client, at, make):
    other = make.item(db.session.get_one(AgendaItem, at.item_id).meeting, title="Annat")
    told = {"version": other.version, "title": "Annat", "kind": "information", "background": "x"}
    again = {"files": [upload("ett", "Samma sak.pdf")]}
    answer = client.post(f"/items/{other.id}/edit", data=told | again)
    assert answer.status_code == 422
    assert "Samma sak.pdf finns redan på mötet: Avtalet, under punkten Avtal om hamnen" in answer.text
    assert "Spara utan den eller välj en annan." in answer.text
    assert "Ingen av filerna" not in answer.text
    two = {"files": [upload("ett", "Samma sak.pdf"), upload("två", "Annat.pdf")]}
    assert "Ingen av filerna är sparad" in client.post(f"/items/{other.id}/edit", data=told | two).text
    answer = client.post(f"/attachments/{at.file_id}/edit", data={"file": upload("ett")})
    assert answer.status_code == 422
    assert db.session.scalar(sa.select(sa.func.count(Attachment.id))) == 1


def test_the_same_file_chosen_twice_is_kept_once_and_said(client, at, make):
    other = make.item(db.session.get_one(AgendaItem, at.item_id).meeting, title="Annat")
    told = {"version": other.version, "title": "Annat", "kind": "information", "background": "x"}
    told |= {"strategy": [link.node_id for link in other.strategy_links], "strategy_sentence": "Hör ihop."}
    twice = {"files": [upload("två", "Underlag.pdf"), upload("två", "Kopia.pdf")]}
    page = client.post(f"/items/{other.id}/edit", data=told | twice, follow_redirects=True).text
    assert "Kopia.pdf är samma fil som Underlag.pdf" in page
    assert [one.title for one in other.files] == ["Underlag"]


# --- Secrecy --------------------------------------------------------------------------------------------

HIDDEN = ("Avtal om hamnen", "Skadestånd", "Avtalet")


def words_of(one: Mail) -> str:
    """The subject and every part of a mail, its calendar and the words of its PDF too."""
    message = message_from_bytes(one.message, policy=policy.default)
    told = [one.subject]
    for part in message.walk():
        if part.get_content_type() == "application/pdf":
            told += [text for _role, text in parts(part.get_payload(decode=True))]
        elif not part.is_multipart():
            told.append(str(part.get_content()).replace("\r\n ", ""))
    return " ".join(told)


def told_outside(at) -> str:
    """Everything that a meeting sends and gives out, in one text."""
    meeting = db.session.get_one(AgendaItem, at.item_id).meeting
    package = package_of(at.meeting_id, now=NOW)
    return " ".join(
        [
            str(papers.entries_of(meeting)),
            str(package.paper),
            str(package.chapters),
            str(package.omitted),
            *(words_of(one) for one in db.session.scalars(sa.select(Mail))),
        ]
    )


def test_a_mark_needs_its_section(client, at):
    for url in (f"/items/{at.item_id}/secrecy", f"/attachments/{at.file_id}/edit"):
        answer = client.post(url, data={"is_secret": "y", "secrecy_section": " "})
        assert answer.status_code == 422
        assert "Skriv enligt vilket lagrum det är sekretess." in answer.text
    assert not newest(at).is_secret


def test_a_secret_item_leaves_the_house_as_its_mark_and_is_read_inside(client, at, app, make):
    make.save(Presenter(item_id=at.item_id, name="Hamnchefen", email="chef@hamn.example"))
    client.post(f"/items/{at.item_id}/secrecy", data={"is_secret": "y", "secrecy_section": SECTION})
    invite(at)
    outside = told_outside(at)
    for word in HIDDEN:
        assert word not in outside
    assert SECTION in outside
    invitee = db.session.scalar(sa.text("SELECT secret FROM invitee WHERE item_id IS NOT NULL"))
    letter = app.test_client().get(f"/answer/{invitee}")
    assert letter.status_code == 200
    assert not [word for word in HIDDEN if word in letter.text]
    client.sign_in(at.member)
    page = client.get(f"/items/{at.item_id}").text
    assert "Avtal om hamnen" in page
    assert f"Sekretess enligt {SECTION}" in page
    assert f"Sekretess enligt {SECTION}" in client.get(f"/meetings/{at.meeting_id}").text
    assert fetched(client, at.file_id)
    noted = db.session.scalars(sa.select(JournalEntry).where(JournalEntry.event == "secrecy-marked")).one()
    assert "hamnen" not in noted.about


def test_a_secret_file_leaves_the_house_as_its_mark_in_every_version(client, at):
    client.post(f"/attachments/{at.file_id}/edit", data={"file": upload("två")})
    told = {"is_secret": "y", "secrecy_section": SECTION}
    client.post(f"/attachments/{newest(at).id}/edit", data=told)
    invite(at)
    outside = told_outside(at)
    assert "Avtalet" not in outside
    assert SECTION in outside
    assert all(db.session.scalars(sa.select(Attachment.is_secret)))
    client.sign_in(at.member)
    assert f"Sekretess enligt {SECTION}" in client.get(f"/items/{at.item_id}").text


def test_a_mark_that_is_taken_away_says_the_words_again(client, at):
    url = f"/items/{at.item_id}/secrecy"
    client.post(url, data={"is_secret": "y", "secrecy_section": SECTION})
    client.post(url, data={"secrecy_section": SECTION})
    item = db.session.get_one(AgendaItem, at.item_id, populate_existing=True)
    assert (item.is_secret, item.secrecy_section) == (False, "")
    assert "Avtal om hamnen" in told_outside(at)


def test_who_is_invited_to_the_meeting_alone_reads_nothing_secret(client, at, make):
    guest = make.person(email="gast@example.org")
    line = {"meeting_id": at.meeting_id, "person_id": guest.id, "name": "Gästen", "category": Category.ACTOR}
    make.save(ExtraInvitee(**line, email="gast@example.org"))
    invite(at)
    client.sign_in(guest)
    assert "Avtalet" in client.get(f"/meetings/{at.meeting_id}").text
    one = db.session.get_one(Attachment, at.file_id)
    one.is_secret, one.secrecy_section = True, SECTION
    db.session.commit()
    assert client.get(f"/items/{at.item_id}").status_code == 200
    assert client.get(f"/attachments/{at.file_id}").status_code == 404
    assert client.get(f"/attachments/{at.file_id}/versions").status_code == 404
    memo = client.get(f"/items/{at.item_id}/memo.pdf").data
    assert "Avtalet" not in " ".join(text for _role, text in parts(memo))
    for url in (f"/meetings/{at.meeting_id}", f"/items/{at.item_id}"):
        assert "Avtalet" not in client.get(url).text
    item = db.session.get_one(AgendaItem, at.item_id)
    item.is_secret, item.secrecy_section = True, SECTION
    db.session.commit()
    for url in (f"/items/{at.item_id}", f"/items/{at.item_id}/memo.pdf"):
        assert client.get(url).status_code == 404
    page = client.get(f"/meetings/{at.meeting_id}").text
    assert not [word for word in HIDDEN if word in page]
    assert SECTION in page


def test_the_public_copy_of_the_minutes_says_the_mark_in_the_place_of_a_secret_paragraph_or_file(
    client, app, make
):
    held = signed_meeting(make, SigningPlace(app.config["DATA_DIR"], app.config["SIGNING_SECRET"]))
    url = f"/meetings/{held.meeting.id}/minutes/public-copy"
    client.sign_in(held.secretary)

    def told() -> str:
        return " ".join(text for _role, text in parts(client.get(url).data))

    words, title = held.standpoint.title, db.session.scalars(sa.select(Attachment.title)).one()
    assert words in told()
    assert title in told()
    db.session.execute(sa.update(Attachment).values(is_secret=True, secrecy_section=SECTION))
    db.session.commit()
    assert title not in told()
    assert words in told()
    marked = {"is_secret": "y", "secrecy_section": SECTION}
    assert client.post(f"/items/{held.standpoint.id}/secrecy", data=marked).status_code == 302
    copy = client.get(url).data
    assert words not in told()
    assert f"Sekretess enligt {SECTION}" in told()
    with pikepdf.open(BytesIO(copy)) as pdf_:
        inside = b"".join(one.get_file().read_bytes() for one in pdf_.attachments.values()).decode()
    assert words not in inside
    assert "Stambanans" not in inside


def test_signed_minutes_and_extracts_leave_the_house_without_what_is_secret(app, make):
    place = SigningPlace(app.config["DATA_DIR"], app.config["SIGNING_SECRET"])
    held = locked_meeting(make, place)
    words, file = held.standpoint.title, db.session.scalars(sa.select(Attachment)).one()
    secrecy.mark(file, is_secret=True, section=SECTION, by=held.secretary, now=LATER)
    for person in held.signatories:
        minutes.sign(held.meeting.id, place=place, by=person, now=LATER, url="/x")
    db.session.commit()
    sent = " ".join(
        words_of(one) for one in db.session.scalars(sa.select(Mail).where(Mail.kind == "minutes"))
    )
    assert words in sent
    assert file.title not in sent
    number = held.standpoint.number
    [paper] = extracts.make(
        held.meeting.id, number, [Addressee("Arkivet")], place=place, by=held.secretary, now=LATER
    )
    db.session.commit()
    told = " ".join(text for _role, text in parts(paper.content))
    assert words in told
    assert file.title not in told
    item = db.session.get_one(AgendaItem, held.standpoint.id)
    secrecy.mark(item, is_secret=True, section=SECTION, by=held.secretary, now=LATER)
    db.session.commit()
    with pytest.raises(RuleBroken, match="extract-is-secret"):
        dispatch.send(paper.id, email="vem@example.org", by=held.secretary, now=LATER)
    with pytest.raises(RuleBroken, match="mail-before-secrecy"):
        secrecy.check_may_go_again(db.session.scalars(sa.select(Mail).limit(1)).one())
    by_hand = [Addressee("Parten")]
    [paper] = extracts.make(held.meeting.id, number, by_hand, place=place, by=held.secretary, now=LATER)
    assert f"Sekretess enligt {SECTION}" in " ".join(text for _role, text in parts(paper.content))


# --- The scanner ----------------------------------------------------------------------------------------


class Scanner(socketserver.StreamRequestHandler):
    """As clamd speaks: zINSTREAM, pieces with their length before them, a zero, and one answer."""

    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
        if b"EICAR" in content:
            self.wfile.write(b"stream: Eicar-Test-Signature FOUND\0")
        elif b"TROUBLE" in content:
            self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
        elif b"SILENCE" not in content:
            self.wfile.write(b"stream: OK\0")


@pytest.fixture(params=["unix", "tcp"])
def scanner(request, tmp_path) -> Iterator[str]:
    if request.param == "unix":
        address = str(tmp_path / "clamd.sock")
        server: socketserver.BaseServer = socketserver.ThreadingUnixStreamServer(address, Scanner)
    else:
        tcp = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Scanner)
        address, server = f"127.0.0.1:{tcp.server_address[1]}", tcp
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield address
    server.shutdown()
    server.server_close()


def test_a_scanned_file_is_taken_in_only_when_the_scanner_says_it_is_clean(
    client, at, app, scanner, monkeypatch
):
    monkeypatch.setitem(app.config, "CLAMD", scanner)
    url = f"/attachments/{at.file_id}/edit"
    for words, sentence in (
        ("EICAR", "virusskyddet hittade Eicar-Test-Signature"),
        ("TROUBLE", "virusskyddet svarar inte"),
        ("SILENCE", "virusskyddet svarar inte"),
    ):
        answer = client.post(url, data={"file": upload(words)})
        assert answer.status_code == 422
        assert sentence in answer.text
    assert newest(at).version == 1
    assert client.post(url, data={"file": upload("ren")}).status_code == 302
    assert newest(at).version == 2


def test_nothing_is_taken_in_while_the_scanner_is_away(client, at, app, tmp_path, monkeypatch):
    monkeypatch.setitem(app.config, "CLAMD", str(tmp_path / "nobody.sock"))
    answer = client.post(f"/attachments/{at.file_id}/edit", data={"file": upload("två")})
    assert answer.status_code == 422
    assert "virusskyddet svarar inte" in answer.text
    assert newest(at).version == 1


def test_only_those_who_prepare_change_a_file_or_a_mark(client, at, make):
    invite(at)
    told = {"is_secret": "y", "secrecy_section": SECTION}
    stranger = make.seat(make.council("Annat råd"), organisation_id=make.organisation("Ånge kommun").id)
    for person, refused in ((at.member, 403), (stranger, 404)):
        client.sign_in(person)
        for url in (f"/attachments/{at.file_id}/edit", f"/items/{at.item_id}/secrecy"):
            assert client.get(url).status_code == refused
            assert client.post(url, data=told | {"file": upload("två")}).status_code == refused
    assert client.get(f"/attachments/{at.file_id}/versions").status_code == 404
    assert (newest(at).version, newest(at).is_secret) == (1, False)
