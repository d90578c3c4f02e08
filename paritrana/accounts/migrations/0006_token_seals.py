"""What an API token is bound to, and when it was last used. Tokens of before are bound when they are next seen."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_acts_of_two_people'),
        ('knox', '0009_extend_authtoken_field'),  # its token gets its key in the steps before
        migrations.swappable_dependency(settings.KNOX_TOKEN_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='TokenSeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('credentials', models.CharField(editable=False, max_length=64, verbose_name='sandi dan faktor saat dibuat')),
                ('last_used_at', models.DateTimeField(blank=True, null=True, verbose_name='terakhir dipakai')),
                ('token', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='seal', to=settings.KNOX_TOKEN_MODEL, verbose_name='token API')),
            ],
            options={
                'verbose_name': 'segel token',
                'verbose_name_plural': 'segel token',
            },
        ),
    ]
