"""The materials of a session, for those who run it."""

from __future__ import annotations

import re
import zipfile
from pathlib import PurePath
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from serai.convene.proceedings import operations
from serai.convene.proceedings.forms import MaterialForm, MaterialsForm
from serai.convene.proceedings.models import FILES, Material
from serai.convene.proceedings.presentation import access_label, material_lines, moment_in
from serai.convene.proceedings.queries import materials_of
from serai.convene.proceedings.views.entrance import (
    address,
    may_undo,
    session_context,
    session_desk,
)
from serai.convene.programme.models import Session
from serai.foundation.private_files import PrivateFileError, download
from serai.foundation.record.operations import entries_made
from serai.foundation.web.desk import confirm_deletion, confirm_saved, handle_form
from serai.foundation.web.desk.access import acting_user


@session_desk
def materials(request: HttpRequest, session: Session) -> HttpResponse:
    """Everything that goes with a session, in order."""
    found = materials_of(session)
    lines = [
        {
            "line": line,
            "access": access_label(line.material),
            "contribution": line.material.contribution,
            "versions": line.material.versions.all(),
            "href": address(session, "material", line.material.code),
            "move_href": address(session, "move_material", line.material.code),
        }
        for line in material_lines(found)
    ]
    return render(
        request,
        "proceedings/desk/materials.html",
        {
            **session_context(session, "materials"),
            "title": _("Materials"),
            "lines": lines,
            "has_files": any(each.current and each.current.sha256 for each in found),
        },
    )


@session_desk
def add(request: HttpRequest, session: Session) -> HttpResponse:
    """Add files, each as a material of its own, or a link."""
    form = MaterialsForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        session=session,
    )
    return handle_form(
        request, form, save=lambda: _add(request, form),
        success_url=address(session, "materials"), title=_("Add materials"), lead=str(session),
        submit_label=_("Upload"),
        cancel_href=address(session, "materials"), offer_undo=may_undo(request, session),
        template="proceedings/desk/form.html",
        context=session_context(session, "materials"),
    )  # fmt: skip


def _add(request: HttpRequest, form: MaterialsForm) -> None:
    typed = form.cleaned_data
    values = {name: typed[name] for name in ("kind", "language", "access", "not_before")}
    given: list[dict[str, Any]] = [
        {"content": each.read(), "file_name": each.name} for each in typed["uploads"]
    ] or [{"link": typed["link"]}]
    faults = []
    for each in given:
        try:
            operations.add_material(
                actor=acting_user(request), target=form.target, **each, **values
            )
        except ValidationError as error:
            name = each.get("file_name", "")
            faults += [f"{name}: {text}" if name else text for text in error.messages]
    if faults:
        raise ValidationError(faults)


@session_desk
def change(request: HttpRequest, session: Session, material_code: str) -> HttpResponse:
    """Change what is said of a material, give it a new version, and see the earlier ones."""
    material = _material(session, material_code)
    is_post = request.method == "POST"
    form = MaterialForm(
        request.POST if is_post else None, request.FILES if is_post else None,
        instance=material, session=session,
    )  # fmt: skip

    def save() -> Material:
        actor, upload = acting_user(request), form.cleaned_data["upload"]
        operations.change_material(actor=actor, material=material, changes=form.changes())
        if upload or form.cleaned_data["link"]:
            try:
                operations.replace_material(
                    actor=actor, material=material, content=upload.read() if upload else b"",
                    file_name=upload.name if upload else "", link=form.cleaned_data["link"],
                )  # fmt: skip
            except ValidationError as error:
                raise ValidationError({"upload": error.messages}) from None
        return material

    return handle_form(
        request, form, save=save, success_url=address(session, "materials"),
        title=str(material), lead=str(session), cancel_href=address(session, "materials"),
        delete_href=address(session, "delete_material", material.code),
        offer_undo=may_undo(request, session),
        template="proceedings/desk/material.html",
        context={
            **session_context(session, "materials"),
            "versions": [
                (each, moment_in(session.edition, each.added_at))
                for each in material.versions.select_related("added_by")
            ],
            "object": None,
        },
    )  # fmt: skip


@session_desk
def delete(request: HttpRequest, session: Session, material_code: str) -> HttpResponse:
    """Take a material away."""
    material = _material(session, material_code)
    return confirm_deletion(
        request, material,
        delete=lambda: operations.remove_material(actor=acting_user(request), material=material),
        success_url=address(session, "materials"),
        cancel_href=address(session, "material", material.code),
    )  # fmt: skip


@require_POST
@session_desk
def move(request: HttpRequest, session: Session, material_code: str) -> HttpResponse:
    """Move a material one place up or down among those of the same session or contribution."""
    material = _material(session, material_code)
    target = material.session or material.contribution
    assert target is not None
    order = list(target.materials.all())
    place = order.index(material)
    step = -1 if request.POST.get("step") == "-1" else 1
    order.insert(min(max(place + step, 0), len(order) - 1), order.pop(place))
    with transaction.atomic(), entries_made() as entries:
        operations.arrange_materials(
            actor=acting_user(request), edition=session.edition, order=order
        )
    confirm_saved(
        request, entries, "" if entries else _("It stands at the end of its list already."),
        offer_undo=may_undo(request, session),
    )  # fmt: skip
    return HttpResponseRedirect(address(session, "materials"))


@session_desk
def everything(_request: HttpRequest, session: Session) -> HttpResponseBase:
    """All materials of a session in one ZIP file, in order; links stand in a text beside them."""
    kept = TemporaryFile()  # noqa: SIM115 - it lives until the answer was sent
    links = []
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_STORED) as package:
        for number, each in enumerate(materials_of(session), start=1):
            version = each.current
            if version is None:
                continue
            if version.link:
                links.append(f"{number:02d} {each}\n{version.link}\n")
                continue
            name = _safe_name(f"{number:02d} {each}", version.file_name)
            try:
                with FILES.opened(version.sha256) as content, package.open(name, "w") as written:
                    copyfileobj(content, written)
            except PrivateFileError:
                links.append(f"{number:02d} {each}\n–\n")
        if links:
            package.writestr("links.txt", "\n".join(links))
    kept.seek(0)
    return download(kept, file_name=f"materials-{session.code}.zip")


def _safe_name(title: str, file_name: str) -> str:
    """The name of a file in a package: no folders, no signs that a system does not take."""
    ending = PurePath(file_name).suffix.lower()
    title = title.removesuffix(PurePath(file_name).suffix)
    return get_valid_filename(re.sub(r"[\\/:]+", " ", title))[:100] + ending


def _material(session: Session, code: str) -> Material:
    found = next((each for each in materials_of(session) if each.code == code), None)
    if found is None:
        raise Http404
    return found
