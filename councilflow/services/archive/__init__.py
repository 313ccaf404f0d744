"""The archive package of a meeting whose minutes are signed (D.6)."""

from councilflow.services.archive.export import export
from councilflow.services.archive.gathering import Contents, contents

__all__ = ["Contents", "contents", "export"]
