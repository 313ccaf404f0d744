"""What we hold ourselves to, measured: figures side by side in one run, each beside its bound.

Times mean nothing across machines, so every figure is a ratio between two things that ran in this process,
or a count. `python -m bench` prints them, `--json FILE` keeps them, `--strict` fails when a bound does not
hold.
"""
