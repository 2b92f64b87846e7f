"""De banenafspraak: extra jobs for people with a labour disability, and the goals beside it."""

from __future__ import annotations

from warehouse.indicator import Direction, Indicator, OtherMeasure, Unit

PAGES = ("arbeidsmarkt/banenafspraak",)
PLAN, REPORTS = "banenafspraak-plan-2017", "banenafspraak-jaarverslagen"
DELIVERED, BY_GEMEENTE = "banenafspraak-leveringen", "banenafspraak-leveringen-gemeente"
PRINTED = "Het marktbewerkingsplan 2017 is de enige bron."
PREFERRED = (
    "Wat uit het dashboard van UWV is aangeleverd, gaat voor: de gedrukte cijfers zijn daaruit "
    "overgenomen. Waar beide er zijn en verschillen, staat dat erbij."
)

banenafspraak_banen = Indicator(
    id="banenafspraak_banen",
    title="Banen van de banenafspraak",
    spoken="het aantal banen van de banenafspraak",
    theme="arbeidsmarkt",
    unit=Unit.BANEN,
    decimals=0,
    direction=Direction.HOGER,
    definition=(
        "Extra banen sinds de start van de banenafspraak (2013) voor mensen met een "
        "arbeidsbeperking, bij werkgevers in de markt en bij de overheid."
    ),
    formula="telling door UWV, stand op de peildatum",
    reeksen=(DELIVERED, REPORTS, BY_GEMEENTE),
    preference=PREFERRED,
    other_measures=(
        OtherMeasure(
            reeks=BY_GEMEENTE,
            unit=Unit.BANEN,
            title="Banen van de banenafspraak, opgeteld naar gemeente",
            spoken="het aantal banen van de banenafspraak naar gemeente",
        ),
    ),
    target="banenafspraak_doel",
    stock=True,
    additive=True,
    pages=PAGES,
    caveat=(
        "Over 2023 drukt het jaarverslag doel en realisatie alleen als afbeelding; als getal zijn ze "
        "niet gepubliceerd. Het cijfer van 2022 is niet naar markt en overheid gesplitst."
    ),
)

banenafspraak_doel = Indicator(
    id="banenafspraak_doel",
    title="Doelstelling banenafspraak",
    spoken="de doelstelling van de banenafspraak",
    theme="arbeidsmarkt",
    unit=Unit.BANEN,
    decimals=0,
    direction=Direction.NEUTRAAL,
    definition=(
        "Hoeveel extra banen er volgens de banenafspraak op de peildatum moeten zijn: landelijk "
        "125.000 eind 2026, waarvan 100.000 in de markt en 25.000 bij de overheid."
    ),
    formula="landelijke afspraak, verdeeld over regio's; binnen de regio naar aandeel in de banen",
    reeksen=(DELIVERED, REPORTS, PLAN, BY_GEMEENTE),
    preference=PREFERRED,
    other_measures=(
        OtherMeasure(
            reeks=BY_GEMEENTE,
            unit=Unit.BANEN,
            title="Doelstelling banenafspraak, opgeteld naar gemeente",
            spoken="de doelstelling van de banenafspraak naar gemeente",
        ),
    ),
    stock=True,
    additive=True,
    pages=PAGES,
    caveat=(
        "De doelen van 2017, 2018 en 2026 zijn gesteld voor de 14 gemeenten van toen. De verdeling "
        "van 2017 en 2018 over gemeenten en subregio's is indicatief: elke cel is apart afgerond, "
        "zodat delen en totalen hier en daar ten hoogste 2 verschillen."
    ),
)

banenafspraak_verdeelsleutel = Indicator(
    id="banenafspraak_verdeelsleutel",
    title="Banen waarnaar het doel is verdeeld",
    spoken="het aantal banen waarnaar het doel van de banenafspraak is verdeeld",
    theme="arbeidsmarkt",
    unit=Unit.BANEN,
    decimals=0,
    direction=Direction.NEUTRAAL,
    definition=(
        "Alle banen in een gemeente; haar aandeel daarin bepaalt haar deel van de doelstelling van "
        "2017 en 2018."
    ),
    formula="overgenomen uit de tabel, daar in duizendtallen met drie decimalen",
    reeksen=(PLAN,),
    preference=PRINTED,
    stock=False,
    additive=True,
    pages=PAGES,
    caveat="Het document zegt niet op welke dag de banen zijn geteld.",
)

plaatsingen = Indicator(
    id="plaatsingen",
    title="Plaatsingen op de banenafspraak",
    spoken="het aantal plaatsingen op de banenafspraak",
    theme="arbeidsmarkt",
    unit=Unit.PLAATSINGEN,
    decimals=0,
    direction=Direction.HOGER,
    definition="Geregistreerde plaatsingen op baanafspraakbanen in het jaar, tot 1 januari erna.",
    formula="telling door de regionale werkgeversdienst en UWV",
    reeksen=("plaatsingen-2016",),
    preference=PRINTED,
    target="plaatsingen_doel",
    stock=False,
    additive=True,
    pages=PAGES,
    caveat="Wat UWV plaatst, is van de hele regio en niet naar subregio te verdelen.",
)

plaatsingen_doel = Indicator(
    id="plaatsingen_doel",
    title="Doel plaatsingen op de banenafspraak",
    spoken="het doel voor plaatsingen op de banenafspraak",
    theme="arbeidsmarkt",
    unit=Unit.PLAATSINGEN,
    decimals=0,
    direction=Direction.NEUTRAAL,
    definition="Het aantal plaatsingen op baanafspraakbanen dat voor het jaar is afgesproken.",
    formula="opgegeven in het marktbewerkingsplan 2017",
    reeksen=("plaatsingen-2016", "plaatsingen-2017-breed"),
    preference=PRINTED,
    other_measures=(
        OtherMeasure(
            reeks="plaatsingen-2017-breed",
            unit=Unit.PLAATSINGEN,
            title="Doel plaatsingen, brede doelgroep",
            spoken="het doel voor plaatsingen van de brede doelgroep",
        ),
    ),
    stock=False,
    additive=True,
    pages=PAGES,
    caveat=(
        "Voor 2017 koos de regio een bredere doelgroep dan de banenafspraak; de doelen van 2016 en "
        "2017 zijn niet te vergelijken. Zutphen heeft in 2016 geen doel. In het doel van Deventer voor "
        "2017 zitten NUG en 47 plaatsen beschut werk."
    ),
)

wsw_doel = Indicator(
    id="wsw_doel",
    title="Doelen voor Wsw-kandidaten",
    spoken="het doel voor Wsw-kandidaten",
    theme="arbeidsmarkt",
    unit=Unit.PLAATSINGEN,
    decimals=0,
    direction=Direction.NEUTRAAL,
    definition="Wat elk SW-bedrijf in 2017 wil bereiken voor mensen met een Wsw-indicatie.",
    formula="opgegeven door de SW-bedrijven",
    reeksen=("wsw-doelen-2017",),
    preference=PRINTED,
    stock=False,
    additive=True,
    pages=PAGES,
    caveat=(
        "De SW-bedrijven tellen elk iets anders (netto extra plaatsingen, detacheringen, "
        "herplaatsingen); er is geen totaal. Het doel van de Inclusief Groep is een opgave van 2016."
    ),
)
