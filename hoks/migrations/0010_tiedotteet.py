"""Announcements, what has been read of them, and the rule of the webinars (docs/adr/0023)."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('hoks', '0008_kayttoonotto'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Tiedote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('otsikko', models.JSONField()),
                ('teksti', models.JSONField()),
                ('kohderyhma', models.TextField(choices=[('kaikki', 'Kaikki virkailijat ja opiskelijat'), ('jarjestaja', 'Yhden koulutuksen järjestäjän virkailijat'), ('oppijat', 'Opiskelijat')])),
                ('jarjestaja_oid', models.TextField(blank=True)),
                ('nakyy_alkaen', models.DateTimeField(null=True)),
                ('nakyy_asti', models.DateTimeField(null=True)),
                ('kiinnitetty', models.BooleanField(default=False)),
                ('kiireellinen', models.BooleanField(default=False)),
                ('tila', models.TextField(choices=[('luonnos', 'Luonnos'), ('julkaistu', 'Julkaistu'), ('vedetty', 'Vedetty pois')], default='luonnos')),
                ('revisio', models.PositiveIntegerField(default=1)),
                ('luotu', models.DateTimeField(auto_now_add=True)),
                ('muokattu', models.DateTimeField(auto_now=True)),
                ('muokkaaja', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'tiedote',
                'verbose_name_plural': 'tiedotteet',
                'ordering': ['-nakyy_alkaen', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='TiedoteLuettu',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('aika', models.DateTimeField(auto_now_add=True)),
                ('tiedote', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='luetut', to='hoks.tiedote')),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'luettu tiedote',
                'verbose_name_plural': 'luetut tiedotteet',
            },
        ),
        migrations.CreateModel(
            name='Webinaarisaanto',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ('otsikko', models.CharField(max_length=200, verbose_name='otsikko')),
                ('linkki', models.CharField(blank=True, max_length=500, verbose_name='linkki')),
                ('viikonpaiva', models.PositiveSmallIntegerField(verbose_name='viikonpäivä')),
                ('vali_viikkoa', models.PositiveSmallIntegerField(verbose_name='väli viikkoina')),
                ('alkaa', models.DateField(verbose_name='ensimmäinen päivä')),
                ('paattyy', models.DateField(null=True, verbose_name='viimeinen päivä')),
                ('klo_alku', models.TimeField(verbose_name='alkaa klo')),
                ('klo_loppu', models.TimeField(verbose_name='päättyy klo')),
                ('tunniste', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('revisio', models.PositiveIntegerField(default=1)),
                ('muokattu', models.DateTimeField(auto_now=True)),
            ],
            options={
                'verbose_name': 'webinaarien sääntö',
                'verbose_name_plural': 'webinaarien säännöt',
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='webinaari_yksi_saanto'), models.CheckConstraint(condition=models.Q(('viikonpaiva__lte', 6)), name='webinaari_viikonpaiva'), models.CheckConstraint(condition=models.Q(('vali_viikkoa__gte', 1), ('vali_viikkoa__lte', 52)), name='webinaari_vali'), models.CheckConstraint(condition=models.Q(('klo_loppu__gt', models.F('klo_alku'))), name='webinaari_kellonajat'), models.CheckConstraint(condition=models.Q(('paattyy__isnull', True), ('paattyy__gte', models.F('alkaa')), _connector='OR'), name='webinaari_paivat')],
            },
        ),
        migrations.CreateModel(
            name='Webinaaripoikkeus',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('paiva', models.DateField(verbose_name='säännön mukainen päivä')),
                ('uusi_paiva', models.DateField(null=True, verbose_name='uusi päivä')),
                ('uusi_alku', models.TimeField(null=True, verbose_name='alkaa klo')),
                ('uusi_loppu', models.TimeField(null=True, verbose_name='päättyy klo')),
                ('saanto', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='poikkeukset', to='hoks.webinaarisaanto')),
            ],
            options={
                'verbose_name': 'webinaarin poikkeus',
                'verbose_name_plural': 'webinaarien poikkeukset',
                'ordering': ['paiva'],
            },
        ),
        migrations.AddIndex(
            model_name='tiedote',
            index=models.Index(fields=['-nakyy_alkaen', '-id'], name='tiedote_uusimmat'),
        ),
        migrations.AddConstraint(
            model_name='tiedote',
            constraint=models.CheckConstraint(condition=models.Q(('otsikko__has_key', 'fi'), ('teksti__has_key', 'fi')), name='tiedote_suomeksi'),
        ),
        migrations.AddConstraint(
            model_name='tiedote',
            constraint=models.CheckConstraint(condition=models.Q(('nakyy_asti__isnull', True), ('nakyy_asti__gt', models.F('nakyy_alkaen')), _connector='OR'), name='tiedote_nakyy_jonkin_aikaa'),
        ),
        migrations.AddConstraint(
            model_name='tiedote',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('tila', 'julkaistu'), _negated=True), ('nakyy_alkaen__isnull', False), _connector='OR'), name='tiedote_julkaistu_alkaa'),
        ),
        migrations.AddConstraint(
            model_name='tiedote',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kohderyhma', 'jarjestaja'), models.Q(('jarjestaja_oid', ''), _negated=True)), models.Q(models.Q(('kohderyhma', 'jarjestaja'), _negated=True), ('jarjestaja_oid', '')), _connector='OR'), name='tiedote_jarjestaja_jos_jarjestajan'),
        ),
        migrations.AddConstraint(
            model_name='tiedoteluettu',
            constraint=models.UniqueConstraint(fields=('user', 'tiedote'), name='tiedote_luettu_kerran'),
        ),
        migrations.AddConstraint(
            model_name='webinaaripoikkeus',
            constraint=models.UniqueConstraint(fields=('saanto', 'paiva'), name='webinaaripoikkeus_kerran'),
        ),
        migrations.AddConstraint(
            model_name='webinaaripoikkeus',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('uusi_alku__isnull', True), ('uusi_loppu__isnull', True), ('uusi_paiva__isnull', True)), models.Q(('uusi_alku__isnull', False), ('uusi_loppu__gt', models.F('uusi_alku')), ('uusi_paiva__isnull', False)), _connector='OR'), name='webinaaripoikkeus_peruttu_tai_siirretty'),
        ),
    ]
