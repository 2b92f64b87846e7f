"""How contractors filled in their social return: one row an effort in a month."""

from __future__ import annotations

import dataframely as dy
import polars as pl

from pipelines.bouwblokken import MODELS, valued
from pipelines.intake import social_return
from pipelines.intake.contract import Content, CountError, Formaat, Known, Regel
from pipelines.intake.social_return import FULFILMENT, KINDS_OF_FULFILMENT, PARTICIPATION, STATUSES
from warehouse.periods import today

WITHIN_EUR = 1
"""How far a value may lie from its block without being told of."""


class Invulling(dy.Schema):
    """One effort of a contractor, with the value that it is given."""

    contractnummer = dy.String(
        min_length=1,
        metadata={
            "ook": ("contractnr", "contract", "contract id", "inkoopnummer"),
            "voorbeeld": "VOORBEELD-1",
            "uitleg": "Van een contract dat is geleverd.",
        },
    )
    peilmaand = dy.String(
        metadata={
            "ook": ("maand", "periode"),
            "lees": social_return.month,
            "voorbeeld": "2024-05",
            "uitleg": "De maand waarin de invulling telt: 2024-05, mei 2024 of een dag daarin.",
        },
    )
    soort = dy.Enum(
        KINDS_OF_FULFILMENT,
        metadata={
            "ook": ("soort invulling", "type"),
            "schrijfwijzen": {
                "sociaal inkopen": "sociale inkoop",
                "maatschappelijke activiteiten": "maatschappelijke activiteit",
                "andere sociale impact": "maatschappelijke activiteit",
            },
            "voorbeeld": PARTICIPATION,
            "uitleg": "",
        },
    )
    bouwblok = dy.String(
        nullable=True,
        metadata={
            "ook": ("blok", "doelgroep"),
            "lees": social_return.bouwblok,
            "voorbeeld": MODELS[-1].blokken[0].naam,
            "uitleg": (
                "Alleen bij arbeidsparticipatie: "
                f"{'; '.join(dict.fromkeys(blok.naam for m in MODELS for blok in m.blokken))}."
            ),
        },
    )
    aantal = dy.Int64(
        min=0, max=100_000, nullable=True,
        metadata={
            "ook": ("aantal personen", "personen"),
            "voorbeeld": 1,
            "uitleg": "Aantal plaatsingen.",
        },
    )  # fmt: skip
    omvang = dy.Decimal(
        18, 4, min=0, max=1, nullable=True,
        metadata={
            "ook": ("fte", "deel van voltijd", "deeltijdfactor"),
            "lees": social_return.share,
            "voorbeeld": 1,
            "uitleg": "Deel van voltijd, 0 tot en met 1; leeg telt als voltijd.",
        },
    )  # fmt: skip
    maanden = dy.Decimal(
        18, 4, min=0, max=120, nullable=True,
        metadata={
            "ook": ("aantal maanden", "duur"),
            "voorbeeld": 6,
            "uitleg": "Hoe lang de plaatsing telt.",
        },
    )  # fmt: skip
    waarde_eur = dy.Decimal(
        18, 2, min=0,
        metadata={
            "ook": ("waarde", "bedrag", "sroi-waarde"),
            "voorbeeld": 15_000,
            "uitleg": "In euro. Wijkt die af van het bouwblok, dan wordt dat gemeld en niet verbeterd.",
        },
    )  # fmt: skip
    status = dy.Enum(
        STATUSES,
        metadata={
            "ook": ("beoordeling",),
            "schrijfwijzen": {"akkoord": "goedgekeurd", "afgewezen": "afgekeurd"},
            "voorbeeld": "goedgekeurd",
            "uitleg": "Verzilverd is wat is goedgekeurd.",
        },
    )

    @dy.rule()
    def month_has_come(cls) -> pl.Expr:
        return cls.peilmaand.col <= pl.lit(f"{today():%Y-%m}")

    @dy.rule()
    def placement_has_a_block(cls) -> pl.Expr:
        placed = cls.soort.col.cast(pl.String) == PARTICIPATION
        return placed == cls.bouwblok.col.is_not_null()

    @dy.rule()
    def placement_has_number_and_months(cls) -> pl.Expr:
        placed = cls.soort.col.cast(pl.String) == PARTICIPATION
        return ~placed | (cls.aantal.col.is_not_null() & cls.maanden.col.is_not_null())


