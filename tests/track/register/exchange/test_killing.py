"""A process that is killed during an import leaves all of it or nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from factories.register import make_record
from serai.foundation.record.models import Entry
from serai.foundation.record.queries import verify
from serai.track.register.models import ImportBatch, Party, Record
from working.processes import address_of_database

KILLED_AT = """
import os, signal, sys
import django
django.setup()
from pathlib import Path
from serai.foundation import bulk
from serai.foundation.record.operations import Program
from serai.track.register.exchange.csv_reading import read_csv
from serai.track.register.exchange.pipeline import import_records
from serai.track.register.models import ImportBatch
calls = 0
add = bulk.Inserter.add
def add_and_die(*arguments):
    global calls
    add(*arguments)
    calls += 1
    if calls == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
bulk.Inserter.add = add_and_die
import_records(
    actor=Program("test"), rows=read_csv(Path(sys.argv[1]), "records.csv"),
    batch=ImportBatch.objects.get(),
)
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("inserts", [1, 3, 7, 999])
def test_killing_the_process_leaves_all_or_nothing(tmp_path: Path, inserts: int) -> None:
    make_record(key="there")
    ImportBatch.objects.create(file_name="records.csv")
    rows = [f"r-{number},project,R {number},CN,party||KE" for number in range(2_500)]
    path = tmp_path / "records.csv"
    path.write_text("\n".join(["key,kind,name,countries,parties", *rows]))
    address = address_of_database()
    connection.close()
    done = subprocess.run(
        [sys.executable, "-c", KILLED_AT, str(path), str(inserts)],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "serai.project.settings",
            "SERAI_DATABASE": address,
        },
        check=False,
    )
    batch = ImportBatch.objects.get()
    if inserts == 999:
        assert done.returncode == 0
        assert (batch.state, Record.objects.count()) == ("applied", 2_501)
    else:
        assert done.returncode == -signal.SIGKILL, os.strerror(abs(done.returncode))
        assert (batch.state, Record.objects.count()) == ("uploaded", 1)
        assert not Party.objects.exists()
        assert not Entry.objects.exists()
    assert list(verify()) == []
