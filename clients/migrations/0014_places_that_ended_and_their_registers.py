import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import core.triggers


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0013_words_of_restricted_files"),
        ("core", "0007_pins"),
    ]

    operations = [
        migrations.AddField(
            model_name="place",
            name="ended_on",
            field=models.DateField(blank=True, null=True, verbose_name="not in the register of"),
        ),
        migrations.CreateModel(
            name="PlaceLoad",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file_name", models.CharField(max_length=160, verbose_name="file")),
                (
                    "within",
                    models.CharField(blank=True, max_length=7, verbose_name="part of the register"),
                ),
                ("as_of", models.DateField(verbose_name="state of the register")),
                ("content", models.BinaryField()),
                ("read", models.PositiveIntegerField(verbose_name="places in the file")),
                ("added", models.PositiveIntegerField(default=0, verbose_name="new places")),
                ("changed", models.PositiveIntegerField(default=0, verbose_name="changed places")),
                ("ended", models.PositiveIntegerField(default=0, verbose_name="ended places")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("uploaded", "waiting to be confirmed"),
                            ("loading", "register being loaded"),
                            ("done", "register loaded"),
                        ],
                        default="uploaded",
                        max_length=8,
                    ),
                ),
                ("started_on", models.DateField(verbose_name="sent")),
                ("confirmed_on", models.DateField(null=True, verbose_name="confirmed")),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "job",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="core.job",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "places taken in",
                "verbose_name_plural": "places taken in",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status", "uploaded"))
                        | models.Q(
                            ("confirmed_by__isnull", False), ("confirmed_on__isnull", False)
                        ),
                        name="places_loaded_when_confirmed",
                    )
                ],
            },
        ),
        core.triggers.AddTrigger(
            model_name="placeload",
            trigger=pgtrigger.compiler.Trigger(
                name="require_actor",
                sql=core.triggers.AlwaysOnSql(
                    func="\n                IF coalesce(current_setting('gops.actor', true), '') = '' THEN\n                    RAISE EXCEPTION 'write on % without an actor', TG_TABLE_NAME\n                        USING ERRCODE = 'insufficient_privilege',\n                              HINT = 'Write through a service: core.audit names the actor.';\n                END IF;\n                IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n                RETURN NEW;\n            ",
                    hash="d89e4592e321259b52021eadd03c8a048094fb2e",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_require_actor_c7c41",
                    table="clients_placeload",
                    when="BEFORE",
                ),
            ),
        ),
    ]
