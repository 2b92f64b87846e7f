"""Werkloosheid, participatie en beroepsbevolking."""

from __future__ import annotations

from dataclasses import replace

from warehouse.indicator import Direction, Indicator, OtherMeasure, Unit

PAGES = ("arbeidsmarkt/regio_en_nederland", "arbeidsmarkt/gemeenten")
SAME_EDITION = (
    "Waar regio en Nederland samen in één uitgave staan (85826NED) gaat die voor, zodat het verschil "
    "klopt; daarbuiten geldt de landelijke tabel 80590ned, die elke maand wordt bijgewerkt."
)
NATIONAL_ONLY = "De landelijke tabel 80590ned is de enige bron."
SURVEY = (
    "Uitkomst van een steekproef (Enquête beroepsbevolking): een klein verschil kan toeval zijn. "
    "De bron geeft geen marge."
)


def seasonally_adjusted(indicator: Indicator) -> Indicator:
    """Give the national, seasonally adjusted twin of an indicator (months and quarters only)."""
    return replace(
        indicator,
        id=f"{indicator.id}_sg",
        title=f"{indicator.title}, seizoengecorrigeerd",
        spoken=f"{indicator.spoken} (seizoengecorrigeerd)",
        definition=(
            f"{indicator.definition} Gecorrigeerd voor het vaste patroon binnen een jaar, zodat "
            "opeenvolgende maanden en kwartalen vergelijkbaar zijn."
        ),
        formula=f"{indicator.formula}, seizoengecorrigeerd door het CBS",
        reeksen=("80590ned",),
        preference=NATIONAL_ONLY,
        caveat=SURVEY,
        other_measures=(),
    )


werkloosheidspercentage = Indicator(
    id="werkloosheidspercentage",
    title="Werkloosheidspercentage",
    spoken="het werkloosheidspercentage",
    theme="arbeidsmarkt",
    unit=Unit.PROCENT,
    decimals=1,
    direction=Direction.LAGER,
    definition=(
        "Deel van de beroepsbevolking van 15 tot 75 jaar dat geen betaald werk heeft, er recent naar "
        "zocht en direct beschikbaar is."
    ),
    formula="werkloze beroepsbevolking / beroepsbevolking × 100",
    reeksen=("85826NED", "80590ned"),
    preference=SAME_EDITION,
    stock=False,
    additive=False,
    pages=PAGES,
    survey=True,
    caveat=SURVEY,
)

netto_arbeidsparticipatie = Indicator(
    id="netto_arbeidsparticipatie",
    title="Netto arbeidsparticipatie",
    spoken="de netto arbeidsparticipatie",
    theme="arbeidsmarkt",
    unit=Unit.PROCENT,
    decimals=1,
    direction=Direction.HOGER,
    definition="Deel van de bevolking van 15 tot 75 jaar dat betaald werk heeft.",
    formula="werkzame beroepsbevolking / bevolking van 15 tot 75 jaar × 100",
    reeksen=("85826NED", "80590ned", "85039NED"),
    preference=SAME_EDITION,
    stock=False,
    additive=False,
    pages=PAGES,
    survey=True,
    caveat=(
        f"{SURVEY} Per gemeente bestaat alleen 2021, in hele procenten, uit een andere uitgave "
        "(85039NED) die via een herpublicatie van derden is verkregen."
    ),
)

bruto_arbeidsparticipatie = Indicator(
    id="bruto_arbeidsparticipatie",
    title="Bruto arbeidsparticipatie",
    spoken="de bruto arbeidsparticipatie",
    theme="arbeidsmarkt",
    unit=Unit.PROCENT,
    decimals=1,
    direction=Direction.HOGER,
    definition="Deel van de bevolking van 15 tot 75 jaar dat betaald werk heeft of ernaar zoekt.",
    formula="beroepsbevolking / bevolking van 15 tot 75 jaar × 100",
    reeksen=("80590ned",),
    preference=NATIONAL_ONLY,
    stock=False,
    additive=False,
    pages=PAGES,
    survey=True,
    caveat=SURVEY,
)

beroepsbevolking = Indicator(
    id="beroepsbevolking",
    title="Beroepsbevolking",
    spoken="de beroepsbevolking",
    theme="arbeidsmarkt",
    unit=Unit.PERSONEN,
    decimals=0,
    direction=Direction.NEUTRAAL,
    definition="Iedereen van 15 tot 75 jaar die betaald werk heeft of ernaar zoekt.",
    formula="werkzame beroepsbevolking + werkloze beroepsbevolking",
    reeksen=("80590ned", "maatstaven-gemeentefonds"),
    other_measures=(
        OtherMeasure(
            reeks="maatstaven-gemeentefonds",
            unit=Unit.PERSONEN,
            title="Beroepsbevolking, gemiddelde over meerdere jaren",
            spoken="het meerjarig gemiddelde van de beroepsbevolking",
        ),
    ),
    preference=(
        "Voor Nederland gaat het jaargemiddelde van 80590ned voor. De Maatstaven gemeentefonds geven "
        "een gemiddelde over meerdere jaren en zijn de enige bron per gemeente."
    ),
    stock=False,
    additive=True,
    pages=PAGES,
    survey=True,
    caveat=(
        "Per gemeente is dit een gemiddelde over meerdere jaren, afgerond op duizendtallen. De uitgave "
        "van 2022 herhaalt de cijfers van 2021."
    ),
)

werkloze_beroepsbevolking = Indicator(
    id="werkloze_beroepsbevolking",
    title="Werkloze beroepsbevolking",
    spoken="de werkloze beroepsbevolking",
    theme="arbeidsmarkt",
    unit=Unit.PERSONEN,
    decimals=0,
    direction=Direction.LAGER,
    definition=(
        "Iedereen van 15 tot 75 jaar die geen betaald werk heeft, er recent naar zocht en direct "
        "beschikbaar is."
    ),
    formula="telling in de Enquête beroepsbevolking, afgerond op duizendtallen",
    reeksen=("80590ned",),
    preference=NATIONAL_ONLY,
    stock=False,
    additive=True,
    pages=PAGES,
    survey=True,
    caveat=SURVEY,
)

werkloosheidspercentage_sg = seasonally_adjusted(werkloosheidspercentage)
netto_arbeidsparticipatie_sg = seasonally_adjusted(netto_arbeidsparticipatie)
bruto_arbeidsparticipatie_sg = seasonally_adjusted(bruto_arbeidsparticipatie)
beroepsbevolking_sg = seasonally_adjusted(beroepsbevolking)
werkloze_beroepsbevolking_sg = seasonally_adjusted(werkloze_beroepsbevolking)
