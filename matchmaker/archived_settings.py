"""The `config.py` in a backup: a program, maybe of somebody else. It is looked at, never run."""

import ast
import zipfile
import zlib
from pathlib import Path


def archived_settings(backup: Path) -> bytes:
    """Its `config.py`; nothing where it has none, or is no backup, as a restore will say."""
    try:
        with zipfile.ZipFile(backup) as archive:
            return archive.read("files/config.py")
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, RuntimeError):
        return b""


def is_plain(config: Path) -> bool:
    """Whether it does nothing but give values to names, so that reading it runs nothing."""
    try:
        return all(map(_gives_a_value, ast.parse(config.read_text("utf-8")).body))
    except (SyntaxError, ValueError, TypeError, RecursionError, MemoryError):
        return False


def _gives_a_value(statement: ast.stmt) -> bool:
    match statement:
        case ast.Expr(value=ast.Constant()):
            return True  # words about the file
        case ast.Assign(targets=targets, value=value):
            ast.literal_eval(value)  # a ValueError for whatever would have to be worked out
            return all(isinstance(target, ast.Name) for target in targets)
    return False
