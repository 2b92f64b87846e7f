"""The history of figures: what each publication changed, and why, kept for good beside the builds.

`verloop/000007-<build>.parquet` holds the figures that the seventh publication changed: whole rows of
`cijfer`, each with what it was before and why it changed. Nothing in that folder is ever rewritten or
removed, so what was quoted once is found again, whatever became of the builds. A file that ends in
`.voorgenomen` is that of a publication under way; `warehouse/publishing.py` decides about it.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl

from warehouse.builds import to_disk
from warehouse.periods import in_dutch_time
from warehouse.tables import FIGURE_KEY

FOLDER = "verloop"
VERSION = 1
"""Goes up when an older monitor would misread what is written; an added column is no reason."""
WRITTEN, INTENDED = ".parquet", ".voorgenomen"
KEY: list[str] = list(FIGURE_KEY)
VALUE = pl.Decimal(18, 4)
KEPT = {
    "indicator": pl.String(),
    "reeks": pl.String(),
    "bron": pl.String(),
    "tabel": pl.String(),
    "gebied": pl.String(),
    "periode": pl.String(),
    "soort": pl.String(),
    "begin": pl.Date(),
    "einde": pl.Date(),
    "kenmerk": pl.List(pl.String()),
    "categorie": pl.List(pl.String()),
    "waarde": VALUE,
    "marge": VALUE,
    "status": pl.String(),
    "vindplaats": pl.String(),
    "opmerking": pl.String(),
    "teller": VALUE,
    "noemer": VALUE,
    "teller_marge": VALUE,
    "noemer_marge": VALUE,
    "begrip": pl.String(),
    "voorkeur": pl.Int64(),
    "strijdig": pl.Boolean(),
}
"""The columns of `cijfer`: with all of them, a figure as it was is made as a figure of today is."""
BEFORE = {
    "was_waarde": VALUE,
    "was_marge": VALUE,
    "was_status": pl.String(),
    "was_strijdig": pl.Boolean(),
}
ENTERED = {
    **KEPT,
    **BEFORE,
    "nr": pl.Int64(),
    "verandering": pl.String(),
    "reden": pl.String(),
    "toelichting": pl.String(),
    "aangeleverd": pl.Boolean(),
}
STAY = ["geheel", "deel", "begin", "einde"]
GONE = "verdwenen"
"""The status of a figure that no build has any more."""
SECRET = "geheim"
TELLING = ("waarde", "marge", "teller", "noemer", "teller_marge", "noemer_marge", "opmerking")
WAS_TELLING = ("was_waarde", "was_marge")
YEAR = pl.col("begin").dt.year().alias("jaar")
OF_WHAT_IS_GONE = ("tabel", "soort", "begin", "einde", "vindplaats", "begrip", "voorkeur")
"""What is still said of a figure that is gone."""


class Turn(StrEnum):
    """What became of a figure. `herkomst` is what no reader sees: another place, rank or remark."""

    BEGIN = "begin"
    NIEUW = "nieuw cijfer"
    TERUG = "terug"
    HERZIEN = "herzien"
    VERDWENEN = "verdwenen"
    STATUS = "andere status"
    HERKOMST = "herkomst"


UNSEEN = (Turn.BEGIN, Turn.HERKOMST)


class Reason(StrEnum):
    """Why a figure changed."""

    BEGIN = "begin van het verloop"
    LEVERING = "nieuwe levering"
    BRON = "herziening door de bron"
    CORRECTIE = "correctie"
    DEFINITIE = "definitie"
    ANDERE_BRON = "andere bron"
    TERUGGEZET = "teruggezet"


class HistoryError(RuntimeError):
    """A history that cannot be read, or not by this version; the message says in Dutch what to do."""


@dataclass(frozen=True, kw_only=True)
class Marks:
    """What a build was made of, to tell afterwards why its figures changed.

    `deliveries` marks each `bron|tabel`, with the day of the delivery; `definitions` each indicator.
    `corrections` gives of each correction what it remarks on a figure, and a mark. Null is unknown.
    """

    deliveries: Mapping[str, tuple[str, str]]
    definitions: Mapping[str, str] | None = None
    corrections: Mapping[str, tuple[str, str]] | None = None
    handed_in: frozenset[str] = frozenset()

    def written(self) -> str:
        return json.dumps({**asdict(self), "handed_in": sorted(self.handed_in)}, ensure_ascii=False)

    @classmethod
    def parse(cls, text: str) -> Marks:
        found = json.loads(text)
        pairs = {
            name: None
            if each is None
            else {key: (first, last) for key, (first, last) in each.items()}
            for name, each in ((name, found[name]) for name in ("deliveries", "corrections"))
        }
        return cls(
            deliveries=pairs["deliveries"] or {},
            definitions=found["definitions"],
            corrections=pairs["corrections"],
            handed_in=frozenset(found["handed_in"]),
        )


UNKNOWN = Marks(deliveries={})


@dataclass(frozen=True, kw_only=True)
class Publication:
    """One moment on which other figures came into force; `moment` is in UTC."""

    nr: int
    build: str
    moment: datetime
    lidmaatschap: str
    marks: Marks = field(repr=False, compare=False, default=UNKNOWN)

    @property
    def day(self) -> date:
        """The day in the Netherlands."""
        return in_dutch_time(self.moment).date()

    @property
    def name(self) -> str:
        return f"{self.nr:06}-{self.build}{WRITTEN}"


@dataclass(frozen=True)
class History:
    """The folder in which publications are entered, one file each."""

    path: Path
    under_way: str | None = None

    @classmethod
    def beside(cls, build: Path) -> History:
        """The history that belongs to a build, in the data folder around it.

        Whoever reads a build sees its own publication, also while that is being finished.
        """
        return cls(build.parent.parent / FOLDER, build.stem)

    def publications(self) -> tuple[Publication, ...]:
        """All publications, oldest first. HistoryError on what cannot be read."""
        try:
            return self._publications()
        except FileNotFoundError:  # It was entered, and so renamed, while we looked.
            return self._publications()

    def _publications(self) -> tuple[Publication, ...]:
        found = {
            path.name: path for path in self.path.glob(f"*{WRITTEN}") if path.name[0].isdigit()
        }
        if self.under_way is not None:
            for intended in self.path.glob(f"*-{self.under_way}{WRITTEN}{INTENDED}"):
                found.setdefault(intended.name.removesuffix(INTENDED), intended)
        return tuple(_publication(found[name]) for name in sorted(found))

    def intended(self) -> list[Path]:
        """The files of publications that were not finished."""
        return sorted(self.path.glob(f"*{WRITTEN}{INTENDED}"))

    def entered(
        self,
        publications: Sequence[Publication],
        *where: pl.Expr,
    ) -> pl.DataFrame:
        """Give what these publications changed, as it may be shown, oldest first.

        Of what partners hand in, earlier values can give away a count that is withheld: one that
        held it before or after, or a total that lost a person since. So where anything of a source
        and a year was ever withheld, of that source and year only what stands now is given.
        """
        rows = self._rows(publications, *where)
        if not rows["aangeleverd"].any():
            return rows
        handed_in = self._rows(self.publications(), pl.col("aangeleverd")).with_columns(YEAR)
        secret = handed_in.filter(pl.col("status") == SECRET).select("bron", "jaar").unique()
        stands = self._last(handed_in).select(*(pl.col(each) for each in KEY), laatste="nr")
        marked = (
            rows.with_columns(YEAR)
            .join(
                secret.with_columns(besmet=pl.lit(value=True)),
                on=["bron", "jaar"],
                how="left",
                maintain_order="left",
            )
            .join(stands, on=KEY, how="left", maintain_order="left")
        )
        hidden = pl.col("aangeleverd") & pl.col("besmet").fill_null(value=False)
        past = hidden & (pl.col("nr") != pl.col("laatste"))
        return marked.with_columns(
            *(pl.when(past).then(None).otherwise(name).alias(name) for name in TELLING),
            *(pl.when(hidden).then(None).otherwise(name).alias(name) for name in WAS_TELLING),
            status=pl.when(past, pl.col("status") != GONE).then(pl.lit(SECRET)).otherwise("status"),
            was_status=pl.when(hidden).then(pl.lit(SECRET)).otherwise("was_status"),
        ).select(list(ENTERED))

    def figures(self, publication: Publication, *where: pl.Expr) -> pl.DataFrame:
        """Give the figures that were in force after a publication, with the columns of `cijfer`."""
        upto = [each for each in self.publications() if each.nr <= publication.nr]
        rows = self._last(self.entered(upto, *where))
        return rows.filter(pl.col("status") != GONE).select(list(KEPT))

    def standing(self) -> pl.DataFrame:
        """Give each figure as it was entered last, those that are gone included."""
        return self._last(self._rows(self.publications()))

    def stays(self, publication: Publication) -> pl.DataFrame:
        """Give who belonged where as a publication had it: `geheel, deel, begin, einde`."""
        return pl.read_parquet(self.path / f"lidmaatschap-{publication.lidmaatschap}{WRITTEN}")

    def intend(self, publication: Publication, rows: pl.DataFrame, stays: pl.DataFrame) -> Path:
        """Write a publication whole, without entering it yet."""
        if not self.path.exists():
            self.path.mkdir(parents=True)
            to_disk(self.path.parent)
        for left in self.path.glob(".*"):  # By one that was stopped halfway.
            left.unlink(missing_ok=True)
        members = self.path / f"lidmaatschap-{publication.lidmaatschap}{WRITTEN}"
        if not members.exists():
            self._lay_down(members, stays, {})
        intended = self.path / f"{publication.name}{INTENDED}"
        facts = {
            "versie": str(VERSION),
            "moment": publication.moment.isoformat(),
            "lidmaatschap": publication.lidmaatschap,
            "gemaakt_van": publication.marks.written(),
        }
        self._lay_down(intended, rows, facts)
        return intended

    def _lay_down(self, path: Path, rows: pl.DataFrame, facts: Mapping[str, str]) -> None:
        written = io.BytesIO()
        rows.write_parquet(written, compression="zstd", metadata=dict(facts))
        fresh = self.path / f".{path.name}"
        fresh.write_bytes(written.getvalue())
        to_disk(fresh)
        fresh.replace(path)
        to_disk(self.path)

    def enter(self, intended: Path) -> None:
        """Enter an intended publication for good."""
        intended.rename(intended.with_name(intended.name.removesuffix(INTENDED)))
        to_disk(self.path)

    def _rows(self, publications: Iterable[Publication], *where: pl.Expr) -> pl.DataFrame:
        known = tuple(publications)
        if not known:
            return pl.DataFrame(schema=ENTERED)
        try:
            found = self._read(known, *where)
        except FileNotFoundError:  # It was entered, and so renamed, while we looked.
            found = self._read(known, *where)
        except pl.exceptions.PolarsError as broken:
            raise HistoryError(
                f"een bestand in {self.path} is niet te lezen ({broken}); zet het terug uit een "
                "reservekopie"
            ) from broken
        added = [
            pl.lit(None, kind).alias(name)
            for name, kind in ENTERED.items()
            if name not in found.columns
        ]
        return found.with_columns(added).select(list(ENTERED))

    def _read(self, publications: Sequence[Publication], *where: pl.Expr) -> pl.DataFrame:
        files = [self._file(each) for each in publications]
        parts = [pl.scan_parquet(each, glob=False).filter(*where) for each in files]
        return pl.concat(parts, how="diagonal").collect()

    def _file(self, publication: Publication) -> Path:
        entered = self.path / publication.name
        return entered if entered.exists() else Path(f"{entered}{INTENDED}")

    @staticmethod
    def _last(rows: pl.DataFrame) -> pl.DataFrame:
        return rows.sort("nr", maintain_order=True).unique(KEY, keep="last", maintain_order=True)


@lru_cache(maxsize=4096)
def _publication(path: Path) -> Publication:
    try:
        facts = pl.read_parquet_metadata(path)
    except pl.exceptions.PolarsError as broken:
        raise HistoryError(
            f"{path} is niet te lezen ({broken}); zet het terug uit een reservekopie"
        ) from broken
    if int(facts.get("versie", 0)) > VERSION:
        raise HistoryError(
            f"{path.name} is geschreven door een nieuwere versie van de monitor; werk deze bij"
        )
    number, _, build = path.name.removesuffix(INTENDED).removesuffix(WRITTEN).partition("-")
    return Publication(
        nr=int(number),
        build=build,
        moment=datetime.fromisoformat(facts["moment"]),
        lidmaatschap=facts["lidmaatschap"],
        marks=Marks.parse(facts["gemaakt_van"]),
    )


def known_as(stays: pl.DataFrame) -> str:
    """Name a list of members by what is in it."""
    text = stays.select(STAY).sort(STAY).write_csv()
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def compare(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """Give the figures that differ between two states, with `verandering` and what they were.

    `before` may hold figures that are gone. Columns of `cijfer`, of BEFORE, and `was_opmerking`.
    """
    old, new = (_shaped(each).with_columns(er=pl.lit(value=True)) for each in (before, after))
    pairs = old.join(new, on=KEY, how="full", coalesce=True, suffix="_na")
    others = [name for name in KEPT if name not in KEY]
    gone = pl.col("er_na").is_null()
    was_gone = pl.col("status") == GONE
    differs = pl.any_horizontal(pl.col(each).ne_missing(pl.col(f"{each}_na")) for each in others)
    had, has = pl.col("waarde").is_not_null(), pl.col("waarde_na").is_not_null()
    seen = pl.any_horizontal(
        pl.col(each).ne_missing(pl.col(f"{each}_na")) for each in ("marge", "status", "strijdig")
    )
    turn = (
        pl.when(~had & has & was_gone.fill_null(value=False)).then(pl.lit(Turn.TERUG))
        .when(~had & has).then(pl.lit(Turn.NIEUW))
        .when(had & ~has).then(pl.lit(Turn.VERDWENEN))
        .when(had & (pl.col("waarde") != pl.col("waarde_na"))).then(pl.lit(Turn.HERZIEN))
        .when(had & seen).then(pl.lit(Turn.STATUS))
        .otherwise(pl.lit(Turn.HERKOMST))
    )  # fmt: skip
    was = ("waarde", "marge", "status", "strijdig", "opmerking")
    return (
        pairs.filter(differs & ~(gone & was_gone.fill_null(value=False)))
        .with_columns(
            verandering=turn,
            **{f"was_{name}": pl.col(name) for name in was},
        )
        .with_columns(
            pl.when(gone)
            .then(pl.col(name) if name in OF_WHAT_IS_GONE else _absent(name))
            .otherwise(f"{name}_na")
            .alias(name)
            for name in others
        )
        .select(*KEPT, *BEFORE, "was_opmerking", "verandering")
    )  # fmt: skip


def _absent(name: str) -> pl.Expr:
    if name == "status":
        return pl.lit(GONE)
    return pl.lit(value=False) if name == "strijdig" else pl.lit(None, KEPT[name])


def _shaped(figures: pl.DataFrame) -> pl.DataFrame:
    """Give the columns that are kept; what an older build did not have yet is null."""
    return figures.select(
        (pl.col(name) if name in figures.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in KEPT.items()
    )


def reasoned(changed: pl.DataFrame, before: Marks, after: Marks) -> pl.DataFrame:
    """Say of each changed figure why: `reden` and `toelichting`.

    A correction that is new, gone or different goes before all; then another definition of the
    indicator, then another delivery of one of its tables. What is left can only be the code that
    derives it. Where a definition and a delivery came together the definition is named: values of
    two definitions do not revise each other.
    """
    remarks = _judgements(before, after)
    judged = pl.any_horizontal(
        (
            pl.col(name).str.contains_any(list(remarks)).fill_null(value=False)
            for name in ("opmerking", "was_opmerking")
        )
        if remarks
        else pl.lit(value=False)
    )
    defined = pl.col("indicator").is_in(_redefined(before, after))
    delivered = pl.col("geleverd").is_not_null()
    had = pl.col("was_waarde").is_not_null()
    same = pl.all_horizontal(
        pl.col(each).eq_missing(pl.col(f"was_{each}")) for each in ("waarde", "marge", "status")
    )
    handed_in = pl.col("bron").is_in(sorted(after.handed_in | before.handed_in))
    reason = (
        pl.when(judged).then(pl.lit(Reason.CORRECTIE))
        .when(same & (pl.col("verandering") == Turn.STATUS)).then(pl.lit(Reason.ANDERE_BRON))
        .when(defined).then(pl.lit(Reason.DEFINITIE))
        .when(delivered & had & ~handed_in).then(pl.lit(Reason.BRON))
        .when(delivered).then(pl.lit(Reason.LEVERING))
        .otherwise(pl.lit(Reason.DEFINITIE))
    )  # fmt: skip
    explained = (
        pl.when(pl.col("reden") == Reason.CORRECTIE)
        .then(pl.coalesce("opmerking", "was_opmerking"))
        .when(pl.col("reden").is_in([Reason.BRON, Reason.LEVERING]))
        .then(pl.col("geleverd"))
    )
    return (
        changed.join(
            _delivered(changed, before, after),
            on=["bron", "tabel"],
            how="left",
            maintain_order="left",
        )
        .with_columns(reden=reason)
        .with_columns(toelichting=explained, aangeleverd=handed_in)
        .drop("geleverd")
    )


def _judgements(before: Marks, after: Marks) -> set[str]:
    """Give the remarks of corrections that are new, gone or different."""
    if before.corrections is None or after.corrections is None:
        return set()
    old, new = before.corrections, after.corrections
    return {
        remark
        for one, other in ((old, new), (new, old))
        for id_, (remark, mark) in one.items()
        if other.get(id_) != (remark, mark)
    }


def _redefined(before: Marks, after: Marks) -> list[str]:
    if before.definitions is None or after.definitions is None:
        return []
    every = before.definitions.keys() | after.definitions.keys()
    return sorted(
        each for each in every if before.definitions.get(each) != after.definitions.get(each)
    )


def _delivered(changed: pl.DataFrame, before: Marks, after: Marks) -> pl.DataFrame:
    """Give, for each bron and tabel that a delivery came of, its day: `bron, tabel, geleverd`."""
    found = [
        {"bron": bron, "tabel": tabel, "geleverd": day}
        for bron, tabel in changed.select("bron", "tabel").unique().iter_rows()
        if (day := _day_of_delivery(bron, tabel or "", before, after)) is not None
    ]
    return pl.DataFrame(
        found, schema={"bron": pl.String, "tabel": pl.String, "geleverd": pl.String}
    )


def _day_of_delivery(bron: str, tabel: str, before: Marks, after: Marks) -> str | None:
    every = [
        key
        for key in after.deliveries.keys() | before.deliveries.keys()
        if key.startswith(f"{bron}|")
    ]
    own = [key for key in every if key.partition("|")[2] in tabel.split(", ")]
    days = [
        after.deliveries.get(key, ("", ""))[1]
        for key in own or every
        if after.deliveries.get(key) != before.deliveries.get(key)
    ]
    return f"levering van {max(days)}" if any(days) else ("geen levering meer" if days else None)


def first_rows(figures: pl.DataFrame, handed_in: Collection[str]) -> pl.DataFrame:
    """Give the rows with which a history begins: all figures, none of them a change."""
    return _shaped(figures).with_columns(
        *(pl.lit(None, kind).alias(name) for name, kind in BEFORE.items()),
        verandering=pl.lit(Turn.BEGIN),
        reden=pl.lit(Reason.BEGIN),
        toelichting=pl.lit(None, pl.String),
        aangeleverd=pl.col("bron").is_in(sorted(handed_in)),
    )


def in_shape(rows: pl.DataFrame, nr: int) -> pl.DataFrame:
    """Give rows the columns and order in which they are entered."""
    return (
        rows.with_columns(nr=pl.lit(nr, pl.Int64))
        .select(pl.col(name).cast(kind) for name, kind in ENTERED.items())
        .sort("indicator", "gebied", "begin", maintain_order=True)
    )


def moments(publications: Iterable[Publication]) -> pl.DataFrame:
    """Give publications as a table: `nr, build, moment` (on Dutch clocks) and `dag`."""
    rows: list[dict[str, Any]] = [
        {"nr": each.nr, "build": each.build, "moment": in_dutch_time(each.moment), "dag": each.day}
        for each in publications
    ]
    return pl.DataFrame(
        rows,
        schema={"nr": pl.Int64, "build": pl.String, "moment": pl.Datetime("us"), "dag": pl.Date},
    )
