"""The minutes as a file: complete, in order, readable by everybody, and always the same."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from datetime import date, time, timedelta

import pikepdf
import pytest

from councilflow.documents.gate import findings
from councilflow.documents.lost import unprintable
from councilflow.documents.minutes import as_pdf, public_copy
from councilflow.documents.words import days
from councilflow.process.consensus import Outcome
from councilflow.process.minutes import Approval, Dissent, Minutes, Recusal, Sitting, from_json
from councilflow.process.profiles import OutcomeWord
from councilflow.process.record import ArchiveFormat
from councilflow.process.values import as_json, fingerprint
from tests.documents import reading
from tests.documents.samples import DISSENT_TEXT, NOW, minutes, standing, standpoint


@pytest.fixture(scope="module")
def content() -> bytes:
    return as_pdf(minutes(), now=NOW)


def short(**changes: object) -> Minutes:
    """Minutes of one paragraph."""
    return minutes(attendance=(), paragraphs=(replace(standpoint(47), **changes),))  # type: ignore[arg-type]


def short_minutes(**changes: object) -> Minutes:
    """The same, where the test is about the minutes as a whole."""
    return replace(short(), **changes)  # type: ignore[arg-type]  # the test names fields of Minutes


def text_of(value: Minutes) -> str:
    return reading.text(as_pdf(value, now=NOW))


def test_the_parts_come_in_the_order_of_the_institution(content: bytes) -> None:
    told = reading.text(content)
    order = [
        "Regionala samverkansrådet i Västernorrlands län Protokoll 4 december 2026 · Möte 6/2026",
        "fredag 4 december 2026 kl. 9.00–12.15 Paus kl. 10.30–10.45.",
        "Regionens hus, Härnösand",
        "Närvarande Ledamöter Namn Organisation Uppdrag Deltog",
        "Majoritetens ledamot i Sundsvalls (S) Sundsvalls kommun ordförande, majoritet på plats",
        "Tjänstgörande ersättare",
        "Adjungerade Landshövdingen, Länsstyrelsen Västernorrland, på plats",
        "Funktioner med yttranderätt",
        "Föredragande Kompetensstrategen",
        "Frånvarande Oppositionens ledamot i Sollefteå",
        "Justering Justerare Åsa-Märta",
        "Senast 18 december 2026",
        "Innehåll § 45 Mötet öppnas Stående punkt",
        "i hela länet 2027–2030 Ställningstagande · Dnr RUN/34/2026 Samverkansrådets ställningstagande",
        "Samverkansrådet ställer sig bakom inriktningen",
        "Koppling till RUS – Mål 2: En välutbildad befolkning",
        "Bakgrund Rådet behandlade",
        "Diskussion Rådet samtalade",
        "Avvikande synpunkter Timrå kommun begärde att följande antecknas:",
        "Jäv Majoritetens ledamot i Kramfors",
        "Formella beslut hos aktörerna Organisation Beslutar Planerat Härnösands kommun",
        "Uppföljning",
        "Skickas till",
        "§ 54 Påverkansagenda för länets järnväg",
        "Avsteg från ordningen",
        "Frågan kunde inte vänta till nästa möte.",
        "Punkten bordlades till ett senare möte.",
        "§ 56 Mötet avslutas",
        "Protokollet skickas till",
        "Samverkansråden är rådgivande. Ställningstaganden sker i konsensus.",
        "Underskrifter",
        "Sekreterare Rådets sekreterare Region Västernorrland Ordförande Majoritetens ledamot i Sundsvall",
        "Innehållets fingeravtryck",
    ]
    at = 0
    for part in order:
        at = told.find(part, at)
        assert at >= 0, part


def test_a_dissent_stands_word_for_word(content: bytes) -> None:
    told = reading.parts(content)
    start = next(at for at, (_role, words) in enumerate(told) if words.startswith("Kommunen delar inte"))
    assert [words for _role, words in told[start : start + 3]] == DISSENT_TEXT.split("\n")


def test_a_dissent_is_a_quotation_under_its_own_title(content: bytes) -> None:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        roles = [str(element.S) for element in _elements(pdf)]
    assert roles.count("/BlockQuote") == 2
    assert ("H3", "Avvikande synpunkter") in reading.parts(content)


def test_a_single_members_view_shows_name_organisation_and_side() -> None:
    told = text_of(short(dissents=(Dissent(organisation="Ånge kommun", person="Ledamoten", text="Nej."),)))
    assert "Avvikande synpunkt Ledamoten (Ånge kommun) begärde att följande antecknas: Nej." in told


@pytest.mark.parametrize(
    ("outcome", "sentence"),
    [
        (Outcome.CONSENSUS, "Ställningstagandet togs i konsensus."),
        (Outcome.NONE, "Inget ställningstagande togs."),
        (Outcome.POSTPONED, "Punkten bordlades till ett senare möte."),
        (Outcome.REFERRED_BACK, "Punkten återremitterades för fortsatt beredning."),
    ],
)
def test_the_outcome_is_told_in_a_sentence(outcome: Outcome, sentence: str) -> None:
    told = text_of(short(outcome=outcome, dissents=()))
    assert sentence in told
    assert ("Samverkansrådets ställningstagande" in told) is (outcome is Outcome.CONSENSUS)


@pytest.mark.parametrize(
    ("outcome", "sentence"),
    [
        (Outcome.CONSENSUS, "Beslut Samverkansrådet ställer sig bakom"),
        (Outcome.CONSENSUS, "Beslutet togs enhälligt."),
        (Outcome.CONSENSUS_NOTED, "Beslutet togs. Annan mening är antecknad nedan."),
        (Outcome.NONE, "Inget beslut togs."),
        (Outcome.POSTPONED, "Punkten bordlades till ett senare möte."),
    ],
)
def test_a_body_that_decides_takes_decisions_and_no_standpoints(outcome: Outcome, sentence: str) -> None:
    told = text_of(short(outcome=outcome, dissents=(), called=OutcomeWord.DECISION))
    assert sentence in told
    assert "tällningstagande" not in told.replace("Ställningstaganden sker i konsensus.", "")


def test_empty_parts_leave_no_heading() -> None:
    told = text_of(
        minutes(attendance=(), recipients=(), paragraphs=(standing(1, "Mötet öppnas", "Mötet öppnades."),))
    )
    for heading in ("Bakgrund", "Avvikande", "Jäv", "Bilagor", "Koppling", "Ledamöter", "Uppföljning"):
        assert heading not in told


def test_a_recusal_tells_its_reason() -> None:
    recusal = Recusal(name="Ledamoten", organisation="Timrå kommun", reason="styrelseuppdrag")
    assert "Ledamoten (Timrå kommun) deltog inte på grund av jäv: styrelseuppdrag" in text_of(
        short(recusals=(recusal,))
    )


def test_the_same_minutes_give_the_same_bytes(content: bytes) -> None:
    assert as_pdf(minutes(), now=NOW) == content
    assert as_pdf(minutes(), now=NOW + timedelta(seconds=1)) != content


def test_the_file_passes_the_gate(content: bytes) -> None:
    assert findings(content) == []


@pytest.mark.parametrize(
    ("language", "tag"), [("sv", "sv-SE"), ("nb", "nb-NO"), ("nn", "nn-NO"), ("en", "en-GB")]
)
def test_the_file_says_which_language_it_is_in(language: str, tag: str) -> None:
    with pikepdf.open(io.BytesIO(as_pdf(replace(short(), language=language), now=NOW))) as pdf:
        assert str(pdf.Root.Lang) == tag


def test_the_value_lies_in_the_file(content: bytes) -> None:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        attached = pdf.attachments["protokoll.json"].get_file().read_bytes().decode()
    assert attached == as_json(minutes())
    assert from_json(attached) == minutes()
    assert hashlib.sha256(attached.encode()).hexdigest() == fingerprint(minutes())


def test_each_signatory_has_a_prepared_field(content: bytes) -> None:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        fields = [(str(field.T), str(field.TU)) for field in pdf.Root.AcroForm.Fields]
    assert [name for name, _label in fields] == ["secretary", "chair", "elected_1"]
    assert fields[1][1] == "Underskrift: ordförande Majoritetens ledamot i Sundsvall"


def test_the_contents_lead_to_the_right_pages(content: bytes) -> None:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pages = [page.obj.objgen for page in pdf.pages]
        links = [
            link for page in pdf.pages for link in page.obj.get("/Annots", []) if link.Subtype == "/Link"
        ]
        leads = [pages.index(link.Dest[0].objgen) + 1 for link in links]
    told = [words for role, words in reading.parts(content) if role == "Link"]
    assert [int(words.rsplit(" ", 1)[1]) for words in told] == leads
    assert leads[-1] > leads[0]


def test_a_meeting_from_lunch_to_lunch_tells_only_the_hours_that_are_known() -> None:
    told = text_of(
        short_minutes(
            sittings=(
                Sitting(day=date(2026, 12, 4), begins=time(12, 0)),
                Sitting(day=date(2026, 12, 5), ends=time(13, 0)),
            )
        )
    )
    assert "Protokoll 4–5 december 2026 · Möte 6/2026" in told
    assert "fredag 4 december 2026 från kl. 12.00 lördag 5 december 2026 till kl. 13.00" in told


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        (date(2026, 12, 4), date(2026, 12, 5), "4–5 december 2026"),
        (date(2026, 11, 30), date(2026, 12, 1), "30 november–1 december 2026"),
        (date(2026, 12, 4), date(2026, 12, 8), "4–8 december 2026"),
    ],
)
def test_the_days_of_a_meeting_are_told_shortly(first: date, last: date, told: str) -> None:
    assert days([Sitting(day=first), Sitting(day=last)]) == told


def test_paragraphs_approved_at_once_say_so_everywhere() -> None:
    content = as_pdf(short_minutes(immediate=True), now=NOW)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert str(pdf.docinfo.Title).startswith("Omedelbart justerade paragrafer – Regionala")
        assert str(pdf.docinfo.Subject) == "Omedelbart justerade paragrafer"
    told = reading.text(content)
    assert ("H1", "Omedelbart justerade paragrafer") in reading.parts(content)
    assert "Hela protokollet från mötet justeras för sig." in told


def test_a_paragraph_tells_that_it_was_approved_before_the_others() -> None:
    told = text_of(short(approved_on=date(2026, 12, 4)))
    assert "Paragrafen justerades omedelbart den 4 december 2026." in told


def test_it_is_told_who_signs_instead_of_whom() -> None:
    value = short_minutes(approval=Approval(elected=("A",), note="B skriver under i stället för C."))
    assert "B skriver under i stället för C." in text_of(value)


def test_an_archive_that_refuses_part_3_gets_part_2_with_nothing_inside(content: bytes) -> None:
    without = as_pdf(minutes(), now=NOW, archive=ArchiveFormat.PDFA_2A)
    with pikepdf.open(io.BytesIO(without)) as pdf:
        assert b"<pdfaid:part>2</pdfaid:part>" in pdf.Root.Metadata.read_bytes()
        assert list(pdf.attachments) == []
        assert "/AF" not in pdf.Root
    assert findings(without) == []
    assert reading.parts(without) == reading.parts(content)


def test_the_copy_for_everybody_has_the_same_text_without_the_signatures(content: bytes) -> None:
    """D.5.7: the same words and tags up to the signatures; then who signed and where the original is."""
    copy = public_copy(minutes(), now=NOW, signed_on=date(2026, 12, 14))
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        assert "/AcroForm" not in pdf.Root
    original, open_to_all = reading.parts(content), reading.parts(copy)
    end = original.index(("H2", "Underskrifter"))
    assert original[:end] == open_to_all[:end]
    told = reading.text(copy)
    for part in (
        "Protokollet skrevs under elektroniskt den 14 december 2026 av:",
        "Majoritetens ledamot i Sundsvall, ordförande (Sundsvalls kommun)",
        "Det undertecknade originalet finns hos Region Västernorrland.",
    ):
        assert part in told


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("nb", "fredag 4. desember 2026 kl. 9.00–12.15"),
        ("nn", "fredag 4. desember 2026 kl. 9.00–12.15"),
        ("en", "Friday 4 December 2026, 09:00–12:15"),
    ],
)
def test_days_are_written_as_the_language_writes_them(language: str, told: str) -> None:
    assert told in text_of(short_minutes(language=language))


def test_what_cannot_be_printed_is_told_beforehand() -> None:
    assert unprintable(minutes()) == []
    odd = short(background="Tack 谢谢 🙏", dissents=(Dissent(organisation="Timrå kommun", text="Nej ⛄ 🙏"),))
    assert [(one.letter, one.where) for one in unprintable(odd)] == [
        ("谢", "§ 47, Bakgrund"),
        ("🙏", "§ 47, Bakgrund"),
        ("⛄", "§ 47, Annan mening i protokollet"),
        ("🙏", "§ 47, Annan mening i protokollet"),
    ]
    assert "Tack [?] [?]" in text_of(odd)


def _elements(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    found, todo = [], [pdf.Root.StructTreeRoot.K[0]]
    while todo:
        element = todo.pop()
        if not isinstance(element, int) and element.get("/Type") == "/StructElem":
            found.append(element)
            kids = element.get("/K", pikepdf.Array())
            todo += list(kids) if isinstance(kids, pikepdf.Array) else []
    return found
