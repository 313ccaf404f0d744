"""Archive packages: E-ARK SIP 2.1.0, which is FGS Paketstruktur 2.0 (D.6).

A `Package` is a value; `write` puts it into a ZIP with its METS and PREMIS, and `check.examine` tells later
whether every file still is what the package says.
"""

from councilflow.documents.sip.package import write
from councilflow.documents.sip.values import (
    Agent,
    AgentKind,
    Altered,
    Event,
    File,
    Format,
    Metadata,
    MetadataKind,
    Package,
    Representation,
    of_bytes,
)

__all__ = [
    "Agent",
    "AgentKind",
    "Altered",
    "Event",
    "File",
    "Format",
    "Metadata",
    "MetadataKind",
    "Package",
    "Representation",
    "of_bytes",
    "write",
]
