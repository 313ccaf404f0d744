"""A plan that leaves the product and comes back: `councilflow-plan`, described in docs/guides/plan-json.md.

What goes out comes in again as the same value, whether it travelled as JSON or as tables of records. A text
keeps every sign but those that no XML file can hold (the control characters other than tab and line break),
and a line break is always one sign, `\\n`.
"""

from __future__ import annotations

from councilflow.process.plans.exchange.judge import judged
from councilflow.process.plans.exchange.told import NAME, VERSION, cleaned, from_json, read, to_json, told

__all__ = ["NAME", "VERSION", "cleaned", "from_json", "judged", "read", "to_json", "told"]
