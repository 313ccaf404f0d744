"""The package of a meeting: asked for on its page, made by a worker, kept until something changes.

A row for each asking is the queue, as the outbox is for mail (decision 0004); decision 0017 says why the work
itself is done by a process without a database. A package is made from papers that everybody may read who may
read the agenda; it is no step of the meeting and leaves no entry in the journal.
"""

from __future__ import annotations

from councilflow.services.packages.asking import Standing, ask, file_of, newest, standing
from councilflow.services.packages.gathering import package_of
from councilflow.services.packages.keeping import where
from councilflow.services.packages.working import LEASE, make_next

__all__ = ["LEASE", "Standing", "ask", "file_of", "make_next", "newest", "package_of", "standing", "where"]
