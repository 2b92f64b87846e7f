"""Tables of the CBS OData service (v3), in the form that a refresh leaves in a delivery.

A delivery holds the service's own tables: `TableInfos.json`, `DataProperties.json` and one file per
dimension, each a list of rows, and `TypedDataSet.ndjson` with one row a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

import orjson
import polars as pl

from pipelines.delivery import Delivery, DeliveryError
from warehouse.periods import Period

ROWS = "TypedDataSet.ndjson"
PERIODS = "Perioden"
DESCRIPTIONS = ("TableInfos.json", "DataProperties.json")

KEY_LENGTH = 36
"""How long a column's key gets before the CBS cuts it off, the number at its end included."""

PERIOD_STATUSES = {
    "Definitief": "definitief",
    "NaderVoorlopig": "nader voorlopig",
    "Voorlopig": "voorlopig",
}

MULTIPLIERS = {"%": 1, "aantal": 1, "x 1 000": 1000}
"""Units that the monitor knows, and what turns a figure into whole units."""

VALUE = pl.Decimal(18, 4)

AREA = r"^(NL01|(PV|AM)\d{2}|GM\d{4})$"

TOTALS = (
    "Totaal",
    "Totaal personen",
    "Totaal mannen en vrouwen",
    "15 tot 75 jaar",
    "Totaal leeftijd",
    "Totaal burgerlijke staat",
    "Waarde",
)
"""How the CBS titles the category that holds everyone; `Waarde` stands beside bounds of an interval."""

_ANY_AREA = re.compile(r"(NL0[01]|(LD|PV|CR|AM)\d{2}|GM\d{4}|(WK|BU)\w+)")

_DATED = re.compile(r"(?P<stem>.+?)(?P<day>\d{2})(?P<month>\d{2})(?P<year>\d{4})")


