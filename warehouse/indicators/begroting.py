"""The budget of the region by pijler, what was spent and left of it, and who paid for it."""

from __future__ import annotations

from warehouse.indicator import Direction, Indicator, OtherMeasure, Unit

PAGES = ("dienstverlening/instrumenten",)
REEKSEN = ("uitvoeringsplan-doe-agenda", "uitvoeringsplan-overige-begroting")
CONTRIBUTED, PARTNERS = "uitvoeringsplan-contributie", "uitvoeringsplan-contributie-partners"
PRINTED = "Het uitvoeringsplan SUWI 2021 is de enige bron."

begroting_eur = Indicator(
    id="begroting_eur",
    title="Begroting",
    spoken="de begroting",
    theme="dienstverlening",
    unit=Unit.EURO,
    decimals=0,
    direction=Direction.NEUTRAAL,
    definition=(
        "Wat voor de Doe-agenda is begroot, btw meegeteld. Onder 2020 staat de aangepaste begroting "
        "waar tot en met dat jaar uit wordt betaald, onder 2021 de begroting van dat jaar."
    ),
    formula="som van de posten, zoals gedrukt",
    reeksen=REEKSEN,
    preference=PRINTED,
    stock=False,
    additive=True,
    pages=PAGES,
    caveat=(
        "De begroting 2021 wordt betaald uit wat er van de aangepaste begroting over is; de twee zijn "
        "niet op te tellen. De posten van pijler 1 tellen in 2021 op tot € 75.000 minder dan het "
        "totaal. De middelen van het ministerie van SZW zijn niet opgenomen: het plan drukt ontvangst "
        "en inzet in één cel. De overbruggingsactie en de organisatiekosten staan naast de Doe-agenda."
    ),
)

begroting_realisatie_eur = Indicator(
    id="begroting_realisatie_eur",
    title="Uitgegeven van de begroting",
    spoken="het bedrag dat van de begroting is uitgegeven",
    theme="dienstverlening",
    unit=Unit.EURO,
    decimals=0,
    direction=Direction.NEUTRAAL,
    definition="Wat tot en met september 2020 van de aangepaste begroting is uitgegeven.",
    formula="som van de posten, zoals gedrukt",
    reeksen=REEKSEN,
    preference=PRINTED,
    stock=True,
    additive=True,
    pages=PAGES,
)

begroting_prognose_eur = Indicator(
    id="begroting_prognose_eur",
    title="Verwachte uitgaven uit de begroting",
    spoken="het bedrag aan verwachte uitgaven uit de begroting",
    theme="dienstverlening",
    unit=Unit.EURO,
    decimals=0,
    direction=Direction.NEUTRAAL,
    definition="Wat naar verwachting eind 2020 van de aangepaste begroting is uitgegeven.",
    formula="som van de posten, zoals gedrukt",
    reeksen=REEKSEN,
    preference=PRINTED,
    stock=True,
    additive=True,
    pages=PAGES,
    caveat="Een verwachting van najaar 2020; wat het werd, is niet gedrukt.",
)

begroting_rest_eur = Indicator(
    id="begroting_rest_eur",
    title="Rest van de begroting",
    spoken="de rest van de begroting",
    theme="dienstverlening",
    unit=Unit.EURO,
    decimals=0,
    direction=Direction.NEUTRAAL,
    definition=(
        "Wat er overblijft. Eind 2020: de aangepaste begroting min de prognose. Eind 2021: die rest min "
        "de begroting 2021. Onder nul is er meer uitgegeven of begroot dan er was."
    ),
    formula="aangepaste begroting min prognose; daarna min begroting 2021",
    reeksen=REEKSEN,
    preference=PRINTED,
    stock=True,
    additive=True,
    pages=PAGES,
)

contributie_eur = Indicator(
    id="contributie_eur",
    title="Contributie",
    spoken="de contributie",
    theme="dienstverlening",
    unit=Unit.EURO,
    decimals=0,
    direction=Direction.NEUTRAAL,
    definition="Wat een gemeente in het jaar aan de organisatie van FactorWerk bijdraagt.",
    formula="zoals gedrukt; de regio is de som van de gemeenten",
    reeksen=(CONTRIBUTED, PARTNERS),
    preference=(
        "De regio is de som van haar gemeenten. Het gedrukte totaal telt ook UWV, dat geen gebied heeft."
    ),
    other_measures=(
        OtherMeasure(
            reeks=PARTNERS,
            unit=Unit.EURO,
            title="Contributie van alle partners, UWV meegeteld",
            spoken="de contributie van alle partners samen",
        ),
    ),
    stock=False,
    additive=True,
    pages=PAGES,
    caveat=(
        "UWV draagt elk jaar € 10.000 bij; dat staat bij partij UWV. Elburg en Nunspeet, tot 2022 in "
        "de regio, en Olst-Wijhe, tot 2024, tellen mee zoals toen."
    ),
)
