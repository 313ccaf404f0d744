"""The gate that every finished document passes before anybody sees it.

Two halves: is the file an archival one, of the part of PDF/A that it claims (2 or 3), and can everybody read
it (PDF/UA-1)? For the first half pikepdf checks an archival view of the file: the same pages and fonts, with
signature fields seen as stamps and the marks of level A and of PDF/UA taken off, none of which it knows. The
second half is ours.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf
from lxml import etree
from pikepdf import Array, Dictionary, Name, pdfa

from councilflow.documents.gate_content import content_findings, shared_findings
from councilflow.process.errors import RuleBroken

_UA = "http://www.aiim.org/pdfua/ns/id/"
_ID = "http://www.aiim.org/pdfa/ns/id/"
_DC, _RDF = "http://purl.org/dc/elements/1.1/", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_EXTENSION = "http://www.aiim.org/pdfa/ns/extension/"

_PARENTS = {
    "TR": ("Table", "THead", "TBody", "TFoot"),
    "TH": ("TR",),
    "TD": ("TR",),
    "LI": ("L",),
    "LBody": ("LI",),
    "TOCI": ("TOC",),
}


def approve(content: bytes) -> bytes:
    """`content` when it passes; RuleBroken("document-not-approved", findings=…) when it does not."""
    if found := findings(content):
        raise RuleBroken("document-not-approved", findings=found)
    return content


def findings(content: bytes) -> list[str]:
    """Everything that keeps the file from being PDF/A-2a or 3a and PDF/UA-1; empty when nothing does."""
    return [*_archival_findings(content), *_reading_findings(content)]


def _archival_findings(content: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        _take_off_signing(pdf)
        part = _take_off_levels(pdf)
        return [str(finding) for finding in pdfa.check(pdf, "2b" if part == "2" else "3b").findings]


def _take_off_signing(pdf: pikepdf.Pdf) -> None:
    for key in ("/AcroForm", "/Perms", "/DSS", "/Extensions"):
        if key in pdf.Root:
            del pdf.Root[key]
    for page in pdf.pages:
        for annotation in page.obj.get(Name.Annots, []):
            if annotation.get(Name.Subtype) == Name.Widget:
                annotation.Subtype = Name.Stamp
                for key in ("/FT", "/T", "/TU", "/V", "/Ff", "/Lock", "/SV", "/MK", "/DA", "/Parent"):
                    if key in annotation:
                        del annotation[key]


def _packet(pdf: pikepdf.Pdf) -> Any:
    packet = pdf.Root.Metadata.read_bytes()
    body = packet.split(b"?>", 1)[1].rsplit(b"<?xpacket", 1)[0].strip()
    return etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))


def _take_off_levels(pdf: pikepdf.Pdf) -> str:
    """The part of PDF/A that the file claims; empty when it claims none."""
    if Name.Metadata not in pdf.Root:
        return ""
    tree = _packet(pdf)
    for element in list(tree.iter(f"{{{_UA}}}*", f"{{{_EXTENSION}}}schemas")):
        element.getparent().remove(element)
    part = ""
    for element in tree.iter():
        part = element.attrib.get(f"{{{_ID}}}part", part)
        if element.tag == f"{{{_ID}}}part":
            part = element.text or ""
        for name in [name for name in element.attrib if name.startswith(f"{{{_UA}}}")]:
            del element.attrib[name]
        if f"{{{_ID}}}conformance" in element.attrib:
            element.attrib[f"{{{_ID}}}conformance"] = "B"
        if element.tag == f"{{{_ID}}}conformance":
            element.text = "B"
    etree.cleanup_namespaces(tree)
    begin, end = b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>', b'<?xpacket end="w"?>'
    pdf.Root.Metadata.write(begin + etree.tostring(tree) + end)
    return part


def _reading_findings(content: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        found = list(_document_findings(pdf))
        if Name.StructTreeRoot not in pdf.Root:
            return [*found, "no structure tree"]
        tree = _Tree(pdf)
        found += tree.found
        for number, page in enumerate(pdf.pages, 1):
            found += [f"page {number}: {finding}" for finding in _page_findings(page, tree)]
        return sorted(set(found))


def _document_findings(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    if not str(root.get("/Lang", "")):
        yield "no language"
    title = str(pdf.docinfo.get("/Title", ""))
    if not title.strip():
        yield "no title"
    if not _says(root, "/MarkInfo", "/Marked"):
        yield "not marked as tagged"
    if not _says(root, "/ViewerPreferences", "/DisplayDocTitle"):
        yield "the title is not shown"
    if Name.Metadata not in root or _UA.encode() not in root.Metadata.read_bytes():
        yield "does not say that it is PDF/UA"
    elif _packet(pdf).findtext(f".//{{{_DC}}}title//{{{_RDF}}}li") != title:
        yield "two different titles"


def _says(root: Any, dictionary: str, entry: str) -> bool:
    return dictionary in root and root[dictionary].get(entry) is True


class _Tree:
    """The structure tree, read: who owns each mark and each annotation, and what is wrong with it."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.owners: dict[tuple[Any, int], list[Any]] = {}
        self.roles: dict[Any, str] = {}
        self.found: list[str] = []
        self.shared: set[Any] = set()
        """What pages share, by object: looked at already."""
        self._headings: list[int] = [0]
        root = pdf.Root.StructTreeRoot
        for kid in _several(root.K):
            self._walk(kid, "")
        numbers = root.ParentTree.Nums
        self.parents = {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)}

    def _walk(self, element: Any, parent: str) -> None:
        role = str(element.S)[1:]
        self._check(element, role, parent)
        for kid in _several(element.get("/K", Array())):
            kind = kid.get("/Type") if isinstance(kid, Dictionary) else None
            if isinstance(kid, int):
                self.owners.setdefault((element.Pg.objgen, kid), []).append(element)
            elif kind == Name.MCR:
                self.owners.setdefault((kid.Pg.objgen, int(kid.MCID)), []).append(element)
            elif kind == Name.OBJR:
                self.roles[kid.Obj.objgen] = role
            elif kind is not None:
                self._walk(kid, role)

    def _check(self, element: Any, role: str, parent: str) -> None:
        if re.fullmatch("H[1-6]", role):
            level = int(role[1])
            if level > self._headings[-1] + 1:
                self.found.append(f"heading H{level} follows H{self._headings[-1]}")
            self._headings.append(level)
        if role == "Figure" and not str(element.get("/Alt", "")):
            self.found.append("a figure without words")
        if role == "Form" and any(_holds_text(kid) for kid in _several(element.get("/K", Array()))):
            self.found.append("text inside the element of a field")
        if role == "TH" and "/Scope" not in element.get("/A", {}):
            self.found.append("a table head without scope")
        if role in _PARENTS and parent not in _PARENTS[role]:
            self.found.append(f"{role} inside {parent}")


