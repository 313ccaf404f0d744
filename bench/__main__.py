"""python -m bench [--json FILE] [--strict]"""

from __future__ import annotations

import argparse
import gc
import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from bench import county, page, writers
from bench.figures import table
from config import for_tests
from councilflow.app import create_app
from councilflow.extensions import db


def main() -> int:
    arguments = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(for_tests(Path(folder)))
        with app.app_context():
            db.create_all()
            settled = county.settle()
            db.session.remove()
        gc.freeze()  # as the server does after it has forked
        gc.set_threshold(50_000, 20, 100)
        figures = page.measure(app, settled, rounds=arguments.rounds)
        figures += writers.measure(app, settled, people=arguments.people, each=arguments.each)
        with app.app_context():
            db.engine.dispose()
    print(table(figures))
    if arguments.json:
        arguments.json.write_text(
            json.dumps([asdict(figure) | {"holds": figure.holds} for figure in figures], indent=2) + "\n"
        )
    return 1 if arguments.strict and not all(figure.holds for figure in figures) else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description="Measure what we hold ourselves to.")
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep the figures in a file as well")
    parser.add_argument("--strict", action="store_true", help="fail when a bound does not hold")
    parser.add_argument("--rounds", type=int, default=200, help="times each page is made (200)")
    parser.add_argument("--people", type=int, default=50, help="people who write at the same time (50)")
    parser.add_argument("--each", type=int, default=6, help="times each of them writes (6)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
