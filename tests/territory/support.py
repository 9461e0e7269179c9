"""A small Morocco, for tests that need places and not the whole Kingdom."""

from kanaf.territory import morocco, places
from kanaf.territory.gazetteer import Gazetteer
from kanaf.territory.models import Place

KEPT = {
    "01", "01.511", "01.511.01.0", "01.511.01.03", "01.511.01.05", "01.511.01.06", "01.511.01.07",
    "01.571", "01.571.01.0", "04", "04.421", "04.421.01.0", "04.441", "04.441.01.0", "04.441.01.03",
    "04.441.01.05", "04.441.01.06", "04.441.01.07", "04.441.01.09", "06", "06.141", "06.141.01.0",
    "06.141.01.50", "06.141.01.53", "07", "07.351", "07.351.01.0", "03", "03.231",
}  # fmt: skip
_read: list[Gazetteer] = []


def small_morocco() -> dict[str, Place]:
    """About thirty real places by code: Tanger, Tétouan, Salé, Rabat, Casablanca, Marrakech, Fès."""
    if not _read:
        _read.append(_small())
    places.store(_read[0])
    return {place.code: place for place in Place.objects.filter(code__in=KEPT)}


def _small() -> Gazetteer:
    divisions = [row for row in morocco.administrative_divisions() if row.code in KEPT]
    return Gazetteer(morocco.COUNTRY, divisions)
