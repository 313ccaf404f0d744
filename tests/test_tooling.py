"""What the commands, the lock files and the tracked files promise.

`./dev check` runs this file alone, so nothing here needs the application or a database.
"""

from __future__ import annotations

import ast
import hashlib
import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOCKS = {"requirements.in": "requirements.txt", "requirements-dev.in": "requirements-dev.txt"}
SOURCES = (*LOCKS, "constraints.txt")

# Folders of somebody's own machine, and the hosts of package registries.
PLACES = re.compile(
    rb"(?<![\w.~/-])/(?:home|root|Users|work|tmp)/[\w.<{]"
    rb"|pypi\.org|pythonhosted\.org|registry\.npmjs\.org"
)

# Flask names these as parts of itself and passes their objects out of its own functions.
COMES_WITH_FLASK = {"werkzeug", "jinja2", "click", "markupsafe"}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def asked_for(source: str) -> set[str]:
    """The names in a .in file, without their ranges."""
    lines = (line.split("#")[0].strip() for line in (ROOT / source).read_text().splitlines())
    return {normal(re.split(r"[\[<>=!~; ]", line)[0]) for line in lines if line and not line.startswith("-")}


def locked(lock: str) -> dict[str, str]:
    """Name to version, as a lock file has them."""
    found = re.findall(r"^([\w.-]+)(?:\[[^\]]*\])?==(\S+)", (ROOT / lock).read_text(), re.MULTILINE)
    return {normal(name): version for name, version in found}


def tracked_files() -> list[Path]:
    listing = subprocess.run(
        ["git", "-c", "safe.directory=*", "-C", str(ROOT), "ls-files", "-z"], capture_output=True, check=False
    )
    if listing.returncode:
        pytest.skip("only a git repository knows which files are tracked")
    files = (ROOT / os.fsdecode(name) for name in listing.stdout.split(b"\0") if name)
    return [file for file in files if file.is_file()]


@pytest.mark.parametrize("lock", LOCKS.values())
def test_a_lock_file_names_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "://" not in text
    assert not re.search(r"^\s*(-i|-f|--index-url|--extra-index-url|--find-links)\b", text, re.MULTILINE)


@pytest.mark.parametrize("lock", LOCKS.values())
def test_everything_locked_has_a_hash(lock: str) -> None:
    entries = re.split(r"\n(?=\S)", (ROOT / lock).read_text())[1:]
    assert entries
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize(("source", "lock"), LOCKS.items())
def test_what_is_asked_for_is_locked(source: str, lock: str) -> None:
    assert asked_for(source) - set(locked(lock)) == set()


@pytest.mark.parametrize("lock", LOCKS.values())
def test_the_lock_was_made_from_the_ranges_as_they_stand(lock: str) -> None:
    fingerprint = hashlib.sha256(b"".join((ROOT / name).read_bytes() for name in SOURCES)).hexdigest()
    first_line = (ROOT / lock).read_text().splitlines()[0]
    assert first_line.endswith(fingerprint), "run ./dev lock"


def test_the_tests_run_on_the_versions_that_are_served() -> None:
    served, tested = locked("requirements.txt"), locked("requirements-dev.txt")
    assert {name: tested.get(name) for name in served} == served


def test_what_the_product_imports_it_asks_for_itself() -> None:
    """A library that only comes along with another one, or with the tests, may be gone tomorrow."""
    files = [ROOT / "config.py", ROOT / "wsgi.py", *(ROOT / "councilflow").rglob("*.py")]
    ours = {"councilflow", "config", "wsgi", *sys.stdlib_module_names}
    imported = {name for file in files if file.exists() for name in top_level_imports(file)} - ours
    wheels = packages_distributions()
    asked = asked_for("requirements.in") | COMES_WITH_FLASK
    unasked = {name for name in imported if not asked & {normal(wheel) for wheel in wheels.get(name, [name])}}
    assert unasked == set()


def top_level_imports(file: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


def test_the_process_imports_the_standard_library_alone() -> None:
    files = (ROOT / "councilflow" / "process").rglob("*.py")
    foreign = {
        file.name: top_level_imports(file) - sys.stdlib_module_names - {"councilflow"} for file in files
    }
    assert {name: modules for name, modules in foreign.items() if modules} == {}


def test_the_list_of_commands_names_each_of_them() -> None:
    said = subprocess.run(["sh", str(ROOT / "dev"), "help"], capture_output=True, text=True, check=True)
    for command in ("run", "test", "check", "flask", "bench", "lock", "help"):
        assert f"./dev {command}" in said.stdout
    assert said.stderr == ""


def test_an_unknown_command_answers_with_the_list_and_fails() -> None:
    said = subprocess.run(["sh", str(ROOT / "dev"), "dance"], capture_output=True, text=True, check=False)
    assert said.returncode == 2
    assert "./dev run" in said.stderr
    assert said.stdout == ""


@pytest.mark.parametrize("script", ["dev", ".ci/run"])
def test_the_scripts_can_be_started(script: str) -> None:
    assert os.access(ROOT / script, os.X_OK)
    interpreter = (ROOT / script).read_text().splitlines()[0].split()[-1].rsplit("/", 1)[-1]
    subprocess.run([interpreter, "-n", str(ROOT / script)], check=True)


def test_no_tracked_file_names_a_machine_or_a_registry() -> None:
    found = {
        f"{file.relative_to(ROOT)}: {match.group().decode()}"
        for file in tracked_files()
        if b"\0" not in (content := file.read_bytes())[:8000]
        for match in PLACES.finditer(content)
    }
    assert found == set()


@pytest.mark.parametrize("folder", ["work", "home", "tmp"])
@pytest.mark.parametrize("inside", ["next", "<folder>", "{name}", ".secret"])
def test_a_folder_of_a_machine_is_known_also_when_its_name_is_left_open(folder: str, inside: str) -> None:
    written = f"/{folder}/{inside}"
    assert PLACES.search(f"see {written}".encode())
    assert not PLACES.search(f"/efforts{written}".encode())  # an address of the product


@pytest.mark.parametrize(
    "module",
    [
        "councilflow.app",
        "councilflow.mailroom",
        "councilflow.packroom",
        "councilflow.services.packages.working",
        "councilflow.services.packages.child",
        "councilflow.documents.package.__main__",
    ],
)
def test_whatever_a_process_begins_with_can_be_imported_first(module: str) -> None:
    """Modules that wait for each other fail only for whoever comes first."""
    begun = subprocess.run(
        [sys.executable, "-c", f"import {module}"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert begun.returncode == 0, begun.stderr


def test_the_walls_of_the_house_are_checked() -> None:
    """The four contracts of the import graph, by the sentences people know them by."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    assert [contract["name"] for contract in contracts] == [
        "Imports only go down",
        "The process is plain Python",
        "Only the web side knows Flask",
        "Documents are made from values, not from tables",
    ]
