"""Whatever people write, the file is archival and readable, before and after it is signed.

A thousand more, with uglier letters, are made by ./dev bench (bench/scrambled.py).
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.scrambled import refused
from councilflow.documents.gate import findings
from councilflow.documents.minutes import as_pdf
from councilflow.i18n import LANGUAGES
from councilflow.process.agenda import ItemKind
from councilflow.process.consensus import Outcome
from councilflow.process.minutes import Dissent, FormalDecision, Minutes, Paragraph, Presenter, Recusal
from councilflow.process.record import ArchiveFormat
from councilflow.signing.authority import Authority, PersonalCertificate
from councilflow.signing.sign import sign
from tests.documents.samples import NOW, minutes

pytestmark = pytest.mark.no_cover  # slow to measure, and other tests have

WORDS = st.text(max_size=60)
PROSE = st.text(max_size=300)


def some(one: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(one, max_size=2).map(tuple)


PARAGRAPHS = st.builds(
    Paragraph,
    number=st.integers(1, 999),
    title=WORDS,
    kind=st.sampled_from(ItemKind),
    outcome=st.sampled_from(Outcome),
    registry_no=WORDS,
    wording=PROSE,
    strategy_links=some(WORDS),
    background=PROSE,
    presenters=some(st.builds(Presenter, name=WORDS, title=WORDS)),
    discussion=PROSE,
    dissents=some(st.builds(Dissent, organisation=WORDS, person=WORDS, text=PROSE)),
    recusals=some(st.builds(Recusal, name=WORDS, reason=WORDS)),
    formal_decisions=some(st.builds(FormalDecision, organisation=WORDS, body=WORDS)),
    attachments=some(WORDS),
)
MINUTES = st.builds(
    lambda council, place, chair, language, paragraph: replace(
        minutes(),
        council=council,
        place=place,
        chair=chair,
        language=language,
        attendance=minutes().attendance[-3:],
        paragraphs=(paragraph,),
    ),
    WORDS,
    WORDS,
    WORDS,
    st.sampled_from(list(LANGUAGES)),
    PARAGRAPHS,
)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> PersonalCertificate:
    authority = Authority(tmp_path_factory.mktemp("authority"), "a secret")
    return authority.issue(name="Åsa Öhrström", organisation="Region", role="Sekreterare", at=NOW)


@given(value=MINUTES, archive=st.sampled_from(ArchiveFormat))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_at_all_passes_the_gate(
    certificate: PersonalCertificate, value: Minutes, archive: ArchiveFormat
) -> None:
    content = as_pdf(value, now=NOW, archive=archive)  # passes the gate, or refuses
    signed = sign(content, field="secretary", signer=certificate, reason="Protokollet", at=NOW)
    assert findings(signed) == []


@pytest.mark.parametrize("seed", range(2))
def test_what_the_measurements_do_a_thousand_times(seed: int) -> None:
    assert refused(seed) == ""
