from django.db import migrations, models

FILL = """
    ALTER TABLE core_accesslog DISABLE TRIGGER USER;
    UPDATE core_accesslog SET person_id = object_id
        WHERE what = 'person' OR (what = 'history' AND household_id IS NULL);
    UPDATE core_accesslog SET kind = 'export'
        WHERE what IN ('export', 'cases', 'decisions', 'audit', 'import_report');
    ALTER TABLE core_accesslog ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):
    """How and for what purpose clients' data were seen; what rows of before say of it is filled."""

    dependencies = [("core", "0005_looks_are_only_added")]

    operations = [
        migrations.AddField(
            "accesslog", "person_id", models.BigIntegerField(db_index=True, null=True)
        ),
        migrations.AddField("accesslog", "kind", models.CharField(default="view", max_length=10)),
        migrations.AddField("accesslog", "purpose", models.CharField(default="", max_length=10)),
        migrations.AddField("accesslog", "count", models.PositiveIntegerField(null=True)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
