"""Återföring: each member organisation takes a meeting's results home, and says where and when (A74, B1.17).

`beginning` asks them when the minutes are signed, `reading` lists, `summary` writes what they take along,
`writing` keeps what they say of it, `reminding` reminds those who have not.
"""

from councilflow.services.report_backs.beginning import begin
from councilflow.services.report_backs.writing import enter

__all__ = ["begin", "enter"]
