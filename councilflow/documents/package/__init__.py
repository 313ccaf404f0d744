"""The papers of a meeting as one PDF and one ZIP.

`write` draws the package's own pages and leaves an empty page for each page of an attachment, so that
contents, bookmarks and page numbers are right from the start; `merge` lays the attachments in. `foreign`
makes every attachment harmless first, one by one: what one file holds can spoil that file and no other.

All of it runs in a process of its own (`python -m councilflow.documents.package`), which has no database and
can be killed at any moment: pages never wait for it, and a file that brings it down brings nothing else down.
"""

from __future__ import annotations

from councilflow.documents.package.making import make
from councilflow.documents.package.values import Chapter, Job, Made, Package, fingerprint

__all__ = ["Chapter", "Job", "Made", "Package", "fingerprint", "make"]
