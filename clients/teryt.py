"""Places of the TERYT register from the files that GUS publishes (eteryt.stat.gov.pl).

SIMC: `WOJ;POW;GMI;RODZ_GMI;RM;MZ;NAZWA;SYM;SYMPOD;STAN_NA`, one place a row. TERC:
`WOJ;POW;GMI;RODZ;NAZWA;NAZWA_DOD;STAN_NA`, one unit a row; it names the gmina.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.errors import DomainError

SIMC = ("WOJ", "POW", "GMI", "RODZ_GMI", "RM", "NAZWA", "SYM")
TERC = ("WOJ", "POW", "GMI", "RODZ", "NAZWA")
PARTS = {"00", "95", "98", "99"}
"""Kinds (RM) that are parts of another place: no address is written with them."""


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place: its SIMC number, its name, the TERC number and the name of its gmina."""

    simc: str
    name: str
    terc: str
    gmina: str


def read_places(simc: Iterable[str], terc: Iterable[str], within: str = "") -> Iterator[PlaceRow]:
    """Places of both files whose TERC number begins with `within`; parts of places are left out.

    Raises DomainError, with the number of the row, for a missing column or gmina.
    """
    gminas = {_unit(row, "RODZ"): row["NAZWA"] for row in _rows("TERC", terc, TERC) if row["GMI"]}
    for number, row in enumerate(_rows("SIMC", simc, SIMC), start=2):
        unit = _unit(row, "RODZ_GMI")
        if not unit.startswith(within) or row["RM"] in PARTS:
            continue
        if unit not in gminas:
            raise DomainError(
                _("Row %(row)d of SIMC: TERC has no gmina %(gmina)s. Take both files of one day.")
                % {"row": number, "gmina": unit}
            )
        yield PlaceRow(row["SYM"].zfill(7), row["NAZWA"], unit, gminas[unit])


def _rows(name: str, lines: Iterable[str], columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    reader = csv.DictReader(lines, delimiter=";")
    missing = [column for column in columns if column not in (reader.fieldnames or [])]
    if missing:
        raise DomainError(
            _("The file %(name)s lacks the columns: %(columns)s.")
            % {"name": name, "columns": ", ".join(missing)}
        )
    for number, row in enumerate(reader, start=2):
        if any(row[column] is None for column in columns):
            raise DomainError(
                _("Row %(row)d of %(name)s is shorter than the heading.")
                % {"row": number, "name": name}
            )
        if any(row[column] for column in columns):
            yield {column: row[column].strip() for column in columns}


def _unit(row: dict[str, str], kind: str) -> str:
    """TERC number of a gmina: województwo, powiat, gmina and its kind."""
    return f"{row['WOJ']}{row['POW']}{row['GMI']}{row[kind]}"
