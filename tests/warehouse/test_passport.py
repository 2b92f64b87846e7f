"""The passport of a figure: found under every spelling, complete, and silent about what is withheld."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.warehouse.published import Published, day
from warehouse.builds import DataFolder
from warehouse.passport import Asked, Passport, asked_of, passport, read
from warehouse.passport_told import Section, place_parts, sections, then_and_now, value_of
from warehouse.reader import Warehouse


@pytest.fixture(scope="module")
def warehouse(published: DataFolder) -> Iterator[Warehouse]:
    opened = Warehouse(published.current())
    yield opened
    opened.close()


def asked(warehouse: Warehouse, **link: str) -> Asked:
    found = read(warehouse, link)
    assert found.asked is not None, found.complaints
    return found.asked


def of(warehouse: Warehouse, **link: str) -> Passport:
    return passport(warehouse, asked(warehouse, **link))


def section(found: Passport, key: str) -> Section:
    return next(each for each in sections(found) if each.key == key)


def pairs(found: Passport, key: str) -> dict[str, str]:
    return dict(section(found, key).pairs)


def cells(found: Passport, key: str) -> list[list[str]]:
    table = section(found, key).table
    assert table is not None
    return [[cell.text for cell in row] for row in table.rows]


def test_a_published_figure_names_its_document_section_line_and_digest(
    warehouse: Warehouse,
) -> None:
    found = of(warehouse, cijfer="werkloosheidspercentage", gebied="AM06", periode="2023")

    assert value_of(found, found.figure) == "3,2%"
    said = pairs(found, "cijfer")
    assert said["Nauwkeurigheid"] == (
        "gegeven als 3,2, afgerond op 0,1; het ligt tussen 3,15 en 3,25. Een steekproef, waarvan de "
        "bron geen marge geeft"
    )
    assert said["Status"] == "gedrukt: overgenomen zoals het in het document staat"
    source = pairs(found, "bron")
    assert source["Document"] == "jaarverslag-2023"
    assert source["Paragraaf"] == "1.6 Werkloosheid lager dan landelijk"
    assert source["Regel"] == "215"
    assert source["Vastgelegd"] == "22 november 2026"
    assert len(source["sha256 van de levering"]) == 64


def test_a_ratio_shows_teller_and_noemer_with_their_own_passports(warehouse: Warehouse) -> None:
    found = of(warehouse, cijfer="bijstand_per_1000", gebied="GM0301", periode="2021-12-31")

    assert pairs(found, "formule")["Berekening"] == "1.000 × 1.650 / 30.110 = 54,7991"
    assert [row[:4] for row in cells(found, "formule")] == [
        ["Teller", "Personen met bijstand", "1.650 personen", "31 december 2021"],
        ["Noemer", "Inwoners van 15 tot 65 jaar", "30.110 inwoners", "1 januari 2022"],
    ]
    for part in found.parts:
        assert part.figure is not None
        own = passport(warehouse, asked_of(part.figure))
        assert own.figure is not None
        assert own.figure["waarde"] == part.value


def test_a_sum_shows_its_members_which_add_up_to_it(warehouse: Warehouse) -> None:
    found = of(
        warehouse, cijfer="bijstand_personen", gebied="AM06", periode="2021", samenstelling="huidig"
    )

    assert found.figure is not None
    assert len(found.members) == 12
    assert sum(each["waarde"] for each in found.members) == found.figure["waarde"] == 12740
    assert cells(found, "leden")[0][:3] == ["Apeldoorn", "4.150", "definitief"]
    assert section(found, "leden").note == (
        "12 gemeenten; de waarden zijn opgeteld. Waarde in personen."
    )


def test_a_disputed_figure_shows_what_other_sources_say_and_the_finding(
    warehouse: Warehouse,
) -> None:
    found = of(warehouse, cijfer="werkloosheidspercentage", gebied="NL01", periode="2020")

    assert pairs(found, "cijfer")["Status"].startswith("strijdig: bronnen spreken elkaar tegen")
    assert [row[:3] for row in cells(found, "andere-bronnen")] == [
        ["80590ned", "4,8%", "strijdig; niet getoond"]
    ]
    assert [row[1] for row in cells(found, "controles")] == ["4,8 tegen 4,9"]
    (other,) = found.other
    rival = passport(warehouse, asked_of(other))
    assert value_of(rival, rival.figure) == "4,8%"
    assert pairs(rival, "cijfer")["Status"].endswith("zie Andere bronnen")
    assert [row[2] for row in cells(rival, "andere-bronnen")] == [
        "strijdig; dit laat de monitor zien"
    ]


def test_what_is_missing_is_said_with_its_reason(warehouse: Warehouse) -> None:
    found = of(warehouse, cijfer="banenafspraak_banen", gebied="AM06", periode="2023-12-31")
    assert found.figure is not None
    assert value_of(found, found.figure) == "niet gepubliceerd"

    held = of(
        warehouse, cijfer="rmt_deelnemers", gebied="AM06", periode="2022", per="status:actief"
    )
    assert value_of(held, held.figure) == "ingehouden"
    assert "Nauwkeurigheid" not in pairs(held, "cijfer")
    assert "dezelfde 60 getallen" in cells(held, "controles")[0][0]
    assert not any("naar sector" in row[0] for row in cells(held, "controles"))


def test_a_bound_stays_a_bound(warehouse: Warehouse) -> None:
    found = of(warehouse, cijfer="sroi_realisatie_pct", gebied="AM06", periode="2023")

    assert value_of(found, found.figure) == "ten minste 46%"
    assert pairs(found, "cijfer")["Nauwkeurigheid"] == "een grens, berekend als 46,4286"
    assert pairs(found, "formule")["Berekening"] == "100 × 13.000.000 / 28.000.000 = 46,4286"


def test_a_figure_that_is_split_up_is_found_in_any_order_and_spelling(
    warehouse: Warehouse,
) -> None:
    links = ("partij:UWV;sector:horeca", "Sector:Horeca; Partij:uwv")
    found = [
        of(warehouse, cijfer="rmt_deelnemers", gebied="AM06", periode="2023", per=each)
        for each in links
    ]
    assert found[0].asked == found[1].asked
    assert found[0].asked.address["per"] == "partij:UWV;sector:horeca"
    assert found[0].figure is not None
    assert found[0].figure["categorie"] == ["UWV", "horeca"]


@pytest.mark.parametrize(
    ("link", "indicator", "gebied"),
    [
        ({"cijfer": "Inwoners", "gebied": "nederland"}, "inwoners", "NL01"),
        ({"indicator": "bijstand-per-1000", "gebied": "gm0301"}, "bijstand_per_1000", "GM0301"),
        ({"cijfer": "inwoners", "gebied": "Stedendriehoek en Noordwest Veluwe"}, "inwoners", "AM06"),
    ],
)  # fmt: skip
def test_indicators_and_areas_are_known_under_other_spellings(
    warehouse: Warehouse, link: dict[str, str], indicator: str, gebied: str
) -> None:
    found = asked(warehouse, periode="2020", **link)
    assert (found.indicator, found.gebied) == (indicator, gebied)


def test_what_a_link_asks_for_and_does_not_exist_is_named(warehouse: Warehouse) -> None:
    found = read(
        warehouse,
        {"cijfer": "", "gebied": "Mordor", "periode": "ooit", "per": "kleur:rood",
         "samenstelling": "morgen"},
    )  # fmt: skip
    assert found.asked is None
    assert found.complaints == (
        "een cijfer zonder naam", "het gebied ‘Mordor’", "de periode ‘ooit’",
        "de uitsplitsing ‘kleur:rood’", "de samenstelling ‘morgen’",
    )  # fmt: skip

    late = read(
        warehouse, {"cijfer": "inwoners", "gebied": "AM06", "periode": "2020", "op": "2999-01-01"}
    )
    assert late.asked is not None
    assert late.asked.op is None
    assert late.complaints == ("de dag 1 januari 2999, die nog komt",)


def test_a_figure_that_never_existed_says_so_and_what_there_is(warehouse: Warehouse) -> None:
    found = of(warehouse, cijfer="bijstand_personen", gebied="AM06", periode="1999")
    assert not found.existed
    assert section(found, "cijfer").note.startswith("Dit cijfer is er niet en was er nooit")
    assert [each.periode for each in found.instead][:1] == ["2021-12-31"]

    unknown = of(warehouse, cijfer="werkloosheidspercentag", gebied="AM06", periode="2020")
    assert "werkloosheidspercentage" in [each.indicator for each in unknown.instead]
    assert section(unknown, "cijfer").note.startswith("De monitor heeft geen cijfer dat")


@pytest.mark.parametrize(
    ("place", "parts"),
    [
        ("80590ned, Werkloosheid › Totaal, 2013MM01",
         {"Tabel": "80590ned", "Kolom": "Werkloosheid › Totaal", "Sleutel": "NL01, 2013MM01"}),
        ("84799NED, Personen › WW", {"Tabel": "84799NED", "Kolom": "Personen › WW", "Sleutel": "NL01"}),
        ("jaarverslag-2022, 3, regel 142",
         {"Document": "jaarverslag-2022", "Paragraaf": "3", "Regel": "142"}),
        ("som van 2 gemeenten: Epe, Voorst", {"Plaats": "som van 2 gemeenten: Epe, Voorst"}),
    ],
)  # fmt: skip
def test_a_place_is_taken_apart(place: str, parts: dict[str, str]) -> None:
    assert dict(place_parts(place, {"gebied": "NL01"})) == parts


@pytest.fixture
def monitor(tmp_path: Path) -> Published:
    return Published(DataFolder(tmp_path))


ASKED = Asked(indicator="bijstand_personen", gebied="GM0200", periode="2021-12-31")


def on(number: int, gebied: str = "GM0200") -> Asked:
    return Asked(indicator="bijstand_personen", gebied=gebied, periode="2021-12-31", op=day(number))


def test_the_value_of_the_day_of_the_link_stands_beside_that_of_now(monitor: Published) -> None:
    monitor.publish("GM0200 4150; GM0301 1000")
    monitor.delivery("bron1").publish("GM0200 4160; GM0301 1000")

    found = passport(monitor.current, on(0))
    assert found.then is not None
    assert found.figure is not None
    assert (found.then["waarde"], found.figure["waarde"]) == (4150, 4160)
    assert then_and_now(found) == (
        "Op 1 december 2026 stond er 4.150 personen. Nu is het 4.160 personen."
    )
    assert [row[2:5] for row in cells(found, "verloop")] == [
        ["4.160 personen", "definitief", "herziening door de bron"],
        ["4.150 personen", "definitief", "begin van het verloop"],
    ]
    region = passport(monitor.current, on(0, "AM06"))
    assert then_and_now(region) == (
        "Op 1 december 2026 stond er 5.150 personen. Nu is het 5.160 personen."
    )
    before = passport(
        monitor.current,
        Asked(**{**vars(ASKED), "op": date(2026, 11, 1)}),
    )
    assert then_and_now(before).startswith("Wat er op 1 november 2026 stond, is niet bekend")


def test_a_figure_that_is_gone_is_still_told(monitor: Published) -> None:
    monitor.publish("GM0200 4150; GM0301 1000")
    monitor.delivery("bron1").publish("GM0301 1000")

    found = passport(monitor.current, on(0))
    assert found.figure is None
    assert found.existed
    assert then_and_now(found).startswith(
        "Op 1 december 2026 stond er 4.150 personen. Nu is er geen cijfer meer"
    )
    assert section(found, "cijfer").note.startswith("Dit cijfer is er nu niet")


def test_what_is_withheld_leaks_nowhere(monitor: Published) -> None:
    monitor.handed_in = ["bron1"]
    monitor.publish("GM0200 3 | bron1; GM0301 1000 | bron1")
    monitor.delivery("bron1").publish("GM0200 . | bron1 | geheim; GM0301 1000 | bron1")

    for number in (0, 1):
        for gebied in ("GM0200", "AM06"):
            found = passport(monitor.current, on(number, gebied))
            told = repr(sections(found)) + then_and_now(found) + repr(found.then)
            assert "1003" not in told
            assert "1.003" not in told
            assert "Decimal('3.0000')" not in told
            values = [row["waarde"] for row in found.versions.iter_rows(named=True)]
            assert Decimal(3) not in values
    last = passport(monitor.current, on(0))
    assert value_of(last, last.figure) == "geheim"
