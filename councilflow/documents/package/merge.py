"""Laying the attachments into the empty pages that `write` has left for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from councilflow.documents.package.foreign import Insert
from councilflow.documents.package.write import STRIP, Own
from councilflow.documents.sheet import CREATOR, LANGUAGE_TAGS

BATCH = 32 * 1024 * 1024
"""Bytes of attachments that are in memory at a time."""
_EMPTY_MARK = re.compile(rb"/(P|Figure) <</MCID 0>> BDC\s+EMC\s")
_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>{creator}</pdf:Producer><xmp:CreatorTool>{creator}</xmp:CreatorTool>
<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def merge(own: Own, inserts: Sequence[tuple[int, Insert]], target: Path, *, now: datetime) -> int:
    """Write the whole to `target`; gives the number of its pages.

    `own` are the package's own pages as a finished file, `inserts` the attachments with the number (from 0)
    of the first page that waits for them.
    """
    path = own.path
    for number, batch in enumerate(_batches(inserts)):
        laid = target.with_suffix(f".{number}")
        with pikepdf.open(path, access_mode=pikepdf.AccessMode.stream) as pdf:
            for first, insert in batch:
                with pikepdf.open(insert.path, access_mode=pikepdf.AccessMode.mmap) as source:
                    _lay_in(pdf, source, first, insert)
            _save(pdf, laid)
        path.unlink()
        path = laid
    with pikepdf.open(path, access_mode=pikepdf.AccessMode.stream) as pdf:
        _point_at_whole_pages(pdf, {first for first, _ in inserts})
        _describe(pdf, own, now)
        _save(pdf, target)
        count = len(pdf.pages)
    path.unlink()
    return count


def _batches(inserts: Sequence[tuple[int, Insert]]) -> Iterator[list[tuple[int, Insert]]]:
    """Attachments a few at a time: what is copied from one file to another is in memory until it is saved."""
    batch: list[tuple[int, Insert]] = []
    room = BATCH
    for one in inserts:
        size = one[1].path.stat().st_size
        if batch and size > room:
            yield batch
            batch, room = [], BATCH
        batch.append(one)
        room -= size
    if batch:
        yield batch


def _save(pdf: pikepdf.Pdf, target: Path) -> None:
    pdf.save(
        target,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        min_version="1.7",
        fix_metadata_version=False,
        deterministic_id=True,
    )


def _lay_in(pdf: pikepdf.Pdf, source: pikepdf.Pdf, first: int, insert: Insert) -> None:
    if Name.Layers in source.Root:
        _take_over_layers(pdf, pdf.copy_foreign(source.Root.Layers))
    role = b"Figure" if insert.is_picture else b"P"
    for number, body in enumerate(source.Root.Kept):
        page, kept = pdf.pages[first + number].obj, pdf.copy_foreign(body)
        wide, tall = insert.sizes[number]
        scale = min(3.0, max(0.4, wide / own_width(page)))
        strip = round(STRIP * scale, 3)
        page.Resources = Dictionary(XObject=Dictionary(Laid=kept.Form, Stamp=_stamp(pdf, page)))
        page.Contents = pdf.make_stream(
            b"/%s <</MCID 0>> BDC q 1 0 0 1 %.3f %.3f cm /Laid Do Q EMC\n"
            b"/Artifact <</Type /Pagination>> BDC q %.4f 0 0 %.4f 0 0 cm /Stamp Do Q EMC\n"
            % (role, float(kept.Across), float(kept.Up) + strip, scale, scale)
        )
        page.MediaBox = Array([0, 0, round(wide, 3), round(tall + strip, 3)])
        for key in ("/CropBox", "/Rotate"):
            if key in page:
                del page[key]
        if len(kept.Links):
            page.Annots = Array([_link(pdf, one, strip) for one in kept.Links])


def own_width(page: Any) -> float:
    return float(page.MediaBox[2])


def _stamp(pdf: pikepdf.Pdf, page: Any) -> Any:
    """What was drawn on the waiting page – its number and whose page it is – as a form."""
    contents = page.Contents
    streams = list(contents) if isinstance(contents, Array) else [contents]
    drawn = b"\n".join(stream.read_bytes() for stream in streams)
    form = pdf.make_stream(_EMPTY_MARK.sub(b"", drawn))
    form.Type, form.Subtype = Name.XObject, Name.Form
    form.BBox, form.Resources = Array([0, 0, own_width(page), STRIP]), page.Resources
    return form


def _link(pdf: pikepdf.Pdf, one: Any, strip: float) -> Any:
    left, foot, right, top = (float(side) for side in one.Rect)
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Link,
            Rect=Array([left, round(foot + strip, 3), right, round(top + strip, 3)]),
            Border=Array([0, 0, 0]),
            F=4,
            Contents=one.URI,
            A=Dictionary(S=Name.URI, URI=one.URI),
        )
    )


def _take_over_layers(pdf: pikepdf.Pdf, layers: Any) -> None:
    if Name.OCProperties not in pdf.Root:
        pdf.Root.OCProperties = Dictionary(OCGs=Array(), D=Dictionary(OFF=Array(), Order=Array()))
    known = pdf.Root.OCProperties
    known.OCGs.extend(layers.All)
    known.D.OFF.extend(layers.Off)


def _point_at_whole_pages(pdf: pikepdf.Pdf, first: set[int]) -> None:
    """Links and bookmarks lead to attachments as a whole: their pages have heights of their own."""
    pages = {pdf.pages[number].obj.objgen for number in first}
    for found in pdf.objects:
        aims: list[Any] = [found] if isinstance(found, Array) else []
        if isinstance(found, Dictionary) and isinstance(found.get(Name.Dest), Array):
            aims.append(found.Dest)
        for aim in aims:
            if len(aim) == 5 and aim[1] == Name.XYZ and aim[0].objgen in pages:
                del aim[2:]
                aim[1] = Name.Fit


def _describe(pdf: pikepdf.Pdf, own: Own, now: datetime) -> None:
    """What the file says of itself. It promises no archival format: other people's files are in it."""
    packet = _PACKET.format(
        title=escape(str(pdf.docinfo.get(Name.Title, ""))),
        author=escape(str(pdf.docinfo.get(Name.Author, ""))),
        language=LANGUAGE_TAGS[own.language],
        creator=CREATOR,
        date=now.astimezone(UTC).replace(microsecond=0).isoformat(),
    )
    stream = pdf.make_stream(packet.encode())
    stream.Type, stream.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = stream
    pdf.Root.PageMode = Name.UseOutlines
    pdf.Root.Lang = String(LANGUAGE_TAGS[own.language])
    if Name.OutputIntents in pdf.Root:
        del pdf.Root.OutputIntents
