"""What a worker does: it takes jobs out of the queue, one after the other, until told to stop."""

from __future__ import annotations

import logging
import os
import signal
import socket
from collections.abc import Collection
from threading import Event, Thread
from time import monotonic
from types import FrameType

from django.db import InterfaceError, OperationalError, close_old_connections, connection

from serai.foundation.jobs import queue
from serai.foundation.jobs.doorbell import Listener
from serai.foundation.jobs.operations import start_recurring, start_wanted
from serai.foundation.jobs.running import carry_out, take_up_abandoned

logger = logging.getLogger(__name__)

NAP = 1.0
"""Seconds after which a worker looks into the queue even if nobody called."""
ROUND = 5.0
"""Seconds between two looks at whether another worker died, or whether a new day has begun."""


class Worker:
    """One process that does jobs, of certain queues or of all."""

    def __init__(self, *, queues: Collection[str] = ()) -> None:
        self.queues = queues
        self.name = f"{socket.gethostname()[:48]}:{os.getpid()}"
        self.stopping = Event()

    def listen_for_signals(self) -> None:
        """Stop when the process is asked to end; a second time it ends at once."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)

    def stop_with(self, parent: int) -> None:
        """Stop when the process that started this one is gone, however it ended."""

        def watch() -> None:
            while not self.stopping.wait(1):
                if os.getppid() != parent:
                    self.stopping.set()

        Thread(target=watch, name="parent", daemon=True).start()

    def run(self) -> None:
        """Do jobs until told to stop. One that runs then goes back to the queue."""
        logger.info("Worker %s does jobs of %s.", self.name, ", ".join(self.queues) or "any queue")
        listener = Listener()
        next_round = monotonic()
        while not self.stopping.is_set():
            try:
                close_old_connections()
                if monotonic() >= next_round:
                    next_round = monotonic() + ROUND
                    take_up_abandoned()
                    start_recurring()
                    start_wanted()
                job = queue.claim_next(queues=self.queues, worker=self.name)
                if job is not None:
                    carry_out(job, stopping=self.stopping)
                    continue
                listener.wait(NAP, stopping=self.stopping)
            except (OperationalError, InterfaceError) as error:
                logger.warning("The database is not to be had: %s", str(error).strip())
                connection.close()
                self.stopping.wait(NAP)
        connection.close()

    def _stop(self, number: int, _frame: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)
        self.stopping.set()
