from django.db import migrations
from django.db.models import Min


def know_keys(apps, schema_editor):
    """Enter the keys that signed results so far; each counts from its first signature."""
    publications = apps.get_model('awards', 'Publication').objects.exclude(public_key='')
    keys = apps.get_model('awards', 'SigningKey').objects
    used = publications.order_by().values_list('public_key').annotate(since=Min('final_at'))
    for public_key, since in sorted(used, key=lambda row: row[1]):
        keys.get_or_create(public_key=public_key, defaults={'since': since})


class Migration(migrations.Migration):

    dependencies = [
        ('awards', '0007_results_are_files'),
    ]

    operations = [
        migrations.RunPython(know_keys, migrations.RunPython.noop, elidable=False),
    ]
