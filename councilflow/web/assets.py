"""Stylesheets, typefaces and the mark, all served from here: pages ask nobody else for anything.

The product's own stylesheets are small files by concern and go out as one. Bootstrap and the typefaces lie
in Python packages; the typefaces become woff2 once, in the cache of the data folder. Every address carries
a mark of its content, so browsers may keep what they have for good.
"""

from __future__ import annotations

import gzip
import mimetypes
import tempfile
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, request
from flask.typing import ResponseReturnValue

from councilflow.web.access import open_to_everyone

bp = Blueprint("assets", __name__, url_prefix="/assets")

STATIC = Path(__file__).parent.parent / "static"
SHEETS = [
    *("type", "frame", "line", "panels", "lists", "agenda", "consensus", "forms", "desk", "minutes"),
    "calendar",
    "plans",
    "plan_import",
    "plan_money",
    "plan_reports",
    "plan_links",
    "packages",
    "formal",
    "live",
    "narrow",
    "print",  # later ones may overrule earlier ones, so paper comes last
]
FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Face:
    """One typeface: its name here, the package and file it lies in, and when a page takes it."""

    name: str
    package: str
    file: str
    family: str
    weight: int
    style: str = "normal"


_SANS, _SERIF = "font_source_sans_pro", "font_source_serif_pro"
FACES = (
    Face("sans-regular", _SANS, "SourceSansPro-Regular.ttf", "Source Sans", 400),
    Face("sans-italic", _SANS, "SourceSansPro-It.ttf", "Source Sans", 400, "italic"),
    Face("sans-semibold", _SANS, "SourceSansPro-Semibold.ttf", "Source Sans", 600),
    Face("sans-bold", _SANS, "SourceSansPro-Bold.ttf", "Source Sans", 700),
    Face("serif-regular", _SERIF, "SourceSerifPro-Regular.ttf", "Source Serif", 400),
    Face("serif-semibold", _SERIF, "SourceSerifPro-Semibold.ttf", "Source Serif", 600),
)
_FONTS = {f"fonts/{face.name}.woff2": face for face in FACES}


@dataclass(frozen=True)
class Asset:
    """Bytes to serve, the same bytes packed (texts only), their media type and the mark of their content."""

    body: bytes
    packed: bytes
    kind: str
    version: str


def init_app(app: Flask) -> None:
    """Serve the assets and give every template `static_url`."""
    app.register_blueprint(bp)
    app.jinja_env.globals["static_url"] = static_url


def static_url(filename: str) -> str:
    """The address of an asset, marked with its content: `static_url("councilflow.css")`."""
    return f"{request.script_root}{bp.url_prefix}/{filename}?v={version_of(filename)}"


@bp.get("/<path:filename>")
@open_to_everyone
def asset(filename: str) -> ResponseReturnValue:
    """One stylesheet, typeface or picture. Kept for good when the address carries its content's mark."""
    found = find(filename)
    if found is None:
        abort(404)
    packed = found.packed and request.accept_encodings["gzip"] > 0
    response = Response(found.packed if packed else found.body, content_type=found.kind)
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    if found.packed:
        response.vary.add("Accept-Encoding")
    is_marked = request.args.get("v") == found.version
    response.headers["Cache-Control"] = FOREVER if is_marked else "no-cache"
    response.set_etag(f"{found.version}{'-gz' if packed else ''}")
    return response.make_conditional(request)


def version_of(filename: str) -> str:
    """The mark of an asset's content; a typeface is marked by the file it is made from."""
    if filename in _FONTS:
        return _face_mark(_FONTS[filename])
    found = find(filename)
    if found is None:
        raise LookupError(f"no asset is called {filename}")
    return found.version


def find(filename: str) -> Asset | None:
    """The asset of that name, or None. While developing, files are read anew each time."""
    if filename in _FONTS:
        return _typeface(_FONTS[filename])
    if current_app.config["ENVIRONMENT"] == "development":
        _text_asset.cache_clear()
        _names.cache_clear()
    return _text_asset(filename) if filename in _names() else None


@cache
def _names() -> set[str]:
    """What there is. Only these names reach the disk and are remembered, whatever a stranger asks for."""
    files = {path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*") if path.is_file()}
    return files | {"bootstrap.css", "councilflow.css"}


@cache
def _text_asset(filename: str) -> Asset:
    if filename == "bootstrap.css":
        body = (_package("flask_bootstrap") / "static/bootstrap5/css/bootstrap.min.css").read_bytes()
        # Its map of sources is not served; a browser's tools would ask for it in vain.
        body = body.split(b"/*# sourceMappingURL")[0]
    elif filename == "councilflow.css":
        body = stylesheet().encode()
    else:
        body = (STATIC / filename).read_bytes()
    kind = mimetypes.guess_type(filename)[0] or "application/octet-stream"
    is_text = kind.startswith("text/") or kind == "image/svg+xml"
    packed = gzip.compress(body, mtime=0) if is_text else b""
    return Asset(body, packed, f"{kind}; charset=utf-8" if is_text else kind, _mark(body))


def stylesheet() -> str:
    """The product's own stylesheet: the typefaces, then the files of static/css in their order."""
    faces = [
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; font-style: {face.style}; '
        f'font-display: swap; src: url("fonts/{face.name}.woff2?v={_face_mark(face)}") format("woff2"); }}'
        for face in FACES
    ]
    sheets = [(STATIC / "css" / f"{name}.css").read_text(encoding="utf-8") for name in SHEETS]
    return "\n".join(["/* Typefaces by Adobe, SIL Open Font License 1.1. */", *faces, *sheets])


def _typeface(face: Face) -> Asset:
    mark = _face_mark(face)
    kept = Path(current_app.config["DATA_DIR"]) / "cache" / "fonts" / f"{face.name}-{mark}.woff2"
    try:
        body = kept.read_bytes()
    except OSError:
        body = as_woff2(_source(face))
        _keep(kept, body)
    return Asset(body, b"", "font/woff2", mark)


def as_woff2(typeface: bytes) -> bytes:
    """The same typeface, whole, in the packing that browsers take (its licence asks for whole or renamed)."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 – heavy, and needed once in the life of a data folder

    font = TTFont(BytesIO(typeface), recalcTimestamp=False)  # the same face whenever it is made
    font.flavor = "woff2"
    packed = BytesIO()
    font.save(packed)
    return packed.getvalue()


def _keep(path: Path, body: bytes) -> None:
    """Write whole or not at all: other processes may read, or make the same file, at the same time."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(body)
        Path(file.name).replace(path)
    except OSError:
        # A full or read-only disk makes the page slower, not uglier.
        current_app.logger.warning("typeface not kept: %s", path.name)


def _source(face: Face) -> bytes:
    return (_package(face.package) / "files" / face.file).read_bytes()


@cache
def _face_mark(face: Face) -> str:
    return _mark(_source(face))


def _package(name: str) -> Path:
    """Where an installed package lies, without running it."""
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise LookupError(f"the package {name} is not installed")
    return Path(spec.submodule_search_locations[0])


def _mark(body: bytes) -> str:
    return sha256(body).hexdigest()[:12]
