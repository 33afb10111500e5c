"""The plugin host: foreign scorers in a process of their own.

`plugin_host` is what the ranking process speaks to, `hosted` stands in for a scorer there,
`keeper` starts and ends the `child`, `process` runs inside it, and `wire` is their language.
"""

from matchmaker.scoring.host.hosted import HostedScorer
from matchmaker.scoring.host.plugin_host import PluginHost

__all__ = ["HostedScorer", "PluginHost"]
