"""What deadlines are told by: what each workplace period lacks, and the days of demonstrations (docs/adr/0020)."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


PERIODS = """
    DELETE FROM hoks_tyopaikkajakso;
    INSERT INTO hoks_tyopaikkajakso (hankkimistapa_id, hoks_id, oppilaitos_oid, loppu, puutteet)
    SELECT tapa.id, tapa.hoks_id, oikeus.oppilaitos_oid, tapa.loppu, array_remove(ARRAY[CASE WHEN tapa.osa_aikaisuustieto IS NULL AND NOT oikeus.suoritustyypit && '{telma,telmakoulutuksenosa}'::text[] THEN 1 END, CASE WHEN coalesce(tapa.tyopaikalla_jarjestettava_koulutus ->> 'tyopaikan-nimi', '') = '' THEN 2 END, CASE WHEN coalesce(tapa.tyopaikalla_jarjestettava_koulutus ->> 'tyopaikan-y-tunnus', '') = '' THEN 3 END, CASE WHEN coalesce(tapa.tyopaikalla_jarjestettava_koulutus -> 'vastuullinen-tyopaikka-ohjaaja' ->> 'nimi', '') = '' THEN 4 END, CASE WHEN coalesce(tapa.tyopaikalla_jarjestettava_koulutus -> 'vastuullinen-tyopaikka-ohjaaja' ->> 'sahkoposti', '') || coalesce(tapa.tyopaikalla_jarjestettava_koulutus -> 'vastuullinen-tyopaikka-ohjaaja' ->> 'puhelinnumero', '') = '' THEN 5 END, CASE WHEN tapa.osaamisen_hankkimistapa_koodi_uri = 'osaamisenhankkimistapa_oppisopimus' AND tapa.oppisopimuksen_perusta_koodi_uri IS NULL THEN 6 END]::smallint[], NULL) FROM hoks_osaamisenhankkimistapa tapa
    JOIN hoks_hoks hoks ON hoks.id = tapa.hoks_id AND hoks.poistettu IS NULL
    JOIN hoks_opiskeluoikeus oikeus ON oikeus.oid = hoks.opiskeluoikeus_id
    WHERE tapa.osaamisen_hankkimistapa_koodi_uri = ANY(ARRAY['osaamisenhankkimistapa_koulutussopimus', 'osaamisenhankkimistapa_oppisopimus'])
"""
DEMONSTRATIONS = """
    INSERT INTO hoks_nayttopaiva (osoittaminen_id, hoks_id, oppilaitos_oid, alku, loppu)
    SELECT naytto.id, naytto.hoks_id, oikeus.oppilaitos_oid, naytto.alku, naytto.loppu FROM hoks_osaamisenosoittaminen naytto
    JOIN hoks_tutkinnonosa osa ON osa.id = naytto.tutkinnon_osa_id AND osa.laji IN ('hato', 'hpto', 'hyto-osa-alue')
    JOIN hoks_hoks hoks ON hoks.id = naytto.hoks_id AND hoks.poistettu IS NULL
    JOIN hoks_opiskeluoikeus oikeus ON oikeus.oid = hoks.opiskeluoikeus_id
    WHERE true
"""
VACUUM_OFTEN = """
    ALTER TABLE hoks_nayttopaiva
        SET (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_insert_scale_factor = 0.01)
"""


class Migration(migrations.Migration):

    dependencies = [
        ('hoks', '0010_tiedotteet'),
    ]

    operations = [
        migrations.CreateModel(
            name='Nayttopaiva',
            fields=[
                ('osoittaminen', models.OneToOneField(on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='+', serialize=False, to='hoks.osaamisenosoittaminen')),
                ('oppilaitos_oid', models.TextField()),
                ('alku', models.DateField()),
                ('loppu', models.DateField()),
            ],
            options={
                'verbose_name': 'näyttöpäivä',
                'verbose_name_plural': 'näyttöpäivät',
            },
        ),
        migrations.AddField(
            model_name='tyopaikkajakso',
            name='puutteet',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), default=list, size=None),
        ),
        migrations.AddIndex(
            model_name='tyopaikkajakso',
            index=models.Index(condition=models.Q(('puutteet', []), _negated=True), fields=['oppilaitos_oid', 'loppu'], name='jakso_puutteet'),
        ),
        migrations.AddField(
            model_name='nayttopaiva',
            name='hoks',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='hoks.hoks'),
        ),
        migrations.AddIndex(
            model_name='nayttopaiva',
            index=models.Index(fields=['oppilaitos_oid', 'alku'], name='naytto_koulu_alku'),
        ),
        migrations.RunSQL(PERIODS, migrations.RunSQL.noop),
        migrations.RunSQL(DEMONSTRATIONS, migrations.RunSQL.noop),
        migrations.RunSQL(VACUUM_OFTEN, migrations.RunSQL.noop),
    ]
