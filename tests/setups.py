"""The five council set-ups of the sources (process.md, A.2–A.4 and B.1–B.4), as somebody would enter them.

Names of municipalities and people stand for real ones; what counts is the shape: who is host, which bodies
there are, who belongs to them, what seats they are composed of and what rights go with them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A rule of composition, by the words of its page."""

    title: str
    category: str
    each: bool = False
    of_kind: str = ""
    function: str = ""
    organisation: str = ""
    least: int = 1
    most: int | None = 1
    both_sides: bool = False


@dataclass(frozen=True, kw_only=True)
class Group:
    """A body of its own around the council."""

    kind: str
    name: str
    prepares: bool = False
    members: tuple[str, ...] = ()
    """Organisations that belong to it; empty: nobody says."""
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Wider:
    """A council or assembly that includes the council."""

    kind: str
    name: str
    members: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Setup:
    rules: str
    """The set of rules that is chosen first."""
    name: str
    host: str
    language: str
    organisations: tuple[tuple[str, str], ...]
    """Name and kind."""
    members: tuple[str, ...]
    composition: tuple[Rule, ...]
    groups: tuple[Group, ...] = ()
    wider: Wider | None = None
    motto: str = ""
    vision: str = ""
    overall_goal: str = ""
    core_values: str = ""
    tasks: tuple[str, ...] = ()
    speak_and_propose: tuple[str, ...] = ()
    """Categories that may speak and propose here, beyond what is usual."""


def _all(kind: str, names: str) -> tuple[tuple[str, str], ...]:
    return tuple((name.strip(), kind) for name in names.split(","))


_VN = "Härnösands kommun, Kramfors kommun, Sollefteå kommun, Sundsvalls kommun, Timrå kommun, Ånge kommun, "
_VN += "Örnsköldsviks kommun"
_VN_MEMBERS = tuple(name.strip() for name in _VN.split(","))
_BOTH = {"each": True, "both_sides": True, "category": "Ledamot", "least": 2, "most": None}

VASTERNORRLAND = Setup(
    rules="Rådgivande samverkansråd",
    name="Regionala samverkansrådet",
    host="Region Västernorrland",
    language="Svenska",
    organisations=(
        ("Region Västernorrland", "Region"),
        *_all("Kommun", _VN),
        ("Länsstyrelsen Västernorrland", "Länsstyrelse"),
        ("Kommunförbundet Västernorrland", "Kommunförbund"),
        ("Strukturfondspartnerskapet i Mellersta Norrland", "Partnerskap"),
        ("Mittuniversitetet", "Universitet eller högskola"),
        ("Handelskammaren Mittsverige", "Näringslivsfrämjande organisation"),
        ("Nationella myndigheter", "Kategori av aktörer"),
        ("Civilsamhällets aktörer", "Kategori av aktörer"),
    ),
    members=("Region Västernorrland", *_VN_MEMBERS),
    composition=(
        Rule(title="Majoritet och opposition från varje kommun", of_kind="Kommun", **_BOTH),
        Rule(title="Majoritet och opposition från regionen", of_kind="Region", **_BOTH),
        Rule(
            title="Länsstyrelsens högsta ledning",
            category="Adjungerad",
            function="Landshövding och/eller länsråd",
            organisation="Länsstyrelsen Västernorrland",
            most=None,
        ),
        Rule(title="Regiondirektör", category="Funktion med yttranderätt", function="Regiondirektör"),
        Rule(title="Länets kommunchef", category="Funktion med yttranderätt", function="Länets kommunchef"),
        Rule(
            title="Strukturfondspartnerskapets ordförande",
            category="Funktion med yttranderätt",
            function="Ordförande i Strukturfondspartnerskapet",
            organisation="Strukturfondspartnerskapet i Mellersta Norrland",
        ),
    ),
    groups=(Group(kind="Beredningsgrupp", name="Strategiska RUS-gruppen", prepares=True),),
    wider=Wider(
        kind="Samverkansråd i bredare krets",
        name="Stora samverkansrådet",
        members=("Mittuniversitetet", "Handelskammaren Mittsverige"),
        rules=(Rule(title="En från varje aktör", category="Deltagande aktör", each=True),),
    ),
    motto="Ett modigt regionalt ledarskap som tillsammans tar ansvar för framtiden!",
    tasks=("utgöra en mötesplats och kontaktyta mellan kommun- och regionföreträdare",),
)

