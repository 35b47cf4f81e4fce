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

KILLED_AT = """
import os, signal, sys
from django.conf import settings
import django
django.setup()
from django.db import connection
connection.close()
connection.settings_dict["NAME"] = sys.argv[1]
from pathlib import Path
from serai.foundation import bulk
from serai.foundation.record.operations import Program
from serai.track.register.exchange import writing
from serai.track.register.exchange.csv_reading import read_csv
from serai.track.register.exchange.pipeline import import_records
from serai.track.register.models import ImportBatch
calls = 0
insert = bulk.insert_rows
def insert_and_die(*arguments):
    global calls
    insert(*arguments)
    calls += 1
    if calls == int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)
writing.insert_rows = insert_and_die
import_records(
    actor=Program("test"), rows=read_csv(Path(sys.argv[2]), "records.csv"),
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
    name = str(connection.settings_dict["NAME"])
    connection.close()
    done = subprocess.run(
        [sys.executable, "-c", KILLED_AT, name, str(path), str(inserts)],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "serai.project.settings"},
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
