"""The modules of plugins as files: read, and never run.

Everything here takes the place of a plugin: its file, or the folder of a package.
"""

import os
import warnings
from collections.abc import Iterator
from pathlib import Path

Written = tuple[tuple[str, int, int], ...]
"""Path, time in nanoseconds and size of each module: another value after an edit."""


def places(folder: Path) -> list[Path]:
    """Where plugins may be in a folder, in alphabetical order."""
    try:
        with os.scandir(folder) as there:
            return [
                folder / name for name in sorted(each.name for each in there if _is_place(each))
            ]
    except (FileNotFoundError, NotADirectoryError):
        return []


def _is_place(entry: os.DirEntry[str]) -> bool:
    if entry.name.startswith(("_", ".")):
        return False
    if entry.is_dir():
        return Path(entry, "__init__.py").is_file()
    return entry.name.endswith(".py") and entry.is_file()


def written(place: Path) -> Written:
    """What tells one state of its modules from the next, at the cost of a look at each."""
    return tuple(_written(place))


def _written(place: Path) -> Iterator[tuple[str, int, int]]:
    for file in _modules(place):
        try:
            about = file.stat()
        except OSError:  # removed meanwhile, or a link to nowhere
            continue
        yield str(file), about.st_mtime_ns, about.st_size


def _modules(place: Path) -> Iterator[Path]:
    if place.suffix == ".py":
        yield place
    for folder, below, names in os.walk(place):
        below[:] = sorted(name for name in below if not name.startswith((".", "__pycache__")))
        for name in sorted(names):
            if name.endswith(".py") and not name.startswith("."):
                yield Path(folder, name)


def error_in(place: Path) -> Exception | None:
    """Why the modules cannot be imported, as far as that can be seen without running them.

    Also while somebody is writing one: half of it is seldom Python, and it begins with nothing.
    """
    for file in _modules(place):
        try:
            source = file.read_bytes()
            if not source and file in (place, place / "__init__.py"):
                return ImportError("the file is empty")
            with warnings.catch_warnings(action="ignore"):
                compile(source, file, "exec", dont_inherit=True)
        except (SyntaxError, ValueError, RecursionError, MemoryError, OSError) as error:
            return error
    return None
