import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=60, verbose_name='jenis')),
                ('subject_id', models.CharField(max_length=100, verbose_name='kunci objek')),
                ('label', models.CharField(max_length=300, verbose_name='uraian')),
                ('state', models.CharField(choices=[('queued', 'menunggu'), ('running', 'berjalan'), ('done', 'selesai'), ('failed', 'gagal'), ('cancelled', 'dibatalkan')], default='queued', max_length=12, verbose_name='status')),
                ('done', models.PositiveBigIntegerField(default=0, verbose_name='selesai')),
                ('total', models.PositiveBigIntegerField(default=0, verbose_name='jumlah')),
                ('step', models.CharField(blank=True, default='', max_length=200, verbose_name='langkah')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='percobaan')),
                ('claim', models.UUIDField(blank=True, editable=False, null=True)),
                ('lease_expires_at', models.DateTimeField(blank=True, null=True, verbose_name='sewa berakhir')),
                ('nudged_at', models.DateTimeField(verbose_name='terakhir dipanggil')),
                ('heartbeat_at', models.DateTimeField(blank=True, null=True, verbose_name='tanda hidup')),
                ('is_cancel_requested', models.BooleanField(default=False, verbose_name='diminta batal')),
                ('error', models.TextField(blank=True, default='', verbose_name='kesalahan')),
                ('created_at', models.DateTimeField(verbose_name='dibuat')),
                ('started_at', models.DateTimeField(blank=True, null=True, verbose_name='dimulai')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='berakhir')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='diminta oleh')),
            ],
            options={
                'verbose_name': 'pekerjaan latar',
                'verbose_name_plural': 'pekerjaan latar',
                'indexes': [models.Index(fields=['state', 'lease_expires_at'], name='job_sweep')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['queued', 'running'])), fields=('kind', 'subject_id'), name='one_live_job_per_subject')],
            },
        ),
    ]
