"""Who is responsible, who takes part and who carries it out, as a cell says it (B1.6, B1.7, B2.11, B2.12).

A cell is first divided at its labels ("Ansvar: … Deltaking: …"), then into names:

- at a new line, ";", "," and "/" outside brackets; never in "v/", "m/", "c/o" and "og/eller";
- at "og", "och", "samt" and "and" where a side of it is a name for itself: letters ("SR og kommunane"), a
  role, a body or a kind of organisation, and in the last part of a list that commas divide already;
- never where the words say that several act as one ("med", "v/", "i samarbeid med", "representantar frå"),
  and never inside a name: "Tynset & Røros" and "Samarbeidsarenaene Sogn og Hardanger-Voss" stay whole.

"m.fl." is nobody and is left out of the names. What a party is (`kind`) is a guess from the last word of its
name, and TEXT when nothing tells. Nothing is made up: the cell itself is kept beside what is read of it.

Doubts, by their codes:

- `participants-unmarked`: "Ansvar: SR Prosjektleder og …", where "Deltaking:" seems to be missing.
- `participants-not-settled`: somebody is responsible; who takes part is to be settled.
- `one-or-several`: "A og B" that may be one name or two. Left as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from councilflow.process.plans.document import Party
from councilflow.process.plans.signs import DASHES, plain
from councilflow.process.plans.values import PartyKind, PartyRole, Settlement

LABELS: Final = {
    PartyRole.RESPONSIBLE: (
        *("ansvar", "ansvarlig", "ansvarlege", "ansvarlige", "ansvarleg", "ansvarig", "ansvariga"),
        *("hovedansvar", "hovudansvar", "huvudansvar", "huvudansvarig", "responsible", "ansvar og deltaking"),
    ),
    PartyRole.PARTICIPANT: (
        *("deltaking", "deltakelse", "deltakere", "deltakarar", "deltakar", "deltaker", "deltagande"),
        *("deltagare", "medverkande", "medvirkende", "samarbeidspartnere", "samarbeidspartnarar"),
        *("samarbeidspartar", "samarbetspartner", "samarbetsparter", "participants", "deltar", "deltek"),
    ),
    PartyRole.EXECUTOR: (
        *("gjennomføring", "gjennomføres av", "gjennomførast av", "utfører", "utførar", "utføres av"),
        *("utförare", "genomförande", "genomförs av", "executor"),
    ),
    PartyRole.SECRETARY: ("sekretær", "sekretariat", "sekreterare", "secretary"),
    PartyRole.CLIENT: ("oppdragsgiver", "oppdragsgivar", "uppdragsgivare", "client"),
    PartyRole.OWNER: ("prosjekteier", "prosjekteigar", "projektägare", "eier", "eigar", "ägare", "owner"),
    PartyRole.PROJECT_RESPONSIBLE: ("prosjektansvarlig", "prosjektansvarleg", "projektansvarig", "pa"),
    PartyRole.PROJECT_LEADER: ("prosjektleder", "prosjektleiar", "projektledare", "pl", "project leader"),
    PartyRole.STEERING_GROUP: ("styringsgruppe", "styringsgruppa", "styrgrupp", "sg", "steering group"),
    PartyRole.PROJECT_GROUP: ("prosjektgruppe", "prosjektgruppa", "projektgrupp", "project group"),
    PartyRole.REFERENCE_GROUP: ("referansegruppe", "referansegruppa", "referensgrupp", "reference group"),
}
_ROLE = {word: role for role, words in LABELS.items() for word in words}
_AT_DASHES = (PartyRole.RESPONSIBLE, PartyRole.PARTICIPANT, PartyRole.EXECUTOR)
"""The labels that may stand before a dash; "Prosjektleder – næringssjef" are two names."""


def _any_of(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


_LABEL = re.compile(
    rf"(?<![\w(-])(?:({_any_of(_ROLE)})\s*:"
    rf"|({_any_of(word for role in _AT_DASHES for word in LABELS[role])})\s+[-–]\s)",
    re.IGNORECASE,
)

ANSWERABLE: Final = frozenset(
    (PartyRole.RESPONSIBLE, PartyRole.OWNER, PartyRole.PROJECT_RESPONSIBLE, PartyRole.PROJECT_LEADER)
)
"""Whoever has one of these settles that somebody is responsible."""

_UNSETTLED = re.compile(
    r"\b(?:blir?|vert|må|skal|ska|bør)\s+(?:\w+\s+)?(?:avklar|fastset|fastsat|bestem|beslut|avgjer|avgjor|utpek)"
    r"|\b(?:ikke|ikkje|ej|inte|ännu)\s+(?:avklar|klarlagt|klart|fastset|fastsatt|fastställ|bestemt|beslut|avgj)"
    r"|\b(?:avklares|avklarast|klargörs|klarläggs|fastställs|fastsettes|fastsetjast|utses|bestäms|beslutas)\b"
    r"|\buavklar|\btbd\b|\bto be decided\b|\bnot settled\b|\bkjem sei?nare\b|\bkommer sen(?:ere|are)\b",
    re.IGNORECASE,
)

KINDS: Final = {
    PartyKind.ROLE: (
        *("rådgiver", "rådgivar", "rådgivare", "sjef", "chef", "leder", "leiar", "leiari", "ledare"),
        *("koordinator", "medarbeider", "medarbeidar", "medarbetare", "ordfører", "ordførar", "ordförande"),
        *("rådmann", "rådmenn", "kommunalråd", "direktør", "direktör", "handläggare", "saksbehandler"),
        *("strateg", "konsulent", "sekretær", "sekreterare", "eier", "eigar", "ägare", "ansvarlig"),
        *("ansvarleg", "ansvarig", "planlegger", "planleggar", "planerare"),
    ),
    PartyKind.NETWORK: ("nettverk", "nätverk", "arena", "klynge", "klynga", "kluster"),
    PartyKind.BODY: (
        *("utvalg", "utval", "utskott", "gruppe", "grupp", "styre", "styrelse", "råd", "nemnd", "nämnd"),
        *("komite", "komité", "kommitté", "forum", "tinget", "partnerskap", "sekretariat", "kommisjon"),
    ),
    PartyKind.ORGANISATION: (
        *("kommun", "kommune", "fylket", "länsstyrelse", "statsforvalter", "statsforvaltar", "selskap"),
        *("høgskule", "høyskole", "høgskole", "högskola", "universitet", "bedrift", "verksemd", "virksomhet"),
        *("företag", "forbund", "förbund"),
    ),
}
"""What the last word of a name ends in, before the endings of the language. The longest that fits counts."""

INITIALS: Final = {"pa": PartyKind.ROLE, "pl": PartyKind.ROLE, "au": PartyKind.BODY, "sg": PartyKind.BODY}
_FORMS: Final = {"as": PartyKind.ORGANISATION, "ab": PartyKind.ORGANISATION, "sa": PartyKind.ORGANISATION}

_STEMS = sorted(
    ((stem, kind) for kind, stems in KINDS.items() for stem in stems),
    key=lambda one: len(one[0]),
    reverse=True,
)
_KINDS = tuple(
    (kind, re.compile(rf"[\w-]*{stem}(?:e|en|n|ne|et|t|a|r|ar|er|ane|ene|na|erna|arna)?s?"))
    for stem, kind in _STEMS
)

_TIES = re.compile(
    r"\bv/|\bm/|\bved\b|\bvid\b|\bmed\b|\bsamarbeid\b|\bsamarbete\b|\bfr[aå]n?\b|\bfor\b|\bför\b|\bav\b|\bi\b|\bgjennom\b|\bvia\b",
    re.IGNORECASE,
)
_AND = re.compile(r"\s+(?:og|och|samt|and)\s+", re.IGNORECASE)
_AMPERSAND = re.compile(r"\s*(?:&|\+)\s*")
_OTHERS = re.compile(r"[\s,]*\b(?:m\.?\s?fl(?:eire|ere|era)?|m\.m|mv|etc|et al|o\.?\s?a)\b\.?", re.IGNORECASE)
_EXECUTION = re.compile(
    r"\((?:gjennomføring|gjennomføres|gjennomførast|genomförande|genomförs|utføring|utførast|utføres|utførelse|utförs"
    r"|utförare|utfører|utførar|gjennomfører)\s*(?:av|ved|v/|:|-|–)?\s*([^()]+)\)",
    re.IGNORECASE,
)
_NEAR = 12
_LETTERS = re.compile(r"[A-ZÆØÅÄÖ]{2,6}")


_LONGEST = 5000
"""Signs in a cell; a longer one is a text, and nobody is looked for in it."""


@dataclass(frozen=True, slots=True)
class Parties:
    """`parties` in the order of the cell; `doubts` are codes, each at most once."""

    settlement: Settlement
    parties: tuple[Party, ...] = ()
    doubts: tuple[str, ...] = ()


def read(cell: str) -> Parties:
    """Everybody in a cell that may hold several roles; names before any label are responsible."""
    return read_as(PartyRole.RESPONSIBLE, cell)


def read_as(role: PartyRole, cell: str) -> Parties:
    """Everybody in a cell of a column for one role. A label inside the cell goes before the column."""
    text = "\n".join(" ".join(line.split()) for line in plain(cell).splitlines()).strip()
    if not text.strip(DASHES + " ."):
        return Parties(Settlement.NOT_STATED)
    if len(text) > _LONGEST:
        return Parties(Settlement.STATED, (Party(role, text, PartyKind.TEXT),))
    parties: list[Party] = []
    doubts: list[str] = []
    open_roles: list[PartyRole] = []
    for part_role, part in _labelled(role, text):
        if _UNSETTLED.search(part):
            open_roles.append(part_role)
            continue
        found, doubt = _of_role(part_role, part)
        parties += found
        doubts += doubt
    return _settled(parties, doubts, open_roles)


def kind_of(name: str) -> PartyKind:
    """What somebody of that name seems to be; TEXT where the words do not tell, or name several."""
    head = _TIES.split(re.sub(r"\([^()]*\)", " ", name))[0].strip(" ,.")
    if not head or _AND.search(head):
        return PartyKind.TEXT
    words = head.split()
    return _kind(words[-1]) or _kind(words[0]) or PartyKind.TEXT


def _kind(word: str) -> PartyKind | None:
    said = word.strip(".,").casefold()
    known = INITIALS.get(said) or _FORMS.get(said)
    return known or next((kind for kind, pattern in _KINDS if pattern.fullmatch(said)), None)


def _settled(parties: list[Party], doubts: list[str], open_roles: list[PartyRole]) -> Parties:
    answered = any(party.role in ANSWERABLE for party in parties)
    if answered:
        settlement = Settlement.STATED
        doubts = doubts + (["participants-not-settled"] if open_roles else [])
    else:
        settlement = Settlement.NOT_SETTLED if open_roles else Settlement.NOT_STATED
    return Parties(settlement, tuple(dict.fromkeys(parties)), tuple(dict.fromkeys(doubts)))


def _labelled(role: PartyRole, text: str) -> list[tuple[PartyRole, str]]:
    """The text in the parts that its labels divide it into."""
    parts = []
    start = 0
    for label in _LABEL.finditer(text):
        parts.append((role, text[start : label.start()]))
        role, start = _ROLE[(label[1] or label[2]).casefold()], label.end()
    parts.append((role, text[start:]))
    return [(part_role, part.strip(" \n,;.")) for part_role, part in parts if part.strip(" \n,;.")]


def _of_role(role: PartyRole, text: str) -> tuple[list[Party], list[str]]:
    """The parties of one part, and the doubts about it."""
    if role is PartyRole.RESPONSIBLE:
        unmarked = re.match(rf"({_LETTERS.pattern})\s+(?=[A-ZÆØÅÄÖ][a-zæøåäö])(.+)", text, re.DOTALL)
        if unmarked and kind_of(unmarked[2].split()[0]) in (PartyKind.ROLE, PartyKind.BODY):
            rest, doubts = _of_role(PartyRole.PARTICIPANT, unmarked[2])
            return [_party(role, unmarked[1]), *rest], ["participants-unmarked", *doubts]
    executors = [
        _party(PartyRole.EXECUTOR, name) for inside in _EXECUTION.findall(text) for name in _names(inside)[0]
    ]
    names, doubts = _names(_EXECUTION.sub(" ", text))
    return [_party(role, name) for name in names] + executors, doubts


def _party(role: PartyRole, name: str) -> Party:
    return Party(role, name, kind_of(name))


def _names(text: str) -> tuple[list[str], list[str]]:
    """The names in a text without labels."""
    doubts: list[str] = []
    names: list[str] = []
    pieces = _pieces(text)
    for number, piece in enumerate(pieces, 1):
        found, doubt = _and(piece, ends_a_list=number == len(pieces) > 1)
        names += found
        doubts += doubt
    return [name for name in map(_cleaned, names) if name], doubts


def _cleaned(name: str) -> str:
    """The name without "m.fl." at its end and the signs around it."""
    return re.sub(rf"(?:{_OTHERS.pattern})+$", "", name, flags=re.IGNORECASE).strip(" ,;.-–•·")


def _pieces(text: str) -> list[str]:
    """The text divided at the signs that stand between names, outside brackets."""
    pieces, depth, start = [], 0, 0
    for place, sign in enumerate(text):
        depth = max(0, depth + (sign == "(") - (sign == ")"))
        if sign == "\n":
            depth = 0
        if depth == 0 and (sign in ",;\n" or (sign == "/" and _divides(text, place))):
            pieces.append(text[start:place])
            start = place + 1
    pieces.append(text[start:])
    return [piece.strip() for piece in pieces if piece.strip()]


def _divides(text: str, slash: int) -> bool:
    """Whether a "/" stands between two names."""
    before = re.search(r"\w*$", text[max(0, slash - _NEAR) : slash])
    word = before[0].casefold() if before else ""
    after = text[slash + 1 : slash + _NEAR].lstrip().casefold()
    return len(word) != 1 and not (word in ("og", "och", "and") or after.startswith(("eller", "or ")))


def _and(text: str, *, ends_a_list: bool) -> tuple[list[str], list[str]]:
    """The names that "og" stands between, or the text as one name."""
    outside = re.sub(r"\([^()]*\)?", lambda found: "#" * len(found[0]), text)
    if _TIES.search(outside):
        return [text], []
    cuts = list(_AND.finditer(outside)) or list(_AMPERSAND.finditer(outside))
    if not cuts:
        return [text], []
    edges = [0, *(edge for cut in cuts for edge in cut.span()), len(text)]
    sides = [text[edges[place] : edges[place + 1]] for place in range(0, len(edges), 2)]
    by_word = bool(_AND.search(outside))
    if (by_word and ends_a_list) or all(map(_stands_alone, sides)):
        return sides, []
    if by_word and any(map(_stands_alone, sides)):
        return sides, []
    return [text], ["one-or-several"]


def _stands_alone(name: str) -> bool:
    """Whether the name is one by itself: letters, a role, a body, a kind of organisation."""
    words = re.sub(r"\([^()]*\)", " ", name).split()
    if not words:
        return False
    if len(words) == 1 and _LETTERS.fullmatch(words[0]):
        return True
    return _kind(words[-1]) is not None
