"""Reading the shipped files: one row a dictionary, whether compressed or not."""

import csv
import gzip
import io
from collections.abc import Iterator
from importlib import resources

Row = dict[str, str]


def read_bytes(name: str) -> bytes:
    """The content of a file of ``matchmaker/reference/data``, decompressed if it ends in .gz."""
    content = resources.files("matchmaker.reference").joinpath("data", name).read_bytes()
    return gzip.decompress(content) if name.endswith(".gz") else content


def read_table(name: str) -> Iterator[Row]:
    """The rows of a shipped CSV file, in its order."""
    return csv.DictReader(io.StringIO(read_bytes(name).decode("utf-8"), newline=""))
