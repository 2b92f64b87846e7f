"""The way from a file to what is kept of it, or to the list of what is wrong; touches no file.

Everything that looks at a row of a person happens here, and `child` runs it in a process of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from pipelines.areas import Areas
from pipelines.intake import dutch, recognise
from pipelines.intake.contract import ROW, SHEET, Content, CountError, Formaat, Known
from pipelines.intake.guard import file_name, kind_of
from pipelines.intake.recognise import Recognised
from pipelines.intake.refusal import Fout, RefusedFile, holds_burgerservicenummer, shown
from pipelines.intake.sheets import Sheet, read_sheets
from pipelines.small_counts import shown as few

MOST_FOUTEN = 1_000
"""How many complaints are listed; nobody reads on, and the number of all of them is told."""
NOT_REPEATED = "(niet herhaald)"
_NUMBERLIKE = r"\d[ .\-]?\d[ .\-]?\d[ .\-]?\d[ .\-]?\d[ .\-]?\d[ .\-]?\d[ .\-]?\d"
_DAY = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")
_TOTALS = ("totaal", "eindtotaal", "subtotaal", "totalen", "total", "grandtotal")
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Judgement:
    """What was found: a delivery with its counts, or complaints; never both.

    `found` counts all complaints, of which `fouten` lists the first. `invented` tells that a sheet is
    called voorbeeld, as those of `monitor voorbeeld` are.
    """

    formaat: Formaat | None
    rows: int
    content: Content | None = None
    fouten: tuple[Fout, ...] = ()
    found: int = 0
    remarks: tuple[str, ...] = ()
    invented: bool = False
    read: tuple[Recognised, ...] = field(default=(), repr=False)
    sheets: tuple[Sheet, ...] = field(default=(), repr=False)


def judge(
    name: str,
    content: bytes,
    formats: Sequence[Formaat],
    known: Known,
    progress: Progress = lambda _: None,
) -> Judgement:
    """Read a file, recognise it, and hold every row to its contract."""
    try:
        progress("lezen")
        kind = kind_of(file_name(name), content)
        sheets = read_sheets(kind, content, recognise.likeness(formats))
        return _judged(sheets, formats, known, progress)
    except RefusedFile as refused:
        return _refused(None, 0, [Fout(str(refused))])


def _judged(
    sheets: list[Sheet], formats: Sequence[Formaat], known: Known, progress: Progress
) -> Judgement:
    progress("herkennen")
    found = [each for sheet in sheets if (each := recognise.best(sheet, formats))]
    formaat = found[0].formaat if found else None
    if (formaat is None or formaat.persons) and (
        named := recognise.columns_that_name_persons(sheets)
    ):
        return _refused(formaat, 0, named, sheets=sheets)
    if formaat is None:
        return _refused(None, 0, [Fout(_not_recognised(formats))])
    if any(each.formaat is not formaat for each in found):
        kinds = " en ".join(sorted({each.formaat.id for each in found}))
        return _refused(
            None,
            0,
            [Fout(f"Het bestand bevat bladen van {kinds}; lever elk in een eigen bestand aan.")],
        )
    complaints = _about_headers(found)
    if complaints:
        return _refused(formaat, 0, complaints, read=found, sheets=sheets)
    progress("personen uitsluiten")
    if formaat.persons and (numbers := _burgerservicenummers(sheets, found, formaat)):
        return _refused(formaat, 0, numbers, read=found, sheets=sheets)
    progress("rijen lezen")
    rows, complaints, remarks = _rows(found, known.areas)
    ignored = sorted({f"'{each}'" for sheet in found for each in sheet.ignored})
    if ignored:
        remarks.append(
            f"Niet gelezen en niet bewaard: {'kolom' if len(ignored) == 1 else 'kolommen'} "
            f"{', '.join(ignored[:12])}."
        )
    if not rows.height and not complaints:
        return _refused(formaat, 0, [Fout("Onder de kopregel staat geen enkele rij.")], read=found)
    progress("rijen toetsen")
    titles = {(each.sheet.name or None): each.titles for each in found}
    complaints += _held_to_contract(
        formaat, rows, {(c.blad, c.rij, c.kolom) for c in complaints}, titles
    )
    complaints += _invented(formaat, rows, known.areas)
    if complaints:
        return _refused(formaat, rows.height, complaints, read=found, sheets=sheets)
    progress("tellen")
    rows = _with_unknowns(formaat, rows)
    try:
        counted = formaat.count(rows, known)
    except CountError as wrong:
        listed = []
        for index, column, value, rule in wrong.complaints:
            sheet, row = rows.select(SHEET, ROW).row(index)
            title = titles.get(sheet or None, {}).get(column, column)
            listed.append(
                Fout(rule, sheet or None, row, title, _repeatable(formaat, column, value))
            )
        return _refused(formaat, rows.height, listed, read=found, sheets=sheets)
    invented = any(sheet.name.casefold() == "voorbeeld" for sheet in sheets)
    remarks += counted.remarks
    return Judgement(formaat, rows.height, counted, remarks=tuple(remarks), invented=invented)


def _refused(
    formaat: Formaat | None,
    rows: int,
    fouten: Iterable[Fout],
    *,
    read: Sequence[Recognised] = (),
    sheets: Sequence[Sheet] = (),
) -> Judgement:
    listed = sorted(fouten, key=lambda each: (each.blad or "", each.rij or 0))
    return Judgement(
        formaat,
        rows,
        None,
        tuple(listed[:MOST_FOUTEN]),
        len(listed),
        read=tuple(read),
        sheets=tuple(sheets),
    )


def _not_recognised(formats: Iterable[Formaat]) -> str:
    headers = "; ".join(f"{each.id}: {', '.join(each.columns)}" for each in formats)
    return (
        "Geen levering herkend: nergens staat een kopregel met genoeg bekende kolommen. Verwacht "
        f"wordt {headers}. Gebruik het sjabloon (`monitor sjabloon`)."
    )


def _about_headers(found: Iterable[Recognised]) -> list[Fout]:
    complaints = []
    for each in found:
        place = each.sheet.name or None, each.header + 1
        for name in each.missing:
            also = ", ".join(each.formaat.about(name).get("ook", ()))
            known = f" (mag ook heten: {also})" if also else ""
            complaints.append(Fout(f"deze kolom ontbreekt{known}", *place, name))
        for name, first, second in each.doubled:
            complaints.append(
                Fout(
                    f"twee kolommen kunnen '{name}' zijn: '{first}' en '{second}'; verwijder er een of "
                    f"noem de juiste '{name}'",
                    *place,
                    second,
                )
            )
    return complaints


def _burgerservicenummers(
    sheets: Iterable[Sheet], found: Iterable[Recognised], formaat: Formaat
) -> list[Fout]:
    """Find cells that hold a burgerservicenummer.

    Of numbers of nine digits one in eleven passes by chance. So the column of pseudonyms, where
    such numbers may stand, is only refused when more pass than chance explains.
    """
    rule = (
        "hier staat een nummer dat een burgerservicenummer kan zijn; haal het weg of vervang het door "
        "een pseudoniem, en lever opnieuw aan"
    )
    recognised = {each.sheet.name: each for each in found}
    complaints = []
    for sheet in sheets:
        known = recognised.get(sheet.name)
        titles = (
            {place: known.titles[name] for name, place in known.places.items()} if known else {}
        )
        pseudonym = known.places.get(formaat.pseudonym or "") if known else None
        for index, column in enumerate(sheet.cells.iter_columns()):
            likely = (
                column.to_frame()
                .with_row_index(ROW, offset=1)
                .filter(column.str.contains(_NUMBERLIKE).fill_null(value=False))
            )
            if likely.is_empty():
                continue
            texts = likely[column.name]
            hits = {each for each in texts.unique() if holds_burgerservicenummer(each)}
            if not hits or (index == pseudonym and _chance(len(hits), texts)):
                continue
            rows = likely.filter(texts.is_in(list(hits)))[ROW]
            title = titles.get(index) or _letters(sheet.first_column + index)
            complaints += [
                Fout(rule, sheet.name or None, row, title, NOT_REPEATED)
                for row in rows.head(MOST_FOUTEN)
            ]
    return complaints


def _chance(hits: int, texts: pl.Series) -> bool:
    alike = int(texts.unique().str.contains(r"^\d{8,9}$").sum())
    expected = alike / 11
    return hits <= expected + 3 * (expected * 10 / 11) ** 0.5 and alike >= 2 * hits


def _letters(column: int) -> str:
    """Name a column as Excel does."""
    name = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        name = chr(65 + letter) + name
    return name


def _repeatable(formaat: Formaat, column: str | None, value: str | None) -> str | None:
    """Give a value as a message may repeat it: not where it could point out a person."""
    if not value:
        return None
    if formaat.persons and not _DAY.fullmatch(value):
        many = sum(map(str.isdecimal, value)) >= 8
        if many or column == formaat.pseudonym or "@" in value:
            return NOT_REPEATED
    return shown(value)


def _rows(found: Iterable[Recognised], areas: Areas) -> tuple[pl.DataFrame, list[Fout], list[str]]:
    frames, complaints, remarks = [], [], []
    for each in found:
        text, said = _data_rows(each)
        remarks += said
        never_read = set()
        for cell in each.sheet.unreadable:
            place = cell.column - each.sheet.first_column
            title = next((each.titles[n] for n, at in each.places.items() if at == place), None)
            if title and text.filter(pl.col(ROW) == cell.row).height:
                complaints.append(Fout(f"hier staat {cell.rule}", cell.sheet, cell.row, title))
                never_read.add((cell.row, title))
        typed, wrong = _typed(each, text, areas)
        frames.append(typed)
        complaints += [fout for fout in wrong if (fout.rij, fout.kolom) not in never_read]
    rows = pl.concat(frames)
    for name in rows.columns:
        stands_for = found_leeg(found, name)
        if stands_for and (empty := rows[name].null_count()):
            complained = sum(1 for each in complaints if each.kolom == name)
            if empty > complained:
                remarks.append(
                    f"Leeg in kolom {name}: {few(empty - complained)}, geteld als {stands_for}."
                )
    return rows, complaints, remarks


def found_leeg(found: Iterable[Recognised], name: str) -> str | None:
    """What an empty cell of a column stands for, where the contract says so."""
    formaat = next(iter(found)).formaat
    return formaat.about(name).get("leeg") if name in formaat.columns else None


def _data_rows(found: Recognised) -> tuple[pl.DataFrame, list[str]]:
    """Give the rows under the header as text, with their number; what is no row is left out."""
    cells = found.sheet.cells
    names = list(found.places)
    empty = list(dutch.EMPTY)
    rows = (
        cells.select(pl.nth(place).alias(name) for name, place in found.places.items())
        .with_row_index(ROW, offset=1)
        .with_columns(pl.col(ROW).cast(pl.Int64), pl.lit(found.sheet.name).alias(SHEET))
        .slice(found.header + 1)
        .with_columns(
            pl.when(pl.col(name).str.to_lowercase().is_in(empty))
            .then(None)
            .otherwise(name)
            .alias(name)
            for name in names
        )
        .with_columns(
            gevuld=pl.sum_horizontal(pl.col(names).is_not_null()),
            eerste=pl.coalesce(names),
        )
        .filter(pl.col("gevuld") > 0)
    )
    first = pl.col("eerste").str.to_lowercase().str.replace_all(r"[^a-z]", "").is_in(list(_TOTALS))
    again = pl.all_horizontal(
        (pl.col(name) == pl.lit(title)).fill_null(value=True)
        for name, title in found.titles.items()
    )
    remarks = []
    totals = rows.filter(first)
    if totals.height:
        remarks.append(f"Overgeslagen als totaalregel: {_numbers(totals[ROW])}.")
    rows = rows.filter(~first & ~again)
    whole = rows.filter(pl.col("gevuld") > 1)[ROW]
    last = whole.max() if whole.len() else found.header + 1
    notes = rows.filter(pl.col("gevuld") == 1, pl.col(ROW) > last)
    if notes.height:
        remarks.append(f"Overgeslagen als voetnoot: {_numbers(notes[ROW])}.")
        rows = rows.filter((pl.col("gevuld") > 1) | (pl.col(ROW) <= last))
    return rows.drop("gevuld", "eerste"), remarks


def _numbers(rows: pl.Series) -> str:
    listed = ", ".join(map(str, rows.head(5)))
    more = f" en nog {rows.len() - 5}" if rows.len() > 5 else ""
    return f"{'rij' if rows.len() == 1 else 'rijen'} {listed}{more}"


def _typed(found: Recognised, text: pl.DataFrame, areas: Areas) -> tuple[pl.DataFrame, list[Fout]]:
    """Read every cell in its column's own way; complaints where that fails or nothing is there."""
    formaat = found.formaat
    complaints: list[Fout] = []
    columns = [pl.col(SHEET), pl.col(ROW)]
    for name in formaat.columns:
        read = formaat.reader(name, areas)
        kind = _storage(formaat, name)
        values: dict[str, object] = {}
        wrong: dict[str, str] = {}
        column = pl.col(name)
        if (
            kind != pl.String
            or formaat.about(name).keys() & {"soort", "lees"}
            or formaat.allowed(name)
        ):
            for written in text[name].drop_nulls().unique():
                try:
                    values[written] = read(written)
                except (ValueError, OverflowError, ArithmeticError) as reason:
                    wrong[written] = str(reason)
            column = column.replace_strict(
                pl.Series(list(values), dtype=pl.String),
                pl.Series(list(values.values()), dtype=kind),
                default=None,
                return_dtype=kind,
            )
        if formaat.required(name):
            wrong[""] = "mag niet leeg zijn"
        bad = text.filter(pl.col(name).fill_null("").is_in(list(wrong))) if wrong else text.clear()
        title = found.titles[name]
        for sheet, row, written in bad.select(SHEET, ROW, pl.col(name).fill_null("")).iter_rows():
            if len(complaints) > 100 * MOST_FOUTEN:
                break
            value = _repeatable(formaat, name, written) or None
            complaints.append(Fout(wrong[written], sheet or None, row, title, value))
        columns.append(column.alias(name))
    return text.select(columns), complaints


