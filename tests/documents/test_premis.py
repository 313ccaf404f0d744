"""PREMIS 3.0 of a package: by the order of elements of its schema, and leading nowhere but into itself.

The schema comes in no package that can be locked, so its order stands here as a table.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from lxml import etree

from tests.documents.packages import package, parsed, written
from tests.documents.test_sip_rules import PREMIS, REPRESENTATION, SPACES


@pytest.fixture(scope="module")
def content() -> bytes:
    return written(package())


# The order of the elements in the published schema, with how often each may stand: ! once, + at least once,
# ? at most once, * any number.
ORDER: dict[str, str] = {
    "premis": "object+ event* agent* rights*",
    "object": "objectIdentifier+ preservationLevel* significantProperties* objectCharacteristics* "
    "originalName? storage* signatureInformation* relationship* linkingEventIdentifier* "
    "linkingRightsStatementIdentifier*",
    "objectIdentifier": "objectIdentifierType! objectIdentifierValue!",
    "objectCharacteristics": "compositionLevel? fixity* size? format+ creatingApplication* inhibitors*",
    "fixity": "messageDigestAlgorithm! messageDigest! messageDigestOriginator?",
    "format": "formatDesignation? formatRegistry? formatNote*",
    "formatDesignation": "formatName! formatVersion?",
    "formatRegistry": "formatRegistryName! formatRegistryKey! formatRegistryRole?",
    "relationship": "relationshipType! relationshipSubType! relatedObjectIdentifier+ relatedEventIdentifier*",
    "relatedObjectIdentifier": "relatedObjectIdentifierType! relatedObjectIdentifierValue!",
    "event": "eventIdentifier! eventType! eventDateTime! eventDetailInformation* eventOutcomeInformation* "
    "linkingAgentIdentifier* linkingObjectIdentifier*",
    "eventIdentifier": "eventIdentifierType! eventIdentifierValue!",
    "eventDetailInformation": "eventDetail? eventDetailExtension*",
    "eventOutcomeInformation": "eventOutcome? eventOutcomeDetail*",
    "eventOutcomeDetail": "eventOutcomeDetailNote? eventOutcomeDetailExtension*",
    "linkingAgentIdentifier": "linkingAgentIdentifierType! linkingAgentIdentifierValue! linkingAgentRole*",
    "linkingObjectIdentifier": "linkingObjectIdentifierType! linkingObjectIdentifierValue! "
    "linkingObjectRole*",
    "agent": "agentIdentifier+ agentName* agentType? agentVersion? agentNote*",
    "agentIdentifier": "agentIdentifierType! agentIdentifierValue!",
}
TIMES = {"!": "", "?": "?", "+": "+", "*": "*"}


def in_order(element: Any) -> bool:
    """Whether the children stand as the schema has them."""
    name = etree.QName(element).localname
    children = "".join(f"{etree.QName(child).localname} " for child in element)
    if name not in ORDER:
        return children == ""
    wanted = "".join(f"(?:{one[:-1]} ){TIMES[one[-1]]}" for one in ORDER[name].split())
    return re.fullmatch(wanted, children) is not None


@pytest.mark.parametrize("name", PREMIS, ids=["root", "rep1"])
def test_premis_has_the_order_of_its_schema(content, name):
    root = parsed(content, name)
    assert root.get("version") == "3.0"
    assert [one.tag for one in root.iter() if not in_order(one)] == []
    kinds = root.xpath("premis:object/@xsi:type", namespaces=SPACES)
    assert set(kinds) <= {"premis:intellectualEntity", "premis:representation", "premis:file"}


@pytest.mark.parametrize("name", PREMIS, ids=["root", "rep1"])
def test_premis_points_only_at_what_it_holds(content, name):
    root = parsed(content, name)

    def values(path: str) -> set[str]:
        return set(root.xpath(f"//premis:{path}/text()", namespaces=SPACES))

    assert values("linkingAgentIdentifierValue") <= values("agentIdentifierValue")
    assert values("linkingObjectIdentifierValue") <= values("objectIdentifierValue")
    assert values("relatedObjectIdentifierValue") <= values("objectIdentifierValue")
    assert len(values("eventIdentifierValue")) == len(root.findall("premis:event", SPACES))


def test_premis_tells_the_fixity_of_every_file_of_the_representation(content):
    root, mets = parsed(content, PREMIS[1]), parsed(content, REPRESENTATION)
    told = root.xpath("//premis:messageDigest/text()", namespaces=SPACES)
    assert told == mets.xpath("//mets:file/@CHECKSUM", namespaces=SPACES)
    assert set(root.xpath("//premis:messageDigestAlgorithm/text()", namespaces=SPACES)) == {"SHA-256"}
    assert "Förslag <slutligt> & «bilaga».odt" in root.xpath(
        "//premis:originalName/text()", namespaces=SPACES
    )
