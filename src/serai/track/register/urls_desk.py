"""Addresses of the register desk."""

from __future__ import annotations

from django.urls import path

from serai.track.register.views import desk, desk_editorial, desk_imports

app_name = "register_desk"

urlpatterns = [
    path("register/", desk.record_list, name="list"),
    path("register/new/", desk.record_add, name="add"),
    path("register/duplicates/", desk_editorial.duplicate_list, name="duplicates"),
    path("register/duplicates/find/", desk_editorial.duplicates_find, name="duplicates_find"),
    path("register/tasks/", desk_editorial.task_list, name="tasks"),
    path("register/imports/", desk_imports.import_list, name="imports"),
    path("register/imports/new/", desk_imports.import_add, name="import_add"),
    path("register/imports/template.<slug:ending>", desk_imports.template_file, name="template"),
    path("register/imports/<slug:code>/", desk_imports.import_page, name="import"),
    path(
        "register/imports/<slug:code>/problems.csv",
        desk_imports.problems_file,
        name="import_problems",
    ),
    path(
        "register/imports/<slug:code>/records/", desk_imports.import_records, name="import_records"
    ),
    path("register/imports/<slug:code>/apply/", desk_imports.import_apply, name="import_apply"),
    path("register/imports/<slug:code>/undo/", desk_imports.import_undo, name="import_undo"),
    path("register/<slug:code>/", desk.record_overview, name="record"),
    path("register/<slug:code>/merge/", desk_editorial.record_merge, name="merge"),
    path("register/<slug:code>/tasks/new/", desk_editorial.task_add, name="task_add"),
    path("register/<slug:code>/tasks/<int:key>/", desk_editorial.task_change, name="task"),
    path("register/<slug:code>/tasks/<int:key>/done/", desk_editorial.task_done, name="task_done"),
    path("register/<slug:code>/preview/", desk.record_preview, name="preview"),
    path("register/<slug:code>/stage/", desk.record_stage, name="stage"),
    path("register/<slug:code>/particulars/", desk.record_particulars, name="particulars"),
    path("register/<slug:code>/terms/", desk.record_terms, name="terms"),
    *(
        path(f"register/<slug:code>/{page}/", desk.record_parts, {"page": page}, name=page)
        for page in ("parties", "events", "contents", "relations")
    ),
    path("register/<slug:code>/sources/", desk.record_sources, name="sources"),
    path("register/<slug:code>/delete/", desk.record_delete, name="delete"),
]
