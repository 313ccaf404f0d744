"""The notice of approved minutes (anslag, bevis om justering): a file, and a text to put up on the host's
notice board. All three forms say the same, in the council's language."""

from __future__ import annotations

from datetime import datetime
from html import escape

from councilflow.documents.finish import finish
from councilflow.documents.gate import approve
from councilflow.documents.layout import H1, LEAD, SIDE, Writer
from councilflow.documents.paragraph_numbers import range_words
from councilflow.documents.sheet import Front
from councilflow.documents.words import days
from councilflow.i18n import date_long, speaking
from councilflow.i18n import gettext as _
from councilflow.process.notices import NoticePaper, down_from
from councilflow.process.record import ArchiveFormat


def as_pdf(paper: NoticePaper, *, now: datetime, archive: ArchiveFormat = ArchiveFormat.PDFA_3A) -> bytes:
    """The notice as PDF/A and PDF/UA-1. `now` (aware) is the creation date; the same paper and the same `now`
    give the same bytes. A file that does not pass the gate raises RuleBroken("document-not-approved")."""
    with speaking(paper.language):
        writer = Writer(_front(paper))
        writer.line(paper.council, LEAD)
        writer.heading(1, title(), style=H1)
        writer.space(8)
        writer.line(_opening())
        writer.space(6)
        writer.facts(_facts(paper))
        writer.space(10)
        writer.line(_appeal(), SIDE)
        return approve(finish(writer.drawn(), now=now, archive=archive))


def as_text(paper: NoticePaper) -> str:
    """The notice as plain text, with line ends as text files have them."""
    with speaking(paper.language):
        lines = [paper.council, title(), "", _opening(), ""]
        lines += [f"{what}: {answer}" for what, answer in _facts(paper)]
        return "\n".join([*lines, "", _appeal(), ""])


def as_html(paper: NoticePaper) -> str:
    """The notice as a piece of HTML to put into any page: no styles, no script, its language told."""
    with speaking(paper.language):
        rows = "\n".join(
            f"<dt>{escape(what)}</dt>\n<dd>{escape(answer)}</dd>" for what, answer in _facts(paper)
        )
        return (
            f'<section lang="{paper.language}">\n'
            f"<h2>{escape(paper.council)}: {escape(title())}</h2>\n<p>{escape(_opening())}</p>\n"
            f"<dl>\n{rows}\n</dl>\n<p>{escape(_appeal())}</p>\n</section>\n"
        )


def title() -> str:
    return _("Anslag och bevis om justering")


def _opening() -> str:
    return _("Protokollet är justerat. Justeringen tillkännages med det här anslaget.")


def _appeal() -> str:
    return _(
        "Anslaget sitter uppe tills överklagandetiden, tre veckor, har gått ut. Infaller sista dagen på en "
        "lördag eller en helg går tiden ut nästa vardag."
    )


def _front(paper: NoticePaper) -> Front:
    when = days(paper.sittings)
    return Front(
        title=f"{title()} – {paper.council} {when}",
        author=paper.host or paper.council,
        subject=title(),
        language=paper.language,
        running_head=f"{paper.council} · {title()} · {when}",
    )


def _facts(paper: NoticePaper) -> list[tuple[str, str]]:
    down = (
        (_("Anslaget nedtaget"), date_long(paper.taken_down_on))
        if paper.taken_down_on
        else (_("Anslaget tas ner tidigast"), date_long(down_from(paper.posted_on)))
    )
    meeting = _(
        "%(days)s · Möte %(number)s/%(year)s",
        days=days(paper.sittings),
        number=paper.meeting_number,
        year=paper.meeting_year,
    )
    pairs = [
        (_("Organ"), paper.council),
        (_("Möte"), meeting),
        (_("Paragrafer"), range_words(paper.paragraphs)),
        (_("Protokollet justerat"), date_long(paper.approved_on)),
        (_("Anslaget uppsatt"), date_long(paper.posted_on)),
        down,
        (_("Protokollet finns hos"), paper.kept_at),
        (_("Anslaget bestyrks av"), paper.posted_by),
    ]
    return [(what, answer) for what, answer in pairs if answer]
