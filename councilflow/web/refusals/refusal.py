"""What a refusal says."""

from __future__ import annotations

from typing import NamedTuple

from councilflow.i18n import LazyText


class Refusal(NamedTuple):
    sentence: LazyText
    advice: LazyText | None = None
