import django.db.models.deletion
from django.db import migrations, models

import sinergi.kernel.identifiers


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0003_roles_of_bawaslu"),
        ("kernel", "0005_told_by_the_database"),
        ("neutrality", "0004_sealed_papers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Export",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=sinergi.kernel.identifiers.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("format", models.CharField(max_length=4)),
                ("count", models.PositiveIntegerField(help_text="cases in it")),
                ("made_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "operation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.operation",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.post",
                    ),
                ),
            ],
            options={"ordering": ["made_at"]},
        ),
    ]