_SOGN = "Aurland kommune, Luster kommune, Lærdal kommune, Sogndal kommune, Vik kommune, Årdal kommune"
_SOGN_MEMBERS = tuple(name.strip() for name in _SOGN.split(","))

SOGN = Setup(
    rules="Interkommunalt politiskt råd",
    name="Sogn regionråd",
    host="Sogndal kommune",
    language="Norsk nynorsk",
    organisations=(
        *_all("Kommun", _SOGN),
        ("Vestland fylkeskommune", "Fylkeskommun"),
        ("Visit Sognefjord AS", "Företag"),
        ("Statped", "Statlig myndighet"),
    ),
    members=_SOGN_MEMBERS,
    composition=(
        Rule(title="Alle ordførarar", category="Ledamot", function="Ordførar", each=True, of_kind="Kommun"),
        Rule(title="Dagleg leiar", category="Sekreterare", function="Dagleg leiar"),
    ),
    groups=(
        Group(kind="Tjänstepersonsgrupp", name="Rådmannsgruppa", prepares=True, members=_SOGN_MEMBERS),
        Group(kind="Nätverk", name="Næringsnettverket"),
        Group(kind="Nätverk", name="HR-nettverket"),
        Group(kind="Nätverk", name="Planleggjarnettverket"),
        Group(kind="Arbetsgrupp", name="Samferdslegruppa"),
        Group(kind="Styrgrupp", name="Styringsgruppa for Sogn for alle"),
        Group(kind="Programstyrelse", name="Programstyret"),
    ),
    wider=Wider(kind="Församling", name="Sognatinget"),
    vision="Saman gjer vi Sogn til ein attraktiv og livskraftig region.",
    core_values="Driftig\nraus\nekte",
    overall_goal="Vi skal vera ein pådrivar for å gjera Sogn attraktiv",
    speak_and_propose=("Adjungerad",),
)

_FJELL = "Alvdal kommune, Folldal kommune, Holtålen kommune, Os kommune, Rendalen kommune, Røros kommune, "
_FJELL += "Tolga kommune, Tynset kommune"
_FJELL_MEMBERS = tuple(name.strip() for name in _FJELL.split(","))

FJELLREGIONEN = Setup(
    rules="Interkommunalt politiskt råd",
    name="Regionrådet for Fjellregionen",
    host="Tynset kommune",
    language="Norsk bokmål",
    organisations=(
        *_all("Kommun", _FJELL),
        ("Hedmark fylkeskommune", "Fylkeskommun"),
        ("Sør-Trøndelag fylkeskommune", "Fylkeskommun"),
        ("Rørosregionen Næringshage", "Företag"),
    ),
    members=(*_FJELL_MEMBERS, "Hedmark fylkeskommune", "Sør-Trøndelag fylkeskommune"),
    composition=(
        Rule(
            title="Ordfører fra hver kommune",
            category="Ledamot",
            function="Ordfører",
            each=True,
            of_kind="Kommun",
        ),
        Rule(title="En fra hver fylkeskommune", category="Ledamot", each=True, of_kind="Fylkeskommun"),
        Rule(title="Regionrådgiver", category="Sekreterare", function="Regionrådgiver"),
    ),
    groups=(
        Group(
            kind="Arbetsutskott",
            name="Arbeidsutvalget",
            prepares=True,
            members=(*_FJELL_MEMBERS, "Hedmark fylkeskommune", "Sør-Trøndelag fylkeskommune"),
            rules=(
                Rule(
                    title="Alle ordførerne",
                    category="Ledamot",
                    function="Ordfører",
                    each=True,
                    of_kind="Kommun",
                ),
                Rule(
                    title="En representant for rådmennene",
                    category="Funktion med yttranderätt",
                    function="Representant for rådmennene",
                ),
                Rule(
                    title="STFK som observatør",
                    category="Observatör",
                    function="Observatør",
                    organisation="Sør-Trøndelag fylkeskommune",
                ),
            ),
        ),
        Group(kind="Referensgrupp", name="Referansegruppe for næring"),
        Group(kind="Referensgrupp", name="Referansegruppe for samferdsel"),
        Group(kind="Referensgrupp", name="Referansegruppe for kompetanse"),
        Group(kind="Referensgrupp", name="Referansegruppe for kultur"),
        Group(kind="Nätverk", name="Ungdomsrådet for Fjellregionen"),
    ),
)

