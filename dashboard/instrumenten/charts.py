"""Charts of instruments, events, marks and money: rows in, a Plotly figure out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import plotly.graph_objects as go

from dashboard import palette
from dashboard.axes import FONT_SIZE, bold, empty, figure, frame
from dashboard.lettering import text_width, wrap
from dashboard.palette import tint
from dashboard.sentences import listed
from warehouse.numbers import euro, number, percent

REGION = palette.STYLES["regio"]
COUNTRY = palette.STYLES["nederland"]
AIM = palette.STYLES["doel"]
OVER = palette.STYLES["gekozen"].colour
DISPUTED = palette.STRIJDIG
GAP = "\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}"
"""Between a name and its bar."""
_NAME_PIXELS = 108
_ROW = 52
FEW = 4
"""Up to so many columns are drawn narrow."""

MARKED = "†"
"""Stands behind a number that its source contradicts."""
RESERVE, RESERVED = ", met voorbehoud", "°"
"""How a verdict says that it rests on a derived number, and how a label on a phone does."""


def _names(names: Sequence[str], room: int = _NAME_PIXELS) -> tuple[list[str], float]:
    """Wrap the names on the left, and measure the room that they take."""
    wrapped = [wrap(each, FONT_SIZE, room) for each in names]
    wide = max(text_width(line, FONT_SIZE) for lines in wrapped for line in lines) + 12
    return ["<br>".join(f"{line}{GAP}" for line in lines) for lines in wrapped], wide


def _rows_axis(names: Sequence[str], *, above: float = 0.7, below: float = 0.5) -> dict[str, Any]:
    return {
        "range": [len(names) - 1 + below, -above],
        "tickvals": list(range(len(names))),
        "ticktext": list(names),
        "showgrid": False,
    }


def _label(x: float, y: float, text: str, **placed: Any) -> dict[str, Any]:
    return {
        "x": x, "y": y, "xanchor": "left", "yanchor": "middle", "showarrow": False, "text": text,
        "font": {"size": FONT_SIZE}, **placed,
    }  # fmt: skip


def _bar(
    lengths: Sequence[float], places: Sequence[float], hover: Sequence[str], **how: Any
) -> dict[str, Any]:
    return {
        "type": "bar", "orientation": "h", "x": list(lengths), "y": list(places),
        "customdata": list(hover), "hovertemplate": "%{customdata}<extra></extra>", **how,
    }  # fmt: skip


@dataclass(frozen=True)
class Bullet:
    """One instrument in one year: what was realised and what was aimed at; None where nobody says."""

    name: str
    realised: Decimal | None
    target: Decimal | None
    words: str
    disputed: bool = False

    @property
    def share(self) -> Decimal | None:
        if self.realised is None or not self.target:
            return None
        return self.realised / self.target * 100

    @property
    def said(self) -> str:
        """Write it as it stands above its bar: `120† van 125: strijdig`."""
        mark = MARKED if self.disputed else ""
        if self.realised is None:
            return f"doel {number(self.target)}: {self.words}"
        if self.target is None:
            return f"{number(self.realised)}{mark}: {self.words}"
        return f"{number(self.realised)}{mark} van {number(self.target)}: {self.words}"


def bullets(rows: Sequence[Bullet]) -> go.Figure:
    """Draw what was realised as a bar towards its target, all targets below each other."""
    if not rows:
        return empty([])
    notes = ["realisatie als deel van het doel; paarse streep: het doel (100%)"]
    if any(each.disputed for each in rows):
        notes.append(f"{MARKED} en rode rand: door de bron zelf tegengesproken")
    if any(RESERVE in each.said for each in rows):
        notes.append(f"{RESERVED} met voorbehoud: het getal is afgeleid")
    names, left = _names([each.name for each in rows])
    layout, _ = frame(notes, left=left, right=8, height=_ROW * len(rows) + 60)
    drawn = [(place, each) for place, each in enumerate(rows) if each.share is not None]
    high = max([100.0, *(float(each.share or 0) for _, each in drawn)]) * 1.04
    layout["xaxis"] |= {"range": [0, high], "visible": False}
    layout["yaxis"] |= _rows_axis(names)
    layout["shapes"] = [
        {
            "type": "line", "xref": "x", "yref": "y", "x0": 100, "x1": 100, "y0": place - 0.2,
            "y1": place + 0.42, "line": {"color": AIM.colour, "width": 4},
        }
        for place, each in enumerate(rows)
        if each.target is not None
    ]  # fmt: skip
    layout["annotations"] += [
        _label(0, place - 0.36, bold(each.said.replace(RESERVE, RESERVED)))
        for place, each in enumerate(rows)
    ]
    rims = [DISPUTED if each.disputed else REGION.colour for _, each in drawn]
    bars = _bar(
        [float(each.share or 0) for _, each in drawn],
        [place + 0.1 for place, _ in drawn],
        [
            f"<b>{each.name}</b><br>{each.said}<br>{percent(each.share, 0)} van het doel"
            for _, each in drawn
        ],
        width=0.4,
        marker={
            "color": REGION.colour,
            "line": {"color": rims, "width": [2.5 if each.disputed else 0 for _, each in drawn]},
        },
    )  # fmt: skip
    return figure([bars], layout)


def bullets_alt(rows: Sequence[Bullet]) -> str:
    """Tell in words what `bullets` shows."""
    told = "; ".join(f"{each.name}: {each.said.replace(MARKED, ' (strijdig)')}" for each in rows)
    return f"Staafgrafiek van realisatie tegen doel. {told}."


@dataclass(frozen=True)
class Bar:
    """A number of one kind at one moment, as a column."""

    name: str
    value: Decimal
    kind: str
    said: str = ""


KIND_LOOKS = (
    (REGION.colour, ""),
    (palette.STYLES["gekozen"].colour, "/"),
    (COUNTRY.colour, "x"),
)
"""Colour and hatching of each kind of column, in order: never colour alone."""


def columns(bars: Sequence[Bar], unit: str) -> go.Figure:
    """Draw columns in order, coloured and hatched by kind, each with its number."""
    if not bars:
        return empty([])
    kinds = list(dict.fromkeys(each.kind for each in bars if each.kind))
    signs = ("vol", "gestreept", "geruit")
    told = ", ".join(f"{signs[place]}: {kind}" for place, kind in enumerate(kinds))
    layout, _ = frame([unit, told] if len(kinds) > 1 else [unit], left=4, right=4, height=270)
    high = max(float(each.value) for each in bars)
    layout["yaxis"] |= {"range": [0, high * 1.16 or 1], "visible": False}
    layout["xaxis"] |= {
        "range": [-0.6, len(bars) - 0.4], "tickvals": list(range(len(bars))),
        "ticktext": [each.name for each in bars],
    }  # fmt: skip
    layout["annotations"] += [
        _label(place, float(each.value), number(each.value), xanchor="center", yanchor="bottom")
        for place, each in enumerate(bars)
    ]
    looks = dict(zip(kinds or [""], KIND_LOOKS, strict=False))
    layout["margin"]["b"] = 58
    drawn = {
        "type": "bar", "x": list(range(len(bars))), "y": [float(each.value) for each in bars],
        "width": 0.72 if len(bars) > FEW else 0.4,
        "marker": {
            "color": [looks[each.kind][0] for each in bars],
            "pattern": {"shape": [looks[each.kind][1] for each in bars], "size": 6,
                        "fgcolor": "rgba(255,255,255,0.75)"},
        },
        "customdata": [each.said for each in bars],
        "hovertemplate": "%{customdata}<extra></extra>",
    }  # fmt: skip
    return figure([drawn], layout)


def columns_alt(bars: Sequence[Bar], unit: str) -> str:
    """Tell in words what `columns` shows."""
    told = "; ".join(each.said or f"{each.name}: {number(each.value)}" for each in bars)
    return f"Kolommen in {unit}. {told}."


@dataclass(frozen=True)
class Written:
    """A value with how it is written."""

    value: Decimal
    said: str


@dataclass(frozen=True)
class Mark:
    """A figure of the region beside that of Nederland; `rivals` are other values for the same.

    `beside` is what else to say of it. `interval` is how far chance reaches, in percents.
    """

    name: str
    own: Written
    country: Written | None
    beside: str
    rivals: tuple[Written, ...] = ()
    interval: tuple[Decimal, Decimal] | None = None

    @property
    def disputed(self) -> bool:
        return bool(self.rivals)

    @property
    def rest(self) -> str:
        said = [
            *(f"of {each.said}" for each in self.rivals),
            *([f"Nederland {self.country.said}"] if self.country else []),
            *(
                [f"{number(self.interval[0])} tot {number(self.interval[1])}%"]
                if self.interval
                else []
            ),
            *([self.beside] if self.beside else []),
        ]
        return ", ".join(said)


def marks(rows: Sequence[Mark], ticks: Sequence[int], unit: str, sign: str = "") -> go.Figure:
    """Draw the region as a dot and Nederland as a square on one scale, with intervals and rivals.

    The scale runs from the first of `ticks` to the last.
    """
    if not rows:
        return empty([])
    notes = [f"{unit}; {REGION.sign} regio"]
    if any(each.country is not None for each in rows):
        notes[0] += f", {COUNTRY.sign} Nederland"
    if any(each.disputed for each in rows):
        notes.append(f"{MARKED} open rode cirkel: een ander verslag geeft dit cijfer")
    if any(each.interval for each in rows):
        notes.append("streep: hoe ver toeval reikt (95%)")
    names, left = _names([each.name for each in rows])
    layout, _ = frame(notes, left=left, right=10, height=_ROW * len(rows) + 66)
    low, high = ticks[0], ticks[-1]
    edge = (high - low) * 0.03
    layout["xaxis"] |= {
        "range": [low - edge, high + edge], "tickvals": list(ticks),
        "ticktext": [f"{number(each)}{sign}" for each in ticks],
        "showgrid": True, "gridcolor": palette.GRID,
    }  # fmt: skip
    layout["yaxis"] |= _rows_axis(names)
    layout["annotations"] += [
        _label(low, place - 0.36, _said(each)) for place, each in enumerate(rows)
    ]
    layout["shapes"] = [
        {
            "type": "line", "xref": "x", "yref": "y", "x0": float(each.interval[0]),
            "x1": float(each.interval[1]), "y0": place + 0.12, "y1": place + 0.12,
            "line": {"color": REGION.colour, "width": 3},
        }
        for place, each in enumerate(rows)
        if each.interval
    ]  # fmt: skip
    hover = [f"<b>{each.name}</b><br>{_plain(each)}" for each in rows]
    places = [place + 0.12 for place in range(len(rows))]
    traces = [
        _dots(
            [float(each.own.value) for each in rows],
            places,
            hover,
            REGION.symbol,
            REGION.colour,
            12,
        ),
    ]
    compared = [(place, each.country) for place, each in enumerate(rows) if each.country]
    traces.insert(
        0,
        _dots(
            [float(country.value) for _, country in compared],
            [places[place] for place, _ in compared],
            [hover[place] for place, _ in compared],
            COUNTRY.symbol,
            COUNTRY.colour,
            15,
        ),
    )
    rivals = [(place, rival) for place, each in enumerate(rows) for rival in each.rivals]
    traces.append(
        _dots(
            [float(rival.value) for _, rival in rivals],
            [places[place] for place, _ in rivals],
            [hover[place] for place, _ in rivals],
            "circle-open",
            DISPUTED,
            13,
        )
    )
    return figure([each for each in traces if each["x"]], layout)


def _dots(
    xs: Sequence[float],
    ys: Sequence[float],
    hover: Sequence[str],
    symbol: str,
    colour: str,
    size: int,
) -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "markers", "x": list(xs), "y": list(ys), "cliponaxis": False,
        "marker": {"symbol": symbol, "size": size, "color": colour, "opacity": 1,
                   "line": {"width": 2.5 if symbol.endswith("open") else 0}},
        "customdata": list(hover), "hovertemplate": "%{customdata}<extra></extra>",
    }  # fmt: skip


def _said(each: Mark) -> str:
    own = bold(f"{each.own.said}{MARKED if each.disputed else ''}")
    return f"{own} {each.rest}" if each.rest else own


def _plain(each: Mark) -> str:
    return f"{each.own.said}{f', {each.rest}' if each.rest else ''}"


def marks_alt(rows: Sequence[Mark], unit: str) -> str:
    """Tell in words what `marks` shows."""
    told = "; ".join(f"{each.name}: {_plain(each)}" for each in rows)
    return f"Puntgrafiek ({unit}). {told}."


@dataclass(frozen=True)
class Pot:
    """The money of one pijler: budgeted, spent so far, expected by the end of the year, and left."""

    name: str
    budget: Decimal
    spent: Decimal
    expected: Decimal
    left: Decimal

    @property
    def left_pct(self) -> Decimal:
        return self.left / self.budget * 100 if self.budget else Decimal(0)

    @property
    def said(self) -> str:
        if self.left < 0:
            return f"▲ {euro(-self.left)} te veel"
        return f"{euro(self.left)} over ({percent(self.left_pct, 0)})"


def pots(rows: Sequence[Pot]) -> go.Figure:
    """Draw each pot as what was spent, what is still expected, and what stays unspent."""
    if not rows:
        return empty([])
    notes = ["donker: uitgegeven t/m sep. 2020; licht: verwacht t/m dec. 2020; rand: begroting"]
    names, left = _names([each.name for each in rows])
    layout, _ = frame(notes, left=left, right=8, height=_ROW * len(rows) + 60)
    high = max(float(max(each.budget, each.expected)) for each in rows) or 1.0
    layout["xaxis"] |= {"range": [0, high * 1.02], "visible": False}
    layout["yaxis"] |= _rows_axis(names)
    layout["barmode"] = "overlay"
    layout["annotations"] += [
        _label(0, place - 0.36, bold(each.said)) for place, each in enumerate(rows)
    ]
    hover = [
        f"<b>{each.name}</b><br>begroting {euro(each.budget)}<br>uitgegeven {euro(each.spent)}"
        f"<br>prognose {euro(each.expected)}<br>{each.said}"
        for each in rows
    ]
    places = [place + 0.1 for place in range(len(rows))]
    rim = {"color": "rgba(0,0,0,0)", "line": {"color": palette.THEME_TEXT, "width": 1}}
    return figure(
        [
            _bar([float(each.budget) for each in rows], places, hover, width=0.42, marker=rim),
            _bar([float(each.expected) for each in rows], places, hover, width=0.36,
                 marker={"color": tint(REGION.colour, 0.45)}),
            _bar([float(each.spent) for each in rows], places, hover, width=0.36,
                 marker={"color": REGION.colour}),
        ],
        layout,
    )  # fmt: skip


def pots_alt(rows: Sequence[Pot]) -> str:
    """Tell in words what `pots` shows."""
    told = "; ".join(
        f"{each.name}: begroting {euro(each.budget)}, uitgegeven {euro(each.spent)}, prognose "
        f"{euro(each.expected)}, {each.said.removeprefix('▲ ')}"
        for each in rows
    )
    return f"Staafgrafiek van de begroting. {told}."


@dataclass(frozen=True)
class Balance:
    """What is left over, or what is lacking below nought."""

    name: str
    left: Decimal
    disputed: bool = False

    @property
    def said(self) -> str:
        mark = MARKED if self.disputed else ""
        if self.left < 0:
            return f"▲ {euro(-self.left)} te veel{mark}"
        return f"{euro(self.left)} over{mark}" if self.left else f"precies op{mark}"


def balances(rows: Sequence[Balance], too_much: str) -> go.Figure:
    """Draw what is left to the right of nought, and what is too much to the left."""
    if not rows:
        return empty([])
    notes = [f"euro; ▲ en oranje, links van de lijn: {too_much}"]
    if any(each.disputed for each in rows):
        notes.append(f"{MARKED} de begroting hierachter is strijdig")
    names, left = _names([each.name for each in rows])
    layout, _ = frame(notes, left=left, right=8, height=_ROW * len(rows) + 60)
    values = [float(each.left) for each in rows]
    low = min([0.0, *values])
    # What is lacking is written to the right of nought, as what is left, and needs the room.
    high = max([-2.4 * low, *values])
    room = (high - low or 1.0) * 0.02
    layout["xaxis"] |= {"range": [low - room, high + room], "visible": False}
    layout["yaxis"] |= _rows_axis(names)
    layout["annotations"] += [
        _label(0, place - 0.36, bold(each.said) if each.left < 0 else each.said, xshift=3)
        for place, each in enumerate(rows)
    ]
    layout["shapes"] = [
        {"type": "line", "xref": "x", "yref": "paper", "x0": 0, "x1": 0, "y0": 0, "y1": 1,
         "line": {"color": palette.RULE, "width": 1.5}}
    ]  # fmt: skip
    bars = _bar(
        values,
        [place + 0.12 for place in range(len(rows))],
        [f"<b>{each.name}</b><br>{each.said}" for each in rows],
        width=0.36,
        marker={"color": [OVER if each.left < 0 else tint(REGION.colour, 0.45) for each in rows]},
    )
    return figure([bars], layout)


def balances_alt(rows: Sequence[Balance]) -> str:
    """Tell in words what `balances` shows."""
    over = [f"{each.name} ({euro(-each.left)})" for each in rows if each.left < 0]
    rest = [f"{each.name} ({euro(each.left)})" for each in rows if each.left > 0]
    parts = [
        *([f"Te veel: {listed(over)}."] if over else ["Nergens te veel."]),
        *([f"Over: {listed(rest)}."] if rest else []),
    ]
    return f"Staafgrafiek van wat overblijft. {' '.join(parts)}"
