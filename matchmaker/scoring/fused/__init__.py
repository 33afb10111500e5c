"""Ranks a large pool without rating all of it; the results are those of rating all of it."""
