"""The region's real figures, from the rows in data/raw to what the command prints."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.monitor.conftest import Answer
from warehouse.builds import DataFolder

pytestmark = pytest.mark.usefixtures("monitor_data")

Ask = Callable[..., Answer]
RAW = Path(__file__).resolve().parents[2] / "data" / "raw"


def raw_rows(tabel: str) -> list[dict[str, Any]]:
    """Read a table's rows without any of our own code."""
    [path] = RAW.glob(f"cbs/{tabel}/*/TypedDataSet.ndjson")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(
    ("indicator", "gebied", "printed"),
    [
        ("werkloosheidspercentage", "AM06", [4.7, 4.0, 4.5, 3.6, 3.2, 3.2]),
        ("werkloosheidspercentage", "NL01", [4.9, 4.4, 4.9, 4.2, 3.5, 3.6]),
        ("netto_arbeidsparticipatie", "AM06", [69.2, 70.2, 69.9, 70.6, 72.6, 73.6]),
        ("netto_arbeidsparticipatie", "NL01", [69.1, 70.0, 69.6, 70.4, 72.2, 73.1]),
    ],
)
def test_the_series_of_region_and_nederland_are_those_of_the_annual_report(
    figures: Ask, indicator: str, gebied: str, printed: list[float]
) -> None:
    found = [each for each in figures(indicator, gebied, "2018:2023").figures if each["gekozen"]]

    assert [each["periode"] for each in found] == ["2018", "2019", "2020", "2021", "2022", "2023"]
    assert [each["waarde"] for each in found] == printed
    assert {each["tabel"] for each in found} == {"85826NED"}
    assert {each["eenheid"] for each in found} == {"%"}


def test_a_published_figure_of_the_region_tells_everything_about_itself(figures: Ask) -> None:
    [found] = figures("werkloosheidspercentage", "AM06", "2023").figures

    assert found == {
        "indicator": "werkloosheidspercentage",
        "gebied": "AM06",
        "naam": "Veluwe Stedendriehoek",
        "samenstelling": "gepubliceerd",
        "gemeenten": 13,
        "periode": "2023",
        "waarde": 3.2,
        "eenheid": "%",
        "status": "gedrukt",
        "gekozen": True,
        "teller": None,
        "noemer": None,
        "afronding": 0.05,
        "bron": "jaarverslag-2023-arbeidsdeelname",
        "tabel": "85826NED",
        "vindplaats": "jaarverslag-2023, 1.6 Werkloosheid lager dan landelijk, regel 215",
        "vastgelegd": "2026-11-22",
        "opgehaald": None,
        "opmerking": "Gepubliceerd voor de indeling van 2023",
    }


def test_two_sources_over_nederland_in_2020_are_both_shown_with_one_chosen(figures: Ask) -> None:
    found = figures("werkloosheidspercentage", "NL01", "2020").figures

    assert [(each["waarde"], each["tabel"], each["status"], each["gekozen"]) for each in found] == [
        (4.9, "85826NED", "strijdig", True),
        (4.8, "80590ned", "strijdig", False),
    ]


def test_no_other_year_of_the_printed_series_is_in_dispute(figures: Ask) -> None:
    for indicator in ("werkloosheidspercentage", "netto_arbeidsparticipatie"):
        for gebied in ("AM06", "NL01"):
            found = figures(indicator, gebied, "2018:2023").figures
            disputed = {each["periode"] for each in found if each["status"] == "strijdig"}
            assert disputed == (
                {"2020"} if (indicator, gebied) == ("werkloosheidspercentage", "NL01") else set()
            )


def test_ww_of_the_region_stands_beside_the_year_before_as_its_printed_rise_says(
    figures: Ask,
) -> None:
    earlier, now = figures("ww_uitkeringen", "AM06", "2022-12-31:2023-12-31").figures

    assert (now["periode"], now["waarde"], now["status"]) == ("2023-12-31", 4588, "gedrukt")
    assert (earlier["periode"], earlier["waarde"], earlier["status"]) == (
        *("2022-12-31", 4376),
        "afgeleid",
    )
    assert earlier["opmerking"].startswith(
        "Afgeleid: 4588 uitkeringen min de gedrukte toename van 212 in een jaar"
    )
    assert figures("ww_aandeel_pct", "AM06", "2023-12-31").values == [1.4]
    assert figures("ww_aandeel_pct", "NL01", "2023-12-31").values == [1.6]


