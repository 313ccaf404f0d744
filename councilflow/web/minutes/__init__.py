"""The minutes: reading and writing them, the justerare's review, and the signatures."""

from councilflow.web.minutes import (
    archive,
    commenting,
    extracts,
    keeping,
    notices,
    outside,
    reading,
    renewing,
    replacing,
    reviewing,
    signing,
    supplements,
    writing,
)
from councilflow.web.minutes.blueprint import bp

__all__ = [
    "archive",
    "bp",
    "commenting",
    "extracts",
    "keeping",
    "notices",
    "outside",
    "reading",
    "renewing",
    "replacing",
    "reviewing",
    "signing",
    "supplements",
    "writing",
]
