"""The web application: the release cache in front of Django."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "serai.project.settings")

from django.core.wsgi import get_wsgi_application

django_application = get_wsgi_application()

from serai.foundation.web.release_cache import ReleaseCacheApplication  # noqa: E402

application = ReleaseCacheApplication(django_application)
