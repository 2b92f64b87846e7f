"""Werkloosheid, participatie en beroepsbevolking."""

from __future__ import annotations

from warehouse.indicator import Direction, Indicator, Unit

PAGES = ("arbeidsmarkt/regio_en_nederland", "arbeidsmarkt/gemeenten")
SAME_EDITION = (
    "Voor vergelijking met de regio gaat de uitgave voor waarin regio en Nederland samen staan "
    "(85826NED); daarbuiten geldt de maandelijks bijgewerkte landelijke tabel 80590ned."
)
NATIONAL_MONTHLY = "De landelijke tabel 80590ned is de enige bron voor deze reeks."
SEASONALLY_ADJUSTED = (
    "Gecorrigeerd voor het vaste patroon binnen een jaar, zodat opeenvolgende maanden en kwartalen "
    "vergelijkbaar zijn."
)
SURVEY = (
    "Uitkomst van een steekproef (Enquête beroepsbevolking); kleine verschillen kunnen toeval zijn. "
    "De bronnen geven geen marge."
)

WERKLOOSHEID = (
    "Werkloze beroepsbevolking als percentage van de beroepsbevolking van 15 tot 75 jaar. Werkloos is "
    "wie geen betaald werk heeft, er recent naar zocht en direct beschikbaar is."
)
NETTO = (
    "Deel van de bevolking van 15 tot 75 jaar dat betaald werk heeft: werkzame beroepsbevolking als "
    "percentage van de bevolking."
)
BRUTO = (
    "Deel van de bevolking van 15 tot 75 jaar dat betaald werk heeft of ernaar zoekt: beroepsbevolking "
    "als percentage van de bevolking."
)

werkloosheidspercentage = Indicator(
    id="werkloosheidspercentage",
    title="Werkloosheidspercentage",
    theme="arbeidsmarkt",
    unit=Unit.PROCENT,
    decimals=1,
    direction=Direction.LAGER,
    definition=WERKLOOSHEID,
    formula="werkloze beroepsbevolking / beroepsbevolking × 100",
    reeksen=("85826NED", "80590ned"),
    preference=SAME_EDITION,
    stock=False,
    additive=False,
    pages=PAGES,
    caveat=SURVEY,
)

werkloosheidspercentage_sg = Indicator(
    id="werkloosheidspercentage_sg",
    title="Werkloosheidspercentage, seizoengecorrigeerd",
    theme="arbeidsmarkt",
    unit=Unit.PROCENT,
    decimals=1,
    direction=Direction.LAGER,
    definition=f"{WERKLOOSHEID} {SEASONALLY_ADJUSTED}",
    formula="werkloze beroepsbevolking / beroepsbevolking × 100, seizoengecorrigeerd",
    reeksen=("80590ned",),
    preference=NATIONAL_MONTHLY,
    stock=False,
    additive=False,
    pages=PAGES,
    caveat=SURVEY,
)
