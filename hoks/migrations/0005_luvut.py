"""What reports count: a plan's first door and its day on Hakurivi, and workplace periods by school (docs/adr/0013)."""

import django.db.models.deletion
from django.db import migrations, models

KANAVAT = [("tiedonsiirto", "Tiedonsiirto"), ("virkailija", "Käsin syötetty"), ("tuonti", "Tuonti")]

FIRST_DOORS = """
    UPDATE hoks_hoks SET kanava = versio.kanava FROM hoks_hoksversio versio
    WHERE versio.hoks_id = hoks_hoks.id AND versio.numero = 1 AND versio.kanava <> 'tiedonsiirto'
"""
ON_ROWS = """
    UPDATE hoks_hakurivi SET luotu = (hoks.luotu AT TIME ZONE 'Europe/Helsinki')::date, kanava = hoks.kanava
    FROM hoks_hoks hoks WHERE hoks.id = hoks_hakurivi.hoks_id
"""
PERIODS = """
    INSERT INTO hoks_tyopaikkajakso (hankkimistapa_id, hoks_id, oppilaitos_oid, loppu)
    SELECT tapa.id, tapa.hoks_id, oikeus.oppilaitos_oid, tapa.loppu
    FROM hoks_osaamisenhankkimistapa tapa
    JOIN hoks_hoks hoks ON hoks.id = tapa.hoks_id AND hoks.poistettu IS NULL
    JOIN hoks_opiskeluoikeus oikeus ON oikeus.oid = hoks.opiskeluoikeus_id
    WHERE tapa.osaamisen_hankkimistapa_koodi_uri
          IN ('osaamisenhankkimistapa_koulutussopimus', 'osaamisenhankkimistapa_oppisopimus')
"""
# A page that vacuum has not seen since it changed makes a count look into the table. By default it comes when a fifth
# of the rows have changed.
VACUUM_OFTEN = """
    ALTER TABLE hoks_hakurivi SET (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_insert_scale_factor = 0.01);
    ALTER TABLE hoks_tyopaikkajakso
        SET (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_insert_scale_factor = 0.01)
"""


class Migration(migrations.Migration):

    dependencies = [("hoks", "0004_osiot")]

    operations = [
        migrations.AddField("hoks", "kanava", models.TextField(choices=KANAVAT, default="tiedonsiirto")),
        migrations.AddField("hakurivi", "kanava", models.TextField(choices=KANAVAT, null=True)),
        migrations.AddField("hakurivi", "luotu", models.DateField(help_text="Suomen aikaa.", null=True)),
        migrations.CreateModel(
            name="Tyopaikkajakso",
            fields=[
                (
                    "hankkimistapa",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="hoks.osaamisenhankkimistapa",
                    ),
                ),
                (
                    "hoks",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="hoks.hoks"
                    ),
                ),
                ("oppilaitos_oid", models.TextField()),
                ("loppu", models.DateField()),
            ],
            options={
                "verbose_name": "työpaikkajakso",
                "verbose_name_plural": "työpaikkajaksot",
                "indexes": [models.Index(fields=["oppilaitos_oid", "loppu"], name="jakso_koulu_loppu")],
            },
        ),
        migrations.RunSQL([FIRST_DOORS, ON_ROWS], migrations.RunSQL.noop),
        migrations.AddIndex(
            "hakurivi",
            models.Index(
                condition=models.Q(hoks_id__isnull=False),
                fields=["oppilaitos_oid", "luotu"],
                include=("kanava",),
                name="hr_koulu_luotu",
            ),
        ),
        migrations.RunSQL(
            VACUUM_OFTEN,
            "ALTER TABLE hoks_hakurivi"
            " RESET (autovacuum_vacuum_scale_factor, autovacuum_vacuum_insert_scale_factor)",
        ),
        migrations.RunSQL(PERIODS, migrations.RunSQL.noop),
    ]