@dataclass(frozen=True, kw_only=True)
class Measure:
    """What we need from a table: the column with this stem and unit gives this indicator.

    The stem is the column's key without date and number. `group` is the title of the group that
    the column stands under, where the stem alone would not tell. `rounded_to` says to what number
    counts were rounded, where the table's own decimals do not tell. A table may lack an `optional`
    column: not every edition has it.
    """

    indicator: str
    stem: str
    unit: str
    group: str | None = None
    rounded_to: int | None = None
    optional: bool = False


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a table, from DataProperties; `peildatum` is the date in its key, if any."""

    key: str
    stem: str
    title: str
    unit: str
    decimals: int
    group: str | None
    peildatum: date | None

    def answers_to(self, stem: str) -> bool:
        """Tell whether this is the column of a stem; the CBS cuts a long key off."""
        own, asked = self.stem.casefold(), stem.casefold()
        return own == asked or (len(self.key) >= KEY_LENGTH - 2 and asked.startswith(own))

    @property
    def path(self) -> str:
        """The title as the table shows it: group › column."""
        return f"{self.group} › {self.title}" if self.group else self.title

    @property
    def multiplier(self) -> int:
        return MULTIPLIERS[self.unit]

    def margin(self, rounded_to: int | None = None) -> Decimal:
        """Half of what rounding leaves open, in whole units; 0 for an exact count."""
        if rounded_to:
            return Decimal(rounded_to) / 2
        if self.unit == "aantal" and self.decimals == 0:
            return Decimal(0)
        return Decimal(self.multiplier).scaleb(-self.decimals) / 2


@dataclass(frozen=True)
class Layout:
    """What describes a table: its columns and its dimensions.

    `dimensions` holds the rows of each dimension table by its name; `properties` those of
    DataProperties.
    """

    id: str
    properties: list[dict[str, Any]]
    dimensions: Mapping[str, list[dict[str, Any]]]

    @cached_property
    def region(self) -> str | None:
        """The dimension whose keys are areas; None for a table of Nederland alone."""
        return next(
            (
                name
                for name, rows in self.dimensions.items()
                if any(_ANY_AREA.fullmatch(row["Key"].strip()) for row in rows)
            ),
            None,
        )

    @cached_property
    def columns(self) -> list[Column]:
        """All columns with figures."""
        titles = {row["ID"]: row["Title"] for row in self.properties if row["Type"] == "TopicGroup"}
        found = []
        for row in self.properties:
            if row["Type"] != "Topic":
                continue
            stem, peildatum = _stem_and_day(row["Key"])
            found.append(
                Column(
                    key=row["Key"],
                    stem=stem,
                    title=row["Title"],
                    unit=row["Unit"] or "",
                    decimals=row["Decimals"] or 0,
                    group=titles.get(row["ParentID"]),
                    peildatum=peildatum,
                )
            )
        return found

    def column(self, stem: str, *, unit: str, group: str | None = None) -> Column:
        """Find the one column with this stem and unit; DeliveryError when none or two match."""
        alike = [each for each in self.columns if each.answers_to(stem)]
        matching = [
            each
            for each in alike
            if each.unit == unit and (group is None or _plain(each.group) == _plain(group))
        ]
        asked = f"kolom '{stem}' met eenheid {unit}" + (f" onder '{group}'" if group else "")
        if len(matching) > 1:
            keys = ", ".join(each.key for each in matching)
            raise DeliveryError(f"{self.id}: meer dan één {asked}; gevonden: {keys}")
        if not matching:
            seen = ", ".join(f"{each.key} ({each.unit})" for each in alike or self.columns)
            raise DeliveryError(f"{self.id}: geen {asked}; gevonden: {seen or 'geen kolommen'}")
        return matching[0]

    def wanted(self, measures: Iterable[Measure]) -> list[tuple[Measure, Column]]:
        """Pair each measure with its column; an optional one that the table lacks is left out."""
        found = [
            (each, self.column(each.stem, unit=each.unit, group=each.group))
            for each in measures
            if not each.optional or any(column.answers_to(each.stem) for column in self.columns)
        ]
        if not found:
            stems = ", ".join(each.stem for each in measures)
            seen = ", ".join(f"{each.key} ({each.unit})" for each in self.columns)
            raise DeliveryError(f"{self.id}: geen van de kolommen {stems}; gevonden: {seen}")
        return found

    def key(self, dimension: str, title: str) -> str:
        """The key of a category by its title; DeliveryError when it is not there exactly once."""
        rows = self._dimension(dimension)
        keys = [row["Key"] for row in rows if _plain(row["Title"]) == _plain(title)]
        if len(keys) != 1:
            titles = ", ".join(row["Title"] for row in rows)
            raise DeliveryError(
                f"{self.id}: '{title}' staat {len(keys)} keer in {dimension}; gevonden: {titles}"
            )
        return str(keys[0])

    def total(self, dimension: str) -> str:
        """The key of the category that holds everyone, by its title.

        Raises DeliveryError, naming the titles that there are, when none or several can be it.
        """
        rows = self._dimension(dimension)
        for title in map(_plain, TOTALS):
            keys = [row["Key"] for row in rows if _plain(row["Title"]) == title]
            if len(keys) == 1:
                return str(keys[0])
        titles = ", ".join(row["Title"] for row in rows)
        raise DeliveryError(f"{self.id}: geen totaal in dimensie {dimension}; gevonden: {titles}")

    def others(self) -> list[str]:
        """The dimensions besides areas and periods."""
        return [name for name in self.dimensions if name not in (self.region, PERIODS)]

    def _dimension(self, name: str) -> list[dict[str, Any]]:
        if name not in self.dimensions:
            raise DeliveryError(f"{self.id}: tabel {name}.json ontbreekt in de levering")
        return self.dimensions[name]


@dataclass(frozen=True)
class CbsTable(Layout):
    """A table as delivered, with padding taken off its keys and nothing else changed.

    `handed_down` is true for one that came with the project instead of from the CBS itself.
    """

    rows: pl.DataFrame
    handed_down: bool = False

    def column(self, stem: str, *, unit: str, group: str | None = None) -> Column:
        """Find the one column with this stem and unit; DeliveryError when none or two match."""
        found = super().column(stem, unit=unit, group=group)
        if found.key not in self.rows.columns:
            raise DeliveryError(
                f"{self.id}: kolom {found.key} staat in DataProperties, maar niet in {ROWS}"
            )
        return found

    @cached_property
    def totals(self) -> CbsTable:
        """The table with only the rows that stand for everyone, whatever it is split up by."""
        kept = [
            pl.col(name) == self.total(name) for name in self.others() if name in self.rows.columns
        ]
        rows = self.rows.filter(*kept) if kept else self.rows
        return replace(self, rows=rows)

    @cached_property
    def periods(self) -> Mapping[str, tuple[Period, str]]:
        """Each period key with its period and our word for its status.

        Raises DeliveryError on a status that we do not know.
        """
        found = {}
        for row in self._dimension(PERIODS):
            key, status = row["Key"], row["Status"]
            if status not in PERIOD_STATUSES:
                raise DeliveryError(
                    f"{self.id}: periode {key} heeft onbekende status '{status}' "
                    f"(bekend: {', '.join(PERIOD_STATUSES)})"
                )
            found[key] = (Period.from_cbs_key(key), PERIOD_STATUSES[status])
        return found

    def figures(self, measures: tuple[Measure, ...]) -> pl.DataFrame:
        """One row per area, period and measure, in whole units.

        Columns: `tabel, gebied, cbs_periode, indicator, waarde, marge, peildatum, vindplaats`.
        Without a dimension of areas all figures are of Nederland. Rows of other areas than country,
        provincie, arbeidsmarktregio and gemeente are left out.
        `cbs_periode` is null and `vindplaats` says no period for a table without periods. Both null
        and "." are missing.
        """
        area = pl.lit("NL01")
        if self.region is not None:
            area = pl.col(self.region).replace("NL00", "NL01")
        timed = PERIODS in self.rows.columns
        period = pl.col(PERIODS) if timed else pl.lit(None, pl.String)
        rows = self.rows.with_columns(gebied=area, cbs_periode=period).filter(
            pl.col("gebied").str.contains(AREA)
        )
        if timed and (unknown := set(rows["cbs_periode"]) - self.periods.keys()):
            raise DeliveryError(
                f"{self.id}: periode {min(unknown)} staat in {ROWS}, maar niet in Perioden"
            )
        return pl.concat([self._figures_of(rows, *each) for each in self.wanted(measures)])

    def _figures_of(self, rows: pl.DataFrame, measure: Measure, column: Column) -> pl.DataFrame:
        value = pl.col(column.key)
        if rows[column.key].dtype == pl.String:
            value = value.str.strip_chars().replace(".", None)
        figures = rows.select(
            "gebied",
            "cbs_periode",
            tabel=pl.lit(self.id),
            indicator=pl.lit(measure.indicator),
            waarde=(value.cast(VALUE) * column.multiplier).cast(VALUE),
            marge=pl.lit(column.margin(measure.rounded_to), VALUE),
            peildatum=pl.lit(column.peildatum, pl.Date),
            vindplaats=pl.concat_str(
                pl.lit(f"{self.id}, {column.path}"),
                "cbs_periode",
                separator=", ",
                ignore_nulls=True,
            ),
        )
        if measure.rounded_to:
            finer = figures.filter(pl.col("waarde") % measure.rounded_to != 0)
            if finer.height:
                area, seen = finer.row(0, named=True)["gebied"], finer["waarde"][0]
                raise DeliveryError(
                    f"{self.id}: {column.key} zou zijn afgerond op {measure.rounded_to}, maar "
                    f"{area} heeft {seen.normalize():f}"
                )
        return figures


def read(delivery: Delivery) -> CbsTable:
    """Read a delivered table; DeliveryError when a file or a column of it cannot be used."""
    folder, record = delivery.folder, delivery.record
    if not record.tabel:
        raise DeliveryError(f"{folder}: de levering noemt geen tabel")
    for name in ("DataProperties.json", ROWS):
        if name not in record.bestanden:
            raise DeliveryError(f"{folder}: {name} ontbreekt in de levering")
    properties = orjson.loads((folder / "DataProperties.json").read_bytes())
    dimensions = {
        name.removesuffix(".json"): rows
        for name in record.bestanden
        if name.endswith(".json") and name not in DESCRIPTIONS
        for rows in (_dimension(folder / name),)
        if rows is not None
    }
    try:
        # As bytes: a path with [brackets] would be taken for a pattern.
        content = (folder / ROWS).read_bytes()
        if not content.strip():
            raise DeliveryError(f"{record.tabel}: de tabel kwam zonder rijen")
        rows = pl.read_ndjson(content, infer_schema_length=None)
    except pl.exceptions.PolarsError as broken:
        raise DeliveryError(f"{folder}: {ROWS} is niet te lezen als JSON per regel") from broken
    keys = [name for name in dimensions if name in rows.columns]
    return CbsTable(
        record.tabel,
        properties,
        dimensions,
        rows.with_columns(pl.col(keys).str.strip_chars()),
        handed_down=record.stand == "meegeleverd",
    )


def _dimension(path: Path) -> list[dict[str, Any]] | None:
    """Read the rows of a dimension, without padding; None when the file is no dimension.

    Of areas only those are taken that can have figures here: a table has wijken by the thousand.
    """
    rows = _listed(path.read_bytes())
    if "Key" not in rows.columns:
        return None
    known = rows.select(pl.col(name) for name in ("Key", "Title", "Status") if name in rows.columns)
    stripped = known.with_columns(pl.col("Key").str.strip_chars())
    areas = stripped.filter(pl.col("Key").str.contains(f"{AREA}|^NL00$"))
    return (stripped if areas.is_empty() else areas).to_dicts()


def _listed(content: bytes) -> pl.DataFrame:
    """Read a list of rows; one row a line, as a refresh writes them, takes a tenth of the memory."""
    lines = content.strip().removeprefix(b"[").removesuffix(b"]").replace(b"},\n{", b"}\n{")
    try:
        return pl.read_ndjson(lines.strip(), infer_schema_length=None)
    except pl.exceptions.PolarsError:
        return pl.read_json(content, infer_schema_length=None)


def area_names(delivery: Delivery) -> dict[str, str]:
    """Name the areas in a delivered table: provincies, arbeidsmarktregio's and gemeenten by code."""
    named: dict[str, str] = {}
    for name in delivery.record.bestanden:
        if not name.endswith(".json") or name in DESCRIPTIONS:
            continue
        for row in _dimension(delivery.folder / name) or ():
            if "Title" in row and re.fullmatch(AREA, row["Key"]):
                named[row["Key"]] = re.sub(r" *\((AM|PV|gemeente)\)$", "", row["Title"].strip())
    return named


def with_period(figures: pl.DataFrame, table: CbsTable, *, stock: bool = False) -> pl.DataFrame:
    """Add `periode` and `status` from the table's Perioden.

    A stock is counted on the last day of its period.
    """
    periods = pl.DataFrame(
        [
            {
                "cbs_periode": key,
                "periode": (period.last_day() if stock else period).text,
                "cbs_soort": period.soort,
                "status": status,
            }
            for key, (period, status) in table.periods.items()
        ],
        schema={
            "cbs_periode": pl.String,
            "periode": pl.String,
            "cbs_soort": pl.String,
            "status": pl.String,
        },
    )
    return figures.join(periods, on="cbs_periode", how="left", maintain_order="left")


def _stem_and_day(key: str) -> tuple[str, date | None]:
    """Split a key into its stem and its date; `Gemiddelde20162018_7` has years and no date."""
    named = key.strip().rpartition("_")[0] or key.strip()
    if match := _DATED.fullmatch(named):
        try:
            return match["stem"], date(int(match["year"]), int(match["month"]), int(match["day"]))
        except ValueError:
            return named, None
    return named, None


def _plain(title: str | None) -> str:
    return re.sub(r"[\W_]", "", title or "").casefold()
