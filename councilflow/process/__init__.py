"""The rules of a regional council, in the order of its work. Plain Python: no web, no tables, no PDF."""
