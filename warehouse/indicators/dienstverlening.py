"""Dienstverlening: who is guided to work, and by whom."""

from __future__ import annotations

from datetime import date

from warehouse.indicator import Break, Direction, Indicator, OtherMeasure, Unit

rmt_deelnemers = Indicator(
    id="rmt_deelnemers",
    title="RMT-deelnemers",
    spoken="het aantal deelnemers van het RMT",
    theme="dienstverlening",
    unit=Unit.PERSONEN,
    decimals=0,
    direction=Direction.NEUTRAAL,
    definition=(
        "Personen zonder werk, of met werkloosheid bedreigd, die in een jaar of kwartaal instroomden "
        "bij het Regionaal Mobiliteitsteam (RMT), geteld bij de partij die hen aanmeldde."
    ),
    formula="telling door FNV, CNV, De Unie, gemeenten en UWV",
    reeksen=("rmt-jaarverslagen", "rmt-leveringen", "rmt-leveringen-woongemeente"),
    preference=(
        "Waar een jaarverslag het getal drukt, gaat dat voor; elders is het de nieuwste levering van de "
        "partij zelf."
    ),
    other_measures=(
        OtherMeasure(
            reeks="rmt-leveringen-woongemeente",
            unit=Unit.PERSONEN,
            title="RMT-deelnemers naar woongemeente",
            spoken="het aantal deelnemers van het RMT dat in de gemeente woont",
        ),
    ),
    stock=False,
    additive=True,
    pages=("dienstverlening/rmt_instroom",),
    breaks=(
        Break(
            date=date(2023, 1, 1),
            reeks="rmt-jaarverslagen",
            reason="andere bron",
            categorie="UWV",
        ),
    ),
    caveat=(
        "De jaarverslagen gebruiken ‘instroom’ en ‘begeleid’ voor hetzelfde getal; hier heet het "
        "instroom. Wie in een eerder jaar instroomde en nog wordt begeleid, zou bij ‘begeleid’ wel "
        "meetellen. UWV komt in 2023 uit een andere bron dan in 2022. De partijen stelden hun cijfers "
        "zelf samen: medio 2022 begon een gezamenlijk klantvolgsysteem, en in 2023 was er geen "
        "centrale registratie. Het jaarverslag 2022 noemt ook 147 deelnemers op 1 juli 2022; dat is "
        "een aantal op één dag, en de ‘meer dan 200% groei’ naar 516 in het hele jaar is dus geen groei."
    ),
)
