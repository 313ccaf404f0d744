"""Complete minutes and papers for the tests of documents and signing, by role, from Västernorrland."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

from councilflow.process.agenda import ItemKind
from councilflow.process.consensus import Outcome
from councilflow.process.councils import Category, Office, Side
from councilflow.process.meeting import MeetingForm, Presence, SignatoryRole
from councilflow.process.minutes import (
    Approval,
    Attendance,
    Dissent,
    FollowUp,
    FormalDecision,
    Minutes,
    Paragraph,
    Presenter,
    Range,
    Recusal,
    Signatory,
    Sitting,
)
from councilflow.process.papers import AgendaEntry, AgendaPaper

NOW = datetime(2026, 12, 5, 8, 30, tzinfo=UTC)

MUNICIPALITIES = (
    "Härnösands kommun",
    "Kramfors kommun",
    "Sollefteå kommun",
    "Sundsvalls kommun",
    "Timrå kommun",
    "Ånge kommun",
    "Örnsköldsviks kommun",
)

DISSENT_TEXT = (
    "Kommunen delar inte bedömningen av tidplanen. – Medfinansieringen (3 < 5 mnkr & ”mer”) måste vara "
    "klarlagd före beslut; annars riskerar hela länet att stå utan pengar.\n- Detta är ingen lista.\nÅŋŧđ čšž"
)

_BACKGROUND = (
    "Rådet behandlade ärendet med utgångspunkt i den regionala utvecklingsstrategin. Ordföranden redogjorde "
    "för beredningsgruppens underlag och för de frågor som medlemsorganisationerna har att "
    "förankra hemma.\n"
    "Under beredningen lyftes tre frågor:\n- kompetensförsörjning,\n- infrastruktur längs kusten,\n"
    "- samverkan mellan kommuner, region och civilsamhälle."
)


_WHOSE = {Side.MAJORITY: "Majoritetens", Side.OPPOSITION: "Oppositionens"}


def roll() -> tuple[Attendance, ...]:
    people = [
        Attendance(
            name=f"{_WHOSE[side]} ledamot i {place.split()[0]}",
            category=Category.MEMBER,
            presence=Presence.REMOTE if side is Side.OPPOSITION else Presence.ON_SITE,
            organisation=place,
            party="S" if side is Side.MAJORITY else "C",
            side=side,
            office=Office.CHAIR if place.startswith("Sundsvall") and side is Side.MAJORITY else None,
        )
        for place in MUNICIPALITIES
        for side in Side
    ]
    people[3] = replace(people[3], paragraphs=(Range(45, 47), Range(50, 50)))
    people[5] = replace(people[5], presence=Presence.EXCUSED)
    return (
        *people,
        Attendance(
            name="Tjänstgörande ersättare i Sollefteå",
            category=Category.SUBSTITUTE,
            presence=Presence.REMOTE,
            organisation="Sollefteå kommun",
            serving_for="Oppositionens ledamot i Sollefteå",
        ),
        Attendance(
            name="Landshövdingen",
            category=Category.ADJUNCT,
            presence=Presence.ON_SITE,
            organisation="Länsstyrelsen Västernorrland",
        ),
        Attendance(
            name="Regiondirektören",
            category=Category.SPEAKING_FUNCTION,
            presence=Presence.ON_SITE,
            organisation="Region Västernorrland",
            function="Tjänstepersonstöd",
        ),
        Attendance(
            name="Rådets sekreterare",
            category=Category.SECRETARY,
            presence=Presence.ON_SITE,
            organisation="Region Västernorrland",
        ),
    )


def standpoint(number: int) -> Paragraph:
    return Paragraph(
        number=number,
        title="Gemensam inriktning för kompetensförsörjning och etableringsfrämjande i hela länet 2027–2030",
        kind=ItemKind.STANDPOINT,
        outcome=Outcome.CONSENSUS_NOTED,
        registry_no="RUN/34/2026",
        wording=(
            "Samverkansrådet ställer sig bakom inriktningen för länets kompetensförsörjning "
            "2027–2030 och enas om\n"
            "1. att varje organisation prövar medfinansieringen senast den 31 mars 2027,\n"
            "2. att Region Västernorrland samordnar arbetet,\n"
            "3. att beredningsgruppen återkommer till rådet i juni 2027."
        ),
        shared_value="En samlad inriktning ger länet tyngd i de nationella programmen.",
        strategy_links=("Mål 2: En välutbildad befolkning", "Fokusområde: Matchning på arbetsmarknaden"),
        strategy_sentence="Inriktningen konkretiserar målet om fler i arbete i hela länet.",
        background=_BACKGROUND,
        presenters=(
            Presenter(
                name="Kompetensstrategen",
                title="strateg för regional kompetensförsörjning",
                organisation="Region Västernorrland",
            ),
        ),
        discussion="Rådet samtalade om hur de mindre kommunerna kan delta på lika villkor.",
        dissents=(
            Dissent(organisation="Timrå kommun", text=DISSENT_TEXT),
            Dissent(
                organisation="Ånge kommun",
                person="Oppositionens ledamot i Ånge",
                side=Side.OPPOSITION,
                text="Järnvägen borde ha nämnts.",
            ),
        ),
        recusals=(Recusal(name="Majoritetens ledamot i Kramfors", organisation="Kramfors kommun"),),
        formal_decisions=tuple(
            FormalDecision(organisation=place, body="Kommunfullmäktige", planned_on=date(2027, 3, 22))
            for place in MUNICIPALITIES[:3]
        ),
        follow_up=(
            FollowUp(what="Återföring i hemmaorganisationen", who="Alla ledamöter", due_on=date(2027, 1, 31)),
        ),
        attachments=("Inriktning för kompetensförsörjning 2027–2030, version 3",),
        sent_to=("Medlemsorganisationerna", "Länsstyrelsen Västernorrland"),
    )


def information(number: int) -> Paragraph:
    return Paragraph(
        number=number,
        title=f"Lägesrapport {number} om den regionala transportplanen",
        kind=ItemKind.INFORMATION,
        outcome=Outcome.NOTED,
        wording="Rådet tog del av informationen.",
        strategy_links=("Mål 4: Tillgängligt län",),
        strategy_sentence="Planen är ett av strategins viktigaste verktyg.",
        background=_BACKGROUND,
    )


def standing(number: int, title: str, wording: str) -> Paragraph:
    return Paragraph(
        number=number, title=title, kind=ItemKind.STANDING, outcome=Outcome.NOTED, wording=wording
    )


def minutes(**changes: object) -> Minutes:
    """Twelve paragraphs, three signatories; `changes` replace what the test is about."""
    paragraphs = (
        standing(45, "Mötet öppnas", "Ordföranden hälsade välkommen och öppnade mötet."),
        standing(46, "Val av justerare", "Till justerare valdes majoritetens ledamot i Timrå."),
        standpoint(47),
        *(information(number) for number in range(48, 54)),
        replace(
            standpoint(54),
            title="Påverkansagenda för länets järnväg",
            outcome=Outcome.CONSENSUS,
            dissents=(),
            override_reason="Frågan kunde inte vänta till nästa möte.",
        ),
        replace(
            standpoint(55), title="Fråga som bordlades", outcome=Outcome.POSTPONED, wording="", dissents=()
        ),
        standing(56, "Mötet avslutas", "Nästa möte hålls den 15 januari 2027."),
    )
    whole = Minutes(
        council="Regionala samverkansrådet i Västernorrlands län",
        language="sv",
        number=6,
        year=2026,
        form=MeetingForm.HYBRID,
        sittings=(
            Sitting(
                day=date(2026, 12, 4), begins=time(9, 0), ends=time(12, 15), note="Paus kl. 10.30–10.45."
            ),
        ),
        chair="Majoritetens ledamot i Sundsvall",
        secretary="Rådets sekreterare",
        host="Region Västernorrland",
        place="Regionens hus, Härnösand",
        attendance=roll(),
        paragraphs=paragraphs,
        signatories=(
            Signatory(
                key="secretary",
                name="Rådets sekreterare",
                role=SignatoryRole.SECRETARY,
                organisation="Region Västernorrland",
            ),
            Signatory(
                key="chair",
                name="Majoritetens ledamot i Sundsvall",
                role=SignatoryRole.CHAIR,
                organisation="Sundsvalls kommun",
            ),
            Signatory(
                key="elected_1",
                name="Åsa-Märta Öhrström-Ångström Dunfjell Jåma von Nordingrå-Ulvöhamn",
                role=SignatoryRole.ELECTED,
                organisation="Timrå kommun",
            ),
        ),
        approval=Approval(
            elected=("Åsa-Märta Öhrström-Ångström Dunfjell Jåma von Nordingrå-Ulvöhamn",),
            due_on=date(2026, 12, 18),
        ),
        standing_note="Samverkansråden är rådgivande. Ställningstaganden sker i konsensus.",
        recipients=("Ledamöter och ersättare", "Medlemsorganisationernas officiella brevlådor"),
    )
    return replace(whole, **changes)  # type: ignore[arg-type]  # the test names fields of Minutes


def paper(**changes: object) -> AgendaPaper:
    """An issued invitation to a hybrid meeting with six items; `changes` replace what the test is about."""
    entries = (
        AgendaEntry(
            position=1, title="Öppnande, val av justerare och dagordning", kind=ItemKind.STANDING, minutes=10
        ),
        AgendaEntry(
            position=2,
            title="Lägesrapport om den regionala transportplanen",
            kind=ItemKind.INFORMATION,
            begins=time(9, 10),
            minutes=30,
            presenters=(Presenter(name="Infrastrukturstrategen", organisation="Region Västernorrland"),),
            strategy_links=("Mål 4: Tillgängligt län",),
            strategy_sentence="Planen är ett av strategins viktigaste verktyg.",
            background=_BACKGROUND,
        ),
        AgendaEntry(
            position=3,
            title="Gemensam inriktning för kompetensförsörjning och etableringsfrämjande i hela länet",
            kind=ItemKind.STANDPOINT,
            begins=time(9, 40),
            minutes=60,
            registry_no="RUN/34/2026",
            proposal=(
                "Samverkansrådet ställer sig bakom inriktningen och enas om\n"
                "1. att varje organisation prövar medfinansieringen senast den 31 mars 2027,\n"
                "2. att Region Västernorrland samordnar arbetet."
            ),
            shared_value="En samlad inriktning ger länet tyngd i de nationella programmen.",
            strategy_links=("Mål 2: En välutbildad befolkning", "Fokusområde: Matchning på arbetsmarknaden"),
            strategy_sentence="Inriktningen konkretiserar målet om fler i arbete i hela länet.",
            background=_BACKGROUND,
            questions=("Vad kan er organisation bidra med?", "Vad behöver ni för att kunna ställa er bakom?"),
            attachments=("Inriktning för kompetensförsörjning 2027–2030, version 3",),
            presenters=(Presenter(name="Kompetensstrategen", organisation="Region Västernorrland"),),
        ),
        AgendaEntry(position=4, title="Nästa möte och avslutning", kind=ItemKind.STANDING),
    )
    whole = AgendaPaper(
        council="Regionala samverkansrådet i Västernorrlands län",
        language="sv",
        form=MeetingForm.HYBRID,
        sittings=(Sitting(day=date(2026, 12, 4), begins=time(9, 0), ends=time(12, 15)),),
        chair="Majoritetens ledamot i Sundsvall",
        host="Region Västernorrland",
        place="Regionens hus, Härnösand",
        link="https://moten.example.org/rsr/2026-12-04?rum=1&språk=sv",
        issued_on=date(2026, 11, 27),
        prepare_by=date(2026, 12, 2),
        cost_note="Varje organisation svarar för sina egna resor.",
        standing_note="Samverkansråden är rådgivande. Ställningstaganden sker i konsensus.",
        items=entries,
    )
    return replace(whole, **changes)  # type: ignore[arg-type]  # the test names fields of AgendaPaper
