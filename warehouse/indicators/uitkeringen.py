"""WW, bijstand, Wajong en loonkostensubsidie."""

from __future__ import annotations

from warehouse.indicator import Direction, Indicator, OtherMeasure, Ratio, Unit

PAGES = ("arbeidsmarkt/regio_en_nederland", "arbeidsmarkt/gemeenten")
MAATSTAVEN = "De Maatstaven gemeentefonds zijn de enige bron per gemeente."
KERNCIJFERS = "kerncijfers-wijken-buurten"
ONE_SOURCE = "De Kerncijfers wijken en buurten zijn de enige bron."
NO_DAY = "Afgerond op tientallen; de bron noemt het jaar en geen peildatum."
PER_INWONER = (
    "De noemer is het aantal inwoners op 1 januari, de dag na de peildatum van 31 december. "
    "Een subregio of regio is de som van de gemeenten, gedeeld door de som van hun inwoners."
)

ww_uitkeringen = Indicator(
    id="ww_uitkeringen",
    title="WW-uitkeringen",
    spoken="het aantal WW-uitkeringen",
    theme="uitkeringen",
    unit=Unit.UITKERINGEN,
    decimals=0,
    direction=Direction.LAGER,
    definition="Lopende uitkeringen op grond van de Werkloosheidswet op de peildatum.",
    formula="telling door UWV",
    reeksen=("jaarverslag-2023", "37789ksz", KERNCIJFERS),
    other_measures=(
        OtherMeasure(
            reeks=KERNCIJFERS,
            unit=Unit.PERSONEN,
            title="Personen met WW",
            spoken="het aantal personen met WW",
        ),
    ),
    preference=(
        "Voor de regio telt het cijfer dat UWV leverde voor het jaarverslag 2023, voor Nederland de "
        "maandreeks 37789ksz. Per gemeente geven alleen de Kerncijfers wijken en buurten personen met "
        "WW, per jaar."
    ),
    stock=True,
    additive=True,
    pages=PAGES,
    caveat=(
        "De cijfers per gemeente tellen personen met WW, afgerond op tientallen, zonder vermelde "
        "peildatum; de cijfers van regio en Nederland tellen uitkeringen aan het eind van een maand. "
        "Vergelijk ze niet met elkaar."
    ),
)

ww_personen_sg = Indicator(
    id="ww_personen_sg",
    title="Personen met WW, seizoengecorrigeerd",
    spoken="het aantal personen met WW (seizoengecorrigeerd)",
    theme="uitkeringen",
    unit=Unit.PERSONEN,
    decimals=0,
    direction=Direction.LAGER,
    definition=(
        "Personen met een werkloosheidsuitkering op de laatste dag van de maand, gecorrigeerd voor het "
        "vaste patroon binnen een jaar. Wie twee uitkeringen heeft telt één keer."
    ),
    formula="schatting door het CBS uit de administratie van UWV",
    reeksen=("85554NED",),
    preference="De tabel 85554NED is de enige bron per arbeidsmarktregio en maand.",
    stock=True,
    additive=False,
    pages=PAGES,
    survey=True,
    caveat=(
        "Seizoengecorrigeerd en daarmee een schatting: een klein verschil kan toeval zijn. Personen, "
        "geen uitkeringen; vergelijk ze niet met het aantal WW-uitkeringen."
    ),
)

ww_aandeel_pct = Indicator(
    id="ww_aandeel_pct",
    title="WW-uitkeringen als deel van de beroepsbevolking",
    spoken="het aandeel WW-uitkeringen in de beroepsbevolking",
    theme="uitkeringen",
    unit=Unit.PROCENT,
    decimals=1,
    direction=Direction.LAGER,
    definition="Lopende WW-uitkeringen op de peildatum als percentage van de beroepsbevolking.",
    formula="WW-uitkeringen / beroepsbevolking × 100",
    reeksen=("jaarverslag-2023",),
    preference="Het jaarverslag 2023 is de enige bron; teller en noemer zijn er niet bij gegeven.",
    stock=True,
    additive=False,
    pages=PAGES,
    survey=True,
)

