"""An attachment on its way into the package: each of its pages becomes a picture of itself that can be laid
on a page of ours, in a file of its own. Scripts, forms, buttons and everything else that does something stay
behind; links to the web stay links.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from councilflow.process.packages import LeftOut

MOST_PAGES = 1500
"""A file with more is listed, not merged."""
MOST_BYTES = 100 * 1024 * 1024
MOST_DOTS = 40_000_000
"""A picture with more takes more memory to unfold than it is worth."""
_SMALLEST, _LARGEST = 18.0, 14_400.0
"""Sides of a page in points that programs can show."""
_MARGIN = 36
_TURNS = {3: 180, 6: 270, 8: 90}
"""How a camera was held (EXIF 274), and how far the picture is turned against the clock to stand upright."""


class Refused(Exception):
    """This file cannot be laid in, and why."""

    def __init__(self, reason: LeftOut) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Insert:
    """A harmless file, one form and its facts for each page: `sizes` in points as the pages are seen."""

    path: Path
    sizes: tuple[tuple[float, float], ...]
    is_picture: bool = False


def prepared(source: Path, media_type: str, target: Path) -> Insert:
    """The file at `source` as pages, in a new file at `target`. Refused, with why, when it has none."""
    if media_type in ("image/png", "image/jpeg"):
        drawn = target.with_suffix(".drawn")
        _draw_picture(source, drawn)
        insert = _harmless(drawn, target)
        drawn.unlink()
        return Insert(target, insert.sizes, is_picture=True)
    if media_type != "application/pdf":
        raise Refused(LeftOut.KIND)
    if source.stat().st_size > MOST_BYTES:
        raise Refused(LeftOut.LARGE)
    return _harmless(source, target)


_DAMAGE = (
    pikepdf.PdfError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    RuntimeError,
    OverflowError,
    RecursionError,
    OSError,
)
"""What reading somebody else's file may raise."""


def _harmless(source: Path, target: Path) -> Insert:
    try:
        with pikepdf.open(source, access_mode=pikepdf.AccessMode.stream) as pdf:
            _check(pdf)
            sizes = _save_forms(pdf, target)
    except pikepdf.PasswordError:
        raise Refused(LeftOut.LOCKED) from None
    except MemoryError:
        raise Refused(LeftOut.LARGE) from None
    except _DAMAGE:
        raise Refused(LeftOut.BROKEN) from None
    return Insert(target, sizes)


def _check(pdf: pikepdf.Pdf) -> None:
    if pdf.is_encrypted:
        raise Refused(LeftOut.LOCKED)
    form = pdf.Root.get(Name.AcroForm)
    if isinstance(form, Dictionary) and Name.XFA in form:
        raise Refused(LeftOut.FORM)
    if len(pdf.pages) == 0:
        raise Refused(LeftOut.BROKEN)
    if len(pdf.pages) > MOST_PAGES:
        raise Refused(LeftOut.LARGE)


def _save_forms(pdf: pikepdf.Pdf, target: Path) -> tuple[tuple[float, float], ...]:
    """Keep of the whole file a list of its pages, each as a form with its matrix, size and links."""
    if Name.AcroForm in pdf.Root or any(Name.Annots in page.obj for page in pdf.pages):
        pdf.flatten_annotations("screen")  # what is filled in and noted is seen, and no longer does anything
    kept, sizes = Array(), []
    for page in pdf.pages:
        body, size = _form(pdf, page)
        kept.append(body)
        sizes.append(size)
    layers = pdf.Root.get(Name.OCProperties)
    for key in list(pdf.Root.keys()):
        if key not in ("/Type", "/Pages"):
            del pdf.Root[key]
    pdf.Root.Kept = pdf.make_indirect(kept)
    if isinstance(layers, Dictionary):
        pdf.Root.Layers = pdf.make_indirect(_hidden(layers))
    del pdf.pages[:]
    pdf.save(
        target,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        static_id=True,
    )
    return tuple(sizes)


