"""The `monitor` command: build, check and read the figures from outside the dashboard."""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import polars as pl
import typer
from rich.console import Console
from rich.table import Table

from monitor import intake, quality
from monitor.passport import PASSPORT, TABLE, objects
from pipelines.checks import BuildError
from pipelines.delivery import DeliveryError, seal
from warehouse.builds import DataFolder, NoWarehouseError
from warehouse.categories import column, in_order
from warehouse.figures import answer
from warehouse.findings import State as FindingState
from warehouse.findings import Weight, late
from warehouse.findings import in_order as findings_in_order
from warehouse.freshness import State, latest_figures, state
from warehouse.history import HistoryError
from warehouse.indicators import INDICATORS
from warehouse.journal import Journal
from warehouse.numbers import number
from warehouse.periods import Period, in_dutch_time, today
from warehouse.reader import AS_IT_WAS, Warehouse, open_current, reference_day

app = typer.Typer(
    name="monitor",
    help="Arbeidsmarktmonitor: cijfers maken, controleren en opvragen.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
# Without markup: a name or folder with [brackets] is printed as it is.
out = Console(width=None if sys.stdout.isatty() else 220, markup=False)
err = Console(stderr=True, markup=False)


INTERRUPTED = 130
"""The exit code of a program that Ctrl-C ended."""


class AskError(Exception):
    """A question that cannot be answered as it was put; the message says how to put it."""


class Notation(StrEnum):
    """How figures are printed."""

    TABEL = "tabel"
    CSV = "csv"
    JSON = "json"


class ChangeNotation(StrEnum):
    """How changes are printed."""

    TABEL = "tabel"
    CSV = "csv"
    JSON = "json"
    ATOM = "atom"


class PassportNotation(StrEnum):
    """How a passport is printed."""

    TABEL = "tabel"
    JSON = "json"


FormatOption = Annotated[
    Notation, typer.Option("--formaat", help="Hoe de uitkomst wordt afgedrukt.")
]


app.command("import")(intake.import_files)
app.command("sjabloon")(intake.template)
app.command("voorbeeld")(intake.voorbeeld)


@app.command()
def build(
    altijd: Annotated[
        bool, typer.Option("--altijd", help="Ook bouwen als er niets is veranderd.")
    ] = False,
) -> None:
    """Maak een nieuw warehouse uit data/raw en maak het in één keer geldig."""
    from pipelines.build import build as build_always
    from pipelines.build import build_if_changed

    folder = DataFolder.configured()
    with err.status("Warehouse maken"):
        made = (build_always if altijd else build_if_changed)(folder, _say)
    if made.made and made.pinned:
        out.print(
            f"Warehouse {made.path.name} is gemaakt en wordt niet getoond: het dashboard is vastgezet "
            f"op {made.pinned}, tot `monitor rollback --los`.",
            soft_wrap=True,
        )
    elif made.made:
        out.print(f"Warehouse {made.path.name} is gemaakt en geldig.")
    else:
        out.print(f"Niets veranderd; warehouse {made.path.name} blijft geldig.")


@app.command()
def check(
    kwaliteit: Annotated[
        bool, typer.Option("--kwaliteit", help="Toon wat bronnen tegenspreekt, met reden en staat.")
    ] = False,
    faal_bij: Annotated[
        Weight | None,
        typer.Option(help="Sluit af met 1 bij een nieuwe bevinding van dit gewicht of zwaarder."),
    ] = None,
    formaat: FormatOption = Notation.TABEL,
) -> None:
    """Lees en controleer alle leveringen zonder iets te publiceren."""
    from pipelines.build import stage_all

    tables = stage_all(DataFolder.configured(), _say)
    if kwaliteit or faal_bij is not None:
        found = findings_in_order(
            pl.concat([tables["bevinding"], late(tables["levering"], today())])
        )
        _print(
            quality.objects(found),
            formaat,
            columns=quality.TABLE if formaat is Notation.TABEL else quality.COLUMNS,
        )
        weights = list(Weight)
        heavy = weights[: weights.index(faal_bij) + 1] if faal_bij is not None else []
        if found.filter(
            pl.col("staat") == FindingState.NIEUW, pl.col("gewicht").is_in(heavy)
        ).height:
            raise typer.Exit(1)
        return
    differing = tables["controle"].filter(pl.col("uitkomst") == "verschil")
    for row in differing.iter_rows(named=True):
        out.print(
            f"verschil: {row['controle']}, {row['indicator']} {row['gebied']} {row['periode']}: "
            f"{row['gevonden']:f} tegen {row['verwacht']:f} ({row['toelichting']})",
            highlight=False,
        )
    out.print(
        f"{tables['cijfer'].height} cijfers in orde; {tables['controle'].height} controles, "
        f"{differing.height} met een verschil tussen bronnen."
    )


@app.command()
def refresh(
    bronnen: Annotated[
        list[str] | None,
        typer.Argument(metavar="[BRON...]", help="Alleen deze bronnen of tabellen; anders alle."),
    ] = None,
    accepteer: Annotated[
        list[str] | None,
        typer.Option(help="Neem de twijfelachtige cijfers van deze tabel toch aan."),
    ] = None,
) -> None:
    """Haal op wat bij de bronnen is veranderd en publiceer het; 1 als er iets mislukte."""
    from monitor.refreshing import account, watching
    from pipelines.refresh import RefreshError
    from pipelines.refresh import refresh as bring_up_to_date

    try:
        with watching(err) as watch:
            report = bring_up_to_date(
                DataFolder.configured(), watch, only=bronnen or (), accepted=accepteer or ()
            )
    except RefreshError as hindered:
        raise AskError(str(hindered)) from hindered
    except KeyboardInterrupt:
        err.print("Afgebroken; een volgende keer gaat het verder waar het was.", highlight=False)
        os._exit(INTERRUPTED)  # Leaving in the usual way waits for every table under way.
    for line in account(report):
        out.print(line, highlight=False, soft_wrap=True)
    if report.failed or report.problem:
        raise typer.Exit(1)


@app.command()
def tables(formaat: FormatOption = Notation.TABEL) -> None:
    """Zoek bij het CBS naar nieuwere uitgaven van de tabellen die de monitor gebruikt."""
    from pipelines.editions import newer

    found = newer()
    if not found and formaat is Notation.TABEL:
        out.print("Geen tabel bij het CBS lijkt een nieuwere uitgave van een die wij gebruiken.")
        return
    _print(
        [
            {"wij gebruiken": each.ours, "misschien nieuwer": each.tabel, "titel": each.title,
             "periode": each.period, "gewijzigd": each.modified}
            for each in found
        ],
        formaat,
    )  # fmt: skip


@app.command()
def builds() -> None:
    """Toon de builds die er zijn, de geldige gemerkt."""
    folder = DataFolder.configured()
    current = folder.current()
    for each in folder.finished():
        mark = "geldig" if each == current else ""
        pinned = ", vastgezet" if mark and folder.pinned() else ""
        out.print(f"{each.stem}  {mark}{pinned}".rstrip(), highlight=False)


@app.command()
def rollback(
    build: Annotated[
        str | None, typer.Argument(help="Een build van `monitor builds`; anders de vorige.")
    ] = None,
    los: Annotated[
        bool, typer.Option("--los", help="Laat het dashboard weer de nieuwste build volgen.")
    ] = False,
) -> None:
    """Ga terug naar een eerdere build en houd het dashboard daarop vast."""
    from warehouse.publishing import enter_current

    folder = DataFolder.configured()
    chosen = folder.release() if los else folder.go_back(build)
    with folder.alone("bouwt", _say):
        enter_current(folder)
    if los:
        out.print(f"Warehouse {chosen.name} is geldig; nieuwe builds gaan weer voor.")
        return
    out.print(
        f"Warehouse {chosen.name} is geldig en vastgezet. Nieuwe builds worden gemaakt en niet "
        "getoond tot `monitor rollback --los`.",
        soft_wrap=True,
    )


@app.command()
def status(formaat: FormatOption = Notation.TABEL) -> None:
    """Toon van elke bron datum, rijen en staat; sluit af met 1 als iets verouderd is of mislukte."""
    from pipelines.build import AWAITED

    folder = DataFolder.configured()
    warehouse, journal = _warehouse(), Journal.read(folder)
    latest = latest_figures(warehouse)
    rows = [
        {
            "bron": row["bron"],
            "tabel": row["tabel"] or "",
            "stand": row["stand"],
            "datum": str(row["opgehaald"] or row["vastgelegd"] or "")[:10],
            "laatste_cijfer": latest[row["bron"]].text if row["bron"] in latest else "",
            "rijen": row["rijen"] or 0,
            "staat": str(state(row, attempt)),
            "gecontroleerd": checked.isoformat()[:10] if checked else "",
            "melding": (attempt.melding if attempt else None) or "",
        }
        for row in pl.concat([warehouse.sources(), warehouse.awaited()]).iter_rows(named=True)
        for attempt in (journal.attempts.get(row["tabel"] or ""),)
        for checked in (in_dutch_time(attempt.gelukt) if attempt and attempt.gelukt else None,)
    ]
    listed = {row["tabel"] for row in rows}
    rows += [
        {
            "bron": attempt.bron,
            "tabel": attempt.tabel,
            "stand": AWAITED,
            "datum": "",
            "laatste_cijfer": "",
            "rijen": 0,
            "staat": str(State.MISLUKT),
            "gecontroleerd": "",
            "melding": attempt.melding or "",
        }
        for attempt in journal.attempts.values()
        if attempt.failed and attempt.tabel not in listed
    ]
    _print(rows, formaat)
    if journal.publiceren:
        err.print(f"Niet gepubliceerd: {journal.publiceren}", highlight=False, soft_wrap=True)
    if pinned := folder.pinned():
        err.print(
            f"Het dashboard is vastgezet op {pinned}; `monitor rollback --los` laat het los.",
            highlight=False,
            soft_wrap=True,
        )
    wrong = (State.VEROUDERD, State.MISLUKT)
    if journal.publiceren or any(row["staat"] in wrong for row in rows):
        raise typer.Exit(1)


@app.command()
def indicators(formaat: FormatOption = Notation.TABEL) -> None:
    """Toon alle indicatoren met hun id."""
    _print(
        [
            {"indicator": each.id, "titel": each.title, "eenheid": each.unit.named}
            for each in INDICATORS.values()
        ],
        formaat,
    )


@app.command()
def areas(
    alle: Annotated[
        bool, typer.Option("--alle", help="Ook alle gemeenten buiten de regio.")
    ] = False,
    formaat: FormatOption = Notation.TABEL,
) -> None:
    """Toon de gebieden met hun code."""
    warehouse = _warehouse()
    known = warehouse.areas()
    if not alle:
        regions = known.filter(pl.col("soort") == "arbeidsmarktregio", "eigen")["gebied"]
        own = {deel for region in regions for deel in warehouse.memberships(region)["deel"]}
        known = known.filter((pl.col("soort") != "gemeente") | pl.col("gebied").is_in(list(own)))
    _print(list(known.select("gebied", "naam", "soort").iter_rows(named=True)), formaat)


@app.command()
def figures(
    indicator: Annotated[str, typer.Option(help="Id van een indicator (`monitor indicators`).")],
    gebied: Annotated[str, typer.Option(help="Code van een gebied (`monitor areas`).")],
    periode: Annotated[
        str, typer.Option(help="2023, 2023K1, 2023-06, 2021-12-31, of een reeks: 2018:2023.")
    ],
    samenstelling: Annotated[
        str, typer.Option(help="zoals-toen, huidig, of een jaar zoals 2022.")
    ] = AS_IT_WAS,
    per: Annotated[
        str, typer.Option(help="Uitsplitsing, met komma's: KENMERK of KENMERK,KENMERK.")
    ] = "",
    formaat: FormatOption = Notation.TABEL,
) -> None:
    """Druk cijfers af met hun herkomst: dezelfde als op het scherm."""
    warehouse = _warehouse()
    if indicator not in INDICATORS:
        raise AskError(f"indicator '{indicator}' bestaat niet; `monitor indicators` toont ze alle")
    if gebied not in set(warehouse.areas()["gebied"]):
        raise AskError(f"gebied '{gebied}' bestaat niet; `monitor areas --alle` toont ze alle")
    try:
        period = Period.parse_range(periode)
        reference_day(samenstelling)
    except ValueError as unreadable:
        raise AskError(str(unreadable)) from unreadable
    if (
        samenstelling.isdecimal()
        and warehouse.members(gebied)
        and not warehouse.members(gebied, samenstelling)
    ):
        raise AskError(f"{gebied} had in {samenstelling} nog geen gemeenten; kies een later jaar")
    kenmerken = in_order(each.strip() for each in per.split(",") if each.strip())
    found = answer(
        warehouse, indicator, [gebied], period, samenstelling=samenstelling, per=kenmerken
    )
    columns = TABLE if formaat is Notation.TABEL else PASSPORT
    _print(
        objects(warehouse, found, kenmerken),
        formaat,
        columns=[*map(column, kenmerken), *columns],
    )


@app.command()
def passport(
    indicator: Annotated[str, typer.Option(help="Id of naam van een indicator.")],
    gebied: Annotated[str, typer.Option(help="Code of naam van een gebied.")],
    periode: Annotated[str, typer.Option(help="2023, 2023K1, 2023-06 of 2021-12-31.")],
    per: Annotated[
        str, typer.Option(help="Uitsplitsing: KENMERK:CATEGORIE, meer met ; ertussen.")
    ] = "",
    samenstelling: Annotated[
        str, typer.Option(help="zoals-toen, huidig, gepubliceerd, of een jaar zoals 2022.")
    ] = "",
    reeks: Annotated[str, typer.Option(help="Van welke reeks, waar er meer zijn.")] = "",
    bron: Annotated[str, typer.Option(help="Uit welke bron, waar er meer zijn.")] = "",
    op: Annotated[str, typer.Option(help="De dag waarop het is aangehaald, als 2026-11-26.")] = "",
    formaat: Annotated[
        PassportNotation, typer.Option("--formaat", help="Hoe de uitkomst wordt afgedrukt.")
    ] = PassportNotation.TABEL,
) -> None:
    """Toon het paspoort van één cijfer: herkomst, formule, verloop, en wat er over te zeggen is."""
    from monitor import tracing
    from warehouse.passport import passport as looked_up
    from warehouse.passport import read
    from warehouse.passport_told import misunderstood, sections

    warehouse = _warehouse()
    asked = {
        "cijfer": indicator, "gebied": gebied, "periode": periode, "per": per,
        "samenstelling": samenstelling, "reeks": reeks, "bron": bron, "op": op,
    }  # fmt: skip
    link = read(warehouse, asked)
    if link.asked is None or link.complaints:
        raise AskError(misunderstood(link.complaints, "De vraag"))
    found = looked_up(warehouse, link.asked)
    if found.indicator is None and not found.existed:
        raise AskError(f"indicator '{indicator}' bestaat niet; `monitor indicators` toont ze alle")
    if formaat is PassportNotation.JSON:
        sys.stdout.write(tracing.written(warehouse, found))
        return
    for line in tracing.opening(found):
        out.print(line, highlight=False, soft_wrap=True)
    for section in sections(found):
        out.print(f"\n{section.title}", style="bold", highlight=False)
        if section.note:
            out.print(section.note, highlight=False, soft_wrap=True)
        for rows in tracing.tables(section):
            _print_table(list(rows), list(rows[0]))


@app.command()
def changes(
    sinds: Annotated[
        str | None, typer.Option(help="Vanaf deze dag, als 2026-11-26; anders alles.")
    ] = None,
    bron: Annotated[str | None, typer.Option(help="Id van een bron (`monitor status`).")] = None,
    adres: Annotated[
        str, typer.Option(help="Waar het dashboard te vinden is, voor de verwijzingen in een feed.")
    ] = "http://127.0.0.1:8501",
    formaat: Annotated[
        ChangeNotation, typer.Option("--formaat", help="Hoe de uitkomst wordt afgedrukt.")
    ] = ChangeNotation.TABEL,
) -> None:
    """Toon welke cijfers zijn veranderd, met oud, nieuw en waarom; het laatste eerst."""
    from monitor import changing

    warehouse = _warehouse()
    if formaat is ChangeNotation.ATOM:
        from warehouse.feed import atom

        if sinds or bron:
            raise AskError(
                "een feed gaat over alle bronnen en drie maanden; laat --sinds en --bron weg"
            )
        sys.stdout.write(atom(warehouse, adres))
        return
    try:
        since = date.fromisoformat(sinds) if sinds else None
    except ValueError as unreadable:
        raise AskError(f"dag '{sinds}' is niet te lezen; schrijf 2026-11-26") from unreadable
    known = pl.concat([warehouse.sources(), warehouse.awaited()])["bron"]
    found = warehouse.changes(since, bron)
    if bron and found.is_empty() and bron not in set(known):
        raise AskError(f"bron '{bron}' bestaat niet; `monitor status` toont ze alle")
    if formaat is not ChangeNotation.TABEL:
        _print(changing.objects(found), Notation(formaat), columns=changing.OBJECT)
        return
    if found.is_empty():
        kept_since = warehouse.publications()["dag"].to_list()[:1]
        out.print(
            f"Geen cijfer is veranderd sinds {max([*kept_since, *([since] if since else [])]):%d-%m-%Y}."
            if kept_since
            else "Er is nog niets bijgehouden; dat begint met de volgende `monitor build`.",
            highlight=False,
        )
        return
    _print(changing.lines(found), Notation.TABEL, columns=changing.TABLE)
    if found.height > changing.MOST_LINES:
        out.print(
            f"en nog {number(found.height - changing.MOST_LINES)}; `--formaat csv` geeft ze alle.",
            highlight=False,
        )


@app.command()
def record(
    map: Annotated[Path, typer.Argument(help="Map met een levering en haar levering.json.")],
) -> None:
    """Leg van de bestanden van een levering rijen en sha256 opnieuw vast in levering.json."""
    sealed = seal(map)
    out.print(f"{len(sealed.record.bestanden)} bestanden vastgelegd in {map / 'levering.json'}.")


@app.command()
def run(
    host: Annotated[str, typer.Option(envvar="HOST", help="Adres om op te luisteren.")] = (
        "127.0.0.1"
    ),
    port: Annotated[str, typer.Option(envvar="PORT", help="Poort om op te luisteren.")] = "8501",
) -> None:
    """Maak het warehouse waar nodig en open het dashboard."""
    from monitor.run import StartError
    from monitor.run import run as start

    try:
        start(DataFolder.configured(), host, port, _say)
    except StartError as hindered:
        err.print(str(hindered), highlight=False, soft_wrap=True)
        raise typer.Exit(1) from hindered


def main() -> None:
    """Run the command; what a person can act on is one sentence, not a traceback."""
    try:
        app()
    except AskError as unclear:
        err.print(str(unclear), highlight=False, soft_wrap=True)
        sys.exit(2)
    except (BuildError, DeliveryError, HistoryError, NoWarehouseError) as problem:
        err.print(f"Mislukt: {problem}", highlight=False, soft_wrap=True)
        sys.exit(1)


def _warehouse() -> Warehouse:
    return open_current(DataFolder.configured())


def _say(step: str) -> None:
    err.print(f"  {step}", highlight=False)


def _print(
    rows: Iterable[Mapping[str, Any]], notation: Notation, columns: list[str] | None = None
) -> None:
    listed = list(rows)
    shown = columns or list(listed[0] if listed else ())
    if notation is Notation.JSON:
        sys.stdout.write(json.dumps(listed, ensure_ascii=False, indent=2, default=str) + "\n")
    elif notation is Notation.CSV:
        writer = csv.DictWriter(
            sys.stdout, shown, extrasaction="ignore", lineterminator="\n", dialect="unix",
            quoting=csv.QUOTE_MINIMAL,
        )  # fmt: skip
        writer.writeheader()
        writer.writerows(listed)
    else:
        _print_table(listed, shown)


def _print_table(rows: list[Mapping[str, Any]], columns: list[str]) -> None:
    table = Table(*columns, box=None, header_style="bold", pad_edge=False)
    written: Callable[[Any], str] = lambda value: "" if value is None else str(value)  # noqa: E731
    for row in rows:
        table.add_row(*(written(row.get(column)) for column in columns))
    out.print(table, highlight=False)
