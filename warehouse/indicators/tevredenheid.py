"""How satisfied employers and participants are, how many answered, and what part of those asked."""

from __future__ import annotations

from warehouse.indicator import Direction, Indicator, OtherMeasure, Unit

PAGES = ("dienstverlening/instrumenten",)
EARLIER, LATER, INFOGRAPHIC, OUT_OF_FIVE = REEKSEN = (
    "tevredenheid-jaarverslag-2022",
    "tevredenheid-jaarverslag-2023",
    "tevredenheid-infographic-2023",
    "tevredenheid-rmt-2023",
)
PRINTED = "De jaarverslagen 2022 en 2023 zijn de enige bron."

tevredenheid = Indicator(
    id="tevredenheid",
    title="Tevredenheid, rapportcijfer van 0 tot 10",
    spoken="de tevredenheid",
    theme="dienstverlening",
    unit=Unit.CIJFER,
    decimals=2,
    direction=Direction.HOGER,
    definition=(
        "Het gemiddelde cijfer dat werkgevers aan het Werkgeversservicepunt (WSP) en inwoners aan het "
        "Leerwerkloket (LWL) geven, op een schaal van 0 tot 10."
    ),
    formula="gemiddelde van de gegeven cijfers, zoals gedrukt",
    reeksen=REEKSEN,
    preference=(
        "Elk jaarverslag gaat voor over zijn eigen jaar: dat van 2022 noemt zijn onderzoek en het "
        "aantal antwoorden. De tekst van een verslag gaat voor de infographic."
    ),
    other_measures=(
        OtherMeasure(
            reeks=OUT_OF_FIVE,
            unit=Unit.CIJFER,
            title="Tevredenheid over het RMT, van 1 tot 5",
            spoken="de tevredenheid over het RMT, van 1 tot 5",
        ),
    ),
    stock=False,
    additive=False,
    survey=True,
    pages=PAGES,
    caveat=(
        "Van het WSP in 2022 bestaan twee cijfers: 7,2 in het jaarverslag 2022 en 7,6 in dat van 2023. "
        "Cijfers over het RMT lopen van 1 tot 5 en zijn met de andere niet te vergelijken. Een "
        "standaardafwijking is nergens gedrukt, dus een verschil tussen cijfers is niet toetsbaar."
    ),
)

tevredenheid_antwoorden = Indicator(
    id="tevredenheid_antwoorden",
    title="Antwoorden op het tevredenheidsonderzoek",
    spoken="het aantal antwoorden op het tevredenheidsonderzoek",
    theme="dienstverlening",
    unit=Unit.AANTAL,
    decimals=0,
    direction=Direction.HOGER,
    definition="Hoeveel werkgevers of deelnemers de vragenlijst invulden waar het cijfer op rust (n).",
    formula="zoals gedrukt",
    reeksen=(EARLIER, OUT_OF_FIVE),
    preference=PRINTED,
    stock=False,
    additive=True,
    pages=PAGES,
    caveat=(
        "Van het WSP in 2023 en van het Leerwerkloket is het aantal niet gedrukt; het jaarverslag zegt "
        "dat de respons van het WSP lager was dan een jaar eerder."
    ),
)

tevredenheid_respons_pct = Indicator(
    id="tevredenheid_respons_pct",
    title="Respons op het tevredenheidsonderzoek",
    spoken="de respons op het tevredenheidsonderzoek",
    theme="dienstverlening",
    unit=Unit.PROCENT,
    decimals=1,
    direction=Direction.HOGER,
    definition="Welk deel van wie bevraagd kon worden, antwoordde.",
    formula="antwoorden / bevraagden x 100; RMT: antwoorden / deelnemers in het jaar x 100",
    reeksen=(LATER, OUT_OF_FIVE),
    preference=PRINTED,
    stock=False,
    additive=False,
    pages=PAGES,
    caveat=(
        "Van het RMT is niet bekend hoeveel deelnemers een vragenlijst kregen; het aandeel is van alle "
        "deelnemers van het jaar. Wie antwoordt, is geen steekproef: een onzekerheidsmarge zegt niets "
        "over wie niet antwoordde."
    ),
)

werkgevers_eens_pct = Indicator(
    id="werkgevers_eens_pct",
    title="Werkgevers die het met een stelling eens zijn",
    spoken="het aandeel werkgevers dat het met de stelling eens is",
    theme="dienstverlening",
    unit=Unit.PROCENT,
    decimals=0,
    direction=Direction.HOGER,
    definition=(
        "Welk deel van de werkgevers het eens is met een stelling over het WSP als strategisch partner."
    ),
    formula="werkgevers die het eens zijn / werkgevers die antwoordden x 100",
    reeksen=(EARLIER,),
    preference=PRINTED,
    stock=False,
    additive=False,
    survey=True,
    pages=PAGES,
    caveat="Van 59 werkgevers in 2022. Een landelijk aandeel is niet gedrukt.",
)
