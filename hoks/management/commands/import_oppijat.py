"""import_oppijat FILE…: learners as oppijanumerorekisteri tells of them."""

from hoks.importing import store_oppijat
from hoks.importing.command import BatchImportCommand


class Command(BatchImportCommand):
    help = "Import learners (henkilo records of oppijanumerorekisteri); upserts by oidHenkilo."
    store = staticmethod(store_oppijat)
