"""Which delivery a file is: by the header names that its contract accepts, wherever they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipelines.intake.contract import Formaat
from pipelines.intake.dutch import bare
from pipelines.intake.refusal import Fout, shown
from pipelines.intake.sheets import Sheet

_LOOKED_AT = 60
"""How many rows are searched for a header."""
_LEAST_HITS = 3

FORBIDDEN = frozenset(
    bare(each)
    for each in (
        "naam", "namen", "voornaam", "voornamen", "achternaam", "voorletters", "initialen", "roepnaam",
        "tussenvoegsel", "tussenvoegsels", "voorvoegsel", "familienaam", "geslachtsnaam", "meisjesnaam",
        "geboortenaam", "volledige naam", "adres", "straat", "straatnaam", "huisnummer", "huisnr",
        "postcode", "pc", "tel", "telnr", "tel.nr.", "mobiel", "mobiele nummer", "mobielnummer", "gsm",
        "gsmnummer", "mail", "geboren", "geboren op", "geb.datum", "gebdatum", "geb. dat.",
        "datum geboorte", "sofi", "sofinr", "sofinummer", "persoonsnummer", "iban", "rekeningnummer",
        "bankrekening", "paspoortnummer", "contactpersoon", "rijbewijsnummer", "name", "first name",
        "last name", "surname", "birthdate", "date of birth", "address", "phone",
    )
)  # fmt: skip
"""Headers of columns that name a person."""
_FORBIDDEN_PARTS = (
    "bsn", "burgerservice", "geboortedat", "geboortedag", "telefoon", "email", "mailadres", "achternaam",
    "voornaam", "woonadres", "postadres", "huisnummer", "postcode", "adresregel", "straatnaam",
)  # fmt: skip
_NAMED = frozenset(
    "deelnemer kandidaat client persoon medewerker werknemer klant inwoner cursist".split()  # noqa: SIM905
)


@dataclass(frozen=True)
class Recognised:
    """A sheet as a delivery: the index of its last header row, and where each column stands."""

    formaat: Formaat
    sheet: Sheet
    header: int
    places: Mapping[str, int]
    titles: Mapping[str, str]
    ignored: tuple[str, ...]
    doubled: tuple[tuple[str, str, str], ...]

    @property
    def missing(self) -> list[str]:
        return [each for each in self.formaat.columns if each not in self.places]


def likeness(formats: Iterable[Formaat]) -> _Likeness:
    """Make a measure of how much a sheet looks like any of these deliveries."""
    return _Likeness(tuple(formats))


@dataclass(frozen=True)
class _Likeness:
    formats: tuple[Formaat, ...]

    def __call__(self, sheet: Sheet) -> int:
        found = best(sheet, self.formats)
        return len(found.places) if found else 0


def best(sheet: Sheet, formats: Iterable[Formaat]) -> Recognised | None:
    """Find the delivery and the header row that explain most of a sheet's beginning, if any.

    A header may be spread over two rows, as merged cells do it; the lower row then goes first.
    """
    if not sheet.cells.width:
        return None
    rows = [[cell or "" for cell in row] for row in sheet.cells.head(_LOOKED_AT).rows()]
    found: Recognised | None = None
    for formaat in formats:
        accepted = formaat.accepted()
        for index, row in enumerate(rows):
            for header, upper in ((index, None), (index + 1, row)):
                if upper is not None and header >= len(rows):
                    continue
                candidate = _matched(formaat, accepted, sheet, header, rows[header], upper)
                enough = max(_LEAST_HITS, len(formaat.columns) // 2)
                if len(candidate.places) < enough:
                    continue
                if found is None or _weight(candidate) > _weight(found):
                    found = candidate
    return found


def _weight(found: Recognised) -> tuple[float, int]:
    return len(found.places) / len(found.formaat.columns), len(found.places)


def _matched(
    formaat: Formaat,
    accepted: Mapping[str, str],
    sheet: Sheet,
    header: int,
    row: Sequence[str],
    upper: Sequence[str] | None,
) -> Recognised:
    written = list(row)
    if upper is not None:
        if sum(bare(cell) in accepted for cell in row if cell) == 0:
            return Recognised(formaat, sheet, header, {}, {}, (), ())
        written = [
            low if bare(low) in accepted or not high or bare(high) not in accepted else high
            for low, high in zip(row, upper, strict=True)
        ]
    places: dict[str, int] = {}
    doubled = []
    ignored = []
    for place, cell in enumerate(written):
        if not cell:
            continue
        name = accepted.get(bare(cell))
        if name is None:
            ignored.append(shown(cell))
        elif name not in places:
            places[name] = place
        elif bare(cell) == bare(name) != bare(written[places[name]]):
            ignored.append(shown(written[places[name]]))
            places[name] = place
        elif bare(written[places[name]]) == bare(name) != bare(cell):
            ignored.append(shown(cell))
        else:
            doubled.append((name, shown(written[places[name]]), shown(cell)))
    titles = {name: shown(written[place]) for name, place in places.items()}
    return Recognised(formaat, sheet, header, places, titles, tuple(ignored), tuple(doubled))


def _is_title(cell: str) -> bool:
    """Tell a header from a cell that says something of somebody, which may not be repeated."""
    return len(cell) <= 40 and sum(map(str.isdecimal, cell)) < 5 and "@" not in cell


def names_a_person(header: str) -> bool:
    """Tell whether a column of this name would name a person."""
    plain = bare(header)
    if plain in FORBIDDEN or any(part in plain for part in _FORBIDDEN_PARTS):
        return True
    words = [bare(word) for word in header.replace("_", " ").replace("-", " ").split()]
    return (
        "naam" in words
        and any(word.removesuffix("s") in _NAMED or word in _NAMED for word in words)
    ) or any(plain in (f"{who}naam", f"{who}snaam", f"naam{who}") for who in _NAMED)


def columns_that_name_persons(sheets: Iterable[Sheet]) -> list[Fout]:
    """Find headers, on any sheet, under which persons would be named."""
    found = []
    for sheet in sheets:
        if not sheet.cells.width:
            continue
        for index, row in enumerate(sheet.cells.head(_LOOKED_AT).rows()):
            filled = [cell for cell in row if cell]
            if len(filled) < 2:
                continue
            for cell in filled:
                if _is_title(cell) and names_a_person(cell):
                    rule = (
                        "deze kolom noemt personen en mag niet worden aangeleverd; verwijder de kolom "
                        "en lever opnieuw aan"
                    )
                    found.append(Fout(rule, sheet.name or None, index + 1, shown(cell)))
        seen: Counter[str | None] = Counter()
        unique = []
        for each in found:
            seen[each.kolom] += 1
            if seen[each.kolom] == 1:
                unique.append(each)
        found = unique
    return found
