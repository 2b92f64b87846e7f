"""What a reader chooses: the same on all pages, kept between them, and in the address.

The address holds codes (`?gebied=GM0301&periode=2018:2023`), so that a link in minutes outlives a
change of names; names and spelling variants are understood as well.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from dashboard.areas import Area, Areas, areas
from dashboard.frame import age
from dashboard.sentences import listed
from dashboard.shell import UNKNOWN_PAGE
from warehouse.indicator import Indicator
from warehouse.indicators import INDICATORS
from warehouse.periods import Period, today
from warehouse.reader import AS_IT_WAS

FIRST_YEAR, DEFAULT_FIRST_YEAR = 2003, 2015
MOST_COMPARED, MOST_LETTERS = 4, 80
MOMENT_PIXELS, YEAR_PIXELS = 240, 108
KIND_NAMES = {"jaar": "Jaar", "dag": "Peildatum", "kwartaal": "Kwartaal", "maand": "Maand"}
COMPLAINTS = "_klachten"
OPENED = "_geopend"
MOVED = "_verlegd"
SINCE = "sinds"
"""What a link calls the day of the last visit."""
WANTED = "_indicator"
"""Where the last chosen indicator is remembered, also for pages that do not offer it."""


@dataclass(frozen=True)
class Choices:
    """The choices of the sidebar; only scalars, so that answers can be kept by them."""

    gebied: str
    vergelijk: tuple[str, ...]
    indeling: str
    samenstelling: str
    van: int
    tot: int


def choose(last_year: int) -> Choices:
    """Show the filters in the sidebar and give what is chosen."""
    known = areas()
    defaults = _defaults(known, last_year)
    if OPENED not in st.session_state:
        _open_link(known, last_year)
    with st.sidebar:
        choices = _widgets(known, defaults, last_year)
        st.caption(age())
    for key, value in _address(choices, defaults).items():
        set_address(key, value)
    _complain()
    return choices


def lead_on(page: str) -> None:
    """Lead a link of when another page lay at the root to that page: one that asks an indicator."""
    if OPENED not in st.session_state and {"indicator", "per"} & set(st.query_params):
        st.switch_page(page, query_params=st.query_params.to_dict())


def _defaults(known: Areas, last_year: int) -> dict[str, object]:
    return {
        "gebied": known.region.code,
        "vergelijk": [],
        "indeling": known.definitions[0],
        "samenstelling": AS_IT_WAS,
        "van": DEFAULT_FIRST_YEAR,
        "tot": last_year,
    }


def choose_indicator(
    page: str, default: str, available: Collection[str] = frozenset(INDICATORS)
) -> Indicator:
    """Show the choice of indicator for a page, as far as it is available at the page's level.

    What a reader chose is remembered for all pages; where it is not offered the default shows, and
    `say_what_gave_way` tells so.
    """
    ids = [each.id for each in INDICATORS.values() if page in each.pages and each.id in available]
    wanted = st.session_state.get(WANTED, default)
    st.session_state["indicator"] = wanted if wanted in ids else default
    chosen = st.selectbox(
        "Indicator",
        ids,
        format_func=lambda each: INDICATORS[each].title,
        key="indicator",
        on_change=_want_indicator,
        persist_state="session",
    )
    set_address("indicator", None if chosen == default else chosen)
    return INDICATORS[chosen]


def _want_indicator() -> None:
    st.session_state[WANTED] = st.session_state["indicator"]


def say_what_gave_way(indicator: Indicator, why: str) -> None:
    """Say that the chosen indicator is not offered here, why not, and what is shown instead."""
    wanted = INDICATORS[st.session_state.get(WANTED, indicator.id)]
    if wanted != indicator:
        st.info(
            f"{wanted.title}: {why}. U ziet nu {indicator.title}.",
            icon=":material/info:",
        )


def choose_kind(kinds: Sequence[str]) -> str | None:
    """Let a reader choose between years, quarters and months, where there is a choice."""
    if len(kinds) < 2:
        return kinds[0] if kinds else None
    if st.session_state.get("per") not in kinds:
        st.session_state["per"] = kinds[0]
    chosen = st.segmented_control(
        "Cijfers per",
        kinds,
        format_func=lambda kind: in_text_colour(KIND_NAMES[kind]),
        key="per",
        persist_state="session",
    )
    set_address("per", None if chosen == kinds[0] else chosen)
    return chosen or kinds[0]


def choose_moment(
    moments: Sequence[Period], label: str = "Peildatum of periode", key: str = "moment"
) -> Period | None:
    """Let a reader choose the period that a page is about.

    Pages whose periods are of another kind remember their choice under a key of their own.
    """
    if not moments:
        return None
    by_text = {each.text: each for each in moments}
    asked = st.session_state.get(key)
    if asked not in by_text:
        st.session_state[key] = moments[0].text
    chosen = st.selectbox(
        label,
        list(by_text),
        format_func=lambda text: by_text[text].spoken,
        key=key,
        persist_state="session",
        width=MOMENT_PIXELS,
    )
    set_address("moment", None if chosen == moments[0].text else chosen)
    if asked is not None and asked not in by_text:
        st.caption(f"Van {Period.parse(asked).spoken} is er hier geen cijfer.")
    return by_text[chosen]


def _widgets(known: Areas, defaults: dict[str, object], last_year: int) -> Choices:
    for key, value in defaults.items():
        # Set anew on each run: what a link chose would not survive the way to another page.
        st.session_state[key] = st.session_state.get(key, value)
    offered = {area.code: area for area in known.under(st.session_state["indeling"])}
    if st.session_state["gebied"] not in offered:
        st.session_state[MOVED] = known[st.session_state["gebied"]].label
        st.session_state["gebied"] = known.region.code
    st.session_state["vergelijk"] = [
        code for code in st.session_state["vergelijk"] if code in offered
    ]
    gebied = st.selectbox(
        "Gebied",
        list(offered),
        format_func=lambda code: offered[code].label,
        key="gebied",
        persist_state="session",
    )
    vergelijk = st.multiselect(
        "Vergelijk met",
        [code for code in offered if code != gebied],
        format_func=lambda code: offered[code].label,
        key="vergelijk",
        max_selections=MOST_COMPARED,
        placeholder="Andere gebieden",
        persist_state="session",
    )
    van, tot = _years(last_year)
    indeling = st.segmented_control(
        "Indeling in subregio's",
        known.definitions,
        format_func=in_text_colour,
        key="indeling",
        help=_definitions_help(known),
        persist_state="session",
    )
    outside = known.outside[indeling or known.definitions[0]]
    if outside:
        st.caption(f"Buiten deze indeling: {listed(outside)}.")
    compositions = {each.code: each.label for each in known.compositions}
    samenstelling = st.selectbox(
        "Samenstelling van de regio",
        list(compositions),
        format_func=lambda code: compositions[code],
        key="samenstelling",
        help=(
            "Welke gemeenten bij elkaar worden opgeteld. ‘Zoals toen’ telt op elke peildatum de "
            "gemeenten die er toen bij hoorden; de andere keuzes houden één indeling aan. Een "
            "cijfer dat de bron zelf voor de regio publiceert, verandert niet mee."
        ),
        persist_state="session",
    )
    return Choices(
        gebied, tuple(vergelijk), indeling or known.definitions[0], samenstelling, van, tot
    )


def _years(last_year: int) -> tuple[int, int]:
    """Show the choice of the first and last year: two lists, and not a slider.

    A slider writes its years in the strong colour, which the dark theme can't make readable both
    there and as the background of the areas that are compared; and it calls its ends in English.
    """
    st.session_state["tot"] = min(st.session_state["tot"], last_year)
    st.session_state["van"] = min(st.session_state["van"], last_year)
    with st.container(horizontal=True):
        van = st.selectbox(
            "Periode van",
            range(FIRST_YEAR, last_year + 1),
            key="van",
            persist_state="session",
            width=YEAR_PIXELS,
        )
        st.session_state["tot"] = max(st.session_state["tot"], van)
        tot = st.selectbox(
            "tot en met",
            range(van, last_year + 1),
            key="tot",
            persist_state="session",
            width=YEAR_PIXELS,
        )
    return van, tot


def in_text_colour(label: str) -> str:
    """Keep a chosen label out of the strong colour, which is hard to read on its own tint."""
    return f":gray[{label}]"


def _definitions_help(known: Areas) -> str:
    parts = [
        f"**{each}**: {listed([area.name for area in known.subregios if area.definitie == each])}"
        for each in known.definitions
    ]
    return "De regio is op twee manieren verdeeld. " + ". ".join(parts) + "."


def _open_link(known: Areas, last_year: int) -> None:
    """Take the choices from the address, once a session; what is not understood is told."""
    st.session_state[OPENED] = True
    asked = st.query_params
    complaints: list[str] = []
    if UNKNOWN_PAGE in asked:
        complaints.append(f"pagina {_quoted(asked[UNKNOWN_PAGE])}")
        del st.query_params[UNKNOWN_PAGE]
    if "indeling" in asked:
        _take("indeling", asked["indeling"], known.definitions, complaints)
    if "samenstelling" in asked:
        codes = [each.code for each in known.compositions]
        _take("samenstelling", asked["samenstelling"], codes, complaints)
    if "gebied" in asked:
        area = known.find(asked["gebied"])
        if area is None or area == known.country:
            complaints.append(f"gebied {_quoted(asked['gebied'])}")
        else:
            _take_area(area)
    _take_compared(known, asked.get_all("vergelijk"), complaints)
    if "periode" in asked:
        _take_period(asked["periode"], last_year, complaints)
    if "indicator" in asked:
        _take("indicator", asked["indicator"], list(INDICATORS), complaints, WANTED)
    if "per" in asked:
        _take("per", asked["per"], list(KIND_NAMES), complaints)
    if "moment" in asked:
        _take_moment(asked["moment"], complaints)
    if SINCE in asked:
        _take_since(asked[SINCE], complaints)
    st.session_state[COMPLAINTS] = complaints


def _take(
    key: str,
    written: str,
    allowed: Sequence[str],
    complaints: list[str],
    state: str | None = None,
) -> None:
    if written in allowed:
        st.session_state[state or key] = written
    else:
        complaints.append(f"{key} {_quoted(written)}")
        # Not every page shows every choice, and would write it anew.
        del st.query_params[key]


def _take_area(area: Area) -> None:
    st.session_state["gebied"] = area.code
    if area.definitie:
        st.session_state["indeling"] = area.definitie


def _take_compared(known: Areas, written: Sequence[str], complaints: list[str]) -> None:
    """Take the areas to compare, as far as the list offers them and up to MOST_COMPARED."""
    indeling = st.session_state.get("indeling", known.definitions[0])
    offered = {area.code for area in known.under(indeling)}
    taken: list[str] = []
    for name in (name for part in written for name in part.split(",") if name):
        area = known.find(name)
        if area is not None and area.code in (*taken, st.session_state.get("gebied")):
            continue
        if area is None or area.code not in offered:
            complaints.append(f"vergelijking met {_quoted(name)}")
        elif len(taken) == MOST_COMPARED:
            complaints.append(f"vergelijking met {_quoted(name)} (er passen er {MOST_COMPARED})")
        else:
            taken.append(area.code)
    st.session_state["vergelijk"] = taken


def _take_period(written: str, last_year: int, complaints: list[str]) -> None:
    try:
        first, last = Period.parse_range(written)
    except ValueError:
        complaints.append(f"periode {_quoted(written)}")
        return
    van, tot = first.begin.year, last.einde.year
    if first.soort == "jaar" and van >= FIRST_YEAR and tot <= last_year:
        st.session_state["van"], st.session_state["tot"] = van, tot
    else:
        complaints.append(f"periode {_quoted(written)}")


def _take_moment(written: str, complaints: list[str]) -> None:
    try:
        st.session_state["moment"] = Period.parse(written).text
    except ValueError:
        complaints.append(f"peildatum {_quoted(written)}")
        del st.query_params["moment"]


def _take_since(written: str, complaints: list[str]) -> None:
    try:
        asked = Period.parse(written)
    except ValueError:
        asked = None
    if asked is not None and asked.soort == "dag" and asked.begin <= today():
        st.session_state[SINCE] = asked.begin
    else:
        complaints.append(f"{SINCE} {_quoted(written)}")
        del st.query_params[SINCE]


def last_visit() -> date | None:
    """Give the day of the last visit that the link told, if it did."""
    found: date | None = st.session_state.get(SINCE)
    return found


def _complain() -> None:
    """Say once what a link asked for that does not exist, and what is shown instead."""
    moved = st.session_state.pop(MOVED, None)
    if moved:
        st.info(
            f"{moved} bestaat niet in deze indeling. U ziet nu de hele regio.",
            icon=":material/info:",
        )
    complaints: list[str] = st.session_state.pop(COMPLAINTS, [])
    if complaints:
        st.warning(
            f"De link vraagt om {listed(complaints)}, maar dat is "
            "hier niet mogelijk. U ziet nu de standaardkeuze; kies links wat u zoekt.",
            icon=":material/link_off:",
        )


def _quoted(written: str) -> str:
    """Quote what a link says as code: Markdown would make links and pictures of it."""
    plain_text = " ".join(written.replace("`", "'").split())
    return f"`{plain_text[:MOST_LETTERS]}`" if plain_text else "zonder inhoud"


def address(choices: Choices, last_year: int) -> dict[str, str]:
    """Give what a link must hold to open with these choices; what is at its default is left out."""
    return {
        key: value
        for key, value in _address(choices, _defaults(areas(), last_year)).items()
        if value is not None
    }


def _address(choices: Choices, defaults: dict[str, object]) -> dict[str, str | None]:
    default_period = (defaults["van"], defaults["tot"])
    period = f"{choices.van}:{choices.tot}"
    return {
        "gebied": None if choices.gebied == defaults["gebied"] else choices.gebied,
        "vergelijk": ",".join(choices.vergelijk) or None,
        "indeling": None if choices.indeling == defaults["indeling"] else choices.indeling,
        "samenstelling": (
            None if choices.samenstelling == defaults["samenstelling"] else choices.samenstelling
        ),
        "periode": None if (choices.van, choices.tot) == default_period else period,
    }


def set_address(key: str, value: str | None) -> None:
    if st.query_params.get(key) == value:
        return
    if value is None:
        del st.query_params[key]
    else:
        st.query_params[key] = value
