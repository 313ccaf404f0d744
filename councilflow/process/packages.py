"""The papers of a meeting as one package: made in the background, kept until something changes."""

from __future__ import annotations

from enum import StrEnum


class PackageState(StrEnum):
    WAITING = "waiting"
    WORKING = "working"
    READY = "ready"
    FAILED = "failed"
