"""What is wrong with an installation, in plain words."""

from __future__ import annotations

import re

from django.conf import settings
from django.core.checks import run_checks

from serai.foundation.jobs.queries import waiting_in_vain
from serai.foundation.record.queries import verify
from serai.foundation.search.registry import registered_indexes
from serai.project.installation import unapplied_migrations
from serai.track.register.operations import overtaken_statuses

# What Django asks of a site with HTTPS, said once by serai.W003 where there is none.
_FOLLOWS_FROM_HTTP = {"security.W004", "security.W008", "security.W012", "security.W016"}
FAULTS_SHOWN = 20


def settings_findings() -> list[str]:
    """What the checks of Django and of this project say, for use in earnest."""
    return [
        re.sub(r"\s+", " ", f"{message.msg} {message.hint or ''}").strip() + f" ({message.id})"
        for message in run_checks(include_deployment_checks=True)
        if settings.CONFIGURATION.is_https or message.id not in _FOLLOWS_FROM_HTTP
    ]


def table_findings() -> list[str]:
    """Migrations that the database lacks."""
    missing = unapplied_migrations()
    return [f"{len(missing)} migrations are missing. Run `serai init`."] if missing else []


def record_findings() -> list[str]:
    """Faults in the record of changes."""
    faults = [f"Entry {fault.number}: {fault.what}." for fault in verify()]
    if len(faults) > FAULTS_SHOWN:
        faults[FAULTS_SHOWN:] = [f"… and {len(faults) - FAULTS_SHOWN} more: `serai record verify`."]
    return faults


def search_findings() -> list[str]:
    """Indexes of words that do not hold what their tables do."""
    return [
        f"The index of the words of {index.table} is not whole. Run `serai search rebuild`."
        for index in registered_indexes()
        if not index.is_whole()
    ]


def status_findings() -> list[str]:
    """Statuses in the register that time has overtaken since they were worked out."""
    count = len(overtaken_statuses())
    if not count:
        return []
    what = "1 status has" if count == 1 else f"{count} statuses have"
    return [f"{what} been overtaken by time. A worker works them out anew each day: see Jobs."]


def job_findings() -> list[str]:
    """Jobs that wait although nobody works."""
    count = waiting_in_vain()
    if not count:
        return []
    what = "1 job waits" if count == 1 else f"{count} jobs wait"
    return [f"{what}, and no worker does any. Run `serai worker`, or `serai serve` with a worker."]
