"""Taking in learners and study rights as oppijanumerorekisteri and Koski tell of them."""

from hoks.importing.koski404 import store_koski404
from hoks.importing.opiskeluoikeudet import store_opiskeluoikeudet, store_opiskeluoikeus
from hoks.importing.oppijat import store_oppija, store_oppijat

__all__ = ["store_koski404", "store_opiskeluoikeudet", "store_opiskeluoikeus", "store_oppija", "store_oppijat"]
