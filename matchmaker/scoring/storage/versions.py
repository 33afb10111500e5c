"""The versions of an index on disk: whole or not at all, published by one small pointer.

Each version is a numbered folder with a manifest that knows size and checksum of every file. The
file CURRENT names the version in force and the checksum of its manifest; replacing it is the one
step by which a new version comes into force. A build that dies leaves a folder nobody points at.
"""

import fcntl
import hashlib
import json
import os
import platform
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any

FORMAT = 11
"""Raised whenever files of an older program must not be read any more."""

POINTER = "CURRENT"
MANIFEST = "manifest.json"

_LIBRARIES = ("numpy", "scikit-learn", "scipy")


class IndexUnusable(Exception):
    """There is no index that could be used; a build makes one."""


class IndexMissing(IndexUnusable):
    """Nothing has been built yet."""


class IndexDamaged(IndexUnusable):
    """A file is not what was written; `path` says which, `what` in which way."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"{path} {what}.")
        self.path = path
        self.what = what


class IndexOutdated(IndexUnusable):
    """The index was written by another release of the program or its libraries."""


def libraries() -> dict[str, str]:
    """Versions on which the form of pickled scorers depends."""
    python = ".".join(platform.python_version_tuple()[:2])
    return {"python": python} | {name: installed(name) for name in _LIBRARIES}


@contextmanager
def new_version(directory: Path) -> Iterator[Path]:
    """An empty folder for the next version; one build at a time, others wait.

    Published on leaving or not, older versions than the one in force before are removed then,
    and so is what earlier builds left behind. Who has one open keeps reading it.
    """
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _lock(directory):
        before = _pointed(directory)
        folder = directory / f"{max(_numbers(directory), default=0) + 1:08}"
        folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            _sweep(directory, {before, _pointed(directory)})


def remove_previous(directory: Path) -> None:
    """Remove every version but the one in force: due when a profile in them has been erased."""
    with _lock(directory):
        _sweep(directory, {_pointed(directory)})


def publish(folder: Path, about: dict[str, Any]) -> None:
    """Seal the version with a manifest that says `about`, and put it in force."""
    files = {
        str(path.relative_to(folder)): {"size": path.stat().st_size, "sha256": checksum(path)}
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    manifest = {"format": FORMAT, "libraries": libraries(), **about, "files": files}
    _write(folder / MANIFEST, manifest)
    for inner in (*(path for path in folder.rglob("*") if path.is_dir()), folder):
        _sync_folder(inner)
    pointer = {"version": folder.name, "manifest": checksum(folder / MANIFEST)}
    fresh = folder.parent / f"{POINTER}.new"
    _write(fresh, pointer)
    fresh.replace(folder.parent / POINTER)
    _sync_folder(folder.parent)


def version_in_force(directory: Path) -> tuple[Path, dict[str, Any]]:
    """The folder in force and its manifest, every file checked.

    IndexMissing, IndexDamaged or IndexOutdated when it must not be used.
    """
    pointer = directory / POINTER
    if not pointer.exists():
        raise IndexMissing(f"There is no index in {directory} yet.")
    fields = _read(pointer)
    if not {"version", "manifest"} <= set(fields) or "/" in str(fields["version"]):
        raise IndexDamaged(pointer, "names no version")
    folder = directory / str(fields["version"])
    _check_sum(folder / MANIFEST, str(fields["manifest"]))
    manifest = _read(folder / MANIFEST)
    if (manifest.get("format"), manifest.get("libraries")) != (FORMAT, libraries()):
        raise IndexOutdated(f"{folder} was written by another release or with other libraries.")
    for name, file in manifest["files"].items():
        _check_size(folder / name, file["size"])
        _check_sum(folder / name, file["sha256"])
    return folder, manifest


def pointer_of(directory: Path) -> bytes | None:
    """What CURRENT holds, to see whether another version has come into force."""
    try:
        return (directory / POINTER).read_bytes()
    except FileNotFoundError:
        return None


def checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _check_size(path: Path, size: int) -> None:
    if not path.is_file():
        raise IndexDamaged(path, "is missing")
    if path.stat().st_size != size:
        raise IndexDamaged(path, f"has {path.stat().st_size} bytes instead of {size}")


def _check_sum(path: Path, expected: str) -> None:
    if not path.is_file():
        raise IndexDamaged(path, "is missing")
    if checksum(path) != expected:
        raise IndexDamaged(path, "has another content than was written")


def _read(path: Path) -> dict[str, Any]:
    try:
        fields = json.loads(path.read_bytes())
    except ValueError as error:
        raise IndexDamaged(path, "is not JSON") from error
    if not isinstance(fields, dict):
        raise IndexDamaged(path, "is not a JSON object")
    return fields


def _write(path: Path, content: dict[str, Any]) -> None:
    with path.open("w", encoding="utf-8") as file:
        json.dump(content, file, indent=1)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _lock(directory: Path) -> Iterator[None]:
    with (directory / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _pointed(directory: Path) -> str | None:
    content = pointer_of(directory)
    try:
        return None if content is None else str(json.loads(content)["version"])
    except (ValueError, LookupError, TypeError):
        return None


def _numbers(directory: Path) -> list[int]:
    return [int(path.name) for path in directory.iterdir() if path.name.isdigit()]


def _sweep(directory: Path, keep: set[str | None]) -> None:
    for path in directory.iterdir():
        if path.name.isdigit() and path.name not in keep:
            shutil.rmtree(path)