def _storage(formaat: Formaat, name: str) -> pl.DataType:
    kind = formaat.column(name).dtype
    return pl.String() if isinstance(kind, pl.Enum) else kind


def _invented(formaat: Formaat, rows: pl.DataFrame, areas: Areas) -> list[Fout]:
    """Find the invented row of the template: counted, it would be a person who does not exist."""
    examples = {
        name: formaat.reader(name, areas)(example) if isinstance(example, str) else example
        for name in formaat.columns
        if (example := formaat.about(name).get("voorbeeld")) is not None
    }
    same = rows.filter(pl.col(name) == pl.lit(example) for name, example in examples.items())
    rule = "dit is de verzonnen rij van het sjabloon; verwijder haar"
    return [Fout(rule, sheet or None, row) for sheet, row in same.select(SHEET, ROW).rows()]


def _with_unknowns(formaat: Formaat, rows: pl.DataFrame) -> pl.DataFrame:
    """Fill in what an empty cell stands for, where the contract says so."""
    return rows.with_columns(
        pl.col(name).fill_null(formaat.about(name)["leeg"])
        for name in formaat.columns
        if "leeg" in formaat.about(name)
    )


def _held_to_contract(
    formaat: Formaat,
    rows: pl.DataFrame,
    known: set[tuple[str | None, int | None, str | None]],
    titles: Mapping[str | None, Mapping[str, str]],
) -> list[Fout]:
    """Name every row that breaks a rule of the contract; `known` are cells already complained of.

    `titles` tell what each column is called in each sheet.
    """
    filled = _with_unknowns(formaat, rows)
    places = {each[:2] for each in known}
    _, failure = formaat.contract.filter(filled.select(formaat.columns), cast=True)
    if not len(failure):
        return []
    details = failure.details().unique()
    names = formaat.columns
    broken = filled.join(
        details.cast({name: rows.schema[name] for name in names}),
        on=names,
        nulls_equal=True,
        how="inner",
    )
    complaints = []
    for rule in failure.counts():
        regel = formaat.rules.get(rule)
        column = regel.kolom if regel else rule.partition("|")[0]
        for row in broken.filter(pl.col(rule) == "invalid").iter_rows(named=True):
            place = row[SHEET] or None, row[ROW]
            if regel is None and place in places:
                continue  # a cell that could not be read is empty now, and was complained of
            title = titles.get(place[0], {}).get(column, column)
            if (*place, title) in known:
                continue  # it breaks this rule only because it could not be read
            value = row.get(column)
            text = f"{value:%d-%m-%Y}" if isinstance(value, date) else str(value)
            written = None if value is None else _repeatable(formaat, column, text)
            said = regel.zin if regel else "voldoet niet aan het contract"
            complaints.append(Fout(said, *place, title, written))
    return complaints
