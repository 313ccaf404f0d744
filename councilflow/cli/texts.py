"""flask texts update: bring the catalogues up to the texts of the product."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import click
from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po
from flask.cli import AppGroup

from councilflow.i18n import LANGUAGES, SOURCE

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "councilflow" / "translations"
_METHODS = [("**.py", "python"), ("**.html", "jinja2"), ("**.txt", "jinja2")]
_KEYWORDS: dict[str, Any] = {"_": None, "_l": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}

command = AppGroup("texts", help="The product's texts in its four languages.")


def extracted() -> Catalog:
    """Every text in code and templates, in Swedish, with the files it stands in."""
    found = Catalog(fuzzy=False)
    for folder in ("councilflow", "templates"):
        for name, _line, message, comments, _context in extract_from_dir(
            ROOT / folder, _METHODS, keywords=_KEYWORDS, options_map={"**": {"trimmed": "true"}}
        ):
            found.add(message, locations=[(f"{folder}/{name}", 0)], auto_comments=comments)
    return found


def path_of(language: str) -> Path:
    return FOLDER / language / "LC_MESSAGES" / "messages.po"


@command.command()
def update() -> None:
    """Add new texts to the catalogues, empty, and take out those that are no longer used."""
    texts = extracted()
    for language in LANGUAGES:
        if language == SOURCE:
            continue
        path = path_of(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_bytes() if path.exists() else b""
        catalogue = read_po(BytesIO(before), locale=language) if before else Catalog(locale=language)
        catalogue.update(texts, no_fuzzy_matching=True, update_creation_date=False)
        catalogue.obsolete.clear()
        for message in catalogue:  # one that has become plural is marked until all its forms are written
            if message.id and _translated(message.string):
                message.flags.discard("fuzzy")
        _write(catalogue, path)
        empty = sum(1 for message in catalogue if message.id and not _translated(message.string))
        click.echo(f"{language}: {len(catalogue)} texts, {empty} without a translation")


def _translated(string: str | tuple[str, ...] | list[str] | None) -> bool:
    forms = [string] if isinstance(string, str) else string
    return bool(forms) and all(forms or ())


_SAYS_NOTHING = (
    "Project-Id",
    "Report-Msgid",
    "POT-",
    "PO-Revision",
    "Last-Translator",
    "Language-Team",
    "Generated",
)


def _write(catalogue: Catalog, path: Path) -> None:
    """Sorted, without dates and line numbers, so that a change shows nothing but itself."""
    catalogue.header_comment = "# Councilflow. The source is Swedish; see docs/guides/developer.md."
    catalogue.fuzzy = False
    written = BytesIO()
    write_po(written, catalogue, width=100, sort_output=True, include_lineno=False)
    lines = written.getvalue().decode().splitlines(keepends=True)
    path.write_text(
        "".join(line for line in lines if not line.startswith(tuple(f'"{s}' for s in _SAYS_NOTHING)))
    )
