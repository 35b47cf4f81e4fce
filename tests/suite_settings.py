"""The settings of the suite: those of an installation in a home of its own.

``SERAI_TEST_DATABASE`` chooses the database: empty for SQLite, else an address as in
``serai.toml``. Nothing here weakens what is deployed: this module is not part of the package.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

home = Path(tempfile.mkdtemp(prefix="serai-tests-"))
(home / "static").mkdir()
atexit.register(shutil.rmtree, home, ignore_errors=True)
for name in [name for name in os.environ if name.startswith("SERAI_")]:
    if name != "SERAI_SHARED" and not name.startswith("SERAI_TEST_"):
        del os.environ[name]
os.environ["SERAI_HOME"] = str(home)
os.environ["SERAI_SECRET_KEY"] = "a key that is only good for tests, long enough to be accepted"
os.environ["SERAI_DATABASE"] = os.environ.get("SERAI_TEST_DATABASE") or f"sqlite:///{home}/db"

from serai.project.settings import *  # noqa: E402, F403
from serai.project.settings import DATABASES  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in an installation: several connections compete for it, as they do there.
    DATABASES["default"]["TEST"] = {"NAME": str(home / "test.sqlite3")}

# Making a password hash is slow by intent. Nobody attacks the users of a test.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
