"""Public addresses of the register room."""

from __future__ import annotations

from django.urls import path

from serai.track.register.views import about, download, me, pictures, public

app_name = "register"

urlpatterns = [
    path("register/", public.record_list, name="list"),
    path("register/map/", pictures.record_map, name="map"),
    path("register/timeline/", pictures.record_timeline, name="timeline"),
    path("register/network/", pictures.record_network, name="network"),
    path("register/feed.atom", public.record_feed, name="feed"),
    path("register/searches/", me.saved_searches, name="searches"),
    path("register/searches/save/", me.save_search, name="save_search"),
    path("register/searches/<int:number>/rename/", me.rename_search, name="rename_search"),
    path("register/searches/<int:number>/delete/", me.delete_search, name="delete_search"),
    path("register/download/", download.download_page, name="download"),
    path("register/download/<slug:name>/", download.download_file, name="file"),
    path("register/<slug:code>/", public.record_page, name="record"),
    path("register/<slug:code>/history/", about.record_history, name="history"),
    path("register/<slug:code>/embed/", about.record_embed, name="embed"),
    path("register/<slug:code>/cite.<slug:ending>", about.record_reference, name="reference"),
]
