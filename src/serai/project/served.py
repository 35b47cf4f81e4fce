"""The web application in a worker: what takes long to read is read before anybody asks for it."""

from __future__ import annotations

from threading import Thread

from serai.project.wsgi import application
from serai.track.register.catalogue.keeping import read_ahead

__all__ = ["application"]

Thread(target=read_ahead, name="columns of the register", daemon=True).start()