RULES = {
    "month_has_come": Regel(kolom="peilmaand", zin="ligt in de toekomst"),
    "placement_has_a_block": Regel(
        kolom="bouwblok", zin="hoort bij arbeidsparticipatie, en alleen daarbij"
    ),
    "placement_has_number_and_months": Regel(
        kolom="aantal", zin="aantal en maanden mogen bij arbeidsparticipatie niet leeg zijn"
    ),
    "waarde_eur|min": Regel(kolom="waarde_eur", zin="mag niet onder nul zijn"),
    "maanden|min": Regel(kolom="maanden", zin="moet van 0 tot en met 120 zijn"),
    "maanden|max": Regel(kolom="maanden", zin="moet van 0 tot en met 120 zijn"),
}


def keep(rows: pl.DataFrame, known: Known) -> Content:
    """Keep each effort with the opdrachtgever of its contract; CountError where no contract is known."""
    contracts = known.standing(social_return.CONTRACTS)
    owners = (
        contracts.select("contractnummer", partij="partij")
        if contracts.width
        else pl.DataFrame(schema={"contractnummer": pl.String, "partij": pl.String})
    ).unique("contractnummer", keep="last")
    joined = rows.join(owners, on="contractnummer", how="left", maintain_order="left")
    strange = joined.with_row_index("index").filter(pl.col("partij").is_null())
    if strange.height:
        rule = "dit contract is niet geleverd; lever eerst de contracten aan (sroi-contracten)"
        raise CountError(
            [
                (index, "contractnummer", number, rule)
                for index, number in strange.select("index", "contractnummer").rows()
            ]
        )
    kept = joined.select(
        "partij",
        "contractnummer",
        "soort",
        "bouwblok",
        "aantal",
        "omvang",
        "maanden",
        "status",
        periode="peilmaand",
        waarde="waarde_eur",
    )
    kept = kept.select(list(FULFILMENT)).cast(FULFILMENT)
    return Content(kept.sort("partij", "periode", "contractnummer"), _remarks(kept))


def _remarks(kept: pl.DataFrame) -> tuple[str, ...]:
    placed = deviations(kept)
    said = []
    if off := placed.filter("wijkt_af").height:
        said.append(
            f"Anders dan het bouwblok: {off} {'invulling' if off == 1 else 'invullingen'}; overgenomen "
            "zoals geleverd en op de pagina Social return te zien."
        )
    if unknown := placed.filter(pl.col("model").is_null()).height:
        first = min(each.vanaf for each in MODELS)
        said.append(
            f"Niet te toetsen aan een bouwblok: {unknown} "
            f"{'invulling' if unknown == 1 else 'invullingen'} van voor {first:%d-%m-%Y}."
        )
    return tuple(said)


def deviations(kept: pl.DataFrame) -> pl.DataFrame:
    """Give the placements with `model`, `verwacht`, `te_lang`, and `wijkt_af` where they differ."""
    placed = kept.filter(pl.col("soort") == PARTICIPATION).with_columns(
        maand=pl.col("periode").str.to_date("%Y-%m")
    )
    return valued(placed).with_columns(
        wijkt_af=(
            ((pl.col("waarde") - pl.col("verwacht")).abs() > WITHIN_EUR) | pl.col("te_lang")
        ).fill_null(value=False)
    )


FORMAAT = Formaat(
    id=social_return.FULFILMENTS,
    title="Invullingen van social return",
    explanation=(
        "Eén rij per invulling per maand. Een levering vervangt van haar opdrachtgevers alle maanden "
        "van de eerste tot en met de laatste die erin staat."
    ),
    contract=Invulling,
    rules=RULES,
    count=keep,
    kept=social_return.STORED_FULFILMENTS,
    persons=False,
)
