"""Which parts of a programme can be the start of the next one.

Times, rooms of sessions and people belong to one edition only and are never copied; nor is what an
activity was like and who could come. Nothing that is copied is public.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from serai.convene.editions.copying import CopyRun, register_copied_part
from serai.convene.programme.models import Access, Activity, Room, Section
from serai.convene.programme.verbs import ACTIVITY, ORGANISERS, ROOM, SECTION


def _copy_sections(run: CopyRun) -> None:
    for section in Section.objects.filter(edition=run.source):
        run.duplicate(section, verb=SECTION.added, edition=run.target)


def _copy_rooms(run: CopyRun) -> None:
    for room in Room.objects.filter(edition=run.source).select_related("venue"):
        run.duplicate(room, verb=ROOM.added, edition=run.target, venue=run.twin(room.venue))


def _copy_activities(run: CopyRun) -> None:
    for activity in Activity.objects.filter(edition=run.source).select_related("section"):
        topics = [run.twin(topic) for topic in activity.topics.all()]
        twin = run.duplicate(
            activity,
            verb=ACTIVITY.added,
            many={"topics": [topic for topic in topics if topic]},
            edition=run.target,
            section=run.twin(activity.section),
            summary={},
            access=Access.UNKNOWN,
            is_public=False,
        )
        for organiser in activity.organisers.all():
            run.duplicate(organiser, verb=ORGANISERS.added, activity=twin)


register_copied_part("sections", _("sections of the programme"), _copy_sections, position=60)
register_copied_part("rooms", _("rooms"), _copy_rooms, position=65)
register_copied_part("activities", _("activities, not public"), _copy_activities, position=70)
