"""Sentences for the note on an item, and the places in them that the record fills in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from councilflow.process.record import MinutesProfile

_PLACE = re.compile(r"\{([^{}\n]*)\}")


class Place(StrEnum):
    """What a sentence can have filled in."""

    CHAIR = "chair"
    PRESENTER = "presenter"
    TITLE = "title"
    CLOCK = "clock"
    DISSENTING = "dissenting"
    """The organisations whose dissent is noted."""


NAMES: dict[str, Place] = {
    "ordförande": Place.CHAIR,
    "föredragande": Place.PRESENTER,
    "punkt": Place.TITLE,
    "klockslag": Place.CLOCK,
    "avvikande": Place.DISSENTING,
    "ordfører": Place.CHAIR,
    "leder": Place.CHAIR,
    "foredragende": Place.PRESENTER,
    "sak": Place.TITLE,
    "klokkeslett": Place.CLOCK,
    "avvikende": Place.DISSENTING,
    "ordførar": Place.CHAIR,
    "leiar": Place.CHAIR,
    "foredragande": Place.PRESENTER,
}
"""What a place may be called within braces, in Swedish and Norwegian."""


class Starter(NamedTuple):
    title: str
    text: str


def unknown(text: str) -> list[str]:
    """The places of a text that nothing can fill, as they are written."""
    return [name for name in _PLACE.findall(text) if name.strip().lower() not in NAMES]


def fill(text: str, known: Mapping[Place, str]) -> str:
    """The text with its places filled in; what the record does not know stays as a gap that is seen."""

    def put(found: re.Match[str]) -> str:
        place = NAMES.get(found[1].strip().lower())
        return (known.get(place, "") if place else "") or f"[{found[1]}]"

    return _PLACE.sub(put, text)


_SV_EVERY = (
    Starter("Information lämnas", "{föredragande} informerar om {punkt}. Frågor besvaras."),
    Starter("Samtal förs", "Samtal förs om {punkt}."),
    Starter("Paus", "Mötet gör paus klockan {klockslag}."),
    Starter("Återkommer", "Frågan tas upp igen på ett kommande möte."),
)
_SV: dict[MinutesProfile, tuple[Starter, ...]] = {
    MinutesProfile.ADVISORY: (
        Starter("Samtal före ställningstagande", "Organisationerna redogör för sina hållningar i {punkt}."),
        Starter("Konsensus", "Ordföranden {ordförande} läser upp ordalydelsen och konstaterar konsensus."),
        Starter("Avvikande synpunkt", "Avvikande synpunkt antecknas från {avvikande}."),
    ),
    MinutesProfile.KL: (
        Starter("Beslutsgång", "Ordföranden {ordförande} finner att det bara finns ett förslag till beslut."),
        Starter("Ajournering", "Mötet ajourneras klockan {klockslag} för överläggning."),
        Starter("Reservation", "Reservation anmäls av {avvikande}."),
    ),
    MinutesProfile.IPR: (
        Starter("Beslutsgång", "Ordföranden {ordförande} konstaterar att förslaget antas."),
        Starter("Protokollsanteckning", "{avvikande} lämnar en protokollsanteckning."),
    ),
}
_NB_EVERY = (
    Starter("Orientering gis", "{foredragende} orienterer om {sak}. Spørsmål blir besvart."),
    Starter("Samtale", "Saken blir drøftet: {sak}."),
    Starter("Pause", "Møtet tar pause klokken {klokkeslett}."),
    Starter("Kommer tilbake", "Saken tas opp igjen på et senere møte."),
)
_NB: dict[MinutesProfile, tuple[Starter, ...]] = {
    MinutesProfile.ADVISORY: (
        Starter("Før uttalelse", "Organisasjonene gjør rede for sine holdninger til {sak}."),
        Starter("Konsensus", "Møteleder {leder} leser opp ordlyden og konstaterer konsensus."),
        Starter("Avvikende syn", "Avvikende syn protokolleres fra {avvikende}."),
    ),
    MinutesProfile.KL: (
        Starter("Vedtak", "Møteleder {leder} konstaterer at det bare foreligger ett forslag til vedtak."),
        Starter("Gruppemøte", "Møtet blir hevet klokken {klokkeslett} for gruppemøte."),
        Starter("Protokolltilførsel", "Protokolltilførsel fra {avvikende}."),
    ),
    MinutesProfile.IPR: (
        Starter("Vedtak", "Ordfører {ordfører} konstaterer at forslaget er vedtatt."),
        Starter("Gruppemøte", "Møtet blir hevet klokken {klokkeslett} for gruppemøte."),
        Starter("Protokolltilførsel", "Protokolltilførsel fra {avvikende}."),
    ),
}


_NN_EVERY = (
    Starter("Orientering", "{foredragande} orienterer om {sak}. Spørsmål vert svara på."),
    Starter("Samtale", "Saka vert drøfta: {sak}."),
    Starter("Pause", "Møtet tek pause klokka {klokkeslett}."),
    Starter("Kjem att", "Saka vert teken opp att på eit seinare møte."),
)
_NN: dict[MinutesProfile, tuple[Starter, ...]] = {
    MinutesProfile.ADVISORY: (
        Starter("Før fråsegn", "Organisasjonane gjer greie for haldningane sine til {sak}."),
        Starter("Konsensus", "Møteleiar {leiar} les opp ordlyden og slår fast at det er konsensus."),
        Starter("Avvikande syn", "Avvikande syn vert protokollert frå {avvikande}."),
    ),
    MinutesProfile.KL: (
        Starter("Vedtak", "Møteleiar {leiar} slår fast at det berre ligg føre eitt framlegg til vedtak."),
        Starter("Gruppemøte", "Møtet vert heva klokka {klokkeslett} for gruppemøte."),
        Starter("Protokolltilførsel", "Protokolltilførsel frå {avvikande}."),
    ),
    MinutesProfile.IPR: (
        Starter("Vedtak", "Ordførar {ordførar} slår fast at framlegget er vedteke."),
        Starter("Gruppemøte", "Møtet vert heva klokka {klokkeslett} for gruppemøte."),
        Starter("Protokolltilførsel", "Protokolltilførsel frå {avvikande}."),
    ),
}
_BY_LANGUAGE = {"sv": (_SV_EVERY, _SV), "nb": (_NB_EVERY, _NB), "nn": (_NN_EVERY, _NN)}


def starters(language: str, profile: MinutesProfile) -> tuple[Starter, ...]:
    """What a council starts with, in the language of its papers; there are none in English, so Swedish."""
    every, own = _BY_LANGUAGE.get(language, _BY_LANGUAGE["sv"])
    return (*every, *own[profile])
