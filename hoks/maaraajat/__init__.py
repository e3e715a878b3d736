"""What a school must do by which day: workplace periods, demonstrations, study rights that end (docs/adr/0020)."""

from hoks.maaraajat.listaus import Laji, Maaraaika, listed, maarat

__all__ = ["Laji", "Maaraaika", "listed", "maarat"]
