"""A form token is taken once; the row bears a day."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("neutrality", "0002_barred_authorities"),
    ]

    operations = [
        migrations.CreateModel(
            name="SpentToken",
            fields=[
                (
                    "digest",
                    models.BinaryField(
                        help_text="SHA-256 of the token's number",
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("day", models.DateField()),
            ],
        ),
    ]
