"""The 17 global goals of Agenda 2030, by their official short names (A12).

Swedish from Globala målen, bokmål and nynorsk from FN-sambandet, English from the United Nations. They are
names and therefore not translated word by word.
"""

from __future__ import annotations

GOALS: dict[str, tuple[str, ...]] = {
    "sv": (
        "Ingen fattigdom",
        "Ingen hunger",
        "God hälsa och välbefinnande",
        "God utbildning för alla",
        "Jämställdhet",
        "Rent vatten och sanitet för alla",
        "Hållbar energi för alla",
        "Anständiga arbetsvillkor och ekonomisk tillväxt",
        "Hållbar industri, innovationer och infrastruktur",
        "Minskad ojämlikhet",
        "Hållbara städer och samhällen",
        "Hållbar konsumtion och produktion",
        "Bekämpa klimatförändringarna",
        "Hav och marina resurser",
        "Ekosystem och biologisk mångfald",
        "Fredliga och inkluderande samhällen",
        "Genomförande och globalt partnerskap",
    ),
    "nb": (
        "Utrydde fattigdom",
        "Utrydde sult",
        "God helse og livskvalitet",
        "God utdanning",
        "Likestilling mellom kjønnene",
        "Rent vann og gode sanitærforhold",
        "Ren energi til alle",
        "Anstendig arbeid og økonomisk vekst",
        "Industri, innovasjon og infrastruktur",
        "Mindre ulikhet",
        "Bærekraftige byer og lokalsamfunn",
        "Ansvarlig forbruk og produksjon",
        "Stoppe klimaendringene",
        "Livet i havet",
        "Livet på land",
        "Fred, rettferdighet og velfungerende institusjoner",
        "Samarbeid for å nå målene",
    ),
    "nn": (
        "Utrydde fattigdom",
        "Utrydde svolt",
        "God helse og livskvalitet",
        "God utdanning",
        "Likestilling mellom kjønna",
        "Reint vatn og gode sanitærforhold",
        "Rein energi til alle",
        "Anstendig arbeid og økonomisk vekst",
        "Industri, innovasjon og infrastruktur",
        "Mindre ulikskap",
        "Berekraftige byar og lokalsamfunn",
        "Ansvarleg forbruk og produksjon",
        "Stoppe klimaendringane",
        "Livet i havet",
        "Livet på land",
        "Fred, rettferd og velfungerande institusjonar",
        "Samarbeid for å nå måla",
    ),
    "en": (
        "No poverty",
        "Zero hunger",
        "Good health and well-being",
        "Quality education",
        "Gender equality",
        "Clean water and sanitation",
        "Affordable and clean energy",
        "Decent work and economic growth",
        "Industry, innovation and infrastructure",
        "Reduced inequalities",
        "Sustainable cities and communities",
        "Responsible consumption and production",
        "Climate action",
        "Life below water",
        "Life on land",
        "Peace, justice and strong institutions",
        "Partnerships for the goals",
    ),
}
NUMBERS = range(1, 18)


def goal_name(number: int, language: str) -> str:
    """ "4. God utbildning för alla"; Swedish for a language that has no names of its own."""
    return f"{number}. {GOALS.get(language, GOALS['sv'])[number - 1]}"
