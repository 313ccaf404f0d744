"""The councils: who sits in them, what binds them, and the pages where they are managed."""

from councilflow.web.councils import (
    composition,
    governing,
    groups,
    importing,
    managing,
    memberships,
    organisation,
    pages,
    rights,
    rules,
    seats,
    texts,
)
from councilflow.web.councils.blueprint import bp

__all__ = [
    "bp",
    "composition",
    "governing",
    "groups",
    "importing",
    "managing",
    "memberships",
    "organisation",
    "pages",
    "rights",
    "rules",
    "seats",
    "texts",
]
