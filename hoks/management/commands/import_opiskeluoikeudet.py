"""import_opiskeluoikeudet FILE…: study rights as Koski tells of them."""

from hoks.importing import store_opiskeluoikeudet
from hoks.importing.command import BatchImportCommand


class Command(BatchImportCommand):
    help = 'Import study rights (Koski records with "oppija": {"oid": …} added); upserts by oid.'
    store = staticmethod(store_opiskeluoikeudet)
