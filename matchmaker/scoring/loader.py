"""Finds plugins without importing them, and loads the one that is asked for.

A plugin is `<folder>/<name>.py`, `<folder>/<name>/__init__.py`, or an entry point of the group
`matchmaker.scorers`. Found is not enabled, and nothing here imports a plugin but `load`.
"""

import importlib.util
import keyword
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import ModuleType
from typing import Any

from matchmaker.scoring.description import (
    Description,
    PluginError,
    check_class,
    create,
    describe,
    parse_setting,
)
from matchmaker.scoring.faults import where_and_why
from matchmaker.scoring.plain import plain_text
from matchmaker.scoring.plugin_files import Written, error_in, places, written
from matchmaker.scoring.scorer import Scorer

__all__ = [
    "Description",
    "Found",
    "FoundPlugin",
    "PluginError",
    "create",
    "describe",
    "discover",
    "file_of",
    "found_at",
    "is_bundled",
    "load",
    "parse_setting",
]

GROUP = "matchmaker.scorers"

BUNDLED = ("sector_affinity", "locality", "text_similarity", "translation_book", "semantic")
BUNDLED_FOLDER = Path(__file__).resolve().parents[2] / "plugins"

_MODULE = "matchmaker_plugin_"
_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class FoundPlugin:
    """A plugin's name and where it is; `problem` is the sentence why it cannot be loaded.

    `origin` is "bundled", "folder" or "entry point <distribution>". Bundled is what has one of
    the names in BUNDLED *and* lies in the project's own plugins folder; it runs in the process
    that ranks. Everything else is foreign and belongs into the plugin host. `written` differs once
    a module of a foreign one in a folder was edited; bundled ones stay as they were loaded.
    """

    name: str
    origin: str
    path: Path | None = None
    entry_point: EntryPoint | None = None
    problem: str | None = None
    written: Written = ()

    @property
    def foreign(self) -> bool:
        return self.origin != "bundled"

    @property
    def place(self) -> str:
        """The file or the entry point, for messages."""
        if self.entry_point is not None:
            return f"{self.origin} ({self.entry_point.value})"
        return plain_text(str(self.path))


class Found:
    """The plugins of one installation, by name in alphabetical order."""

    def __init__(self, plugins: Iterable[FoundPlugin]) -> None:
        self._by_name = {plugin.name: plugin for plugin in sorted(plugins, key=lambda p: p.name)}

    def __iter__(self) -> Iterator[FoundPlugin]:
        return iter(self._by_name.values())

    def __len__(self) -> int:
        return len(self._by_name)

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def __getitem__(self, name: str) -> FoundPlugin:
        """The plugin of that name; PluginError names those that are there."""
        if name not in self._by_name:
            there = ", ".join(self._by_name) or "none"
            raise PluginError(name, f"There is no plugin {name}; found are: {there}.")
        return self._by_name[name]


def discover(folder: Path) -> Found:
    """All plugins in the folder, among the bundled ones and in installed packages.

    Imports nothing. A name found twice, one that is no valid name, or a foreign plugin in a folder
    that is no Python is found with a `problem`.
    """
    places = [*_in_folder(folder), *_bundled_elsewhere(folder), *_in_packages()]
    found: dict[str, FoundPlugin] = {}
    for plugin in places:
        twin = found.get(plugin.name)
        found[plugin.name] = plugin if twin is None else _found_twice(twin, plugin)
    return Found(found.values())


def found_at(path: Path) -> FoundPlugin:
    """The plugin in that file or folder, wherever it lies; PluginError when there is none."""
    if path.name == "__init__.py":
        path = path.parent
    file = path / "__init__.py" if path.is_dir() else path
    if file.suffix != ".py" or not file.is_file():
        raise PluginError(path.stem, f"There is no plugin at {path}.")
    return _in_file(path.stem, file)


def is_bundled(place: Path) -> bool:
    """Whether a plugin in that file or folder is one of ours."""
    return _origin(place.stem, place) == "bundled"


def load(found: FoundPlugin) -> type[Scorer]:
    """Import the plugin and check what it defines; PluginError says in one sentence what is wrong.

    Runs the plugin's code: for a foreign plugin only the plugin host calls this. A bundled one is
    imported once in a process, since what is pickled refers to its class by name.
    """
    if found.problem is not None:
        raise PluginError(found.name, found.problem)
    try:
        defined = _import_file(found) if found.path else _import_entry_point(found)
    except (Exception, SystemExit) as error:
        raise PluginError(found.name, _not_imported(found.name, where_and_why(error))) from error
    return check_class(found.name, defined)


