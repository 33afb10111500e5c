"""How fast the ranking is, beside the straightforward ways to compute the same; for `bench`."""
