"""The settings of an installation to which the jobs of the tests belong."""

from serai.project.settings import *  # noqa: F403
from serai.project.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "working"]
