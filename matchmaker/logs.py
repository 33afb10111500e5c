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
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: _Lines(sys.stderr),
    )


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


def _start_clock() -> None:
    g.started = time.perf_counter()


def _log_request(response: Response) -> Response:
    route = request.url_rule.rule if request.url_rule else None
    milliseconds = round((time.perf_counter() - g.started) * 1000, 1) if "started" in g else None
    get_logger().info(
        "request",
        method=request.method,
        route=route,
        status=response.status_code,
        milliseconds=milliseconds,
    )
    return response
