"""Makes scorers: bundled ones in this process, foreign ones in the plugin host."""

from typing import Any

from flask import current_app

from matchmaker.errors import PluginProblem
from matchmaker.matching.scorers import ScorerState
from matchmaker.scoring.loader import PluginError, create, load
from matchmaker.scoring.scorer import Scorer


class Workshop:
    """Makes scorers and keeps the plugin host of those that are foreign; a context manager."""

    def __init__(self) -> None:
        self._folder = current_app.config["SETTINGS"].plugins
        self._host: Any = None

    def __enter__(self) -> "Workshop":
        return self

    def __exit__(self, *_: object) -> None:
        if self._host is not None:
            self._host.close()

    @property
    def host(self) -> Any:
        if self._host is None:
            from matchmaker.scoring.host import PluginHost

            self._host = PluginHost(self._folder)
        return self._host

    def make(self, state: ScorerState) -> Scorer:
        """An unfitted scorer with the settings decided; raises PluginProblem."""
        if state.found is None:
            raise PluginProblem(state.reason or f"There is no plugin {state.name}.")
        try:
            if state.found.foreign:
                return self.host.load(state.found, state.settings)
            return create(load(state.found), state.settings)
        except PluginError as error:
            raise PluginProblem(error.sentence) from None
