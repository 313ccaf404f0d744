"""The påverkansagenda as one paper: what the council drives together, to whom, and with whom (A20–A23)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from councilflow.documents.finish import finish
from councilflow.documents.gate import approve
from councilflow.documents.layout import H1, H2, LEAD, SIDE, Writer
from councilflow.documents.sheet import Front
from councilflow.i18n import date_long, ngettext, speaking
from councilflow.i18n import gettext as _


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvocacyEntry:
    """One question, everything in the words of the paper's language."""

    title: str
    message: str
    level: str
    state: str
    policy_area: str = ""
    areas: Sequence[str] = ()
    recipients: str = ""
    period: str = ""
    leads: Sequence[str] = ()
    contributes: Sequence[str] = ()
    allies: Sequence[str] = ()
    rests_on: str = ""
    given: str = ""
    """What organisations put in, by kind: hours, money, persons (A23)."""
    contacts: int = 0
    result: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvocacyPaper:
    council: str
    language: str
    day: date
    entries: Sequence[AdvocacyEntry]
    """In the order of the agenda; the paper puts those of one level together."""


def as_pdf(paper: AdvocacyPaper, *, now: datetime) -> bytes:
    """The agenda as PDF/A and PDF/UA-1 in its own language. `now` (aware) is the creation date. A file that
    does not pass the gate raises RuleBroken("document-not-approved")."""
    with speaking(paper.language):
        name = _("Påverkansagenda")
        writer = Writer(
            Front(
                title=f"{name} – {paper.council}",
                author=paper.council,
                subject=name,
                language=paper.language,
                running_head=f"{paper.council} · {name}",
            )
        )
        writer.line(paper.council, LEAD)
        writer.heading(1, name, style=H1)
        writer.line(_("Som den är den %(day)s", day=date_long(paper.day)), SIDE)
        if not paper.entries:
            writer.line(_("Påverkansagendan har ingen fråga än."))
        for place, level in enumerate(dict.fromkeys(entry.level for entry in paper.entries), 1):
            writer.heading(2, level, place=f"level-{place}", style=H2)
            for entry in paper.entries:
                if entry.level == level:
                    _write_entry(writer, entry)
        return approve(finish(writer.drawn(), now=now))


def _write_entry(writer: Writer, entry: AdvocacyEntry) -> None:
    writer.heading(3, entry.title)
    writer.prose(entry.message)
    reached = ngettext("En kontakt", "%(n)s kontakter", entry.contacts) if entry.contacts else ""
    writer.facts(
        [
            (_("Läge"), entry.state),
            (_("Område"), "; ".join(entry.areas)),
            (_("Politikområde"), entry.policy_area),
            (_("Mottagare"), entry.recipients),
            (_("Period"), entry.period),
            (_("Leder"), "; ".join(entry.leads)),
            (_("Bidrar"), "; ".join(entry.contributes)),
            (_("Allierade"), "; ".join(entry.allies)),
            (_("Vilar på"), entry.rests_on),
            (_("Bidrag"), entry.given),
            (_("Logg"), reached),
            (_("Resultat"), entry.result),
        ]
    )
    writer.space(6)