_HALL = "Flå kommune, Gol kommune, Hemsedal kommune, Hol kommune, Nesbyen kommune, Ål kommune"
_HALL_MEMBERS = tuple(name.strip() for name in _HALL.split(","))

HALLINGDAL = Setup(
    rules="Interkommunalt politiskt råd",
    name="Regionrådet for Hallingdal",
    host="Ål kommune",
    language="Norsk bokmål",
    organisations=(
        *_all("Kommun", _HALL),
        ("Viken fylkeskommune", "Fylkeskommun"),
        ("Innovasjon Norge", "Statlig myndighet"),
    ),
    members=_HALL_MEMBERS,
    composition=(
        Rule(title="Ordførerne", category="Ledamot", function="Ordfører", each=True, of_kind="Kommun"),
    ),
    groups=(Group(kind="Styrgrupp", name="Styringsgruppa for Sats på Hallingdal", members=_HALL_MEMBERS),),
    wider=Wider(
        kind="Församling",
        name="Hallingtinget",
        members=_HALL_MEMBERS,
        rules=(
            Rule(
                title="Fem fra hvert kommunestyre",
                category="Ledamot",
                each=True,
                of_kind="Kommun",
                least=5,
                most=5,
            ),
            Rule(title="Rådmennene", category="Adjungerad", function="Rådmann", each=True, of_kind="Kommun"),
        ),
    ),
    speak_and_propose=("Adjungerad",),
)

_TROMS = "Gratangen kommune, Harstad kommune, Ibestad kommune, Kvæfjord kommune, Lavangen kommune, "
_TROMS += "Salangen kommune, Skånland kommune"
_TROMS_MEMBERS = tuple(name.strip() for name in _TROMS.split(","))

SOR_TROMS = Setup(
    rules="Interkommunalt politiskt råd",
    name="Sør-Troms regionråd",
    host="Harstad kommune",
    language="Norsk bokmål",
    organisations=(
        *_all("Kommun", _TROMS),
        ("Narvik kommune", "Kommun"),
        ("Troms fylkeskommune", "Fylkeskommun"),
    ),
    members=_TROMS_MEMBERS,
    composition=(
        Rule(title="Ordførerne", category="Ledamot", function="Ordfører", each=True, of_kind="Kommun"),
        Rule(title="Daglig leder", category="Sekreterare", function="Daglig leder"),
    ),
    groups=(
        Group(
            kind="Projektgrupp",
            name="Prosjektgruppa",
            members=_TROMS_MEMBERS,
            rules=(
                Rule(
                    title="Prosjektansvarlig",
                    category="Ledamot",
                    function="PA",
                    organisation="Harstad kommune",
                ),
                Rule(
                    title="Prosjektleder fra hver kommune",
                    category="Ledamot",
                    function="PL",
                    each=True,
                    of_kind="Kommun",
                ),
            ),
        ),
        Group(kind="Styrgrupp", name="Styringsgruppa", members=_TROMS_MEMBERS),
    ),
)

SUCCESSOR = "Hålogalandsrådet"
"""From 1 January 2020, when Sør-Troms and Ofoten went together (B4.10)."""

ALL = (VASTERNORRLAND, SOGN, FJELLREGIONEN, HALLINGDAL, SOR_TROMS)
