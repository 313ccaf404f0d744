"""Documents of our own, after the manner of the councils whose plans will be loaded (B.2, B.4)."""

from __future__ import annotations


def table(*rows: str) -> str:
    """Rows whose cells are divided by "|", as they are pasted."""
    return "\n".join("\t".join(cell.strip() for cell in row.split("|")) for row in rows)


MOUNTAINS = "\n".join(
    (
        "Strategisk plan for Dalregionen 2017–2021 med handlingsplan 2017–2018",
        "",
        "Visjon: Sammen om de lange linjene",
        "",
        "Overordnet mål: Regionen skal ha vekst i folketall og arbeidsplasser.",
        "",
        "## 1. Kultur og oppvekst",
        "",
        "Overordna langsiktig mål: Regionen skal være et godt sted å vokse opp.",
        "",
        table(
            "Delmål | Strategier | Hovedaktiviteter | Ansvar | Finansiering",
            "Ungdom blir hørt.<br>Kulturen når alle.<br>Flere flytter hit. | Styrke ungdomsrådet<br>Dele "
            "arrangementer<br>Fortelle om regionen | Årlig samling<br>Felles kalender<br>Turne med artister"
            "<br>Omdømmeprosjekt | Regionrådgiver | Drift/prosjekt",
        ),
        "",
        "## 2. Samferdsel",
        "",
        "Overordna langsiktig mål",
        "",
        "Regionen skal ha trygge veger og hyppige tog.",
        "",
        table(
            "Delmål | Strategier | Hovedaktiviteter | Ansvar | Finansiering",
            "Flere avganger | Opptre samlet i jernbaneforum | Utarbeide innspill | Regionrådgiver | Drift",
            "| | Delta i jernbaneforum | Arbeidsutvalget | Drift",
            "| Påvirke nasjonale myndigheter | Møte stortingsbenken hvert år | Arbeidsutvalget |",
            "Bedre vegstandard | Samarbeid med nabofylker | Kartlegge dårlige strekninger | Regionkoordinator"
            " | Prosjekt",
            "Møte vegforum to ganger i året | Regionrådgiver | Drift",
            "| | Kreve rassikring langs dalen | |",
            "Bredbånd til alle | | Søke midler til utbygging | Regionale næringssjefer | Prosjekt Nord & Sør",
        ),
        "",
        "Vedtatt av regionrådet",
    )
)
"""Whole areas in one row; a row that has moved left; rows without strategy or financing (B2.10)."""

COAST = """Statusrapportering for sluttutbetaling – Kystregionen i omstilling

1. Bakgrunn

Regionrådet har sju kommuner. Prosjektet startet høsten 2015.

2. Prosjektets mål

Prosjektmål

Styrke kommunenes samarbeid om næringsutvikling.

Delmål

- Kommunene skal ha en felles plan for næringsutvikling.
- Næringslivet skal være med i arbeidet.
- Kommunene skal dele kompetanse.

Hovedaktiviteter

1. Kartlegging av næringslivet – gjennomført
2. Møter i alle kommuner – gjennomført
3. Felles næringskonferanse (gjennomført)
4. Utarbeide tiltaksoversikt

3. Resultatmål

Resultatmål 1: Det skal foreligge en felles utviklingsplan for hele regionen.
Resultatmål 2: Alle kommuner skal ha en næringsansvarlig.

4. Felles satsingsområder med naboregionen

Satsingsområde 1: Reiseliv

Mål 1: Flere gjester om vinteren

Satsingsområde 2: Sjømat

Mål 2: Mer foredling i regionen

Satsingsområde 3: Kompetanse

Mål 3A: Flere lærlinger. Mål 3B: Felles kunnskapsbank. Mål 3C: Flere studieplasser.

Satsingsområde 4: Samferdsel

Mål 4A: Tryggere veger
Mål 4B: Bedre hurtigbåttilbud

Resultat så langt: Mål 3B er i gang og har fått midler.

5. Effektmål

Effektene vil vises om to til tre år.

a) Økt sysselsetting
b) Flere innbyggere
c) Bedre omdømme

6. Evaluering

PA: Arbeidet har gått godt.
PL: Kommunene har bidratt.
"""
"""Nearly nothing but text: goals of four kinds, with codes, under the headings of a report (B4.2, B4.8)."""
