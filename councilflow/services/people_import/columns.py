"""What the columns of a file are called, in the four languages and however somebody may have put it.

The first name in each language is the one that an export writes.
"""

from __future__ import annotations

from collections.abc import Sequence

from councilflow import i18n
from councilflow.process.errors import RuleBroken
from councilflow.process.imports import REQUIRED, Column

_NAMES: dict[Column, dict[str, tuple[str, ...]]] = {
    Column.NAME: {
        "sv": ("Namn", "För- och efternamn", "Person"),
        "nb": ("Navn", "For- og etternavn"),
        "nn": ("Namn", "For- og etternamn"),
        "en": ("Name", "Full name"),
    },
    Column.EMAIL: {
        "sv": ("E-postadress", "E-post", "Epost", "Mejl", "Mejladress", "Mail", "Mailadress"),
        "nb": ("E-postadresse", "Epostadresse"),
        "nn": ("E-postadresse",),
        "en": ("Email address", "Email", "E-mail", "E-mail address"),
    },
    Column.TITLE: {
        "sv": ("Titel", "Befattning"),
        "nb": ("Tittel", "Stilling"),
        "nn": ("Tittel", "Stilling"),
        "en": ("Title", "Job title"),
    },
    Column.PHONE: {
        "sv": ("Telefon", "Telefonnummer", "Mobil", "Mobiltelefon", "Tel"),
        "nb": ("Telefon", "Mobilnummer", "Tlf"),
        "nn": ("Telefon",),
        "en": ("Phone", "Telephone", "Phone number", "Mobile"),
    },
    Column.LANGUAGE: {
        "sv": ("Språk",),
        "nb": ("Språk", "Målform"),
        "nn": ("Språk", "Målform"),
        "en": ("Language",),
    },
    Column.BODY: {
        "sv": ("Organ", "Råd", "Råd eller grupp", "Grupp"),
        "nb": ("Organ", "Råd", "Råd eller gruppe", "Gruppe"),
        "nn": ("Organ", "Råd", "Råd eller gruppe", "Gruppe"),
        "en": ("Body", "Council", "Council or group", "Group"),
    },
    Column.ORGANISATION: {
        "sv": ("Organisation", "Kommun", "Arbetsgivare"),
        "nb": ("Organisasjon", "Kommune"),
        "nn": ("Organisasjon", "Kommune"),
        "en": ("Organisation", "Organization", "Municipality"),
    },
    Column.CATEGORY: {
        "sv": ("Sitter som", "Kategori", "Roll"),
        "nb": ("Sitter som", "Kategori", "Rolle"),
        "nn": ("Sit som", "Kategori", "Rolle"),
        "en": ("Sits as", "Category", "Role"),
    },
    Column.SIDE: {
        "sv": ("Majoritet eller opposition", "Majoritet/opposition", "Sida"),
        "nb": ("Posisjon eller opposisjon", "Flertall eller opposisjon", "Side"),
        "nn": ("Posisjon eller opposisjon", "Fleirtal eller opposisjon", "Side"),
        "en": ("Majority or opposition", "Majority/opposition", "Side"),
    },
    Column.PARTY: {"sv": ("Parti",), "nb": ("Parti",), "nn": ("Parti",), "en": ("Party",)},
    Column.OFFICE: {
        "sv": ("Uppdrag", "Ordförandeskap"),
        "nb": ("Verv",),
        "nn": ("Verv",),
        "en": ("Office", "Chair or vice chair"),
    },
    Column.FUNCTION: {
        "sv": ("Funktion", "Tjänst"),
        "nb": ("Funksjon", "Embete"),
        "nn": ("Funksjon", "Embete"),
        "en": ("Function", "Position"),
    },
    Column.GROUND: {
        "sv": ("Skäl till adjungering", "Skäl"),
        "nb": ("Grunn til adjungering", "Grunn"),
        "nn": ("Grunn til adjungering", "Grunn"),
        "en": ("Reason for adjoining", "Reason"),
    },
    Column.STARTS_ON: {
        "sv": ("Första dag", "Från", "Från och med", "Fr.o.m.", "Startdatum"),
        "nb": ("Første dag", "Fra", "Fra og med", "F.o.m."),
        "nn": ("Første dag", "Frå", "Frå og med"),
        "en": ("First day", "From", "Start date", "Starts on"),
    },
    Column.ENDS_ON: {
        "sv": ("Sista dag", "Till", "Till och med", "T.o.m.", "Slutdatum"),
        "nb": ("Siste dag", "Til", "Til og med"),
        "nn": ("Siste dag", "Til", "Til og med"),
        "en": ("Last day", "To", "Until", "End date", "Ends on"),
    },
}


def heading(column: Column) -> str:
    """What the column is called in the language being spoken."""
    return _NAMES[column][i18n.language()][0]


def plain(words: str) -> str:
    """A heading without what people put around it: capitals, dots, stars, colons."""
    return " ".join(words.casefold().replace(".", "").strip(" *:").split())


_KNOWN = {plain(name): column for column, by in _NAMES.items() for names in by.values() for name in names} | {
    plain(column.value): column for column in Column
}


def known(words: str) -> Column | None:
    """The column that a heading means, in whichever language; None when it means none of ours."""
    return _KNOWN.get(plain(words))


def placed(headings: Sequence[str]) -> dict[Column, int]:
    """In which place each column stands. RuleBroken: import-column-twice, import-columns-missing."""
    found: dict[Column, int] = {}
    for place, words in enumerate(headings):
        column = known(words)
        if column in found:
            raise RuleBroken("import-column-twice", column=heading(column))
        if column:
            found[column] = place
    missing = [heading(column) for column in REQUIRED if column not in found]
    if missing:
        raise RuleBroken("import-columns-missing", columns=i18n.listed(missing))
    return found


def unknown(headings: Sequence[str]) -> list[str]:
    """The headings that mean none of our columns, in their order."""
    return [words for words in headings if words and known(words) is None]
