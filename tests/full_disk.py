"""A disk that takes not one byte more, for one process: a limit that anybody may set for it."""

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from structlog.testing import capture_logs

needs_limits = pytest.mark.skipif(
    not hasattr(resource, "prlimit"), reason="needs Linux: only there is another process limited"
)

writes_itself = pytest.mark.skipif(
    bool(os.environ.get("TEST_DATABASE_URL")), reason="PostgreSQL writes in processes of its own"
)
"""Of the database, which no limit of this process reaches there."""


@contextmanager
def nothing_fits(process: int = 0) -> Iterator[None]:
    """No file can be written by a process, else this one, while inside; all are read and removed.

    What this process would log is caught, since pytest would write it to a file.
    """
    before = resource.prlimit(process, resource.RLIMIT_FSIZE)
    with capture_logs():
        resource.prlimit(process, resource.RLIMIT_FSIZE, (0, before[1]))
        try:
            yield
        finally:
            resource.prlimit(process, resource.RLIMIT_FSIZE, before)
