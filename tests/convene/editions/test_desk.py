"""The desk of series and editions, as the secretariat uses it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from convene.editions.browser import form_of, page_of, send, words
from factories.accounts import signed_in, user_with
from factories.editions import (
    entrust,
    make_announcement,
    make_edition,
    make_milestone,
    make_organiser,
    make_series,
    make_topic,
    make_venue,
)
from factories.evidence import make_claim, make_source
from serai.convene.editions import operations
from serai.convene.editions.models import Edition, EditionRole, EditionState, Series
from serai.foundation.accounts.models import Role
from serai.foundation.directory.models import Organisation
from serai.foundation.languages import LANGUAGE_CODES
from serai.foundation.record.models import Entry
from serai.foundation.record.operations import Program
from serai.track.evidence.models import Citation

pytestmark = pytest.mark.django_db


def desk(name: str, *arguments: str) -> str:
    return reverse(f"editions_desk:{name}", args=arguments)


class TestSeries:
    def test_a_series_is_made_with_its_rotation(self, secretariat_client: Client) -> None:
        response = send(
            secretariat_client, desk("series_add"),
            {"name_0": "Exchange", "slug": "exchange", "interval_years": "2",
             "hosts-0-name_0": "Chongqing", "hosts-0-ORDER": "1"},
        )  # fmt: skip

        series = Series.objects.get()
        assert response.status_code == 302, words(response)
        assert [str(host) for host in series.hosts.all()] == ["Chongqing"]

    def test_turns_are_put_in_order(self, secretariat_client: Client) -> None:
        series = make_series(hosts=["Chongqing", "Sichuan"])
        address = desk("series", series.slug)

        send(secretariat_client, address, {"hosts-0-ORDER": "2", "hosts-1-ORDER": "1"})

        assert [str(host) for host in series.hosts.all()] == ["Sichuan", "Chongqing"]

    def test_a_host_that_is_still_named_is_kept_and_the_reason_said(
        self, secretariat_client: Client
    ) -> None:
        series = make_series(hosts=["Chongqing"])
        make_edition(series=series, host=series.hosts.get())

        response = send(secretariat_client, desk("series", series.slug), {"hosts-0-DELETE": "on"})

        assert "refers to what you removed" in words(response)
        assert series.hosts.count() == 1

    def test_milestones_take_dates_as_exact_as_they_are(self, secretariat_client: Client) -> None:
        series = make_series()
        address = desk("milestones", series.slug)

        refused = send(
            secretariat_client, address,
            {"milestones-0-on": "2015-13", "milestones-0-title_0": "A plan"},
        )  # fmt: skip
        send(
            secretariat_client, address,
            {"milestones-0-on": "2015-11", "milestones-0-title_0": "A plan"},
        )  # fmt: skip

        assert "“2015-13” is not a day of the calendar." in words(refused)
        assert "2015-13" in refused.content.decode()
        assert str(series.milestones.get().on) == "2015-11"

    def test_only_a_series_without_editions_can_be_deleted(
        self, secretariat_client: Client
    ) -> None:
        used, unused = make_edition().series, make_series()

        refused = secretariat_client.post(desk("series_delete", used.slug))
        done = secretariat_client.post(desk("series_delete", unused.slug))

        assert (refused.status_code, done.status_code) == (409, 302)
        assert list(Series.objects.all()) == [used]


class TestEdition:
    def test_a_new_edition_is_not_public(self, secretariat_client: Client, client: Client) -> None:
        series = make_series()
        make_edition(series=series)
        address = f"{desk('add')}?series={series.slug}"
        opened = form_of(secretariat_client, address)
        assert opened["ordinal"] == ["2"]

        response = send(
            secretariat_client, address,
            {"name_0": "Second", "slug": "second", "time_zone": "Asia/Shanghai",
             "languages": ["en", "fr"]},
            opened,
        )  # fmt: skip

        edition = Edition.objects.get(slug="second")
        assert response.status_code == 302, words(response)
        assert edition.languages == ["en", "fr"]
        assert client.get(edition.get_absolute_url()).status_code == 404

    def test_a_series_that_is_not_there_is_refused(self, secretariat_client: Client) -> None:
        response = secretariat_client.get(f"{desk('add')}?series=none")

        assert response.status_code == 400
        assert "series" in words(response)

    def test_a_new_theme_is_public_at_once_and_on_record(
        self, secretariat_client: Client, client: Client
    ) -> None:
        edition = make_edition(slug="first")
        client.get(edition.get_absolute_url())

        response = send(secretariat_client, desk("edit", "first"), {"theme_0": "Water for all"})

        assert response["Location"] == edition.get_desk_url()
        assert "Water for all" in client.get(edition.get_absolute_url()).content.decode()
        entry = Entry.objects.get()
        assert (entry.verb, entry.after) == ("edition.changed", {"theme": {"en": "Water for all"}})
        after = secretariat_client.get(edition.get_desk_url()).content.decode()
        assert "Undo" in after

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({"name_0": ""}, "Name"),
            ({"slug": "Not a slug"}, "Name in addresses"),
            ({"starts_on": "yesterday"}, "First day"),
            ({"ends_on": "2023-11-05"}, "The last day is before the first."),
            ({"starts_on": ""}, "Give the first day too."),
            ({"time_zone": "Mars/Olympus"}, "Time zone"),
            ({"languages": ["tlh"]}, "Languages"),
            ({"country": "ZZ"}, "Country"),
            ({"ordinal": "-1"}, "Ordinal"),
            ({"host": "99999"}, "Host"),
            ({"name_0": "x" * 301}, "300"),
        ],
    )
    def test_what_cannot_be_is_said_at_its_field_and_nothing_is_lost(
        self, secretariat_client: Client, typed: dict[str, object], said: str
    ) -> None:
        edition = make_edition(slug="first")

        response = send(
            secretariat_client, desk("edit", "first"), {"summary_0": "Kept as typed", **typed}
        )

        assert response.status_code == 200
        assert said in words(response)
        assert "nothing you typed is lost" in words(response)
        assert "Kept as typed" in response.content.decode()
        assert Entry.objects.count() == 0
        edition.refresh_from_db()
        assert not edition.summary

    def test_an_ordinal_is_given_once(self, secretariat_client: Client) -> None:
        first = make_edition(slug="first")
        make_edition(series=first.series)

        response = send(secretariat_client, desk("edit", "first"), {"ordinal": "2"})

        assert "Ordinal: The series has an edition with this ordinal." in words(response)

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({"slug": "Two Words"}, "Use only small letters, digits and hyphens"),
            ({"slug": "second"}, "Another page has this address already"),
            ({"starts_on": "9999-11-06", "ends_on": "9999-11-07"}, "First day: Check the year."),
            ({"ends_on": "2032-11-07"}, "Last day: Check the year."),
        ],
    )
    def test_a_slip_is_said_in_words_of_the_house(
        self, secretariat_client: Client, typed: dict[str, str], said: str
    ) -> None:
        make_edition(slug="first")
        make_edition(slug="second")

        response = send(secretariat_client, desk("edit", "first"), typed)

        assert said in words(response)

    def test_its_forms_lead_to_its_history(self, secretariat_client: Client) -> None:
        make_edition(slug="first")

        response = secretariat_client.get(desk("topics", "first"))

        assert "/desk/history/editions.edition/" in response.content.decode()

    def test_two_people_who_change_different_fields_both_keep_their_work(
        self, secretariat_client: Client
    ) -> None:
        edition = make_edition(slug="first")
        opened = form_of(secretariat_client, desk("edit", "first"))
        operations.change_edition(
            actor=Program("somebody"), edition=edition, changes={"theme": {"en": "Theirs"}}
        )

        response = send(secretariat_client, desk("edit", "first"), {"summary_0": "Mine"}, opened)

        edition.refresh_from_db()
        assert response.status_code == 302, words(response)
        assert (str(edition.theme), str(edition.summary)) == ("Theirs", "Mine")

    def test_who_changes_the_same_field_later_is_told(self, secretariat_client: Client) -> None:
        edition = make_edition(slug="first")
        opened = form_of(secretariat_client, desk("edit", "first"))
        operations.change_edition(
            actor=Program("somebody"), edition=edition, changes={"theme": {"en": "Theirs"}}
        )

        response = send(secretariat_client, desk("edit", "first"), {"theme_0": "Mine"}, opened)

        edition.refresh_from_db()
        assert str(edition.theme) == "Theirs"
        assert "somebody changed this while you were writing" in words(response)
        assert "Mine" in response.content.decode()

    def test_rows_that_changed_meanwhile_are_not_overwritten(
        self, secretariat_client: Client
    ) -> None:
        edition = make_edition(slug="first")
        make_topic(edition=edition, name={"en": "rivers"})
        address = desk("topics", "first")
        opened = form_of(secretariat_client, address)
        make_topic(edition=edition, name={"en": "rain"})

        response = send(secretariat_client, address, {"topics-0-name_0": "lakes"}, opened)

        assert "Somebody changed these rows while you were writing." in words(response)
        assert {str(topic) for topic in edition.topics.all()} == {"rivers", "rain"}

    def test_parts_are_added_changed_ordered_and_removed(self, secretariat_client: Client) -> None:
        edition = make_edition(slug="first")
        for name in ("rivers", "rain", "dust"):
            make_topic(edition=edition, name={"en": name})

        response = send(
            secretariat_client, desk("topics", "first"),
            {"topics-0-ORDER": "3", "topics-1-name_0": "rainfall", "topics-2-DELETE": "on",
             "topics-3-name_0": "snow", "topics-3-ORDER": "1"},
        )  # fmt: skip

        assert response.status_code == 302, words(response)
        assert [str(topic) for topic in edition.topics.all()] == ["snow", "rainfall", "rivers"]

    def test_an_announcement_names_who_issued_it(self, secretariat_client: Client) -> None:
        edition = make_edition(slug="first")
        office = Organisation.objects.create(name={"en": "Information Office"})

        response = send(
            secretariat_client, desk("announcements", "first"),
            {"announcements-0-kind": "press_conference", "announcements-0-on": "2023-10-30",
             "announcements-0-title_0": "Press conference",
             "announcements-0-issued_by": str(office.pk)},
        )  # fmt: skip

        assert response.status_code == 302, words(response)
        assert edition.announcements.get().issued_by == office

    def test_an_organisation_has_a_role_once(self, secretariat_client: Client) -> None:
        edition = make_edition(slug="first")
        organiser = make_organiser(edition=edition)

        response = send(
            secretariat_client, desk("organisers", "first"),
            {"organisers-1-organisation": str(organiser.organisation_id),
             "organisers-1-role": "co_sponsor"},
        )  # fmt: skip

        assert response.status_code == 200
        assert edition.organisers.count() == 1

    def test_one_more_row_without_a_script(self, secretariat_client: Client) -> None:
        make_edition(slug="first")
        address = desk("venues", "first")

        response = send(
            secretariat_client, address, {"add_row": "venues", "venues-0-name_0": "Hall"}
        )

        assert response.status_code == 200
        assert "venues-1-name_0" in response.content.decode()
        assert "Hall" in response.content.decode()

    def test_saving_nothing_records_nothing(self, secretariat_client: Client) -> None:
        edition = make_edition(slug="first")
        make_topic(edition=edition)
        make_venue(edition=edition)
        make_organiser(edition=edition)
        make_announcement(edition=edition)

        for name in ("edit", "topics", "venues", "organisers", "announcements", "team"):
            response = send(secretariat_client, desk(name, "first"), {})
            assert response.status_code == 302, (name, words(response))

        assert Entry.objects.count() == 0

    def test_an_unpublished_edition_can_be_deleted(self, secretariat_client: Client) -> None:
        public, draft = make_edition(), make_edition(is_public=False)

        refused = secretariat_client.post(desk("delete", public.slug))
        done = secretariat_client.post(desk("delete", draft.slug))

        assert (refused.status_code, done.status_code) == (409, 302)
        assert list(Edition.objects.all()) == [public]


class TestState:
    def test_it_moves_on_and_back_with_a_reason(self, secretariat_client: Client) -> None:
        edition = make_edition(slug="first")
        address = desk("move", "first")

        send(secretariat_client, address, {"to": "open"})
        refused = send(secretariat_client, address, {"to": "announced"})
        skipped = send(secretariat_client, address, {"to": "concluded"})
        send(secretariat_client, address, {"to": "announced", "note": "not yet"})

        assert "Say why the edition goes back." in words(refused)
        assert skipped.status_code == 200
        edition.refresh_from_db()
        assert edition.state == EditionState.ANNOUNCED
        assert Entry.objects.first().note == "not yet"  # type: ignore[union-attr]

    def test_from_the_last_state_the_way_is_back_or_to_the_next_edition(
        self, secretariat_client: Client
    ) -> None:
        edition = make_edition(slug="first", state=EditionState.CONCLUDED)
        address = desk("move", "first")

        refused = send(secretariat_client, address, {"to": "running", "note": ""})

        assert "Reason: This field is required." in words(refused)
        overview = page_of(secretariat_client, edition.get_desk_url())
        [primary] = overview.xpath("//main//*[contains(@class, 'primary')]")
        assert primary.get("href") == desk("copy", "first")

    def test_publishing_is_one_button_and_can_be_undone(
        self, secretariat_client: Client, client: Client
    ) -> None:
        edition = make_edition(is_public=False)

        secretariat_client.post(desk("publish", edition.slug))
        assert client.get(edition.get_absolute_url()).status_code == 200
        page = page_of(secretariat_client, edition.get_desk_url())
        (undo,) = page.xpath("//form[contains(@action, '/undo/')]/@action")
        secretariat_client.post(undo)

        assert client.get(edition.get_absolute_url()).status_code == 404

    @pytest.mark.parametrize("name", ["publish", "unpublish"])
    def test_a_link_cannot_publish(self, secretariat_client: Client, name: str) -> None:
        edition = make_edition()

        assert secretariat_client.get(desk(name, edition.slug)).status_code == 405

    def test_many_are_published_at_once(self, secretariat_client: Client) -> None:
        drafts = [make_edition(is_public=False) for _number in range(3)]

        secretariat_client.post(
            desk("list"), {"action": "publish", "selected": [draft.pk for draft in drafts[:2]]}
        )

        assert Edition.objects.filter(is_public=True).count() == 2

    def test_a_reader_cannot_publish_from_the_list(self) -> None:
        edition, user = make_edition(is_public=False), user_with()
        entrust(user, edition, EditionRole.READER)

        signed_in(user).post(desk("list"), {"action": "publish", "selected": [edition.pk]})

        edition.refresh_from_db()
        assert not edition.is_public

    def test_what_is_missing_stands_first(self, secretariat_client: Client) -> None:
        edition = make_edition(is_public=False, starts_on=None, ends_on=None, city={})

        said = words(secretariat_client.get(edition.get_desk_url()))

        assert said.index("The dates are not known yet.") < said.index("Change the state")
        assert "No fact of this edition names a source." in said

    def test_the_desk_reminds_of_drafts_and_of_editions_that_are_over(
        self, secretariat_client: Client
    ) -> None:
        make_edition(is_public=False, starts_on=None, ends_on=None)
        make_edition(state=EditionState.RUNNING)

        said = words(secretariat_client.get(reverse("web_desk:home")))

        assert "1 edition that is not public yet" in said
        assert "1 edition to conclude: it is over" in said


class TestTeam:
    def test_people_are_named_by_e_mail_address(self, secretariat_client: Client) -> None:
        edition = make_edition(slug="first")
        user = user_with(email="anna@example.org")

        response = send(
            secretariat_client, desk("team", "first"),
            {"role_assignments-0-email": "Anna@example.org",
             "role_assignments-0-role": "programme_editor"},
        )  # fmt: skip

        assert response.status_code == 302, words(response)
        assert edition.role_assignments.get().user == user

    def test_somebody_without_an_account_is_refused(self, secretariat_client: Client) -> None:
        make_edition(slug="first")

        response = send(
            secretariat_client, desk("team", "first"),
            {"role_assignments-0-email": "nobody@example.org",
             "role_assignments-0-role": "reader"},
        )  # fmt: skip

        assert "Nobody with this address has an account." in words(response)
        assert "nobody@example.org" in response.content.decode()

    def test_the_same_role_is_given_once(self, secretariat_client: Client) -> None:
        edition = make_edition(slug="first")
        user = user_with(email="anna@example.org")
        entrust(user, edition, EditionRole.READER)

        response = send(
            secretariat_client, desk("team", "first"),
            {"role_assignments-1-email": "anna@example.org", "role_assignments-1-role": "reader"},
        )  # fmt: skip

        assert "This person has the role already." in words(response)

    def test_a_role_is_withdrawn(self, secretariat_client: Client) -> None:
        edition = make_edition(slug="first")
        user = user_with()
        entrust(user, edition, EditionRole.READER)

        send(secretariat_client, desk("team", "first"), {"role_assignments-0-DELETE": "on"})

        assert edition.role_assignments.count() == 0


class TestSources:
    def test_a_fact_gets_its_source_and_the_page_a_mark(
        self, secretariat_client: Client, client: Client
    ) -> None:
        edition = make_edition(slug="first")
        source = make_source(title={"en": "The report"})
        overview = words(secretariat_client.get(desk("sources", "first")))
        assert "none yet" in overview

        response = send(
            secretariat_client, desk("cite", "first", "edition", str(edition.pk)),
            {"citations-0-field": "starts_on", "citations-0-source": str(source.pk),
             "citations-0-start": "10", "citations-0-end": "20",
             "citations-0-note_0": "Another report differs."},
        )  # fmt: skip

        assert response.status_code == 302, words(response)
        assert edition.citations.get().field == "starts_on"
        assert Entry.objects.get().root_id == str(edition.pk)
        said = words(client.get(edition.get_absolute_url()))
        assert "The report" in said
        assert "Another report differs." in said

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({"citations-0-end": "5"}, "Give both ends of the place, or neither."),
            ({"citations-0-start": "9", "citations-0-end": "5"}, "must end after it starts"),
            ({"citations-0-field": "secret"}, "What it supports"),
            ({"citations-0-source": "0"}, "Source"),
        ],
    )
    def test_a_place_that_cannot_be_is_refused(
        self, secretariat_client: Client, typed: dict[str, str], said: str
    ) -> None:
        edition = make_edition(slug="first")

        response = send(
            secretariat_client, desk("cite", "first", "edition", str(edition.pk)),
            {"citations-0-source": str(make_source().pk), **typed},
        )  # fmt: skip

        assert said in words(response)
        assert edition.citations.count() == 0

    def test_a_milestone_of_a_series_is_cited_there(self, secretariat_client: Client) -> None:
        milestone = make_milestone(series=make_series(slug="exchange"))

        response = send(
            secretariat_client, desk("series_cite", "exchange", "milestone", str(milestone.pk)),
            {"citations-0-source": str(make_source().pk)},
        )  # fmt: skip

        assert response.status_code == 302, words(response)
        assert milestone.citations.count() == 1

    def test_what_an_analyst_tied_to_a_claim_stays_tied(self, secretariat_client: Client) -> None:
        edition = make_edition(slug="first")
        claim = make_claim()
        Citation.objects.create(target=edition, field="theme", source=claim.source, claim=claim)

        send(
            secretariat_client, desk("cite", "first", "edition", str(edition.pk)),
            {"citations-0-note_0": "A note"},
        )  # fmt: skip

        assert edition.citations.get().claim == claim


class TestPreview:
    def test_it_shows_the_page_and_says_that_it_is_not_public(self) -> None:
        edition, user = make_edition(is_public=False, name={"en": "Draft"}), user_with()
        entrust(user, edition, EditionRole.READER)
        make_announcement(edition=edition)

        response = signed_in(user).get(desk("preview", edition.slug))

        assert "This edition is not public." in words(response)
        assert "Draft will be held in Chongqing" in words(response)
        assert "no-store" in response["Cache-Control"]
        assert "noindex" in response.content.decode()

    def test_it_is_never_kept(self, secretariat_client: Client, client: Client) -> None:
        edition = make_edition(is_public=False)

        secretariat_client.get(desk("preview", edition.slug))

        assert client.get(edition.get_absolute_url()).status_code == 404
        assert client.get(desk("preview", edition.slug)).status_code == 302

    @pytest.mark.parametrize("language", LANGUAGE_CODES)
    @pytest.mark.parametrize("name", ["preview", "edition", "edit", "organisers", "copy", "list"])
    def test_the_desk_stands_in_every_language(
        self, secretariat_client: Client, language: str, name: str
    ) -> None:
        edition = make_edition()
        make_organiser(edition=edition)
        with translation.override(language):
            address = desk(name, *([] if name == "list" else [edition.slug]))

        assert page_of(secretariat_client, address).get("lang") == language


class TestLists:
    def test_it_is_searched_and_filtered(self, secretariat_client: Client) -> None:
        make_edition(name={"en": "Alpha"}, theme={"en": "rivers"})
        make_edition(name={"en": "Beta"}, is_public=False, state=EditionState.OPEN)

        for query in ("q=rivers", "is_public=1", "state=announced"):
            said = words(secretariat_client.get(f"{desk('list')}?{query}"))
            assert "Alpha" in said
            assert "Beta" not in said

    @pytest.mark.parametrize("query", ["state=over", "series=none", "sort=secret", "page=0"])
    def test_what_cannot_be_used_is_named(self, secretariat_client: Client, query: str) -> None:
        response = secretariat_client.get(f"{desk('list')}?{query}")

        assert response.status_code == 400
        assert query.partition("=")[0] in words(response)

    def test_an_empty_desk_says_where_to_begin(self, secretariat_client: Client) -> None:
        assert "Begin with the series" in words(secretariat_client.get(desk("list")))


@pytest.mark.parametrize(
    "name",
    [
        "list",
        "series_list",
        "edition",
        "organisers",
        "announcements",
        "sources",
        "team",
        "milestones",
    ],
)
def test_pages_cost_the_same_with_one_row_and_with_thirty(name: str) -> None:
    edition = make_edition(slug="first")
    client = signed_in(user_with(Role.SECRETARIAT))
    arguments = {
        "list": [], "series_list": [], "milestones": [edition.series.slug],
    }.get(name, ["first"])  # fmt: skip
    address = desk(name, *arguments)

    def grow(rows: int) -> None:
        for _number in range(rows):
            make_edition()
            make_organiser(edition=edition)
            make_announcement(edition=edition)
            make_milestone(series=edition.series)
            entrust(user_with(), edition, EditionRole.READER)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    grow(1)
    cost()
    few = cost()
    grow(29)
    assert cost() == few
