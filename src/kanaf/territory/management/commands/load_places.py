"""``./kanaf load_places``: Morocco from its package, any other country from a CSV file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from kanaf.foundation import clock
from kanaf.foundation.context import SystemActor
from kanaf.territory import gazetteer_csv, morocco, services
from kanaf.territory.gazetteer import Gazetteer

CODE_LENGTH = 2


class Command(BaseCommand):
    help = "Load or refresh the administrative divisions of a country."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--country", default="MA", help="ISO 3166-1 code of two letters")
        parser.add_argument("--csv", type=Path, help="file of places, see docs/how-to/places.md")
        parser.add_argument("--dry-run", action="store_true", help="read and check, store nothing")

    def handle(self, *_args: Any, country: str, csv: Path | None, dry_run: bool, **_options: Any) -> None:
        gazetteer = self._read(country.upper(), csv)
        if dry_run:
            count = len(gazetteer.divisions)
            self.stdout.write(_("Places read: %(count)d. None stored.") % {"count": count})
            return
        loaded = services.load_places(
            actor=SystemActor.OPERATOR.value, gazetteer=gazetteer, at=clock.now(), progress=self._progress
        )
        counts = {"places": loaded.places, "rows": loaded.census_rows}
        self.stdout.write(_("Places stored: %(places)d. Census figures stored: %(rows)d.") % counts)

    def _progress(self, done: int, total: int) -> None:
        self.stdout.write(_("Places: %(done)d of %(total)d") % {"done": done, "total": total})

    def _read(self, country: str, csv: Path | None) -> Gazetteer:
        if len(country) != CODE_LENGTH or not country.isascii() or not country.isalpha():
            raise CommandError(_("“%(code)s” is not a country code of two letters.") % {"code": country})
        if csv is None:
            return self._from_package(country)
        try:
            with csv.open(encoding="utf-8-sig", newline="") as file:
                return gazetteer_csv.read(country, file)
        except OSError as error:
            reason = {"file": csv, "reason": error.strerror}
            raise CommandError(_("The file %(file)s cannot be read: %(reason)s.") % reason) from error
        except UnicodeDecodeError as error:
            raise CommandError(_("The file must be written in UTF-8.")) from error
        except gazetteer_csv.PlacesFileError as error:
            raise CommandError(str(error)) from error

    def _from_package(self, country: str) -> Gazetteer:
        if country != morocco.COUNTRY:
            raise CommandError(_("Only Morocco comes with Kanaf: give --csv for another country."))
        return morocco.gazetteer()
