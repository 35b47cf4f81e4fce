"""Serving the site with granian."""

from __future__ import annotations

import errno
import os
import socket
import time
from collections.abc import Callable
from threading import Event, Thread

from django.conf import settings
from django.db import connection, connections

from serai.project.configuration import Configuration, ConfigurationError
from serai.project.installation import collect_static_files, unapplied_migrations

THREADS = 4
"""How many requests a worker works on at once; the others wait in its queue."""
LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def default_workers() -> int:
    """One for each processor; on SQLite, where one writer works at a time, at most two."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2
    return min(processors, 2) if connection.vendor == "sqlite" else processors


def check_port(host: str, port: int) -> None:
    """Raise ConfigurationError where nothing can be served at this address."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except socket.gaierror:
        raise ConfigurationError(f"“{host}” is not an address of this machine.") from None
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise ConfigurationError(
                f"Port {port} is taken by another program. "
                f"Choose another one: PORT={port % 60_000 + 1000}."
            ) from None
        raise ConfigurationError(f"{host}:{port} cannot be used: {error.strerror}.") from None


def check_ready(configuration: Configuration, host: str) -> None:
    """Raise ConfigurationError where this installation cannot be served as it is."""
    if not configuration.secret_key_is_kept:
        raise ConfigurationError(
            f"{configuration.path}: there is no secret key, and workers would not believe each "
            "other. Run `serai init`."
        )
    if configuration.demo and host not in LOOPBACK:
        raise ConfigurationError(
            "A demo signs in whoever comes: it is served on this machine only."
        )
    check_tables()


def check_tables() -> None:
    """Raise ConfigurationError where the database is not of this version."""
    missing = unapplied_migrations()
    if missing:
        raise ConfigurationError(
            f"The database lacks {len(missing)} migrations, {missing[0]} first. Run `serai init`."
        )


def serve(
    *,
    host: str,
    port: int,
    workers: int,
    threads: int = THREADS,
    with_worker: bool = True,
    when_ready: Callable[[], None],
) -> None:
    """Serve until the process is told to stop. The installation must be ready.

    ``when_ready`` is called once requests are taken. Jobs are done in a process of their own: what
    happens to it does not touch the site, and it is started again.
    """
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    # The port is looked at before Django is set up, so this module knows no room.
    from serai.foundation.jobs.supervision import keep_workers

    collect_static_files()
    connections.close_all()
    os.environ["SERAI_HOME"] = str(settings.CONFIGURATION.home)
    server = Granian(
        "serai.project.served:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        # A connection that a browser keeps open costs next to nothing until it asks for something:
        # many may be open, few are worked on at once, the others wait their turn. So SQLite sees at
        # most workers × threads connections, and PostgreSQL needs no more than that.
        blocking_threads=threads,
        blocking_threads_idle_timeout=600,
        backlog=2048,
        backpressure=1024,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        # A worker that is told to stop while it starts does not hear it.
        workers_kill_timeout=10,
    )
    server.on_startup(Thread(target=_announce, args=(host, port, when_ready), daemon=True).start)
    stopping = Event()
    supervisor = Thread(target=keep_workers, args=(1,), kwargs={"stopping": stopping})
    if with_worker:
        server.on_startup(supervisor.start)
    try:
        server.serve()
    finally:
        stopping.set()
        if supervisor.is_alive():
            supervisor.join()


def _announce(host: str, port: int, when_ready: Callable[[], None]) -> None:
    """Wait for the first worker to listen: only then is the site where we say it is."""
    while True:
        try:
            socket.create_connection((host, port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            when_ready()
            return
