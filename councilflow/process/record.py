"""The kinds of document that a council keeps for good, and by which rules (D.1, D.5, D.6)."""

from __future__ import annotations

from enum import StrEnum


class FileKind(StrEnum):
    """What a revision of a signed file added to the one before."""

    BASE = "base"  # the unsigned file, laid out anew
    SEAL = "seal"  # the council's seal, which certifies it
    SIGNATURE = "signature"  # one person's
    TIMESTAMP = "timestamp"  # long-term data and a document timestamp


class SupplementKind(StrEnum):
    """What is signed beside the minutes of a meeting."""

    IMMEDIATE = "immediate"  # paragraphs that are approved at once (omedelbar justering)
    CORRECTION = "correction"  # what signed minutes should have said (rättelse)


class MinutesProfile(StrEnum):
    """Under which rules a body keeps its minutes (D)."""

    ADVISORY = "advisory"  # an advisory council in Sweden
    KL = "kl"  # a body under kommunallagen
    IPR = "ipr"  # interkommunalt politisk råd, Norway


class ArchiveFormat(StrEnum):
    """Which archival standard the council's documents follow."""

    PDFA_3A = "pdfa-3a"  # carries the minutes as data inside the file
    PDFA_2A = "pdfa-2a"  # for archives that refuse part 3: nothing inside