ww_mutatie_pct = Indicator(
    id="ww_mutatie_pct",
    title="WW-uitkeringen, verandering in een jaar",
    spoken="de verandering van het aantal WW-uitkeringen in een jaar",
    theme="uitkeringen",
    unit=Unit.PROCENT,
    decimals=1,
    direction=Direction.LAGER,
    definition="Verandering van het aantal WW-uitkeringen ten opzichte van een jaar eerder.",
    formula="(WW-uitkeringen - WW-uitkeringen een jaar eerder) / WW-uitkeringen een jaar eerder × 100",
    reeksen=("jaarverslag-2023",),
    preference="Het jaarverslag 2023 is de bron; de landelijke groei is nagerekend met 37789ksz.",
    stock=True,
    additive=False,
    pages=PAGES,
)

bijstand_personen = Indicator(
    id="bijstand_personen",
    title="Personen met bijstand",
    spoken="het aantal personen met bijstand",
    theme="uitkeringen",
    unit=Unit.PERSONEN,
    decimals=0,
    direction=Direction.LAGER,
    definition=(
        "Personen tot de AOW-leeftijd met een bijstandsuitkering of een daarmee verwante uitkering op "
        "de peildatum."
    ),
    formula="telling door het CBS uit de registraties van gemeenten",
    reeksen=("maatstaven-gemeentefonds",),
    preference=MAATSTAVEN,
    stock=True,
    additive=True,
    pages=PAGES,
    caveat="Vanaf 2019 afgerond op tientallen; 2018 is niet afgerond.",
)

bijstand_personen_kwb = Indicator(
    id="bijstand_personen_kwb",
    title="Personen met bijstand per jaar",
    spoken="het aantal personen met bijstand in een jaar",
    theme="uitkeringen",
    unit=Unit.PERSONEN,
    decimals=0,
    direction=Direction.LAGER,
    definition=(
        "Personen tot de AOW-leeftijd met bijstand of een verwante uitkering, zoals de Kerncijfers "
        "wijken en buurten ze per jaar geven."
    ),
    formula="telling door het CBS uit de registraties van gemeenten",
    reeksen=(KERNCIJFERS,),
    preference=ONE_SOURCE,
    stock=False,
    additive=True,
    pages=PAGES,
    caveat=f"{NO_DAY} Voor een peildatum: personen met bijstand (Maatstaven gemeentefonds).",
)

ao_personen = Indicator(
    id="ao_personen",
    title="Personen met een AO-uitkering",
    spoken="het aantal personen met een arbeidsongeschiktheidsuitkering",
    theme="uitkeringen",
    unit=Unit.PERSONEN,
    decimals=0,
    direction=Direction.NEUTRAAL,
    definition=(
        "Personen met een uitkering wegens arbeidsongeschiktheid: WAO, WIA, WAZ of Wajong. Wie er twee "
        "heeft telt één keer."
    ),
    formula="telling door het CBS uit de administratie van UWV",
    reeksen=(KERNCIJFERS,),
    preference=ONE_SOURCE,
    stock=False,
    additive=True,
    pages=PAGES,
    caveat=NO_DAY,
)

bijstand_per_1000 = Indicator(
    id="bijstand_per_1000",
    title="Bijstand per 1.000 inwoners",
    spoken="het aantal personen met bijstand per 1.000 inwoners",
    theme="uitkeringen",
    unit=Unit.PER_1000,
    decimals=1,
    direction=Direction.LAGER,
    definition="Personen met bijstand per 1.000 inwoners van 15 tot 65 jaar.",
    formula="personen met bijstand / inwoners van 15 tot 65 jaar × 1.000",
    reeksen=("maatstaven-gemeentefonds",),
    preference=MAATSTAVEN,
    stock=True,
    additive=True,
    pages=PAGES,
    ratio=Ratio(
        teller="bijstand_personen", noemer="inwoners_15_65", factor=1000, noemer_next_day=True
    ),
    caveat=PER_INWONER,
)

