"""How a column of a pool may be kept, by name."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from matchmaker.scoring.storage.columns import (
    NO_NUMBER,
    ArrayColumn,
    ArrayWriter,
    Files,
    LabelColumn,
    LabelsColumn,
    LabelsWriter,
    LabelWriter,
    TextColumn,
    TextWriter,
    Writer,
)
from matchmaker.scoring.storage.prose import ProseColumn, ProseListColumn, ProseWriter

SCHEMES: Mapping[str, tuple[type, type, tuple[Any, ...]]] = {
    "text": (TextWriter, TextColumn, ()),
    "prose": (ProseWriter, ProseColumn, ()),
    "proses": (ProseWriter, ProseListColumn, ()),
    "label": (LabelWriter, LabelColumn, ()),
    "labels": (LabelsWriter, LabelsColumn, ()),
    "number": (ArrayWriter, ArrayColumn, ("<f8", float("nan"))),
    "whole": (ArrayWriter, ArrayColumn, ("<i8", NO_NUMBER)),
    "flag": (ArrayWriter, ArrayColumn, ("?",)),
}
"""By scheme: what writes it, what reads it, and their further arguments."""


def writer(files: Files, name: str, scheme: str) -> Writer:
    make, _, arguments = SCHEMES[scheme]
    return make(files, name, *arguments)


def column(folder: Path, name: str, scheme: str) -> Any:
    _, make, arguments = SCHEMES[scheme]
    return make(folder, name, *arguments)
