"""Social return: what contractors promised, what they realised, and who is certified as social."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from warehouse.indicator import Break, Direction, Indicator, OtherMeasure, Ratio, Unit

PAGES = ("dienstverlening/social_return",)
REEKSEN = ("jaarverslagen-sr",)
DELIVERED = ("sroi-leveringen", "sroi-leveringen-opdrachtgever")
PRINTED = "De jaarverslagen 2022 en 2023 zijn de enige bron."
PREFERRED = (
    "Waar een jaarverslag het getal drukt, gaat dat voor, behalve waar het alleen een grens noemt; "
    "elders is het de som van wat opdrachtgevers aanleverden."
)
HANDED_IN = "Het is de som van wat opdrachtgevers aanleverden."


def _by_opdrachtgever(indicator: Indicator) -> Indicator:
    """Tell apart what a gemeente has as opdrachtgever: other partners are in none of them."""
    own = OtherMeasure(
        reeks=DELIVERED[1],
        unit=indicator.unit,
        title=f"{indicator.title}, naar gemeente als opdrachtgever",
        spoken=f"{indicator.spoken} van de gemeente als opdrachtgever",
    )
    return replace(indicator, other_measures=(own,))


NOT_GROWTH = Break(
    date=date(2023, 1, 1),
    reeks="jaarverslagen-sr",
    reason="in 2022 hadden veel raamovereenkomsten nog geen waarde",
)

sroi_contracten = _by_opdrachtgever(
    Indicator(
        id="sroi_contracten",
        title="Contracten met social return",
        spoken="het aantal contracten met social return",
        theme="dienstverlening",
        unit=Unit.CONTRACTEN,
        decimals=0,
        direction=Direction.NEUTRAAL,
        definition=(
            "Contracten en inkoopovereenkomsten met een afspraak over social return die aan het eind "
            "van het jaar in WIZZR stonden, ook raamovereenkomsten zonder waarde."
        ),
        formula="telling door het Expertisecentrum Social Return",
        reeksen=(*REEKSEN, *DELIVERED),
        preference=PREFERRED,
        stock=True,
        additive=True,
        pages=PAGES,
        caveat=(
            "Eind 2022 werkten alle gemeenten van de regio met WIZZR, behalve Brummen, en waren "
            "enkele net begonnen met invoeren: niet elk contract stond er al in."
        ),
    )
)

sroi_verplichting_eur = _by_opdrachtgever(
    Indicator(
        id="sroi_verplichting_eur",
        title="Verplichting social return",
        spoken="de verplichting aan social return",
        theme="dienstverlening",
        unit=Unit.EURO,
        decimals=0,
        direction=Direction.NEUTRAAL,
        definition=(
            "De waarde in euro van de social return die in contracten is afgesproken: het opgegeven "
            "bedrag, of het percentage maal de waarde van de opdracht."
        ),
        formula="som over de contracten in WIZZR",
        reeksen=(*REEKSEN, *DELIVERED),
        preference=PREFERRED,
        stock=True,
        additive=True,
        pages=PAGES,
        breaks=(NOT_GROWTH,),
        caveat=(
            "De waarde van 2022 is volgens het jaarverslag zelf niet representatief: veel contracten "
            "waren raamovereenkomsten, waarbij bij gunning nog geen waarde wordt ingevoerd. Dat de "
            "waarde van 2023 drie keer zo hoog is, komt door de registratie en is geen groei. Van "
            "2023 noemt het verslag ‘bijna 28 miljoen’; hier staat dat als bovengrens."
        ),
    )
)

sroi_verzilverd_eur = _by_opdrachtgever(
    Indicator(
        id="sroi_verzilverd_eur",
        title="Verzilverde social return",
        spoken="de verzilverde social return",
        theme="dienstverlening",
        unit=Unit.EURO,
        decimals=0,
        direction=Direction.HOGER,
        definition=(
            "De waarde in euro van goedgekeurde invullingen van social return, volgens de "
            "bouwblokkenmethode: arbeidsparticipatie, sociale inkoop en maatschappelijke activiteiten."
        ),
        formula="som over de goedgekeurde invullingen",
        reeksen=(*REEKSEN, *DELIVERED),
        preference=PREFERRED,
        stock=True,
        additive=True,
        pages=PAGES,
        caveat=(
            "Van 2023 noemt het verslag ‘ruim 13 miljoen’; hier staat dat als ondergrens. Van 2022 is "
            "niets gepubliceerd."
        ),
    )
)

sroi_openstaand_eur = _by_opdrachtgever(
    Indicator(
        id="sroi_openstaand_eur",
        title="Openstaande social return",
        spoken="de openstaande social return",
        theme="dienstverlening",
        unit=Unit.EURO,
        decimals=0,
        direction=Direction.NEUTRAAL,
        definition="Wat van de verplichting nog niet is verzilverd.",
        formula="verplichting min verzilverd",
        reeksen=(*REEKSEN, *DELIVERED),
        preference=PREFERRED,
        stock=True,
        additive=True,
        pages=PAGES,
        caveat=(
            "Afgeleid uit twee bedragen van de hele regio. Wie op het ene contract meer deed dan "
            "afgesproken, vult daarin het tekort op een ander, zodat er per contract meer open kan "
            "staan."
        ),
    )
)

sroi_realisatie_pct = _by_opdrachtgever(
    Indicator(
        id="sroi_realisatie_pct",
        title="Realisatie van social return",
        spoken="de realisatie van social return",
        theme="dienstverlening",
        unit=Unit.PROCENT,
        decimals=0,
        direction=Direction.HOGER,
        definition="Welk deel van de verplichting aan social return is verzilverd, naar waarde gewogen.",
        formula="verzilverd / verplichting x 100",
        reeksen=(*REEKSEN, *DELIVERED),
        preference=PREFERRED,
        stock=True,
        additive=True,
        pages=PAGES,
        ratio=Ratio(teller="sroi_verzilverd_eur", noemer="sroi_verplichting_eur", factor=100),
        caveat=(
            "Raamovereenkomsten zonder waarde tellen niet mee. Contracten lopen over jaren: wat nog "
            "openstaat, is niet te laat zolang de looptijd niet om is."
        ),
    )
)

sroi_percentage = Indicator(
    id="sroi_percentage",
    title="Afgesproken percentage social return",
    spoken="het afgesproken percentage social return",
    theme="dienstverlening",
    unit=Unit.PROCENT,
    decimals=1,
    direction=Direction.NEUTRAAL,
    definition="De verplichting als deel van de waarde van de opdrachten, gemiddeld over de contracten.",
    formula="opgegeven door het Expertisecentrum Social Return",
    reeksen=REEKSEN,
    preference=PRINTED,
    stock=True,
    additive=False,
    pages=PAGES,
    caveat=(
        "Het jaarverslag 2022 zegt niet of naar waarde is gewogen, en noemt het gelijk aan landelijk "
        "zonder dat cijfer te geven. Veel gunningen zijn infraprojecten, waarvoor in de regel 2% geldt."
    ),
)

sroi_zonder_verplichting = _by_opdrachtgever(
    Indicator(
        id="sroi_zonder_verplichting",
        title="Contracten zonder verplichting",
        spoken="het aantal contracten zonder verplichting aan social return",
        theme="dienstverlening",
        unit=Unit.CONTRACTEN,
        decimals=0,
        direction=Direction.NEUTRAAL,
        definition=(
            "Contracten, meestal raamovereenkomsten, waarbij nog geen bedrag aan social return is "
            "ingevoerd; ze tellen als contract en in geen bedrag of percentage."
        ),
        formula="telling van contracten zonder bedrag",
        reeksen=DELIVERED,
        preference=HANDED_IN,
        stock=True,
        additive=True,
        pages=PAGES,
    )
)

sroi_verzilverd_zonder_verplichting_eur = _by_opdrachtgever(
    Indicator(
        id="sroi_verzilverd_zonder_verplichting_eur",
        title="Verzilverd zonder verplichting",
        spoken="de social return die zonder verplichting is verzilverd",
        theme="dienstverlening",
        unit=Unit.EURO,
        decimals=0,
        direction=Direction.HOGER,
        definition=(
            "Goedgekeurde invullingen op contracten zonder verplichting; ze tellen in de verzilverde "
            "waarde en de realisatie niet mee."
        ),
        formula="som over de goedgekeurde invullingen van contracten zonder verplichting",
        reeksen=DELIVERED,
        preference=HANDED_IN,
        stock=True,
        additive=True,
        pages=PAGES,
    )
)

sroi_overrealisatie_eur = _by_opdrachtgever(
    Indicator(
        id="sroi_overrealisatie_eur",
        title="Meer verzilverd dan afgesproken",
        spoken="de social return die meer is verzilverd dan afgesproken",
        theme="dienstverlening",
        unit=Unit.EURO,
        decimals=0,
        direction=Direction.NEUTRAAL,
        definition=(
            "Wat op contracten meer is verzilverd dan was afgesproken; het vult het tekort op andere "
            "contracten niet."
        ),
        formula="som over de contracten van verzilverd min verplichting, waar dat boven nul is",
        reeksen=DELIVERED,
        preference=HANDED_IN,
        stock=True,
        additive=True,
        pages=PAGES,
    )
)

sroi_verwacht_eur = _by_opdrachtgever(
    Indicator(
        id="sroi_verwacht_eur",
        title="Verwachte social return",
        spoken="de social return die naar looptijd verwacht mag worden",
        theme="dienstverlening",
        unit=Unit.EURO,
        decimals=0,
        direction=Direction.NEUTRAAL,
        definition=(
            "Het deel van de verplichting dat hoort bij het deel van de looptijd dat voorbij is; een "
            "contract dat halverwege is en voor 20% verzilverd, loopt achter."
        ),
        formula="som over de contracten van verplichting x verstreken dagen / dagen van de looptijd",
        reeksen=DELIVERED,
        preference=HANDED_IN,
        stock=True,
        additive=True,
        pages=PAGES,
        caveat="Contracten zonder einddatum tellen hierin niet mee.",
    )
)

sroi_risico_contracten = _by_opdrachtgever(
    Indicator(
        id="sroi_risico_contracten",
        title="Contracten met risico",
        spoken="het aantal contracten waarvan de social return risico loopt",
        theme="dienstverlening",
        unit=Unit.CONTRACTEN,
        decimals=0,
        direction=Direction.LAGER,
        definition=(
            "Contracten die binnen zes maanden eindigen en voor minder dan de helft zijn verzilverd, of "
            "zijn geëindigd terwijl er nog iets openstaat."
        ),
        formula="telling van die contracten",
        reeksen=DELIVERED,
        preference=HANDED_IN,
        stock=True,
        additive=True,
        pages=PAGES,
        caveat="Een contract zonder einddatum of zonder verplichting loopt in deze telling geen risico.",
    )
)

pso_bedrijven = Indicator(
    id="pso_bedrijven",
    title="Bedrijven met een PSO-certificaat",
    spoken="het aantal bedrijven met een PSO-certificaat",
    theme="dienstverlening",
    unit=Unit.BEDRIJVEN,
    decimals=0,
    direction=Direction.HOGER,
    definition=(
        "Bedrijven met een geldig certificaat van de Prestatieladder Socialer Ondernemen (PSO) aan "
        "het eind van het jaar."
    ),
    formula="telling door PSO Nederland",
    reeksen=(*REEKSEN, "jaarverslagen-pso-ondersteund"),
    preference="Het jaarverslag 2023 telt alle bedrijven; dat van 2022 alleen wie ondersteuning kreeg.",
    other_measures=(
        OtherMeasure(
            reeks="jaarverslagen-pso-ondersteund",
            unit=Unit.BEDRIJVEN,
            title="Bedrijven met een PSO-certificaat, met ondersteuning van FactorWerk",
            spoken="het aantal bedrijven dat met hulp van FactorWerk een PSO-certificaat haalde",
        ),
    ),
    stock=True,
    additive=True,
    pages=PAGES,
)

pso_medewerkers = Indicator(
    id="pso_medewerkers",
    title="Mensen aan het werk bij PSO-bedrijven",
    spoken="het aantal mensen dat bij PSO-bedrijven aan het werk is",
    theme="dienstverlening",
    unit=Unit.PERSONEN,
    decimals=0,
    direction=Direction.HOGER,
    definition="Mensen uit de doelgroepen van de PSO die bij een gecertificeerd bedrijf werken.",
    formula="telling door PSO Nederland",
    reeksen=REEKSEN,
    preference=PRINTED,
    stock=True,
    additive=True,
    pages=PAGES,
    caveat="Het jaarverslag noemt het aantal ‘minimaal’; hier staat het als ondergrens.",
)

pso_vouchers = Indicator(
    id="pso_vouchers",
    title="Verstrekte PSO-vouchers",
    spoken="het aantal verstrekte PSO-vouchers",
    theme="dienstverlening",
    unit=Unit.VOUCHERS,
    decimals=0,
    direction=Direction.HOGER,
    definition="Vouchers die in het jaar zijn verstrekt om een PSO-certificaat te halen.",
    formula="telling door het Expertisecentrum Social Return",
    reeksen=(*REEKSEN, "jaarverslagen-pso-totaal"),
    preference="Het jaarverslag 2023 telt het jaar; dat van 2022 alle jaren tot dan samen.",
    other_measures=(
        OtherMeasure(
            reeks="jaarverslagen-pso-totaal",
            unit=Unit.VOUCHERS,
            title="Verstrekte PSO-vouchers, alle jaren samen",
            spoken="het aantal PSO-vouchers dat in alle jaren samen is verstrekt",
        ),
    ),
    stock=False,
    additive=True,
    pages=PAGES,
)

pso_vouchers_beschikbaar = Indicator(
    id="pso_vouchers_beschikbaar",
    title="Beschikbare PSO-vouchers",
    spoken="het aantal beschikbare PSO-vouchers",
    theme="dienstverlening",
    unit=Unit.VOUCHERS,
    decimals=0,
    direction=Direction.NEUTRAAL,
    definition="Vouchers die in het jaar beschikbaar waren om een PSO-certificaat te halen.",
    formula="opgegeven door het Expertisecentrum Social Return",
    reeksen=REEKSEN,
    preference=PRINTED,
    stock=False,
    additive=True,
    pages=PAGES,
)
