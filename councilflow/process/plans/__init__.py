"""The plans that a council steers by, and the rules of reading, adding up and comparing them (B.6).

A plan is a value first (`document`): the same tree is imported, kept as a version, compared with an earlier
one and exported. The words that it is made of stand in `values`.
"""
