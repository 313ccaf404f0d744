"""Writing XML so that the same values give the same bytes."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from typing import Any

from lxml import etree

XSI = "http://www.w3.org/2001/XMLSchema-instance"


def at(moment: datetime) -> str:
    """An instant as XML Schema writes it, in UTC: 2026-12-07T09:00:00Z. `moment` is aware."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def writable(text: str) -> str:
    """The text without what XML cannot hold: control characters, lone surrogates, non-characters."""
    return "".join(one for one in text if _is_writable(one))


def _is_writable(one: str) -> bool:
    if one in "\t\n":
        return True
    return unicodedata.category(one) not in ("Cc", "Cs") and ord(one) & 0xFFFE != 0xFFFE


class Writer:
    """Makes elements of one namespace. Empty attributes and None are left out."""

    def __init__(self, namespace: str) -> None:
        self._namespace = namespace

    def root(self, name: str, namespaces: dict[str | None, str], **attributes: object) -> Any:
        element = etree.Element(f"{{{self._namespace}}}{name}", nsmap=namespaces)
        return put(element, attributes)

    def add(self, parent: Any, name: str, text: str | None = None, **attributes: object) -> Any:
        """A new last child of `parent`."""
        element = put(etree.SubElement(parent, f"{{{self._namespace}}}{name}"), attributes)
        if text is not None:
            element.text = writable(text)
        return element

    def add_if(self, parent: Any, name: str, text: object) -> None:
        """A new last child, when there is something to say."""
        if text not in (None, ""):
            self.add(parent, name, str(text))


def put(element: Any, attributes: dict[str, object]) -> Any:
    """Set the attributes that say something; names may stand in Clark's form, {namespace}name."""
    for name, value in attributes.items():
        if value not in (None, ""):
            element.set(name, writable(str(value)))
    return element


def as_bytes(root: Any) -> bytes:
    """UTF-8, indented, with the declaration."""
    etree.indent(root)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return written + b"\n"


def parsed(content: bytes) -> Any:
    """The root of somebody's XML. etree.XMLSyntaxError for what is none; nothing outside is ever read."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(content, parser)
