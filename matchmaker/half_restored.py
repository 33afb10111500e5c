"""A restore that did not come to its end: nobody may see yet what it put into the database.

With the rows of a backup people come back who have been erased since, until they are erased again.
A process that is killed in between leaves a file behind, and nothing is answered while it is there.
"""

from pathlib import Path

from matchmaker.errors import Refused
from matchmaker.new_files import replace_file

NAME = "restore.unfinished"
"""Names the database that is being filled, so that it counts for no other."""


def begin(instance: Path, database: object) -> None:
    with replace_file(instance / NAME) as file:
        file.write(str(database).encode())


def finish(instance: Path) -> None:
    (instance / NAME).unlink(missing_ok=True)


def is_there(instance: Path, database: object) -> bool:
    path = instance / NAME
    return path.exists() and path.read_bytes() == str(database).encode()


def check_whole(instance: Path, database: object) -> None:
    """Raises Refused where the rows of a backup are there, and what has to follow may not be."""
    if is_there(instance, database):
        raise Refused("A restore into this instance was interrupted. Repeat `restore FILE` first.")
