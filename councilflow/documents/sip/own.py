"""The vocabulary of our own metadata, which `schemas/councilflow-archive-1.xsd` describes."""

from __future__ import annotations

from councilflow.documents.sip.xml import Writer

ARCHIVE = "urn:x-councilflow:archive:1"
SCHEMA = "councilflow-archive-1.xsd"
LOCATION = f"{ARCHIVE} ../../schemas/{SCHEMA}"
"""Where the schema lies, seen from a folder of metadata."""

own = Writer(ARCHIVE)
