"""Budget and contributions of the plan of 2021: every printed total held against its parts."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest

from pipelines import corrections
from pipelines.areas import Areas
from pipelines.delivery import DeliveryError
from pipelines.publicaties import Publicaties
from pipelines.sources.begroting_suwi import stage

ONE, TWO = "Pijler 1: Doorontwikkeling WSP (06500080)", "Pijler 2: Matchen (06500081)"
PRINTED = f"""
1 Doe-agenda|{ONE}|Communicatieadviseur|post|aangepaste_begroting|60000
1 Doe-agenda|{ONE}|Communicatieadviseur|post|prognose_tm_2020_12|120273
1 Doe-agenda|{ONE}|Communicatieadviseur|post|resterend_budget|-60273
1 Doe-agenda|{ONE}|Deskundigheidsbevordering|post|aangepaste_begroting|77500
1 Doe-agenda|{ONE}|Deskundigheidsbevordering|post|begroting_2021|77500
1 Doe-agenda|{ONE}|TOTAAL|subtotaal|aangepaste_begroting|137500
1 Doe-agenda|{ONE}|TOTAAL|subtotaal|begroting_2021|77500
1 Doe-agenda|{ONE}|TOTAAL|subtotaal|restant_budget|-138212
1 Doe-agenda|{TWO}|Organiseren van speeddates|post|aangepaste_begroting|15000
1 Doe-agenda|{TWO}|TOTAAL|subtotaal|aangepaste_begroting|15000
1 Doe-agenda|{TWO}|TOTAAL|subtotaal|originele_begroting|15000
1 Doe-agenda|buiten pijlers|Project Weer naar Werk|post|aangepaste_begroting|66000
1 Doe-agenda|Doe-agenda|TOTAAL|totaal|aangepaste_begroting|218500
2 Overbruggingsactie|Overbruggingsactie|TOTAAL|totaal|aangepaste_begroting|1132072
3 Organisatiekosten|Lasten|TOTAAL|subtotaal|begroting_2021|168676
3 Organisatiekosten|Baten|Contributiebijdrage partners|subtotaal|begroting_2021|-56135
"""
PAID = """
Apeldoorn|Apeldoorn|begroting 2020|40614
Apeldoorn|Apeldoorn|prognose 2020|40614
Apeldoorn|Apeldoorn|begroting 2021|40955
Zeevolde|Zeewolde|begroting 2021|5182
UWV|UWV|begroting 2021|10000
"""


def table(head: str, rows: str) -> str:
    lines = [line.replace("|", ",") + ",plan,8,1" for line in rows.strip().splitlines()]
    return "\n".join([head + ",bron,vindplaats,regel", *lines]) + "\n"


@pytest.fixture
def staged(
    typed_over: Callable[..., Publicaties], known_areas: Areas, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., pl.DataFrame]:
    monkeypatch.setattr(corrections, "read", lambda: ())

    def found(printed: str = PRINTED, paid: str = PAID) -> pl.DataFrame:
        return stage(
            typed_over(
                budget_2021=table("onderdeel,pijler_of_groep,post,soort,kolom,eur", printed),
                contributie=table("partner_gedrukt,partner,kolom,eur", paid),
            ),
            known_areas,
        )

    return found


def drawn(rows: pl.DataFrame, indicator: str) -> dict[tuple[str, str, str], int]:
    own = rows.filter(pl.col("indicator") == indicator)
    return {
        (each["gebied"], each["periode"], " + ".join(each["categorie"])): int(each["waarde"])
        for each in own.iter_rows(named=True)
    }


def test_columns_become_years_and_days_of_their_own_indicators(staged) -> None:  # type: ignore[no-untyped-def]
    rows = staged()

    one, two = "pijler 1: doorontwikkeling WSP", "pijler 2: matchen"
    assert drawn(rows, "begroting_eur") == {
        ("AM06", "2020", ""): 218500,
        ("AM06", "2020", one): 137500,
        ("AM06", "2021", one): 77500,
        ("AM06", "2020", two): 15000,
        ("AM06", "2020", "buiten de pijlers"): 66000,
        ("AM06", "2020", f"{one} + communicatieadviseur"): 60000,
        ("AM06", "2020", f"{one} + deskundigheidsbevordering"): 77500,
        ("AM06", "2021", f"{one} + deskundigheidsbevordering"): 77500,
        ("AM06", "2020", f"{two} + speeddates"): 15000,
        ("AM06", "2020", "buiten de pijlers + Weer naar Werk"): 66000,
        ("AM06", "2020", "overbruggingsactie"): 1132072,
        ("AM06", "2021", "organisatiekosten"): 168676,
    }
    assert drawn(rows, "begroting_rest_eur") == {
        ("AM06", "2020-12-31", f"{one} + communicatieadviseur"): -60273,
        ("AM06", "2021-12-31", one): -138212,
    }


def test_uwv_is_a_partner_and_no_area(staged) -> None:  # type: ignore[no-untyped-def]
    assert drawn(staged(), "contributie_eur") == {
        ("GM0200", "2020", ""): 40614,
        ("GM0200", "2021", ""): 40955,
        ("GM0050", "2021", ""): 5182,
        ("AM06", "2021", ""): 56135,
        ("AM06", "2021", "UWV"): 10000,
        ("AM06", "2020", "Gemeente"): 40614,
        ("AM06", "2021", "Gemeente"): 46137,
    }


def test_a_sum_that_nobody_judged_marks_its_figures(staged) -> None:  # type: ignore[no-untyped-def]
    rows = staged(
        PRINTED.replace("subtotaal|begroting_2021|77500", "subtotaal|begroting_2021|152500")
    )
    marked = rows.filter(pl.col("status") == "strijdig", pl.col("periode") == "2021")

    assert (
        "posten tegen het totaal van hun pijler of groep: 77.500 tegen 152.500"
        in (marked["opmerking"][0])
    )


def test_a_few_euro_of_rounding_in_contributions_pass(staged) -> None:  # type: ignore[no-untyped-def]
    rows = staged(PRINTED.replace("-56135", "-56132"))

    assert drawn(rows, "contributie_eur")["AM06", "2021", ""] == 56132


def test_contributions_further_from_their_total_mark_them(staged) -> None:  # type: ignore[no-untyped-def]
    rows = staged(PRINTED.replace("-56135", "-56000"))
    marked = rows.filter(pl.col("status") == "strijdig", pl.col("indicator") == "contributie_eur")

    assert any(
        "bijdragen van 2021 tegen de baten in de begroting" in each for each in marked["opmerking"]
    )


@pytest.mark.parametrize(
    ("printed", "paid", "said"),
    [
        (PRINTED.replace("prognose_tm_2020_12", "prognose_2022"), PAID, "kolom 'prognose_2022'"),
        (
            PRINTED.replace("Organiseren van speeddates", "Borrels"),
            PAID,
            "begrotingspost 'Borrels'",
        ),
        (PRINTED, PAID.replace("prognose 2020|40614", "prognose 2020|1"), "prognose van Apeldoorn"),
        (PRINTED, PAID.replace("begroting 2020", "begroting 2019"), "kolom 'begroting 2019'"),
    ],
)
def test_what_nobody_judged_is_refused(staged, printed: str, paid: str, said: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(DeliveryError, match=said):
        staged(printed, paid)
