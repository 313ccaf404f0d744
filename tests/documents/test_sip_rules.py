"""The published requirements of E-ARK CSIP 2.1.0 and E-ARK SIP 2.1.0, one by one, and the published schemas.

Each line is a requirement by its number, and the question it asks of a METS.xml as XPath that must be true.
A requirement that begins with MAY, and that we do not use, is not here. METS is held against its schema as
the package metsrw brings it. PREMIS has a file of its own.
"""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests.documents.packages import IDENTIFIER, ODT, package, parsed, unpacked, written

SPACES = {
    "mets": "http://www.loc.gov/METS/",
    "csip": "https://DILCIS.eu/XML/METS/CSIPExtensionMETS",
    "sip": "https://DILCIS.eu/XML/METS/SIPExtensionMETS",
    "xlink": "http://www.w3.org/1999/xlink",
    "premis": "http://www.loc.gov/premis/v3",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
ROOT = f"{IDENTIFIER}/METS.xml"
REPRESENTATION = f"{IDENTIFIER}/representations/rep1/METS.xml"
PREMIS = (
    f"{IDENTIFIER}/metadata/preservation/premis.xml",
    f"{IDENTIFIER}/representations/rep1/metadata/preservation/premis.xml",
)


@pytest.fixture(scope="module")
def content() -> bytes:
    return written(package())


def every(path: str, condition: str) -> str:
    """There is at least one, and the condition holds for each."""
    return f"{path} and not({path}[not({condition})])"


_SOFTWARE = "mets:metsHdr/mets:agent[@OTHERTYPE='SOFTWARE']"
_DMD, _AMD = "mets:dmdSec", "mets:amdSec/mets:digiprovMD"
_GROUP, _FILE = "mets:fileSec/mets:fileGrp", "mets:fileSec/mets:fileGrp/mets:file"
_MAP = "mets:structMap[@LABEL='CSIP']"
_DIV = f"{_MAP}/mets:div/mets:div"
_REP = f"{_DIV}[starts-with(@LABEL, 'Representations/')]"
_STATES = "@STATUS = 'CURRENT' or @STATUS = 'SUPERSEDED'"
_INSTANT = "string-length(.) = 20 and substring(., 20) = 'Z'"

# What both METS files must answer with yes
BOTH = {
    "CSIP1": "string(@OBJID)",
    "CSIP2": "@TYPE = 'Mixed'",
    "CSIP3": "@TYPE != 'Other' or @csip:OTHERTYPE",
    "CSIP4": "@csip:CONTENTINFORMATIONTYPE = 'OTHER'",
    "CSIP5": "string(@csip:OTHERCONTENTINFORMATIONTYPE)",
    "CSIP6": "string(@PROFILE)",
    "CSIP117": "count(mets:metsHdr) = 1",
    "CSIP7": f"mets:metsHdr/@CREATEDATE[{_INSTANT}]",
    "CSIP8": f"mets:metsHdr/@LASTMODDATE[{_INSTANT}]",
    "CSIP9": "mets:metsHdr/@csip:OAISPACKAGETYPE = 'SIP'",
    "CSIP10": "mets:metsHdr/mets:agent",
    "CSIP11": f"{_SOFTWARE}/@ROLE = 'CREATOR'",
    "CSIP12": f"{_SOFTWARE}/@TYPE = 'OTHER'",
    "CSIP13": f"count({_SOFTWARE}) = 1",
    "CSIP14": f"{_SOFTWARE}/mets:name = 'Councilflow'",
    "CSIP15": f"string({_SOFTWARE}/mets:note)",
    "CSIP16": f"{_SOFTWARE}/mets:note/@csip:NOTETYPE = 'SOFTWARE VERSION'",
    "CSIP31": "count(mets:amdSec) = 1",
    "CSIP32": f"{_AMD}/mets:mdRef[@MDTYPE = 'PREMIS']",
    "CSIP33": every(_AMD, "string(@ID)"),
    "CSIP34": every(_AMD, _STATES),
    "CSIP35": every(_AMD, "mets:mdRef"),
    "CSIP36": every(f"{_AMD}/mets:mdRef", "@LOCTYPE = 'URL'"),
    "CSIP37": every(f"{_AMD}/mets:mdRef", "@xlink:type = 'simple'"),
    "CSIP38": every(f"{_AMD}/mets:mdRef", "string(@xlink:href)"),
    "CSIP39": every(f"{_AMD}/mets:mdRef", "string(@MDTYPE)"),
    "CSIP40": every(f"{_AMD}/mets:mdRef", "@MIMETYPE = 'application/xml'"),
    "CSIP41": every(f"{_AMD}/mets:mdRef", "@SIZE > 0"),
    "CSIP42": every(f"{_AMD}/mets:mdRef", f"@CREATED[{_INSTANT}]"),
    "CSIP43": every(f"{_AMD}/mets:mdRef", "string-length(@CHECKSUM) = 64"),
    "CSIP44": every(f"{_AMD}/mets:mdRef", "@CHECKSUMTYPE = 'SHA-256'"),
    "CSIP58": "count(mets:fileSec) = 1",
    "CSIP59": "string(mets:fileSec/@ID)",
    "CSIP62": every(f"{_GROUP}[starts-with(@USE, 'Representations')]", "@csip:CONTENTINFORMATIONTYPE"),
    "CSIP63": every(
        f"{_GROUP}[@csip:CONTENTINFORMATIONTYPE = 'OTHER']", "string(@csip:OTHERCONTENTINFORMATIONTYPE)"
    ),
    "CSIP64": every(_GROUP, "string(@USE)"),
    "CSIP65": every(_GROUP, "string(@ID)"),
    "CSIP66": every(_GROUP, "mets:file"),
    "CSIP67": every(_FILE, "string(@ID)"),
    "CSIP68": every(_FILE, "contains(@MIMETYPE, '/')"),
    "CSIP69": every(_FILE, "@SIZE > 0"),
    "CSIP70": every(_FILE, f"@CREATED[{_INSTANT}]"),
    "CSIP71": every(_FILE, "string-length(@CHECKSUM) = 64"),
    "CSIP72": every(_FILE, "@CHECKSUMTYPE = 'SHA-256'"),
    "CSIP76": every(_FILE, "count(mets:FLocat) = 1"),
    "CSIP77": every(f"{_FILE}/mets:FLocat", "@LOCTYPE = 'URL'"),
    "CSIP78": every(f"{_FILE}/mets:FLocat", "@xlink:type = 'simple'"),
    "CSIP79": every(f"{_FILE}/mets:FLocat", "string(@xlink:href)"),
    "CSIP80": f"count({_MAP}) = 1",
    "CSIP81": f"{_MAP}/@TYPE = 'PHYSICAL'",
    "CSIP82": "mets:structMap/@LABEL = 'CSIP'",
    "CSIP83": f"string({_MAP}/@ID)",
    "CSIP84": f"count({_MAP}/mets:div) = 1",
    "CSIP85": f"string({_MAP}/mets:div/@ID)",
    "CSIP88": f"count({_DIV}[@LABEL = 'Metadata']) = 1",
    "CSIP89": f"string({_DIV}[@LABEL = 'Metadata']/@ID)",
    "CSIP90": f"{_DIV}/@LABEL = 'Metadata'",
    "CSIP91": f"string({_DIV}[@LABEL = 'Metadata']/@ADMID)",
    "SIP1": "string(@LABEL)",
    "SIP2": "@PROFILE = 'https://earksip.dilcis.eu/profile/E-ARK-SIP.xml'",
    "SIP3": "mets:metsHdr/@RECORDSTATUS = 'NEW'",
    "SIP4": "mets:metsHdr/@csip:OAISPACKAGETYPE = 'SIP'",
    "SIP9": "mets:metsHdr/mets:agent[@ROLE = 'ARCHIVIST']",
    "SIP10": every("mets:metsHdr/mets:agent", "string(@ROLE)"),
    "SIP11": "mets:metsHdr/mets:agent[@ROLE = 'ARCHIVIST']/@TYPE = 'ORGANIZATION'",
    "SIP12": "mets:metsHdr/mets:agent[@ROLE = 'ARCHIVIST']/mets:name = 'Region Västernorrland'",
    "SIP15": "count(mets:metsHdr/mets:agent[@ROLE = 'CREATOR' and @TYPE = 'ORGANIZATION']) = 1",
    "SIP16": "mets:metsHdr/mets:agent[@TYPE = 'ORGANIZATION']/@ROLE = 'CREATOR'",
    "SIP17": "mets:metsHdr/mets:agent[@ROLE = 'CREATOR']/@TYPE = 'ORGANIZATION'",
    "SIP18": "string(mets:metsHdr/mets:agent[@TYPE = 'ORGANIZATION' and @ROLE = 'CREATOR']/mets:name)",
    "SIP32": every(f"{_FILE}[@sip:FILEFORMATVERSION]", "string(@sip:FILEFORMATNAME)"),
    "REF_METS_1": "not(mets:structLink)",
    "REF_METS_2": "not(mets:behaviorSec)",
}

# What only the METS of the root is asked
ROOT_ONLY = {
    "CSIP17": _DMD,
    "CSIP18": every(_DMD, "string(@ID)"),
    "CSIP19": every(_DMD, f"@CREATED[{_INSTANT}]"),
    "CSIP20": every(_DMD, _STATES),
    "CSIP21": every(_DMD, "count(mets:mdRef) = 1"),
    "CSIP22": every(f"{_DMD}/mets:mdRef", "@LOCTYPE = 'URL'"),
    "CSIP23": every(f"{_DMD}/mets:mdRef", "@xlink:type = 'simple'"),
    "CSIP24": every(f"{_DMD}/mets:mdRef", "string(@xlink:href)"),
    "CSIP25": every(f"{_DMD}/mets:mdRef", "@MDTYPE = 'DC' or (@MDTYPE = 'OTHER' and string(@OTHERMDTYPE))"),
    "CSIP26": every(f"{_DMD}/mets:mdRef", "@MIMETYPE = 'application/xml'"),
    "CSIP27": every(f"{_DMD}/mets:mdRef", "@SIZE > 0"),
    "CSIP28": every(f"{_DMD}/mets:mdRef", f"@CREATED[{_INSTANT}]"),
    "CSIP29": every(f"{_DMD}/mets:mdRef", "string-length(@CHECKSUM) = 64"),
    "CSIP30": every(f"{_DMD}/mets:mdRef", "@CHECKSUMTYPE = 'SHA-256'"),
    "CSIP60": f"{_GROUP}[@USE = 'Documentation']",
    "CSIP113": f"{_GROUP}[@USE = 'Schemas']",
    "CSIP114": f"{_GROUP}[@USE = 'Representations/rep1']",
    "CSIP92": f"{_DIV}[@LABEL = 'Metadata']/@DMDID = 'dmd-1 dmd-2'",
    "CSIP93": f"count({_DIV}[@LABEL = 'Documentation']) = 1",
    "CSIP94": f"string({_DIV}[@LABEL = 'Documentation']/@ID)",
    "CSIP95": f"{_DIV}/@LABEL = 'Documentation'",
    "CSIP96": f"count({_DIV}[@LABEL = 'Documentation']/mets:fptr) = 1",
    "CSIP116": f"{_DIV}[@LABEL = 'Documentation']/mets:fptr/@FILEID = {_GROUP}[@USE = 'Documentation']/@ID",
    "CSIP97": f"count({_DIV}[@LABEL = 'Schemas']) = 1",
    "CSIP98": f"string({_DIV}[@LABEL = 'Schemas']/@ID)",
    "CSIP99": f"{_DIV}/@LABEL = 'Schemas'",
    "CSIP100": f"count({_DIV}[@LABEL = 'Schemas']/mets:fptr) = 1",
    "CSIP118": f"{_DIV}[@LABEL = 'Schemas']/mets:fptr/@FILEID = {_GROUP}[@USE = 'Schemas']/@ID",
    "CSIP101": f"count({_DIV}[@LABEL = 'Representations']) = 1",
    "CSIP102": f"string({_DIV}[@LABEL = 'Representations']/@ID)",
    "CSIP103": f"{_DIV}/@LABEL = 'Representations'",
    "CSIP104": f"count({_DIV}[@LABEL = 'Representations']/mets:fptr) = 1",
    "CSIP119": f"{_DIV}[@LABEL = 'Representations']/mets:fptr/@FILEID "
    f"= {_GROUP}[starts-with(@USE, 'Representations')]/@ID",
    "CSIP105": f"count({_REP}) = 1",
    "CSIP106": f"string({_REP}/@ID)",
    "CSIP107": f"{_REP}/@LABEL = 'Representations/rep1'",
    "CSIP108": f"{_REP}/mets:mptr/@xlink:title = {_GROUP}[@USE = 'Representations/rep1']/@ID",
    "CSIP109": f"count({_REP}/mets:mptr) = 1",
    "CSIP110": f"{_REP}/mets:mptr/@xlink:href = 'representations/rep1/METS.xml'",
    "CSIP111": f"{_REP}/mets:mptr/@xlink:type = 'simple'",
    "CSIP112": f"{_REP}/mets:mptr/@LOCTYPE = 'URL'",
}

QUESTIONS = [
    *((ROOT, number, asked) for number, asked in (BOTH | ROOT_ONLY).items()),
    *((REPRESENTATION, number, asked) for number, asked in BOTH.items()),
]


@pytest.mark.parametrize(
    ("name", "asked"),
    [(name, asked) for name, _number, asked in QUESTIONS],
    ids=[f"{number}-{'root' if name == ROOT else 'rep1'}" for name, number, _asked in QUESTIONS],
)
def test_requirement(content, name, asked):
    assert parsed(content, name).xpath(f"boolean({asked})", namespaces=SPACES), asked


def test_csip1_the_identifier_is_the_name_of_the_folder(content):
    assert parsed(content, ROOT).get("OBJID") == IDENTIFIER
    assert parsed(content, REPRESENTATION).get("OBJID") == "rep1"
    assert {name.split("/")[0] for name in unpacked(content)} == {IDENTIFIER}


def test_every_identifier_is_used_once_in_the_package(content):
    """CSIP18, CSIP33, CSIP59, CSIP65, CSIP67, CSIP83 …: unique within the package."""
    ids = [one for name in (ROOT, REPRESENTATION) for one in parsed(content, name).xpath("//@ID")]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[A-Za-z_][\w.-]*", one, re.ASCII) for one in ids)  # an xml:id


def test_every_reference_inside_the_package_leads_somewhere(content):
    names = set(unpacked(content))
    for name in (ROOT, REPRESENTATION):
        folder = name.rsplit("/", 1)[0]
        for href in parsed(content, name).xpath("//@xlink:href", namespaces=SPACES):
            assert f"{folder}/{href}" in names


@pytest.mark.parametrize(
    "rule", ["mets", "metadata", "preservation", "descriptive", "representations", "schemas"]
)
def test_structure_of_the_folders(content, rule):
    """CSIPSTR1–CSIPSTR16: the folders that a package must and should have."""
    names = unpacked(content)
    wanted = {
        "mets": {ROOT, REPRESENTATION},
        "metadata": {f"{IDENTIFIER}/metadata/preservation/premis.xml", PREMIS[1]},
        "preservation": set(PREMIS),
        "descriptive": {f"{IDENTIFIER}/metadata/descriptive/dc.xml"},
        "representations": {f"{IDENTIFIER}/representations/rep1/data/minutes/protokoll.pdf"},
        "schemas": {f"{IDENTIFIER}/schemas/own.xsd", f"{IDENTIFIER}/documentation/readme.txt"},
    }
    assert wanted[rule] <= set(names)


def test_a_format_that_is_not_known_for_certain_is_not_claimed(content):
    files = parsed(content, REPRESENTATION).xpath("//mets:file", namespaces=SPACES)
    [attachment] = [one for one in files if one.get("MIMETYPE") == ODT]
    assert not [name for name in attachment.attrib if SPACES["sip"] in name]
    assert attachment.get("OWNERID") == "Förslag <slutligt> & «bilaga».odt"


# --- The published schema of METS -----------------------------------------------------------------------

XLINK = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="http://www.w3.org/1999/xlink"
    targetNamespace="http://www.w3.org/1999/xlink">
  <xs:attribute name="href" type="xs:anyURI"/> <xs:attribute name="role" type="xs:string"/>
  <xs:attribute name="arcrole" type="xs:string"/> <xs:attribute name="title" type="xs:string"/>
  <xs:attribute name="show" type="xs:string"/> <xs:attribute name="actuate" type="xs:string"/>
  <xs:attribute name="label" type="xs:string"/> <xs:attribute name="from" type="xs:string"/>
  <xs:attribute name="to" type="xs:string"/>
  <xs:attributeGroup name="simpleLink">
    <xs:attribute name="type" type="xs:string" fixed="simple" form="qualified"/>
    <xs:attribute ref="href"/> <xs:attribute ref="role"/> <xs:attribute ref="arcrole"/>
    <xs:attribute ref="title"/> <xs:attribute ref="show"/> <xs:attribute ref="actuate"/>
  </xs:attributeGroup>
  <xs:attributeGroup name="extendedLink"><xs:attribute ref="role"/></xs:attributeGroup>
  <xs:attributeGroup name="locatorLink"><xs:attribute ref="href" use="required"/></xs:attributeGroup>
  <xs:attributeGroup name="arcLink"><xs:attribute ref="from"/><xs:attribute ref="to"/></xs:attributeGroup>
</xs:schema>"""
"""The attributes of XLink that METS uses: metsrw leaves them to the network."""


class _Offline(etree.Resolver):
    def resolve(self, system_url: str, public_id: str, context: Any) -> Any:
        if "xlink" in system_url:
            return self.resolve_string(XLINK, context)
        return None


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    found = find_spec("metsrw")
    assert found is not None
    assert found.submodule_search_locations is not None
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(_Offline())
    file = Path(found.submodule_search_locations[0]) / "resources" / "mets.xsd"
    return etree.XMLSchema(etree.parse(str(file), parser))


@pytest.mark.parametrize("name", [ROOT, REPRESENTATION], ids=["root", "rep1"])
def test_mets_is_valid_by_its_published_schema(content, schema, name):
    assert schema.validate(parsed(content, name)), schema.error_log


def test_the_schema_refuses_what_is_wrong(content, schema):
    root = parsed(content, ROOT)
    root.find("mets:structMap", SPACES).tag = f"{{{SPACES['mets']}}}structure"
    assert not schema.validate(root)


def test_no_requirement_is_forgotten():
    """Every requirement of the two profiles stands here, but for those whose element we do not use."""
    unused = {
        *(f"CSIP{n}" for n in range(45, 58)),  # rights: access is settled by law and by the archive
        "CSIP61", "CSIP73", "CSIP74", "CSIP75",  # MAY
        "CSIP86", "CSIP87", "CSIP115",  # numbers that were withdrawn
        *(f"SIP{n}" for n in (5, 6, 7, 8, 13, 14, *range(19, 32), 33, 34, 35)),  # MAY: agreement, codes
    }  # fmt: skip
    asked = set(BOTH) | set(ROOT_ONLY)
    every_one = {f"CSIP{n}" for n in range(1, 120)} | {f"SIP{n}" for n in range(1, 36)}
    assert every_one - asked == unused
