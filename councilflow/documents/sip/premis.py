"""PREMIS 3.0: what the files are, what has happened to them, and who did it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from councilflow.documents.sip.values import Agent, AgentKind, Event, File, Package
from councilflow.documents.sip.xml import XSI, Writer, as_bytes, at, put

PREMIS = "http://www.loc.gov/premis/v3"
_SCHEMA = "http://www.loc.gov/standards/premis/v3/premis-v3-0.xsd"
_write = Writer(PREMIS)


def of_package(package: Package) -> bytes:
    """The package as one thing: that it was made, when, and with what."""
    root = _root()
    thing = _object(root, "intellectualEntity", package.identifier)
    _write.add(thing, "originalName", package.label)
    part = f"{package.identifier}/representations/{package.representation.name}"
    _related(thing, "has part", part)
    _related(_object(root, "representation", part), "is part of", package.identifier)
    made = Event(
        key="package-made",
        kind="information package creation",
        at=package.made_at,
        agents=(_software(package).key, "archivist"),
        detail="E-ARK SIP 2.1.0",
    )
    _event(root, made, [package.identifier])
    _agent(root, _software(package))
    _agent(root, Agent(key="archivist", kind=AgentKind.ORGANISATION, name=package.archivist))
    return as_bytes(root)


def of_representation(package: Package, files: Sequence[File]) -> bytes:
    """Every file of the representation with its fixity, and everything that happened to it. `files`: with
    the paths that METS names them by."""
    representation = package.representation
    whole = f"{package.identifier}/representations/{representation.name}"
    root = _root()
    top = _object(root, "representation", whole)
    for file in files:
        _related(top, "includes", f"{whole}/{file.path}")
    for file in files:
        _file(root, whole, file)
    for event in representation.events:
        paths = [f"{whole}/data/{path}" for path in event.files] or [whole]
        _event(root, event, paths)
    for agent in (_software(package), *representation.agents):
        _agent(root, agent)
    return as_bytes(root)


def software_key(package_software: str) -> str:
    """The key of the software as an agent, for events of a representation."""
    return f"software-{package_software.lower()}"


def _software(package: Package) -> Agent:
    return Agent(
        key=software_key(package.software),
        kind=AgentKind.SOFTWARE,
        name=package.software,
        version=package.software_version,
    )


def _root() -> Any:
    root = _write.root("premis", {"premis": PREMIS, "xsi": XSI}, version="3.0")
    return put(root, {f"{{{XSI}}}schemaLocation": f"{PREMIS} {_SCHEMA}"})


def _object(root: Any, kind: str, identifier: str) -> Any:
    thing = put(_write.add(root, "object"), {f"{{{XSI}}}type": f"premis:{kind}"})
    _identifier(thing, "objectIdentifier", "objectIdentifier", identifier)
    return thing


def _identifier(parent: Any, element: str, stem: str, value: str) -> Any:
    identifier = _write.add(parent, element)
    _write.add(identifier, f"{stem}Type", "local")
    _write.add(identifier, f"{stem}Value", value)
    return identifier


def _file(root: Any, whole: str, file: File) -> None:
    thing = _object(root, "file", f"{whole}/{file.path}")
    facts = _write.add(thing, "objectCharacteristics")
    fixity = _write.add(facts, "fixity")
    _write.add(fixity, "messageDigestAlgorithm", "SHA-256")
    _write.add(fixity, "messageDigest", file.sha256)
    _write.add(facts, "size", str(file.size))
    _format(_write.add(facts, "format"), file)
    if file.original_name or file.title:
        _write.add(thing, "originalName", file.original_name or file.title)
    _related(thing, "is included in", whole)


def _format(parent: Any, file: File) -> None:
    designation = _write.add(parent, "formatDesignation")
    _write.add(designation, "formatName", file.format.name if file.format else file.media_type)
    if file.format and file.format.version:
        _write.add(designation, "formatVersion", file.format.version)
    if file.format and file.format.pronom:
        registry = _write.add(parent, "formatRegistry")
        _write.add(registry, "formatRegistryName", "PRONOM")
        _write.add(registry, "formatRegistryKey", file.format.pronom)


def _related(thing: Any, how: str, to: str) -> None:
    relation = _write.add(thing, "relationship")
    _write.add(relation, "relationshipType", "structural")
    _write.add(relation, "relationshipSubType", how)
    _identifier(relation, "relatedObjectIdentifier", "relatedObjectIdentifier", to)


def _event(root: Any, event: Event, objects: Sequence[str]) -> None:
    one = _write.add(root, "event")
    _identifier(one, "eventIdentifier", "eventIdentifier", event.key)
    _write.add(one, "eventType", event.kind)
    _write.add(one, "eventDateTime", at(event.at))
    if event.detail:
        _write.add(_write.add(one, "eventDetailInformation"), "eventDetail", event.detail)
    if event.outcome:
        outcome = _write.add(one, "eventOutcomeInformation")
        _write.add(outcome, "eventOutcome", event.outcome)
        if event.outcome_note:
            note = _write.add(outcome, "eventOutcomeDetail")
            _write.add(note, "eventOutcomeDetailNote", event.outcome_note)
    for key in event.agents:
        _identifier(one, "linkingAgentIdentifier", "linkingAgentIdentifier", key)
    for identifier in objects:
        _identifier(one, "linkingObjectIdentifier", "linkingObjectIdentifier", identifier)


def _agent(root: Any, agent: Agent) -> None:
    one = _write.add(root, "agent")
    _identifier(one, "agentIdentifier", "agentIdentifier", agent.key)
    _write.add(one, "agentName", agent.name)
    _write.add(one, "agentType", agent.kind)
    if agent.version:
        _write.add(one, "agentVersion", agent.version)
    if agent.note:
        _write.add(one, "agentNote", agent.note)
