from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("imports", "0002_constraints_speak")]

    operations = [
        migrations.AddField(
            model_name="importbatch",
            name="compared_digest",
            field=models.CharField(blank=True, default="", editable=False, max_length=32),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="notes",
            field=models.JSONField(blank=True, default=list, editable=False, verbose_name="catatan pembacaan"),
        ),
    ]
