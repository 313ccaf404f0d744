"""Councilflow: regional councils, from a proposed issue to signed minutes and what became of them."""
