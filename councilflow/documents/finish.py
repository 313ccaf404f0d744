"""The finishing pass: it makes a laid-out document an archival file (PDF/A) that all can read (PDF/UA-1).

Metadata, colour profile, the attached value and the prepared signature fields. The fields must lie tagged in
the file before the first signature; a visible field that is added later breaks both standards.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from xml.sax.saxutils import escape

import pikepdf
from deflate import zlib_compress
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, String

from councilflow.documents.flowables import FieldPlace
from councilflow.documents.layout import Drawn
from councilflow.documents.sheet import CREATOR, LANGUAGE_TAGS
from councilflow.process.record import ArchiveFormat

pikepdf.settings.set_flate_compression_level(9)  # for what pikepdf itself packs, the objects without streams
_TIGHT = 10
"""Of libdeflate: a sixteenth less than zlib's best, in a third of the time that the layout takes."""

_PART = {ArchiveFormat.PDFA_3A: "3", ArchiveFormat.PDFA_2A: "2"}
_PROFILE = Path(__file__).with_name("srgb.icc")

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaid:part>{part}</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>{creator}</pdf:Producer><xmp:CreatorTool>{creator}</xmp:CreatorTool>
<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>
<xmp:MetadataDate>{date}</xmp:MetadataDate>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file inside the file: the value that the document was made from."""

    name: str
    description: str
    media_type: str
    content: bytes


def finish(
    drawn: Drawn,
    *,
    now: datetime,
    attached: Attached | None = None,
    archive: ArchiveFormat = ArchiveFormat.PDFA_3A,
) -> bytes:
    """The finished file. `now` (aware) becomes its creation date; nothing else of the clock gets in.

    PDF/A-2 lets nothing lie inside a file, so there `attached` is left out.
    """
    moment = now.astimezone(UTC).replace(microsecond=0)
    with pikepdf.open(io.BytesIO(drawn.content)) as pdf:
        _write_metadata(pdf, drawn, moment, archive)
        _add_colour_profile(pdf)
        _prepare_fields(pdf, drawn.fields)
        if attached and archive is ArchiveFormat.PDFA_3A:
            _attach(pdf, attached, moment)
        for font in _fonts(pdf):
            _lighten(font)
        for page in pdf.pages:
            if Name.Trans in page.obj:  # ReportLab writes an empty one on each page
                del page.obj[Name.Trans]
        _pack(pdf)
        return _saved(pdf)


def _pack(pdf: pikepdf.Pdf) -> None:
    """Compress what the file holds, as tightly as there is time for: it is written once and kept for good.

    The packet of metadata stays as it is, so that any program finds it.
    """
    for stream in pdf.objects:
        if isinstance(stream, pikepdf.Stream) and stream.get(Name.Type) != Name.Metadata:
            stream.write(bytes(zlib_compress(stream.read_bytes(), _TIGHT)), filter=Name.FlateDecode)


def _saved(pdf: pikepdf.Pdf) -> bytes:
    buffer = io.BytesIO()
    pdf.save(
        buffer,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
        min_version="1.7",
        fix_metadata_version=False,
        deterministic_id=True,
    )
    return buffer.getvalue()


def _fonts(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    """The embedded faces; all pages share them."""
    return list(pdf.pages[0].Resources.get(Name.Font, Dictionary()).values()) if pdf.pages else []


def _lighten(font: pikepdf.Object) -> None:
    """Take out of an embedded face what draws no letter: instructions for coarse screens, names, licence; and
    out of its table of letters the codes that the document does not use."""
    file = font.FontDescriptor.FontFile2
    lighter = io.BytesIO()
    with TTFont(io.BytesIO(file.read_bytes()), recalcTimestamp=False, recalcBBoxes=False) as face:
        for table in {"fpgm", "prep", "cvt ", "name", "OS/2"} & set(face.keys()):
            del face[table]
        for glyph in face["glyf"].keys():  # noqa: SIM118 – a table of glyphs, which is no dictionary
            face["glyf"][glyph].removeHinting()
        for most in _MOST_OF_INSTRUCTIONS:
            setattr(face["maxp"], most, 0)
        face.save(lighter, reorderTables=False)
    file.write(lighter.getvalue())
    file.Length1 = len(lighter.getvalue())
    before, rest = font.ToUnicode.read_bytes().split(b"endcodespacerange\n")
    pairs = re.findall(rb"<(..)> <(....)>", rest)
    used = [pair for pair in pairs if pair[1] not in (b"0000", b"0020") or pair[0] == b"20"]
    blocks = [used[at : at + 100] for at in range(0, len(used), 100)]  # as many as one block may hold
    told = b"".join(
        b"%d beginbfchar\n%sendbfchar\n" % (len(block), b"".join(b"<%s> <%s>\n" % pair for pair in block))
        for block in blocks
    )
    font.ToUnicode.write(before + b"endcodespacerange\n" + told + rest[rest.index(b"endcmap") :])


_MOST_OF_INSTRUCTIONS = (
    "maxTwilightPoints",
    "maxStorage",
    "maxFunctionDefs",
    "maxInstructionDefs",
    "maxStackElements",
    "maxSizeOfInstructions",
)


def _pdf_date(moment: datetime) -> String:
    return String(moment.strftime("D:%Y%m%d%H%M%S+00'00'"))


def _write_metadata(pdf: pikepdf.Pdf, drawn: Drawn, moment: datetime, archive: ArchiveFormat) -> None:
    """The packet and the document's properties, which must say the same."""
    properties = {key: str(pdf.docinfo.get(f"/{key}", "")) for key in ("Title", "Author", "Subject")}
    pdf.docinfo[Name.CreationDate] = pdf.docinfo[Name.ModDate] = _pdf_date(moment)
    for key in ("/Trapped", "/Keywords"):
        if key in pdf.docinfo:
            del pdf.docinfo[key]
    packet = _PACKET.format(
        part=_PART[archive],
        title=escape(properties["Title"]),
        author=escape(properties["Author"]),
        subject=escape(properties["Subject"]),
        creator=CREATOR,
        language=LANGUAGE_TAGS[drawn.front.language],
        date=moment.isoformat(),
    )
    stream = pdf.make_stream(packet.encode())
    stream.Type, stream.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = stream


