"""The page of changes reads the newest transactions, of all people or of one."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0009_history_of_removed_rows"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX history_newest ON pghistory_context (created_at DESC, id)",
            "DROP INDEX history_newest",
        ),
        migrations.RunSQL(
            "CREATE INDEX history_newest_of_person"
            " ON pghistory_context ((metadata -> 'actor'), created_at DESC, id)",
            "DROP INDEX history_newest_of_person",
        ),
    ]
