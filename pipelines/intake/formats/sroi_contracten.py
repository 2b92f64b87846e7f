"""Contracts with social return, as WIZZR registers them: one row a contract."""

from __future__ import annotations

from datetime import date

import dataframely as dy
import polars as pl

from pipelines.bouwblokken import EURO
from pipelines.intake import social_return
from pipelines.intake.contract import Content, Formaat, Known, Regel
from pipelines.intake.social_return import CONTRACT, FRAMEWORK, KINDS_OF_CONTRACT

WITHIN_EUR = 1
"""How far a verplichting may lie from percentage x value."""
_SAYS_SO = r"(?i)afwijk|afgeweken|maatwerk"
"""How a description tells that the verplichting was agreed apart from the percentage."""


class Contract(dy.Schema):
    """One contract, with what was agreed of social return."""

    contractnummer = dy.String(
        min_length=1,
        metadata={
            "ook": ("contractnr", "contract", "nummer", "contract id", "inkoopnummer"),
            "voorbeeld": "VOORBEELD-1",
            "uitleg": "Uniek binnen de levering.",
        },
    )
    opdrachtgever = dy.String(
        min_length=1,
        metadata={
            "ook": ("gemeente", "aanbestedende dienst", "organisatie"),
            "lees": social_return.opdrachtgever,
            "voorbeeld": "Apeldoorn",
            "uitleg": "Een gemeente van de regio, of een andere partner met zijn naam.",
        },
    )
    opdrachtnemer = dy.String(
        min_length=1,
        metadata={
            "ook": ("leverancier", "contractant", "aannemer"),
            "voorbeeld": "Voorbeeld Groen B.V.",
            "uitleg": "Alleen te zien voor wie levert; anderen zien een kenmerk.",
        },
    )
    omschrijving = dy.String(
        nullable=True,
        metadata={
            "ook": ("titel", "onderwerp"),
            "voorbeeld": "Onderhoud plantsoenen",
            "uitleg": "",
        },
    )
    soort = dy.Enum(
        KINDS_OF_CONTRACT,
        metadata={
            "ook": ("contractsoort", "type", "soort opdracht"),
            "schrijfwijzen": {
                "leveringen": "levering", "diensten": "dienst", "dienstverlening": "dienst",
                "werken": "werk", "raamcontract": FRAMEWORK, "raamovereenkomsten": FRAMEWORK,
            },
            "voorbeeld": "dienst",
            "uitleg": "",
        },
    )  # fmt: skip
    ingangsdatum = dy.Date(
        min=date(2000, 1, 1),
        metadata={
            "ook": ("startdatum", "begindatum", "ingang"),
            "voorbeeld": date(2024, 1, 1),
            "uitleg": "De eerste dag van het contract.",
        },
    )
    einddatum = dy.Date(
        nullable=True,
        metadata={
            "ook": ("expiratiedatum", "einde", "looptijd tot"),
            "voorbeeld": date(2026, 12, 31),
            "uitleg": "De laatste dag; leeg als die niet is afgesproken.",
        },
    )
    opdrachtwaarde_eur = dy.Decimal(
        18, 2, min=0, nullable=True,
        metadata={
            "ook": ("opdrachtwaarde", "contractwaarde", "opdrachtsom", "waarde opdracht"),
            "voorbeeld": 250_000,
            "uitleg": "In euro, zonder btw. Mag leeg zijn bij een raamovereenkomst.",
        },
    )  # fmt: skip
    sroi_percentage = dy.Decimal(
        18, 4, min=0, max=100, nullable=True,
        metadata={
            "ook": ("percentage", "social return percentage", "sroi %", "percentage social return"),
            "voorbeeld": 5,
            "uitleg": "Percentage van de opdrachtwaarde, 0 tot en met 100.",
        },
    )  # fmt: skip
    sroi_verplichting_eur = dy.Decimal(
        18, 2, min=0, nullable=True,
        metadata={
            "ook": ("verplichting", "sroi-verplichting", "sroi waarde", "sroi-waarde"),
            "voorbeeld": 12_500,
            "uitleg": (
                "In euro. Leeg: percentage maal opdrachtwaarde. Wijkt het meer dan een euro daarvan af, "
                "dan staat in de omschrijving dat ervan is afgeweken."
            ),
        },
    )  # fmt: skip

    @dy.rule()
    def number_is_unique(cls) -> pl.Expr:
        return cls.contractnummer.col.is_null() | (pl.len().over("contractnummer") == 1)

    @dy.rule()
    def ends_after_it_begins(cls) -> pl.Expr:
        return cls.einddatum.col.fill_null(date.max) >= cls.ingangsdatum.col

    @dy.rule()
    def is_worth_something_or_framework(cls) -> pl.Expr:
        return (
            (cls.soort.col.cast(pl.String) == FRAMEWORK)
            | cls.opdrachtwaarde_eur.col.is_not_null()
            | cls.sroi_verplichting_eur.col.is_not_null()
        )

    @dy.rule()
    def says_what_was_agreed(cls) -> pl.Expr:
        return (
            (cls.soort.col.cast(pl.String) == FRAMEWORK)
            | cls.sroi_percentage.col.is_not_null()
            | cls.sroi_verplichting_eur.col.is_not_null()
        )

    @dy.rule()
    def agrees_with_the_percentage(cls) -> pl.Expr:
        worked_out = _worked_out(cls.opdrachtwaarde_eur.col, cls.sroi_percentage.col)
        gap = (worked_out - cls.sroi_verplichting_eur.col).abs() <= WITHIN_EUR
        said = cls.omschrijving.col.fill_null("").str.contains(_SAYS_SO)
        return gap.fill_null(value=True) | said


