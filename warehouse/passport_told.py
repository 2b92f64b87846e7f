"""The passport of a figure in Dutch: sections of pairs and tables, for the page and the command."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

import polars as pl

from warehouse.derive import CONTRADICTED
from warehouse.figures import NOT_AT_THIS_LEVEL
from warehouse.history import GONE, SECRET, Reason
from warehouse.indicator import Indicator, Unit
from warehouse.indicators import INDICATORS
from warehouse.numbers import MISSING, exactly, given_decimals, number, with_unit
from warehouse.passport import PLACES, PUBLISHED, Asked, Passport, Row, asked_of
from warehouse.periods import Period, today
from warehouse.reader import AS_IT_WAS, PRESENT
from warehouse.tables import LOWER_BOUND, UPPER_BOUND

BOUND_WORDS = {LOWER_BOUND: "ten minste ", UPPER_BOUND: "hoogstens "}
STATUSES = {
    "definitief": "definitief",
    "nader voorlopig": "nader voorlopig: de bron kan het nog herzien",
    "voorlopig": "voorlopig: de bron kan het nog herzien",
    "gedrukt": "gedrukt: overgenomen zoals het in het document staat",
    "afgeleid": "afgeleid uit wat de bron erover zegt",
    "herhaald": "herhaling van een eerder cijfer in een nieuwe uitgave",
    "strijdig": "strijdig: de bron spreekt zichzelf tegen",
    "ondergrens": "ondergrens: de bron zegt alleen dat het er meer waren",
    "bovengrens": "bovengrens: de bron zegt alleen dat het er minder waren",
    "berekend": "berekend door de monitor",
    "niet gepubliceerd": "niet gepubliceerd door de bron",
    "geheim": "geheim: achtergehouden, omdat het om een klein aantal kan gaan",
    "ingehouden": "ingehouden: gedrukt, maar het kan niet kloppen",
    "onvolledig": "onvolledig: niet van elk deel is er een cijfer",
    "noemer niet beschikbaar": "niet te berekenen: de noemer is er niet",
    NOT_AT_THIS_LEVEL: NOT_AT_THIS_LEVEL,
    GONE: "verdwenen: de bron geeft het niet meer",
}
PLACE = re.compile(r"(?P<bron>[^,]+)(?:, (?P<deel>.*?))?(?:, regel (?P<regel>[\d\- en,]+))?")
CBS_TABLE = re.compile(r"\d{5}(?:NED|ned|ksz)")
CBS_KEY = re.compile(r"(?P<kolom>.*?)(?:, )?(?P<sleutel>\d{4}(?:JJ|KW|MM)\d{2})?")
ALL_FIGURES = ("waarde", "marge", "status", "strijdig")


@dataclass(frozen=True)
class Cell:
    """A cell of a table: what it says, and which passport it leads to."""

    text: str
    asked: Asked | None = None


@dataclass(frozen=True)
class Table:
    """A table below a section; the first cell of a row names it."""

    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Section:
    """A part of a passport: pairs of what and how, a remark, and a table."""

    key: str
    title: str
    pairs: tuple[tuple[str, str], ...] = ()
    note: str = ""
    table: Table | None = None


def subject(found: Passport) -> str:
    """Name the figure: `Werkloosheidspercentage, Veluwe Stedendriehoek, 2023`."""
    title = found.indicator.title if found.indicator else found.asked.indicator
    split = (f"{name} {value}" for name, value in found.asked.split)
    return ", ".join((title, found.area, *split, found.period.spoken))


def value_of(found: Passport, row: Row | None) -> str:
    """Write a figure as it is quoted, or why it is not there: `3,2%`, `ten minste 46%`, `geheim`."""
    if row is None:
        return "geen cijfer"
    if row["waarde"] is None:
        return str(row["status"] or "geen cijfer")
    indicator = found.indicator
    if indicator is None:
        return exactly(row["waarde"])
    bound = BOUND_WORDS.get(row["status"], "")
    return f"{bound}{_written(row['waarde'], indicator, row['marge'])}"


def _written(value: Decimal, indicator: Indicator, margin: Decimal | None = None) -> str:
    if indicator.unit is Unit.EURO:
        return f"€ {number(value, given_decimals(indicator, margin))}"
    return with_unit(value, indicator, margin)


def then_and_now(found: Passport) -> str:
    """Say what the figure was on the day of the link, and what became of it; empty without a day."""
    op = found.asked.op
    if op is None:
        return ""
    day = Period.day(op).spoken
    if not found.known_then:
        since = found.kept_since
        began = f"vanaf {Period.day(since).spoken}" if since else "vanaf de volgende publicatie"
        return f"Wat er op {day} stond, is niet bekend: dat wordt bijgehouden {began}."
    then, now = value_of(found, found.then), value_of(found, found.figure)
    several = _that_day(found)
    if several:
        told = f"Op {day} stond er achtereenvolgens {', daarna '.join(several)}"
    elif found.then is None:
        told = f"Op {day} was er geen cijfer"
    elif found.then["waarde"] is None:
        told = f"Op {day} was er geen cijfer ({then})"
    else:
        told = f"Op {day} stond er {then}"
    if _same(found.then, found.figure):
        return f"{told}. Dat is sindsdien niet veranderd."
    if found.figure is None:
        return f"{told}. Nu is er geen cijfer meer: {found.why}."
    gone = found.figure["waarde"] is None
    return f"{told}. {f'Nu is er geen cijfer: {now}' if gone else f'Nu is het {now}'}."


def _that_day(found: Passport) -> list[str]:
    """Give the values of one day, where there were several."""
    op = found.asked.op
    if op is None:
        return []
    first, last = pl.col("vanaf").dt.date(), pl.col("tot").dt.date()
    rows = found.versions.filter(first <= op, last.is_null() | (last >= op))
    if rows["reeks"].drop_nulls().n_unique() > 1 and found.asked.bron:
        return []
    return [value_of(found, row) for row in rows.iter_rows(named=True)] if rows.height > 1 else []


def _same(one: Row | None, other: Row | None) -> bool:
    if one is None or other is None:
        return one is other
    return all(one[name] == other[name] for name in ALL_FIGURES)


def sections(found: Passport) -> list[Section]:
    """Tell all that is known, most asked for first."""
    figure = found.figure
    if figure is None:
        return [each for each in (_absent(found), _earlier(found)) if each is not None]
    told = [
        _figure(found, figure),
        _formula(found, figure),
        _members(found),
        _source(found, figure),
        _others(found),
        _findings(found),
        _earlier(found),
        _meaning(found),
    ]
    return [each for each in told if each is not None]


def _absent(found: Passport) -> Section:
    verb = "is er nu niet" if found.existed else "is er niet en was er nooit"
    if found.indicator is None and not found.existed:
        note = f"De monitor heeft geen cijfer dat ‘{found.asked.indicator[:80]}’ heet."
        if found.instead:
            note += " Misschien bedoelt de link een van deze."
    else:
        note = f"Dit cijfer {verb}: {found.why}."
        if found.instead:
            note += " Van deze perioden is er wel een."
    rows = tuple(
        (Cell(Period.parse(each.periode).spoken if found.indicator else _title(each), each),)
        for each in found.instead
    )
    head = ("Periode" if found.indicator else "Indicator",)
    return Section(
        "cijfer",
        "Cijfer",
        _identity(found, None),
        note,
        Table(head, rows) if rows else None,
    )


def _title(asked: Asked) -> str:
    return INDICATORS[asked.indicator].title


def _identity(found: Passport, figure: Row | None) -> tuple[tuple[str, str], ...]:
    asked, indicator = found.asked, found.indicator
    title = f"{indicator.title} ({asked.indicator})" if indicator else asked.indicator
    return (
        ("Indicator", title),
        ("Gebied", f"{found.area} ({asked.gebied})"),
        *((name.capitalize(), value) for name, value in asked.split),
        ("Periode", found.period.spoken),
        *(_composition(figure) if figure else ()),
    )


def _composition(figure: Row) -> tuple[tuple[str, str], ...]:
    own, count = figure["samenstelling"], figure["leden"]
    if own is None:
        return ()
    size = f"{count} {'gemeente' if count == 1 else 'gemeenten'}" if count else ""
    said = {
        PUBLISHED: "zoals de bron het voor dit gebied publiceert",
        AS_IT_WAS: "zoals toen: wie er in die periode bij hoorde",
        PRESENT: "huidig: wie er nu bij hoort",
    }.get(own, f"zoals op 31 december {own}")
    return (("Samenstelling", f"{said}{f', {size}' if size else ''}"),)


def _figure(found: Passport, figure: Row) -> Section:
    status = STATUSES.get(figure["status"], figure["status"])
    if figure["strijdig"] and figure["status"] != CONTRADICTED:
        status = f"strijdig: bronnen spreken elkaar tegen; {status}"
    if not figure["gekozen"]:
        status = f"{status}. Niet het cijfer dat de monitor zelf laat zien; zie Andere bronnen"
    notes = []
    if found.substituted:
        notes.append(
            "De bron of samenstelling waar de link om vraagt, geeft dit cijfer niet (meer); hier staat "
            "het cijfer dat de monitor nu laat zien."
        )
    if figure["opmerking"]:
        notes.append(f"{figure['opmerking'].rstrip('.')}.")
    return Section(
        "cijfer",
        "Cijfer",
        (
            *_identity(found, figure),
            ("Waarde", value_of(found, figure)),
            *((("Nauwkeurigheid", said),) if (said := precision(found, figure)) else ()),
            ("Status", str(status)),
        ),
        " ".join(notes),
    )


def precision(found: Passport, figure: Row) -> str:
    """Say what the source printed or what was computed, and between what the figure lies."""
    value, margin = figure["waarde"], figure["marge"]
    indicator = found.indicator
    if value is None or indicator is None:
        return ""
    computed = bool(found.parts) or found.composed
    exact = exactly(value)
    if figure["status"] in BOUND_WORDS:
        said = f"een grens, {f'berekend als {exact}' if computed else f'gegeven als {exact}'}"
    elif margin is None:
        said = (
            f"{'berekend' if computed else 'gegeven'} als {exact}; hoe de bron afrondt is onbekend"
        )
    elif margin == 0:
        said = f"{'berekend' if computed else 'gegeven'} als {exact}, zonder afronding"
    else:
        doubt = f"tussen {exactly(value - margin)} en {exactly(value + margin)}"
        if computed:
            said = f"berekend als {exact} uit afgeronde cijfers; het ligt {doubt}"
        else:
            said = f"gegeven als {exact}, afgerond op {exactly(2 * margin)}; het ligt {doubt}"
    if indicator.survey:
        said += ". Een steekproef, waarvan de bron geen marge geeft"
    return said


def _formula(found: Passport, figure: Row) -> Section | None:
    indicator = found.indicator
    assert indicator is not None
    ratio = INDICATORS[found.asked.indicator].ratio
    pairs: list[tuple[str, str]] = [("Formule", indicator.formula)]
    if not found.parts or ratio is None:
        return Section("formule", "Formule", tuple(pairs))
    teller, noemer = (each.value for each in found.parts)
    factor = f"{number(ratio.factor)} × " if ratio.factor != 1 else ""
    pairs.append(
        (
            "Berekening",
            f"{factor}{exactly(teller)} / {exactly(noemer)} = {exactly(figure['waarde'])}",
        )
    )
    rows = tuple(
        (
            Cell(part.role.capitalize()),
            Cell(part.indicator.title, asked_of(part.figure) if part.figure else None),
            Cell(_written(part.value, part.indicator)),
            Cell(part.period.spoken),
            Cell(
                _place_in_table(part.figure)
                if part.figure
                else f"opgeteld over dezelfde gemeenten, {figure['tabel']}"
            ),
        )
        for part in found.parts
    )
    head = ("Onderdeel", "Indicator", "Waarde", "Periode", "Bron en plaats")
    return Section("formule", "Formule", tuple(pairs), "", Table(head, rows))


def _place_in_table(row: Row) -> str:
    return str(row["vindplaats"] or row["tabel"] or "")


def _members(found: Passport) -> Section | None:
    if not found.members:
        return None
    indicator = found.indicator
    assert indicator is not None
    ratio = INDICATORS[found.asked.indicator].ratio is not None
    roles = ("teller", "noemer") if ratio else ()
    rows = []
    for each in found.members:
        known = each["waarde"] is not None
        counts = [_count(each[role] if known else None) for role in roles]
        rows.append(
            (
                Cell(each["naam"], asked_of(each) if each["vindplaats"] is not None else None),
                Cell(_short(each["waarde"], indicator, each["marge"]) if known else MISSING),
                *map(Cell, counts),
                Cell(each["status"]),
                Cell(_place_in_table(each)),
            )
        )
    head = (
        "Gemeente",
        "Waarde",
        *(role.capitalize() for role in roles),
        "Status",
        "Bron en plaats",
    )
    added = "tellers en noemers zijn elk opgeteld" if ratio else "de waarden zijn opgeteld"
    size = len(found.members)
    said = f"{size} gemeente" if size == 1 else f"{size} gemeenten"
    unit = f" Waarde {'' if indicator.unit is Unit.PER_1000 else 'in '}{indicator.unit.named}."
    return Section(
        "leden", "Gemeenten in de som", (), f"{said}; {added}.{unit}", Table(head, tuple(rows))
    )


def _short(value: Decimal, indicator: Indicator, margin: Decimal | None) -> str:
    """Write a value in a table, whose note names the unit."""
    if indicator.unit in (Unit.PROCENT, Unit.EURO):
        return _written(value, indicator, margin)
    return number(value, given_decimals(indicator, margin))


def _count(value: Decimal | None) -> str:
    return MISSING if value is None else exactly(value)


def _source(found: Passport, figure: Row) -> Section | None:
    """Say where the figure was read: source, edition, place, days and digest of the delivery."""
    if not found.deliveries:
        return None
    first = found.deliveries[0]
    pairs = [
        ("Bron", f"{first['titel']} ({first['uitgever']})"),
        ("Reeks", str(figure["reeks"])),
        *_places(found, figure),
    ]
    several = len(found.deliveries) > 1
    for each in found.deliveries:
        mark = f", {each['tabel']}" if several and each["tabel"] else ""
        fetched: datetime | None = each["opgehaald"]
        once = each["stand"] == "meegeleverd" and fetched is None
        pairs += [
            (
                f"Uitgave{mark}",
                ", ".join(part for part in (each["tabel"], each["tabel_titel"]) if part)
                or str(figure["tabel"]),
            ),
            (
                f"Opgehaald{mark}",
                f"{_day(fetched.date())} om {fetched:%H:%M} uur"
                if fetched
                else f"niet overgeleverd{'; meegeleverd met de monitor' if once else ''}",
            ),
            (f"Vastgelegd{mark}", _day(each["vastgelegd"])),
            (
                f"sha256 van de levering{mark}",
                each["sha256"] or "niet getoond: daarmee zou een geheim aantal te raden zijn",
            ),
        ]
    pairs.append(("Licentie", str(first["licentie"])))
    if first["url"]:
        pairs.append(("Bij de bron", str(first["url"])))
    return Section("bron", "Bron", tuple(pairs), "")


def _day(day: date) -> str:
    return Period.day(day).spoken


def _places(found: Passport, figure: Row) -> list[tuple[str, str]]:
    """Take the place in the source apart: document, section and line; or table, column and key."""
    if found.composed:
        return [("Plaats", "opgeteld door de monitor; de plaats staat bij elke gemeente")]
    written = [each for each in str(figure["vindplaats"] or "").split(PLACES) if each]
    pairs: list[tuple[str, str]] = []
    roles = ("teller", "noemer") if len(written) > 1 else ("",)
    for role, place in zip(roles, written, strict=False):
        mark = f" van de {role}" if role else ""
        pairs += [(f"{name}{mark}", value) for name, value in place_parts(place, figure)]
    return pairs


def place_parts(place: str, figure: Row) -> list[tuple[str, str]]:
    """Name the parts of a place as a source gives it."""
    match = PLACE.fullmatch(place)
    if match is None:
        return [("Plaats", place)]
    source, part, line = match["bron"], match["deel"] or "", match["regel"]
    if CBS_TABLE.fullmatch(source):
        inner = CBS_KEY.fullmatch(part)
        column, key = (inner["kolom"], inner["sleutel"]) if inner else (part, None)
        where = f"{figure['gebied']}, {key}" if key else str(figure["gebied"])
        return [("Tabel", source), *([("Kolom", column)] if column else []), ("Sleutel", where)]
    if line is None:
        return [("Plaats", place)]
    return [
        ("Document", source),
        *([("Paragraaf", part)] if part else []),
        ("Regel", line),
    ]


def _others(found: Passport) -> Section | None:
    figure = found.figure
    if not found.other or figure is None:
        return None
    rows = tuple(
        (
            Cell(each["tabel"] or each["reeks"], asked_of(each)),
            Cell(_value_there(found, each)),
            Cell(_stands(found, each, figure)),
            Cell(_place_in_table(each)),
        )
        for each in found.other
    )
    indicator = found.indicator
    assert indicator is not None
    disputed = any(each["strijdig"] for each in (figure, *found.other))
    opening = "Bronnen spreken elkaar tegen. " if disputed else ""
    head = ("Tabel", "Waarde", "Naast dit cijfer", "Plaats")
    return Section(
        "andere-bronnen",
        "Andere bronnen",
        (),
        f"{opening}{indicator.preference}",
        Table(head, rows),
    )


def _value_there(found: Passport, row: Row) -> str:
    named = INDICATORS[found.asked.indicator].measured_in(row["reeks"])
    return value_of(replace(found, indicator=named), row)


def _stands(found: Passport, other: Row, figure: Row) -> str:
    """Say how another figure stands beside this one."""
    known = INDICATORS[found.asked.indicator]
    shown = "dit laat de monitor zien" if other["gekozen"] else "niet getoond"
    if known.other_measure(other["reeks"]) != known.other_measure(figure["reeks"]):
        return f"meet iets anders ({known.measured_in(other['reeks']).title}); {shown}"
    if other["waarde"] is None or figure["waarde"] is None:
        return shown
    if other["samenstelling"] != figure["samenstelling"] and other["leden"] != figure["leden"]:
        return f"andere samenstelling; {shown}"
    if other["strijdig"] and (figure["strijdig"] or not other["gekozen"]):
        return f"strijdig; {shown}"
    return f"gelijk binnen de afronding; {shown}"


def _findings(found: Passport) -> Section | None:
    rows = [
        (
            Cell(each["onderwerp"]),
            Cell(_against(each["gevonden"], each["verwacht"])),
            Cell(each["reden"] or each["gevolg"] or ""),
            Cell(f"{each['staat']}, {each['gewicht']}"),
        )
        for each in found.findings
    ]
    rows += [
        (
            Cell(each["controle"]),
            Cell(_against(each["gevonden"], each["verwacht"])),
            Cell(each["toelichting"] or ""),
            Cell(each["uitkomst"]),
        )
        for each in found.checks
        # A check that came out wrong is a finding too, and told as such.
        if not any(other["onderwerp"].startswith(each["controle"]) for other in found.findings)
    ]
    if not rows:
        return Section(
            "controles",
            "Controles en bevindingen",
            (),
            "Over dit cijfer is niets bijzonders gevonden.",
        )
    head = ("Wat", "Gevonden en verwacht", "Toelichting", "Staat")
    return Section("controles", "Controles en bevindingen", (), "", Table(head, tuple(rows)))


def _against(found: Decimal | None, expected: Decimal | None) -> str:
    if found is None and expected is None:
        return ""
    written = ["niets" if each is None else exactly(each) for each in (found, expected)]
    return f"{written[0]} tegen {written[1]}"


def _earlier(found: Passport) -> Section | None:
    """Tell what the figure showed before, with days and reasons."""
    versions = list(found.versions.iter_rows(named=True))
    since = found.kept_since
    if not versions:
        if found.figure is None or since is None:
            return None
        return Section("verloop", "Eerdere waarden", (), "Hiervan is geen verloop bekend.")
    rows = tuple(
        (
            Cell(_since(row["vanaf"])),
            Cell("nu" if row["tot"] is None else _since(row["tot"])),
            Cell(value_of(found, row) if row["status"] != SECRET else STATUSES[SECRET]),
            Cell(_status(row)),
            Cell(", ".join(row["redenen"] or ())),
            Cell(row["tabel"] or ""),
        )
        for row in reversed(versions)
    )
    began = f"Het verloop wordt bijgehouden sinds {_day(since)}." if since else ""
    if len(versions) == 1 and versions[0]["redenen"] == [Reason.BEGIN]:
        note = f"{began} Sindsdien is dit cijfer niet veranderd."
    else:
        note = f"{began} Het laatste staat bovenaan."
    head = ("Vanaf", "Tot", "Waarde", "Status", "Reden", "Tabel")
    return Section("verloop", "Eerdere waarden", (), note.strip(), Table(head, rows))


def _status(row: Row) -> str:
    disputed = row["strijdig"] and row["status"] != CONTRADICTED
    return f"{row['status'] or 'geen cijfer'}{', strijdig' if disputed else ''}"


def _since(moment: datetime) -> str:
    return f"{_day(moment.date())}, {moment:%H:%M}"


def _meaning(found: Passport) -> Section | None:
    indicator = found.indicator
    assert indicator is not None
    direction = indicator.direction.value
    return Section(
        "definitie",
        "Definitie",
        (
            ("Definitie", indicator.definition),
            ("Eenheid", indicator.unit.named),
            ("Richting", direction),
            ("Keuze van de bron", indicator.preference),
            *((("Let op", indicator.caveat),) if indicator.caveat else ()),
        ),
    )


def misunderstood(complaints: Sequence[str], who: str = "De link") -> str:
    """Say in a sentence what is asked for that does not exist."""
    return (
        f"{who} vraagt om {', '.join(complaints)}. Een paspoort is van één indicator, gebied en "
        "periode, zoals werkloosheidspercentage, AM06 en 2023."
    )


def for_minutes(found: Passport) -> Asked:
    """Give what a link in minutes asks for: this very figure, and the day on which it is quoted."""
    if found.asked.op is not None or found.figure is None:
        return replace(found.asked, op=found.asked.op or today())
    return replace(asked_of(found.figure), op=today())
