"""Have the database itself refuse to change what a release says.

A later migration that makes SQLite build the table anew takes the trigger away: it must run these
operations again. Rows can be deleted by whoever may empty tables, and by nothing in Serai.
"""

from django.db import migrations

KEPT = "kind, subject, number, note, content, digest, at"

STATEMENTS = {
    "sqlite": (
        f"""CREATE TRIGGER releases_never_changed BEFORE UPDATE OF {KEPT} ON releases_release BEGIN
            SELECT RAISE(ABORT, 'a release is never changed');
        END""",
    ),
    "postgresql": (
        """CREATE FUNCTION releases_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE integrity_constraint_violation USING MESSAGE = 'a release is never changed';
        END $$""",
        f"""CREATE TRIGGER releases_never_changed BEFORE UPDATE OF {KEPT} ON releases_release
            FOR EACH ROW EXECUTE FUNCTION releases_refuse()""",
    ),
}
REVERSED = {
    "sqlite": ("DROP TRIGGER releases_never_changed",),
    "postgresql": (
        "DROP TRIGGER releases_never_changed ON releases_release",
        "DROP FUNCTION releases_refuse()",
    ),
}


def refuse_changes(apps, schema_editor):
    for statement in STATEMENTS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def permit_changes(apps, schema_editor):
    for statement in REVERSED[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):

    dependencies = [('releases', '0001_initial')]

    operations = [migrations.RunPython(refuse_changes, permit_changes)]
