"""What the pages of adoption show, counted ahead (docs/adr/0021)."""

from django.db import migrations, models

class Migration(migrations.Migration):

    dependencies = [
        ('hoks', '0006_tyolista'),
    ]

    operations = [
        migrations.CreateModel(
            name='Kayttoonottokoulu',
            fields=[
                ('oppilaitos_oid', models.TextField(primary_key=True, serialize=False)),
                ('tiedonsiirto', models.PositiveIntegerField(default=0)),
                ('virkailija', models.PositiveIntegerField(default=0)),
                ('tuonti', models.PositiveIntegerField(default=0)),
                ('kuukauden', models.PositiveIntegerField(default=0, help_text='Laskentapäivän kuussa tehdyt suunnitelmat.')),
                ('oikeudet', models.PositiveIntegerField(default=0, help_text='Aktiiviset opiskeluoikeudet, joita eHOKS koskee.')),
                ('katetut', models.PositiveIntegerField(default=0, help_text='Niistä ne, joilla on suunnitelma.')),
                ('ensimmainen_siirto', models.DateTimeField(help_text='Onnistunut.', null=True)),
                ('viimeisin_siirto', models.DateTimeField(help_text='Onnistunut.', null=True)),
                ('hylatyt', models.PositiveIntegerField(default=0, help_text='Viimeisten 30 päivän aikana.')),
            ],
            options={
                'verbose_name': 'käyttöönotto oppilaitoksessa',
                'verbose_name_plural': 'käyttöönotto oppilaitoksittain',
            },
        ),
        migrations.CreateModel(
            name='Kayttoonottoviikko',
            fields=[
                ('pk', models.CompositePrimaryKey('oppilaitos_oid', 'viikko', 'kanava', blank=True, editable=False, primary_key=True, serialize=False)),
                ('oppilaitos_oid', models.TextField()),
                ('viikko', models.DateField(help_text='Viikon maanantai, Suomen aikaa.')),
                ('kanava', models.TextField(choices=[('tiedonsiirto', 'Tiedonsiirto'), ('virkailija', 'Käsin syötetty'), ('tuonti', 'Tuonti')])),
                ('maara', models.PositiveIntegerField()),
            ],
            options={
                'verbose_name': 'käyttöönotto viikossa',
                'verbose_name_plural': 'käyttöönotto viikoittain',
            },
        ),
        migrations.CreateModel(
            name='Kayttoonottolaskenta',
            fields=[
                ('id', models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('laskettu', models.DateTimeField()),
                ('julkiset', models.JSONField()),
            ],
            options={
                'verbose_name': 'käyttöönoton laskenta',
                'verbose_name_plural': 'käyttöönoton laskennat',
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='kayttoonottolaskenta_ainoa')],
            },
        ),
    ]
