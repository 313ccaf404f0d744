"""Tagged PDF on ReportLab, which has no tags of its own.

A tree of `Element`s says what each part of the document is (PDF 1.7, 14.8); `TaggedCanvas` marks everything
that is drawn as belonging to one element or as an artifact, and writes the tree when the file is saved. The
flowables in `flowables.py` carry their element with them, so that a paragraph may split over two pages and
still be one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from councilflow.documents.stream import shortened

_Name, _String, _Dictionary, _Array = (
    pdfdoc.PDFName,
    pdfdoc.PDFString,
    pdfdoc.PDFDictionary,
    pdfdoc.PDFArray,
)
_ROOT, _PARENTS = "STRUCTTREE", "PARENTTREE"
_ESCAPED = str.maketrans({"\\": "\\\\", "(": "\\(", ")": "\\)", "\n": "\\n", "\r": "\\r"})


@dataclass(eq=False, slots=True)
class Element:
    """One node of the structure tree. `keep` holds it in the tree even when nothing was drawn for it."""

    role: str
    parent: Element | None = None
    alternative: str = ""
    language: str = ""
    title: str = ""
    scope: str = "Column"
    rows: int = 1  # over how many a cell reaches, as the columns
    columns: int = 1
    keep: bool = False
    box: tuple[float, float, float, float] | None = None  # where a figure stands on its page, in points
    kids: list[Any] = field(default_factory=list)
    reference: str = ""

    def child(self, role: str, **facts: Any) -> Element:
        """A new last child."""
        kid = Element(role, self, **facts)
        self.kids.append(kid)
        return kid

    @property
    def is_live(self) -> bool:
        return self.keep or any(not isinstance(kid, Element) or kid.is_live for kid in self.kids)


@dataclass(frozen=True, slots=True)
class _Marked:
    page: str
    number: int

    def as_pdf(self, document: Any, page: str) -> Any:
        """`page` is the one that the element itself names: there the number is enough."""
        if self.page == page:
            return self.number
        return _Dictionary({"Type": _Name("MCR"), "Pg": _ref(self.page), "MCID": self.number})


@dataclass(frozen=True, slots=True)
class _Annotated:
    page: str
    annotation: Any

    def as_pdf(self, document: Any, page: str) -> Any:
        return _Dictionary(
            {"Type": _Name("OBJR"), "Obj": document.Reference(self.annotation), "Pg": _ref(self.page)}
        )


class TaggedCanvas(Canvas):
    """A canvas that writes marked content and, when saved, the structure tree below `root`."""

    def __init__(self, *arguments: Any, root: Element, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.root = root
        self.page_of: dict[str, int] = {}
        self._open: Element | str | None = None
        self._marked: list[Element] = []
        self._parents: dict[int, list[Element]] = {}
        self._links: list[tuple[Element, _Annotated]] = []
        self._pages: list[Any] = []
        self._later: dict[str, Callable[[], None]] = {}
        self._within_form = False
        self._add_page = self._doc.addPage
        self._doc.addPage = self._tagged_page

    def _make_preamble(self) -> None:
        """Each page begins empty: ReportLab would choose a face that is not embedded."""
        self._preamble = ""

    def _tagged_page(self, page: Any) -> None:
        number = self._pageNumber - 1
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.StructParents, page.Tabs = number, _Name("S")
        self._parents[number], self._marked = self._marked, []
        self._pages.append(page)
        self._add_page(page)

    def _escape(self, letters: bytes) -> str:
        """A string of the content stream. Codes go in as they are, which is half of ReportLab's length."""
        if self._within_form:  # whose stream ReportLab encodes in its own way
            escaped: str = super()._escape(letters)
            return escaped
        return letters.decode("latin-1").translate(_ESCAPED)

    @contextmanager
    def form(self, name: str) -> Iterator[None]:
        """What is drawn inside is kept once in the file, and shown on a page by `doForm(name)`."""
        self._within_form = True
        self.beginForm(name)
        yield
        self.endForm()
        self._within_form = False

    @contextmanager
    def tag(self, element: Element) -> Iterator[None]:
        """What is drawn inside belongs to `element`. Marks never nest: inside another nothing happens."""
        if self._open is not None:
            yield
            return
        number = len(self._marked)
        self._marked.append(element)
        element.kids.append(_Marked(self._doc.thisPageName(), number))
        self._open = element
        self._code.append(f"/{element.role} <</MCID {number}>> BDC")
        yield
        self._code.append("EMC")
        self._open = None

    @contextmanager
    def artifact(self, kind: str = "Layout", subtype: str = "") -> Iterator[None]:
        """What is drawn inside is no part of the text: rules, shading, running heads."""
        if self._open is not None:
            yield
            return
        self._open = kind
        more = f" /Subtype /{subtype}" if subtype else ""
        self._code.append(f"/Artifact <</Type /{kind}{more}>> BDC")
        yield
        self._code.append("EMC")
        self._open = None

    def later(self, draw: Callable[[], None]) -> None:
        """Draw here, on this page and in these coordinates, when the whole document is laid out.

        For what is not known before: the number of pages, the page a heading fell on.
        """
        token = f"%later-{len(self._later)}%"
        self._later[token] = draw
        self._code.append(token)

    def mark_place(self, key: str, height: float) -> None:
        """Name this place, `height` points above the foot of the page, as the aim of links."""
        self.page_of[key] = self.getPageNumber()
        self.bookmarkHorizontalAbsolute(key, height)

    def link_to_place(self, key: str, width: float, height: float) -> None:
        """Make the rectangle from here, `width` by `height`, a link to the place called `key`."""
        link = {
            "Type": _Name("Annot"),
            "Subtype": _Name("Link"),
            "Rect": _Array(self._absRect((0, 0, width, height), 1)),
            "Dest": self._bookmarkReference(key),
            "Border": _Array([0, 0, 0]),
        }
        self._addAnnotation(_Dictionary(link))

    def _addAnnotation(self, annotation: Any, name: Any = None, addtopage: int = 1) -> None:  # noqa: N802 – ReportLab's name
        super()._addAnnotation(annotation, name, addtopage)
        if isinstance(self._open, Element) and self._open.role == "Link":
            self._links.append((self._open, _Annotated(self._doc.thisPageName(), annotation)))

    def save(self) -> None:
        if self._code:
            self.showPage()
        self._draw_late()
        self._write_tree()
        super().save()

    def _draw_late(self) -> None:
        # A token is a line of its own; the same characters in somebody's text stand inside a string.
        for page in self._pages:
            lines = page.stream.split("\n")
            whole = "\n".join(
                self._captured(self._later[line]) if line in self._later else line for line in lines
            )
            page.stream = shortened(whole).encode("latin-1")

    def _captured(self, draw: Callable[[], None]) -> str:
        before: list[str] = self._code
        self._code: list[str] = []
        self.saveState()
        draw()
        self.restoreState()
        drawn, self._code = self._code, before
        return "\n".join(drawn)

    def _write_tree(self) -> None:
        elements = list(self._named(self.root, 0))
        key = len(self._parents)
        links = []
        for element, place in self._links:
            place.annotation["StructParent"] = key
            place.annotation["Contents"] = _String(element.alternative)
            place.annotation["F"] = 4  # prints
            element.kids.append(place)
            links.append((key, element))
            key += 1
        for element in elements:
            self._doc.Reference(self._as_dictionary(element), element.reference)
        numbers: list[Any] = []
        for number in sorted(self._parents):
            numbers += [number, _Array([_ref(element.reference) for element in self._parents[number]])]
        for number, element in links:
            numbers += [number, _ref(element.reference)]
        self._write_catalogue(numbers, key)

    def _named(self, element: Element, count: int) -> Iterator[Element]:
        """Every live element below and with this one, each given the name of its object."""
        todo = [element]
        while todo:
            element = todo.pop(0)
            element.reference = f"ELEMENT{count}"
            count += 1
            element.kids = [kid for kid in element.kids if not isinstance(kid, Element) or kid.is_live]
            todo[:0] = [kid for kid in element.kids if isinstance(kid, Element)]
            yield element

    def _as_dictionary(self, element: Element) -> Any:
        page = next((kid.page for kid in element.kids if isinstance(kid, _Marked)), "")
        kids = [
            _ref(kid.reference) if isinstance(kid, Element) else kid.as_pdf(self._doc, page)
            for kid in element.kids
        ]
        facts = {
            "Type": _Name("StructElem"),
            "S": _Name(element.role),
            "P": _ref(element.parent.reference if element.parent else _ROOT),
            "K": _Array(kids),
        }
        if page:
            facts["Pg"] = _ref(page)
        # A link's words are those on the page; only its annotation tells them once more.
        alternative = "" if element.role == "Link" else element.alternative
        texts = {"Alt": alternative, "Lang": element.language, "T": element.title}
        facts |= {key: _String(text) for key, text in texts.items() if text}
        if of_table := _of_table(element):
            facts["A"] = _Dictionary({"O": _Name("Table"), **of_table})
        if element.box is not None:
            facts["A"] = _Dictionary({"O": _Name("Layout"), "BBox": _Array(list(element.box))})
        return _Dictionary(facts)

    def _write_catalogue(self, numbers: list[Any], next_key: int) -> None:
        document = self._doc
        tree = {
            "Type": _Name("StructTreeRoot"),
            "K": _Array([_ref(self.root.reference)]),
            "ParentTree": document.Reference(_Dictionary({"Nums": _Array(numbers)}), _PARENTS),
            "ParentTreeNextKey": next_key,
        }
        document.Catalog.StructTreeRoot = document.Reference(_Dictionary(tree), _ROOT)
        document.Catalog.MarkInfo = _Dictionary({"Marked": "true"})
        document.Catalog.ViewerPreferences = _Dictionary({"DisplayDocTitle": "true"})


def _of_table(element: Element) -> dict[str, Any]:
    """What a cell says of its place in the table."""
    facts: dict[str, Any] = {"Scope": _Name(element.scope)} if element.role == "TH" else {}
    reach = {"RowSpan": element.rows, "ColSpan": element.columns}
    return facts | {name: cells for name, cells in reach.items() if cells > 1}


def _ref(name: str) -> Any:
    return pdfdoc.PDFObjectReference(name)
