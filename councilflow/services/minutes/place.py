"""Where the installation keeps what it signs with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from councilflow.signing.authority import Authority


@dataclass(frozen=True, slots=True)
class SigningPlace:
    """Where the installation keeps its signing authority, and the secret that opens it."""

    folder: Path
    secret: str

    @property
    def authority(self) -> Authority:
        return Authority(self.folder / "signing", self.secret)
