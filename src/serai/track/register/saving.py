"""Keeping searches.

They are not written into the record of changes: what somebody looks for is their own business, and
nothing that others see depends on it. They go with the account and are in its copy of the data.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from serai.foundation.accounts.models import User
from serai.track.register.filters import RecordFilter
from serai.track.register.models import SavedSearch

MOST = 200
"""How many searches one person may keep."""


@transaction.atomic
def save_search(*, actor: User, name: str, wanted: RecordFilter) -> SavedSearch:
    """Keep a filter under a name. Raises ValidationError."""
    if actor.saved_searches.count() >= MOST:
        raise ValidationError(_("Delete a saved search first: there are %d.") % MOST)
    _path, _mark, query = wanted.address(path="/").partition("?")
    saved = SavedSearch(user=actor, name=name.strip(), query=query)
    saved.full_clean()
    saved.save()
    return saved


@transaction.atomic
def rename_search(*, actor: User, search: SavedSearch, name: str) -> None:
    """Call a saved search something else. Raises ValidationError."""
    _check_owner(actor, search)
    search.name = name.strip()
    search.full_clean()
    search.save(update_fields=["name"])


def delete_search(*, actor: User, search: SavedSearch) -> None:
    """Forget a saved search."""
    _check_owner(actor, search)
    search.delete()


def filter_of(search: SavedSearch) -> RecordFilter:
    """Return the filter that was saved. Raises ParameterError where it means nothing any more,
    because an organisation or a theme is gone.
    """
    return RecordFilter.parse(QueryDict(search.query))


def _check_owner(actor: User, search: SavedSearch) -> None:
    if search.user_id != actor.pk:
        raise ValidationError(_("This search belongs to somebody else."))
