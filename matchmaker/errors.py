"""The exceptions of the application, by what people see of them.

MatchmakerError
├── Refused        the request or content cannot be taken; says why and what to do    400 / exit 1
│   ├── ConfigError      a setting is unknown or malformed                            start stops
│   └── PluginProblem    a plugin cannot be enabled, loaded or checked
├── NotFound       not there, or not yours: nobody can tell which                     404 / exit 1
│   └── LinkOver         a link or code that nobody can guess counts no more; how to get on
├── UsageError     the command was called wrongly                                     exit 2
└── Unavailable    a part of the service is away for the moment; try again            503
"""


class MatchmakerError(Exception):
    """Carries one sentence for the person who meets it, naming the thing in question."""

    status = 500
    exit_code = 1

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Refused(MatchmakerError):
    status = 400


class ConfigError(Refused):
    pass


class PluginProblem(Refused):
    pass


class NotFound(MatchmakerError):
    status = 404


class LinkOver(NotFound):
    """Used, too old or cut short: all the same to whoever has it, and told on the page."""


class UsageError(MatchmakerError):
    status = 400
    exit_code = 2


class Unavailable(MatchmakerError):
    """`retry_after` is the number of seconds after which trying again makes sense."""

    status = 503

    def __init__(self, sentence: str, retry_after: int = 10) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after