bijstand_uitkeringen = Indicator(
    id="bijstand_uitkeringen",
    title="Bijstandsuitkeringen",
    spoken="het aantal bijstandsuitkeringen",
    theme="uitkeringen",
    unit=Unit.UITKERINGEN,
    decimals=0,
    direction=Direction.LAGER,
    definition=(
        "Lopende bijstandsuitkeringen, ook vanaf de AOW-leeftijd, aan het eind van de maand. Een "
        "huishouden is één uitkering; dit is dus een ander getal dan het aantal personen met bijstand."
    ),
    formula="telling door het CBS",
    reeksen=("37789ksz",),
    preference="De landelijke tabel 37789ksz is de enige bron.",
    stock=True,
    additive=True,
    pages=PAGES,
)

wajong_personen = Indicator(
    id="wajong_personen",
    title="Wajong-uitkeringen",
    spoken="het aantal Wajong-uitkeringen",
    theme="uitkeringen",
    unit=Unit.UITKERINGEN,
    decimals=0,
    direction=Direction.NEUTRAAL,
    definition=(
        "Lopende uitkeringen op de peildatum voor wie op jonge leeftijd een arbeidsbeperking kreeg."
    ),
    formula="telling door UWV",
    reeksen=("maatstaven-gemeentefonds", "37789ksz"),
    preference=(
        "Waar gemeenten en Nederland samen in één uitgave staan (Maatstaven gemeentefonds) gaat die "
        "voor; daarbuiten geldt de landelijke maandreeks 37789ksz."
    ),
    stock=True,
    additive=True,
    pages=PAGES,
    caveat="Per gemeente ontbreekt 31 december 2018.",
)

wajong_per_1000 = Indicator(
    id="wajong_per_1000",
    title="Wajong per 1.000 inwoners",
    spoken="het aantal Wajong-uitkeringen per 1.000 inwoners",
    theme="uitkeringen",
    unit=Unit.PER_1000,
    decimals=1,
    direction=Direction.NEUTRAAL,
    definition="Wajong-uitkeringen per 1.000 inwoners van 15 tot 65 jaar.",
    formula="Wajong-uitkeringen / inwoners van 15 tot 65 jaar × 1.000",
    reeksen=("maatstaven-gemeentefonds",),
    preference=MAATSTAVEN,
    stock=True,
    additive=True,
    pages=PAGES,
    ratio=Ratio(
        teller="wajong_personen", noemer="inwoners_15_65", factor=1000, noemer_next_day=True
    ),
    caveat=f"{PER_INWONER} Voor 31 december 2017 is die noemer er niet.",
)

loonkostensubsidie_personen = Indicator(
    id="loonkostensubsidie_personen",
    title="Personen met loonkostensubsidie",
    spoken="het aantal personen met loonkostensubsidie",
    theme="uitkeringen",
    unit=Unit.PERSONEN,
    decimals=0,
    direction=Direction.NEUTRAAL,
    definition=(
        "Personen die werken bij een werkgever die daarvoor loonkostensubsidie krijgt op grond van de "
        "Participatiewet."
    ),
    formula="telling door het CBS uit de registraties van gemeenten",
    reeksen=("maatstaven-gemeentefonds",),
    preference=MAATSTAVEN,
    stock=True,
    additive=True,
    pages=PAGES,
    caveat="Afgerond op tientallen: bij kleine gemeenten is een verschil van tien niet te duiden.",
)

loonkostensubsidie_per_1000 = Indicator(
    id="loonkostensubsidie_per_1000",
    title="Loonkostensubsidie per 1.000 inwoners",
    spoken="het aantal personen met loonkostensubsidie per 1.000 inwoners",
    theme="uitkeringen",
    unit=Unit.PER_1000,
    decimals=1,
    direction=Direction.NEUTRAAL,
    definition="Personen met loonkostensubsidie per 1.000 inwoners van 15 tot 65 jaar.",
    formula="personen met loonkostensubsidie / inwoners van 15 tot 65 jaar × 1.000",
    reeksen=("maatstaven-gemeentefonds",),
    preference=MAATSTAVEN,
    stock=True,
    additive=True,
    pages=PAGES,
    ratio=Ratio(
        teller="loonkostensubsidie_personen",
        noemer="inwoners_15_65",
        factor=1000,
        noemer_next_day=True,
    ),
    caveat=PER_INWONER,
)