def _add_colour_profile(pdf: pikepdf.Pdf) -> None:
    profile = pdf.make_stream(_PROFILE.read_bytes())
    profile.N = 3
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String("sRGB"),
        Info=String("sRGB IEC61966-2.1"),
        DestOutputProfile=profile,
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])


def _prepare_fields(pdf: pikepdf.Pdf, places: tuple[FieldPlace, ...]) -> None:
    """An empty signature field at each place, the only kid of its Form element."""
    if not places:
        return
    tree = pdf.Root.StructTreeRoot
    forms = {str(form.T): form for form in _elements(tree.K[0], Name.Form)}
    key = int(tree.ParentTreeNextKey)
    fields = Array()
    for place in places:
        page, form = pdf.pages[place.page].obj, forms[place.name]
        widget = _field(pdf, place, page, key)
        form.K, form.Pg = Dictionary(Type=Name.OBJR, Obj=widget, Pg=page), page
        tree.ParentTree.Nums.append(key)
        tree.ParentTree.Nums.append(form)
        if Name.Annots not in page:
            page.Annots = Array()
        page.Annots.append(widget)
        fields.append(widget)
        key += 1
    tree.ParentTreeNextKey = key
    pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=fields, SigFlags=1))


def _field(pdf: pikepdf.Pdf, place: FieldPlace, page: pikepdf.Object, key: int) -> pikepdf.Object:
    left, foot, right, top = place.rectangle
    empty = pdf.make_stream(b"")
    empty.Type, empty.Subtype = Name.XObject, Name.Form
    empty.BBox, empty.Resources = Array([0, 0, right - left, top - foot]), Dictionary()
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=String(place.name),
            TU=String(place.label),
            F=132,  # prints, and cannot be moved
            Rect=Array(list(place.rectangle)),
            P=page,
            AP=Dictionary(N=empty),
            StructParent=key,
        )
    )


def _elements(element: pikepdf.Object, role: Name) -> Iterator[pikepdf.Object]:
    if element.get(Name.S) == role:
        yield element
    kids = element.get(Name.K)
    for kid in list(kids) if isinstance(kids, Array) else []:
        if isinstance(kid, Dictionary) and Name.S in kid:
            yield from _elements(kid, role)


def _attach(pdf: pikepdf.Pdf, attached: Attached, moment: datetime) -> None:
    stream = pdf.make_stream(attached.content)
    stream.Type, stream.Subtype = Name.EmbeddedFile, Name("/" + attached.media_type)
    checksum = hashlib.md5(attached.content, usedforsecurity=False).digest()  # what ISO 32000 asks for here
    stream.Params = Dictionary(
        Size=len(attached.content), ModDate=_pdf_date(moment), CheckSum=String(checksum)
    )
    file = pdf.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=String(attached.name),
            UF=String(attached.name),
            AFRelationship=Name.Source,
            Desc=String(attached.description),
            EF=Dictionary(F=stream, UF=stream),
        )
    )
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array([String(attached.name), file])))
    pdf.Root.AF = Array([file])
