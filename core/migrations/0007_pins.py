import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import core.triggers


class Migration(migrations.Migration):
    """What people keep at hand; and what they opened last is found by an index."""

    dependencies = [
        ("core", "0006_purpose_of_looks"),
    ]

    operations = [
        migrations.CreateModel(
            name="Pin",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.CharField(max_length=40)),
                ("object_id", models.BigIntegerField()),
                ("pinned_at", models.DateTimeField(auto_now_add=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pins",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "pin",
                "verbose_name_plural": "pins",
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(fields=("user", "what", "object_id"), name="pin_once")
                ],
            },
        ),
        core.triggers.AddTrigger(
            model_name="pin",
            trigger=pgtrigger.compiler.Trigger(
                name="require_actor",
                sql=core.triggers.AlwaysOnSql(
                    func="\n                IF coalesce(current_setting('gops.actor', true), '') = '' THEN\n                    RAISE EXCEPTION 'write on % without an actor', TG_TABLE_NAME\n                        USING ERRCODE = 'insufficient_privilege',\n                              HINT = 'Write through a service: core.audit names the actor.';\n                END IF;\n                IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n                RETURN NEW;\n            ",
                    hash="f39777c4235dd5bdeb69ce66655444414a0bbc17",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_require_actor_d081c",
                    table="core_pin",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="accesslog",
            index=models.Index(fields=["user", "-id"], name="accesslog_newest_of_user"),
        ),
    ]
