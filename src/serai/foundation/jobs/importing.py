"""Importing a file that somebody sent: one job says what it would change, another does it."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.shortcuts import get_object_or_404
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from serai.foundation.jobs.declarations import JobKind
from serai.foundation.jobs.models import Job, State
from serai.foundation.jobs.operations import start
from serai.foundation.jobs.work import JobError
from serai.foundation.record.operations import Actor


@dataclass(frozen=True, slots=True)
class FileImport:
    """The two jobs of an import, and the folder in which files wait for them.

    Both take ``file``, ``file_name`` and by name what the file is for; the result of ``check`` has
    the number of ``changes``.
    """

    check: JobKind
    bring: JobKind
    folder: str

    def receive(self, *, actor: Actor, upload: File[bytes], **target: str) -> Job:
        """Keep a file and start the job that checks it."""
        place = default_storage.save(f"{self.folder}/{get_random_string(20)}", upload)
        arguments = {**target, "file": place, "file_name": upload.name}
        return start(actor=actor, job=self.check, about=str(upload.name), arguments=arguments)

    def checked(self, code: str, **target: str) -> Job:
        """Return the job that checked a file for this target, or answer that there is none."""
        of_target = {f"arguments__{name}": value for name, value in target.items()}
        return get_object_or_404(
            Job, code=code, name=self.check.name, state=State.DONE, **of_target
        )

    def carry_out(self, *, actor: Actor, checked: Job) -> Job:
        """Start the job that does what was checked."""
        return start(actor=actor, job=self.bring, about=checked.about, arguments=checked.arguments)


def received(file: str) -> bytes:
    """Read a file that was received. Raises JobError where it is gone."""
    try:
        with default_storage.open(file) as opened:
            content: bytes = opened.read()
    except FileNotFoundError:
        raise JobError(_("The file is no longer there. Upload it again.")) from None
    return content
