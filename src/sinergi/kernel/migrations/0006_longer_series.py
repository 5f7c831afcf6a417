"""The code of an operation alone may have 60 characters, and the series of an agency 24."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('kernel', '0005_told_by_the_database'),
    ]

    operations = [
        migrations.AlterField(
            model_name='numberseries',
            name='prefix',
            field=models.CharField(max_length=120, unique=True),
        ),
    ]
