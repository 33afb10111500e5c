"""Room on the disk: how its lack is told from other faults, and how much is left."""

import errno
import shutil
import sqlite3
from pathlib import Path

from sqlalchemy.exc import DBAPIError

RESERVE_BYTES = 32 * 2**20
"""Below this an installation counts as full. A busy hour of a region writes about as much: the
write-ahead log before it joins the database (4 MB), the same pages there, a few uploads of up to
6 MB, and a new index beside the one in force and the one before it."""

_ERRNOS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_SQLITE_CODES = (
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR_WRITE,  # so SQLite calls a quota, of disk or file, that is used up
    sqlite3.SQLITE_IOERR_SHMSIZE,  # the index of the write-ahead log cannot grow,
    sqlite3.SQLITE_IOERR_SHMOPEN,  # or not even begin
)
_POSTGRESQL_STATE = "53100"


def is_lacking(error: BaseException | None) -> bool:
    """Whether something could not be written because the disk, or a quota on it, is full."""
    while isinstance(error, DBAPIError):
        error = error.orig
    if isinstance(error, OSError):
        return error.errno in _ERRNOS
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", None) in _SQLITE_CODES
    return getattr(error, "sqlstate", None) == _POSTGRESQL_STATE


def left(folder: Path) -> int:
    """Bytes that may still be written to the file system of this folder."""
    return shutil.disk_usage(folder).free