def _form(pdf: pikepdf.Pdf, page: pikepdf.Page) -> tuple[Any, tuple[float, float]]:
    box = _visible(page)
    links = list(_links(page))
    page.obj.MediaBox = Array(list(box))
    for key in ("/CropBox", "/TrimBox", "/ArtBox", "/BleedBox"):
        if key in page.obj:
            del page.obj[key]
    page.obj.CropBox = Array(list(box))  # an inherited one would count otherwise
    form = page.as_form_xobject()
    for key in ("/StructParents", "/StructParent", "/PieceInfo", "/Metadata"):
        if key in form:
            del form[key]
    matrix = [float(one) for one in form.get(Name.Matrix, Array([1, 0, 0, 1, 0, 0]))]
    left, foot, right, top = _moved(matrix, box)
    if not all(_SMALLEST <= side <= _LARGEST for side in (right - left, top - foot)):
        raise Refused(LeftOut.BROKEN)
    annotations = [
        Dictionary(
            Rect=Array([_round(side) for side in _shifted(_moved(matrix, rectangle), -left, -foot)]),
            URI=address,
        )
        for rectangle, address in links
    ]
    body = Dictionary(Form=form, Across=_round(-left), Up=_round(-foot), Links=Array(annotations))
    return pdf.make_indirect(body), (right - left, top - foot)


def _round(value: float) -> Any:
    return round(value, 3)


def _visible(page: pikepdf.Page) -> tuple[float, float, float, float]:
    """What is seen of a page: its crop box inside its media box, lower left corner first."""
    media, crop = (_ordered([float(side) for side in box]) for box in (page.mediabox, page.cropbox))
    box = (max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3]))
    return box if box[0] < box[2] and box[1] < box[3] else media


def _ordered(box: list[float]) -> tuple[float, float, float, float]:
    if len(box) != 4 or not all(abs(side) < 1e6 for side in box):
        raise Refused(LeftOut.BROKEN)
    return min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1], box[3])


def _links(page: pikepdf.Page) -> Iterator[tuple[tuple[float, float, float, float], Any]]:
    """The places on a page that lead to the web; no other action is taken over."""
    found = page.obj.get(Name.Annots)
    for one in list(found)[:2000] if isinstance(found, Array) else []:
        action = (
            one.get(Name.A) if isinstance(one, Dictionary) and one.get(Name.Subtype) == Name.Link else None
        )
        if not isinstance(action, Dictionary) or action.get(Name.S) != Name.URI:
            continue
        address = bytes(action.get(Name.URI, b""))
        if address.lower().startswith((b"https://", b"http://", b"mailto:")) and len(address) < 2000:
            yield _ordered([float(side) for side in one.Rect]), pikepdf.String(address.decode("latin-1"))


def _moved(matrix: list[float], box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    a, b, c, d, e, f = matrix
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in box[::2] for y in box[1::2]]
    across, up = zip(*corners, strict=True)
    return min(across), min(up), max(across), max(up)


def _shifted(box: tuple[float, float, float, float], across: float, up: float) -> tuple[float, ...]:
    return box[0] + across, box[1] + up, box[2] + across, box[3] + up


def _hidden(layers: Dictionary) -> Dictionary:
    """All layers of the file, and those that it hides: they must not come into sight by being merged."""
    usual = layers.get(Name.D)
    off = usual.get(Name.OFF, Array()) if isinstance(usual, Dictionary) else Array()
    if isinstance(usual, Dictionary) and usual.get(Name.BaseState) == Name.OFF:
        shown = {one.objgen for one in usual.get(Name.ON, Array())}
        off = Array([one for one in layers.get(Name.OCGs, Array()) if one.objgen not in shown])
    return Dictionary(All=layers.get(Name.OCGs, Array()), Off=off)


def _draw_picture(source: Path, target: Path) -> None:
    """A picture on a page of its own: A4 that stands or lies, as large as it fits without being blown up."""
    # The reader raises whatever its many kinds of files make it raise.
    try:
        picture = ImageReader(str(source))
        width, height = picture.getSize()
        if width * height > MOST_DOTS:
            raise Refused(LeftOut.LARGE)
        turn = _TURNS.get(picture._image.getexif().get(274), 0)
        seen = (height, width) if turn in (90, 270) else (width, height)
        page = A4 if seen[0] <= seen[1] else (A4[1], A4[0])
        scale = min(1.0, *((side - 2 * _MARGIN) / dots for side, dots in zip(page, seen, strict=True)))
        canvas = Canvas(str(target), pagesize=page, invariant=1, pageCompression=1)
        canvas.translate(page[0] / 2, page[1] / 2)
        canvas.rotate(turn)
        wide, tall = width * scale, height * scale
        canvas.drawImage(picture, -wide / 2, -tall / 2, wide, tall, mask="auto")
        canvas.save()
    except Refused:
        raise
    except MemoryError:
        raise Refused(LeftOut.LARGE) from None
    except Exception:
        raise Refused(LeftOut.BROKEN) from None
