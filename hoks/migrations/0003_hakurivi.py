"""What lists sort and search by moves from the study right to a narrow table of its own (docs/adr/0012)."""

import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

# The tables as they were and are; hoks.hakurivit says the same of rows one by one.
FILL = """
INSERT INTO hoks_hakurivi (
    opiskeluoikeus_id, oppilaitos_oid, jarjestysnimi, hakunimi,
    jarjestystutkinto, tutkinto_avain, jarjestysosaamisala, osaamisala_avain, aktiivinen, koskee,
    hoks_id, ensikertainen_hyvaksyminen, paivitetty, poistettu
)
SELECT
    oo.oid, oo.oppilaitos_oid, oo.jarjestysnimi, ' ' || oo.hakunimi,
    nullif(oo.jarjestystutkinto, ''), {tutkinto}, nullif(oo.jarjestysosaamisala, ''), {osaamisala},
    oo.tila NOT IN ('valmistunut', 'eronnut', 'katsotaaneronneeksi', 'peruutettu'),
    oo.tyyppi IN ('ammatillinenkoulutus', 'tuva') AND oo.sisaltyy_opiskeluoikeuteen = ''
        AND (oo.voimassa_loppu IS NULL OR oo.voimassa_loppu >= %s),
    hoks.id, hoks.ensikertainen_hyvaksyminen, coalesce(hoks.paivitetty, hoks.muokattu), poistettu.id IS NOT NULL
FROM hoks_opiskeluoikeus oo
LEFT JOIN hoks_hoks hoks ON hoks.opiskeluoikeus_id = oo.oid AND hoks.poistettu IS NULL
LEFT JOIN hoks_hoks poistettu ON poistettu.opiskeluoikeus_id = oo.oid AND poistettu.poistettu IS NOT NULL
"""
FILL_NAMES = """
INSERT INTO hoks_koulutusnimi (avain, haku)
SELECT {tutkinto}, oo.hakututkinto FROM hoks_opiskeluoikeus oo WHERE oo.hakututkinto <> ''
UNION
SELECT {osaamisala}, oo.hakuosaamisala FROM hoks_opiskeluoikeus oo WHERE oo.hakuosaamisala <> ''
"""
AVAIN = "('x' || left(md5(nullif(oo.{0}, '')), 16))::bit(64)::bigint"


def fill(apps, schema_editor):
    keys = {name: AVAIN.format(f"haku{name}") for name in ("tutkinto", "osaamisala")}
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(FILL_NAMES.format(**keys))
        cursor.execute(FILL.format(**keys), [settings.OPISKELUOIKEUS_VOIMASSA_ALKAEN])


