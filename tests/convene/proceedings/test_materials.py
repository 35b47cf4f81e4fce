"""Materials: what is taken, who gets it, its versions, and the package of a session."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from factories.accounts import signed_in, user_with
from factories.directory import make_person
from factories.editions import make_edition
from factories.proceedings import ACTOR, PDF, make_material
from factories.programme import (
    make_activity,
    make_contribution,
    make_participation,
    make_session,
    release_programme,
)
from reading import text_of
from serai.convene.proceedings import operations
from serai.convene.proceedings.models import FILES, Material, MaterialAccess
from serai.foundation.accounts.models import Role
from serai.foundation.record.models import Entry
from serai.foundation.record.operations import undo_entries

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    edition = make_edition(slug="fifth")
    made = make_session(make_activity(edition, "Heat"), "2023-11-06 09:00", 60)
    release_programme(edition)
    return made


@pytest.fixture
def speaker(session):
    """A signed-in speaker of one contribution."""
    client = signed_in(user_with())
    talk = make_contribution(session=session, title="Heat pumps")
    make_participation(talk, make_person(user=client.user))
    return client


def page_of(session) -> str:
    return f"/en/editions/fifth/sessions/{session.code}/"


def desk_of(session, rest: str = "materials/") -> str:
    return f"/en/desk/editions/fifth/proceedings/{session.code}/{rest}"


def got(client: Client, material: Material) -> int:
    response = client.get(f"/en/editions/fifth/materials/{material.code}/")
    if response.streaming:
        saved(response)
    return response.status_code


def saved(response) -> bytes:
    """What a download brings; read to its end, its file is closed."""
    return b"".join(response.streaming_content)


class TestAccess:
    def test_each_rule_lets_in_whom_it_names(self, session, speaker):
        chair, other = signed_in(user_with()), signed_in(user_with())
        make_participation(session.activity, make_person(user=chair.user), "chair")
        desk, nobody = signed_in(user_with(Role.SECRETARIAT)), Client()
        visitors = (nobody, other, speaker, chair, desk)
        answers = {
            access: [got(client, make_material(session, access)) for client in visitors]
            for access in MaterialAccess.values
        }
        assert answers == {
            "everybody": [200, 200, 200, 200, 200],
            "signed_in": [302, 200, 200, 200, 200],
            "people": [302, 404, 200, 200, 200],
            "desk": [404, 404, 404, 404, 200],
        }

    def test_before_its_day_it_is_announced_and_only_those_who_run_it_open_it(
        self, session, speaker
    ):
        day = timezone.now() + timedelta(days=1)
        material = make_material(session, not_before=day, title={"en": "Embargoed"})
        desk = signed_in(user_with(Role.SECRETARIAT))
        answers = [got(client, material) for client in (Client(), speaker, desk)]
        assert answers == [403, 403, 200]
        assert "Embargoed" in text_of(Client().get(page_of(session)))
        operations.change_material(
            actor=ACTOR, material=material, changes={"not_before": timezone.now()}
        )
        assert got(Client(), material) == 200

    def test_what_is_not_released_does_not_exist_for_the_public(self, session, speaker):
        unreleased = make_session(session.activity)
        material = make_material(unreleased)
        desk = signed_in(user_with(Role.SECRETARIAT))
        assert [got(client, material) for client in (Client(), speaker, desk)] == [404, 404, 200]
        member = signed_in(user_with())
        make_participation(make_contribution(session=unreleased), make_person(user=member.user))
        assert got(member, material) == 200

    def test_a_file_is_saved_never_shown_and_kept_nowhere(self, session):
        response = Client().get(make_material(session).get_absolute_url())
        assert saved(response) == PDF
        assert response["Content-Type"] == "application/octet-stream"
        assert response["Content-Disposition"] == 'attachment; filename="slides.pdf"'
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert "no-store" in response["Cache-Control"]

    def test_a_link_is_followed(self, session):
        material = make_material(session, link="https://example.org/film")
        response = Client().get(material.get_absolute_url())
        assert (response.status_code, response["Location"]) == (302, "https://example.org/film")

    def test_the_public_page_shows_what_everybody_may_have_and_the_way_to_the_rest(
        self, session, speaker
    ):
        make_material(session, title={"en": "Open slides"})
        make_material(session, "people", title={"en": "Inner paper"})
        make_material(session, "desk", title={"en": "Secret briefing"})
        page = text_of(Client().get(page_of(session)))
        assert "Open slides" in page
        assert "Inner paper" not in page
        assert "More for those who are signed in" in page
        inner = text_of(speaker.get(f"{page_of(session)}materials/"))
        assert "Inner paper" in inner
        assert "Secret briefing" not in inner
        assert Client().get(f"{page_of(session)}materials/").status_code == 302


class TestReceiving:
    @pytest.mark.parametrize(
        "given",
        [
            {"content": b"<script>", "file_name": "a.pdf"},
            {"content": PDF, "file_name": "a.exe"},
            {"content": PDF, "file_name": "a.pdf", "link": "https://example.org"},
            {},
            {"link": "javascript:alert(1)"},
            {"link": "ftp://example.org/a"},
        ],
    )
    def test_what_is_not_taken_leaves_nothing(self, session, given):
        with pytest.raises(ValidationError):
            operations.add_material(actor=ACTOR, target=session, **given)
        with scopes_disabled():
            assert not Material.objects.exists()

    def test_a_file_that_is_too_large_is_refused(self, session, settings):
        settings.MATERIAL_BYTES = 10
        with pytest.raises(ValidationError, match="at most 0 MB"):
            make_material(session)

    def test_a_new_version_replaces_and_the_old_ones_stay_for_the_desk(self, session):
        material = make_material(session)
        newer = operations.replace_material(
            actor=ACTOR, material=material, content=PDF + b"2", file_name="C:\\talks\\v2.pdf"
        )
        again = operations.replace_material(
            actor=ACTOR, material=material, content=PDF + b"2", file_name="v2.pdf"
        )
        assert (newer.number, newer.file_name, again.pk) == (2, "v2.pdf", newer.pk)
        address = material.get_absolute_url()
        assert saved(Client().get(address)) == PDF + b"2"
        assert Client().get(f"{address}?version=1").status_code == 404
        desk = signed_in(user_with(Role.SECRETARIAT))
        assert saved(desk.get(f"{address}?version=1")) == PDF
        assert desk.get(f"{address}?version=9").status_code == 404

    def test_taken_away_and_undone_it_is_there_again_with_its_file(self, session):
        material = make_material(session)
        entry = operations.remove_material(actor=ACTOR, material=material)
        assert got(Client(), material) == 404
        undo_entries(actor=ACTOR, entries=[entry])
        assert got(Client(), material) == 200


class TestDesk:
    def test_a_chair_uploads_several_files_at_once_and_hears_of_each_that_is_wrong(self, session):
        chair = signed_in(user_with())
        make_participation(session, make_person(user=chair.user), "moderator")
        talk = make_contribution(session=session, title="Heat pumps")
        values = {"contribution": talk.code, "kind": "paper", "access": "people"}

        def upload(**contents: bytes):
            files = [
                SimpleUploadedFile(name.replace("_", "."), content)
                for name, content in contents.items()
            ]
            return chair.post(desk_of(session, "materials/add/"), {**values, "uploads": files})

        refused = upload(one_pdf=PDF, two_pdf=b"MZ")
        assert "two.pdf: This kind of file is not taken." in text_of(refused)
        with scopes_disabled():
            assert not Material.objects.exists()
        assert upload(one_pdf=PDF, two_pdf=PDF + b"2").status_code == 302
        with scope(edition=session.edition):
            assert [str(each.current.name) for each in talk.materials.all()] == [
                "one.pdf", "two.pdf",
            ]  # fmt: skip

    def test_order_and_particulars_are_changed(self, session):
        first, second = make_material(session), make_material(session, content=PDF + b"2")
        desk = signed_in(user_with(Role.SECRETARIAT))
        desk.post(desk_of(session, f"materials/{second.code}/move/"), {"step": "-1"})
        with scope(edition=session.edition):
            assert list(session.materials.all()) == [second, first]
        form = desk.get(desk_of(session, f"materials/{first.code}/")).context["form"]
        response = desk.post(
            desk_of(session, f"materials/{first.code}/"),
            {
                "edited_from": form["edited_from"].value(), "title_0": "Slides", "kind": "slides",
                "access": "people", "not_before": "2023-11-06T09:00",
                "upload": SimpleUploadedFile("new.pdf", PDF + b"3"),
            },
        )  # fmt: skip
        assert response.status_code == 302, response.context["problems"]
        with scope(edition=session.edition):
            first.refresh_from_db()
            assert (str(first), first.access, first.versions.count()) == ("Slides", "people", 2)
            assert first.not_before.isoformat() == "2023-11-06T01:00:00+00:00"

    def test_all_of_a_session_come_in_one_package_under_safe_names(self, session):
        make_material(session, title={"en": "../../etc/passwd"})
        make_material(session, link="https://example.org/film", title={"en": "Film"})
        lost = make_material(session, content=PDF + b"lost")
        with scope(edition=session.edition):
            FILES.discard(lost.current.sha256)
        desk = signed_in(user_with(Role.SECRETARIAT))
        response = desk.get(desk_of(session, "materials.zip"))
        with zipfile.ZipFile(io.BytesIO(saved(response))) as package:
            name, links = package.namelist()
            assert (name, links) == ("01_.._.._etc_passwd.pdf", "links.txt")
            assert package.read(name) == PDF
            assert b"02 Film\nhttps://example.org/film" in package.read(links)

    def test_the_lists_cost_the_same_with_one_row_and_with_thirty(self, session):
        desk = signed_in(user_with(Role.SECRETARIAT))
        counts = []
        for rows in (1, 20):
            for _row in range(rows):
                each = make_session(session.activity, "2023-11-06 09:00")
                make_material(make_contribution(session=session))
                make_material(each)
            for address in (desk_of(session), "/en/desk/editions/fifth/proceedings/"):
                with CaptureQueriesContext(
                    connection,
                ) as queries:
                    assert desk.get(address).status_code == 200
                counts.append(len(queries))
        assert counts[:2] == counts[2:]

    def test_a_chair_sees_their_own_sessions_only(self, session):
        chair = signed_in(user_with())
        make_session(make_activity(session.edition, "Water"))
        assert chair.get("/en/desk/editions/fifth/proceedings/").status_code == 404
        make_participation(session, make_person(user=chair.user), "chair")
        page = text_of(chair.get("/en/desk/editions/fifth/proceedings/"))
        assert "Heat" in page
        assert "Water" not in page
        assert Entry.objects.count() == 1
