"""import_koski404 FILE…: OIDs of study rights that Koski has answered 404 to."""

from hoks.importing import store_koski404
from hoks.importing.command import BatchImportCommand


class Command(BatchImportCommand):
    help = "Mark study rights (OIDs) that Koski no longer knows; import_opiskeluoikeudet takes the mark away."
    store = staticmethod(store_koski404)
