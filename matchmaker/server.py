"""Serving: the web server, with the job process as its child."""

import gc
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import CDLL
from typing import Any

from flask import Flask

from matchmaker.config import Settings
from matchmaker.db import db
from matchmaker.errors import Refused
from matchmaker.logs import get_logger

THREADS = 8
KEEPALIVE_SECONDS = 75
"""As long as nginx keeps a connection to us: who ends it first must not be we, since a request may
be on its way."""
BACKLOG = 1024
"""So many connections wait until they are taken."""
RESTART_SECONDS = 2.0
STOP_SECONDS = 10.0
"""So long the job process has to end by itself; its work is begun again after the next start."""
ARENAS = 2
"""So many pools of freed memory that threads share; by default of glibc each has its own, which
keeps what its largest request needed."""
HESITATION_SECONDS, MOST_HESITANT = 0.0001, 10
"""How long a worker leaves a new connection to the others for each one it holds, up to so many."""
_M_ARENA_MAX = -8  # of glibc's malloc.h


def listen(settings: Settings) -> socket.socket:
    """The address taken: whoever asks from now on waits until `serve` answers.

    Raises Refused when somebody else listens there, or nobody can.
    """
    host, port = settings.host.strip("[]"), settings.port
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        why = error.strerror or error
        raise Refused(
            f"Cannot serve on {settings.host}:{port} ({why}); "
            "set MATCHMAKER_HOST or MATCHMAKER_PORT."
        ) from None


def serve(app: Flask, settings: Settings, listening: socket.socket) -> None:
    """Answer requests until told to stop; one process of threads, or several under gunicorn."""
    signal.signal(signal.SIGTERM, _stop)
    limit_arenas()
    if settings.workers > 1:
        load_shared(app)
    gc.freeze()  # what is loaded by now stays, and no search for garbage need go through it
    if settings.workers > 1:
        _serve_with_gunicorn(app, settings, listening)
        return
    import waitress

    warm_up(app)

    logging.getLogger("waitress").setLevel(logging.WARNING)
    # that requests wait is no fault: after a start there always are some
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    try:
        waitress.serve(
            app,
            sockets=[listening],
            backlog=BACKLOG,
            threads=THREADS,
            ident=None,
            clear_untrusted_proxy_headers=False,  # TRUSTED_PROXIES says whom we believe
            max_request_header_size=64 * 2**10,
            asyncore_use_poll=True,  # select() dies of file descriptors from 1024 on
        )
    finally:
        close(app)


def hesitation(connections: int) -> float:
    """Seconds that a worker with so many connections leaves a new one to the others.

    All of them hear of it, and without this the same one may take nearly all that are kept open.
    """
    return min(connections, MOST_HESITANT) * HESITATION_SECONDS


def limit_arenas() -> None:
    """Nothing happens where the C library is another, or the operator said how many."""
    if "MALLOC_ARENA_MAX" not in os.environ and hasattr(library := CDLL(None), "mallopt"):
        library.mallopt(_M_ARENA_MAX, ARENAS)


def load_shared(app: Flask) -> None:
    """Let slices load what all workers hold alike, before they are forked: they hold it once.

    A slice joins with `app.extensions["shared"].append(function)`, which leaves neither threads
    nor open files. It runs in an application context, and nothing depends on its success.
    """
    _call_each(app, "shared", "loading before the fork failed")
    with app.app_context():
        db.engine.dispose()  # worker processes must not share a connection


def warm_up(app: Flask) -> None:
    """Let slices load in the background what their first page would wait for.

    A slice joins with `app.extensions["warm_ups"].append(function)`; it runs in an application
    context, and nothing depends on its success. While it runs, /readyz says so.
    """
    thread = threading.Thread(
        target=_call_each, args=(app, "warm_ups", "warm-up failed"), daemon=True, name="warm-up"
    )
    app.extensions["warm_up"] = thread
    thread.start()


def _call_each(app: Flask, hook: str, failed: str) -> None:
    for function in app.extensions.get(hook, ()):
        try:
            with app.app_context():
                function()
        except Exception:
            get_logger().exception(failed)


def close(app: Flask) -> None:
    """Let slices write and let go of what they hold in memory, when the process ends.

    A slice joins with `app.extensions["closers"].append(function)`; one that fails hinders none.
    """
    for function in app.extensions.get("closers", ()):
        try:
            function()
        except Exception:
            get_logger().exception("closing failed")


def _stop(*_: object) -> None:
    raise SystemExit(0)


def _serve_with_gunicorn(app: Flask, settings: Settings, listening: socket.socket) -> None:
    from gunicorn.app.base import BaseApplication
    from gunicorn.glogging import Logger
    from gunicorn.workers.gthread import ThreadWorker

    descriptor = listening.detach()  # gunicorn closes it

    class Worker(ThreadWorker):
        def accept(self, listener: socket.socket) -> None:
            time.sleep(hesitation(self.nr_conns))
            super().accept(listener)

    class Log(Logger):
        def setup(self, cfg: Any) -> None:
            self.error_log.setLevel(logging.ERROR)  # its warnings hold addresses of visitors
            self.error_log.propagate = True  # to where all libraries tell

    class Server(BaseApplication):
        def load_config(self) -> None:
            self.cfg.set("bind", f"fd://{descriptor}")
            self.cfg.set("workers", settings.workers)
            self.cfg.set("worker_class", Worker)
            self.cfg.set("threads", THREADS)
            self.cfg.set("keepalive", KEEPALIVE_SECONDS)
            self.cfg.set("logger_class", Log)
            self.cfg.set("post_worker_init", lambda _worker: warm_up(app))
            self.cfg.set("worker_exit", lambda _server, _worker: close(app))

        def load(self) -> Any:
            return app

    Server().run()


@contextmanager
def job_process() -> Iterator[None]:
    """The job process as a child, started again when it ends before we do.

    It reads its standard input and stops at the end of it, as when this process is killed. Told to
    end, we end after it.
    """
    owner = os.getpid()
    stopped = threading.Event()
    children: list[subprocess.Popen[bytes]] = []

    def keep_running() -> None:
        while not stopped.is_set():
            child = subprocess.Popen(
                [sys.executable, "-m", "matchmaker", "worker", "--with-parent"],
                stdin=subprocess.PIPE,
                start_new_session=True,
            )
            children.append(child)
            if stopped.is_set():  # we were told to end while it was being started
                child.terminate()
            child.wait()
            if not stopped.is_set():
                get_logger().warning("job process ended", code=child.returncode)
                stopped.wait(RESTART_SECONDS)

    thread = threading.Thread(target=keep_running, daemon=True)
    thread.start()
    try:
        yield
    finally:
        if os.getpid() == owner:  # a worker process that ends leaves through here as well
            stopped.set()
            for child in children[-1:]:
                child.terminate()
            thread.join(timeout=STOP_SECONDS)
            for child in children[-1:]:
                child.kill()
            thread.join(timeout=STOP_SECONDS)


def stop_with_parent() -> None:
    """End this process when the standard input ends, which is when the parent does."""

    def wait_for_end() -> None:
        while os.read(sys.stdin.fileno(), 1):
            pass  # not through a buffer, whose lock would be missed when the process ends
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait_for_end, daemon=True).start()
