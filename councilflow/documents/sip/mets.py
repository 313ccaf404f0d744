"""METS as the Common Specification for Information Packages 2.1.0 and the SIP 2.1.0 ask for it.

One METS.xml stands at the root of the package and one in the representation. The numbers in the docstrings
are those of the published requirements; `tests/documents/test_sip_rules.py` asks them one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from councilflow.documents.sip.values import File, Metadata, MetadataKind, Package
from councilflow.documents.sip.xml import XSI, Writer, as_bytes, at, put

METS = "http://www.loc.gov/METS/"
XLINK = "http://www.w3.org/1999/xlink"
CSIP = "https://DILCIS.eu/XML/METS/CSIPExtensionMETS"
SIP = "https://DILCIS.eu/XML/METS/SIPExtensionMETS"
PROFILE = "https://earksip.dilcis.eu/profile/E-ARK-SIP.xml"
CONTENT = "Mixed"
"""The content category of the vocabulary (CSIP2): signed texts, and attachments of any kind."""

_NAMESPACES: dict[str | None, str] = {
    "mets": METS,
    "xlink": XLINK,
    "csip": CSIP,
    "sip": SIP,
    "xsi": XSI,
}
_SCHEMAS = {
    METS: "http://www.loc.gov/standards/mets/mets.xsd",
    CSIP: "https://earkcsip.dilcis.eu/schema/DILCISExtensionMETS.xsd",
    SIP: "https://earksip.dilcis.eu/schema/DILCISExtensionSIPMETS.xsd",
}
_LOCATIONS = " ".join(f"{namespace} {where}" for namespace, where in _SCHEMAS.items())
_write = Writer(METS)


def of_package(package: Package, *, preservation: File, representation: File) -> bytes:
    """The METS.xml of the root. `preservation`: its PREMIS, `representation`: the METS.xml of the
    representation; both with paths from the root of the package."""
    group = f"Representations/{package.representation.name}"
    root = _root(package, package.identifier, package.label)
    dmd = [
        _description(root, package, number, one) for number, one in enumerate(package.descriptive, start=1)
    ]
    amd = _administrative(root, package, "", Metadata(preservation, MetadataKind.PREMIS), package.provenance)
    section = _write.add(root, "fileSec", ID="files")
    groups = [
        _group(section, package, "Documentation", "documentation", package.documentation),
        _group(section, package, "Schemas", "schemas", package.schemas),
        _group(section, package, group, "representation", [representation]),
    ]
    top = _structure(root, package.identifier)
    _write.add(top, "div", ID="div-metadata", LABEL="Metadata", ADMID=" ".join(amd), DMDID=" ".join(dmd))
    for label, key in zip(("Documentation", "Schemas", "Representations"), groups, strict=True):
        division = _write.add(top, "div", ID=f"div-{label.lower()}", LABEL=label)
        _write.add(division, "fptr", FILEID=key)
    division = _write.add(top, "div", ID="div-representation", LABEL=group)
    pointer = _write.add(division, "mptr", LOCTYPE="URL")
    put(
        pointer,
        {
            f"{{{XLINK}}}type": "simple",
            f"{{{XLINK}}}href": representation.path,
            f"{{{XLINK}}}title": groups[-1],
        },
    )
    return as_bytes(root)


def of_representation(package: Package, files: Sequence[File], *, preservation: File) -> bytes:
    """The METS.xml of the representation; the paths of its files begin where it lies."""
    name = package.representation.name
    root = _root(package, name, package.label)
    amd = _administrative(root, package, f"{name}-", Metadata(preservation, MetadataKind.PREMIS), ())
    section = _write.add(root, "fileSec", ID=f"{name}-files")
    group = _group(section, package, f"Representations/{name}/data", f"{name}-data", files)
    top = _structure(root, name, f"{name}-")
    _write.add(top, "div", ID=f"{name}-div-metadata", LABEL="Metadata", ADMID=" ".join(amd))
    division = _write.add(top, "div", ID=f"{name}-div-data", LABEL=f"Representations/{name}/data")
    _write.add(division, "fptr", FILEID=group)
    return as_bytes(root)


def _root(package: Package, identifier: str, label: str) -> Any:
    """CSIP1–CSIP6, SIP1, SIP2, and the header."""
    root = _write.root("mets", _NAMESPACES, OBJID=identifier, TYPE=CONTENT, PROFILE=PROFILE, LABEL=label)
    put(root, {f"{{{XSI}}}schemaLocation": _LOCATIONS, **_content_type(package)})
    header = _write.add(root, "metsHdr", CREATEDATE=at(package.made_at), LASTMODDATE=at(package.made_at))
    put(header, {"RECORDSTATUS": "NEW", f"{{{CSIP}}}OAISPACKAGETYPE": "SIP"})
    _agents(header, package)
    return root


def _content_type(package: Package) -> dict[str, object]:
    return {
        f"{{{CSIP}}}CONTENTINFORMATIONTYPE": "OTHER",
        f"{{{CSIP}}}OTHERCONTENTINFORMATIONTYPE": package.content_type,
    }


def _agents(header: Any, package: Package) -> None:
    """The software that made the package (CSIP10–CSIP16), whose records they are (SIP9–SIP12), and who
    submits them (SIP15–SIP18). Both of the last are the host of the council."""
    software = _write.add(header, "agent", ROLE="CREATOR", TYPE="OTHER", OTHERTYPE="SOFTWARE")
    _write.add(software, "name", package.software)
    put(
        _write.add(software, "note", package.software_version),
        {f"{{{CSIP}}}NOTETYPE": "SOFTWARE VERSION"},
    )
    for role in ("ARCHIVIST", "CREATOR"):
        organisation = _write.add(header, "agent", ROLE=role, TYPE="ORGANIZATION")
        _write.add(organisation, "name", package.archivist)


def _description(root: Any, package: Package, number: int, described: Metadata) -> str:
    """CSIP17–CSIP30."""
    key = f"dmd-{number}"
    section = _write.add(root, "dmdSec", ID=key, CREATED=at(package.made_at), STATUS="CURRENT")
    _reference(section, described)
    return key


def _administrative(
    root: Any, package: Package, prefix: str, preservation: Metadata, others: Iterable[Metadata]
) -> list[str]:
    """CSIP31–CSIP44: the PREMIS and whatever else tells where things come from."""
    section = _write.add(root, "amdSec")
    keys = []
    for number, one in enumerate((preservation, *others), start=1):
        keys.append(f"{prefix}digiprov-{number}")
        part = _write.add(section, "digiprovMD", ID=keys[-1], CREATED=at(package.made_at), STATUS="CURRENT")
        _reference(part, one)
    return keys


def _reference(parent: Any, described: Metadata) -> None:
    """CSIP22–CSIP30 and CSIP36–CSIP44."""
    pointer = _write.add(parent, "mdRef", MDTYPE=described.kind)
    put(pointer, {"OTHERMDTYPE": described.other, "LABEL": described.file.title})
    put(pointer, _locator(described.file) | _facts(described.file))


def _group(section: Any, package: Package, use: str, key: str, files: Iterable[File]) -> str:
    """CSIP60–CSIP79, SIP32–SIP35."""
    key = f"group-{key}"
    group = _write.add(section, "fileGrp", USE=use, ID=key)
    put(group, _content_type(package))
    for number, file in enumerate(files, start=1):
        one = _write.add(group, "file", ID=f"{key}-{number}")
        put(one, _facts(file) | {"OWNERID": file.original_name} | _format(file))
        put(_write.add(one, "FLocat"), _locator(file))
    return key


def _locator(file: File) -> dict[str, object]:
    return {"LOCTYPE": "URL", f"{{{XLINK}}}type": "simple", f"{{{XLINK}}}href": file.path}


def _facts(file: File) -> dict[str, object]:
    return {
        "MIMETYPE": file.media_type,
        "SIZE": file.size,
        "CREATED": at(file.created_at),
        "CHECKSUM": file.sha256,
        "CHECKSUMTYPE": "SHA-256",
    }


def _format(file: File) -> dict[str, object]:
    if file.format is None:
        return {}
    facts = {
        "FILEFORMATNAME": file.format.name,
        "FILEFORMATVERSION": file.format.version,
        "FORMATREGISTRY": "PRONOM" if file.format.pronom else "",
        "FORMATREGISTRYKEY": file.format.pronom,
    }
    return {f"{{{SIP}}}{name}": value for name, value in facts.items()}


def _structure(root: Any, label: str, prefix: str = "") -> Any:
    """CSIP80–CSIP85: gives the one division."""
    structure = _write.add(root, "structMap", ID=f"{prefix}structure", TYPE="PHYSICAL", LABEL="CSIP")
    return _write.add(structure, "div", ID=f"{prefix}div", LABEL=label)