def test_national_ww_grew_over_2023_as_printed(figures: Ask) -> None:
    before, after = (
        figures("ww_uitkeringen", "NL01", day).values[0] for day in ("2022-12-31", "2023-12-31")
    )
    assert before
    assert after

    assert round(100 * (after / before - 1), 1) == 7.8
    assert figures("ww_mutatie_pct", "NL01", "2023-12-31").values == [7.8]
    assert figures("ww_mutatie_pct", "AM06", "2023-12-31").values == [4.8]
    rows = {row["Perioden"].strip(): row for row in raw_rows("37789ksz")}
    counts = [rows[key] for key in ("2022MM12", "2023MM12")]
    [ww] = {
        key
        for key, value in counts[0].items()
        if value == before / 1000 and counts[1][key] == after / 1000
    }
    assert ww.startswith("NietSeizoengecorrigeerd_")


THE_TWELVE = (
    *("GM0050", "GM0150", "GM0200", "GM0213", "GM0232", "GM0233"),
    *("GM0243", "GM0246", "GM0262", "GM0273", "GM0285", "GM0301"),
)
OLST_WIJHE, ELBURG, NUNSPEET, HEERDE = "GM1773", "GM0230", "GM0302", "GM0246"


@pytest.mark.parametrize(
    ("samenstelling", "gemeenten", "expected"),
    [
        ("zoals-toen", (*THE_TWELVE, OLST_WIJHE, ELBURG, NUNSPEET), 13680),
        ("2020", (*THE_TWELVE, OLST_WIJHE, ELBURG, NUNSPEET), 13680),
        ("2022", (*THE_TWELVE, OLST_WIJHE), 12990),
        ("2024", THE_TWELVE, 12740),
        ("huidig", THE_TWELVE, 12740),
    ],
)
def test_bijstand_of_the_region_is_the_sum_of_its_gemeenten_in_each_composition(
    figures: Ask, samenstelling: str, gemeenten: tuple[str, ...], expected: int
) -> None:
    by_gemeente = {row["RegioS"].strip(): row for row in raw_rows("85309NED")}
    [column] = [
        key for key in by_gemeente["GM0200"] if key.startswith("PersonenMetBijstand31122021")
    ]
    assert sum(by_gemeente[each][column] for each in gemeenten) == expected

    [found] = figures(
        "bijstand_personen", "AM06", "2021-12-31", samenstelling=samenstelling
    ).figures

    assert found["waarde"] == expected
    assert found["gemeenten"] == len(gemeenten)
    assert found["samenstelling"] == samenstelling
    assert found["status"] == "berekend"
    assert found["vindplaats"].startswith(
        f"som van {len(gemeenten)} gemeenten: Apeldoorn, Brummen, "
    )


def test_the_region_grew_to_fifteen_gemeenten_with_heerde(figures: Ask) -> None:
    found = figures("bijstand_personen", "AM06", "2018:2021").figures

    assert [(each["periode"], each["gemeenten"]) for each in found] == [
        ("2018-12-31", 14),
        ("2019-12-31", 14),
        ("2020-12-31", 15),
        ("2021-12-31", 15),
    ]
    assert "Heerde" not in found[1]["vindplaats"]
    assert "Heerde" in found[2]["vindplaats"]


def test_bijstand_per_1000_of_the_region_is_the_ratio_of_the_raw_sums(figures: Ask) -> None:
    gemeenten = (*THE_TWELVE, OLST_WIJHE, ELBURG, NUNSPEET)
    rows = [row for row in raw_rows("85309NED") if row["RegioS"].strip() in gemeenten]
    [persons] = [key for key in rows[0] if key.startswith("PersonenMetBijstand31122021")]
    [people] = [key for key in rows[0] if key.startswith("InwonersVan15Tot65Jaar")]
    teller, noemer = (sum(row[key] for row in rows) for key in (persons, people))

    [found] = figures("bijstand_per_1000", "AM06", "2021-12-31").figures

    assert (found["teller"], found["noemer"]) == (teller, noemer)
    assert found["waarde"] == round(1000 * teller / noemer, 4)


