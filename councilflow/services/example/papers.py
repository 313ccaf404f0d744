"""What the example meetings deal with. The wordings are invented; the questions are a county's own."""

from __future__ import annotations

from dataclasses import dataclass, field

from councilflow.process.agenda import IssueStep, ItemKind
from councilflow.process.consensus import Outcome
from councilflow.process.preparation import Stance

PRESENTER = (
    "Regionens infrastrukturstrateg",
    "",
    "Region Västernorrland",
    "foredragande@region.example",
)
MATCHING = "Matchning på arbetsmarknaden"
ESTABLISHING = "Sammanhållet etablerings- och företagsfrämjande"
ADVOCACY = "Påverkansagenda"
FINANCING = "Strategisk finansiering"
TRANSPORT = "Den regionala transportinfrastrukturplaneringen"


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One item of an example meeting. `stances` and `views` are by organisation."""

    title: str
    kind: ItemKind | None = ItemKind.STANDPOINT
    registry_no: str = ""
    minutes: int | None = 20
    background: str = ""
    strategy: str = ""
    sentence: str = ""
    proposal: str = ""
    challenge: str = ""
    why: str = ""
    questions: tuple[str, ...] = ()
    presenters: tuple[tuple[str, str, str, str], ...] = ()
    discussion: str = ""
    outcome: Outcome | None = None
    views: dict[str, str] = field(default_factory=dict)
    stances: dict[str, tuple[Stance | None, str, bool]] = field(default_factory=dict)


HELD = (
    Paper(
        title="Gemensam etableringsfunktion för länet",
        registry_no="RUN/96/2026",
        minutes=40,
        background=(
            "Kommunerna och regionen tar i dag emot etableringsförfrågningar var för sig. "
            "Utredningen föreslår en gemensam funktion med två handläggare, finansierad efter folkmängd."
        ),
        strategy=ESTABLISHING,
        sentence="En gemensam funktion gör att vi utåt arbetar strategiskt som en enhet.",
        proposal=(
            "Regionala samverkansrådet ställer sig bakom att en gemensam etableringsfunktion för länet "
            "inrättas och att kostnaden fördelas efter folkmängd."
        ),
        discussion="Flera kommuner lyfte att funktionen behöver finnas nära företagen i hela länet.",
        outcome=Outcome.CONSENSUS_NOTED,
        views={
            "ange": (
                "Ånge kommun står bakom funktionen men anser att kostnaden bör fördelas med en lika stor "
                "grunddel per kommun."
            )
        },
        presenters=(PRESENTER,),
    ),
    Paper(
        title="Läget i arbetet med länstransportplanen",
        kind=ItemKind.INFORMATION,
        minutes=25,
        background=(
            "Regionen beskriver hur förslaget till länstransportplan tas fram och när det går på remiss."
        ),
        strategy=TRANSPORT,
        sentence="Restiderna avgör hur stor arbetsmarknaden är i varje del av länet.",
        discussion="Rådet påminde om att gång- och cykelvägar ofta glöms bort.",
        outcome=Outcome.NOTED,
        presenters=(PRESENTER,),
    ),
)

COMING = (
    Paper(
        title="Gemensam vuxenutbildning 2027–2029",
        registry_no="RUN/112/2026",
        minutes=30,
        challenge=(
            "Yrkesutbildningarna för vuxna fylls inte i någon kommun, samtidigt som företagen saknar folk."
        ),
        why="Ingen kommun klarar hela utbudet ensam. Tillsammans kan vi ge hela länet fler utbildningar.",
        background=(
            "Yrkesutbildningarna för vuxna fylls inte i någon kommun, samtidigt som företagen saknar folk. "
            "Förslaget är ett gemensamt utbud med en antagning."
        ),
        strategy=MATCHING,
        sentence="Ett gemensamt utbud gör att företag och organisationer kan tillgodose sina kompetensbehov.",
        proposal=(
            "Regionala samverkansrådet ställer sig bakom ett gemensamt utbud av yrkesvux för åren 2027–2029."
        ),
        questions=("Vilka utbildningar behöver er kommun kunna erbjuda själv?",),
        stances={"ange": (Stance.SUPPORT_YIELDING, "Vi avstår den egna svetsutbildningen.", False)},
    ),
    Paper(
        title="Prioriteringar i länstransportplanen",
        registry_no="RUN/118/2026",
        minutes=35,
        background=(
            "Förslaget till länstransportplan är på remiss. Rådet enas om länets gemensamma stråk "
            "före svaret."
        ),
        strategy=TRANSPORT,
        sentence="Kortare restider vidgar arbetsmarknaden i hela länet.",
        proposal=(
            "Regionala samverkansrådet ställer sig bakom prioriteringarna i förslaget till "
            "länstransportplan, med Ostkustbanan, Ådalsbanan och Mittbanan som länets tre gemensamma stråk."
        ),
        presenters=(PRESENTER,),
        stances={
            "solleftea": (
                Stance.DISSENT,
                (
                    "Stambanans norra del måste gå före kustvägens mittseparering. "
                    "Vi står bakom planen i övrigt."
                ),
                True,
            ),
            "ange": (Stance.DISSENT, "Mittbanan saknas bland de tre främsta prioriteringarna.", False),
            "timra": (
                Stance.SUPPORT_YIELDING,
                "Vi avstår den egna prioriteringen av trafikplats Vivsta.",
                False,
            ),
        },
    ),
    Paper(
        title="Länets linje inför EU:s budget 2028–2034",
        minutes=30,
        background="Kommissionens förslag till långtidsbudget behandlas. Länet behöver en gemensam linje.",
        strategy=ADVOCACY,
        sentence="Genom en gemensam linje arbetar vi på enad front för att påverka nationell och EU-nivå.",
        proposal="Regionala samverkansrådet står bakom att glesheten ska vägas in i alla EU:s fonder.",
        questions=("Vilken fond är viktigast för er?", "Vem kan föra länets talan i Bryssel?"),
    ),
    Paper(
        title="Läget i etableringarna",
        kind=ItemKind.INFORMATION,
        minutes=20,
        background="Den gemensamma etableringsfunktionen berättar om förfrågningar och beslut under hösten.",
        strategy=ESTABLISHING,
        sentence="Punkten följer upp rådets ställningstagande om en gemensam etableringsfunktion.",
    ),
    Paper(
        title="Medfinansiering av bredbandssamordning 2027",
        minutes=20,
        background="Den regionala bredbandssamordningen saknar finansiering efter årsskiftet.",
        strategy=FINANCING,
        sentence="Samfinansiering gör att statliga medel kan växlas upp.",
        proposal=(
            "Regionala samverkansrådet ställer sig bakom att samordningen finansieras gemensamt under 2027."
        ),
        stances={
            "kramfors": (Stance.SUPPORT_YIELDING, "Vi avstår en egen samordnare.", False),
            "ornskoldsvik": (
                Stance.NEEDS_MORE,
                "Vi behöver se fördelningen mellan kommunerna efter folkmängd innan vi kan ta ställning.",
                False,
            ),
        },
    ),
    Paper(
        title="Länsstyrelsen informerar om landsbygdsstöden",
        kind=ItemKind.INFORMATION,
        minutes=15,
        background="Länsstyrelsen går igenom vilka stöd som kan sökas nästa år.",
        strategy="Ett Västernorrland",
        sentence="Stöden är ett av verktygen för att nå strategins mål på landsbygden.",
    ),
)

LATER = (
    Paper(
        title="Länets gemensamma kompetensbehov till 2035",
        minutes=40,
        background="Arbetsmarknadsprognosen är klar i januari.",
        strategy=MATCHING,
        sentence="Prognosen visar vilken bredd- och spetskompetens länet behöver.",
        proposal="",
    ),
    Paper(
        title="Regional fond för tidiga skeden",
        kind=None,
        minutes=None,
        background="",
        strategy=FINANCING,
        sentence="",
    ),
    Paper(
        title="Påverkansagendan 2027",
        kind=ItemKind.INFORMATION,
        minutes=20,
        background="Beredningsgruppen visar ett första utkast till agenda.",
        strategy=ADVOCACY,
        sentence="Agendan förtydligar vilka sakfrågor som är gemensamma för länets bästa.",
    ),
)

POOL: tuple[tuple[str, str, str, str, IssueStep | None, str], ...] = (
    (
        "Nattåg till kontinenten",
        "Nattågen slutar före länets gräns.",
        "Bara en gemensam begäran från hela länet väger i förhandlingen.",
        "timra",
        None,
        "",
    ),
    (
        "Gemensam jourläkarbil",
        "Avstånden gör att jouren inte räcker.",
        "Frågan berör tre kommuner och regionen.",
        "solleftea",
        IssueStep.DECLINE,
        "Frågan ägs av regionens hälso- och sjukvård och tas upp i dess eget samråd.",
    ),
    (
        "Länets besöksmål på en karta",
        "Besöksmålen marknadsförs var för sig.",
        "Besökare stannar längre när de hittar nästa mål.",
        "harnosand",
        IssueStep.REST,
        "Vi väntar på besöksnäringens egen plan som kommer till våren.",
    ),
    (
        "Delad växel för socialjour",
        "Små kommuner klarar inte jouren ensamma.",
        "En gemensam växel kan bära alla sju kommuner.",
        "ornskoldsvik",
        IssueStep.TAKE_UP,
        "",
    ),
)
