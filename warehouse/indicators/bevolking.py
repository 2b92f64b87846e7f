"""Inwoners."""

from __future__ import annotations

from warehouse.indicator import Direction, Indicator, Unit

PAGES = ("arbeidsmarkt/regio_en_nederland", "arbeidsmarkt/gemeenten")

inwoners = Indicator(
    id="inwoners",
    title="Inwoners",
    spoken="het aantal inwoners",
    theme="bevolking",
    unit=Unit.INWONERS,
    decimals=0,
    direction=Direction.NEUTRAAL,
    definition="Inwoners op 1 januari volgens de Basisregistratie Personen.",
    formula="telling door het CBS",
    reeksen=("03759ned",),
    preference="De CBS-tabel 03759ned is de enige bron.",
    stock=True,
    additive=True,
    pages=PAGES,
)

inwoners_15_65 = Indicator(
    id="inwoners_15_65",
    title="Inwoners van 15 tot 65 jaar",
    spoken="het aantal inwoners van 15 tot 65 jaar",
    theme="bevolking",
    unit=Unit.INWONERS,
    decimals=0,
    direction=Direction.NEUTRAAL,
    definition="Inwoners van 15 tot 65 jaar op 1 januari; de noemer van de cijfers per 1.000 inwoners.",
    formula="telling door het CBS, afgerond op tientallen",
    reeksen=("maatstaven-gemeentefonds",),
    preference="De Maatstaven gemeentefonds zijn de enige bron.",
    stock=True,
    additive=True,
    pages=PAGES,
)