def test_wajong_per_1000_of_2017_is_missing_for_want_of_inhabitants(figures: Ask) -> None:
    for gebied in ("AM06", "GM0200", "SR2021-stedendriehoek"):
        [found] = figures("wajong_per_1000", gebied, "2017-12-31").figures
        assert (found["waarde"], found["status"]) == (None, "noemer niet beschikbaar")
    assert figures("wajong_personen", "GM0200", "2017-12-31").values[0] is not None


def test_wajong_of_2018_was_not_published(figures: Ask) -> None:
    [found] = figures("wajong_personen", "AM06", "2018-12-31").figures

    assert (found["waarde"], found["status"]) == (None, "niet gepubliceerd")


def test_the_repeated_beroepsbevolking_of_2022_says_so_also_in_sums(figures: Ask) -> None:
    for gebied in ("GM0200", "AM06", "SR2017-deventer", "SR2021-noordwest-veluwe", "PV25"):
        [found] = figures("beroepsbevolking", gebied, "2022").figures
        assert found["status"] == "herhaald"
        assert "herhaald uit de uitgave ervoor (85052NED)" in found["opmerking"]
        [found] = figures("beroepsbevolking", gebied, "2021").figures
        assert found["status"] in ("definitief", "berekend")


@pytest.mark.parametrize(
    ("subregio", "samenstelling", "names"),
    [
        (
            "SR2017-noord-veluwe",
            "zoals-toen",
            "Elburg, Ermelo, Harderwijk, Nunspeet, Putten, Zeewolde",
        ),
        ("SR2017-noord-veluwe", "huidig", "Ermelo, Harderwijk, Putten, Zeewolde"),
        ("SR2017-deventer", "zoals-toen", "Deventer, Olst-Wijhe"),
        ("SR2017-deventer", "huidig", "Deventer"),
        ("SR2017-lochem-zutphen", "huidig", "Lochem, Zutphen"),
    ],
)
def test_a_subregio_is_the_sum_of_its_gemeenten_that_belong_to_the_region(
    figures: Ask, subregio: str, samenstelling: str, names: str
) -> None:
    [found] = figures("bijstand_personen", subregio, "2021", samenstelling=samenstelling).figures

    count = len(names.split(", "))
    assert found["gemeenten"] == count
    assert (
        found["vindplaats"]
        == f"som van {count} {'gemeente' if count == 1 else 'gemeenten'}: {names}"
    )


@pytest.mark.parametrize("samenstelling", ["zoals-toen", "huidig", "2022", "2015"])
@pytest.mark.parametrize(("definitie", "joined_later"), [("SR2017", [HEERDE]), ("SR2021", [])])
def test_the_subregios_of_each_definition_make_up_the_region_of_its_day(
    figures: Ask, monitor: Ask, definitie: str, joined_later: list[str], samenstelling: str
) -> None:
    subregios = [
        each["gebied"]
        for each in monitor("areas", json=True).figures
        if each["gebied"].startswith(definitie)
    ]
    asked = ("bijstand_personen", "2021-12-31")

    parts = [
        figures(asked[0], each, asked[1], samenstelling=samenstelling).figures[0]
        for each in (*subregios, *(joined_later if samenstelling != "2015" else []))
    ]
    [whole] = figures(asked[0], "AM06", asked[1], samenstelling=samenstelling).figures
    assert sum(each["gemeenten"] or 1 for each in parts) == whole["gemeenten"]
    assert sum(each["waarde"] for each in parts) == whole["waarde"]


