"""The overview as one piece of HTML, for the screen, a screen reader and a printer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from urllib.parse import urlencode

from dashboard.overview.signals import Rule, Signal
from dashboard.overview.sparkline import sparkline
from dashboard.overview.tiles import Shown
from dashboard.passport import address as passport_of
from dashboard.sentences import capital, remark_on, said, spoken_period
from warehouse.indicator import Unit
from warehouse.verdict import DISPUTED, Against

STYLE = Path(__file__).with_name("overview.css")
MARKS = {True: ("goed", "✓"), False: ("slecht", "✗")}
NO_MARK, DISPUTED_MARK = ("geen", "·"), ("strijdig", "≠")


def html(
    heading: str,
    themes: Sequence[tuple[str, Sequence[Shown]]],
    signals: Sequence[Signal],
    absent: Sequence[str],
    address: Mapping[str, str],
    about: Sequence[str],
) -> str:
    """Write the overview.

    `heading` says what was chosen, `address` are the choices that links keep, `about` stands below.
    """
    return "".join(
        [
            f'<div class="overzicht"><p class="keuze">{escape(heading)}</p>',
            _signals(signals, address),
            *(_theme(name, tiles, address) for name, tiles in themes),
            _absent(absent),
            "".join(f'<p class="herkomst">{escape(each)}</p>' for each in about),
            "</div>",
        ]
    )


def link(found: Shown, address: Mapping[str, str]) -> str:
    """Give the address of a tile's page with the same choices, below the page that is open."""
    asked = urlencode({**address, **found.tile.asked})
    return f"{found.tile.page}?{asked}" if asked else found.tile.page


def _signals(signals: Sequence[Signal], address: Mapping[str, str]) -> str:
    told = "".join(f"<li>{_linked(each, address)}</li>" for each in signals)
    if not told:
        told = "<li>Niets bijzonders volgens de regels hieronder.</li>"
    return f'<section class="opvallend"><h2>Wat valt op</h2><ol>{told}</ol></section>'


def _linked(signal: Signal, address: Mapping[str, str]) -> str:
    target, name = "bronnen", "Bronnen"
    if signal.shown is not None:
        target, name = link(signal.shown, address), signal.shown.title
    return f'{escape(signal.sentence)} <a href="{escape(target)}" target="_self">{escape(name)}</a>'


def _theme(name: str, tiles: Sequence[Shown], address: Mapping[str, str]) -> str:
    items = "".join(_tile(each, address) for each in tiles)
    return f"<section><h2>{escape(name)}</h2><ul>{items}</ul></section>"


def _tile(found: Shown, address: Mapping[str, str]) -> str:
    title = f'<h3><a href="{escape(link(found, address))}" target="_self">{escape(found.title)}</a></h3>'
    if found.figure is None:
        return (
            f'<li class="tegel leeg">{title}<p class="reden">{escape(capital(found.why))}</p></li>'
        )
    drawn = sparkline(found.history, found.indicator)
    picture = f'<img src="{drawn[0]}" alt="{escape(drawn[1])}">' if drawn else ""
    kind, mark = mark_of(found)
    verdict = found.verdict.words or (found.unjudged and "geen oordeel") or "geen oordeel"
    return (
        f'<li class="tegel {kind}">{title}'
        f'<p class="cijfer"><strong>{escape(value_of(found))}</strong>{picture}</p>'
        f'<p class="wanneer">{escape(when_of(found))}</p>'
        f'<p class="oordeel"><span aria-hidden="true">{mark}</span> {escape(capital(verdict))}</p>'
        f'<p class="naast">{escape(capital(beside_of(found)))}</p>'
        f'<p class="pas"><a href="{escape(passport_of(found.figure))}" target="_self" '
        f'aria-label="Paspoort van {escape(found.title)}">Paspoort</a></p></li>'
    )


def mark_of(found: Shown) -> tuple[str, str]:
    """Give the class and the sign of a verdict; the words beside it say the same."""
    if found.verdict.words == DISPUTED or (found.figure is not None and found.figure["strijdig"]):
        return DISPUTED_MARK
    return NO_MARK if found.verdict.good is None else MARKS[found.verdict.good]


def value_of(found: Shown) -> str:
    """Write the figure as the tile shows it: `3,2%`, `ten minste 46%`, `3.361`."""
    return said(found.figure, found.indicator)


def when_of(found: Shown) -> str:
    """Say when the figure is of and what it counts: `2023, voorlopig cijfer`."""
    figure = found.figure
    assert figure is not None
    unit = found.indicator.unit
    counted = "" if unit in (Unit.PROCENT, Unit.EURO) or not unit.sign else f"{unit.sign}, "
    remark = remark_on(figure)
    composition = f", {figure['leden']} gemeenten" if (figure["leden"] or 0) > 1 else ""
    return f"{counted}{spoken_period(figure)}{composition}{f', {remark}' if remark else ''}"


def beside_of(found: Shown) -> str:
    """Write what the figure is held against, or why it is held against nothing."""
    if found.figure is not None and found.figure["strijdig"] and found.rivals.height:
        other = [said(row, found.indicator) for row in found.rivals.iter_rows(named=True)]
        return f"ook gepubliceerd: {', '.join(dict.fromkeys(other))}"
    if found.reference is None or found.against is None:
        return found.unjudged
    written = said(found.reference, found.indicator)
    remark = remark_on(found.reference)
    written += f" ({remark})" if remark and not found.reference["strijdig"] else ""
    if found.against is Against.EERDER:
        return f"{spoken_period(found.reference)}: {written}"
    figure = found.figure
    elsewhere = figure is not None and found.reference["reeks"] != figure["reeks"]
    edition = " (andere uitgave)" if elsewhere and found.against is Against.NEDERLAND else ""
    return f"{found.against.value}{edition} {written}"


def _absent(absent: Sequence[str]) -> str:
    told = "".join(f"<li>{escape(each)}</li>" for each in absent)
    if not told:
        told = "<li>Niets: elk cijfer is er, en geen bron is verouderd.</li>"
    return f'<section class="ontbreekt"><h2>Wat ontbreekt of oud is</h2><ul>{told}</ul></section>'


def rules() -> str:
    """Say in Markdown by which rules a sentence is chosen, the first going before the next."""
    return "\n".join(f"1. {capital(rule.value)}." for rule in Rule)
