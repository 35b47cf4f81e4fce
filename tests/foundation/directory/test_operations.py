"""Adding, changing, deleting and merging what the directory holds."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django_scopes import scopes_disabled

from factories.accounts import user_with
from factories.directory import (
    make_country,
    make_field,
    make_organisation,
    make_person,
    make_theme,
    translated,
)
from factories.editions import make_edition, make_organiser
from factories.evidence import make_source
from factories.programme import make_activity
from factories.register import make_record
from serai.convene.programme.models import ActivityOrganiser
from serai.foundation.accounts.models import Role
from serai.foundation.accounts.permissions import may
from serai.foundation.dates import PartialDate
from serai.foundation.directory.merging import merge_organisations
from serai.foundation.directory.models import Organisation, OrganisationIdentifier, Person
from serai.foundation.directory.operations import (
    change_organisation,
    change_person,
    change_theme,
    create_organisation,
    create_person,
    create_theme,
    delete_organisation,
    delete_person,
    delete_theme,
)
from serai.foundation.directory.queries import former_key, redirected
from serai.foundation.record.models import Entry
from serai.foundation.record.operations import Program, erase, undo
from serai.foundation.record.queries import history, revision, verify
from serai.foundation.translation import texts_of
from serai.track.register.models import PartyRole, Record, RecordKind
from serai.track.register.operations import Parts, add_record

pytestmark = pytest.mark.django_db
ACTOR = Program("test")


def verbs_about(target: Organisation | Person) -> list[str]:
    return [entry.verb for entry in history(target).order_by("number")]


def test_an_organisation_with_its_identifiers_is_recorded() -> None:
    organisation = create_organisation(
        actor=ACTOR,
        values={"name": translated("A*STAR"), "country": make_country("SG")},
        identifiers=[{"scheme": "ror", "value": "https://ror.org/036wvzt09"}],
    )
    assert [str(each) for each in organisation.identifiers.all()] == ["ROR 036wvzt09"]
    assert verbs_about(organisation) == ["organisation.created", "organisation.identifier_added"]


def test_the_same_identifiers_again_change_nothing() -> None:
    rows = [{"scheme": "ror", "value": "ror.org/036WVZT09"}]
    organisation = create_organisation(
        actor=ACTOR, values={"name": translated("A*STAR")}, identifiers=rows
    )
    before = revision()
    change_organisation(
        actor=ACTOR,
        organisation=organisation,
        changes={"name": translated("A*STAR")},
        identifiers=rows,
    )
    assert revision() == before


def test_an_identifier_belongs_to_one_organisation() -> None:
    rows = [{"scheme": "ror", "value": "036wvzt09"}]
    create_organisation(actor=ACTOR, values={"name": translated("One")}, identifiers=rows)
    with pytest.raises(ValidationError, match="Another organisation has this identifier"):
        create_organisation(actor=ACTOR, values={"name": translated("Two")}, identifiers=rows)
    assert Organisation.objects.count() == 1


def test_a_mistyped_identifier_is_refused_and_nothing_is_kept() -> None:
    with pytest.raises(ValidationError) as caught:
        create_organisation(
            actor=ACTOR,
            values={"name": translated("One")},
            identifiers=[{"scheme": "ror", "value": "036wvzt08"}],
        )
    assert "value" in caught.value.message_dict
    assert not Organisation.objects.exists()
    assert not Entry.objects.exists()


def test_an_organisation_is_not_part_of_itself() -> None:
    above = make_organisation("Academy")
    below = make_organisation("Institute", parent=above)
    with pytest.raises(ValidationError) as caught:
        change_organisation(actor=ACTOR, organisation=above, changes={"parent": below})
    assert "parent" in caught.value.message_dict


def test_deleting_is_refused_while_something_refers_to_it() -> None:
    above = make_organisation("Academy")
    below = make_organisation("Institute", parent=above)
    with pytest.raises(ProtectedError):
        delete_organisation(actor=ACTOR, organisation=above)
    delete_organisation(actor=ACTOR, organisation=below)
    delete_organisation(actor=ACTOR, organisation=above)
    assert not Organisation.objects.exists()


def test_a_deletion_can_be_undone() -> None:
    person = make_person("Wang Zhigang", country="CN")
    code = person.code
    delete_person(actor=ACTOR, person=person)
    undo(actor=ACTOR, entry=Entry.objects.get(verb="person.deleted"))
    again = Person.objects.get(code=code)
    assert str(again) == "Wang Zhigang"
    assert again.country == make_country("CN")


# Merging


def test_everything_that_refers_to_the_duplicate_moves() -> None:
    survivor = make_organisation({"en": "Chinese Academy of Sciences"}, country=None)
    duplicate = create_organisation(
        actor=ACTOR,
        values={
            "key": "cas-again",
            "name": translated({"en": "CAS", "zh-hans": "中国科学院"}),
            "country": make_country("CN"),
        },
        identifiers=[{"scheme": "ror", "value": "034t30j35"}],
    )
    child = make_organisation("Institute", parent=duplicate)
    person = make_person()
    change_person(
        actor=ACTOR,
        person=person,
        changes={},
        positions=[{"title": translated("President"), "organisation": duplicate}],
    )
    code = duplicate.code

    merge_organisations(actor=ACTOR, survivor=survivor, duplicate=duplicate)

    child.refresh_from_db()
    assert child.parent == survivor
    assert person.positions.get().organisation == survivor
    assert survivor.identifiers.get().value == "034t30j35"
    assert texts_of(survivor.name) == {"en": "Chinese Academy of Sciences", "zh-hans": "中国科学院"}
    assert survivor.country == make_country("CN")
    assert not Organisation.objects.filter(code=code).exists()
    assert redirected(Organisation, code) == survivor.code
    assert former_key(Organisation, "cas-again") == survivor
    assert verbs_about(survivor)[-1] == "organisation.merged"
    assert "organisation.reference_moved" in verbs_about(person)
    assert list(verify()) == []


def test_redirects_follow_a_second_merge() -> None:
    first, second, third = (make_organisation(name) for name in "ABC")
    code = first.code
    merge_organisations(actor=ACTOR, survivor=second, duplicate=first)
    merge_organisations(actor=ACTOR, survivor=third, duplicate=second)
    assert redirected(Organisation, code) == third.code


def test_an_organisation_can_take_the_place_of_its_parent() -> None:
    top = make_organisation("Ministry")
    parent = make_organisation("Academy", parent=top)
    survivor = make_organisation("Academy again", parent=parent)
    merge_organisations(actor=ACTOR, survivor=survivor, duplicate=parent)
    assert survivor.parent == top


def test_a_child_can_be_merged_into_its_parent() -> None:
    parent = make_organisation("Academy")
    duplicate = make_organisation("Academy again", parent=parent)
    below = make_organisation("Institute", parent=duplicate)
    merge_organisations(actor=ACTOR, survivor=parent, duplicate=duplicate)
    below.refresh_from_db()
    assert parent.parent is None
    assert below.parent == parent


def test_a_row_that_says_the_same_of_both_is_kept_once() -> None:
    survivor, duplicate = make_organisation("A"), make_organisation("B")
    title = translated("Director")
    person = make_person()
    for organisation in (survivor, duplicate):
        person.positions.create(title=title, organisation=organisation)
    merge_organisations(actor=ACTOR, survivor=survivor, duplicate=duplicate)
    assert person.positions.count() == 1


def test_references_of_other_rooms_move_and_stand_in_their_histories() -> None:
    survivor, duplicate = make_organisation("A"), make_organisation("B")
    record = add_record(
        actor=ACTOR,
        record=Record(name=translated("Laboratory"), kind=RecordKind.JOINT_LABORATORY),
        parts=Parts(parties=[{"organisation": duplicate, "role": PartyRole.choices[0][0]}]),
    )
    edition = make_edition()
    activity = make_activity(edition)
    with scopes_disabled():
        ActivityOrganiser.objects.create(activity=activity, organisation=duplicate)
    merge_organisations(actor=ACTOR, survivor=survivor, duplicate=duplicate)
    assert record.parties.get().organisation == survivor
    assert next(entry.verb for entry in history(record)) == "organisation.reference_moved"
    with scopes_disabled():
        assert ActivityOrganiser.objects.get().organisation == survivor


def test_two_organisers_become_one_with_the_citations_of_both() -> None:
    survivor, duplicate = make_organisation("A"), make_organisation("B")
    edition = make_edition()
    source = make_source()
    for organisation in (survivor, duplicate):
        make_organiser(edition=edition, organisation=organisation).citations.create(
            source=source, start=organisation.pk, end=organisation.pk + 10
        )
    merge_organisations(actor=ACTOR, survivor=survivor, duplicate=duplicate)
    assert edition.organisers.get().organisation == survivor
    assert edition.organisers.get().citations.count() == 2


def test_what_cannot_be_moved_is_named_and_nothing_is_merged() -> None:
    survivor, duplicate = make_organisation("A"), make_organisation("B")
    make_organisation("Child", parent=duplicate, website="not an address")
    with pytest.raises(ValidationError, match=r"“Child”.*cannot be moved"):
        merge_organisations(actor=ACTOR, survivor=survivor, duplicate=duplicate)
    assert Organisation.objects.filter(pk=duplicate.pk).exists()
    assert not Entry.objects.exists()


def test_an_organisation_is_not_merged_with_itself() -> None:
    organisation = make_organisation()
    with pytest.raises(ValidationError) as caught:
        merge_organisations(
            actor=ACTOR,
            survivor=organisation,
            duplicate=Organisation.objects.get(pk=organisation.pk),
        )
    assert "duplicate" in caught.value.message_dict


# People


def names(*rows: tuple[str, str, bool]) -> list[dict[str, object]]:
    return [
        {"text": text, "language": language, "is_preferred": preferred}
        for text, language, preferred in rows
    ]


def test_the_first_name_is_preferred_unless_another_is() -> None:
    person = create_person(
        actor=ACTOR,
        values={},
        names=names(("Wang Zhigang", "en", False), ("王志刚", "zh-Hans", False)),
    )
    assert person.names.get(is_preferred=True).text == "Wang Zhigang"
    change_person(
        actor=ACTOR,
        person=person,
        changes={},
        names=names(("Wang Zhigang", "en", False), ("王志刚", "zh-Hans", True)),
    )
    assert person.names.get(is_preferred=True).text == "王志刚"


def test_a_person_has_a_name_and_one_preferred_name() -> None:
    with pytest.raises(ValidationError, match="needs a name"):
        create_person(actor=ACTOR, values={}, names=[])
    with pytest.raises(ValidationError, match="Only one name"):
        create_person(actor=ACTOR, values={}, names=names(("A", "en", True), ("B", "fr", True)))
    assert not Person.objects.exists()


def test_an_orcid_may_be_written_as_an_address() -> None:
    person = create_person(
        actor=ACTOR,
        values={"orcid": "https://orcid.org/0000-0002-1825-0097"},
        names=names(("Josiah Carberry", "en", True)),
    )
    assert person.orcid == "0000-0002-1825-0097"
    with pytest.raises(ValidationError) as caught:
        change_person(actor=ACTOR, person=person, changes={"orcid": "0000-0002-1825-0098"})
    assert "orcid" in caught.value.message_dict


def test_erasing_a_person_empties_everything_personal_in_the_record() -> None:
    person = create_person(
        actor=ACTOR,
        values={"honorific": "Prof.", "orcid": "0000-0002-1825-0097", "key": "carberry"},
        names=names(("Josiah Carberry", "en", True)),
        positions=[
            {"title": translated("Professor of psychoceramics"), "as_of": PartialDate(2008)}
        ],
    )
    change_person(actor=ACTOR, person=person, changes={}, names=names(("J. Carberry", "en", True)))
    gone = Person(pk=person.pk)
    delete_person(actor=ACTOR, person=person)
    erase(actor=ACTOR, target=gone)
    left = str(list(Entry.objects.values("object_label", "note", "before", "after")))
    for text in ("Carberry", "carberry", "Prof", "0000-0002-1825-0097", "psychoceramics"):
        assert text not in left
    assert list(verify()) == []


# Themes


def test_a_theme_is_mapped_to_fields() -> None:
    theme = create_theme(
        actor=ACTOR, values={"name": translated("Agriculture")}, fields=[make_field("4.1")]
    )
    change_theme(
        actor=ACTOR, theme=theme, changes={"fields": [make_field("4.1"), make_field("4.4")]}
    )
    assert [field.code for field in theme.fields.all()] == ["4.1", "4.4"]
    delete_theme(actor=ACTOR, theme=theme)
    assert [entry.verb for entry in Entry.objects.order_by("number")] == [
        "theme.created",
        "theme.changed",
        "theme.deleted",
    ]


def test_a_theme_in_use_is_not_deleted() -> None:
    theme = make_theme()
    make_record().themes.add(theme)
    with pytest.raises(ValidationError, match="records"):
        delete_theme(actor=ACTOR, theme=theme)


# Who may


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (Role.ADMINISTRATOR, True),
        (Role.SECRETARIAT, True),
        (Role.EDITOR, True),
        (Role.ANALYST, False),
    ],
)
def test_who_may_change_the_directory(role: Role, *, allowed: bool) -> None:
    assert may(user_with(role), "directory.change_directory") is allowed


def test_identifiers_cannot_be_stored_twice_by_any_way() -> None:
    organisation = make_organisation()
    identifier = OrganisationIdentifier(
        organisation=organisation, scheme="isni", value="0000 0004 6023 8504"
    )
    identifier.full_clean()
    assert identifier.value == "0000000460238504"


def test_a_new_person_is_on_record_by_name() -> None:
    names = [{"text": "张三", "language": "zh"}, {"text": "Zhang San", "is_preferred": True}]
    person = create_person(actor=ACTOR, values={}, names=names)
    first = history(person).order_by("number").first()
    assert first is not None
    assert first.object_label == "Zhang San"
