"""A case knows which authorities are its subject; an opened original knows where it lies."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("neutrality", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="barred_authorities",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40),
                blank=True,
                default=list,
                help_text="who is the subject itself, and so never receives it",
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="kept_path",
            field=models.CharField(
                blank=True,
                help_text="of a file: what was uncovered, then what was opened",
                max_length=80,
            ),
        ),
    ]
