"""Instruments of the region: what was aimed at, what was given or finished, and at what price."""

from __future__ import annotations

from warehouse.indicator import Direction, Indicator, OtherMeasure, Unit

PAGES = ("dienstverlening/instrumenten",)
PRINTED, APPLIED = "jaarverslagen-instrumenten", "jaarverslagen-instrumenten-aangevraagd"
DELIVERED = ("instrumenten-leveringen",)
PREFERRED = (
    "Waar een jaarverslag het getal drukt, gaat dat voor; elders is het wat het programmabureau "
    "aanleverde."
)
HANDED_IN = "Het is wat het programmabureau aanleverde."

instrument_doel = Indicator(
    id="instrument_doel",
    title="Doel van een instrument",
    spoken="het doel van het instrument",
    theme="dienstverlening",
    unit=Unit.AANTAL,
    decimals=0,
    direction=Direction.NEUTRAAL,
    definition=(
        "Hoeveel vouchers, verklaringen, trainingen of trajecten de regio zich voor het jaar voornam."
    ),
    formula="zoals gedrukt in jaarverslag of plan, of opgegeven in de levering",
    reeksen=(PRINTED, *DELIVERED),
    preference=PREFERRED,
    stock=False,
    additive=True,
    pages=PAGES,
    caveat=(
        "Voor HARRIE-trainingen, PSO-vouchers en stimuleringsvouchers is geen doel gedrukt; van de "
        "stimuleringsvouchers zijn er zestig beschikbaar in 2023 en 2024 samen. Wat het projectplan "
        "voor jongeren van november 2023 reserveert (50, 120 en 25 vouchers), is geen doel van een jaar."
    ),
)

instrument_realisatie = Indicator(
    id="instrument_realisatie",
    title="Realisatie van een instrument",
    spoken="de realisatie van het instrument",
    theme="dienstverlening",
    unit=Unit.AANTAL,
    decimals=0,
    direction=Direction.HOGER,
    definition=(
        "Wat er van het instrument in het jaar tot stand kwam: vouchers die zijn toegekend, en "
        "praktijkverklaringen, trainingen en trajecten die zijn afgerond."
    ),
    formula="zoals gedrukt; uit leveringen: toegekend voor vouchers, afgerond voor de andere",
    reeksen=(PRINTED, APPLIED, *DELIVERED),
    preference=PREFERRED,
    other_measures=(
        OtherMeasure(
            reeks=APPLIED,
            unit=Unit.AANTAL,
            title="Aangevraagd van een instrument",
            spoken="het aantal aanvragen van het instrument",
        ),
    ),
    target="instrument_doel",
    stock=False,
    additive=True,
    pages=PAGES,
    caveat=(
        "De jaarverslagen spreken zichzelf tegen over de jobcoachvouchers van 2022 en de "
        "praktijkverklaringen van 2023; die getallen zijn strijdig. Praktijkverklaringen via het RMT "
        "tellen niet mee. De GGZ-trajecten van 2023 zijn gestart, niet afgerond."
    ),
)

instrument_toegekend = Indicator(
    id="instrument_toegekend",
    title="Toegekend van een instrument",
    spoken="het aantal dat van het instrument is toegekend",
    theme="dienstverlening",
    unit=Unit.AANTAL,
    decimals=0,
    direction=Direction.HOGER,
    definition="Vouchers, verklaringen, trainingen of trajecten die in de periode zijn toegekend.",
    formula="opgegeven in de levering",
    reeksen=DELIVERED,
    preference=HANDED_IN,
    stock=False,
    additive=True,
    pages=PAGES,
)

instrument_afgerond = Indicator(
    id="instrument_afgerond",
    title="Afgerond van een instrument",
    spoken="het aantal dat van het instrument is afgerond",
    theme="dienstverlening",
    unit=Unit.AANTAL,
    decimals=0,
    direction=Direction.HOGER,
    definition="Vouchers, verklaringen, trainingen of trajecten die in de periode zijn afgerond.",
    formula="opgegeven in de levering",
    reeksen=DELIVERED,
    preference=HANDED_IN,
    stock=False,
    additive=True,
    pages=PAGES,
    caveat="Wat in de ene periode is toegekend, wordt vaak pas in een volgende afgerond.",
)

instrument_bedrag_eur = Indicator(
    id="instrument_bedrag_eur",
    title="Bedrag van een instrument",
    spoken="het bedrag aan toegekende instrumenten",
    theme="dienstverlening",
    unit=Unit.EURO,
    decimals=0,
    direction=Direction.NEUTRAAL,
    definition="Het bedrag in euro dat hoort bij wat in de periode van het instrument is toegekend.",
    formula="opgegeven in de levering, bij wat is toegekend",
    reeksen=DELIVERED,
    preference=HANDED_IN,
    stock=False,
    additive=True,
    pages=PAGES,
)

instrument_tarief_eur = Indicator(
    id="instrument_tarief_eur",
    title="Tarief van een instrument",
    spoken="het tarief van het instrument",
    theme="dienstverlening",
    unit=Unit.EURO,
    decimals=0,
    direction=Direction.NEUTRAAL,
    definition="Wat één voucher, polis of deelname volgens het plan waard is of kost.",
    formula="zoals gedrukt in het uitvoeringsplan SUWI 2021",
    reeksen=(PRINTED,),
    preference="Het uitvoeringsplan van 2021 is de enige bron.",
    stock=False,
    additive=False,
    pages=PAGES,
    caveat=(
        "Het tarief van de HARRIE-training geldt voor een volgende deelnemer; de eerste werknemer van "
        "een werkgever is per kalenderjaar gratis. De Less Risk Polis loopt hoogstens zes maanden."
    ),
)
