"""What some tests of the core cannot do without."""

import pytest

from matchmaker.scoring.kernels import compiled

needs_compiled = pytest.mark.skipif(
    compiled.LIBRARY is None,
    reason="needs kernels in C: install a compiler (Debian: gcc, libc6-dev), then `make setup`",
)
