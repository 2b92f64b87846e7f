"""Werkloosheid, participatie en beroepsbevolking."""

from __future__ import annotations

from dataclasses import replace

from warehouse.indicator import Direction, Indicator, OtherMeasure, Unit

PAGES = ("arbeidsmarkt/regio_en_nederland", "arbeidsmarkt/gemeenten")
QUOTED, NEWER = "85826NED", "86088NED"
OLDER = ("85494NED", "85269NED", "84703NED")
"""Editions of the regional table: the one that the region quotes, the next one, those before it."""

KERNCIJFERS = ("85039NED", "84799NED", "85318NED", "85618NED", "85984NED")
"""Kerncijfers wijken en buurten, a table a year."""

SAME_EDITION = (
    "Waar regio en Nederland samen in één uitgave staan gaat die voor, zodat het verschil klopt: eerst "
    "85826NED (indeling 2023), die de regio in haar jaarverslag aanhaalt, dan 86088NED (indeling 2024). "
    "Daarbuiten geldt de landelijke tabel 80590ned, die elke maand wordt bijgewerkt. Oudere uitgaven "
    "(85494NED, 85269NED, 84703NED) tellen alleen waar niets anders is."
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
    reeksen=(QUOTED, NEWER, "80590ned", "86008NED", *OLDER),
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
    reeksen=(QUOTED, NEWER, "80590ned", "86008NED", *KERNCIJFERS, *OLDER),
    preference=SAME_EDITION,
    stock=False,
    additive=False,
    pages=PAGES,
    survey=True,
    caveat=(
        f"{SURVEY} Per gemeente in hele procenten; 2021 uit 85039NED is meegeleverd, via een "
        "herpublicatie van derden."
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
    reeksen=(QUOTED, NEWER, "80590ned", "86008NED", *OLDER),
    preference=SAME_EDITION,
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
    reeksen=("80590ned", QUOTED, NEWER, *OLDER, "maatstaven-gemeentefonds"),
    other_measures=(
        OtherMeasure(
            reeks="maatstaven-gemeentefonds",
            unit=Unit.PERSONEN,
            title="Beroepsbevolking, gemiddelde over meerdere jaren",
            spoken="het meerjarig gemiddelde van de beroepsbevolking",
        ),
    ),
    preference=(
        "Voor Nederland gaat het jaargemiddelde van 80590ned voor, voor de regio 85826NED. De "
        "Maatstaven gemeentefonds geven een gemiddelde over meerdere jaren en zijn de enige bron per "
        "gemeente."
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
    reeksen=("80590ned", QUOTED, NEWER, *OLDER),
    preference="Voor Nederland gaat 80590ned voor, voor de regio 85826NED, die zij aanhaalt.",
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
