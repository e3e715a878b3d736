"""What the worklist looks for, on Hakurivi (docs/adr/0019); rebuild_index tells it of the plans that are there."""

import django.contrib.postgres.fields
from django.db import migrations, models


TIMES = """
    UPDATE hoks_hakurivi SET alkoi = oikeus.alkamispaiva,
        paattyy = coalesce(oikeus.voimassa_loppu, oikeus.arvioitu_paattymispaiva)
    FROM hoks_opiskeluoikeus oikeus WHERE oikeus.oid = hoks_hakurivi.opiskeluoikeus_id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("hoks", "0005_luvut"),
    ]

    operations = [
        migrations.AddField(
            model_name="hakurivi",
            name="alkoi",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="hakurivi",
            name="huomautukset",
            field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
        ),
        migrations.AddField(
            model_name="hakurivi",
            name="nayttojen_loppu",
            field=models.DateField(help_text="Jos jokaisella osalla on näyttö.", null=True),
        ),
        migrations.AddField(
            model_name="hakurivi",
            name="paattyy",
            field=models.DateField(help_text="Todellinen, muuten arvioitu.", null=True),
        ),
        migrations.AddField(
            model_name="hakurivi",
            name="puutteet",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.SmallIntegerField(), default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="hakurivi",
            name="saavutettu",
            field=models.DateField(help_text="Osaamisen saavuttamisen päivä.", null=True),
        ),
        migrations.RunSQL(TIMES, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="hakurivi",
            index=models.Index(
                fields=["oppilaitos_oid", "alkoi", "opiskeluoikeus"],
                include=("tila", "puutteet", "huomautukset", "paivitetty"),
                name="hr_koulu_alkoi",
            ),
        ),
    ]