@pytest.mark.parametrize("gebied", ["GM0301", "SR2021-stedendriehoek", "SR2017-deventer", "PV25"])
def test_unemployment_is_not_there_below_the_region_and_says_so(figures: Ask, gebied: str) -> None:
    found = figures("werkloosheidspercentage", gebied, "2022:2023").figures

    assert [(each["periode"], each["waarde"], each["status"]) for each in found] == [
        ("2022", None, "niet beschikbaar op dit niveau"),
        ("2023", None, "niet beschikbaar op dit niveau"),
    ]


def test_participation_of_a_gemeente_is_there_for_one_year(figures: Ask) -> None:
    found = figures("netto_arbeidsparticipatie", "GM0301", "2020:2021").figures

    assert [(each["status"], each["tabel"]) for each in found] == [
        ("niet gepubliceerd", None),
        ("definitief", "85039NED"),
    ]
    [row] = [row for row in raw_rows("85039NED") if row["WijkenEnBuurten"].strip() == "GM0301"]
    [column] = [key for key in row if key.startswith("Nettoarbeidsparticipatie")]
    assert found[1]["waarde"] == float(row[column])
    assert "herpublicatie" in found[1]["opmerking"]


def test_the_seasonally_adjusted_series_is_there_per_month_and_quarter_but_not_per_year(
    figures: Ask,
) -> None:
    rows = {row["Perioden"].strip(): row for row in raw_rows("80590ned")}

    for periode, cbs in (("2023K1", "2023KW01"), ("2023-06", "2023MM06")):
        [found] = figures("werkloosheidspercentage_sg", "NL01", periode).figures
        # Column 8 of this edition: group Werkloosheidspercentage, Seizoengecorrigeerd.
        assert found["waarde"] == float(rows[cbs]["Seizoengecorrigeerd_8"])
        assert found["vindplaats"] == (
            f"80590ned, Werkloosheidspercentage › Seizoengecorrigeerd, {cbs}"
        )
        [found] = figures("werkloosheidspercentage", "NL01", periode).figures
        assert found["waarde"] == float(rows[cbs]["NietSeizoengecorrigeerd_7"])
    [found] = figures("werkloosheidspercentage_sg", "NL01", "2023").figures
    assert (found["waarde"], found["status"]) == (None, "niet gepubliceerd")


def test_a_range_of_months_and_quarters_has_one_figure_each(figures: Ask) -> None:
    months = figures("werkloosheidspercentage_sg", "NL01", "2022-11:2023-02").figures
    quarters = figures("werkloosheidspercentage_sg", "NL01", "2022K4:2023K2").figures

    assert [each["periode"] for each in months] == ["2022-11", "2022-12", "2023-01", "2023-02"]
    assert [each["periode"] for each in quarters] == ["2022K4", "2023K1", "2023K2"]
    assert all(isinstance(each["waarde"], float) for each in (*months, *quarters))


def test_the_same_figures_come_as_csv(monitor: Ask, figures: Ask) -> None:
    asked = ("--indicator", "werkloosheidspercentage", "--gebied", "NL01", "--periode", "2017:2020")
    answer = monitor("figures", *asked, "--formaat", "csv")

    rows = list(csv.DictReader(answer.out.splitlines()))
    plain = figures("werkloosheidspercentage", "NL01", "2017:2020").figures
    assert [list(row) for row in rows] == [list(each) for each in plain]
    assert [row["waarde"] for row in rows] == [str(each["waarde"]) for each in plain]
    assert rows[-1]["vindplaats"] == plain[-1]["vindplaats"]


def test_a_missing_value_is_empty_in_csv(monitor: Ask) -> None:
    asked = ("--indicator", "werkloosheidspercentage", "--gebied", "GM0301", "--periode", "2023")

    [row] = csv.DictReader(monitor("figures", *asked, "--formaat", "csv").out.splitlines())

    assert (row["waarde"], row["status"]) == ("", "niet beschikbaar op dit niveau")


def test_the_figures_are_those_that_lie_in_the_folder(
    figures: Ask, monitor_data: DataFolder
) -> None:
    assert monitor_data.raw != RAW
    for path in (monitor_data.raw / "publicaties").iterdir():
        assert path.read_bytes() == (RAW / "publicaties" / path.name).read_bytes()
    assert figures("ww_uitkeringen", "AM06", "2023").values == [4588]
