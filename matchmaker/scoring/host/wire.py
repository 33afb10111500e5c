"""What travels between the ranking process and the plugin host: JSON, and raw bytes for scores.

A frame is two little-endian 32-bit sizes, a JSON object and a body. Nothing is ever pickled, so
that a plugin can hand back values, but no code.
"""

import json
import os
import select
import struct
import time
from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any

from matchmaker.scoring.profile import Profile

_SIZES = struct.Struct("<II")
_CHUNK = 1 << 18

Header = dict[str, Any]
Row = dict[str, Any]


def send(fd: int, header: Mapping[str, Any], body: bytes = b"", until: float | None = None) -> None:
    """Write one frame; TimeoutError when the reader does not take it until then (monotonic)."""
    text = json.dumps(header, separators=(",", ":")).encode()
    rest = memoryview(_SIZES.pack(len(text), len(body)) + text + body)
    while rest:
        _wait(fd, select.POLLOUT, until)
        rest = rest[os.write(fd, rest[:_CHUNK]) :]


def receive(fd: int, until: float | None = None, limit: int = 1 << 32) -> tuple[Header, bytearray]:
    """Read one frame; TimeoutError after `until`, EOFError at the end, ValueError for no frame."""
    text_size, body_size = _SIZES.unpack(_read(fd, _SIZES.size, until))
    if text_size + body_size > limit:
        raise ValueError(f"an answer of {text_size + body_size} bytes")
    header = json.loads(_read(fd, text_size, until))
    if not isinstance(header, dict):
        raise ValueError("an answer that is no object")
    return header, _read(fd, body_size, until)


def _read(fd: int, size: int, until: float | None) -> bytearray:
    data = bytearray()
    while len(data) < size:
        _wait(fd, select.POLLIN, until)
        piece = os.read(fd, min(_CHUNK, size - len(data)))
        if not piece:
            raise EOFError
        data += piece
    return data


def _wait(fd: int, event: int, until: float | None) -> None:
    poll = select.poll()
    poll.register(fd, event)
    left = None if until is None else max(0.0, until - time.monotonic()) * 1000
    if not poll.poll(left):
        raise TimeoutError


def _default(field: Any) -> Any:
    return field.default if field.default_factory is MISSING else field.default_factory()


_DEFAULTS = {field.name: _default(field) for field in fields(Profile)}


def row_of(profile: Profile) -> Row:
    """The profile's fields that say something, as JSON values."""
    row = {}
    for name, default in _DEFAULTS.items():
        value = getattr(profile, name)
        if value != default:
            row[name] = sorted(value) if isinstance(value, frozenset) else value
    return row


def profile_of(row: Row) -> Profile:
    """The profile that `row_of` was given."""
    values = {}
    for name, value in row.items():
        collection = type(_DEFAULTS[name])
        values[name] = collection(value) if collection in (tuple, frozenset) else value
    return Profile(**values)