class Migration(migrations.Migration):

    dependencies = [
        ('hoks', '0002_siirto'),
    ]

    operations = [
        migrations.CreateModel(
            name='Hakurivi',
            fields=[
                ('opiskeluoikeus', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='hakurivi', serialize=False, to='hoks.opiskeluoikeus')),
                ('oppilaitos_oid', models.TextField()),
                ('jarjestystutkinto', models.TextField(db_collation='C', null=True)),
                ('tutkinto_avain', models.BigIntegerField(null=True)),
                ('jarjestysosaamisala', models.TextField(db_collation='C', null=True)),
                ('osaamisala_avain', models.BigIntegerField(null=True)),
                ('aktiivinen', models.BooleanField()),
                ('koskee', models.BooleanField(help_text='Kuuluu eHOKSiin ilman HOKSiakin (hoks.scope).')),
                ('jarjestysnimi', models.TextField(db_collation='C')),
                ('hakunimi', models.TextField()),
                ('hoks_id', models.BigIntegerField(null=True)),
                ('ensikertainen_hyvaksyminen', models.DateField(null=True)),
                ('paivitetty', models.DateTimeField(help_text='Lähteen kertoma, muuten oma.', null=True)),
                ('poistettu', models.BooleanField(default=False)),
                ('tila', models.GeneratedField(db_persist=True, expression=models.Case(models.When(models.Q(('hoks_id', None), ('koskee', False), ('poistettu', False)), then=models.Value(0)), default=django.db.models.expressions.CombinedExpression(models.Case(models.When(models.Q(('hoks_id__isnull', False)), then=models.Value(2)), models.When(models.Q(('poistettu', False)), then=models.Value(1)), models.When(models.Q(('koskee', True)), then=models.Value(3)), default=models.Value(4)), '+', models.Case(models.When(models.Q(('aktiivinen', True)), then=models.Value(0)), default=models.Value(10)))), output_field=models.SmallIntegerField(choices=[(0, 'Ei listata'), (1, 'HOKS puuttuu'), (2, 'Voimassa'), (3, 'Poistettu'), (4, 'Poistettu, ei muuten listata'), (11, 'HOKS puuttuu, opiskeluoikeus päättynyt'), (12, 'Päättynyt'), (13, 'Poistettu, opiskeluoikeus päättynyt'), (14, 'Poistettu, opiskeluoikeus päättynyt, ei muuten listata')]))),
            ],
            options={
                'verbose_name': 'hakurivi',
                'verbose_name_plural': 'hakurivit',
            },
        ),
        migrations.CreateModel(
            name='Koulutusnimi',
            fields=[
                ('avain', models.BigIntegerField(primary_key=True, serialize=False)),
                ('haku', models.TextField()),
            ],
            options={
                'verbose_name': 'koulutuksen nimi',
                'verbose_name_plural': 'koulutusten nimet',
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RemoveIndex(
            model_name='opiskeluoikeus',
            name='oo_oppilaitos_nimi',
        ),
        migrations.RemoveIndex(
            model_name='opiskeluoikeus',
            name='oo_oppilaitos_haku',
        ),
        migrations.RemoveField(
            model_name='opiskeluoikeus',
            name='hakunimi',
        ),
        migrations.RemoveField(
            model_name='opiskeluoikeus',
            name='hakuosaamisala',
        ),
        migrations.RemoveField(
            model_name='opiskeluoikeus',
            name='hakututkinto',
        ),
        migrations.RemoveField(
            model_name='opiskeluoikeus',
            name='jarjestysnimi',
        ),
        migrations.RemoveField(
            model_name='opiskeluoikeus',
            name='jarjestysosaamisala',
        ),
        migrations.RemoveField(
            model_name='opiskeluoikeus',
            name='jarjestystutkinto',
        ),
        migrations.AddIndex(
            model_name='hakurivi',
            index=models.Index(fields=['oppilaitos_oid', 'jarjestysnimi', 'opiskeluoikeus'], include=('tila',), name='hr_koulu_nimi'),
        ),
        migrations.AddIndex(
            model_name='hakurivi',
            index=models.Index(fields=['oppilaitos_oid', 'jarjestystutkinto', 'opiskeluoikeus'], include=('tila',), name='hr_koulu_tutkinto'),
        ),
        migrations.AddIndex(
            model_name='hakurivi',
            index=models.Index(fields=['oppilaitos_oid', 'jarjestysosaamisala', 'opiskeluoikeus'], include=('tila',), name='hr_koulu_osaamisala'),
        ),
        migrations.AddIndex(
            model_name='hakurivi',
            index=models.Index(fields=['oppilaitos_oid', 'hoks_id', 'opiskeluoikeus'], include=('tila',), name='hr_koulu_hoks_id'),
        ),
        migrations.AddIndex(
            model_name='hakurivi',
            index=models.Index(fields=['oppilaitos_oid', 'ensikertainen_hyvaksyminen', 'opiskeluoikeus'], include=('tila',), name='hr_koulu_hyvaksytty'),
        ),
        migrations.AddIndex(
            model_name='hakurivi',
            index=models.Index(fields=['oppilaitos_oid', 'paivitetty', 'opiskeluoikeus'], include=('tila',), name='hr_koulu_paivitetty'),
        ),
        migrations.AddIndex(
            model_name='hakurivi',
            index=models.Index(fields=['jarjestysnimi', 'opiskeluoikeus'], include=('tila',), name='hr_maa_nimi'),
        ),
        migrations.AddIndex(
            model_name='hakurivi',
            index=models.Index(fields=['jarjestystutkinto', 'opiskeluoikeus'], include=('tila',), name='hr_maa_tutkinto'),
        ),
        migrations.AddIndex(
            model_name='hakurivi',
            index=models.Index(fields=['jarjestysosaamisala', 'opiskeluoikeus'], include=('tila',), name='hr_maa_osaamisala'),
        ),
        migrations.AddIndex(
            model_name='hakurivi',
            index=models.Index(fields=['hoks_id', 'opiskeluoikeus'], include=('tila',), name='hr_maa_hoks_id'),
        ),
        migrations.AddIndex(
            model_name='hakurivi',
            index=models.Index(fields=['ensikertainen_hyvaksyminen', 'opiskeluoikeus'], include=('tila',), name='hr_maa_hyvaksytty'),
        ),
        migrations.AddIndex(
            model_name='hakurivi',
            index=models.Index(fields=['paivitetty', 'opiskeluoikeus'], include=('tila',), name='hr_maa_paivitetty'),
        ),
        migrations.AddIndex(
            model_name='hakurivi',
            index=models.Index(fields=['oppilaitos_oid', 'tila'], name='hr_koulu_tila'),
        ),
        migrations.AddIndex(
            model_name='hakurivi',
            index=models.Index(fields=['tila'], name='hr_maa_tila'),
        ),
        migrations.AddIndex(
            model_name='hakurivi',
            index=models.Index(fields=['tutkinto_avain', 'oppilaitos_oid', 'tila'], name='hr_tutkinto'),
        ),
        migrations.AddIndex(
            model_name='hakurivi',
            index=models.Index(fields=['osaamisala_avain', 'oppilaitos_oid', 'tila'], name='hr_osaamisala'),
        ),
        migrations.AddIndex(
            model_name='hakurivi',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(models.F('oppilaitos_oid'), 'text_ops'), django.contrib.postgres.indexes.OpClass(models.F('hakunimi'), 'gin_trgm_ops'), fastupdate=False, name='hr_koulu_haku'),
        ),
        migrations.AddIndex(
            model_name='hakurivi',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(models.F('hakunimi'), 'gin_trgm_ops'), fastupdate=False, name='hr_maa_haku'),
        ),
        # A sample fine enough to tell a rare word from a common one; and vacuumed often, for scans of the index alone.
        migrations.RunSQL(
            "ALTER TABLE hoks_hakurivi ALTER COLUMN hakunimi SET STATISTICS 1000;"
            "ALTER TABLE hoks_hakurivi SET (autovacuum_vacuum_scale_factor = 0.01,"
            " autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05)",
            migrations.RunSQL.noop,
        ),
    ]
