"""Structured logs to standard error: what happened, never to whom.

Names, addresses, search words, tokens and free text do not belong into an event; a request is
logged by its route, not by its address.
"""

import logging
import sys
import time
from contextlib import suppress
from typing import Any

import structlog
from flask import Flask, Response, g, request


def configure(*, readable: bool = False, level: int = logging.INFO) -> None:
    """Lines of JSON for machines, or coloured lines for a person at a terminal."""
    renderer = structlog.dev.ConsoleRenderer() if readable else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.ExceptionRenderer(
                structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
            ),
            _without_words,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: _Lines(sys.stderr),
    )
    logging.lastResort = OfLibraries(logging.WARNING)


class OfLibraries(logging.Handler):
    """What libraries tell, in our form: the sentence without what was put into it, and of an error
    the kind and the place. Both may repeat an address, or what somebody typed."""

    def emit(self, record: logging.LogRecord) -> None:
        serious = record.levelno >= logging.ERROR
        tell = get_logger().error if serious else get_logger().warning
        tell(str(record.msg), logger=record.name, exc_info=record.exc_info)


def _without_words(_logger: Any, _method: str, event: Any) -> Any:
    """Of an error its kind and where it happened: its words may repeat what somebody typed."""
    exceptions = event.get("exception", ())
    for each in exceptions if isinstance(exceptions, list) else ():
        each.pop("exc_value", None)
        each.pop("exc_notes", None)
    return event


class _Lines(structlog.WriteLogger):
    """Lines on a stream; one that cannot be written, as on a full disk, breaks no page."""

    def msg(self, message: str) -> None:
        with suppress(OSError):
            super().msg(message)

    log = debug = info = warn = warning = error = critical = fatal = failure = exception = msg


def get_logger() -> Any:
    return structlog.get_logger()


def init_app(app: Flask) -> None:
    app.before_request(_start_clock)
    app.after_request(_log_request)
    app.log_exception = _log_exception  # type: ignore[method-assign, assignment]


def _log_exception(error: Any) -> None:
    """Flask's own would write the address, which may hold a token."""
    get_logger().error("request failed", method=request.method, route=_route(), exc_info=error)


def _route() -> str | None:
    return request.url_rule.rule if request.url_rule else None


def _start_clock() -> None:
    g.started = time.perf_counter()


def _log_request(response: Response) -> Response:
    milliseconds = round((time.perf_counter() - g.started) * 1000, 1) if "started" in g else None
    get_logger().info(
        "request",
        method=request.method,
        route=_route(),
        status=response.status_code,
        milliseconds=milliseconds,
    )
    return response
