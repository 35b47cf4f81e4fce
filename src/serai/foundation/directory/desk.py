"""The directory among the desks."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from serai.foundation.accounts.models import User
from serai.foundation.directory.models import Organisation, Person
from serai.foundation.web.desk import WorkItem, register_desk


def register() -> None:
    """Put the room into the menu of the desk; called when the app is ready."""
    register_desk(
        room="directory",
        label=_("Directory"),
        url_name="directory_desk:list",
        permission="directory.change_directory",
        counts=_counts,
        position=60,
    )


def _counts(_user: User) -> Iterator[WorkItem]:
    organisations, people = Organisation.objects.count(), Person.objects.count()
    yield WorkItem(
        ngettext("organisation", "organisations", organisations),
        organisations,
        reverse("directory_desk:list"),
    )
    yield WorkItem(ngettext("person", "people", people), people, reverse("directory_desk:people"))
