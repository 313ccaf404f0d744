"""Minutes to measure on: a hundred pages of running text, always the same ones."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, time

from councilflow.process.agenda import ItemKind
from councilflow.process.consensus import Outcome
from councilflow.process.councils import Category, Side
from councilflow.process.meeting import MeetingForm, Presence, SignatoryRole
from councilflow.process.minutes import (
    Attendance,
    Dissent,
    FollowUp,
    FormalDecision,
    Minutes,
    Paragraph,
    Presenter,
    Signatory,
    Sitting,
)


def _words(text: str) -> list[str]:
    return text.split()


_SMALL = _words(
    "och i att det som en på är av för med till den har de inte om ett men vi kan under från så ska vid nu då"
)
_FIRST = _words(
    "samverkans region kommun lands utvecklings kompetens infra finansierings energi klimat kultur folkhälso "
    "arbetsmarknads utbildnings besöks närings trafik bredbands bostads miljö skogs vatten hälso forsknings"
)
_LAST = _words(
    "rådet frågan planen målet arbetet förslaget underlaget programmet strategin insatsen gruppen dialogen "
    "processen budgeten rapporten avtalet behovet ansvaret läget uppdraget projektet beslutet stödet vägen"
)
_OTHER = _words(
    "redogjorde konstaterade framhöll betonade föreslog efterfrågade informerade återkommer innebär behöver "
    "gemensamma nationella europeiska långsiktiga möjliga tydliga berörda kommande norra södra tidigare nya "
    "ordföranden ledamöterna företrädarna medborgarna företagen kommunerna länet året hösten våren stegen "
    "prövas stärks samordnas redovisas fördjupas förankras beskrivs påverkar bygger omfattar kräver visar"
)
_PLACES = ("Härnösands", "Kramfors", "Sollefteå", "Sundsvalls", "Timrå", "Ånge", "Örnsköldsviks")


class Prose:
    """Swedish that says nothing, from a seed. It packs about as well as what people write does."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)

    def _word(self) -> str:
        kind = self._chance.random()
        if kind < 0.4:
            return self._chance.choice(_SMALL)
        if kind < 0.75:
            return self._chance.choice(_OTHER)
        return self._chance.choice(_FIRST) + self._chance.choice(_LAST)

    def sentence(self) -> str:
        return f"{' '.join(self._word() for _ in range(self._chance.randint(7, 22))).capitalize()}."

    def title(self) -> str:
        return " ".join(self._word() for _ in range(self._chance.randint(4, 9))).capitalize()

    def text(self, paragraphs: int) -> str:
        return "\n".join(
            " ".join(self.sentence() for _ in range(self._chance.randint(1, 4))) for _ in range(paragraphs)
        )


def long_minutes(paragraphs: int = 82) -> Minutes:
    """Minutes of about a hundred pages."""
    prose = Prose(2026)
    return Minutes(
        council="Regionala samverkansrådet i Västernorrlands län",
        language="sv",
        number=6,
        year=2026,
        form=MeetingForm.HYBRID,
        sittings=(Sitting(day=date(2026, 12, 4), begins=time(9), ends=time(16)),),
        chair="Majoritetens ledamot i Sundsvall",
        secretary="Rådets sekreterare",
        host="Region Västernorrland",
        place="Härnösand",
        attendance=tuple(_member(place, side) for place in _PLACES for side in Side),
        paragraphs=tuple(_paragraph(number, prose) for number in range(1, paragraphs + 1)),
        signatories=tuple(
            Signatory(key=str(role), name=f"Namn som {role}", role=role, organisation="Region Västernorrland")
            for role in SignatoryRole
        ),
        standing_note="Samverkansråden är rådgivande. Ställningstaganden sker i konsensus.",
    )


def _member(place: str, side: Side) -> Attendance:
    return Attendance(
        name=f"Ledamot i {place}",
        category=Category.MEMBER,
        presence=Presence.REMOTE,
        organisation=f"{place} kommun",
        party="S",
        side=side,
    )


def _paragraph(number: int, prose: Prose) -> Paragraph:
    """Two of three are information; the third is a standpoint, with all that comes with one."""
    told = Paragraph(
        number=number,
        title=prose.title(),
        kind=ItemKind.INFORMATION,
        outcome=Outcome.NOTED,
        registry_no=f"RUN/{number}/2026",
        wording="Rådet tog del av informationen.",
        strategy_links=("Mål 2: En välutbildad befolkning",),
        strategy_sentence=prose.sentence(),
        background=prose.text(3),
        presenters=(Presenter(name="Strategen", organisation="Region Västernorrland"),),
        discussion=prose.text(2),
        sent_to=("Medlemsorganisationerna",),
    )
    return told if number % 3 else _standpoint(told, prose)


def _standpoint(paragraph: Paragraph, prose: Prose) -> Paragraph:
    return replace(
        paragraph,
        kind=ItemKind.STANDPOINT,
        outcome=Outcome.CONSENSUS_NOTED,
        wording="\n".join([prose.sentence(), *(f"{n}. {prose.sentence()}" for n in (1, 2, 3))]),
        shared_value=prose.sentence(),
        dissents=(Dissent(organisation="Timrå kommun", text=prose.text(2)),),
        formal_decisions=tuple(
            FormalDecision(organisation=f"{place} kommun", body="Kommunfullmäktige") for place in _PLACES[:3]
        ),
        follow_up=(FollowUp(what="Återföring i hemmaorganisationen", who="Alla ledamöter"),),
        attachments=tuple(f"{prose.title()}, version {n}" for n in (1, 2)),
        sent_to=("Medlemsorganisationerna", "Länsstyrelsen Västernorrland"),
    )
