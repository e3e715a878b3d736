"""import_koodistot FILE…: code lists as the koodisto service tells them."""

from django.forms.models import model_to_dict

from accounts.importing import ImportCommand, Outcome, RecordRefused
from hoks.koodisto import InvalidKoodi, koodi_from_record
from hoks.models import Koodi


class Command(ImportCommand):
    help = (
        "Import code lists (records of the koodisto service: a list of codes or one code); upserts by uri and version."
    )

    def import_record(self, value: dict) -> Outcome:
        """Upsert one version of one code."""
        try:
            koodi = koodi_from_record(value)
        except InvalidKoodi as error:
            raise RecordRefused(error) from error
        known = Koodi.objects.filter(koodi_uri=koodi.koodi_uri, versio=koodi.versio).first()
        if known:
            koodi.pk = known.pk
            if model_to_dict(koodi) == model_to_dict(known):
                return Outcome.UNCHANGED
        koodi.save()
        return Outcome.UPDATED if known else Outcome.CREATED
