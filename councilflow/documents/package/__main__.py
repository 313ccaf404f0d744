"""python -m councilflow.documents.package: make the package whose job comes in at the standard input.

What goes out is a line of JSON for each step – {"done": 3, "at": "<hash of the file being opened>"} – and one
with what was made. Whoever started it and is gone takes it along: the next line has nowhere to go.
"""

from __future__ import annotations

import json
import os
import pickle
import resource
import sys

from councilflow.documents.package.making import make
from councilflow.documents.package.values import Job, Made

MEMORY = 1024 * 1024 * 1024
"""Bytes of its own; a file that unfolds to more is left out. Attachments that are read where they lie do not
count."""


def main() -> None:
    os.nice(10)  # pages come first
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    job: Job = pickle.load(sys.stdin.buffer)  # noqa: S301 – from the process that started this one
    made = make(job, lambda done, at: _say({"done": done, "at": at}))
    _say(_told(made))


def _told(made: Made) -> dict[str, object]:
    return {
        "pdf_sha256": made.pdf_sha256,
        "zip_sha256": made.zip_sha256,
        "pages": made.pages,
        "omitted": [one.as_json() for one in made.omitted],
    }


def _say(words: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