def _holds_text(kid: Any) -> bool:
    return isinstance(kid, int) or kid.get("/Type") == Name.MCR


def _several(kids: Any) -> list[Any]:
    return list(kids) if isinstance(kids, Array) else [kids]


def _page_findings(page: pikepdf.Page, tree: _Tree) -> Iterator[str]:
    marks: list[int] = []
    yield from content_findings(page, marks)
    yield from shared_findings(page, tree.shared)
    if len(marks) != len(set(marks)):
        yield "a mark used twice"
    row = tree.parents.get(int(page.obj.get("/StructParents", -1)))
    for mark in marks:
        owners = tree.owners.get((page.obj.objgen, mark), [])
        if len(owners) != 1:
            yield f"mark {mark} has {len(owners)} owners"
        elif row is None or row[mark].objgen != owners[0].objgen:
            yield f"mark {mark} has another parent in the parent tree"
    yield from _annotation_findings(page, tree)


def _annotation_findings(page: pikepdf.Page, tree: _Tree) -> Iterator[str]:
    annotations = list(page.obj.get("/Annots", []))
    for annotation in annotations:
        kind = str(annotation.Subtype)
        left, foot, right, top = (float(side) for side in annotation.Rect)
        if right <= left or top <= foot:
            continue
        wanted = {"/Widget": "Form", "/Link": "Link"}.get(kind)
        if wanted and tree.roles.get(annotation.objgen) != wanted:
            yield f"{kind} outside {wanted}"
        if kind == "/Link" and not str(annotation.get("/Contents", "")):
            yield "a link without words"
        if kind == "/Widget" and not str(annotation.get("/TU", "")):
            yield "a field without words"
    if annotations and page.obj.get("/Tabs") != Name.S:
        yield "the order of fields is not that of the structure"
