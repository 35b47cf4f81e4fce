"""Everything that an account takes part in, over all editions."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django_scopes import scope

from serai.convene.editions.models import Edition
from serai.convene.speakers.views.entrance import knows_of
from serai.foundation.directory.models import Person
from serai.foundation.web.desk.access import acting_user


@never_cache
@login_required
def parts(request: HttpRequest) -> HttpResponse:
    """The conferences in which the person of an account takes part, and may know of it."""
    person = Person.objects.filter(user=acting_user(request)).first()
    editions = []
    if person is not None:
        for edition in Edition.objects.filter(participations__person=person).distinct():
            with scope(edition=edition):
                if knows_of(person, edition):
                    editions.append(edition)
    return render(request, "speakers/mine.html", {"editions": editions})
