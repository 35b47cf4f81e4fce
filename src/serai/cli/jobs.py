"""The command that does jobs."""

from __future__ import annotations

import signal
from threading import Event

import click

from serai.cli.group import example, main, set_up


@main.command(epilog=example("serai worker --processes 4"))
@click.option(
    "--queue", "queues", multiple=True, metavar="NAME",
    help="Do jobs of this queue only; may be given several times. Default: of all.",
)  # fmt: skip
@click.option(
    "--processes", type=click.IntRange(1, 64), default=1, show_default=True,
    help="How many jobs are done at once.",
)  # fmt: skip
@click.option(
    "--lease", type=click.FloatRange(1, 3600), metavar="SECONDS",
    help="How long a worker may not be heard of before another one takes up its job. Has no "
    "meaning on SQLite, where that shows at once. Default: 30.",
)  # fmt: skip
@click.option("--parent", type=int, hidden=True, help="The process with which to end.")
def worker(
    queues: tuple[str, ...], processes: int, lease: float | None, parent: int | None
) -> None:
    """Do jobs until stopped.

    `serai serve` runs one worker itself. On many machines, or where jobs are not to slow down the
    site, run it with --no-worker and this beside it. A worker that is stopped puts its job back
    into the queue; the job of one that dies is taken up by another.
    """
    from serai.project.server import check_tables

    set_up()
    check_tables()
    stopping = Event()
    if processes == 1:
        _work(queues, lease, parent)
        return

    from serai.foundation.jobs.supervision import keep_workers

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    options = [f"--queue={name}" for name in queues]
    if lease is not None:
        options.append(f"--lease={lease}")
    keep_workers(processes, options=options, stopping=stopping)


def _work(queues: tuple[str, ...], lease: float | None, parent: int | None) -> None:
    from django.conf import settings

    from serai.foundation.jobs.worker import Worker

    if lease is not None:
        settings.JOB_LEASE = lease
    one = Worker(queues=queues)
    one.listen_for_signals()
    if parent is not None:
        one.stop_with(parent)
    one.run()