def file_of(scorer: type[Scorer]) -> Path | None:
    """The file or folder of the plugin that defines the class, None where that is no file's."""
    name = scorer.__module__.partition(".")[0]
    file = sys.modules[name].__file__ if name.startswith(_MODULE) else None
    return Path(file) if file else None


def _in_folder(folder: Path) -> Iterator[FoundPlugin]:
    for place in places(folder):
        if place.is_dir():
            yield _in_file(place.name, place / "__init__.py")
        else:
            yield _in_file(place.stem, place)


def _in_file(name: str, file: Path) -> FoundPlugin:
    # A name on disk is bytes: those that are no text could be shown nowhere.
    found = _checked(FoundPlugin(plain_text(name), _origin(name, file), path=file.resolve()))
    if not found.foreign or found.problem:
        return found
    place = file.parent if file.name == "__init__.py" else file
    state, error = written(place), error_in(place)
    problem = None if error is None else _not_imported(name, _unread(error))
    return replace(found, written=state, problem=problem)


def _unread(error: Exception) -> str:
    """Errors of reading tell themselves in which file and line."""
    return plain_text(f"{type(error).__name__}: {error}".rstrip(": "))


def _not_imported(name: str, what: str) -> str:
    return f"{name} cannot be imported: {what}."


def _bundled_elsewhere(folder: Path) -> Iterator[FoundPlugin]:
    """The bundled plugins are there also for an operator who keeps an own folder."""
    if folder.resolve() != BUNDLED_FOLDER:
        yield from (plugin for plugin in _in_folder(BUNDLED_FOLDER) if not plugin.foreign)


def _in_packages() -> Iterator[FoundPlugin]:
    for point in entry_points(group=GROUP):
        distribution = point.dist.name if point.dist is not None else "of an unknown package"
        yield _checked(FoundPlugin(point.name, f"entry point {distribution}", entry_point=point))


def _origin(name: str, file: Path) -> str:
    inside = BUNDLED_FOLDER in file.resolve().parents
    return "bundled" if inside and name in BUNDLED else "folder"


def _checked(plugin: FoundPlugin) -> FoundPlugin:
    if _NAME.fullmatch(plugin.name) and not keyword.iskeyword(plugin.name):
        return plugin
    problem = (
        f"{plugin.name!r} ({plugin.place}) is no name for a plugin: "
        "it must begin with a letter and hold lower case letters, digits and underscores only."
    )
    return replace(plugin, problem=problem)


def _found_twice(one: FoundPlugin, other: FoundPlugin) -> FoundPlugin:
    problem = f"{one.name} was found twice: {one.place} and {other.place}; remove one of them."
    return replace(one, problem=problem)


def _import_file(found: FoundPlugin) -> Any:
    assert found.path is not None
    inner = [str(found.path.parent)] if found.path.name == "__init__.py" else None
    spec = importlib.util.spec_from_file_location(
        _MODULE + found.name, found.path, submodule_search_locations=inner
    )
    if spec is None or spec.loader is None:
        raise ImportError(f"{found.path} is not a Python file")
    known = sys.modules.get(spec.name)
    if not found.foreign and known is not None and known.__file__ == spec.origin:
        return _scorer_of(known)
    _forget_parts(spec.name)
    module = importlib.util.module_from_spec(spec)
    # Registered before it runs, as dataclasses, pickle and relative imports expect.
    sys.modules[spec.name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[spec.name]
        raise
    return _scorer_of(module)


def _forget_parts(package: str) -> None:
    """Modules of a package were perhaps edited as well since it was imported."""
    importlib.invalidate_caches()
    for name in [name for name in sys.modules if name.startswith(f"{package}.")]:
        del sys.modules[name]


def _import_entry_point(found: FoundPlugin) -> Any:
    assert found.entry_point is not None
    loaded = found.entry_point.load()
    return _scorer_of(loaded) if isinstance(loaded, ModuleType) else loaded


def _scorer_of(module: ModuleType) -> Any:
    return getattr(module, "scorer", None)
