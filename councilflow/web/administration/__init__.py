"""The register that an administrator keeps: people, organisations and bodies. No council's papers here."""

from councilflow.web.administration import bodies, organisations, overview, people
from councilflow.web.administration.blueprint import bp

__all__ = ["bodies", "bp", "organisations", "overview", "people"]
