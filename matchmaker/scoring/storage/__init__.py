"""A pool and its fitted scorers in files: columns that are mapped instead of read, and versions
that are whole or not there."""