def _worked_out(value: pl.Expr, percentage: pl.Expr) -> pl.Expr:
    """The verplichting to the cent, halves away from zero; Decimal throughout."""
    cents = value.cast(pl.Decimal(38, 2)) * percentage.cast(pl.Decimal(38, 4))
    return (
        (cents / pl.lit(100).cast(pl.Decimal(38, 0)))
        .round(2, mode="half_away_from_zero")
        .cast(EURO)
    )


RULES = {
    "number_is_unique": Regel(
        kolom="contractnummer", zin="dit contractnummer staat meer dan eens in de levering"
    ),
    "ingangsdatum|min": Regel(kolom="ingangsdatum", zin="ligt voor 2000"),
    "ends_after_it_begins": Regel(kolom="einddatum", zin="ligt voor de ingangsdatum"),
    "is_worth_something_or_framework": Regel(
        kolom="opdrachtwaarde_eur", zin="mag alleen bij een raamovereenkomst leeg zijn"
    ),
    "says_what_was_agreed": Regel(
        kolom="sroi_percentage",
        zin="percentage en verplichting mogen alleen bij een raamovereenkomst allebei leeg zijn",
    ),
    "agrees_with_the_percentage": Regel(
        kolom="sroi_verplichting_eur",
        zin=(
            "is niet het percentage maal de opdrachtwaarde; verbeter een van de drie, of zet in de "
            "omschrijving dat ervan is afgeweken"
        ),
    ),
    "opdrachtwaarde_eur|min": Regel(kolom="opdrachtwaarde_eur", zin="mag niet onder nul zijn"),
    "sroi_verplichting_eur|min": Regel(
        kolom="sroi_verplichting_eur", zin="mag niet onder nul zijn"
    ),
    "sroi_percentage|min": Regel(kolom="sroi_percentage", zin="moet van 0 tot en met 100 zijn"),
    "sroi_percentage|max": Regel(kolom="sroi_percentage", zin="moet van 0 tot en met 100 zijn"),
}


def keep(rows: pl.DataFrame, _: Known) -> Content:
    """Keep each contract, with its verplichting worked out where only the percentage is given."""
    worked_out = _worked_out(pl.col("opdrachtwaarde_eur"), pl.col("sroi_percentage"))
    kept = rows.select(
        "contractnummer",
        "opdrachtnemer",
        "soort",
        "ingangsdatum",
        "einddatum",
        pl.col("omschrijving").fill_null(""),
        partij="opdrachtgever",
        periode=pl.lit(social_return.WHOLE_REGISTER),
        opdrachtwaarde="opdrachtwaarde_eur",
        percentage="sroi_percentage",
        verplichting=pl.coalesce("sroi_verplichting_eur", worked_out),
    )
    remarks = []
    without = kept["verplichting"].null_count()
    if without:
        remarks.append(
            f"Zonder verplichting: {without} {'contract' if without == 1 else 'contracten'}; die tellen "
            "als contract en in geen bedrag of percentage."
        )
    return Content(
        kept.select(list(CONTRACT)).cast(CONTRACT).sort("partij", "contractnummer"), tuple(remarks)
    )


FORMAAT = Formaat(
    id=social_return.CONTRACTS,
    title="Contracten met social return",
    explanation=(
        "Eén rij per contract, alle contracten van een opdrachtgever in één levering: wat er niet meer "
        "in staat, geldt als vervallen."
    ),
    contract=Contract,
    rules=RULES,
    count=keep,
    kept=social_return.STORED_CONTRACTS,
    persons=False,
)
