from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("readiness", "0001_initial")]

    operations = [
        migrations.RemoveIndex("readinessitem", "readiness_matrix"),
        migrations.AddIndex(
            "readinessitem",
            models.Index(
                fields=["operation", "stage", "agency_kind", "region"],
                condition=models.Q(("active", True)),
                name="readiness_field",
            ),
        ),
    ]
