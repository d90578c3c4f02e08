import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('jobs', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='job',
            name='nudged_at',
            field=models.DateTimeField(default=django.utils.timezone.now, verbose_name='terakhir dipanggil'),
            preserve_default=False,
        ),
    ]
