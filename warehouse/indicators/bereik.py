"""Whom the region reaches: events and their visitors, the Leerwerkloket, and its channels."""

from __future__ import annotations

from warehouse.indicator import Direction, Indicator, Unit

PAGES = ("dienstverlening/instrumenten",)
REEKSEN = ("jaarverslagen-bereik",)
PRINTED = "De jaarverslagen 2022 en 2023 zijn de enige bron."

events = Indicator(
    id="events",
    title="Bijeenkomsten voor werkzoekenden",
    spoken="het aantal bijeenkomsten voor werkzoekenden",
    theme="dienstverlening",
    unit=Unit.AANTAL,
    decimals=0,
    direction=Direction.HOGER,
    definition=(
        "Banenmarkten, opendeurendagen en andere bijeenkomsten waar werkzoekenden en werkgevers "
        "elkaar ontmoeten."
    ),
    formula="telling van de bijeenkomsten die het jaarverslag noemt",
    reeksen=REEKSEN,
    preference=PRINTED,
    stock=False,
    additive=True,
    pages=PAGES,
)

event_bezoekers = Indicator(
    id="event_bezoekers",
    title="Bezoekers van bijeenkomsten",
    spoken="het aantal bezoekers van bijeenkomsten",
    theme="dienstverlening",
    unit=Unit.PERSONEN,
    decimals=0,
    direction=Direction.HOGER,
    definition="Bezoekers van banenmarkten, opendeurendagen en andere bijeenkomsten, opgeteld.",
    formula="som van de bezoekers per bijeenkomst",
    reeksen=REEKSEN,
    preference=PRINTED,
    stock=False,
    additive=True,
    pages=PAGES,
    caveat=(
        "Wie twee keer kwam, telt twee keer. In 2022 waren vier van de zes bijeenkomsten online of half "
        "online. Het jaarverslag 2023 schrijft 691 deelnemers aan banenmarkten toe; dat is de som van "
        "alle vijf bijeenkomsten, de twee banenmarkten trokken er 445."
    ),
)

kennissessies = Indicator(
    id="kennissessies",
    title="Kennissessies voor werkgevers",
    spoken="het aantal kennissessies voor werkgevers",
    theme="dienstverlening",
    unit=Unit.AANTAL,
    decimals=0,
    direction=Direction.HOGER,
    definition="Bijeenkomsten waarop werkgevers kennis over de arbeidsmarkt opdoen.",
    formula="telling van de kennissessies die het jaarverslag noemt",
    reeksen=REEKSEN,
    preference=PRINTED,
    stock=False,
    additive=True,
    pages=PAGES,
    caveat="In de tweede helft van 2022 waren er geen; over de eerste helft is geen aantal gedrukt.",
)

kennissessie_deelnemers = Indicator(
    id="kennissessie_deelnemers",
    title="Werkgevers op kennissessies",
    spoken="het aantal werkgevers op kennissessies",
    theme="dienstverlening",
    unit=Unit.AANTAL,
    decimals=0,
    direction=Direction.HOGER,
    definition="Werkgevers die aan de kennissessies deelnamen, over alle sessies opgeteld.",
    formula="som van de deelnemers per kennissessie",
    reeksen=REEKSEN,
    preference=PRINTED,
    stock=False,
    additive=True,
    pages=PAGES,
    caveat="Van twee sessies noemt het jaarverslag bezoekers en geen werkgevers.",
)

bereik = Indicator(
    id="bereik",
    title="Bereik van de regio",
    spoken="het bereik van de regio",
    theme="dienstverlening",
    unit=Unit.AANTAL,
    decimals=0,
    direction=Direction.HOGER,
    definition="Aantallen leden, stemmen, contacten en deelnemers die het jaarverslag noemt, elk apart.",
    formula="zoals gedrukt",
    reeksen=REEKSEN,
    preference=PRINTED,
    stock=False,
    additive=True,
    pages=PAGES,
    caveat=(
        "De aantallen zijn van ongelijke soort en tellen niet op. Waar het jaarverslag ‘ruim’ zegt, is "
        "het getal een ondergrens. Werkgeverscontacten zijn keren dat een werkgever is geholpen, geen "
        "unieke werkgevers."
    ),
)

lwl_aanmeldingen = Indicator(
    id="lwl_aanmeldingen",
    title="Aanmeldingen bij het Leerwerkloket",
    spoken="het aantal aanmeldingen bij het Leerwerkloket",
    theme="dienstverlening",
    unit=Unit.PERSONEN,
    decimals=0,
    direction=Direction.NEUTRAAL,
    definition="Inwoners die zich in het jaar bij Leerwerkloket Stedenvierkant aanmeldden.",
    formula="telling door het Leerwerkloket",
    reeksen=REEKSEN,
    preference=PRINTED,
    stock=False,
    additive=True,
    pages=PAGES,
    caveat=(
        "De daling van 2023 valt volgens het jaarverslag samen met het einde van de Cleantech-vouchers "
        "(vanaf februari 2023), waar veel aanmeldingen om gingen, en met verloop onder de medewerkers."
    ),
)

lwl_vraag_pct = Indicator(
    id="lwl_vraag_pct",
    title="Vragen bij het Leerwerkloket",
    spoken="het aandeel van een vraag bij het Leerwerkloket",
    theme="dienstverlening",
    unit=Unit.PROCENT,
    decimals=0,
    direction=Direction.NEUTRAAL,
    definition="Welk deel van de aanmeldingen bij het Leerwerkloket over deze vraag gaat.",
    formula="aanmeldingen met deze vraag / aanmeldingen x 100",
    reeksen=REEKSEN,
    preference=PRINTED,
    stock=False,
    additive=False,
    pages=PAGES,
    caveat=(
        "Het jaarverslag 2023 verklaart het hoge aandeel voor scholingsbudget uit de bekendheid van de "
        "Cleantech-vouchers. Op hoeveel aanmeldingen de landelijke aandelen rusten, is niet gedrukt."
    ),
)
